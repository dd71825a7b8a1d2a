//! A node as one walks with it: where it stands, what is around it, what it says.

use std::borrow::Cow;
use std::ops::Range;

use crate::string;

use super::{Data, Flags, Kind, NONE, NodeId, Tree};

/// One node, to walk with. Two are equal when they are the same node of the same tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(super) tree: &'t Tree,
    pub(super) id: NodeId,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.range())
    }
}

impl<'t> Node<'t> {
    #[inline]
    fn data(self) -> &'t Data {
        &self.tree.nodes[self.id.0 as usize]
    }

    #[inline]
    fn at(self, id: u32) -> Option<Node<'t>> {
        (id != NONE).then_some(Node { tree: self.tree, id: NodeId(id) })
    }

    /// The tree this node is of.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// Its number.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// What it is.
    #[inline]
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// Bytes of the text, quotes and brackets included.
    #[inline]
    pub fn range(self) -> Range<usize> {
        let data = self.data();
        data.start as usize..data.end as usize
    }

    /// The text of [`Node::range`].
    pub fn text(self) -> &'t str {
        &self.tree.text[self.range()]
    }

    /// The node above.
    pub fn parent(self) -> Option<Node<'t>> {
        self.at(self.data().parent)
    }

    /// All nodes above, the nearest first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'t>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The first node below.
    #[inline]
    pub fn first_child(self) -> Option<Node<'t>> {
        let next = self.id.0 + 1;
        let is_child = self.tree.nodes.get(next as usize).is_some_and(|data| data.parent == self.id.0);
        is_child.then_some(Node { tree: self.tree, id: NodeId(next) })
    }

    /// The last node below.
    pub fn last_child(self) -> Option<Node<'t>> {
        let mut last = Node { tree: self.tree, id: self.last_descendant() };
        if last == self {
            return None;
        }
        while last.parent() != Some(self) {
            last = last.parent()?;
        }
        Some(last)
    }

    /// The last of the nodes below, or the node itself.
    fn last_descendant(self) -> NodeId {
        let next = std::iter::once(self).chain(self.ancestors()).find_map(Node::next_sibling);
        NodeId(next.map_or(self.tree.nodes.len() as u32, |next| next.id.0) - 1)
    }

    /// The node beside it on the right.
    #[inline]
    pub fn next_sibling(self) -> Option<Node<'t>> {
        self.at(self.data().next)
    }

    /// The node beside it on the left.
    pub fn previous_sibling(self) -> Option<Node<'t>> {
        let parent = self.parent()?;
        // The node before it in the text is the last one of its left neighbour's, or its parent.
        let mut before = self.at(self.id.0 - 1)?;
        if before == parent {
            return None;
        }
        while before.parent() != Some(parent) {
            before = before.parent()?;
        }
        Some(before)
    }

    /// The nodes directly below.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        std::iter::successors(self.first_child(), |node| node.next_sibling())
    }

    /// The node itself and all below it, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        (self.id.0..=self.last_descendant().0).map(move |id| Node { tree: self.tree, id: NodeId(id) })
    }

    /// The node of that number is this one or below it.
    pub(crate) fn holds(self, id: NodeId) -> bool {
        (self.id..=self.last_descendant()).contains(&id)
    }

    /// The members of an object; none for any other kind.
    pub fn members(self) -> impl Iterator<Item = Node<'t>> {
        let first = if self.kind() == Kind::Object { self.first_child() } else { None };
        std::iter::successors(first, |node| node.next_sibling())
    }

    /// The items of an array; none for any other kind.
    pub fn items(self) -> impl Iterator<Item = Node<'t>> {
        let first = if self.kind() == Kind::Array { self.first_child() } else { None };
        std::iter::successors(first, |node| node.next_sibling())
    }

    /// The key of a member.
    pub fn key(self) -> Option<Node<'t>> {
        if self.kind() == Kind::Member { self.first_child() } else { None }
    }

    /// The value of a member, possibly a hole.
    pub fn value(self) -> Option<Node<'t>> {
        if self.kind() == Kind::Member { self.first_child()?.next_sibling() } else { None }
    }

    /// The member that holds this value or key.
    pub fn member(self) -> Option<Node<'t>> {
        self.parent().filter(|node| node.kind() == Kind::Member)
    }

    /// The object or array that holds this value, key or member.
    pub fn container(self) -> Option<Node<'t>> {
        self.ancestors().find(|node| matches!(node.kind(), Kind::Object | Kind::Array))
    }

    /// The value of the last member of that name, as JavaScript and most readers take it.
    pub fn get(self, name: &str) -> Option<Node<'t>> {
        self.member_named(name).and_then(Node::value)
    }

    /// The last member of that name.
    pub fn member_named(self, name: &str) -> Option<Node<'t>> {
        self.members().filter(|member| member.name() == name).last()
    }

    /// The name of a member (or key, or of the member that holds this value); empty when it has none.
    pub fn name(self) -> Cow<'t, str> {
        let key = match self.kind() {
            Kind::Key => Some(self),
            Kind::Member => self.key(),
            _ => self.member().and_then(Node::key),
        };
        key.map_or(Cow::Borrowed(""), Node::string_value)
    }

    /// Where the item stands in its array; `None` for anything else.
    pub fn index(self) -> Option<usize> {
        let array = self.parent().filter(|node| node.kind() == Kind::Array)?;
        array.children().position(|item| item == self)
    }

    /// What a key says if nothing in it needs a closer look.
    #[inline]
    pub(crate) fn plain_key(self) -> Option<&'t str> {
        let data = self.data();
        let is_plain = data.kind == Kind::Key && !data.flags.has(Flags::ESCAPED | Flags::DAMAGED);
        is_plain.then(|| &self.tree.text[data.start as usize + 1..data.end as usize - 1])
    }

    /// Bytes of a string or key without its quotes; [`Node::range`] for any other kind.
    pub fn content_range(self) -> Range<usize> {
        let range = self.range();
        if !matches!(self.kind(), Kind::String | Kind::Key) {
            return range;
        }
        let flags = self.data().flags;
        if !flags.has(Flags::DAMAGED) {
            return range.start + 1..range.end - 1;
        }
        let text = self.text();
        if text.len() >= 4 && text.starts_with("''") && text.ends_with("''") {
            return range.start + 2..range.end - 2;
        }
        let open = if flags.has(Flags::NO_OPEN) { 0 } else { text.chars().next().map_or(0, char::len_utf8) };
        let close = if flags.has(Flags::NO_CLOSE) { 0 } else { text.chars().next_back().map_or(0, char::len_utf8) };
        if open + close > text.len() {
            return range.start + open..range.end;
        }
        range.start + open..range.end - close
    }

    /// The text that a string or key stands for, escapes resolved; the bare text of any other kind.
    pub fn string_value(self) -> Cow<'t, str> {
        let content = &self.tree.text[self.content_range()];
        let is_string = matches!(self.kind(), Kind::String | Kind::Key);
        if is_string && self.data().flags.has(Flags::ESCAPED) {
            string::unescape(content)
        } else {
            Cow::Borrowed(content)
        }
    }

    /// The text of a string value; `None` for any other kind.
    pub fn as_str(self) -> Option<Cow<'t, str>> {
        (self.kind() == Kind::String).then(|| self.string_value())
    }

    /// `true` or `false`; `None` for any other kind.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.text().starts_with(['t', 'T']))
    }

    pub(crate) fn has_flag(self, flag: Flags) -> bool {
        self.data().flags.has(flag)
    }

    /// A syntax error stands in this very token: what it holds is a guess.
    pub fn is_damaged(self) -> bool {
        let flags = self.data().flags;
        flags.has(Flags::DAMAGED) && !flags.has(Flags::SOUND)
    }

    /// Brackets or keys around here had to be guessed, so members of this container may be lost or strangers.
    pub fn is_doubtful(self) -> bool {
        self.data().flags.has(Flags::DOUBTFUL)
    }

    /// The string has its opening quote.
    pub fn has_open_quote(self) -> bool {
        !self.data().flags.has(Flags::NO_OPEN)
    }

    /// The string has its closing quote.
    pub fn has_close_quote(self) -> bool {
        !self.data().flags.has(Flags::NO_CLOSE)
    }

    /// The container has its closing bracket.
    pub fn is_closed(self) -> bool {
        !self.data().flags.has(Flags::UNCLOSED)
    }

    /// The value as other programs would read it, for tests and small values: the last of duplicate members counts,
    /// a hole is `null`, and below `depth` levels everything is `null`.
    pub fn to_value(self, depth: usize) -> serde_json::Value {
        use serde_json::Value;
        match self.kind() {
            Kind::Object if depth > 0 => Value::Object(
                self.members()
                    .filter_map(|member| Some((member.name().into_owned(), member.value()?.to_value(depth - 1))))
                    .collect(),
            ),
            Kind::Array if depth > 0 => Value::Array(self.items().map(|item| item.to_value(depth - 1)).collect()),
            Kind::String | Kind::Key => Value::String(self.string_value().into_owned()),
            Kind::Number => serde_json::from_str(self.text()).unwrap_or(Value::Null),
            Kind::Bool => Value::Bool(self.as_bool() == Some(true)),
            _ => Value::Null,
        }
    }
}
