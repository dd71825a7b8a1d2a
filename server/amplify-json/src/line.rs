//! Reads one line of a broken text into tokens.
//!
//! It takes what people write beside JSON (comments, other quotes, bare words) and reports what is wrong inside a
//! token. A line can be read with [`Mark`]s: changes to its quotes that `quotes` tries out. It does not know which token
//! may follow which; `brackets` and `recover` do.

use std::ops::Range;

use crate::edit::Edit;
use crate::string::{code_unit, quote};
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::token::{Bracket, Token, TokenKind, is_literal};
use crate::tree::Flags;

/// How one character of a line is to be read instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) at: usize,
    pub(crate) how: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// A quote stands before the character.
    Insert,
    /// The character, a quote or backslash, is not there.
    Drop,
    /// The quote belongs to the text of the string.
    Inside,
    /// The character is the quote that JSON wants.
    Quote,
}

/// The tokens of one line.
pub(crate) struct Line {
    /// Its tokens; the lexer fills in what they have in common.
    pub(crate) tokens: Vec<Token>,
    pub(crate) errors: Vec<SyntaxError>,
    /// Where it ends, before the line break.
    pub(crate) end: usize,
    /// The start of a string that is not closed in the line.
    pub(crate) unclosed: Option<usize>,
    /// Comments that begin where a token ends.
    pub(crate) touching_comments: u32,
}

impl Line {
    /// Reads `range` of `text`, which begins outside a string. It may hold line breaks, of which only strings take note.
    pub(crate) fn read(text: &str, range: Range<usize>, marks: &[Mark]) -> Line {
        let line = Line { tokens: Vec::new(), errors: Vec::new(), end: 0, unclosed: None, touching_comments: 0 };
        let mut reader =
            Reader { text, start: range.start, at: range.start, end: range.end, marks, line, closers: [None; 4] };
        while reader.at < reader.end || reader.mark() == Some(Reading::Insert) {
            reader.token();
        }
        reader.line.end = reader.end;
        reader.line
    }
}

/// Quotes that JSON does not know.
pub(crate) fn is_other_quote(character: char) -> bool {
    matches!(character, '\'' | '`' | '´' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '″' | '＂')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{2064}' | '\u{3000}' | '\u{feff}' | '\u{b}' | '\u{c}' | '\u{85}'
    )
}

fn ends_word(character: char) -> bool {
    character.is_whitespace()
        || is_invisible(character)
        || matches!(character, '{' | '}' | '[' | ']' | ',' | ':' | '"' | ';' | '\0' | '“' | '”' | '„')
        || matches!(character, '：' | '，' | '、' | '；')
}

struct Reader<'t, 'm> {
    text: &'t str,
    start: usize,
    at: usize,
    end: usize,
    /// Those that are still to come.
    marks: &'m [Mark],
    line: Line,
    /// For each kind of other quote the next place where it can close a string, so that it is looked for once.
    closers: [Option<usize>; 4],
}

