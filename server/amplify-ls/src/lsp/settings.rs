//! What the user set, from several places over each other.
//!
//! Every member is read on its own: a wrong one is said once and its default holds, the others count. A new setting is
//! one more field of [`Settings`] and nothing else.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The section of the editor's settings that is ours.
pub(crate) const SECTION: &str = "amplify-ls";

/// Members of the section that the editor's extension reads and the server does not.
const EXTENSION_KEYS: [&str; 5] = ["trace", "server", "path", "enable", "cmd"];

/// The settings of the language server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// Another server on the same documents knows plain JSON: leave syntax errors, outline, folding, selection and
    /// formatting to it.
    pub(crate) builtin_json_server: bool,
}

/// The settings that `layers` make, the weakest first, and what is wrong with them.
pub(crate) fn read(layers: &[&Value]) -> (Settings, Vec<String>) {
    let mut settings = Settings::default();
    let mut complaints = Vec::new();
    for layer in layers {
        match layer {
            Value::Null => {}
            Value::Object(members) => {
                for (key, value) in members {
                    settings = set(settings, key, value, &mut complaints);
                }
            }
            _ => complaints.push(format!("The settings of {SECTION} are no object and are not used")),
        }
    }
    (settings, complaints)
}

fn set(settings: Settings, key: &str, value: &Value, complaints: &mut Vec<String>) -> Settings {
    let Ok(Value::Object(mut members)) = serde_json::to_value(&settings) else { return settings };
    if !members.contains_key(key) {
        if !EXTENSION_KEYS.contains(&key) {
            complaints.push(format!("{SECTION}.{key} is no setting{}", suggestion(key, &members)));
        }
        return settings;
    }
    // An extension may list a setting without a value: then the weaker one holds.
    if value.is_null() {
        return settings;
    }
    members.insert(key.to_owned(), value.clone());
    serde_json::from_value(Value::Object(members)).unwrap_or_else(|error| {
        complaints.push(format!("{SECTION}.{key} has a value that does not fit and is not used: {error}"));
        settings
    })
}

fn suggestion(key: &str, known: &Map<String, Value>) -> String {
    let near = known.keys().map(|name| (distance(key, name), name)).min();
    near.filter(|(distance, _)| *distance <= 1 + key.len() / 4)
        .map(|(_, name)| format!("; did you mean {name}?"))
        .unwrap_or_default()
}

/// How many letters to add, drop or exchange, no matter their case.
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.to_ascii_lowercase(), right.to_ascii_lowercase());
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, letter) in left.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (at, other) in right.bytes().enumerate() {
            let exchange = diagonal + usize::from(letter != other);
            diagonal = row[at + 1];
            row[at + 1] = exchange.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[right.len()]
}

/// Our part of what an editor pushes: all its settings, or ours alone.
pub(crate) fn section(pushed: Value) -> Value {
    match pushed {
        Value::Object(mut all) => match all.remove(SECTION) {
            Some(ours) => ours,
            None => Value::Object(all),
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(layers: &[Value], expected: bool, complaints: &[&str]) {
        let (settings, found) = read(&layers.iter().collect::<Vec<_>>());
        assert_eq!(settings.builtin_json_server, expected, "{layers:?}");
        assert_eq!(found, complaints, "{layers:?}");
    }

    #[test]
    fn the_stronger_layer_wins_and_null_says_nothing() {
        check(&[json!(null)], false, &[]);
        check(&[json!({ "builtinJsonServer": true }), json!(null)], true, &[]);
        check(&[json!({ "builtinJsonServer": true }), json!({ "builtinJsonServer": null })], true, &[]);
        check(&[json!({ "builtinJsonServer": true }), json!({ "builtinJsonServer": false })], false, &[]);
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_counts() {
        check(
            &[json!({ "builtinJsonSever": true, "colour": 1, "trace": {} })],
            false,
            &[
                "amplify-ls.builtinJsonSever is no setting; did you mean builtinJsonServer?",
                "amplify-ls.colour is no setting",
            ],
        );
        check(
            &[json!({ "builtinJsonServer": "yes" })],
            false,
            &[
                "amplify-ls.builtinJsonServer has a value that does not fit and is not used: invalid type: string \"yes\", expected a boolean",
            ],
        );
        check(&[json!(5)], false, &["The settings of amplify-ls are no object and are not used"]);
    }

    #[test]
    fn our_section_is_found_in_what_is_pushed() {
        let ours = json!({ "builtinJsonServer": true });
        assert_eq!(section(json!({ "amplify-ls": ours, "other": 1 })), ours);
        assert_eq!(section(ours.clone()), ours);
        assert_eq!(section(json!(null)), json!(null));
    }
}
