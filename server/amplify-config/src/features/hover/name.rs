//! What a key means that the file is free to choose.

use amplify_json::Node;
use amplify_json::schema::SubschemaId;

use super::code;
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::references::targets;

/// The parts of a key that no schema lists, each on a line with what it means; `None` for keys that are listed, and
/// where the description of the field says it all.
pub(super) fn parts(document: &Document, knowledge: &Knowledge, key: Node<'_>, id: SubschemaId) -> Option<String> {
    let object = key.container()?;
    let above = knowledge.schema.at(object)?;
    let name = key.string_value();
    if knowledge.schema.properties(above).iter().any(|(listed, _)| *listed == name) {
        return None;
    }
    let keywords = knowledge.keywords(id);
    if let Some(reference) = &keywords.refers_to
        && let Some(prefix) = &reference.key_prefix
    {
        let rest = name.strip_prefix(prefix.as_str())?;
        let value = key.member()?.value()?;
        let line = declared_on(document, value, &reference.at, rest);
        let place = line.map_or("nowhere in this file".to_owned(), |line| format!("on line {line}"));
        return Some(format!("{} is declared {place}", code(rest)));
    }
    if name.contains('/') {
        return Some(path_parts(&name));
    }
    let names = knowledge.subschema(above).property_names.map(|id| knowledge.keywords(id));
    let what = match names.and_then(|names| names.resource.as_deref())? {
        "user-pool-group" => "the name of the group in Cognito",
        "location-map" => "the name of the map in Amazon Location Service",
        "location-place-index" => "the name of the place index in Amazon Location Service",
        "location-geofence-collection" => "the name of the geofence collection in Amazon Location Service",
        "lex-bot" => "the name of the bot in Amazon Lex",
        "dynamodb-table" => "the name of the table in DynamoDB",
        _ => return None,
    };
    Some(format!("{}: {what}", code(&name)))
}

/// The line (from 1) on which `name` is declared where `pointer` leads from `value`.
pub(super) fn declared_on(document: &Document, value: Node<'_>, pointer: &str, name: &str) -> Option<usize> {
    let found = targets(document.tree.root(), value, 0, pointer).into_iter().find(|(_, other)| other == name);
    found.map(|(node, _)| document.line_at(node.range().start) + 1)
}

/// The owner's place in a storage path: a variable of IAM policies.
const OWNER: &str = "${cognito-identity.amazonaws.com:sub}";

/// The steps of a storage path, those without a meaning of their own taken together.
fn path_parts(path: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut plain = String::new();
    let steps: Vec<&str> = path.split('/').collect();
    for (number, &step) in steps.iter().enumerate() {
        let is_last = number + 1 == steps.len();
        let meaning = match step {
            OWNER => "the identity id of the signed-in user, so that every owner has a folder",
            "*" if is_last => "everything below",
            "*" => "the folder of any owner",
            _ => {
                plain.push_str(step);
                plain.push_str(if is_last { "" } else { "/" });
                continue;
            }
        };
        lines.extend(folder(&mut plain));
        lines.push(format!("- {}: {meaning}", code(step)));
    }
    lines.extend(folder(&mut plain));
    lines.join("\n")
}

fn folder(plain: &mut String) -> Option<String> {
    let text = std::mem::take(plain);
    let what = if text.ends_with('/') { "the folder" } else { "what the keys of the objects begin with" };
    (!text.is_empty()).then(|| format!("- {}: {what}", code(&text)))
}