impl<'t> Reader<'t, '_> {
    /// What is to be done with the character here.
    fn mark(&mut self) -> Option<Reading> {
        self.mark_at(self.at)
    }

    fn mark_at(&mut self, at: usize) -> Option<Reading> {
        loop {
            let mark = self.marks.first()?;
            if mark.at >= at {
                return (mark.at == at).then_some(mark.how);
            }
            self.marks = &self.marks[1..];
        }
    }

    fn push(&mut self, kind: TokenKind, range: Range<usize>, flags: Flags) {
        self.line.tokens.push(Token {
            start: range.start as u32,
            end: range.end as u32,
            line: 0,
            line_start: 0,
            indent: 0,
            kind,
            flags,
            first: false,
            inserted: false,
        });
    }

    fn one(&mut self, kind: TokenKind, length: usize) {
        self.push(kind, self.at..self.at + length, Flags::default());
        self.at += length;
    }

    fn error(&mut self, error: SyntaxError) {
        if self.line.errors.len() < crate::MAX_ERRORS {
            self.line.errors.push(error);
        }
    }

    /// Reads one token or one piece of white space.
    fn token(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        if let Some(how) = self.mark() {
            self.marks = &self.marks[1..];
            let length = rest.chars().next().map_or(0, char::len_utf8);
            let no_open = Flags::NO_OPEN | Flags::DAMAGED;
            return match how {
                Reading::Insert => self.rest_of_string(start, start, no_open),
                Reading::Quote => self.rest_of_string(start, start + length, Flags::DAMAGED),
                Reading::Drop | Reading::Inside => self.at += length,
            };
        }
        let Some(character) = rest.chars().next() else { return };
        match character {
            ' ' | '\t' | '\n' | '\r' => self.at += 1,
            '{' if rest.starts_with("{{") && self.template() => {}
            '{' => self.one(TokenKind::Open(Bracket::Brace), 1),
            '[' => self.one(TokenKind::Open(Bracket::Square), 1),
            '}' => self.one(TokenKind::Close(Bracket::Brace), 1),
            ']' => self.one(TokenKind::Close(Bracket::Square), 1),
            ':' if rest.starts_with(":=") => self.one(TokenKind::Colon, 2),
            ':' => self.one(TokenKind::Colon, 1),
            '：' => self.one(TokenKind::Colon, 3),
            ',' | ';' => self.one(TokenKind::Comma, 1),
            '，' | '、' | '；' => self.one(TokenKind::Comma, 3),
            '=' if rest.starts_with("=>") => self.one(TokenKind::Colon, 2),
            '=' => self.one(TokenKind::Colon, 1),
            '-' if rest.starts_with("->") => self.one(TokenKind::Colon, 2),
            '"' => self.rest_of_string(start, start + 1, Flags::default()),
            '/' if rest.starts_with("//") => self.comment(self.end),
            '#' => self.comment(self.end),
            '/' if rest.starts_with("/*") => {
                // One that is never closed takes the rest of the line, not of the text.
                let end = rest.find("*/").map_or(self.end, |length| start + length + 2);
                self.comment(end);
            }
            '\0' => {
                let length = rest.len() - rest.trim_start_matches('\0').len();
                self.error(SyntaxError::removal(SyntaxErrorKind::Nul, start..start + length));
                self.at += length;
            }
            _ if is_other_quote(character) => self.other_string(character),
            _ if is_invisible(character) => self.invisible(character),
            _ => self.word(),
        }
    }

    /// A place for a value that another program fills in, `{{NAME}}`, is a bare text.
    fn template(&mut self) -> bool {
        let rest = &self.text[self.at..self.end];
        let inside = rest.len() - rest[2..].trim_start_matches(|c: char| !"{}[]\",:\n\r".contains(c)).len();
        let found = inside > 2 && rest[inside..].starts_with("}}");
        if found {
            self.one(TokenKind::Word, inside + 2);
        }
        found
    }

    fn comment(&mut self, end: usize) {
        let text = self.text;
        let end = self.at + text[self.at..end].trim_end().len();
        let range = self.at..end;
        if end > self.end {
            self.end = crate::lexer::line_end(text, end);
        }
        if self.line.tokens.last().is_some_and(|last| last.end() == range.start) {
            self.line.touching_comments += 1;
        }
        let last = self.line.tokens.last().map_or(self.start, |last| last.end());
        let white = text[last..range.start].len() - text[last..range.start].trim_end().len();
        let ends_line = text[end..self.end].trim_start().is_empty();
        let cut = if ends_line && range.start - white == self.start {
            // Alone on its line, which goes too.
            self.start..crate::lexer::after_line(text, end)
        } else if ends_line {
            range.start - white..end
        } else {
            range.clone()
        };
        let mend = Mend { how: How::Remove, edits: vec![Edit::remove(cut)] };
        self.error(SyntaxError { kind: SyntaxErrorKind::Comment, range, related: None, mends: vec![mend] });
        self.at = end;
    }

    fn invisible(&mut self, character: char) {
        let rest = &self.text[self.at..self.end];
        let length = rest.len() - rest.trim_start_matches(is_invisible).len();
        let range = self.at..self.at + length;
        let space = if matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}') {
            ""
        } else {
            " "
        };
        let mut error = SyntaxError::replacement(SyntaxErrorKind::InvisibleCharacter(character), range, space);
        error.mends[0].how = How::Remove;
        self.error(error);
        self.at += length;
    }

    fn word(&mut self) {
        let start = self.at;
        let text = self.text;
        let as_key = self
            .line
            .tokens
            .last()
            .is_none_or(|last| matches!(last.kind, TokenKind::Open(_) | TokenKind::Comma | TokenKind::Close(_)));
        let mut end = start;
        for (offset, character) in text[start..self.end].char_indices() {
            let here = start + offset;
            let rest = &text[here..];
            if offset > 0 {
                let scheme = character == ':' && rest.starts_with("://");
                let comment = matches!(character, '#' | '/')
                    && (character == '#' || rest.starts_with("//") || rest.starts_with("/*"))
                    && is_literal(&text[start..here]);
                if ends_word(character) && !scheme || comment || character == '=' && as_key {
                    break;
                }
                if self.mark_at(here).is_some() {
                    break;
                }
            }
            end = here + character.len_utf8();
            // `${NAME}` stands for a value too.
            if character == '$'
                && let Some(name) = text[end..self.end].strip_prefix('{')
                && let length = name.bytes().take(100).take_while(|byte| !b"}\",{".contains(byte)).count()
                && name[length..].starts_with('}')
            {
                return self.extend_word(start, end + length + 2);
            }
        }
        let end = end.max(start + text[start..].chars().next().map_or(1, char::len_utf8));
        self.push(TokenKind::Word, start..end, Flags::default());
        self.at = end;
    }

    /// The word from `start` goes on behind `end`, as far as words go.
    fn extend_word(&mut self, start: usize, end: usize) {
        let rest = &self.text[end..self.end];
        let end = end + rest.find(ends_word).unwrap_or(rest.len());
        self.push(TokenKind::Word, start..end, Flags::default());
        self.at = end;
    }

    /// The string that began at `start`, from `content` on.
    fn rest_of_string(&mut self, start: usize, content: usize, mut flags: Flags) {
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
        let after = crate::lexer::after_line(self.text, at);
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
    fn other_string(&mut self, open: char) {
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
