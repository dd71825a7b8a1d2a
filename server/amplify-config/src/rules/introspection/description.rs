//! A model description as a table of names, made once for all checks.
//!
//! The description may be long, so everything here is looked at once; what is looked up often is found by its name.

use std::borrow::Cow;
use std::collections::HashMap;

use amplify_json::{Kind, Node};

use crate::spelling::fold;

/// The kinds of declared types, and the maps in which they stand.
pub(super) const KINDS: [(&str, &str); 4] =
    [("model", "models"), ("nonModel", "nonModels"), ("enum", "enums"), ("input", "inputs")];

/// The fields of a declared type; an enum has none.
type Fields<'d> = Option<Node<'d>>;

/// The types of one scope, by kind and name. A kind whose map is missing or unsound has no table: nothing can be said
/// of its names.
#[derive(Debug, Default)]
pub(super) struct Scope<'d> {
    tables: [Option<HashMap<Cow<'d, str>, Fields<'d>>>; 4],
}

impl<'d> Scope<'d> {
    /// Reads the maps of a description, or of a conversation route.
    pub(super) fn of(object: Node<'d>) -> Scope<'d> {
        Scope { tables: KINDS.map(|(_, map)| table(object, map)) }
    }

    /// The types of a kind, by name: their key, or what they call themselves.
    pub(super) fn table(&self, kind: &str) -> Option<&HashMap<Cow<'d, str>, Fields<'d>>> {
        self.tables[KINDS.iter().position(|(other, _)| *other == kind)?].as_ref()
    }
}

fn table<'d>(object: Node<'d>, map: &str) -> Option<HashMap<Cow<'d, str>, Fields<'d>>> {
    let Some(map_node) = object.get(map) else {
        // Without inputs the key is left out; the others are required.
        return (map == "inputs").then(HashMap::new);
    };
    if map_node.kind() != Kind::Object || map_node.is_doubtful() {
        return None;
    }
    let mut found = HashMap::new();
    for member in map_node.members() {
        let value = member.value();
        let fields = value.and_then(|value| value.get("fields"));
        let fields = fields.filter(|fields| fields.kind() == Kind::Object && !fields.is_doubtful());
        // A name that differs from its key is told as that, and is no reason to miss the type.
        if let Some(name) = value.and_then(|value| value.get("name")).and_then(Node::as_str) {
            found.entry(name).or_insert(fields);
        }
        found.insert(member.name(), fields);
    }
    Some(found)
}

/// The object has a field of that name, as its key or as what it calls itself.
pub(super) fn has_field(fields: Node<'_>, name: &str) -> bool {
    fields.members().any(|member| {
        member.name() == name
            || member.value().and_then(|field| field.get("name")).is_some_and(|own| own.string_value() == name)
    })
}

/// The name of the type that has these fields.
pub(super) fn owner(fields: Node<'_>) -> Cow<'_, str> {
    fields.member().and_then(Node::container).map(|object| object.name()).unwrap_or_default()
}

/// A field that the back end adds by itself for a relationship without one, as Gen 1 does: no description lists it.
pub(super) fn is_implicit(name: &str, own: Node<'_>, field: &str, other: Option<Node<'_>>) -> bool {
    let is_made_of = |owner: &str, field: &str| fold(name) == fold(&format!("{owner}{field}Id"));
    let model = owner(own);
    let of_other = other.into_iter().any(|other| {
        let back = other.members().filter(|member| {
            let kind = member.value().and_then(|field| field.get("type")).and_then(|kind| kind.get("model"));
            kind.is_some_and(|kind| kind.string_value() == model)
        });
        back.into_iter().any(|member| is_made_of(&owner(other), &member.name()))
    });
    is_made_of(&model, field) || of_other
}
