//! Where credentials would come from, as it is told to whoever looks for a fault.

use serde::{Deserialize, Serialize};

/// Where the first credentials come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum First {
    /// The variables `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    Environment,
    /// Keys that stand in the profile, or in the one that it takes its role with.
    Keys,
    /// A sign-in by SSO.
    SignIn,
    /// A program.
    Process,
    /// The container or machine that this runs on.
    Machine,
}

/// Where credentials come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The profile that counts; `None` when the environment has keys.
    pub profile: Option<String>,
    /// Where the first come from.
    pub first: First,
    /// How many roles are taken on with them.
    pub roles: usize,
}

/// A profile of the AWS configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileEntry {
    /// Its name.
    pub name: String,
    /// The region that it names.
    pub region: Option<String>,
    /// Somebody must sign in for it.
    pub signs_in: bool,
}
