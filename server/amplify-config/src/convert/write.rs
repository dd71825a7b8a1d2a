//! Facts to a file of another kind. What would not fit its schema is taken out again, and noted.

use std::collections::HashSet;
use std::ops::ControlFlow;

use amplify_json::{Kind, Node, NodeId, Violation, ViolationKind};
use serde_json::{Map, Value, json};

use crate::config_kind::ConfigKind;
use crate::convert::facts::Facts;
use crate::convert::fields::FIELDS;
use crate::convert::{Note, NoteKind, apis, file_name, reasons, shown};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::wording::code_list;

/// A value that was written, and where it was read.
struct Written {
    path: Vec<String>,
    from: Vec<NodeId>,
}

/// What the new file says. Adds to the notes of the facts.
pub(super) fn write(facts: &mut Facts<'_>, to: ConfigKind) -> Value {
    let mut root = Value::Object(Map::new());
    let mut written: Vec<Written> = Vec::new();
    let mut homeless = Vec::new();
    for field in FIELDS {
        let Some(fact) = facts.facts.iter().find(|fact| fact.name == field.outputs) else { continue };
        if apis::carries(facts, &fact.name, to) {
            continue;
        }
        let Some(path) = field.path(to) else {
            homeless.push(fact.clone());
            continue;
        };
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        let place = place(&mut root, &path);
        if let Some(value) = field.form(to).write(&fact.value, place.as_deref().filter(|there| !there.is_null())) {
            let Some(place) = place else { continue };
            *place = value;
            written.push(Written { path, from: fact.from.clone() });
        }
    }
    for (path, value, name) in apis::write(facts, to) {
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        let from = facts.facts.iter().find(|fact| fact.name == name).map(|fact| fact.from.clone()).unwrap_or_default();
        if let Some(place) = place(&mut root, &path) {
            *place = value;
            written.push(Written { path, from });
        }
    }
    if to == ConfigKind::Web && !facts.rest.is_empty() {
        root["aws_cloud_logic_custom"] = json!([]);
    }
    for api in &facts.rest {
        let (path, value) = rest_api(api, &root, to);
        if let Some(place) = place(&mut root, &path) {
            *place = value;
            written.push(Written { path, from: vec![api.from] });
        }
    }
    drop_nulls(&mut root);
    for fact in homeless {
        homeless_note(facts, &fact.name, &fact.from, to);
    }
    // Each round takes something out; a file is not that deep.
    for _ in 0..50 {
        let document = Document::new(FilePath::new(file_name(to)), text_of(&root));
        if prune(facts, &mut root, &document, &written, to).is_continue() {
            break;
        }
    }
    leftovers(facts, to);
    root
}

/// The text of a file.
pub(super) fn text_of(root: &Value) -> String {
    let text = serde_json::to_string_pretty(root).expect("a value of texts, numbers, lists and objects can be written");
    text + "\n"
}

/// The place at the end of the path, made as it is needed; `None` if something else than an object is on the way.
fn place<'v>(root: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(root, |value, key| {
        if value.is_null() {
            *value = json!({});
        }
        match value {
            Value::Object(members) => Some(members.entry(key).or_insert(Value::Null)),
            Value::Array(items) => {
                let at: usize = key.parse().ok()?;
                if at == items.len() {
                    items.push(Value::Null);
                }
                items.get_mut(at)
            }
            _ => None,
        }
    })
}

fn rest_api(api: &super::facts::RestApi, root: &Value, to: ConfigKind) -> (Vec<String>, Value) {
    let path = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let region = api.region.as_ref();
    let name = Value::from(api.name.as_str());
    match to {
        ConfigKind::Outputs => {
            let members = [
                ("endpoint", Some(&api.endpoint)),
                ("region", region),
                ("apiName", Some(&name)),
                ("service", api.service.as_ref()),
            ];
            (path(&["custom", "API", &api.name]), apis::object(&members))
        }
        ConfigKind::Mobile => {
            // What the Amplify CLI writes unless it is told otherwise; the flat shape and Gen 2 do not say it.
            let (kind, mode) = (json!("REST"), json!("AWS_IAM"));
            let members = [
                ("endpointType", Some(&kind)),
                ("endpoint", Some(&api.endpoint)),
                ("region", region),
                ("authorizationType", Some(&mode)),
            ];
            (path(&["api", "plugins", "awsAPIPlugin", &api.name]), apis::object(&members))
        }
        ConfigKind::Web => {
            let members = [
                ("name", Some(&name)),
                ("endpoint", Some(&api.endpoint)),
                ("region", region),
                ("service", api.service.as_ref()),
            ];
            let at = root["aws_cloud_logic_custom"].as_array().map_or(0, Vec::len);
            (path(&["aws_cloud_logic_custom", &at.to_string()]), apis::object(&members))
        }
    }
}

