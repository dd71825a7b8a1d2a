//! Whether a redirect address is one that Cognito and the libraries can use.

use amplify_json::Kind;
use amplify_json::edit::Edit;
use amplify_json::string::quote;

use super::super::{List, Login, Text, separator};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids::{address, is_host_name};
use crate::spelling::distance;
use crate::wording;

const CODE: &str = "redirect-uri";

/// What is wrong with one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Nothing between two commas.
    Empty,
    /// White space at its ends.
    Blanks,
    /// White space inside.
    InnerBlank,
    /// `https:/host`, `https//host`.
    Slashes,
    /// `htps://host`
    SchemeSlip,
    /// No scheme.
    NoScheme,
    /// A scheme and nothing behind it that it needs.
    NoHost,
    /// `#…`
    Fragment,
    /// `http` to a host that is not the own machine.
    PlainHttp,
    /// `*` in the host.
    Wildcard,
    /// Characters that no address has, a user name, a port that is none.
    NoAddress,
}

impl Fault {
    /// Cognito refuses the address; or it may be the wrong one, and only looks so.
    fn severity(self) -> Severity {
        match self {
            Fault::SchemeSlip | Fault::PlainHttp => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn message(self, text: &str, field: &str) -> String {
        match self {
            Fault::Empty => {
                format!("{field} has a comma with no address beside it, which React Native and Android take for one")
            }
            Fault::Blanks => format!(
                "`{text}` has white space at its end or beginning, which stays a part of the address: no library trims it"
            ),
            Fault::InnerBlank => format!("`{text}` holds white space, which no address can"),
            Fault::Slashes => format!("`{text}` is no address: two slashes belong behind `http:` and `https:`"),
            Fault::SchemeSlip => format!("`{text}` begins like a web address, but its scheme is misspelt"),
            Fault::NoScheme => {
                format!(
                    "`{text}` is not a whole address: it needs a scheme such as `https://`, or the one of the app (`myapp://`)"
                )
            }
            Fault::NoHost => format!("`{text}` is not a whole address: a host must follow"),
            Fault::Fragment => format!("`{text}` holds a `#`: Cognito refuses addresses with a fragment"),
            Fault::PlainHttp => format!("`{text}` is not encrypted: Cognito allows `http` for localhost only"),
            Fault::Wildcard => {
                format!("`{text}` holds a `*`, but Cognito compares addresses letter for letter and knows no wildcards")
            }
            Fault::NoAddress => format!("`{text}` is not an address that a browser can open"),
        }
    }
}

pub(super) fn check(login: &Login<'_>, list: &List<'_>, found: &mut Vec<Diagnostic>) {
    for text in &list.texts {
        if let Some(parts) = joined(text) {
            found.push(one_item_for_many(list, text, &parts));
        } else if text.text == "https://example.com" && !login.document.recognition.is_template {
            let message =
                "`https://example.com` is what the AWS CDK fills in when the app client has no address to come back to";
            found.push(Diagnostic::new(CODE, Severity::Hint, text.marked(), message));
        } else if let Some(fault) = fault(text) {
            found.push(diagnostic(text, fault));
        }
    }
}

/// What is wrong with a text as an address; an open one is not judged, but for what is wrong with a list.
fn fault(text: &Text<'_>) -> Option<Fault> {
    match text.text.trim() {
        "" if text.is_part => Some(Fault::Empty),
        _ if text.is_open() => None,
        _ => fault_of(&text.text),
    }
}

fn diagnostic(text: &Text<'_>, fault: Fault) -> Diagnostic {
    let field = wording::place_first(text.node);
    let shown: String = text.text.trim().chars().take(60).collect();
    // Nothing at all is between two commas: the comma is what can be seen.
    let mut range = text.marked();
    if range.is_empty() {
        range = if range.start > text.node.content_range().start {
            range.start - 1..range.start
        } else {
            range.start..range.start + 1
        };
    }
    let fix = match fault {
        Fault::Empty => without(text),
        _ => mended(&text.text).and_then(|right| {
            let edits = vec![text.replace(&right)?];
            let title = format!("Replace with `{right}`");
            let is_certain = matches!(fault, Fault::Blanks | Fault::Slashes);
            Some(if is_certain { Fix::safe(title, edits) } else { Fix::likely(title, edits) })
        }),
    };
    Diagnostic::new(CODE, fault.severity(), range, fault.message(&shown, &field)).with_fix(fix)
}

/// Takes an empty part out, with one comma.
fn without(text: &Text<'_>) -> Option<Fix> {
    if !text.is_plain {
        return None;
    }
    let range = text.range.clone();
    let comma_before = range.start > text.node.content_range().start;
    let range = if comma_before { range.start - 1..range.end } else { range.start..range.end + 1 };
    Some(Fix::safe("Remove the comma", vec![Edit::remove(range)]))
}

/// The parts of an item that holds several addresses with commas between them.
fn joined<'t>(text: &'t Text<'_>) -> Option<Vec<&'t str>> {
    let is_item = text.node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
    let parts: Vec<&str> = text.text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_address = |part: &&str| part.contains("://") || has_own_scheme(part) || part.starts_with("localhost");
    (is_item && parts.len() > 1 && parts.iter().all(is_address)).then_some(parts)
}

fn one_item_for_many(list: &List<'_>, text: &Text<'_>, parts: &[&str]) -> Diagnostic {
    let field = wording::place(text.node);
    let message = format!(
        "One item of {field} holds {} addresses: write each as an item of its own, since no library splits it",
        parts.len()
    );
    let others = |part: &&&str| !list.texts.iter().any(|other| other.node != text.node && other.text == **part);
    let items: Vec<String> = parts.iter().filter(others).map(|part| quote(part)).collect();
    let edits = vec![Edit::replace(text.node.range(), items.join(&separator(text.node)))];
    let fix = (!items.is_empty()).then(|| Fix::safe("Split into items", edits));
    Diagnostic::new(CODE, Severity::Error, text.marked(), message).with_fix(fix)
}

/// What stands before the first colon is a scheme, not a host with its port.
fn has_own_scheme(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let digits = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme && !is_port
}

/// The text with one letter for all of other scripts: browsers write those in their own way.
pub(super) fn in_ascii(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii() { letter } else { 'x' }).collect()
}

/// The host is the own machine, to which Cognito allows `http`.
pub(super) fn is_own_machine(host: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(&host.to_ascii_lowercase().as_str())
}

/// What is wrong with a text as an address.
fn fault_of(text: &str) -> Option<Fault> {
    if text.trim().len() < text.len() {
        return Some(Fault::Blanks);
    }
    if text.contains(char::is_whitespace) {
        return Some(Fault::InnerBlank);
    }
    if web_scheme_slip(text).is_some() {
        return Some(Fault::Slashes);
    }
    if text.starts_with(['<', '"', '\'', '`']) {
        return Some(Fault::NoAddress);
    }
    if text.contains('*') {
        return Some(Fault::Wildcard);
    }
    if !has_own_scheme(text) {
        return Some(Fault::NoScheme);
    }
    if text.contains('#') {
        return Some(Fault::Fragment);
    }
    let plain = in_ascii(text);
    let Some(address) = address(&plain) else { return Some(Fault::NoAddress) };
    let (scheme, host) = (plain[address.scheme].to_ascii_lowercase(), &plain[address.host]);
    match scheme.as_str() {
        "http" | "https" if host.is_empty() => Some(Fault::NoHost),
        "http" if !is_own_machine(host) => Some(Fault::PlainHttp),
        "http" | "https" => None,
        _ if near_web_scheme(&scheme).is_some() && host.contains('.') => Some(Fault::SchemeSlip),
        _ => None,
    }
}

/// `http` or `https`, followed by something other than two slashes: the scheme and what stands behind the separator.
fn web_scheme_slip(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    let scheme = ["https", "http"].into_iter().find(|scheme| lower.starts_with(scheme))?;
    let rest = &text[scheme.len()..];
    let behind = rest.trim_start_matches([':', ';', '/', '\\', '.']);
    let separator = &rest[..rest.len() - behind.len()];
    let is_slip = separator != "://" && (separator.starts_with([':', ';', '\\']) || separator.starts_with("//"));
    (is_slip && !behind.is_empty()).then_some((&text[..scheme.len()], behind))
}

/// The scheme of the web that one slip away was meant.
fn near_web_scheme(scheme: &str) -> Option<&'static str> {
    ["https", "http"].into_iter().find(|web| distance(scheme, web, 1).is_some())
}

