//! One replacement in a text, and a text after some.

use std::ops::Range;

/// One replacement, in bytes of the text before any edit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// Start of what is replaced.
    pub start: usize,
    /// End of what is replaced.
    pub end: usize,
    /// What is put there.
    pub text: String,
}

impl Edit {
    /// Puts `text` in at `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit { start: at, end: at, text: text.into() }
    }

    /// Takes `range` out.
    pub fn remove(range: Range<usize>) -> Edit {
        Edit { start: range.start, end: range.end, text: String::new() }
    }

    /// Writes `text` instead of `range`.
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Edit {
        Edit { start: range.start, end: range.end, text: text.into() }
    }

    /// What it replaces.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// `text` after `edits`, which may come in any order; one that overlaps an earlier one is left out.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.start, edit.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in sorted {
        if edit.start < at {
            continue;
        }
        out.push_str(&text[at..edit.start]);
        out.push_str(&edit.text);
        at = edit.end;
    }
    out.push_str(&text[at..]);
    out
}
