//! What a file says otherwise than the AWS account it was made for.
//!
//! Only what AWS answered counts: that something is there and is like this, or that there is no such thing. What was
//! not asked or could not be learned is never wrong. What another rule has said of a value is not said again, and below
//! something that is not there nothing is looked at: a wrong pool would make everything else look wrong.

mod drift;
mod factors;
mod flows;
mod groups;
mod guests;
mod identity_pool;
mod login;
mod missing;
mod redirects;
mod secret;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::{escape, quote};
use amplify_json::{Kind, Node};
use serde_json::Value;

use super::oauth::spoken_of;
use crate::counterpart::{Client, Counterpart, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::facts::UserPoolFacts;
use crate::impact::{self, readers_that};
use crate::inventory::Found;
use crate::keywords::{Library, Reading};
use crate::named_resources::{NamedClient, NamedPool};
use crate::pool_settings::{MFA, setting_at};
use crate::project::Project;
use crate::references::follow;
use crate::rule::{Check, rule};

pub(in crate::rules) static CHECK: Check = Check {
    rules: &[
        rule!("account", "alias-attributes"),
        rule!("account", "client-not-found"),
        rule!("account", "client-secret"),
        rule!("account", "flow-not-allowed"),
        rule!("account", "grant-not-allowed"),
        rule!("account", "group-not-found"),
        rule!("account", "guest-access-drift"),
        rule!("account", "identity-pool-not-found"),
        rule!("account", "missing-role"),
        rule!("account", "oauth-disabled"),
        rule!("account", "provider-not-enabled"),
        rule!("account", "scope-not-allowed"),
        rule!("account", "unlinked-client"),
        rule!("account", "unregistered-redirect"),
        rule!("account", "user-pool-drift"),
        rule!("account", "user-pool-not-found"),
        rule!("account", "wrong-login-domain"),
    ],
    run: |project, document, found| {
        let Some(account) = Counterpart::new(project, document) else { return };
        found.retain(|other| !is_answered(&account, other));
        found.iter_mut().for_each(|other| mend_word(&account, other));
        let scene = Scene::new(project, document, account, found);
        let mut ours = Vec::new();
        for check in CHECKS {
            check(&scene, &mut ours);
        }
        found.retain(|other| !is_told_by(&scene, &ours, other));
        found.append(&mut ours);
    },
};

const CHECKS: [fn(&Scene<'_>, &mut Vec<Diagnostic>); 9] = [
    missing::check,
    secret::check,
    identity_pool::check,
    guests::check,
    drift::check,
    factors::check,
    groups::check,
    flows::check,
    login::check,
];

/// What says all that there is to say of a value though it is only worth knowing; other such findings do not hide a value
/// that fails.
const SAYS_ALL: [&str; 5] = ["placeholder", "empty-value", "misplaced-id", "malformed-id", "group-precedence"];

/// Scopes of which a file may be told that it does well to ask for them.
const USEFUL: [&str; 2] = ["openid", "aws.cognito.signin.user.admin"];

/// What the account tells better: the same mistake seen from the file alone, or what else there is to say of a value that
/// fails in this account.
fn is_told_by(scene: &Scene<'_>, ours: &[Diagnostic], other: &Diagnostic) -> bool {
    let has = |code: &str| ours.iter().any(|it| it.code == code);
    let is_client = || scene.account.clients.iter().any(|client| client.node.range() == other.range);
    let is_same = || ours.iter().any(|it| it.severity == Severity::Error && it.range == other.range);
    match other.code {
        "redirect-lists-differ" => has("unregistered-redirect"),
        "oauth-scope" if other.severity == Severity::Hint => {
            let comes_first = ["client-not-found", "user-pool-not-found", "oauth-disabled"];
            comes_first.into_iter().any(has) || adds_what_is_refused(scene, other)
        }
        "dangling-name" => has("client-not-found") && is_client(),
        // Which methods fit follows from the setting.
        "mfa-methods" => ours.iter().any(|it| {
            let pointer = scene.document.pointer_at(it.range.start);
            it.code == "user-pool-drift" && MFA.contains(&pointer.as_str())
        }),
        // What a library refuses there goes when the list becomes that of the pool.
        "refused-value" => ours.iter().filter(|it| it.code == "user-pool-drift").any(|it| {
            let edits = it.fixes.iter().flat_map(|fix| &fix.edits);
            let word = &scene.document.text()[other.range.clone()];
            let mut replaced = edits.filter(|edit| edit.start <= other.range.start && other.range.end <= edit.end);
            replaced.any(|edit| !edit.text.contains(word))
        }),
        "preferred-challenge" => {
            let section = follow(scene.document.tree.root(), "/auth/passwordless").pop();
            let section = section.map(|section| section.member().unwrap_or(section).range());
            let is_in = |it: &&Diagnostic| section.as_ref().is_some_and(|section| section.contains(&it.range.start));
            ours.iter().filter(is_in).any(|it| it.code == "user-pool-drift")
        }
        _ => other.severity > Severity::Warning && is_same(),
    }
}

/// An id of a form that AWS is not known to make, of which AWS has said whether there is such a thing: that counts more
/// than its form. Emulators make such ids. What the right form would be is worth more than that there is no such thing.
fn is_answered(account: &Counterpart<'_>, other: &Diagnostic) -> bool {
    if other.code != "malformed-id" {
        return false;
    }
    let answer = |there: bool, gone: bool| there || gone && other.fixes.is_empty();
    let inventory = account.inventory;
    let of_pool = |named: &NamedPool<'_>| {
        let is_gone = [&named.in_file_region, &named.id].iter().all(|id| inventory.user_pool(id) == Found::Absent);
        answer(account.known_pool(named).is_some(), is_gone)
    };
    let of_client = |named: &NamedClient<'_>| {
        let found = account.pool_of(named).map_or(Found::Unknown, |pool| inventory.client(&pool, &named.id));
        answer(found.known().is_some(), found == Found::Absent)
    };
    let of_identity_pool = |id| {
        let found = inventory.identity_pool(id);
        answer(found.known().is_some(), found == Found::Absent)
    };
    let is_at = |node: Node<'_>| node.range() == other.range;
    account.pools.iter().any(|named| is_at(named.node) && of_pool(named))
        || account.clients.iter().any(|named| is_at(named.node) && of_client(named))
        || account.identity_pools.iter().any(|(node, id)| is_at(*node) && of_identity_pool(id))
}

