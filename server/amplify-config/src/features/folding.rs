//! What can be folded away.

use std::ops::Range;

use amplify_json::Kind;

use super::our_document;
use crate::file_path::FilePath;
use crate::project::Project;

/// The objects and lists that span more than one line, brackets included, outermost first.
pub fn folding(project: &Project, path: &FilePath) -> Vec<Range<usize>> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let containers = document.tree.nodes().filter(|node| matches!(node.kind(), Kind::Object | Kind::Array));
    // An outer node comes before those inside it, and what begins before it comes before it.
    containers
        .map(|node| node.range())
        .filter(|range| document.line_at(range.start) < document.line_at(range.end.saturating_sub(1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing;
    use super::*;

    fn check(drawn: &str, expected: Expect) {
        let (project, path, file) = testing::project(drawn);
        let lines = |range: &Range<usize>| {
            let line = |at: usize| file.text[..at].matches('\n').count();
            let ends = (&file.text[range.start..=range.start], &file.text[range.end - 1..range.end]);
            format!("{}{} to {}{}", line(range.start), ends.0, line(range.end - 1), ends.1)
        };
        let ranges = folding(&project, &path);
        expected.assert_eq(&ranges.iter().map(lines).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn what_spans_lines_folds_from_bracket_to_bracket() {
        check(
            r#"
{
  "auth": {
    "mfa_methods": [
      "SMS"
    ],
    "groups": [],
    "username_attributes": ["email"]
  },
  "version": "1.4"
}
"#,
            expect![[r#"
                0{ to 9}
                1{ to 7}
                2[ to 4]"#]],
        );
    }

    #[test]
    fn one_line_has_nothing_to_fold() {
        check("{\"version\": \"1\", \"auth\": {}}", expect![""]);
    }

    #[test]
    fn both_sides_of_a_conflict_stay_readable() {
        check(
            "{\n  \"auth\": {\n<<<<<<< ours\n    \"groups\": [\n    ]\n=======\n    \"groups\": []\n>>>>>>> theirs\n  }\n}\n",
            expect![[r#"
                0{ to 9}
                1{ to 8}
                3[ to 4]"#]],
        );
    }

    #[test]
    fn what_is_not_closed_folds_to_where_it_ends() {
        check(
            "{\n  \"auth\": {\n    \"groups\": [\n      {}\n  },\n  \"version\": \"1\"\n}\n",
            expect![[r#"
                0{ to 6}
                1{ to 4}
                2[ to 3}"#]],
        );
    }
}
