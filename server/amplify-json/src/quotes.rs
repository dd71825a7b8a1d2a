//! Finds what is wrong with the quotes of a line.
//!
//! One quote too few or too many turns the rest of a line inside out, so it cannot be found by looking at the place
//! where reading fails. Instead every small change is tried (a quote put in, a quote or backslash left out, quotes that
//! belong to the text, a quote of another kind) and the one is taken with which the line reads most like JSON.

use std::ops::Range;

use crate::line::{Line, Mark, Reading, is_other_quote};
use crate::lines::{after_line, line_end};
use crate::splice::Edit;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::token::{Token, TokenKind, is_literal};
use crate::tree::Flags;

/// In a long line only so many bytes from the first oddity on are looked at.
const WINDOW: usize = 600;
/// The window of a line with few tokens, which can only be long by its strings.
const WIDE_WINDOW: usize = 4000;
/// At most so many changes are made in one line.
const MAX_CHANGES: usize = 8;
/// At most so many changes are tried for one of them.
const MAX_CANDIDATES: usize = 400;
/// A string may run over so many line breaks, and so many bytes.
const MAX_JOINED: (usize, usize) = (20, 2000);
/// What a pair of tokens costs that cannot stand side by side.
const WRONG: u32 = 100;

/// Whether every quote of the text has a backslash before it.
pub(crate) fn all_escaped(text: &str) -> bool {
    let quotes = text.matches('"').count();
    quotes > 1 && quotes == text.matches("\\\"").count()
}

/// Takes out the backslashes before the quotes of a line.
pub(crate) fn backslashes(text: &str, line: Range<usize>) -> Vec<Mark> {
    let places = text[line.clone()].match_indices("\\\"");
    places.map(|(offset, _)| Mark { at: line.start + offset, how: Reading::Drop }).collect()
}

/// Whether a string is not closed, or strings and words touch each other.
pub(crate) fn are_odd(text: &str, line: &Line) -> bool {
    line.unclosed.is_some() || line.tokens.windows(2).any(|pair| quotes_touch(text, &pair[0], &pair[1]))
}

/// They touch, and neither is a mark of its own.
fn quotes_touch(text: &str, left: &Token, right: &Token) -> bool {
    let is_part = |token: &Token| match token.kind {
        TokenKind::String => true,
        TokenKind::Word => text[token.range()].contains(|c: char| c.is_alphanumeric() || c == '\\'),
        _ => false,
    };
    is_part(left) && is_part(right) && left.touches(right)
}

/// The line from `start`, with the changes to its quotes that let it read best.
pub(crate) fn repair(text: &str, start: usize, first: Line) -> (Line, Vec<Mark>) {
    let mut marks: Vec<Mark> = Vec::new();
    let mut line = first;
    if line.unclosed.is_some()
        && let Some(joined) = joined(text, start, &line)
    {
        return (joined, marks);
    }
    for _ in 0..MAX_CHANGES {
        if !are_odd(text, &line) {
            break;
        }
        let Some(change) = best_change(text, start, &line, &marks) else { break };
        marks.extend(change);
        marks.sort_unstable();
        line = Line::read(text, start..line_end(text, start), &marks);
    }
    if let Some(open) = line.unclosed {
        // Nothing helps: the string ends with the line, before the comma if one is there.
        let inside = text[open..line.end].trim_end();
        let inside = inside.strip_suffix(',').filter(|inside| inside.len() > 1).unwrap_or(inside);
        let at = open + inside.len();
        marks.retain(|mark| mark.at != at);
        marks.push(Mark { at, how: Reading::Insert });
        marks.sort_unstable();
        line = Line::read(text, start..line_end(text, start), &marks);
    }
    (line, marks)
}

/// The line together with those that its open string runs over, if that reads like JSON and the last of them does not
/// by itself.
fn joined(text: &str, start: usize, line: &Line) -> Option<Line> {
    let open = line.unclosed?;
    let mut at = after_line(text, line.end);
    for _ in 0..MAX_JOINED.0 {
        if at >= text.len() || at - open > MAX_JOINED.1 {
            return None;
        }
        let end = line_end(text, at);
        if !text[at..end].contains('"') {
            at = after_line(text, at);
            continue;
        }
        let joined = Line::read(text, start..end, &[]);
        let quotes = text[at..end].matches('"').count() - text[at..end].matches("\\\"").count();
        let fits = joined.unclosed.is_none() && quotes % 2 == 1 && oddities(text, &joined, true, true) < WRONG;
        return fits.then_some(joined);
    }
    None
}

