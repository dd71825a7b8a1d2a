//! An entry that says its name inside too, although its key is the name.

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::references::targets;

/// What is said of the second name: the libraries take the key.
pub(super) fn diagnostic(document: &Document, member: Node<'_>, entry: Node<'_>) -> Option<Diagnostic> {
    let key = entry.member()?.key()?;
    let (outer, inner) = (key.string_value(), member.value()?.string_value());
    let range = member.key()?.range();
    let remove = remove_child(member);
    if outer == inner {
        let message = format!("No library reads `name` in `{outer}`: the key is the name");
        let fix = Fix::safe("Remove `name`", vec![remove]);
        return Some(Diagnostic::new("unknown-key", Severity::Hint, range, message).with_fix(fix));
    }
    let message =
        format!("No library reads `name` in `{outer}`: the key `{outer}` is taken for the name, not `{inner}`");
    let is_free = key.container().is_some_and(|map| map.member_named(&inner).is_none()) && !inner.is_empty();
    let rename = is_free.then(|| {
        let mut edits = vec![Edit::replace(key.content_range(), escape(&inner)), remove.clone()];
        edits.extend(uses(document, key, &outer).map(|node| Edit::replace(node.content_range(), escape(&inner))));
        edits.sort();
        Fix::likely(format!("Make `{inner}` the key"), edits)
    });
    let remove = Fix::possible("Remove `name`", vec![remove]);
    Some(Diagnostic::new("unknown-key", Severity::Warning, range, message).with_fix(rename).with_fix(remove))
}

/// The values that name what a key declares.
fn uses<'d>(document: &'d Document, key: Node<'d>, name: &str) -> impl Iterator<Item = Node<'d>> {
    let root = document.tree.root();
    document
        .values()
        .filter(move |(node, id)| {
            let reference = document.knowledge().and_then(|knowledge| knowledge.keywords(*id).refers_to.as_ref());
            node.kind() == Kind::String
                && node.string_value() == name
                && reference.is_some_and(|at| targets(root, *node, 0, &at.at).iter().any(|(target, _)| *target == key))
        })
        .map(|(node, _)| node)
}
