use expect_test::{Expect, expect};

use super::super::testing;
use super::*;

/// Draws the name, where it is declared, and where it is used.
fn check(drawn: &str, expected: Expect) {
    let (project, path, file) = testing::project(drawn);
    let offset = file.cursor.expect("a cursor is drawn");
    let mut marks = Vec::new();
    if let Some((name, declared)) = definition(&project, &path, offset) {
        marks.push((name, "name".to_owned()));
        marks.extend(declared.into_iter().map(|range| (range, "declared".to_owned())));
    }
    marks.extend(references(&project, &path, offset, false).into_iter().map(|range| (range, "used".to_owned())));
    let drawn = fixture::draw(&file.text, &marks);
    // Lines without a mark are of no interest.
    let lines: Vec<&str> = drawn.lines().collect();
    let is_mark = |line: &str| line.trim_start().starts_with('^');
    let told = lines
        .iter()
        .enumerate()
        .filter(|&(number, line)| is_mark(line) || lines.get(number + 1).is_some_and(|next| is_mark(next)));
    let told: Vec<&str> = told.map(|(_, line)| *line).collect();
    let indent = told.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    expected.assert_eq(&told.iter().map(|line| &line[indent..]).collect::<Vec<_>>().join("\n"));
    // From every place the same places are found.
    let all = highlights(&project, &path, offset);
    for place in &all {
        assert_eq!(highlights(&project, &path, place.start), all);
    }
}

const GROUPS: &str = r#"
{
  "auth": {
    "groups": [{ "ADMINS": { "precedence": 0 } }, { "EDITORS": { "precedence": 1 } }]
  },
  "storage": {
    "buckets": [
      { "paths": { "a/*": { "groupsADMINS": ["get"], "groupsEDITORS": ["get"] } } },
      { "paths": { "b/*": { "groupsADMINS": ["get"], "groupsOTHERS": ["get"] }, "c/*": { "groupsOTHERS": [] } } }
    ]
  }
}
"#;

/// [`GROUPS`] with the cursor before the first of `word`.
fn groups(word: &str) -> String {
    let at = GROUPS.find(word).expect("the word is there");
    let line_start = GROUPS[..at].rfind('\n').map_or(0, |before| before + 1);
    let line_end = at + GROUPS[at..].find('\n').expect("a line ends");
    format!("{}\n{}|{}", &GROUPS[..line_end], " ".repeat(at - line_start), &GROUPS[line_end..])
}

