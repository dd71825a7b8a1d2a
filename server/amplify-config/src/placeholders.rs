//! Values that stand for a value: what examples and documentation put where a real id belongs.
//!
//! Two questions. [`is_placeholder`] is asked by those who would say something *else* of a value: it answers yes at the
//! least sign, since a silence costs little. [`is_marked`] and [`stands_for_id`] are asked by the rule that *reports*
//! placeholders: they answer yes only where nothing real can look like that. What they find, the first finds too.

use crate::regions::{is_region, region_title};
use crate::spelling::fold;

/// Words that nobody puts into a real id, host or name of a resource.
const WORDS: [&str; 14] = [
    "example",
    "placeholder",
    "replace",
    "change_me",
    "changeme",
    "change-me",
    "your",
    "fixme",
    "dummy",
    "xxxx",
    "....",
    "****",
    "todo_",
    "insert-",
];

/// The value is a placeholder: it is marked as one (`<…>`, `${…}`, `YOUR_…`, `xxxx`), or it repeats so few characters that
/// nothing made it up by chance.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    text.contains(['<', '>', '{', '}', '[', ']', '*', '…', ' '])
        || WORDS.iter().any(|word| lower.contains(word))
        || is_marked(text)
}

/// What the Amplify tools themselves write into the paths of a bucket: the identity of the user who asks.
const OWNER: &str = "${cognito-identity.amazonaws.com:sub}";

/// Whole values that say "nothing is here yet", without case and style.
const EMPTY_WORDS: [&str; 13] = [
    "placeholder",
    "replace",
    "replaceme",
    "changeme",
    "fixme",
    "tbd",
    "redacted",
    "null",
    "undefined",
    "dummy",
    "xxx",
    "insertvalue",
    "entervalue",
];

/// Words that follow `your` in a placeholder, and hardly in a name.
const WHAT_IS_YOURS: &str = " account api apikey app appid application appsync aws bucket bundle callback client cognito \
     company default domain email endpoint env environment graphql here host id identity index key map name org \
     organization own package pinpoint pool prefix project redirect region resource rest s3 scheme secret server site \
     stack stage storage subdomain table team unique url user userpool username uuid value web website ";

/// The alias of Amazon Lex for the newest version of a bot.
const NEWEST_BOT: &str = "$LATEST";

/// The text says itself that something is to be put in its place, whatever the field is.
pub(crate) fn is_marked(text: &str) -> bool {
    let text = text.trim();
    let runs = ["xxxx", "XXXX", "***", "...", "…", "###", "???"];
    let capitals = ["EXAMPLE", "REPLACE", "PLACEHOLDER", "CHANGE_ME", "CHANGEME", "FIXME", "REDACTED"];
    if text.is_empty() || text.contains(OWNER) || text == NEWEST_BOT {
        return false;
    }
    is_bracketed(text)
        || text.chars().all(|character| ".…*-_?#".contains(character))
        || runs.iter().any(|run| text.contains(run))
        || capitals.iter().any(|word| text.contains(word))
        || EMPTY_WORDS.contains(&fold(text).as_str())
        || is_request(text)
}

/// `<your-id>`, `${ID}`, `{{id}}`, `{region}`, `[API NAME]`, `%ID%`, `__ID__`, `$ID`.
fn is_bracketed(text: &str) -> bool {
    // Microsoft writes a UUID in braces.
    let is_uuid =
        |inside: &str| inside.len() == 36 && inside.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_name = |inside: &str| {
        !is_uuid(inside)
            && inside.contains(|character: char| character.is_alphabetic())
            && inside.chars().all(|character| character.is_alphanumeric() || " _-./'’,".contains(character))
    };
    let between = |open: char, close: char| {
        text.match_indices(open).any(|(at, _)| {
            let rest = &text[at + open.len_utf8()..];
            rest.find(close).is_some_and(|end| is_name(&rest[..end]))
        })
    };
    let is_capital = |inside: &str| {
        inside.contains(|character: char| character.is_ascii_uppercase())
            && inside.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let wrapped = |mark: &str| text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).is_some_and(is_capital);
    text.contains("${")
        || text.contains("{{")
        || between('<', '>')
        || between('{', '}')
        || between('[', ']')
        || wrapped("%")
        || wrapped("__")
        || text.strip_prefix('$').is_some_and(is_capital)
}

