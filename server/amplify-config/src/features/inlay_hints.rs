//! Words beside a value that say what it stands for: where a region is, and what people call what bears an id.
//!
//! Few on purpose. The place of a region is said once in a file, where it stands first; names come from the account, if
//! one is known. What a value means otherwise is for hover.

use std::ops::Range;

use amplify_json::Kind;

use super::our_document;
use crate::counterpart::{Counterpart, shown};
use crate::file_path::FilePath;
use crate::project::Project;
use crate::regions::region_title;

/// Words shown behind a value that do not stand in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// The byte they stand at.
    pub offset: usize,
    /// Plain text on one line, never empty.
    pub label: String,
}

/// The hints in a part of a file, in the order of the text.
pub fn inlay_hints(project: &Project, path: &FilePath, range: Range<usize>) -> Vec<InlayHint> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let Some(knowledge) = document.knowledge() else { return Vec::new() };
    let account = Counterpart::new(project, document);
    let mut regions: Vec<(usize, String)> = Vec::new();
    let mut hints: Vec<InlayHint> = Vec::new();
    for (node, id) in document.values().filter(|(node, _)| node.kind() == Kind::String && !node.is_damaged()) {
        let Some(resource) = knowledge.keywords(id).resource.as_deref() else { continue };
        let label = match (resource, &account) {
            ("region", _) => {
                regions.push((node.range().end, node.string_value().into_owned()));
                continue;
            }
            ("user-pool", Some(account)) => {
                let named = account.pools.iter().find(|pool| pool.node == node);
                let facts = named.and_then(|named| account.known_pool(named));
                facts.map(|facts| facts.name.as_str())
            }
            ("user-pool-client", Some(account)) => {
                let named = account.clients.iter().find(|client| client.node == node);
                named.and_then(|named| account.known_client(named)).map(|client| client.facts.name.as_str())
            }
            ("identity-pool", Some(account)) => {
                let named = account.identity_pools.iter().find(|(other, _)| *other == node);
                let facts = named.and_then(|(_, id)| account.inventory.identity_pool(id).known());
                facts.map(|facts| facts.name.as_str())
            }
            _ => None,
        };
        let label = label.map(str::trim).filter(|label| !label.is_empty());
        hints.extend(label.map(|label| InlayHint { offset: node.range().end, label: shown(label) }));
    }
    regions.sort();
    let mut seen: Vec<String> = Vec::new();
    for (offset, region) in regions {
        let title = region_title(&region).filter(|_| !seen.contains(&region));
        hints.extend(title.map(|title| InlayHint { offset, label: title.to_owned() }));
        seen.push(region);
    }
    hints.retain(|hint| range.start <= hint.offset && hint.offset <= range.end);
    hints.sort_by_key(|hint| hint.offset);
    hints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};
    use crate::features::testing;

    /// The hints of a file, each behind the end of what it stands at.
    #[track_caller]
    fn check(name: &str, text: &str, knows: bool, expected: &[&str]) {
        let (mut project, path) = testing::project_named(name, text);
        if knows {
            Account::read(SHOP).tell(&mut project, &path);
        }
        let hints = inlay_hints(&project, &path, 0..text.len());
        let drawn: Vec<String> = hints
            .iter()
            .map(|hint| {
                let before = &text[..hint.offset];
                let word = before.rsplit([' ', '{']).next().unwrap_or_default();
                format!("{word} {}", hint.label)
            })
            .collect();
        assert_eq!(drawn, expected);
        for hint in &hints {
            assert_eq!(inlay_hints(&project, &path, hint.offset..hint.offset).len(), 1);
        }
        assert_eq!(inlay_hints(&project, &path, 0..1), []);
    }

    #[test]
    fn a_region_is_named_once_and_ids_by_what_they_are_called() {
        let region = "\"eu-west-1\" Europe (Ireland)";
        check("amplify_outputs.json", OUTPUTS, false, &[region]);
        check(
            "amplify_outputs.json",
            OUTPUTS,
            true,
            &[
                "\"eu-west-1_qWeRt6789\" shop",
                region,
                "\"7k8l9m0n1o2p3q4r5s6t7u8v9a\" web",
                "\"eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d\" shop_identities",
            ],
        );
        check(
            "amplifyconfiguration.json",
            WEB,
            true,
            &[
                region,
                "\"eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d\" shop_identities",
                "\"eu-west-1_qWeRt6789\" shop",
                "\"7k8l9m0n1o2p3q4r5s6t7u8v9a\" web",
            ],
        );
        check(
            "amplifyconfiguration.json",
            MOBILE,
            true,
            &[
                "\"eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d\" shop_identities",
                region,
                "\"eu-west-1_qWeRt6789\" shop",
                "\"3n8d0k2m5q7r9t1v4x6z8b0c2e\" native",
                "\"3n8d0k2m5q7r9t1v4x6z8b0c2e\" native",
            ],
        );
        check("package.json", OUTPUTS.replace("auth", "x").as_str(), true, &[]);
    }
}
