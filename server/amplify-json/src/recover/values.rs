//! Values: strings, containers, and the bare words that people write for them.

use std::ops::Range;

use crate::syntax::{How, SyntaxError, SyntaxErrorKind};
use crate::token::{Bracket, TokenKind, is_literal};
use crate::tree::{Flags, Kind, NodeId};
use crate::words;

use super::{Expect, Frame, Parser};

impl Parser<'_> {
    /// Reads a value for `holder`: a member after its colon, an array, or nothing for the root.
    pub(super) fn value(&mut self, holder: Option<NodeId>) {
        loop {
            let after = self.previous_end();
            let in_member = self.frames.last().is_some_and(|frame| frame.is_object) && holder.is_some();
            let Some(token) = self.peek(0) else {
                return self.missing_value(holder, after);
            };
            let range = token.range();
            match token.kind {
                TokenKind::Colon if in_member => {
                    self.error(SyntaxError::removal(SyntaxErrorKind::ExtraColon, range));
                    self.at += 1;
                    continue;
                }
                TokenKind::Comma
                    if in_member && self.same_line(0) && self.same_line(1) && self.is_value(1) && !self.is_key(1) =>
                {
                    self.at += 1;
                    self.extra_comma(range);
                    continue;
                }
                TokenKind::Close(_) | TokenKind::Comma | TokenKind::Colon => return self.missing_value(holder, after),
                TokenKind::String | TokenKind::Word if in_member && self.is_key(0) && self.is_next_key() => {
                    return self.missing_value(holder, after);
                }
                TokenKind::String => {
                    self.at += 1;
                    self.builder.add(Kind::String, holder, range, token.flags);
                    self.whole(holder);
                }
                TokenKind::Word if in_member && self.is_stray_before_value() => {
                    self.skip();
                    continue;
                }
                TokenKind::Word => self.word(holder),
                TokenKind::Open(bracket) => {
                    self.at += 1;
                    let is_object = bracket == Bracket::Brace;
                    let kind = if is_object { Kind::Object } else { Kind::Array };
                    if !token.inserted {
                        self.last_whole = range.end;
                    }
                    let id = self.builder.add(kind, holder, range, Flags::default());
                    self.frames.push(Frame { id, is_object, expect: Expect::First });
                }
            }
            return;
        }
    }

    /// A word with a value behind it on the same line.
    pub(super) fn is_stray_before_value(&self) -> bool {
        let next = self.kind(1);
        let is_literal = !self.is_bare(0);
        if is_literal {
            return self.same_line(1) && matches!(next, Some(TokenKind::Open(_)));
        }
        self.same_line(1) && self.is_value(1) && !self.is_key(1) && self.word_ends(1) && !self.is_expression()
    }

    /// The word begins an expression of a programming language, such as `env("NAME")` or `process.env["NAME"]`.
    pub(super) fn is_expression(&self) -> bool {
        let Some(next) = self.peek(1).filter(|next| self.tokens[self.at].touches(next)) else { return false };
        let Some(word) = self.word_at(0) else { return false };
        word.ends_with('(') || word.len() > 1 && word.contains('.') && matches!(next.kind, TokenKind::Open(_))
    }

    pub(super) fn whole(&mut self, holder: Option<NodeId>) {
        self.end_member(holder);
        let is_cut = self.at == self.tokens.len() || self.tokens[self.at].flags.has(Flags::CUT);
        let is_half = self.tokens[self.at - 1].flags.has(Flags::NO_CLOSE);
        if !is_cut && !is_half {
            self.last_whole = self.previous_end();
        }
    }

    /// The text before the next colon is the next key rather than the value that is waited for.
    pub(super) fn is_next_key(&self) -> bool {
        if !self.same_line(0) {
            return true;
        }
        // `"a": "b": 1` lacks the value of "a"; `"a": "b":` at a line's end has a colon for a comma.
        self.same_line(2) && !self.is_key(2) && self.is_value(2) && self.kind(0) == Some(TokenKind::String)
    }

    pub(super) fn missing_value(&mut self, holder: Option<NodeId>, after: usize) {
        let Some(holder) = holder else { return };
        let key_follows = self.is_key(0);
        let comma = if key_follows { "," } else { "" };
        let mut error = SyntaxError::insertion(SyntaxErrorKind::MissingValue, after, &format!(" null{comma}"));
        error.mends[0].how = How::Insert("null".into());
        self.error(error);
        self.hole(holder, after);
        if !key_follows {
            self.expect(Expect::Separator);
        }
    }

    /// A run of bare characters where a value belongs.
    pub(super) fn word(&mut self, holder: Option<NodeId>) {
        let start = self.tokens[self.at].start();
        let is_expression = self.is_expression();
        let is_literal = self.word_at(0).is_some_and(is_literal);
        let in_member = self.frames.last().is_some_and(|frame| frame.is_object);
        let first = self.at;
        self.at += 1;
        if is_expression {
            self.expression();
        } else if let Some(found) = self.literal_and_full_stop() {
            self.value_of_word(holder, start..found.start);
            self.error(SyntaxError::replacement(SyntaxErrorKind::WrongComma(".".into()), found.clone(), ","));
            return self.expect(Expect::Next(found));
        }
        while !is_expression && self.bare_goes_on(in_member && !is_literal, is_literal) {
            self.at += 1;
        }
        let range = start..self.previous_end();
        if self.at > first + 1 {
            self.drop_errors(&range);
        }
        self.value_of_word(holder, range);
    }

    /// The word just taken is a literal with a full stop behind it and no comma: the full stop is the comma.
    pub(super) fn literal_and_full_stop(&self) -> Option<Range<usize>> {
        let end = self.previous_end();
        let word = &self.text[self.tokens[self.at - 1].start()..end];
        let literal = word.strip_suffix('.').is_some_and(is_literal);
        (literal && self.is_value(0)).then(|| end - 1..end)
    }

    /// Takes the rest of an expression: up to a comma or closing bracket that is not its own, on the same line.
    pub(super) fn expression(&mut self) {
        let mut depth = 0;
        while let Some(token) = self.peek(0) {
            match token.kind {
                TokenKind::Open(_) => depth += 1,
                TokenKind::Close(_) if depth == 0 => break,
                TokenKind::Close(_) => depth -= 1,
                TokenKind::Comma if depth == 0 => break,
                _ => {}
            }
            if depth == 0 && token.first {
                break;
            }
            self.at += 1;
        }
    }

    /// `us-east-1:0f…`, `My App` and `https://a/,https://b/` are one bare text each.
    pub(super) fn bare_goes_on(&self, over_commas: bool, is_literal: bool) -> bool {
        let Some(token) = self.peek(0) else { return false };
        let touches = |ahead: usize| {
            let next = self.peek(ahead);
            next.is_some_and(|next| self.tokens[self.at + ahead - 1].touches(next))
        };
        let touching_word = self.kind(1) == Some(TokenKind::Word) && touches(0) && touches(1);
        match token.kind {
            TokenKind::Word if is_literal => touches(0),
            TokenKind::Word => self.same_line(0) && !self.is_key(0) || touches(0),
            TokenKind::Colon => touching_word,
            TokenKind::Comma => {
                let is_address = self.word_at(1).is_some_and(|word| word.contains("://"));
                over_commas && touching_word && (is_address || !self.is_key(1))
            }
            _ => false,
        }
    }

    /// Adds the value that the bare text at `range` stands for.
    pub(super) fn value_of_word(&mut self, holder: Option<NodeId>, range: Range<usize>) {
        let (kind, mut flags, error) = words::value(&self.text[range.clone()], range.clone());
        if let Some(error) = error {
            self.error(error);
        }
        if self.peek(0).is_some_and(|next| next.flags.has(Flags::CUT)) {
            // Where the text ends, nobody knows how the number goes on.
            flags = flags | Flags::DAMAGED;
        }
        self.builder.add(kind, holder, range, flags);
        self.whole(holder);
    }
}
