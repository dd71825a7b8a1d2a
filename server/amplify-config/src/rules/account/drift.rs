//! Settings of the user pool that the file repeats otherwise.
//!
//! One finding for each group of the table: whoever changes the password policy changes it as a whole.

use amplify_json::Node;
use amplify_json::edit::{Edit, Layout, add_member, indent_at, lay_out};
use serde_json::Value;

use super::{Scene, called};
use crate::counterpart::{Pool, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::pool_settings::{GROUPS, Group, Setting, agrees};
use crate::references::follow;
use crate::rules::sound::is_absent;
use crate::wording;

const CODE: &str = "user-pool-drift";

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(pool) = &scene.account.pool else { return };
    for group in GROUPS {
        let differing: Vec<Differing<'_>> =
            group.settings.iter().filter_map(|setting| differing(scene, setting)).collect();
        found.extend(finding(scene, pool, group, &differing));
    }
    found.extend(aliases(scene, pool));
}

/// A setting that the pool has otherwise.
struct Differing<'d> {
    /// The value; where it is absent the object it is to stand in.
    at: Node<'d>,
    /// The key that is missing there.
    missing: Option<&'static str>,
    name: &'static str,
    expected: Value,
}

fn differing<'d>(scene: &Scene<'d>, setting: &Setting) -> Option<Differing<'d>> {
    let pointer = setting.pointer(scene.account.kind)?;
    let expected = setting.expected(&scene.account)?;
    let (above, name) = pointer.rsplit_once('/')?;
    let object = follow(scene.document.tree.root(), above).pop()?;
    if object.member_named(name).is_some() {
        let node = scene.value(object, name).filter(|node| !agrees(*node, &expected))?;
        return Some(Differing { at: node, missing: None, name, expected });
    }
    // An object with nothing in it says nothing.
    let is_said = object.first_child().is_some() && object.is_closed() && is_absent(scene.document, object, name);
    let counts_as = setting.absent.as_ref().filter(|absent| is_said && **absent != expected)?;
    debug_assert!(!counts_as.is_null());
    Some(Differing { at: object, missing: Some(name), name, expected })
}

fn finding(scene: &Scene<'_>, pool: &Pool<'_>, group: &Group, differing: &[Differing<'_>]) -> Option<Diagnostic> {
    let first = differing.first()?;
    let name = called(pool.facts);
    let (range, message) = match differing {
        [only] if only.missing.is_none() => {
            let message = format!(
                "{} is {}, but {} in {name}; forms go by the file, Cognito by the pool",
                wording::place_first(only.at),
                said(only.at),
                written(&only.expected)
            );
            let is_list = only.at.kind() == amplify_json::Kind::Array;
            (if is_list { wording::telling_range(only.at) } else { only.at.range() }, message)
        }
        many => {
            let parts: Vec<String> =
                many.iter().map(|one| format!("`{}` is {}", one.name, written(&one.expected))).collect();
            let message = format!(
                "The {} of {name} is another one: {} there; forms go by the file, Cognito by the pool",
                group.title,
                wording::list(&parts, "and")
            );
            let object = if first.missing.is_some() { Some(first.at) } else { first.at.container() };
            let range = match object.filter(|_| group.is_object) {
                Some(object) => wording::telling_range(object),
                None => first.at.range(),
            };
            (range, message)
        }
    };
    let mut edits: Vec<Edit> = differing.iter().map(edit).collect();
    edits.sort_by_key(|edit| edit.start);
    let fix = Fix::likely(format!("Use the {} of the user pool", group.title), edits);
    Some(Diagnostic::new(CODE, severity(scene, first.at), range, message).with_fix(fix))
}

/// Nothing breaks at once: forms ask for too little or too much.
fn severity(scene: &Scene<'_>, node: Node<'_>) -> Severity {
    let used = scene.project.libraries(&scene.document.path);
    let is_read = used.is_empty() || scene.readers_of(node).iter().any(|library| used.contains(library));
    if is_read { Severity::Warning } else { Severity::Information }
}

/// What the file says, for a sentence.
fn said(node: Node<'_>) -> String {
    if node.kind() != amplify_json::Kind::Array {
        return format!("`{}`", wording::excerpt(node));
    }
    written(&node.items().map(|item| item.string_value().into_owned()).collect())
}

fn written(value: &Value) -> String {
    match value {
        Value::Array(items) if items.is_empty() => "empty".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(Value::as_str).map(shown).collect();
            wording::code_list(&items, "and")
        }
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn edit(differing: &Differing<'_>) -> Edit {
    if let Some(name) = differing.missing {
        return add_member(differing.at, name, &differing.expected.to_string());
    }
    let node = differing.at;
    match &differing.expected {
        Value::Array(items) => Edit::replace(node.range(), list(node, items)),
        // A number in quotes stays in quotes: that library reads both.
        Value::Number(number) if node.as_str().is_some() => Edit::replace(node.content_range(), number.to_string()),
        other => Edit::replace(node.range(), other.to_string()),
    }
}

/// A list laid out like the one that stands there.
fn list(node: Node<'_>, items: &[Value]) -> String {
    let items: Vec<String> = items.iter().map(Value::to_string).collect();
    if !node.text().contains(['\n', '\r']) || items.is_empty() {
        return format!("[{}]", items.join(", "));
    }
    let text = node.tree().text();
    lay_out(&format!("[\n  {}\n]", items.join(",\n  ")), indent_at(text, node.range().start), &Layout::of(text))
}

/// Forms made from the file ask for a user name, though people may know their e-mail address only.
fn aliases(scene: &Scene<'_>, pool: &Pool<'_>) -> Option<Diagnostic> {
    let aliases = &pool.facts.alias_attributes;
    if aliases.is_empty() || !scene.is_open(pool.node) {
        return None;
    }
    let message = format!(
        "In {} a user may also sign in with {}, which a file cannot say: forms ask for the user name alone",
        called(pool.facts),
        wording::code_list(&aliases.iter().map(|name| shown(name)).collect::<Vec<_>>(), "or")
    );
    Some(Diagnostic::new("alias-attributes", Severity::Hint, pool.node.range(), message))
}
