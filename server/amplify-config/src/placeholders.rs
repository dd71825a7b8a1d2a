//! Values that stand for a value: what examples and documentation put where a real id belongs.
//!
//! Used to be silent about such a value, not to report it: it answers "certainly not real", or no.

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
    text.contains(['<', '>', '{', '}', '[', ']', '*', '…', ' ']) || WORDS.iter().any(|word| lower.contains(word))
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
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_ids() {
        for text in [
            "<your-user-pool-id>",
            "YOUR_USER_POOL_ID",
            "us-east-1_EXAMPLE",
            "us-east-1_XXXXXXXXX",
            "us-east-1:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "https://YOUR_API_ID.appsync-api.us-east-1.amazonaws.com/graphql",
            "REPLACE_ME",
            "${Token[TOKEN.123]}",
            "[API NAME]",
            "https://example.com/",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "us-east-1_qWeRt6789",
            "us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
            "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "amplify-shop-media-9z8y",
            "https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.eu-west-1.amazonaws.com/graphql",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn what_repeats_itself_was_typed() {
        for text in ["aaaaaaaaa", "00000000-0000-0000-0000-000000000000", "123456789", "abcdefghi", "ABABABABA", ""] {
            assert!(is_monotonous(text), "{text}");
        }
        for text in ["aBcD12345", "0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "qWeRt6789"] {
            assert!(!is_monotonous(text), "{text}");
        }
    }
}
