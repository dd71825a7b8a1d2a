//! The tolerant parser: tokens whose brackets fit become a tree, and each mistake one error.
//!
//! It keeps a stack of its own, so depth costs memory and never the program's stack. A member whose value is not there
//! gets a node for the hole. What it cannot place becomes one error over the whole run, never one for each token.

use std::ops::Range;

use crate::cut::unexpected_end;
use crate::splice::Edit;
use crate::syntax::{How, SyntaxError, SyntaxErrorKind};
use crate::token::{Bracket, Token, TokenKind, is_literal};
use crate::tree::{Builder, Flags, NodeId};

mod members;
mod values;

/// The tree of any text, and what is wrong in it, in no particular order.
pub(crate) fn parse(text: &str) -> (Builder, Vec<SyntaxError>) {
    let lexed = crate::lexer::lex(text);
    let mut errors = lexed.errors;
    let tokens = crate::brackets::balance(text, with_round_brackets(text, lexed.tokens), &mut errors);
    let end = errors.pop_if(|error| matches!(error.kind, SyntaxErrorKind::UnexpectedEnd(_)));
    let builder = Builder::with_capacity(tokens.len() + 8);
    let mut parser =
        Parser { text, tokens: &tokens, at: 0, builder, found: 0, errors, frames: Vec::new(), last_whole: 0 };
    parser.document();
    let mut errors = merge(text, parser.errors);
    if let Some(end) = end {
        unexpected_end(text, &tokens, parser.last_whole, end, &mut errors);
    }
    (parser.builder, errors)
}

/// A round bracket that closes, where none opens, closes the container that it stands in: `brackets` says which bracket
/// is the right one. Where one opens, the text is code around our JSON.
fn with_round_brackets(text: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    let is = |token: &Token, bracket: &str| token.kind == TokenKind::Word && text[token.range()] == *bracket;
    let has_word = |bracket: char| {
        tokens.iter().any(|token| token.kind == TokenKind::Word && text[token.range()].contains(bracket))
    };
    if has_word(')') && !has_word('(') {
        for token in tokens.iter_mut().filter(|token| is(token, ")")) {
            token.kind = TokenKind::Close(Bracket::Square);
        }
    }
    tokens
}

/// Two mistakes at one place are mended together, so they are shown as one: `"a": "b` before a line break lacks a quote
/// and a comma.
fn merge(text: &str, mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    use SyntaxErrorKind::{
        BadNumber, MissingClose, MissingColon, MissingComma, MissingQuote, UnquotedKey, UnquotedString, WrongLiteral,
        WrongQuotes,
    };
    errors.sort_by_key(|error| (error.range.start, error.range.end));
    let mut merged: Vec<SyntaxError> = Vec::with_capacity(errors.len());
    for error in errors {
        let insertion = matches!(error.kind, MissingColon | MissingComma | MissingClose(_));
        match merged.last_mut() {
            Some(last)
                if insertion
                    && error.range.is_empty()
                    && last.range.end == error.range.start
                    && matches!(
                        last.kind,
                        BadNumber(_)
                            | MissingQuote
                            | UnquotedKey
                            | UnquotedString
                            | WrongLiteral(_)
                            | WrongQuotes
                            | MissingClose(_)
                    ) =>
            {
                let range = last.range.clone();
                let opens = last.kind == MissingQuote && range.is_empty() && is_token_start(text, range.start);
                if opens {
                    // What is missing before a text goes before the quote that opens it.
                    let mut before = error;
                    before.absorb(std::mem::replace(last, SyntaxError { mends: Vec::new(), ..before.clone() }));
                    *last = SyntaxError { kind: MissingQuote, range, mends: before.mends, ..last.clone() };
                    last.mends.iter_mut().for_each(|mend| mend.how = How::Quote);
                } else {
                    last.absorb(error);
                    last.range = range;
                }
            }
            _ => merged.push(error),
        }
    }
    merged
}

/// Nothing of a token stands directly before `at`.
fn is_token_start(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || "[{,:".contains(before))
}

