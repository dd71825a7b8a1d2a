//! What is wrong with a project file: settings that do not exist, and suppressions of what is not there.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Severity, Tag};
use crate::file_path::FilePath;
use crate::project::Project;
use crate::project_file::{ProjectFile, Suppression, unknown};
use crate::rule::{Rule, rule};

pub(super) static RULES: [Rule; 2] = [rule!("project", "invalid-setting"), rule!("project", "unused-suppression")];

/// Every fault of the file, in the order of its text.
pub(crate) fn check(project: &Project, file: &ProjectFile) -> Vec<Diagnostic> {
    let mut found = file.faults.clone();
    let known: Vec<&str> = super::rules().iter().map(|rule| rule.code).collect();
    let strangers = file.codes.iter().filter(|(code, _)| !known.contains(&code.as_str()));
    found.extend(strangers.map(|(code, range)| unknown(range.clone(), "rule", code, &known)));
    let mut findings = HashMap::new();
    for suppression in &file.suppressions {
        if known.contains(&suppression.code.as_str()) && is_unused(project, file, suppression, &mut findings) {
            let message =
                format!("Nothing here is suppressed: the files that are meant have no such `{}`", suppression.code);
            let range = suppression.range.clone();
            let unused = Diagnostic::new("unused-suppression", Severity::Warning, range, message);
            found.push(unused.with_tag(Tag::Unnecessary));
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.range.start);
    found
}

/// Codes and places of all findings of each document that was asked about.
type Findings<'p> = HashMap<&'p FilePath, Vec<(Code, String)>>;

/// Files that are meant are known, and none has such a finding. Of files that nobody has read nothing is known: which
/// files a pattern means can only be told where the whole folder is open.
fn is_unused<'p>(
    project: &'p Project,
    file: &ProjectFile,
    suppression: &Suppression,
    findings: &mut Findings<'p>,
) -> bool {
    let is_open = || project.settings().roots.iter().any(|root| file.path.is_below(root));
    if suppression.is_pattern() && !is_open() {
        return false;
    }
    let meant = |path: &FilePath| path.relative_to(file.folder()).is_some_and(|name| suppression.is_for(name));
    let mut documents = project.documents().filter(|document| meant(&document.path)).peekable();
    let any = documents.peek().is_some();
    any && documents.all(|document| {
        let found = findings.entry(&document.path).or_insert_with(|| {
            let found = super::check(project, document);
            let place = |found: &Diagnostic| (found.code, document.pointer_at(found.range.start));
            found.iter().map(place).collect()
        });
        !found.iter().any(|(code, pointer)| suppression.covers(code, pointer))
    })
}