/// What one more change there is, with which the line reads better than without.
fn best_change(text: &str, line_start: usize, line: &Line, marks: &[Mark]) -> Option<Vec<Mark>> {
    let tokens = &line.tokens;
    let first_odd = tokens.windows(2).position(|pair| !may_follow(text, &pair[0], &pair[1]));
    let from = match first_odd {
        _ if tokens.len() < 12 => 0,
        Some(at) => at.saturating_sub(2),
        None => tokens.len() - 1,
    };
    let start = tokens.get(from)?.start();
    let read_from = if from == 0 { line_start } else { start };
    // A mistake shows within a few tokens, so it is looked for near the first oddity only.
    let near_end = if from == 0 { line.end } else { tokens[tokens.len().min(from + 6) - 1].end() };
    let window = if from == 0 { start + WIDE_WINDOW } else { near_end.max(start + WINDOW) };
    let end = text.ceil_char_boundary(window).min(line.end);
    let nearby: Vec<Mark> = marks.iter().copied().filter(|mark| (read_from..=end).contains(&mark.at)).collect();
    let whole = end == line.end;
    let score = |change: &[Mark]| {
        let mut all = nearby.clone();
        all.extend(change);
        all.sort_unstable();
        oddities(text, &Line::read(text, read_from..end, &all), from == 0, whole)
    };
    let now = score(&[]);
    let mut best: Option<(u32, Vec<Mark>)> = None;
    for (cost, change) in candidates(text, start..near_end.min(end)) {
        if change.iter().any(|mark| nearby.iter().any(|other| other.at == mark.at)) {
            continue;
        }
        let score = score(&change) + cost;
        if score < best.as_ref().map_or(now, |(best, _)| *best) {
            best = Some((score, change));
        }
    }
    // Words and strings that touch can be other mistakes too: there it must fit altogether.
    let (score, change) = best?;
    (line.unclosed.is_some() || score < WRONG).then_some(change)
}

/// The changes worth a try, each with what it costs by itself.
fn candidates(text: &str, range: Range<usize>) -> Vec<(u32, Vec<Mark>)> {
    let segment = &text[range.clone()];
    let mut inserts = vec![range.start];
    let mut drops: Vec<(u32, Mark)> = Vec::new();
    let mut others: Vec<Mark> = Vec::new();
    let mut quotes: Vec<usize> = Vec::new();
    let mut last_mark = range.start;
    let mut backslashes = 0;
    for (offset, character) in segment.char_indices() {
        let here = range.start + offset;
        let after = &segment[offset + character.len_utf8()..];
        if matches!(character, ':' | ',' | ']' | '}' | ';' | '=') {
            inserts.push(last_mark.max(range.start) + text[last_mark..here].trim_end().len());
        }
        if matches!(character, ':' | ',' | '[' | '{' | ';' | '=') {
            inserts.push(here + 1 + after.len() - after.trim_start().len());
        }
        if character == '"' && after.starts_with([' ', '\t']) {
            inserts.push(here + 1 + after.len() - after.trim_start().len());
        }
        if !character.is_whitespace() {
            last_mark = here + character.len_utf8();
        }
        let is_escaped = backslashes % 2 == 1;
        backslashes = if character == '\\' { backslashes + 1 } else { 0 };
        match character {
            '"' if is_escaped => {}
            '"' => {
                drops.push((3, Mark { at: here, how: Reading::Drop }));
                quotes.push(here);
            }
            '\\' if after.starts_with('"') => drops.push((0, Mark { at: here, how: Reading::Drop })),
            _ if is_other_quote(character) => others.push(Mark { at: here, how: Reading::Quote }),
            _ => {}
        }
    }
    inserts.sort_unstable();
    inserts.dedup();
    inserts.retain(|&at| !text[at..].starts_with('"'));
    // Nothing but the end of a line can close a string that is just being typed.
    inserts.insert(0, range.start + segment.trim_end().len());
    let mut all: Vec<(u32, Vec<Mark>)> = Vec::new();
    all.extend(others.into_iter().map(|mark| (0, vec![mark])));
    all.extend(inserts.into_iter().map(|at| (1, vec![Mark { at, how: Reading::Insert }])));
    all.extend(drops.into_iter().map(|(cost, mark)| (cost, vec![mark])));
    all.extend(quoted_inside(text, &quotes));
    all.truncate(MAX_CANDIDATES);
    all
}

/// Quotes between a quote that can open a string and one that can close it may belong to the text.
fn quoted_inside(text: &str, quotes: &[usize]) -> Vec<(u32, Vec<Mark>)> {
    let can_open = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with([':', ',', '[', '{', '=', '\n', '\r'])
    };
    let can_close = |at: usize| {
        let rest = text[at + 1..].trim_start_matches([' ', '\t']);
        rest.is_empty() || rest.starts_with([':', ',', ']', '}', '\n', '\r'])
    };
    let mut all = Vec::new();
    for (number, _) in quotes.iter().enumerate().filter(|&(_, &quote)| can_open(quote)) {
        let mut inside: Vec<Mark> = Vec::new();
        for &quote in quotes[number + 1..].iter().take(12) {
            if can_close(quote) && !inside.is_empty() {
                all.push((4 * inside.len() as u32, inside.clone()));
            }
            // One that looks like the end or start of a string is one.
            if can_close(quote) || can_open(quote) || inside.last().is_some_and(|last| last.at + 1 == quote) {
                break;
            }
            inside.push(Mark { at: quote, how: Reading::Inside });
        }
    }
    all
}

