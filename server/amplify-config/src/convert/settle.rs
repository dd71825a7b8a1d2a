//! What follows from facts: values that one kind of file leaves to be understood and another wants to be told.

mod auth;

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
    auth::settle(facts, to, libraries);
    auth::settle_page(facts, to, libraries);
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
    let out: Vec<super::facts::Fact> = out;
    if let Some(first) = out.iter().find(|fact| !says_nothing(&fact.value)).cloned() {
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
