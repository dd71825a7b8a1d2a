//! Reads one line of a broken text into tokens.
//!
//! It takes what people write beside JSON (comments, other quotes, bare words) and reports what is wrong inside a
//! token. A line can be read with [`Mark`]s: changes to its quotes that `quotes` tries out. It does not know which token
//! may follow which; `brackets` and `recover` do.

use std::ops::Range;

mod strings;

use crate::splice::Edit;
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
            self.end = crate::lines::line_end(text, end);
        }
        if self.line.tokens.last().is_some_and(|last| last.end() == range.start) {
            self.line.touching_comments += 1;
        }
        let last = self.line.tokens.last().map_or(self.start, |last| last.end());
        let white = text[last..range.start].len() - text[last..range.start].trim_end().len();
        let ends_line = text[end..self.end].trim_start().is_empty();
        let cut = if ends_line && range.start - white == self.start {
            // Alone on its line, which goes too.
            self.start..crate::lines::after_line(text, end)
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
}
