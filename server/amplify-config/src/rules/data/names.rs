//! Entries of lists by whose names code finds them, two of which have one name.

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use super::apis::at;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("data", "duplicate-name")], run: check };

/// A list of entries with names.
struct Named {
    kind: ConfigKind,
    path: &'static [&'static str],
    /// The libraries that fail over two entries of one name; when none does, the later one wins.
    fail: &'static [Library],
    effect: &'static str,
}

const LISTS: [Named; 2] = [
    Named {
        kind: ConfigKind::Outputs,
        path: &["storage", "buckets"],
        fail: &[Library::Js, Library::Flutter],
        effect: "amplify-js refuses the configuration, and amplify-flutter fails when code asks for the name",
    },
    Named {
        kind: ConfigKind::Web,
        path: &["aws_cloud_logic_custom"],
        fail: &[],
        effect: "code finds the last one only",
    },
];

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    for named in LISTS.iter().filter(|named| document.kind() == Some(named.kind)) {
        let list = at(document.tree.root(), named.path).filter(|list| list.kind() == Kind::Array);
        let mut seen: Vec<(String, Node<'_>)> = Vec::new();
        for item in list.into_iter().flat_map(Node::items) {
            let Some(node) = item.get("name") else { continue };
            let Some(name) = sound::text(document, node).filter(|name| !name.is_empty()) else { continue };
            match seen.iter().find(|(other, _)| *other == name) {
                Some((_, first)) => found.push(twice(project, document, named, *first, node, &seen)),
                None => seen.push((name.into_owned(), node)),
            }
        }
    }
}

fn twice(
    project: &Project,
    document: &Document,
    named: &Named,
    first: Node<'_>,
    node: Node<'_>,
    seen: &[(String, Node<'_>)],
) -> Diagnostic {
    let name = node.string_value();
    let severity = match named.fail {
        [] => Severity::Warning,
        libraries => severity(project, document, libraries),
    };
    let message = format!("The name `{name}` is in the list twice: {}", named.effect);
    let items = node.container().zip(first.container());
    let is_same = items.is_some_and(|(later, first)| later.to_value(8) == first.to_value(8));
    let fix = if is_same {
        items.map(|(later, _)| Fix::safe("Remove the second entry, which says the same", vec![remove_child(later)]))
    } else {
        let others: Vec<String> = node
            .container()
            .and_then(Node::parent)
            .into_iter()
            .flat_map(Node::items)
            .map(|item| item.get("name").map(|name| name.string_value().into_owned()).unwrap_or_default())
            .collect();
        let is_free = |name: &String| !others.contains(name) && seen.iter().all(|(other, _)| other != name);
        let free = (2..).map(|number| format!("{name}-{number}")).find(is_free);
        free.map(|free| {
            let edits = vec![Edit::replace(node.content_range(), escape(&free))];
            Fix::possible(format!("Rename to `{free}`"), edits)
        })
    };
    Diagnostic::new("duplicate-name", severity, node.range(), message)
        .with_related(&document.path, first.range(), "the first one is here")
        .with_fix(fix)
}
