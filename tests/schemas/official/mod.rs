//! Our assertions beside the official ones: every difference is listed here with its reason, and nothing else differs.
//!
//! A difference that is not listed is a mistake in our schema, or news from upstream; a listed one that no longer
//! occurs has to be struck off.

mod compare;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::book::files;
use compare::{Difference, Document, differences};

/// The official schemas of `amplify_outputs.json`: a label, the version of which each speaks, the text.
const OUTPUTS: [(&str, &str, &str); 7] = [
    ("1", "1", include_str!("../../official/schema_v1.json")),
    ("1.1", "1.1", include_str!("../../official/schema_v1.1.json")),
    ("1.2", "1.2", include_str!("../../official/schema_v1.2.json")),
    ("1.3", "1.3", include_str!("../../official/schema_v1.3.json")),
    ("1.4", "1.4", include_str!("../../official/schema_v1.4.json")),
    ("1.5", "1.5", include_str!("../../official/schema_v1.5.json")),
    // The copy that the reference page prints.
    ("page", "1", include_str!("../../official/amplify-outputs-schema-v1.json")),
];

/// The official schema of what stands under `data.model_introspection`.
const INTROSPECTION: &str = include_str!("../../official/ModelIntrospectionSchema.json");

/// A difference that is meant.
struct Deviation {
    /// The labels of the official schemas from which ours differs so.
    from: &'static str,
    /// Where in a document; `*` is any item, or any key that has no name of its own.
    place: &'static str,
    /// What differs.
    what: &'static str,
    /// Why ours is right.
    why: &'static str,
}

const ALL: &str = "1 1.1 1.2 1.3 1.4 1.5 page";

const OUTPUTS_DEVIATIONS: &[Deviation] = &[
    Deviation {
        from: "1",
        place: "/version",
        what: r#"values: officially "1.1", here "1""#,
        why: "the file was restored from the state of 1.1 and kept its constant; the tools and the page say 1",
    },
    Deviation {
        from: "page",
        place: "/auth/password_policy",
        what: "required: officially none, here min_length require_lowercase require_numbers require_symbols \
               require_uppercase",
        why: "the page lags behind: the tools always write the five keys, and Swift and Android refuse a file without",
    },
    Deviation {
        from: ALL,
        place: "/auth/username_attributes",
        what: "minItems: officially 1, here none",
        why: "the tools write an empty list for pools with plain user names, and every library takes it",
    },
    Deviation {
        from: ALL,
        place: "/auth/mfa_methods",
        what: "uniqueItems: officially none, here true",
        why: "a factor that is listed twice is a slip, and no tool writes one",
    },
    Deviation {
        from: ALL,
        place: "/auth/user_verification_types",
        what: "uniqueItems: officially none, here true",
        why: "an attribute that is listed twice is a slip, and no tool writes one",
    },
    Deviation {
        from: "1.3 1.4 1.5",
        place: "/auth/groups/*",
        what: r#"pattern of keys: officially none, here "^\\S+$""#,
        why: "Cognito has no groups with blanks in their names",
    },
    Deviation {
        from: "1.3 1.4 1.5",
        place: "/auth/groups/*",
        what: "maxLength of keys: officially none, here 128",
        why: "Cognito has no groups with longer names",
    },
    Deviation {
        from: "1.3 1.4 1.5",
        place: "/auth/groups/*/*/precedence",
        what: "minimum: officially none, here 0",
        why: "Cognito refuses a negative precedence",
    },
    Deviation {
        from: ALL,
        place: "/data/authorization_types",
        what: "uniqueItems: officially none, here true",
        why: "a mode that is listed twice is a slip, and no tool writes one",
    },
    Deviation {
        from: ALL,
        place: "/geo/maps/items/*/style",
        what: "alternatives: officially 0, here 2",
        why: "the styles that the service knows are named, so that they can be offered; any other text is taken too",
    },
    Deviation {
        from: ALL,
        place: "/data/model_introspection",
        what: "officially anything goes",
        why: "the generator has a schema of its own for it, with which ours is compared below",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*",
        what: "only officially: `entity`",
        why: "the tools write `entityidentity`, and only that is read",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*",
        what: "only officially: `groups`",
        why: "the tools write `groups` with the name of the group behind it, and only that is read",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*",
        what: "only here: `entityidentity`",
        why: "what the tools write for owners in every version",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*",
        what: "only here: `(^groups.+$)`",
        why: "what the tools write for groups in every version",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*/guest",
        what: "uniqueItems: officially none, here true",
        why: "an action that is listed twice is a slip, and no tool writes one",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*/authenticated",
        what: "uniqueItems: officially none, here true",
        why: "an action that is listed twice is a slip, and no tool writes one",
    },
    Deviation {
        from: "1.2 1.3",
        place: "/storage/buckets/*/paths/*/resource",
        what: "uniqueItems: officially none, here true",
        why: "an action that is listed twice is a slip, and no tool writes one",
    },
    Deviation {
        from: "1.4 1.5",
        place: "/storage/buckets/*/paths/*",
        what: "officially anything goes",
        why: "there is a note for TypeScript only, which a validator does not see; ours says what the note means",
    },
    Deviation {
        from: "1 1.1 1.2 1.3 1.4 page",
        place: "/notifications",
        what: "required: officially amazon_pinpoint_app_id aws_region channels, here none",
        why: "ours speaks of all versions at once: 1.5 allows `amazon_connect` instead, which official samples of 1.4 have",
    },
    Deviation {
        from: "1 1.1 1.2 1.3 1.4 page",
        place: "/notifications",
        what: "alternatives: officially 0, here 2",
        why: "the same three keys, as one of the two ways of 1.5",
    },
    Deviation {
        from: ALL,
        place: "/custom",
        what: "officially anything goes",
        why: "JavaScript reads `custom.events`, so ours says what that is; all else goes here too",
    },
];

