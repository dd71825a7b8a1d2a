//! What the other rules said, in the light of the account: what it tells better, what it refutes, what it can mend.

use amplify_json::Node;
use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::quote;
use serde_json::Value;

use super::login::GRANTS;
use super::{Scene, called, client_name};
use crate::counterpart::{Counterpart, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids::cognito_domain;
use crate::inventory::Found;
use crate::named_resources::{NamedClient, NamedPool};
use crate::pool_settings::{MFA, setting_at, social_providers};
use crate::references::follow;

/// Scopes of which a file may be told that it does well to ask for them.
const USEFUL: [&str; 2] = ["openid", "aws.cognito.signin.user.admin"];

/// Where files say how the login pages hand tokens over.
const RESPONSE_TYPES: [&str; 2] = ["/auth/oauth/response_type", "/oauth/responseType"];

/// What the account tells better: the same mistake seen from the file alone, or what else there is to say of a value that
/// fails in this account.
pub(super) fn is_told_by(scene: &Scene<'_>, ours: &[Diagnostic], other: &Diagnostic) -> bool {
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
pub(super) fn is_answered(account: &Counterpart<'_>, other: &Diagnostic) -> bool {
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

/// Where a value is none that the field can have, the account tells which one is right.
pub(super) fn mend_value(account: &Counterpart<'_>, other: &mut Diagnostic) {
    let right = match other.code {
        "unknown-value" => word_of_pool(account, other)
            .or_else(|| word_of_client(account, other))
            .or_else(|| without_item(account, other)),
        "oauth-domain" => host_of_pool(account, other),
        _ => None,
    };
    if let Some(right) = right {
        other.fixes.iter_mut().for_each(|fix| fix.preferred = false);
        other.fixes.insert(0, right);
    }
}

/// The first fix writes that already.
fn writes(other: &Diagnostic, right: &str) -> bool {
    other.fixes.first().is_some_and(|fix| fix.edits.iter().any(|edit| edit.text.trim_matches('"') == right))
}

/// A setting that the user pool has.
fn word_of_pool(account: &Counterpart<'_>, other: &Diagnostic) -> Option<Fix> {
    let pool = account.pool.as_ref()?;
    let pointer = account.document.pointer_at(other.range.start);
    let expected = setting_at(account.kind, &pointer).and_then(|(_, setting)| setting.expected(account));
    let right = expected?.as_str().filter(|right| !writes(other, right))?.to_owned();
    let node = follow(account.document.tree.root(), &pointer).pop()?;
    let title = format!("Replace with `{right}`, as in {}", called(pool.facts));
    Some(Fix::likely(title, vec![Edit::replace(node.range(), quote(&right))]))
}

/// The one grant that the app client allows.
fn word_of_client(account: &Counterpart<'_>, other: &Diagnostic) -> Option<Fix> {
    let client = account.client.as_ref()?;
    let pointer = account.document.pointer_at(other.range.start);
    if !RESPONSE_TYPES.contains(&pointer.as_str()) {
        return None;
    }
    let mut allowed = GRANTS.iter().filter(|(_, flow)| client.facts.oauth_flows.iter().any(|allowed| allowed == flow));
    let (Some((right, _)), None) = (allowed.next(), allowed.next()) else { return None };
    let node = follow(account.document.tree.root(), &pointer).pop().filter(|_| !writes(other, right))?;
    let title = format!("Replace with `{right}`, which the app client {} allows", client_name(client));
    Some(Fix::likely(title, vec![Edit::replace(node.range(), quote(right))]))
}

/// A word in a list that the user pool has not, whatever it was meant for.
fn without_item(account: &Counterpart<'_>, other: &Diagnostic) -> Option<Fix> {
    let pool = account.pool.as_ref()?;
    let pointer = account.document.pointer_at(other.range.start);
    let (list, _) = pointer.rsplit_once('/')?;
    let of_pool = setting_at(account.kind, list).and_then(|(_, setting)| setting.expected(account));
    let Some(Value::Array(words)) = of_pool.or_else(|| social_providers(account, list)) else { return None };
    let node = follow(account.document.tree.root(), &pointer).pop()?;
    if words.iter().filter_map(Value::as_str).any(|word| writes(other, word)) {
        return None;
    }
    let title = format!("Remove `{}`, which {} does not have", shown(&node.string_value()), called(pool.facts));
    Some(Fix::likely(title, vec![remove_child(node)]))
}

/// Where the login pages of the user pool are.
fn host_of_pool(account: &Counterpart<'_>, other: &Diagnostic) -> Option<Fix> {
    let pool = account.pool.as_ref()?;
    let hosts = pool.facts.login_hosts(&pool.id);
    let pointer = account.document.pointer_at(other.range.start);
    let node = follow(account.document.tree.root(), &pointer).pop().filter(|node| node.range() == other.range)?;
    // A host of one's own may lead there, and what is certain needs no advice.
    if other.fixes.iter().any(|fix| fix.safe) || hosts.iter().any(|host| writes(other, host)) {
        return None;
    }
    let host = hosts.iter().find(|host| cognito_domain(host).is_some()).or(hosts.first())?;
    let title = format!("Use `{}`, the domain of the user pool", shown(host));
    Some(Fix::likely(title, vec![Edit::replace(node.range(), quote(host))]))
}

/// The fix would add a scope that the app client does not allow: Cognito would refuse the sign-in.
fn adds_what_is_refused(scene: &Scene<'_>, other: &Diagnostic) -> bool {
    let Some(client) = scene.account.client.as_ref().filter(|client| client.facts.oauth_enabled) else { return false };
    let adds = |scope: &str| other.fixes.iter().flat_map(|fix| &fix.edits).any(|edit| edit.text.contains(scope));
    USEFUL.iter().any(|scope| adds(scope) && client.facts.scopes.iter().all(|allowed| allowed != scope))
}
