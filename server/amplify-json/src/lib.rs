//! JSON text to tree to violations.
//!
//! [`parse`] never fails: any text gives a [`Tree`] and the list of its mistakes, each reported once, where it is to be
//! mended, with the edits that mend it. This crate knows JSON (RFC 8259) and JSON Schema (2020-12). It knows nothing of
//! Amplify, does no IO and has no words for people.

mod balance;
mod brackets;
mod conflict;
mod cut;
mod duplicates;
pub mod edit;
mod lexer;
mod line;
mod lines;
mod pointer;
mod quotes;
mod recover;
mod reparse;
pub mod schema;
mod splice;
mod strict;
pub mod string;
mod syntax;
mod token;
mod tree;
mod validate;
mod violation;
mod words;

use std::sync::Arc;

use crate::strict::Strict;

pub use syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
pub use tree::{HostText, Kind, Node, NodeId, Tree};
pub use violation::{Violation, ViolationKind};

/// At most so many errors are reported for one text.
pub const MAX_ERRORS: usize = 1000;

/// A text, read.
#[derive(Debug)]
pub struct Parse {
    /// Everything the text says.
    pub tree: Tree,
    /// What is wrong with it as JSON, in the order of the text, at most [`MAX_ERRORS`].
    pub errors: Vec<SyntaxError>,
}

/// Reads `text`, whatever it is. Texts of 4 GiB and more are read up to there.
pub fn parse(text: impl Into<Arc<str>>) -> Parse {
    let mut text: Arc<str> = text.into();
    if u32::try_from(text.len()).is_err() {
        text = text[..text.floor_char_boundary(u32::MAX as usize - 1)].into();
    }
    let (mut tree, mut errors, duplicates) = match strict::parse(&text) {
        Some(Strict { builder, suspects }) => {
            let tree = builder.finish(text);
            let duplicates = duplicates::find(suspects.into_iter().map(|id| tree.node(id)));
            (tree, Vec::new(), duplicates)
        }
        None => {
            let (builder, errors) = recover::parse(&text);
            let tree = builder.finish(text);
            let duplicates = duplicates::find(tree.nodes().filter(|node| node.kind() == Kind::Object));
            (tree, errors, duplicates)
        }
    };
    errors.extend(duplicates.iter().take(MAX_ERRORS).map(|duplicate| duplicates::error(&tree, duplicate)));
    for duplicate in &duplicates {
        tree.set_duplicate(duplicate.earlier, duplicate.later);
    }
    errors.sort_by_key(|error| (error.range.start, error.range.end));
    errors.truncate(MAX_ERRORS);
    if errors.is_empty() {
        tree.set_valid();
    }
    Parse { tree, errors }
}

/// The same as [`parse`], and quicker where `text` differs little from the one that `earlier` was made of.
pub fn parse_after(earlier: &Tree, text: impl Into<Arc<str>>) -> Parse {
    let text = text.into();
    match reparse::parse(earlier, &text) {
        Some(tree) => Parse { tree, errors: Vec::new() },
        None => parse(text),
    }
}
