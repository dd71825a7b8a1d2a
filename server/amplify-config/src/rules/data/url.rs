//! Addresses of APIs as people write them: taken apart leniently, judged, and written right.
//!
//! A text is judged by its form and by what is known of the hosts of AWS. Whether the host can exist and which region
//! stands in it is judged where ids are.

use std::ops::Range;

use crate::ids::{self, is_host_name};
use crate::placeholders::is_placeholder;
use crate::regions::{is_region, partition_of, region_title};
use crate::rules::identifiers::is_blank;
use crate::spelling::{distance, nearest};

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Fault {
    /// It does not read as an address at all.
    NoAddress,
    /// White space inside.
    Blank,
    /// Nothing, or something misspelt, stands where `https://` belongs.
    Scheme,
    /// `http`, which AWS does not answer.
    PlainOfAws,
    /// `http` to a server of one's own.
    Plain,
    /// The address of a web socket.
    Socket,
    /// The host for subscriptions, which the libraries derive themselves.
    RealtimeHost,
    /// The label of the service, or what stands behind the region, is misspelt in the host.
    HostLabel,
    /// The HTTP address of an AppSync Events API.
    Events,
    /// A GraphQL API of AppSync answers at `/graphql` alone, one for events at `/event`.
    Path,
    /// An address of API Gateway.
    Gateway,
    /// Another service of AWS, of that name.
    OtherService,
    /// An API of AppSync where a REST API is meant.
    GraphQl,
    /// A slash at the end, before which the path of a call is put.
    Slash,
    /// No address of API Gateway, where one is demanded.
    NoGateway,
}

/// A fault, where in the text it stands, and the right text if it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Finding {
    pub(super) fault: Fault,
    pub(super) part: Range<usize>,
    pub(super) right: Option<String>,
    /// Nothing else can have been meant by the text.
    pub(super) certain: bool,
}

/// So many characters has the name that AppSync gives to an API.
const APPSYNC_NAME: usize = 26;

/// The parts of a text that is to be an address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    /// The scheme with what stands between it and the host; empty when there is none.
    lead: Range<usize>,
    host: Range<usize>,
    port: Range<usize>,
    /// Path, query and fragment.
    path: Range<usize>,
}

/// A text of which others speak: nothing, a placeholder, or the id of something else.
fn is_unjudged(text: &str) -> bool {
    let is_id = ids::user_pool_id(text).is_some() || ids::identity_pool_id(text).is_some() || ids::arn(text).is_some();
    let is_random = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_digit());
    let is_other = is_id || is_region(text) || is_random || text.starts_with("da2-");
    text.is_empty() || text.contains(is_blank) || is_placeholder(text) || is_other
}

/// The first fault of the address of a GraphQL API.
pub(in crate::rules) fn graphql(text: &str) -> Option<Finding> {
    appsync(text, "/graphql")
}

/// The first fault of the address of an AppSync Events API.
pub(super) fn events(text: &str) -> Option<Finding> {
    appsync(text, "/event")
}

/// The first fault of the address of an API of AppSync, which answers at that path.
fn appsync(text: &str, own_path: &str) -> Option<Finding> {
    if let Some(closed) = without_blanks(text) {
        let right = appsync(&closed, own_path).map_or(Some(closed), |finding| finding.right);
        return Some(Finding { fault: Fault::Blank, part: 0..text.len(), right, certain: false });
    }
    if is_unjudged(text) {
        return None;
    }
    let Some(parts) = parts(text) else { return no_address(text) };
    let host = text[parts.host.clone()].to_ascii_lowercase();
    let path = &text[parts.path.clone()];
    let port = &text[parts.port.clone()];
    let aws = aws_host(&host);
    let is_own = aws.as_ref().is_some_and(|aws| aws.service == "appsync");
    let right_host = aws
        .as_ref()
        .filter(|_| is_own)
        .map_or_else(|| text[parts.host.clone()].to_owned(), |aws| format!("{}.appsync-api.{}", aws.first, aws.rest));
    let has_slash = path.strip_suffix('/') == Some(own_path);
    let right_path = if has_slash || is_own { own_path } else { path };
    let right = format!("https://{right_host}{port}{right_path}");
    let path_is_plain = has_slash
        || ["", "/"].contains(&path)
        || path.strip_suffix("/realtime") == Some(own_path)
        || distance(path, own_path, 2).is_some();
    let with = |fault, part: &Range<usize>, certain| {
        Some(Finding { fault, part: part.clone(), right: Some(right.clone()), certain })
    };
    let whole = 0..text.len();
    if let Some(fault) = scheme_fault(text, &parts, aws.is_some()) {
        return with(fault, &parts.lead, !matches!(fault, Fault::Plain) && (!is_own || path_is_plain));
    }
    let Some(aws) = aws else {
        return has_slash.then(|| with(Fault::Path, &parts.path, true)).flatten();
    };
    if !is_own {
        let is_alike = path.trim_end_matches('/').ends_with(own_path);
        let fault = if aws.service == "execute-api" { Fault::Gateway } else { Fault::OtherService };
        let part = if fault == Fault::Gateway { parts.host.clone() } else { whole };
        // API Gateway gives shorter names.
        if fault == Fault::Gateway && is_alike && aws.first.len() == APPSYNC_NAME {
            let right = Some(format!("https://{}.appsync-api.{}{port}{own_path}", aws.first, aws.rest));
            return Some(Finding { fault: Fault::HostLabel, part, right, certain: false });
        }
        return (!is_alike).then_some(Finding { fault, part, right: None, certain: false });
    }
    if path.starts_with("/event") && own_path != "/event" {
        return Some(Finding { fault: Fault::Events, part: parts.path, right: None, certain: false });
    }
    if aws.label == "appsync-realtime-api" {
        return with(Fault::RealtimeHost, &parts.host, path_is_plain);
    }
    if aws.label != "appsync-api" || aws.has_other_suffix {
        return with(Fault::HostLabel, &parts.host, false);
    }
    if path != own_path {
        let part = if path.is_empty() { parts.host.clone() } else { parts.path.clone() };
        return with(Fault::Path, &part, path_is_plain);
    }
    None
}

