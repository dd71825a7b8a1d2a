//! `amplify-ls explain CODE`: the page of a rule, as it is written.

use std::io;

use amplify_config::did_you_mean;

use super::Outcome;
use super::arguments::ExplainArguments;
use super::output::{complain, to_stdout};
use crate::rules;

/// Prints the page.
pub(super) fn run(arguments: &ExplainArguments) -> io::Result<Outcome> {
    let code = arguments.code.as_str();
    let rules = rules::all();
    let Some(rule) = rules.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)) else {
        match did_you_mean(code, rules.iter().map(|rule| rule.code)) {
            Some(near) => complain(format_args!("there is no rule `{code}`; did you mean `{near}`?")),
            None => complain(format_args!("there is no rule `{code}`; `amplify-ls rules` lists them")),
        }
        return Ok(Outcome::Failed);
    };
    to_stdout(|out| writeln!(out, "{}", rule.page.trim_end()))?;
    Ok(Outcome::Clean)
}
