//! Paths of owners and rules for owners: one needs the other.

use amplify_json::Node;
use amplify_json::edit::{add_member, remove_child};

use super::path::judge;
use super::rules::{OWNER, Path, paths};
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("storage", "owner-without-rule")], run: check };

/// The role of the owner.
const ROLE: &str = "entityidentity";

/// All that an owner may do.
const ACTIONS: &str = "[\n  \"get\",\n  \"list\",\n  \"write\",\n  \"delete\"\n]";

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    for path in paths(document) {
        let name = path.key.string_value();
        if name.contains(OWNER) {
            if sound::is_absent(document, path.rule, ROLE) {
                found.push(without_rule(project, document, &path));
            }
        } else if judge(&name).is_none()
            && let Some(key) = path.rule.member_named(ROLE).and_then(Node::key)
        {
            found.push(without_owner(&path, key));
        }
    }
}

fn without_rule(project: &Project, document: &Document, path: &Path<'_>) -> Diagnostic {
    let message = format!(
        "The path belongs to an owner but has no rule `{ROLE}`: amplify-js then lists it without permissions, and Storage Browser throws"
    );
    let severity = severity(project, document, &[Library::Js]);
    let edits = vec![add_member(path.rule, ROLE, ACTIONS)];
    let fix = path.rule.is_closed().then(|| Fix::likely(format!("Add `{ROLE}` with all actions"), edits));
    Diagnostic::new("owner-without-rule", severity, path.key.range(), message).with_fix(fix)
}

fn without_owner(path: &Path<'_>, key: Node<'_>) -> Diagnostic {
    let name = path.key.string_value();
    let message = format!("`{ROLE}` has no effect on `{name}`: only a path with `{OWNER}` has an owner");
    let edits = key.member().map(|member| vec![remove_child(member)]);
    let remove = edits.map(|edits| Fix::possible(format!("Remove `{ROLE}`"), edits));
    Diagnostic::new("owner-without-rule", Severity::Hint, key.range(), message)
        .with_tag(Tag::Unnecessary)
        .with_fix(remove)
}
