//! Lists and maps in which every entry has the same wrong type: one mistake, said once.
//!
//! Used before the values are looked at one by one. Of a list whose entries were meant as something else, the whole is
//! rewritten: `["ADMINS"]` and `[{"name": "ADMINS"}]` as groups.

use std::collections::{HashMap, HashSet};

use amplify_json::string::quote;
use amplify_json::{Kind, Node, NodeId, ViolationKind};

use super::Place;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::fitting::{Fitting, fitting};
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::wording;

/// What is said of such containers; they and their entries go into `told`.
pub(super) fn check(
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    told: &mut HashSet<NodeId>,
) -> Vec<Diagnostic> {
    let types = document.violations.iter().filter_map(|violation| match &violation.kind {
        ViolationKind::WrongType(types) => Some((violation.node, types)),
        _ => None,
    });
    let types: HashMap<NodeId, &Vec<String>> = types.collect();
    let wrong = |node: Node<'_>| types.get(&node.id()).filter(|_| node.kind() != Kind::Null);
    let mut found = Vec::new();
    if types.is_empty() {
        return found;
    }
    for (node, id) in document.values() {
        if !matches!(node.kind(), Kind::Array | Kind::Object) || node.is_doubtful() || wrong(node).is_some() {
            continue;
        }
        let list = node.parent().filter(|list| list.kind() == Kind::Array);
        let is_map = node.kind() == Kind::Object && knowledge.schema.properties(id).is_empty() && list.is_some();
        let entries: Vec<Node<'_>> = match node.kind() {
            Kind::Array => node.items().collect(),
            _ if is_map => node.members().filter_map(Node::value).collect(),
            _ => continue,
        };
        let all_are_wrong = entries.iter().all(|entry| wrong(*entry).is_some());
        let is_one_kind = is_map || entries.iter().all(|entry| entry.kind() == entries[0].kind());
        // One wrong item of several kinds of list is said by itself; of a list of groups the whole can be put right.
        let is_enough = entries.len() > 1 || node.name() == "groups" && entries.len() == 1;
        let Some(types) = entries
            .first()
            .filter(|_| is_enough)
            .and_then(|first| wrong(*first))
            .filter(|_| all_are_wrong && is_one_kind)
        else {
            continue;
        };
        let whole = list.filter(|_| is_map).unwrap_or(node);
        told.extend(entries.iter().map(|entry| entry.id()));
        if !told.insert(whole.id()) {
            continue; // One of several such items, of which the first has been told.
        }
        let Some(id) = knowledge.schema.at(whole) else { continue };
        let place = Place { project, document, knowledge, node: whole, id };
        let message = match is_map {
            true => {
                format!("An item of {} must have its name as the key: `{{\"NAME\": {{…}}}}`", wording::place(whole))
            }
            false => {
                let wanted: Vec<&str> = types.iter().map(|name| wording::type_name(name)).collect();
                let (wanted, kind) = (wording::list(&wanted, "or"), wording::kind_of(entries[0]));
                format!("Each item of {} must be {wanted}, not {kind}", wording::place(whole))
            }
        };
        let fitting = if whole.name() == "groups" { groups(whole) } else { items(&place) };
        found.push(
            place.diagnostic("wrong-type", message).with_fix(fitting.map(|fitting| place.replace_with(&fitting))),
        );
    }
    found
}

/// The list with each item in the form that is wanted.
fn items(place: &Place<'_>) -> Option<Fitting> {
    let item = place.knowledge.schema.item(place.id)?;
    let fitted: Option<Vec<Fitting>> = place.node.items().map(|node| fitting(place.knowledge, item, node)).collect();
    let fitted = fitted.filter(|fitted| !fitted.is_empty())?;
    let certain = fitted.iter().all(|fitting| fitting.certain);
    let texts: Vec<String> = fitted.into_iter().map(|fitting| fitting.text).collect();
    Some(Fitting { text: format!("[{}]", texts.join(", ")), certain })
}

/// A list of groups from one of names, or of objects that say their name and rank inside.
fn groups(list: Node<'_>) -> Option<Fitting> {
    let group = |(index, item): (usize, Node<'_>)| {
        let name = if item.kind() == Kind::String { item.as_str() } else { item.get("name")?.as_str() }?;
        let rank = item.get("precedence").filter(|rank| rank.kind() == Kind::Number);
        let rank = rank.map_or_else(|| index.to_string(), |rank| rank.text().to_owned());
        Some(format!("{{ {}: {{ \"precedence\": {rank} }} }}", quote(&name)))
    };
    let groups: Option<Vec<String>> = list.items().enumerate().map(group).collect();
    let groups = groups.filter(|groups| !groups.is_empty())?;
    Some(Fitting { text: format!("[{}]", groups.join(", ")), certain: false })
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::findings;

    #[track_caller]
    fn check(auth: &str, expected: &[(&str, &str)]) {
        let text = format!(
            r#"{{ "version": "1.4", "auth": {{ "aws_region": "eu-west-1", "user_pool_id": "eu-west-1_qWeRt6789", "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a", {auth} }} }}"#
        );
        let found = findings("amplify_outputs.json", &text, &[]);
        let said: Vec<(&str, &str)> = found
            .iter()
            .map(|diagnostic| {
                let edit = diagnostic.fixes.first().and_then(|fix| fix.edits.first());
                (diagnostic.message.as_str(), edit.map_or("", |edit| edit.text.as_str()))
            })
            .collect();
        assert_eq!(said, expected, "{auth}");
    }

    #[test]
    fn entries_of_one_wrong_type_are_said_once() {
        let written = r#"[{ "A": { "precedence": 0 } }, { "B": { "precedence": 1 } }]"#;
        let texts = "Each item of `groups` must be an object, not a text";
        check(r#""groups": ["A", "B"]"#, &[(texts, written)]);
        check(r#""groups": ["A"]"#, &[(texts, r#"[{ "A": { "precedence": 0 } }]"#)]);
        let names = "An item of `groups` must have its name as the key: `{\"NAME\": {…}}`";
        check(r#""groups": [{"name": "A", "precedence": 0}, {"name": "B", "precedence": 1}]"#, &[(names, written)]);
    }
}
