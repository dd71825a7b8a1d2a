//! All that is wrong with a file, as the user and the project want to hear it.

use std::ops::Range;

use amplify_json::edit::Edit;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::embedded::has_code;
use crate::file_path::FilePath;
use crate::project::Project;
use crate::rules;

/// At most so many findings are shown for one file.
pub(crate) const MAX_DIAGNOSTICS: usize = 200;

/// The faults of the file, in the order of the text; none for files that are not ours.
pub fn diagnostics(project: &Project, path: &FilePath) -> Vec<Diagnostic> {
    if let Some(file) = project.project_file(path) {
        return rules::check_project_file(project, file);
    }
    let Some(document) = project.document(path) else { return Vec::new() };
    let mut found = rules::check(project, document);
    if let Some(inside) = &document.embedded {
        found.iter_mut().for_each(|diagnostic| keep_inside(diagnostic, inside));
    }
    set_severities(project, path, &mut found);
    found.retain(|diagnostic| !is_suppressed(project, document, diagnostic));
    found.truncate(MAX_DIAGNOSTICS);
    found
}

/// Of a configuration in a file of code nothing is marked or edited outside.
fn keep_inside(diagnostic: &mut Diagnostic, inside: &Range<usize>) {
    let clamp = |at: usize| at.clamp(inside.start, inside.end);
    diagnostic.range = clamp(diagnostic.range.start)..clamp(diagnostic.range.end);
    let is_inside = |edit: &Edit| inside.start <= edit.start && edit.end <= inside.end && !has_code(&edit.text);
    diagnostic.fixes.retain(|fix| fix.edits.iter().all(is_inside));
}

fn set_severities(project: &Project, path: &FilePath, found: &mut Vec<Diagnostic>) {
    found.retain_mut(|diagnostic| match project.severity_of(path, diagnostic.code) {
        Some(Some(severity)) => {
            diagnostic.severity = severity;
            true
        }
        Some(None) => false,
        None => true,
    });
}

fn is_suppressed(project: &Project, document: &Document, diagnostic: &Diagnostic) -> bool {
    let Some(file) = project.project_file_for(&document.path) else { return false };
    let Some(relative) = document.path.relative_to(file.folder()) else { return false };
    let pointer = document.pointer_at(diagnostic.range.start);
    file.suppressions.iter().any(|known| known.is_for(relative) && known.covers(diagnostic.code, &pointer))
}
