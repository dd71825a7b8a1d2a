//! What is wrong with a project file: settings that do not exist, and suppressions of what is not there.

use crate::diagnostic::{Diagnostic, Severity, Tag};
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
    for suppression in &file.suppressions {
        if known.contains(&suppression.code.as_str()) && is_unused(project, file, suppression) {
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

/// Files that are meant are known, and none has such a finding. Of files that nobody has opened nothing is known.
fn is_unused(project: &Project, file: &ProjectFile, suppression: &Suppression) -> bool {
    let meant = |path: &FilePath| path.relative_to(file.folder()).is_some_and(|name| suppression.is_for(name));
    let mut documents = project.documents().filter(|document| meant(&document.path)).peekable();
    let any = documents.peek().is_some();
    any && documents.all(|document| {
        let mut found = super::check(project, document).into_iter();
        !found.any(|diagnostic| suppression.covers(diagnostic.code, &document.pointer_at(diagnostic.range.start)))
    })
}
