//! One file at one version, with all that follows from its text alone.

use std::sync::Arc;

use amplify_json::{SyntaxError, Tree};

use crate::config_kind::ConfigKind;
use crate::project::FilePath;

/// A file, read. Built at once and never changed: a new text makes a new document.
#[derive(Debug)]
pub struct Document {
    /// Its name.
    pub path: FilePath,
    /// Its text and nodes.
    pub tree: Tree,
    /// What is wrong with it as JSON.
    pub syntax_errors: Vec<SyntaxError>,
    /// Which Amplify file it is; `None` for files that are none of ours.
    pub kind: Option<ConfigKind>,
    line_starts: Vec<u32>,
}

impl Document {
    /// Reads `text`.
    pub fn new(path: FilePath, text: impl Into<Arc<str>>) -> Document {
        let parse = amplify_json::parse(text);
        let line_starts = line_starts(parse.tree.text());
        Document { path, tree: parse.tree, syntax_errors: parse.errors, kind: None, line_starts }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// Number of lines; a text without line break has one. `\n`, `\r\n` and a lone `\r` end a line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The line (from 0) that holds the byte `offset`.
    pub fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// Bytes of a line (from 0) without its line break; empty and at the end of the text for lines that do not exist.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let text = self.text();
        let Some(&start) = self.line_starts.get(line) else { return text.len()..text.len() };
        let start = start as usize;
        let end = self.line_starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        start..start + text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            starts.push(at as u32 + 1);
        }
    }
    starts
}
