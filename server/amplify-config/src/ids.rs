//! Ids and addresses of AWS, taken apart: byte ranges of the region, the account and the rest inside a text.
//!
//! Each function takes a whole text and answers `None` when it has not exactly that form. It speaks of form only: the
//! region may be new, the resource may not exist, the text may be a placeholder. Where a fact comes from stands beside
//! the function that uses it.

use std::ops::Range;

use crate::regions::{PARTITIONS, Partition, is_region};

/// A Cognito user pool id: `us-east-1_aBcD12345`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UserPoolId {
    pub(crate) region: Range<usize>,
    /// The pool in its region.
    pub(crate) pool: Range<usize>,
}

/// Reads a user pool id.
///
/// Source: the type `UserPoolIdType` of the Cognito user pools API, `[\w-]+_[0-9a-zA-Z]+` with at most 55 characters;
/// the part before the underscore is the region. (Cognito itself makes nine letters and digits; emulators do not.)
pub(crate) fn user_pool_id(text: &str) -> Option<UserPoolId> {
    let (region, pool) = text.split_once('_')?;
    let is_pool = !pool.is_empty() && pool.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (text.len() <= 55 && is_region(region) && is_pool)
        .then(|| UserPoolId { region: 0..region.len(), pool: region.len() + 1..text.len() })
}

/// A Cognito identity pool id: `us-east-1:11111111-2222-3333-4444-555555555555`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdentityPoolId {
    pub(crate) region: Range<usize>,
    pub(crate) uuid: Range<usize>,
}

/// Reads an identity pool id.
///
/// Source: the type `IdentityPoolId` of the Cognito identity API, `[\w-]+:[0-9a-f-]+` with at most 55 characters; in
/// practice a region, a colon and a UUID in lower case.
pub(crate) fn identity_pool_id(text: &str) -> Option<IdentityPoolId> {
    let (region, uuid) = text.split_once(':')?;
    (is_region(region) && is_uuid(uuid))
        .then(|| IdentityPoolId { region: 0..region.len(), uuid: region.len() + 1..text.len() })
}

/// Source: RFC 9562, section 4, without capitals.
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

/// An Amazon Resource Name: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Region and account may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arn {
    pub(crate) partition: Range<usize>,
    pub(crate) service: Range<usize>,
    pub(crate) region: Range<usize>,
    pub(crate) account: Range<usize>,
    pub(crate) resource: Range<usize>,
}

/// Reads an ARN.
///
/// Source: "Identify AWS resources with Amazon Resource Names" in the IAM user guide. The resource may hold colons and
/// slashes; an account is twelve digits, or `aws` for what AWS itself owns.
pub(crate) fn arn(text: &str) -> Option<Arn> {
    let mut at = "arn:".len();
    let mut next = |rest: &str| {
        let length = rest.find(':')?;
        let range = at..at + length;
        at += length + 1;
        Some(range)
    };
    let rest = |range: &Range<usize>| &text[range.end + 1..];
    let partition = next(text.strip_prefix("arn:")?)?;
    let service = next(rest(&partition))?;
    let region = next(rest(&service))?;
    let account = next(rest(&region))?;
    let resource = account.end + 1..text.len();
    let is_partition = text[partition.clone()] == *"aws" || text[partition.clone()].starts_with("aws-");
    let is_service =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_account = |name: &str| {
        name.is_empty() || name == "aws" || name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_sound = is_partition
        && is_service(&text[service.clone()])
        && (region.is_empty() || is_region(&text[region.clone()]))
        && is_account(&text[account.clone()])
        && !resource.is_empty()
        && !text[resource.clone()].contains(|character: char| character.is_whitespace() || character.is_control());
    is_sound.then_some(Arn { partition, service, region, account, resource })
}

/// An address: `SCHEME://HOST:PORT/REST`, or `SCHEME:REST` with an empty host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) scheme: Range<usize>,
    pub(crate) host: Range<usize>,
    pub(crate) port: Option<Range<usize>>,
    /// Path, query and fragment, as they are written.
    pub(crate) rest: Range<usize>,
}

