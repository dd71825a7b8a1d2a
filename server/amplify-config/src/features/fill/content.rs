//! What is filled in: one function for each part of a section.

use amplify_json::{Kind, Node};
use serde_json::{Value, json};

use super::{Extent, Filling};
use crate::config_kind::ConfigKind;
use crate::counterpart::{Client, Counterpart, Pool};
use crate::draft::What;
use crate::identity_pool::write_identity_pool;
use crate::pool_settings::{
    GROUPS, MFA_METHODS, agrees, allows_first, has_version, providers_at, second_factors, social_providers,
};
use crate::references::follow;

/// Everything, in the order in which the title names it.
pub(super) fn all(filling: &mut Filling<'_>, pool: &Pool<'_>) {
    region(filling, pool);
    if filling.extent == Extent::Missing {
        client_and_identity_pool(filling, pool);
    }
    settings(filling);
    groups(filling, pool);
    passwordless(filling, pool);
    login_pages(filling, pool);
    guests(filling);
}

fn is_empty(node: Node<'_>) -> bool {
    node.kind() == Kind::String && node.string_value().trim().is_empty()
}

/// The plugin of a Gen 1 file for mobile apps.
const PLUGIN: &str = "/auth/plugins/awsCognitoAuthPlugin";

fn region(filling: &mut Filling<'_>, pool: &Pool<'_>) {
    let region: Value = pool.id.region().as_str().into();
    let title = "region";
    match filling.account.kind {
        ConfigKind::Outputs => filling.draft.set(title, "/auth/aws_region", region, is_empty),
        ConfigKind::Mobile => {
            filling.draft.set(title, &format!("{PLUGIN}/CognitoUserPool/Default/Region"), region, is_empty)
        }
        ConfigKind::Web => {
            filling.draft.set(title, "/aws_project_region", region.clone(), is_empty);
            filling.draft.set(title, "/aws_cognito_region", region, is_empty);
        }
    }
}

/// Only where there is no choice.
fn client_and_identity_pool(filling: &mut Filling<'_>, pool: &Pool<'_>) {
    let account = filling.account;
    let client_at = match account.kind {
        ConfigKind::Outputs => "/auth/user_pool_client_id".to_owned(),
        ConfigKind::Mobile => format!("{PLUGIN}/CognitoUserPool/Default/AppClientId"),
        ConfigKind::Web => "/aws_user_pools_web_client_id".to_owned(),
    };
    let list = account.inventory.clients(&pool.id).known().filter(|list| list.is_complete);
    let usable: Vec<_> = list
        .into_iter()
        .flat_map(|list| &list.items)
        .filter(|entry| {
            let facts = account.inventory.client(&pool.id, &entry.id).known();
            !account.is_without_secrets() || facts.is_some_and(|facts| !facts.has_secret)
        })
        .collect();
    if let [only] = usable.as_slice() {
        filling.draft.set("app client", &client_at, only.id.as_str().into(), is_empty);
    }
    if let [(only, _)] = account.identity_pools_for(&pool.id, None).as_slice() {
        write_identity_pool(account.kind, &mut filling.draft, only);
    }
}

fn settings(filling: &mut Filling<'_>) {
    let account = filling.account;
    let is_off = account.pool.as_ref().is_none_or(|pool| pool.facts.mfa.as_deref().is_none_or(|mfa| mfa == "OFF"));
    for group in GROUPS {
        for setting in group.settings {
            let Some(pointer) = setting.pointer(account.kind) else { continue };
            let methods = || (!is_off).then(|| second_factors(account, false)).flatten();
            let of_methods = MFA_METHODS.contains(&pointer).then(methods).flatten();
            let Some(expected) = setting.expected(account).or(of_methods) else { continue };
            let is_there = !follow(filling.draft.root(), pointer).is_empty();
            let says_nothing = expected.as_array().is_some_and(Vec::is_empty);
            if is_there || !says_nothing {
                let differs = expected.clone();
                filling.draft.set(group.title, pointer, expected, move |node| !agrees(node, &differs));
            }
        }
    }
}

fn groups(filling: &mut Filling<'_>, pool: &Pool<'_>) {
    let account = filling.account;
    if account.kind != ConfigKind::Outputs || !has_version(account, "1.3") {
        return;
    }
    let Some(list) = account.inventory.groups(&pool.id).known() else { return };
    let of_provider = format!("{}_", pool.id.as_str());
    let mut all: Vec<_> = list.items.iter().filter(|group| !group.name.starts_with(&of_provider)).collect();
    all.sort_by_key(|group| group.precedence.unwrap_or(i32::MAX));
    let item = |group: &crate::facts::GroupFacts| match group.precedence {
        Some(rank) => json!({ &*group.name: { "precedence": rank } }),
        None => json!({ &*group.name: {} }),
    };
    let is_replaced = filling.extent == Extent::Replaced;
    match follow(filling.draft.root(), "/auth/groups").pop() {
        Some(there) if there.kind() == Kind::Array && is_replaced => {
            let groups: Value = all.into_iter().map(item).collect();
            if there.to_value(8) != groups {
                filling.draft.push("groups", What::Replace(there, groups));
            }
        }
        Some(there) if there.kind() == Kind::Array && there.first_child().is_none() => {
            if !all.is_empty() {
                let items = all.into_iter().map(item).collect();
                filling.draft.push("groups", What::Replace(there, items));
            }
        }
        Some(there) if there.kind() == Kind::Array => {
            let has = |name: &str| there.items().flat_map(Node::members).any(|member| member.name() == name);
            let missing: Vec<_> = all.into_iter().filter(|group| !has(&group.name)).collect();
            for group in missing {
                filling.draft.push("groups", What::Item(there, item(group)));
            }
        }
        Some(_) => {}
        None if all.is_empty() => {}
        None => filling.draft.set("groups", "/auth/groups", all.into_iter().map(item).collect(), |_| false),
    }
}

