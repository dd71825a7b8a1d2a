//! The tolerant lexer: any text becomes tokens and errors, line by line.
//!
//! Used only when the text is not valid JSON. It reads what people write beside JSON (comments, other quotes, bare
//! words, conflict markers) and finds the one quote that is missing in a line: with it put back, the line must read as
//! JSON again. It does not know which token may follow which across lines; `brackets` and `recover` do.

use std::ops::Range;

use crate::edit::Edit;
use crate::string::code_unit;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::tree::Flags;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Open(char),
    Close(char),
    Colon,
    Comma,
    String,
    /// A run of other characters: a literal, a number, a bare text.
    Word,
}

/// One token. Those that `brackets` puts in are empty.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) range: Range<usize>,
    pub(crate) flags: Flags,
    /// Number of its line.
    pub(crate) line: u32,
    /// Bytes of white space before the first token of its line.
    pub(crate) indent: u32,
    /// It is the first token of its line.
    pub(crate) first: bool,
    /// Put in by `brackets`, which has reported it.
    pub(crate) inserted: bool,
}

/// What the lexer found.
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) errors: Vec<SyntaxError>,
}

/// Lines longer than this are searched for a missing quote only around the first oddity.
const WINDOW: usize = 600;
/// At most so many quotes are put back into one line.
const MAX_QUOTES: usize = 8;

/// Reads all of `text`.
pub(crate) fn lex(text: &str) -> Tokens {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, line: 0, out: Vec::new(), errors: Vec::new() };
    if text.starts_with('\u{FEFF}') {
        lexer.at = 3;
        lexer.errors.push(removal(SyntaxErrorKind::ByteOrderMark, 0..3));
    }
    while lexer.at < text.len() {
        if !lexer.conflict() {
            lexer.line();
        }
    }
    Tokens { tokens: lexer.out, errors: lexer.errors }
}

/// An error whose mend is to take its range out.
pub(crate) fn removal(kind: SyntaxErrorKind, range: Range<usize>) -> SyntaxError {
    let mend = Mend { how: How::Remove, edits: vec![Edit::remove(range.clone())] };
    SyntaxError { kind, range, related: None, mends: vec![mend] }
}

/// An error whose mend is to write `text` instead of its range.
pub(crate) fn replacement(kind: SyntaxErrorKind, range: Range<usize>, text: &str) -> SyntaxError {
    let mend = Mend { how: How::Replace(text.to_owned()), edits: vec![Edit::replace(range.clone(), text)] };
    SyntaxError { kind, range, related: None, mends: vec![mend] }
}

/// An error whose mend is to put `text` in at `at`.
pub(crate) fn insertion(kind: SyntaxErrorKind, at: usize, text: &str) -> SyntaxError {
    let mend = Mend { how: How::Insert(text.trim().to_owned()), edits: vec![Edit::insert(at, text)] };
    SyntaxError { kind, range: at..at, related: None, mends: vec![mend] }
}

/// The end of the line that holds `at`, before its line break.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

/// The start of the line that holds `at`.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: u32,
    out: Vec<Token>,
    errors: Vec<SyntaxError>,
}