/// Places that were made and never filled.
fn drop_nulls(value: &mut Value) {
    if let Value::Object(members) = value {
        members.retain(|_, member| {
            drop_nulls(member);
            !member.is_null()
        });
    }
}

/// Notes a fact that the kind has no place for, unless it was worked out.
fn homeless_note(facts: &mut Facts<'_>, name: &str, from: &[NodeId], to: ConfigKind) {
    let nodes: Vec<Node<'_>> = from.iter().map(|&id| facts.document.tree.node(id)).collect();
    let Some(first) = nodes.first().copied() else { return };
    let implied = name == "auth/oauth/response_type" && first.as_str().is_some_and(|word| word == "code");
    if implied {
        return;
    }
    let why = reasons::why(facts.kind, &first.pointer(), to);
    let mut note = Note::lost(facts.document, &nodes, &why);
    if reasons::is_idle(facts.document, first) {
        note.kind = NoteKind::Idle;
    }
    facts.notes.push(note);
}

/// What the flat shape says beside each other: what is of no use without the first.
const FLAT: &[(&str, &[&str])] = &[
    (
        "aws_appsync_graphqlEndpoint",
        &[
            "aws_appsync_region",
            "aws_appsync_authenticationType",
            "aws_appsync_additionalAuthenticationTypes",
            "aws_appsync_apiKey",
            "modelIntrospection",
        ],
    ),
    ("aws_appsync_authenticationType", &["aws_appsync_apiKey"]),
    ("aws_user_files_s3_bucket", &["aws_user_files_s3_bucket_region"]),
    ("aws_user_files_s3_bucket_region", &["aws_user_files_s3_bucket"]),
    ("aws_mobile_analytics_app_id", &["aws_mobile_analytics_app_region"]),
    ("aws_mobile_analytics_app_region", &["aws_mobile_analytics_app_id"]),
];

/// Takes out one thing that does not fit and could not have been meant so; goes on when there is none.
fn prune(
    facts: &mut Facts<'_>,
    root: &mut Value,
    document: &Document,
    written: &[Written],
    to: ConfigKind,
) -> ControlFlow<()> {
    let sources = |facts: &Facts<'_>, pointer: &str| -> Vec<NodeId> {
        let path: Vec<String> = keys(pointer);
        let touches = |entry: &&Written| entry.path.starts_with(&path) || path.starts_with(&entry.path);
        let from: HashSet<NodeId> = written.iter().filter(touches).flat_map(|entry| entry.from.clone()).collect();
        let mut from: Vec<NodeId> = from.into_iter().collect();
        from.sort_by_key(|&id| facts.document.tree.node(id).range().start);
        from
    };
    for violation in &document.violations {
        let node = document.tree.node(violation.node);
        let pointer = node.pointer();
        if pointer.is_empty() {
            let ViolationKind::MissingProperties(names) = &violation.kind else { continue };
            let Some((needed, useless)) = FLAT.iter().find(|(needed, _)| names.iter().any(|name| name == needed))
            else {
                continue;
            };
            let there: Vec<&str> = useless.iter().copied().filter(|name| node.member_named(name).is_some()).collect();
            let from: Vec<NodeId> = there.iter().flat_map(|name| sources(facts, &format!("/{name}"))).collect();
            there.iter().for_each(|name| remove(root, &format!("/{name}")));
            let verb = if there.len() == 1 { "is" } else { "are" };
            let message = format!("{} {verb} left out, of no use without `{needed}`", code_list(&there, "and"));
            let nodes: Vec<Node<'_>> = from.into_iter().map(|id| facts.document.tree.node(id)).collect();
            facts.notes.push(Note { message, ..Note::lost(facts.document, &nodes, "") });
            return ControlFlow::Break(());
        }
        // The description of models is copied as it is.
        let is_model = pointer.contains("ntrospection/") && matches!(violation.kind, ViolationKind::NoAlternative(_));
        let Some(why) = why_pruned(violation, to).filter(|_| !is_model) else { continue };
        remove(root, &pointer);
        let nodes: Vec<Node<'_>> =
            sources(facts, &pointer).into_iter().map(|id| facts.document.tree.node(id)).collect();
        let word = node.as_str().filter(|_| node.index().is_some());
        let field = match word {
            Some(word) => format!("`{word}` in `{}`", shown(&pointer[..pointer.rfind('/').unwrap_or(0)])),
            None => format!("`{}`", shown(&pointer)),
        };
        if !nodes.is_empty() {
            facts.notes.push(Note {
                message: format!("{field} is left out: {why}"),
                ..Note::lost(facts.document, &nodes, "")
            });
        }
        return ControlFlow::Break(());
    }
    ControlFlow::Continue(())
}

