//! Growing the selection.

use std::ops::Range;

use crate::project::{FilePath, Project};

/// The ranges around `offset`, each strictly inside the next: content of the string, token, member, object, …
pub fn selection(_project: &Project, _path: &FilePath, _offset: usize) -> Vec<Range<usize>> {
    Vec::new()
}
