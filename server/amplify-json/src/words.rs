//! What a run of bare characters means where a value belongs: a literal, a number, a text without quotes.

use std::ops::Range;

use crate::splice::Edit;
use crate::strict::number_end;
use crate::string::quote;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::tree::{Flags, Kind};

/// What `word`, which stands at `range`, is, and what is wrong with it.
pub(crate) fn value(word: &str, range: Range<usize>) -> (Kind, Flags, Option<SyntaxError>) {
    match word {
        "true" | "false" => return (Kind::Bool, Flags::default(), None),
        "null" => return (Kind::Null, Flags::default(), None),
        _ if number_end(word.as_bytes(), 0) == Some(word.len()) => return (Kind::Number, Flags::default(), None),
        _ => {}
    }
    if let Some(right) = literal(word) {
        let error = SyntaxError::replacement(SyntaxErrorKind::WrongLiteral(right), range, right);
        return (if right == "null" { Kind::Null } else { Kind::Bool }, Flags::DAMAGED, Some(error));
    }
    if matches!(word, "undefined" | "NaN" | "nan" | "Infinity" | "-Infinity" | "+Infinity") {
        let error = SyntaxError::replacement(SyntaxErrorKind::NoSuchLiteral(word.to_owned()), range, "null");
        return (Kind::Missing, Flags::DAMAGED, Some(error));
    }
    if is_number_like(word) {
        let right = right_number(word);
        let mend = match &right {
            Some(right) => Mend { edits: vec![Edit::replace(range.clone(), right)], how: How::Replace(right.clone()) },
            None => Mend { edits: vec![Edit::replace(range.clone(), quote(word))], how: How::Quote },
        };
        let kind = SyntaxErrorKind::BadNumber(right);
        let error = SyntaxError { kind, range, related: None, mends: vec![mend] };
        return (Kind::Number, Flags::DAMAGED, Some(error));
    }
    let bare = word.trim_matches(['\'', '`', '“', '”', '‘', '’']);
    let error = SyntaxError::quoting(SyntaxErrorKind::UnquotedString, range, &quote(bare));
    (Kind::String, Flags::DAMAGED | Flags::NO_OPEN | Flags::NO_CLOSE, Some(error))
}

/// The JSON literal that a word means in another language.
fn literal(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "true" => Some("true"),
        "false" => Some("false"),
        "null" | "none" | "nil" => Some("null"),
        _ => None,
    }
}

fn is_number_like(word: &str) -> bool {
    let bare = word.trim_start_matches(['+', '-', '.']);
    bare.starts_with(|character: char| character.is_ascii_digit())
        && bare.chars().all(|character| character.is_ascii_hexdigit() || "xXoObB._+-eE".contains(character))
        && (bare.chars().all(|character| character.is_ascii_digit() || "._+-eE".contains(character))
            && bare.matches('-').count() < 2
            && bare.matches('.').count() < 2
            || bare.starts_with("0x")
            || bare.starts_with("0X")
            || bare.starts_with("0o")
            || bare.starts_with("0b"))
}

/// How JSON writes the number, if that is plain.
fn right_number(word: &str) -> Option<String> {
    let (sign, bare) = match word.strip_prefix(['+', '-']) {
        Some(bare) if word.starts_with('-') => ("-", bare),
        Some(bare) => ("", bare),
        None => ("", word),
    };
    let bare = bare.replace('_', "");
    let radix = |prefix: &[&str], radix| {
        let digits = prefix.iter().find_map(|prefix| bare.strip_prefix(prefix))?;
        u64::from_str_radix(digits, radix).ok().map(|number| number.to_string())
    };
    let plain =
        radix(&["0x", "0X"], 16).or_else(|| radix(&["0o"], 8)).or_else(|| radix(&["0b"], 2)).unwrap_or_else(|| {
            let trimmed = bare.trim_start_matches('0');
            let mut number = if trimmed.starts_with(|character: char| character.is_ascii_digit()) {
                trimmed.to_owned()
            } else {
                format!("0{trimmed}")
            };
            if number.ends_with('.') {
                number.pop();
            }
            number.replace(".e", "e").replace(".E", "E")
        });
    let right = format!("{sign}{plain}");
    (number_end(right.as_bytes(), 0) == Some(right.len())).then_some(right)
}
