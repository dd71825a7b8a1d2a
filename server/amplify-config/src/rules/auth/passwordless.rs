//! Sign-in without a password: what is offered first, and the domain of passkeys.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::string::escape;

use super::{Scene, UNREAD, key_range};
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::ids::is_host_name;
use crate::impact::severity;
use crate::keywords::Library;
use crate::placeholders::is_placeholder;
use crate::wording;

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(section) = scene.section.get("passwordless").filter(|section| section.first_child().is_some()) else {
        return;
    };
    if scene.is_sound(section) {
        found.extend(preferred(scene, section));
    }
    let party = section.get("web_authn").and_then(|passkeys| scene.value(passkeys, "relying_party_id"));
    let is_settled = |node: &Node<'_>| found.iter().any(|diagnostic| diagnostic.range == node.range());
    if let Some(id) = party.filter(|node| !is_settled(node)) {
        found.extend(relying_party(scene, id));
    }
    found.extend(unread(scene, section));
}

/// Only amplify-js knows the section.
fn unread(scene: &Scene<'_>, section: Node<'_>) -> Option<Diagnostic> {
    let used: Vec<Library> = scene.used.iter().copied().collect();
    if used.is_empty() || used.contains(&Library::Js) {
        return None;
    }
    let message =
        format!("`passwordless` has no effect: {}", wording::libraries(&used, "does not read it", "do not read it"));
    Some(Diagnostic::new(UNREAD, Severity::Hint, key_range(section), message).with_tag(Tag::Unnecessary))
}

/// The method that is offered first must be one that is switched on.
fn preferred(scene: &Scene<'_>, section: Node<'_>) -> Option<Diagnostic> {
    let preferred = scene.value(section, "preferred_challenge")?;
    let challenge = preferred.as_str()?;
    let switch = match &*challenge {
        "EMAIL_OTP" => "email_otp_enabled",
        "SMS_OTP" => "sms_otp_enabled",
        "WEB_AUTHN" => "web_authn",
        _ => return None,
    };
    let stated = section.get(switch);
    let is_on = stated.is_some_and(|value| switch == "web_authn" || value.as_bool() != Some(false));
    if is_on || stated.is_none() && !scene.lacks(section, switch) {
        return None;
    }
    let message = if switch == "web_authn" {
        format!(
            "`{challenge}` is not among the enabled methods, over which amplify-js throws: the section `web_authn` is missing"
        )
    } else {
        format!("`{challenge}` is not among the enabled methods, over which amplify-js throws: `{switch}` is not true")
    };
    let enable = match stated {
        _ if switch == "web_authn" => None,
        Some(value) => Some(Edit::replace(value.range(), "true")),
        None => section.is_closed().then(|| add_member(section, switch, "true")),
    };
    let severity = severity(scene.project, scene.document, &[Library::Js]);
    let remove = vec![remove_child(preferred.member()?)];
    let remove = Fix::possible("Remove `preferred_challenge`", remove);
    let diagnostic = Diagnostic::new("preferred-challenge", severity, preferred.range(), message)
        .with_fix(enable.map(|edit| Fix::likely(format!("Set `{switch}` to true"), vec![edit])));
    Some(diagnostic.with_fix(remove))
}

/// Domains under which everybody may put an app: browsers give none of them passkeys. Source: the private section of the
/// public suffix list (publicsuffix.org), of which these are the well-known ones.
const SHARED: [&str; 12] = [
    "amplifyapp.com",
    "cloudfront.net",
    "elasticbeanstalk.com",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "herokuapp.com",
    "netlify.app",
    "onrender.com",
    "pages.dev",
    "vercel.app",
    "web.app",
];

/// What is wrong with the domain of the passkeys, and the one that was meant.
fn fault_of_domain(text: &str) -> Option<(String, Option<String>)> {
    let behind_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = behind_scheme.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let lower = host.to_ascii_lowercase();
    if let Some(parent) = lower.strip_prefix("*.").filter(|parent| is_host_name(parent)) {
        let message = format!("`{text}` is no domain: passkeys of `{parent}` hold for all hosts below it");
        return Some((message, Some(parent.to_owned())));
    }
    if !is_host_name(&lower) {
        return Some((format!("`{text}` is not a domain: a bare host name is expected, such as `app.acme.dev`"), None));
    }
    let is_address = lower.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    if is_address {
        return Some((
            format!("`{text}` is an address of a machine, which browsers refuse for passkeys: a domain is expected"),
            None,
        ));
    }
    if SHARED.contains(&lower.as_str()) {
        let message = format!(
            "`{lower}` is shared by the apps of many people, so browsers refuse it for passkeys: name the host of the app"
        );
        return Some((message, None));
    }
    if host.len() < text.len() {
        let message = format!(
            "`{text}` must be a bare host name, without scheme, port and path, or browsers refuse the passkeys"
        );
        return Some((message, Some(lower)));
    }
    None
}

fn relying_party(scene: &Scene<'_>, node: Node<'_>) -> Option<Diagnostic> {
    let text = node.as_str()?;
    let is_open = is_placeholder(&text.replace("example", "").replace([' ', '*'], ""));
    if text.trim().is_empty() || text.trim().len() < text.len() || is_open {
        return None;
    }
    if text == "localhost" {
        let message = "Passkeys for `localhost` work on the own machine only: it is what a sandbox gives";
        return Some(Diagnostic::new("relying-party-id", Severity::Hint, node.range(), message));
    }
    let (message, right) = fault_of_domain(&text)?;
    let severity = severity(scene.project, scene.document, &[Library::Js]);
    let fix = right.map(|right| {
        let edits = vec![Edit::replace(node.content_range(), escape(&right))];
        Fix::safe(format!("Replace with `{right}`"), edits)
    });
    Some(Diagnostic::new("relying-party-id", severity, node.range(), message).with_fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_of_passkeys_is_a_host_name() {
        for text in
            ["acme.dev", "app.acme.dev", "main.d1a2b3c4.amplifyapp.com", "acme.github.io", "intranet", "App.Acme.dev"]
        {
            assert_eq!(fault_of_domain(text), None, "{text}");
        }
        for (text, right) in [
            ("https://app.acme.dev", Some("app.acme.dev")),
            ("https://app.acme.dev:8443/login", Some("app.acme.dev")),
            ("http://localhost:3000", Some("localhost")),
            ("app.acme.dev/", Some("app.acme.dev")),
            ("localhost:3000", Some("localhost")),
            ("*.acme.dev", Some("acme.dev")),
            ("192.168.1.10", None),
            ("amplifyapp.com", None),
            ("my app", None),
            ("my_app.acme.dev", None),
            ("https://", None),
        ] {
            let (_, meant) = fault_of_domain(text).expect(text);
            assert_eq!(meant.as_deref(), right, "{text}");
        }
    }
}
