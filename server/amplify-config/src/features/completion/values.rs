//! Values that fit at a place: those the schema lists, and those that can be told from the rest of the file.

use amplify_json::schema::SubschemaId;
use amplify_json::string::escape;
use amplify_json::{Kind, Node};
use serde_json::Value;

use crate::counterpart::{Counterpart, shown};
use crate::cursor::Slot;
use crate::document::Document;
use crate::features::completion::account::{Asking, Entry, regions_in_use};
use crate::features::completion::skeleton::{Skeleton, Writer};
use crate::features::completion::{CompletionKind, Offer, is_generated};
use crate::field_doc::{field_doc, type_words, value_doc};
use crate::knowledge::Knowledge;
use crate::known_values::known_value;
use crate::pool_settings::{setting_at, social_providers};
use crate::project::Project;
use crate::references::targets;
use crate::regions::{REGIONS, is_region, region_in, region_title};
use crate::versions;

/// What can stand in the place that `id` speaks of. `at` is the value that stands there, the member without value, or
/// the array that gets an item.
pub(crate) fn values(
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    at: Node<'_>,
    id: SubschemaId,
    slot: &Slot,
) -> Vec<Offer> {
    if is_generated(document, at) {
        return Vec::new();
    }
    let mut values = listed(project, document, knowledge, at, id, slot);
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
        .map(|Found { value, kind, detail, entry }| {
            let meaning = value_doc(document, knowledge, id, &value);
            let text = json_text(&value);
            let written = value.as_str().map_or(text.clone(), str::to_owned);
            let (label, edits) = match entry {
                Some(entry) => (entry.title, entry.edits),
                None => (written.clone(), Vec::new()),
            };
            Offer {
                id: Some(written.clone()).filter(|_| label != written || kind == CompletionKind::Account),
                edits,
                preselect: Some(&text) == preferred.as_ref(),
                skeleton: Skeleton::text(if slot.in_quotes { escape(&written).into_owned() } else { text }),
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
    /// What the account says of it.
    entry: Option<Entry>,
}

fn listed(
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    at: Node<'_>,
    id: SubschemaId,
    slot: &Slot,
) -> Vec<Found> {
    let whole = &document.text()[slot.content.clone()];
    let typed = &whole[..slot.offset.clamp(slot.content.start, slot.content.end) - slot.content.start];
    let schema = &knowledge.schema;
    let subschema = schema.get(id);
    let keywords = knowledge.keywords(id);
    let found =
        |value: Value, detail: Option<String>| Found { value, kind: CompletionKind::Value, detail, entry: None };
    let mut all: Vec<Found> = schema
        .values(id)
        .into_iter()
        .map(|(value, _)| Found { value: value.clone(), kind: CompletionKind::EnumMember, detail: None, entry: None })
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
        Some("region") => {
            let used = regions_in_use(project);
            let listed = regions(document, at);
            let (in_use, others): (Vec<String>, Vec<String>) =
                listed.into_iter().partition(|region| used.iter().any(|(other, _)| other == region));
            let words = |region: &str| used.iter().find(|(other, _)| other == region).map(|(_, words)| words.clone());
            all.extend(in_use.into_iter().chain(others).map(|region| {
                let detail = words(&region).map(|words| match region_title(&region) {
                    Some(title) => format!("{title} · {words}"),
                    None => words,
                });
                found(region.into(), detail)
            }));
        }
        Some(resource) => {
            let asking = Asking { project, document, at, region_at: keywords.region_at.as_deref(), whole, typed };
            all.extend(asking.entries(resource).into_iter().map(|entry| Found {
                value: entry.value.clone().into(),
                kind: CompletionKind::Account,
                detail: Some(entry.detail.clone()),
                entry: Some(entry),
            }));
        }
        None => like_the_pool(project, document, at, &mut all),
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

/// Marks what the user pool says of a setting that the file repeats, and puts it first.
fn like_the_pool(project: &Project, document: &Document, at: Node<'_>, all: &mut Vec<Found>) {
    let Some(account) = Counterpart::new(project, document) else { return };
    let Some(pool) = &account.pool else { return };
    let place = at.parent().filter(|above| above.kind() == Kind::Array).unwrap_or(at);
    let expected = match setting_at(account.kind, &place.pointer()) {
        Some((_, setting)) => setting.expected(&account),
        None => social_providers(&account, &place.pointer()),
    };
    let is_so = |value: &Value| match &expected {
        Some(Value::Array(items)) => items.contains(value),
        Some(expected) => expected == value,
        None => false,
    };
    // Where nothing stands yet, also what no schema lists: a number, a whole list.
    if let Some(value) = expected.clone().filter(|value| at.kind() == Kind::Member && !value.is_boolean())
        && all.iter().all(|found| found.value != value)
    {
        all.push(Found { value, kind: CompletionKind::Value, detail: None, entry: None });
    }
    let is_so = |value: &Value| expected.as_ref() == Some(value) || is_so(value);
    for found in all.iter_mut().filter(|found| is_so(&found.value)) {
        found.detail = Some(format!("as in the user pool {}", shown(&pool.facts.name)).trim_end().to_owned());
    }
    all.sort_by_key(|found| !is_so(&found.value));
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

/// A list of words on one line, as people write it; anything else as JSON has it.
fn json_text(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").unwrap_or(text.len());
    text[..end].trim_end_matches('.').to_owned()
}