impl<'t> Lexer<'t> {
    /// Takes a merge conflict that begins at this line: the upper side is read, the rest skipped.
    fn conflict(&mut self) -> bool {
        let text = self.text;
        let marker = |at: usize, mark: &str| {
            text[at..].starts_with(mark) && !text[at + mark.len()..].starts_with(mark.as_bytes()[0] as char)
        };
        if self.at > 0 && !matches!(self.bytes[self.at - 1], b'\n' | b'\r') {
            return false;
        }
        let start = self.at;
        if !["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| marker(start, mark)) {
            return false;
        }
        let lines = || {
            std::iter::successors(Some(start), |&at| {
                let next = after_line(text, at);
                (next < text.len()).then_some(next)
            })
        };
        let end_of = |at: usize| after_line(text, at);
        let sides = marker(start, "<<<<<<<").then(|| {
            let base = lines().find(|&at| marker(at, "|||||||"));
            let middle = lines().find(|&at| marker(at, "======="))?;
            let last = lines().find(|&at| marker(at, ">>>>>>>"))?;
            let base = base.filter(|&base| base < middle).unwrap_or(middle);
            (base <= middle && middle < last).then_some((base, middle, last))
        });
        match sides.flatten() {
            Some((base, middle, last)) => {
                let label = |at: usize| text[at + 7..line_end(text, at)].trim().to_owned();
                let ours = Mend {
                    how: How::KeepOurs(label(start)),
                    edits: vec![Edit::remove(start..end_of(start)), Edit::remove(base..end_of(last))],
                };
                let theirs = Mend {
                    how: How::KeepTheirs(label(last)),
                    edits: vec![Edit::remove(start..end_of(middle)), Edit::remove(last..end_of(last))],
                };
                self.errors.push(SyntaxError {
                    kind: SyntaxErrorKind::ConflictMarker,
                    range: start..line_end(text, last),
                    related: None,
                    mends: vec![ours, theirs],
                });
                self.at = end_of(start);
                while self.at < base {
                    self.line();
                }
                self.at = end_of(last);
            }
            None => {
                let mut error = removal(SyntaxErrorKind::ConflictMarker, start..line_end(text, start));
                error.mends[0].edits = vec![Edit::remove(start..end_of(start))];
                self.errors.push(error);
                self.at = end_of(start);
            }
        }
        self.line += 1;
        true
    }

    /// Reads one line (more, if a block comment or a broken string runs on), its line break included.
    fn line(&mut self) {
        let start = self.at;
        let mut quotes: Vec<usize> = Vec::new();
        let mut read = Line::read(self.text, start, line_end(self.text, start), &quotes);
        while read.unclosed.is_some() && quotes.len() < MAX_QUOTES {
            if quotes.is_empty()
                && let Some(end) = self.string_over_lines(&read)
            {
                read = Line::read_with_long_string(self.text, start, end);
                break;
            }
            let Some(quote) = missing_quote(self.text, &read, &quotes) else { break };
            let position = quotes.partition_point(|&other| other < quote);
            quotes.insert(position, quote);
            read = Line::read(self.text, start, line_end(self.text, start), &quotes);
        }
        for &quote in &quotes {
            let mut error = insertion(SyntaxErrorKind::MissingQuote, quote, "\"");
            error.mends[0].how = How::Quote;
            read.errors.push(error);
        }
        let indent = self.text[start..].len() - self.text[start..].trim_start_matches([' ', '\t']).len();
        for (number, mut token) in read.tokens.into_iter().enumerate() {
            token.line = self.line;
            token.indent = indent as u32;
            token.first = number == 0;
            self.out.push(token);
        }
        for error in read.errors {
            self.push_error(error);
        }
        self.at = after_line(self.text, read.end);
        self.line += 1;
    }

    /// Comments on lines that follow each other are one mistake.
    fn push_error(&mut self, error: SyntaxError) {
        if error.kind == SyntaxErrorKind::Comment
            && let Some(last) = self.errors.last_mut()
            && last.kind == SyntaxErrorKind::Comment
            && self.text[last.range.end..error.range.start].trim().is_empty()
        {
            last.range.end = error.range.end;
            last.mends = vec![remove_comment(self.text, last.range.clone())];
            return;
        }
        self.errors.push(error);
    }

    /// When the string left open in this line is closed in the next one, where that line ends.
    fn string_over_lines(&self, line: &Line) -> Option<usize> {
        let open = line.unclosed?;
        let here = self.text[open + 1..line.end].trim_end();
        if here.is_empty() || here.ends_with([',', '{', '[', ':']) || here.contains('"') {
            return None;
        }
        let next = after_line(self.text, line.end);
        let next_end = line_end(self.text, next.min(self.text.len()));
        let rest = self.text.get(next..next_end)?;
        let (inside, outside) = rest.split_once('"')?;
        let closes = outside.trim_matches([' ', '\t', ',', '}', ']']).is_empty();
        let plain = !inside.trim().is_empty() && !inside.contains([':', '{', '[', '\\']);
        (closes && plain && !outside.contains('"')).then_some(next_end)
    }
}

