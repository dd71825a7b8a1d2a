//! Makes the brackets of a broken text fit.
//!
//! Between `lexer` and `recover`: tokens in, tokens out whose brackets nest, and an error for each bracket that is
//! missing, too much or of the wrong kind. Where brackets already nest nothing happens; otherwise `balance` decides what
//! is to be done, and here it is done and reported.

use crate::balance::{Repair, repairs};
use crate::edit::Layout;
use crate::splice::Edit;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::token::{Bracket, Token, TokenKind};
use crate::tree::Flags;

/// Of a text without indentation that has more tokens than this, as a minified file has, a lost bracket can belong
/// anywhere; one that is just being written is short.
const LONG: usize = 120;

/// The tokens with fitting brackets. The last error is the [`SyntaxErrorKind::UnexpectedEnd`], if there is one.
pub(crate) fn balance(text: &str, mut tokens: Vec<Token>, errors: &mut Vec<SyntaxError>) -> Vec<Token> {
    wrap(text, &mut tokens, errors);
    open_first(text, &mut tokens, errors);
    if nests(&tokens) {
        right_kinds(&mut tokens, errors);
        if !has_members_in_list(&tokens) {
            round_ones(text, &tokens, errors);
            return tokens;
        }
    }
    let start = before_value(&tokens);
    let guided = is_indented(&tokens);
    let repairs = repairs(text, &tokens, start, guided);
    let mut balancer = Balancer {
        text,
        line_end: Layout::of(text).line_end,
        tokens: &tokens,
        at: 0,
        stack: Vec::new(),
        is_complete: false,
        all_doubtful: !guided && tokens.len() > LONG,
        out: Vec::with_capacity(tokens.len() + 8),
        errors,
    };
    balancer.run(&repairs);
    balancer.end();
    balancer.out
}

/// Says of round brackets that were taken for square ones that they are none.
fn round_ones(text: &str, tokens: &[Token], errors: &mut Vec<SyntaxError>) {
    let is_round = |token: &&Token| matches!(token.kind, TokenKind::Close(_)) && text[token.range()] == *")";
    errors.extend(
        tokens
            .iter()
            .filter(is_round)
            .take(crate::MAX_ERRORS)
            .map(|token| SyntaxError::replacement(SyntaxErrorKind::WrongClose(']'), token.range(), "]")),
    );
}

/// How many tokens stand before the value of the whole text: separators, and the words of program code that
/// go before an opening bracket.
pub(crate) fn before_value(tokens: &[Token]) -> usize {
    let opens = tokens.iter().take(12).position(|token| matches!(token.kind, TokenKind::Open(_)));
    match opens {
        Some(at) if tokens[..at].iter().all(|token| !matches!(token.kind, TokenKind::Close(_))) => at,
        _ => tokens.iter().take_while(|token| matches!(token.kind, TokenKind::Comma | TokenKind::Colon)).count(),
    }
}

/// Takes what stands before the first key for the brace that is missing there, when with it all brackets fit.
fn open_first(text: &str, tokens: &mut [Token], errors: &mut Vec<SyntaxError>) {
    let [first, key, colon, ..] = tokens else { return };
    let is_key = key.is_text() && colon.kind == TokenKind::Colon && text[colon.range()].starts_with(':');
    if !is_key || first.kind != TokenKind::Word {
        return;
    }
    let (kind, range) = (first.kind, first.range());
    first.kind = TokenKind::Open(Bracket::Brace);
    if nests(tokens) {
        errors.retain(|error| error.range != range);
        errors.push(SyntaxError::replacement(SyntaxErrorKind::WrongClose('{'), range, "{"));
    } else {
        tokens[0].kind = kind;
    }
}

