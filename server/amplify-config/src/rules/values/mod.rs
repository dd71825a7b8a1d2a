//! Values that the schema does not allow: of the wrong type, outside the list, out of range.

mod entries;
mod enumeration;
mod limits;
pub(super) mod refused;
mod types;

use std::collections::HashSet;

use amplify_json::edit::Edit;
use amplify_json::schema::SubschemaId;
use amplify_json::string::escape;
use amplify_json::{Kind, Node, NodeId, Violation, ViolationKind};

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Document;
use crate::fitting::{Fitting, shown};
use crate::impact::{readers_that, severity};
use crate::keywords::Reading;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::keys::nesting::misplaced_entries;
use crate::{versions, wording};

pub(super) static CHECK: Check = Check {
    rules: &[
        rule!("values", "duplicate-item"),
        rule!("values", "null-value"),
        rule!("values", "out-of-range"),
        rule!("values", "unknown-value"),
        rule!("values", "wrong-form"),
        rule!("values", "wrong-length"),
        rule!("values", "wrong-type"),
    ],
    run: check,
};

/// Every value that does not fit. One value is said to be wrong once, and a type that is wrong is said first.
fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let violations = document.single_violations();
    let wrong_type: Vec<NodeId> = violations
        .iter()
        .filter(|violation| matches!(violation.kind, ViolationKind::WrongType(_)))
        .map(|violation| violation.node)
        .collect();
    let mut spoken_of: HashSet<NodeId> = HashSet::new();
    let misplaced = if violations.is_empty() { HashSet::new() } else { misplaced_entries(document) };
    let mut told = HashSet::new();
    let of_entries = entries::check(project, document, knowledge, &mut told);
    found.extend(of_entries);
    for violation in violations {
        if misplaced.contains(&violation.node) || told.contains(&violation.node) || is_astray(document, violation) {
            continue;
        }
        spoken_of.insert(violation.node);
        let node = document.tree.node(violation.node);
        let Some(id) = knowledge.schema.at(node) else { continue };
        let place = Place { project, document, knowledge, node, id };
        let has_wrong_type = wrong_type.binary_search(&violation.node).is_ok();
        found.extend(match &violation.kind {
            ViolationKind::WrongType(types) => Some(types::wrong_type(&place, types)),
            _ if has_wrong_type => None,
            ViolationKind::NotInEnum(_) if versions::is_version(node) => None,
            ViolationKind::NotInEnum(options) => Some(enumeration::not_in_enum(&place, options)),
            ViolationKind::DuplicateItem(first) => {
                Some(enumeration::duplicate_item(&place, document.tree.node(*first)))
            }
            other => limits::outside(&place, other),
        });
    }
    for (node, id) in document.values() {
        if node.kind() == Kind::String && !node.is_damaged() && !spoken_of.contains(&node.id()) {
            found.extend(enumeration::not_a_known_word(&Place { project, document, knowledge, node, id }));
        }
    }
}

/// Among objects of any name stands something else, and a bracket of theirs is lost: it belongs elsewhere.
fn is_astray(document: &Document, violation: &Violation) -> bool {
    let node = document.tree.node(violation.node);
    let wants_object = matches!(&violation.kind, ViolationKind::WrongType(types) if *types == ["object"]);
    wants_object && node.container().is_some_and(Node::is_doubtful)
}

/// A value and what is known of its place.
struct Place<'d> {
    project: &'d Project,
    document: &'d Document,
    knowledge: &'static Knowledge,
    node: Node<'d>,
    id: SubschemaId,
}

impl Place<'_> {
    /// A finding about the value, as bad as what the libraries do with it; those that refuse the file are named.
    fn diagnostic(&self, code: &'static str, mut message: String) -> Diagnostic {
        let breaks = readers_that(self.document, self.id_of_readers(), &[Reading::Needs, Reading::Checks]);
        let all = self.document.kind().map_or(0, |kind| Knowledge::readers(kind).len());
        if !breaks.is_empty() && breaks.len() < all {
            message = format!("{message}; {} the file", wording::libraries(&breaks, "refuses", "refuse"));
        }
        Diagnostic::new(code, severity(self.project, self.document, &breaks), self.telling_range(), message)
    }

    /// What says who reads the value: of an item that its list says.
    fn id_of_readers(&self) -> SubschemaId {
        let list = self.node.parent().filter(|_| self.knowledge.libraries(self.id).is_none());
        list.and_then(|list| self.knowledge.schema.at(list)).unwrap_or(self.id)
    }

    /// The value; of a whole object or list its key is marked.
    fn telling_range(&self) -> std::ops::Range<usize> {
        match self.node.kind() {
            Kind::Object | Kind::Array => wording::telling_range(self.node),
            _ => self.node.range(),
        }
    }

    /// Writes the fitting value instead of what is there; between the quotes, when both are texts.
    fn replace_with(&self, fitting: &Fitting) -> Fix {
        let word = shown(&fitting.text);
        let edit = match self.node.kind() {
            Kind::String if fitting.text.starts_with('"') => Edit::replace(self.node.content_range(), escape(&word)),
            _ => Edit::replace(self.node.range(), fitting.text.clone()),
        };
        let title = match word.as_bytes() {
            [b'[', ..] if word.len() > 60 => "Write it as a list".to_owned(),
            [b'{', ..] if word.len() > 60 => "Write it as an object".to_owned(),
            _ => format!("Replace with `{word}`"),
        };
        if fitting.certain { Fix::safe(title, vec![edit]) } else { Fix::likely(title, vec![edit]) }
    }
}