/// The first fault of the address of a REST API.
pub(super) fn rest(text: &str) -> Option<Finding> {
    if let Some(closed) = without_blanks(text) {
        let right = rest(&closed).map_or(Some(closed), |finding| finding.right);
        return Some(Finding { fault: Fault::Blank, part: 0..text.len(), right, certain: false });
    }
    if is_unjudged(text) {
        return None;
    }
    let Some(parts) = parts(text) else { return no_address(text) };
    let host = text[parts.host.clone()].to_ascii_lowercase();
    let aws = aws_host(&host);
    let path = &text[parts.path.clone()];
    let bare = path.strip_suffix('/').filter(|_| !path.contains(['?', '#']));
    let right_host = match &aws {
        Some(aws) if aws.has_other_suffix => format!("{}.{}.{}", aws.first, aws.label, aws.rest),
        _ => text[parts.host.clone()].to_owned(),
    };
    let right = format!("https://{right_host}{}{}", &text[parts.port.clone()], bare.unwrap_or(path));
    let with = |fault, part: Range<usize>, certain| Some(Finding { fault, part, right: Some(right.clone()), certain });
    if let Some(fault) = scheme_fault(text, &parts, aws.is_some()) {
        return with(fault, parts.lead, !matches!(fault, Fault::Plain));
    }
    if aws.as_ref().is_some_and(|aws| aws.service == "appsync") {
        return Some(Finding { fault: Fault::GraphQl, part: parts.host, right: None, certain: false });
    }
    if aws.is_some_and(|aws| aws.has_other_suffix) {
        return with(Fault::HostLabel, parts.host, false);
    }
    if bare.is_some() {
        let end = parts.path.end;
        return with(Fault::Slash, end - 1..end, false);
    }
    None
}

/// The first fault of an address that must be one of API Gateway.
pub(super) fn gateway(text: &str) -> Option<Finding> {
    if is_unjudged(text) {
        return None;
    }
    let host = parts(text).map(|parts| parts.host);
    match host.filter(|_| !is_gateway(text)) {
        Some(part) => Some(Finding { fault: Fault::NoGateway, part, right: None, certain: false }),
        None => rest(text),
    }
}

/// The address is one of AppSync itself.
pub(super) fn is_appsync(text: &str) -> bool {
    let host = parts(text).map(|parts| text[parts.host].to_ascii_lowercase());
    host.is_some_and(|host| aws_host(&host).is_some_and(|aws| aws.service == "appsync"))
}

/// The address is one of API Gateway.
pub(in crate::rules) fn is_gateway(text: &str) -> bool {
    let host = parts(text).map(|parts| text[parts.host].to_ascii_lowercase());
    host.is_some_and(|host| aws_host(&host).is_some_and(|aws| aws.service == "execute-api"))
}

/// The address without the blanks inside it; `None` where there are none, or where it is no address of the web anyway.
fn without_blanks(text: &str) -> Option<String> {
    let has_some = text.trim() == text && text.contains(char::is_whitespace);
    let closed: String = text.chars().filter(|character| !is_blank(*character)).collect();
    let is_address = closed.starts_with("http") && !is_placeholder(&closed) && parts(&closed).is_some();
    (has_some && is_address).then_some(closed)
}

