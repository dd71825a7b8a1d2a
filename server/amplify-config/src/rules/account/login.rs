//! The settings of the login pages that the app client or its pool have otherwise.

use amplify_json::Node;
use amplify_json::edit::remove_child;

use super::{Scene, called, client_name, redirects, with_id};
use crate::account_ids::{PoolId, login_domain};
use crate::config_kind::ConfigKind;
use crate::counterpart::{Client, Pool, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids::cognito_domain;
use crate::pool_settings::{PROVIDERS, providers_at};
use crate::rules::oauth::{Login, logins};
use crate::spelling::nearest;
use crate::wording;

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    for login in logins(scene.project, scene.document, &scene.spoken_of) {
        if let Some(pool) = &scene.account.pool {
            found.extend(domain(scene, &login, pool));
        }
        let Some(client) = scene.account.client_in(login.block()).filter(|client| scene.is_open(client.node)) else {
            continue;
        };
        // The settings of a client that cannot be used here say nothing of the one that should stand here.
        if scene.account.is_without_secrets() && client.facts.has_secret {
            continue;
        }
        if !client.facts.oauth_enabled || client.facts.oauth_flows.is_empty() {
            found.extend(disabled(&login, &client));
            continue;
        }
        found.extend(scopes(&login, &client));
        redirects::check(scene, &login, &client, found);
        found.extend(grant(&login, &client));
    }
    providers(scene, found);
}

fn disabled(login: &Login<'_>, client: &Client<'_>) -> Option<Diagnostic> {
    // The Gen 1 tools write the domain alone where there are no login pages.
    login.sign_in.as_ref().filter(|list| !list.texts.is_empty())?;
    let message = format!(
        "The app client {} does not use the login pages: OAuth is switched off for it, so sign-in with redirect fails",
        client_name(client)
    );
    let range = wording::telling_range(login.block()?);
    Some(Diagnostic::new("oauth-disabled", login.severity(&login.readers), range, message))
}

fn domain(scene: &Scene<'_>, login: &Login<'_>, pool: &Pool<'_>) -> Option<Diagnostic> {
    let domain = login.domain.as_ref().filter(|domain| !domain.is_open() && scene.is_open(domain.node))?;
    let text = domain.text.as_ref();
    let hosts = pool.facts.login_hosts(&pool.id);
    let prefix = pool.facts.domain.as_deref();
    // Where nobody knows how the whole host is written, the prefix tells.
    let has_prefix = prefix.is_some_and(|prefix| pool.id.login_host(prefix).is_none() && text.starts_with(prefix));
    if hosts.iter().any(|host| host == text) || has_prefix {
        return None;
    }
    let has_none = prefix.is_none() && pool.facts.custom_domain.is_none();
    let name = called(pool.facts);
    let owner = owner(scene, text).filter(|(id, _)| id.as_str() != pool.id.as_str());
    let message = if let Some((id, owner)) = owner {
        format!(
            "`{}` leads to the login pages of {}, not of {name}, so sign-in with redirect fails",
            shown(text),
            with_id(owner, id.as_str())
        )
    } else if has_none {
        format!("{name} has no login pages, so nothing answers at `{}`", shown(text))
    } else {
        format!("`{}` does not lead to the login pages of {name}, so sign-in with redirect fails", shown(text))
    };
    // A host of one's own may pass everything on to the right one.
    let is_cognito = cognito_domain(text).is_some();
    let severity = if is_cognito && !has_none { login.severity(&login.readers) } else { Severity::Warning };
    let message = capital(&message);
    let diagnostic = Diagnostic::new("wrong-login-domain", severity, domain.marked(), message);
    let mut hosts = hosts;
    hosts.sort_by_key(|host| cognito_domain(host).is_some() != is_cognito);
    Some(hosts.into_iter().enumerate().fold(diagnostic, |diagnostic, (number, host)| {
        let title = format!("Use `{}`, the domain of the user pool", shown(&host));
        let make = if number == 0 { Fix::likely } else { Fix::possible };
        diagnostic.with_fix(domain.replace(&host).map(|edit| make(title, vec![edit])))
    }))
}

