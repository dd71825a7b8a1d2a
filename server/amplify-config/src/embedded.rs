//! A configuration inside a file of code: the object in `aws-exports.js`, the text in `amplifyconfiguration.dart` and
//! `amplify_outputs.dart`.
//!
//! What is inside is read where it stands: everything around it is white space to the parser, of the same length in every
//! encoding, so that each offset is that of the file and no map is needed. What is around it is never edited.

use std::ops::Range;

use amplify_json::HostText;

use crate::config_kind::Named;

mod javascript;

/// The code around a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// An object literal of JavaScript, which need not be JSON.
    JavaScript,
    /// A text in three quotes of Dart, which the library parses as JSON.
    Dart,
}

const HOSTS: [(&str, Host, Named); 5] = [
    ("aws-exports.js", Host::JavaScript, Named::Gen1),
    ("aws-exports.mjs", Host::JavaScript, Named::Gen1),
    ("aws-exports.ts", Host::JavaScript, Named::Gen1),
    ("amplifyconfiguration.dart", Host::Dart, Named::Gen1),
    ("amplify_outputs.dart", Host::Dart, Named::Gen2),
];

/// The names of the files of code that may hold a configuration, in lower case.
pub fn code_names() -> impl Iterator<Item = &'static str> {
    HOSTS.iter().map(|(name, ..)| *name)
}

/// The code that a file of that name is, and what its name promises to hold.
pub(crate) fn host_of(base_name: &str) -> Option<(Host, Named)> {
    let host = HOSTS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(base_name));
    host.map(|(_, host, named)| (*host, *named))
}

/// The bytes of the configuration in the text; `None` if there is none that can be read where it stands.
pub(crate) fn find(host: Host, text: &str) -> Option<Range<usize>> {
    match host {
        Host::JavaScript => object(text),
        Host::Dart => dart(text),
    }
}

/// The object literal that is the configuration: the first with keys of ours, else the longest.
fn object(text: &str) -> Option<Range<usize>> {
    let mut longest: Option<Range<usize>> = None;
    let mut from = 0;
    while let Some(found) = next_object(text, from) {
        if text[found.clone()].contains("aws_") {
            return Some(found);
        }
        from = found.end;
        longest = longest.filter(|longest| longest.len() >= found.len()).or(Some(found));
    }
    longest
}

