//! Taking several members out of an object at once, so that the commas stay right.

use amplify_json::Node;
use amplify_json::edit::Edit;

/// The member, or the outermost one around it that would be empty without it: what to take out with it.
pub(crate) fn with_empty_holders(member: Node<'_>) -> Node<'_> {
    let mut outer = member;
    while let Some(above) = outer.container().filter(|object| object.members().count() == 1).and_then(Node::member) {
        outer = above;
    }
    outer
}

/// One edit for each run of neighbours among `members`, which are in the order of the text.
pub(crate) fn remove_members(object: Node<'_>, members: &[Node<'_>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut kept: Option<Node<'_>> = None;
    let mut run: Option<(Node<'_>, Node<'_>)> = None;
    for child in object.children() {
        if members.contains(&child) {
            run = Some((run.map_or(child, |(first, _)| first), child));
        } else {
            edits.extend(run.take().map(|run| remove_run(run, kept, Some(child))));
            kept = Some(child);
        }
    }
    edits.extend(run.map(|run| remove_run(run, kept, None)));
    edits
}

/// The edit that takes out the children from the first to the last one of `run`.
pub(crate) fn remove_run(run: (Node<'_>, Node<'_>), before: Option<Node<'_>>, behind: Option<Node<'_>>) -> Edit {
    let (start, end) = (run.0.range().start, run.1.range().end);
    match (before, behind) {
        (_, Some(behind)) => Edit::remove(start..behind.range().start),
        (Some(before), None) => Edit::remove(before.range().end..end),
        (None, None) => Edit::remove(start..end),
    }
}

#[cfg(test)]
mod tests {
    use amplify_json::edit::apply;

    use super::*;

    #[test]
    fn what_is_left_is_an_object_again() {
        let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4\n}";
        let tree = amplify_json::parse(text).tree;
        let root = tree.root();
        for (names, left) in [
            ("a b", "{\n  \"c\": 3,\n  \"d\": 4\n}"),
            ("c d", "{\n  \"a\": 1,\n  \"b\": 2\n}"),
            ("a c", "{\n  \"b\": 2,\n  \"d\": 4\n}"),
            ("b d", "{\n  \"a\": 1,\n  \"c\": 3\n}"),
            ("a b c d", "{\n  \n}"),
        ] {
            let members: Vec<Node<'_>> =
                root.members().filter(|member| names.contains(member.name().as_ref())).collect();
            assert_eq!(apply(text, &remove_members(root, &members)), left, "{names}");
        }
    }
}