const INTROSPECTION_DEVIATIONS: &[Deviation] = &[
    association("/models/*/fields/*/association"),
    association("/nonModels/*/fields/*/association"),
    association("/conversations/*/models/*/fields/*/association"),
    association("/conversations/*/nonModels/*/fields/*/association"),
];

const fn association(place: &'static str) -> Deviation {
    Deviation {
        from: "introspection",
        place,
        what: "alternatives: officially 3, here 2",
        why: "said in fewer words, so that a fault is told better; a test below shows that the same is allowed",
    }
}

#[test]
fn the_outputs_schema_asserts_what_the_official_ones_do() {
    let mut found = BTreeMap::new();
    for (label, version, text) in OUTPUTS {
        let official: Value = serde_json::from_str(text).unwrap();
        let mut ours = our("amplify-outputs.schema.json");
        // Each official file speaks of one version, ours of all.
        let words = ours.pointer_mut("/properties/version/enum").and_then(Value::as_array_mut).unwrap();
        words.retain(|word| word == version);
        collect(label, &official, &ours, Some(version), &mut found);
    }
    check(found, OUTPUTS_DEVIATIONS);
}

#[test]
fn the_introspection_schema_asserts_what_the_official_one_does() {
    let mut found = BTreeMap::new();
    let official: Value = serde_json::from_str(INTROSPECTION).unwrap();
    collect("introspection", &official, &our("model-introspection.schema.json"), None, &mut found);
    check(found, INTROSPECTION_DEVIATIONS);
}

#[test]
fn associations_are_allowed_that_officially_are() {
    let official: Value = serde_json::from_str(INTROSPECTION).unwrap();
    let official = json!({ "$ref": "#/definitions/AssociationType", "definitions": official["definitions"] });
    let ours = json!({ "$ref": "#/$defs/association", "$defs": our("model-introspection.schema.json")["$defs"] });
    let [official, ours] = [official, ours].map(|schema| jsonschema::validator_for(&schema).unwrap());
    let types = [None, Some(json!("HAS_ONE")), Some(json!("HAS_MANY")), Some(json!("BELONGS_TO")), Some(json!("ONE"))];
    let lists = [None, Some(json!([])), Some(json!(["postId"])), Some(json!("postId")), Some(json!([1]))];
    let mut allowed = 0;
    for connection in &types {
        for associated in &lists {
            for targets in &lists {
                for other in [None, Some(json!(true))] {
                    let members = [
                        ("connectionType", connection),
                        ("associatedWith", associated),
                        ("targetNames", targets),
                        ("other", &other),
                    ];
                    let value: Value = members
                        .into_iter()
                        .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
                        .collect::<serde_json::Map<_, _>>()
                        .into();
                    assert_eq!(ours.is_valid(&value), official.is_valid(&value), "{value}");
                    allowed += usize::from(ours.is_valid(&value));
                }
            }
        }
    }
    assert_eq!(allowed, 3 * 8, "each type with the one list, the other, or both, empty or not");
}

fn our(name: &str) -> Value {
    files().into_iter().find(|file| file.name == name).expect("the schema is written").root
}

fn collect(
    label: &str,
    official: &Value,
    ours: &Value,
    version: Option<&str>,
    found: &mut BTreeMap<Difference, Vec<String>>,
) {
    let beside = json!({});
    let official = Document { root: official, beside: &beside, version: None };
    let introspection = our("model-introspection.schema.json");
    let ours = Document { root: ours, beside: &introspection, version };
    for difference in differences(official, ours) {
        let labels = found.entry(difference).or_default();
        if labels.last().is_none_or(|last| last != label) {
            labels.push(label.to_owned());
        }
    }
}

#[track_caller]
fn check(found: BTreeMap<Difference, Vec<String>>, meant: &[Deviation]) {
    let mut faults = Vec::new();
    for ((place, what), labels) in &found {
        let labels = labels.join(" ");
        match meant.iter().find(|deviation| deviation.place == place && deviation.what == what) {
            Some(deviation) if deviation.from == labels => {}
            Some(deviation) => faults
                .push(format!("{place}: {what}: differs from {labels}, but the list says from {}", deviation.from)),
            None => faults.push(format!("{place}: {what} (in {labels}): not listed")),
        }
    }
    for deviation in meant {
        if !found.contains_key(&(deviation.place.to_owned(), deviation.what.to_owned())) {
            faults.push(format!("{}: {}: listed, but no longer so", deviation.place, deviation.what));
        }
        if deviation.why.is_empty() {
            faults.push(format!("{}: {}: without a reason", deviation.place, deviation.what));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
