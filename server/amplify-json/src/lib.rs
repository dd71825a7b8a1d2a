//! JSON text to tree to violations.
//!
//! [`parse`] never fails: any text gives a [`Tree`] and the list of its mistakes, each reported once, where it is to be
//! mended, with the edits that mend it. This crate knows JSON (RFC 8259) and JSON Schema (2020-12). It knows nothing of
//! Amplify, does no IO and has no words for people.

mod brackets;
pub mod edit;
mod lexer;
mod pointer;
mod recover;
pub mod schema;
mod strict;
pub mod string;
mod syntax;
mod tree;
mod validate;
mod violation;

use std::collections::HashMap;
use std::sync::Arc;

pub use syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
pub use tree::{Kind, Node, NodeId, Tree};
pub use violation::{Violation, ViolationKind};

use crate::edit::remove_child;

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
    let (builder, mut errors) = match strict::parse(&text) {
        Some(builder) => (builder, Vec::new()),
        None => recover::parse(&text),
    };
    let mut tree = builder.finish(text);
    let before = errors.len();
    duplicates(&tree, &mut errors);
    tree.set_has_duplicates(errors.len() > before);
    errors.sort_by_key(|error| (error.range.start, error.range.end));
    errors.truncate(MAX_ERRORS);
    Parse { tree, errors }
}

/// Reports the members whose key their object already has.
fn duplicates(tree: &Tree, errors: &mut Vec<SyntaxError>) {
    let mut few: Vec<(&str, Node<'_>)> = Vec::new();
    for object in tree.nodes().filter(|node| node.kind() == Kind::Object) {
        few.clear();
        let mut many: HashMap<&str, Node<'_>> = HashMap::new();
        for member in object.members() {
            let Some(key) = member.key() else { continue };
            // Keys written with escapes are compared as written; they do not occur in these files.
            let name = &tree.text()[key.content_range()];
            if name.is_empty() {
                continue;
            }
            let first = if few.len() < 16 {
                let first = few.iter().find(|(other, _)| *other == name).map(|&(_, member)| member);
                few.push((name, member));
                first
            } else {
                if many.is_empty() {
                    many.extend(few.iter().rev().copied());
                }
                match many.entry(name) {
                    std::collections::hash_map::Entry::Occupied(first) => Some(*first.get()),
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        entry.insert(member);
                        None
                    }
                }
            };
            if let Some(first) = first {
                errors.push(duplicate(name, first, member, key));
            }
        }
    }
}

fn duplicate(name: &str, first: Node<'_>, later: Node<'_>, key: Node<'_>) -> SyntaxError {
    let mends = vec![
        Mend { how: How::KeepLast, edits: vec![remove_child(first)] },
        Mend { how: How::KeepFirst, edits: vec![remove_child(later)] },
    ];
    let related = first.key().map(|key| key.range());
    SyntaxError { kind: SyntaxErrorKind::DuplicateKey(name.to_owned()), range: key.range(), related, mends }
}