/// How little a line reads like JSON; or a part of it, without its start or its end.
fn oddities(text: &str, line: &Line, with_start: bool, with_end: bool) -> u32 {
    let mut score = WRONG * line.touching_comments;
    // The last token of a part may be cut off, and then says nothing.
    let tokens = &line.tokens[..line.tokens.len().saturating_sub(usize::from(!with_end))];
    for pair in tokens.windows(2) {
        score += if may_follow(text, &pair[0], &pair[1]) { 0 } else { WRONG };
    }
    for window in tokens.windows(4) {
        let is_text = window[2].is_text() && window[0].kind == TokenKind::String;
        if is_text && window[1].kind == TokenKind::Colon && window[3].kind == TokenKind::Colon {
            score += WRONG;
        }
    }
    if with_end && line.unclosed.is_some() {
        score += WRONG;
    }
    if let Some(token) = tokens.first()
        && with_start
        && (token.kind == TokenKind::Colon || token.kind == TokenKind::Word && !is_literal(&text[token.range()]))
    {
        score += WRONG;
    }
    for (number, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::String {
            let is_key = tokens.get(number + 1).is_some_and(|next| next.kind == TokenKind::Colon);
            let content = text[token.range()].trim_matches('"');
            score += odd_content(content, is_key);
            score += 12 * u32::from(token.flags.has(Flags::NO_CLOSE) && content.ends_with('\\'));
        }
    }
    score + if with_start { 4 * unmatched(tokens) } else { 0 }
}

/// How little a string looks like one that was meant so.
fn odd_content(content: &str, is_key: bool) -> u32 {
    let mut score = 0;
    if is_key {
        let odd = content.contains([' ', ',', '"', ';']) || content.is_empty() || content.ends_with(':');
        score += 12 * u32::from(odd);
    } else {
        let odd = content.trim() != content || content.ends_with(',') || content.contains('"');
        score += 12 * u32::from(odd);
    }
    score += 4 * u32::from(matches!(content.trim(), "true" | "false" | "null"));
    let brackets = ['{', '}', '[', ']'];
    let marks = content.ends_with(brackets) || content.starts_with(brackets) || content.contains([',', ';']);
    score + 4 * u32::from(marks || content.contains(": ")) + u32::from(content.is_empty())
}

/// Brackets that the line closes and did not open, or opens and does not close, with something before or behind them.
fn unmatched(tokens: &[Token]) -> u32 {
    let (mut depth, mut count) = (0_u32, 0);
    for (number, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) if depth > 0 => depth -= 1,
            TokenKind::Close(_) if tokens[..number].iter().any(Token::is_text) => count += 1,
            _ => {}
        }
    }
    let last_is_open = tokens.last().is_some_and(|last| matches!(last.kind, TokenKind::Open(_)));
    count + if last_is_open { 0 } else { depth }
}

/// Whether two neighbours of one line can stand side by side in JSON.
fn may_follow(text: &str, left: &Token, right: &Token) -> bool {
    use TokenKind::{Close, Colon, Comma, Open, String, Word};
    let value = match right.kind {
        Word => is_literal(&text[right.range()]),
        String => !right.flags.has(Flags::NO_CLOSE) || right.flags.has(Flags::DAMAGED),
        _ => true,
    };
    value
        && match (left.kind, right.kind) {
            (String, Colon | Comma | Close(_)) => true,
            (Word, Comma | Close(_)) => is_literal(&text[left.range()]),
            (Colon, String | Word | Open(_)) => true,
            (Comma, String | Word | Open(_)) => true,
            (Open(_), String | Word | Open(_) | Close(_)) => true,
            (Close(_), Comma | Close(_)) => true,
            _ => false,
        }
}

/// One error for each change.
pub(crate) fn report(text: &str, marks: &[Mark], errors: &mut Vec<SyntaxError>) {
    for group in marks.chunk_by(|left, right| left.how == Reading::Inside && right.how == Reading::Inside) {
        let Some(&Mark { at, how }) = group.first() else { continue };
        let length = text[at..].chars().next().map_or(0, char::len_utf8);
        errors.push(match how {
            Reading::Insert => {
                let mut error = SyntaxError::insertion(SyntaxErrorKind::MissingQuote, at, "\"");
                error.mends[0].how = How::Quote;
                error
            }
            Reading::Drop => SyntaxError::removal(SyntaxErrorKind::Unexpected, at..at + length),
            Reading::Quote => SyntaxError::quoting(SyntaxErrorKind::WrongQuotes, at..at + length, "\""),
            Reading::Inside => {
                let last = group.last().map_or(at, |last| last.at);
                let escape = group.iter().map(|mark| Edit::insert(mark.at, "\\")).collect();
                let remove = group.iter().map(|mark| Edit::remove(mark.at..mark.at + 1)).collect();
                SyntaxError {
                    kind: SyntaxErrorKind::QuoteInString,
                    range: at..last + 1,
                    related: None,
                    mends: vec![
                        Mend { how: How::Replace("\\\"".to_owned()), edits: escape },
                        Mend { how: How::Remove, edits: remove },
                    ],
                }
            }
        });
    }
}
