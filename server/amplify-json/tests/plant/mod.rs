//! Plants mistakes in valid JSON: each kind of mistake at every place where it can be made.
//!
//! It has a reader of its own, so that it does not trust the parser it tests.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::ops::Range;

/// A token of a valid text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// One of `{}[]:,`, `s` for a string value, `k` for a key, `w` for any other value.
    pub(crate) kind: char,
    pub(crate) range: Range<usize>,
    /// For a bracket its partner.
    pub(crate) partner: usize,
}

/// A valid text and its tokens.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
}

/// A text with one mistake in it.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) text: String,
    /// Where in `text` it is to be mended.
    pub(crate) place: Range<usize>,
    /// A text with the value it should have after mending; `None`: any valid text will do.
    pub(crate) mended: Option<String>,
}

impl Source {
    pub(crate) fn new(text: &str) -> Source {
        let mut tokens: Vec<Token> = Vec::new();
        let mut stack = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            let kind = match bytes[at] {
                b' ' | b'\n' | b'\r' | b'\t' => {
                    at += 1;
                    continue;
                }
                b'"' => {
                    at += 1;
                    while bytes[at] != b'"' {
                        at += if bytes[at] == b'\\' { 2 } else { 1 };
                    }
                    at += 1;
                    's'
                }
                mark @ (b'{' | b'}' | b'[' | b']' | b':' | b',') => {
                    at += 1;
                    mark as char
                }
                _ => {
                    while at < bytes.len() && !b" \n\r\t{}[]:,\"".contains(&bytes[at]) {
                        at += 1;
                    }
                    'w'
                }
            };
            let mut token = Token { kind, range: start..at, partner: 0 };
            match kind {
                '{' | '[' => stack.push(tokens.len()),
                '}' | ']' => {
                    token.partner = stack.pop().expect("the text is valid");
                    tokens[token.partner].partner = tokens.len();
                }
                ':' => tokens.last_mut().expect("a colon has a key").kind = 'k',
                _ => {}
            }
            tokens.push(token);
        }
        Source { text: text.to_owned(), tokens }
    }

    pub(crate) fn token_text(&self, at: usize) -> &str {
        &self.text[self.tokens[at].range.clone()]
    }

    /// The text with `range` replaced.
    pub(crate) fn with(&self, range: Range<usize>, new: &str) -> String {
        format!("{}{new}{}", &self.text[..range.start], &self.text[range.end..])
    }

    fn is_object(&self, at: usize) -> bool {
        self.enclosing(at).is_some_and(|open| self.tokens[open].kind == '{')
    }

    /// The opening bracket around the token.
    pub(crate) fn enclosing(&self, at: usize) -> Option<usize> {
        let mut depth = 0;
        for before in (0..at).rev() {
            match self.tokens[before].kind {
                '}' | ']' => depth += 1,
                '{' | '[' if depth == 0 => return Some(before),
                '{' | '[' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Where the line that holds `at` begins and ends, its line break included.
    pub(crate) fn line(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |before| before + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length + 1);
        start..end
    }

    /// Replaces each token that `replace` has something for; `None` as the last means that the original comes back.
    fn each(&self, replace: impl Fn(&Source, usize) -> Vec<(Range<usize>, String, Mended)>) -> Vec<Planted> {
        let mut all = Vec::new();
        for at in 0..self.tokens.len() {
            for (range, new, mended) in replace(self, at) {
                let text = self.with(range.clone(), &new);
                let place = range.start..range.start + new.len();
                let mended = match mended {
                    Mended::Original => Some(self.text.clone()),
                    Mended::Instead(new) => Some(self.with(range, &new)),
                    Mended::Any => None,
                };
                all.push(Planted { text, place, mended });
            }
        }
        all
    }
}

pub(crate) enum Mended {
    Original,
    Instead(String),
    Any,
}

pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    pub(crate) plant: fn(&Source) -> Vec<Planted>,
}

type Replacements = Vec<(Range<usize>, String, Mended)>;

/// Replaces tokens of these kinds by what `new` makes of their text.
fn tokens(source: &Source, kinds: &str, new: impl Fn(&str) -> String) -> Vec<Planted> {
    source.each(|source, at| {
        let token = &source.tokens[at];
        if !kinds.contains(token.kind) {
            return Vec::new();
        }
        vec![(token.range.clone(), new(source.token_text(at)), Mended::Original)]
    })
}

