//! Ids that no service could have made.

use std::ops::Range;

use super::forms::{self, Form, IdKind};
use super::mend::{How, Meant, meant};
use super::{Finding, Scene, Slot, region_name};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids;

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    let ids = scene.open().filter(|slot| !slot.is_region());
    let found = ids.filter_map(|slot| Some(Finding::of(slot, id(scene, slot).or_else(|| host(slot))?)));
    found.collect()
}

fn id(scene: &Scene<'_>, slot: &Slot<'_>) -> Option<Diagnostic> {
    let kind = forms::kind(slot.resource())?;
    let form = (kind.judge)(&slot.text);
    if form == Form::Exact || slot.text.is_empty() || slot.text.starts_with("da2-fakeApiId") {
        return None;
    }
    let region = region_name::told_to(scene, slot);
    if let Some(meant) = meant(kind, &slot.text, region.as_deref()) {
        return Some(mended(scene, slot, kind, form, &meant));
    }
    if is_like_client_secret(slot) {
        let message =
            format!("{} holds what looks like the secret of an app client; its id belongs here", slot.place_first());
        return Some(Diagnostic::new("malformed-id", Severity::Warning, slot.node.range(), message));
    }
    let (severity, message) = match form {
        Form::Impossible => {
            let message = format!(
                "{} cannot be {}, which is {}; {} refuses it",
                slot.shown(),
                kind.name,
                kind.looks,
                kind.service
            );
            (scene.severity(slot), message)
        }
        _ => (Severity::Hint, format!("{} is no usual form of {}, which is {}", slot.shown(), kind.name, kind.looks)),
    };
    Some(Diagnostic::new("malformed-id", severity, slot.node.range(), message))
}

fn mended(scene: &Scene<'_>, slot: &Slot<'_>, kind: &IdKind, form: Form, meant: &Meant) -> Diagnostic {
    let alone = if kind.name.contains(" name") || kind.name.contains("name of") { "name" } else { "id" };
    let (place, right) = (slot.place_first(), &meant.text);
    let message = match meant.how {
        How::Arn => format!("{place} takes the {alone} alone, not a whole ARN"),
        How::Address => format!("{place} takes the {alone} alone, not an address that holds it"),
        How::Around => format!("{place} takes the {alone} alone, without what stands around it"),
        How::Spelling => format!("{} is not how {} is written; here it is `{right}`", slot.shown(), kind.name),
        How::Slip => format!("{} is not {}, which is {}; did you mean `{right}`?", slot.shown(), kind.name, kind.looks),
        How::Beginning => format!("{} is only the end of {}; the whole is `{right}`", slot.shown(), kind.name),
    };
    let severity = match (form, scene.severity(slot)) {
        (Form::Impossible, severity) => severity,
        (_, severity) => severity.max(Severity::Warning),
    };
    let (title, edits) = (format!("Replace with `{right}`"), vec![slot.replace(right)]);
    let fix = if meant.how.is_certain() { Fix::safe(title, edits) } else { Fix::likely(title, edits) };
    Diagnostic::new("malformed-id", severity, slot.node.range(), message).with_fix(fix)
}

/// Secrets of app clients are of the same characters as their ids, and twice as long.
fn is_like_client_secret(slot: &Slot<'_>) -> bool {
    slot.resource() == Some("user-pool-client")
        && (40..=64).contains(&slot.text.len())
        && slot.text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// The host of an AppSync API that lost or won a letter.
fn host(slot: &Slot<'_>) -> Option<Diagnostic> {
    if !matches!(slot.resource(), Some("appsync-api" | "appsync-events-api" | "rest-api")) {
        return None;
    }
    let part = wrong_api(&slot.text)?;
    let api = &slot.text[part.clone()];
    let found = if api.len() == 26 { "has others".to_owned() } else { format!("has {} characters", api.len()) };
    let message =
        format!("The host of an AppSync API begins with 26 letters and digits; `{api}` {found}, so it does not exist");
    Some(Diagnostic::new("malformed-id", Severity::Warning, slot.marked(&part), message))
}

/// What stands before the service in the host of an AppSync API, when AppSync makes none that looks so.
pub(super) fn wrong_api(text: &str) -> Option<Range<usize>> {
    let host = ids::address(text)?.host;
    let name = &text[host.clone()];
    let services = [".appsync-api.", ".appsync-realtime-api."];
    let length = services.into_iter().find_map(|service| name.find(service))?;
    let api = &name[..length];
    let is_right = api.len() == 26 && api.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!is_right && !api.is_empty()).then(|| host.start..host.start + length)
}
