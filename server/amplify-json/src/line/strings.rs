//! Strings of a broken text: their escapes, what cannot stand in them, and quotes that JSON does not know.

use std::ops::Range;

use crate::splice::Edit;
use crate::string::{code_unit, quote};
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::token::TokenKind;
use crate::tree::Flags;

use super::{Reader, Reading};

impl Reader<'_, '_> {
    /// The string that began at `start`, from `content` on.
    pub(super) fn rest_of_string(&mut self, start: usize, content: usize, mut flags: Flags) {
        let bytes = self.text.as_bytes();
        let mut at = content;
        let mut errors: Vec<SyntaxError> = Vec::new();
        loop {
            if at >= self.marks.first().map_or(usize::MAX, |mark| mark.at)
                && let Some(how) = self.mark_at(at)
            {
                self.marks = &self.marks[1..];
                flags = flags | Flags::DAMAGED;
                if matches!(how, Reading::Drop | Reading::Inside) {
                    flags = flags | Flags::GUESSED;
                }
                let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
                match how {
                    Reading::Insert => {
                        self.push(TokenKind::String, start..at, flags | Flags::NO_CLOSE);
                        self.at = at;
                        break;
                    }
                    Reading::Quote => {
                        self.push(TokenKind::String, start..at + length, flags);
                        self.at = at + length;
                        break;
                    }
                    Reading::Drop | Reading::Inside => {
                        at += length;
                        continue;
                    }
                }
            }
            if at >= self.end {
                self.unclosed_string(start, flags);
                break;
            }
            match bytes[at] {
                b'"' => {
                    self.push(TokenKind::String, start..at + 1, flags);
                    self.at = at + 1;
                    break;
                }
                b'\\' => {
                    flags = flags | Flags::ESCAPED;
                    at = self.escape(at, &mut flags, &mut errors);
                }
                b'\n' | b'\r' => {
                    at = self.line_break(start, at, &mut errors);
                    flags = flags | Flags::DAMAGED | Flags::GUESSED;
                }
                byte if byte < 0x20 => {
                    let run = bytes[at..self.end].iter().take_while(|&&other| other == byte).count();
                    add(&mut errors, control_character(at..at + run, byte));
                    flags = flags | Flags::DAMAGED | Flags::GUESSED;
                    at += run;
                }
                _ => at += 1,
            }
        }
        for error in errors {
            self.error(error);
        }
    }

    /// Takes the line break at `at` in the string from `start`, and the indentation behind it.
    fn line_break(&self, start: usize, at: usize, errors: &mut Vec<SyntaxError>) -> usize {
        let after = crate::lines::after_line(self.text, at);
        let after = self.text.len() - self.text[after..].trim_start_matches([' ', '\t']).len();
        let range = at..after.min(self.end);
        let mut error = SyntaxError::replacement(SyntaxErrorKind::LineBreakInString, range.clone(), "\\n");
        let join = Mend { how: How::Remove, edits: vec![Edit::remove(range.clone())] };
        // An id or address was wrapped, a sentence was written in two lines.
        let is_prose = self.text[start..at].contains(' ');
        error.mends.insert(usize::from(is_prose), join);
        add(errors, error);
        range.end
    }

