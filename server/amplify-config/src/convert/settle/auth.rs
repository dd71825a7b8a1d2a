//! What follows from facts about signing in.

use serde_json::Value;

use super::leave_out;
use crate::config_kind::ConfigKind;
use crate::convert::facts::Facts;
use crate::convert::reasons;
use crate::keywords::Library;
use crate::wording::code_list;

const FLAGS: [&str; 4] = ["require_lowercase", "require_numbers", "require_symbols", "require_uppercase"];

/// Passwords, attributes, names and guests.
pub(super) fn settle(facts: &mut Facts<'_>, to: ConfigKind, libraries: &[Library]) {
    let from_gen1 = facts.kind != ConfigKind::Outputs;
    if facts.has_below("auth/password_policy") && from_gen1 {
        for flag in FLAGS {
            facts.put_if_absent(&format!("auth/password_policy/{flag}"), false);
        }
        facts.put_if_absent("auth/password_policy/min_length", 8);
    }
    if facts.has_below("auth/password_policy") && to == ConfigKind::Web {
        // What amplify-js takes when Gen 2 does not say it.
        facts.put_if_absent("auth/password_policy/min_length", 6);
    }
    let verified = facts.list("auth/user_verification_types");
    let required = facts.list("auth/standard_required_attributes");
    let missing: Vec<Value> = verified.into_iter().filter(|name| !required.contains(name)).collect();
    let words: Vec<&str> = missing.iter().filter_map(Value::as_str).collect();
    match (facts.kind, to) {
        // amplify-js asks for these too at sign-up when it reads a flat file.
        (ConfigKind::Web, ConfigKind::Outputs) if !missing.is_empty() => {
            facts.put("auth/standard_required_attributes", [required, missing].concat());
        }
        (ConfigKind::Outputs, ConfigKind::Web) if !words.is_empty() => {
            let words = code_list(&words, "and");
            facts.changed(
                "auth/standard_required_attributes",
                format!("amplify-js asks for {words} at sign-up when it reads a Gen 1 file, since it is verified"),
            );
        }
        _ => {}
    }
    user_names(facts, to, libraries);
    guests(facts, to);
    if to == ConfigKind::Outputs && libraries == [Library::Android] {
        leave_out(facts, "auth/mfa_methods", "EMAIL", "amplify-android refuses the whole file if it is there");
    }
}

/// That people sign in by user name is said by leaving the list out, except for amplify-js in Gen 2.
fn user_names(facts: &mut Facts<'_>, to: ConfigKind, libraries: &[Library]) {
    if facts.kind == to {
        return;
    }
    let name = "auth/username_attributes";
    let mut list = facts.list(name);
    let only_js = libraries == [Library::Js];
    match to {
        ConfigKind::Outputs if list.is_empty() && only_js && facts.get("auth/user_pool_id").is_some() => {
            facts.put(name, vec!["username"]);
        }
        ConfigKind::Outputs if list.is_empty() => {
            facts.take(name);
        }
        ConfigKind::Outputs if !only_js => {
            leave_out(facts, name, "username", "amplify-swift refuses the whole file if it is there");
        }
        ConfigKind::Web if list.is_empty() && facts.get("auth/user_pool_id").is_some() => {
            if let (ConfigKind::Outputs, Some(auth)) = (facts.kind, facts.node("auth")) {
                let message = "amplify-js takes a Gen 1 file that names no way to sign in for one with user names";
                facts.notes.push(crate::convert::Note::changed(&[auth], message.into()));
            }
        }
        ConfigKind::Web if list.iter().any(|word| word == "username") => {
            list.retain(|word| word != "username");
            if !list.is_empty() {
                let message = "user names to sign in with are left out of `auth.username_attributes`: a Gen 1 file has \
                               either them or e-mail addresses and phone numbers";
                facts.changed(name, message.into());
            }
            facts.put(name, list);
        }
        _ => {}
    }
    if to == ConfigKind::Outputs && facts.get(name).is_some_and(|list| list == &Value::Array(Vec::new())) {
        facts.take(name);
    }
}

/// Gen 1 lets guests in unless it is told not to; for amplify-js it is the other way round in Gen 2.
fn guests(facts: &mut Facts<'_>, to: ConfigKind) {
    if facts.get("auth/identity_pool_id").is_none() {
        if facts.kind == ConfigKind::Web {
            facts.take("auth/unauthenticated_identities_enabled");
        }
        return;
    }
    let name = "auth/unauthenticated_identities_enabled";
    match to {
        ConfigKind::Outputs if facts.kind != to => facts.put_if_absent(name, true),
        ConfigKind::Web if facts.get(name) == Some(&Value::Bool(true)) => {
            // That is how Gen 1 understands a file that does not say it; the Gen 2 tools write it so.
            let fact = facts.take(name);
            facts.put_from("~guests", "true".into(), &[]);
            facts.used.extend(fact.into_iter().flat_map(|fact| fact.from));
        }
        ConfigKind::Web if facts.kind == ConfigKind::Outputs => facts.put(name, false),
        _ => {}
    }
}

/// The sign-in page.
pub(super) fn settle_page(facts: &mut Facts<'_>, to: ConfigKind, libraries: &[Library]) {
    let is_there = ["domain", "scopes", "redirect_sign_in_uri", "redirect_sign_out_uri"]
        .iter()
        .any(|name| facts.get(&format!("auth/oauth/{name}")).is_some());
    let client = facts.text("auth/user_pool_client_id").map(str::to_owned);
    if let Some(stated) = facts.take("~oauth_client")
        && stated.value.as_str() != client.as_deref()
    {
        facts.lost_fact(&stated, &reasons::why(facts.kind, "OAuth/AppClientId", to));
    }
    if !is_there {
        return;
    }
    if facts.kind != ConfigKind::Outputs {
        let is_token = facts.text("auth/oauth/response_type") == Some("token");
        facts.put("auth/oauth/response_type", if is_token { "token" } else { "code" });
        facts.put_if_absent("auth/oauth/identity_providers", Vec::<Value>::new());
    }
    if let (ConfigKind::Mobile, Some(client)) = (to, client) {
        facts.put("~oauth_client", client);
    }
    if to == ConfigKind::Outputs && libraries == [Library::Swift] {
        // amplify-swift takes the first.
        for name in ["auth/oauth/redirect_sign_in_uri", "auth/oauth/redirect_sign_out_uri"] {
            let mut list = facts.list(name);
            list.sort_by_key(|url| url.as_str().is_some_and(|url| url.starts_with("http")));
            if !list.is_empty() {
                facts.put(name, list);
            }
        }
    }
}
