//! Whether the identity pool takes the tokens of the user pool, and gives credentials for them.

use super::{Scene, called, with_id};
use crate::account_ids::ClientId;
use crate::counterpart::{Client, IdentityPool, Pool, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(identity_pool) = scene.account.identity_pool.as_ref().filter(|it| scene.is_open(it.node)) else { return };
    let before = found.len();
    if let Some(pool) = scene.account.pool.as_ref().filter(|pool| scene.is_open(pool.node)) {
        found.extend(link(scene, identity_pool, pool));
    }
    // Without the link the roles do not matter yet.
    if found.len() == before {
        found.extend(roles(scene, identity_pool));
    }
}

fn link(scene: &Scene<'_>, identity_pool: &IdentityPool<'_>, pool: &Pool<'_>) -> Option<Diagnostic> {
    let issuer = pool.id.issuer();
    let linked: Vec<&str> = identity_pool
        .facts
        .linked
        .iter()
        .filter(|linked| linked.issuer == issuer)
        .map(|linked| linked.client.as_str())
        .collect();
    if linked.is_empty() {
        let message = format!(
            "The identity pool `{}` does not take tokens of {}, so no library gets AWS credentials for users who are signed in",
            shown(&identity_pool.facts.name),
            called(pool.facts)
        );
        let diagnostic =
            Diagnostic::new("unlinked-client", scene.severity(identity_pool.node), identity_pool.node.range(), message);
        return Some(others(scene, diagnostic, identity_pool, pool));
    }
    let client = scene.account.client.as_ref().filter(|client| scene.is_open(client.node))?;
    // A client that cannot be used here has been told.
    let is_usable = !scene.account.is_without_secrets() || !client.facts.has_secret;
    (is_usable && !linked.contains(&client.id.as_str()))
        .then(|| unlinked_client(scene, identity_pool, pool, client, &linked))
}

fn unlinked_client(
    scene: &Scene<'_>,
    identity_pool: &IdentityPool<'_>,
    pool: &Pool<'_>,
    client: &Client<'_>,
    linked: &[&str],
) -> Diagnostic {
    let message = format!(
        "The identity pool `{}` takes tokens of {}, but not of this app client, so no library gets AWS credentials for users who are signed in",
        shown(&identity_pool.facts.name),
        called(pool.facts)
    );
    let diagnostic = Diagnostic::new("unlinked-client", scene.severity(client.node), client.node.range(), message);
    let inventory = scene.account.inventory;
    let facts = |id: &str| inventory.client(&pool.id, &ClientId::new(id)?).known();
    let usable: Vec<&&str> = linked
        .iter()
        .filter(|id| !(scene.account.is_without_secrets() && facts(id).is_some_and(|facts| facts.has_secret)))
        .take(5)
        .collect();
    let is_only = usable.len() == 1;
    usable.into_iter().fold(diagnostic, |diagnostic, id| {
        let listed =
            inventory.clients(&pool.id).known().and_then(|list| list.items.iter().find(|it| it.id.as_str() == *id));
        let name = facts(id).map(|facts| facts.name.as_str()).or(listed.map(|entry| entry.name.as_str()));
        let title = format!("Use the client {}, whose tokens it takes", with_id(name.unwrap_or_default(), id));
        let make = if is_only { Fix::likely } else { Fix::possible };
        diagnostic.with_fix(make(title, scene.replace_client(client.id.as_str(), id)))
    })
}

/// Offers the identity pools that are known to take the tokens of this pool and client.
fn others(scene: &Scene<'_>, diagnostic: Diagnostic, own: &IdentityPool<'_>, pool: &Pool<'_>) -> Diagnostic {
    let client = scene.account.client.as_ref().map(|client| &client.id);
    let mut fitting = scene.account.identity_pools_for(&pool.id, client);
    fitting.truncate(5);
    let is_only = fitting.len() == 1;
    fitting.into_iter().fold(diagnostic, |diagnostic, (id, facts)| {
        let title = format!("Use the identity pool {}, which takes them", with_id(&facts.name, id.as_str()));
        let nodes = scene.account.identity_pools.iter().map(|(node, _)| *node);
        let edits = scene.replace_all(nodes, own.id.as_str(), id.as_str());
        diagnostic.with_fix(if is_only { Fix::likely(title, edits) } else { Fix::possible(title, edits) })
    })
}

fn roles(scene: &Scene<'_>, identity_pool: &IdentityPool<'_>) -> Option<Diagnostic> {
    let roles = scene.account.inventory.identity_pool_roles(&identity_pool.id).known()?;
    let name = shown(&identity_pool.facts.name);
    let (severity, message) = if roles.authenticated.is_none() {
        let message = format!(
            "The identity pool `{name}` has no role for users who are signed in, so no library gets AWS credentials for them"
        );
        (scene.severity(identity_pool.node), message)
    } else if roles.unauthenticated.is_none() && identity_pool.facts.allows_guests {
        let message = format!(
            "The identity pool `{name}` lets guests in but has no role for them, so no library gets AWS credentials for guests"
        );
        (Severity::Warning, message)
    } else {
        return None;
    };
    Some(Diagnostic::new("missing-role", severity, identity_pool.node.range(), message))
}
