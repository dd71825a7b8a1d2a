//! Builds a tree from left to right, for the strict way and the tolerant one.

use std::ops::Range;
use std::sync::Arc;

use super::{Data, Flags, Kind, NONE, NodeId, Tree};

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
    pub(crate) fn add(&mut self, kind: Kind, parent: Option<NodeId>, range: Range<usize>, flags: Flags) -> NodeId {
        let Some(parent) = parent else { return self.push(kind, NONE, NONE, range, flags) };
        // The last node, or one above it, is the left neighbour, unless it is the parent itself.
        let mut before = self.nodes.len() as u32 - 1;
        while before != parent.0 && self.nodes[before as usize].parent != parent.0 {
            before = self.nodes[before as usize].parent;
        }
        let before = if before == parent.0 { NONE } else { before };
        self.push(kind, parent.0, before, range, flags)
    }

    /// The same, where the left neighbour `before` is known ([`NONE`]: it has none).
    #[inline]
    pub(crate) fn push(&mut self, kind: Kind, parent: u32, before: u32, range: Range<usize>, flags: Flags) -> NodeId {
        let id = self.nodes.len() as u32;
        if before != NONE {
            self.nodes[before as usize].next = id;
        }
        self.last_end = range.end;
        let (start, end) = (range.start as u32, range.end as u32);
        self.nodes.push(Data { start, end, parent, next: NONE, flags, kind });
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

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn nodes(&self) -> &[Data] {
        &self.nodes
    }

    pub(crate) fn finish(mut self, text: Arc<str>) -> Tree {
        if self.nodes.is_empty() {
            self.add(Kind::Missing, None, 0..0, Flags::default());
        }
        Tree { text, nodes: self.nodes, has_duplicates: false, is_valid: false }
    }
}
