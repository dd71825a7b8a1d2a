//! What the user set, from several places over each other.
//!
//! Every member is read on its own: a wrong one is said once and its default holds, the others count. A new setting is
//! one more field of [`Settings`] and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use amplify_config::{Library, Severity, did_you_mean, rule, rules};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The section of the editor's settings that is ours.
pub(crate) const SECTION: &str = "amplify-ls";

/// Members of the section that the editor's extension reads and the server does not.
const EXTENSION_KEYS: [&str; 5] = ["trace", "server", "path", "enable", "cmd"];

/// The settings of the language server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// Another server on the same documents knows plain JSON: leave syntax errors, outline, folding, selection and
    /// formatting to it.
    pub(crate) builtin_json_server: bool,
    /// Show the names of regions, and of what the account has, behind their ids.
    pub(crate) inlay_hints: bool,
    /// The client libraries that count; empty: those that the project's dependencies name.
    pub(crate) libraries: BTreeSet<Library>,
    /// Severities by the code of the rule.
    pub(crate) severity: BTreeMap<String, SeverityName>,
    /// Whether AWS may be asked, and as whom.
    pub(crate) account: AccountSettings,
}

/// Whether AWS may be asked, and as whom: nobody, as long as the user says nothing.
///
/// Editors mix settings of an opened folder into those of the user, and nobody can tell one from the other here. Those
/// that say who the user is are therefore declared as the user's alone where an editor knows such (`scope` in
/// `editors/settings.json`), and the endpoint must be on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct AccountSettings {
    /// AWS may be asked.
    pub(crate) enabled: bool,
    /// The profile of the AWS configuration; empty: as the environment says.
    pub(crate) profile: String,
    /// Only these regions are asked; empty: all.
    pub(crate) regions: Vec<String>,
    /// An emulator on this machine, instead of AWS.
    pub(crate) endpoint: String,
    /// A snapshot of an account, which is read instead of asking AWS; empty: none.
    pub(crate) snapshot: String,
}

/// Where settings of the account stand in the section.
const ACCOUNT: &str = "account";

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            builtin_json_server: false,
            inlay_hints: true,
            libraries: BTreeSet::new(),
            severity: BTreeMap::new(),
            account: AccountSettings::default(),
        }
    }
}

/// How a user calls a severity, or that a rule is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SeverityName {
    Off,
    Hint,
    Information,
    Warning,
    Error,
}

impl Settings {
    /// The part that the analysis minds, for these open folders.
    pub(crate) fn of_project(&self, roots: Vec<String>) -> amplify_config::Settings {
        let severity = |(code, name): (&String, &SeverityName)| {
            let severity = match name {
                SeverityName::Off => None,
                SeverityName::Hint => Some(Severity::Hint),
                SeverityName::Information => Some(Severity::Information),
                SeverityName::Warning => Some(Severity::Warning),
                SeverityName::Error => Some(Severity::Error),
            };
            (code.clone(), severity)
        };
        amplify_config::Settings {
            libraries: self.libraries.clone(),
            severities: self.severity.iter().map(severity).collect(),
            roots,
        }
    }
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
                    settings = match (key.as_str(), value) {
                        (ACCOUNT, Value::Object(members)) => {
                            let account = members.iter().fold(settings.account, |account, (key, value)| {
                                set(account, &format!("{SECTION}.{ACCOUNT}"), key, value, &mut complaints)
                            });
                            Settings { account, ..settings }
                        }
                        _ => set(settings, SECTION, key, value, &mut complaints),
                    };
                }
            }
            _ => complaints.push(format!("The settings of {SECTION} are no object and are not used")),
        }
    }
    if !settings.account.endpoint.is_empty() && !amplify_account::is_loopback(&settings.account.endpoint) {
        settings.account.endpoint.clear();
        complaints.push(format!("{SECTION}.account.endpoint must lead to this machine and is not used"));
    }
    settings.account.regions.retain(|region| {
        let is_one = amplify_config::Region::new(region).is_some();
        if !is_one {
            complaints.push(format!("{SECTION}.account.regions has an item that is no AWS region and is not used"));
        }
        is_one
    });
    for code in settings.severity.keys().filter(|code| rule(code).is_none()) {
        let near = suggestion(did_you_mean(code, rules().iter().map(|rule| rule.code)));
        complaints.push(format!("{SECTION}.severity.{code} is no rule{near}"));
    }
    (settings, complaints)
}

