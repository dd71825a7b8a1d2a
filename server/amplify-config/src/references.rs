//! Where one value names another: the pointers of `x-amplify`, followed in a document.
//!
//! A pointer is absolute (`/auth/groups/*`) or relative (`1/items`: so many values up, then down); `*` stands for every
//! member or item.

use std::borrow::Cow;

use amplify_json::{Kind, Node};

/// The value that holds `node`: one step up of a relative pointer.
fn up(node: Node<'_>) -> Option<Node<'_>> {
    node.ancestors().find(|above| matches!(above.kind(), Kind::Object | Kind::Array))
}

/// The nodes that `pointer` leads to. `from` is the value it stands on, or with `steps_taken` 1 the object in which that
/// value is missing.
pub(crate) fn resolve<'t>(root: Node<'t>, from: Node<'t>, steps_taken: usize, pointer: &str) -> Vec<Node<'t>> {
    let (start, path) = match pointer.split_once('/') {
        Some(("", path)) => (Some(root), path),
        Some((steps, path)) => {
            let steps: usize = steps.parse().unwrap_or(0);
            let start = (steps_taken..steps).try_fold(from, |node, _| up(node));
            (start, path)
        }
        None => (None, ""),
    };
    let mut nodes: Vec<Node<'t>> = start.into_iter().collect();
    for step in path.split('/').filter(|step| !step.is_empty()) {
        nodes = nodes.into_iter().flat_map(|node| down(node, step)).collect();
    }
    nodes
}

fn down<'t>(node: Node<'t>, step: &str) -> Vec<Node<'t>> {
    match (step, node.kind()) {
        ("*", Kind::Object) => node.members().filter_map(Node::value).collect(),
        ("*", Kind::Array) => node.items().collect(),
        (_, Kind::Object) => node.get(&step.replace("~1", "/").replace("~0", "~")).into_iter().collect(),
        (_, Kind::Array) => step.parse().ok().and_then(|index| node.items().nth(index)).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The names that are declared where `pointer` leads: the strings there, the items of a list, the keys of an object.
pub(crate) fn targets<'t>(
    root: Node<'t>,
    from: Node<'t>,
    steps_taken: usize,
    pointer: &str,
) -> Vec<(Node<'t>, Cow<'t, str>)> {
    let mut names = Vec::new();
    for node in resolve(root, from, steps_taken, pointer) {
        match node.kind() {
            Kind::String => names.push((node, node.string_value())),
            Kind::Array => names.extend(
                node.items().filter(|item| item.kind() == Kind::String).map(|item| (item, item.string_value())),
            ),
            Kind::Object => names.extend(node.members().filter_map(Node::key).map(|key| (key, key.string_value()))),
            _ => {}
        }
    }
    names
}
