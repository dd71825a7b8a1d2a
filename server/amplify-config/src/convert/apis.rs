//! APIs and channels of notifications: what has names of its own in one kind of file and none in another.

use amplify_json::{Kind, Node};
use serde_json::{Value, json};

use crate::config_kind::ConfigKind;
use crate::convert::facts::{Facts, RestApi};
use crate::convert::fields::CHANNELS;
use crate::keywords::Library;

const API_PLUGIN: &str = "api/plugins/awsAPIPlugin";
const APP_SYNC: &str = "auth/plugins/awsCognitoAuthPlugin/AppSync";

/// Reads all of it.
pub(super) fn read(facts: &mut Facts<'_>, libraries: &[Library]) {
    match facts.kind {
        ConfigKind::Mobile => read_mobile_apis(facts),
        ConfigKind::Web => read_rest_list(facts),
        ConfigKind::Outputs => read_rest_of_outputs(facts),
    }
    if facts.kind != ConfigKind::Outputs {
        read_channels(facts, libraries);
    }
}

/// The first GraphQL entry is the API; further ones of the same address are further ways to sign requests.
fn read_mobile_apis(facts: &mut Facts<'_>) {
    let Some(plugin) = facts.node(API_PLUGIN) else { return };
    let mut url = None;
    let mut modes: Vec<Value> = Vec::new();
    for entry in plugin.members() {
        let Some(node) = entry.value().filter(|value| value.kind() == Kind::Object) else { continue };
        let endpoint = node.get("endpoint").and_then(|endpoint| facts.value(endpoint));
        let Some(endpoint) = endpoint else { continue };
        let is_rest = node.get("endpointType").is_some_and(|kind| kind.string_value().eq_ignore_ascii_case("rest"));
        if is_rest {
            let region = node.get("region").and_then(|region| facts.value(region));
            let (name, service) = (entry.name().into_owned(), None);
            facts.rest.push(RestApi { name, endpoint, region, service, from: node.id() });
            mark(facts, node, &["endpointType", "endpoint", "region"]);
            continue;
        }
        if url.as_ref().is_some_and(|url| *url != endpoint) {
            facts.lost(node, "there is room for one GraphQL API only");
            continue;
        }
        if url.is_none() {
            url = Some(endpoint.clone());
            facts.put_from("data/url", endpoint, &[node]);
            facts.put_from("~api_name", entry.name().into(), &[]);
            put_member(facts, "data/aws_region", node, "region");
            put_member(facts, "data/default_authorization_type", node, "authorizationType");
        } else {
            modes.extend(node.get("authorizationType").and_then(|mode| facts.value(mode)));
            facts.used.insert(node.id());
        }
        put_member(facts, "data/api_key", node, "apiKey");
    }
    for entry in facts.node(APP_SYNC).into_iter().flat_map(Node::members) {
        let Some(node) = entry.value() else { continue };
        let same = node.get("ApiUrl").and_then(Node::as_str).map(|other| Value::from(&*other)) == url;
        if same {
            modes.extend(node.get("AuthMode").and_then(|mode| facts.value(mode)));
            facts.used.insert(node.id());
        }
    }
    if let Some(url) = url {
        let default = facts.get("data/default_authorization_type").cloned();
        let mut further: Vec<Value> = Vec::new();
        for mode in modes.into_iter().filter(|mode| Some(mode) != default.as_ref()) {
            if !further.contains(&mode) {
                further.push(mode);
            }
        }
        facts.put("data/url", url);
        facts.put("data/authorization_types", further);
    }
}

fn put_member<'d>(facts: &mut Facts<'d>, name: &str, node: Node<'d>, key: &str) {
    if let Some(value) = node.get(key)
        && facts.get(name).is_none()
        && let Some(read) = facts.value(value)
    {
        facts.put_from(name, read, &[value]);
    }
}

fn mark(facts: &mut Facts<'_>, node: Node<'_>, keys: &[&str]) {
    facts.used.extend(keys.iter().filter_map(|key| node.get(key)).map(Node::id));
}

fn read_rest_list(facts: &mut Facts<'_>) {
    for node in facts.node("aws_cloud_logic_custom").into_iter().flat_map(Node::items) {
        let Some(name) = node.get("name").and_then(Node::as_str) else { continue };
        read_rest(facts, &name, node, &["name", "endpoint", "region", "service"]);
    }
}

fn read_rest_of_outputs(facts: &mut Facts<'_>) {
    for entry in facts.node("custom/API").into_iter().flat_map(Node::members) {
        if let Some(node) = entry.value() {
            read_rest(facts, &entry.name(), node, &["apiName", "endpoint", "region", "service"]);
        }
    }
}

fn read_rest<'d>(facts: &mut Facts<'d>, name: &str, node: Node<'d>, keys: &[&str]) {
    let Some(endpoint) = node.get("endpoint").and_then(|endpoint| facts.value(endpoint)) else { return };
    let region = node.get("region").and_then(|region| facts.value(region));
    let service = node.get("service").and_then(|service| facts.value(service));
    facts.rest.push(RestApi { name: name.to_owned(), endpoint, region, service, from: node.id() });
    mark(facts, node, keys);
}

