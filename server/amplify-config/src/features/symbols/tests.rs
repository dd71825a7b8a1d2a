use expect_test::{Expect, expect};

use super::super::testing;
use super::*;

fn tell(symbols: &[Symbol], indent: usize, out: &mut String) {
    for Symbol { name, detail, kind, children, .. } in symbols {
        let line = format!("{}{name}: {kind:?} {detail}", "  ".repeat(indent));
        out.push_str(line.trim_end());
        out.push('\n');
        tell(children, indent + 1, out);
    }
}

fn check(drawn: &str, expected: Expect) {
    let (project, path, _) = testing::project(drawn);
    let mut out = String::new();
    tell(&symbols(&project, &path), 0, &mut out);
    expected.assert_eq(&out);
}

#[test]
fn members_are_listed_with_their_short_values() {
    check(
        r#"
{
  "auth": {
    "aws_region": "us-east-1",
    "mfa_methods": ["SMS", "TOTP"],
    "groups": [{ "ADMINS": { "precedence": 0 } }, { "EDITORS": {} }],
    "password_policy": { "min_length": 8, "require_numbers": true }
  },
  "storage": { "buckets": [{ "name": "media", "bucket_name": "b" }] },
  "custom": null
}
"#,
        expect![[r#"
            auth: Object
              aws_region: String us-east-1
              mfa_methods: Array SMS, TOTP
              groups: Array 2 items
                0: Object ADMINS
                  ADMINS: Object
                    precedence: Number 0
                1: Object EDITORS
                  EDITORS: Object
              password_policy: Object
                min_length: Number 8
                require_numbers: Boolean true
            storage: Object
              buckets: Array 1 item
                0: Object media
                  name: String media
                  bucket_name: String b
            custom: Null null
        "#]],
    );
}

#[test]
fn of_models_the_fields_are_shown_with_their_types() {
    check(
        r#"
{
  "data": {
    "model_introspection": {
      "version": 1,
      "models": {
        "Todo": {
          "name": "Todo",
          "fields": {
            "id": { "name": "id", "isArray": false, "type": "ID", "isRequired": true },
            "owner": { "name": "owner", "type": { "model": "User" } }
          }
        }
      }
    }
  }
}
"#,
        expect![[r#"
            data: Object
              model_introspection: Object
                version: Number 1
                models: Object
                  Todo: Object
                    name: String Todo
                    fields: Object
                      id: Object ID
                      owner: Object User
        "#]],
    );
}

#[test]
fn a_broken_file_keeps_its_outline() {
    check(
        r#"
{
  "auth": {
    "user_pool_id": ,
    "mfa_methods": ["SMS"
    "aws_region": us-east-1
  "": 1,
  "version": "1
"#,
        expect![[r#"
            auth: Object
              user_pool_id: Null
              mfa_methods: Array SMS
              aws_region: String us-east-1
            "": Number 1
            version: String 1
        "#]],
    );
}

#[test]
fn other_files_have_none() {
    check("//- package.json\n{ \"version\": \"1\" }\n", expect![""]);
}

fn size(symbols: &[Symbol]) -> usize {
    symbols.iter().map(|symbol| 1 + size(&symbol.children)).sum()
}

#[test]
fn a_large_file_loses_its_deepest_level_first() {
    let items: Vec<String> = (0..2000).map(|number| format!("\"k{number}\": {{ \"a\": {{ \"b\": 1 }} }}")).collect();
    let text = format!("{{ \"version\": \"1\", \"custom\": {{ {} }}, \"data\": {{}} }}", items.join(", "));
    let (project, path) = testing::project_of(&text);
    let outline = symbols(&project, &path);
    let names: Vec<&str> = outline.iter().map(|symbol| symbol.name.as_str()).collect();
    assert_eq!(names, ["version", "custom", "data"]);
    assert_eq!(size(&outline), 3 + 2 * 2000);
}

#[test]
fn deep_nesting_is_cut_off() {
    let (project, path) = testing::project_of(&format!("{{\"version\": \"1\", \"custom\": {}", "[".repeat(100_000)));
    assert_eq!(size(&symbols(&project, &path)), 1 + MAX_LEVELS);
}

proptest::proptest! {
    #[test]
    fn symbols_lie_inside_each_other(text in testing::mutated()) {
        fn inside(symbols: &[Symbol], outer: &Range<usize>) {
            for symbol in symbols {
                assert!(!symbol.name.is_empty());
                for (inner, outer) in [(&symbol.range, outer), (&symbol.selection, &symbol.range)] {
                    assert!(outer.start <= inner.start && inner.end <= outer.end, "{inner:?} {outer:?}");
                }
                inside(&symbol.children, &symbol.range);
            }
        }
        let (project, path) = testing::project_of(&text);
        inside(&symbols(&project, &path), &(0..text.len()));
    }
}
