//! Keys that the schema does not know, and keys that are missing: what was meant, and who breaks.

mod client_secret;
mod left_over;
mod meaning;
mod missing;
mod needed;
pub(super) mod nesting;
mod own_name;
mod unknown;
mod unlisted;

use std::borrow::Cow;
use std::collections::HashSet;

use amplify_json::schema::Additional;
use amplify_json::{Node, NodeId, ViolationKind};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::file::mixed::is_foreign_member;
use crate::secrets::secret_in;
use crate::spelling::{Nearness, nearest};
use meaning::{Meant, meaning, meant_plugin};
use needed::needed;

pub(super) static CHECK: Check = Check {
    rules: &[
        rule!("keys", "comment-key"),
        rule!("keys", "missing-key"),
        rule!("keys", "unknown-key"),
        rule!("keys", "unlisted-key"),
        rule!("keys", "wrong-nesting"),
    ],
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
        .filter(|member| !is_foreign_member(document, *member) && !is_only_a_secret(document, knowledge, *member))
        .map(|member| (member, meaning(document, knowledge, member)))
        .collect();
    near_misses(document, knowledge, &mut unknown);
    let mut free = needed(document, knowledge);
    if !unknown.is_empty() {
        let demanded = violations.iter().filter_map(|violation| match &violation.kind {
            ViolationKind::MissingProperties(names) => Some((violation.node, names.clone())),
            _ => None,
        });
        let wanted = free.iter().map(|(object, names)| (object.id(), names.clone()));
        left_over::settle(knowledge, &mut unknown, &demanded.chain(wanted).collect::<Vec<_>>());
    }
    let is_open = |meant: &Meant<'_>| match meant {
        Meant::Elsewhere(..) | Meant::Unknown => true,
        // What is there already cannot have been meant a second time.
        Meant::There(target, name, _) => target.member_named(name).is_some(),
        _ => false,
    };
    let settled = unknown.iter().filter(|(_, meant)| !is_open(meant));
    let settled: HashSet<NodeId> = settled.map(|(member, _)| member.id()).collect();
    let levels = nesting::levels(document, knowledge, &settled);
    unknown.retain(|(member, _)| !levels.iter().any(|level| level.members.contains(member)));
    let mut explained: HashSet<(NodeId, &str)> = unknown
        .iter()
        .filter_map(|(member, meant)| match meant {
            Meant::Here(name, _) => member.container().map(|object| (object.id(), name.as_ref())),
            Meant::There(object, name, _) => Some((object.id(), *name)),
            _ => None,
        })
        .collect();
    for level in &levels {
        explained.extend(level.explains());
    }
    found.extend(levels.iter().filter_map(|level| level.diagnostic(project, document, knowledge)));
    // What lacks a key under a wrong name is looked at again under the right one.
    let misnamed: HashSet<NodeId> = unknown.iter().filter_map(|(member, _)| member.value()).map(Node::id).collect();
    let unexplained = |object: Node<'_>, names: &'_ [String]| -> Vec<String> {
        let names = names.iter().filter(|_| !misnamed.contains(&object.id()));
        names.filter(|name| !explained.contains(&(object.id(), name.as_str()))).cloned().collect()
    };
    found.extend(unknown.iter().filter_map(|(member, meant)| unknown::diagnostic(project, document, *member, meant)));
    for violation in &violations {
        let object = document.tree.node(violation.node);
        let diagnostic = match &violation.kind {
            ViolationKind::MissingProperties(demanded) => {
                let mut names = demanded.clone();
                if let Some(at) = free.iter().position(|(other, _)| *other == object) {
                    names.extend(free.swap_remove(at).1);
                }
                let (always, beside) = missing::kinds(knowledge, object, unexplained(object, &names));
                found.extend(beside.iter().filter_map(|name| missing::needed_beside(document, object, name)));
                missing::diagnostic(project, document, object, &always, demanded)
            }
            ViolationKind::NoAlternative(branches) => {
                let stands_there = |name: &String| explained.contains(&(object.id(), name.as_str()));
                match begun(object, knowledge, branches) {
                    Some(lacks) => missing::diagnostic(project, document, object, &unexplained(object, lacks), lacks),
                    None if branches.iter().flatten().any(stands_there) => None,
                    None => Some(missing::no_alternative(object, branches)),
                }
            }
            _ => None,
        };
        found.extend(diagnostic);
    }
    found.extend(free.iter().filter_map(|(object, names)| {
        missing::diagnostic(project, document, *object, &unexplained(*object, names), &[])
    }));
    let is_explained = |object: Node<'_>, name: &str| explained.contains(&(object.id(), name));
    found.extend(needed::alone(project, document, knowledge, is_explained));
    found.extend(needed::without_region(project, document));
    found.extend(needed::without_models(project, document));
    found.extend(client_secret::in_one_place(project, document));
}

/// That a secret is there is worse than that nobody reads it, and is said elsewhere.
fn is_only_a_secret(document: &Document, knowledge: &Knowledge, member: Node<'_>) -> bool {
    let object = member.container().and_then(|object| document.subschema(object));
    secret_in(member).is_some() && !object.is_some_and(|(_, id)| knowledge.is_misspelt_field(id, &member.name()))
}

/// Where any key is allowed, or any name, one that is nearly a known key which is not there is still a slip.
fn near_misses<'d>(document: &'d Document, knowledge: &'static Knowledge, unknown: &mut Vec<(Node<'d>, Meant<'d>)>) {
    let schema = &knowledge.schema;
    for (object, id) in document.values() {
        let subschema = schema.get(id);
        let takes_any = subschema.additional != Additional::Forbidden || !subschema.patterns.is_empty();
        let known = schema.properties(id);
        if object.is_doubtful() || !takes_any || known.is_empty() && object.name() != "plugins" {
            continue;
        }
        for member in object.members() {
            let name = member.name();
            let is_named = known.iter().any(|(other, _)| *other == name);
            if is_named || unknown.iter().any(|(other, _)| *other == member) {
                continue;
            }
            let plainly = knowledge.field_called(&known, &name).map(|right| (right, Nearness::Folded));
            // A key that has a place of its own is no slip for another one, as `Auth` for `oauth`.
            let has_place = || subschema.patterns.iter().any(|(pattern, _)| pattern.is_match(&name));
            let near = || nearest(&name, known.iter().map(|(name, _)| *name)).filter(|_| !has_place());
            let is_guess = member.key().is_some_and(|key| key.is_damaged() && !key.has_open_quote());
            if is_guess || is_foreign_member(document, member) {
                continue;
            }
            match plainly.or_else(near) {
                Some((right, nearness)) if object.member_named(right).is_none() => {
                    unknown.push((member, Meant::Here(Cow::Borrowed(right), nearness)));
                }
                Some(_) => {}
                None if has_place() => {}
                None => unknown.extend(meant_plugin(document, knowledge, member).map(|meant| (member, meant))),
            }
        }
    }
}

/// Of several sets of members the one that the object has begun, without what stands there under another name; `None`
/// when it has begun none.
fn begun<'b>(object: Node<'_>, knowledge: &Knowledge, branches: &'b [Vec<String>]) -> Option<&'b Vec<String>> {
    let id = knowledge.schema.at(object)?;
    let ways = knowledge.subschema(id).any_of.iter().map(|&branch| &knowledge.subschema(branch).required);
    branches.iter().zip(ways).find(|(lacks, needs)| lacks.len() < needs.len()).map(|(lacks, _)| lacks)
}
