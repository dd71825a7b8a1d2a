//! Where one value names another: the pointers of `x-amplify`, followed in a document.
//!
//! A pointer is absolute (`/auth/groups/*`), relative (`1/items`: so many values up, then down), or one of scope
//! (`^/models`: from any object around, the innermost first); `*` stands for every member or item, and `{1/of}` for the
//! name that stands where the pointer in the braces leads.

use std::borrow::Cow;

use amplify_json::{Kind, Node};

/// The value that holds `node`: one step up of a relative pointer.
fn up(node: Node<'_>) -> Option<Node<'_>> {
    node.ancestors().find(|above| matches!(above.kind(), Kind::Object | Kind::Array))
}

/// The nodes that `pointer` leads to. `from` is the value it stands on, or with `steps_taken` 1 the object in which that
/// value is missing.
pub(crate) fn resolve<'t>(root: Node<'t>, from: Node<'t>, steps_taken: usize, pointer: &str) -> Vec<Node<'t>> {
    let (starts, path) = starts(root, from, steps_taken, pointer);
    starts.into_iter().flat_map(|start| follow(start, &path)).collect()
}

/// Where a pointer begins, and the path from there, in which every `{…}` has been replaced by the name it leads to.
/// There are several beginnings only of a pointer with `^`, the innermost first.
pub(crate) fn starts<'t, 'p>(
    root: Node<'t>,
    from: Node<'t>,
    steps_taken: usize,
    pointer: &'p str,
) -> (Vec<Node<'t>>, Cow<'p, str>) {
    let (steps, path) = pointer.split_once('/').unwrap_or((pointer, ""));
    let starts: Vec<Node<'t>> = match steps {
        "" => vec![root],
        "^" => {
            let around = std::iter::once(from).filter(|_| steps_taken == 1).chain(from.ancestors());
            around.filter(|above| above.kind() == Kind::Object).collect()
        }
        _ => {
            let steps: usize = steps.parse().unwrap_or(0);
            (steps_taken..steps).try_fold(from, |node, _| up(node)).into_iter().collect()
        }
    };
    match filled_in(root, from, steps_taken, path) {
        Some(path) => (starts, path),
        None => (Vec::new(), Cow::Borrowed("")),
    }
}

/// `path` with the names that stand at the pointers in braces; `None` if there is no name at one of them.
fn filled_in<'p>(root: Node<'_>, from: Node<'_>, steps_taken: usize, path: &'p str) -> Option<Cow<'p, str>> {
    let Some((before, rest)) = path.split_once('{') else { return Some(Cow::Borrowed(path)) };
    let (pointer, after) = rest.split_once('}')?;
    let name = resolve(root, from, steps_taken, pointer).first()?.as_str()?.replace('~', "~0").replace('/', "~1");
    let after = filled_in(root, from, steps_taken, after)?;
    Some(Cow::Owned(format!("{before}{name}{after}")))
}

/// The nodes at the end of `path`.
pub(crate) fn follow<'t>(start: Node<'t>, path: &str) -> Vec<Node<'t>> {
    let mut nodes = vec![start];
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
    let nodes = resolve(root, from, steps_taken, pointer).into_iter().flat_map(names);
    nodes.map(|node| (node, node.string_value())).collect()
}

/// The strings and keys that declare names at the end of a pointer.
pub(crate) fn names(node: Node<'_>) -> Vec<Node<'_>> {
    match node.kind() {
        Kind::String => vec![node],
        Kind::Array => node.items().filter(|item| item.kind() == Kind::String).collect(),
        Kind::Object => node.members().filter_map(Node::key).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_where_they_say() {
        let text = r#"{
            "a": { "x": "1", "in": { "at": "here", "of": "y" } },
            "m": { "y": { "f": { "k": "2" } }, "z/~": [["3"], ["4"]] },
            "n": "z/~"
        }"#;
        let tree = amplify_json::parse(text).tree;
        let root = tree.root();
        let from = root.get("a").and_then(|a| a.get("in")).and_then(|inner| inner.get("at")).unwrap();
        for (pointer, expected) in [
            ("/a/x", "1"),
            ("2/x", "1"),
            ("1/of", "y"),
            ("1", "at of"),
            ("9/x", ""),
            ("/m/*", "f"),
            ("/m/z~1~0/*", "3 4"),
            ("/m/z~1~0/1", "4"),
            ("^/x", "1"),
            ("^/m/y/f", "k"),
            ("^/nothing", ""),
            ("/m/{1/of}/f", "k"),
            ("^/m/{/n}/0", "3"),
            ("/m/{1/nothing}", ""),
            ("/m/{1/of", ""),
        ] {
            let found: Vec<Cow<'_, str>> = targets(root, from, 0, pointer).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found.join(" "), expected, "{pointer}");
        }
        // An absent member begins at its object.
        let found = targets(root, root.get("a").unwrap(), 1, "1/in");
        assert_eq!(found.iter().map(|(_, name)| name.as_ref()).collect::<Vec<_>>(), ["at", "of"]);
    }
}