/// The same, where the value will be another one.
fn values(source: &Source, kinds: &str, new: &str, mended: &str) -> Vec<Planted> {
    source.each(|source, at| {
        let token = &source.tokens[at];
        if !kinds.contains(token.kind) {
            return Vec::new();
        }
        vec![(token.range.clone(), new.to_owned(), Mended::Instead(mended.to_owned()))]
    })
}

fn inner(string: &str) -> &str {
    &string[1..string.len() - 1]
}

/// Puts `new` behind each token and before the first.
fn gaps(source: &Source, new: &str) -> Vec<Planted> {
    source.each(|source, at| {
        let end = source.tokens[at].range.end;
        vec![(end..end, new.to_owned(), Mended::Original)]
    })
}

/// Puts `new` at the end of each line.
fn line_ends(source: &Source, new: &str) -> Vec<Planted> {
    source.each(|source, at| {
        let end = source.tokens[at].range.end;
        let last = source.tokens.get(at + 1).is_none_or(|next| source.text[end..next.range.start].contains('\n'));
        if last { vec![(end..end, new.to_owned(), Mended::Original)] } else { Vec::new() }
    })
}

/// Puts a line of its own before each line.
fn own_lines(source: &Source, new: &str, mended: fn(&str) -> Mended) -> Vec<Planted> {
    let mut all = Vec::new();
    let mut start = 0;
    while start < source.text.len() {
        let line = source.line(start);
        let indent: String = source.text[start..].chars().take_while(|c| *c == ' ' || *c == '\t').collect();
        let text = source.with(start..start, &format!("{indent}{new}\n"));
        let place = start..start + indent.len() + new.len() + 1;
        let mended = match mended(new) {
            Mended::Original => Some(source.text.clone()),
            _ => None,
        };
        all.push(Planted { text, place, mended });
        start = line.end;
    }
    all
}

