//! Modes of authorisation and the API key: a mode that needs a key, a key that no mode needs, and the mode "none", which
//! AppSync has not.

use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::string::{escape, quote};
use amplify_json::{Kind, Node};

use super::apis::{Api, Mode, apis, at};
use super::credentials::lacking;
use super::url::is_appsync;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::document::Document;
use crate::impact::severity;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;

pub(in crate::rules) static CHECK: Check = Check {
    rules: &[
        rule!("data", "appsync-without-authorization"),
        rule!("data", "missing-api-key"),
        rule!("data", "unused-api-key"),
    ],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    for api in apis(document) {
        let Some(mode) = api.mode(document) else { continue };
        let further = api.further(document);
        let is_listed = |word: &str| further.iter().flatten().any(|mode| mode.word == word);
        if mode.word == "NONE" {
            found.extend(without_authorization(document, &api, &mode));
        }
        if sound::is_absent(document, api.object, api.fields.key) {
            match further.iter().flatten().find(|mode| mode.word == "API_KEY") {
                _ if mode.word == "API_KEY" => {
                    found.push(missing_key(project, document, &api, &mode, further.as_deref().unwrap_or_default()));
                }
                Some(further) => found.push(missing_key_of_further_mode(&api, further)),
                None => {}
            }
        } else if document.kind() == Some(ConfigKind::Outputs)
            && mode.word != "API_KEY"
            && further.is_some()
            && api.fields.further.is_some_and(|list| api.object.get(list).is_some())
            && !is_listed("API_KEY")
        {
            // Where there is no list nobody knows which modes the API has beside the default one.
            found.extend(unused_key(document, &api));
        }
    }
}

