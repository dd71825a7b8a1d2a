//! A text that is empty although its field is needed.

use amplify_json::edit::remove_child;
use amplify_json::{Kind, Node};

use super::white_space::is_blank;
use super::{Finding, Scene, Slot, region_name};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::fitting::shown;
use crate::impact;
use crate::known_values::known_value;
use crate::wording;

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    let empty = scene.open().filter(|slot| slot.text.chars().all(is_blank));
    empty.filter_map(|slot| Some(Finding::of(slot, diagnostic(scene, slot)?))).collect()
}

/// `None` where an empty text means what it says.
fn diagnostic(scene: &Scene<'_>, slot: &Slot<'_>) -> Option<Diagnostic> {
    // The default of a list of names is looked at where names are.
    if slot.keywords.secret || slot.resource().is_some_and(|resource| resource.starts_with("location-")) {
        return None;
    }
    let needing = scene.needing(slot);
    let is_item = slot.node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
    let is_required = slot.node.member().and_then(Node::container).is_some_and(|object| {
        let required = scene.document.subschema(object).map(|(knowledge, id)| &knowledge.subschema(id).required);
        required.is_some_and(|required| required.iter().any(|name| *name == slot.node.name()))
    });
    if needing.is_empty() && !is_required && (slot.resource().is_none() || scene.readers(slot).is_empty()) {
        return None;
    }
    let written_by_tools = slot.resource() == Some("oauth-domain") || slot.node.name() == "relying_party_id";
    let asked_by_mode = is_key_of_mode(slot);
    let severity = match () {
        () if scene.document.recognition.is_template => Severity::Hint,
        () if asked_by_mode => scene.severity(slot),
        () if written_by_tools || needing.is_empty() => Severity::Warning,
        () => impact::severity(scene.project, scene.document, &needing),
    };
    let place = slot.place_first();
    let message = match () {
        () if is_item => format!("An item of {} is empty", slot.place()),
        () if asked_by_mode => format!("{place} is empty, but the mode `API_KEY` needs it: every request fails"),
        () if written_by_tools => {
            format!("{place} is empty, as the Amplify tools write it when they know of none; it has to be filled in")
        }
        () if needing.is_empty() && !is_required => format!("{place} is empty; leave it out, or fill it in"),
        () if needing.is_empty() => format!("{place} is empty, and the Amplify tools always write a value"),
        () => format!("{place} is empty, and {} without it", wording::libraries(&needing, "fails", "fail")),
    };
    let declared = || {
        let object = slot.node.member().and_then(Node::container)?;
        let text = known_value(scene.document, object, &slot.node.name(), slot.id)?;
        let value = shown(&text);
        (text.starts_with('"') && !value.trim().is_empty()).then_some(value)
    };
    let known = if slot.is_region() { region_name::told_of(scene, slot) } else { declared() };
    let fix = match known {
        Some(value) => Some(Fix::likely(format!("Write `{value}`"), vec![slot.replace(&value)])),
        None if is_item => Some(Fix::likely("Remove the item", vec![remove_child(slot.node)])),
        None if needing.is_empty() && !is_required && !asked_by_mode => {
            let member = slot.node.member()?;
            Some(Fix::likely(format!("Remove {}", slot.place()), vec![remove_child(member)]))
        }
        None => None,
    };
    Some(Diagnostic::new("empty-value", severity, slot.node.range(), message).with_fix(fix))
}

/// An API key beside the mode that asks for it.
fn is_key_of_mode(slot: &Slot<'_>) -> bool {
    let modes = ["default_authorization_type", "authorizationType", "aws_appsync_authenticationType", "AuthMode"];
    let beside = slot.node.member().and_then(Node::container);
    let mode = |name: &str| beside.and_then(|object| object.get(name)).and_then(Node::as_str);
    slot.resource() == Some("appsync-api-key") && modes.iter().any(|name| mode(name).as_deref() == Some("API_KEY"))
}
