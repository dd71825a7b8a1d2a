//! Positions of the protocol (line, and column in code units of the negotiated encoding) and places in a text.
//!
//! In an immutable document they are bytes, found through its table of line starts; in the edit buffer they are
//! characters of the rope. Lines and columns that do not exist are held at the end of the text or of their line, and a
//! position inside a character is the start of that character.

use amplify_config::Document;
use ropey::Rope;

use super::lsp_types::{Position, PositionEncodingKind};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client understands.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one with this name in the protocol.
    pub(crate) fn named(name: &str) -> Option<Encoding> {
        match name {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        }
    }

    /// Its name in the protocol.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units `text` has. The sums are plain enough for the compiler to take many bytes at once.
    fn units(self, text: &str) -> usize {
        let characters = || text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
        match self {
            Encoding::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            Encoding::Utf16 => characters() + text.bytes().filter(|&byte| byte >= 0xf0).count(),
            Encoding::Utf32 => characters(),
        }
    }

    /// The byte of `line` that lies `units` behind its start.
    fn byte(self, line: &str, units: usize) -> usize {
        if self == Encoding::Utf8 || line.is_ascii() {
            let mut byte = units.min(line.len());
            while !line.is_char_boundary(byte) {
                byte -= 1;
            }
            return byte;
        }
        let mut passed = 0;
        for (at, character) in line.char_indices() {
            passed += if self == Encoding::Utf16 { character.len_utf16() } else { 1 };
            if passed > units {
                return at;
            }
        }
        line.len()
    }
}

/// The byte at `position`.
pub(crate) fn offset_at(document: &Document, position: Position, encoding: Encoding) -> usize {
    let line = document.line_range(position.line as usize);
    line.start + encoding.byte(&document.text()[line.clone()], position.character as usize)
}

/// The position of the byte `offset`.
pub(crate) fn position_at(document: &Document, offset: usize, encoding: Encoding) -> Position {
    let line = document.line_at(offset);
    let start = document.line_range(line).start;
    let mut offset = offset.clamp(start, document.text().len());
    while !document.text().is_char_boundary(offset) {
        offset -= 1;
    }
    Position { line: line as u32, character: encoding.units(&document.text()[start..offset]) as u32 }
}

/// The character of the rope at `position`.
pub(crate) fn char_at(rope: &Rope, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let start = rope.line_to_char(line);
    let end = start + length_without_break(rope.line(line));
    let units = position.character as usize;
    match encoding {
        Encoding::Utf8 => rope.byte_to_char((rope.char_to_byte(start) + units).min(rope.char_to_byte(end))),
        Encoding::Utf16 => {
            rope.utf16_cu_to_char((rope.char_to_utf16_cu(start) + units).min(rope.char_to_utf16_cu(end)))
        }
        Encoding::Utf32 => (start + units).min(end),
    }
}

fn length_without_break(line: ropey::RopeSlice<'_>) -> usize {
    let length = line.len_chars();
    let last = |back: usize| length.checked_sub(back).and_then(|at| line.get_char(at));
    match (last(2), last(1)) {
        (Some('\r'), Some('\n')) => length - 2,
        (_, Some('\n' | '\r')) => length - 1,
        _ => length,
    }
}

#[cfg(test)]
mod tests {
    use amplify_config::FilePath;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
    const TEXTS: [&str; 6] = ["", "a", "ä😀b\r\nc\rd\n\n😀", "\r\n\r\n", "😀\u{2028}x\u{b}y\u{85}z\n", "\n\r\r\n😀😀"];

    #[test]
    fn every_place_survives_the_way_there_and_back() {
        for text in TEXTS {
            let document = Document::new(FilePath::new("a.json"), text);
            let rope = Rope::from_str(text);
            for encoding in ENCODINGS {
                for (char, (offset, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
                        continue;
                    }
                    let position = position_at(&document, offset, encoding);
                    assert_eq!(offset_at(&document, position, encoding), offset, "{text:?} {encoding:?}");
                    assert_eq!(char_at(&rope, position, encoding), char, "{text:?} {encoding:?}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_exist_is_held_at_an_end_and_what_lies_inside_a_character_at_its_start() {
        let text = "😀a\r\nb";
        let document = Document::new(FilePath::new("a.json"), text);
        let rope = Rope::from_str(text);
        for (line, character, expected) in [
            (0, 1, [0, 0, 4]),
            (0, 2, [0, 4, 5]),
            (0, 3, [0, 5, 5]),
            (0, u32::MAX, [5, 5, 5]),
            (1, 9, [8, 8, 8]),
            (2, 0, [8, 8, 8]),
            (u32::MAX, u32::MAX, [8, 8, 8]),
        ] {
            for (encoding, expected) in ENCODINGS.into_iter().zip(expected) {
                let position = Position { line, character };
                assert_eq!(offset_at(&document, position, encoding), expected, "{line}:{character} {encoding:?}");
                assert_eq!(rope.char_to_byte(char_at(&rope, position, encoding)), expected);
            }
        }
    }
}
