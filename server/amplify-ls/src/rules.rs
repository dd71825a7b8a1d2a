//! Every kind of fault this program finds: those found in texts, and the one found in bytes.

use amplify_config::Rule;

use crate::files::INVALID_UTF8;

/// All, in alphabetical order of the codes.
pub(crate) fn all() -> Vec<&'static Rule> {
    let mut all: Vec<&Rule> = amplify_config::rules().iter().copied().chain([&INVALID_UTF8]).collect();
    all.sort_by_key(|rule| rule.code);
    all
}

/// The rule of a code.
pub(crate) fn find(code: &str) -> Option<&'static Rule> {
    amplify_config::rule(code).or_else(|| (code == INVALID_UTF8.code).then_some(&INVALID_UTF8))
}

/// Where its page can be read; `None` where there is only what `explain` prints.
pub(crate) fn address(rule: &Rule) -> Option<String> {
    amplify_config::rule(rule.code).map(Rule::address)
}
