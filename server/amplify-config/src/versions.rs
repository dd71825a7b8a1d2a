//! The versions of `amplify_outputs.json`, and which one a file needs.

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::knowledge::Knowledge;

/// All versions, oldest first, as the schema lists them.
pub(crate) fn all() -> Vec<&'static str> {
    let knowledge = Knowledge::of(ConfigKind::Outputs);
    let version = knowledge.schema.property(knowledge.schema.root(), "version");
    let values = version.map(|id| knowledge.schema.values(id)).unwrap_or_default();
    values.into_iter().filter_map(|(value, _)| value.as_str()).collect()
}

/// The newest version that this program knows.
pub(crate) fn newest() -> &'static str {
    all().last().copied().unwrap_or("1")
}

/// The node is the `version` of the file.
pub(crate) fn is_version(node: Node<'_>) -> bool {
    node.name() == "version" && node.member().and_then(Node::container).is_some_and(|object| object.parent().is_none())
}

/// A version as numbers to compare: `1.4` is (1, 4); `None` if it is no version.
pub(crate) fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next().map_or(Some(0), |minor| minor.parse().ok())?;
    parts.all(|part| part == "0").then_some((major, minor))
}

/// Something of a newer version than the file declares.
pub(crate) struct Newer<'t> {
    /// The key of the field, or the value.
    pub(crate) node: Node<'t>,
    /// What is new, as it is written.
    pub(crate) name: String,
    /// The version that brought it.
    pub(crate) since: &'static str,
}

/// The outermost fields and the values that need a version above 1, in the order of the text.
pub(crate) fn newer_parts(document: &Document) -> Vec<Newer<'_>> {
    let mut found = Vec::new();
    if let (Some(ConfigKind::Outputs), Some(knowledge)) = (document.kind(), document.knowledge()) {
        visit(knowledge, document.tree.root(), knowledge.schema.root(), &mut found, 0);
    }
    found
}

fn visit<'t>(knowledge: &'static Knowledge, node: Node<'t>, id: SubschemaId, found: &mut Vec<Newer<'t>>, depth: usize) {
    if depth > 16 {
        return;
    }
    for member in node.members() {
        let (Some(key), Some(value)) = (member.key(), member.value()) else { continue };
        let Some(property) = knowledge.schema.property(id, &member.name()) else { continue };
        let keywords = knowledge.keywords(property);
        match &keywords.since {
            Some(since) => {
                found.push(Newer { node: key, name: member.name().into_owned(), since });
                // What is inside is said only where it is newer still.
                let outer = found.len();
                visit(knowledge, value, property, found, depth + 1);
                let inner = found.split_off(outer);
                found.extend(inner.into_iter().filter(|part| parse(part.since) > parse(since)));
            }
            None if keywords.generated => {}
            None => {
                newer_value(knowledge, value, property, found);
                visit(knowledge, value, property, found, depth + 1);
            }
        }
    }
    if let (Kind::Array, Some(item)) = (node.kind(), knowledge.schema.item(id)) {
        for value in node.items() {
            newer_value(knowledge, value, item, found);
            visit(knowledge, value, item, found, depth + 1);
        }
    }
}

fn newer_value<'t>(knowledge: &'static Knowledge, node: Node<'t>, id: SubschemaId, found: &mut Vec<Newer<'t>>) {
    if let Some(text) = node.as_str()
        && let Some(since) = knowledge.keywords(id).enum_since.get(text.as_ref())
    {
        found.push(Newer { node, name: text.into_owned(), since });
    }
}

/// The lowest version that knows every field of the file.
pub(crate) fn lowest_for(document: &Document) -> &'static str {
    newer_parts(document).into_iter().map(|newer| newer.since).max_by_key(|version| parse(version)).unwrap_or("1")
}

/// The version that was meant by one that does not exist: the same number in another form, else the newest; never one
/// that lacks a field of the file.
pub(crate) fn meant_by(document: &Document, text: &str) -> &'static str {
    let lowest = lowest_for(document);
    let same = all().into_iter().find(|version| parse(version) == parse(text.trim()));
    match same {
        Some(same) if parse(same) >= parse(lowest) => same,
        Some(_) => lowest,
        None => newest(),
    }
}
