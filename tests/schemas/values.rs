//! The values that the schemas name: examples, defaults, words and their aliases.

use amplify_json::parse;
use serde_json::Value;

use crate::book::{File, Place, Role, check_places, files};

/// The schema at `place` allows `value`; asked of the program's own validation.
fn allows(file: &File, place: &Place<'_>, value: &Value) -> bool {
    let parsed = parse(value.to_string());
    assert!(parsed.errors.is_empty(), "{value} is JSON");
    file.schema_at(&place.pointer).violations(&parsed.tree).is_empty()
}

fn list<'f>(place: &Place<'f>, keyword: &str) -> &'f [Value] {
    place.schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[test]
fn every_example_and_default_fits_its_own_schema() {
    check_places(|file, place, found| {
        for (number, example) in list(place, "examples").iter().enumerate() {
            if !allows(file, place, example) {
                found(format!("example {example} does not fit"));
            }
            if list(place, "examples")[..number].contains(example) {
                found(format!("example {example} is there twice"));
            }
        }
        if let Some(default) = place.schema.get("default").filter(|default| !allows(file, place, default)) {
            found(format!("default {default} does not fit"));
        }
    });
}

#[test]
fn every_word_has_its_own_description() {
    check_places(|_, place, found| {
        let (words, texts) = (list(place, "enum"), list(place, "markdownEnumDescriptions"));
        if words.len() != texts.len() {
            found(format!("{} values of `enum`, {} descriptions", words.len(), texts.len()));
        }
    });
}

#[test]
fn every_required_key_is_a_property() {
    check_places(|file, place, found| {
        // A branch of `anyOf` names keys whose descriptions stand beside it.
        let holder = match place.pointer.rsplit_once("/anyOf/") {
            Some((holder, _)) if place.schema.get("properties").is_none() => holder,
            _ => &place.pointer,
        };
        let schema = file.schema_at(holder);
        let dependent = place.schema.get("dependentRequired").and_then(Value::as_object).into_iter().flatten();
        let pairs =
            dependent.flat_map(|(name, needed)| std::iter::once(name.as_str()).chain(Place::strings(Some(needed))));
        for name in Place::strings(place.schema.get("required")).into_iter().chain(pairs) {
            if schema.property(schema.root(), name).is_none() {
                found(format!("`{name}` is required, but nothing is said of it"));
            }
        }
    });
}

#[test]
fn every_alias_turns_a_wrong_value_into_a_right_one() {
    check_places(|file, place, found| {
        let aliases = place.keyword("aliases").and_then(Value::as_object);
        for (wrong, right) in aliases.into_iter().flatten() {
            if allows(file, place, &Value::from(wrong.as_str())) {
                found(format!("`{wrong}` is allowed and needs no alias"));
            }
            if !allows(file, place, right) {
                found(format!("{right}, for which `{wrong}` is an alias, is not allowed"));
            }
        }
    });
}

#[test]
fn every_version_is_one_of_the_outputs() {
    let outputs = files().into_iter().find(|file| file.name == "amplify-outputs.schema.json").unwrap();
    let versions = outputs.root.pointer("/properties/version/enum").unwrap().as_array().unwrap().clone();
    check_places(|file, place, found| {
        let since = place.keyword("since").into_iter();
        let enum_since = place.keyword("enum-since").and_then(Value::as_object);
        for version in since.chain(enum_since.into_iter().flat_map(|words| words.values())) {
            if file.name != outputs.name {
                found("only amplify_outputs.json has versions".into());
            } else if !versions.contains(version) {
                found(format!("there is no version {version}"));
            }
        }
        let refused_by = place.keyword("refused-by").and_then(Value::as_object);
        for word in enum_since.into_iter().chain(refused_by).flat_map(|words| words.keys()) {
            if !list(place, "enum").iter().any(|value| *value == **word) {
                found(format!("`x-amplify` speaks of `{word}`, which is no value of `enum`"));
            }
        }
    });
}

#[test]
fn a_comment_is_a_pattern() {
    check_places(|_, place, found| {
        let is_pattern = place.role == Role::Property && place.pointer.contains("/patternProperties/");
        if place.keyword("comment").is_some() && !is_pattern {
            found("`comment` stands on pattern properties only".into());
        }
    });
}