/// Puts an opening brace before a text that begins with a key, and a closing one behind if all others fit.
fn wrap(text: &str, tokens: &mut Vec<Token>, errors: &mut Vec<SyntaxError>) {
    let [key, colon, ..] = tokens.as_slice() else { return };
    if !key.is_text() || colon.kind != TokenKind::Colon || !text[colon.range()].starts_with(':') {
        return;
    }
    let open = Token {
        kind: TokenKind::Open(Bracket::Brace),
        end: key.start,
        indent: 0,
        inserted: true,
        flags: Flags::default(),
        ..*key
    };
    let mut error = SyntaxError::insertion(SyntaxErrorKind::MissingOpen('{'), key.start(), "{\n");
    let is_whole = nests(tokens);
    let last = tokens[tokens.len() - 1];
    tokens.insert(0, open);
    if is_whole {
        let end = text.trim_end().len().max(last.end());
        error.mends[0].edits.push(Edit::insert(end, "\n}"));
        let kind = TokenKind::Close(Bracket::Brace);
        tokens.push(Token { kind, start: last.end, first: false, inserted: true, flags: Flags::default(), ..last });
    }
    errors.push(error);
}

fn nests(tokens: &[Token]) -> bool {
    let mut stack = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open(open) => stack.push(open),
            TokenKind::Close(close) if stack.pop() != Some(close) => return false,
            _ => {}
        }
    }
    stack.is_empty()
}

