//! What `amplify mock` writes while it runs, left in the file.

use amplify_json::edit::remove_child;
use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::spelling::fold;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("data", "mock-leftover")], run: check };

/// The flags, in whatever style a kind of file writes them.
const FLAGS: [&str; 2] = ["dangerouslyconnecttohttpendpointfortesting", "dangerouslyconnecttohttpendpoint"];

/// The key of the mock API.
const KEY: &str = "da2-fakeApiId123456";

/// The ports of the mock servers for APIs and for storage.
const PORTS: [&str; 2] = [":20002", ":20005"];

/// One finding, since one run wrote them all.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if !matches!(document.kind(), Some(ConfigKind::Web | ConfigKind::Mobile)) {
        return;
    }
    let values = document.values().map(|(node, _)| node);
    let mut leftovers: Vec<Node<'_>> = values.filter(|node| is_leftover(*node)).collect();
    leftovers.sort_by_key(|node| node.range().start);
    let Some((first, others)) = leftovers.split_first() else { return };
    let message = "`amplify mock` wrote this while it ran: in a released app requests go to a server that is not there";
    let mut diagnostic = Diagnostic::new("mock-leftover", Severity::Warning, telling(*first).range(), message);
    for node in others {
        diagnostic = diagnostic.with_related(&document.path, telling(*node).range(), "this too");
    }
    let flags: Vec<Node<'_>> =
        leftovers.iter().filter(|node| node.kind() == Kind::Bool).filter_map(|node| node.member()).collect();
    // With the flags alone everything else is as it was.
    if flags.len() == leftovers.len() {
        let mut edits: Vec<_> = flags.iter().map(|flag| remove_child(*flag)).collect();
        edits.sort();
        if edits.windows(2).all(|pair| pair[0].end <= pair[1].start) {
            diagnostic.fixes.push(Fix::likely("Remove what `amplify mock` wrote", edits));
        }
    }
    found.push(diagnostic);
}

fn is_leftover(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Bool => {
            let name = fold(&node.name());
            node.as_bool() == Some(true) && FLAGS.iter().any(|flag| name.ends_with(flag))
        }
        Kind::String => {
            let text = node.string_value();
            let authority = text.strip_prefix("http://").and_then(|rest| rest.split('/').next());
            text == KEY || authority.is_some_and(|host| PORTS.iter().any(|port| host.ends_with(port)))
        }
        _ => false,
    }
}

/// A flag is told by its name.
fn telling(node: Node<'_>) -> Node<'_> {
    if node.kind() == Kind::Bool { node.member().and_then(Node::key).unwrap_or(node) } else { node }
}
