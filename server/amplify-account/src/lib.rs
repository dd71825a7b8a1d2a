//! What exists in the user's AWS account: questions, who answers them, and answers that are remembered.
//!
//! An [`AccountDirectory`] answers the questions of `amplify_config`: [`AwsProgram`] by having a program of its own ask
//! AWS, and [`Snapshot`] from a file. A [`Worker`] asks one in the background and hands out what it learns as changes of a
//! project. Nothing here knows an editor or a rule, and nothing of the account is logged.
//!
//! The AWS SDK is not here but in `amplify-cognito`, which only that program is made of: what of the SDK is linked into the
//! editor's program lies between its own code and takes memory, used or not.

mod cache;
mod directory;
pub mod message;
mod origin;
mod policy;
mod program;
mod settings;
mod snapshot;
mod source;
mod worker;

pub use cache::{Cache, Remembered};
pub use directory::{AccountDirectory, SoFar};
pub use origin::{First, Origin, ProfileEntry};
pub use policy::policy;
pub use program::{AwsProgram, PROGRAM};
pub use settings::{AccountSettings, Limits, is_loopback};
pub use snapshot::{Snapshot, SnapshotError, Wish};
pub use source::Source;
pub use worker::{Clock, Worker, system_clock};

/// Where the SDK and what it stands on write their logs. At their louder levels these hold access keys, and errors with
/// the output of credential programs: a program that logs must keep them silent, whatever its user asks for.
pub const NOISY_LOG_TARGETS: [&str; 6] = ["aws", "hyper", "hyper_util", "rustls", "h2", "tower"];
