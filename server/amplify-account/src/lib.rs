//! What exists in the user's AWS account: read calls to Cognito, remembered and paced.
//!
//! An [`AccountDirectory`] answers the questions of `amplify_config`: [`Cognito`] by asking AWS, [`AwsProgram`] by having
//! a program of its own ask, whose whole life is [`serve`], and [`Snapshot`] from a file. A [`Worker`] asks one in the
//! background and hands out what it learns as changes of a project. Nothing here knows an editor or a rule, nothing of
//! the account is logged, and no secret leaves the place where it arrives.
//!
//! The editor's program never touches [`Cognito`]: what of the AWS SDK is linked into it lies between its own code and
//! takes memory, used or not.

mod cache;
mod cognito;
mod directory;
mod policy;
mod program;
mod serve;
mod settings;
mod snapshot;
mod source;
mod worker;

pub use cache::{Cache, Remembered};
pub use cognito::{Cognito, First, Origin, ProfileEntry, endpoint, origin, profiles};
pub use directory::{AccountDirectory, SoFar};
pub use policy::policy;
pub use program::{AwsProgram, PROGRAM};
pub use serve::serve;
pub use settings::{AccountSettings, Limits, is_loopback};
pub use snapshot::{Snapshot, SnapshotError, Wish};
pub use source::Source;
pub use worker::{Clock, Worker, system_clock};

/// Where the SDK and what it stands on write their logs. At their louder levels these hold access keys, and errors with
/// the output of credential programs: a program that logs must keep them silent, whatever its user asks for.
pub const NOISY_LOG_TARGETS: [&str; 6] = ["aws", "hyper", "hyper_util", "rustls", "h2", "tower"];
