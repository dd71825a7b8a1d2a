//! `amplify-ls diff A B`: where two files say different things.

use std::io;

use amplify_config::differences;

use super::Outcome;
use super::arguments::DiffArguments;
use super::output::to_stdout;
use super::transform;
use crate::files;

/// Compares the files.
pub(super) fn run(arguments: &DiffArguments) -> io::Result<Outcome> {
    let (Some(left), Some(right)) = (transform::read(&arguments.left), transform::read(&arguments.right)) else {
        return Ok(Outcome::Failed);
    };
    // Both were recognised when they were read.
    let found = differences(&left, &right).unwrap_or_default();
    let (one, other) = (files::with_slashes(&arguments.left), files::with_slashes(&arguments.right));
    to_stdout(|out| {
        for difference in &found {
            let said = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| short(value));
            writeln!(out, "{}", difference.field)?;
            writeln!(out, "  {one}: {}", said(&difference.left))?;
            writeln!(out, "  {other}: {}", said(&difference.right))?;
        }
        Ok(())
    })?;
    Ok(if found.is_empty() { Outcome::Clean } else { Outcome::Faults })
}

/// A description of models is long, and a glance is enough.
fn short(value: &str) -> String {
    let start: String = value.chars().take(200).collect();
    if start.len() < value.len() { start + " …" } else { start }
}
