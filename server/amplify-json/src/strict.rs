//! The fast way: a text that follows RFC 8259 to the letter becomes a tree in one pass.
//!
//! Nearly every version of every file is such a text, so this is what a key stroke costs. At the first mistake it gives
//! up without a word; finding out what is wrong is the business of `recover`.

use crate::string::code_unit;
use crate::tree::{Builder, Flags, Kind, NodeId};

enum State {
    Value,
    KeyOrEnd,
    Key,
    After,
}

/// The tree of a valid text, or `None`.
pub(crate) fn parse(text: &str) -> Option<Builder> {
    let bytes = text.as_bytes();
    let mut builder = Builder::with_capacity(bytes.len() / 12 + 8);
    let mut containers: Vec<(NodeId, bool)> = Vec::new();
    // What the next value belongs to: a member, an array, or nothing for the root.
    let mut holder: Option<NodeId> = None;
    let mut state = State::Value;
    let mut at = 0;
    loop {
        at = skip_white_space(bytes, at);
        match state {
            State::Value => {
                let start = at;
                match *bytes.get(at)? {
                    b'{' => {
                        let id = builder.add(Kind::Object, holder, start..start + 1, Flags::default());
                        containers.push((id, true));
                        at += 1;
                        state = State::KeyOrEnd;
                        continue;
                    }
                    b'[' => {
                        let id = builder.add(Kind::Array, holder, start..start + 1, Flags::default());
                        containers.push((id, false));
                        at = skip_white_space(bytes, at + 1);
                        if *bytes.get(at)? != b']' {
                            holder = Some(id);
                            continue;
                        }
                    }
                    b'"' => {
                        let flags;
                        (at, flags) = string_end(text, at)?;
                        builder.add(Kind::String, holder, start..at, flags);
                    }
                    b'-' | b'0'..=b'9' => {
                        at = number_end(bytes, at)?;
                        builder.add(Kind::Number, holder, start..at, Flags::default());
                    }
                    b't' if bytes[at..].starts_with(b"true") => {
                        at += 4;
                        builder.add(Kind::Bool, holder, start..at, Flags::default());
                    }
                    b'f' if bytes[at..].starts_with(b"false") => {
                        at += 5;
                        builder.add(Kind::Bool, holder, start..at, Flags::default());
                    }
                    b'n' if bytes[at..].starts_with(b"null") => {
                        at += 4;
                        builder.add(Kind::Null, holder, start..at, Flags::default());
                    }
                    _ => return None,
                }
                state = State::After;
            }
            State::KeyOrEnd | State::Key => {
                match *bytes.get(at)? {
                    b'"' => {}
                    b'}' if matches!(state, State::KeyOrEnd) => {
                        state = State::After;
                        continue;
                    }
                    _ => return None,
                }
                let start = at;
                let flags;
                (at, flags) = string_end(text, at)?;
                let &(object, _) = containers.last()?;
                let member = builder.add(Kind::Member, Some(object), start..at, Flags::default());
                builder.add(Kind::Key, Some(member), start..at, flags);
                at = skip_white_space(bytes, at);
                if *bytes.get(at)? != b':' {
                    return None;
                }
                at += 1;
                holder = Some(member);
                state = State::Value;
            }
            State::After => {
                let Some(&(container, is_object)) = containers.last() else {
                    return (at == bytes.len()).then_some(builder);
                };
                match (*bytes.get(at)?, is_object) {
                    (b',', true) => {
                        end_member(&mut builder, &mut holder, container);
                        state = State::Key;
                    }
                    (b',', false) => {
                        holder = Some(container);
                        state = State::Value;
                    }
                    (b'}', true) | (b']', false) => {
                        end_member(&mut builder, &mut holder, container);
                        builder.close(container, at + 1);
                        containers.pop();
                        holder = builder.parent_of(container);
                    }
                    _ => return None,
                }
                at += 1;
            }
        }
    }
}

/// Ends the member whose value was just read, if there is one.
#[inline]
fn end_member(builder: &mut Builder, holder: &mut Option<NodeId>, container: NodeId) {
    if let Some(member) = holder.take()
        && member != container
    {
        let end = builder.last_end();
        builder.close(member, end);
    }
}

#[inline]
fn skip_white_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Bytes that end the quick scan of a string: quote, backslash, control characters.
const STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table
};

/// Where the string that begins at `start` ends, its closing quote included, if nothing is wrong in it.
#[inline]
fn string_end(text: &str, start: usize) -> Option<(usize, Flags)> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut flags = Flags::default();
    loop {
        while !STOPS[*bytes.get(at)? as usize] {
            at += 1;
        }
        match bytes[at] {
            b'"' => return Some((at + 1, flags)),
            b'\\' => {
                flags = Flags::ESCAPED;
                at += escape_length(text, at)?;
            }
            _ => return None,
        }
    }
}

fn escape_length(text: &str, at: usize) -> Option<usize> {
    match *text.as_bytes().get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => match code_unit(&text[at..])? {
            0xD800..=0xDBFF => match code_unit(text.get(at + 6..)?)? {
                0xDC00..=0xDFFF => Some(12),
                _ => None,
            },
            0xDC00..=0xDFFF => None,
            _ => Some(6),
        },
        _ => None,
    }
}

/// Where the number that begins at `start` ends (RFC 8259, section 6).
pub(crate) fn number_end(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        let first = at;
        while let Some(b'0'..=b'9') = bytes.get(at) {
            at += 1;
        }
        (at > first).then_some(at)
    };
    let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
    at = if bytes.get(at) == Some(&b'0') { at + 1 } else { digits(at)? };
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at = digits(at)?;
    }
    Some(at)
}
