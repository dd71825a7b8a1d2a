//! Members of one name in one object. Readers take the last one, most people see the first.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::edit::remove_child;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::tree::{Kind, Node, NodeId, Tree};

/// A member whose name its object has before.
pub(crate) struct Duplicate {
    /// The first member of that name.
    first: NodeId,
    /// The last one before it.
    pub(crate) earlier: NodeId,
    /// The member itself.
    pub(crate) later: NodeId,
}

/// Objects with more members are searched with a table.
const FEW: usize = 16;

/// All of them, by object, and by member in it.
pub(crate) fn find(tree: &Tree) -> Vec<Duplicate> {
    let mut found = Vec::new();
    let mut few: Vec<&str> = Vec::with_capacity(FEW);
    for object in tree.nodes().filter(|node| node.kind() == Kind::Object) {
        few.clear();
        let is_plain = object.members().all(|member| match member.key().map(Node::string_value) {
            Some(Cow::Borrowed(name)) if few.len() < FEW && !few.contains(&name) => {
                few.push(name);
                true
            }
            _ => false,
        });
        // Nearly all objects are small and have no duplicates.
        if !is_plain {
            with_table(object, &mut found);
        }
    }
    found
}

fn with_table(object: Node<'_>, found: &mut Vec<Duplicate>) {
    let mut known: HashMap<Cow<'_, str>, (NodeId, NodeId)> = HashMap::new();
    for member in object.members() {
        // A key that is not there is no name that comes twice.
        let Some(key) = member.key().filter(|key| !key.content_range().is_empty() || !key.is_damaged()) else {
            continue;
        };
        let later = member.id();
        let (first, earlier) = known.entry(key.string_value()).or_insert((later, later));
        if *first != later {
            found.push(Duplicate { first: *first, earlier: *earlier, later });
            *earlier = later;
        }
    }
}

/// The mistake that it is.
pub(crate) fn error(tree: &Tree, duplicate: &Duplicate) -> SyntaxError {
    let later = tree.node(duplicate.later);
    let mends = vec![
        Mend { how: How::KeepLast, edits: vec![remove_child(tree.node(duplicate.earlier))] },
        Mend { how: How::KeepFirst, edits: vec![remove_child(later)] },
    ];
    let range = later.key().unwrap_or(later).range();
    let related = tree.node(duplicate.first).key().map(|key| key.range());
    SyntaxError { kind: SyntaxErrorKind::DuplicateKey(later.name().into_owned()), range, related, mends }
}
