//! The domain of the login pages: one bare host name.

use amplify_json::Node;

use super::{Login, Text};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids::{cognito_domain, is_host_name};
use crate::keywords::Library::{self, Android, Flutter, Js, Swift};
use crate::known_values::region_beside;
use crate::references::resolve;
use crate::regions::{is_region, partition_of, region_in, region_title};
use crate::spelling::distance;
use crate::wording;

/// What is wrong with a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// `https://` before it.
    Scheme(String),
    /// A path, query or fragment behind it.
    Behind(String),
    /// A port behind it.
    Port(String),
    /// A Cognito suffix without a name before it.
    NoPrefix,
    /// A prefix without the Cognito suffix.
    BarePrefix,
    /// A whole host name, and a Cognito suffix behind it.
    TwoHosts(String),
    /// A host of Cognito that is not `PREFIX.auth.REGION.…`.
    Form,
    /// The host of the user pools API.
    Api,
    /// Something that cannot be a host name.
    NoHost,
}

impl Fault {
    /// The libraries that fail over it.
    fn breaks(&self) -> &'static [Library] {
        match self {
            Fault::Scheme(_) => &[Js, Swift, Android],
            Fault::Port(_) => &[Swift],
            _ => &[Js, Swift, Android, Flutter],
        }
    }

    fn message(&self, field: &str, text: &str, who: &str) -> String {
        match self {
            Fault::Scheme(scheme) => {
                format!("{field} must be a host name without `{scheme}`, which {who} before it")
            }
            Fault::Behind(rest) => {
                format!(
                    "{field} must be a host name without `{rest}`: the libraries put the paths of the login pages behind it"
                )
            }
            Fault::Port(port) => {
                format!("{field} must be a host name without `{port}`, which amplify-swift takes for a part of it")
            }
            Fault::NoPrefix => {
                format!("{field} begins with a dot: the name that the user pool has as its domain is missing")
            }
            Fault::BarePrefix => {
                format!(
                    "{field} must be a whole host name: behind `{text}` the part `.auth.REGION.amazoncognito.com` is missing"
                )
            }
            Fault::TwoHosts(first) => {
                format!(
                    "{field} is two host names in one: `{first}` is a domain of its own and needs no Cognito suffix"
                )
            }
            Fault::Form => {
                format!("`{text}` is no domain that Cognito gives: {field} is PREFIX.auth.REGION.amazoncognito.com")
            }
            Fault::Api => {
                format!(
                    "`{text}` is the API of Cognito, not its login pages: {field} is PREFIX.auth.REGION.amazoncognito.com or a custom domain"
                )
            }
            Fault::NoHost => format!(
                "`{text}` cannot be a host name: {field} is PREFIX.auth.REGION.amazoncognito.com or a custom domain"
            ),
        }
    }
}

pub(super) fn check(login: &Login<'_>, found: &mut Vec<Diagnostic>) {
    let Some(domain) = login.domain.as_ref().filter(|domain| !domain.is_open()) else { return };
    let Some(fault) = fault(&domain.text) else { return };
    let marked = domain.marked();
    let has_wrong_region = |other: &Diagnostic| {
        other.code == "unknown-region" && marked.start <= other.range.start && other.range.end <= marked.end
    };
    if found.iter().any(has_wrong_region) {
        return; // Its fix puts the host right, or this is said when it is right.
    }
    let broken = login.reading(fault.breaks());
    if broken.is_empty() && !matches!(fault, Fault::Port(_)) {
        return;
    }
    let who = wording::libraries(&broken, "puts", "put");
    let shown = wording::excerpt(domain.node);
    let message = fault.message(&wording::place(domain.node), &shown, &who);
    let fix = mended(&domain.text, region(login, domain).as_deref()).and_then(|right| {
        let edits = vec![domain.replace(&right)?];
        let title = format!("Replace with `{right}`");
        // `http` is what one library honours.
        let is_certain = domain.text.contains(&right) && !domain.text.starts_with("http:");
        Some(if is_certain { Fix::safe(title, edits) } else { Fix::likely(title, edits) })
    });
    let severity = if broken.is_empty() { Severity::Hint } else { login.severity(&broken) };
    found.push(Diagnostic::new("oauth-domain", severity, marked, message).with_fix(fix));
}

/// A host of Cognito that is put together wrongly: the region in it says nothing.
pub(in crate::rules) fn is_torn(text: &str) -> bool {
    matches!(fault(text), Some(Fault::TwoHosts(_) | Fault::Form))
}