#[test]
fn a_storage_rule_leads_to_its_group() {
    check(
        &groups("groupsADMINS"),
        expect![[r#"
                "groups": [{ "ADMINS": { "precedence": 0 } }, { "EDITORS": { "precedence": 1 } }]
                              ^^^^^^ declared
                  { "paths": { "a/*": { "groupsADMINS": ["get"], "groupsEDITORS": ["get"] } } },
                                               ^^^^^^ name
                                               ^^^^^^ used
                  { "paths": { "b/*": { "groupsADMINS": ["get"], "groupsOTHERS": ["get"] }, "c/*": { "groupsOTHERS": [] } } }
                                               ^^^^^^ used"#]],
    );
}

#[test]
fn a_group_is_found_in_storage_rules() {
    check(
        &groups("EDITORS"),
        expect![[r#"
                "groups": [{ "ADMINS": { "precedence": 0 } }, { "EDITORS": { "precedence": 1 } }]
                                                                 ^^^^^^^ name
                                                                 ^^^^^^^ declared
                  { "paths": { "a/*": { "groupsADMINS": ["get"], "groupsEDITORS": ["get"] } } },
                                                                        ^^^^^^^ used"#]],
    );
}

#[test]
fn a_name_that_is_not_declared_has_its_uses() {
    check(
        &groups("OTHERS"),
        expect![[r#"
                  { "paths": { "b/*": { "groupsADMINS": ["get"], "groupsOTHERS": ["get"] }, "c/*": { "groupsOTHERS": [] } } }
                                                                        ^^^^^^ name
                                                                        ^^^^^^ used
                                                                                                            ^^^^^^ used"#]],
    );
}

#[test]
fn a_key_that_nothing_names_is_no_name() {
    check(&groups("auth"), expect![[r#""#]]);
}

#[test]
fn defaults_lead_to_items() {
    check(
        r#"
{
  "geo": {
    "maps": { "items": { "a": {}, "b": {} }, "default": "b" },
                                                         |
    "search_indices": { "items": ["b"], "default": "b" }
  }
}
"#,
        expect![[r#"
                "maps": { "items": { "a": {}, "b": {} }, "default": "b" },
                                               ^ declared
                                                                     ^ name
                                                                     ^ used"#]],
    );
    check(
        r#"
{
  "geo": {
    "maps": { "items": { "a": {}, "b": {} }, "default": "b" },
    "search_indices": { "items": ["b"], "default": "b" }
                                   |
  }
}
"#,
        expect![[r#"
                "search_indices": { "items": ["b"], "default": "b" }
                                               ^ name
                                               ^ declared
                                                                ^ used"#]],
    );
}

#[test]
fn the_default_bucket_leads_to_the_list() {
    check(
        r#"
{
  "storage": {
    "bucket_name": "x",
                     |
    "buckets": [{ "name": "x", "bucket_name": "y" }, { "name": "y", "bucket_name": "x" }]
  }
}
"#,
        expect![[r#"
                "bucket_name": "x",
                                ^ name
                                ^ used
                "buckets": [{ "name": "x", "bucket_name": "y" }, { "name": "y", "bucket_name": "x" }]
                                                                                                ^ declared"#]],
    );
}

const MODELS: &str = r#"
{
  "data": {
    "model_introspection": {
      "models": {
        "Todo": {
          "fields": {
            "id": { "type": "ID" },
            "userId": { "type": "ID" },
            "user": { "type": { "model": "User" }, "association": { "connectionType": "BELONGS_TO", "targetNames": ["userId"] } },
            "state": { "type": { "enum": "State" } }
          },
          "primaryKeyInfo": { "primaryKeyFieldName": "id", "sortKeyFieldNames": ["state"] }
        },
        "User": {
          "fields": {
            "id": { "type": "ID" },
            "todos": { "type": { "model": "Todo" }, "association": { "connectionType": "HAS_MANY", "associatedWith": ["user"] } }
          },
          "primaryKeyInfo": { "primaryKeyFieldName": "id", "sortKeyFieldNames": [] }
        }
      },
      "enums": { "State": { "name": "State", "values": [] } },
      "inputs": { "In": { "name": "In", "attributes": { "s": { "type": { "enum": "State" } } } } },
      "queries": { "q": { "type": { "model": "User" }, "arguments": { "a": { "type": { "input": "In" } } } } },
      "conversations": {
        "Chat": {
          "models": { "Message": { "fields": { "owner": { "type": { "model": "User" } }, "self": { "type": { "model": "Message" } } } } },
          "message": { "modelName": "Message", "send": { "type": { "model": "Message" } } }
        }
      }
    }
  }
}
"#;

#[test]
fn names_in_model_introspection_lead_to_what_they_name() {
    for (token, name, expected) in [
        (
            "\"Todo\": {",
            "Todo",
            expect![[r#"
                        "Todo": {
                         ^^^^ name
                         ^^^^ declared
                            "todos": { "type": { "model": "Todo" }, "association": { "connectionType": "HAS_MANY", "associatedWith": ["user"] } }
                                                           ^^^^ used"#]],
        ),
        (
            "\"model\": \"User\" }, \"arg",
            "User",
            expect![[r#"
                            "user": { "type": { "model": "User" }, "association": { "connectionType": "BELONGS_TO", "targetNames": ["userId"] } },
                                                          ^^^^ used
                        "User": {
                         ^^^^ declared
                      "queries": { "q": { "type": { "model": "User" }, "arguments": { "a": { "type": { "input": "In" } } } } },
                                                              ^^^^ name
                                                              ^^^^ used
                          "models": { "Message": { "fields": { "owner": { "type": { "model": "User" } }, "self": { "type": { "model": "Message" } } } } },
                                                                                              ^^^^ used"#]],
        ),
        (
            "\"enum\": \"State\"",
            "State",
            expect![[r#"
                            "state": { "type": { "enum": "State" } }
                                                          ^^^^^ name
                                                          ^^^^^ used
                      "enums": { "State": { "name": "State", "values": [] } },
                                  ^^^^^ declared
                      "inputs": { "In": { "name": "In", "attributes": { "s": { "type": { "enum": "State" } } } } },
                                                                                                  ^^^^^ used"#]],
        ),
        (
            "\"input\": \"In\"",
            "In",
            expect![[r#"
                      "inputs": { "In": { "name": "In", "attributes": { "s": { "type": { "enum": "State" } } } } },
                                   ^^ declared
                      "queries": { "q": { "type": { "model": "User" }, "arguments": { "a": { "type": { "input": "In" } } } } },
                                                                                                                 ^^ name
                                                                                                                 ^^ used"#]],
        ),
        (
            "[\"userId\"]",
            "userId",
            expect![[r#"
                            "userId": { "type": "ID" },
                             ^^^^^^ declared
                            "user": { "type": { "model": "User" }, "association": { "connectionType": "BELONGS_TO", "targetNames": ["userId"] } },
                                                                                                                                     ^^^^^^ name
                                                                                                                                     ^^^^^^ used"#]],
        ),
        (
            "[\"user\"]",
            "user\"",
            expect![[r#"
                            "user": { "type": { "model": "User" }, "association": { "connectionType": "BELONGS_TO", "targetNames": ["userId"] } },
                             ^^^^ declared
                            "todos": { "type": { "model": "Todo" }, "association": { "connectionType": "HAS_MANY", "associatedWith": ["user"] } }
                                                                                                                                       ^^^^ name
                                                                                                                                       ^^^^ used"#]],
        ),
        (
            "\"modelName\": \"Message\"",
            "Message",
            expect![[r#"
                          "models": { "Message": { "fields": { "owner": { "type": { "model": "User" } }, "self": { "type": { "model": "Message" } } } } },
                                       ^^^^^^^ declared
                                                                                                                                       ^^^^^^^ used
                          "message": { "modelName": "Message", "send": { "type": { "model": "Message" } } }
                                                     ^^^^^^^ name
                                                     ^^^^^^^ used
                                                                                             ^^^^^^^ used"#]],
        ),
        (
            "\"primaryKeyFieldName\": \"id\", \"sortKeyFieldNames\": []",
            "id\"",
            expect![[r#"
                            "id": { "type": "ID" },
                             ^^ declared
                          "primaryKeyInfo": { "primaryKeyFieldName": "id", "sortKeyFieldNames": [] }
                                                                      ^^ name
                                                                      ^^ used"#]],
        ),
    ] {
        let token = MODELS.find(token).expect("the token is there");
        let at = token + MODELS[token..].find(name).expect("the name is there");
        let line_start = MODELS[..at].rfind('\n').map_or(0, |before| before + 1);
        let line_end = at + MODELS[at..].find('\n').expect("a line ends");
        let cursor = format!("\n{}|", " ".repeat(at - line_start));
        check(&format!("{}{cursor}{}", &MODELS[..line_end], &MODELS[line_end..]), expected);
    }
}

proptest::proptest! {
    #[test]
    fn any_offset_of_any_text_can_be_asked(text in testing::mutated(), at in 0.0..1.1) {
        let (project, path) = testing::project_of(&text);
        let offset = (text.len() as f64 * at) as usize;
        for range in highlights(&project, &path, offset) {
            assert!(text.get(range).is_some());
        }
        definition(&project, &path, offset);
    }
}
