//! What the tools ask for, one function each.

use super::{ImportTool, Met, Requirement, Scene};
use crate::counterpart::shown;
use crate::facts::ClientFacts;
use crate::wording;

/// Looks at one thing that a tool asks for; `None` where it does not ask for it here.
type Look = fn(&Scene<'_>, ImportTool) -> Option<Requirement>;

const ALL: [Look; 11] = [
    client,
    flows,
    identity_pool,
    linked,
    authenticated_role,
    guest_role,
    role_names,
    same_settings,
    login_pages,
    hosted_login,
    aliases,
];

/// What a tool asks for.
pub(super) fn all(scene: &Scene<'_>, tool: ImportTool) -> Vec<Requirement> {
    ALL.iter().filter_map(|look| look(scene, tool)).collect()
}

fn requirement(what: &'static str, is_so: Option<bool>, why: impl Into<String>) -> Option<Requirement> {
    Some(Requirement { what, met: Met::of(is_so), why: why.into() })
}

fn named(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| shown(word)).collect();
    wording::code_list(&words, "and")
}

fn has_no_secret(facts: &ClientFacts) -> bool {
    !facts.has_secret
}

/// `referenceAuth` is given one client; the other tool looks for one.
fn client(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    match tool {
        ImportTool::ReferenceAuth => {
            let own = scene.own.as_ref().map(|(_, facts)| has_no_secret(facts));
            let why = match (own, scene.names(has_no_secret)) {
                (Some(false), others) if !others.is_empty() => format!("it has one, but not {others}"),
                (Some(false), _) => "it has one".to_owned(),
                _ => String::new(),
            };
            requirement("The app client of the file has no secret", own, why)
        }
        ImportTool::ImportWeb => {
            let is_so = scene.has_client(|_, facts| has_no_secret(facts));
            let names = scene.names(has_no_secret);
            let why = match is_so {
                Some(true) => names,
                Some(false) => "all have one".to_owned(),
                None => "not all app clients were looked at".to_owned(),
            };
            requirement("The user pool has an app client without a secret", is_so, why)
        }
        // Earlier versions asked for one with a secret.
        ImportTool::ImportNative => {
            requirement("The user pool has an app client", scene.has_client(|_, _| true), scene.names(|_| true))
        }
    }
}

/// Not looked at by the tools; without it nobody signs in afterwards.
fn flows(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    let (_, facts) = scene.own.as_ref().filter(|_| tool == ImportTool::ReferenceAuth)?;
    let has = |flow: &str| facts.auth_flows.iter().any(|other| other == flow);
    let signs_in = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
    let is_old = !facts.auth_flows.iter().any(|flow| flow.starts_with("ALLOW_"));
    let is_so = is_old || signs_in.into_iter().any(has);
    requirement("The app client allows a way to sign in", Some(is_so), named(&facts.auth_flows))
}

fn identity_pool(scene: &Scene<'_>, _: ImportTool) -> Option<Requirement> {
    let why = match scene.identity_pool {
        Some((facts, _)) => format!("`{}`", shown(&facts.name)),
        None if !scene.names_identity_pool => "the file names none".to_owned(),
        None => String::new(),
    };
    requirement("There is an identity pool", scene.identity_pool.is_some().then_some(true), why)
}

fn linked(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    match tool {
        ImportTool::ReferenceAuth => {
            let own = scene.own.as_ref().and_then(|(id, _)| scene.is_linked(id));
            requirement("The identity pool takes tokens of the app client", own, "")
        }
        ImportTool::ImportWeb => {
            scene.identity_pool?;
            let is_so = scene.has_client(|id, facts| has_no_secret(facts) && scene.is_linked(id) == Some(true));
            requirement("The identity pool takes tokens of an app client without a secret", is_so, "")
        }
        ImportTool::ImportNative => {
            scene.identity_pool?;
            let is_so = scene.has_client(|id, _| scene.is_linked(id) == Some(true));
            requirement("The identity pool takes tokens of an app client", is_so, "")
        }
    }
}

fn authenticated_role(scene: &Scene<'_>, _: ImportTool) -> Option<Requirement> {
    let (_, roles) = scene.identity_pool?;
    requirement(
        "The identity pool has a role for users who are signed in",
        roles.map(|roles| roles.authenticated.is_some()),
        "",
    )
}

/// Asked for even where guests are not let in.
fn guest_role(scene: &Scene<'_>, _: ImportTool) -> Option<Requirement> {
    let (facts, roles) = scene.identity_pool?;
    let is_so = roles.map(|roles| roles.unauthenticated.is_some());
    let why = if is_so == Some(false) && !facts.allows_guests { "asked for though guests are not let in" } else { "" };
    requirement("The identity pool has a role for guests", is_so, why)
}

