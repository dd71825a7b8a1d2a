//! What surrounds an offset: whether a key, a member, a value or an item would go there, which bytes it would replace,
//! and what it needs around it so that the text stays whole.
//!
//! Read off the tree alone; the text between two nodes is looked at only to find the commas there. Where it holds
//! anything but white space, commas and comments the place is not understood, and is [`Place::Nowhere`].

use std::ops::Range;

use amplify_json::edit::{Edit, Layout, indent_at};
use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node, SyntaxErrorKind};

use crate::document::Document;
use crate::knowledge::Knowledge;

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

/// Where something is put in, and what it needs around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The offset that was asked for, perhaps moved to the start of the character it stood in.
    pub(crate) offset: usize,
    /// The bytes that are replaced: on one line, holding the offset.
    pub(crate) replace: Range<usize>,
    /// Those of them that stand between quotes, if there are any.
    pub(crate) content: Range<usize>,
    /// The offset stands behind an opening quote: only texts fit, and they come without quotes.
    pub(crate) in_quotes: bool,
    /// What stands before whatever is put in.
    pub(crate) before: Vec<Space>,
    /// What stands behind it.
    pub(crate) after: Vec<Space>,
    /// The comma behind the member or item before, where that does not end at the offset.
    pub(crate) comma: Option<Edit>,
    /// The indentation of the line on which it begins.
    pub(crate) indent: String,
    /// What is around stands on one line; so does what is put in.
    pub(crate) one_line: bool,
}

