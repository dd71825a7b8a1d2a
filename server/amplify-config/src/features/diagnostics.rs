//! All that is wrong with a file.

use crate::diagnostic::Diagnostic;
use crate::project::{FilePath, Project};
use crate::rules;

/// At most so many findings are shown for one file.
pub(crate) const MAX_DIAGNOSTICS: usize = 200;

/// The faults of the file, in the order of the text; none for files that are not ours.
pub fn diagnostics(project: &Project, path: &FilePath) -> Vec<Diagnostic> {
    let Some(document) = project.document(path) else { return Vec::new() };
    let mut found = rules::check(project, document);
    found.truncate(MAX_DIAGNOSTICS);
    found
}
