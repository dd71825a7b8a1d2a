//! What only shows when a file is seen beside the others of its project.

use amplify_json::Node;

use crate::config_kind::ConfigKind;
use crate::config_kind::Named;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::siblings::siblings;

pub(super) static CHECK: Check = Check {
    rules: &[
        rule!("workspace", "differing-copies"),
        rule!("workspace", "differing-generations"),
        rule!("workspace", "unignored-outputs"),
    ],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.recognition.named.is_none() || document.recognition.is_template {
        return;
    }
    found.extend(unignored(project, document));
    let others = siblings(project, document);
    found.extend(differing_copy(document, &others).or_else(|| differing_generation(document, &others)));
}

/// What both files name, and differently: the user pool, else the GraphQL API.
fn difference<'d>(document: &'d Document, other: &'d Document) -> Option<(&'static str, Node<'d>, Node<'d>)> {
    [("user pool", "user-pool"), ("GraphQL API", "appsync-api")].into_iter().find_map(|(what, resource)| {
        let (ours, theirs) = (document.resource(resource)?, other.resource(resource)?);
        (ours.string_value() != theirs.string_value()).then_some((what, ours, theirs))
    })
}

/// Another file of the very same name that speaks of another backend, or the same configuration as code. Names with an
/// environment in them differ.
fn differing_copy(document: &Document, others: &[&Document]) -> Option<Diagnostic> {
    let copies = others.iter().filter(|other| {
        let is_copy = other.path.base_name() == document.path.base_name() || is_as_code(document, other);
        is_copy && other.kind() == document.kind()
    });
    let (other, (what, ours, theirs)) =
        copies.filter_map(|other| Some((other, difference(document, other)?))).next()?;
    let message = format!("Another copy of this file names another {what}; one of them may be stale");
    Some(Diagnostic::new("differing-copies", Severity::Hint, ours.range(), message).with_related(
        &other.path,
        theirs.range(),
        "here it is another one",
    ))
}

/// In one folder the Amplify CLI writes `aws-exports.js` and `amplifyconfiguration.json`, one beside the other and the same.
fn is_as_code(document: &Document, other: &Document) -> bool {
    let both = [document, other];
    let is_plain = |document: &&Document| {
        let name = document.path.base_name();
        ["amplifyconfiguration.json", "amplify_outputs.json"].contains(&name) || document.embedded.is_some()
    };
    document.path.folder() == other.path.folder()
        && both.iter().all(is_plain)
        && both.iter().any(|document| document.embedded.is_some())
}

/// The file of the other generation in the same folder speaks of another backend.
fn differing_generation(document: &Document, others: &[&Document]) -> Option<Diagnostic> {
    let is_gen2 = |document: &Document| document.kind() == Some(ConfigKind::Outputs);
    let beside = others.iter().filter(|other| {
        other.path.folder() == document.path.folder() && other.kind().is_some() && is_gen2(other) != is_gen2(document)
    });
    let (other, (what, ours, theirs)) =
        beside.filter_map(|other| Some((other, difference(document, other)?))).next()?;
    let generation = if is_gen2(document) { "Gen 1" } else { "Gen 2" };
    let message = format!(
        "The {generation} file beside this one names another {what}; what the app talks to depends on which of them it loads"
    );
    Some(Diagnostic::new("differing-generations", Severity::Information, ours.range(), message).with_related(
        &other.path,
        theirs.range(),
        "here it is another one",
    ))
}

/// The Amplify tools write the outputs anew at each deployment and `create-amplify` has version control ignore them.
fn unignored(project: &Project, document: &Document) -> Option<Diagnostic> {
    if document.recognition.named != Some(Named::Gen2) || project.is_ignored(&document.path) != Some(false) {
        return None;
    }
    let key = document.tree.root().members().next()?.key()?;
    let message = "Version control does not ignore this file, which each deployment writes anew".to_owned();
    let ignore_file = FilePath::new(format!("{}/.gitignore", document.path.folder()));
    let fix = Fix::elsewhere("Add `amplify_outputs*` to .gitignore", ignore_file, "amplify_outputs*\n".into());
    Some(Diagnostic::new("unignored-outputs", Severity::Hint, key.range(), message).with_fix(fix))
}
