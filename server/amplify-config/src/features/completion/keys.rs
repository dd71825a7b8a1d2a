//! Keys that fit into an object: those the schema names, and those that can be told from the rest of the file.

use amplify_json::schema::{Additional, SubschemaId};
use amplify_json::string::{escape, quote};
use amplify_json::{Kind, Node};

use crate::document::Document;
use crate::features::completion::skeleton::{Skeleton, Writer};
use crate::features::completion::values::from_account;
use crate::features::completion::{CompletionKind, Offer, is_generated};
use crate::field_doc::{field_doc, type_words};
use crate::knowledge::Knowledge;
use crate::references::targets;

/// Stands for a name that only the user knows.
const FREE_NAME: &str = "NAME";

/// A key that would fit.
struct Candidate {
    /// What it always begins with; all of it when nothing is left to choose.
    name: String,
    /// Behind it the user chooses.
    is_free: bool,
    is_required: bool,
    id: SubschemaId,
}

/// Members that `object` does not have yet; `current` is the one that is being written.
pub(crate) fn members(
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    current: Option<Node<'_>>,
    one_line: bool,
) -> Vec<Offer> {
    let writer = Writer { document, knowledge, object, one_line };
    let mut offers: Vec<Offer> = candidates(document, knowledge, object, id, current)
        .into_iter()
        .map(|candidate| {
            let key = if candidate.is_free {
                Skeleton::name(&candidate.name, FREE_NAME)
            } else {
                Skeleton::text(quote(&candidate.name))
            };
            let value = writer.value(&candidate.name, candidate.id);
            offer(document, knowledge, &candidate, Skeleton::member(key, value))
        })
        .collect();
    if object.parent().is_none() && object.first_child().is_none() {
        offers.extend(starts(knowledge).into_iter().filter(|names| names.len() > 1).map(|names| Offer {
            label: names.join(", "),
            skeleton: Skeleton::members(written(&writer, &names)),
            ..whole(document, knowledge)
        }));
    }
    offers
}

/// Names for a member that has a value.
pub(crate) fn names(
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    member: Node<'_>,
    in_quotes: bool,
) -> Vec<Offer> {
    candidates(document, knowledge, object, id, Some(member))
        .into_iter()
        .filter(|candidate| !candidate.is_free)
        .map(|candidate| {
            let name = if in_quotes { escape(&candidate.name).into_owned() } else { quote(&candidate.name) };
            offer(document, knowledge, &candidate, Skeleton::text(name))
        })
        .collect()
}

/// Whole files to begin with, for a text that holds nothing.
pub(crate) fn files(document: &Document, knowledge: &'static Knowledge) -> Vec<Offer> {
    let writer = Writer { document, knowledge, object: document.tree.root(), one_line: false };
    starts(knowledge)
        .into_iter()
        .map(|names| Offer {
            label: format!("{{ {} }}", names.join(", ")),
            skeleton: Skeleton::object(written(&writer, &names), false),
            ..whole(document, knowledge)
        })
        .collect()
}

