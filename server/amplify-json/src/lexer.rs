//! The tolerant lexer: any text becomes tokens and errors, line by line.
//!
//! Used only when the text is not valid JSON. A line whose quotes do not fit is given to `quotes`, what the version
//! control system left of a merge conflict to `conflict`. It does not know which token may follow which across lines.

use crate::conflict::Conflicts;
use crate::line::{Line, Mark};
use crate::lines::{after_line, line_end};
use crate::quotes;
use crate::syntax::{How, SyntaxError, SyntaxErrorKind};
use crate::token::Token;

/// What the lexer found.
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) errors: Vec<SyntaxError>,
}

/// Reads all of `text`.
pub(crate) fn lex(text: &str) -> Tokens {
    let all_escaped = quotes::all_escaped(text);
    let mut lexer =
        Lexer { text, at: 0, line: 0, tokens: Vec::new(), errors: Vec::new(), all_escaped, everywhere: Vec::new() };
    let conflicts = Conflicts::of(text);
    if text.starts_with('\u{FEFF}') {
        lexer.at = 3;
        lexer.errors.push(SyntaxError::removal(SyntaxErrorKind::ByteOrderMark, 0..3));
    }
    while lexer.at < text.len() {
        match conflicts.at(lexer.at) {
            Some(conflict) => {
                lexer.error(conflict.error(text));
                lexer.at = conflict.ours.start;
                lexer.line += 1;
                while lexer.at < conflict.ours.end {
                    lexer.line();
                }
                lexer.at = lexer.at.max(conflict.end);
                lexer.line += 1;
            }
            None => lexer.line(),
        }
    }
    Tokens { tokens: lexer.tokens, errors: lexer.errors }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    tokens: Vec<Token>,
    errors: Vec<SyntaxError>,
    /// Every quote has a backslash before it: the text was the content of a string.
    all_escaped: bool,
    /// Those errors that stand for all of their kind.
    everywhere: Vec<usize>,
}

impl Lexer<'_> {
    /// Reads one line (more, if a block comment or a broken string runs on), its line break included.
    fn line(&mut self) {
        let start = self.at;
        let end = line_end(self.text, start);
        let mut read;
        if self.all_escaped {
            let marks = quotes::backslashes(self.text, start..end);
            read = Line::read(self.text, start..end, &marks);
            for mark in marks {
                self.error(SyntaxError::removal(SyntaxErrorKind::BadEscape, mark.at..mark.at + 1));
            }
        } else {
            read = Line::read(self.text, start..end, &[]);
        }
        if !self.all_escaped && quotes::are_odd(self.text, &read) {
            let marks: Vec<Mark>;
            (read, marks) = quotes::repair(self.text, start, read);
            quotes::report(self.text, &marks, &mut read.errors);
        }
        let indent = self.text[start..].len() - self.text[start..].trim_start_matches([' ', '\t']).len();
        for (number, token) in read.tokens.into_iter().enumerate() {
            let (line, line_start, indent) = (self.line, start as u32, indent as u32);
            self.tokens.push(Token { line, line_start, indent, first: number == 0, ..token });
        }
        for error in read.errors {
            self.error(error);
        }
        self.at = after_line(self.text, read.end);
        self.line += 1;
    }

    /// Whether it comes from how the whole text was made (a wrong encoding, a copy of a web page), and so is one mistake
    /// however often it is there.
    fn is_everywhere(&self, error: &SyntaxError) -> bool {
        match error.kind {
            SyntaxErrorKind::Nul | SyntaxErrorKind::InvisibleCharacter(_) => true,
            // Others are mistakes of their own: `\q` inside such a text is no trace of how it was made.
            SyntaxErrorKind::BadEscape => {
                self.all_escaped && error.mends.first().is_some_and(|mend| mend.how == How::Remove)
            }
            _ => false,
        }
    }

    fn error(&mut self, error: SyntaxError) {
        // Comments on lines that follow each other are one mistake.
        if error.kind == SyntaxErrorKind::Comment
            && let Some(last) = self.errors.last_mut()
            && last.kind == SyntaxErrorKind::Comment
            && self.text[last.range.end..error.range.start].trim_start().is_empty()
        {
            let edits = &mut last.mends[0].edits;
            match edits.last_mut() {
                Some(edit) if edit.end == error.mends[0].edits[0].start => edit.end = error.mends[0].edits[0].end,
                _ => edits.extend(error.mends[0].edits.iter().cloned()),
            }
            last.range.end = error.range.end;
        } else if self.is_everywhere(&error) {
            let errors = &mut self.errors;
            match self.everywhere.iter().find(|&&at| errors[at].kind == error.kind) {
                Some(&first) => {
                    let range = errors[first].range.clone();
                    errors[first].absorb(error);
                    errors[first].range = range;
                }
                None => {
                    self.everywhere.push(errors.len());
                    errors.push(error);
                }
            }
        } else if self.errors.len() < crate::MAX_ERRORS {
            self.errors.push(error);
        }
    }
}
