//! Ways to sign in that the app client does not allow.

use amplify_json::Node;
use amplify_json::edit::Edit;

use super::{Scene, client_name};
use crate::config_kind::ConfigKind;
use crate::counterpart::Client;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::facts::ClientFacts;
use crate::wording;

const CODE: &str = "flow-not-allowed";

/// A way to sign in, or to stay so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Srp,
    Custom,
    Password,
    Choice,
    Refresh,
}

impl Flow {
    /// As Cognito spells it now.
    fn name(self) -> &'static str {
        match self {
            Flow::Srp => "ALLOW_USER_SRP_AUTH",
            Flow::Custom => "ALLOW_CUSTOM_AUTH",
            Flow::Password => "ALLOW_USER_PASSWORD_AUTH",
            Flow::Choice => "ALLOW_USER_AUTH",
            Flow::Refresh => "ALLOW_REFRESH_TOKEN_AUTH",
        }
    }
}

/// Source: `ExplicitAuthFlows` in the Cognito user pools API. Without a list SRP, custom and refresh are allowed; the old
/// words without `ALLOW_` never stand beside new ones and leave the refresh open.
fn allows(client: &ClientFacts, flow: Flow) -> bool {
    let flows = &client.auth_flows;
    let has = |word: &str| flows.iter().any(|flow| flow == word);
    if flows.is_empty() {
        return matches!(flow, Flow::Srp | Flow::Custom | Flow::Refresh);
    }
    let is_old = !flows.iter().any(|flow| flow.starts_with("ALLOW_"));
    match flow {
        Flow::Srp if is_old => flows.iter().any(|flow| flow != "CUSTOM_AUTH_FLOW_ONLY"),
        // A choice-based sign-in can begin with the password by SRP.
        Flow::Srp => has(flow.name()) || has(Flow::Choice.name()),
        Flow::Custom => has(flow.name()) || is_old,
        Flow::Password => has(flow.name()) || has("USER_PASSWORD_AUTH"),
        Flow::Choice => has(flow.name()),
        Flow::Refresh => has(flow.name()) || is_old || client.refresh_rotation,
    }
}

/// The words of `authenticationFlowType`, and what each needs.
const WORDS: [(&str, &[Flow]); 6] = [
    ("USER_SRP_AUTH", &[Flow::Srp]),
    ("CUSTOM_AUTH", &[Flow::Custom]),
    ("CUSTOM_AUTH_WITH_SRP", &[Flow::Custom, Flow::Srp]),
    ("CUSTOM_AUTH_WITHOUT_SRP", &[Flow::Custom]),
    ("USER_PASSWORD_AUTH", &[Flow::Password]),
    ("USER_AUTH", &[Flow::Choice]),
];

/// The Lambda triggers without which a custom sign-in asks nothing.
const TRIGGERS: [&str; 3] = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"];

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(client) = scene.account.client.as_ref().filter(|client| scene.is_open(client.node)) else { return };
    if scene.account.is_without_secrets() && client.facts.has_secret {
        return;
    }
    let stated = (scene.account.kind == ConfigKind::Mobile)
        .then(|| scene.value_at("/auth/plugins/awsCognitoAuthPlugin/Auth/Default/authenticationFlowType"))
        .flatten();
    let before = found.len();
    match stated {
        Some(node) => found.extend(of_mobile(scene, client, node)),
        None => found.extend(by_default(scene, client)),
    }
    found.extend(passwordless(scene, client));
    if found.len() == before && !allows(client.facts, Flow::Refresh) {
        let message = format!(
            "The app client {} does not allow tokens to be refreshed ({}), so users are signed out when the first ones expire",
            client_name(client),
            Flow::Refresh.name()
        );
        found.push(Diagnostic::new(CODE, Severity::Warning, client.node.range(), message));
    }
}

