//! The outline of a file.

use std::ops::Range;

use crate::project::{FilePath, Project};

/// What a symbol is, for its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// An object.
    Object,
    /// A list.
    Array,
    /// A text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`, or nothing yet.
    Null,
}

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its key, or its index in a list.
    pub name: String,
    /// Its value, if that is short.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Bytes of the whole member.
    pub range: Range<usize>,
    /// Bytes of the key, inside `range`.
    pub selection: Range<usize>,
    /// What is inside it.
    pub children: Vec<Symbol>,
}

/// The outline: every member and every item that is an object or list, to a depth that keeps it useful.
pub fn symbols(_project: &Project, _path: &FilePath) -> Vec<Symbol> {
    Vec::new()
}
