//! Fields and values of a newer version than the one the file declares.

use amplify_json::Kind;
use amplify_json::edit::Edit;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::versions::{self, Newer};

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("version", "newer-than-version")], run: check };

/// One finding for each, with one and the same fix: the lowest version that knows them all.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(version) = document.tree.root().get("version").filter(|node| node.kind() == Kind::String) else { return };
    let text = version.string_value();
    let Some(declared) = versions::parse(&text).filter(|_| versions::all().contains(&text.as_ref())) else { return };
    let parts = versions::newer_parts(document);
    let newer: Vec<&Newer<'_>> = parts.iter().filter(|part| versions::parse(part.since) > Some(declared)).collect();
    let Some(lowest) = newer.iter().map(|part| part.since).max_by_key(|since| versions::parse(since)) else { return };
    // The tools themselves write new fields under an old number: that is worth knowing, not mending.
    let severity = if is_tool_written(document) { Severity::Information } else { Severity::Warning };
    for part in newer {
        let message = format!(
            "`{}` came with version {}, but the file declares version {}",
            part.name,
            part.since,
            version.string_value()
        );
        let raise = || {
            let edits = vec![Edit::replace(version.content_range(), lowest)];
            Fix::safe(format!("Raise the version to `{lowest}`"), edits)
        };
        let fix = (!version.is_damaged()).then(raise);
        found.push(Diagnostic::new("newer-than-version", severity, part.node.range(), message).with_fix(fix));
    }
}

/// The text is laid out as the tools write it and its version is not the first key, where people put it.
fn is_tool_written(document: &Document) -> bool {
    let root = document.tree.root();
    let first = root.members().next().is_some_and(|member| member.name() == "version");
    let text = document.text();
    !first && text.starts_with("{\n  \"") && text.ends_with("\n}")
}
