//! Makes the brackets of a broken text fit, by what its indentation says.
//!
//! Between `lexer` and `recover`: tokens in, tokens out whose brackets nest, and an error for each bracket that is
//! missing, too much or of the wrong kind. Where brackets already nest nothing happens. Otherwise a line that begins
//! further left than the bracket it should stand in shows that the bracket was never closed; a closing bracket belongs
//! to the line with the same indentation. Where a text has no such order, the sum of its brackets decides.

use std::ops::Range;

use crate::edit::{Edit, indent_at};
use crate::lexer::{Token, TokenKind, insertion, removal, replacement};
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::tree::Flags;

/// An open bracket.
#[derive(Clone)]
struct Frame {
    open: char,
    /// Where its token stands in the output.
    at: usize,
    line: u32,
    indent: u32,
    range: Range<usize>,
}

impl Frame {
    fn close(&self) -> char {
        closing(self.open)
    }
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn opening(close: char) -> char {
    if close == '}' { '{' } else { '[' }
}

/// The tokens with fitting brackets. The last error is the [`SyntaxErrorKind::UnexpectedEnd`], if there is one.
pub(crate) fn balance(text: &str, mut tokens: Vec<Token>, errors: &mut Vec<SyntaxError>) -> Vec<Token> {
    let wrapped = wrap(text, &mut tokens, errors);
    if nests(&tokens) {
        return tokens;
    }
    let guided = is_indented(&tokens);
    let surplus = tokens.iter().fold(0, |sum, token| match token.kind {
        TokenKind::Open(_) => sum + 1,
        TokenKind::Close(_) => sum - 1,
        _ => sum,
    });
    let mut balancer =
        Balancer { text, guided, surplus, stack: Vec::new(), out: Vec::with_capacity(tokens.len() + 8), errors };
    for at in 0..tokens.len() {
        balancer.token(&tokens, at);
    }
    balancer.end(wrapped);
    balancer.out
}

/// Puts an opening brace before a text that begins with a key, and a closing one behind if none is there.
fn wrap(text: &str, tokens: &mut Vec<Token>, errors: &mut Vec<SyntaxError>) -> bool {
    let [key, colon, ..] = tokens.as_slice() else { return false };
    if !matches!(key.kind, TokenKind::String) || colon.kind != TokenKind::Colon {
        return false;
    }
    let open = Token {
        kind: TokenKind::Open('{'),
        range: key.range.start..key.range.start,
        indent: 0,
        inserted: true,
        ..key.clone()
    };
    let surplus: i32 = tokens.iter().fold(0, |sum, token| match token.kind {
        TokenKind::Open(_) => sum + 1,
        TokenKind::Close(_) => sum - 1,
        _ => sum,
    });
    let mut error = insertion(SyntaxErrorKind::MissingOpen('{'), key.range.start, "{\n");
    let last = tokens[tokens.len() - 1].clone();
    tokens.insert(0, open);
    let whole = surplus >= 0;
    if whole {
        error.mends[0].edits.push(Edit::insert(text.trim_end().len().max(last.range.end), "\n}"));
        let end = last.range.end;
        tokens.push(Token { kind: TokenKind::Close('}'), range: end..end, first: false, inserted: true, ..last });
    }
    errors.push(error);
    whole
}

fn nests(tokens: &[Token]) -> bool {
    let mut stack = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open(open) => stack.push(open),
            TokenKind::Close(close) if stack.pop() != Some(opening(close)) => return false,
            _ => {}
        }
    }
    stack.is_empty()
}

/// Whether lines inside brackets begin further right than the line of the bracket.
fn is_indented(tokens: &[Token]) -> bool {
    let (mut deeper, mut others) = (0, 0);
    for pair in tokens.windows(2) {
        let inside =
            matches!(pair[0].kind, TokenKind::Open(_)) && pair[1].first && !matches!(pair[1].kind, TokenKind::Close(_));
        if inside && pair[1].indent > pair[0].indent {
            deeper += 1;
        } else if inside {
            others += 1;
        }
    }
    deeper > 2 * others
}

struct Balancer<'t> {
    text: &'t str,
    guided: bool,
    /// Opening brackets that have no closing one, less closing ones that have no opening one.
    surplus: i32,
    stack: Vec<Frame>,
    out: Vec<Token>,
    errors: &'t mut Vec<SyntaxError>,
}

