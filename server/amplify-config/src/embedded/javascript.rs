//! What an object literal of JavaScript says beyond JSON: names and texts in other quotes, and code, of which nobody
//! knows what it will give.
//!
//! Reads as far as it understands; where it does not, the rest is left to the parser of JSON, which takes what is not
//! JSON for a mistake and is careful around it.

use std::ops::Range;

use super::quoted;

/// Deeper literals are not looked into.
const MAX_DEPTH: usize = 64;

/// What was found, each in the order of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Literal {
    /// Names without quotes.
    pub(super) names: Vec<Range<usize>>,
    /// Texts in single quotes or back ticks that mean the same in double ones.
    pub(super) texts: Vec<Range<usize>>,
    /// Code where a value belongs.
    pub(super) values: Vec<Range<usize>>,
    /// Code where a member belongs, such as `...base`.
    pub(super) members: Vec<Range<usize>>,
    /// Objects and lists that code adds to, by their first byte.
    pub(super) open: Vec<usize>,
    /// Comments, those in code as well.
    pub(super) comments: Vec<Range<usize>>,
}

/// Reads the object literal at `range`.
pub(super) fn read(text: &str, range: &Range<usize>) -> Literal {
    let mut reader = Reader { text: &text[..range.end], at: range.start, found: Literal::default() };
    // What was read up to a place that is not understood counts all the same.
    let _ = reader.object(0);
    let mut found = reader.found;
    found.open.sort_unstable();
    found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Literal,
}