fn of_mobile(scene: &Scene<'_>, client: &Client<'_>, node: Node<'_>) -> Option<Diagnostic> {
    let word = node.as_str()?;
    let (_, needed) = WORDS.iter().find(|(known, _)| *known == word)?;
    let missing: Vec<&str> =
        needed.iter().filter(|flow| !allows(client.facts, **flow)).map(|flow| flow.name()).collect();
    if missing.is_empty() {
        return needed.contains(&Flow::Custom).then(|| without_triggers(scene, node, &word)).flatten();
    }
    let message = format!(
        "The app client {} does not allow `{word}` ({} is missing), so Cognito refuses every sign-in",
        client_name(client),
        wording::list(&missing, "and")
    );
    let diagnostic = Diagnostic::new(CODE, scene.severity(node), node.range(), message);
    let mut possible: Vec<&str> = WORDS
        .iter()
        .filter(|(other, needed)| *other != word && needed.iter().all(|flow| allows(client.facts, *flow)))
        .map(|(other, _)| *other)
        .collect();
    // What is the same thing in other words, and what needs triggers, is no way out.
    possible.retain(|other| !other.starts_with("CUSTOM_AUTH"));
    let is_only = possible.len() == 1;
    Some(possible.into_iter().fold(diagnostic, |diagnostic, other| {
        let edits = vec![Edit::replace(node.content_range(), other)];
        let title = format!("Replace with `{other}`, which the client allows");
        diagnostic.with_fix(if is_only { Fix::likely(title, edits) } else { Fix::possible(title, edits) })
    }))
}

fn without_triggers(scene: &Scene<'_>, node: Node<'_>, word: &str) -> Option<Diagnostic> {
    let pool = scene.account.pool.as_ref()?;
    let has = |trigger: &str| pool.facts.triggers.iter().any(|other| other == trigger);
    let missing: Vec<&str> = TRIGGERS.into_iter().filter(|trigger| !has(trigger)).collect();
    if missing.is_empty() {
        return None;
    }
    let message = format!(
        "`{word}` needs Lambda triggers that {} does not have ({}), so every sign-in fails",
        super::called(pool.facts),
        wording::list(&missing, "and")
    );
    let fix = scene.account.client.as_ref().filter(|client| allows(client.facts, Flow::Srp)).map(|_| {
        let edits = vec![Edit::replace(node.content_range(), "USER_SRP_AUTH")];
        Fix::possible("Replace with `USER_SRP_AUTH`", edits)
    });
    Some(Diagnostic::new(CODE, scene.severity(node), node.range(), message).with_fix(fix))
}

/// The libraries begin with SRP where the code of the app does not ask for something else.
fn by_default(scene: &Scene<'_>, client: &Client<'_>) -> Option<Diagnostic> {
    if allows(client.facts, Flow::Srp) {
        return None;
    }
    let message = format!(
        "The app client {} does not allow SRP ({}), with which the libraries sign in unless the code says otherwise",
        client_name(client),
        Flow::Srp.name()
    );
    // An app may use the login pages alone.
    let has_login_pages = client.facts.oauth_enabled && scene.document.resource("oauth-domain").is_some();
    let severity = if has_login_pages { Severity::Information } else { Severity::Warning };
    Some(Diagnostic::new(CODE, severity, client.node.range(), message))
}

fn passwordless(scene: &Scene<'_>, client: &Client<'_>) -> Option<Diagnostic> {
    let section = scene.value_at("/auth/passwordless").filter(|_| scene.account.kind == ConfigKind::Outputs)?;
    let is_on = |name: &str| section.get(name).is_some_and(|value| value.as_bool() != Some(false));
    if !["email_otp_enabled", "sms_otp_enabled", "web_authn"].into_iter().any(is_on) {
        return None;
    }
    let is_lite = scene.account.pool.as_ref().is_some_and(|pool| pool.facts.tier.as_deref() == Some("LITE"));
    let message = if is_lite {
        "The user pool has the tier LITE, which knows no sign-in without a password".to_owned()
    } else if !allows(client.facts, Flow::Choice) {
        format!(
            "The app client {} does not allow a choice of ways to sign in ({}), so nobody can sign in without a password",
            client_name(client),
            Flow::Choice.name()
        )
    } else {
        return None;
    };
    Some(Diagnostic::new(CODE, Severity::Warning, wording::telling_range(section), message))
}
