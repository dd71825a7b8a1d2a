//! All that is wrong with a file.

use crate::diagnostic::Diagnostic;
use crate::project::{FilePath, Project};

/// The faults of the file, in the order of the text; none for files that are not ours.
pub fn diagnostics(_project: &Project, _path: &FilePath) -> Vec<Diagnostic> {
    Vec::new()
}
