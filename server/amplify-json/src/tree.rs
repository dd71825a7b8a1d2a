//! The tree of a JSON text: nodes with byte ranges, parents and siblings in one flat table.
//!
//! Made by [`parse`](crate::parse), read through [`Node`]. A tree holds everything the text says, also what is wrong in
//! it: duplicate members stay, a hole is a node of kind [`Kind::Missing`], an unclosed list has its items. It never
//! changes; a new text gets a new tree. It is *not* a value: numbers keep their digits, strings their escapes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::string;

/// What a node is, in the words of RFC 8259.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `{…}`; its children are members.
    Object,
    /// A key and its value: two children, of which the value may be [`Kind::Missing`].
    Member,
    /// The name of a member.
    Key,
    /// `[…]`; its children are values.
    Array,
    /// A text in quotes.
    String,
    /// A number, kept as text.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
    /// A hole: the place where a value belongs and none is, or a word that stands for none (`undefined`).
    Missing,
}

/// Facts about a node that come from the text rather than from its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(pub(crate) u16);

impl Flags {
    /// The string holds a backslash.
    pub(crate) const ESCAPED: Flags = Flags(1);
    /// A syntax error stands in this very token.
    pub(crate) const DAMAGED: Flags = Flags(2);
    /// Members or items of this container may be lost or strangers: a bracket or a key had to be guessed.
    pub(crate) const DOUBTFUL: Flags = Flags(4);
    /// The string has no opening quote.
    pub(crate) const NO_OPEN: Flags = Flags(8);
    /// The string has no closing quote.
    pub(crate) const NO_CLOSE: Flags = Flags(16);
    /// The container has no closing bracket.
    pub(crate) const UNCLOSED: Flags = Flags(32);
    /// The text ends before the container does.
    pub(crate) const CUT: Flags = Flags(64);
    /// What the string says is a guess: something in it does not belong there, or is missing.
    pub(crate) const GUESSED: Flags = Flags(128);
    /// An earlier member of the object has the same name.
    pub(crate) const REPEATS: Flags = Flags(256);
    /// A later member of the object has the same name.
    pub(crate) const REPEATED: Flags = Flags(512);

    pub(crate) fn has(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// Number of a node in its tree, stable for as long as the tree lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Data {
    start: u32,
    end: u32,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
    kind: Kind,
    flags: Flags,
}

/// A text and its nodes. Cheap to clone the text out of, not meant to be cloned itself.
#[derive(Debug)]
pub struct Tree {
    text: Arc<str>,
    nodes: Vec<Data>,
    has_duplicates: bool,
}

impl Tree {
    /// The text the tree was made of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, to be shared.
    pub fn shared_text(&self) -> Arc<str> {
        self.text.clone()
    }

    /// The value of the whole text; [`Kind::Missing`] when the text holds none.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: NodeId(0) }
    }

    /// The node of that number.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        debug_assert!((id.0 as usize) < self.nodes.len());
        Node { tree: self, id }
    }

    /// Some object has two members of one name.
    pub fn has_duplicates(&self) -> bool {
        self.has_duplicates
    }

    /// Takes note of members of one name in one object.
    pub(crate) fn set_duplicates(&mut self, duplicates: &[crate::duplicates::Duplicate]) {
        self.has_duplicates = !duplicates.is_empty();
        for duplicate in duplicates {
            for (NodeId(id), flag) in [(duplicate.earlier, Flags::REPEATED), (duplicate.later, Flags::REPEATS)] {
                let data = &mut self.nodes[id as usize];
                data.flags = data.flags | flag;
            }
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// A tree always has a root, so never.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// All nodes in document order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(move |id| Node { tree: self, id: NodeId(id) })
    }

    /// The smallest node whose range holds `offset`, its end included; among neighbours that touch there, the later
    /// one that begins there, unless it is a hole beside a token.
    pub fn node_at(&self, offset: usize) -> Node<'_> {
        // Nodes are in the order in which they begin, and a node comes before those in it.
        let behind = self.nodes.partition_point(|data| data.start as usize <= offset);
        let mut node = self.node(NodeId(behind.saturating_sub(1) as u32));
        while let Some(parent) = node.parent()
            && node.range().end < offset
        {
            node = parent;
        }
        node
    }
}

/// Builds a tree from left to right.
pub(crate) struct Builder {
    nodes: Vec<Data>,
    last_end: usize,
}

impl Builder {
    pub(crate) fn with_capacity(nodes: usize) -> Builder {
        Builder { nodes: Vec::with_capacity(nodes), last_end: 0 }
    }

    /// Adds a node under `parent` (a container or member opened before), or as the root.
    #[inline]
    pub(crate) fn add(&mut self, kind: Kind, parent: Option<NodeId>, range: Range<usize>, flags: Flags) -> NodeId {
        let id = self.nodes.len() as u32;
        let parent = match parent {
            Some(NodeId(parent)) => {
                let last = std::mem::replace(&mut self.nodes[parent as usize].last, id);
                if last == NONE {
                    self.nodes[parent as usize].first = id;
                } else {
                    self.nodes[last as usize].next = id;
                }
                parent
            }
            None => NONE,
        };
        self.last_end = range.end;
        self.nodes.push(Data {
            start: range.start as u32,
            end: range.end as u32,
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
            kind,
            flags,
        });
        NodeId(id)
    }

    /// Ends a container or member at `end`.
    #[inline]
    pub(crate) fn close(&mut self, id: NodeId, end: usize) {
        self.nodes[id.0 as usize].end = end as u32;
        self.last_end = end;
    }

    pub(crate) fn flag(&mut self, id: NodeId, flags: Flags) {
        let data = &mut self.nodes[id.0 as usize];
        data.flags = data.flags | flags;
    }

    pub(crate) fn parent_of(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.nodes[id.0 as usize].parent;
        (parent != NONE).then_some(NodeId(parent))
    }

    /// Where the youngest node ends, or the container that was closed last.
    #[inline]
    pub(crate) fn last_end(&self) -> usize {
        self.last_end
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(crate) fn finish(mut self, text: Arc<str>) -> Tree {
        if self.nodes.is_empty() {
            self.add(Kind::Missing, None, 0..0, Flags::default());
        }
        Tree { text, nodes: self.nodes, has_duplicates: false }
    }
}

/// One node, to walk with. Two are equal when they are the same node of the same tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
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
    pub fn first_child(self) -> Option<Node<'t>> {
        self.at(self.data().first)
    }

    /// The last node below.
    pub fn last_child(self) -> Option<Node<'t>> {
        self.at(self.data().last)
    }

    /// The node beside it on the right.
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
        let mut end = self;
        while let Some(last) = end.last_child() {
            end = last;
        }
        (self.id.0..=end.id.0).map(move |id| Node { tree: self.tree, id: NodeId(id) })
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
        if self.kind() == Kind::Member { self.last_child().filter(|node| node.kind() != Kind::Key) } else { None }
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

    /// Bytes of a string or key without its quotes; [`Node::range`] for any other kind.
    pub fn content_range(self) -> Range<usize> {
        let range = self.range();
        if !matches!(self.kind(), Kind::String | Kind::Key) {
            return range;
        }
        let text = self.text();
        let flags = self.data().flags;
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
        if self.data().flags.has(Flags::ESCAPED) { string::unescape(content) } else { Cow::Borrowed(content) }
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
        self.data().flags.has(Flags::DAMAGED)
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
