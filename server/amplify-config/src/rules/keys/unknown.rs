//! What is said of a key that the schema does not know, and what would mend it.

use amplify_json::edit::{Edit, Layout, add_member, indent_at, lay_out, remove_child};
use amplify_json::schema::SubschemaId;
use amplify_json::string::{escape, quote};
use amplify_json::{Kind, Node};

use super::meaning::Meant;
use super::{own_name, unlisted};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::fitting::{Fitting, fitting};
use crate::impact::{readers_that, severity};
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::removal::with_empty_holders;
use crate::spelling::Nearness;
use crate::wording;

/// Values longer than this are not moved by a fix: nobody reads such an edit.
const MOVABLE: usize = 20_000;

pub(super) fn diagnostic(
    project: &Project,
    document: &Document,
    member: Node<'_>,
    meant: &Meant<'_>,
) -> Option<Diagnostic> {
    let knowledge = document.knowledge()?;
    let key = member.key()?;
    let name = member.name();
    let object = member.container()?;
    let at_top = object.parent().is_none();
    let holder = if at_top { "the file".to_owned() } else { wording::place(object) };
    let remove = Fix::possible(format!("Remove `{name}`"), vec![remove_child(member)]);
    let warning = |message: String| Diagnostic::new("unknown-key", Severity::Warning, key.range(), message);
    if let Some(diagnostic) = unlisted::diagnostic(document, member) {
        return Some(diagnostic);
    }
    let mut diagnostic = match *meant {
        Meant::Comment => {
            let message = format!("No library reads `{name}`; as a comment it does no harm");
            Diagnostic::new("comment-key", Severity::Hint, key.range(), message).with_fix(remove)
        }
        Meant::Here(ref right, _) if object.member_named(right).is_some() => {
            warning(format!("No library reads `{name}`; {holder} already has `{right}`")).with_fix(remove)
        }
        Meant::Here(..) if at_top && is_of_code(document, member) => {
            warning(format!(
                "No library reads `{name}` here: in this form it is what amplify-js takes in code, not what stands in the file"
            ))
            .with_fix(remove)
        }
        Meant::Here(ref right, nearness) => {
            let id = knowledge.schema.at(object)?;
            let property = knowledge.schema.property(id, right)?;
            let certain = nearness == Nearness::Folded;
            let ask = if certain { format!("the field is `{right}`") } else { format!("did you mean `{right}`?") };
            let mut diagnostic = warning(format!("No library reads `{name}` in {holder}; {ask}"))
                .with_fix(rename(knowledge, member, right, property, certain));
            if knowledge.subschema(id).required.iter().any(|required| required == right) {
                let broken = readers_that(document, property, &[Reading::Needs]);
                diagnostic.severity = severity(project, document, &broken);
            }
            diagnostic
        }
        Meant::There(target, right, property) if target.member_named(right).is_none() => {
            warning(format!("No library reads `{name}` here; it belongs into {} as `{right}`", wording::place(target)))
                .with_fix(move_member(knowledge, member, target, right, property))
                .with_fix(remove)
        }
        Meant::There(target, right, _) => {
            warning(format!("No library reads `{name}` here; {} already has `{right}`", wording::place(target)))
                .with_fix(remove)
        }
        Meant::Elsewhere(ref path, property) => {
            let (right, section) = path.split_last()?;
            let section = section.join(".");
            warning(format!("No library reads `{name}` here; it belongs into `{section}` as `{right}`"))
                .with_fix(move_to(document, knowledge, member, path, property))
                .with_fix(remove)
        }
        Meant::OwnName => own_name::diagnostic(document, member, object)?,
        Meant::Unknown => {
            let outputs = document.kind() == Some(ConfigKind::Outputs);
            let custom = document.tree.root().get("custom").filter(|custom| {
                at_top && outputs && custom.kind() == Kind::Object && custom.member_named(&name).is_none()
            });
            let into_custom = custom
                .and_then(|custom| moved(member, custom, &name, None))
                .map(|edits| Fix::possible(format!("Move `{name}` into `custom`"), edits));
            warning(format!("No library reads `{name}` in {holder}")).with_fix(into_custom).with_fix(remove)
        }
    };
    if let Some((_, library)) = STRICT.iter().find(|(strict, _)| *strict == object.name()) {
        diagnostic.severity = severity(project, document, &[*library]);
        diagnostic.message.push_str(&format!("; {} refuses the file", library.name()));
    }
    if at_top && document.kind() == Some(ConfigKind::Outputs) && name.starts_with("aws_") {
        diagnostic.severity = Severity::Error;
        diagnostic.message.push_str("; it makes amplify-js read the whole file as Gen 1 and find nothing");
    }
    Some(diagnostic)
}

