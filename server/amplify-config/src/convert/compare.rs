//! Where two files say different things, whatever their kinds.
//!
//! Two files of one kind are compared value by value; of two kinds only that is compared which both can say. Order, lay-out
//! and spelling (`OFF` for `NONE`) are no differences.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::config_kind::ConfigKind;
use crate::convert::fields::FIELDS;
use crate::convert::{as_outputs, shown};
use crate::document::Document;
use crate::spelling::fold;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, as people write it; of files of two kinds its name in Gen 2.
    pub field: String,
    /// What the first file says, as JSON; `None` if it does not say it, or nothing with it.
    pub left: Option<String>,
    /// What the second file says.
    pub right: Option<String>,
}

/// What is different. `None` if one of them is none of our files.
pub fn differences(left: &Document, right: &Document) -> Option<Vec<Difference>> {
    let (one, other) = (left.kind()?, right.kind()?);
    let mut found = Vec::new();
    if one == other {
        let (left, right) = (left.tree.root().to_value(128), right.tree.root().to_value(128));
        compare(&left, &right, "", &mut found);
    } else {
        let (left, right) = (further_modes_only(as_outputs(left)?), further_modes_only(as_outputs(right)?));
        for field in FIELDS.iter().filter(|field| is_said_by(field.outputs, one) && is_said_by(field.outputs, other)) {
            let pointer = format!("/{}", field.outputs);
            let value = |root: &Value| root.pointer(&pointer).cloned().unwrap_or_default();
            compare(&meaning(&pointer, value(&left)), &meaning(&pointer, value(&right)), &pointer, &mut found);
        }
        let apis = |root: &Value| root.pointer("/custom/API").cloned().unwrap_or_default();
        compare(&apis(&left), &apis(&right), "/custom/API", &mut found);
    }
    Some(found)
}

/// The default mode may stand among the further ones too, which says nothing.
fn further_modes_only(mut root: Value) -> Value {
    let default = root.pointer("/data/default_authorization_type").cloned();
    if let Some(Value::Array(modes)) = root.pointer_mut("/data/authorization_types") {
        modes.retain(|mode| Some(mode) != default.as_ref());
    }
    root
}

/// Files of that kind can say it.
fn is_said_by(name: &str, kind: ConfigKind) -> bool {
    // Left to be understood, or worked out, in one kind or the other.
    if ["version", "auth/unauthenticated_identities_enabled"].contains(&name) || name.starts_with(['~']) {
        return false;
    }
    let has_place = FIELDS.iter().any(|field| field.outputs == name && field.path(kind).is_some());
    let is_api = kind == ConfigKind::Mobile && name.starts_with("data/") && name != "data/model_introspection";
    has_place || is_api || name.starts_with("notifications/")
}

/// The value with what absence means.
fn meaning(pointer: &str, value: Value) -> Value {
    match (pointer, &value) {
        ("/auth/username_attributes", Value::Array(items)) if items.iter().all(|item| item == "username") => {
            Value::Null
        }
        // Gen 1 says push without the platform.
        ("/notifications/channels", Value::Array(items)) => {
            let word = |item: &Value| if item == "APNS" || item == "FCM" { "push".into() } else { item.clone() };
            items.iter().map(word).collect()
        }
        _ => value,
    }
}

