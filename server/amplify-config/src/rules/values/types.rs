//! A value of another JSON type than the field holds.

use amplify_json::edit::remove_child;
use amplify_json::string::quote;
use amplify_json::{Kind, Node};

use super::Place;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::fitting::{Fitting, fitting, shown};
use crate::known_values::known_value;
use crate::rules::identifiers::is_as_made;
use crate::{versions, wording};

pub(super) fn wrong_type(place: &Place<'_>, types: &[String]) -> Diagnostic {
    let node = place.node;
    let wanted: Vec<&str> = types.iter().map(|name| wording::type_name(name)).collect();
    let wanted = wording::list(&wanted, "or");
    if node.kind() == Kind::Null {
        return null(place, &wanted);
    }
    let is_item = node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
    let subject = if is_item { format!("An item of {}", wording::place(node)) } else { wording::place_first(node) };
    let is_scalar = |name: &String| matches!(name.as_str(), "boolean" | "integer" | "number");
    let message = if node.kind() == Kind::String && types.iter().all(is_scalar) {
        format!("{subject} must be {wanted}, not the text \"{}\"", wording::excerpt(node))
    } else if node.kind() == Kind::Number && types.iter().all(|name| name == "integer") {
        format!("{subject} must be {wanted}, not {}", node.text())
    } else {
        format!("{subject} must be {wanted}, not {}", wording::kind_of(node))
    };
    let fitting = match node.kind() {
        Kind::Number if versions::is_version(node) && place.document.kind() == Some(ConfigKind::Outputs) => {
            let text = quote(versions::meant_by(place.document, node.text()));
            Some(Fitting { text, certain: true })
        }
        // Nothing of it can be a version.
        Kind::Bool if versions::is_version(node) => None,
        _ => fitting(place.knowledge, place.id, node),
    };
    let fitting = fitting.filter(|fitting| can_be(place, fitting)).or_else(|| known(place));
    let fix = fitting.map(|fitting| place.replace_with(&fitting)).or_else(|| without(place));
    place.diagnostic("wrong-type", message).with_fix(fix)
}

/// The number in quotes that a word or an id of AWS should be is none yet.
fn can_be(place: &Place<'_>, fitting: &Fitting) -> bool {
    let values = place.knowledge.schema.values(place.id);
    let is_listed = values.is_empty() || values.iter().any(|(value, _)| value.to_string() == fitting.text);
    let resource = place.knowledge.keywords(place.id).resource.as_deref();
    let names_another = place.knowledge.keywords(place.id).refers_to.is_some();
    let is_number = place.node.kind() == Kind::Number;
    !is_number || !names_another && is_listed && is_as_made(resource, &shown(&fitting.text)) != Some(false)
}

/// What the rest of the file says the value is; a list or section that says "none" would lose what was meant.
fn known(place: &Place<'_>) -> Option<Fitting> {
    let object = place.node.member().and_then(Node::container)?;
    let text = known_value(place.document, object, &place.node.name(), place.id)?;
    let is_none = ["[]", "{}", "false"].contains(&text.as_str());
    (!is_none).then_some(Fitting { text, certain: false })
}

/// A member that may be absent, and of which nothing can be kept.
fn without(place: &Place<'_>) -> Option<Fix> {
    let member = place.node.member()?;
    let object = member.container().filter(|object| object.is_closed())?;
    let id = place.knowledge.schema.at(object)?;
    let name = member.name();
    let is_required = place.knowledge.subschema(id).required.iter().any(|required| *required == name);
    let says_nothing = matches!(place.node.kind(), Kind::Bool | Kind::Number | Kind::String);
    (!is_required && says_nothing)
        .then(|| Fix::possible(format!("Remove {}", wording::place(place.node)), vec![remove_child(member)]))
}

/// The object must have the member: in any case, beside another one that it has, or for the only set of members of which
/// it has others.
fn is_needed(place: &Place<'_>, object: Node<'_>) -> bool {
    let Some(id) = place.knowledge.schema.at(object) else { return false };
    let subschema = place.knowledge.subschema(id);
    let name = place.node.name();
    let is_needed_beside = subschema
        .dependent_required
        .iter()
        .any(|(other, needed)| object.member_named(other).is_some() && needed.iter().any(|needed| *needed == name));
    let has = |other: &String| *other != name && object.member_named(other).is_some();
    let sets = subschema.any_of.iter().map(|&branch| &place.knowledge.subschema(branch).required);
    let (with, without): (Vec<_>, Vec<_>) = sets.partition(|set| set.iter().any(|needed| *needed == name));
    let is_needed_in_set = with.iter().any(|set| set.iter().any(has)) && !without.iter().any(|set| set.iter().all(has));
    is_needed_beside || is_needed_in_set || subschema.required.iter().any(|required| *required == name)
}

/// A `null` means "absent" to most readers; where the field may be absent that is how to write it.
fn null(place: &Place<'_>, wanted: &str) -> Diagnostic {
    let node = place.node;
    let name = wording::place_first(node);
    let object = node.member().and_then(Node::container);
    let required = object.is_some_and(|object| is_needed(place, object));
    if required {
        let fix = known(place).map(|fitting| place.replace_with(&fitting));
        return place.diagnostic("null-value", format!("{name} must be {wanted}, not null")).with_fix(fix);
    }
    let is_item = node.member().is_none();
    let (subject, title) = match is_item {
        true => (format!("An item of {}", wording::place(node)), "Remove the item".to_owned()),
        false => (name, format!("Remove {}", wording::place(node))),
    };
    let message = format!("{subject} is null; leave it out instead, since some libraries refuse a null");
    let fix = Fix::safe(title, vec![remove_child(node.member().unwrap_or(node))]);
    Diagnostic::new("null-value", Severity::Warning, node.range(), message).with_fix(fix)
}
