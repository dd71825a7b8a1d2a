//! Keys and values that fit at a place.

use std::ops::Range;

use crate::project::{FilePath, Project};

/// What an item is, for its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key.
    Property,
    /// One of a fixed set of values.
    EnumMember,
    /// Any other value.
    Value,
    /// A whole section.
    Snippet,
}

/// One thing that can be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words behind the label: type, or what the value means.
    pub detail: String,
    /// Markdown; may be long.
    pub documentation: String,
    /// What replaces the item's range, as plain text.
    pub text: String,
    /// The same with tab stops in the syntax of LSP snippets, if it has any.
    pub snippet: Option<String>,
    /// Bytes that are replaced: on one line, holding the cursor.
    pub replace: Range<usize>,
    /// What the editor compares with what stands in the range.
    pub filter: String,
    /// Order in the list.
    pub sort: String,
    /// Outdated.
    pub deprecated: bool,
    /// The one to take when in doubt.
    pub preselect: bool,
}

/// A list of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// What fits, unsorted.
    pub items: Vec<CompletionItem>,
    /// Another request may bring more: the editor shall ask again while the user types.
    pub is_incomplete: bool,
}

/// What fits at `offset`.
pub fn completion(_project: &Project, _path: &FilePath, _offset: usize) -> Completion {
    Completion::default()
}
