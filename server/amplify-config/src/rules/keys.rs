//! Keys that the schema does not know, and keys that are missing: what was meant, and who breaks.

use std::collections::HashSet;

use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::schema::SubschemaId;
use amplify_json::string::{escape, quote};
use amplify_json::{Node, NodeId, ViolationKind};

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::known_values::known_value;
use crate::project::Project;
use crate::rules::{broken, severity};
use crate::spelling::{Nearness, fold, nearest};
use crate::wording;

/// What an unknown key was meant to be.
enum Meant<'d> {
    /// This key of the same object.
    Here(&'static str, Nearness),
    /// A field at another place: the object, and the key there.
    There(Node<'d>, &'static str),
    /// A field at another place, whose object is not in the file yet.
    Elsewhere(&'static str),
    /// A comment.
    Comment,
    /// Nothing we know.
    Unknown,
}

/// Unknown and missing keys. A missing key that stands there under a wrong name is one fault, not two.
pub(crate) fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let mut explained: HashSet<(NodeId, &str)> = HashSet::new();
    let violations = document.single_violations();
    for violation in &violations {
        if let ViolationKind::UnknownProperty(_) = violation.kind {
            let member = document.tree.node(violation.node);
            let meant = meaning(document, knowledge, member);
            match meant {
                Meant::Here(name, _) => explained.extend(member.container().map(|object| (object.id(), name))),
                Meant::There(object, name) => {
                    explained.insert((object.id(), name));
                }
                _ => {}
            }
            found.extend(unknown(document, knowledge, member, meant));
        }
    }
    near_misses(document, knowledge, &mut explained, found);
    for violation in &violations {
        let object = document.tree.node(violation.node);
        match &violation.kind {
            ViolationKind::MissingProperties(names) => {
                let names: Vec<&str> = names
                    .iter()
                    .map(String::as_str)
                    .filter(|name| !explained.iter().any(|(id, other)| *id == object.id() && other == name))
                    .collect();
                if !names.is_empty() {
                    found.extend(missing(document, knowledge, object, &names));
                }
            }
            ViolationKind::NoAlternative(branches) => found.extend(no_alternative(object, branches)),
            _ => {}
        }
    }
}

/// Where any key is allowed, one that is nearly a known one is still a slip.
fn near_misses<'d>(
    document: &'d Document,
    knowledge: &'static Knowledge,
    explained: &mut HashSet<(NodeId, &'d str)>,
    found: &mut Vec<Diagnostic>,
) where
    'static: 'd,
{
    let root = document.tree.root();
    let schema = &knowledge.schema;
    let mut open: Vec<(Node<'d>, SubschemaId)> = vec![(root, schema.root())];
    while let Some((object, id)) = open.pop() {
        let known = schema.properties(id);
        for member in object.members() {
            let name = member.name();
            if let Some((_, property)) = known.iter().find(|(other, _)| *other == name) {
                if let Some(value) = member.value().filter(|_| !knowledge.keywords(*property).generated) {
                    open.push((value, *property));
                }
                continue;
            }
            let is_open = schema.get(id).additional == amplify_json::schema::Additional::Any && !known.is_empty();
            if !is_open || schema.property(id, &name).is_some() || object.is_doubtful() {
                continue;
            }
            let Some((right, nearness)) = nearest(&name, known.iter().map(|(name, _)| *name)) else { continue };
            if object.member_named(right).is_some()
                || member.key().is_some_and(|key| key.is_damaged() && !key.has_open_quote())
            {
                continue;
            }
            explained.insert((object.id(), right));
            found.extend(unknown(document, knowledge, member, Meant::Here(right, nearness)));
        }
    }
}

fn meaning<'d>(document: &'d Document, knowledge: &'static Knowledge, member: Node<'d>) -> Meant<'d> {
    let name = member.name();
    if name.starts_with(['_', '$', '/', '#']) || ["comment", "comments", "description"].contains(&fold(&name).as_str())
    {
        return Meant::Comment;
    }
    let Some(object) = member.container() else { return Meant::Unknown };
    let Some(id) = knowledge.schema.at(object) else { return Meant::Unknown };
    let known = knowledge.schema.properties(id);
    let alias = known.iter().find(|(_, id)| {
        knowledge.keywords(*id).also_known_as.iter().any(|other| !other.starts_with('/') && fold(other) == fold(&name))
    });
    let folded = known.iter().find(|(other, _)| fold(other) == fold(&name));
    if let Some((right, _)) = folded.or(alias) {
        return Meant::Here(right, Nearness::Folded);
    }
    let pointer = pointer_of(member);
    if let Some((path, id)) = elsewhere(knowledge, &name, &pointer, document)
        && let Some(target) = place_of(document, knowledge, &path, id)
    {
        return target;
    }
    match nearest(&name, known.iter().map(|(name, _)| *name)) {
        Some((right, nearness)) => Meant::Here(right, nearness),
        None => Meant::Unknown,
    }
}

