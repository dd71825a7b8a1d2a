//! What is said of names in a model description, and how they are mended.

use std::collections::HashSet;

use amplify_json::Node;
use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;

/// A name that is not declared, with all places that have it.
pub(super) struct Dangling<'d> {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) places: Vec<Node<'d>>,
    pub(super) severity: Severity,
    /// What it may have been meant to be, and the kind under which it is declared, if it is under another one.
    pub(super) meant: Option<String>,
    pub(super) other_kind: Option<&'static str>,
}

/// What is said of a name that is not declared.
pub(super) fn undeclared(document: &Document, dangling: &Dangling<'_>) -> Diagnostic {
    let Dangling { kind, name, places, severity, meant, other_kind } = dangling;
    let what = |kind: &str| match kind {
        "model" => "model",
        "nonModel" => "custom type",
        "enum" => "enum",
        _ => "input type",
    };
    let message = match other_kind {
        Some(other) => format!("`{name}` is no {} but a {}: it is named by `{other}`", what(kind), what(other)),
        None => {
            let effect = if *kind == "model" || *kind == "nonModel" {
                ": amplify-js throws when it meets the field"
            } else {
                ""
            };
            format!("There is no {} `{name}` in the description{effect}", what(kind))
        }
    };
    let message = message.replace("but a enum", "but an enum").replace("but a input", "but an input");
    let mut diagnostic = Diagnostic::new("broken-introspection", *severity, places[0].range(), message);
    for place in &places[1..] {
        diagnostic = diagnostic.with_related(&document.path, place.range(), "it is named here too");
    }
    let edits = |text: &str, of: fn(Node<'_>) -> Option<Node<'_>>| -> Vec<Edit> {
        places.iter().filter_map(|place| Some(Edit::replace(of(*place)?.content_range(), escape(text)))).collect()
    };
    match (other_kind, meant) {
        (Some(other), _) => {
            let edits = edits(other, |place| place.member()?.key());
            diagnostic.fixes.push(Fix::likely(format!("Name it by `{other}`"), edits));
        }
        (None, Some(meant)) => {
            diagnostic.fixes.push(Fix::likely(format!("Replace with `{meant}`"), edits(meant, |place| Some(place))));
        }
        (None, None) if *kind == "enum" => {
            let types = places.iter().filter_map(|place| place.member()?.container());
            let edits = types.map(|of| Edit::replace(of.range(), "\"String\"")).collect();
            diagnostic.fixes.push(Fix::possible("Make it a `String`", edits));
        }
        (None, None) => {
            if let [only] = places.as_slice()
                && let Some(field) = field_of(*only)
            {
                let title = format!("Remove the field `{}`", field.name());
                diagnostic.fixes.push(Fix::possible(title, vec![remove_child(field)]));
            }
        }
    }
    diagnostic
}

/// A `name` that differs from its key: what others call the type decides which of the two is right.
pub(super) fn differs(
    member: Node<'_>,
    severity: Severity,
    is_model: bool,
    used: &HashSet<String>,
) -> Option<Diagnostic> {
    let (key, name) = (member.key()?, member.value()?.get("name")?);
    let (key_text, name_text) = (key.string_value(), name.string_value());
    let effect = if is_model { ": `generateClient` of amplify-js throws" } else { "" };
    let message = format!("The name `{name_text}` differs from the key `{key_text}`{effect}");
    let mut fixes = [(name, &key_text), (key, &name_text)].map(|(node, text)| {
        Fix::possible(format!("Replace with `{text}`"), vec![Edit::replace(node.content_range(), escape(text))])
    });
    let name_is_right = used.contains(name_text.as_ref()) && !used.contains(key_text.as_ref());
    let is_free = member.container().is_some_and(|map| map.member_named(&name_text).is_none());
    if name_is_right && is_free {
        fixes.reverse();
    }
    fixes[0].preferred = true;
    let kept = if is_free { 2 } else { 1 };
    let mut diagnostic = Diagnostic::new("name-differs-from-key", severity, name.range(), message);
    diagnostic.fixes.extend(fixes.into_iter().take(kept));
    Some(diagnostic)
}

/// Writes a name instead of what is there.
pub(super) fn replace(node: Node<'_>, text: &str) -> Fix {
    Fix::likely(format!("Replace with `{text}`"), vec![Edit::replace(node.content_range(), escape(text))])
}

/// The field whose type names something: the name stands in the type object, that in the field.
fn field_of(name: Node<'_>) -> Option<Node<'_>> {
    let field = name.member()?.container()?.member()?.container()?.member()?;
    (field.container()?.name() == "fields").then_some(field)
}
