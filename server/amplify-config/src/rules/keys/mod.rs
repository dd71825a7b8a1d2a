//! Keys that the schema does not know, and keys that are missing: what was meant, and who breaks.

mod meaning;
mod missing;
mod unknown;

use std::collections::HashSet;

use amplify_json::schema::Additional;
use amplify_json::{Node, NodeId, ViolationKind};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::spelling::nearest;
use meaning::{Meant, meaning};

pub(super) static CHECK: Check = Check {
    rules: &[rule!("keys", "comment-key"), rule!("keys", "missing-key"), rule!("keys", "unknown-key")],
    run: check,
};

/// Unknown and missing keys. A missing key that stands there under a wrong name is one fault, not two.
fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let violations = document.single_violations();
    let mut unknown: Vec<(Node<'_>, Meant<'_>)> = violations
        .iter()
        .filter(|violation| matches!(violation.kind, ViolationKind::UnknownProperty(_)))
        .map(|violation| document.tree.node(violation.node))
        .map(|member| (member, meaning(document, knowledge, member)))
        .collect();
    near_misses(document, knowledge, &mut unknown);
    let explained: HashSet<(NodeId, &str)> = unknown
        .iter()
        .filter_map(|(member, meant)| match meant {
            Meant::Here(name, _) => member.container().map(|object| (object.id(), *name)),
            Meant::There(object, name, _) => Some((object.id(), *name)),
            _ => None,
        })
        .collect();
    found.extend(unknown.iter().filter_map(|(member, meant)| unknown::diagnostic(project, document, *member, meant)));
    for violation in &violations {
        let object = document.tree.node(violation.node);
        found.extend(match &violation.kind {
            ViolationKind::MissingProperties(names) => {
                let names: Vec<&str> =
                    names.iter().map(String::as_str).filter(|name| !explained.contains(&(object.id(), name))).collect();
                missing::diagnostic(project, document, object, &names)
            }
            ViolationKind::NoAlternative(branches) => Some(missing::no_alternative(object, branches)),
            _ => None,
        });
    }
}

/// Where any key is allowed, one that is nearly a known one is still a slip.
fn near_misses<'d>(document: &'d Document, knowledge: &'static Knowledge, unknown: &mut Vec<(Node<'d>, Meant<'d>)>) {
    let schema = &knowledge.schema;
    let mut open = vec![(document.tree.root(), schema.root())];
    while let Some((object, id)) = open.pop() {
        let known = schema.properties(id);
        let is_open = schema.get(id).additional == Additional::Any && !known.is_empty() && !object.is_doubtful();
        for member in object.members() {
            let name = member.name();
            if let Some((_, property)) = known.iter().find(|(other, _)| *other == name) {
                if let Some(value) = member.value().filter(|_| !knowledge.keywords(*property).generated) {
                    open.push((value, *property));
                }
                continue;
            }
            if !is_open || schema.property(id, &name).is_some() {
                continue;
            }
            let Some((right, nearness)) = nearest(&name, known.iter().map(|(name, _)| *name)) else { continue };
            let is_guess = member.key().is_some_and(|key| key.is_damaged() && !key.has_open_quote());
            if !is_guess && object.member_named(right).is_none() {
                unknown.push((member, Meant::Here(right, nearness)));
            }
        }
    }
}
