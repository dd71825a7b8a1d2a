//! The layout that the Amplify tools write.
//!
//! It is that of `JSON.stringify(value, null, 2)`: one member or item a line, a blank behind the colon, nothing inside
//! empty brackets. Tokens stay as they are, byte for byte; only the white space between them is touched.

use amplify_json::SyntaxErrorKind;
use amplify_json::edit::{Edit, Layout};

use super::our_document;
use crate::file_path::FilePath;
use crate::project::Project;

/// What the editor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatOptions {
    /// One step of indentation.
    pub indent: String,
    /// A line end behind the last line: `None` leaves it as it is.
    pub final_newline: Option<bool>,
}

/// Deeper files are left alone: their indentation would outgrow them.
const MAX_DEPTH: usize = 128;

/// The edits that lay the file out; none when it is broken or laid out already.
pub fn format(project: &Project, path: &FilePath, options: &FormatOptions) -> Vec<Edit> {
    let whole = our_document(project, path).filter(|document| document.embedded.is_none());
    let Some(document) = whole else { return Vec::new() };
    // A key that occurs twice breaks no rule of layout.
    let is_layout = |kind: &SyntaxErrorKind| !matches!(kind, SyntaxErrorKind::DuplicateKey(_));
    if document.syntax_errors.iter().any(|error| is_layout(&error.kind)) {
        return Vec::new();
    }
    gaps(document.text(), options).unwrap_or_default()
}

/// The edits of the gaps between the tokens of `text`, which is valid JSON; `None` if it is too deep.
fn gaps(text: &str, options: &FormatOptions) -> Option<Vec<Edit>> {
    let line_end = Layout::of(text).line_end;
    let mut edits = Vec::new();
    let (mut depth, mut before, mut at) = (0, None, 0);
    loop {
        let start = at + text[at..].bytes().take_while(u8::is_ascii_whitespace).count();
        let Some(&token) = text.as_bytes().get(start) else { break };
        if matches!(token, b'}' | b']') {
            depth -= 1;
        }
        let wanted = match (before, token) {
            (None, _) | (_, b',' | b':') | (Some(b'{'), b'}') | (Some(b'['), b']') => String::new(),
            (Some(b':'), _) => " ".to_owned(),
            _ => format!("{line_end}{}", options.indent.repeat(depth)),
        };
        edits.extend(difference(text, at..start, &wanted));
        if matches!(token, b'{' | b'[') {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            return None;
        }
        before = Some(token);
        at = start + token_length(&text.as_bytes()[start..]);
    }
    match options.final_newline {
        Some(true) => edits.extend(difference(text, at..text.len(), line_end)),
        Some(false) => edits.extend(difference(text, at..text.len(), "")),
        None => {}
    }
    Some(edits)
}

/// How long the token at the start of `bytes` is.
fn token_length(bytes: &[u8]) -> usize {
    match bytes[0] {
        b'"' => {
            let mut at = 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            (at + 1).min(bytes.len())
        }
        b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
        _ => {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'}' | b']' | b',' | b':');
            bytes.iter().position(ends).unwrap_or(bytes.len())
        }
    }
}

/// The smallest edit that makes `wanted` of a gap.
fn difference(text: &str, gap: std::ops::Range<usize>, wanted: &str) -> Option<Edit> {
    let old = &text[gap.clone()];
    if old == wanted {
        return None;
    }
    // White space is ASCII, so that every place in it can be cut.
    let same = old.bytes().zip(wanted.bytes()).take_while(|(left, right)| left == right).count();
    let room = old.len().min(wanted.len()) - same;
    let ends = old.bytes().rev().zip(wanted.bytes().rev()).take(room);
    let same_end = ends.take_while(|(left, right)| left == right).count();
    Some(Edit::replace(gap.start + same..gap.end - same_end, &wanted[same..wanted.len() - same_end]))
}

#[cfg(test)]
mod tests {
    use amplify_json::edit::apply;
    use expect_test::{Expect, expect};

    use super::super::testing;
    use super::*;

    fn options(indent: &str, final_newline: Option<bool>) -> FormatOptions {
        FormatOptions { indent: indent.to_owned(), final_newline }
    }

