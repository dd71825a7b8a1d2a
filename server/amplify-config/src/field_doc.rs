//! What we say of a field, and of one of its values: read from the schema once, shown by hover and completion alike.
//!
//! [`field_doc`] gathers, [`FieldDoc::markdown`] words it. Nothing is said here that the schema does not say.

use amplify_json::schema::SubschemaId;
use serde_json::Value;

use crate::document::Document;
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::regions::region_title;
use crate::versions;
use crate::wording;

/// What is known of a field, as text that is ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldDoc {
    /// What it is and what goes wrong: Markdown.
    pub(crate) description: String,
    /// It is outdated; what to do instead, possibly empty.
    pub(crate) deprecated: Option<String>,
    /// What it may hold, in a few words.
    pub(crate) type_words: String,
    /// The values it may hold as JSON text, each with what it means (possibly empty); of a list those of its items.
    pub(crate) values: Vec<(String, String)>,
    /// What counts when it is absent, as JSON text.
    pub(crate) default: Option<String>,
    /// The version that brought it, with a remark when the file declares an older one.
    pub(crate) since: Option<String>,
    /// What the libraries do with it: parts of one sentence.
    pub(crate) libraries: Vec<String>,
    /// It must not be in a file that ships to clients.
    pub(crate) secret: bool,
    /// One value as it may stand there, as JSON text.
    pub(crate) example: Option<String>,
    /// The address of the official page.
    pub(crate) docs: Option<String>,
}

/// What is known of the field that `id` speaks of, for this document.
pub(crate) fn field_doc(document: &Document, knowledge: &Knowledge, id: SubschemaId) -> FieldDoc {
    let subschema = knowledge.subschema(id);
    let keywords = knowledge.keywords(id);
    let values_at = match knowledge.schema.item(id) {
        Some(item) if knowledge.schema.values(id).is_empty() => item,
        _ => id,
    };
    let values = knowledge.schema.values(values_at).into_iter();
    FieldDoc {
        description: subschema.description.clone(),
        deprecated: subschema.deprecated.clone(),
        type_words: type_words(knowledge, id),
        values: values
            .map(|(value, _)| (value.to_string(), value_doc(document, knowledge, values_at, value).unwrap_or_default()))
            .collect(),
        default: subschema.default.as_ref().map(Value::to_string),
        since: keywords.since.as_deref().map(|since| since_words(document, since)),
        libraries: libraries(document, knowledge, id),
        secret: keywords.secret,
        example: subschema.examples.first().map(short_json),
        docs: keywords.docs.clone(),
    }
}

