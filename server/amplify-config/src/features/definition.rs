//! Where one value names another: the place it is declared, the places that use it.

use std::ops::Range;

use crate::project::{FilePath, Project};

/// The range of the name at `offset` and the places (of the same file) where it is declared; `None` if it is no name.
pub fn definition(_project: &Project, _path: &FilePath, _offset: usize) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    None
}

/// All places of the file that use the name at `offset`, its declaration included if `with_declaration`.
pub fn references(_project: &Project, _path: &FilePath, _offset: usize, _with_declaration: bool) -> Vec<Range<usize>> {
    Vec::new()
}

/// All places of the file that hold the name at `offset`.
pub fn highlights(project: &Project, path: &FilePath, offset: usize) -> Vec<Range<usize>> {
    references(project, path, offset, true)
}