/// Gen 1 compares the login settings of the two clients that are chosen, web and native. One client may be chosen for
/// both, of which the tool warns.
fn same_settings(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    const WHAT: &str = "The app clients chosen for web and native have the same login settings";
    if tool == ImportTool::ReferenceAuth {
        return None;
    }
    let Some((_, web)) = scene.clients.iter().find(|(_, facts)| has_no_secret(facts)) else {
        return requirement(WHAT, None, "");
    };
    let others = scene.clients.iter().map(|(_, facts)| *facts).filter(|facts| !std::ptr::eq(*facts, *web));
    let natives: Vec<&ClientFacts> = others.collect();
    let differences = |native: &&ClientFacts| differences(web, native);
    let why = match natives.first() {
        _ if natives.iter().any(|native| differences(native).is_empty()) => String::new(),
        None => format!("with `{}` for both", shown(&web.name)),
        Some(native) => format!(
            "with `{}` for both; `{}` differs in {}",
            shown(&web.name),
            shown(&native.name),
            wording::list(&differences(native), "and")
        ),
    };
    requirement(WHAT, Some(true), why)
}

fn differences(web: &ClientFacts, native: &ClientFacts) -> Vec<&'static str> {
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    let pairs: [(&str, &[String], &[String]); 5] = [
        ("callback addresses", &web.callback_urls, &native.callback_urls),
        ("sign-out addresses", &web.logout_urls, &native.logout_urls),
        ("grants", &web.oauth_flows, &native.oauth_flows),
        ("scopes", &web.scopes, &native.scopes),
        ("identity providers", &web.identity_providers, &native.identity_providers),
    ];
    let mut differing: Vec<&str> =
        pairs.iter().filter(|(_, web, native)| sorted(web) != sorted(native)).map(|(name, ..)| *name).collect();
    if web.oauth_enabled != native.oauth_enabled {
        differing.push("whether OAuth is on");
    }
    differing
}

/// The domain and the addresses, where there are external providers.
fn login_pages(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    const WHAT: &str = "With external identity providers: a domain, callback and sign-out addresses";
    if tool != ImportTool::ReferenceAuth {
        return None;
    }
    let Some(providers) = scene.providers() else { return requirement(WHAT, None, "") };
    if providers.is_empty() {
        return None;
    }
    let Some((_, facts)) = &scene.own else { return requirement(WHAT, None, "") };
    let has_domain = scene.pool.domain.is_some() || scene.pool.custom_domain.is_some();
    let all = [
        (has_domain, "a domain"),
        (!facts.callback_urls.is_empty(), "callback addresses"),
        (!facts.logout_urls.is_empty(), "sign-out addresses"),
    ];
    let missing: Vec<&str> = all.iter().filter(|(is_there, _)| !is_there).map(|(_, name)| *name).collect();
    let why = match missing.as_slice() {
        [] => String::new(),
        some => format!("{} missing", wording::list(some, "and")),
    };
    requirement(WHAT, Some(missing.is_empty()), why)
}

/// Gen 1 builds the host of the login pages from the prefix domain alone, takes the first grant, and keeps nothing of the
/// login settings where one of them is missing.
fn hosted_login(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    const WHAT: &str = "With login pages: a prefix domain, addresses, scopes and a grant for users";
    let (_, facts) = scene.own.as_ref().filter(|_| tool != ImportTool::ReferenceAuth)?;
    if !facts.oauth_enabled {
        return None;
    }
    let first_grant = facts.oauth_flows.first().map(String::as_str);
    let all = [
        (scene.pool.domain.is_some(), "a prefix domain"),
        (!facts.callback_urls.is_empty(), "callback addresses"),
        (!facts.logout_urls.is_empty(), "sign-out addresses"),
        (!facts.scopes.is_empty(), "scopes"),
        (matches!(first_grant, Some("code" | "implicit")), "a grant for users in the first place"),
    ];
    let missing: Vec<&str> = all.iter().filter(|(is_there, _)| !is_there).map(|(_, name)| *name).collect();
    let why = if missing.is_empty() { String::new() } else { format!("{} missing", wording::list(&missing, "and")) };
    requirement(WHAT, Some(missing.is_empty()), why)
}

/// Gen 1 reads the names of the roles behind a slash.
fn role_names(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    let (_, roles) = scene.identity_pool.filter(|_| tool != ImportTool::ReferenceAuth)?;
    let arns = roles.into_iter().flat_map(|roles| roles.authenticated.iter().chain(&roles.unauthenticated));
    let is_odd = arns.into_iter().any(|arn| !arn.contains('/'));
    is_odd.then(|| requirement("The names of the roles can be read", Some(false), "an ARN without a slash")).flatten()
}

fn aliases(scene: &Scene<'_>, tool: ImportTool) -> Option<Requirement> {
    if tool != ImportTool::ReferenceAuth {
        return None;
    }
    let aliases = &scene.pool.alias_attributes;
    requirement("No sign-in aliases", Some(aliases.is_empty()), named(aliases))
}