impl Balancer<'_> {
    fn token(&mut self, tokens: &[Token], at: usize) {
        let token = &tokens[at];
        if let TokenKind::Close(close) = token.kind {
            return self.close(token, close);
        }
        let after_colon = self.out.last().is_some_and(|last| last.kind == TokenKind::Colon);
        let is_key = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Colon);
        if self.guided
            && token.first
            && (!after_colon || is_key)
            && !matches!(token.kind, TokenKind::Comma | TokenKind::Colon)
        {
            // The outermost bracket stays open as long as there is something to hold.
            while self.stack.len() > 1
                && self.stack.last().is_some_and(|top| top.line != token.line && token.indent <= top.indent)
            {
                self.missing_close(true);
            }
            if is_key && self.surplus > 0 {
                self.list_before_key(token);
            }
        }
        if let TokenKind::Open(open) = token.kind {
            let (line, indent) = (token.line, token.indent);
            self.stack.push(Frame { open, at: self.out.len(), line, indent, range: token.range.clone() });
        }
        self.out.push(token.clone());
    }

    /// A key cannot stand in a list: one that begins a line no deeper than the items' own line ends the list.
    fn list_before_key(&mut self, key: &Token) {
        let Some(top) = self.stack.last() else { return };
        let same_line = self.out.last().is_some_and(|last| last.line == top.line);
        if top.open == '[' && self.stack.len() > 1 && (key.indent <= top.indent || same_line && top.line != key.line) {
            self.missing_close(true);
        }
    }

    fn close(&mut self, token: &Token, close: char) {
        let open = opening(close);
        let Some(top) = self.stack.last() else { return self.extra(token, close) };
        let fits = top.open == open;
        let leads = self.guided && token.first && top.line != token.line;
        let top_indent = top.indent;
        if leads && (!fits || top_indent != token.indent) {
            let owner = self
                .stack
                .iter()
                .rposition(|frame| frame.open == open && frame.indent == token.indent && frame.line != token.line);
            if let Some(owner) = owner {
                while self.stack.len() > owner + 1 {
                    self.missing_close(false);
                }
                return self.pop(token);
            }
            if top_indent == token.indent {
                return self.wrong(token);
            }
            if self.missing_open(token, open) {
                return;
            }
            if fits && token.indent > top_indent && self.surplus < 0 {
                return self.extra(token, close);
            }
        }
        if fits {
            return self.pop(token);
        }
        let known = self.stack.iter().any(|frame| frame.open == open);
        match self.surplus {
            0 => self.wrong(token),
            1.. if known => {
                while self.stack.last().is_some_and(|frame| frame.open != open) {
                    self.missing_close(false);
                }
                self.pop(token);
            }
            1.. => self.wrong(token),
            _ => {
                if !self.missing_open(token, open) {
                    self.extra(token, close);
                }
            }
        }
    }

    fn pop(&mut self, token: &Token) {
        self.stack.pop();
        self.out.push(token.clone());
    }

    fn wrong(&mut self, token: &Token) {
        let Some(top) = self.stack.pop() else { return };
        let right = top.close();
        let mut error = replacement(SyntaxErrorKind::WrongClose(right), token.range.clone(), &right.to_string());
        error.related = Some(top.range);
        self.errors.push(error);
        self.out.push(Token { kind: TokenKind::Close(right), ..token.clone() });
    }

    fn extra(&mut self, token: &Token, close: char) {
        self.surplus += 1;
        let mut error = removal(SyntaxErrorKind::ExtraClose(close), token.range.clone());
        // Alone in its line, the line goes too.
        let start = crate::lexer::line_start(self.text, token.range.start);
        let end = crate::lexer::line_end(self.text, token.range.end);
        let rest = self.text[token.range.end..end].trim();
        if token.first && rest.is_empty() && start > 0 {
            let before = self.text[..start].trim_end_matches(['\n', '\r']).len();
            error.mends[0].edits = vec![Edit::remove(before..token.range.end)];
        }
        self.errors.push(error);
    }

    /// The top bracket is not closed: closes it behind the last token that is no comma. `comma`: what follows wants
    /// one between.
    fn missing_close(&mut self, comma: bool) {
        let Some(top) = self.stack.pop() else { return };
        self.surplus -= 1;
        let has_comma =
            self.out.last().is_some_and(|last| last.kind == TokenKind::Comma && last.range.start >= top.range.end);
        let at = self.out.len() - usize::from(has_comma);
        let Some(before) = at.checked_sub(1).and_then(|before| self.out.get(before)).cloned() else { return };
        let end = before.range.end;
        let close = top.close();
        let mut text = close.to_string();
        if before.line != top.line || before.range == top.range {
            let line_end = crate::edit::Layout::of(self.text).line_end;
            text = format!("{line_end}{}{close}", indent_at(self.text, top.range.start));
        }
        let mut inserted = vec![Token {
            kind: TokenKind::Close(close),
            range: end..end,
            flags: Flags::default(),
            first: false,
            inserted: true,
            ..before.clone()
        }];
        if comma && !has_comma {
            text.push(',');
            inserted.push(Token { kind: TokenKind::Comma, ..inserted[0].clone() });
        }
        let mut error = insertion(SyntaxErrorKind::MissingClose(close), end, &text);
        error.mends[0].how = How::Insert(close.to_string());
        error.related = Some(top.range);
        self.errors.push(error);
        self.out.splice(at..at, inserted);
    }

    /// A closing bracket whose opening one is missing: puts it where the lines say it was.
    fn missing_open(&mut self, token: &Token, open: char) -> bool {
        let Some(top) = self.stack.last() else { return false };
        if self.surplus >= 0 {
            return false;
        }
        let level = self.level(top.at + 1);
        let by_line = level.iter().copied().rev().find(|&at| {
            let colon = &self.out[at];
            let last_of_line = self.out.get(at + 1).is_none_or(|next| next.line != colon.line);
            colon.kind == TokenKind::Colon && last_of_line && colon.indent == token.indent
        });
        let by_kind = || match open {
            '[' => level.iter().copied().rev().find(|&at| self.out[at].kind == TokenKind::Colon),
            _ if top.open == '[' => {
                let start = level.iter().copied().rev().find(|&at| {
                    self.out[at].kind == TokenKind::Comma
                        && at > 0
                        && matches!(self.out[at - 1].kind, TokenKind::Close(_))
                });
                Some(start.unwrap_or(top.at))
            }
            _ => None,
        };
        let found = if self.guided && token.first { by_line.or_else(by_kind) } else { by_kind() };
        let Some(at) = found else { return false };
        self.surplus += 1;
        let before = self.out[at].clone();
        let end = before.range.end;
        let text = if before.kind == TokenKind::Colon { format!(" {open}") } else { open.to_string() };
        let place = if before.kind == TokenKind::Colon {
            end
        } else {
            self.out.get(at + 1).map_or(end, |next| next.range.start)
        };
        let mut error = insertion(SyntaxErrorKind::MissingOpen(open), place, &text);
        error.related = Some(token.range.clone());
        self.errors.push(error);
        let inserted =
            Token { kind: TokenKind::Open(open), range: place..place, first: false, inserted: true, ..before };
        self.out.insert(at + 1, inserted);
        self.out.push(token.clone());
        true
    }

    /// The tokens from `from` on that stand in no bracket opened since.
    fn level(&self, from: usize) -> Vec<usize> {
        let mut depth = 0;
        let mut level = Vec::new();
        for (at, token) in self.out.iter().enumerate().skip(from) {
            match token.kind {
                TokenKind::Open(_) => depth += 1,
                TokenKind::Close(_) => depth -= 1,
                _ if depth == 0 => level.push(at),
                _ => {}
            }
        }
        level
    }

    /// Closes what is still open where the text ends: one mistake, however much it is.
    fn end(&mut self, wrapped: bool) {
        let Some(last) = self.out.iter().rev().find(|token| !token.inserted).cloned() else { return };
        if self.stack.is_empty() {
            return;
        }
        let end = last.range.end;
        let line_end = crate::edit::Layout::of(self.text).line_end;
        let mut closers = String::new();
        let mut text = String::new();
        let related = self.stack.last().map(|top| top.range.clone());
        while let Some(top) = self.stack.pop() {
            if top.line != last.line {
                text.push_str(line_end);
                text.push_str(indent_at(self.text, top.range.start));
            }
            text.push(top.close());
            closers.push(top.close());
            let kind = TokenKind::Close(top.close());
            let token =
                Token { kind, range: end..end, flags: Flags::DOUBTFUL, first: false, inserted: true, ..last.clone() };
            let at = self.out.len() - usize::from(wrapped && self.stack.is_empty());
            self.out.insert(at, token);
        }
        let mend = Mend { how: How::Close(closers.clone()), edits: vec![Edit::insert(end, text)] };
        self.errors.push(SyntaxError {
            kind: SyntaxErrorKind::UnexpectedEnd(closers),
            range: end..end,
            related,
            mends: vec![mend],
        });
    }
}
