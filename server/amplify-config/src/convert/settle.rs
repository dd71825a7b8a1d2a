//! What follows from facts: values that one kind of file leaves to be understood and another wants to be told.

use serde_json::Value;

use crate::config_kind::ConfigKind;
use crate::convert::facts::Facts;
use crate::ids;
use crate::keywords::Library;
use crate::regions::is_region;
use crate::wording::code_list;

/// The version that Gen 2 files are written with: the libraries of today know all of it, and nothing of Gen 1 needs more.
pub(super) const VERSION: &str = "1.4";

/// Completes the facts for that kind of file.
pub(super) fn settle(facts: &mut Facts<'_>, to: ConfigKind, libraries: &[Library]) {
    regions(facts, to);
    unusable(facts, to);
    auth(facts, to, libraries);
    oauth(facts, to, libraries);
    data(facts, to);
    geo(facts);
    constants(facts, to);
}

/// Halves that no library can use are left out, with what is missing: a pool without its client, a sign-in page without
/// its addresses.
fn unusable(facts: &mut Facts<'_>, to: ConfigKind) {
    let needed = |section: &str, names: &[&str]| -> Vec<String> {
        names.iter().map(|name| format!("{section}/{name}")).collect()
    };
    let pool: &[&str] = match to {
        ConfigKind::Mobile => &["user_pool_id", "user_pool_client_id", "aws_region"],
        _ => &["user_pool_id", "user_pool_client_id"],
    };
    let pool = needed("auth", pool);
    let page = needed("auth/oauth", &["domain", "scopes", "redirect_sign_in_uri", "redirect_sign_out_uri"]);
    let missing = |facts: &Facts<'_>, names: &[String]| -> Vec<String> {
        let missing = names.iter().filter(|name| facts.get(name).is_none_or(says_nothing));
        missing.map(|name| name.replace('/', ".")).collect()
    };
    let lacks = missing(facts, &pool);
    let stays = ["auth/identity_pool_id", "auth/aws_region", "auth/unauthenticated_identities_enabled"];
    if !lacks.is_empty() && to != ConfigKind::Outputs {
        let why = format!("without {} nobody can sign in", code_list(&lacks, "and"));
        leave_out_all(facts, &why, |name| name.starts_with("auth/") && !stays.contains(&name));
    }
    let lacks = missing(facts, &page);
    if !lacks.is_empty() {
        let why = format!("a sign-in page needs {} too", code_list(&lacks, "and"));
        leave_out_all(facts, &why, |name| name.starts_with("auth/oauth/") || name == "~oauth_client");
    }
}

/// An empty text, or a list of such.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(says_nothing),
        _ => false,
    }
}

/// Takes out the facts of these names, and says so at the first that was written.
fn leave_out_all(facts: &mut Facts<'_>, why: &str, is_meant: impl Fn(&str) -> bool) {
    let (out, stay) = std::mem::take(&mut facts.facts).into_iter().partition(|fact| is_meant(&fact.name));
    facts.facts = stay;
    let mut out: Vec<super::facts::Fact> = out;
    out.retain(|fact| !says_nothing(&fact.value));
    if let Some(first) = out.first().cloned() {
        let from = out.into_iter().flat_map(|fact| fact.from).collect();
        facts.lost_fact(&super::facts::Fact { from, ..first }, why);
    }
}

/// The region in front of an id.
fn region_of(id: Option<&str>, separator: char) -> Option<String> {
    let (region, _) = id?.split_once(separator)?;
    is_region(region).then(|| region.to_owned())
}

fn regions(facts: &mut Facts<'_>, to: ConfigKind) {
    let pool = region_of(facts.text("auth/user_pool_id"), '_');
    let identity = region_of(facts.text("auth/identity_pool_id"), ':');
    let project = facts.text("~project_region").map(str::to_owned);
    if facts.has_below("auth") {
        let written = facts.text("auth/aws_region").map(str::to_owned);
        // amplify-js goes by the ids and never reads the region of a flat file.
        let region = match facts.kind {
            ConfigKind::Web => pool.clone().or(identity.clone()).or(written).or(project.clone()),
            _ => written.or_else(|| facts.text("~identity_region").map(str::to_owned)).or(pool.clone()),
        };
        if let Some(region) = region {
            facts.put("auth/aws_region", region);
        }
    }
    let auth = facts.text("auth/aws_region").map(str::to_owned);
    let stated = facts.take("~identity_region");
    let identity = stated.as_ref().and_then(|fact| fact.value.as_str().map(str::to_owned)).or(identity);
    if to == ConfigKind::Mobile && facts.get("auth/identity_pool_id").is_some() {
        if let Some(region) = identity.or(auth) {
            facts.put("~identity_region", region);
        }
    } else if let (ConfigKind::Outputs, Some(auth), Some(identity)) = (to, auth, identity)
        && auth != identity
    {
        let pools = format!("the user pool is in `{auth}`, the identity pool in `{identity}`");
        let message = format!("`auth.aws_region` names one region for both pools, but {pools}");
        facts.changed("auth/identity_pool_id", message);
    }
    if facts.get("data/url").is_some() && facts.get("data/aws_region").is_none() {
        let host = facts.text("data/url").and_then(|url| {
            let host = ids::address(url).map(|address| &url[address.host])?;
            ids::appsync_host(host).map(|api| host[api.region].to_owned())
        });
        if let Some(region) = host.or(project) {
            facts.put("data/aws_region", region);
        }
    }
    if to == ConfigKind::Web {
        let sections = ["auth/aws_region", "data/aws_region", "storage/aws_region", "geo/aws_region"];
        let pinpoint = ["analytics/amazon_pinpoint/aws_region", "notifications/aws_region"];
        let first = sections.iter().chain(&pinpoint).find_map(|name| facts.get(name).cloned());
        let rest = facts.rest.iter().find_map(|api| api.region.clone());
        if let Some(region) = first.or(rest) {
            facts.put("~region", region);
        }
    }
}