    /// Takes the escape at `at`; where the string goes on.
    fn escape(&mut self, at: usize, flags: &mut Flags, errors: &mut Vec<SyntaxError>) -> usize {
        let text = self.text;
        match text.as_bytes().get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => return at + 2,
            Some(b'u') => match code_unit(&text[at..]) {
                Some(0xD800..=0xDBFF) if matches!(text.get(at + 6..).and_then(code_unit), Some(0xDC00..=0xDFFF)) => {
                    return at + 12;
                }
                Some(0xD800..=0xDFFF) => {
                    *flags = *flags | Flags::DAMAGED | Flags::GUESSED;
                    add(errors, SyntaxError::removal(SyntaxErrorKind::LoneSurrogate, at..at + 6));
                    return at + 6;
                }
                Some(_) => return at + 6,
                None => {}
            },
            _ => {}
        }
        *flags = *flags | Flags::DAMAGED | Flags::GUESSED;
        let next = text[at + 1..self.end.max(at + 1)].chars().next();
        let end = at + 1 + next.map_or(0, char::len_utf8);
        let mut error = SyntaxError::replacement(SyntaxErrorKind::BadEscape, at..end, &format!("\\{}", &text[at..end]));
        // Before a mark the backslash has no use; before a letter it is one that was meant.
        let bare = Mend { how: How::Remove, edits: vec![Edit::remove(at..at + 1)] };
        let is_mark = next.is_some_and(|next| next.is_ascii_punctuation());
        error.mends.insert(usize::from(!is_mark), bare);
        add(errors, error);
        end
    }

    /// A string that the line does not close runs to its end.
    fn unclosed_string(&mut self, start: usize, flags: Flags) {
        let end = start + self.text[start..self.end].trim_end().len();
        self.line.unclosed.get_or_insert(start);
        self.push(TokenKind::String, start..end, flags | Flags::NO_CLOSE | Flags::DAMAGED);
        self.at = self.end;
    }

    /// A string in quotes that JSON does not know, if they close.
    pub(super) fn other_string(&mut self, open: char) {
        let (kind, closers): (usize, &[char]) = match open {
            '\'' | '´' => (0, &['\'', '´']),
            '`' => (1, &['`', '\'', '´']),
            '‘' | '’' | '‚' => (2, &['‘', '’', '\'']),
            _ => (3, &['“', '”', '"', '»', '«', '″', '＂', '‟']),
        };
        let start = self.at;
        let doubled = self.text[start..].starts_with("''") && self.text[start + 2..].contains("''");
        let open_length = if doubled { 2 } else { open.len_utf8() };
        let content = start + open_length;
        let close = match self.closers[kind] {
            Some(known) if known >= content => known,
            _ => {
                let rest = &self.text[content.min(self.end)..self.end];
                let found = rest.char_indices().find_map(|(offset, character)| {
                    let behind = rest[offset + character.len_utf8()..].trim_start();
                    let fits = behind.is_empty() || behind.starts_with([',', ':', '}', ']', '/', ';', '=', '#']);
                    (closers.contains(&character) && fits).then_some(content + offset)
                });
                found.unwrap_or(usize::MAX)
            }
        };
        self.closers[kind] = Some(close);
        if close == usize::MAX {
            return self.word();
        }
        let close_length = self.text[close..].chars().next().map_or(0, char::len_utf8);
        let end = close + close_length;
        let inside_end =
            if doubled && close > content && self.text[..close].ends_with('\'') { close - 1 } else { close };
        let inside = &self.text[content..inside_end];
        let right = if inside.contains('\\') {
            format!("\"{}\"", inside.replace("\\'", "'").replace('"', "\\\"").replace("\\\\\"", "\\\""))
        } else {
            quote(inside)
        };
        self.error(SyntaxError::quoting(SyntaxErrorKind::WrongQuotes, start..end, &right));
        let escaped = if inside.contains('\\') { Flags::ESCAPED } else { Flags::default() };
        self.push(TokenKind::String, start..end, escaped | Flags::DAMAGED);
        self.at = end;
    }
}

fn control_character(range: Range<usize>, byte: u8) -> SyntaxError {
    let remove = Mend { how: How::Remove, edits: vec![Edit::remove(range.clone())] };
    let right = match byte {
        0 => return SyntaxError::removal(SyntaxErrorKind::Nul, range),
        b'\t' => "\\t".repeat(range.len()),
        _ => format!("\\u{byte:04x}").repeat(range.len()),
    };
    let mut error = SyntaxError::replacement(SyntaxErrorKind::ControlCharacter(byte as char), range, &right);
    error.mends.push(remove);
    error
}

/// The same mistake several times in one string is one mistake.
fn add(errors: &mut Vec<SyntaxError>, error: SyntaxError) {
    match errors.iter_mut().find(|other| std::mem::discriminant(&other.kind) == std::mem::discriminant(&error.kind)) {
        Some(same) => same.absorb(error),
        None => errors.push(error),
    }
}