/// The default mode is the API key, and there is none.
fn missing_key(
    project: &Project,
    document: &Document,
    api: &Api<'_>,
    mode: &Mode<'_>,
    further: &[Mode<'_>],
) -> Diagnostic {
    let readers = api.readers(document);
    let effect = match document.kind() {
        _ if api.fields.is_events => "amplify-js connects to no channel",
        Some(ConfigKind::Web) => "every request of amplify-js fails",
        _ => "amplify-swift does not start the API, and every request of the others fails",
    };
    let message = format!("The mode `API_KEY` needs a key, but `{}` is missing: without it {effect}", api.fields.key);
    let add = known_key(document, api.object).map(|key| {
        let edit = add_member(api.object, api.fields.key, &quote(&key));
        Fix::likely(format!("Add `{}` with the key that the file has for this API", api.fields.key), vec![edit])
    });
    let mut diagnostic =
        Diagnostic::new("missing-api-key", severity(project, document, readers), mode.range.clone(), message)
            .with_fix(add);
    let works =
        |other: &&Mode<'_>| other.word != "API_KEY" && other.word != "NONE" && lacking(document, &other.word).is_none();
    for other in further.iter().filter(works) {
        let edit = Edit::replace(mode.node.content_range(), escape(&other.word));
        diagnostic.fixes.push(Fix::possible(format!("Make `{}` the default mode", other.word), vec![edit]));
    }
    diagnostic
}

/// The API key is one of the further modes, and there is none.
fn missing_key_of_further_mode(api: &Api<'_>, mode: &Mode<'_>) -> Diagnostic {
    let message =
        format!("The mode `API_KEY` is listed, but `{}` is missing: calls that choose this mode fail", api.fields.key);
    let edit = if mode.node.kind() == Kind::String && mode.node.range() != mode.range {
        let text = mode.node.string_value();
        let rest: Vec<&str> = text.split(',').filter(|word| word.trim() != "API_KEY").map(str::trim).collect();
        Edit::replace(mode.node.content_range(), rest.join(","))
    } else {
        remove_child(mode.node)
    };
    Diagnostic::new("missing-api-key", Severity::Warning, mode.range.clone(), message)
        .with_fix(Fix::likely("Remove `API_KEY` from the modes", vec![edit]))
}

/// A key that no mode asks for.
fn unused_key(document: &Document, api: &Api<'_>) -> Option<Diagnostic> {
    let node = api.object.get(api.fields.key)?;
    sound::text(document, node).filter(|key| !key.trim().is_empty())?;
    let list = api.fields.further?;
    let message = format!("`{}` has no use: `API_KEY` is neither the default mode nor one of `{list}`", node.name());
    let modes = api.object.get(list).filter(|node| node.is_closed());
    let add = modes.map(|modes| {
        let edit = amplify_json::edit::add_item(modes, "\"API_KEY\"");
        Fix::possible(format!("Add `API_KEY` to `{list}`"), vec![edit])
    });
    let remove = Fix::possible(format!("Remove `{}`", node.name()), vec![remove_child(node.member()?)]);
    let diagnostic = Diagnostic::new("unused-api-key", Severity::Hint, node.member()?.key()?.range(), message);
    Some(diagnostic.with_tag(Tag::Unnecessary).with_fix(add).with_fix(remove))
}

/// `NONE` for an API of AppSync, which has no such mode; other servers may.
fn without_authorization(document: &Document, api: &Api<'_>, mode: &Mode<'_>) -> Option<Diagnostic> {
    let endpoint = sound::text_at(document, api.object, api.fields.endpoint)?;
    if api.is_rest(document) != Some(false) || !is_appsync(&endpoint) {
        return None;
    }
    let message = "AppSync has no mode `NONE`: it refuses every request that carries no authorisation";
    let has_key = api.object.get(api.fields.key).is_some_and(|key| key.as_str().is_some_and(|key| !key.is_empty()));
    let words = ["API_KEY", "AMAZON_COGNITO_USER_POOLS", "AWS_IAM"];
    let possible = words.into_iter().filter(|word| match *word {
        "API_KEY" => has_key,
        other => lacking(document, other).is_none(),
    });
    let fixes = possible.map(|word| {
        let edits = vec![Edit::replace(mode.node.content_range(), word)];
        let title = format!("Use the mode `{word}`");
        if word == "API_KEY" { Fix::likely(title, edits) } else { Fix::possible(title, edits) }
    });
    let mut diagnostic =
        Diagnostic::new("appsync-without-authorization", Severity::Warning, mode.range.clone(), message);
    diagnostic.fixes.extend(fixes);
    Some(diagnostic)
}

/// The key that another place of the mobile file has for the same address.
fn known_key(document: &Document, api: Node<'_>) -> Option<String> {
    let root = document.tree.root();
    let endpoint = api.get("endpoint")?.as_str()?;
    let plugin = at(root, &["api", "plugins", "awsAPIPlugin"]);
    let blocks = at(root, &["auth", "plugins", "awsCognitoAuthPlugin", "AppSync"]);
    let entries = [(plugin, "endpoint", "apiKey"), (blocks, "ApiUrl", "ApiKey")].into_iter().flat_map(
        |(holder, address, key)| {
            let entries = holder.into_iter().flat_map(Node::members).filter_map(Node::value);
            entries.filter_map(move |entry| Some((entry.get(address)?.as_str()?, entry.get(key)?.as_str()?)))
        },
    );
    let mut keys: Vec<String> =
        entries.filter(|(address, _)| *address == endpoint).map(|(_, key)| key.into_owned()).collect();
    keys.sort();
    keys.dedup();
    if keys.len() == 1 { keys.pop().filter(|key| !key.is_empty()) } else { None }
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::check;

    #[test]
    fn a_key_is_asked_for_by_its_mode_alone() {
        check(
            "data",
            r#"
//- amplify_outputs.json
{
  "version": "1.4",
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "API_KEY", "authorization_types": ["API_KEY"] }
                                                                                                          ^^^^^^^^^ error[missing-api-key]
}
//- one/amplify_outputs.json
{
  "version": "1.4",
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "API_KEY", "authorization_types": [], "apiKey": "k" }
}
//- two/amplify_outputs.json
{
  "version": "1.4",
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "apiKey", "authorization_types": [] }
}
//- three/amplify_outputs.json
{
  "version": "1.4",
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "AWS_LAMBDA", "authorization_types": ["API_KYE"], "api_key": "k" }
}
//- four/amplify_outputs.json
{
  "version": "1.4",
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "AWS_LAMBDA", "authorization_types": [], "api_key": "" }
}
//- five/amplifyconfiguration.json
{
  "aws_project_region": "us-east-1",
  "aws_appsync_graphqlEndpoint": "https://q.shop.dev/graphql",
  "aws_appsync_authenticationType": "AWS_LAMBDA",
  "aws_appsync_additionalAuthenticationTypes": "AWS_IAM, API_KEY"
                                                         ^^^^^^^ warning[missing-api-key]
}
//- six/amplifyconfiguration.json
{
  "aws_project_region": "us-east-1",
  "aws_appsync_graphqlEndpoint": "https://q.shop.dev/graphql",
  "aws_appsync_authenticationType": "NONE",
  "aws_appsync_apiKey": "k"
}
//- seven/amplifyconfiguration.json
{
  "api": { "plugins": { "awsAPIPlugin": {
    "open": { "endpointType": "REST", "endpoint": "https://k7mab3wt5q.execute-api.us-east-1.amazonaws.com/dev", "region": "us-east-1", "authorizationType": "NONE" },
    "keyed": { "endpointType": "REST", "endpoint": "https://k7mab3wt5q.execute-api.us-east-1.amazonaws.com/dev", "region": "us-east-1", "authorizationType": "API_KEY" }
                                                                                                                                                             ^^^^^^^^^ error[missing-api-key]
  } } }
}
"#,
        );
    }
}
