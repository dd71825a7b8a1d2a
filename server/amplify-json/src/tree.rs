//! The tree of a JSON text: nodes with byte ranges, parents and siblings in one flat table.
//!
//! Made by [`parse`](crate::parse), read through [`Node`]. A tree holds everything the text says, also what is wrong in
//! it: duplicate members stay, a hole is a node of kind [`Kind::Missing`], an unclosed list has its items. It never
//! changes; a new text gets a new tree. It is *not* a value: numbers keep their digits, strings their escapes.

use std::sync::Arc;

mod builder;
mod node;

pub(crate) use builder::Builder;
pub use node::Node;

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
    /// In the language around the text it is no mistake.
    pub(crate) const SOUND: Flags = Flags(1024);
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

pub(crate) const NONE: u32 = u32::MAX;

/// What a text is in a language that allows more than JSON does, such as JavaScript: places in the text, in its order.
#[derive(Clone, Debug, Default)]
pub struct HostText {
    /// Where names begin that need no quotes there.
    pub names: Vec<usize>,
    /// Where texts and numbers stand for values that are not known: these are holes.
    pub unknown: Vec<usize>,
    /// Where objects and lists begin that may have more members or items than the text says.
    pub open: Vec<usize>,
}

/// A node as it is kept. Its first child, if it has one, is the node after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Data {
    start: u32,
    end: u32,
    parent: u32,
    next: u32,
    flags: Flags,
    kind: Kind,
}

/// A text and its nodes. Cheap to clone the text out of, not meant to be cloned itself.
#[derive(Debug)]
pub struct Tree {
    text: Arc<str>,
    nodes: Vec<Data>,
    has_duplicates: bool,
    is_valid: bool,
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

    /// Nothing is wrong with the text as JSON, and no object has two members of one name.
    pub fn is_valid(&self) -> bool {
        self.is_valid
    }

    /// Takes note that the text is valid.
    pub(crate) fn set_valid(&mut self) {
        self.is_valid = true;
    }

    /// Takes note of what the language makes of the text in which it is written.
    pub fn accept(&mut self, host: &HostText) {
        let has = |places: &[usize], start: u32| places.binary_search(&(start as usize)).is_ok();
        for data in &mut self.nodes {
            match data.kind {
                Kind::Key if has(&host.names, data.start) => data.flags = data.flags | Flags::SOUND,
                Kind::Object | Kind::Array if has(&host.open, data.start) => data.flags = data.flags | Flags::DOUBTFUL,
                Kind::String | Kind::Number if has(&host.unknown, data.start) => data.kind = Kind::Missing,
                _ => {}
            }
        }
    }

    /// Takes note of two members of one name in one object.
    pub(crate) fn set_duplicate(&mut self, earlier: NodeId, later: NodeId) {
        self.has_duplicates = true;
        for (NodeId(id), flag) in [(earlier, Flags::REPEATED), (later, Flags::REPEATS)] {
            let data = &mut self.nodes[id as usize];
            data.flags = data.flags | flag;
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

    /// The tree of `text`, in which the value `replaced` is another one, read into `part` as if it stood alone.
    pub(crate) fn with(&self, replaced: NodeId, part: Builder, text: Arc<str>) -> Tree {
        let first = replaced.0 as usize;
        let old = self.nodes[first];
        let behind = first + self.nodes[first..].partition_point(|data| data.start < old.end);
        // What is behind moves by so many bytes and so many numbers; unsigned numbers that wrap go down as well as up.
        let bytes = (text.len() as u32).wrapping_sub(self.text.len() as u32);
        let numbers = (part.len() as u32).wrapping_sub((behind - first) as u32);
        let moved = |id: u32| if id == NONE || (id as usize) < behind { id } else { id.wrapping_add(numbers) };

        let mut nodes = Vec::with_capacity(first + part.len() + self.nodes.len() - behind);
        nodes.extend_from_slice(&self.nodes[..first]);
        nodes.extend(part.nodes().iter().map(|data| Data {
            start: data.start + old.start,
            end: data.end + old.start,
            parent: if data.parent == NONE { old.parent } else { data.parent + replaced.0 },
            next: if data.next == NONE { NONE } else { data.next + replaced.0 },
            ..*data
        }));
        nodes[first].next = moved(old.next);
        nodes.extend(self.nodes[behind..].iter().map(|data| Data {
            start: data.start.wrapping_add(bytes),
            end: data.end.wrapping_add(bytes),
            parent: moved(data.parent),
            next: moved(data.next),
            ..*data
        }));
        for above in self.node(replaced).ancestors() {
            let data = &mut nodes[above.id().0 as usize];
            data.end = data.end.wrapping_add(bytes);
            data.next = moved(data.next);
        }
        Tree { text, nodes, has_duplicates: false, is_valid: true }
    }

    /// It has the same nodes.
    #[cfg(test)]
    pub(crate) fn is_like(&self, other: &Tree) -> bool {
        self.text == other.text && self.nodes == other.nodes
    }
}
