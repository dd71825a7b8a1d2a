//! Where one value names another: the place it is declared, the places that use it.
//!
//! What names what is said by `refers-to` in the schemas. A declaration is known as one by its uses only.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node, NodeId};

use super::our_document;
use crate::document::Document;
use crate::file_path::FilePath;
use crate::keywords::Reference;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::references::{follow, names, starts};

/// The range of the name at `offset` and the places (of the same file) where it is declared; `None` if it is no name.
pub fn definition(project: &Project, path: &FilePath, offset: usize) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let document = our_document(project, path)?;
    let mut search = Search::at(document, offset)?;
    let declared = search.declared.iter().map(|node| node.content_range()).collect();
    match search.own_use.take() {
        Some(own) => Some((own.range, declared)),
        None => (!search.uses().is_empty()).then(|| (search.token.content_range(), declared)),
    }
}

/// All places of the file that use the name at `offset`, its declaration included if `with_declaration`.
pub fn references(project: &Project, path: &FilePath, offset: usize, with_declaration: bool) -> Vec<Range<usize>> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let Some(mut search) = Search::at(document, offset) else { return Vec::new() };
    let mut ranges = search.uses();
    if with_declaration && !ranges.is_empty() {
        ranges.extend(search.declared.iter().map(|node| node.content_range()));
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    ranges
}

/// All places of the file that hold the name at `offset`.
pub fn highlights(project: &Project, path: &FilePath, offset: usize) -> Vec<Range<usize>> {
    references(project, path, offset, true)
}

/// A place that names something.
struct Use<'d> {
    /// The value that the reference counts from.
    value: Node<'d>,
    name: Cow<'d, str>,
    /// Bytes of the name alone.
    range: Range<usize>,
    reference: &'static Reference,
}

/// What `value` names, if the schema says that it, or its key, names something.
fn use_of<'d>(knowledge: &'static Knowledge, value: Node<'d>, id: SubschemaId) -> Option<Use<'d>> {
    let reference = knowledge.keywords(id).refers_to.as_ref()?;
    let Some(prefix) = &reference.key_prefix else {
        return Some(Use { value, name: value.as_str()?, range: value.content_range(), reference });
    };
    let key = value.member()?.key()?;
    let name = key.string_value().strip_prefix(prefix.as_str())?.to_owned();
    let range = key.content_range();
    // Behind a prefix that is written with escapes the name cannot be told apart.
    let is_plain = key.tree().text()[range.clone()].starts_with(prefix.as_str());
    let start = if is_plain { range.start + prefix.len() } else { range.start };
    Some(Use { value, name: Cow::Owned(name), range: start..range.end, reference })
}

/// A name, looked for in one document.
struct Search<'d> {
    document: &'d Document,
    /// The string or key it was asked for.
    token: Node<'d>,
    name: String,
    /// The token as a use; else it may be a declaration.
    own_use: Option<Use<'d>>,
    declared: Vec<Node<'d>>,
    /// Declarations of the name by start and path, so that each list of names is looked through once.
    looked: HashMap<(NodeId, String), Vec<Node<'d>>>,
}

impl<'d> Search<'d> {
    fn at(document: &'d Document, offset: usize) -> Option<Search<'d>> {
        let token = document.tree.node_at(offset);
        let is_inside = token.range().start <= offset && offset <= token.range().end;
        if !is_inside || !matches!(token.kind(), Kind::String | Kind::Key) {
            return None;
        }
        let (knowledge, id) = document.subschema(token)?;
        let value = if token.kind() == Kind::Key { token.member()?.value()? } else { token };
        // A key is a use only of its own name, a string only of its own text.
        let own_use = use_of(knowledge, value, id)
            .filter(|own| own.reference.key_prefix.is_some() == (token.kind() == Kind::Key));
        let name = own_use.as_ref().map_or_else(|| token.string_value().into_owned(), |own| own.name.to_string());
        let mut search = Search { document, token, name, own_use: None, declared: Vec::new(), looked: HashMap::new() };
        search.declared = match &own_use {
            Some(own) => search.declarations(own),
            None => vec![token],
        };
        search.own_use = own_use;
        Some(search)
    }

    /// Where what `used` names is declared: the nearest place that has the name.
    fn declarations(&mut self, used: &Use<'d>) -> Vec<Node<'d>> {
        let (starts, path) = starts(self.document.tree.root(), used.value, 0, &used.reference.at);
        for start in starts {
            let name = &self.name;
            let found = self.looked.entry((start.id(), path.to_string())).or_insert_with(|| {
                let names = follow(start, &path).into_iter().flat_map(names);
                names.filter(|node| node.string_value() == *name).collect()
            });
            if !found.is_empty() {
                return found.clone();
            }
        }
        Vec::new()
    }

    /// The places that name what the token names or declares; of a name that is declared nowhere, those that look for
    /// it in the same place.
    fn uses(&mut self) -> Vec<Range<usize>> {
        let Some(knowledge) = self.document.knowledge() else { return Vec::new() };
        let root = self.document.tree.root();
        let outermost = |used: &Use<'d>| {
            let (starts, path) = starts(root, used.value, 0, &used.reference.at);
            (starts.last().map(|start| start.id()), path)
        };
        let own_place = self.own_use.as_ref().map(outermost);
        let mut same_name: Vec<Use<'d>> = Vec::new();
        self.document.visit_known(|value, id| {
            same_name.extend(use_of(knowledge, value, id).filter(|used| used.name == self.name));
        });
        same_name.retain(|used| {
            let declared = self.declarations(used);
            match (declared.first(), self.declared.first()) {
                (None, None) => Some(outermost(used)) == own_place,
                (Some(_), Some(_)) => declared.iter().any(|node| self.declared.contains(node)),
                _ => false,
            }
        });
        same_name.into_iter().map(|used| used.range).collect()
    }
}

#[cfg(test)]
mod tests {
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
}
