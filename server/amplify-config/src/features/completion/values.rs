//! Values that fit at a place: those the schema lists, and those that can be told from the rest of the file.

use amplify_json::schema::SubschemaId;
use amplify_json::string::escape;
use amplify_json::{Kind, Node};
use serde_json::Value;

use crate::cursor::Slot;
use crate::document::Document;
use crate::features::completion::skeleton::{Skeleton, Writer};
use crate::features::completion::{CompletionKind, Offer, is_generated};
use crate::field_doc::{field_doc, type_words, value_doc};
use crate::knowledge::Knowledge;
use crate::known_values::known_value;
use crate::references::targets;
use crate::regions::{REGIONS, is_region, region_in};
use crate::versions;

/// A thing in the account that a value can name.
pub(crate) struct Entry {
    /// Its id: what stands in the file.
    pub(crate) value: String,
    /// What people call it.
    pub(crate) title: String,
}

/// The things of a kind (`x-amplify.resource`) that exist in the account. Nothing is known of any account yet.
pub(crate) fn from_account(_resource: &str) -> Vec<Entry> {
    Vec::new()
}

/// What can stand in the place that `id` speaks of. `at` is the value that stands there, the member without value, or
/// the array that gets an item.
pub(crate) fn values(
    document: &Document,
    knowledge: &'static Knowledge,
    at: Node<'_>,
    id: SubschemaId,
    slot: &Slot,
) -> Vec<Offer> {
    if is_generated(document, at) {
        return Vec::new();
    }
    let mut values = listed(document, knowledge, at, id);
    let array = Some(at).filter(|at| at.kind() == Kind::Array).or(at.parent().filter(|up| up.kind() == Kind::Array));
    let others = array.into_iter().flat_map(Node::items).filter(|&item| item != at);
    let others: Vec<Value> = others.map(|item| item.to_value(0)).collect();
    let mut seen: Vec<Value> = others;
    values.retain(|found| {
        let fits = !found.value.is_null() && (found.value.is_string() || !slot.in_quotes);
        let is_new = fits && !seen.contains(&found.value);
        seen.extend(is_new.then(|| found.value.clone()));
        is_new
    });
    let preferred = preferred(document, knowledge, at, id).filter(|_| slot.content.is_empty());
    let deprecated = knowledge.subschema(id).deprecated.is_some();
    let mut offers: Vec<Offer> = values
        .into_iter()
        .map(|Found { value, kind, detail }| {
            let meaning = value_doc(document, knowledge, id, &value);
            let text = value.to_string();
            let label = value.as_str().map_or(text.clone(), str::to_owned);
            Offer {
                preselect: Some(&text) == preferred.as_ref(),
                skeleton: Skeleton::text(if slot.in_quotes { escape(&label).into_owned() } else { text }),
                detail: detail.or_else(|| meaning.as_deref().map(first_sentence)).unwrap_or_default(),
                documentation: meaning.unwrap_or_else(|| knowledge.subschema(id).description.clone()),
                kind: Some(kind),
                label,
                deprecated,
            }
        })
        .collect();
    if offers.is_empty() && !slot.in_quotes && slot.content.is_empty() {
        offers.extend(container(document, knowledge, at, id, slot));
    }
    offers
}

/// A value, and what to say of it where the schema says nothing.
struct Found {
    value: Value,
    kind: CompletionKind,
    detail: Option<String>,
}

fn listed(document: &Document, knowledge: &'static Knowledge, at: Node<'_>, id: SubschemaId) -> Vec<Found> {
    let schema = &knowledge.schema;
    let subschema = schema.get(id);
    let keywords = knowledge.keywords(id);
    let found = |value: Value, detail: Option<String>| Found { value, kind: CompletionKind::Value, detail };
    let mut all: Vec<Found> = schema
        .values(id)
        .into_iter()
        .map(|(value, _)| Found { value: value.clone(), kind: CompletionKind::EnumMember, detail: None })
        .collect();
    let is_version = at.name() == "version" && at.container().is_some_and(|object| object.parent().is_none());
    if is_version {
        all.reverse();
        let newest = Value::from(versions::newest());
        if let Some(first) = all.iter_mut().find(|found| found.value == newest) {
            first.detail = Some("the newest version".into());
        }
    }
    if subschema.types.iter().any(|name| name == "boolean") {
        all.extend([true, false].map(|value| found(value.into(), None)));
    }
    match keywords.resource.as_deref() {
        Some("region") => all.extend(regions(document, at).into_iter().map(|region| found(region.into(), None))),
        Some(resource) => {
            all.extend(from_account(resource).into_iter().map(|entry| found(entry.value.into(), Some(entry.title))))
        }
        None => {}
    }
    if let Some(reference) = keywords.refers_to.as_ref().filter(|reference| reference.key_prefix.is_none()) {
        let (from, steps) = match at.kind() {
            Kind::Array => (at, 1),
            Kind::Member => (at.container().unwrap_or(at), 1),
            _ => (at, 0),
        };
        let names = targets(document.tree.root(), from, steps, &reference.at);
        all.extend(names.into_iter().map(|(_, name)| found(name.into(), Some("named in this file".into()))));
    }
    all.extend(subschema.default.clone().map(|default| found(default, Some("the default".into()))));
    all
}