fn is_valid(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

/// The range of the member whose key is token `at`, and the last token of it.
fn member(source: &Source, at: usize) -> (Range<usize>, usize) {
    let value = &source.tokens[at + 2];
    let last = if "{[".contains(value.kind) { value.partner } else { at + 2 };
    (source.tokens[at].range.start..source.tokens[last].range.end, last)
}

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake { name: "comma missing", plant: |s| tokens(s, ",", |_| String::new()) },
    Mistake { name: "comma doubled", plant: |s| tokens(s, ",", |_| ",,".into()) },
    Mistake {
        name: "comma after the last",
        plant: |s| {
            s.each(|s, at| {
                let closes = s.tokens.get(at + 1).is_some_and(|next| "}]".contains(next.kind));
                let end = s.tokens[at].range.end;
                if closes && !"{[".contains(s.tokens[at].kind) {
                    vec![(end..end, ",".into(), Mended::Original)]
                } else {
                    Vec::new()
                }
            })
        },
    },
    Mistake {
        name: "comma before the first",
        plant: |s| {
            s.each(|s, at| {
                let end = s.tokens[at].range.end;
                if "{[".contains(s.tokens[at].kind) {
                    vec![(end..end, ",".into(), Mended::Original)]
                } else {
                    Vec::new()
                }
            })
        },
    },
    Mistake { name: "colon for comma", plant: |s| tokens(s, ",", |_| ":".into()) },
    Mistake { name: "semicolon for comma", plant: |s| tokens(s, ",", |_| ";".into()) },
    Mistake { name: "full stop for comma", plant: |s| tokens(s, ",", |_| ".".into()) },
    Mistake { name: "colon missing", plant: |s| tokens(s, ":", |_| String::new()) },
    Mistake { name: "colon doubled", plant: |s| tokens(s, ":", |_| "::".into()) },
    Mistake { name: "equals for colon", plant: |s| tokens(s, ":", |_| " =".into()) },
    Mistake { name: "equals at once for colon", plant: |s| tokens(s, ":", |_| "=".into()) },
    Mistake { name: "arrow for colon", plant: |s| tokens(s, ":", |_| " =>".into()) },
    Mistake { name: "comma for colon", plant: |s| tokens(s, ":", |_| ",".into()) },
    Mistake { name: "semicolon for colon", plant: |s| tokens(s, ":", |_| ";".into()) },
    Mistake {
        name: "value missing",
        plant: |s| {
            s.each(|s, at| {
                let is_value = at > 0 && s.tokens[at - 1].kind == ':' && "sw".contains(s.tokens[at].kind);
                if is_value {
                    vec![(s.tokens[at].range.clone(), String::new(), Mended::Instead("null".into()))]
                } else {
                    Vec::new()
                }
            })
        },
    },
    Mistake {
        name: "container missing",
        plant: |s| {
            s.each(|s, at| {
                let is_value = at > 0 && s.tokens[at - 1].kind == ':' && "[{".contains(s.tokens[at].kind);
                if is_value {
                    let range = s.tokens[at].range.start..s.tokens[s.tokens[at].partner].range.end;
                    vec![(range, String::new(), Mended::Instead("null".into()))]
                } else {
                    Vec::new()
                }
            })
        },
    },
    Mistake {
        name: "value and comma missing",
        plant: |s| {
            s.each(|s, at| {
                let is_value = at > 0 && s.tokens[at - 1].kind == ':' && "sw".contains(s.tokens[at].kind);
                if is_value && s.tokens[at + 1].kind == ',' {
                    let range = s.tokens[at].range.start..s.tokens[at + 1].range.end;
                    vec![(range, String::new(), Mended::Instead("null,".into()))]
                } else {
                    Vec::new()
                }
            })
        },
    },
    Mistake {
        name: "only a key",
        plant: |s| {
            s.each(|s, at| {
                if s.tokens[at].kind != 'k' {
                    return Vec::new();
                }
                let (range, _) = member(s, at);
                let key = s.token_text(at);
                vec![(range, key.to_owned(), Mended::Instead(format!("{key}: null")))]
            })
        },
    },
    Mistake {
        name: "key missing",
        plant: |s| {
            s.each(|s, at| match s.tokens[at].kind {
                'k' => vec![(s.tokens[at].range.clone(), String::new(), Mended::Any)],
                _ => Vec::new(),
            })
        },
    },
    Mistake {
        name: "key and colon missing",
        plant: |s| {
            s.each(|s, at| match s.tokens[at].kind {
                'k' => vec![(s.tokens[at].range.start..s.tokens[at + 2].range.start, String::new(), Mended::Any)],
                _ => Vec::new(),
            })
        },
    },
    Mistake { name: "opening quote of a key", plant: |s| tokens(s, "k", |t| t[1..].into()) },
    Mistake { name: "closing quote of a key", plant: |s| tokens(s, "k", |t| t[..t.len() - 1].into()) },
    Mistake { name: "opening quote of a value", plant: |s| tokens(s, "s", |t| t[1..].into()) },
    Mistake { name: "closing quote of a value", plant: |s| tokens(s, "s", |t| t[..t.len() - 1].into()) },
    Mistake { name: "bare key", plant: |s| tokens(s, "k", |t| inner(t).into()) },
    Mistake { name: "bare value", plant: |s| tokens(s, "s", |t| inner(t).into()) },
    Mistake { name: "single quotes", plant: |s| tokens(s, "ks", |t| format!("'{}'", inner(t))) },
    Mistake { name: "backticks", plant: |s| tokens(s, "ks", |t| format!("`{}`", inner(t))) },
    Mistake { name: "smart quotes", plant: |s| tokens(s, "ks", |t| format!("“{}”", inner(t))) },
    Mistake { name: "smart single quotes", plant: |s| tokens(s, "ks", |t| format!("‘{}’", inner(t))) },
    Mistake { name: "smart opening quote", plant: |s| tokens(s, "ks", |t| format!("“{}\"", inner(t))) },
    Mistake { name: "smart closing quote", plant: |s| tokens(s, "ks", |t| format!("\"{}”", inner(t))) },
    Mistake { name: "single opening quote", plant: |s| tokens(s, "ks", |t| format!("'{}\"", inner(t))) },
    Mistake { name: "single closing quote", plant: |s| tokens(s, "ks", |t| format!("\"{}'", inner(t))) },
    Mistake { name: "two single for a double quote", plant: |s| tokens(s, "ks", |t| format!("''{}''", inner(t))) },
    Mistake { name: "opening quote doubled", plant: |s| tokens(s, "ks", |t| format!("\"{t}")) },
    Mistake { name: "closing quote doubled", plant: |s| tokens(s, "ks", |t| format!("{t}\"")) },
    Mistake {
        name: "quote inside a text",
        plant: |s| {
            s.each(|s, at| {
                let text = s.token_text(at);
                let middle = text.len() / 2;
                if s.tokens[at].kind != 's' || text.len() < 8 || !text.is_char_boundary(middle) {
                    return Vec::new();
                }
                let (left, right) = text.split_at(middle);
                vec![(s.tokens[at].range.clone(), format!("{left}\"{right}"), Mended::Original)]
            })
        },
    },
    Mistake {
        name: "quoted word inside a text",
        plant: |s| {
            s.each(|s, at| {
                let text = s.token_text(at);
                if s.tokens[at].kind != 's' || text.len() < 8 || !text.is_ascii() {
                    return Vec::new();
                }
                let third = text.len() / 3;
                let (left, middle, right) = (&text[..third], &text[third..2 * third], &text[2 * third..]);
                vec![(
                    s.tokens[at].range.clone(),
                    format!("{left}\"{middle}\"{right}"),
                    Mended::Instead(format!("{left}\\\"{middle}\\\"{right}")),
                )]
            })
        },
    },
    Mistake { name: "closing quote escaped", plant: |s| tokens(s, "ks", |t| format!("{}\\\"", &t[..t.len() - 1])) },
    Mistake { name: "closing brace missing", plant: |s| tokens(s, "}", |_| String::new()) },
    Mistake { name: "closing bracket missing", plant: |s| tokens(s, "]", |_| String::new()) },
    Mistake { name: "opening brace missing", plant: |s| tokens(s, "{", |_| String::new()) },
    Mistake { name: "opening bracket missing", plant: |s| tokens(s, "[", |_| String::new()) },
    Mistake { name: "closing doubled", plant: |s| tokens(s, "}]", |t| format!("{t}{t}")) },
    Mistake { name: "opening doubled", plant: |s| tokens(s, "{[", |t| format!("{t}{t}")) },
    Mistake {
        name: "closing of the other kind",
        plant: |s| tokens(s, "}]", |t| if t == "}" { "]" } else { "}" }.into()),
    },
    Mistake {
        name: "opening of the other kind",
        plant: |s| tokens(s, "{[", |t| if t == "{" { "[" } else { "{" }.into()),
    },
    Mistake { name: "line comment", plant: |s| line_ends(s, " // see the console, \"auth\": {") },
    Mistake { name: "hash comment", plant: |s| line_ends(s, " # it's the old pool") },
    Mistake { name: "block comment", plant: |s| gaps(s, " /* todo: \"x\" */ ") },
    Mistake { name: "comment line", plant: |s| own_lines(s, "// \"user_pool_id\": \"old\",", |_| Mended::Original) },
    Mistake { name: "hash comment line", plant: |s| own_lines(s, "# don't edit", |_| Mended::Original) },
    Mistake { name: "True", plant: |s| values(s, "w", "True", "true") },
    Mistake { name: "FALSE", plant: |s| values(s, "w", "FALSE", "false") },
    Mistake { name: "None", plant: |s| values(s, "sw", "None", "null") },
    Mistake { name: "undefined", plant: |s| values(s, "sw", "undefined", "null") },
    Mistake { name: "NaN", plant: |s| values(s, "sw", "NaN", "null") },
    Mistake { name: "hex", plant: |s| values(s, "w", "0x1F", "31") },
    Mistake { name: "leading plus", plant: |s| values(s, "w", "+8", "8") },
    Mistake { name: "leading zero", plant: |s| values(s, "w", "007", "7") },
    Mistake { name: "no digit before the point", plant: |s| values(s, "w", ".5", "0.5") },
    Mistake { name: "no digit behind the point", plant: |s| values(s, "w", "1.", "1") },
    Mistake { name: "bare identifier", plant: |s| values(s, "sw", "userPoolId", "\"userPoolId\"") },
    Mistake { name: "call", plant: |s| source_any(s, "sw", "process.env.POOL_ID") },
    Mistake { name: "placeholder", plant: |s| values(s, "sw", "<your-pool-id>", "\"<your-pool-id>\"") },
    Mistake { name: "template", plant: |s| source_any(s, "sw", "{{POOL_ID}}") },
    Mistake {
        name: "duplicate member",
        plant: |s| {
            s.each(|s, at| {
                if s.tokens[at].kind != 'k' {
                    return Vec::new();
                }
                let (range, _) = member(s, at);
                let twice = format!("{0},{0}", &s.text[range.clone()]);
                vec![(range, twice, Mended::Original)]
            })
        },
    },
    Mistake { name: "no-break space", plant: |s| gaps(s, "\u{a0}") },
    Mistake { name: "zero-width space", plant: |s| gaps(s, "\u{200b}") },
    Mistake { name: "byte order mark inside", plant: |s| gaps(s, "\u{feff}") },
    Mistake { name: "NUL", plant: |s| gaps(s, "\0") },
    Mistake { name: "tab in a text", plant: |s| inside(s, "\t", "\\t") },
    Mistake { name: "control character in a text", plant: |s| inside(s, "\u{1}", "\\u0001") },
    Mistake { name: "bad escape", plant: |s| inside(s, "\\q", "\\\\q") },
    Mistake { name: "half a surrogate pair", plant: |s| inside(s, "\\ud83d", "") },
    Mistake { name: "line break in a text", plant: |s| inside(s, "\n", "") },
    Mistake { name: "line break and indentation in a text", plant: |s| inside(s, "\r\n      ", "") },
    Mistake {
        name: "conflict",
        plant: |s| {
            let mut all = Vec::new();
            let mut start = 0;
            while start < s.text.len() {
                let line = s.line(start);
                if s.text[line.clone()].ends_with('\n') {
                    let ours = &s.text[line.clone()];
                    let new = format!("<<<<<<< HEAD\n{ours}=======\n{}>>>>>>> dev\n", ours.replace("us-", "eu-"));
                    let text = s.with(line.clone(), &new);
                    all.push(Planted { text, place: start..start + new.len(), mended: Some(s.text.clone()) });
                }
                start = line.end;
            }
            all
        },
    },
    Mistake {
        name: "diff3 conflict over two lines",
        plant: |s| {
            let mut all = Vec::new();
            let mut start = 0;
            while start < s.text.len() {
                let line = s.line(start);
                let next = s.line(line.end);
                let both = line.start..next.end;
                if s.text[both.clone()].ends_with('\n') {
                    let ours = &s.text[both.clone()];
                    let new = format!(
                        "<<<<<<< ours\r\n{ours}||||||| 1234567\r\n{}=======\r\n{ours}>>>>>>> theirs\r\n",
                        &s.text[line.clone()]
                    );
                    let text = s.with(both, &new);
                    all.push(Planted { text, place: start..start + new.len(), mended: Some(s.text.clone()) });
                }
                start = line.end;
            }
            all
        },
    },
    Mistake {
        name: "line lost",
        plant: |s| {
            let mut all = Vec::new();
            let mut start = 0;
            while start < s.text.len() {
                let line = s.line(start);
                let text = s.with(line.clone(), "");
                if !is_valid(&text) {
                    all.push(Planted { text, place: start..start, mended: None });
                }
                start = line.end;
            }
            all
        },
    },
    Mistake {
        name: "line doubled",
        plant: |s| {
            let mut all = Vec::new();
            let mut start = 0;
            while start < s.text.len() {
                let line = s.line(start);
                let twice = s.text[line.clone()].repeat(2);
                let text = s.with(line.clone(), &twice);
                // Doubled members are duplicates, doubled last members lack a comma besides.
                let alone =
                    s.text[line.clone()].trim().len() < 3 || s.text[line.clone()].trim_end().ends_with(['{', '[']);
                if !is_valid(&text) && alone {
                    all.push(Planted { text, place: start..start + twice.len(), mended: None });
                }
                start = line.end;
            }
            all
        },
    },
    Mistake { name: "stray letter", plant: |s| gaps_where_invalid(s, "x") },
    Mistake { name: "stray word", plant: |s| gaps_where_invalid(s, " foo ") },
    Mistake { name: "stray quote", plant: |s| gaps_where_invalid(s, "\"") },
    Mistake { name: "stray backslash", plant: |s| gaps_where_invalid(s, "\\") },
    Mistake { name: "stray full stop", plant: |s| gaps_where_invalid(s, ".") },
    Mistake {
        name: "one character lost",
        plant: |s| {
            let mut all = Vec::new();
            for (start, character) in s.text.char_indices() {
                let text = s.with(start..start + character.len_utf8(), "");
                if !is_valid(&text) {
                    all.push(Planted { text, place: start..start, mended: None });
                }
            }
            all
        },
    },
    Mistake {
        name: "one character typed",
        plant: |s| {
            let mut all = Vec::new();
            for (number, (start, _)) in s.text.char_indices().enumerate() {
                let new = ["a", "}", "\"", ",", ":", "{", "]", "1", "'", "["][number % 10];
                let text = s.with(start..start, new);
                if !is_valid(&text) {
                    all.push(Planted { text, place: start..start + 1, mended: None });
                }
            }
            all
        },
    },
    Mistake {
        name: "cut off",
        plant: |s| {
            let end = s.text.trim_end().len();
            let cuts = s.text.char_indices().map(|(at, _)| at).filter(|&at| at > 0 && at < end);
            cuts.map(|at| Planted { text: s.text[..at].to_owned(), place: at..at, mended: None }).collect()
        },
    },
    Mistake { name: "typing a quote", plant: |s| typing(s, "\"") },
    Mistake { name: "typing a key", plant: |s| typing(s, "\"use") },
    Mistake { name: "typing a bare key", plant: |s| typing(s, "use") },
    Mistake { name: "typed a key", plant: |s| typing(s, "\"user_pool\"") },
    Mistake { name: "typed a colon", plant: |s| typing(s, "\"user_pool\":") },
    Mistake { name: "typing a value", plant: |s| typing(s, "\"user_pool\": \"") },
    Mistake { name: "typing more of a value", plant: |s| typing(s, "\"user_pool\": \"eu-w") },
    Mistake { name: "typing a bare value", plant: |s| typing(s, "\"user_pool\": tr") },
    Mistake { name: "typing a list", plant: |s| typing(s, "\"user_pool\": [") },
    Mistake { name: "typing an object", plant: |s| typing(s, "\"user_pool\": {") },
    Mistake { name: "typed a member", plant: |s| typing(s, "\"user_pool\": 1") },
];

