//! The inside of JSON strings: escapes (RFC 8259, section 7), both ways.

use std::borrow::Cow;

/// The text a string's content stands for. What is no valid escape is kept as it is written; half a surrogate pair
/// becomes U+FFFD.
pub fn unescape(content: &str) -> Cow<'_, str> {
    let Some(first) = content.find('\\') else { return Cow::Borrowed(content) };
    let mut out = String::with_capacity(content.len());
    out.push_str(&content[..first]);
    let mut rest = &content[first..];
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (text, length) = escape_at(rest);
        match text {
            Some(character) => out.push(character),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The escape at the start of `text` (a backslash): the character it means, if it is valid, and its length in bytes.
fn escape_at(text: &str) -> (Option<char>, usize) {
    let simple = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape_at(text),
        _ => return (None, 1),
    };
    (Some(simple), 2)
}

fn unicode_escape_at(text: &str) -> (Option<char>, usize) {
    let Some(high) = code_unit(text) else { return (None, 2) };
    match high {
        0xD800..=0xDBFF => match text.get(6..).and_then(code_unit) {
            Some(low @ 0xDC00..=0xDFFF) => {
                let code = 0x10000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
                (char::from_u32(code), 12)
            }
            _ => (Some('\u{FFFD}'), 6),
        },
        0xDC00..=0xDFFF => (Some('\u{FFFD}'), 6),
        _ => (char::from_u32(high.into()), 6),
    }
}

/// The UTF-16 code unit of the `\uXXXX` at the start of `text`.
pub(crate) fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}

/// `text` as a JSON string, with quotes. What already is a valid escape sequence in `text` is *not* recognised: the
/// result stands for exactly `text`.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    out.push_str(&escape(text));
    out.push('"');
    out
}

/// `text` as the content of a JSON string, without quotes.
pub fn escape(text: &str) -> Cow<'_, str> {
    let needs = |character: char| matches!(character, '"' | '\\' | '\u{0}'..='\u{1f}');
    if !text.contains(needs) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting_and_reading_give_the_same_text() {
        for text in ["", "a", "\"", "\\", "a\nb\t\u{1}", "é😀", "\\u0041"] {
            let quoted = quote(text);
            assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
            assert_eq!(unescape(&quoted[1..quoted.len() - 1]), text);
        }
    }

    #[test]
    fn a_broken_escape_stays_as_written() {
        for (content, text) in
            [(r"a\qb", r"a\qb"), (r"\u12", r"\u12"), (r"\ud83d", "\u{FFFD}"), (r"\", r"\"), (r"\ud83d\ude00", "😀")]
        {
            assert_eq!(unescape(content), text, "{content}");
        }
    }
}
