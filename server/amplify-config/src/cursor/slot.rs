//! What is replaced at a place, and the commas, quotes, line breaks and indentation that are needed around it.

use std::ops::Range;

use amplify_json::edit::{Edit, Layout, indent_at};
use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node, SyntaxErrorKind};

use crate::cursor::Around;
use crate::knowledge::Knowledge;

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

impl<'t> Around<'t> {
    /// What replaces a token: the content between its quotes, or all of it.
    pub(super) fn token(&self, token: Node<'t>) -> Option<Slot> {
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
    pub(super) fn followed(&self, mut slot: Slot, value: Node<'t>) -> Slot {
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
    pub(super) fn is_tall(&self, container: Node<'t>) -> bool {
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
    pub(super) fn slot(
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
        // Characters of which nobody knows what they are the beginning of are not a member to put a comma behind.
        let is_debris = |node: Node<'_>| {
            let is_hole = node.value().is_none_or(|value| value.kind() == Kind::Missing);
            let key = node.key().filter(|key| key.is_damaged() && !key.has_open_quote());
            key.is_some_and(|key| is_hole && !key.text().contains(char::is_alphanumeric))
        };
        if is_foreign_comma || previous.is_some_and(is_debris) || self.is_ambiguous() {
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
            && (container.parent().is_none() || self.text.trim_end().contains(['\n', '\r']));
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
            let indent = if next.is_some() { slot.indent.as_str() } else { outer };
            // Blanks that stand before what follows are part of its indentation.
            let blanks = self.text[replace.end..end].chars().take_while(|&blank| blank == ' ' || blank == '\t').count();
            slot.after.push(Space::Line(indent[..indent.len().saturating_sub(blanks)].to_owned()));
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

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}