/// The user pool that a domain of Cognito leads to, with the name that the account has for it.
fn owner<'a>(scene: &Scene<'a>, host: &str) -> Option<(&'a PoolId, &'a str)> {
    let (region, name) = login_domain(host)?;
    let inventory = scene.account.inventory;
    let id = inventory.domain(&region, &name).known()?.user_pool.as_ref()?;
    let list = inventory.user_pools(&region).known().map_or(&[][..], |list| &list.items);
    Some((id, list.iter().find(|entry| entry.id == *id).map_or("", |entry| entry.name.as_str())))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

fn scopes(login: &Login<'_>, client: &Client<'_>) -> Vec<Diagnostic> {
    let Some(list) = &login.scopes else { return Vec::new() };
    let allowed = &client.facts.scopes;
    let is_there = |scope: &str| list.texts.iter().any(|text| text.text == scope);
    let refused = list.texts.iter().filter(|text| !text.is_open() && !allowed.iter().any(|scope| *scope == text.text));
    let finding = |text: &crate::rules::oauth::Text<'_>| {
        let message = format!(
            "The app client {} does not allow the scope `{}`, so Cognito refuses the sign-in",
            client_name(client),
            shown(&text.text)
        );
        let meant = nearest(&text.text, allowed.iter().map(String::as_str)).filter(|(right, _)| !is_there(right));
        let rename = meant.and_then(|(right, _)| {
            Some(Fix::likely(format!("Replace with `{}`, which it allows", shown(right)), vec![text.replace(right)?]))
        });
        let title = format!("Remove `{}`", shown(&text.text));
        let edits = vec![remove_child(text.node)];
        let remove = if rename.is_some() { Fix::possible(title, edits) } else { Fix::likely(title, edits) };
        Diagnostic::new("scope-not-allowed", login.severity(&login.readers), text.marked(), message)
            .with_fix(rename)
            .with_fix(remove)
    };
    refused.map(finding).collect()
}

/// The grants of files, and what Cognito calls them.
pub(super) const GRANTS: [(&str, &str); 2] = [("code", "code"), ("token", "implicit")];

fn grant(login: &Login<'_>, client: &Client<'_>) -> Option<Diagnostic> {
    let grant = login.grant.as_ref().filter(|grant| !grant.is_open())?;
    let allows = |flow: &str| client.facts.oauth_flows.iter().any(|allowed| allowed == flow);
    let (word, flow) = GRANTS.into_iter().find(|(word, _)| grant.text == *word)?;
    if allows(flow) {
        return None;
    }
    let message = format!(
        "The app client {} does not allow the grant `{word}` (`{flow}` in Cognito), so Cognito refuses the sign-in",
        client_name(client)
    );
    let other = GRANTS.into_iter().find(|(_, flow)| allows(flow)).and_then(|(word, _)| {
        Some(Fix::likely(format!("Replace with `{word}`, which it allows"), vec![grant.replace(word)?]))
    });
    Some(Diagnostic::new("grant-not-allowed", login.severity(&login.readers), grant.marked(), message).with_fix(other))
}

fn providers(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let pointer = providers_at(scene.account.kind);
    let (Some(pool), Some(client)) = (&scene.account.pool, &scene.account.client) else { return };
    let is_usable = !scene.account.is_without_secrets() || !client.facts.has_secret;
    // The login pages as a whole come first.
    if !is_usable || !client.facts.oauth_enabled || !scene.is_open(client.node) {
        return;
    }
    for item in scene.value_at(pointer).into_iter().flat_map(Node::items) {
        found.extend(provider(scene, &pool.id, client, item));
    }
}

fn provider(scene: &Scene<'_>, pool: &PoolId, client: &Client<'_>, item: Node<'_>) -> Option<Diagnostic> {
    let word = item.as_str()?;
    let is_gen_2 = scene.account.kind == ConfigKind::Outputs;
    let (.., name) = PROVIDERS.iter().find(|(own, gen_1, _)| word == if is_gen_2 { *own } else { *gen_1 })?;
    let listed = scene.account.inventory.identity_providers(pool).known();
    let is_set_up = listed.map(|list| list.items.iter().any(|provider| provider.kind == *name) || !list.is_complete);
    let is_enabled = client.facts.identity_providers.iter().any(|enabled| enabled == name);
    let message = if is_set_up == Some(false) {
        format!("The user pool has no identity provider {name}, so its button leads to an error page")
    } else if !is_enabled {
        format!("The app client {} does not offer {name}, so its button leads to an error page", client_name(client))
    } else {
        return None;
    };
    let fix = Fix::likely(format!("Remove `{word}`"), vec![remove_child(item)]);
    Some(Diagnostic::new("provider-not-enabled", Severity::Warning, item.range(), message).with_fix(fix))
}
