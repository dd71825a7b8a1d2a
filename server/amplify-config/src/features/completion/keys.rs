//! Keys that fit into an object: those the schema names, and those that can be told from the rest of the file.

use amplify_json::Node;
use amplify_json::schema::SubschemaId;
use amplify_json::string::{escape, quote};

use crate::document::Document;
use crate::features::completion::account::Asking;
use crate::features::completion::skeleton::{Skeleton, Writer};
use crate::features::completion::{CompletionKind, Offer, is_generated};
use crate::field_doc::{field_doc, type_words};
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::references::targets;

/// Stands for a name that only the user knows.
const FREE_NAME: &str = "NAME";

/// A key that would fit.
struct Candidate {
    name: String,
    /// The end of the name that the user is to write, if it is a proposal; all of it or what is behind a prefix.
    open: Option<String>,
    is_required: bool,
    id: SubschemaId,
}

impl Candidate {
    fn new(name: impl Into<String>, id: SubschemaId) -> Candidate {
        Candidate { name: name.into(), open: None, is_required: false, id }
    }

    /// A proposal: `prefix` and a name that can be another one.
    fn open(prefix: &str, name: &str, id: SubschemaId) -> Candidate {
        Candidate { open: Some(name.to_owned()), ..Candidate::new(format!("{prefix}{name}"), id) }
    }

    fn key(&self) -> Skeleton {
        match &self.open {
            Some(open) => Skeleton::name(self.name.strip_suffix(open.as_str()).unwrap_or_default(), open),
            None => Skeleton::text(quote(&self.name)),
        }
    }
}

/// Members that `object` does not have yet; `current` is the one that is being written.
pub(crate) fn members(
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    current: Option<Node<'_>>,
    one_line: bool,
) -> Vec<Offer> {
    let writer = Writer { document, knowledge, object, one_line };
    let mut offers: Vec<Offer> = candidates(project, document, knowledge, object, id, current)
        .into_iter()
        .map(|candidate| {
            let value = writer.value(&candidate.name, candidate.id);
            offer(document, knowledge, &candidate, Skeleton::member(candidate.key(), value))
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
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    member: Node<'_>,
    in_quotes: bool,
) -> Vec<Offer> {
    candidates(project, document, knowledge, object, id, Some(member))
        .into_iter()
        .filter(|candidate| candidate.open.as_deref() != Some(FREE_NAME))
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
        let is_object = section.types.iter().any(|name| name == "object");
        is_object && !section.required.is_empty() && !is_required(name) && !knowledge.keywords(*id).generated
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
        label: candidate.name.clone(),
        kind: Some(if candidate.open.is_some() { CompletionKind::Snippet } else { CompletionKind::Property }),
        detail: if candidate.is_required { format!("{words}, required") } else { words },
        documentation: field_doc(document, knowledge, candidate.id).markdown(),
        skeleton,
        deprecated: knowledge.subschema(candidate.id).deprecated.is_some(),
        preselect: false,
        ..Offer::default()
    }
}

/// What fits: required ones first, then in the order of the schema, then names that the schema leaves open.
fn candidates(
    project: &Project,
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
            is_required: required.iter().any(|other| other == name),
            ..Candidate::new(name, id)
        })
        .collect();
    found.sort_by_key(|candidate| !candidate.is_required);
    open_names(project, document, knowledge, object, id, &mut found);

    let others = object.members().filter(|&member| Some(member) != current);
    let mut taken: Vec<String> = others.map(|member| member.name().into_owned()).collect();
    found.retain(|candidate| {
        let is_new = !taken.contains(&candidate.name);
        taken.extend(is_new.then(|| candidate.name.clone()));
        is_new
    });
    found
}

/// Names behind patterns: those that a reference leads to, that `propertyNames` lists, that the account has; else a
/// proposal, which is the name in an example where it is not the name of some resource.
fn open_names(
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    object: Node<'_>,
    id: SubschemaId,
    found: &mut Vec<Candidate>,
) {
    let subschema = knowledge.subschema(id);
    let names_at = subschema.property_names;
    let resource = names_at.and_then(|names_at| knowledge.keywords(names_at).resource.as_deref());
    for (pattern, id) in subschema.unnamed().filter(|(_, id)| !knowledge.keywords(*id).comment) {
        let fits = |name: &str| !name.is_empty() && pattern.is_none_or(|pattern| pattern.is_match(name));
        let mut names: Vec<String> = Vec::new();
        let mut prefix = "";
        let reference = knowledge.keywords(id).refers_to.as_ref();
        if let Some(reference) = reference.or_else(|| knowledge.keywords(names_at?).refers_to.as_ref()) {
            prefix = reference.key_prefix.as_deref().unwrap_or_default();
            let targets = targets(document.tree.root(), object, 1, &reference.at);
            names.extend(targets.iter().map(|(_, name)| format!("{prefix}{name}")));
        }
        if let Some(names_at) = names_at {
            let listed = knowledge.schema.values(names_at);
            names.extend(listed.iter().filter_map(|(value, _)| value.as_str()).map(str::to_owned));
        }
        let asking = Asking { project, document, at: object, region_at: None, whole: "", typed: "" };
        names.extend(
            resource.map(|resource| asking.entries(resource)).unwrap_or_default().into_iter().map(|it| it.value),
        );
        names.retain(|name| fits(name));
        // Beside known names an open pattern only means that others do no harm.
        if names.is_empty() && (subschema.properties.is_empty() || !prefix.is_empty()) {
            let examples = subschema.examples.iter().filter_map(serde_json::Value::as_object);
            let examples = examples.flat_map(|example| example.keys()).filter(|name| resource.is_none() && fits(name));
            let before = found.len();
            found.extend(examples.map(|name| Candidate::open("", name, id)));
            if found.len() == before {
                found.push(Candidate::open(prefix, FREE_NAME, id));
            }
        }
        found.extend(names.into_iter().map(|name| Candidate::new(name, id)));
    }
}
