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

/// What is of use in a type, a field, an argument or an operation, found in one pass: a description is these, and little
/// else.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts<'d> {
    pub(super) name: Option<Node<'d>>,
    pub(super) kind: Option<Node<'d>>,
    pub(super) fields: Option<Node<'d>>,
    pub(super) association: Option<Node<'d>>,
    pub(super) arguments: Option<Node<'d>>,
}

impl<'d> Parts<'d> {
    /// The tools write keys without escapes; one with escapes is passed over.
    pub(super) fn of(object: Option<Node<'d>>) -> Parts<'d> {
        let mut parts = Parts::default();
        let Some(object) = object else { return parts };
        for member in object.members() {
            let Some(key) = member.first_child() else { continue };
            // Most keys are told apart by their length, without a look at the text.
            let place = match key.range().len() {
                6 if key.text() == "\"name\"" => &mut parts.name,
                6 if key.text() == "\"type\"" => &mut parts.kind,
                8 if key.text() == "\"fields\"" => &mut parts.fields,
                11 if key.text() == "\"arguments\"" => &mut parts.arguments,
                13 if key.text() == "\"association\"" => &mut parts.association,
                _ => continue,
            };
            *place = member.value();
        }
        parts
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
    let mut found = HashMap::with_capacity(map_node.members().count());
    for member in map_node.members() {
        let Some(key) = member.key() else { continue };
        let parts = Parts::of(member.value());
        let fields = parts.fields.filter(|fields| fields.kind() == Kind::Object && !fields.is_doubtful());
        // A name that differs from its key is told as that, and is no reason to miss the type.
        let name = parts.name.filter(|name| name.kind() == Kind::String && name.text() != key.text());
        if let Some(name) = name {
            found.entry(name.string_value()).or_insert(fields);
        }
        found.insert(key.string_value(), fields);
    }
    Some(found)
}

/// The object has a field of that name, as its key or, which is looked at last, as what it calls itself.
pub(super) fn has_field(fields: Node<'_>, name: Node<'_>) -> bool {
    let is_key = |member: Node<'_>| member.key().is_some_and(|key| key.text() == name.text());
    let calls_itself = |member: Node<'_>| {
        let own = member.value().and_then(|field| field.get("name"));
        own.is_some_and(|own| own.string_value() == name.string_value()) || member.name() == name.string_value()
    };
    fields.members().any(is_key) || fields.members().any(calls_itself)
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
