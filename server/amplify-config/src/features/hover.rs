//! What a field or a value means.

use std::ops::Range;

use crate::project::{FilePath, Project};

/// What is known of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The token it speaks of.
    pub range: Range<usize>,
    /// Markdown, never empty.
    pub markdown: String,
}

/// What stands at `offset`; `None` where there is nothing to say.
pub fn hover(_project: &Project, _path: &FilePath, _offset: usize) -> Option<Hover> {
    None
}
