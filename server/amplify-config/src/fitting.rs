//! A value in the form that the schema wants: what was plainly meant, written as it is read.
//!
//! Used by the fixes of wrong values, and where a key is renamed or moved: the value is to fit its new place too. It
//! changes form, never content; what can only be guessed is marked so.

use amplify_json::schema::{Subschema, SubschemaId};
use amplify_json::string::quote;
use amplify_json::{Kind, Node};
use serde_json::Value;

use crate::knowledge::Knowledge;
use crate::spelling::{Nearness, fold, nearest};

/// A value in the form that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fitting {
    /// JSON text.
    pub(crate) text: String,
    /// Nothing else can have been meant.
    pub(crate) certain: bool,
}

fn certain(text: impl Into<String>) -> Option<Fitting> {
    Some(Fitting { text: text.into(), certain: true })
}

fn likely(text: impl Into<String>) -> Option<Fitting> {
    Some(Fitting { text: text.into(), certain: false })
}

/// The value of `node` as `id` wants it; `None` when it fits as it is, or when nobody can say what was meant.
pub(crate) fn fitting(knowledge: &Knowledge, id: SubschemaId, node: Node<'_>) -> Option<Fitting> {
    let subschema = knowledge.subschema(id);
    if let Some(text) = node.as_str() {
        if let Some(right) = meant_value(knowledge, id, &text) {
            return Some(right);
        }
        if !knowledge.schema.values(id).is_empty() {
            return None;
        }
    }
    let wanted = subschema.types.first()?;
    match (wanted.as_str(), node.kind()) {
        ("array", Kind::Array) => fitting_items(knowledge, id, node),
        _ if fits(subschema, node) => None,
        ("boolean", _) => boolean(node),
        ("integer" | "number", _) => number(subschema, node),
        ("string", _) => string(knowledge, id, node),
        ("array", _) => array(knowledge, id, node),
        ("object", Kind::Array) => object(knowledge, id, node).or_else(|| role(knowledge, id, node)),
        ("object", Kind::String) => {
            let [(only, property)] = subschema.properties.as_slice() else { return None };
            let takes_text = knowledge.subschema(*property).allows("string");
            if takes_text { likely(format!("{{{}: {}}}", quote(only), node.text())) } else { None }
        }
        _ => None,
    }
}

/// An object of what is listed: the only item, or where any name is allowed the items under the names they bear.
fn object(knowledge: &Knowledge, id: SubschemaId, node: Node<'_>) -> Option<Fitting> {
    let is_map = knowledge.subschema(id).properties.is_empty();
    let items: Vec<Node<'_>> = node.items().collect();
    if items.is_empty() || items.iter().any(|item| item.kind() != Kind::Object) {
        return None;
    }
    if let ([only], false) = (items.as_slice(), is_map) {
        return likely(only.text());
    }
    let named: Option<Vec<String>> = items.iter().filter(|_| is_map).map(|&item| under_its_name(item)).collect();
    named.filter(|named| !named.is_empty()).and_then(|named| likely(format!("{{{}}}", named.join(", "))))
}

/// A list of actions without the role they are for: most rules are for those who are signed in.
fn role(knowledge: &Knowledge, id: SubschemaId, node: Node<'_>) -> Option<Fitting> {
    let role = "authenticated";
    let actions = knowledge.schema.item(knowledge.schema.property(id, role)?)?;
    let known = knowledge.schema.values(actions);
    let is_action = |item: Node<'_>| known.iter().any(|(value, _)| value.as_str() == item.as_str().as_deref());
    let all_are = node.first_child().is_some() && node.items().all(is_action);
    if all_are { likely(format!("{{ {}: {} }}", quote(role), node.text())) } else { None }
}

/// `{"name": "a", …}` as the member `"a": {…}`; `{"a": {…}}` as the member it has.
fn under_its_name(item: Node<'_>) -> Option<String> {
    let Some(name) = item.get("name").filter(|name| name.kind() == Kind::String) else {
        let mut members = item.members();
        let only = members.next().filter(|_| members.next().is_none())?;
        return only.value().filter(|value| value.kind() == Kind::Object).map(|_| only.text().to_owned());
    };
    let rest: Vec<&str> = item.members().filter(|member| member.name() != "name").map(Node::text).collect();
    Some(format!("{}: {{{}}}", name.text(), rest.join(", ")))
}