/// The first thing that is wrong with `text` as a domain.
fn fault(text: &str) -> Option<Fault> {
    if let Some(at) = text.find("://") {
        return Some(Fault::Scheme(text[..at + 3].to_owned()));
    }
    if let Some(at) = text.find(['/', '?', '#', '\\']) {
        return Some(Fault::Behind(text[at..].to_owned()));
    }
    if let Some((host, port)) = text.split_once(':')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && is_host_name(host)
    {
        return Some(Fault::Port(format!(":{port}")));
    }
    if let Some(rest) = text.strip_prefix('.')
        && is_host_name(rest)
    {
        return Some(if cognito_domain(rest).is_some() { Fault::NoHost } else { Fault::NoPrefix });
    }
    if !is_host_name(text) {
        return Some(Fault::NoHost);
    }
    if !text.contains('.') {
        return (text != "localhost").then_some(Fault::BarePrefix);
    }
    if text.starts_with("cognito-idp.") || text.starts_with("cognito-identity.") {
        return Some(Fault::Api);
    }
    if let Some((first, _)) = cognito_suffix(text)
        && first.contains('.')
    {
        return Some(Fault::TwoHosts(first.to_owned()));
    }
    let lower = text.to_ascii_lowercase();
    let of_cognito = lower.ends_with(".amazoncognito.com") || lower.ends_with(".amazoncognito.com.cn");
    let is_meant = of_cognito || with_right_suffix(&lower).is_some();
    (is_meant && cognito_domain(&lower).is_none()).then_some(Fault::Form)
}

/// The domain of Cognito whose suffix is nearly right, or is the one of the APIs: `shop.auth.us-east-1.amazonaws.com`.
fn with_right_suffix(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.splitn(4, '.').collect();
    let [prefix, auth @ ("auth" | "auth-fips"), region, suffix] = labels.as_slice() else { return None };
    let partition = partition_of(region).filter(|_| region_title(region).is_some())?;
    let right = partition.login_suffix.filter(|right| right != suffix)?;
    let is_near = suffix.starts_with("amazonaws.") || distance(suffix, right, 3).is_some();
    is_near.then(|| format!("{prefix}.{auth}.{region}.{right}"))
}

/// The text without a Cognito suffix, and the suffix with its dot.
fn cognito_suffix(text: &str) -> Option<(&str, &str)> {
    let (at, _) = text.match_indices(".auth").last()?;
    cognito_domain(&format!("a{}", &text[at..])).map(|_| text.split_at(at))
}

/// The domain of Cognito that a host with its suffix was meant to be: its parts in order, `auth` put in, or the region
/// that the file states.
fn right_form(text: &str, region: Option<&str>) -> Option<String> {
    if let Some(right) = with_right_suffix(text) {
        return Some(right);
    }
    let (before, suffix) = text.split_once(".amazoncognito.")?;
    let suffix = format!("amazoncognito.{suffix}");
    let labels: Vec<&str> = before.split('.').collect();
    let candidates = match labels.as_slice() {
        [prefix, second, third] => {
            let stated = region.map(|region| format!("{prefix}.{second}.{region}.{suffix}"));
            let with_auth = distance(second, "auth", 2).map(|_| format!("{prefix}.auth.{third}.{suffix}"));
            [Some(format!("{prefix}.{third}.{second}.{suffix}")), stated, with_auth]
        }
        [prefix, own] => [Some(format!("{prefix}.auth.{own}.{suffix}")), None, None],
        _ => [None, None, None],
    };
    candidates.into_iter().flatten().find(|candidate| cognito_domain(candidate).is_some())
}

/// The domain that was meant, without any fault.
fn mended(text: &str, region: Option<&str>) -> Option<String> {
    let host = behind_scheme(text).split(['/', '?', '#', '\\', ':']).next()?;
    let right = match fault(host) {
        Some(Fault::NoHost) => with_right_dots(host)?,
        None => host.to_owned(),
        Some(Fault::TwoHosts(first)) => first,
        Some(Fault::Form) => right_form(host, region)?,
        Some(Fault::BarePrefix) => {
            let region = region?;
            let suffix = partition_of(region)?.login_suffix?;
            format!("{}.auth.{region}.{suffix}", host.to_ascii_lowercase())
        }
        Some(_) => return None,
    };
    fault(&right).is_none().then_some(right)
}

/// What stands behind a scheme, which may lack a mark.
fn behind_scheme(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let lower = rest.to_ascii_lowercase();
    let slip =
        ["https", "http"].into_iter().find(|scheme| lower.starts_with(scheme)).map(|scheme| &rest[scheme.len()..]);
    let slip = slip.filter(|rest| rest.starts_with(':') || rest.starts_with("//"));
    slip.unwrap_or(rest).trim_start_matches([':', '/'])
}

/// The host whose dots are doubled, or are commas or blanks: a domain of Cognito, of which nothing else can be meant.
fn with_right_dots(text: &str) -> Option<String> {
    let is_end = |character: char| character.is_whitespace() || ".,;".contains(character);
    let labels: Vec<&str> = text.split(is_end).filter(|label| !label.is_empty()).collect();
    let dotted = labels.join(".");
    let closed: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let is_whole = text.trim_end_matches(is_end) == dotted && is_host_name(&dotted) && dotted.contains('.');
    if is_whole {
        return Some(dotted);
    }
    // A comma is never meant in a host, a blank may have got in between any two letters.
    let is_host = |host: &String| cognito_domain(host).is_some() || closed == text && is_host_name(host);
    let closed_candidate = closed.clone();
    [dotted, closed_candidate].into_iter().find(is_host)
}

