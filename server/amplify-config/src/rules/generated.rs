//! Machine-made content that does not look machine-made.

use amplify_json::{Node, ViolationKind};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::project::Project;

/// More differences than this are one finding: nobody mends them one by one.
const FEW: usize = 5;

/// The machine-made part of a document that differs from what the tools write in too many places to name them.
fn hand_written(document: &Document) -> Option<(Node<'_>, usize)> {
    let root = generated(document)?;
    let count =
        document.violations.iter().filter(|violation| is_inside(root, document.tree.node(violation.node))).count();
    (count > FEW).then_some((root, count))
}

fn is_inside(root: Node<'_>, node: Node<'_>) -> bool {
    root.range().start <= node.range().start && node.range().end <= root.range().end
}

impl Document {
    /// The violations that are to be named one by one.
    pub(crate) fn single_violations(&self) -> Vec<&amplify_json::Violation> {
        let whole = hand_written(self);
        let named = |violation: &&amplify_json::Violation| match whole {
            Some((root, _)) => !is_inside(root, self.tree.node(violation.node)),
            None => true,
        };
        self.violations.iter().filter(named).collect()
    }
}

fn generated(document: &Document) -> Option<Node<'_>> {
    let root = document.tree.root();
    root.get("data").and_then(|data| data.get("model_introspection")).or_else(|| root.get("modelIntrospection"))
}

/// At most one finding.
pub(crate) fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some((root, count)) = hand_written(document) else { return };
    let Some(key) = root.member().and_then(Node::key) else { return };
    let broken = document.violations.iter().any(|violation| {
        let node = document.tree.node(violation.node);
        node == root && matches!(&violation.kind, ViolationKind::MissingProperties(names) if names.iter().any(|name| name == "models" || name == "enums"))
    });
    found.push(Diagnostic {
        code: "edited-introspection",
        severity: if broken { Severity::Error } else { Severity::Warning },
        range: key.range(),
        message: format!(
            "`{}` differs in {count} places from what the Amplify tools write; run `npx ampx generate outputs` (Gen 2) or `amplify codegen models` (Gen 1) to have it written again",
            key.string_value()
        ),
        related: Vec::new(),
        tags: Vec::new(),
        fixes: Vec::new(),
    });
}
