//! Fields and values of a newer version than the one the file declares.

use amplify_json::Kind;
use amplify_json::edit::Edit;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::versions;

/// One finding for each, with one and the same fix: the lowest version that knows them all.
pub(crate) fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(version) = document.tree.root().get("version").filter(|node| node.kind() == Kind::String) else { return };
    let Some(declared) = versions::parse(&version.string_value()) else { return };
    let newer = versions::newer_parts(document);
    let highest = newer.iter().filter_map(|part| versions::parse(part.since)).max();
    for part in &newer {
        if versions::parse(part.since) <= Some(declared) {
            continue;
        }
        let lowest =
            newer.iter().find(|part| versions::parse(part.since) == highest).map_or(part.since, |part| part.since);
        let mut fixes = Vec::new();
        if !version.is_damaged() {
            fixes.push(Fix {
                title: format!("Raise the version to `{lowest}`"),
                edits: vec![Edit::replace(version.content_range(), lowest)],
                safe: true,
                preferred: true,
            });
        }
        // The tools themselves write new fields under an old number: that is worth knowing, not mending.
        let severity = if is_tool_written(document) { Severity::Information } else { Severity::Warning };
        found.push(Diagnostic {
            code: "newer-than-version",
            severity,
            range: part.node.range(),
            message: format!(
                "`{}` came with version {}, but the file declares version {}",
                part.name,
                part.since,
                version.string_value()
            ),
            related: Vec::new(),
            tags: Vec::new(),
            fixes,
        });
    }
}

/// The text is laid out as the tools write it and its version is not the first key, where people put it.
fn is_tool_written(document: &Document) -> bool {
    let root = document.tree.root();
    let first = root.members().next().is_some_and(|member| member.name() == "version");
    let text = document.text();
    !first && text.starts_with("{\n  \"") && text.ends_with("\n}")
}
