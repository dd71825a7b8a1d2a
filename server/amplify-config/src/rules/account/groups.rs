//! Groups that the user pool does not have, and ranks that it has otherwise.

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use super::{Scene, called};
use crate::counterpart::{Pool, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::facts::{GroupFacts, Listing};
use crate::spelling::{Nearness, nearest};
use crate::wording;

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(pool) = &scene.account.pool else { return };
    let Some(known) = scene.account.inventory.groups(&pool.id).known() else { return };
    let list = crate::references::follow(scene.document.tree.root(), "/auth/groups").pop();
    let Some(list) = list.filter(|list| list.kind() == Kind::Array && !list.is_doubtful()) else { return };
    let mut seen: Vec<String> = Vec::new();
    let mut ranks: Vec<Rank<'_>> = Vec::new();
    for member in list.items().flat_map(Node::members) {
        let (Some(key), Some(settings)) = (member.key(), member.value()) else { continue };
        let name = member.name().into_owned();
        // That a group is there twice is said elsewhere.
        if key.is_damaged() || name.is_empty() || !scene.is_open(settings) || seen.contains(&name) {
            continue;
        }
        match known.items.iter().find(|group| group.name == name) {
            Some(group) => ranks.extend(rank(scene, member, group)),
            None if known.is_complete => found.push(missing(scene, pool, known, member, list)),
            None => {}
        }
        seen.push(name);
    }
    found.extend(ranked_otherwise(pool, &ranks));
}

fn missing(
    scene: &Scene<'_>,
    pool: &Pool<'_>,
    known: &Listing<GroupFacts>,
    member: Node<'_>,
    list: Node<'_>,
) -> Diagnostic {
    let name = member.name();
    let message = format!("There is no group `{name}` in {}, so nobody can be in it; case counts", called(pool.facts));
    let key = member.key().unwrap_or(member);
    let diagnostic = Diagnostic::new("group-not-found", Severity::Warning, key.range(), message);
    let is_listed = |other: &str| list.items().flat_map(Node::members).any(|member| member.name() == other);
    let free: Vec<&str> =
        known.items.iter().map(|group| group.name.as_str()).filter(|other| !is_listed(other)).collect();
    let meant = nearest(&name, free.iter().copied());
    let rename = |right: &str| {
        // What refers to the group goes with it.
        let mut edits = vec![Edit::replace(key.content_range(), escape(right).into_owned())];
        edits.extend(references(scene, &name, right));
        edits.sort();
        edits
    };
    let whole = member.container().filter(|object| object.members().count() == 1);
    let remove = Fix::possible(format!("Remove `{name}`"), vec![remove_child(whole.unwrap_or(member))]);
    let diagnostic = diagnostic.with_fix(meant.map(|(right, nearness)| {
        let title = format!("Rename to `{}`", shown(right));
        if nearness == Nearness::Folded {
            Fix::likely(title, rename(right))
        } else {
            Fix::possible(title, rename(right))
        }
    }));
    diagnostic.with_fix(remove)
}

/// The rules of storage paths that name the group, written with its other name.
fn references(scene: &Scene<'_>, old: &str, new: &str) -> Vec<Edit> {
    let Some(knowledge) = scene.document.knowledge() else { return Vec::new() };
    let keys = scene.document.values().filter_map(|(node, id)| {
        let reference = knowledge.keywords(id).refers_to.as_ref()?;
        let prefix = reference.key_prefix.as_deref().filter(|_| reference.at.starts_with("/auth/groups"))?;
        let key = node.member()?.key()?;
        (key.string_value().strip_prefix(prefix)? == old).then(|| (key, format!("{prefix}{new}")))
    });
    keys.map(|(key, name)| Edit::replace(key.content_range(), escape(&name).into_owned())).collect()
}

/// A group with another rank in the pool.
struct Rank<'d> {
    member: Node<'d>,
    node: Node<'d>,
    right: i64,
}

fn rank<'d>(scene: &Scene<'d>, member: Node<'d>, group: &GroupFacts) -> Option<Rank<'d>> {
    let node = scene.value(member.value()?, "precedence")?;
    let said: i64 = node.text().parse().ok()?;
    let right = group.precedence.map(i64::from).filter(|right| *right != said)?;
    Some(Rank { member, node, right })
}

/// One finding for all: to change one rank alone may make it the same as another one.
fn ranked_otherwise(pool: &Pool<'_>, ranks: &[Rank<'_>]) -> Option<Diagnostic> {
    let first = ranks.first()?;
    let words: Vec<String> = ranks.iter().map(|rank| format!("{} for `{}`", rank.right, rank.member.name())).collect();
    let message = format!(
        "The ranks of groups are not those of {}, which are {}: amplify-js goes by the file, roles by the pool",
        called(pool.facts),
        wording::list(&words, "and")
    );
    let edits = ranks.iter().map(|rank| Edit::replace(rank.node.range(), rank.right.to_string())).collect();
    let fix = Fix::likely("Use the ranks of the user pool", edits);
    Some(Diagnostic::new("user-pool-drift", Severity::Hint, first.node.range(), message).with_fix(fix))
}