/// Why something cannot stay; `None` for what the source may have deserved: odd ids and addresses are carried over.
fn why_pruned(violation: &Violation, to: ConfigKind) -> Option<String> {
    let kind = to.title();
    Some(match &violation.kind {
        ViolationKind::MissingProperties(names) => {
            let verb = if names.len() == 1 { "is" } else { "are" };
            format!("{} {verb} needed in it", code_list(names, "and"))
        }
        ViolationKind::NotInEnum(_) => format!("there is no such word in {kind}"),
        ViolationKind::UnknownProperty(_) | ViolationKind::BadName => format!("there is no such field in {kind}"),
        ViolationKind::WrongType(_) => format!("another type of value is wanted in {kind}"),
        ViolationKind::TooFewItems(_) => "nothing is in it".to_owned(),
        ViolationKind::NoAlternative(ways) => {
            let ways: Vec<String> = ways.iter().map(|names| code_list(names, "and")).collect();
            format!("{} is needed in it", ways.join(" or "))
        }
        ViolationKind::DuplicateItem(_) => "it is there already".to_owned(),
        _ => return None,
    })
}

fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}

/// Removes what the pointer leads to, and the objects that are empty then.
pub(super) fn remove(root: &mut Value, pointer: &str) {
    let Some((above, _)) = pointer.rsplit_once('/') else { return };
    let key = keys(pointer).pop().unwrap_or_default();
    match root.pointer_mut(above) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key);
            if members.is_empty() {
                remove(root, above);
            }
        }
        Some(Value::Array(items)) => {
            if let Ok(at) = key.parse::<usize>()
                && at < items.len()
            {
                items.remove(at);
            }
        }
        _ => {}
    }
}

/// Notes what was not looked at: the outermost values of which nothing was used.
fn leftovers(facts: &mut Facts<'_>, to: ConfigKind) {
    let document = facts.document;
    let used = std::mem::take(&mut facts.used);
    let holders: HashSet<NodeId> =
        used.iter().flat_map(|&id| document.tree.node(id).ancestors()).map(Node::id).collect();
    let mut open = vec![document.tree.root()];
    let mut found: Vec<Node<'_>> = Vec::new();
    while let Some(node) = open.pop() {
        let is_container = matches!(node.kind(), Kind::Object | Kind::Array);
        let is_root = node.parent().is_none();
        if used.contains(&node.id()) || matches!(node.kind(), Kind::Null | Kind::Missing) {
            continue;
        }
        if is_container && (is_root || holders.contains(&node.id())) {
            open.extend(node.members().filter_map(Node::value).chain(node.items()));
        } else if !(is_container && node.first_child().is_none()) {
            found.push(node);
        }
    }
    found.sort_by_key(|node| node.range().start);
    for node in found {
        let why = reasons::why(facts.kind, &node.pointer(), to);
        let mut note = Note::lost(document, &[node], &why);
        if reasons::is_idle(document, node) {
            note.kind = NoteKind::Idle;
        }
        facts.notes.push(note);
    }
}
