//! Small pieces of the sentences we say.

use std::ops::Range;

use amplify_json::{Kind, Node};

use crate::keywords::Library;

/// `a`, `b and c`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// The same, each word as code.
pub(crate) fn code_list<S: AsRef<str>>(words: &[S], last: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    list(&words, last)
}

/// The names of libraries, with the verb for one or for several: `amplify-js refuses`, `… and … refuse`.
pub(crate) fn libraries(libraries: &[Library], one: &str, several: &str) -> String {
    let names: Vec<&str> = libraries.iter().map(|library| library.name()).collect();
    format!("{} {}", list(&names, "and"), if libraries.len() == 1 { one } else { several })
}

/// What a value is, with its article.
pub(crate) fn kind_of(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Object => "an object",
        Kind::Array => "a list",
        Kind::String | Kind::Key => "a text",
        Kind::Number => "a number",
        Kind::Bool => "a true/false value",
        Kind::Null => "null",
        Kind::Member | Kind::Missing => "nothing",
    }
}

/// A type of JSON Schema, with its article.
pub(crate) fn type_name(name: &str) -> &'static str {
    match name {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text in quotes",
        "integer" => "a whole number without quotes",
        "number" => "a number without quotes",
        "boolean" => "`true` or `false` without quotes",
        _ => "null",
    }
}

/// A value for a message: short, on one line, as it is written.
pub(crate) fn excerpt(node: Node<'_>) -> String {
    let text = match node.kind() {
        Kind::String | Kind::Key => node.string_value().into_owned(),
        _ => node.text().to_owned(),
    };
    let line: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).take(61).collect();
    if line.chars().count() > 60 { format!("{}…", line.chars().take(60).collect::<String>()) } else { line }
}

/// How we speak of the place of a value: its key; in a list the key of the list.
pub(crate) fn place(node: Node<'_>) -> String {
    let named = std::iter::once(node)
        .chain(node.ancestors())
        .find(|node| node.member().is_some() || node.kind() == Kind::Member);
    match named {
        Some(node) => format!("`{}`", node.name()),
        None => "the file".to_owned(),
    }
}

/// The same at the beginning of a sentence.
pub(crate) fn place_first(node: Node<'_>) -> String {
    let place = place(node);
    if place == "the file" { "The file".to_owned() } else { place }
}

/// What is marked of a whole object or list: its key, else its bracket, or what stands there instead of one.
pub(crate) fn telling_range(node: Node<'_>) -> Range<usize> {
    let first = || {
        let start = node.range().start;
        start..start + node.text().chars().next().map_or(0, char::len_utf8)
    };
    node.member().and_then(Node::key).map_or_else(first, Node::range)
}
