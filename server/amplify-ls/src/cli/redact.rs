//! `amplify-ls redact FILE`: a copy that can be shown to others.

use std::io;

use super::Outcome;
use super::arguments::RedactArguments;
use super::transform;

/// Writes the copy.
pub(super) fn run(arguments: &RedactArguments) -> io::Result<Outcome> {
    let Some(document) = transform::read(&arguments.source) else { return Ok(Outcome::Failed) };
    transform::write(&amplify_config::redact(&document), &arguments.target)
}