/// Where the line after the one that holds `at` begins.
fn after_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at.min(text.len()));
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

fn remove_comment(text: &str, range: Range<usize>) -> Mend {
    let start = line_start(text, range.start);
    let end = line_end(text, range.end);
    let alone = text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    let whole = if alone {
        start..after_line(text, range.end)
    } else {
        let before = text[start..range.start].trim_end().len();
        if text[range.end..end].trim().is_empty() { start + before..range.end } else { range }
    };
    Mend { how: How::Remove, edits: vec![Edit::remove(whole)] }
}

/// The tokens of one line, read with quotes put in at given places.
struct Line {
    tokens: Vec<Token>,
    errors: Vec<SyntaxError>,
    /// Where it ends, before the line break.
    end: usize,
    /// The start of a string that is not closed in the line.
    unclosed: Option<usize>,
}

impl Line {
    fn read(text: &str, start: usize, end: usize, quotes: &[usize]) -> Line {
        let mut reader = LineReader {
            text,
            at: start,
            end,
            quotes,
            line: Line { tokens: Vec::new(), errors: Vec::new(), end, unclosed: None },
        };
        while reader.at < reader.end || reader.quotes.contains(&reader.at) && reader.at == reader.end {
            if !reader.token() {
                break;
            }
        }
        reader.line.end = reader.end;
        reader.line
    }

    /// Reads two lines whose one string runs over the line break.
    fn read_with_long_string(text: &str, start: usize, end: usize) -> Line {
        let mut line = Line::read(text, start, end, &[]);
        line.end = end;
        line
    }
}

struct LineReader<'t, 'q> {
    text: &'t str,
    at: usize,
    end: usize,
    quotes: &'q [usize],
    line: Line,
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
}

impl LineReader<'_, '_> {
    fn push(&mut self, kind: TokenKind, range: Range<usize>, flags: Flags) {
        let token = Token { kind, range, flags, line: 0, indent: 0, first: false, inserted: false };
        self.line.tokens.push(token);
    }

    fn one(&mut self, kind: TokenKind, length: usize) {
        self.push(kind, self.at..self.at + length, Flags::default());
        self.at += length;
    }

    /// Reads one token or one piece of white space; `false` at the end.
    fn token(&mut self) -> bool {
        if self.quotes.contains(&self.at) {
            self.string_without_open();
            return true;
        }
        let rest = &self.text[self.at..];
        let Some(character) = rest.chars().next() else { return false };
        let start = self.at;
        match character {
            ' ' | '\t' | '\n' | '\r' => self.at += 1,
            '{' | '[' => self.one(TokenKind::Open(character), 1),
            '}' | ']' => self.one(TokenKind::Close(character), 1),
            ':' if rest.starts_with(":=") => self.odd(TokenKind::Colon, 2),
            ':' => self.one(TokenKind::Colon, 1),
            ',' => self.one(TokenKind::Comma, 1),
            ';' => self.odd(TokenKind::Comma, 1),
            '=' if rest.starts_with("=>") => self.odd(TokenKind::Colon, 2),
            '=' => self.odd(TokenKind::Colon, 1),
            '"' => self.string(),
            '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' => self.other_string(character),
            '/' if rest.starts_with("//") => self.comment(self.end),
            '#' => self.comment(self.end),
            '/' if rest.starts_with("/*") => {
                let end = rest.find("*/").map_or(self.text.len(), |length| start + length + 2);
                self.comment(end);
            }
            '\0' => {
                let length = rest.len() - rest.trim_start_matches('\0').len();
                self.line.errors.push(removal(SyntaxErrorKind::Nul, start..start + length));
                self.at += length;
            }
            _ if is_invisible(character) => self.invisible(character),
            _ => self.word(),
        }
        true
    }