/// Where a word is none that the field knows, the user pool tells which one is right.
fn mend_word(account: &Counterpart<'_>, other: &mut Diagnostic) {
    if other.code != "unknown-value" {
        return;
    }
    let Some(pool) = &account.pool else { return };
    let pointer = account.document.pointer_at(other.range.start);
    let expected = setting_at(account.kind, &pointer).and_then(|(_, setting)| setting.expected(account));
    let Some(Value::String(right)) = expected else { return };
    let Some(node) = follow(account.document.tree.root(), &pointer).pop() else { return };
    if other.fixes.first().is_none_or(|fix| fix.edits.iter().all(|edit| edit.text.trim_matches('"') != right)) {
        let title = format!("Replace with `{right}`, as in {}", called(pool.facts));
        other.fixes.iter_mut().for_each(|fix| fix.preferred = false);
        other.fixes.insert(0, Fix::likely(title, vec![Edit::replace(node.range(), quote(&right))]));
    }
}

/// The fix would add a scope that the app client does not allow: Cognito would refuse the sign-in.
fn adds_what_is_refused(scene: &Scene<'_>, other: &Diagnostic) -> bool {
    let Some(client) = scene.account.client.as_ref().filter(|client| client.facts.oauth_enabled) else { return false };
    let adds = |scope: &str| other.fixes.iter().flat_map(|fix| &fix.edits).any(|edit| edit.text.contains(scope));
    USEFUL.iter().any(|scope| adds(scope) && client.facts.scopes.iter().all(|allowed| allowed != scope))
}

/// A file, the account, and what has been said already.
struct Scene<'a> {
    project: &'a Project,
    document: &'a Document,
    account: Counterpart<'a>,
    /// The values of which another rule has spoken.
    spoken_of: HashSet<(usize, usize)>,
}

