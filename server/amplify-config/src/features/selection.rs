//! Growing the selection.

use std::ops::Range;

use amplify_json::{Kind, Node};

use super::{clamp, our_document};
use crate::file_path::FilePath;
use crate::project::Project;

/// So many steps are enough for anyone; editors take them as one nested answer, which must not become too deep.
const MAX_RANGES: usize = 200;

/// The ranges around `offset`, each strictly inside the next: content of the string, token, member, object, …
pub fn selection(project: &Project, path: &FilePath, offset: usize) -> Vec<Range<usize>> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let offset = clamp(document.text(), offset);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut grow = |range: Range<usize>| {
        let smallest = ranges.last().cloned().unwrap_or(offset..offset);
        let holds = range.start <= smallest.start && smallest.end <= range.end;
        if holds && !range.is_empty() && range != smallest {
            ranges.push(range);
        }
    };
    let node = document.tree.node_at(offset);
    for node in std::iter::once(node).chain(node.ancestors()) {
        grow(inside(node));
        grow(node.range());
    }
    grow(0..document.text().len());
    // Of more the innermost are kept, and the last: the whole text.
    if ranges.len() > MAX_RANGES {
        ranges.drain(MAX_RANGES - 1..ranges.len() - 1);
    }
    ranges
}

/// What stands between the quotes or brackets, without the white space beside them.
fn inside(node: Node<'_>) -> Range<usize> {
    match (node.kind(), node.first_child(), node.last_child()) {
        (Kind::Object | Kind::Array, Some(first), Some(last)) => first.range().start..last.range().end,
        _ => node.content_range(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing;
    use super::*;

    fn check(drawn: &str, expected: Expect) {
        let (project, path, file) = testing::project(drawn);
        let ranges = selection(&project, &path, file.cursor.expect("a cursor is drawn"));
        let text = |range: &Range<usize>| file.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        expected.assert_eq(&ranges.iter().map(text).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn it_grows_from_the_content_of_a_string_to_the_file() {
        check(
            r#"
{
  "auth": {
    "mfa_methods": ["SMS", "TOTP"],
                            |
    "aws_region": "us-east-1"
  },
  "version": "1.4"
}
"#,
            expect![[r#"
                TOTP
                "TOTP"
                "SMS", "TOTP"
                ["SMS", "TOTP"]
                "mfa_methods": ["SMS", "TOTP"]
                "mfa_methods": ["SMS", "TOTP"], "aws_region": "us-east-1"
                { "mfa_methods": ["SMS", "TOTP"], "aws_region": "us-east-1" }
                "auth": { "mfa_methods": ["SMS", "TOTP"], "aws_region": "us-east-1" }
                "auth": { "mfa_methods": ["SMS", "TOTP"], "aws_region": "us-east-1" }, "version": "1.4"
                { "auth": { "mfa_methods": ["SMS", "TOTP"], "aws_region": "us-east-1" }, "version": "1.4" }
                { "auth": { "mfa_methods": ["SMS", "TOTP"], "aws_region": "us-east-1" }, "version": "1.4" }"#]],
        );
    }

    #[test]
    fn a_key_grows_to_its_member() {
        check(
            "{ \"version\": \"1\" }\n    |",
            expect![[r#"
                version
                "version"
                "version": "1"
                { "version": "1" }
                { "version": "1" }"#]],
        );
    }

    #[test]
    fn between_tokens_the_object_is_taken() {
        check(
            "{   \"version\": \"1\" }\n |\n",
            expect![[r#"
                { "version": "1" }
                { "version": "1" }"#]],
        );
    }

    #[test]
    fn an_open_bracket_does_no_harm() {
        check(
            "{ \"auth\": { \"mfa_methods\": [\"SMS\n                              |",
            expect![[r#"
                SMS
                "SMS
                ["SMS
                "mfa_methods": ["SMS
                { "mfa_methods": ["SMS
                "auth": { "mfa_methods": ["SMS
                { "auth": { "mfa_methods": ["SMS
                { "auth": { "mfa_methods": ["SMS"#]],
        );
    }

    #[test]
    fn other_files_are_left_alone() {
        check("//- package.json\n{ \"version\": \"1\" }\n    |\n", expect![""]);
    }

    #[test]
    fn deep_nesting_ends_with_the_whole_text() {
        let text = format!("{{\"version\": \"1\", \"custom\": {}", "[".repeat(10_000));
        let (project, path) = testing::project_of(&text);
        let ranges = selection(&project, &path, text.len() - 1);
        assert_eq!((ranges.len(), ranges.last()), (MAX_RANGES, Some(&(0..text.len()))));
    }

    proptest::proptest! {
        #[test]
        fn ranges_nest_strictly_around_any_offset(text in testing::mutated(), at in 0.0..1.1) {
            let (project, path) = testing::project_of(&text);
            let offset = clamp(&text, (text.len() as f64 * at) as usize);
            let ranges = selection(&project, &path, offset);
            for range in &ranges {
                assert!(range.start <= offset && offset <= range.end, "{range:?} does not hold {offset}");
            }
            for pair in ranges.windows(2) {
                let (inner, outer) = (&pair[0], &pair[1]);
                assert!(outer.start <= inner.start && inner.end <= outer.end && inner != outer, "{inner:?} {outer:?}");
            }
        }
    }
}
