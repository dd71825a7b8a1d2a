//! `amplify-ls rules`: every code with its one-line summary.

use std::io;

use serde_json::json;

use super::Outcome;
use super::arguments::{ListFormat, RulesArguments};
use super::output::to_stdout;
use crate::rules;

/// Prints the list.
pub(super) fn run(arguments: &RulesArguments) -> io::Result<Outcome> {
    let rules = rules::all();
    to_stdout(|out| match arguments.format {
        ListFormat::Human => {
            let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
            rules.iter().try_for_each(|rule| writeln!(out, "{:width$}  {}", rule.code, rule.summary()))
        }
        ListFormat::Json => {
            let list: Vec<_> =
                rules.iter().map(|rule| json!({ "code": rule.code, "summary": rule.summary() })).collect();
            serde_json::to_writer_pretty(&mut *out, &json!({ "version": 1, "rules": list }))?;
            writeln!(out)
        }
    })?;
    Ok(Outcome::Clean)
}
