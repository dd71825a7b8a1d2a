//! What a value means.

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node};
use serde_json::Value;

use super::name::declared_on;
use super::{code, parts};
use crate::document::Document;
use crate::field_doc::value_doc;
use crate::knowledge::Knowledge;
use crate::regions::partition_of;
use crate::versions;
use crate::wording;

/// What is to be said of a value; `None` where it speaks for itself.
pub(super) fn paragraphs(document: &Document, value: Node<'_>) -> Option<Vec<String>> {
    let (knowledge, id) = document.subschema(value)?;
    if is_secret(knowledge, value) {
        return Some(vec!["A secret: it must not be in a file that ships to clients".to_owned()]);
    }
    let mut paragraphs: Vec<String> = Vec::new();
    if let Some(truth) = value.as_bool() {
        paragraphs.extend(truth_words(knowledge, value, id, truth));
        return Some(paragraphs);
    }
    let literal = match value.kind() {
        Kind::String => Value::from(value.string_value()),
        _ => serde_json::from_str(value.text()).ok()?,
    };
    if let Some(meaning) = value_doc(document, knowledge, id, &literal) {
        paragraphs.push(format!("{}: {meaning}", code(value.string_value().as_ref())));
    }
    let text = value.as_str()?;
    if knowledge.keywords(id).resource.as_deref() == Some("region")
        && let Some(partition) = partition_of(&text).filter(|partition| partition.name != "aws")
    {
        paragraphs.push(format!("Partition `{}`: {}", partition.name, partition.title));
    }
    if versions::is_version(value) {
        paragraphs.extend(brought_by(knowledge, &text));
    }
    paragraphs.extend(parts::of_value(knowledge.keywords(id).resource.as_deref(), &text));
    if let Some(reference) = &knowledge.keywords(id).refers_to
        && reference.key_prefix.is_none()
        && let Some(line) = declared_on(document, value, &reference.at, &text)
    {
        paragraphs.push(format!("{} is declared on line {line}", code(&text)));
    }
    Some(paragraphs)
}

/// The value, or something it is in, must not be shown.
pub(super) fn is_secret(knowledge: &Knowledge, value: Node<'_>) -> bool {
    std::iter::once(value)
        .chain(value.ancestors())
        .filter(|node| node.kind() != Kind::Member)
        .filter_map(|node| knowledge.schema.at(node))
        .any(|id| knowledge.keywords(id).secret)
}

/// That a switch is on or off, and what it switches.
fn truth_words(knowledge: &Knowledge, value: Node<'_>, id: SubschemaId, truth: bool) -> Option<String> {
    let description = knowledge.subschema(id).description.as_str();
    let sentence = description.split_inclusive(". ").next()?.trim_end().trim_end_matches('.');
    // A question goes on behind the colon in small letters.
    let sentence = match sentence.strip_prefix("Whether ") {
        Some(rest) => format!("whether {rest}"),
        None => sentence.to_owned(),
    };
    (!sentence.is_empty()).then(|| format!("{} is `{truth}`: {sentence}", code(&value.name())))
}

/// The fields that a version brought, the outermost of each.
fn brought_by(knowledge: &Knowledge, version: &str) -> Option<String> {
    let mut fields = Vec::new();
    collect(knowledge, knowledge.schema.root(), version, "", &mut fields);
    (!fields.is_empty()).then(|| format!("New fields: {}", wording::code_list(&fields, "and")))
}

fn collect(knowledge: &Knowledge, id: SubschemaId, version: &str, path: &str, fields: &mut Vec<String>) {
    let keywords = knowledge.keywords(id);
    if keywords.generated {
        return;
    }
    if let Some(since) = &keywords.since {
        // What is inside came with it, or later.
        if since == version && !path.is_empty() {
            fields.push(path.to_owned());
            return;
        }
    }
    let schema = &knowledge.schema;
    let dot = if path.is_empty() { "" } else { "." };
    for (name, below) in schema.properties(id) {
        collect(knowledge, below, version, &format!("{path}{dot}{name}"), fields);
    }
    if let Some(item) = schema.item(id) {
        collect(knowledge, item, version, path, fields);
    }
}
