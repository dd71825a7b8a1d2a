//! Values that are right, and for which one library refuses the file all the same.

use amplify_json::edit::remove_child;
use amplify_json::{Kind, Node, ViolationKind};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("values", "refused-value")], run: check };

/// Only what a project is known to use makes it an error: the tools write these values.
fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let used = project.libraries(&document.path);
    for (node, id) in document.values() {
        let refused = &knowledge.keywords(id).refused_by;
        let is_second = || {
            let is_it = |kind: &ViolationKind| matches!(kind, ViolationKind::DuplicateItem(_));
            document.violations.iter().any(|violation| violation.node == node.id() && is_it(&violation.kind))
        };
        if refused.is_empty() || node.is_damaged() || is_second() {
            continue;
        }
        let Some(refusing) = node.as_str().and_then(|text| refused.get(&*text)) else { continue };
        let broken: Vec<Library> =
            refusing.iter().copied().filter(|library| used.is_empty() || used.contains(library)).collect();
        if broken.is_empty() {
            continue;
        }
        let message = format!(
            "`{}` in {} is right, yet {} the whole file for it",
            wording::excerpt(node),
            wording::place(node),
            wording::libraries(&broken, "refuses", "refuse")
        );
        let severity =
            if used.is_empty() { Severity::Information } else { impact::severity(project, document, &broken) };
        let is_item = node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
        let remove =
            |node: Node<'_>| Fix::possible(format!("Remove `{}`", wording::excerpt(node)), vec![remove_child(node)]);
        let fix = is_item.then(|| remove(node));
        found.push(Diagnostic::new("refused-value", severity, node.range(), message).with_fix(fix));
    }
}
