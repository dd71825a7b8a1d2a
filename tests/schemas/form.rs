//! The form: the keywords, and what every property must say.

use amplify_config::Keywords;
use amplify_json::parse;
use amplify_json::schema::SubschemaId;
use regex::Regex;
use serde_json::Value;

use crate::book::{META, Role, check, check_places, files};

/// The keywords that the program acts on: it reads them itself, or has words for the violation. Whoever adds one here
/// and to `meta.schema.json` has taught it to the program first.
const KEYWORDS: [&str; 29] = [
    "type",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "items",
    "required",
    "dependentRequired",
    "enum",
    "const",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "anyOf",
    "$ref",
    "$defs",
    "description",
    "default",
    "examples",
    "deprecated",
    "markdownEnumDescriptions",
    "deprecationMessage",
    "title",
    "x-amplify",
];

/// Where the pages that we link to may stand.
const OFFICIAL: [&str; 5] = [
    "https://docs.amplify.aws/",
    "https://ui.docs.amplify.aws/",
    "https://docs.aws.amazon.com/",
    "https://aws.amazon.com/",
    "https://github.com/aws-amplify/",
];

#[test]
fn every_schema_has_the_form_that_the_meta_schema_describes() {
    let meta: Value = serde_json::from_str(META).unwrap();
    let validator = jsonschema::validator_for(&meta).unwrap();
    check(|file, found| {
        for error in validator.iter_errors(&file.root) {
            found(error.instance_path().as_str(), error.to_string());
        }
    });
}

#[test]
fn every_schema_is_strict_json_without_doubled_keys() {
    check(|file, found| {
        for error in parse(file.text).errors {
            found("", format!("{:?} at byte {}", error.kind, error.range.start));
        }
        if !file.text.ends_with("}\n") || file.text.contains(['\t', '\r']) {
            found("", "ends without a line break, or has tabs or carriage returns".into());
        }
    });
}

#[test]
fn no_keyword_is_used_that_the_program_ignores() {
    check_places(|file, place, found| {
        for (keyword, value) in place.schema.as_object().into_iter().flatten() {
            let at_root = place.role == Role::Root && ["$schema", "$id"].contains(&keyword.as_str());
            if !KEYWORDS.contains(&keyword.as_str()) && !at_root {
                found(format!("the program knows no keyword `{keyword}`"));
            }
            match keyword.as_str() {
                "minimum" | "maximum" if !value.is_i64() => {
                    found(format!("the program knows whole limits only, not {value}"));
                }
                "items" | "propertyNames" if !value.is_object() => {
                    found(format!("the program passes over `{keyword}` when it is {value}"));
                }
                "enum" if place.schema.get("const").is_some() => found("`enum` and `const` say the same twice".into()),
                "$ref" => {
                    let name = value.as_str().unwrap_or_default().split('#').next().unwrap_or_default();
                    if !["", "model-introspection.schema.json"].contains(&name) {
                        found(format!("the program has no file `{name}` beside `{}`", file.name));
                    }
                }
                "x-amplify" => {
                    if let Err(error) = serde_json::from_value::<Keywords>(value.clone()) {
                        found(format!("the program cannot read `x-amplify`: {error}"));
                    }
                }
                _ => {}
            }
        }
    });
}

#[test]
fn every_definition_is_used() {
    let all = files();
    let references: Vec<(&str, &str)> = all
        .iter()
        .flat_map(|file| file.places().into_iter().map(|place| (file.name, place.schema)))
        .filter_map(|(name, schema)| Some((name, schema.get("$ref")?.as_str()?)))
        .map(|(name, reference)| match reference.split_once('#') {
            Some(("", pointer)) => (name, pointer),
            Some(elsewhere) => elsewhere,
            None => (reference, ""),
        })
        .collect();
    check(|file, found| {
        for name in file.root.get("$defs").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name) {
            let pointer = format!("/$defs/{name}");
            if !references.contains(&(file.name, &pointer)) {
                found(&pointer, "nothing refers to this definition".into());
            }
        }
    });
}

#[test]
fn every_pattern_compiles() {
    check_places(|_, place, found| {
        let own = place.schema.get("pattern").and_then(Value::as_str);
        let keys = place.schema.get("patternProperties").and_then(Value::as_object);
        for pattern in own.into_iter().chain(keys.into_iter().flatten().map(|(pattern, _)| pattern.as_str())) {
            if let Err(error) = Regex::new(pattern) {
                found(format!("`{pattern}` is no regular expression: {error}"));
            }
        }
    });
}

#[test]
fn every_property_says_what_it_is() {
    check_places(|file, place, found| {
        if place.role != Role::Property {
            return;
        }
        let has = |keyword: &str| place.schema.get(keyword).is_some();
        let description = place.schema.get("description").and_then(Value::as_str).unwrap_or_default();
        if description.is_empty() {
            found("no description".into());
        } else if !description.ends_with(['.', '!', '?']) || description.trim() != description {
            found("the description is no sentence".into());
        }
        if !["type", "enum", "const", "$ref"].iter().any(|keyword| has(keyword)) {
            found("neither type, enum, const nor reference".into());
        }
        for keyword in ["docs", "libraries"] {
            if place.keyword(keyword).is_none() {
                found(format!("no x-amplify.{keyword}"));
            }
        }
        let schema = file.schema_at(&place.pointer);
        let holds_objects = |id: SubschemaId| schema.get(id).types == ["object"];
        let is_list_of_objects =
            schema.get(schema.root()).types == ["array"] && schema.item(schema.root()).is_some_and(holds_objects);
        if schema.get(schema.root()).types.is_empty() && schema.get(schema.root()).values.is_empty() {
            found("what it refers to has no type either".into());
        }
        if !has("examples") && !holds_objects(schema.root()) && !is_list_of_objects {
            found("no examples".into());
        }
    });
}

#[test]
fn every_page_is_an_official_one() {
    check_places(|_, place, found| {
        let docs = place.keyword("docs").and_then(Value::as_str);
        if let Some(docs) = docs.filter(|docs| !OFFICIAL.iter().any(|host| docs.starts_with(host))) {
            found(format!("{docs} is no official page"));
        }
    });
}

#[test]
fn every_kind_of_file_has_a_name() {
    check(|file, found| {
        let is_part = file.name == "model-introspection.schema.json";
        let files = file.root.pointer("/x-amplify/files");
        match files {
            None if !is_part => found("", "x-amplify.files is missing: which files does it speak of?".into()),
            Some(_) if is_part => found("", "this is a part of other files and has no file of its own".into()),
            _ => {}
        }
    });
}
