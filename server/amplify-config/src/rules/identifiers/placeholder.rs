//! A value, or a name in a key, that stands for another one.

use amplify_json::Node;
use amplify_json::edit::Edit;
use amplify_json::string::escape;

use super::forms::{self, Form};
use super::{Finding, Scene, Slot, region_name};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids;
use crate::placeholders::{is_marked, is_shouted, stands_for_id};
use crate::regions::region_title;
use crate::spelling::fold;

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = scene
        .open()
        .filter(|slot| is_placeholder(slot))
        .map(|slot| Finding::of(slot, diagnostic(scene, slot)))
        .collect();
    found.extend(names(scene));
    found
}

/// In an example to copy they belong; where nobody looks they do no harm.
fn severity(scene: &Scene<'_>, slot: &Slot<'_>) -> Severity {
    if scene.document.recognition.is_template || scene.readers(slot).is_empty() {
        Severity::Hint
    } else {
        Severity::Warning
    }
}

fn diagnostic(scene: &Scene<'_>, slot: &Slot<'_>) -> Diagnostic {
    let kind = forms::kind(slot.resource());
    let what = kind.map_or("the real value", |kind| kind.name);
    let message = format!("{} is a placeholder in {}; {what} belongs here", slot.shown(), slot.place());
    let known = if slot.is_region() { region_name::told_of(scene, slot) } else { None };
    let fix = known.map(|value| Fix::likely(format!("Replace with `{value}`"), vec![slot.replace(&value)]));
    Diagnostic::new("placeholder", severity(scene, slot), slot.node.range(), message).with_fix(fix)
}

fn is_placeholder(slot: &Slot<'_>) -> bool {
    let text = slot.text.trim();
    match slot.resource() {
        Some("region") => is_region_placeholder(text),
        Some("bucket") => is_marked(text) || is_shouted(text) || ["bucketname", "s3bucketname"].contains(&&*fold(text)),
        Some("appsync-api" | "appsync-events-api" | "rest-api") => is_marked(text) || has_invented_host(text),
        Some("oauth-domain") => is_marked(text) || is_reserved(text),
        Some("user-pool" | "user-pool-client" | "identity-pool" | "appsync-api-key" | "pinpoint-app") => {
            let is_exact = forms::kind(slot.resource()).is_some_and(|kind| (kind.judge)(text) == Form::Exact);
            stands_for_id(text, is_exact)
        }
        _ => is_marked(text),
    }
}

/// `REGION`, `your-region`, `<region>`, but no region under another name.
fn is_region_placeholder(text: &str) -> bool {
    let folded = fold(text);
    let holds_one = text.split(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    let is_real = holds_one.into_iter().any(|part| region_title(&part.to_ascii_lowercase()).is_some());
    !is_real && (is_marked(text) || folded.ends_with("region") && folded.len() <= 20)
}

/// Of the hosts that AWS makes, one whose first part nobody made; or the names that are reserved for documentation.
fn has_invented_host(text: &str) -> bool {
    let Some(address) = ids::address(text) else { return false };
    let host = &text[address.host];
    let mut labels = host.split('.');
    let (first, service) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let is_made = ["appsync-api", "appsync-realtime-api", "execute-api"].contains(&service);
    is_reserved(host) || is_made && stands_for_id(first, matches!(first.len(), 10 | 26))
}

/// Source: RFC 2606, section 3.
fn is_reserved(host: &str) -> bool {
    ["example.com", "example.org", "example.net"].contains(&host.strip_prefix("www.").unwrap_or(host))
}

/// Names that people choose and the file declares: an API, a map, a group.
///
/// They are keys, so no later check speaks of them.
fn names(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (node, id) in scene.document.values() {
        let schema = &scene.knowledge.schema;
        let named = schema.properties(id);
        for key in node.members().filter_map(Node::key) {
            let name = key.string_value();
            let is_free = schema.property(id, &name).is_some() && !named.iter().any(|(other, _)| *other == name);
            // Paths of a bucket hold variables.
            if !is_free || key.is_damaged() || name.contains('/') || !is_marked(&name) {
                continue;
            }
            let names_resource = scene
                .knowledge
                .subschema(id)
                .property_names
                .is_some_and(|names| scene.knowledge.keywords(names).resource.is_some());
            let (severity, message) = if names_resource {
                (Severity::Warning, format!("`{name}` is a placeholder; the name of a real resource belongs here"))
            } else {
                let message = format!("The name `{name}` was copied from an example; it works while code uses it too");
                (Severity::Information, message)
            };
            let severity = if scene.document.recognition.is_template { Severity::Hint } else { severity };
            let bare = name.trim_matches(['[', ']', '<', '>', '{', '}', '$']).trim();
            let is_new = !bare.is_empty() && !is_marked(bare) && node.member_named(bare).is_none();
            let fix = (is_new && !names_resource).then(|| {
                let edits = vec![Edit::replace(key.content_range(), escape(bare))];
                Fix::possible(format!("Rename to `{bare}`"), edits)
            });
            let diagnostic = Diagnostic::new("placeholder", severity, key.range(), message).with_fix(fix);
            found.push(Finding { diagnostic, settles: Vec::new() });
        }
    }
    found
}
