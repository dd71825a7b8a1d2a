//! The one key that nobody knows and the one field that is missing beside it: most likely the same.
//!
//! Used where neither spelling nor a known other name tells what a key was meant to be. The value has to speak for it: it
//! has the form of what is missing, or the two names share a word.

use std::borrow::Cow;

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node, NodeId};

use super::meaning::Meant;
use crate::fitting::{fits, meant_value};
use crate::knowledge::Knowledge;
use crate::rules::identifiers::is_as_made;
use crate::spelling::{Nearness, fold};

/// Gives a meaning to keys that have none; `lacks` are the objects with what they lack.
pub(super) fn settle<'d>(
    knowledge: &'static Knowledge,
    unknown: &mut [(Node<'d>, Meant<'d>)],
    lacks: &[(NodeId, Vec<String>)],
) {
    let meanings: Vec<Option<String>> = unknown
        .iter()
        .map(|(member, meant)| {
            let object = member.container()?;
            let names = lacks.iter().filter(|(id, _)| *id == object.id()).flat_map(|(_, names)| names);
            let is_settled = match meant {
                Meant::Unknown => false,
                // A slip for a field that nobody misses is a guess like this one.
                Meant::Here(right, _) if object.member_named(right).is_some() => false,
                Meant::Here(right, Nearness::Slip) => names.clone().any(|name| name == right),
                _ => true,
            };
            if is_settled {
                return None;
            }
            let is_taken = |name: &str| {
                unknown.iter().any(|(other, meant)| {
                    other.container() == Some(object) && matches!(meant, Meant::Here(right, _) if right == name)
                })
            };
            let mut fitting = names.filter(|name| !is_taken(name) && is_meant(knowledge, object, *member, name));
            let only = fitting.next()?;
            fitting.all(|other| other == only).then(|| only.clone())
        })
        .collect();
    for at in 0..unknown.len() {
        let Some(name) = &meanings[at] else { continue };
        let object = unknown[at].0.container();
        let is_rival = |other: usize| {
            other != at && unknown[other].0.container() == object && meanings[other].as_ref() == Some(name)
        };
        if !(0..unknown.len()).any(is_rival) {
            unknown[at].1 = Meant::Here(Cow::Owned(name.clone()), Nearness::Slip);
        }
    }
}

fn is_meant(knowledge: &Knowledge, object: Node<'_>, member: Node<'_>, name: &str) -> bool {
    let Some(id) = knowledge.schema.at(object).and_then(|id| knowledge.schema.property(id, name)) else { return false };
    let Some(value) = member.value().filter(|value| value.kind() != Kind::Missing && !value.is_damaged()) else {
        return false;
    };
    if !fits(knowledge.subschema(id), value) {
        return false;
    }
    speaks(knowledge, id, value).unwrap_or_else(|| share_a_word(&member.name(), name))
}

/// Whether the value is one of the field; `None` where it could be anything.
fn speaks(knowledge: &Knowledge, id: SubschemaId, value: Node<'_>) -> Option<bool> {
    match value.kind() {
        Kind::String => {
            let text = value.string_value();
            let values = knowledge.schema.values(id);
            if !values.is_empty() {
                let is_known = values.iter().any(|(known, _)| known.as_str() == Some(&text));
                return Some(is_known || meant_value(knowledge, id, &text).is_some());
            }
            let resource = knowledge.keywords(id).resource.as_deref();
            let is_address = resource.is_some_and(|resource| resource.starts_with("redirect-")) && text.contains("://");
            is_as_made(resource, &text).filter(|is_made| *is_made).or(is_address.then_some(true))
        }
        Kind::Array => {
            let item = knowledge.schema.item(id)?;
            let all: Option<Vec<bool>> = value.items().map(|value| speaks(knowledge, item, value)).collect();
            all.filter(|all| !all.is_empty()).map(|all| all.iter().all(|speaks| *speaks))
        }
        _ => None,
    }
}

/// One word of four letters or more is in both names.
fn share_a_word(left: &str, right: &str) -> bool {
    let right = fold(right);
    let starts = left.char_indices().scan(' ', |before, (at, letter)| {
        let is_start =
            letter.is_alphanumeric() && (!before.is_alphanumeric() || letter.is_uppercase() && before.is_lowercase());
        *before = letter;
        Some((at, is_start))
    });
    let mut starts: Vec<usize> = starts.filter(|(_, is_start)| *is_start).map(|(at, _)| at).collect();
    starts.push(left.len());
    let words = starts.windows(2).map(|ends| fold(&left[ends[0]..ends[1]]));
    words.into_iter().any(|word| word.len() >= 4 && right.contains(word.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::share_a_word;
    use crate::rules::drawn::findings;

    #[track_caller]
    fn check(data: &str, expected: &[&str]) {
        let text = format!(r#"{{ "version": "1.4", "data": {{ "aws_region": "eu-west-1", {data} }} }}"#);
        let found = findings("amplify_outputs.json", &text, &[]);
        let keys = found.iter().filter(|diagnostic| diagnostic.code.ends_with("-key"));
        let fixes: Vec<&str> = keys.map(|diagnostic| diagnostic.fixes.first().map_or("", |fix| &fix.title)).collect();
        assert_eq!(fixes, expected, "{data}");
    }

    #[test]
    fn what_is_left_over_is_what_is_missing() {
        let url = r#""url": "https://api.acme.dev/graphql""#;
        let lambda = r#""authorization_types": []"#;
        let mode = r#""default_authorization_type": "AWS_LAMBDA""#;
        check(
            &format!(r#"{url}, {lambda}, "mode_of_this_api": "AWS_LAMBDA""#),
            &["Rename to `default_authorization_type`"],
        );
        check(&format!(r#"{url}, {lambda}, "way_in": "guess""#), &["", "Remove `way_in`"]);
        check(&format!(r#"{url}, {mode}, "more_modes": ["AWS_IAM"]"#), &["Rename to `authorization_types`"]);
        // Nothing speaks for it.
        check(&format!(r#"{url}, {mode}, "more": []"#), &["Add `\"authorization_types\": []`", "Remove `more`"]);
        check(&format!(r#"{url}, {mode}, "stage": "dev""#), &["Add `\"authorization_types\": []`", "Remove `stage`"]);
    }

    #[test]
    fn words_are_shared() {
        assert!(share_a_word("social_providers", "identity_providers"));
        assert!(share_a_word("SignInURL", "SignInRedirectURI"));
        assert!(!share_a_word("stage", "url"));
    }
}
