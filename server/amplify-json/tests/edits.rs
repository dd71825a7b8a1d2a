//! Adding and removing members and items: commas, indentation, line ends, comments.

use amplify_json::edit::{Edit, add_item, add_member, apply, remove_child};
use amplify_json::{Kind, Node, parse};
use proptest::prelude::*;

/// The container at a JSON Pointer of plain names and numbers.
fn at<'t>(root: Node<'t>, pointer: &str) -> Node<'t> {
    pointer.split('/').skip(1).fold(root, |node, step| match step.parse::<usize>() {
        Ok(index) => node.items().nth(index).expect("an item"),
        Err(_) => node.get(step).expect("a member"),
    })
}

fn edited(text: &str, edit: impl Fn(Node<'_>) -> Edit) -> String {
    let parsed = parse(text);
    apply(text, &[edit(parsed.tree.root())])
}

/// `\n` in the table is a line break, `\r` and `\t` are what they say.
#[test]
fn members_are_added_behind_the_last() {
    for (name, text, pointer, value, right) in [
        ("empty file", "{}", "", "1", "{\n  \"n\": 1\n}"),
        ("empty object", "{\n  \"a\": {}\n}", "/a", "1", "{\n  \"a\": {\n    \"n\": 1\n  }\n}"),
        ("empty object over lines", "{\n  \"a\": {\n  }\n}", "/a", "1", "{\n  \"a\": {\n    \"n\": 1\n  }\n}"),
        ("empty object on the one line", r#"{"a": {}}"#, "/a", "1", r#"{"a": {"n": 1}}"#),
        ("one member", "{\n  \"a\": 1\n}", "", "2", "{\n  \"a\": 1,\n  \"n\": 2\n}"),
        ("four blanks", "{\n    \"a\": 1\n}\n", "", "2", "{\n    \"a\": 1,\n    \"n\": 2\n}\n"),
        (
            "tabs",
            "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}",
            "/a",
            "2",
            "{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"n\": 2\n\t}\n}",
        ),
        ("CRLF", "{\r\n  \"a\": 1\r\n}\r\n", "", "2", "{\r\n  \"a\": 1,\r\n  \"n\": 2\r\n}\r\n"),
        ("lone CR", "{\r  \"a\": 1\r}", "", "2", "{\r  \"a\": 1,\r  \"n\": 2\r}"),
        ("one line", r#"{ "a": 1 }"#, "", "2", r#"{ "a": 1, "n": 2 }"#),
        ("one line in lines", "{\n  \"a\": { \"b\": 1 }\n}", "/a", "2", "{\n  \"a\": { \"b\": 1, \"n\": 2 }\n}"),
        (
            "behind an object",
            "{\n  \"a\": {\n    \"b\": 1\n  }\n}",
            "",
            "2",
            "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"n\": 2\n}",
        ),
        (
            "an object with four blanks",
            "{\n    \"a\": 1\n}",
            "",
            "{\n  \"x\": [\n    1\n  ]\n}",
            "{\n    \"a\": 1,\n    \"n\": {\n        \"x\": [\n            1\n        ]\n    }\n}",
        ),
        (
            "an object with CRLF and tabs",
            "{\r\n\t\"a\": 1\r\n}",
            "",
            "{\n  \"x\": 1\n}",
            "{\r\n\t\"a\": 1,\r\n\t\"n\": {\r\n\t\t\"x\": 1\r\n\t}\r\n}",
        ),
        ("line comment", "{\n  \"a\": 1 // one\n}", "", "2", "{\n  \"a\": 1, // one\n  \"n\": 2\n}"),
        ("block comment", "{\n  \"a\": 1 /* one */\n}", "", "2", "{\n  \"a\": 1, /* one */\n  \"n\": 2\n}"),
        ("comment on its own line", "{\n  \"a\": 1\n  // end\n}", "", "2", "{\n  \"a\": 1,\n  \"n\": 2\n  // end\n}"),
        ("only a comment", "{\n  // nothing\n}", "", "2", "{\n  // nothing\n  \"n\": 2\n}"),
        ("comma behind the last", "{\n  \"a\": 1,\n}", "", "2", "{\n  \"a\": 1,\n  \"n\": 2\n}"),
        ("not closed", "{\n  \"a\": 1", "", "2", "{\n  \"a\": 1,\n  \"n\": 2"),
        ("not closed and empty", "{\n  \"a\": {", "/a", "2", "{\n  \"a\": {\n    \"n\": 2\n  "),
    ] {
        assert_eq!(edited(text, |root| add_member(at(root, pointer), "n", value)), right, "{name}");
    }
}

#[test]
fn items_are_added_behind_the_last() {
    for (name, text, pointer, right) in [
        ("empty list", "[]", "", "[9]"),
        ("empty list in lines", "{\n  \"a\": []\n}", "/a", "{\n  \"a\": [9]\n}"),
        ("one line", "[1, 2]", "", "[1, 2, 9]"),
        ("blanks inside", "[ 1, 2 ]", "", "[ 1, 2, 9 ]"),
        ("a line each", "[\n  1,\n  2\n]", "", "[\n  1,\n  2,\n  9\n]"),
        ("several on a line", "[\n  1, 2,\n  3, 4\n]", "", "[\n  1, 2,\n  3, 4,\n  9\n]"),
        ("comma behind the last", "[1, ]", "", "[1, 9 ]"),
    ] {
        assert_eq!(edited(text, |root| add_item(at(root, pointer), "9")), right, "{name}");
    }
}

#[test]
fn what_is_removed_leaves_no_comma_and_no_empty_line() {
    for (name, text, pointer, index, right) in [
        ("the only member", "{\n  \"a\": 1\n}", "", 0, "{}"),
        ("the only item", "[ 1 ]", "", 0, "[]"),
        ("the first", "{\n  \"a\": 1,\n  \"b\": 2\n}", "", 0, "{\n  \"b\": 2\n}"),
        ("the middle one", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "", 1, "{\n  \"a\": 1,\n  \"c\": 3\n}"),
        ("the last", "{\n  \"a\": 1,\n  \"b\": 2\n}", "", 1, "{\n  \"a\": 1\n}"),
        ("the first on one line", r#"{"a": 1, "b": 2}"#, "", 0, r#"{"b": 2}"#),
        ("the last on one line", r#"{ "a": 1, "b": 2 }"#, "", 1, r#"{ "a": 1 }"#),
        ("CRLF", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}", "", 0, "{\r\n  \"b\": 2\r\n}"),
        ("the last, with CRLF", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}", "", 1, "{\r\n  \"a\": 1\r\n}"),
        ("over lines", "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\": 2\n}", "", 0, "{\n  \"b\": 2\n}"),
        ("with its comment", "{\n  \"a\": 1, // one\n  \"b\": 2\n}", "", 0, "{\n  \"b\": 2\n}"),
        (
            "without the comment of the next",
            "{\n  \"a\": 1,\n  // two\n  \"b\": 2\n}",
            "",
            0,
            "{\n  // two\n  \"b\": 2\n}",
        ),
        (
            "without the comment of the one before",
            "{\n  \"a\": 1, // one\n  \"b\": 2\n}",
            "",
            1,
            "{\n  \"a\": 1 // one\n}",
        ),
        ("the only one, beside a comment", "{\n  // note\n  \"a\": 1\n}", "", 0, "{\n  // note\n}"),
        ("no comma between", "{\n  \"a\": 1\n  \"b\": 2\n}", "", 0, "{\n  \"b\": 2\n}"),
        ("comma behind the last", "{\n  \"a\": 1,\n  \"b\": 2,\n}", "", 1, "{\n  \"a\": 1\n}"),
        ("an item of a list in an object", r#"{"a": ["x", "y", "z"]}"#, "/a", 1, r#"{"a": ["x", "z"]}"#),
    ] {
        let removed = edited(text, |root| remove_child(at(root, pointer).children().nth(index).expect("a child")));
        assert_eq!(removed, right, "{name}");
    }
}

/// A valid text in one of several layouts.
fn text() -> impl Strategy<Value = String> {
    let leaf =
        prop_oneof![Just("1".to_owned()), Just("\"x\"".to_owned()), Just("[]".to_owned()), Just("{}".to_owned())];
    let value = leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec(inner, 0..5).prop_map(|values| {
                let members: Vec<_> =
                    values.iter().enumerate().map(|(at, value)| format!("\"m{at}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    });
    (value, 0..5).prop_map(|(text, layout)| {
        let value: serde_json::Value = serde_json::from_str(&text).expect("what is edited is JSON");
        let pretty = serde_json::to_string_pretty(&value).expect("a value can be written");
        match layout {
            0 => text,
            1 => pretty,
            2 => pretty.replace("  ", "\t"),
            3 => pretty.replace("  ", "    ").replace('\n', "\r\n"),
            _ => text.replace(',', ", ").replace(':', ": "),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is added is there, the text stays valid, and removing it gives the text back.
    #[test]
    fn removing_what_was_added_gives_the_text_back(text in text(), value in "[12]|\\{\n  \"x\": 1\n\\}|\\[\n  1,\n  2\n\\]") {
        let parsed = parse(text.as_str());
        for node in parsed.tree.nodes() {
            let added = match node.kind() {
                Kind::Object => apply(&text, &[add_member(node, "new", &value)]),
                Kind::Array => apply(&text, &[add_item(node, &value)]),
                _ => continue,
            };
            let now = parse(added.as_str());
            prop_assert_eq!(&now.errors, &[], "{}", added);
            let container = now.tree.node(node.id());
            prop_assert_eq!(container.children().count(), node.children().count() + 1);
            let last = container.last_child().expect("it was added");
            prop_assert_eq!(apply(&added, &[remove_child(last)]), text.clone(), "{}", added);
        }
    }

    /// Whatever child is removed, the text stays valid and the others stay.
    #[test]
    fn removing_any_child_keeps_the_others(text in text()) {
        let parsed = parse(text.as_str());
        for node in parsed.tree.nodes() {
            let Some(parent) = node.parent().filter(|parent| matches!(parent.kind(), Kind::Object | Kind::Array)) else {
                continue;
            };
            let removed = apply(&text, &[remove_child(node)]);
            let now = parse(removed.as_str());
            prop_assert_eq!(&now.errors, &[], "{}", removed);
            let others: Vec<_> = parent.children().filter(|child| *child != node).map(|child| child.to_value(9)).collect();
            let kept: Vec<_> = now.tree.node(parent.id()).children().map(|child| child.to_value(9)).collect();
            prop_assert_eq!(kept, others);
        }
    }

    /// In a broken text an edit of a container that is closed adds no mistake.
    #[test]
    fn an_edit_makes_nothing_worse(text in text(), cut in any::<prop::sample::Index>(), drop in any::<bool>()) {
        let at = cut.index(text.len());
        let broken = if drop { format!("{}{}", &text[..at], &text[at + 1..]) } else { text[..at].to_owned() };
        let parsed = parse(broken.as_str());
        // Closed by a bracket of its own: that of its last child may stand at the end, too.
        let is_closed = |node: &Node<'_>| {
            let own = node.last_child().is_none_or(|child| child.range().end < node.range().end);
            own && broken[..node.range().end].ends_with(['}', ']'])
        };
        for node in parsed.tree.nodes().filter(is_closed) {
            let edit = match node.kind() {
                Kind::Object => add_member(node, "new", "1"),
                Kind::Array => add_item(node, "1"),
                _ => continue,
            };
            let added = apply(&broken, &[edit]);
            let now = parse(added.as_str());
            prop_assert!(now.errors.len() <= parsed.errors.len(), "{} → {}\n{:#?}", broken, added, now.errors);
        }
    }
}
