//! The tokens of the tolerant way, shared by `lexer`, `brackets` and `recover`. The strict way has none.

use std::ops::Range;

use crate::tree::Flags;

/// One of the two kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    Brace,
    Square,
}

impl Bracket {
    pub(crate) fn open(self) -> char {
        if self == Bracket::Brace { '{' } else { '[' }
    }

    pub(crate) fn close(self) -> char {
        if self == Bracket::Brace { '}' } else { ']' }
    }

    pub(crate) fn other(self) -> Bracket {
        if self == Bracket::Brace { Bracket::Square } else { Bracket::Brace }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Open(Bracket),
    Close(Bracket),
    /// A colon, or what stands for one: `=`, `=>`.
    Colon,
    /// A comma, or what stands for one: `;`.
    Comma,
    String,
    /// A run of other characters: a literal, a number, a bare text.
    Word,
}

/// One token. There may be millions of them, so it is kept small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Number of its line.
    pub(crate) line: u32,
    /// Where its line begins.
    pub(crate) line_start: u32,
    /// Bytes of white space before the first token of its line.
    pub(crate) indent: u32,
    pub(crate) kind: TokenKind,
    pub(crate) flags: Flags,
    /// It is the first token of its line.
    pub(crate) first: bool,
    /// Put in by `brackets`, which has reported it. Such a token is empty.
    pub(crate) inserted: bool,
}

impl Token {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn end(&self) -> usize {
        self.end as usize
    }

    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }

    /// The white space its line begins with, unless it is absurdly much.
    pub(crate) fn indentation<'t>(&self, text: &'t str) -> &'t str {
        &text[self.line_start as usize..(self.line_start + self.indent.min(200)) as usize]
    }

    /// `other` begins where this one ends.
    pub(crate) fn touches(&self, other: &Token) -> bool {
        self.end == other.start
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.kind, TokenKind::String | TokenKind::Word)
    }
}

/// Whether the word is a literal as JSON writes it.
pub(crate) fn is_literal(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || crate::strict::number_end(word.as_bytes(), 0) == Some(word.len())
}
