//! The tolerant parser: tokens whose brackets fit become a tree, and each mistake one error.
//!
//! It keeps a stack of its own, so depth costs memory and never the program's stack. A member whose value is not there
//! gets a node for the hole. What it cannot place becomes one error over the whole run, never one for each token.

use std::ops::Range;

use crate::edit::Edit;
use crate::lexer::{Token, TokenKind, insertion, removal, replacement};
use crate::strict::number_end;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::tree::{Builder, Flags, Kind, NodeId};

/// The tree of any text, and what is wrong in it, in no particular order.
pub(crate) fn parse(text: &str) -> (Builder, Vec<SyntaxError>) {
    let lexed = crate::lexer::lex(text);
    let mut errors = lexed.errors;
    let tokens = crate::brackets::balance(text, lexed.tokens, &mut errors);
    let end = errors.pop_if(|error| matches!(error.kind, SyntaxErrorKind::UnexpectedEnd(_)));
    let builder = Builder::with_capacity(tokens.len() + 8);
    let mut parser = Parser { text, tokens: &tokens, at: 0, builder, errors, frames: Vec::new(), last_whole: 0 };
    parser.document();
    if let Some(end) = end {
        parser.unexpected_end(end);
    }
    (parser.builder, parser.errors)
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

    fn previous_end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |before| self.tokens[before].range.end)
    }

    /// The token is on the same line as the one before it.
    fn same_line(&self, ahead: usize) -> bool {
        match (self.at + ahead, self.peek(ahead)) {
            (0, _) | (_, None) => false,
            (at, Some(token)) => self.tokens[at - 1].line == token.line,
        }
    }

    fn is_key(&self, ahead: usize) -> bool {
        matches!(self.kind(ahead), Some(TokenKind::String | TokenKind::Word))
            && self.kind(ahead + 1) == Some(TokenKind::Colon)
    }

    fn document(&mut self) {
        if self.tokens.is_empty() {
            if self.errors.is_empty() {
                self.errors.push(SyntaxError {
                    kind: SyntaxErrorKind::Empty,
                    range: 0..self.text.len(),
                    related: None,
                    mends: Vec::new(),
                });
            }
            return;
        }
        while matches!(self.kind(0), Some(TokenKind::Comma | TokenKind::Colon)) {
            let range = self.tokens[self.at].range.clone();
            self.errors.push(removal(SyntaxErrorKind::Unexpected, range));
            self.at += 1;
        }
        self.value(None);
        while !self.frames.is_empty() {
            self.step();
        }
        let last = self.tokens.iter().rev().find(|token| !token.inserted);
        if let (Some(token), Some(last)) = (self.peek(0), last) {
            let range = token.range.start..last.range.end.max(token.range.end);
            let mut error = removal(SyntaxErrorKind::ExtraContent, range.clone());
            if self.builder.is_empty() {
                error.kind = SyntaxErrorKind::Unexpected;
            }
            self.errors.retain(|other| other.range.start < range.start || other.range.end > range.end);
            self.errors.push(error);
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
                    self.errors.push(removal(SyntaxErrorKind::TrailingComma, comma));
                }
                self.close(token);
            }
            TokenKind::Comma => {
                match expect {
                    Expect::Separator | Expect::Forgiven => self.expect(Expect::Next(token.range.clone())),
                    _ if token.inserted => {}
                    _ => self.extra_comma(token.range.clone()),
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
        self.builder.close(frame.id, token.range.end);
        if token.inserted {
            self.builder.flag(frame.id, Flags::UNCLOSED | token.flags);
        }
        if !token.flags.has(Flags::DOUBTFUL) {
            self.last_whole = token.range.end;
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
            && self.text[last.range.end..range.start].trim().is_empty()
        {
            last.range.end = range.end;
            last.mends[0].edits[0].end = range.end;
            return;
        }
        self.errors.push(removal(SyntaxErrorKind::ExtraComma, range));
    }

    /// Something follows a complete member without a comma. Answers whether it is to be read as a member or item.
    fn missing_comma(&mut self, token: &Token, is_object: bool) -> bool {
        let end = self.previous_end();
        if token.kind == TokenKind::Colon {
            let range = token.range.clone();
            self.at += 1;
            let comma = if is_object {
                self.is_key(0) || matches!(self.kind(0), Some(TokenKind::Close(_)) | None)
            } else {
                true
            };
            if comma {
                self.errors.push(replacement(SyntaxErrorKind::WrongComma(":".into()), range.clone(), ","));
                self.expect(Expect::Next(range));
            } else {
                self.unexpected(range.start);
            }
            return false;
        }
        let word = &self.text[token.range.clone()];
        let punctuation =
            token.kind == TokenKind::Word && !word.contains(|character: char| character.is_alphanumeric());
        if punctuation {
            let range = token.range.clone();
            self.at += 1;
            if matches!(self.kind(0), Some(TokenKind::Comma | TokenKind::Close(_)) | None) {
                self.errors.push(removal(SyntaxErrorKind::Unexpected, range));
            } else {
                self.errors.push(replacement(SyntaxErrorKind::WrongComma(word.to_owned()), range.clone(), ","));
                self.expect(Expect::Next(range));
            }
            return false;
        }
        let stray =
            token.kind == TokenKind::Word && !self.is_key(0) || is_object && !self.is_key(0) && self.same_line(0);
        if stray && is_object && !matches!(token.kind, TokenKind::Open(_)) {
            self.doubt();
            let start = token.range.start;
            self.unexpected(start);
            return false;
        }
        self.errors.push(insertion(SyntaxErrorKind::MissingComma, end, ","));
        true
    }

    /// Everything up to the next comma, bracket or line is out of place: one error from `start` on.
    fn unexpected(&mut self, start: usize) {
        let mut end = start;
        let mut first = true;
        while let Some(token) = self.peek(0) {
            if matches!(token.kind, TokenKind::Comma | TokenKind::Close(_) | TokenKind::Open(_))
                || !first && token.first
            {
                break;
            }
            first = false;
            end = token.range.end;
            self.at += 1;
        }
        let end = end.max(self.previous_end());
        self.errors.retain(|error| error.range.start < start || error.range.end > end);
        let before = self.text[..start].trim_end().len();
        let mut error = removal(SyntaxErrorKind::Unexpected, start..end);
        error.mends[0].edits = vec![Edit::remove(before..end)];
        self.errors.push(error);
    }

    fn item(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let array = frame.id;
        let Some(token) = self.peek(0) else { return };
        if token.kind == TokenKind::Colon {
            self.errors.push(replacement(SyntaxErrorKind::WrongComma(":".into()), token.range.clone(), ","));
            self.at += 1;
            return;
        }
        self.value(Some(array));
    }

    fn member(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let object = frame.id;
        let Some(token) = self.peek(0) else { return };
        let start = token.range.start;
        let member = self.builder.add(Kind::Member, Some(object), start..start, Flags::default());
        match token.kind {
            TokenKind::String | TokenKind::Word => self.key(member),
            kind => {
                let no_key = Flags::NO_OPEN | Flags::NO_CLOSE | Flags::DAMAGED;
                self.builder.add(Kind::Key, Some(member), start..start, no_key);
                let mut error = insertion(SyntaxErrorKind::MissingKey, start, "\"\"");
                self.doubt();
                if kind == TokenKind::Colon {
                    error.range = token.range.clone();
                    self.at += 1;
                } else {
                    error.mends[0].edits[0].text = "\"\": ".into();
                }
                self.errors.push(error);
                self.value(Some(member));
            }
        }
    }

    /// Reads the key of `member`, the colon and the value.
    fn key(&mut self, member: NodeId) {
        let first = &self.tokens[self.at];
        let mut range = first.range.clone();
        let mut flags = first.flags;
        self.at += 1;
        if first.kind == TokenKind::Word {
            // A bare key may have blanks in it: all words of the line up to the colon.
            let mut ahead = 0;
            while self.kind(ahead) == Some(TokenKind::Word) && self.same_line(ahead) {
                ahead += 1;
            }
            if ahead > 0 && self.kind(ahead) == Some(TokenKind::Colon) {
                range.end = self.tokens[self.at + ahead - 1].range.end;
                self.at += ahead;
            }
            flags = flags | Flags::NO_OPEN | Flags::NO_CLOSE | Flags::DAMAGED;
            let mut error = replacement(
                SyntaxErrorKind::UnquotedKey,
                range.clone(),
                &crate::string::quote(&self.text[range.clone()]),
            );
            error.mends[0].how = How::Quote;
            self.errors.push(error);
        }
        let key_end = range.end;
        self.builder.add(Kind::Key, Some(member), range, flags);
        if self.kind(0) == Some(TokenKind::Colon) {
            self.at += 1;
            return self.value(Some(member));
        }
        let starts = matches!(self.kind(0), Some(TokenKind::String | TokenKind::Word | TokenKind::Open(_)));
        if starts && !self.is_key(0) && (self.same_line(0) || matches!(self.kind(0), Some(TokenKind::Open(_)))) {
            self.errors.push(insertion(SyntaxErrorKind::MissingColon, key_end, ":"));
            return self.value(Some(member));
        }
        // Only a key: half a member, so half of the name may be missing too.
        self.doubt();
        let mut error = insertion(SyntaxErrorKind::MissingColon, key_end, ": null");
        if starts {
            error.mends[0].edits[0].text.push(',');
        }
        self.errors.push(error);
        self.hole(member, key_end);
    }

    fn hole(&mut self, holder: NodeId, at: usize) {
        self.builder.add(Kind::Missing, Some(holder), at..at, Flags::DAMAGED);
        self.end_member(Some(holder));
        self.expect(Expect::Forgiven);
    }

    /// Reads a value for `holder`: a member after its colon, an array, or nothing for the root.
    fn value(&mut self, holder: Option<NodeId>) {
        loop {
            let after = self.previous_end();
            let in_member = self.frames.last().is_some_and(|frame| frame.is_object) && holder.is_some();
            let Some(token) = self.peek(0) else {
                return self.missing_value(holder, after);
            };
            let range = token.range.clone();
            match token.kind {
                TokenKind::Colon if in_member => {
                    self.errors.push(removal(SyntaxErrorKind::ExtraColon, range));
                    self.at += 1;
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
                TokenKind::Word => self.word(holder),
                TokenKind::Open(open) => {
                    self.at += 1;
                    let is_object = open == '{';
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

    fn whole(&mut self, holder: Option<NodeId>) {
        self.end_member(holder);
        let complete = self.at < self.tokens.len() && !self.tokens[self.at].flags.has(Flags::DOUBTFUL);
        if complete {
            self.last_whole = self.previous_end();
        }
    }

    /// The text before the next colon is the next key rather than the value that is waited for.
    fn is_next_key(&self) -> bool {
        if !self.same_line(0) {
            return true;
        }
        // `"a": "b": 1` lacks the value of "a"; `"a": "b":` at a line's end has a colon for a comma.
        self.same_line(2)
            && !self.is_key(2)
            && matches!(self.kind(2), Some(TokenKind::String | TokenKind::Word | TokenKind::Open(_)))
            && self.kind(0) == Some(TokenKind::String)
    }

    fn missing_value(&mut self, holder: Option<NodeId>, after: usize) {
        let Some(holder) = holder else { return };
        let key_follows = self.is_key(0);
        let comma = if key_follows { "," } else { "" };
        let mut error = insertion(SyntaxErrorKind::MissingValue, after, &format!(" null{comma}"));
        error.mends[0].how = How::Insert("null".into());
        self.errors.push(error);
        self.hole(holder, after);
        if !key_follows {
            self.expect(Expect::Separator);
        }
    }

    /// A run of bare characters where a value belongs.
    fn word(&mut self, holder: Option<NodeId>) {
        let start = self.tokens[self.at].range.start;
        self.at += 1;
        // `us-east-1:0f…` and `My App` are one bare text each.
        loop {
            let touches = self.peek(0).is_some_and(|next| next.range.start == self.previous_end());
            let goes_on = match self.kind(0) {
                Some(TokenKind::Word) => self.same_line(0) && !self.is_key(0) || touches,
                Some(TokenKind::Colon) if touches => {
                    self.kind(1) == Some(TokenKind::Word)
                        && self.peek(1).is_some_and(|next| next.range.start == self.tokens[self.at].range.end)
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        let range = start..self.previous_end();
        let word = &self.text[range.clone()];
        let damaged = Flags::DAMAGED;
        let (kind, flags) = match word {
            "true" | "false" => (Kind::Bool, Flags::default()),
            "null" => (Kind::Null, Flags::default()),
            _ if number_end(word.as_bytes(), 0) == Some(word.len()) => (Kind::Number, Flags::default()),
            _ => match literal(word) {
                Some(right) => {
                    self.errors.push(replacement(SyntaxErrorKind::WrongLiteral(right), range.clone(), right));
                    (if right == "null" { Kind::Null } else { Kind::Bool }, damaged)
                }
                None if matches!(word, "undefined" | "NaN" | "nan" | "Infinity" | "-Infinity" | "+Infinity") => {
                    self.errors.push(replacement(
                        SyntaxErrorKind::NoSuchLiteral(word.to_owned()),
                        range.clone(),
                        "null",
                    ));
                    (Kind::Missing, damaged)
                }
                None if is_number_like(word) => {
                    let right = right_number(word);
                    let mut error = removal(SyntaxErrorKind::BadNumber(right.clone()), range.clone());
                    error.mends = match right {
                        Some(right) => vec![Mend {
                            edits: vec![Edit::replace(range.clone(), right.clone())],
                            how: How::Replace(right),
                        }],
                        None => vec![Mend {
                            how: How::Quote,
                            edits: vec![Edit::replace(range.clone(), crate::string::quote(word))],
                        }],
                    };
                    self.errors.push(error);
                    (Kind::Number, damaged)
                }
                None => {
                    let mut error = replacement(
                        SyntaxErrorKind::UnquotedString,
                        range.clone(),
                        &crate::string::quote(word.trim_matches('\'')),
                    );
                    error.mends[0].how = How::Quote;
                    self.errors.push(error);
                    (Kind::String, damaged | Flags::NO_OPEN | Flags::NO_CLOSE)
                }
            },
        };
        self.builder.add(kind, holder, range, flags);
        self.whole(holder);
    }

    /// The text ends in the middle. Everything that is wrong with its last member is that one mistake.
    fn unexpected_end(&mut self, mut end: SyntaxError) {
        let Some(last) = self.tokens.iter().rev().find(|token| !token.inserted) else { return };
        let from = last.range.start;
        let broken = |error: &SyntaxError| {
            error.range.start >= from
                && matches!(
                    error.kind,
                    SyntaxErrorKind::MissingQuote
                        | SyntaxErrorKind::MissingColon
                        | SyntaxErrorKind::MissingValue
                        | SyntaxErrorKind::TrailingComma
                        | SyntaxErrorKind::UnquotedString
                        | SyntaxErrorKind::UnquotedKey
                        | SyntaxErrorKind::WrongLiteral(_)
                        | SyntaxErrorKind::BadNumber(_)
                        | SyntaxErrorKind::BadEscape
                )
        };
        let half = self.errors.iter().any(|error| broken(error) && error.kind != SyntaxErrorKind::TrailingComma);
        let comma = (last.kind == TokenKind::Comma).then(|| last.range.clone());
        self.errors.retain(|error| !broken(error));
        let close = &mut end.mends[0];
        if half || last.kind == TokenKind::Colon {
            // The last member is not whole: it goes.
            let cut = self.last_whole.min(end.range.start);
            let closers = close.edits[0].text.clone();
            let multi_line = self.text[cut..].contains('\n') || closers.contains('\n');
            let text = if multi_line { closers } else { closers.trim().to_owned() };
            let SyntaxErrorKind::UnexpectedEnd(brackets) = &end.kind else { return };
            *close = Mend {
                how: How::CutAndClose(brackets.clone()),
                edits: vec![Edit::replace(cut..self.text.len(), text)],
            };
        } else if let Some(comma) = comma {
            close.edits.insert(0, Edit::remove(comma));
        }
        self.errors.push(end);
    }
}

/// The JSON literal that a word means in another language.
fn literal(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "true" => Some("true"),
        "false" => Some("false"),
        "null" | "none" | "nil" => Some("null"),
        _ => None,
    }
}

fn is_number_like(word: &str) -> bool {
    let bare = word.trim_start_matches(['+', '-', '.']);
    bare.starts_with(|character: char| character.is_ascii_digit())
        && bare.chars().all(|character| character.is_ascii_hexdigit() || "xXoObB._+-eE".contains(character))
        && (bare.chars().all(|character| character.is_ascii_digit() || "._+-eE".contains(character))
            && bare.matches('-').count() < 2
            && bare.matches('.').count() < 2
            || bare.starts_with("0x")
            || bare.starts_with("0X")
            || bare.starts_with("0o")
            || bare.starts_with("0b"))
}

/// How JSON writes the number, if that is plain.
fn right_number(word: &str) -> Option<String> {
    let (sign, bare) = match word.strip_prefix(['+', '-']) {
        Some(bare) if word.starts_with('-') => ("-", bare),
        Some(bare) => ("", bare),
        None => ("", word),
    };
    let bare = bare.replace('_', "");
    let radix = |prefix: &[&str], radix| {
        let digits = prefix.iter().find_map(|prefix| bare.strip_prefix(prefix))?;
        u64::from_str_radix(digits, radix).ok().map(|number| number.to_string())
    };
    let plain =
        radix(&["0x", "0X"], 16).or_else(|| radix(&["0o"], 8)).or_else(|| radix(&["0b"], 2)).unwrap_or_else(|| {
            let trimmed = bare.trim_start_matches('0');
            let mut number = if trimmed.starts_with(|character: char| character.is_ascii_digit()) {
                trimmed.to_owned()
            } else {
                format!("0{trimmed}")
            };
            if number.ends_with('.') {
                number.pop();
            }
            number.replace(".e", "e").replace(".E", "E")
        });
    let right = format!("{sign}{plain}");
    (number_end(right.as_bytes(), 0) == Some(right.len())).then_some(right)
}
