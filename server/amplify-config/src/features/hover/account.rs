//! What the account says of a value: what bears the id, what a setting is there, and when that was so.

use amplify_json::{Kind, Node};
use serde_json::Value;

use crate::counterpart::{Counterpart, shown};
use crate::document::Document;
use crate::facts::{ClientFacts, IdentityPoolFacts, UserPoolFacts};
use crate::inventory::{Answer, Lookup, Reason};
use crate::moments::{date, minute};
use crate::pool_settings::{setting_at, social_providers};
use crate::project::Project;
use crate::wording;

/// A text from the account as code in Markdown.
fn code(text: &str) -> String {
    super::code(&shown(text))
}

/// A list of what is known and since when; nothing where nobody asked.
pub(super) fn paragraphs(project: &Project, document: &Document, token: Node<'_>) -> Option<String> {
    let account = Counterpart::new(project, document)?;
    let node = if token.kind() == Kind::Key { token.member()?.value()? } else { token };
    if token.kind() == Kind::Key {
        return group(&account, token, node).or_else(|| setting(&account, node));
    }
    let (knowledge, id) = document.subschema(node)?;
    match knowledge.keywords(id).resource.as_deref() {
        Some("user-pool") => user_pool(&account, node),
        Some("user-pool-client") => client(&account, node),
        Some("identity-pool") => identity_pool(&account, node),
        Some("oauth-domain") => domain(&account, node),
        Some("oauth-scope") => of_client(&account, node, "allowed", |client| &client.scopes),
        Some("redirect-sign-in") => of_client(&account, node, "registered", |client| &client.callback_urls),
        Some("redirect-sign-out") => of_client(&account, node, "registered", |client| &client.logout_urls),
        Some(_) => None,
        None => setting(&account, node),
    }
}

/// What is known of one thing: its lines if it exists, that it does not, or why nobody knows.
fn told(
    account: &Counterpart<'_>,
    lookup: &Lookup,
    what: &str,
    lines: impl FnOnce(&Counterpart<'_>) -> Vec<String>,
) -> Option<String> {
    let entry = account.inventory.entry(lookup)?;
    let mut out = match &entry.answer {
        Answer::Known(_) => lines(account),
        Answer::Absent => vec![format!("There is no such {what} {}", account.whereabouts(lookup.region()))],
        Answer::Unavailable(Reason::NotAsked | Reason::NotRecorded) => return None,
        Answer::Unavailable(Reason::Denied) => {
            return Some(format!("*{} (`{}`)*", Reason::Denied.sentence(), lookup.action()));
        }
        Answer::Unavailable(reason) => return Some(format!("*{}*", reason.sentence())),
    };
    out.retain(|line| !line.is_empty());
    let mut out: Vec<String> = out
        .into_iter()
        .enumerate()
        .map(|(number, line)| if number == 0 { line } else { format!("- {line}") })
        .collect();
    if out.len() > 1 {
        out.insert(1, String::new());
    }
    let at = minute(i64::try_from(entry.at.0).unwrap_or(i64::MAX));
    let trouble = entry.trouble.map_or(String::new(), |reason| format!(". {}", reason.sentence()));
    out.push(format!("\n*As of {at}{trouble}*"));
    Some(out.join("\n"))
}

/// What a thing is called in the account.
fn heading(what: &str, name: &str) -> String {
    if name.is_empty() { format!("{} without a name", capital(what)) } else { format!("{}: {what}", code(name)) }
}

fn user_pool(account: &Counterpart<'_>, node: Node<'_>) -> Option<String> {
    let named = account.pools.iter().find(|pool| pool.node == node)?;
    let places = [&named.in_file_region, &named.id].into_iter();
    let known = places.clone().find(|id| account.inventory.user_pool(id).known().is_some());
    let id = known.unwrap_or(&named.in_file_region);
    told(account, &Lookup::UserPool(id.clone()), "user pool", |account| {
        let Some(facts) = account.inventory.user_pool(id).known() else { return Vec::new() };
        let clients = account.inventory.clients(id).known().map(|list| {
            let more = if list.is_complete { "" } else { "more than " };
            format!("app clients: {more}{}", list.items.len())
        });
        let mut lines = vec![heading("a user pool of this account", &facts.name)];
        lines.extend(of_pool(account, id, facts));
        lines.extend(clients);
        lines
    })
}

fn of_pool(account: &Counterpart<'_>, id: &crate::account_ids::PoolId, facts: &UserPoolFacts) -> Vec<String> {
    let factors = account.inventory.mfa_config(id).known().map_or(String::new(), |facts| {
        let all = [(facts.sms, "SMS"), (facts.totp, "TOTP"), (facts.email, "EMAIL")];
        let on: Vec<&str> = all.into_iter().filter(|(is_on, _)| *is_on).map(|(_, word)| word).collect();
        if on.is_empty() { String::new() } else { format!(" ({})", wording::list(&on, "and")) }
    });
    let list = |title: &str, words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| code(word)).collect();
        if words.is_empty() { String::new() } else { format!("{title}: {}", wording::list(&words, "and")) }
    };
    let when = |title: &str, at: Option<i64>| {
        at.map(date).filter(|date| !date.is_empty()).map_or(String::new(), |date| format!("{title} {date}"))
    };
    vec![
        facts.tier.as_ref().map_or(String::new(), |tier| format!("tier: {}", code(tier))),
        facts.mfa.as_ref().map_or(String::new(), |mfa| format!("second factor: {}{factors}", code(mfa))),
        list("sign-in with", &facts.username_attributes),
        list("also sign-in with", &facts.alias_attributes),
        facts.estimated_users.map_or(String::new(), |users| format!("about {users} users")),
        [when("made", facts.created), when("changed", facts.modified)]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    ]
}

