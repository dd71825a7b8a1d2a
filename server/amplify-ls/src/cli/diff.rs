//! `amplify-ls diff A B`: where two files say different things.

use std::io;

use amplify_config::differences;

use super::Outcome;
use super::arguments::DiffArguments;
use super::output::{complain, to_stdout};
use super::transform;
use crate::files;

/// Compares the files.
pub(super) fn run(arguments: &DiffArguments) -> io::Result<Outcome> {
    let name = arguments.stdin_filename.as_deref();
    let inputs = [&arguments.left, &arguments.right].iter().filter(|path| path.as_os_str() == "-").count();
    if inputs != 1 && name.is_some() || inputs == 2 {
        complain(match inputs {
            2 => "only one of the files can be standard input",
            _ => "--stdin-filename says what `-` is called, but neither file is `-`",
        });
        return Ok(Outcome::Failed);
    }
    let read = |path| transform::read_named(path, name);
    let (Some(left), Some(right)) = (read(&arguments.left), read(&arguments.right)) else {
        return Ok(Outcome::Failed);
    };
    // Both were recognised when they were read.
    let found = differences(&left, &right).unwrap_or_default();
    let (one, other) = (files::with_slashes(&arguments.left), files::with_slashes(&arguments.right));
    to_stdout(|out| {
        if !found.is_empty() {
            writeln!(out, "- {one}\n+ {other}")?;
        }
        for difference in &found {
            writeln!(out, "\n{}", difference.field)?;
            for (sign, value) in [("-", &difference.left), ("+", &difference.right)] {
                if let Some(value) = value {
                    writeln!(out, "  {sign} {}", short(value))?;
                }
            }
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