    fn formatted(text: &str, options: &FormatOptions) -> String {
        let (project, path) = testing::project_of(text);
        apply(text, &format(&project, &path, options))
    }

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&formatted(text, &options("  ", None)));
    }

    #[test]
    fn one_member_a_line_and_nothing_inside_empty_brackets() {
        check(
            r#" {"auth":{"mfa_methods" : [ "SMS","TOTP" ], "groups": [ ],
  "password_policy": {
  }},
      "custom": {"a": [[1, -2.50e+3], {"b": "x, y: {z} \" é"}]}, "version":"1.4"
}
"#,
            expect![[r#"
                {
                  "auth": {
                    "mfa_methods": [
                      "SMS",
                      "TOTP"
                    ],
                    "groups": [],
                    "password_policy": {}
                  },
                  "custom": {
                    "a": [
                      [
                        1,
                        -2.50e+3
                      ],
                      {
                        "b": "x, y: {z} \" é"
                      }
                    ]
                  },
                  "version": "1.4"
                }
            "#]],
        );
    }

    #[test]
    fn the_options_are_obeyed() {
        let text = "{\"version\":\"1\"}\n\n";
        for (indent, final_newline, expected) in [
            ("    ", Some(true), "{\n    \"version\": \"1\"\n}\n"),
            ("\t", Some(false), "{\n\t\"version\": \"1\"\n}"),
            ("  ", None, "{\n  \"version\": \"1\"\n}\n\n"),
        ] {
            assert_eq!(formatted(text, &options(indent, final_newline)), expected);
        }
    }

    #[test]
    fn line_ends_stay_of_their_kind() {
        let text = "{\r\n\"version\":\"1\",\n\"auth\": {}}\r\n";
        let expected = "{\r\n  \"version\": \"1\",\r\n  \"auth\": {}\r\n}\r\n";
        assert_eq!(formatted(text, &options("  ", Some(true))), expected);
    }

    #[test]
    fn only_the_gap_that_is_wrong_is_edited() {
        let (project, path) = testing::project_of("{\n  \"version\": \"1\",\n    \"auth\":{}\n}");
        let edits = format(&project, &path, &options("  ", None));
        assert_eq!(edits, [Edit::remove(22..24), Edit::insert(31, " ")]);
    }

    #[test]
    fn broken_deep_and_other_files_are_left_alone() {
        let deep = format!("{{\"version\": \"1\", \"custom\": {}{}}}", "[".repeat(500), "]".repeat(500));
        for text in ["{\"version\": \"1\",}", "{\"version\": '1'}", "{\"version\": \"1\"", "", &deep] {
            assert_eq!(formatted(text, &options("  ", Some(true))), text);
        }
        let (project, path, _) = testing::project("//- package.json\n{\"version\":\"1\"}\n");
        assert_eq!(format(&project, &path, &options("  ", None)), []);
    }

    #[test]
    fn a_key_that_occurs_twice_is_no_hindrance() {
        check(
            r#"{"version":"1","version":"1"}"#,
            expect![[r#"
                {
                  "version": "1",
                  "version": "1"
                }"#]],
        );
    }

    #[test]
    fn files_that_the_amplify_tools_wrote_do_not_change() {
        for text in [
            include_str!("../../../../tests/corpus/gen2/149.amplify_outputs.json"),
            include_str!("../../../../tests/corpus/gen2/098.amplify_outputs.json"),
            include_str!("../../../../tests/corpus/gen2/126.amplify_outputs.json"),
            include_str!("../../../../tests/corpus/gen1/034.amplifyconfiguration.json"),
        ] {
            let (project, path) = testing::project_of(text);
            assert_eq!(format(&project, &path, &options("  ", None)), []);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_layout_is_that_of_a_json_writer(text in testing::mutated()) {
            let once = formatted(&text, &options("  ", Some(false)));
            proptest::prop_assert_eq!(&formatted(&once, &options("  ", Some(false))), &once);
            let (project, path) = testing::project_of(&text);
            let document = project.document(&path).unwrap();
            // A writer may choose other escapes.
            if document.syntax_errors.is_empty() && !text.contains('\\') {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                proptest::prop_assert_eq!(serde_json::to_string_pretty(&value).unwrap(), once);
            } else {
                let tokens = |text: &str| text.split_whitespace().collect::<String>();
                proptest::prop_assert_eq!(tokens(&once), tokens(&text));
            }
        }
    }
}