const FLAGS: [&str; 4] = ["require_lowercase", "require_numbers", "require_symbols", "require_uppercase"];

fn auth(facts: &mut Facts<'_>, to: ConfigKind, libraries: &[Library]) {
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
                facts.notes.push(super::Note::changed(&[auth], message.into()));
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

/// Takes a word out of a list and says so.
fn leave_out(facts: &mut Facts<'_>, name: &str, word: &str, why: &str) {
    let mut list = facts.list(name);
    let before = list.len();
    list.retain(|item| item != word);
    if list.len() < before {
        facts.put(name, list);
        let field = name.replace('/', ".");
        facts.changed(name, format!("`{word}` is left out of `{field}`: {why}"));
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

fn oauth(facts: &mut Facts<'_>, to: ConfigKind, libraries: &[Library]) {
    let is_there = ["domain", "scopes", "redirect_sign_in_uri", "redirect_sign_out_uri"]
        .iter()
        .any(|name| facts.get(&format!("auth/oauth/{name}")).is_some());
    let client = facts.text("auth/user_pool_client_id").map(str::to_owned);
    if let Some(stated) = facts.take("~oauth_client")
        && stated.value.as_str() != client.as_deref()
    {
        facts.lost_fact(&stated, &super::reasons::why(facts.kind, "OAuth/AppClientId", to));
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

fn data(facts: &mut Facts<'_>, to: ConfigKind) {
    if facts.get("data/url").is_some() && facts.kind != ConfigKind::Outputs {
        facts.put_if_absent("data/authorization_types", Vec::<Value>::new());
    }
    if let Some(name) = facts.take("~api_name").and_then(|fact| fact.value.as_str().map(str::to_owned))
        && name != "data"
    {
        let kind = if to == ConfigKind::Outputs { "Gen 2" } else { "JavaScript" };
        facts.changed(
            "data/url",
            format!("the GraphQL API has no name in {kind}: code that calls it `{name}` must not"),
        );
    }
    let channels = facts.list("notifications/channels");
    let push = channels.iter().filter(|word| *word == "APNS" || *word == "FCM").count();
    if facts.kind == ConfigKind::Outputs && push == 1 {
        let message = "a Gen 1 file says push without the platform, so it holds for both, `APNS` and `FCM`";
        facts.changed("notifications/channels", message.into());
    }
    if to == ConfigKind::Mobile && facts.get("auth/user_pool_id").is_none() {
        // Beside a user pool these are further modes; alone each would be an API whose every request fails.
        leave_out(facts, "data/authorization_types", "AMAZON_COGNITO_USER_POOLS", "there is no user pool");
        if facts.get("auth/identity_pool_id").is_none() {
            leave_out(facts, "data/authorization_types", "AWS_IAM", "there is no identity pool");
        }
    }
    let in_custom = !facts.rest.is_empty() && to == ConfigKind::Outputs;
    if in_custom || to == ConfigKind::Outputs && facts.has_below("custom") {
        let from = facts.rest.first().map(|api| api.from);
        let nodes: Vec<_> = from.into_iter().map(|id| facts.document.tree.node(id)).collect();
        let message = "Gen 2 has no field for REST APIs, predictions and bots: they are kept in `custom`, and code has \
                       to hand them to `Amplify.configure`";
        facts.notes.push(super::Note::changed(&nodes, message.into()));
    }
}

/// Where nothing is marked as the default, the first is.
fn geo(facts: &mut Facts<'_>) {
    for name in ["geo/maps", "geo/search_indices", "geo/geofence_collections"] {
        let Some(mut resource) = facts.get(name).cloned() else { continue };
        let items = &resource["items"];
        let names: Vec<String> = match items {
            Value::Object(items) => items.keys().cloned().collect(),
            Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => continue,
        };
        let Some(first) = names.first() else {
            let empty = facts.take(name);
            facts.used.extend(empty.into_iter().flat_map(|fact| fact.from));
            continue;
        };
        if resource["default"].as_str().is_none_or(str::is_empty) {
            resource["default"] = first.as_str().into();
            let field = name.replace('/', ".");
            facts.changed(name, format!("`{field}` has no default, so `{first}` becomes it"));
            facts.put(name, resource);
        }
    }
}

fn constants(facts: &mut Facts<'_>, to: ConfigKind) {
    for name in ["version", "~version"] {
        facts.take(name);
    }
    if facts.text("~flow") == Some("USER_SRP_AUTH") {
        facts.take("~flow");
    }
    facts.take("~targeting_region");
    match to {
        ConfigKind::Outputs => {
            facts.take("~project_region");
            facts.put("version", VERSION);
        }
        ConfigKind::Mobile => {
            facts.take("~project_region");
            facts.put("~version", "1.0");
            if facts.get("auth/user_pool_id").is_some() {
                facts.put("~flow", "USER_SRP_AUTH");
            }
            if let Some(region) = facts.get("analytics/amazon_pinpoint/aws_region").cloned() {
                facts.put("~targeting_region", region);
            }
        }
        ConfigKind::Web => {
            let region = facts.take("~region").or_else(|| facts.take("~project_region"));
            facts.take("~project_region");
            if let Some(region) = region {
                facts.put("~project_region", region.value);
            } else if !facts.facts.is_empty() {
                let message =
                    "amplify-js refuses a Gen 1 file without `aws_project_region`, and this file names no region";
                facts.notes.push(super::Note::changed(&[], message.into()));
            }
        }
    }
}
