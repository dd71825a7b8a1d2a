//! Values that can be told from the rest of the file.
//!
//! Used where something is missing: a default of the schema, the region inside an id beside it, the only name that a
//! reference can mean. What cannot be known is not invented.

use amplify_json::schema::SubschemaId;
use amplify_json::string::quote;
use amplify_json::{Kind, Node};

use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::references::targets;
use crate::regions::{is_region, region_in};
use crate::versions;

/// The value of the absent member `name` of `object`, as JSON text; `None` if it cannot be known.
pub(crate) fn known_value(document: &Document, object: Node<'_>, name: &str, id: SubschemaId) -> Option<String> {
    let knowledge = document.knowledge()?;
    let subschema = knowledge.subschema(id);
    let keywords = knowledge.keywords(id);
    if object.parent().is_none() && name == "version" {
        return Some(quote(versions::lowest_for(document)));
    }
    if let Some(default) = &subschema.default {
        return Some(default.to_string());
    }
    if keywords.resource.as_deref() == Some("region") {
        return region_beside(object).map(|region| quote(&region));
    }
    if let Some(reference) = &keywords.refers_to {
        let names = targets(document.tree.root(), object, 1, &reference.at);
        return match names.as_slice() {
            [(_, only)] => Some(quote(only)),
            _ => None,
        };
    }
    if ["default_authorization_type", "authorizationType", "aws_appsync_authenticationType"].contains(&name) {
        return authorization_type(document, object);
    }
    if let Some(value) = of_api(document, object, name) {
        return Some(quote(&value));
    }
    if let [(only, _)] = knowledge.schema.values(id).as_slice() {
        return Some(only.to_string());
    }
    empty_value(knowledge, id).or_else(|| filled_object(knowledge, object, id))
}

/// An object of regions alone.
fn filled_object(knowledge: &Knowledge, beside: Node<'_>, id: SubschemaId) -> Option<String> {
    let required = &knowledge.subschema(id).required;
    let is_region = |name: &String| {
        let property = knowledge.schema.property(id, name);
        property.is_some_and(|property| knowledge.keywords(property).resource.as_deref() == Some("region"))
    };
    let region = region_beside(beside).filter(|_| !required.is_empty() && required.iter().all(is_region))?;
    let members: Vec<String> = required.iter().map(|name| format!("{}: {}", quote(name), quote(&region))).collect();
    Some(format!("{{\n  {}\n}}", members.join(",\n  ")))
}

/// The value that says "none", for kinds of values that have one.
fn empty_value(knowledge: &Knowledge, id: SubschemaId) -> Option<String> {
    let subschema = knowledge.subschema(id);
    match subschema.types.first().map(String::as_str) {
        Some("boolean") => Some("false".into()),
        Some("array") if subschema.min_items == 0 => Some("[]".into()),
        Some("object") if subschema.required.is_empty() => Some("{}".into()),
        _ => None,
    }
}

/// A value of the right type to put where one is missing: the known one, or an empty one.
pub(crate) fn some_value(document: &Document, object: Node<'_>, name: &str, id: SubschemaId) -> String {
    if let Some(value) = known_value(document, object, name, id) {
        return value;
    }
    let Some(knowledge) = document.knowledge() else { return "null".into() };
    let subschema = knowledge.subschema(id);
    if let Some((value, _)) = knowledge.schema.values(id).first() {
        return value.to_string();
    }
    match subschema.types.first().map(String::as_str) {
        Some("boolean") => "false".into(),
        Some("array") => "[]".into(),
        Some("object") => "{}".into(),
        Some("integer" | "number") => subschema.range.0.unwrap_or(0).to_string(),
        Some("string") => "\"\"".into(),
        _ => "null".into(),
    }
}

/// The region that the ids, hosts and addresses of the object agree on; else the one region of the whole file.
pub(crate) fn region_beside(object: Node<'_>) -> Option<String> {
    let of_neighbours = only_region(object.members().filter_map(Node::value), region_in);
    of_neighbours.or_else(|| {
        let plain = |text: &str| is_region(text).then(|| text.to_owned());
        only_region(object.tree().nodes().take(4000), |text| region_in(text).or_else(|| plain(text)))
    })
}

/// The region that is found in texts, if there is just one.
fn only_region<'t>(nodes: impl Iterator<Item = Node<'t>>, find: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut regions = nodes.filter(|node| node.kind() == Kind::String).filter_map(|node| find(&node.string_value()));
    let first = regions.next()?;
    regions.all(|region| region == first).then_some(first)
}

/// What the address of an API, or another entry for the same API, tells: Gen 1 files say of each API twice what it is.
fn of_api(document: &Document, object: Node<'_>, name: &str) -> Option<String> {
    let text = |object: Node<'_>, name: &str| object.get(name).and_then(Node::as_str).map(|text| text.into_owned());
    let apis = ["api", "plugins", "awsAPIPlugin"];
    let apis = || apis.iter().try_fold(document.tree.root(), |node, name| node.get(name));
    let entry = || {
        let address = text(object, "ApiUrl")?;
        apis()?
            .members()
            .find(|api| api.value().and_then(|api| text(api, "endpoint")).is_some_and(|endpoint| endpoint == address))
    };
    // An entry beside `Default` has its mode in its name.
    let mode = || {
        let own = object.name();
        let mode = ["API_KEY", "AWS_IAM", "AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT", "AWS_LAMBDA"];
        let named = mode.into_iter().find(|mode| own.ends_with(&format!("_{mode}")));
        named.map(str::to_owned).or_else(|| text(entry()?.value()?, "authorizationType"))
    };
    match name {
        "endpointType" => {
            let address = text(object, "endpoint")?;
            let is_graphql = address.contains(".appsync-api.") || address.ends_with("/graphql");
            let known = [(is_graphql, "GraphQL"), (address.contains(".execute-api."), "REST")];
            known.into_iter().find(|(is_it, _)| *is_it).map(|(_, word)| word.to_owned())
        }
        "AuthMode" => mode(),
        "ClientDatabasePrefix" => {
            let mode = text(object, "AuthMode").or_else(mode)?;
            Some(format!("{}_{mode}", entry()?.name()))
        }
        _ => None,
    }
}

/// The mode that the rest of the file is made for.
fn authorization_type(document: &Document, object: Node<'_>) -> Option<String> {
    let root = document.tree.root();
    let has_key = ["api_key", "apiKey", "aws_appsync_apiKey"].iter().any(|name| object.get(name).is_some());
    let has_pool = root.get("auth").is_some_and(|auth| auth.get("user_pool_id").is_some())
        || root.get("aws_user_pools_id").is_some();
    // A key that another mode needs says nothing of this one.
    let others = object.get("authorization_types").map_or("", Node::text);
    let has_key = has_key && !others.contains("\"API_KEY\"");
    match (has_key, has_pool && !others.contains("\"AMAZON_COGNITO_USER_POOLS\"")) {
        (true, false) => Some("\"API_KEY\"".into()),
        (false, true) => Some("\"AMAZON_COGNITO_USER_POOLS\"".into()),
        _ => None,
    }
}
