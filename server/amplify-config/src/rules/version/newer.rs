//! Fields and values of a newer version than the one the file declares.

use amplify_json::Kind;
use amplify_json::edit::Edit;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::versions::{self, Newer};
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("version", "newer-than-version")], run: check };

/// One finding, since the version alone is wrong: the lowest one that knows them all is to be declared.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(version) = document.tree.root().get("version").filter(|node| node.kind() == Kind::String) else { return };
    let text = version.string_value();
    let Some(declared) = versions::parse(&text).filter(|_| versions::all().contains(&text.as_ref())) else { return };
    let parts = versions::newer_parts(document);
    let newer: Vec<&Newer<'_>> = parts.iter().filter(|part| versions::parse(part.since) > Some(declared)).collect();
    let Some(lowest) = newer.iter().map(|part| part.since).max_by_key(|since| versions::parse(since)) else { return };
    // The tools themselves write new fields under an old number: that is worth knowing, not mending.
    let severity = if is_tool_written(document) { Severity::Information } else { Severity::Warning };
    let Some((first, others)) = newer.split_first() else { return };
    let message = if others.is_empty() {
        format!("`{}` came with version {}, but the file declares version {text}", first.name, first.since)
    } else {
        let mut names: Vec<&str> = newer.iter().map(|part| part.name.as_ref()).collect();
        names.dedup();
        let names = wording::code_list(&names, "and");
        format!("{names} came later than version {text}, which the file declares: version {lowest} knows them all")
    };
    let raise = || {
        let edits = vec![Edit::replace(version.content_range(), lowest)];
        Fix::safe(format!("Raise the version to `{lowest}`"), edits)
    };
    let fix = (!version.is_damaged()).then(raise);
    let mut diagnostic = Diagnostic::new("newer-than-version", severity, first.node.range(), message).with_fix(fix);
    for other in others {
        diagnostic = diagnostic.with_related(&document.path, other.node.range(), "this is newer, too");
    }
    found.push(diagnostic);
}

/// The text is laid out as the tools write it and its version is not the first key, where people put it.
fn is_tool_written(document: &Document) -> bool {
    let root = document.tree.root();
    let first = root.members().next().is_some_and(|member| member.name() == "version");
    let text = document.text();
    !first && text.starts_with("{\n  \"") && text.ends_with("\n}")
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::findings;

    /// What is said of a file of that version with buckets that have paths.
    #[track_caller]
    fn check(version: &str, expected: &[&str]) {
        let text = format!(
            r#"{{"version": "{version}", "auth": {{"aws_region": "eu-west-1", "user_pool_id": "eu-west-1_qWeRt6789",
                "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                "identity_pool_id": "eu-west-1:5c0e8b1a-9d47-4f63-b2a8-71e6d3f9c405"}},
                "storage": {{"aws_region": "eu-west-1", "bucket_name": "shop-media-8f3k2", "buckets": [
                    {{"name": "media", "bucket_name": "shop-media-8f3k2", "aws_region": "eu-west-1",
                      "paths": {{"media/*": {{"authenticated": ["get"]}}}}}}]}}}}"#
        );
        let found = findings("amplify_outputs.json", &text, &[]);
        let said: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(said, expected, "{version}");
    }

    #[test]
    fn what_stands_in_a_newer_field_can_be_newer_still() {
        check("1.2", &[]);
        check("1.1", &["`paths` came with version 1.2, but the file declares version 1.1"]);
        let both =
            "`buckets` and `paths` came later than version 1, which the file declares: version 1.2 knows them all";
        check("1", &[both]);
    }
}
