//! Edits of a text, and the edits of objects and lists that keep commas, indentation and line ends right.

use std::ops::Range;

use crate::string::quote;
use crate::tree::{Kind, Node};

pub use crate::splice::{Edit, apply};

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
    let start = crate::lines::line_start(text, at);
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
    let layout = Layout::of(container.tree().text());
    match container.last_child() {
        Some(last) => add_behind(container, last, before, value, &layout),
        None => add_first(container, before, value, &layout),
    }
}

fn add_behind(container: Node<'_>, last: Node<'_>, before: &str, value: &str, layout: &Layout) -> Edit {
    let text = container.tree().text();
    let start = container.range().start;
    let end = last.range().end;
    let behind = &text[end..inside(container).end.max(end)];
    // A comma behind the last one is a mistake that the new one mends.
    let has_comma = behind.trim_start().starts_with(',');
    let (comma, end) = if has_comma { ("", end + behind.find(',').map_or(0, |at| at + 1)) } else { (",", end) };
    if !text[start..last.range().start].contains(['\n', '\r']) {
        let outer = indent_at(text, start);
        return Edit::insert(end, format!("{comma} {before}{}", lay_out(value, outer, layout)));
    }
    let inner = indent_at(text, last.range().start);
    let child = format!("{}{inner}{before}{}", layout.line_end, lay_out(value, inner, layout));
    // A comment stays on the line of the member it stands behind.
    let rest = &text[end..inside(container).end.max(end)];
    let comment = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    if comment.trim_start().starts_with(['/', '#']) {
        return Edit::replace(end..end + comment.len(), format!("{comma}{comment}{child}"));
    }
    Edit::insert(end, format!("{comma}{child}"))
}

fn add_first(container: Node<'_>, before: &str, value: &str, layout: &Layout) -> Edit {
    let text = container.tree().text();
    let range = inside(container);
    let outer = indent_at(text, container.range().start);
    let inner = format!("{outer}{}", layout.indent);
    let child = format!("{}{inner}{before}{}", layout.line_end, lay_out(value, &inner, layout));
    let comment = text[range.clone()].trim_end();
    if !comment.is_empty() {
        return Edit::replace(range.start + comment.len()..range.end, format!("{child}{}{outer}", layout.line_end));
    }
    let is_small_file = !text.contains(['\n', '\r']) && container.parent().is_some();
    if container.kind() == Kind::Array || is_small_file {
        return Edit::replace(range, format!("{before}{}", lay_out(value, outer, layout)));
    }
    Edit::replace(range, format!("{child}{}{outer}", layout.line_end))
}

/// Bytes between the brackets of a container, of which either may be missing.
fn inside(container: Node<'_>) -> Range<usize> {
    let range = container.range();
    let start = range.start + usize::from(container.text().starts_with(['{', '[']));
    let end = range.end - usize::from(container.is_closed() && container.text().ends_with(['}', ']']));
    start..end.max(start)
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

/// The edit that takes a member or item out, with one comma and the line it leaves empty. Comments of its neighbours
/// stay.
pub fn remove_child(child: Node<'_>) -> Edit {
    let text = child.tree().text();
    let range = child.range();
    let Some(container) = child.parent() else { return Edit::remove(range) };
    let space = inside(container);
    let behind = &text[range.end..space.end.max(range.end)];
    let comma_end = behind.trim_start().starts_with(',').then(|| range.end + behind.find(',').map_or(0, |at| at + 1));
    let end = comma_end.unwrap_or(range.end);
    match (child.previous_sibling(), child.next_sibling()) {
        (_, Some(next)) => Edit::remove(range.start..start_of_next(text, end, next.range().start)),
        (Some(previous), None) => {
            // The comma before it goes, what else stands there does not.
            let between = &text[previous.range().end..range.start];
            let kept = between.replacen(',', "", 1);
            Edit::replace(previous.range().end..end, kept.trim_end())
        }
        (None, None) => {
            let start = space.start.min(range.start);
            let before = text[start..range.start].trim_end().len();
            let alone = before == 0 && text[end..space.end.max(end)].trim().is_empty();
            Edit::remove(if alone { start..space.end.max(end) } else { start + before..end })
        }
    }
}

/// What follows on the line of the one taken out goes with it; what stands on the lines before the next one is its.
fn start_of_next(text: &str, end: usize, next: usize) -> usize {
    match text[end..next].split_once(['\n', '\r']) {
        Some((_, lines)) => next - lines.trim_start().len(),
        None => next,
    }
}