/// Objects of the configuration that code hands to `Amplify.configure`, which the sections of the file never have.
const OF_CODE: [&str; 8] =
    ["Cognito", "Events", "GraphQL", "LocationService", "Pinpoint", "PushNotification", "REST", "S3"];

/// A section as amplify-js takes it in code.
fn is_of_code(document: &Document, member: Node<'_>) -> bool {
    let first = member.value().and_then(|value| value.members().next());
    document.kind() == Some(ConfigKind::Outputs) && first.is_some_and(|first| OF_CODE.contains(&&*first.name()))
}

/// Libraries that refuse an object with a key they do not know, by the name of the object.
const STRICT: [(&str, Library); 1] = [("awsDataStorePlugin", Library::Android)];

/// Another key for the value, which is brought into the form that the field wants.
fn rename(knowledge: &Knowledge, member: Node<'_>, name: &str, id: SubschemaId, certain: bool) -> Option<Fix> {
    let mut edits = vec![Edit::replace(member.key()?.content_range(), escape(name))];
    let value = member.value().filter(|value| value.kind() != Kind::Missing && !value.is_damaged());
    let fitting = value.and_then(|value| Some((value, fitting(knowledge, id, value)?)));
    let mut safe = certain;
    if let Some((value, fitting)) = fitting {
        safe &= fitting.certain;
        edits.push(Edit::replace(value.range(), fitting.text));
    }
    let title = format!("Rename to `{name}`");
    Some(if safe { Fix::safe(title, edits) } else { Fix::likely(title, edits) })
}

/// Moves a member with its value into another object, under another key.
fn move_member(knowledge: &Knowledge, member: Node<'_>, target: Node<'_>, name: &str, id: SubschemaId) -> Option<Fix> {
    let fitting = fitting(knowledge, id, member.value()?);
    let edits = moved(member, target, name, fitting)?;
    Some(Fix::likely(format!("Move to {} as `{name}`", wording::place(target)), edits))
}

/// Moves a member with its value into an object that is not there, and puts it there with all around it.
fn move_to(
    document: &Document,
    knowledge: &Knowledge,
    member: Node<'_>,
    path: &[&'static str],
    id: SubschemaId,
) -> Option<Fix> {
    let value = member.value().filter(|value| value.kind() != Kind::Missing && value.range().len() < MOVABLE)?;
    let title = format!("Move to `{}`", path.join("."));
    let mut target = document.tree.root();
    let mut path = path.iter().copied();
    let mut first = path.next()?;
    while let Some(inner) = target.get(first) {
        target = Some(inner).filter(|inner| inner.kind() == Kind::Object && inner.is_closed())?;
        first = path.next()?;
    }
    let mut text = fitting(knowledge, id, value).map_or_else(|| plain(value), |fitting| fitting.text);
    let within: Vec<&str> = path.collect();
    for name in within.iter().rev() {
        text = format!("{{\n  {}: {}\n}}", quote(name), text.replace('\n', "\n  "));
    }
    let edits = relocated(member, target, first, &text)?;
    Some(Fix::likely(title, edits))
}

fn moved(member: Node<'_>, target: Node<'_>, name: &str, fitting: Option<Fitting>) -> Option<Vec<Edit>> {
    let value = member.value().filter(|value| value.kind() != Kind::Missing && value.range().len() < MOVABLE)?;
    let is_inside = std::iter::once(target).chain(target.ancestors()).any(|node| node == value);
    if is_inside || !target.is_closed() {
        return None;
    }
    let text = fitting.map_or_else(|| plain(value), |fitting| fitting.text);
    relocated(member, target, name, &text)
}

/// Takes a member out, with what would be empty without it, and puts one with that value into `target`.
fn relocated(member: Node<'_>, target: Node<'_>, name: &str, text: &str) -> Option<Vec<Edit>> {
    let outer = with_empty_holders(member);
    let holds_target = outer.range().start < target.range().start && target.range().end <= outer.range().end;
    let gone = if holds_target { member } else { outer };
    if gone.container() == Some(target) {
        let all = target.tree().text();
        let text = lay_out(&format!("{}: {text}", quote(name)), indent_at(all, gone.range().start), &Layout::of(all));
        return Some(vec![Edit::replace(gone.range(), text)]);
    }
    let mut edits = vec![remove_child(gone), add_member(target, name, text)];
    edits.sort();
    (edits[0].end <= edits[1].start).then_some(edits)
}

/// A value as text for column 0 with two blanks a step.
fn plain(value: Node<'_>) -> String {
    match value.kind() {
        Kind::Object | Kind::Array if value.text().contains('\n') => {
            serde_json::to_string_pretty(&value.to_value(64)).unwrap_or_else(|_| value.text().to_owned())
        }
        Kind::String if value.is_damaged() => quote(&value.string_value()),
        _ => value.text().to_owned(),
    }
}