    /// Another character that stands for a colon or comma.
    fn odd(&mut self, kind: TokenKind, length: usize) {
        let range = self.at..self.at + length;
        let found = self.text[range.clone()].to_owned();
        let (error, right) = match kind {
            TokenKind::Colon => (SyntaxErrorKind::WrongColon(found), ":"),
            _ => (SyntaxErrorKind::WrongComma(found), ","),
        };
        self.line.errors.push(replacement(error, range, right));
        self.one(kind, length);
    }

    fn comment(&mut self, end: usize) {
        let text = self.text;
        let end = self.at + text[self.at..end].trim_end().len();
        let range = self.at..end;
        let mend = remove_comment(text, range.clone());
        self.line.errors.push(SyntaxError { kind: SyntaxErrorKind::Comment, range, related: None, mends: vec![mend] });
        self.at = end;
        if end > self.end {
            self.end = line_end(text, end);
        }
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
        let mut error = replacement(SyntaxErrorKind::InvisibleCharacter(character), range, space);
        error.mends[0].how = How::Remove;
        self.line.errors.push(error);
        self.at += length;
    }

    fn word(&mut self) {
        let start = self.at;
        let mut end = start;
        for (offset, character) in self.text[start..self.end].char_indices() {
            let here = start + offset;
            let scheme = character == ':' && self.text[here..].starts_with("://") && offset > 0;
            if (ends_word(character) && !scheme) || (offset > 0 && self.quotes.contains(&here)) {
                break;
            }
            if character == '=' && offset > 0 && self.line.tokens.is_empty() {
                break;
            }
            end = here + character.len_utf8();
        }
        let end = end.max(start + self.text[start..].chars().next().map_or(1, char::len_utf8));
        self.push(TokenKind::Word, start..end, Flags::default());
        self.at = end;
    }

    /// A string that begins with the quote JSON wants.
    fn string(&mut self) {
        let start = self.at;
        self.rest_of_string(start, start + 1, Flags::default());
    }

    /// A string whose opening quote is put back here.
    fn string_without_open(&mut self) {
        let start = self.at;
        let quotes = self.quotes;
        self.quotes = quotes.split_at(quotes.partition_point(|&quote| quote <= start)).1;
        self.rest_of_string(start, start, Flags::NO_OPEN | Flags::DAMAGED);
    }

