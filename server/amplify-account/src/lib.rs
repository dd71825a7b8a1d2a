//! What exists in the user's AWS account: read calls to Cognito, remembered and paced.
//!
//! An [`AccountDirectory`] answers the questions of `amplify_config`: [`Cognito`] by asking AWS, [`Snapshot`] from a file.
//! A [`Worker`] asks one in the background and hands out what it learns as changes of a project. Nothing here knows an
//! editor or a rule, nothing is logged, and no secret leaves the place where it arrives.

mod cache;
mod cognito;
mod directory;
mod policy;
mod settings;
mod snapshot;
mod source;
mod worker;

pub use cache::{Cache, Remembered};
pub use cognito::{Cognito, First, NOISY_LOG_TARGETS, Origin, ProfileEntry, endpoint, origin, profile_name, profiles};
pub use directory::{AccountDirectory, SoFar};
pub use policy::policy;
pub use settings::{AccountSettings, Limits, is_loopback};
pub use snapshot::{Snapshot, SnapshotError, Wish};
pub use source::Source;
pub use worker::{Clock, Worker, system_clock};