/// `YOUR_ID`, `your-api-id`, `Replace with …`, `enter the key here`: words that ask for a value.
fn is_request(text: &str) -> bool {
    let words = words(text);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let is_yours = |name: &str| WHAT_IS_YOURS.contains(&format!(" {name} "));
    let asks = words.iter().enumerate().any(|(at, name)| match name.strip_prefix("your") {
        Some("") => is_yours(word(at + 1)),
        Some(rest) => is_yours(rest),
        None => false,
    });
    let first = word(0);
    asks || match first {
        "replace" | "change" => matches!(word(1), "with" | "me" | "this" | "after" | "by" | "your" | "the" | "it"),
        "insert" | "enter" | "paste" | "put" | "add" | "fill" | "set" => {
            matches!(word(1), "your" | "the" | "here" | "in" | "value" | "actual")
                || words.last().is_some_and(|last| last == "here")
        }
        "todo" => text.starts_with("TODO"),
        _ => false,
    }
}

/// The words of a text, in lower case: cut at what is no letter or digit, and before the capitals of camelCase.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for character in text.chars() {
        let begins = !before.is_alphanumeric() || before.is_lowercase() && character.is_uppercase();
        if character.is_alphanumeric() {
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(character.to_lowercase());
            }
        }
        before = character;
    }
    words
}

/// Words that a value made by a machine does not begin with.
pub(crate) const INVENTED: [&str; 16] = [
    "mock",
    "fake",
    "test",
    "demo",
    "dummy",
    "sample",
    "example",
    "my",
    "your",
    "some",
    "foo",
    "bar",
    "insert",
    "enter",
    "placeholder",
    "temp",
];

/// Names of ids, without case and style: a value that is its own name.
const NAMES: &str = " pool poolid userpool userpoolid identitypool identitypoolid client clientid appclient appclientid \
     webclientid userpoolclientid userpoolwebclientid userappid apikey appid applicationid pinpointappid bucket \
     bucketname s3bucket s3bucketname region awsregion id key none na value string idpool cognitoid sample example \
     removed hidden masked ";

/// The value is the name of what belongs there, perhaps with a number: `userPoolId`, `client2`.
pub(crate) fn is_own_name(text: &str) -> bool {
    let name = fold(random_part(text));
    let name = name.trim_end_matches(|character: char| character.is_ascii_digit());
    NAMES.contains(&format!(" {name} "))
}

/// The text stands for an id that a machine would have made. `is_exact`: it has the very form of one, so only what no
/// chance makes counts.
pub(crate) fn stands_for_id(text: &str, is_exact: bool) -> bool {
    if is_marked(text) {
        return true;
    }
    let random = random_part(text);
    // What `amplify mock` writes while it runs is no placeholder.
    if random.starts_with("fakeApiId") {
        return false;
    }
    let lower = random.to_ascii_lowercase();
    let is_repeated = lower.chars().count() >= 4 && {
        let mut rest = lower.chars().filter(|character| *character != '-');
        rest.next().is_some_and(|first| rest.all(|character| character == first))
    };
    let is_counted = lower == "123456789" || ["1234567890", "12345678-1234-"].iter().any(|row| lower.starts_with(row));
    if is_repeated
        || is_counted
        || ["example", "placeholder", "dummy", "sample"].iter().any(|word| lower.contains(word))
    {
        return true;
    }
    !is_exact
        && (text.chars().count() == 1
            || is_own_name(text)
            || is_shouted(text)
            || words(random).first().is_some_and(|first| INVENTED.contains(&first.as_str())))
}

/// `USER_POOL_ID`, `REGION`: what is written so is the name of a value, where values have no capitals.
pub(crate) fn is_shouted(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    text.len() > 3 && text.split('_').all(is_word)
}

/// The text without the region before an id, and without what every API key begins with.
fn random_part(text: &str) -> &str {
    match text.find(['_', ':']) {
        Some(at) if is_region(&text[..at]) || region_title(&text[..at]).is_some() => &text[at + 1..],
        _ => text.strip_prefix("da2-").unwrap_or(text),
    }
}

/// A random part of an id that nothing random made: one or two characters over and over, or the digits in a row.
pub(crate) fn is_monotonous(text: &str) -> bool {
    let mut seen: Vec<char> = Vec::new();
    for character in text.chars().filter(|character| *character != '-') {
        let character = character.to_ascii_lowercase();
        if !seen.contains(&character) {
            seen.push(character);
        }
    }
    let is_row = |row: &str| text.len() >= 6 && row.contains(&text.to_ascii_lowercase());
    seen.len() <= 2 || is_row("0123456789012345678901234567890") || is_row("abcdefghijklmnopqrstuvwxyz")
}

#[cfg(test)]
mod tests;