/// One Pinpoint application for all channels.
fn read_channels(facts: &mut Facts<'_>, libraries: &[Library]) {
    let mut words: Vec<Value> = Vec::new();
    for (channels, plugin, keys) in CHANNELS {
        let paths: Vec<String> = match facts.kind {
            ConfigKind::Mobile => vec![format!("notifications/plugins/{plugin}")],
            _ => keys.iter().map(|key| format!("Notifications/{key}/AWSPinpoint")).collect(),
        };
        let Some(node) = paths.iter().find_map(|path| facts.node(path)) else { continue };
        let app = node.get("appId").and_then(|value| facts.value(value));
        let region = node.get("region").and_then(|value| facts.value(value));
        let (Some(app), Some(region)) = (app, region) else { continue };
        let name = "notifications/amazon_pinpoint_app_id";
        if facts.get(name).is_some_and(|first| *first != app) {
            facts.lost(node, "a Gen 2 file has one Pinpoint application for all channels");
            continue;
        }
        if facts.get(name).is_none() {
            facts.put_from("notifications/aws_region", region, &[]);
            facts.put_from(name, app, &[node]);
        }
        facts.used.insert(node.id());
        let other = |word: &str| matches!((word, libraries), ("FCM", [Library::Swift]) | ("APNS", [Library::Android]));
        let wanted = channels.iter().filter(|word| !other(word));
        words.extend(wanted.map(|word| Value::from(*word)));
    }
    if !words.is_empty() {
        facts.put("notifications/channels", words);
    }
}

/// The fact is written here, not in a place of the table.
pub(super) fn carries(facts: &Facts<'_>, name: &str, to: ConfigKind) -> bool {
    let (section, field) = name.split_once('/').unwrap_or((name, ""));
    match section {
        "data" => to == ConfigKind::Mobile && field != "model_introspection" && facts.get("data/url").is_some(),
        "notifications" => to != ConfigKind::Outputs && !facts.list("notifications/channels").is_empty(),
        _ => false,
    }
}

/// Puts the APIs and channels into the new file: paths with values, and the fact each comes from.
pub(super) fn write(facts: &Facts<'_>, to: ConfigKind) -> Vec<(String, Value, &'static str)> {
    let mut written = Vec::new();
    let (app, region) = (facts.get("notifications/amazon_pinpoint_app_id"), facts.get("notifications/aws_region"));
    if to != ConfigKind::Outputs {
        let words = facts.list("notifications/channels");
        for (channels, plugin, keys) in CHANNELS {
            if channels.iter().any(|channel| words.iter().any(|word| word == channel)) {
                let path = match to {
                    ConfigKind::Mobile => format!("notifications/plugins/{plugin}"),
                    _ => format!("Notifications/{}/AWSPinpoint", keys[0]),
                };
                let members = [("appId", app), ("region", region)];
                // What to point at if it turns out to be too little.
                let name = match app {
                    Some(_) => "notifications/amazon_pinpoint_app_id",
                    None => "notifications/channels",
                };
                written.push((path, object(&members), name));
            }
        }
    }
    if to == ConfigKind::Mobile {
        write_graphql(facts, &mut written);
    }
    written
}

/// An object of the members that there are.
pub(super) fn object(members: &[(&str, Option<&Value>)]) -> Value {
    let there = members.iter().filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.clone())));
    Value::Object(there.collect())
}

fn write_graphql(facts: &Facts<'_>, written: &mut Vec<(String, Value, &'static str)>) {
    let Some(url) = facts.get("data/url") else { return };
    let (region, key) = (facts.get("data/aws_region"), facts.get("data/api_key"));
    let default = facts.get("data/default_authorization_type");
    let entry = |mode: Option<&Value>| {
        let members = [
            ("endpointType", Some(&json!("GraphQL"))),
            ("endpoint", Some(url)),
            ("region", region),
            ("authorizationType", mode),
            ("apiKey", key),
        ];
        object(&members)
    };
    written.push((format!("{API_PLUGIN}/data"), entry(default), "data/url"));
    let further = facts.list("data/authorization_types").into_iter().filter(|mode| Some(mode) != default);
    // Flutter reads the further modes beside the user pool, all read them as entries of their own.
    let has_pool = facts.get("auth/user_pool_id").is_some();
    let sync = |mode: &Value| {
        let database = format!("data_{}", mode.as_str().unwrap_or_default());
        let members = [
            ("ApiUrl", Some(url)),
            ("Region", region),
            ("AuthMode", Some(mode)),
            ("ApiKey", key),
            ("ClientDatabasePrefix", Some(&Value::from(database))),
        ];
        object(&members)
    };
    if let (true, Some(default)) = (has_pool, default) {
        written.push((format!("{APP_SYNC}/Default"), sync(default), "data/url"));
    }
    for mode in further {
        let name = format!("data_{}", mode.as_str().unwrap_or_default());
        let (path, value) = match has_pool {
            true => (format!("{APP_SYNC}/{name}"), sync(&mode)),
            false => (format!("{API_PLUGIN}/{name}"), entry(Some(&mode))),
        };
        written.push((path, value, "data/authorization_types"));
    }
}
