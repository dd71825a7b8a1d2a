//! The schema files, and a walk over every subschema in them.

use amplify_config::{ConfigKind, introspection_schema_text};
use amplify_json::schema::Schema;
use serde_json::{Value, json};

/// The form of the other files.
pub(crate) const META: &str = include_str!("../../schemas/meta.schema.json");

/// One schema file.
pub(crate) struct File {
    /// Its name in `schemas/`.
    pub(crate) name: &'static str,
    /// Its text, as the program has it compiled in.
    pub(crate) text: &'static str,
    /// The same, read.
    pub(crate) root: Value,
}

/// All schema files that somebody has written; a file that only says that it is about an object is not one yet.
pub(crate) fn files() -> Vec<File> {
    [
        ("amplify-outputs.schema.json", ConfigKind::Outputs.schema_text()),
        ("amplifyconfiguration.mobile.schema.json", ConfigKind::Mobile.schema_text()),
        ("amplifyconfiguration.web.schema.json", ConfigKind::Web.schema_text()),
        ("model-introspection.schema.json", introspection_schema_text()),
    ]
    .into_iter()
    .map(|(name, text)| File { name, text, root: serde_json::from_str(text).expect("the program is compiled with it") })
    .filter(|file| file.root != json!({ "type": "object" }))
    .collect()
}

impl File {
    /// The schema as the program reads it: all references followed.
    pub(crate) fn schema(&self) -> Schema {
        self.schema_at("")
    }

    /// What the program makes of the subschema at `pointer`.
    pub(crate) fn schema_at(&self, pointer: &str) -> Schema {
        let text = json!({ "$ref": format!("{}#{pointer}", self.name) }).to_string();
        let beside = ("model-introspection.schema.json", introspection_schema_text());
        Schema::new(&text, &[(self.name, self.text), beside]).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Every subschema, the root first.
    pub(crate) fn places(&self) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        collect(&self.root, String::new(), Role::Root, &mut places);
        places
    }
}

/// What a subschema is for the schema that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The file itself.
    Root,
    /// Under a name or a pattern: what a user sees as a field.
    Property,
    /// Anything else.
    Other,
}

/// A subschema and where it stands in its file.
pub(crate) struct Place<'f> {
    /// JSON Pointer in the schema file.
    pub(crate) pointer: String,
    pub(crate) role: Role,
    pub(crate) schema: &'f Value,
}

impl<'f> Place<'f> {
    /// A member of `x-amplify`.
    pub(crate) fn keyword(&self, name: &str) -> Option<&'f Value> {
        self.schema.get("x-amplify")?.get(name)
    }

    /// A list of texts under a keyword; empty when there is none.
    pub(crate) fn strings(value: Option<&'f Value>) -> Vec<&'f str> {
        value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

fn collect<'f>(schema: &'f Value, pointer: String, role: Role, places: &mut Vec<Place<'f>>) {
    let Some(object) = schema.as_object() else { return };
    places.push(Place { pointer: pointer.clone(), role, schema });
    for (keyword, value) in object {
        let below = |step: &str| format!("{pointer}/{keyword}/{}", step.replace('~', "~0").replace('/', "~1"));
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "$defs", Value::Object(schemas)) => {
                let role = if keyword == "$defs" { Role::Other } else { Role::Property };
                for (name, schema) in schemas {
                    collect(schema, below(name), role, places);
                }
            }
            ("anyOf", Value::Array(branches)) => {
                for (number, branch) in branches.iter().enumerate() {
                    collect(branch, below(&number.to_string()), Role::Other, places);
                }
            }
            ("items" | "additionalProperties" | "propertyNames", schema) => {
                collect(schema, format!("{pointer}/{keyword}"), Role::Other, places);
            }
            _ => {}
        }
    }
}

/// Fails with everything that `look` finds in any file.
#[track_caller]
pub(crate) fn check(look: impl Fn(&File, &mut dyn FnMut(&str, String))) {
    let mut found = Vec::new();
    for file in files() {
        look(&file, &mut |pointer, what| found.push(format!("{}#{pointer}: {what}", file.name)));
    }
    assert!(found.is_empty(), "{} faults in the schemas:\n{}", found.len(), found.join("\n"));
}

/// The same for everything that `look` finds at any place.
#[track_caller]
pub(crate) fn check_places(look: impl Fn(&File, &Place<'_>, &mut dyn FnMut(String))) {
    check(|file, found| {
        for place in file.places() {
            look(file, &place, &mut |what| found(&place.pointer, what));
        }
    });
}
