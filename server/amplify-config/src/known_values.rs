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
use crate::{twins, versions};

/// Members with a value that is the usual one, though the user pool and its client may have another.
const USUAL: [(&str, &str); 4] =
    [("min_length", "8"), ("Scopes", USUAL_SCOPES), ("scope", USUAL_SCOPES), ("scopes", USUAL_SCOPES)];

/// What the Amplify tools let an app client ask for.
const USUAL_SCOPES: &str = r#"["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]"#;

/// The value that members of that name usually have.
pub(crate) fn usual_value(name: &str) -> Option<&'static str> {
    USUAL.iter().find(|(member, _)| *member == name).map(|(_, value)| *value)
}

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
    if let Some(usual) = usual_value(name) {
        return Some(usual.into());
    }
    // What the tools always write; the other word gives no refresh token.
    if ["response_type", "responseType"].contains(&name) {
        return Some(quote("code"));
    }
    if name == "ApiUrl"
        && let Some(value) = of_api(document, object, name)
    {
        return Some(quote(&value));
    }
    if let Some(reference) = &keywords.refers_to {
        let names = targets(document.tree.root(), object, 1, &reference.at);
        return match names.as_slice() {
            [(_, only)] => Some(quote(only)),
            _ => None,
        };
    }
    if ["default_authorization_type", "authorizationType", "aws_appsync_authenticationType"].contains(&name) {
        let of_twin = of_api(document, object, name).map(|mode| quote(&mode));
        return of_twin.or_else(|| authorization_type(document, object));
    }
    if let Some(value) = of_api(document, object, name).or_else(|| twins::id_of_twin(document, id)) {
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

/// The region that the ids, hosts and addresses of the object agree on; else the one that stands beside the same ids at
/// another place; else the one region of the whole file.
pub(crate) fn region_beside(object: Node<'_>) -> Option<String> {
    let of_neighbours = only_region(object.members().filter_map(Node::value), region_in);
    of_neighbours.or_else(|| twins::region_of_twin(object)).or_else(|| {
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
    // The entry of the auth plugin that tells of this API; the one named `Default` tells its own mode.
    let twin = |is_it: &dyn Fn(Node<'_>) -> bool| {
        let entries = ["auth", "plugins", "awsCognitoAuthPlugin", "AppSync"];
        let entries = entries.iter().try_fold(document.tree.root(), |node, name| node.get(name))?;
        entries.members().filter_map(Node::value).find(|entry| is_it(*entry))
    };
    let is_made_for = |entry: Node<'_>| {
        let prefix = text(entry, "ClientDatabasePrefix")?;
        prefix.strip_prefix(&*object.name()).filter(|rest| rest.starts_with('_')).map(drop)
    };
    match name {
        "endpoint" => text(twin(&|entry| is_made_for(entry).is_some())?, "ApiUrl"),
        "authorizationType" => {
            let address = text(object, "endpoint")?;
            let is_default =
                |entry: Node<'_>| entry.name() == "Default" && text(entry, "ApiUrl").as_ref() == Some(&address);
            text(twin(&is_default)?, "AuthMode")
        }
        "endpointType" => {
            let address = text(object, "endpoint")?;
            let is_graphql = address.contains(".appsync-api.") || address.ends_with("/graphql");
            let known = [(is_graphql, "GraphQL"), (address.contains(".execute-api."), "REST")];
            known.into_iter().find(|(is_it, _)| *is_it).map(|(_, word)| word.to_owned())
        }
        "ApiUrl" => {
            let prefix = text(object, "ClientDatabasePrefix")?;
            let is_it = |api: &Node<'_>| prefix.strip_prefix(&*api.name()).is_some_and(|rest| rest.starts_with('_'));
            text(apis()?.members().find(is_it)?.value()?, "endpoint")
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

#[cfg(test)]
mod tests {
    use crate::{Change, FilePath, Project, diagnostics};

    /// The one edit of the fix to take for what is said of `code`.
    #[track_caller]
    fn check(name: &str, text: &str, code: &str, expected: Option<&str>) {
        let path = FilePath::new(name);
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(text.into())));
        let found = diagnostics(&project, &path);
        let diagnostic = found.iter().find(|diagnostic| diagnostic.code == code).expect("something is wrong");
        let fix = diagnostic.fixes.iter().find(|fix| fix.preferred);
        let written = fix.and_then(|fix| fix.edits.first()).map(|edit| edit.text.trim_matches([',', ' ', '\n']));
        assert_eq!(written, expected, "{text}");
    }

    fn mobile(auth: &str, rest: &str) -> String {
        format!(
            r#"{{ "UserAgent": "x", "Version": "1.0", "auth": {{ "plugins": {{ "awsCognitoAuthPlugin": {{ {auth} }} }} }}, {rest} }}"#
        )
    }

    const FILE: &str = "amplifyconfiguration.json";

    #[test]
    fn what_stands_at_another_place_is_known() {
        let client = r#""AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a""#;
        let pool = |members: &str| {
            format!(
                r#""CognitoUserPool": {{ "Default": {{ "PoolId": "eu-west-1_qWeRt6789", "Region": "eu-west-1"{members} }} }}"#
            )
        };
        let login = format!(
            r#""Auth": {{ "Default": {{ "OAuth": {{ "WebDomain": "shop.auth.eu-west-1.amazoncognito.com", {client},
                "SignInRedirectURI": "shop://", "SignOutRedirectURI": "shop://", "Scopes": ["openid"] }} }} }}"#
        );
        let text = mobile(&format!("{}, {login}", pool("")), r#""hub": { "plugins": {} }"#);
        check(FILE, &text, "missing-key", Some(client));
        let text = mobile(&pool(""), r#""hub": { "plugins": {} }"#);
        check(FILE, &text, "missing-key", None);
    }

    #[test]
    fn what_is_usual_is_offered() {
        let login = r#""Auth": { "Default": { "OAuth": { "WebDomain": "login.acme.dev", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "SignInRedirectURI": "shop://", "SignOutRedirectURI": "shop://" } } }"#;
        let scopes = format!(r#""Scopes": {}"#, super::USUAL_SCOPES);
        check(FILE, &mobile(login, r#""hub": { "plugins": {} }"#), "missing-key", Some(&scopes));
        let rule = r#"{ "version": "1.4", "auth": { "aws_region": "eu-west-2", "user_pool_id": "eu-west-2_qWeRt6789",
            "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "groups": [{ "A": { "precedence": 0 } }, { "B": { "precedence": 1 } }] },
            "storage": { "aws_region": "eu-west-2", "bucket_name": "b-1", "buckets": [{ "name": "b", "bucket_name": "b-1",
            "aws_region": "eu-west-2", "paths": { "public/*": { "groupsA": ["get"], "groups": ["get"] } } }] } }"#;
        check("amplify_outputs.json", rule, "unknown-key", Some("groupsB"));
        let name = r#"{ "version": "1.4", "auth": { "aws_region": "eu-west-2", "user_pool_id": "eu-west-2_qWeRt6789",
            "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "standard_required_attributes": ["username"] } }"#;
        check("amplify_outputs.json", name, "unknown-value", None);
    }

    #[test]
    fn the_two_entries_of_an_api_complete_each_other() {
        let url = "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql";
        let appsync = format!(
            r#""AppSync": {{ "Default": {{ "ApiUrl": "{url}", "Region": "eu-west-1", "AuthMode": "AMAZON_COGNITO_USER_POOLS",
                "ClientDatabasePrefix": "shop_AMAZON_COGNITO_USER_POOLS" }} }}"#
        );
        let api = |members: &str| {
            format!(
                r#""api": {{ "plugins": {{ "awsAPIPlugin": {{ "shop": {{ "endpointType": "GraphQL", "region": "eu-west-1"{members} }} }} }} }}"#
            )
        };
        let mode = r#""authorizationType": "AMAZON_COGNITO_USER_POOLS""#;
        let text = mobile(&appsync, &api(&format!(", {mode}")));
        check(FILE, &text, "missing-key", Some(&format!(r#""endpoint": "{url}""#)));
        let text = mobile(&appsync, &api(&format!(r#", "endpoint": "{url}""#)));
        check(FILE, &text, "missing-key", Some(mode));
    }

    #[test]
    fn a_region_is_known_from_the_same_project_elsewhere() {
        let id = "0123456789abcdef0123456789abcdee";
        let file = |region: &str| {
            format!(
                r#"{{ "version": "1.4", "auth": {{ "aws_region": "eu-west-2", "user_pool_id": "eu-west-2_qWeRt6789",
                    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a" }},
                    "analytics": {{ "amazon_pinpoint": {{ "aws_region": "eu-west-1", "app_id": "{id}" }} }},
                    "notifications": {{ {region}"amazon_pinpoint_app_id": "{id}", "channels": ["FCM"] }} }}"#
            )
        };
        check("amplify_outputs.json", &file(""), "missing-key", Some(r#""aws_region": "eu-west-1""#));
        check("amplify_outputs.json", &file(r#""aws_region": "", "#), "empty-value", Some("eu-west-1"));
        check("amplify_outputs.json", &file(r#""aws_region": "eu-west", "#), "unknown-region", Some("eu-west-1"));
        check("amplify_outputs.json", &file(r#""aws_region": null, "#), "null-value", Some(r#""eu-west-1""#));
    }

    #[test]
    fn what_is_no_value_gives_way_to_the_known_one() {
        let outputs = "amplify_outputs.json";
        check(outputs, r#"{ "version": true, "auth": {} }"#, "wrong-type", Some(r#""1""#));
        let geo = r#"{ "version": "1.4", "geo": { "aws_region": "us-east-1",
            "search_indices": { "items": ["shops"], "default": 1 } } }"#;
        check(outputs, geo, "wrong-type", Some(r#""shops""#));
        let policy = r#"{ "version": "1.4", "auth": { "aws_region": "eu-west-2", "user_pool_id": "eu-west-2_qWeRt6789",
            "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "password_policy": { "require_lowercase": true,
            "require_uppercase": true, "require_numbers": true, "require_symbols": true } } }"#;
        check(outputs, policy, "missing-key", Some(r#""min_length": 8"#));
        let code = r#"{ "version": "1.4", "Storage": { "S3": { "bucket": "b-1", "region": "us-east-1" } } }"#;
        check(outputs, code, "unknown-key", None);
        check(outputs, r#"{ "version": "1.4", "stage": "prod" }"#, "unknown-key", None);
        let key = r#"{ "version": "1.4", "data": { "url": "https://api.acme.dev/graphql", "aws_region": "us-east-1",
            "default_authorization_type": "API_KEY", "authorization_types": [], "api_key": "" } }"#;
        check(outputs, key, "empty-value", None);
        check(FILE, r#"{ "UserAgent": "x", "Version": "", "hub": { "plugins": {} } }"#, "unknown-value", Some("1.0"));
    }
}
