//! What the two programs say to each other: one JSON value a line, questions one way and answers in any order the other.
//!
//! Both are of one release, and the first line says which: nothing here has to be understood by another version. Answers
//! hold facts, in which no secret has a place.

use amplify_config::{Answer, Lookup, Reason, Region};
use serde::{Deserialize, Serialize};

use crate::origin::{Origin, ProfileEntry};
use crate::settings::AccountSettings;

/// The version of both programs.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// With this status the program ends when it is greeted by another version.
pub const OTHER_VERSION: u8 = 3;

/// With this its last line of errors begins when it panics; the place follows.
pub const PANIC: &str = "a panic at ";

/// The first line.
#[derive(Serialize, Deserialize)]
pub struct Greeting<S = AccountSettings> {
    /// Of whoever greets.
    pub version: String,
    /// Who is asked, and how.
    pub settings: S,
}

/// The part of the first line that every version understands.
#[derive(Deserialize)]
pub struct Head {
    /// Of whoever greets.
    pub version: String,
}

/// A line to the program.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// A question.
    Ask {
        /// What the answer is to bear.
        id: u64,
        /// What is asked.
        question: Question,
    },
    /// Nobody waits for this any more.
    Cancel {
        /// The number of the question.
        id: u64,
    },
}

/// What can be asked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Question {
    /// About the account.
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
pub enum Response {
    /// Something is still worked on.
    Busy,
    /// An answer, or a part of one.
    Said {
        /// The number of the question.
        id: u64,
        /// What is said.
        reply: Reply,
    },
}

/// What is answered.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reply {
    /// The beginning of a list, while the rest is to come.
    SoFar(Answer),
    /// What is known of the account.
    Answer(Answer),
    /// Where credentials would come from.
    Origin(Result<Origin, Reason>),
    /// The profiles there are.
    Profiles(Vec<ProfileEntry>),
    /// Where AWS is, if elsewhere.
    Endpoint(Result<Option<String>, Reason>),
    /// The region of files that name none.
    HomeRegion(Option<Region>),
    /// Whoever worked on it gave up.
    Failed,
}

impl Reply {
    /// Nothing more comes after it.
    pub fn is_last(&self) -> bool {
        !matches!(self, Reply::SoFar(_))
    }
}