/// The region in which the user pool is.
fn region(login: &Login<'_>, domain: &Text<'_>) -> Option<String> {
    let document = login.document;
    let pointer = document.knowledge()?.keywords(domain.id).region_at.as_deref()?;
    let stated = resolve(document.tree.root(), domain.node, 0, pointer).into_iter().find_map(Node::as_str);
    let stated = stated.filter(|region| is_region(region)).map(|region| region.into_owned());
    let root = document.tree.root();
    let of_pool = || root.get("aws_user_pools_id").and_then(Node::as_str).and_then(|id| region_in(&id));
    stated.or_else(of_pool).or_else(|| region_beside(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_bare_host_name() {
        for text in [
            "shop.auth.us-east-1.amazoncognito.com",
            "shop.auth-fips.us-gov-west-1.amazoncognito.com",
            "shop.auth.cn-north-1.amazoncognito.com.cn",
            "auth.acme.dev",
            "login.auth.acme.dev",
            "shop.auth.us-east-1.acme.dev",
            "ap-northeast-2jk27dzrlt.auth.ap-northeast-2.amazoncognito.com",
            "AUTH.acme.dev",
            "localhost",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_meant_is_known() {
        let suffix = ".auth.us-east-1.amazoncognito.com";
        for (text, fault_expected, right) in [
            ("https://shop.acme.dev", Fault::Scheme("https://".into()), Some("shop.acme.dev")),
            ("https://shop.acme.dev/", Fault::Scheme("https://".into()), Some("shop.acme.dev")),
            ("http://shop", Fault::Scheme("http://".into()), Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.acme.dev/", Fault::Behind("/".into()), Some("shop.acme.dev")),
            ("shop.acme.dev/login?a=b", Fault::Behind("/login?a=b".into()), Some("shop.acme.dev")),
            ("shop.acme.dev:443", Fault::Port(":443".into()), Some("shop.acme.dev")),
            (suffix, Fault::NoPrefix, None),
            (".shop.auth.us-east-1.amazoncognito.com", Fault::NoHost, Some("shop.auth.us-east-1.amazoncognito.com")),
            (".login.acme.dev", Fault::NoPrefix, None),
            ("login,acme.dev", Fault::NoHost, Some("login.acme.dev")),
            ("shop", Fault::BarePrefix, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop_1", Fault::NoHost, None),
            ("my shop.acme.dev", Fault::NoHost, None),
            ("shop auth.us-east-1.amazoncognito.com", Fault::NoHost, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop,auth.us-east-1.amazoncognito.com", Fault::NoHost, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop..auth.us-east-1.amazoncognito.com", Fault::NoHost, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.auth.us-east-1. amazoncognito.com", Fault::NoHost, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.acme.dev.", Fault::NoHost, Some("shop.acme.dev")),
            ("https//shop.acme.dev", Fault::Behind("//shop.acme.dev".into()), Some("shop.acme.dev")),
            ("https:/shop.acme.dev", Fault::Behind("/shop.acme.dev".into()), Some("shop.acme.dev")),
            ("//shop.acme.dev", Fault::Behind("//shop.acme.dev".into()), Some("shop.acme.dev")),
            ("shop.auth.us-east-1.amazonaws.com", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.auth.us-east-1.amazoncognitto.com", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.auth.us-east-1.amazoncognito.co", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.auth.us-east-1.amazoncognito.com.cn", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.atuh.us-east-1.amazoncognito.com", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            (
                "auth.acme.dev.auth.us-east-1.amazoncognito.com",
                Fault::TwoHosts("auth.acme.dev".into()),
                Some("auth.acme.dev"),
            ),
            (
                "shop.auth.us-east-1.amazoncognito.com.auth.us-east-1.amazoncognito.com",
                Fault::TwoHosts("shop.auth.us-east-1.amazoncognito.com".into()),
                Some("shop.auth.us-east-1.amazoncognito.com"),
            ),
            ("shop.us-east-1.auth.amazoncognito.com", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.us-east-1.amazoncognito.com", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.auth.us-east1.amazoncognito.com", Fault::Form, Some("shop.auth.us-east-1.amazoncognito.com")),
            ("shop.amazoncognito.com", Fault::Form, None),
            ("cognito-idp.us-east-1.amazonaws.com", Fault::Api, None),
            ("https://cognito-idp.us-east-1.amazonaws.com/x", Fault::Scheme("https://".into()), None),
        ] {
            assert_eq!(fault(text), Some(fault_expected), "{text}");
            assert_eq!(mended(text, Some("us-east-1")).as_deref(), right, "{text}");
        }
        assert_eq!(mended("shop", None), None);
        assert_eq!(mended("shop", Some("eusc-de-east-1")), None);
    }
}
