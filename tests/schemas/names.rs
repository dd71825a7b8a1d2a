//! The wrong names by which keys are known: each must mean one key.

use std::collections::HashMap;

use serde_json::Value;

use crate::book::{Place, check_places};

/// A word without case and style, as the program compares them.
fn fold(word: &str) -> String {
    word.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_wrong_name_means_one_key() {
    check_places(|_, place, found| {
        let properties = place.schema.get("properties").and_then(Value::as_object);
        let mut meanings: HashMap<String, &str> = HashMap::new();
        for (name, property) in properties.into_iter().flatten() {
            let also = property.get("x-amplify").and_then(|keywords| keywords.get("also-known-as"));
            for other in Place::strings(also).into_iter().filter(|other| !other.starts_with('/')) {
                let folded = fold(other);
                if let Some(right) =
                    properties.into_iter().flatten().map(|(name, _)| name).find(|name| fold(name) == folded)
                {
                    found(format!(
                        "`{other}`, by which `{name}` is known, differs from the key `{right}` by style only"
                    ));
                }
                match meanings.insert(folded, name) {
                    Some(before) if before == name => found(format!("`{other}` is there twice for `{name}`")),
                    Some(before) => found(format!("`{other}` could mean `{before}` and `{name}`")),
                    None => {}
                }
            }
        }
    });
}

#[test]
fn no_place_elsewhere_is_given_twice() {
    check_places(|_, place, found| {
        let mut seen: Vec<&str> = Vec::new();
        for other in Place::strings(place.keyword("also-known-as")) {
            if seen.contains(&other) {
                found(format!("`{other}` is there twice"));
            }
            seen.push(other);
        }
    });
}