/// From the first bracket behind `=` or `default` to the one that closes it, texts and comments passed over.
fn next_object(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut start, mut depth) = (from, None, 0_usize);
    let mut before = "";
    while at < bytes.len() {
        let rest = &text[at..];
        let end = match bytes[at] {
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            quote @ (b'"' | b'\'' | b'`') => quoted(rest, quote),
            b'{' | b'[' => {
                let opens = before.ends_with('=') || before.ends_with("default");
                if depth == 0 && start.is_none() && bytes[at] == b'{' && opens {
                    start = Some(at);
                }
                depth += usize::from(start.is_some());
                1
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if let Some(start) = start.filter(|_| depth == 0) {
                    return Some(start..at + 1);
                }
                1
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        let is_code = !matches!(bytes[at], b'/') && !bytes[at].is_ascii_whitespace();
        at += end;
        if is_code && start.is_none() {
            before = &text[from..at];
        }
    }
    // Without its last bracket it is the rest of the file.
    start.map(|start| start..text.trim_end().len())
}

/// The length of a text in quotes at the start of `rest`; to the end of the line if it is not closed.
fn quoted(rest: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'\n' if quote != b'`' => return at,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// What stands between the first three quotes and the next; of a text that is not raw only if nothing in it is escaped
/// or filled in.
fn dart(text: &str) -> Option<Range<usize>> {
    let (start, quotes) = ["'''", "\"\"\""].iter().filter_map(|quotes| Some((text.find(quotes)?, *quotes))).min()?;
    let is_raw = text[..start].ends_with('r');
    let inside = start + 3..text[start + 3..].find(quotes).map_or(text.len(), |end| start + 3 + end);
    let is_literal = !text[inside.clone()].contains(['\\', '$']);
    (is_raw || is_literal).then_some(inside)
}

/// Stands for each byte of code: nobody writes it.
const CODE: &str = "\u{7f}";

/// An edit would write what stands for code: it moves or copies what cannot be.
pub(crate) fn has_code(text: &str) -> bool {
    text.contains(CODE)
}

/// What the parser is to see of a text.
pub(crate) struct Alone {
    /// Of the same length: white space around the configuration, where line ends stay; and in an object literal double
    /// quotes for others, texts for code, white space for comments.
    pub(crate) text: String,
    /// What the parser cannot know of that.
    pub(crate) known: HostText,
    /// Where code and comments stand in the configuration, in the order of the text.
    pub(crate) foreign: Vec<Range<usize>>,
}

/// The text as the parser is to see it.
pub(crate) fn alone(host: Host, text: &str, range: &Range<usize>) -> Alone {
    let blank = |text: &str| -> String {
        let blank = |letter: char| match letter {
            '\n' | '\r' => letter.to_string(),
            _ => " ".repeat(letter.len_utf8()),
        };
        text.chars().map(blank).collect()
    };
    let mut alone = blank(&text[..range.start]);
    // The parser goes by indentation when brackets are missing, and the first line of the configuration has none.
    if alone.pop().is_some() {
        alone.push('\n');
    }
    let mut known = HostText::default();
    let mut pieces: Vec<(Range<usize>, String)> = Vec::new();
    let mut foreign = Vec::new();
    if host == Host::JavaScript {
        let literal = javascript::read(text, range);
        known.names.extend(literal.names.iter().map(|name| name.start));
        known.open = literal.open;
        pieces.extend(literal.texts.into_iter().map(|piece| {
            let inside = &text[piece.start + 1..piece.end - 1];
            let quoted = format!("\"{inside}\"");
            (piece, quoted)
        }));
        foreign.extend([&literal.values[..], &literal.members, &literal.comments].concat());
        foreign.sort_unstable_by_key(|piece| piece.start);
        let comments = literal.comments.into_iter().map(|comment| (comment.clone(), blank(&text[comment])));
        pieces.extend(comments);
        // In the place of a member that code is the value of one without a name.
        let values = literal.values.into_iter().map(|piece| (piece, ""));
        for (piece, name) in values.chain(literal.members.into_iter().map(|piece| (piece, "\"\":"))) {
            // Each node begins and ends between two letters of the file, too.
            if !(1..=name.len()).all(|at| text.is_char_boundary(piece.start + at)) {
                // The comma behind it goes with it.
                let behind = &text[piece.end..range.end];
                let comma = behind.len() - behind.trim_start().len();
                let end = piece.end + if behind[comma..].starts_with(',') { comma + 1 } else { 0 };
                pieces.push((piece.start..end, blank(&text[piece.start..end])));
                continue;
            }
            let value = match piece.len().saturating_sub(name.len()) {
                // One or two letters are a name, which is half a member and half a value to the parser, too.
                0 => continue,
                1 | 2 if name.is_empty() => continue,
                length @ (1 | 2) => "1".repeat(length),
                length => format!("\"{}\"", CODE.repeat(length - 2)),
            };
            known.unknown.push(piece.start + name.len());
            pieces.push((piece, format!("{name}{value}")));
        }
        known.unknown.sort_unstable();
        pieces.sort_unstable_by_key(|(piece, _)| piece.start);
    }
    let mut at = range.start;
    for (piece, instead) in pieces {
        // A comment in code is part of it.
        if piece.start < at {
            continue;
        }
        alone += &text[at..piece.start];
        alone += &instead;
        at = piece.end;
    }
    Alone { text: alone + &text[at..range.end] + &blank(&text[range.end..]), known, foreign }
}

#[cfg(test)]
mod tests;
