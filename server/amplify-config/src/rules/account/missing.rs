//! Pools and app clients that the account does not have.

use amplify_json::Node;
use amplify_json::edit::Edit;

use super::{Scene, called, with_id};
use crate::account_ids::{ClientId, PoolId};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::inventory::Found;
use crate::named_resources::{NamedClient, NamedPool};

/// More are not offered: there may be thousands.
const MAX_FIXES: usize = 5;

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let inventory = scene.account.inventory;
    for pool in scene.account.pools.iter().filter(|pool| scene.is_open(pool.node)) {
        let is_absent = [&pool.in_file_region, &pool.id].iter().all(|id| inventory.user_pool(id) == Found::Absent);
        if is_absent {
            found.push(user_pool(scene, pool));
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for client in scene.account.clients.iter().filter(|client| scene.is_open(client.node)) {
        let Some(pool) = scene.account.pool_of(client) else { continue };
        // The same id twice is one mistake.
        if inventory.client(&pool, &client.id) == Found::Absent && !seen.contains(&client.id.as_str()) {
            seen.push(client.id.as_str());
            found.push(app_client(scene, client, &pool));
        }
    }
    for (node, id) in scene.account.identity_pools.iter().filter(|(node, _)| scene.is_open(*node)) {
        if inventory.identity_pool(id) == Found::Absent {
            let message = format!(
                "There is no identity pool `{id}` {}, so no library gets AWS credentials from it; the file may belong to another account",
                scene.account.whereabouts(id.region())
            );
            let others = inventory.identity_pools(id.region()).known().map_or(&[][..], |list| &list.items);
            let others = others.iter().map(|entry| (entry.name.as_str(), entry.id.as_str()));
            let diagnostic = Diagnostic::new("identity-pool-not-found", Severity::Warning, node.range(), message);
            found.push(with_choices(diagnostic, "identity pool", others, |id| instead(*node, id)));
        }
    }
}

fn instead(node: Node<'_>, id: &str) -> Vec<Edit> {
    vec![Edit::replace(node.content_range(), id)]
}

fn user_pool(scene: &Scene<'_>, pool: &NamedPool<'_>) -> Diagnostic {
    let region = pool.in_file_region.region();
    let message = format!(
        "There is no user pool `{}` {}, so nobody can sign in; the file may belong to another account",
        pool.id,
        scene.account.whereabouts(region)
    );
    let others = scene.account.inventory.user_pools(region).known().map_or(&[][..], |list| &list.items);
    // Replicas are listed too: the id names another region then, which the file would have to say as well.
    let others = others.iter().filter(|entry| entry.id.region() == region);
    let others = others.map(|entry| (entry.name.as_str(), entry.id.as_str()));
    let diagnostic = Diagnostic::new("user-pool-not-found", Severity::Warning, pool.node.range(), message);
    with_choices(diagnostic, "user pool", others, |id| instead(pool.node, id))
}

fn app_client(scene: &Scene<'_>, client: &NamedClient<'_>, pool: &PoolId) -> Diagnostic {
    let inventory = scene.account.inventory;
    let name = inventory.user_pool(pool).known().map_or_else(|| format!("the user pool `{pool}`"), called);
    let message = format!("There is no app client `{}` in {name}, so Cognito refuses every sign-in", client.id);
    let entries = inventory.clients(pool).known().map_or(&[][..], |list| &list.items);
    let may_serve = |id| {
        let facts = inventory.client(pool, id).known();
        !scene.account.is_without_secrets() || facts.is_none_or(|facts| !facts.has_secret)
    };
    // The one that stands elsewhere in the file is the one that was meant.
    let is_named = |id: &ClientId| scene.account.clients.iter().any(|named| named.id == *id);
    let mut others: Vec<_> = entries.iter().filter(|entry| may_serve(&entry.id)).collect();
    if others.iter().any(|entry| is_named(&entry.id)) {
        others.retain(|entry| is_named(&entry.id));
    }
    let others = others.into_iter().map(|entry| (entry.name.as_str(), entry.id.as_str()));
    let severity = scene.severity(client.node);
    let diagnostic = Diagnostic::new("client-not-found", severity, client.node.range(), message);
    with_choices(diagnostic, "client", others, |id| {
        let facts = ClientId::new(id).and_then(|id| inventory.client(pool, &id).known());
        let has_none = facts.is_some_and(|facts| !facts.has_secret);
        let mut edits = scene.replace_client(client.id.as_str(), id);
        edits.extend(has_none.then(|| scene.without_secrets_of(client.id.as_str())).into_iter().flatten());
        edits.sort();
        edits
    })
}

/// Offers the things that are there; the only one is the one to take.
fn with_choices<'o>(
    diagnostic: Diagnostic,
    what: &str,
    others: impl Iterator<Item = (&'o str, &'o str)>,
    edits: impl Fn(&str) -> Vec<Edit>,
) -> Diagnostic {
    let others: Vec<(&str, &str)> = others.take(MAX_FIXES).collect();
    let is_only = others.len() == 1;
    others.into_iter().fold(diagnostic, |diagnostic, (name, id)| {
        let title = format!("Use the {what} {}", with_id(name, id));
        let make = if is_only { Fix::likely } else { Fix::possible };
        diagnostic.with_fix(make(title, edits(id)))
    })
}