impl<'a> Scene<'a> {
    fn new(project: &'a Project, document: &'a Document, account: Counterpart<'a>, found: &[Diagnostic]) -> Scene<'a> {
        // Which method can come first the account knows better.
        let is_open = |it: &Diagnostic| it.code == "preferred-challenge";
        let is_about_value =
            |it: &&Diagnostic| !is_open(it) && (it.severity <= Severity::Warning || SAYS_ALL.contains(&it.code));
        let about_values: Vec<Diagnostic> = found.iter().filter(is_about_value).cloned().collect();
        Scene { project, document, account, spoken_of: spoken_of(&about_values) }
    }

    /// The value of a member that can be judged, and of which nothing has been said.
    fn value(&self, object: Node<'a>, name: &str) -> Option<Node<'a>> {
        object.get(name).filter(|node| self.is_open(*node))
    }

    /// The value at the end of a pointer, under the same conditions.
    fn value_at(&self, pointer: &str) -> Option<Node<'a>> {
        follow(self.document.tree.root(), pointer).pop().filter(|node| self.is_open(*node))
    }

    /// No syntax error stands in the value, its schema takes it with all its items, and no rule has spoken of it.
    fn is_open(&self, node: Node<'_>) -> bool {
        let is_refused = || self.document.violations.iter().any(|violation| violation.node == node.id());
        let range = node.range();
        let key = node.member().and_then(Node::key).map(Node::range);
        node.kind() != Kind::Missing
            && !node.is_damaged()
            && !node.is_doubtful()
            && !is_refused()
            && !self.spoken_of.contains(&(range.start, range.end))
            && !key.is_some_and(|key| self.spoken_of.contains(&(key.start, key.end)))
            && node.items().all(|item| self.is_open(item))
    }

    /// The libraries that read the field a value stands in.
    fn readers_of(&self, node: Node<'_>) -> Vec<Library> {
        let readings = [Reading::Needs, Reading::Checks, Reading::Reads];
        self.document.subschema(node).map_or_else(Vec::new, |(_, id)| readers_that(self.document, id, &readings))
    }

    /// How bad it is when sign-in fails over a value.
    fn severity(&self, node: Node<'_>) -> Severity {
        impact::severity(self.project, self.document, &self.readers_of(node))
    }

    /// Writes another text wherever the file has this one as the name of such a thing.
    fn replace_all<'n>(&self, nodes: impl Iterator<Item = Node<'n>>, old: &str, new: &str) -> Vec<Edit> {
        let same = nodes.filter(|node| node.as_str().as_deref() == Some(old));
        let mut edits: Vec<Edit> =
            same.map(|node| Edit::replace(node.content_range(), escape(new).into_owned())).collect();
        edits.sort();
        edits
    }

    /// Writes another app client wherever the file has this one.
    fn replace_client(&self, old: &str, new: &str) -> Vec<Edit> {
        self.replace_all(self.account.clients.iter().map(|client| client.node), old, new)
    }

    /// Takes the secrets away that stand beside an app client.
    fn without_secrets_of(&self, client: &str) -> Vec<Edit> {
        let named = self.account.clients.iter().filter(|named| named.id.as_str() == client);
        named.filter_map(|named| named.node.container()?.member_named(secret::KEY)).map(remove_child).collect()
    }
}

/// The user pool as one speaks of it.
fn called(pool: &UserPoolFacts) -> String {
    if pool.name.is_empty() { "the user pool".to_owned() } else { format!("the user pool `{}`", shown(&pool.name)) }
}

/// An app client as one speaks of it.
fn client_name(client: &Client<'_>) -> String {
    if client.facts.name.is_empty() { format!("`{}`", client.id) } else { format!("`{}`", shown(&client.facts.name)) }
}

/// A thing by its name, with the id where names may be the same.
fn with_id(name: &str, id: &str) -> String {
    if name.is_empty() { format!("`{id}`") } else { format!("`{}` ({id})", shown(name)) }
}
