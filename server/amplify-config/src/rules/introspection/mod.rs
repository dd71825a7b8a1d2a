//! Machine-made content that does not look machine-made: as a whole here, and in single names.

mod description;
pub(super) mod names;
mod report;

use amplify_json::{Node, Violation, ViolationKind};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};

pub(super) static CHECK: Check = Check { rules: &[rule!("introspection", "edited-introspection")], run: check };

/// More differences than this are one finding: nobody mends them one by one.
const FEW: usize = 5;

impl Document {
    /// The violations that are to be named one by one: all but those of machine-made content that has many.
    pub(crate) fn single_violations(&self) -> Vec<&Violation> {
        let whole = edited(self).map(|(root, _)| root);
        let named = |violation: &&Violation| !whole.is_some_and(|root| is_inside(root, self.tree.node(violation.node)));
        self.violations.iter().filter(named).collect()
    }
}

/// The machine-made part of a document that differs from what the tools write in too many places to name them, and
/// their number.
fn edited(document: &Document) -> Option<(Node<'_>, usize)> {
    if document.violations.len() <= FEW {
        return None;
    }
    let generated = document.models()?;
    let inside = |violation: &&Violation| is_inside(generated, document.tree.node(violation.node));
    let count = document.violations.iter().filter(inside).count();
    (count > FEW).then_some((generated, count))
}

fn is_inside(root: Node<'_>, node: Node<'_>) -> bool {
    root.range().start <= node.range().start && node.range().end <= root.range().end
}

fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some((root, count)) = edited(document) else { return };
    let Some(key) = root.member().and_then(Node::key) else { return };
    let needed = |name: &String| name == "models" || name == "enums";
    let breaks = document.violations.iter().any(|violation| match &violation.kind {
        ViolationKind::MissingProperties(names) => violation.node == root.id() && names.iter().any(needed),
        _ => false,
    });
    let severity = if breaks { Severity::Error } else { Severity::Warning };
    let message = format!(
        "`{}` differs in {count} places from what the Amplify tools write; run `npx ampx generate outputs` (Gen 2) or `amplify codegen models` (Gen 1) to have it written again",
        key.string_value()
    );
    found.push(Diagnostic::new("edited-introspection", severity, key.range(), message));
}
