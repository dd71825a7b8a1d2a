//! What the two programs say to each other: one JSON value a line, questions one way and answers in any order the other.
//!
//! Both are of one release, and the first line says which: nothing here has to be understood by another version. Answers
//! hold facts, in which no secret has a place.

use amplify_config::{Answer, Lookup, Reason, Region};
use serde::{Deserialize, Serialize};

use crate::cognito::{Origin, ProfileEntry};
use crate::settings::AccountSettings;

/// The version of both programs.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// With this status the program ends when it is greeted by another version.
pub(crate) const OTHER_VERSION: u8 = 3;

/// The first line.
#[derive(Serialize, Deserialize)]
pub(crate) struct Greeting<S = AccountSettings> {
    pub(crate) version: String,
    pub(crate) settings: S,
}

/// The part of the first line that every version understands.
#[derive(Deserialize)]
pub(crate) struct Head {
    pub(crate) version: String,
}

/// A line to the program.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Request {
    Ask {
        id: u64,
        question: Question,
    },
    /// Nobody waits for this any more.
    Cancel {
        id: u64,
    },
}

/// What can be asked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Question {
    Lookup(Lookup),
    /// Where credentials would come from.
    Origin,
    /// Which profiles there are.
    Profiles,
    /// Where AWS is, if elsewhere.
    Endpoint,
    /// Which region counts for files that name none.
    HomeRegion,
}

/// A line from the program.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Response {
    /// Something is still worked on.
    Busy,
    Said {
        id: u64,
        reply: Reply,
    },
}

/// What is answered.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Reply {
    /// The beginning of a list, while the rest is to come.
    SoFar(Answer),
    Answer(Answer),
    Origin(Result<Origin, Reason>),
    Profiles(Vec<ProfileEntry>),
    Endpoint(Result<Option<String>, Reason>),
    HomeRegion(Option<Region>),
    /// Whoever worked on it gave up.
    Failed,
}

impl Reply {
    /// Nothing more comes after it.
    pub(crate) fn is_last(&self) -> bool {
        !matches!(self, Reply::SoFar(_))
    }
}