fn pointer_of(member: Node<'_>) -> String {
    let mut parts: Vec<String> = std::iter::once(member)
        .chain(member.ancestors())
        .filter(|node| node.kind() == amplify_json::Kind::Member)
        .map(|member| member.name().into_owned())
        .collect();
    parts.reverse();
    format!("/{}", parts.join("/"))
}

/// The field that a key at a wrong place means: one that lists that place, or the only one of that very name.
fn elsewhere(
    knowledge: &'static Knowledge,
    name: &str,
    pointer: &str,
    document: &Document,
) -> Option<(Vec<&'static str>, SubschemaId)> {
    let mut listed = None;
    let mut same_name: Vec<(Vec<&'static str>, SubschemaId)> = Vec::new();
    let mut open: Vec<(Vec<&'static str>, SubschemaId)> = vec![(Vec::new(), knowledge.schema.root())];
    while let Some((path, id)) = open.pop() {
        for (key, property) in knowledge.schema.properties(id) {
            let keywords = knowledge.keywords(property);
            let mut path = path.clone();
            path.push(key);
            if keywords.also_known_as.iter().any(|other| other == pointer) {
                listed = Some((path.clone(), property));
            }
            if key == name {
                same_name.push((path.clone(), property));
            }
            if !keywords.generated {
                open.push((path, property));
            }
        }
    }
    // Of several places the one whose section is there.
    if same_name.len() > 1 {
        same_name.retain(|(path, _)| path.len() > 1 && document.tree.root().get(path[0]).is_some());
    }
    listed.or_else(|| if same_name.len() == 1 { same_name.pop() } else { None })
}

fn place_of<'d>(
    document: &'d Document,
    _: &'static Knowledge,
    path: &[&'static str],
    _: SubschemaId,
) -> Option<Meant<'d>> {
    let (last, above) = path.split_last()?;
    let object = above.iter().try_fold(document.tree.root(), |node, name| node.get(name));
    match object {
        Some(object) if object.kind() == amplify_json::Kind::Object => Some(Meant::There(object, last)),
        _ => above.first().map(|section| Meant::Elsewhere(section)),
    }
}

fn unknown(
    document: &Document,
    knowledge: &'static Knowledge,
    member: Node<'_>,
    meant: Meant<'_>,
) -> Option<Diagnostic> {
    let key = member.key()?;
    let name = member.name();
    let object = member.container()?;
    let holder = match object.member() {
        Some(_) => wording::place(object),
        None => "the top level".to_owned(),
    };
    let gen1 = document.kind() == Some(ConfigKind::Outputs) && object.parent().is_none() && name.starts_with("aws_");
    let mut severity_now = Severity::Warning;
    let mut code = "unknown-key";
    let mut fixes = Vec::new();
    let remove =
        Fix { title: format!("Remove `{name}`"), edits: vec![remove_child(member)], safe: false, preferred: false };
    let message = match meant {
        Meant::Comment => {
            code = "comment-key";
            severity_now = Severity::Hint;
            fixes.push(Fix { preferred: false, ..remove });
            format!("No library reads `{name}`; as a comment it does no harm")
        }
        Meant::Here(right, _) if object.member_named(right).is_some() => {
            fixes.push(remove);
            format!("`{name}` is not a key of {holder}, which already has `{right}`")
        }
        Meant::Here(right, nearness) => {
            let id = knowledge.schema.at(object)?;
            if knowledge.subschema(id).required.iter().any(|other| other == right) {
                let broken =
                    knowledge.schema.property(id, right).map(|id| broken(knowledge, document, id, &[Reading::Needs]));
                severity_now = broken.map_or(Severity::Warning, |broken| severity(document, &broken));
            }
            fixes.push(Fix {
                title: format!("Rename to `{right}`"),
                edits: vec![rename(key, right)],
                safe: nearness == Nearness::Folded,
                preferred: true,
            });
            format!("`{name}` is not a key of {holder}; no library reads it under this name. Did you mean `{right}`?")
        }
        Meant::There(target, right) if target.member_named(right).is_none() => {
            fixes.extend(move_member(member, target, right));
            fixes.push(remove);
            format!("`{name}` is not read here; it belongs into {} as `{right}`", wording::place(target))
        }
        Meant::There(target, right) => {
            fixes.push(remove);
            format!("`{name}` is not read here; {} already has `{right}`", wording::place(target))
        }
        Meant::Elsewhere(section) => {
            fixes.push(remove);
            format!("`{name}` is not read here; it belongs into `{section}`")
        }
        Meant::Unknown => {
            let at_top = object.parent().is_none() && document.kind() == Some(ConfigKind::Outputs);
            if let Some(custom) = document
                .tree
                .root()
                .get("custom")
                .filter(|custom| at_top && custom.kind() == amplify_json::Kind::Object)
            {
                fixes.extend(move_member(member, custom, &name).map(|fix| Fix {
                    title: format!("Move `{name}` into `custom`"),
                    preferred: false,
                    ..fix
                }));
            }
            fixes.push(remove);
            format!("`{name}` is not a key of {holder}, so no library reads it")
        }
    };
    let mut message = message;
    if gen1 {
        severity_now = Severity::Error;
        message = format!(
            "{message}; a key that begins with `aws_` at the top makes amplify-js read the whole file as Gen 1"
        );
    }
    Some(Diagnostic {
        code,
        severity: severity_now,
        range: key.range(),
        message,
        related: Vec::new(),
        tags: Vec::new(),
        fixes,
    })
}

fn rename(key: Node<'_>, name: &str) -> Edit {
    Edit::replace(key.content_range(), escape(name))
}

/// Moves a member with its value into another object, under another key.
fn move_member(member: Node<'_>, target: Node<'_>, name: &str) -> Option<Fix> {
    let value = member.value().filter(|value| value.kind() != amplify_json::Kind::Missing)?;
    if value.text().contains('\n') && value.range().len() > 20_000 {
        return None;
    }
    let inside =
        |outer: Node<'_>, inner: Node<'_>| std::iter::once(inner).chain(inner.ancestors()).any(|node| node == outer);
    if inside(value, target) {
        return None;
    }
    let value = plain(value);
    let mut edits = vec![remove_child(member), add_member(target, name, &value)];
    edits.sort();
    if edits[0].end > edits[1].start {
        return None;
    }
    Some(Fix { title: format!("Move to {} as `{name}`", wording::place(target)), edits, safe: false, preferred: true })
}

/// A value as text for column 0 with two blanks a step.
fn plain(value: Node<'_>) -> String {
    match value.kind() {
        amplify_json::Kind::Object | amplify_json::Kind::Array if value.text().contains('\n') => {
            serde_json::to_string_pretty(&value.to_value(64)).unwrap_or_else(|_| value.text().to_owned())
        }
        amplify_json::Kind::String if value.is_damaged() => quote(&value.string_value()),
        _ => value.text().to_owned(),
    }
}

fn missing(document: &Document, knowledge: &'static Knowledge, object: Node<'_>, names: &[&str]) -> Option<Diagnostic> {
    let id = knowledge.schema.at(object)?;
    let mut breaks: Vec<Library> = Vec::new();
    let mut edits = Vec::new();
    let mut values = Vec::new();
    for name in names {
        let property = knowledge.schema.property(id, name)?;
        breaks.extend(broken(knowledge, document, property, &[Reading::Needs]));
        values.push(known_value(document, object, name, property));
    }
    breaks.sort();
    breaks.dedup();
    let holder = if object.parent().is_none() { "The file".to_owned() } else { wording::place_first(object) };
    let message = match breaks.as_slice() {
        [] => format!("{holder} lacks {}, which the Amplify tools always write", wording::code_list(names, "and")),
        some => format!(
            "{holder} lacks {}, without which {}",
            wording::code_list(names, "and"),
            wording::libraries(some, "fails", "fail")
        ),
    };
    let known: Option<Vec<String>> = values.into_iter().collect();
    let mut fixes = Vec::new();
    if let Some(known) = known {
        if object.is_closed() {
            edits.push(add_members(object, names, &known));
            let title = match (names, known.as_slice()) {
                ([name], [value]) if value.len() < 40 => format!("Add `{}: {value}`", quote(name)),
                _ => format!("Add {}", wording::code_list(names, "and")),
            };
            fixes.push(Fix { title, edits, safe: true, preferred: true });
        }
    }
    let range = match object.member().and_then(|member| member.key()) {
        Some(key) => key.range(),
        None => object.range().start..object.range().start + 1,
    };
    Some(Diagnostic {
        code: "missing-key",
        severity: severity(document, &breaks),
        range,
        message,
        related: Vec::new(),
        tags: Vec::new(),
        fixes,
    })
}

/// One edit that adds several members.
fn add_members(object: Node<'_>, names: &[&str], values: &[String]) -> Edit {
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

fn no_alternative(object: Node<'_>, branches: &[Vec<String>]) -> Option<Diagnostic> {
    let ways: Vec<String> = branches.iter().map(|names| wording::code_list(names, "and")).collect();
    let range = object.member().and_then(|member| member.key()).map_or(object.range(), |key| key.range());
    let message = format!("{} lacks either {}", wording::place_first(object), wording::list(&ways, "or"));
    Some(Diagnostic {
        code: "missing-key",
        severity: Severity::Error,
        range,
        message,
        related: Vec::new(),
        tags: Vec::new(),
        fixes: Vec::new(),
    })
}
