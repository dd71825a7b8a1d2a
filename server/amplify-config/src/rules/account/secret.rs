//! App clients with a secret, in files that have no place for one, and secrets that do not belong to their client.

use super::{Scene, client_name, with_id};
use crate::account_ids::PoolId;
use crate::counterpart::Client;
use crate::diagnostic::{Diagnostic, Fix};
use crate::named_resources::NamedClient;

const CODE: &str = "client-secret";
pub(super) const KEY: &str = "AppClientSecret";

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&str> = Vec::new();
    for named in scene.account.clients.iter().filter(|named| scene.is_open(named.node)) {
        let (Some(client), Some(pool)) = (scene.account.known_client(named), scene.account.pool_of(named)) else {
            continue;
        };
        if seen.contains(&named.id.as_str()) {
            continue;
        }
        let told = if scene.account.is_without_secrets() {
            client.facts.has_secret.then(|| unusable(scene, named, &client, &pool))
        } else {
            in_mobile(scene, named, &client, &pool)
        };
        // A mobile file has the client and its secret twice, and the second may be wrong alone.
        if told.is_some() {
            seen.push(named.id.as_str());
        }
        found.extend(told);
    }
}

/// Neither kind of file has a field for it, and none may have: it ships to every user.
fn unusable(scene: &Scene<'_>, named: &NamedClient<'_>, client: &Client<'_>, pool: &PoolId) -> Diagnostic {
    let name = client_name(client);
    let message = format!(
        "The app client {name} has a secret, which this file cannot hold: Cognito refuses every sign-in without it"
    );
    let severity = scene.severity(named.node);
    with_others(scene, Diagnostic::new(CODE, severity, named.node.range(), message), named, pool)
}

/// Only whether there is one is compared: what it is, nobody here knows.
fn in_mobile(scene: &Scene<'_>, named: &NamedClient<'_>, client: &Client<'_>, pool: &PoolId) -> Option<Diagnostic> {
    let object = named.node.container()?;
    let secret = object.member_named(KEY);
    match (secret, client.facts.has_secret) {
        (Some(member), false) => {
            let value = member.value().filter(|value| scene.is_open(*value))?;
            let message = "`AppClientSecret` is there, but the app client has no secret: Cognito refuses every sign-in that is signed with one";
            let fix = Fix::likely(format!("Remove `{KEY}`"), scene.without_secrets_of(named.id.as_str()));
            let severity = scene.severity(named.node);
            let range = member.key().map_or(value.range(), |key| key.range());
            Some(Diagnostic::new(CODE, severity, range, message).with_fix(fix))
        }
        // That the secret stands at the other place alone is said without the account.
        (None, true) if scene.account.clients.iter().any(|other| other.id == named.id && has_secret(other)) => None,
        (None, true) if crate::rules::sound::is_absent(scene.document, object, KEY) => {
            let message = "The app client has a secret, but `AppClientSecret` is missing: Cognito refuses every sign-in without it";
            let severity = scene.severity(named.node);
            let diagnostic = Diagnostic::new(CODE, severity, named.node.range(), message);
            Some(with_others(scene, diagnostic, named, pool))
        }
        _ => None,
    }
}

fn has_secret(named: &NamedClient<'_>) -> bool {
    named.node.container().is_some_and(|object| object.member_named(KEY).is_some())
}

/// Offers the clients of the pool that are known to have no secret; the only one, and one that is called so, is the one
/// to take.
fn with_others(scene: &Scene<'_>, diagnostic: Diagnostic, named: &NamedClient<'_>, pool: &PoolId) -> Diagnostic {
    let inventory = scene.account.inventory;
    let entries = inventory.clients(pool).known().map_or(&[][..], |list| &list.items);
    let usable: Vec<_> = entries
        .iter()
        .filter(|entry| inventory.client(pool, &entry.id).known().is_some_and(|facts| !facts.has_secret))
        .take(5)
        .collect();
    let preferred = match usable.as_slice() {
        [only] => Some(only.id.clone()),
        many => many.iter().find(|entry| entry.name.to_ascii_lowercase().contains("web")).map(|it| it.id.clone()),
    };
    usable.into_iter().fold(diagnostic, |diagnostic, entry| {
        let title = format!("Use the client {} instead: it has no secret", with_id(&entry.name, entry.id.as_str()));
        let edits = scene.replace_client(named.id.as_str(), entry.id.as_str());
        let make = if preferred.as_ref() == Some(&entry.id) { Fix::likely } else { Fix::possible };
        diagnostic.with_fix(make(title, edits))
    })
}