/// The node is of a type that is allowed.
pub(crate) fn fits(subschema: &Subschema, node: Node<'_>) -> bool {
    let name = match node.kind() {
        Kind::Object => "object",
        Kind::Array => "array",
        Kind::String | Kind::Key => "string",
        Kind::Number if node.text().bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => "integer",
        Kind::Number if !subschema.types.is_empty() => {
            return subschema.types.iter().any(|name| name == "number");
        }
        Kind::Number => "number",
        Kind::Bool => "boolean",
        Kind::Null => "null",
        Kind::Member | Kind::Missing => return true,
    };
    subschema.allows(name) || name == "integer" && subschema.allows("number")
}

/// What one of a fixed set of words was meant by `text`; `None` if it is one of them, or none is near.
pub(crate) fn meant_value(knowledge: &Knowledge, id: SubschemaId, text: &str) -> Option<Fitting> {
    let values = knowledge.schema.values(id);
    if values.iter().any(|(value, _)| value.as_str() == Some(text)) {
        return None;
    }
    let branches = &knowledge.subschema(id).any_of;
    let all = std::iter::once(&id).chain(branches);
    let aliases = all.flat_map(|&id| &knowledge.keywords(id).aliases);
    let alias = aliases
        .clone()
        .find(|(wrong, _)| **wrong == text)
        .or_else(|| aliases.clone().find(|(wrong, _)| fold(wrong) == fold(text)));
    if let Some((_, right)) = alias {
        return certain(right.to_string());
    }
    let words = values.iter().filter_map(|(value, _)| value.as_str());
    if let Some((word, nearness)) = nearest(text.trim(), words.clone()) {
        return Some(Fitting { text: quote(word), certain: nearness == Nearness::Folded });
    }
    // The end of one word alone, as `EsriStreets` of `VectorEsriStreets`. `username` is another attribute than the
    // preferred one.
    let end = fold(text);
    let mut ending = words.filter(|word| end.len() >= 6 && end != "username" && fold(word).ends_with(&end));
    let only = ending.next().filter(|_| ending.next().is_none())?;
    likely(quote(only))
}

fn boolean(node: Node<'_>) -> Option<Fitting> {
    let word = match node.kind() {
        Kind::String => fold(&node.string_value()),
        Kind::Number => node.text().to_owned(),
        _ => return None,
    };
    match word.as_str() {
        "true" | "yes" | "on" | "enabled" | "1" => certain("true"),
        "false" | "no" | "off" | "disabled" | "0" => certain("false"),
        _ => None,
    }
}

fn number(subschema: &Subschema, node: Node<'_>) -> Option<Fitting> {
    let whole = !subschema.allows("number") || subschema.types.iter().any(|name| name == "integer");
    match node.kind() {
        Kind::String => {
            let text = node.string_value();
            let number = text.trim();
            let number = number.strip_suffix(".0").unwrap_or(number);
            let good = if whole { number.parse::<i64>().is_ok() } else { number.parse::<f64>().is_ok() };
            if good {
                return certain(number);
            }
            // A number and words around it: `8 chars`, `8+`.
            let mut digits = text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
            let only = digits.next().filter(|_| digits.next().is_none() && !text.contains(['-', '.', ',']))?;
            likely(only)
        }
        Kind::Number => {
            let value = node.text().parse::<f64>().ok().filter(|number| number.abs() < 1e9)?;
            Some(Fitting { text: format!("{}", value.round()), certain: value.fract() == 0.0 })
        }
        _ => None,
    }
}

fn string(knowledge: &Knowledge, id: SubschemaId, node: Node<'_>) -> Option<Fitting> {
    match node.kind() {
        Kind::Number | Kind::Bool => {
            let values = knowledge.schema.values(id);
            let known = |word: &str| values.iter().any(|(value, _)| value.as_str() == Some(word));
            let text = node.text();
            // A version written as the number 1.0 is the version "1".
            let word = text.strip_suffix(".0").filter(|short| !known(text) && known(short)).unwrap_or(text);
            certain(quote(word))
        }
        Kind::Array => {
            let items: Option<Vec<_>> = node.items().map(Node::as_str).collect();
            likely(quote(&items?.join(",")))
        }
        Kind::Object => {
            let mut members = node.members();
            let only = members.next().filter(|_| members.next().is_none()).and_then(Node::value);
            let name = node.get("name").or(only).filter(|value| value.kind() == Kind::String && !value.is_damaged())?;
            likely(name.text())
        }
        _ => None,
    }
}