/// `None` from any of these: what stands at `at` is not understood.
impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// The next character that is no white space and no comment.
    fn next(&mut self) -> Option<char> {
        loop {
            let rest = self.rest().trim_start();
            let start = self.text.len() - rest.len();
            let length = match rest {
                _ if rest.starts_with("//") => rest.find(['\r', '\n'])?,
                _ if rest.starts_with("/*") => rest.find("*/")? + 2,
                _ => {
                    let next = rest.chars().next();
                    self.at = start;
                    return next;
                }
            };
            self.at = start + length;
            // Where something turns out to be code it is read once more.
            if self.found.comments.last().is_none_or(|last| last.end <= start) {
                self.found.comments.push(start..self.at);
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.next()? {
                '}' => {
                    self.at += 1;
                    return Some(());
                }
                _ if depth < MAX_DEPTH => self.member(start, depth)?,
                _ => return None,
            }
            self.separator('}')?;
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.next()? {
                ']' => {
                    self.at += 1;
                    return Some(());
                }
                '.' => {
                    let code = self.code(true)?;
                    self.found.values.push(code);
                    self.found.open.push(start);
                }
                _ if depth < MAX_DEPTH => self.value(depth)?,
                _ => return None,
            }
            self.separator(']')?;
        }
    }

    /// A comma, or the bracket that ends it all.
    fn separator(&mut self, close: char) -> Option<()> {
        match self.next()? {
            ',' => self.at += 1,
            next if next == close => {}
            _ => return None,
        }
        Some(())
    }

    fn member(&mut self, object: usize, depth: usize) -> Option<()> {
        let start = self.at;
        let quote = self.rest().chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let length = match quote {
            Some(quote) => self.closed(quote)?,
            None => self.rest().find(|next: char| !is_name(next)).unwrap_or(self.rest().len()),
        };
        let name = start..start + length;
        self.at = name.end;
        if length == 0 || self.next()? != ':' {
            // A name alone stands for a value of that name, and other code for members of any.
            self.at = start;
            let code = self.code(true)?;
            self.found.members.push(code);
            self.found.open.push(object);
            return Some(());
        }
        self.at += 1;
        match quote {
            None => self.found.names.push(name),
            Some('\'') if self.is_plain(&name) => self.found.texts.push(name),
            Some('\'') => return None,
            Some(_) => {}
        }
        self.next()?;
        self.value(depth)
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        let start = self.at;
        let before = self.lengths();
        let is_known = match self.rest().chars().next()? {
            '{' => self.object(depth + 1).is_some(),
            '[' => self.list(depth + 1).is_some(),
            quote @ ('"' | '\'' | '`') => {
                let text = start..start + self.closed(quote)?;
                self.at = text.end;
                if quote == '"' {
                    true
                } else {
                    let is_plain = self.is_plain(&text);
                    self.found.texts.extend(is_plain.then_some(text));
                    is_plain
                }
            }
            _ => {
                let rest = self.rest();
                let end = rest.find(|next: char| !is_name(next) && !"+-.".contains(next)).unwrap_or(rest.len());
                let word = &rest[..end];
                let is_literal = matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok();
                self.at += end;
                is_literal
            }
        };
        if !is_known && self.text[start..].starts_with(['{', '[']) {
            return None;
        }
        if is_known && matches!(self.next()?, ',' | '}' | ']') {
            return Some(());
        }
        // Something is done with it: what was found inside is part of the code.
        self.restore(before);
        self.at = start;
        let code = self.code(false)?;
        self.found.values.push(code);
        Some(())
    }

    /// The code from here to the comma or bracket behind it. In a value a colon belongs to a question; else it is that of
    /// the next member, and a comma is missing.
    fn code(&mut self, has_colon: bool) -> Option<Range<usize>> {
        let start = self.at;
        let (mut end, mut depth, mut may_have_colon) = (start, 0_usize, has_colon);
        loop {
            match self.next()? {
                '?' if depth == 0 => {
                    may_have_colon = true;
                    self.at += 1;
                }
                ':' if depth == 0 && !may_have_colon => return None,
                ',' | '}' | ']' | ')' if depth == 0 => return (end > start).then_some(start..end),
                quote @ ('"' | '\'' | '`') => self.at += self.closed(quote)?,
                next => {
                    depth = match next {
                        '{' | '[' | '(' => depth + 1,
                        '}' | ']' | ')' => depth - 1,
                        _ => depth,
                    };
                    self.at += next.len_utf8();
                }
            }
            end = self.at;
        }
    }

    /// The length of the text in quotes that begins here, if it ends.
    fn closed(&self, quote: char) -> Option<usize> {
        let rest = self.rest();
        let length = quoted(rest, quote as u8);
        (length > 1 && rest[..length].ends_with(quote)).then_some(length)
    }

    /// In double quotes the text would be the same.
    fn is_plain(&self, text: &Range<usize>) -> bool {
        let inside = &self.text[text.start + 1..text.end - 1];
        let is_filled_in = self.text[text.start..].starts_with('`') && inside.contains("${");
        !is_filled_in && !inside.contains(['"', '\\', '\n', '\r', '\t'])
    }

    fn lengths(&self) -> [usize; 5] {
        let Literal { names, texts, values, members, open, .. } = &self.found;
        [names.len(), texts.len(), values.len(), members.len(), open.len()]
    }

    fn restore(&mut self, [names, texts, values, members, open]: [usize; 5]) {
        self.found.names.truncate(names);
        self.found.texts.truncate(texts);
        self.found.values.truncate(values);
        self.found.members.truncate(members);
        self.found.open.truncate(open);
    }
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_literals() {
        for (text, names, texts, values, members, open) in [
            ("{\"a\": 1}", "", "", "", "", 0),
            ("{a: 'x', /* , */ b_1: `y`, c: -1.5, d: true,}", "a b_1 c d", "'x' `y`", "", "", 0),
            ("{'a': 'x\\'y', b: 'say \"x\"', c: \"it's\"}", "b c", "'a'", "'x\\'y' 'say \"x\"'", "", 0),
            (
                "{a: process.env.X || 'x', b: f('y', {c: 1}), d: `${e}`}",
                "a b d",
                "",
                "process.env.X || 'x' f('y', {c: 1}) `${e}`",
                "",
                0,
            ),
            ("{a: b ? 'c' : 'd', e: ['f' + g, 'h']}", "a e", "'h'", "b ? 'c' : 'd' 'f' + g", "", 0),
            ("{...a, b, [c]: 1, d() { return 'x'; }, e: 'f'}", "e", "'f'", "", "...a b [c]: 1 d() { return 'x'; }", 4),
            ("{a: {b: 'c'} as D, e: [...f, 'g']}", "a e", "'g'", "{b: 'c'} as D ...f", "", 1),
            // Up to where it ends too early.
            ("{a: 'b', c: 'd", "a c", "'b'", "", "", 0),
            ("{a: 'b' c: 'd'}", "a", "", "", "", 0),
        ] {
            let found = read(text, &(0..text.len()));
            let said =
                |ranges: &[Range<usize>]| ranges.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>().join(" ");
            assert_eq!(said(&found.names), names, "{text}");
            assert_eq!(said(&found.texts), texts, "{text}");
            assert_eq!(said(&found.values), values, "{text}");
            assert_eq!(said(&found.members), members, "{text}");
            assert_eq!(found.open.len(), open, "{text}");
        }
    }
}