/// A piece of text around what is put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// This text.
    Text(String),
    /// A line break and the indentation behind it.
    Line(String),
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
        _ if around.is_in_comment() => Place::Nowhere,
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
            let to_line_end = !self.text[..end].ends_with("*/");
            self.offset < end || to_line_end && self.same_line(end..self.offset)
        })
    }

    fn same_line(&self, range: Range<usize>) -> bool {
        !self.text[range].contains(['\n', '\r'])
    }

    /// How many commas stand in `range`; `None` if there is anything but commas, white space and comments.
    fn commas(&self, range: Range<usize>) -> Option<usize> {
        let errors = &self.document.syntax_errors;
        let mut count = 0;
        let mut at = range.start;
        while at < range.end {
            match self.text.as_bytes()[at] {
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

    /// What replaces a token: the content between its quotes, or all of it.
    fn token(&self, token: Node<'t>) -> Option<Slot> {
        let range = token.range();
        let content = token.content_range();
        let is_text = matches!(token.kind(), Kind::String | Kind::Key);
        let mut slot = Slot {
            offset: self.offset,
            replace: range.clone(),
            content: content.clone(),
            indent: indent_at(self.text, range.start).to_owned(),
            one_line: !token.container().is_some_and(|container| self.is_tall(container)),
            ..Slot::default()
        };
        if is_text && token.has_open_quote() {
            slot.in_quotes = true;
            if token.text().starts_with('"') && (!token.has_close_quote() || token.text().ends_with('"')) {
                slot.replace = content;
            } else {
                slot.before.push(Space::Text("\"".into()));
            }
            if slot.replace.end == range.end {
                slot.after.push(Space::Text("\"".into()));
            }
        }
        let holds = slot.replace.start <= self.offset && self.offset <= slot.replace.end;
        (holds && self.same_line(slot.replace.clone())).then_some(slot)
    }

    /// Adds the comma that is missing behind a value that is being written.
    fn followed(&self, mut slot: Slot, value: Node<'t>) -> Slot {
        let is_whole = !value.is_damaged() && value.kind() != Kind::Missing;
        let next = value.member().unwrap_or(value).next_sibling();
        if let Some(next) = next.filter(|_| !is_whole)
            && self.commas(value.range().end.max(slot.replace.end)..next.range().start) == Some(0)
        {
            slot.after.push(Space::Text(",".into()));
            if next.range().start == slot.replace.end {
                slot.after.push(Space::Text(" ".into()));
            }
        }
        slot
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

    /// The text reads in more than one way, so that anything new can change what the rest of it means: a bracket is too
    /// much, or more than one is missing.
    fn is_ambiguous(&self) -> bool {
        use SyntaxErrorKind::{
            ConflictMarker, ExtraClose, ExtraContent, MissingClose, MissingOpen, UnexpectedEnd, WrongClose,
        };
        let guesses = self.document.syntax_errors.iter().map(|error| match error.kind {
            ExtraClose(_) | MissingOpen(_) | ExtraContent => 2,
            MissingClose(_) | WrongClose(_) | UnexpectedEnd(_) | ConflictMarker => 1,
            _ => 0,
        });
        guesses.sum::<usize>() > 1
    }

    /// It is an object, or a list of objects.
    fn holds_objects(&self, container: Node<'t>) -> bool {
        let is_object = |(knowledge, id): (&Knowledge, SubschemaId)| {
            let item = knowledge.schema.item(id).map(|item| knowledge.subschema(item));
            item.is_some_and(|item| item.types.iter().any(|name| name == "object"))
        };
        container.kind() == Kind::Object || self.document.subschema(container).is_some_and(is_object)
    }

    /// The container has its children on lines of their own.
    fn is_tall(&self, container: Node<'t>) -> bool {
        let range = container.range();
        let end = match container.first_child() {
            Some(first) => first.range().start,
            None if container.is_closed() => range.end,
            None => self.offset.max(range.end),
        };
        !self.same_line(range.start..end)
    }

    /// What a new child of `container` needs around it when it replaces `replace`; `current` is the child that stands
    /// there half written.
    fn slot(
        &self,
        container: Node<'t>,
        previous: Option<Node<'t>>,
        next: Option<Node<'t>>,
        replace: Range<usize>,
        current: Option<Node<'t>>,
    ) -> Option<Slot> {
        let range = container.range();
        let start = previous.map_or(range.start + 1, |previous| previous.range().end);
        let end = match next {
            Some(next) => next.range().start,
            None if container.is_closed() => range.end - 1,
            None => replace.end,
        };
        if start > replace.start || replace.end > end || !self.same_line(replace.clone()) {
            return None;
        }
        let commas_before = self.commas(start..replace.start)?;
        let commas_after = self.commas(replace.end..end)?;
        let is_foreign_comma = previous.is_none() && commas_before > 0 && !container.is_closed();
        if is_foreign_comma || self.is_ambiguous() {
            return None;
        }

        let is_new = replace.is_empty();
        let tall = self.is_tall(container);
        // `{}` opens up, unless the whole text keeps to one line.
        let opens = is_new
            && container.first_child().is_none()
            && self.holds_objects(container)
            && start == replace.start
            && self.same_line(start..end)
            && (container.parent().is_none() || self.text.contains(['\n', '\r']));
        let outer = indent_at(self.text, range.start);
        let inner = match container.first_child().filter(|&first| tall && Some(first) != current) {
            Some(first) => indent_at(self.text, first.range().start).to_owned(),
            None => format!("{outer}{}", Layout::of(self.text).indent),
        };
        let here = indent_at(self.text, replace.start);
        let own_line = self.text[..replace.start].len() - here.len() == line_start(self.text, replace.start);

        let mut slot = Slot {
            offset: self.offset,
            replace: replace.clone(),
            content: replace.clone(),
            indent: here.to_owned(),
            one_line: !tall && !opens,
            ..Slot::default()
        };
        let mut touches_comma = self.text[..replace.start].ends_with(',');
        if let Some(previous) = previous.filter(|_| commas_before == 0) {
            if previous.range().end == replace.start {
                slot.before.push(Space::Text(",".into()));
                touches_comma = true;
            } else {
                slot.comma = Some(Edit::insert(previous.range().end, ","));
            }
        }
        if is_new && (opens || tall && !own_line) {
            slot.before.push(Space::Line(inner.clone()));
            slot.indent = inner.clone();
        } else if is_new && tall && own_line && inner.starts_with(here) {
            slot.before.push(Space::Text(inner[here.len()..].to_owned()));
            slot.indent = inner.clone();
        } else if touches_comma {
            slot.before.push(Space::Text(" ".into()));
        }
        if next.is_some() && commas_after == 0 {
            slot.after.push(Space::Text(",".into()));
        }
        let ends_line = next.is_none() && !container.is_closed() || !self.same_line(replace.end..end);
        if is_new && (tall || opens) && !ends_line && commas_after == 0 {
            slot.after.push(Space::Line(if next.is_some() { slot.indent.clone() } else { outer.to_owned() }));
        } else if !slot.after.is_empty() && replace.end == end {
            slot.after.push(Space::Text(" ".into()));
        }
        if opens && container.parent().is_none() && !container.is_closed() {
            // A single bracket is the beginning of a file.
            slot.after.extend([Space::Line(outer.to_owned()), Space::Text("}".into())]);
        }
        Some(slot)
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

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}