/// What a file can begin with: the required members with one section, then alone.
fn starts(knowledge: &'static Knowledge) -> Vec<Vec<&'static str>> {
    let schema = &knowledge.schema;
    let root = knowledge.subschema(schema.root());
    let is_required = |name: &str| root.required.iter().any(|other| other == name);
    let properties = schema.properties(schema.root());
    let required: Vec<&str> = properties.iter().map(|(name, _)| *name).filter(|name| is_required(name)).collect();
    let sections = properties.iter().filter(|(name, id)| {
        let section = knowledge.subschema(*id);
        section.types.iter().any(|name| name == "object") && !section.required.is_empty() && !is_required(name)
    });
    let mut starts: Vec<Vec<&str>> =
        sections.map(|(name, _)| required.iter().copied().chain([*name]).collect()).collect();
    starts.extend((!required.is_empty()).then_some(required));
    starts
}

fn written(writer: &Writer<'_>, names: &[&str]) -> Vec<Skeleton> {
    let schema = &writer.knowledge.schema;
    let ids = names.iter().filter_map(|&name| Some((name, schema.property(schema.root(), name)?)));
    ids.map(|(name, id)| Skeleton::member(Skeleton::text(quote(name)), writer.value(name, id))).collect()
}

fn whole(document: &Document, knowledge: &Knowledge) -> Offer {
    let title = document.kind().map_or("", |kind| kind.title());
    let documentation = field_doc(document, knowledge, knowledge.schema.root()).markdown();
    Offer { kind: Some(CompletionKind::Snippet), detail: title.to_owned(), documentation, ..Offer::default() }
}

fn offer(document: &Document, knowledge: &Knowledge, candidate: &Candidate, skeleton: Skeleton) -> Offer {
    let words = type_words(knowledge, candidate.id);
    Offer {
        label: if candidate.is_free { format!("{}{FREE_NAME}", candidate.name) } else { candidate.name.clone() },
        kind: Some(if candidate.is_free { CompletionKind::Snippet } else { CompletionKind::Property }),
        detail: if candidate.is_required { format!("{words}, required") } else { words },
        documentation: field_doc(document, knowledge, candidate.id).markdown(),
        skeleton,
        deprecated: knowledge.subschema(candidate.id).deprecated.is_some(),
        preselect: false,
    }
}

/// What fits: required ones first, then in the order of the schema, then names that the schema leaves open.
fn candidates(
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    current: Option<Node<'_>>,
) -> Vec<Candidate> {
    if is_generated(document, object) {
        return Vec::new();
    }
    let required = &knowledge.subschema(id).required;
    let mut found: Vec<Candidate> = knowledge
        .schema
        .properties(id)
        .into_iter()
        .filter(|(_, id)| !knowledge.keywords(*id).comment)
        .map(|(name, id)| Candidate {
            name: name.to_owned(),
            is_free: false,
            is_required: required.iter().any(|other| other == name),
            id,
        })
        .collect();
    found.sort_by_key(|candidate| !candidate.is_required);
    open_names(document, knowledge, object, id, &mut found);

    let others = object.members().filter(|&member| Some(member) != current);
    let mut taken: Vec<String> = others.map(|member| member.name().into_owned()).collect();
    found.retain(|candidate| {
        let name = if candidate.is_free { format!("{}{FREE_NAME}", candidate.name) } else { candidate.name.clone() };
        let is_new = !taken.contains(&name);
        taken.extend(is_new.then_some(name));
        is_new
    });
    found
}

/// Names behind patterns: what a reference leads to, what `propertyNames` lists, what is customary, any other name.
fn open_names(
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    found: &mut Vec<Candidate>,
) {
    let subschema = knowledge.subschema(id);
    let names_at = subschema.property_names;
    let more = match subschema.additional {
        Additional::Like(id) => Some((None, id)),
        _ => None,
    };
    let patterns = subschema.patterns.iter().map(|(pattern, id)| (Some(pattern), *id)).chain(more);
    for (pattern, id) in patterns.filter(|(_, id)| !knowledge.keywords(*id).comment) {
        let new = |name: String, is_free| Candidate { name, is_free, is_required: false, id };
        let reference = knowledge.keywords(id).refers_to.as_ref();
        let reference = reference.or_else(|| knowledge.keywords(names_at?).refers_to.as_ref());
        let mut names: Vec<String> = Vec::new();
        let mut prefix = "";
        if let Some(reference) = reference {
            prefix = reference.key_prefix.as_deref().unwrap_or_default();
            let targets = targets(document.tree.root(), object, 1, &reference.at);
            names.extend(targets.iter().map(|(_, name)| format!("{prefix}{name}")));
        }
        if let Some(names_at) = names_at {
            let listed = knowledge.schema.values(names_at);
            names.extend(listed.iter().filter_map(|(value, _)| value.as_str()).map(str::to_owned));
            let resource = knowledge.keywords(names_at).resource.as_deref();
            names.extend(resource.map(from_account).unwrap_or_default().into_iter().map(|entry| entry.value));
        } else if reference.is_none() {
            // Without a list or a resource to name, the keys of the examples are those that everyone uses.
            let examples = subschema.examples.iter().filter_map(serde_json::Value::as_object);
            names.extend(examples.flat_map(|example| example.keys().cloned()));
        }
        names.retain(|name| pattern.is_none_or(|pattern| pattern.is_match(name)) && !name.is_empty());
        let any = names.is_empty() || reference.is_none();
        found.extend(names.into_iter().map(|name| new(name, false)));
        if any && object.kind() == Kind::Object {
            found.push(new(prefix.to_owned(), true));
        }
    }
}