    fn rest_of_string(&mut self, start: usize, content: usize, mut flags: Flags) {
        let bytes = self.text.as_bytes();
        let mut at = content;
        let mut errors = Vec::new();
        loop {
            if self.quotes.contains(&at) && at > start {
                self.push(TokenKind::String, start..at, flags | Flags::NO_CLOSE | Flags::DAMAGED);
                let quotes = self.quotes;
                self.quotes = quotes.split_at(quotes.partition_point(|&quote| quote <= at)).1;
                self.at = at;
                break;
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
                    let length = if self.text[at..].starts_with("\r\n") { 2 } else { 1 };
                    let after = at + length;
                    let indent = self.text[after..].len() - self.text[after..].trim_start_matches([' ', '\t']).len();
                    errors.push(replacement(SyntaxErrorKind::LineBreakInString, at..after + indent, "\\n"));
                    flags = flags | Flags::DAMAGED;
                    at = after + indent;
                }
                byte if byte < 0x20 => {
                    let run = bytes[at..self.end].iter().take_while(|&&other| other == byte).count();
                    let right = match byte {
                        b'\t' => "\\t".repeat(run),
                        0 => String::new(),
                        _ => format!("\\u{byte:04x}").repeat(run),
                    };
                    let kind =
                        if byte == 0 { SyntaxErrorKind::Nul } else { SyntaxErrorKind::ControlCharacter(byte as char) };
                    errors.push(if byte == 0 {
                        removal(kind, at..at + run)
                    } else {
                        replacement(kind, at..at + run, &right)
                    });
                    flags = flags | Flags::DAMAGED;
                    at += run;
                }
                _ => at += 1,
            }
        }
        self.line.errors.append(&mut errors);
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
                    *flags = *flags | Flags::DAMAGED;
                    errors.push(removal(SyntaxErrorKind::LoneSurrogate, at..at + 6));
                    return at + 6;
                }
                Some(_) => return at + 6,
                None => {}
            },
            _ => {}
        }
        *flags = *flags | Flags::DAMAGED;
        let length = text[at + 1..self.end].chars().next().map_or(0, char::len_utf8);
        errors.push(replacement(
            SyntaxErrorKind::BadEscape,
            at..at + 1 + length,
            &format!("\\{}", &text[at..at + 1 + length]),
        ));
        at + 1 + length
    }

    /// A string that the line does not close: perhaps with another quote, else where the line ends, before a comma.
    fn unclosed_string(&mut self, start: usize, flags: Flags) {
        let inside = &self.text[start..self.end];
        let body = inside.trim_end().trim_end_matches([',', '}', ']', ' ', '\t']);
        if body.len() > 1
            && let Some(quote) = body.chars().next_back().filter(|quote| matches!(quote, '”' | '“' | '’' | '\'' | '`'))
            && !flags.has(Flags::NO_OPEN)
        {
            let end = start + body.len();
            self.wrong_quotes(start..end, 1, quote.len_utf8());
            return;
        }
        let end = start + inside.trim_end().len();
        self.line.unclosed.get_or_insert(start);
        self.push(TokenKind::String, start..end, flags | Flags::NO_CLOSE | Flags::DAMAGED);
        self.at = self.end;
    }

    /// A string in quotes that JSON does not know.
    fn other_string(&mut self, open: char) {
        let closers: &[char] = match open {
            '\'' => &['\''],
            '`' => &['`'],
            '‘' | '’' => &['‘', '’', '\''],
            '«' => &['»'],
            _ => &['“', '”', '"'],
        };
        let start = self.at;
        let content = start + open.len_utf8();
        let close = self.text[content..self.end].char_indices().find_map(|(offset, character)| {
            let after = self.text[content + offset + character.len_utf8()..self.end].trim_start();
            let fits = after.is_empty() || after.starts_with([',', ':', '}', ']', '/']);
            (closers.contains(&character) && fits).then_some((content + offset, character))
        });
        match close {
            Some((at, character)) => {
                let end = at + character.len_utf8();
                self.wrong_quotes(start..end, open.len_utf8(), character.len_utf8());
            }
            None => self.word(),
        }
    }

    fn wrong_quotes(&mut self, range: Range<usize>, open: usize, close: usize) {
        let content = &self.text[range.start + open..range.end - close];
        let right = format!("\"{}\"", content.replace('"', "\\\"").replace("\\\\\"", "\\\""));
        let mut error = replacement(SyntaxErrorKind::WrongQuotes, range.clone(), &right);
        error.mends[0].how = How::Quote;
        self.line.errors.push(error);
        self.at = range.end;
        let escaped = if content.contains('\\') { Flags::ESCAPED } else { Flags::default() };
        self.push(TokenKind::String, range, escaped | Flags::DAMAGED);
    }
}