/// The address that was meant, without any fault; `None` when nobody can say.
fn mended(text: &str) -> Option<String> {
    let mut right = text.to_owned();
    // Each step takes one fault away; there are not more kinds of them.
    for _ in 0..6 {
        right = match fault_of(&right) {
            None => return (right != text).then_some(right),
            Some(Fault::Blanks) => right.trim().to_owned(),
            Some(Fault::Slashes) => {
                let (scheme, behind) = web_scheme_slip(&right)?;
                format!("{scheme}://{behind}")
            }
            Some(Fault::NoScheme) => with_scheme(&right)?,
            Some(Fault::Fragment) => right.split('#').next()?.to_owned(),
            Some(Fault::PlainHttp) => format!("https{}", &right["http".len()..]),
            Some(Fault::SchemeSlip) => {
                let (scheme, rest) = right.split_once(':')?;
                format!("{}:{rest}", near_web_scheme(scheme)?)
            }
            Some(Fault::InnerBlank) => without_blanks(&right),
            Some(Fault::Wildcard) => right.strip_suffix('*').filter(|front| front.ends_with('/'))?.to_owned(),
            Some(Fault::NoAddress) => {
                let bare = right.trim_matches(['<', '>', '"', '\'', '`', '\\']);
                // The scheme of the app behind one of the web.
                let inner = bare.split_once("://").map(|(_, rest)| rest).filter(|rest| rest.contains("://"));
                let bare = inner.unwrap_or(bare);
                Some(bare).filter(|bare| bare.len() < right.len())?.to_owned()
            }
            Some(Fault::Empty | Fault::NoHost) => return None,
        };
    }
    None
}

