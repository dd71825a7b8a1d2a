//! The list of rules, in the order in which they run.

mod account;
mod auth;
mod data;
mod file;
mod identifiers;
mod introspection;
mod json;
mod keys;
mod oauth;
mod project;
mod references;
mod sections;
mod sound;
mod storage;
mod values;
mod version;
mod workspace;

#[cfg(test)]
mod drawn;
#[cfg(test)]
mod once;
#[cfg(test)]
mod pages;

pub(crate) use self::data::credentials::misses_identity_pool;

use std::sync::LazyLock;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, Rule};

/// What is looked for in every file of ours.
static OF_TEXT: &[&Check] = &[&json::CHECK, &file::CHECK];

/// What is looked for in files that are what their name says.
static OF_CONTENT: &[&Check] = &[
    &file::mixed::CHECK,
    &file::platform::CHECK,
    &keys::CHECK,
    &values::CHECK,
    &identifiers::CHECK,
    &version::unknown::CHECK,
    &version::newer::CHECK,
    &data::endpoint::CHECK,
    &data::modes::CHECK,
    &data::credentials::CHECK,
    &data::names::CHECK,
    &data::leftover::CHECK,
    &storage::buckets::CHECK,
    &storage::path::CHECK,
    &storage::owners::CHECK,
    &storage::groups::CHECK,
    &storage::access::CHECK,
    &introspection::CHECK,
    &references::dangling::CHECK,
    &sections::no_effect::CHECK,
    &sections::pinpoint::CHECK,
    &sections::unfilled::CHECK,
    &sections::unit::CHECK,
    &values::refused::CHECK,
    &oauth::CHECK,
    &auth::CHECK,
    &introspection::names::CHECK,
    &workspace::CHECK,
    &account::CHECK,
];

pub(crate) use project::check as check_project_file;

/// All rules, in alphabetical order of their codes.
pub fn rules() -> &'static [&'static Rule] {
    static ALL: LazyLock<Vec<&Rule>> = LazyLock::new(|| {
        let of_files = OF_TEXT.iter().chain(OF_CONTENT).flat_map(|check| check.rules);
        let mut all: Vec<&Rule> = of_files.chain(&project::RULES).collect();
        all.sort_by_key(|rule| rule.code);
        all
    });
    &ALL
}

/// The rule of that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.code == code).copied()
}

/// Any JSON tool reports this fault too.
pub fn is_plain_json(code: Code) -> bool {
    json::PLAIN.contains(&code)
}

/// Everything that is wrong with one document, in the order of the text.
pub(crate) fn check(project: &Project, document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if document.kind().is_none() && document.recognition.named.is_none() {
        return found;
    }
    let of_content: &[&Check] = if file::is_foreign(document) { &[] } else { OF_CONTENT };
    for check in OF_TEXT.iter().chain(of_content) {
        (check.run)(project, document, &mut found);
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end, diagnostic.severity));
    found
}
