//! Ids, regions and other plain values: what no service could have made, what stands in the wrong place, what disagrees.
//!
//! Which resource a field names and where its region stands is said by its schema, so one set of rules serves all kinds
//! of file. One value is said wrong once: the first of the checks below that finds something settles it, and the later
//! ones leave it alone.

mod empty;
mod forms;
mod malformed;
mod mend;
mod misplaced;
mod placeholder;
mod region_mismatch;
mod region_name;
mod secret;
#[cfg(test)]
mod tests;
mod white_space;

pub(super) use white_space::is_blank;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use amplify_json::edit::Edit;
use amplify_json::schema::SubschemaId;
use amplify_json::string::escape;
use amplify_json::{Kind, Node, NodeId};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::impact::{self, readers_that};
use crate::keywords::{Keywords, Library, Reading};
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::{versions, wording};

pub(super) static CHECK: Check = Check {
    rules: &[
        rule!("identifiers", "empty-value"),
        rule!("identifiers", "malformed-id"),
        rule!("identifiers", "misplaced-id"),
        rule!("identifiers", "placeholder"),
        rule!("identifiers", "region-mismatch"),
        rule!("identifiers", "secret"),
        rule!("identifiers", "stray-white-space"),
        rule!("identifiers", "unknown-region"),
    ],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(mut scene) = Scene::new(project, document) else { return };
    let checks: [fn(&Scene<'_>) -> Vec<Finding>; 7] = [
        placeholder::check,
        empty::check,
        white_space::check,
        misplaced::check,
        malformed::check,
        region_name::check,
        region_mismatch::check,
    ];
    for check in checks {
        for finding in check(&scene) {
            scene.settled.extend(finding.settles);
            found.push(finding.diagnostic);
        }
    }
    secret::check(&scene, found);
}

/// The text has the form in which AWS makes what a field of that resource names; `None` if no form is known.
pub(super) fn is_as_made(resource: Option<&str>, text: &str) -> Option<bool> {
    let is_address = matches!(resource, Some("appsync-api" | "appsync-events-api"));
    let of_kind = forms::kind(resource).map(|kind| (kind.judge)(text) == forms::Form::Exact);
    of_kind.or_else(|| is_address.then(|| malformed::wrong_api(text).is_none()))
}

/// What one check says, and the values of which no later one is to speak.
struct Finding {
    diagnostic: Diagnostic,
    settles: Vec<NodeId>,
}

/// A text whose field the schema knows, and which may hold any text.
struct Slot<'d> {
    node: Node<'d>,
    id: SubschemaId,
    text: Cow<'d, str>,
    keywords: &'static Keywords,
}

/// A document with its texts.
struct Scene<'d> {
    project: &'d Project,
    document: &'d Document,
    knowledge: &'static Knowledge,
    /// In the order of `Document::values`.
    slots: Vec<Slot<'d>>,
    /// Where the slot of a node is.
    at: HashMap<NodeId, usize>,
    /// The slots whose region stands in a node.
    residents: HashMap<NodeId, Vec<usize>>,
    /// The one region that the whole file speaks of.
    only_region: Option<String>,
    settled: HashSet<NodeId>,
}