fn compare(left: &Value, right: &Value, at: &str, found: &mut Vec<Difference>) {
    match (left, right) {
        _ if left == right || is_nothing(left) && is_nothing(right) => {}
        (Value::Object(one), Value::Object(other)) => {
            let mut names: Vec<&String> = one.keys().collect();
            names.extend(other.keys().filter(|name| !one.contains_key(*name)));
            for name in names {
                let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                compare(&left[name], &right[name], &pointer, found);
            }
        }
        (Value::Array(one), Value::Array(other)) if as_set(one).is_some() && as_set(one) == as_set(other) => {}
        // A section that only one of the files has is told field by field.
        (Value::Object(one), Value::Null) if is_structure(one) => compare(left, &Value::Object(Map::new()), at, found),
        (Value::Null, Value::Object(other)) if is_structure(other) => {
            compare(&Value::Object(Map::new()), right, at, found);
        }
        (Value::Array(one), Value::Array(other)) if by_name(one).is_some() && by_name(other).is_some() => {
            let [one, other] = [one, other].map(|items| Value::Object(by_name(items).unwrap_or_default()));
            compare(&one, &other, at, found);
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() && one.iter().all(Value::is_object) => {
            for (number, (left, right)) in one.iter().zip(other).enumerate() {
                compare(left, right, &format!("{at}/{number}"), found);
            }
        }
        _ => {
            let name = at.rsplit('/').next().unwrap_or_default();
            let said = |value: &Value| (!is_nothing(value)).then(|| without_secrets(name, value).to_string());
            found.push(Difference { field: shown(at), left: said(left), right: said(right) });
        }
    }
}

/// Lists of words have no order that matters.
fn as_set(items: &[Value]) -> Option<BTreeSet<&str>> {
    items.iter().map(Value::as_str).collect()
}

/// The value below that key as it may be shown.
fn without_secrets(name: &str, value: &Value) -> Value {
    match value {
        _ if fold(name).ends_with("secret") => "hidden".into(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), without_secrets(name, value))).collect()
        }
        Value::Array(items) => items.iter().map(|item| without_secrets("", item)).collect(),
        other => other.clone(),
    }
}

/// Few enough members to be read one by one; models have hundreds.
fn is_structure(members: &Map<String, Value>) -> bool {
    members.values().map(leaves).sum::<usize>() <= 40
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Array(items) => items.iter().map(leaves).sum::<usize>().max(1),
        _ => 1,
    }
}