/// Blanks in a path are written `%20`; before it none can have been meant.
fn without_blanks(text: &str) -> String {
    let behind_marks = text.find("//").map_or(0, |at| at + 2);
    let start = text.len() - text[behind_marks..].trim_start().len();
    let host_end = text[start..].find(['/', '?', '#']).map_or(text.len(), |length| start + length);
    let front: String = text[..host_end].chars().filter(|character| !character.is_whitespace()).collect();
    let path: String = text[host_end..].split_whitespace().collect::<Vec<_>>().join("%20");
    front + &path
}

/// The text with the scheme it was meant to have.
fn with_scheme(text: &str) -> Option<String> {
    let bare = text.trim_start_matches('/');
    let authority = bare.split(['/', '?', '#']).next()?;
    let host = authority.split(':').next()?;
    if is_own_machine(host) {
        return Some(format!("http://{bare}"));
    }
    // A scheme that lost its colon.
    if let Some((scheme, rest)) = text.split_once("//")
        && has_own_scheme(&format!("{scheme}:"))
        && !scheme.is_empty()
    {
        return Some(format!("{scheme}://{rest}"));
    }
    // `app.name` may be a host or the id of an app, `/callback` is a path: only what is a host of the web is taken.
    let is_web = host.starts_with("www.") || bare.len() > host.len() || text.starts_with("//");
    let is_host = is_host_name(host) && host.contains('.') && text.len() - bare.len() != 1;
    let ending = host.rsplit('.').next().filter(|ending| ending.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if is_host && ending.is_some_and(|ending| ending.len() >= 2) && (is_web || !host.starts_with("com.")) {
        return Some(format!("https://{bare}"));
    }
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (is_word && !text.starts_with(|first: char| first.is_ascii_digit())).then(|| format!("{text}://"))
}

#[cfg(test)]
mod tests;
