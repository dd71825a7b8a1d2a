//! `amplify-ls rules`: every code with its one-line summary.

use std::io;

use amplify_config::Rule;
use serde_json::json;

use super::Outcome;
use super::arguments::RulesArguments;
use super::output::to_stdout;
use crate::files::INVALID_UTF8;
use crate::report::Format;

/// What is found in texts and what is found in bytes, in alphabetical order of the codes.
pub(super) fn all() -> Vec<&'static Rule> {
    let mut all: Vec<&Rule> = amplify_config::rules().iter().copied().chain([&INVALID_UTF8]).collect();
    all.sort_by_key(|rule| rule.code);
    all
}

/// Prints the list.
pub(super) fn run(arguments: &RulesArguments) -> io::Result<Outcome> {
    let rules = all();
    to_stdout(|out| match arguments.format {
        Format::Human => {
            let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
            rules.iter().try_for_each(|rule| writeln!(out, "{:width$}  {}", rule.code, rule.summary()))
        }
        Format::Json => {
            let list: Vec<_> =
                rules.iter().map(|rule| json!({ "code": rule.code, "summary": rule.summary() })).collect();
            serde_json::to_writer_pretty(&mut *out, &json!({ "version": 1, "rules": list }))?;
            writeln!(out)
        }
    })?;
    Ok(Outcome::Clean)
}