/// Items that have a name each: in a field of their own, or as their only key. In which order they stand is no matter.
fn by_name(items: &[Value]) -> Option<Map<String, Value>> {
    let mut named = Map::new();
    for item in items {
        let members = item.as_object()?;
        let (name, value) = match (members.get("name").and_then(Value::as_str), members.iter().next()) {
            (Some(name), _) => (name.to_owned(), item.clone()),
            (None, Some((name, value))) if members.len() == 1 => (name.clone(), value.clone()),
            _ => return None,
        };
        if named.insert(name, value).is_some() {
            return None;
        }
    }
    Some(named)
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FilePath;
    use crate::convert::{convert, file_name};
    use crate::features::testing::FULL;

    #[test]
    fn a_changed_value_is_the_only_difference_to_a_file_of_any_kind() {
        let source = Document::new(FilePath::new("amplify_outputs.json"), FULL);
        for to in ConfigKind::ALL {
            let text = convert(&source, to, &[]).map_or(FULL.to_owned(), |conversion| conversion.text);
            let other = |text: &str| Document::new(FilePath::new(file_name(to)), text);
            assert_eq!(differences(&source, &other(&text)), Some(Vec::new()), "{to:?}");
            let changed = text.replace("7k8l9m0n1o2p3q4r5s6t7u8v9a", "1a2b3c");
            let found = differences(&source, &other(&changed)).unwrap();
            let fields: Vec<&str> = found.iter().map(|difference| difference.field.as_str()).collect();
            assert_eq!(fields, ["auth.user_pool_client_id"], "{to:?}");
            assert_eq!(found[0].right.as_deref(), Some("\"1a2b3c\""));
        }
    }

    /// The differences of two files of those kinds, a line each.
    fn check(kinds: (ConfigKind, ConfigKind), left: &str, right: &str, expected: &[&str]) {
        let read = |kind, text: &str| Document::new(FilePath::new(file_name(kind)), text);
        let found = differences(&read(kinds.0, left), &read(kinds.1, right)).unwrap();
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let lines: Vec<String> = found
            .iter()
            .map(|found| format!("{}: {} | {}", found.field, said(&found.left), said(&found.right)))
            .collect();
        assert_eq!(lines, expected, "{left}\n{right}");
    }

    #[test]
    fn what_differs_is_told_where_it_is() {
        use ConfigKind::{Mobile, Outputs, Web};
        let outputs = |rest: &str| format!("{{\"version\": \"1.4\", {rest}}}");
        let pool = r#""user_pool_id": "us-east-1_a", "aws_region": "us-east-1", "user_pool_client_id": "c""#;
        let bucket = |name: &str, bucket: &str| {
            format!(r#"{{ "name": "{name}", "bucket_name": "{bucket}", "aws_region": "us-east-1" }}"#)
        };
        let (one, two, other) = (bucket("a", "x"), bucket("b", "y"), bucket("b", "z"));
        for (left, right, expected) in [
            // A section that only one of them has.
            (
                outputs(r#""storage": { "aws_region": "us-east-1", "bucket_name": "b" }"#),
                outputs(r#""storage": {}"#),
                &["storage.aws_region: \"us-east-1\" | nothing", "storage.bucket_name: \"b\" | nothing"][..],
            ),
            // What has a name is found by it, wherever it stands.
            (
                outputs(&format!(r#""storage": {{ "buckets": [{one}, {two}] }}"#)),
                outputs(&format!(r#""storage": {{ "buckets": [{other}, {one}] }}"#)),
                &["storage.buckets.b.bucket_name: \"y\" | \"z\""],
            ),
            (
                outputs(r#""auth": { "groups": [{ "A": { "precedence": 0 } }, { "B": { "precedence": 1 } }] }"#),
                outputs(r#""auth": { "groups": [{ "B": { "precedence": 0 } }] }"#),
                &["auth.groups.A.precedence: 0 | nothing", "auth.groups.B.precedence: 1 | 0"],
            ),
            // A list is told as a whole, and without order.
            (
                outputs(r#""auth": { "mfa_methods": ["SMS", "TOTP"], "username_attributes": ["email"] }"#),
                outputs(r#""auth": { "mfa_methods": ["TOTP", "SMS"], "username_attributes": [] }"#),
                &["auth.username_attributes: [\"email\"] | nothing"],
            ),
            // What is there under another type.
            (
                outputs(r#""custom": { "a": { "client_secret": "s" } }"#),
                outputs(r#""custom": { "a": "s" }"#),
                &[r#"custom.a: {"client_secret":"hidden"} | "s""#],
            ),
            (outputs(r#""custom": { "a/b": 1 }"#), outputs(r#""custom": { "a/b": 2 }"#), &["custom.a/b: 1 | 2"]),
        ] {
            check((Outputs, Outputs), &left, &right, expected);
        }
        let web = r#"{ "aws_project_region": "us-east-1", "aws_user_pools_id": "us-east-1_a", "aws_cognito_region": "us-east-1",
            "aws_user_pools_web_client_id": "d", "aws_cognito_mfa_configuration": "OFF" }"#;
        let auth = outputs(&format!(r#""auth": {{ {pool}, "mfa_configuration": "NONE" }}"#));
        check((Outputs, Web), &auth, web, &["auth.user_pool_client_id: \"c\" | \"d\""]);
        check((Web, Outputs), web, &auth, &["auth.user_pool_client_id: \"d\" | \"c\""]);
        // Only what both can say: a mobile file has no groups.
        let mobile =
            convert(&Document::new(FilePath::new("amplify_outputs.json"), auth.as_str()), Mobile, &[]).unwrap();
        let groups = auth.replace("\"mfa_c", "\"groups\": [{ \"A\": {} }], \"mfa_c");
        check((Outputs, Mobile), &groups, &mobile.text, &[]);
    }

    #[test]
    fn order_is_no_difference_and_secrets_are_not_shown() {
        let read = |text: &str| Document::new(FilePath::new("amplify_outputs.json"), text);
        let left = read(r#"{"version": "1.4", "auth": {"mfa_methods": ["SMS", "TOTP"], "client_secret": "a"}}"#);
        let right = read(r#"{"auth": {"client_secret": "b", "mfa_methods": ["TOTP", "SMS"]}, "version": "1.4"}"#);
        let hidden = Some("\"hidden\"".to_owned());
        let field = "auth.client_secret".to_owned();
        let expected = vec![Difference { field, left: hidden.clone(), right: hidden }];
        assert_eq!(differences(&left, &right), Some(expected));
    }
}
