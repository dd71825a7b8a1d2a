//! The list of rules, in the order in which they run and are listed.

mod generated;
mod json;
mod keys;
mod newer;
mod shape;
mod values;

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Document;
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, Rule};
use amplify_json::schema::SubschemaId;

/// The rules, in alphabetical order of their codes.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// Any JSON tool reports this fault too.
pub fn is_plain_json(code: Code) -> bool {
    json::PLAIN.contains(&code)
}

static RULES: [Rule; 0] = [];

/// Everything that is looked for in one document.
pub(crate) fn check(project: &Project, document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if document.kind().is_none() && document.recognition.named.is_none() {
        return found;
    }
    json::check(project, document, &mut found);
    shape::check(project, document, &mut found);
    if !shape::is_foreign(document) {
        let checks: [Check; 4] = [keys::check, values::check, newer::check, generated::check];
        for check in checks {
            check(project, document, &mut found);
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end, diagnostic.severity));
    found
}

/// The libraries that fail over a field because they do one of these things with it.
fn broken(knowledge: &Knowledge, document: &Document, id: SubschemaId, readings: &[Reading]) -> Vec<Library> {
    let readers = document.kind().map_or(&[][..], Knowledge::readers);
    let mut libraries = knowledge.libraries(id).map(|libraries| libraries.that(readings)).unwrap_or_default();
    libraries.retain(|library| readers.contains(library));
    libraries
}

/// How bad it is when these libraries fail and nothing is known of those that the project uses: an error when
/// JavaScript breaks or at least two of the others do.
fn severity(document: &Document, broken: &[Library]) -> Severity {
    let only_reader = document.kind() == Some(ConfigKind::Web);
    if broken.contains(&Library::Js) || broken.len() >= 2 || only_reader && !broken.is_empty() {
        Severity::Error
    } else {
        Severity::Warning
    }
}
