//! Where two files say different things, whatever their kinds.
//!
//! Two files of one kind are compared value by value; of two kinds only that is compared which both can say. Order, lay-out
//! and spelling (`OFF` for `NONE`) are no differences.

use std::collections::BTreeSet;

use amplify_json::string::quote;
use serde_json::Value;

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
    /// What the first file says, as JSON; `None` if it does not say it.
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
        _ => {
            let is_secret = at.rsplit('/').next().is_some_and(|name| fold(name).ends_with("secret"));
            let said = |value: &Value| match value {
                Value::Null => None,
                _ if is_secret => Some(quote("hidden")),
                value => Some(value.to_string()),
            };
            found.push(Difference { field: shown(at), left: said(left), right: said(right) });
        }
    }
}

/// Lists of words have no order that matters.
fn as_set(items: &[Value]) -> Option<BTreeSet<&str>> {
    items.iter().map(Value::as_str).collect()
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