fn no_address(text: &str) -> Option<Finding> {
    // The scheme is there twice.
    let inner = text.split_once("://").map(|(_, rest)| rest).filter(|rest| rest.starts_with("http"));
    if let Some(right) = inner.filter(|rest| parts(rest).is_some()) {
        return Some(Finding {
            fault: Fault::NoAddress,
            part: 0..text.len(),
            right: Some(right.to_owned()),
            certain: false,
        });
    }
    // A comma is never meant in a host.
    let dotted = text.replace(',', ".");
    let is_of_aws = parts(&dotted).is_some_and(|parts| aws_host(&dotted[parts.host].to_ascii_lowercase()).is_some());
    let right = (dotted != text && is_of_aws).then_some(dotted);
    Some(Finding { fault: Fault::NoAddress, part: 0..text.len(), right, certain: false })
}

fn scheme_fault(text: &str, parts: &Parts, is_aws: bool) -> Option<Fault> {
    let lead = text[parts.lead.clone()].to_ascii_lowercase();
    match lead.as_str() {
        "https://" => None,
        "wss://" | "ws://" => Some(Fault::Socket),
        "http://" if is_aws => Some(Fault::PlainOfAws),
        "http://" if is_local(&text[parts.host.clone()]) || !parts.port.is_empty() => None,
        "http://" => Some(Fault::Plain),
        _ => Some(Fault::Scheme),
    }
}

/// A server on this machine or beside it, as mock servers and emulators are.
fn is_local(host: &str) -> bool {
    let is_private = host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_private() || ip.is_loopback());
    is_private || host == "localhost" || host.starts_with('[') || host.ends_with(".local") || !host.contains('.')
}

/// Takes a text apart; `None` if it has no host in it.
fn parts(text: &str) -> Option<Parts> {
    let lead = lead(text)?;
    let start = lead.len();
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |length| start + length);
    let authority = &text[start..end];
    let host_length = match authority.strip_prefix('[') {
        Some(inside) => inside.find(']')? + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let host = start..start + host_length;
    let port = host.end..end;
    let name = &text[host.clone()];
    let port_is_sound =
        port.is_empty() || text[port.clone()].strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let is_host = name.starts_with('[') || is_host_name(name.strip_suffix('.').unwrap_or(name));
    // Without a scheme a single word may be anything.
    let is_plausible = !lead.is_empty() || name.contains('.');
    (is_host && port_is_sound && is_plausible).then_some(Parts {
        lead: 0..lead.len(),
        host,
        port,
        path: end..text.len(),
    })
}

/// What stands before the host: a scheme, sound or not. `None` for a scheme that nobody can have meant.
fn lead(text: &str) -> Option<&str> {
    let word_end = text.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(text.len());
    let behind = text[word_end..].trim_start_matches([':', '/', ';']);
    let between = text.len() - word_end - behind.len();
    let word = text[..word_end].to_ascii_lowercase();
    let marks = &text[word_end..word_end + between];
    let is_web = ["https", "http", "wss", "ws"].contains(&word.as_str());
    if is_web && between > 0 || marks.starts_with("//") && !word.is_empty() && is_near_https(&word) {
        return Some(&text[..word_end + between]);
    }
    if marks.contains("//") {
        return is_near_https(&word).then(|| &text[..word_end + between]);
    }
    Some("")
}

fn is_near_https(word: &str) -> bool {
    distance(word, "https", 2).is_some()
}

/// A host of AWS, taken apart as far as it is needed here.
struct AwsHost {
    first: String,
    label: String,
    /// `appsync` for its two labels and what is nearly one of them, else the label.
    service: String,
    /// Region and suffix, as they should be.
    rest: String,
    /// The suffix is another one in the text.
    has_other_suffix: bool,
}

fn aws_host(host: &str) -> Option<AwsHost> {
    let ends = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".on.aws", ".amazoncognito.com"];
    let mut labels = host.splitn(3, '.');
    let (first, label, rest) = (labels.next()?, labels.next()?, labels.next()?);
    let right = with_right_suffix(label, rest);
    if right.is_none() && !ends.iter().any(|end| host.ends_with(end)) {
        return None;
    }
    let near = nearest(label, ["appsync-api", "appsync-realtime-api", "execute-api"].into_iter());
    let service = match near {
        Some(("execute-api", _)) => "execute-api",
        Some(_) => "appsync",
        None if label == "appsync" => "appsync",
        None => label,
    };
    let has_other_suffix = right.is_some();
    let rest = right.unwrap_or_else(|| rest.into());
    Some(AwsHost { first: first.into(), label: label.into(), service: service.into(), rest, has_other_suffix })
}

/// Behind the label of an API of AWS the region with the suffix of its partition, when the text has nearly that one.
fn with_right_suffix(label: &str, rest: &str) -> Option<String> {
    let (region, suffix) = rest.split_once('.').unwrap_or((rest, ""));
    let is_api = ["appsync-api", "appsync-realtime-api", "execute-api"].contains(&label);
    let partition = partition_of(region).filter(|_| is_api && region_title(region).is_some())?;
    let right = partition.dns_suffix;
    let is_near = suffix != right && (right.starts_with(suffix) || distance(suffix, right, 3).is_some());
    is_near.then(|| format!("{region}.{right}"))
}

#[cfg(test)]
mod tests;