/// What one value of the field means; `None` where nothing is known of it. Markdown.
pub(crate) fn value_doc(document: &Document, knowledge: &Knowledge, id: SubschemaId, value: &Value) -> Option<String> {
    let text = value.as_str().unwrap_or_default();
    let keywords = knowledge.keywords(id);
    if keywords.resource.as_deref() == Some("region") {
        return region_title(text).map(str::to_owned);
    }
    let described = knowledge.schema.values(id).into_iter().find(|(other, _)| *other == value);
    let mut parts: Vec<String> = described.map(|(_, words)| words.to_owned()).into_iter().collect();
    parts.retain(|words| !words.is_empty());
    if let Some(since) = keywords.enum_since.get(text) {
        parts.push(format!("Since {}.", since_words(document, since)));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

impl FieldDoc {
    /// All of it as Markdown: first what it is, then what it may hold, then who reads it, an example, the page.
    pub(crate) fn markdown(&self) -> String {
        let mut paragraphs: Vec<String> = Vec::new();
        if let Some(instead) = &self.deprecated {
            let instead = if instead.is_empty() { String::new() } else { format!(" {instead}") };
            paragraphs.push(format!("**Outdated.**{instead}"));
        }
        if self.secret {
            paragraphs.push("**A secret: it must not be in a file that ships to clients.**".into());
        }
        if !self.description.is_empty() {
            paragraphs.push(self.description.clone());
        }
        let mut facts = vec![format!("*{}*", self.type_words)];
        facts.extend(self.default.as_ref().map(|default| format!("default `{default}`")));
        facts.extend(self.since.as_ref().map(|since| format!("since {since}")));
        paragraphs.push(facts.join(" · "));
        if self.values.iter().any(|(_, meaning)| !meaning.is_empty()) {
            let line = |(value, meaning): &(String, String)| match meaning.as_str() {
                "" => format!("- `{value}`"),
                _ => format!("- `{value}`: {meaning}"),
            };
            paragraphs.push(self.values.iter().map(line).collect::<Vec<_>>().join("\n"));
        } else if self.values.len() > 1 {
            let values: Vec<&str> = self.values.iter().map(|(value, _)| value.as_str()).collect();
            paragraphs.push(wording::code_list(&values, "or"));
        }
        if !self.libraries.is_empty() {
            paragraphs.push(capital(&self.libraries.join(" · ")));
        }
        paragraphs.extend(self.example.as_ref().map(|example| format!("Example: `{example}`")));
        paragraphs.extend(self.docs.as_ref().map(|docs| format!("[{}]({docs})", host(docs))));
        paragraphs.join("\n\n")
    }
}

/// What a place may hold, in a few words: `text`, `list of regions`, `one of 3 values`, `whole number from 6 to 99`.
pub(crate) fn type_words(knowledge: &Knowledge, id: SubschemaId) -> String {
    let schema = &knowledge.schema;
    let subschema = schema.get(id);
    match schema.values(id).len() {
        0 => {}
        1 => return format!("always `{}`", schema.values(id)[0].0),
        many => return format!("one of {many} values"),
    }
    if knowledge.keywords(id).resource.as_deref() == Some("region") {
        return "region".into();
    }
    let mut words: Vec<String> = subschema.types.iter().map(|name| one_type(knowledge, id, name)).collect();
    if words.is_empty() {
        for &branch in &subschema.any_of {
            let branch = type_words(knowledge, branch);
            if branch != "anything" && !words.contains(&branch) {
                words.push(branch);
            }
        }
    }
    if words.is_empty() { "anything".into() } else { wording::list(&words, "or") }
}

fn one_type(knowledge: &Knowledge, id: SubschemaId, name: &str) -> String {
    let schema = &knowledge.schema;
    let range = match schema.get(id).range {
        (Some(low), Some(high)) => format!(" from {low} to {high}"),
        (Some(low), None) => format!(" from {low} up"),
        (None, Some(high)) => format!(" up to {high}"),
        (None, None) => String::new(),
    };
    match name {
        "string" => "text".into(),
        "boolean" => "true or false".into(),
        "integer" => format!("whole number{range}"),
        "number" => format!("number{range}"),
        "array" => match schema.item(id).map(|item| type_words(knowledge, item)).as_deref() {
            Some("text") => "list of texts".into(),
            Some("region") => "list of regions".into(),
            Some("object") => "list of objects".into(),
            Some(item) if item.starts_with("one of ") => format!("list, each {item}"),
            _ => "list".into(),
        },
        other => other.to_owned(),
    }
}

fn since_words(document: &Document, since: &str) -> String {
    let declared = document.tree.root().get("version").and_then(|node| node.as_str());
    match declared {
        Some(declared) if versions::parse(&declared).is_some_and(|is| Some(is) < versions::parse(since)) => {
            format!("version {since} (this file declares {declared})")
        }
        _ => format!("version {since}"),
    }
}

/// `needed by amplify-js`, `a wrong value is refused by amplify-swift and amplify-android`, …
fn libraries(document: &Document, knowledge: &Knowledge, id: SubschemaId) -> Vec<String> {
    let Some(libraries) = knowledge.libraries(id) else { return Vec::new() };
    let readers = document.kind().map_or(&[][..], Knowledge::readers);
    let said = [
        (Reading::Needs, "needed by"),
        (Reading::Checks, "a wrong value is refused by"),
        (Reading::Reads, "read by"),
        (Reading::Ignores, "ignored by"),
    ];
    said.into_iter()
        .filter_map(|(reading, words)| {
            let names: Vec<&str> = readers
                .iter()
                .filter(|&&library| libraries.of(library) == reading)
                .map(|&it| Library::name(it))
                .collect();
            match names.len() {
                0 => None,
                all if all == readers.len() && all > 1 => Some(format!("{words} all libraries")),
                _ => Some(format!("{words} {}", wording::list(&names, "and"))),
            }
        })
        .collect()
}

/// JSON text on one line with a blank after each comma and colon, as people write it.
fn short_json(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(short_json).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if members.is_empty() => "{}".into(),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), short_json(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

/// The host of an address: what a link is called, so that it says where it leads.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests;