impl<'d> Scene<'d> {
    /// Texts that are damaged, that the schema refuses, or that are one of a set of words are other rules' matter; in an
    /// object whose brackets are a guess nobody knows which field a text belongs to.
    fn new(project: &'d Project, document: &'d Document) -> Option<Scene<'d>> {
        let knowledge = document.knowledge()?;
        let refused: HashSet<NodeId> = document.violations.iter().map(|violation| violation.node).collect();
        let mut slots = Vec::new();
        for (node, id) in document.values() {
            let is_whole = node.kind() == Kind::String
                && !node.is_damaged()
                && !node.container().is_some_and(Node::is_doubtful)
                && !node.member().and_then(Node::key).is_some_and(Node::is_damaged);
            if !is_whole || refused.contains(&node.id()) || versions::is_version(node) {
                continue;
            }
            if knowledge.schema.values(id).is_empty() {
                slots.push(Slot { node, id, text: node.string_value(), keywords: knowledge.keywords(id) });
            }
        }
        let at: HashMap<NodeId, usize> = slots.iter().enumerate().map(|(at, slot)| (slot.node.id(), at)).collect();
        let mut residents: HashMap<NodeId, Vec<usize>> = HashMap::new();
        for (at, slot) in slots.iter().enumerate() {
            if let Some(node) = region_node(document, slot) {
                residents.entry(node.id()).or_default().push(at);
            }
        }
        let only_region = region_name::only_region(&slots);
        Some(Scene { project, document, knowledge, slots, at, residents, only_region, settled: HashSet::new() })
    }

    /// The texts of which nothing has been said.
    fn open(&self) -> impl Iterator<Item = &Slot<'d>> {
        self.slots.iter().filter(|slot| !self.settled.contains(&slot.node.id()))
    }

    /// The libraries that do something with the field.
    fn readers(&self, slot: &Slot<'_>) -> Vec<Library> {
        readers_that(self.document, slot.id, &[Reading::Needs, Reading::Checks, Reading::Reads])
    }

    /// The libraries that fail without the field.
    fn needing(&self, slot: &Slot<'_>) -> Vec<Library> {
        readers_that(self.document, slot.id, &[Reading::Needs])
    }

    /// How bad it is that the field holds something no service knows: a hint where nobody looks.
    fn severity(&self, slot: &Slot<'_>) -> Severity {
        match self.readers(slot).as_slice() {
            [] => Severity::Hint,
            readers => impact::severity(self.project, self.document, readers),
        }
    }

    /// The region that stands where the schema says that the one of this resource stands.
    fn region_slot(&self, slot: &Slot<'d>) -> Option<&Slot<'d>> {
        self.slot_of(region_node(self.document, slot)?)
    }

    fn slot_of(&self, node: Node<'_>) -> Option<&Slot<'d>> {
        self.at.get(&node.id()).map(|&at| &self.slots[at])
    }

    /// The resources whose region this field is.
    fn residents(&self, region: &Slot<'_>) -> impl Iterator<Item = &Slot<'d>> {
        self.residents.get(&region.node.id()).into_iter().flatten().map(|&at| &self.slots[at])
    }
}

fn region_node<'d>(document: &'d Document, slot: &Slot<'d>) -> Option<Node<'d>> {
    let pointer = slot.keywords.region_at.as_deref()?;
    crate::references::resolve(document.tree.root(), slot.node, 0, pointer).into_iter().next()
}

impl Slot<'_> {
    fn resource(&self) -> Option<&'static str> {
        self.keywords.resource.as_deref()
    }

    fn is_region(&self) -> bool {
        self.resource() == Some("region")
    }

    /// Its place, for a message.
    fn place(&self) -> String {
        wording::place(self.node)
    }

    /// Its place, at the beginning of a message.
    fn place_first(&self) -> String {
        wording::place_first(self.node)
    }

    /// The text for a message; nothing that must be kept secret is repeated.
    fn shown(&self) -> String {
        if self.keywords.secret { "the value".to_owned() } else { format!("`{}`", wording::excerpt(self.node)) }
    }

    /// Another text instead.
    fn replace(&self, text: &str) -> Edit {
        Edit::replace(self.node.content_range(), escape(text))
    }

    /// Other characters instead of these bytes of the text.
    fn replace_part(&self, part: &Range<usize>, with: &str) -> Edit {
        match self.bytes_of(part) {
            Some(range) => Edit::replace(range, with),
            None => self.replace(&format!("{}{with}{}", &self.text[..part.start], &self.text[part.end..])),
        }
    }

    /// Where these bytes of the text stand in the file; all of it when escapes are in between.
    fn marked(&self, part: &Range<usize>) -> Range<usize> {
        self.bytes_of(part).unwrap_or_else(|| self.node.range())
    }

    fn bytes_of(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let content = self.node.content_range();
        (content.len() == self.text.len()).then(|| content.start + part.start..content.start + part.end)
    }
}

impl Finding {
    /// A finding about one text.
    fn of(slot: &Slot<'_>, diagnostic: Diagnostic) -> Finding {
        Finding { diagnostic, settles: vec![slot.node.id()] }
    }
}
