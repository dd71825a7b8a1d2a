//! The groups of the user pool and their ranks.

use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::{Kind, Node};

use super::Scene;
use crate::diagnostic::{Diagnostic, Fix, Severity};

/// One group: the member that names it, and its rank.
struct Group<'d> {
    member: Node<'d>,
    settings: Node<'d>,
    precedence: Option<(Node<'d>, i64)>,
}

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(list) = scene.value(scene.section, "groups").filter(|list| list.kind() == Kind::Array) else { return };
    let members = list.items().flat_map(Node::members);
    let groups: Vec<Group<'_>> = members.filter_map(|member| group(scene, member)).collect();
    let mut names: std::collections::HashMap<_, Node<'_>> = std::collections::HashMap::new();
    let mut ranks: std::collections::HashMap<i64, Node<'_>> = std::collections::HashMap::new();
    let next = groups.iter().filter_map(|group| group.precedence).map(|(_, rank)| rank + 1).max().unwrap_or(0);
    for (index, group) in groups.iter().enumerate() {
        let name = group.member.name();
        if let Some(first) = names.insert(name.clone(), group.member) {
            found.push(twice(scene, first, group.member));
            continue;
        }
        match group.precedence {
            Some((node, rank)) => {
                if let Some(first) = ranks.insert(rank, group.member) {
                    found.push(same_rank(scene, first, group.member, node, next));
                }
            }
            None if groups.len() > 1 && scene.lacks(group.settings, "precedence") => {
                let is_free =
                    !groups.iter().any(|other| other.precedence.is_some_and(|(_, rank)| rank == index as i64));
                found.push(without_rank(group, if is_free { index as i64 } else { next }));
            }
            None => {}
        }
    }
}

fn group<'d>(scene: &Scene<'d>, member: Node<'d>) -> Option<Group<'d>> {
    let settings = member.value().filter(|settings| settings.kind() == Kind::Object && scene.is_sound(*settings))?;
    let key = member.key().filter(|key| !key.is_damaged())?;
    let stated = settings.get("precedence").filter(|node| scene.is_sound(*node));
    let precedence = stated.and_then(|node| node.text().parse().ok().map(|rank| (node, rank)));
    (!key.string_value().is_empty()).then_some(Group { member, settings, precedence })
}

fn key_of(member: Node<'_>) -> std::ops::Range<usize> {
    member.key().map_or(member.range(), Node::range)
}

/// amplify-js takes the later one.
fn twice(scene: &Scene<'_>, first: Node<'_>, second: Node<'_>) -> Diagnostic {
    let name = second.name();
    let message = format!("The group `{name}` is declared twice; amplify-js takes this one");
    // An object that holds the group alone goes as a whole.
    let whole = first.container().filter(|object| object.members().count() == 1 && object.parent().is_some());
    let fix = Fix::likely(format!("Remove the first `{name}`"), vec![remove_child(whole.unwrap_or(first))]);
    Diagnostic::new("duplicate-group", Severity::Warning, key_of(second), message)
        .with_related(&scene.document.path, key_of(first), "the first one is here")
        .with_fix(fix)
}

fn same_rank(scene: &Scene<'_>, first: Node<'_>, second: Node<'_>, rank: Node<'_>, free: i64) -> Diagnostic {
    let message = format!(
        "`{}` has the same precedence as `{}`: which of the two counts for a user in both is not certain",
        second.name(),
        first.name()
    );
    let fix = Fix::possible(format!("Replace with `{free}`"), vec![Edit::replace(rank.range(), free.to_string())]);
    Diagnostic::new("group-precedence", Severity::Hint, rank.range(), message)
        .with_related(&scene.document.path, key_of(first), "the other group")
        .with_fix(fix)
}

fn without_rank(group: &Group<'_>, rank: i64) -> Diagnostic {
    let message = format!(
        "`{}` has no precedence: amplify-js cannot tell whether it or another group counts for a user in both",
        group.member.name()
    );
    let add = || {
        // An empty object is filled on its line where the whole group stands on one.
        let entry = group.member.container().map_or("", |object| object.text());
        let edit = if group.settings.first_child().is_none() && !entry.contains(['\n', '\r']) {
            Edit::replace(group.settings.range(), format!("{{ \"precedence\": {rank} }}"))
        } else {
            add_member(group.settings, "precedence", &rank.to_string())
        };
        Fix::likely(format!("Add `\"precedence\": {rank}`"), vec![edit])
    };
    let fix = group.settings.is_closed().then(add);
    Diagnostic::new("group-precedence", Severity::Hint, key_of(group.member), message).with_fix(fix)
}