/// What the innermost container waits for.
#[derive(Clone)]
enum Expect {
    /// An item, after the opening bracket.
    First,
    /// An item, after this comma.
    Next(Range<usize>),
    /// A comma or the end.
    Separator,
    /// The same, but a comma that is not there was part of the last mistake.
    Forgiven,
}

struct Frame {
    id: NodeId,
    is_object: bool,
    expect: Expect,
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    builder: Builder,
    errors: Vec<SyntaxError>,
    /// How many errors this parser has found.
    found: usize,
    frames: Vec<Frame>,
    /// Where the last complete member or item (or opening bracket) ends.
    last_whole: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self, ahead: usize) -> Option<&'t Token> {
        self.tokens.get(self.at + ahead)
    }

    fn kind(&self, ahead: usize) -> Option<TokenKind> {
        self.peek(ahead).map(|token| token.kind)
    }

    fn word_at(&self, ahead: usize) -> Option<&'t str> {
        self.peek(ahead).filter(|token| token.kind == TokenKind::Word).map(|token| &self.text[token.range()])
    }

    fn previous_end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |before| self.tokens[before].end())
    }

    /// The token is on the same line as the one before it.
    fn same_line(&self, ahead: usize) -> bool {
        match (self.at + ahead, self.peek(ahead)) {
            (0, _) | (_, None) => false,
            (at, Some(token)) => self.tokens[at - 1].line == token.line,
        }
    }

    fn is_text(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(Token::is_text)
    }

    /// A text with a colon behind it.
    fn is_key(&self, ahead: usize) -> bool {
        self.is_text(ahead) && self.kind(ahead + 1) == Some(TokenKind::Colon)
    }

    /// A text or an opening bracket.
    fn is_value(&self, ahead: usize) -> bool {
        self.is_text(ahead) || matches!(self.kind(ahead), Some(TokenKind::Open(_)))
    }

    /// The end of the text, of the container or of the member.
    fn is_end(&self, ahead: usize) -> bool {
        matches!(self.kind(ahead), Some(TokenKind::Comma | TokenKind::Close(_)) | None)
    }

    /// A word that is no literal: in doubt it is one that does not belong there.
    fn is_bare(&self, ahead: usize) -> bool {
        self.word_at(ahead).is_some_and(|word| !is_literal(word))
    }

    /// A word without letters and digits.
    fn is_mark(&self, ahead: usize) -> bool {
        self.word_at(ahead).is_some_and(|word| !word.contains(char::is_alphanumeric))
    }

    fn error(&mut self, error: SyntaxError) {
        self.found += 1;
        if self.found <= crate::MAX_ERRORS {
            self.errors.push(error);
        }
    }

    fn document(&mut self) {
        if self.tokens.is_empty() {
            if self.errors.is_empty() {
                let range = 0..self.text.len();
                let error = SyntaxError { kind: SyntaxErrorKind::Empty, range, related: None, mends: Vec::new() };
                self.errors.push(error);
            }
            return;
        }
        let before = crate::brackets::before_value(self.tokens);
        if before > 0 {
            let range = self.tokens[0].start()..self.tokens[before - 1].end();
            let end = self.tokens.get(before).map_or(range.end, Token::start);
            let mut error = SyntaxError::removal(SyntaxErrorKind::Unexpected, range.clone());
            error.mends[0].edits = vec![Edit::remove(range.start..end)];
            self.errors.push(error);
            self.at = before;
        }
        self.value(None);
        while !self.frames.is_empty() {
            self.step();
        }
        let last = self.tokens.iter().rev().find(|token| !token.inserted);
        let (Some(token), Some(last)) = (self.peek(0), last) else { return };
        let range = token.start()..last.end().max(token.end());
        let white = self.text[..range.start].len() - self.text[..range.start].trim_end().len();
        let mut error = SyntaxError::removal(SyntaxErrorKind::ExtraContent, range.clone());
        error.mends[0].edits = vec![Edit::remove(range.start - white..range.end)];
        self.drop_errors(&range);
        if !self.builder.is_empty() && self.tokens[self.at..].iter().any(Token::is_text) {
            self.builder.flag(NodeId(0), Flags::DOUBTFUL);
        }
        let is_code = !range_has_brackets(&self.tokens[self.at..]) && before > 0;
        match self.errors.iter_mut().find(|error| error.range.start == self.tokens[0].start()) {
            // `const config = { … };`: what stands around the value is one mistake.
            Some(first) if is_code => first.mends[0].edits.append(&mut error.mends[0].edits),
            _ if self.builder.is_empty() => {
                error.kind = SyntaxErrorKind::Unexpected;
                self.errors.push(error);
            }
            _ => self.errors.push(error),
        }
    }

    /// Takes out the errors of a run of tokens that has become one error.
    fn drop_errors(&mut self, range: &Range<usize>) {
        if self.found <= crate::MAX_ERRORS {
            // What is missing at its edges is another matter.
            self.errors.retain(|error| {
                let is_inside = range.start <= error.range.start && error.range.end <= range.end;
                let at_edge = error.range.is_empty() && [range.start, range.end].contains(&error.range.start);
                // Some mistakes are said at their first place and mended at all.
                let is_outside = |edit: &Edit| edit.start >= range.end || edit.end <= range.start;
                let mut edits = error.mends.iter().flat_map(|mend| &mend.edits);
                let goes_on = edits.any(|edit| edit.start < edit.end && is_outside(edit));
                !is_inside || at_edge || goes_on
            });
        }
    }

    /// One step inside the innermost container.
    fn step(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let expect = frame.expect.clone();
        let is_object = frame.is_object;
        let Some(token) = self.peek(0) else {
            // Brackets fit, so this does not happen; closing all is the way to end whatever does.
            while self.frames.pop().is_some() {}
            return;
        };
        match token.kind {
            TokenKind::Close(_) => {
                if let Expect::Next(comma) = expect
                    && !comma.is_empty()
                {
                    self.error(SyntaxError::removal(SyntaxErrorKind::TrailingComma, comma));
                }
                self.close(token);
            }
            TokenKind::Comma => {
                match expect {
                    Expect::Separator | Expect::Forgiven => self.comma(token),
                    _ if token.inserted => {}
                    _ => self.extra_comma(token.range()),
                }
                self.at += 1;
            }
            _ => {
                if matches!(expect, Expect::Separator) && !self.missing_comma(token, is_object) {
                    return;
                }
                if is_object { self.member() } else { self.item() }
            }
        }
    }

    /// A comma, or what stands for one, where one belongs.
    fn comma(&mut self, token: &Token) {
        let found = &self.text[token.range()];
        if !token.inserted && found != "," {
            let kind = SyntaxErrorKind::WrongComma(found.to_owned());
            self.error(SyntaxError::replacement(kind, token.range(), ","));
        }
        self.expect(Expect::Next(token.range()));
    }

    /// A colon, or what stands for one, where one belongs.
    fn colon(&mut self) {
        let Some(token) = self.peek(0) else { return };
        let found = &self.text[token.range()];
        if found != ":" {
            let kind = SyntaxErrorKind::WrongColon(found.to_owned());
            self.error(SyntaxError::replacement(kind, token.range(), ":"));
        }
        self.at += 1;
    }

    fn expect(&mut self, expect: Expect) {
        if let Some(frame) = self.frames.last_mut() {
            frame.expect = expect;
        }
    }

    fn doubt(&mut self) {
        if let Some(frame) = self.frames.last() {
            self.builder.flag(frame.id, Flags::DOUBTFUL);
        }
    }

    fn close(&mut self, token: &Token) {
        self.at += 1;
        let Some(frame) = self.frames.pop() else { return };
        self.builder.close(frame.id, token.end());
        if token.inserted {
            self.builder.flag(frame.id, Flags::UNCLOSED);
        }
        if token.flags.has(Flags::DOUBTFUL) {
            self.builder.flag(frame.id, Flags::DOUBTFUL);
        }
        if !token.inserted {
            self.last_whole = token.end();
        }
        self.end_member(self.builder.parent_of(frame.id));
    }

    /// A value is complete: so is the member that holds it.
    fn end_member(&mut self, holder: Option<NodeId>) {
        if let (Some(holder), Some(frame)) = (holder, self.frames.last())
            && holder != frame.id
        {
            let end = self.builder.last_end();
            self.builder.close(holder, end);
        }
        self.expect(Expect::Separator);
    }

    fn extra_comma(&mut self, range: Range<usize>) {
        if let Some(last) = self.errors.last_mut()
            && last.kind == SyntaxErrorKind::ExtraComma
            && last.range.end <= range.start
            && self.text[last.range.end..range.start].trim_start().is_empty()
        {
            last.range.end = range.end;
            last.mends[0].edits[0].end = range.end;
            return;
        }
        self.error(SyntaxError::removal(SyntaxErrorKind::ExtraComma, range));
    }

    /// Something follows a complete member without a comma. Answers whether it is to be read as a member or item.
    fn missing_comma(&mut self, token: &Token, is_object: bool) -> bool {
        let end = self.previous_end();
        let range = token.range();
        let goes_on = |parser: &Self| if is_object { parser.is_key(1) } else { parser.is_value(1) };
        if token.kind == TokenKind::Colon || self.is_mark(0) {
            let found = self.text[range.clone()].to_owned();
            if goes_on(self) {
                self.error(SyntaxError::replacement(SyntaxErrorKind::WrongComma(found), range.clone(), ","));
                self.expect(Expect::Next(range));
                self.at += 1;
            } else {
                self.unexpected(range.start);
            }
            return false;
        }
        let stray = if is_object {
            !self.is_key(0) && (token.kind == TokenKind::Word || token.kind == TokenKind::String && self.same_line(0))
        } else {
            self.is_bare(0) && (self.same_line(0) || self.is_end(1))
        };
        if stray {
            if is_object {
                self.doubt();
            }
            self.unexpected(range.start);
            return false;
        }
        self.error(SyntaxError::insertion(SyntaxErrorKind::MissingComma, end, ","));
        true
    }

    /// Everything up to the next comma, bracket or line is out of place, or up to the next key: one error from `start`
    /// on.
    fn unexpected(&mut self, start: usize) {
        let mut end = start;
        let mut first = true;
        while let Some(token) = self.peek(0) {
            let ends = matches!(token.kind, TokenKind::Comma | TokenKind::Close(_) | TokenKind::Open(_));
            if ends || !first && (token.first || token.kind == TokenKind::String && self.is_key(0)) {
                break;
            }
            first = false;
            end = token.end();
            self.at += 1;
        }
        self.stray(start..end.max(self.previous_end()));
    }

    /// `range` does not belong where it stands.
    fn stray(&mut self, range: Range<usize>) {
        self.drop_errors(&range);
        let before = self.text[..range.start].trim_end().len();
        let end = range.end;
        let mut error = SyntaxError::removal(SyntaxErrorKind::Unexpected, range);
        error.mends[0].edits = vec![Edit::remove(before..end)];
        self.error(error);
    }

    /// The token does not belong where it stands. Behind the last comma that one goes with it.
    fn skip(&mut self) {
        let Some(token) = self.peek(0) else { return };
        self.at += 1;
        self.stray(token.range());
        let is_last = matches!(self.kind(0), Some(TokenKind::Close(_)));
        if let Some(Frame { expect: Expect::Next(comma), .. }) = self.frames.last()
            && is_last
            && !comma.is_empty()
            && let Some(edit) = self.errors.last_mut().and_then(|error| error.mends[0].edits.first_mut())
        {
            edit.start = edit.start.min(comma.start);
            self.expect(Expect::Separator);
        }
    }

    fn item(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let array = frame.id;
        if self.kind(0) == Some(TokenKind::Colon) || self.is_mark(0) {
            return self.skip();
        }
        // A stray word before an item, rather than an item without quotes and without a comma behind it.
        if self.is_bare(0) && self.is_value(1) && self.word_ends(1) && !self.is_expression() {
            return self.skip();
        }
        self.value(Some(array));
    }

    /// The word before this token is no part of a longer bare text.
    fn word_ends(&self, ahead: usize) -> bool {
        !(self.kind(ahead) == Some(TokenKind::Word) && self.same_line(ahead))
            || self.word_at(ahead).is_some_and(is_literal)
    }
}

fn range_has_brackets(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token.kind, TokenKind::Open(_) | TokenKind::Close(_)))
}
