//! How Gen 1 writes what Gen 2 says: values there and back.

use serde_json::Value;

/// The way Gen 1 writes a value of Gen 2.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// The same.
    Same,
    /// A number, possibly in quotes.
    Number,
    /// A list of words, in capitals.
    Upper,
    /// A list as one text with commas.
    Joined,
    /// Other words (Gen 2 first), alone or in a list.
    Words(&'static [(&'static str, &'static str)]),
    /// True if the word is in a list.
    Flag(&'static str),
    /// The name of a host; Gen 1 files often have a scheme before it and a slash behind.
    Host,
}

impl Form {
    /// What Gen 2 says for a value of Gen 1, with the items of a list that it has no word for; `None` if the value says
    /// nothing.
    pub(super) fn read(self, value: Value) -> Option<(Value, Vec<usize>)> {
        let whole = |value| Some((value, Vec::new()));
        match (self, value) {
            (_, Value::Null) => None,
            (Form::Number, Value::String(text)) => whole(text.trim().parse::<i64>().ok()?.into()),
            (Form::Number, Value::Number(number)) => {
                let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e9);
                whole(float.map_or(Value::Number(number), |float| (float as i64).into()))
            }
            (Form::Upper, Value::Array(items)) => {
                let lower = |item: Value| item.as_str().map_or(item.clone(), |word| word.to_ascii_lowercase().into());
                whole(unique(items.into_iter().map(lower)))
            }
            (Form::Joined, Value::String(text)) => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                whole(unique(parts.map(Value::from)))
            }
            (Form::Words(words), Value::Array(items)) => {
                let read: Vec<Option<Value>> = items.iter().map(|item| word(words, item, false)).collect();
                let unknown = (0..read.len()).filter(|&at| read[at].is_none()).collect();
                Some((unique(read.into_iter().flatten()), unknown))
            }
            (Form::Words(words), value) => whole(word(words, &value, false).unwrap_or(value)),
            (Form::Flag(flag), Value::Array(items)) => whole(items.iter().any(|item| item == flag).into()),
            (Form::Host, Value::String(text)) => {
                let host = text.trim();
                let host = host.split_once("://").map_or(host, |(_, host)| host);
                whole(host.trim_end_matches('/').into())
            }
            (_, value) => whole(value),
        }
    }

    /// The items of a list of Gen 2 that have no word in Gen 1.
    pub(super) fn strangers(self, value: &Value) -> Vec<usize> {
        let (Form::Words(words), Value::Array(items)) = (self, value) else { return Vec::new() };
        (0..items.len()).filter(|&at| word(words, &items[at], true).is_none()).collect()
    }

    /// How Gen 1 writes it beside what stands there already; `None` if it writes nothing.
    pub(super) fn write(self, value: &Value, there: Option<&Value>) -> Option<Value> {
        match (self, value) {
            (Form::Upper, Value::Array(items)) => {
                Some(items.iter().map(|item| item.as_str().map_or(item.clone(), capitals)).collect())
            }
            (Form::Joined, Value::Array(items)) if items.is_empty() => None,
            (Form::Joined, Value::Array(items)) => {
                Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",").into())
            }
            (Form::Words(words), Value::Array(items)) => {
                Some(items.iter().map(|item| word(words, item, true).unwrap_or_else(|| item.clone())).collect())
            }
            (Form::Words(words), value) => Some(word(words, value, true).unwrap_or_else(|| value.clone())),
            (Form::Flag(flag), _) => {
                let mut list = there.and_then(Value::as_array).cloned().unwrap_or_default();
                if value == &Value::Bool(true) {
                    list.push(flag.into());
                }
                Some(list.into())
            }
            _ => Some(value.clone()),
        }
    }
}

fn capitals(word: &str) -> Value {
    word.to_ascii_uppercase().into()
}

/// The word of the other generation; `true` and `false` are words too.
fn word(words: &[(&str, &str)], value: &Value, to_gen1: bool) -> Option<Value> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    let found = words.iter().find(|(gen2, gen1)| if to_gen1 { *gen2 == text } else { *gen1 == text })?;
    Some(match (to_gen1, *found) {
        (true, (_, gen1)) => gen1.into(),
        (false, ("true", _)) => true.into(),
        (false, ("false", _)) => false.into(),
        (false, (gen2, _)) => gen2.into(),
    })
}

/// The items, each once.
fn unique(items: impl Iterator<Item = Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    Value::Array(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::fields;

    /// The field of that name says `gen2` in Gen 2 and `gen1` in Gen 1, read and written.
    fn check(field: &str, gen1: Value, gen2: Value) {
        let form = fields::named(field).unwrap().form;
        assert_eq!(form.read(gen1.clone()).unwrap().0, gen2, "{field} read");
        assert_eq!(form.write(&gen2, None).unwrap(), gen1, "{field} written");
    }

    #[test]
    fn words_go_both_ways() {
        for (field, pairs) in [
            ("auth/mfa_configuration", &[("OFF", "NONE"), ("ON", "REQUIRED"), ("OPTIONAL", "OPTIONAL")][..]),
            ("data/default_authorization_type", &[("AWS_IAM", "AWS_IAM"), ("API_KEY", "API_KEY")]),
            ("auth/oauth/response_type", &[("code", "code"), ("token", "token")]),
        ] {
            for (gen1, gen2) in pairs {
                check(field, Value::from(*gen1), Value::from(*gen2));
            }
        }
        for (gen1, gen2) in [("GOOGLE", "GOOGLE"), ("AMAZON", "LOGIN_WITH_AMAZON"), ("APPLE", "SIGN_IN_WITH_APPLE")] {
            check("auth/oauth/identity_providers", [gen1].into_iter().collect(), [gen2].into_iter().collect());
        }
        check("auth/unauthenticated_identities_enabled", "enable".into(), false.into());
        check(
            "auth/standard_required_attributes",
            Value::from(vec!["PHONE_NUMBER"]),
            Value::from(vec!["phone_number"]),
        );
        check("auth/oauth/redirect_sign_in_uri", "a://b,c://d".into(), Value::from(vec!["a://b", "c://d"]));
        check("auth/password_policy/require_numbers", Value::from(vec!["REQUIRES_NUMBERS"]), true.into());
        check("auth/password_policy/require_symbols", Value::Array(Vec::new()), false.into());
    }

    #[test]
    fn what_people_write_is_read() {
        for (form, gen1, gen2, unknown) in [
            (Form::Joined, Value::from(" a, ,b,a "), Value::from(vec!["a", "b"]), &[][..]),
            (Form::Number, Value::from("12"), Value::from(12), &[]),
            (Form::Number, Value::from(8.0), Value::from(8), &[]),
            (Form::Host, Value::from(" https://x.auth.y/ "), Value::from("x.auth.y"), &[]),
            (Form::Words(&[("G", "g")]), Value::from(vec!["g", "z", "g"]), Value::from(vec!["G"]), &[1]),
        ] {
            assert_eq!(form.read(gen1), Some((gen2, unknown.to_vec())));
        }
    }
}
