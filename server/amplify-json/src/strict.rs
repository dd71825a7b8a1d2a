//! The fast way: a text that follows RFC 8259 to the letter becomes a tree in one pass.
//!
//! Nearly every version of every file is such a text, so this is what a key stroke costs. At the first mistake it gives
//! up without a word; finding out what is wrong is the business of `recover`.

use crate::string::code_unit;
use crate::tree::{Builder, Flags, Kind, NONE, NodeId};

/// An open container.
struct Frame {
    id: u32,
    /// Its last member or item.
    last: u32,
    is_object: bool,
    /// A bit for each key seen, by its hash.
    keys: u128,
    /// Two of its keys may be the same.
    is_suspect: bool,
}

/// A valid text, read.
pub(crate) struct Strict {
    pub(crate) builder: Builder,
    /// Objects in which two keys may be the same; in all others they differ.
    pub(crate) suspects: Vec<NodeId>,
}

/// The tree of a valid text, or `None`.
pub(crate) fn parse(text: &str) -> Option<Strict> {
    let bytes = text.as_bytes();
    let mut builder = Builder::with_capacity(bytes.len() / 16 + 8);
    let mut suspects = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    // What the next value belongs to and stands behind: a key in its member, an item in its list, or nothing.
    let (mut parent, mut before) = (NONE, NONE);
    let mut at = skip_white_space(bytes, 0);
    loop {
        let start = at;
        let first = *bytes.get(at)?;
        let id = builder.len() as u32;
        if let Some(frame) = frames.last_mut()
            && !frame.is_object
        {
            frame.last = id;
        }
        if let b'{' | b'[' = first {
            let is_object = first == b'{';
            let kind = if is_object { Kind::Object } else { Kind::Array };
            builder.push(kind, parent, before, start..start + 1, Flags::default());
            frames.push(Frame { id, last: NONE, is_object, keys: 0, is_suspect: false });
            at = skip_white_space(bytes, at + 1);
            // In ASCII a bracket that closes comes two after the one that opens.
            if *bytes.get(at)? != first + 2 {
                (parent, before) = (id, NONE);
                if is_object {
                    (at, parent, before) = member(text, at, frames.last_mut()?, &mut builder)?;
                }
                continue;
            }
        } else {
            let (kind, flags);
            (at, kind, flags) = scalar(text, at, first)?;
            builder.push(kind, parent, before, start..at, flags);
            at = skip_white_space(bytes, at);
        }
        // Behind a value: a comma, or the ends of the containers that end with it.
        loop {
            let Some(frame) = frames.last_mut() else {
                return (at == bytes.len()).then_some(Strict { builder, suspects });
            };
            if frame.is_object && frame.last != NONE {
                let end = builder.last_end();
                builder.close(NodeId(frame.last), end);
            }
            match (*bytes.get(at)?, frame.is_object) {
                (b',', true) if frame.last != NONE => {
                    at = skip_white_space(bytes, at + 1);
                    (at, parent, before) = member(text, at, frame, &mut builder)?;
                    break;
                }
                (b',', false) if frame.last != NONE => {
                    at = skip_white_space(bytes, at + 1);
                    (parent, before) = (frame.id, frame.last);
                    break;
                }
                (b'}', true) | (b']', false) => {
                    builder.close(NodeId(frame.id), at + 1);
                    if frame.is_suspect {
                        suspects.push(NodeId(frame.id));
                    }
                    frames.pop();
                    at = skip_white_space(bytes, at + 1);
                }
                _ => return None,
            }
        }
    }
}

/// Reads a key and its colon, and adds the member and the key. Answers where the value begins, what it belongs to, and
/// what it stands behind.
#[inline]
fn member(text: &str, start: usize, frame: &mut Frame, builder: &mut Builder) -> Option<(usize, u32, u32)> {
    let bytes = text.as_bytes();
    if *bytes.get(start)? != b'"' {
        return None;
    }
    let (end, flags) = string_end(text, start)?;
    let bit = 1 << hash(bytes, start + 1, end - 1);
    // Two ways to write one key have different hashes.
    frame.is_suspect |= frame.keys & bit != 0 || flags != Flags::default();
    frame.keys |= bit;
    let member = builder.push(Kind::Member, frame.id, frame.last, start..end, Flags::default()).0;
    frame.last = member;
    let key = builder.push(Kind::Key, member, NONE, start..end, flags).0;
    let colon = skip_white_space(bytes, end);
    if *bytes.get(colon)? != b':' {
        return None;
    }
    Some((skip_white_space(bytes, colon + 1), member, key))
}

/// A number below 128 from the first bytes and the length of a key.
#[inline]
fn hash(bytes: &[u8], start: usize, end: usize) -> u32 {
    let length = end - start;
    let first = match bytes.get(start..start + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        // The text ends soon.
        None => bytes[start..].iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    let first = if length < 8 { first & ((1 << (8 * length)) - 1) } else { first };
    let last = u64::from(bytes[end.max(1) - 1]);
    ((first ^ (length as u64) << 32 ^ last << 48).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57) as u32
}

/// The end, kind and flags of a value that is no container.
#[inline]
fn scalar(text: &str, at: usize, first: u8) -> Option<(usize, Kind, Flags)> {
    let bytes = text.as_bytes();
    let plain = Flags::default();
    match first {
        b'"' => string_end(text, at).map(|(end, flags)| (end, Kind::String, flags)),
        b't' if bytes[at..].starts_with(b"true") => Some((at + 4, Kind::Bool, plain)),
        b'f' if bytes[at..].starts_with(b"false") => Some((at + 5, Kind::Bool, plain)),
        b'n' if bytes[at..].starts_with(b"null") => Some((at + 4, Kind::Null, plain)),
        b'-' | b'0'..=b'9' => number_end(bytes, at).map(|end| (end, Kind::Number, plain)),
        _ => None,
    }
}

/// Most white space is a line break and the indentation behind it.
#[inline]
fn skip_white_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
        while bytes.get(at..at + 8) == Some(b"        ") {
            at += 8;
        }
    }
    at
}

/// Where the quick scan of a string from `at` on ends: at a quote, a backslash or a control character. Eight bytes at a
/// time: subtracting sets the highest bit of the first byte that is looked for, and perhaps of later ones.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while let Some(eight) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        let found = (quote.wrapping_sub(ONES) & !quote
            | backslash.wrapping_sub(ONES) & !backslash
            | word.wrapping_sub(ONES * 0x20) & !word)
            & HIGH;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    while !matches!(*bytes.get(at)?, b'"' | b'\\' | 0..0x20) {
        at += 1;
    }
    Some(at)
}

/// Where the string that begins at `start` ends, its closing quote included, if nothing is wrong in it.
#[inline]
fn string_end(text: &str, start: usize) -> Option<(usize, Flags)> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut flags = Flags::default();
    loop {
        at = plain_end(bytes, at)?;
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
