//! What surrounds an offset: whether a key, a member, a value or an item would go there, which bytes it would replace,
//! and what it needs around it so that the text stays whole.
//!
//! Read off the tree alone; the text between two nodes is looked at only to find the commas there. Where it holds
//! anything but white space, commas and comments the place is not understood, and is [`Place::Nowhere`].

use std::ops::Range;

use amplify_json::edit::indent_at;
use amplify_json::{Kind, Node, SyntaxErrorKind};

pub(crate) use crate::cursor::slot::{Slot, Space};
use crate::document::Document;

mod slot;

/// What belongs at an offset.
#[derive(Debug)]
pub(crate) enum Place<'t> {
    /// Nothing, or nobody can tell.
    Nowhere,
    /// The text holds nothing yet: a whole file.
    File(Slot),
    /// The name of this member, which has a colon or a value.
    Key(Node<'t>, Slot),
    /// A member of this object, perhaps instead of this one, of which only the key is written.
    Member(Node<'t>, Option<Node<'t>>, Slot),
    /// The value of this member, which has none.
    Hole(Node<'t>, Slot),
    /// Another value instead of this one.
    Value(Node<'t>, Slot),
    /// An item of this array.
    Item(Node<'t>, Slot),
}

/// What belongs at `offset`.
pub(crate) fn place(document: &Document, offset: usize) -> Place<'_> {
    let text = document.text();
    let mut offset = text.floor_char_boundary(offset.min(text.len()));
    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
        offset -= 1;
    }
    let around = Around { document, text, offset };
    let root = document.tree.root();
    match root.kind() {
        _ if around.is_in_comment() || around.is_in_code() => Place::Nowhere,
        Kind::Missing if around.commas(0..text.len()) == Some(0) => {
            Place::File(Slot { offset, replace: offset..offset, content: offset..offset, ..Slot::default() })
        }
        Kind::Object | Kind::Array if around.is_inside(root) => around.container(root),
        _ => Place::Nowhere,
    }
}

/// A place in a text.
struct Around<'t> {
    document: &'t Document,
    text: &'t str,
    offset: usize,
}

impl<'t> Around<'t> {
    fn is_in_comment(&self) -> bool {
        let errors = &self.document.syntax_errors;
        let before = errors.partition_point(|error| error.range.start < self.offset);
        let comment = errors[..before].iter().rev().find(|error| error.kind == SyntaxErrorKind::Comment);
        comment.is_some_and(|comment| {
            let end = comment.range.end;
            // The last one of several on lines that follow each other; `# */` is no end of a block.
            let last = self.text[comment.range.clone()].lines().last().unwrap_or_default().trim_start();
            let to_line_end = last.starts_with("//") || last.starts_with('#') || !last.ends_with("*/");
            self.offset < end || to_line_end && self.same_line(end..self.offset)
        })
    }

    /// The offset is in code or in a comment of its, or beside such.
    fn is_in_code(&self) -> bool {
        let offset = self.offset;
        let is_outside = |inside: &Range<usize>| offset < inside.start || inside.end < offset;
        self.document.embedded.as_ref().is_some_and(is_outside)
            || self.document.foreign.iter().any(|code| code.start <= offset && offset <= code.end)
    }

    fn same_line(&self, range: Range<usize>) -> bool {
        !self.text[range].contains(['\n', '\r'])
    }

    /// How many commas stand in `range`; `None` if there is anything but commas, white space and comments.
    fn commas(&self, range: Range<usize>) -> Option<usize> {
        // Around a configuration in code it is white space.
        let text = self.document.tree.text().as_bytes();
        let errors = &self.document.syntax_errors;
        let mut count = 0;
        let mut at = range.start;
        while at < range.end {
            match text[at] {
                b',' => count += 1,
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => {
                    let first = errors.partition_point(|error| error.range.start < at);
                    let mut here = errors[first..].iter().take_while(|error| error.range.start == at);
                    at = here.find(|error| error.kind == SyntaxErrorKind::Comment)?.range.end;
                    continue;
                }
            }
            at += 1;
        }
        Some(count)
    }

    /// The offset is between the brackets of a container, or somewhere behind its only one.
    fn is_inside(&self, container: Node<'t>) -> bool {
        let range = container.range();
        let is_written = self.text[range.start..].starts_with(['{', '[']);
        is_written && range.start < self.offset && (self.offset < range.end || !container.is_closed())
    }

    fn container(&self, container: Node<'t>) -> Place<'t> {
        let is_before = |child: Node<'t>| {
            let start = child.range().start;
            start < self.offset || start == self.offset && is_word(child.key().unwrap_or(child))
        };
        let previous = container.children().take_while(|&child| is_before(child)).last();
        let next = match previous {
            Some(previous) => previous.next_sibling(),
            None => container.first_child(),
        };
        let inside = previous.and_then(|previous| self.child(previous));
        inside.unwrap_or_else(|| self.gap(container, previous, next))
    }

