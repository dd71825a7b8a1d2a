//! What an editor can ask, one function a feature. All answer at once from the project; none alters it.

pub(crate) mod code_actions;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod folding;
pub(crate) mod format;
pub(crate) mod hover;
pub(crate) mod links;
pub(crate) mod selection;
pub(crate) mod symbols;
#[cfg(test)]
mod testing;

use crate::document::Document;
use crate::project::{FilePath, Project};

/// The document, if it is one of our kinds: nothing is said of other files.
fn our_document<'p>(project: &'p Project, path: &FilePath) -> Option<&'p Document> {
    project.document(path).map(AsRef::as_ref).filter(|document| document.kind().is_some())
}

/// The nearest place at or before `offset` where a character of `text` begins or the text ends.
fn clamp(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
