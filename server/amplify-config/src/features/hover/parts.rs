//! What the parts of an id or address mean.

use std::ops::Range;

use super::code;
use crate::ids;
use crate::regions::{partition_named, partition_of, region_title};

/// What a value is, and its parts each on a line with what it means; `None` if it has not the form of anything known.
/// `resource` is what `x-amplify` says it names.
pub(super) fn of_value(resource: Option<&str>, text: &str) -> Option<String> {
    let told = match resource {
        Some("user-pool") => user_pool(text),
        Some("identity-pool") => identity_pool(text),
        Some("oauth-domain") => domain(text),
        Some("appsync-api" | "appsync-events-api" | "rest-api") => endpoint(text),
        Some("redirect-sign-in" | "redirect-sign-out") => redirects(text),
        Some("oauth-scope") => scopes(text),
        _ => None,
    };
    told.or_else(|| arn(text))
}

/// A heading and parts of a text.
fn told(heading: &str, text: &str, parts: Vec<(Range<usize>, String)>) -> String {
    let line = |(range, meaning): &(Range<usize>, String)| format!("- {}: {meaning}", code(&text[range.clone()]));
    let lines: Vec<String> = parts.iter().filter(|(range, _)| !range.is_empty()).map(line).collect();
    format!("{heading}\n\n{}", lines.join("\n"))
}

/// `region Europe (Ireland)`, with the partition if it is not the common one.
fn region(name: &str) -> String {
    let title = region_title(name).map(|title| format!(" {title}")).unwrap_or_default();
    let partition = partition_of(name).filter(|partition| partition.name != "aws");
    let partition = partition.map(|partition| format!(", partition `{}`", partition.name)).unwrap_or_default();
    format!("region{title}{partition}")
}

fn user_pool(text: &str) -> Option<String> {
    let id = ids::user_pool_id(text)?;
    let parts = vec![(id.region.clone(), region(&text[id.region])), (id.pool, "the pool in that region".to_owned())];
    Some(told("Id of a Cognito user pool", text, parts))
}

fn identity_pool(text: &str) -> Option<String> {
    let id = ids::identity_pool_id(text)?;
    let parts = vec![(id.region.clone(), region(&text[id.region])), (id.uuid, "the pool in that region".to_owned())];
    Some(told("Id of a Cognito identity pool", text, parts))
}

fn arn(text: &str) -> Option<String> {
    let arn = ids::arn(text)?;
    let partition = partition_named(&text[arn.partition.clone()]).map_or("", |partition| partition.title);
    let partition = if partition.is_empty() { "partition".to_owned() } else { format!("partition {partition}") };
    let parts = vec![
        (arn.partition, partition),
        (arn.service, "service".to_owned()),
        (arn.region.clone(), region(&text[arn.region])),
        (arn.account, "account".to_owned()),
        (arn.resource, "resource".to_owned()),
    ];
    Some(told("Amazon Resource Name (ARN)", text, parts))
}

fn domain(text: &str) -> Option<String> {
    if let Some(domain) = ids::cognito_domain(text) {
        let region = (domain.region.clone(), region(&text[domain.region]));
        let mut parts = vec![(domain.prefix.clone(), "the prefix that was chosen for the user pool".to_owned())];
        if domain.is_fips {
            let start = domain.prefix.end + 1;
            parts.push((start..start + "auth-fips".len(), "the form that GovCloud uses".to_owned()));
        }
        parts.push(region);
        return Some(told("Prefix domain of Cognito managed login", text, parts));
    }
    let is_own = text.contains('.') && ids::is_host_name(text) && !text.contains("amazoncognito.");
    is_own.then(|| format!("{}: a custom domain of the user pool", code(text)))
}

fn endpoint(text: &str) -> Option<String> {
    let address = ids::address(text)?;
    let start = address.host.start;
    let host = &text[address.host.clone()];
    let at = |range: Range<usize>| range.start + start..range.end + start;
    let path = address.rest;
    if let Some(found) = ids::appsync_host(host) {
        let is_realtime = host[found.service.clone()].contains("realtime");
        let transport = if is_realtime { "web sockets, for subscriptions" } else { "requests" };
        let parts = vec![
            (at(found.api), "the API, by a name that is not its id in the console".to_owned()),
            (at(found.service), format!("AppSync, the host for {transport}")),
            (at(found.region.clone()), region(&host[found.region])),
            (
                path.clone(),
                match &text[path] {
                    "/graphql" => "GraphQL API",
                    "/event" => "Events API",
                    _ => "path",
                }
                .to_owned(),
            ),
        ];
        return Some(told("Endpoint of an AppSync API", text, parts));
    }
    if let Some(found) = ids::execute_api_host(host) {
        let parts = vec![
            (at(found.api), "id of the API".to_owned()),
            (at(found.service), "API Gateway".to_owned()),
            (at(found.region.clone()), region(&host[found.region])),
            (path, "stage and path".to_owned()),
        ];
        return Some(told("Endpoint of an API Gateway API", text, parts));
    }
    let is_own = host.contains('.') && ids::is_host_name(host) && !host.contains("amazonaws.");
    is_own.then(|| format!("{}: a custom domain, which does not tell the region", code(host)))
}

/// What the kinds of redirect addresses are for. Source: "App client callback URLs" in the Cognito developer guide, which
/// allows `https`, `http` for the own machine only, and the schemes of apps.
fn redirects(text: &str) -> Option<String> {
    let meaning = |part: &str| {
        let address = ids::address(part)?;
        let host = &part[address.host];
        Some(match &part[address.scheme] {
            "https" => "a page of a web app, or a link that a mobile app has claimed".to_owned(),
            "http" if matches!(host, "localhost" | "127.0.0.1" | "[::1]") => {
                "a page on the developer's own machine".to_owned()
            }
            "http" => "Cognito takes `http` only for `localhost`, `127.0.0.1` and `[::1]`".to_owned(),
            scheme => format!("an app that has registered the scheme {}", code(scheme)),
        })
    };
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let lines: Option<Vec<String>> =
        parts.iter().map(|part| Some(format!("{}: {}", code(part), meaning(part)?))).collect();
    match lines?.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        many => Some(many.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")),
    }
}

/// What an OAuth scope gives. Source: "Scopes, M2M, and resource servers" in the Cognito developer guide.
fn scopes(text: &str) -> Option<String> {
    let meaning = match text {
        "openid" => "an ID token; needed for `email`, `phone` and `profile`",
        "email" => "the e-mail address and whether it is verified",
        "phone" => "the phone number and whether it is verified",
        "profile" => "all attributes that the app client may read",
        "aws.cognito.signin.user.admin" => {
            "the user's own account: to read and change attributes, password and devices"
        }
        _ => {
            let (server, scope) =
                text.rsplit_once('/').filter(|(server, scope)| !server.is_empty() && !scope.is_empty())?;
            return Some(format!("{}: scope of the resource server {}", code(scope), code(server)));
        }
    };
    Some(format!("{}: {meaning}", code(text)))
}
