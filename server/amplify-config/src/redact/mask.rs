//! Words to other words of the same form.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::placeholders::INVENTED;
use crate::regions::partition_of;

/// Parts of addresses and ids that say what something is, not whose.
const KEPT: &[&str] = &[
    "http",
    "https",
    "www",
    "localhost",
    "arn",
    "aws",
    "com",
    "cn",
    "eu",
    "org",
    "net",
    "io",
    "dev",
    "app",
    "gov",
    "us",
    "graphql",
    "realtime",
    "event",
    "appsync",
    "api",
    "execute",
    "amazonaws",
    "amazoncognito",
    "auth",
    "fips",
    "cognito",
    "idp",
    "identity",
    "s3",
    "iam",
    "lambda",
    "dynamodb",
    "geo",
    "mobiletargeting",
    "role",
    "userpool",
    "identitypool",
    "function",
    "table",
    "da2",
    "signin",
    "user",
    "admin",
    "openid",
    "profile",
    "email",
    "phone",
    "callback",
    "signout",
    "test",
    "example",
    "on",
];

/// What was replaced by what so far.
#[derive(Default)]
pub(super) struct Mask {
    words: HashMap<String, String>,
    taken: HashSet<String>,
    state: u64,
}

impl Mask {
    /// The text with all words replaced that could tell whose it is.
    pub(super) fn whole(&mut self, text: &str) -> String {
        let mut masked = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if !first.is_ascii_alphanumeric() {
                masked.push(if first.is_ascii() { first } else { 'x' });
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let at_boundary = !masked.ends_with(|letter: char| letter.is_ascii_alphanumeric());
            if let Some(region) = region_at(rest).filter(|_| at_boundary) {
                masked.push_str(region);
                rest = &rest[region.len()..];
                continue;
            }
            let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let word = &rest[..end];
            // A port or a number of an address; elsewhere numbers are parts of names.
            let is_number = word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit());
            if is_number && masked.ends_with(['.', ':']) {
                masked.push_str(word);
            } else {
                masked.push_str(&self.word(word));
            }
            rest = &rest[end..];
        }
        masked
    }

    /// The text with all known texts in it replaced; `None` if there is none.
    pub(super) fn inside(&mut self, text: &str, known: &BTreeSet<String>) -> Option<String> {
        let mut masked = text.to_owned();
        // The longest first: a shorter one may be a part of it.
        let mut within: Vec<&String> = known.iter().filter(|known| known.len() >= 8 && text.contains(*known)).collect();
        within.sort_by_key(|known| std::cmp::Reverse(known.len()));
        for known in &within {
            let replacement = self.whole(known);
            masked = masked.replace(*known, &replacement);
        }
        (!within.is_empty()).then_some(masked)
    }

    fn word(&mut self, word: &str) -> String {
        if KEPT.contains(&word.to_ascii_lowercase().as_str()) {
            return word.to_owned();
        }
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        let lower = word.to_ascii_lowercase();
        let is_begun = |start: &&&str| {
            let next = word[start.len()..].bytes().next();
            next.is_none_or(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        // Noughts are nobody's.
        if word.len() >= 4 && word.bytes().all(|byte| byte == b'0') {
            return word.to_owned();
        }
        // That a value is made up can still be seen.
        let start = INVENTED.iter().filter(|start| lower.starts_with(**start)).find(is_begun);
        if let Some(start) = start {
            let (start, rest) = word.split_at(start.len());
            return format!("{start}{}", if rest.is_empty() { String::new() } else { self.word(rest) });
        }
        let is_hex = word.len() >= 4 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let mut made = String::new();
        // There are more words of that form than a file has, unless it is very short.
        for _ in 0..1000 {
            made = word.bytes().map(|byte| self.like(byte, is_hex)).collect();
            for clear in ["example", "placeholder", "dummy", "sample"] {
                for (at, _) in lower.match_indices(clear) {
                    made.replace_range(at..at + clear.len(), &word[at..at + clear.len()]);
                }
            }
            let is_kept = KEPT.contains(&made.to_ascii_lowercase().as_str());
            if made != word && !is_kept && !self.taken.contains(&made) {
                break;
            }
        }
        self.taken.insert(made.clone());
        self.words.insert(word.to_owned(), made.clone());
        made
    }

    /// A letter for a letter, a digit for a digit.
    fn like(&mut self, byte: u8, is_hex: bool) -> char {
        // A linear congruential generator: what matters is that it begins the same every time.
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = (self.state >> 33) as u8;
        let letters = if is_hex { 6 } else { 26 };
        char::from(match byte {
            b'0'..=b'9' => b'0' + number % 10,
            b'a'..=b'z' => b'a' + number % letters,
            _ => b'A' + number % letters,
        })
    }
}

/// The name of a region at the start of the text, as a word of its own.
fn region_at(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).unwrap_or(text.len());
    let mut ends = text[..end].match_indices('-').map(|(at, _)| at).chain([end]).rev();
    ends.find(|&end| is_true_region(&text[..end])).map(|end| &text[..end])
}

/// It begins like the regions of some partition and goes on with a direction, as the name of a bucket hardly does.
pub(super) fn is_true_region(text: &str) -> bool {
    let is_direction = |word: &str| {
        let rest = ["north", "south", "central"].iter().fold(word.to_owned(), |rest, part| rest.replacen(part, "", 1));
        rest.is_empty() || rest == "east" || rest == "west"
    };
    partition_of(text).is_some() && text.split('-').rev().nth(1).is_some_and(is_direction)
}