/// A list of what is there: a text is cut at its commas, and at blanks where no item can hold one; an object of several
/// members becomes what [`objects_of`] says, or their names.
fn array(knowledge: &Knowledge, id: SubschemaId, node: Node<'_>) -> Option<Fitting> {
    let item = knowledge.schema.item(id);
    fn list<S: AsRef<str>>(items: &[S]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        format!("[{}]", items.join(", "))
    }
    match node.kind() {
        Kind::String => {
            let text = node.string_value();
            let at_blanks = item.is_some_and(|item| is_one_word(knowledge, item));
            let ends = |letter: char| letter == ',' || at_blanks && letter.is_whitespace();
            let parts = text.split(ends).map(str::trim).filter(|part| !part.is_empty());
            let fitted: Vec<String> = parts
                .map(|part| match item.and_then(|item| meant_value(knowledge, item, part)) {
                    Some(right) => right.text,
                    None => quote(part),
                })
                .collect();
            certain(list(&fitted))
        }
        Kind::Object if node.first_child().is_some() => {
            let wants_objects = item.is_some_and(|item| knowledge.subschema(item).allows("object"));
            if wants_objects {
                return likely(list(&objects_of(knowledge, item?, node)));
            }
            let holds_objects = |member: Node<'_>| member.value().is_some_and(|value| value.kind() == Kind::Object);
            let names: Vec<&str> = node.members().filter_map(Node::key).map(Node::text).collect();
            if node.members().all(holds_objects) { likely(list(&names)) } else { None }
        }
        Kind::Number | Kind::Bool => likely(list(&[node.text().to_owned()])),
        _ => None,
    }
}

/// The items that an object stands for: itself, its members with their keys as `name`, or each member alone.
fn objects_of(knowledge: &Knowledge, item: SubschemaId, node: Node<'_>) -> Vec<String> {
    let is_field = |name: &str| knowledge.schema.properties(item).iter().any(|(known, _)| *known == name);
    if node.members().any(|member| is_field(&member.name())) {
        return vec![node.text().to_owned()];
    }
    let named = |member: Node<'_>| {
        let fields = member.value().filter(|value| value.kind() == Kind::Object && is_field("name"))?;
        let rest: Vec<&str> = fields.members().map(Node::text).collect();
        let key = member.key()?.string_value();
        let separator = if rest.is_empty() { "" } else { ", " };
        fields.get("name").is_none().then(|| format!("{{\"name\": {}{separator}{}}}", quote(&key), rest.join(", ")))
    };
    node.members().map(|member| named(member).unwrap_or_else(|| format!("{{{}}}", member.text()))).collect()
}

/// No value of this kind has a blank in it: the known ones have none, or it names something of AWS.
fn is_one_word(knowledge: &Knowledge, id: SubschemaId) -> bool {
    let values = knowledge.schema.values(id);
    let is_known = !values.is_empty() || knowledge.keywords(id).resource.is_some();
    is_known && values.iter().all(|(value, _)| value.as_str().is_some_and(|word| !word.contains(char::is_whitespace)))
}

/// A list whose items fit; those that mean the same are kept once.
fn fitting_items(knowledge: &Knowledge, id: SubschemaId, node: Node<'_>) -> Option<Fitting> {
    let item = knowledge.schema.item(id)?;
    let mut changed = false;
    let mut all_certain = true;
    let mut items: Vec<String> = Vec::new();
    for value in node.items() {
        let text = match fitting(knowledge, item, value) {
            Some(right) => {
                changed = true;
                all_certain &= right.certain;
                right.text
            }
            None => value.text().to_owned(),
        };
        if !items.contains(&text) {
            items.push(text);
        }
    }
    changed.then(|| Fitting { text: format!("[{}]", items.join(", ")), certain: all_certain })
}

/// The text that a JSON text stands for when it is a string; else the JSON text: how a value is named in a title.
pub(crate) fn shown(text: &str) -> String {
    match serde_json::from_str(text) {
        Ok(Value::String(word)) => word,
        _ => text.to_owned(),
    }
}
