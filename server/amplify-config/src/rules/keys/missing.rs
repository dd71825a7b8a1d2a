//! What is said of keys that are missing. Several of one object are one fault.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::string::quote;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::{readers_that, severity};
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::known_values::{known_value, usual_value};
use crate::project::Project;
use crate::wording;

/// `demanded` are those of `names` that the format demands.
pub(super) fn diagnostic(
    project: &Project,
    document: &Document,
    object: Node<'_>,
    names: &[String],
    demanded: &[String],
) -> Option<Diagnostic> {
    let knowledge = document.knowledge()?;
    let id = knowledge.schema.at(object)?;
    let properties: Option<Vec<_>> = names.iter().map(|name| knowledge.schema.property(id, name)).collect();
    let properties = properties.filter(|properties| !properties.is_empty())?;
    let mut breaks: Vec<Library> =
        properties.iter().flat_map(|&property| readers_that(document, property, &[Reading::Needs])).collect();
    breaks.sort();
    breaks.dedup();
    let lacks = format!("{} lacks {}", wording::place_first(object), wording::code_list(names, "and"));
    let message = match breaks.as_slice() {
        [] => format!("{lacks}, which the Amplify tools always write"),
        some => format!("{lacks}, without which {}", wording::libraries(some, "fails", "fail")),
    };
    let values = names.iter().zip(&properties).map(|(name, &id)| known_value(document, object, name, id));
    let known: Option<Vec<String>> = values.collect();
    let fix = known.filter(|_| object.is_closed()).map(|values| {
        let title = match (names, values.as_slice()) {
            ([name], [value]) if value.len() < 40 => format!("Add `{}: {value}`", quote(name)),
            _ => format!("Add {}", wording::code_list(names, "and")),
        };
        let edits = vec![add_members(object, names, &values)];
        let is_guess = names.iter().any(|name| usual_value(name).is_some());
        if is_guess { Fix::likely(title, edits) } else { Fix::safe(title, edits) }
    });
    let fix = fix.or_else(|| renamed(object, names));
    let severity = if names.iter().any(|name| demanded.contains(name)) {
        severity(project, document, &breaks)
    } else {
        of_free(project, document, &breaks)
    };
    Some(
        Diagnostic::new("missing-key", severity, wording::telling_range(object), message)
            .with_fix(fix)
            .with_fix(without_empty(object)),
    )
}

/// How bad it is that a key is missing which the format leaves free: the tools may have left it out, so one library
/// that the project may not use is worth knowing only.
pub(super) fn of_free(project: &Project, document: &Document, breaks: &[Library]) -> Severity {
    let severity = severity(project, document, breaks);
    let is_one = breaks.len() == 1 && project.libraries(&document.path).is_empty();
    if is_one && severity == Severity::Warning { Severity::Information } else { severity }
}

/// A section with nothing in it says no more than none.
fn without_empty(object: Node<'_>) -> Option<Fix> {
    let member = object.member().filter(|_| object.first_child().is_none() && object.is_closed())?;
    member.container().filter(|section| section.parent().is_none())?;
    let name = member.name();
    Some(Fix::possible(format!("Remove `{name}`, which is empty"), vec![remove_child(member)]))
}

/// Of named entries the libraries ask for `Default` alone; the only one there is was meant to be it.
fn renamed(object: Node<'_>, names: &[String]) -> Option<Fix> {
    let key = object.first_child()?.key().filter(|key| names == ["Default"] && !key.is_damaged())?;
    let only = object.members().count() == 1;
    only.then(|| Fix::likely("Rename to `Default`", vec![Edit::replace(key.content_range(), "Default")]))
}

/// The missing members that the object needs in any case, and those that only another member needs.
pub(super) fn kinds(knowledge: &Knowledge, object: Node<'_>, names: Vec<String>) -> (Vec<String>, Vec<String>) {
    let Some(id) = knowledge.schema.at(object) else { return (names, Vec::new()) };
    let subschema = knowledge.subschema(id);
    names.into_iter().partition(|name| {
        let is_needed_beside = subschema.dependent_required.iter().any(|(_, needed)| needed.contains(name));
        subschema.required.contains(name) || !is_needed_beside
    })
}

/// What is said of a member without which others of the object count for nothing; those are marked, since they are what
/// somebody wrote.
pub(super) fn needed_beside(document: &Document, object: Node<'_>, name: &str) -> Option<Diagnostic> {
    let knowledge = document.knowledge()?;
    let id = knowledge.schema.at(object)?;
    let property = knowledge.schema.property(id, name)?;
    let dependent = &knowledge.subschema(id).dependent_required;
    let needs = |member: &Node<'_>| {
        let own = member.name();
        dependent.iter().any(|(other, needed)| *other == own && needed.iter().any(|needed| needed == name))
    };
    let members: Vec<Node<'_>> = object.members().filter(needs).collect();
    let key = members.first()?.key()?;
    let names: Vec<_> = members.iter().map(|member| member.name()).collect();
    let verb = if members.len() == 1 { "needs" } else { "need" };
    let breaks = readers_that(document, property, &[Reading::Needs]);
    let message = format!(
        "{} {verb} `{name}` as well, without which {}",
        wording::code_list(&names, "and"),
        wording::libraries(&breaks, "fails", "fail")
    );
    let value = known_value(document, object, name, property).filter(|_| object.is_closed());
    let fix = value.map(|value| {
        let title = format!("Add `{}: {value}`", quote(name));
        Fix::safe(title, vec![add_member(object, name, &value)])
    });
    Some(Diagnostic::new("missing-key", Severity::Warning, key.range(), message).with_fix(fix))
}

/// The object has none of several sets of members of which it needs one.
pub(super) fn no_alternative(object: Node<'_>, branches: &[Vec<String>]) -> Diagnostic {
    let ways: Vec<String> = branches.iter().map(|names| wording::code_list(names, "and")).collect();
    let message = format!("{} lacks either {}", wording::place_first(object), wording::list(&ways, "or"));
    Diagnostic::new("missing-key", Severity::Error, wording::telling_range(object), message)
        .with_fix(without_empty(object))
}

/// One edit that adds several members.
fn add_members(object: Node<'_>, names: &[String], values: &[String]) -> Edit {
    let mut edit: Option<Edit> = None;
    for (name, value) in names.iter().zip(values) {
        let next = add_member(object, name, value);
        edit = Some(match edit {
            None => next,
            Some(first) if object.first_child().is_some() => Edit { text: first.text + &next.text, ..first },
            Some(first) => {
                let body = next.text.trim_end();
                let (head, tail) = first.text.split_at(first.text.trim_end().len());
                Edit { text: format!("{head},{body}{tail}"), ..first }
            }
        });
    }
    edit.unwrap_or_else(|| Edit::insert(object.range().end, ""))
}