/// Reads an address of the characters that RFC 3986 allows. One with a user name before the host is refused: nobody
/// needs it here, and it deceives the eye.
pub(crate) fn address(text: &str) -> Option<Address> {
    let scheme = text.find(':')?;
    let is_scheme = text[..scheme].bytes().enumerate().all(|(at, byte)| {
        byte.is_ascii_alphabetic() || at > 0 && (byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'))
    });
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    if scheme == 0 || !is_scheme || !text.bytes().all(is_allowed) {
        return None;
    }
    let behind = scheme + 1;
    if !text[behind..].starts_with("//") {
        return Some(Address { scheme: 0..scheme, host: behind..behind, port: None, rest: behind..text.len() });
    }
    let start = behind + 2;
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |length| start + length);
    let authority = &text[start..end];
    let host_length = match authority.strip_prefix('[') {
        Some(inside) => inside.find(']')? + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let port = match &authority[host_length..] {
        "" => None,
        port => {
            let digits = port.strip_prefix(':')?;
            digits.parse::<u16>().ok()?;
            Some(start + host_length + 1..end)
        }
    };
    let host = start..start + host_length;
    (!authority.contains('@')).then_some(Address { scheme: 0..scheme, host, port, rest: end..text.len() })
}

/// The text is the name of a host: labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
pub(crate) fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// The host of an API: `ID.appsync-api.us-east-1.amazonaws.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiHost {
    /// The API. AppSync gives its hosts a name of their own, which is *not* the id that the console shows.
    pub(crate) api: Range<usize>,
    /// The label of the service: `appsync-api`.
    pub(crate) service: Range<usize>,
    pub(crate) region: Range<usize>,
    /// The domain of the partition: `amazonaws.com`.
    pub(crate) suffix: Range<usize>,
}

/// Reads the host of an AppSync API: the one for requests, or the one for web sockets.
///
/// Source: "Using API endpoints" in the AppSync developer guide, and the expression by which amplify-js tells AppSync's
/// own hosts from custom domains: the API is 26 letters and digits.
pub(crate) fn appsync_host(host: &str) -> Option<ApiHost> {
    let found = api_host(host, &["appsync-api", "appsync-realtime-api"])?;
    let api = &host[found.api.clone()];
    (api.len() == 26 && api.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(found)
}

/// Reads the host of an API Gateway API.
///
/// Source: "Invoke REST APIs in API Gateway" in its developer guide; the first label is the id of the API.
pub(crate) fn execute_api_host(host: &str) -> Option<ApiHost> {
    let found = api_host(host, &["execute-api"])?;
    host[found.api.clone()].bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(found)
}

/// `API.SERVICE.REGION.SUFFIX`, where the suffix is the one of the region's partition.
fn api_host(host: &str, services: &[&str]) -> Option<ApiHost> {
    let mut labels = host.splitn(4, '.');
    let (api, service, region, suffix) = (labels.next()?, labels.next()?, labels.next()?, labels.next()?);
    let partition = PARTITIONS.iter().find(|partition| partition.dns_suffix == suffix)?;
    let fits = crate::regions::partition_of(region).is_some_and(|own| own.dns_suffix == partition.dns_suffix);
    if !fits || !services.contains(&service) || api.is_empty() {
        return None;
    }
    let service = api.len() + 1..api.len() + 1 + service.len();
    let region = service.end + 1..service.end + 1 + region.len();
    let suffix = region.end + 1..host.len();
    Some(ApiHost { api: 0..api.len(), service, region, suffix })
}

/// The host of Cognito's managed login pages: `PREFIX.auth.us-east-1.amazoncognito.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CognitoDomain {
    /// What the user pool's owner chose.
    pub(crate) prefix: Range<usize>,
    pub(crate) region: Range<usize>,
    /// It is the form with `auth-fips`, the only one that answers in GovCloud.
    pub(crate) is_fips: bool,
}

/// Reads a prefix domain of Cognito; a custom domain is `None`.
///
/// Source: "Configuring a user pool domain" and "Amazon Cognito in GovCloud" in the developer guides; the prefix is
/// the type `DomainType` of the API. How the sovereign cloud in Europe writes it is not known, so it is not read.
pub(crate) fn cognito_domain(host: &str) -> Option<CognitoDomain> {
    let mut labels = host.splitn(4, '.');
    let (prefix, auth, region, suffix) = (labels.next()?, labels.next()?, labels.next()?, labels.next()?);
    let partition: &Partition = crate::regions::partition_of(region)?;
    let is_prefix = is_host_name(prefix)
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if partition.login_suffix != Some(suffix) || !matches!(auth, "auth" | "auth-fips") || !is_prefix {
        return None;
    }
    let start = prefix.len() + 1 + auth.len() + 1;
    Some(CognitoDomain { prefix: 0..prefix.len(), region: start..start + region.len(), is_fips: auth == "auth-fips" })
}

/// The text can be the name of an S3 bucket.
///
/// Source: "General purpose bucket naming rules" in the S3 user guide: 3 to 63 of lower-case letters, digits, dots and
/// hyphens, at both ends a letter or digit, no two dots in a row, not the form of an IP address.
pub(crate) fn is_bucket_name(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let outer = |byte: Option<u8>| byte.is_some_and(|byte| inner(byte) && byte.is_ascii_alphanumeric());
    (3..=63).contains(&text.len())
        && text.bytes().all(inner)
        && outer(text.bytes().next())
        && outer(text.bytes().next_back())
        && !text.contains("..")
        && text.parse::<std::net::Ipv4Addr>().is_err()
}

#[cfg(test)]
mod tests;
