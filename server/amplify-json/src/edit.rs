//! Edits of a text, and the edits of objects and lists that keep commas, indentation and line ends right.

use std::ops::Range;

use crate::string::quote;
use crate::tree::{Kind, Node};

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

/// How a text is laid out, read off the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// One step of indentation: blanks or a tab.
    pub indent: String,
    /// `\n`, `\r\n` or `\r`.
    pub line_end: &'static str,
}

impl Layout {
    /// The layout of `text`: its first indented line and its first line end; two blanks and `\n` when it has none.
    pub fn of(text: &str) -> Layout {
        let line_end = match text.find(['\n', '\r']) {
            Some(at) if text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if text[at..].starts_with('\r') => "\r",
            _ => "\n",
        };
        let indent = text
            .split(['\n', '\r'])
            .skip(1)
            .map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()])
            .find(|white| !white.is_empty());
        Layout { indent: indent.unwrap_or("  ").to_owned(), line_end }
    }
}

/// The white space at the start of the line that holds `at`.
pub fn indent_at(text: &str, at: usize) -> &str {
    let start = crate::lexer::line_start(text, at);
    let line = &text[start..at];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The edit that adds `"name": value` to `object`, behind the last member; `value` is JSON text indented for column 0,
/// with `\n` and two blanks a step, and is laid out like the file.
pub fn add_member(object: Node<'_>, name: &str, value: &str) -> Edit {
    add_child(object, &format!("{}: ", quote(name)), value)
}

/// The edit that adds `value` (as in [`add_member`]) behind the last item of `array`.
pub fn add_item(array: Node<'_>, value: &str) -> Edit {
    add_child(array, "", value)
}

fn add_child(container: Node<'_>, before: &str, value: &str) -> Edit {
    let text = container.tree().text();
    let layout = Layout::of(text);
    let range = container.range();
    let outer = indent_at(text, range.start).to_owned();
    let one_line = match container.last_child() {
        Some(last) => !text[range.start..last.range().start].contains(['\n', '\r']),
        None => container.kind() == Kind::Array || !text.contains(['\n', '\r']) && container.parent().is_some(),
    };
    let inner = match container.last_child() {
        Some(last) if !one_line => indent_at(text, last.range().start).to_owned(),
        _ => format!("{outer}{}", layout.indent),
    };
    let comma = if container.last_child().is_some() { "," } else { "" };
    let child = |indent: &str| format!("{before}{}", lay_out(value, indent, &layout));
    match container.last_child() {
        Some(last) if one_line => Edit::insert(last.range().end, format!("{comma} {}", child(&outer))),
        Some(last) => Edit::insert(last.range().end, format!("{comma}{}{inner}{}", layout.line_end, child(&inner))),
        None => {
            let end = if container.is_closed() { range.end - 1 } else { range.end };
            let inside = range.start + 1..end.max(range.start + 1);
            if one_line {
                Edit::replace(inside, child(&outer))
            } else {
                Edit::replace(inside, format!("{0}{inner}{1}{0}{outer}", layout.line_end, child(&inner)))
            }
        }
    }
}

/// `value` (JSON text with `\n` and two blanks a step) for a place where lines begin with `indent`.
pub fn lay_out(value: &str, indent: &str, layout: &Layout) -> String {
    let mut out = String::with_capacity(value.len());
    for (number, line) in value.split('\n').enumerate() {
        if number > 0 {
            out.push_str(layout.line_end);
            out.push_str(indent);
        }
        let bare = line.trim_start_matches(' ');
        for _ in 0..(line.len() - bare.len()) / 2 {
            out.push_str(&layout.indent);
        }
        out.push_str(bare);
    }
    out
}

/// The edit that takes a member or item out, with one comma and the line it leaves empty.
pub fn remove_child(child: Node<'_>) -> Edit {
    let tree = child.tree();
    let text = tree.text();
    let range = child.range();
    if let Some(next) = child.next_sibling() {
        // Up to where the next one begins: its comma and the white space between go too.
        return Edit::remove(range.start..next.range().start);
    }
    let container_end =
        child.parent().filter(|parent| parent.is_closed()).map_or(range.end, |parent| parent.range().end - 1);
    let behind = text[range.end..container_end.max(range.end)].trim_start_matches([' ', '\t']);
    let trailing_comma = behind.starts_with(',').then(|| container_end - behind.len() + 1);
    let end = trailing_comma.unwrap_or(range.end);
    match child.previous_sibling() {
        Some(previous) => Edit::remove(previous.range().end..end),
        None => {
            let parent = child.parent().map_or(range.start, |parent| parent.range().start + 1);
            let white = text[end..container_end.max(end)].trim().is_empty();
            Edit::remove(parent.min(range.start)..if white { container_end.max(end) } else { end })
        }
    }
}
