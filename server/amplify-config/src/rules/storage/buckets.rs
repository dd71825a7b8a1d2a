//! The default bucket and the list of buckets: it is one of them, and each is listed once.
//!
//! That a bucket has one region is looked at where regions are.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_item};
use amplify_json::string::{escape, quote};

use super::rules::buckets;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::ids::is_bucket_name;
use crate::placeholders::is_placeholder;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;
use crate::spelling::nearest;

pub(in crate::rules) static CHECK: Check =
    Check { rules: &[rule!("storage", "unlisted-default-bucket"), rule!("storage", "repeated-bucket")], run: check };

fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.kind() != Some(ConfigKind::Outputs) {
        return;
    }
    let entries: Vec<Node<'_>> = buckets(document);
    repeated(document, &entries, found);
    let Some(storage) = document.tree.root().get("storage").and_then(|node| sound::container(document, node)) else {
        return;
    };
    let Some(node) = storage.get("bucket_name") else { return };
    let Some(name) = sound::text(document, node).filter(|name| !name.is_empty()) else { return };
    let names: Option<Vec<_>> =
        entries.iter().map(|entry| Some((*entry, sound::text(document, entry.get("bucket_name")?)?))).collect();
    let Some(names) = names.filter(|names| !names.is_empty()) else { return };
    let is_listed = names.iter().any(|(_, other)| *other == name);
    // What is no name of a bucket is told as that, in the list too.
    let is_real = |name: &str| is_bucket_name(name) && !is_placeholder(name);
    if !is_listed && is_real(&name) && names.iter().all(|(_, other)| is_real(other)) {
        found.push(unlisted(document, storage, node, &names));
    }
}

/// The default bucket is not one of the list.
fn unlisted(
    document: &Document,
    storage: Node<'_>,
    node: Node<'_>,
    entries: &[(Node<'_>, std::borrow::Cow<'_, str>)],
) -> Diagnostic {
    let name = node.string_value();
    let friendly =
        entries.iter().find(|(entry, _)| entry.get("name").and_then(Node::as_str).is_some_and(|own| own == name));
    let message = match friendly {
        Some((_, real)) => {
            format!("`{name}` is the friendly name of the bucket `{real}`; the default bucket is named as S3 knows it")
        }
        None => format!("The default bucket `{name}` is not in `buckets`: code cannot choose it by a name"),
    };
    let mut diagnostic = Diagnostic::new("unlisted-default-bucket", Severity::Warning, node.range(), message);
    let replace = |real: &str| {
        Fix::likely(format!("Replace with `{real}`"), vec![Edit::replace(node.content_range(), escape(real))])
    };
    if let Some((_, real)) = friendly {
        diagnostic.fixes.push(replace(real));
        return diagnostic;
    }
    if let Some((real, _)) = nearest(&name, entries.iter().map(|(_, real)| real.as_ref())) {
        diagnostic.fixes.push(replace(real));
    }
    let list = entries.first().and_then(|(entry, _)| entry.parent()).filter(|list| list.is_closed());
    if let Some((list, region)) = list.zip(sound::text_at(document, storage, "aws_region")) {
        let entry = format!(
            "{{\n  \"name\": {0},\n  \"bucket_name\": {0},\n  \"aws_region\": {1}\n}}",
            quote(&name),
            quote(&region)
        );
        let title = format!("Add `{name}` to `buckets`");
        let edits = vec![add_item(list, &entry)];
        let is_first = diagnostic.fixes.is_empty();
        diagnostic.fixes.push(if is_first { Fix::likely(title, edits) } else { Fix::possible(title, edits) });
    }
    diagnostic
}

/// A bucket that is listed under two names works, but is seldom meant.
fn repeated(document: &Document, entries: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(String, String, Node<'_>)> = Vec::new();
    for entry in entries {
        let Some(node) = entry.get("bucket_name") else { continue };
        let Some(bucket) = sound::text(document, node).filter(|text| !text.is_empty() && !is_placeholder(text)) else {
            continue;
        };
        let Some(name) = sound::text_at(document, *entry, "name") else { continue };
        match seen.iter().find(|(other, ..)| *other == bucket) {
            // Two entries of one name are told as that.
            Some((_, other, _)) if *other == name => {}
            Some((_, other, first)) => {
                let message = format!("`{bucket}` is listed as `{other}` already; `{name}` is the same bucket");
                found.push(Diagnostic::new("repeated-bucket", Severity::Hint, node.range(), message).with_related(
                    &document.path,
                    first.range(),
                    "the first one is here",
                ));
            }
            None => seen.push((bucket.into_owned(), name.into_owned(), node)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::check;

    #[test]
    fn the_default_bucket_is_one_of_the_list() {
        check(
            "storage",
            r#"
//- amplify_outputs.json
{
  "version": "1.4",
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media-1a2b", "buckets": [
                                                         ^^^^^^^^^^^^^^^^^ warning[unlisted-default-bucket]
    { "name": "a", "bucket_name": "shop-archive-3c4d", "aws_region": "us-east-1" },
    { "name": "b", "bucket_name": "shop-archive-3c4d", "aws_region": "us-east-1" }
                                  ^^^^^^^^^^^^^^^^^^^ hint[repeated-bucket]
  ] }
}
//- one/amplify_outputs.json
{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media-1a2b", "buckets": [] } }
//- two/amplify_outputs.json
{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media-1a2b" } }
//- three/amplify_outputs.json
{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "<default>", "buckets": [{ "bucket_name": "shop-media-1a2b" }] } }
//- four/amplify_outputs.json
{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media-1a2b", "buckets": [{ "bucket_name": 7 }] } }
//- five/amplify_outputs.json
{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "Shop_Media", "buckets": [{ "bucket_name": "shop-media-1a2b" }] } }
//- six/amplify_outputs.json
{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media-1a2b", "buckets": [[{ "bucket_name": "shop-archive-3c4d" }]] } }
"#,
        );
    }
}
