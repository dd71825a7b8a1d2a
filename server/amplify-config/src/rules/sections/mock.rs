//! What `amplify mock` wrote: addresses of a server on the developer's computer.

use amplify_json::edit::Edit;
use amplify_json::{Kind, Node};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::ids::address;
use crate::project::Project;
use crate::removal::remove_members;
use crate::rule::{Check, rule};
use crate::spelling::fold;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("sections", "mock-endpoint")], run: check };

/// The ports of the mock servers for GraphQL and for storage.
const PORTS: [&str; 2] = ["20002", "20005"];

/// The key that every mock API takes.
const KEY: &str = "da2-fakeApiId123456";

/// What a value has to do with mocking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trace {
    Address,
    Key,
    Flag,
}

/// One finding for a file, at its first trace: they are written and taken out together.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let mut traces: Vec<(Node<'_>, Trace)> =
        document.values().filter_map(|(node, _)| Some((node, trace(node)?))).collect();
    traces.sort_by_key(|(node, _)| node.range().start);
    let Some(((first, _), others)) = traces.split_first() else { return };
    let message = "This is of `amplify mock`: it works only while the mock server runs on your computer, so it must not be released";
    let mut diagnostic = Diagnostic::new("mock-endpoint", Severity::Warning, first.range(), message);
    for (other, _) in others {
        diagnostic = diagnostic.with_related(&document.path, other.range(), "this is of the mock server too");
    }
    found.push(diagnostic.with_fix(without_flags(&traces)));
}

/// Flags alone can be taken out; the right addresses are written by the Amplify CLI.
fn without_flags(traces: &[(Node<'_>, Trace)]) -> Option<Fix> {
    if traces.iter().any(|(_, trace)| *trace != Trace::Flag) {
        return None;
    }
    let members: Vec<Node<'_>> = traces.iter().filter_map(|(node, _)| node.member()).collect();
    let mut objects: Vec<Node<'_>> = members.iter().filter_map(|member| member.container()).collect();
    objects.dedup();
    let mut edits: Vec<Edit> = objects.into_iter().flat_map(|object| remove_members(object, &members)).collect();
    edits.sort();
    let flag = if members.len() == 1 { "the flag" } else { "the flags" };
    Some(Fix::likely(format!("Remove {flag} of the mock server"), edits))
}

fn trace(node: Node<'_>) -> Option<Trace> {
    match node.kind() {
        Kind::Bool => {
            let is_flag = node.as_bool() == Some(true) && fold(&node.name()).contains("dangerouslyconnecttohttp");
            is_flag.then_some(Trace::Flag)
        }
        Kind::String if !node.is_damaged() => {
            let text = node.string_value();
            match () {
                () if text == KEY => Some(Trace::Key),
                () if is_mock_address(&text) => Some(Trace::Address),
                () => None,
            }
        }
        _ => None,
    }
}

/// An address of plain http at a port of the mock servers.
pub(in crate::rules) fn is_mock_address(text: &str) -> bool {
    let is_mock = |text: &str| PORTS.contains(&text);
    address(text)
        .is_some_and(|parts| &text[parts.scheme] == "http" && parts.port.is_some_and(|port| is_mock(&text[port])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mock_addresses_are_told_from_others() {
        for (text, is_mock) in [
            ("http://192.168.1.7:20002/graphql", true),
            ("http://localhost:20005", true),
            ("http://10.0.2.2:20002/graphql", true),
            ("https://192.168.1.7:20002/graphql", false),
            ("http://localhost:2000/graphql", false),
            ("http://localhost:200021/graphql", false),
            ("http://api.shop.dev/20002", false),
            ("20002", false),
        ] {
            assert_eq!(is_mock_address(text), is_mock, "{text}");
        }
    }
}