fn client(account: &Counterpart<'_>, node: Node<'_>) -> Option<String> {
    let named = account.clients.iter().find(|client| client.node == node)?;
    let pool = account.pool_of(named)?;
    told(account, &Lookup::Client(pool.clone(), named.id.clone()), "app client of this user pool", |account| {
        let Some(facts) = account.inventory.client(&pool, &named.id).known() else { return Vec::new() };
        let flows: Vec<String> = facts.auth_flows.iter().map(|flow| code(flow)).collect();
        let oauth: Vec<String> = facts.oauth_flows.iter().map(|flow| code(flow)).collect();
        vec![
            heading("an app client of the user pool", &facts.name),
            if facts.has_secret { "has a secret" } else { "has no secret" }.to_owned(),
            if flows.is_empty() {
                "ways to sign in: the default (SRP, custom, refresh)".to_owned()
            } else {
                format!("ways to sign in: {}", wording::list(&flows, "and"))
            },
            if facts.oauth_enabled && !oauth.is_empty() {
                format!("login pages: {}", wording::list(&oauth, "and"))
            } else {
                "login pages: off".to_owned()
            },
            said_if(facts.token_revocation == Some(false), "tokens cannot be revoked"),
            said_if(
                facts.user_existence_errors.as_deref() == Some("LEGACY"),
                "tells strangers whether a user exists (`PreventUserExistenceErrors` is `LEGACY`)",
            ),
        ]
    })
}

fn said_if(is_so: bool, words: &str) -> String {
    if is_so { words.to_owned() } else { String::new() }
}

fn identity_pool(account: &Counterpart<'_>, node: Node<'_>) -> Option<String> {
    let (_, id) = account.identity_pools.iter().find(|(other, _)| *other == node)?;
    told(account, &Lookup::IdentityPool(id.clone()), "identity pool", |account| {
        let Some(facts) = account.inventory.identity_pool(id).known() else { return Vec::new() };
        let mut lines = vec![
            heading("an identity pool of this account", &facts.name),
            if facts.allows_guests { "guests get credentials" } else { "guests get none" }.to_owned(),
            links(account, facts),
        ];
        if let Some(roles) = account.inventory.identity_pool_roles(id).known() {
            let role = |arn: &Option<String>| {
                arn.as_ref().map_or("none".to_owned(), |arn| code(arn.rsplit('/').next().unwrap_or(arn)))
            };
            lines.push(format!("role of users who are signed in: {}", role(&roles.authenticated)));
            lines.push(format!("role of guests: {}", role(&roles.unauthenticated)));
        }
        lines
    })
}