fn passwordless(filling: &mut Filling<'_>, pool: &Pool<'_>) {
    let account = filling.account;
    let is_on = pool.facts.first_factors.iter().any(|factor| factor != "PASSWORD");
    let there = follow(filling.draft.root(), "/auth/passwordless").pop();
    let is_replaced = filling.extent == Extent::Replaced && there.is_some();
    if account.kind != ConfigKind::Outputs || !has_version(account, "1.4") || !(is_on || is_replaced) {
        return;
    }
    let allows = |factor: &str| allows_first(account, factor) == Some(true);
    let mut section = json!({ "email_otp_enabled": allows("EMAIL_OTP"), "sms_otp_enabled": allows("SMS_OTP") });
    let passkeys = account.inventory.mfa_config(&pool.id).known().filter(|_| allows("WEB_AUTHN"));
    if let Some(party) = passkeys.and_then(|facts| facts.relying_party.as_deref()) {
        let verification = passkeys.and_then(|facts| facts.user_verification.as_deref()).unwrap_or("preferred");
        section["web_authn"] = json!({ "relying_party_id": party, "user_verification": verification });
    }
    // The account does not know it.
    let preferred = there.and_then(|it| it.get("preferred_challenge")?.as_str()).map(|it| it.into_owned());
    if let Some(preferred) = preferred.filter(|it| allows(it) || it.starts_with("PASSWORD")) {
        section["preferred_challenge"] = preferred.into();
    }
    let wanted = section.clone();
    let differs = move |node: Node<'_>| is_replaced && node.to_value(8) != wanted;
    filling.draft.set("passwordless sign-in", "/auth/passwordless", section, differs);
}

/// A whole block, where there is none: what is otherwise in one that is there the rules say one by one.
fn login_pages(filling: &mut Filling<'_>, pool: &Pool<'_>) {
    let account = filling.account;
    let Some(client) = account.client.as_ref().filter(|client| {
        let is_usable = !account.is_without_secrets() || !client.facts.has_secret;
        is_usable && client.facts.oauth_enabled && !client.facts.callback_urls.is_empty()
    }) else {
        return;
    };
    let Some(domain) = pool.facts.login_hosts(&pool.id).into_iter().next() else { return };
    let Some((pointer, block)) = login_block(account, client, &domain) else { return };
    let providers = social_providers(account, providers_at(account.kind)).filter(|list| list != &json!([]));
    let there = follow(filling.draft.root(), pointer).pop();
    let is_new = there.is_none();
    match there.filter(|it| it.kind() == Kind::Object && filling.extent == Extent::Replaced) {
        Some(_) => {
            for (name, value) in block.as_object().into_iter().flatten() {
                let wanted = value.clone();
                let differs = move |node: Node<'_>| node.to_value(8) != wanted;
                filling.draft.set("login pages", &format!("{pointer}/{name}"), value.clone(), differs);
            }
        }
        None => filling.draft.set("login pages", pointer, block, |_| false),
    }
    if let Some(providers) = providers.filter(|_| is_new && account.kind != ConfigKind::Outputs) {
        filling.draft.set("login pages", providers_at(account.kind), providers, |_| false);
    }
}

fn login_block(account: &Counterpart<'_>, client: &Client<'_>, domain: &str) -> Option<(&'static str, Value)> {
    let facts = client.facts;
    let has = |flow: &str| facts.oauth_flows.iter().any(|other| other == flow);
    let grant = if has("code") {
        "code"
    } else if has("implicit") {
        "token"
    } else {
        return None;
    };
    Some(match account.kind {
        ConfigKind::Outputs => (
            "/auth/oauth",
            json!({
                "identity_providers": social_providers(account, providers_at(account.kind)).unwrap_or_else(|| json!([])),
                "redirect_sign_in_uri": facts.callback_urls,
                "redirect_sign_out_uri": facts.logout_urls,
                "response_type": grant,
                "scopes": facts.scopes,
                "domain": domain,
            }),
        ),
        ConfigKind::Mobile => (
            "/auth/plugins/awsCognitoAuthPlugin/Auth/Default/OAuth",
            json!({
                "WebDomain": domain,
                "AppClientId": client.id.as_str(),
                "SignInRedirectURI": facts.callback_urls.join(","),
                "SignOutRedirectURI": facts.logout_urls.join(","),
                "Scopes": facts.scopes,
            }),
        ),
        ConfigKind::Web => (
            "/oauth",
            json!({
                "domain": domain,
                "scope": facts.scopes,
                "redirectSignIn": facts.callback_urls.join(","),
                "redirectSignOut": facts.logout_urls.join(","),
                "responseType": grant,
            }),
        ),
    })
}

fn guests(filling: &mut Filling<'_>) {
    let account = filling.account;
    let Some(pool) = account.identity_pool.as_ref().filter(|_| account.kind == ConfigKind::Outputs) else { return };
    let right = pool.facts.allows_guests;
    let differs = move |node: Node<'_>| node.as_bool().is_some_and(|says| says != right);
    filling.draft.set("guest access", "/auth/unauthenticated_identities_enabled", right.into(), differs);
}