/// A list holds members: a bracket that closes it and one that opens another list are lost, so that the rest fits.
fn has_members_in_list(tokens: &[Token]) -> bool {
    let mut stack: Vec<(Bracket, usize)> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open(bracket) => stack.push((bracket, 0)),
            TokenKind::Close(_) => drop(stack.pop()),
            TokenKind::Colon => {
                let Some((bracket, colons)) = stack.last_mut() else { continue };
                *colons += 1;
                if *bracket == Bracket::Square && *colons > 2 {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
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
    deeper > others
}

/// Members in square brackets and a list in braces, where both brackets are of the wrong kind.
fn right_kinds(tokens: &mut [Token], errors: &mut Vec<SyntaxError>) {
    let mut stack: Vec<(usize, usize, usize, usize)> = Vec::new();
    for at in 0..tokens.len() {
        match tokens[at].kind {
            TokenKind::Open(_) => {
                if let Some((.., others)) = stack.last_mut() {
                    *others += 1;
                }
                stack.push((at, 0, 0, 0));
            }
            TokenKind::Colon => stack.iter_mut().last().into_iter().for_each(|(_, colons, ..)| *colons += 1),
            TokenKind::Comma => stack.iter_mut().last().into_iter().for_each(|(_, _, commas, _)| *commas += 1),
            TokenKind::String => {}
            TokenKind::Word => stack.iter_mut().last().into_iter().for_each(|(.., others)| *others += 1),
            TokenKind::Close(bracket) => {
                let Some((open, colons, commas, others)) = stack.pop() else { return };
                let lines = tokens[open + 1].line != tokens[at - 1].line;
                let wrong = match bracket {
                    Bracket::Square => colons >= 2 && colons == commas + 1,
                    Bracket::Brace => {
                        let strings = at - open - 1 - commas;
                        colons == 0 && others == 0 && strings == commas + 1 && (strings > 2 || strings == 2 && lines)
                    }
                };
                if wrong {
                    let right = bracket.other();
                    let kind = SyntaxErrorKind::WrongClose(right.open());
                    let mut error = SyntaxError::replacement(kind, tokens[open].range(), &right.open().to_string());
                    error.mends[0].edits.push(Edit::replace(tokens[at].range(), right.close()));
                    error.related = Some(tokens[at].range());
                    errors.push(error);
                    tokens[open].kind = TokenKind::Open(right);
                    tokens[at].kind = TokenKind::Close(right);
                }
            }
        }
    }
}

/// An open bracket of the output.
struct Frame {
    token: Token,
    bracket: Bracket,
    /// The error that reported it as missing.
    error: Option<usize>,
    /// Something may have got into it that belongs elsewhere, or out of it.
    doubtful: bool,
}

/// Carries out what `balance` has decided, and reports it.
struct Balancer<'t> {
    text: &'t str,
    line_end: &'static str,
    tokens: &'t [Token],
    at: usize,
    stack: Vec<Frame>,
    /// The value of the text is complete.
    is_complete: bool,
    /// No indentation tells which bracket is missing, so each container may have lost something to another one.
    all_doubtful: bool,
    out: Vec<Token>,
    errors: &'t mut Vec<SyntaxError>,
}

impl Balancer<'_> {
    fn run(&mut self, repairs: &[(usize, Repair)]) {
        let mut repairs = repairs.iter().copied().peekable();
        while self.at < self.tokens.len() {
            let token = self.tokens[self.at];
            let mut change = false;
            let mut drop = false;
            while let Some((_, repair)) = repairs.next_if(|&(at, _)| at <= self.at) {
                match repair {
                    Repair::InsertClose => self.missing_close(),
                    Repair::InsertOpen(bracket) => self.missing_open(bracket),
                    Repair::Change => change = true,
                    Repair::Drop => drop = true,
                    Repair::DropTwin => {
                        self.twin();
                        drop = true;
                    }
                }
            }
            match token.kind {
                _ if drop => self.dropped(token),
                // Text behind the end, which `recover` takes out as a whole.
                _ if self.is_complete => self.out.push(token),
                TokenKind::Open(bracket) => self.open(token, bracket, change),
                TokenKind::Close(_) => self.close(token, change),
                _ => self.out.push(token),
            }
            self.at += 1;
        }
    }

    fn error(&mut self, error: SyntaxError) -> Option<usize> {
        if self.errors.len() >= 2 * crate::MAX_ERRORS {
            return None;
        }
        self.errors.push(error);
        Some(self.errors.len() - 1)
    }

    fn open(&mut self, token: Token, bracket: Bracket, change: bool) {
        let mut error = None;
        let mut right = bracket;
        if change {
            right = bracket.other();
            let character = right.open();
            let kind = SyntaxErrorKind::WrongClose(character);
            error = self.error(SyntaxError::replacement(kind, token.range(), &character.to_string()));
        }
        self.stack.push(Frame { token, bracket: right, error, doubtful: false });
        self.out.push(Token { kind: TokenKind::Open(right), ..token });
    }

    fn close(&mut self, token: Token, change: bool) {
        let Some(top) = self.stack.pop() else { return };
        self.is_complete = self.stack.is_empty();
        // A round bracket is never right.
        if change || self.text[token.range()] == *")" {
            let character = top.bracket.close();
            let kind = SyntaxErrorKind::WrongClose(character);
            let mut error = SyntaxError::replacement(kind, token.range(), &character.to_string());
            error.related = Some(top.token.range());
            self.error(error);
        } else if let Some(error) = top.error {
            self.errors[error].related = Some(token.range());
        }
        let flags = if top.doubtful || self.all_doubtful { Flags::DOUBTFUL } else { Flags::default() };
        self.out.push(Token { kind: TokenKind::Close(top.bracket), flags, ..token });
    }

    /// The two innermost containers may have lost something to each other.
    fn doubt(&mut self) {
        for frame in self.stack.iter_mut().rev().take(2) {
            frame.doubtful = true;
        }
    }

    fn dropped(&mut self, token: Token) {
        self.doubt();
        match token.kind {
            TokenKind::Close(bracket) => self.extra(token, bracket),
            TokenKind::Open(_) => {
                self.error(SyntaxError::removal(SyntaxErrorKind::Unexpected, token.range()));
            }
            _ => {}
        }
    }

    /// `"key": {` is there twice: the first one goes.
    fn twin(&mut self) {
        let [first, _, last, next, ..] = &self.tokens[self.at..] else { return };
        let mut error = SyntaxError::removal(SyntaxErrorKind::Unexpected, first.start()..last.end());
        error.mends[0].edits = vec![Edit::remove(first.start()..next.start())];
        self.error(error);
        self.at += 2;
    }

    /// A closing bracket with nothing to close. With it goes a comma that has nothing before it then, and the line if
    /// nothing else stands there.
    fn extra(&mut self, token: Token, bracket: Bracket) {
        let mut range = token.range();
        let next = self.tokens.get(self.at + 1).map(|next| next.kind);
        let before = self.out.last().map(|before| before.kind);
        if next == Some(TokenKind::Comma) && matches!(before, Some(TokenKind::Comma | TokenKind::Open(_))) {
            self.at += 1;
            range.end = self.tokens[self.at].end();
        }
        let mut error = SyntaxError::removal(SyntaxErrorKind::ExtraClose(bracket.close()), range.clone());
        let ends_line = self.tokens.get(self.at + 1).is_none_or(|next| next.first);
        if token.first && ends_line && token.line_start > 0 {
            let before = self.text[..token.line_start as usize].trim_end_matches(['\n', '\r']).len();
            let rest = self.text[range.end..].trim_start_matches([' ', '\t']);
            if rest.is_empty() || rest.starts_with(['\n', '\r']) {
                error.mends[0].edits = vec![Edit::remove(before..range.end)];
            }
        }
        self.error(error);
    }

    /// Closes the innermost bracket behind the last token that is no comma, and puts a comma in if what follows wants
    /// one between.
    fn missing_close(&mut self) {
        self.doubt();
        let Some(top) = self.stack.pop() else { return };
        let has_comma = self.out.last().is_some_and(|last| last.kind == TokenKind::Comma);
        let at = self.out.len() - usize::from(has_comma);
        let Some(before) = at.checked_sub(1).and_then(|before| self.out.get(before)).copied() else { return };
        let close = top.bracket.close();
        let mut text = close.to_string();
        if before.line != top.token.line || before.start == top.token.start {
            text = format!("{}{}{close}", self.line_end, top.token.indentation(self.text));
        }
        let kind = TokenKind::Close(top.bracket);
        let flags = Flags::DOUBTFUL;
        let token = Token { kind, start: before.end, flags, first: false, inserted: true, ..before };
        self.out.insert(at, token);
        let wants_comma = !matches!(self.tokens[self.at].kind, TokenKind::Close(_) | TokenKind::Comma);
        if wants_comma && !has_comma {
            text.push(',');
            self.out.push(Token { kind: TokenKind::Comma, flags: Flags::default(), ..token });
        }
        let mut error = SyntaxError::insertion(SyntaxErrorKind::MissingClose(close), before.end(), &text);
        error.mends[0].how = How::Insert(close.to_string());
        error.related = Some(top.token.range());
        self.error(error);
    }

    /// Opens a bracket before the token: behind the colon if one is there.
    fn missing_open(&mut self, bracket: Bracket) {
        let Some(before) = self.out.last().copied() else { return };
        let is_colon = before.kind == TokenKind::Colon;
        let open = bracket.open();
        let text = if is_colon { format!(" {open}") } else { open.to_string() };
        let place = if is_colon { before.end } else { self.tokens[self.at].start };
        let error = SyntaxError::insertion(SyntaxErrorKind::MissingOpen(open), place as usize, &text);
        let error = self.error(error);
        let kind = TokenKind::Open(bracket);
        let flags = Flags::default();
        let token = Token { kind, start: place, end: place, first: false, inserted: true, flags, ..before };
        self.doubt();
        self.stack.push(Frame { token, bracket, error, doubtful: true });
        self.out.push(token);
    }

    /// Closes what is still open where the text ends: one mistake, however much it is.
    fn end(&mut self) {
        let Some(last) = self.out.iter().rev().find(|token| !token.inserted).copied() else { return };
        if self.stack.is_empty() {
            return;
        }
        let end = last.end();
        let mut closers = String::new();
        let mut text = String::new();
        let related = self.stack.last().map(|top| top.token.range());
        let is_deep = self.stack.len() > 200;
        while let Some(top) = self.stack.pop() {
            let close = top.bracket.close();
            if top.token.line != last.line && !is_deep {
                text.push_str(self.line_end);
                text.push_str(top.token.indentation(self.text));
            }
            text.push(close);
            closers.push(close);
            let kind = TokenKind::Close(top.bracket);
            let flags = Flags::DOUBTFUL | Flags::CUT;
            let token = Token { kind, start: last.end, flags, first: false, inserted: true, ..last };
            self.out.push(token);
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