/// The place where one more quote lets the line read best.
fn missing_quote(text: &str, line: &Line, quotes: &[usize]) -> Option<usize> {
    let first_odd = line.tokens.windows(2).position(|pair| !may_follow(text, &pair[0], &pair[1]));
    let tokens = &line.tokens;
    let from = match first_odd {
        _ if tokens.len() < 12 => 0,
        Some(at) => at.saturating_sub(2),
        None => tokens.len() - 1,
    };
    let start = tokens[from].range.start;
    let line_start = if from == 0 { start } else { start.max(1) };
    let end = line.end.min(start + WINDOW.max(tokens[tokens.len().min(from + 4) - 1].range.end - start));
    let end = (end..=line.end).find(|&at| text.is_char_boundary(at))?;
    let segment = &text[start..end];
    let mut candidates: Vec<usize> = vec![start, start + segment.trim_end().len()];
    for (offset, character) in segment.char_indices() {
        let here = start + offset;
        if matches!(character, ':' | ',' | ']' | '}') {
            candidates.push(start + text[start..here].trim_end().len());
        }
        if matches!(character, ':' | ',' | '[' | '{') {
            let after = &segment[offset + 1..];
            candidates.push(here + 1 + after.len() - after.trim_start().len());
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates.retain(|at| !quotes.contains(at));
    candidates.truncate(400);
    let nearby: Vec<usize> = quotes.iter().copied().filter(|&quote| quote >= line_start && quote <= end).collect();
    candidates
        .into_iter()
        .map(|candidate| {
            let mut all = nearby.clone();
            all.push(candidate);
            all.sort_unstable();
            (oddities(text, &Line::read(text, line_start, end, &all), end == line.end), candidate)
        })
        .min_by_key(|&(score, candidate)| (score, candidate))
        .map(|(_, candidate)| candidate)
}

/// How little a line reads like JSON.
fn oddities(text: &str, line: &Line, whole: bool) -> usize {
    let mut score = 0;
    for pair in line.tokens.windows(2) {
        score += if may_follow(text, &pair[0], &pair[1]) { 0 } else { 20 };
    }
    for window in line.tokens.windows(4) {
        let kinds = [window[0].kind, window[1].kind, window[2].kind, window[3].kind];
        if matches!(kinds, [TokenKind::String, TokenKind::Colon, TokenKind::String | TokenKind::Word, TokenKind::Colon])
        {
            score += 20;
        }
    }
    if whole && line.unclosed.is_some() {
        score += 20;
    }
    if let Some(token) = line.tokens.first()
        && (token.kind == TokenKind::Colon || token.kind == TokenKind::Word && !is_literal(&text[token.range.clone()]))
    {
        score += 20;
    }
    for (number, token) in line.tokens.iter().enumerate() {
        if token.kind != TokenKind::String {
            continue;
        }
        let content = text[token.range.clone()].trim_matches('"');
        let is_key = line.tokens.get(number + 1).is_some_and(|next| next.kind == TokenKind::Colon);
        let odd = if is_key {
            content.contains([' ', ',', '"', ';']) || content.is_empty() || content.ends_with(':')
        } else {
            content.trim() != content || content.ends_with(',') || content.contains("\": ") || content.contains(": \"")
        };
        score += 3 * usize::from(odd) + usize::from(content.ends_with(['}', ']']) || content.contains(','));
    }
    score
}

fn is_literal(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || crate::strict::number_end(word.as_bytes(), 0) == Some(word.len())
}

/// Whether two neighbours of one line can stand side by side in JSON.
fn may_follow(text: &str, left: &Token, right: &Token) -> bool {
    use TokenKind::{Close, Colon, Comma, Open, String, Word};
    let value = match right.kind {
        Word => is_literal(&text[right.range.clone()]),
        String => !right.flags.has(Flags::NO_CLOSE) || right.flags.has(Flags::DAMAGED),
        _ => true,
    };
    value
        && match (left.kind, right.kind) {
            (String, Colon | Comma | Close(_)) => true,
            (Word, Comma | Close(_)) => is_literal(&text[left.range.clone()]),
            (Colon, String | Word | Open(_)) => true,
            (Comma, String | Word | Open(_)) => true,
            (Open(_), String | Word | Open(_) | Close(_)) => true,
            (Close(_), Comma | Close(_)) => true,
            _ => false,
        }
}