fn source_any(source: &Source, kinds: &str, new: &str) -> Vec<Planted> {
    source.each(|source, at| {
        let token = &source.tokens[at];
        if !kinds.contains(token.kind) {
            return Vec::new();
        }
        vec![(token.range.clone(), new.to_owned(), Mended::Any)]
    })
}

fn inside(source: &Source, new: &str, mended: &str) -> Vec<Planted> {
    source.each(|source, at| {
        let text = source.token_text(at);
        let middle = text.len() / 2;
        if !"ks".contains(source.tokens[at].kind) || !text.is_char_boundary(middle) || text.len() < 4 {
            return Vec::new();
        }
        let at = source.tokens[at].range.start + middle;
        vec![(at..at, new.to_owned(), Mended::Instead(mended.to_owned()))]
    })
}

fn gaps_where_invalid(source: &Source, new: &str) -> Vec<Planted> {
    gaps(source, new).into_iter().map(|planted| Planted { mended: None, ..planted }).collect()
}

/// Something typed in a new line before each member that begins a line.
fn typing(source: &Source, new: &str) -> Vec<Planted> {
    let mut all = Vec::new();
    let mut start = 0;
    while start < source.text.len() {
        let line = source.line(start);
        let indent = source.text[line.clone()].len() - source.text[line.clone()].trim_start().len();
        if source.text[line.start + indent..].starts_with('"')
            && source.tokens.iter().any(|token| token.kind == 'k' && token.range.start == line.start + indent)
        {
            let new = format!("{}{new}\n", &source.text[line.start..line.start + indent]);
            let text = source.with(start..start, &new);
            all.push(Planted { text, place: start..start + new.len(), mended: None });
        }
        start = line.end;
    }
    all
}