fn links(account: &Counterpart<'_>, facts: &IdentityPoolFacts) -> String {
    let Some(pool) = account.pools.first() else { return String::new() };
    let issuer = pool.id.issuer();
    let count = facts.linked.iter().filter(|linked| linked.issuer == issuer).count();
    match count {
        0 => "takes no tokens of the user pool in this file".to_owned(),
        1 => "takes tokens of 1 app client of the user pool".to_owned(),
        _ => format!("takes tokens of {count} app clients of the user pool"),
    }
}

fn domain(account: &Counterpart<'_>, node: Node<'_>) -> Option<String> {
    let pool = account.pool.as_ref()?;
    let text = node.as_str()?;
    told(account, &Lookup::UserPool(pool.id.clone()), "user pool", |_| {
        let hosts = pool.facts.login_hosts(&pool.id);
        let name = code(&pool.facts.name);
        let shown: Vec<String> = hosts.iter().map(|host| code(host)).collect();
        vec![match hosts.iter().any(|host| *host == text) {
            true => format!("Leads to the login pages of the user pool {name}"),
            false if hosts.is_empty() => format!("The user pool {name} has no login pages"),
            false => format!("The login pages of the user pool {name} are at {}", wording::list(&shown, "and")),
        }]
    })
}

/// Whether the app client has a text in one of its lists; in Gen 1 for each part of it.
fn of_client<'a>(
    account: &Counterpart<'a>,
    node: Node<'a>,
    words: &str,
    list: impl Fn(&'a ClientFacts) -> &'a Vec<String>,
) -> Option<String> {
    let above = node.parent().filter(|above| above.kind() == Kind::Array).unwrap_or(node);
    let client = account.client_in(above.container())?;
    let pool = account.pool.as_ref()?;
    let text = node.as_str()?;
    let all = list(client.facts);
    let missing: Vec<String> = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty() && !all.iter().any(|other| other == part))
        .map(code)
        .collect();
    let name = code(&client.facts.name);
    told(account, &Lookup::Client(pool.id.clone(), client.id.clone()), "app client", |_| {
        vec![if missing.is_empty() {
            format!("{} for the app client {name}", capital(words))
        } else {
            format!("Not {words} for the app client {name}: {}", wording::list(&missing, "and"))
        }]
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A setting that the file repeats from its user pool.
fn setting(account: &Counterpart<'_>, node: Node<'_>) -> Option<String> {
    let pool = account.pool.as_ref()?;
    let whole = node.parent().filter(|above| above.kind() == Kind::Array).unwrap_or(node);
    let pointer = whole.pointer();
    let expected = match setting_at(account.kind, &pointer) {
        Some((_, setting)) => setting.expected(account)?,
        None => social_providers(account, &pointer)?,
    };
    let words = match &expected {
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(Value::as_str).map(code).collect();
            wording::list(&items, "and")
        }
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    };
    told(account, &Lookup::UserPool(pool.id.clone()), "user pool", |_| {
        vec![format!("In the user pool {}: {words}", code(&pool.facts.name))]
    })
}

fn group(account: &Counterpart<'_>, key: Node<'_>, settings: Node<'_>) -> Option<String> {
    if settings.kind() != Kind::Object || !settings.pointer().starts_with("/auth/groups/") {
        return None;
    }
    let pool = account.pool.as_ref()?;
    let name = key.string_value();
    told(account, &Lookup::Groups(pool.id.clone()), "list of groups", |account| {
        let Some(list) = account.inventory.groups(&pool.id).known() else { return Vec::new() };
        let Some(group) = list.items.iter().find(|group| group.name == name) else {
            let is_missing = list.is_complete;
            return vec![said_if(is_missing, "The user pool has no group of this name")];
        };
        let rank = group.precedence.map_or("no precedence".to_owned(), |rank| format!("precedence {rank}"));
        let role = group
            .role
            .as_ref()
            .map_or(String::new(), |arn| format!(", role {}", code(arn.rsplit('/').next().unwrap_or(arn))));
        vec![format!("A group of the user pool {}: {rank}{role}", code(&pool.facts.name))]
    })
}
