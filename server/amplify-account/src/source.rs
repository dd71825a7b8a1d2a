//! Whoever is asked in a session: AWS, or a snapshot that lies in a file.

use amplify_config::{Answer, Lookup};

use crate::directory::{AccountDirectory, SoFar};
use crate::program::AwsProgram;
use crate::snapshot::Snapshot;

/// One of the two.
#[derive(Debug)]
pub enum Source {
    /// Asks AWS, by a program of its own.
    Aws(Box<AwsProgram>),
    /// Asks a file, read already.
    Snapshot(Box<Snapshot>),
}

impl AccountDirectory for Source {
    async fn answer(&self, lookup: &Lookup, so_far: SoFar<'_>) -> Answer {
        match self {
            Source::Aws(program) => program.answer(lookup, so_far).await,
            Source::Snapshot(snapshot) => snapshot.answer(lookup, so_far).await,
        }
    }
}
