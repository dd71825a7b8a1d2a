//! Entries of `AppSync` in the auth plugin that match no API: amplify-flutter finds the further modes of an API there.

use amplify_json::edit::Edit;
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use super::apis::at;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::placeholders::is_placeholder;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("data", "appsync-without-api")], run: check };

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.kind() != Some(ConfigKind::Mobile) {
        return;
    }
    let root = document.tree.root();
    let plugin = at(root, &["api", "plugins", "awsAPIPlugin"]).and_then(|node| sound::container(document, node));
    let entries = plugin.into_iter().flat_map(Node::members).filter_map(Node::value);
    let graphql =
        entries.filter(|entry| entry.get("endpointType").and_then(Node::as_str).is_none_or(|kind| kind != "REST"));
    let known: Option<Vec<_>> = graphql.map(|entry| sound::text(document, entry.get("endpoint")?)).collect();
    // Without an API there is nothing to compare with, and one that cannot be read may be the one that is meant.
    let Some(known) = known.filter(|known| !known.is_empty()) else { return };
    let blocks = at(root, &["auth", "plugins", "awsCognitoAuthPlugin", "AppSync"]);
    for block in blocks.into_iter().flat_map(Node::members).filter_map(Node::value) {
        let Some(node) = block.get("ApiUrl").filter(|node| node.kind() == Kind::String) else { continue };
        let Some(address) = sound::text(document, node) else { continue };
        if address.is_empty() || is_placeholder(&address) || known.contains(&address) {
            continue;
        }
        let message = "No API in `awsAPIPlugin` has this address: amplify-flutter attaches the mode to none";
        let mut choices = known.clone();
        choices.sort();
        choices.dedup();
        let is_only = choices.len() == 1;
        let mut diagnostic = Diagnostic::new(
            "appsync-without-api",
            severity(project, document, &[Library::Flutter]),
            node.range(),
            message,
        );
        for choice in choices.into_iter().take(4) {
            let edits = vec![Edit::replace(node.content_range(), escape(&choice))];
            let title = format!("Replace with `{choice}`");
            diagnostic.fixes.push(if is_only { Fix::likely(title, edits) } else { Fix::possible(title, edits) });
        }
        found.push(diagnostic);
    }
}