/// The value that the rest of the file asks for, as JSON text.
fn preferred(document: &Document, knowledge: &Knowledge, at: Node<'_>, id: SubschemaId) -> Option<String> {
    let object = at.container().filter(|object| object.kind() == Kind::Object)?;
    let is_version = object.parent().is_none() && at.name() == "version";
    let is_told = is_version || knowledge.subschema(id).types.iter().any(|name| name == "string");
    known_value(document, object, &at.name(), id).filter(|_| is_told)
}

/// All regions: first those beside the place, then those of the file, then the others.
fn regions(document: &Document, at: Node<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let beside = at.container().into_iter().flat_map(Node::members).filter_map(Node::value);
    let nodes = beside.chain(used(document));
    for node in nodes.filter(|&node| node.kind() == Kind::String && node.member() != Some(at) && node != at) {
        let text = node.string_value();
        let region = if is_region(&text) { Some(text.into_owned()) } else { region_in(&text) };
        found.extend(region.filter(|region| !found.contains(region)));
    }
    found.retain(|region| REGIONS.iter().any(|(name, _)| name == region));
    let others = REGIONS.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !found.contains(name));
    let others: Vec<String> = others.collect();
    found.extend(others);
    found
}

/// Files are as large as what machines wrote into them; the values of people are few.
const MAX_VALUES: usize = 2000;

/// The values of the file, without what a machine made.
fn used(document: &Document) -> Vec<Node<'_>> {
    let mut open = vec![(document.tree.root(), 0)];
    let mut all = Vec::new();
    while let Some((node, depth)) = open.pop().filter(|_| all.len() < MAX_VALUES) {
        // Only what stands near the top can be machine-made.
        let generated = |(knowledge, id): (&Knowledge, SubschemaId)| knowledge.keywords(id).generated;
        if depth <= 2 && document.subschema(node).is_some_and(generated) {
            continue;
        }
        all.push(node);
        let from = open.len();
        open.extend(node.members().filter_map(Node::value).chain(node.items()).map(|node| (node, depth + 1)));
        open[from..].reverse();
    }
    all
}

/// An object or a list to fill in.
fn container(
    document: &Document,
    knowledge: &'static Knowledge,
    at: Node<'_>,
    id: SubschemaId,
    slot: &Slot,
) -> Option<Offer> {
    let schema = &knowledge.schema;
    let subschema = schema.get(id);
    let own_type = subschema.types.iter().map(String::as_str).find(|name| matches!(*name, "object" | "array"))?;
    let object = at.container().filter(|_| at.kind() == Kind::Member).unwrap_or(at);
    let writer = Writer { document, knowledge, object, one_line: slot.one_line };
    let open = subschema.unnamed().map(|(_, id)| id).find(|id| !knowledge.keywords(*id).comment);
    let (label, skeleton) = match (own_type, open) {
        ("array", _) => ("[]".to_owned(), writer.value("", id)),
        (_, Some(member)) if subschema.required.is_empty() && subschema.properties.is_empty() => {
            let key = Skeleton::name("", "NAME");
            let member = Skeleton::member(key, writer.value("", member));
            ("{ NAME }".to_owned(), Skeleton::object(vec![member], slot.one_line))
        }
        _ if subschema.required.is_empty() => ("{}".to_owned(), writer.value("", id)),
        _ => (format!("{{ {} }}", subschema.required.join(", ")), writer.value("", id)),
    };
    Some(Offer {
        label,
        kind: Some(CompletionKind::Snippet),
        detail: type_words(knowledge, id),
        documentation: field_doc(document, knowledge, id).markdown(),
        skeleton,
        ..Offer::default()
    })
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").unwrap_or(text.len());
    text[..end].trim_end_matches('.').to_owned()
}