/// Sets one member of the settings that stand under `name`.
fn set<T: Serialize + DeserializeOwned>(
    settings: T,
    name: &str,
    key: &str,
    value: &Value,
    complaints: &mut Vec<String>,
) -> T {
    let Ok(Value::Object(mut members)) = serde_json::to_value(&settings) else { return settings };
    if !members.contains_key(key) {
        if !EXTENSION_KEYS.contains(&key) {
            let near = suggestion(did_you_mean(key, members.keys().map(String::as_str)));
            complaints.push(format!("{name}.{key} is no setting{near}"));
        }
        return settings;
    }
    // An extension may list a setting without a value: then the weaker one holds.
    if value.is_null() {
        return settings;
    }
    members.insert(key.to_owned(), value.clone());
    serde_json::from_value(Value::Object(members)).unwrap_or_else(|error| {
        // What was meant for an account is not repeated: it may be a name or a key.
        let why = if name == SECTION && key != ACCOUNT { format!(": {error}") } else { String::new() };
        complaints.push(format!("{name}.{key} has a value that does not fit and is not used{why}"));
        settings
    })
}

fn suggestion(near: Option<&str>) -> String {
    near.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
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
    use std::collections::BTreeSet;

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
        check(
            &[json!({ "libraries": ["js", "cobol"], "severity": { "unknown-kee": "off" }, "builtinJsonServer": true })],
            true,
            &[
                "amplify-ls.libraries has a value that does not fit and is not used: unknown variant `cobol`, expected one of `js`, `swift`, `android`, `flutter`",
                "amplify-ls.severity.unknown-kee is no rule; did you mean unknown-key?",
            ],
        );
        check(&[json!(5)], false, &["The settings of amplify-ls are no object and are not used"]);
    }

    #[test]
    fn libraries_and_severities_reach_the_analysis() {
        let (settings, complaints) = read(&[&json!({
            "libraries": ["swift", "js"],
            "severity": { "unknown-key": "off", "missing-key": "hint" },
        })]);
        assert_eq!(complaints, Vec::<String>::new());
        let settings = settings.of_project(vec!["file:///p".to_owned()]);
        assert_eq!(settings.libraries.into_iter().collect::<Vec<_>>(), [Library::Js, Library::Swift]);
        let severities: Vec<_> = settings.severities.into_iter().collect();
        assert_eq!(severities, [("missing-key".to_owned(), Some(Severity::Hint)), ("unknown-key".to_owned(), None)]);
    }

    #[test]
    fn who_is_asked_is_said_by_member_and_never_repeated() {
        let (settings, complaints) = read(&[
            &json!({ "account": { "enabled": true, "profile": "work", "regions": ["eu-west-1"] } }),
            &json!({ "account": { "profile": "home", "regions": null, "endpoint": "http://127.0.0.1:4566" } }),
        ]);
        assert_eq!(complaints, [""; 0]);
        let expected = AccountSettings {
            enabled: true,
            profile: "home".to_owned(),
            regions: vec!["eu-west-1".to_owned()],
            endpoint: "http://127.0.0.1:4566".to_owned(),
            snapshot: String::new(),
        };
        assert_eq!(settings.account, expected);

        let wrong = [
            (json!({ "enabled": "AKIAX" }), "amplify-ls.account.enabled has a value that does not fit and is not used"),
            (json!({ "profil": "x" }), "amplify-ls.account.profil is no setting; did you mean profile?"),
            (
                json!({ "endpoint": "https://evil.example" }),
                "amplify-ls.account.endpoint must lead to this machine and is not used",
            ),
            (
                json!({ "regions": ["us-east-1.evil.example"] }),
                "amplify-ls.account.regions has an item that is no AWS region and is not used",
            ),
            (json!("AKIAX"), "amplify-ls.account has a value that does not fit and is not used"),
        ];
        for (account, complaint) in wrong {
            let (settings, complaints) = read(&[&json!({ "account": account })]);
            assert_eq!(settings.account, AccountSettings::default(), "{account}");
            assert_eq!(complaints, [complaint]);
        }
    }

    #[test]
    fn our_section_is_found_in_what_is_pushed() {
        let ours = json!({ "builtinJsonServer": true });
        assert_eq!(section(json!({ "amplify-ls": ours, "other": 1 })), ours);
        assert_eq!(section(ours.clone()), ours);
        assert_eq!(section(json!(null)), json!(null));
    }

    #[test]
    fn the_editors_offer_every_setting_and_value() {
        let offered: Value = serde_json::from_str(include_str!("../../../../editors/settings.json")).unwrap();
        let offered = &offered["server"];
        let read = serde_json::to_value(Settings::default()).unwrap();
        let mut names: BTreeSet<String> = read.as_object().unwrap().keys().cloned().collect();
        names.remove(ACCOUNT);
        names.extend(read[ACCOUNT].as_object().unwrap().keys().map(|key| format!("{ACCOUNT}.{key}")));
        assert_eq!(offered.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>(), names);
        let values = |pointer: &str| offered.pointer(pointer).unwrap().clone();
        serde_json::from_value::<Vec<Library>>(values("/libraries/items/enum")).unwrap();
        serde_json::from_value::<Vec<SeverityName>>(values("/severity/values")).unwrap();
    }
}
