//! One kind of file out of another: `amplify_outputs.json` and both shapes of `amplifyconfiguration.json`.
//!
//! A file is read into facts (`facts`, by the table in `fields`), what one kind leaves to be understood is said
//! (`settle`), and the facts are written in the places of the other kind (`write`). What could not be carried over is
//! part of the result. Nothing here fails: of a broken file that is converted which can be read.

mod apis;
mod compare;
mod facts;
mod fields;
mod form;
mod new;
mod reasons;
mod settle;
#[cfg(test)]
mod tests;
mod write;

use std::ops::Range;

use amplify_json::Node;
use serde_json::Value;

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::keywords::Library;
pub use compare::{Difference, differences};
use facts::Facts;
pub use new::{CognitoResources, new_file};

/// A file of another kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Its text.
    pub text: String,
    /// Nothing of the source has a place in it.
    pub is_empty: bool,
    /// What was not carried over as it is, in the order of the source.
    pub notes: Vec<Note>,
}

/// Something of the source that is not in the result, or means something else there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How much it matters.
    pub kind: NoteKind,
    /// Bytes of the source; empty at its start if no single place is to blame.
    pub range: Range<usize>,
    /// JSON Pointers of the values of the source that it speaks of.
    pub pointers: Vec<String>,
    /// One plain sentence without a full stop.
    pub message: String,
}

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Left out.
    Lost,
    /// Carried over, but something is to be known about it.
    Changed,
    /// Left out, and no library reads it.
    Idle,
}

impl Note {
    fn lost(document: &Document, nodes: &[Node<'_>], why: &str) -> Note {
        let name = nodes.first().map(|node| shown(&node.pointer())).unwrap_or_default();
        let kind = NoteKind::Lost;
        // A value of a list is told by what it says.
        let word = nodes.first().filter(|node| node.index().is_some()).and_then(|node| node.as_str());
        let message = match word {
            Some(word) => {
                format!("`{word}` in `{}` is left out: {why}", name.rsplit_once('.').map_or("", |(at, _)| at))
            }
            None => format!("`{name}` is left out: {why}"),
        };
        debug_assert!(nodes.iter().all(|node| node.range().end <= document.text().len()));
        Note { kind, message, ..Note::changed(nodes, String::new()) }
    }

    fn changed(nodes: &[Node<'_>], message: String) -> Note {
        let range = nodes.first().map_or(0..0, |node| crate::wording::telling_range(*node));
        let pointers = nodes.iter().map(|node| node.pointer()).collect();
        Note { kind: NoteKind::Changed, range, pointers, message }
    }
}

/// A pointer as people write it: `auth.oauth.scopes`.
fn shown(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".").replace("~1", "/").replace("~0", "~")
}

/// The name that a file of that kind has.
pub fn file_name(kind: ConfigKind) -> &'static str {
    match kind {
        ConfigKind::Outputs => "amplify_outputs.json",
        ConfigKind::Mobile | ConfigKind::Web => "amplifyconfiguration.json",
    }
}

/// The same configuration as a file of that kind, made for these libraries (all that read the source when there are
/// none). `None` if the document is none of ours, or of that kind already.
pub fn convert(document: &Document, to: ConfigKind, libraries: &[Library]) -> Option<Conversion> {
    let kind = document.kind().filter(|&kind| kind != to)?;
    let libraries = match (libraries, kind, to) {
        ([], ConfigKind::Web, _) | ([], _, ConfigKind::Web) => &[Library::Js],
        _ => libraries,
    };
    let (root, mut notes) = carry_over(document, kind, to, libraries);
    let text = write::text_of(&root);
    // What every file of the kind begins with says nothing.
    let is_opening = |name: &String| ["version", "Version", "aws_project_region"].contains(&name.as_str());
    let is_empty = root.as_object().is_none_or(|members| members.keys().all(is_opening));
    notes.sort_by_key(|note| note.range.start);
    Some(Conversion { text, is_empty, notes })
}

/// What the document says as a Gen 2 file would, whatever its kind; without what does not fit there.
pub(crate) fn as_outputs(document: &Document) -> Option<Value> {
    let kind = document.kind()?;
    Some(carry_over(document, kind, ConfigKind::Outputs, &[]).0)
}

fn carry_over(document: &Document, from: ConfigKind, to: ConfigKind, libraries: &[Library]) -> (Value, Vec<Note>) {
    let mut facts = Facts::read(document, from);
    apis::read(&mut facts, libraries);
    settle::settle(&mut facts, to, libraries);
    let root = write::write(&mut facts, to);
    (root, facts.notes)
}
