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
mod others;
mod redirects;
mod secret;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use self::others::{is_answered, is_told_by, mend_value};
use super::oauth::spoken_of;
use crate::counterpart::{Client, Counterpart, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::facts::UserPoolFacts;
use crate::impact::{self, readers_that};
use crate::keywords::{Library, Reading};
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
        found.iter_mut().for_each(|other| mend_value(&account, other));
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