    /// The place in this member or item, or in what it leaves open; `None` behind it.
    fn child(&self, child: Node<'t>) -> Option<Place<'t>> {
        let (Some(key), Some(value)) = (child.key(), child.value()) else { return self.value(child) };
        let (key_end, value_start) = (key.range().end, value.range().start);
        let is_hole = value.kind() == Kind::Missing && value.range().is_empty();
        let colon = self.text[key_end..value_start.max(key_end)].rfind(':').map(|at| key_end + at);
        if self.offset <= key_end {
            return Some(self.key(child, key, colon.is_some() || !is_hole));
        }
        if !is_hole {
            return if self.offset < value_start { Some(Place::Nowhere) } else { self.value(value) };
        }
        // Up to the comma or the next member the value can follow; behind a key that is not closed anything may be key.
        match colon {
            Some(colon) if self.offset <= colon || key.has_open_quote() && !key.has_close_quote() => {
                Some(Place::Nowhere)
            }
            Some(colon) => match self.commas(colon + 1..self.offset) {
                Some(0) => Some(self.hole(child)),
                _ => None,
            },
            None => (self.commas(key_end..self.offset) == Some(0)).then_some(Place::Nowhere),
        }
    }

    fn value(&self, value: Node<'t>) -> Option<Place<'t>> {
        let range = value.range();
        if matches!(value.kind(), Kind::Object | Kind::Array) {
            if self.offset <= range.end && self.is_inside(value) {
                return Some(self.container(value));
            }
            if value.is_closed() || self.offset < range.end {
                return None;
            }
            // Behind a container that is not closed, what is written further right than its line belongs to it.
            let indent = |at: usize| indent_at(self.text, at).len();
            let belongs = self.same_line(range.start..self.offset) || indent(self.offset) > indent(range.start);
            return Some(if belongs { self.container(value) } else { Place::Nowhere });
        }
        if self.offset > range.end {
            // A string that lacks its closing quote ends nobody knows where.
            let open = value.kind() == Kind::String && !value.has_close_quote();
            return (open && self.same_line(range.end..self.offset)).then_some(Place::Nowhere);
        }
        let slot = match self.token(value) {
            Some(slot) => slot,
            None if self.offset == range.end => return None,
            None => return Some(Place::Nowhere),
        };
        Some(Place::Value(value, self.followed(slot, value)))
    }

    fn key(&self, member: Node<'t>, key: Node<'t>, has_value: bool) -> Place<'t> {
        let Some(object) = member.container() else { return Place::Nowhere };
        if has_value {
            return self.token(key).map_or(Place::Nowhere, |slot| Place::Key(member, slot));
        }
        let previous = object.children().take_while(|&other| other != member).last();
        let slot = self.slot(object, previous, member.next_sibling(), key.range(), Some(member));
        match slot {
            Some(slot) if !key.range().is_empty() => {
                Place::Member(object, Some(member), Slot { content: key.content_range(), ..slot })
            }
            _ => Place::Nowhere,
        }
    }

    fn hole(&self, member: Node<'t>) -> Place<'t> {
        let space = self.text[..self.offset].ends_with(':').then(|| Space::Text(" ".into()));
        let Some(object) = member.container() else { return Place::Nowhere };
        let slot = Slot {
            offset: self.offset,
            replace: self.offset..self.offset,
            content: self.offset..self.offset,
            before: space.into_iter().collect(),
            indent: indent_at(self.text, self.offset).to_owned(),
            one_line: !self.is_tall(object),
            ..Slot::default()
        };
        Place::Hole(member, self.followed(slot, member.last_child().unwrap_or(member)))
    }

    fn gap(&self, container: Node<'t>, previous: Option<Node<'t>>, next: Option<Node<'t>>) -> Place<'t> {
        // Where the text ends in the middle, its last token is to be finished first.
        let last = previous.filter(|_| !container.is_closed());
        let last = last.and_then(|last| std::iter::successors(Some(last), |node| node.last_child()).last());
        if last.is_some_and(Node::is_damaged) {
            return Place::Nowhere;
        }
        let here = self.stray_word().unwrap_or(self.offset..self.offset);
        match self.slot(container, previous, next, here, None) {
            Some(slot) if container.kind() == Kind::Object => Place::Member(container, None, slot),
            Some(slot) if slot.replace.is_empty() => Place::Item(container, slot),
            _ => Place::Nowhere,
        }
    }

    /// A word that the parser could not place and that may be the beginning of a key.
    fn stray_word(&self) -> Option<Range<usize>> {
        let errors = &self.document.syntax_errors;
        let before = errors.partition_point(|error| error.range.start <= self.offset);
        let error = errors[..before].last().filter(|error| error.kind == SyntaxErrorKind::Unexpected)?;
        let word = self.text[error.range.clone()].trim_matches('"');
        let is_word = word.chars().all(|character| character.is_alphanumeric() || "_-$".contains(character));
        (is_word && self.offset <= error.range.end).then(|| error.range.clone())
    }
}

/// The token begins without a quote, so that an offset at its start is in it.
fn is_word(token: Node<'_>) -> bool {
    match token.kind() {
        Kind::String | Kind::Key => !token.has_open_quote(),
        Kind::Number | Kind::Bool | Kind::Null => true,
        Kind::Missing => !token.range().is_empty(),
        _ => false,
    }
}
