//! The flow that a sign-in of a Gen 1 mobile app starts with.

use amplify_json::Node;
use amplify_json::edit::{Edit, remove_child};

use super::{Scene, UNREAD, key_range};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::keywords::Library::{Android, Flutter, Swift};

const CODE: &str = "authentication-flow";
const KEY: &str = "authenticationFlowType";

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    if scene.kind != ConfigKind::Mobile {
        return;
    }
    let flow = scene.users.and_then(|users| scene.value(users, KEY));
    let Some((flow, word)) = flow.and_then(|flow| flow.as_str().map(|word| (flow, word))) else { return };
    let pool = scene.section.get("CognitoUserPool").and_then(|pools| pools.get("Default"));
    let migrates =
        pool.and_then(|pool| scene.value(pool, "MigrationEnabled")).filter(|value| value.as_bool() == Some(true));
    found.extend(match migrates.filter(|_| word != "USER_PASSWORD_AUTH" && scene.may_use(Swift)) {
        Some(migrates) => Some(overridden(scene, flow, migrates)),
        None if !scene.may_use(Swift) && !scene.may_use(Android) => unread(flow),
        None if word == "CUSTOM_AUTH" => Some(ambiguous(scene, flow)),
        None => None,
    });
}

fn replace(flow: Node<'_>, word: &str) -> Vec<Edit> {
    vec![Edit::replace(flow.content_range(), word)]
}

/// Swift begins with the password, Android does not.
fn ambiguous(scene: &Scene<'_>, flow: Node<'_>) -> Diagnostic {
    let message = "`CUSTOM_AUTH` means two things: amplify-swift begins with the password (SRP), amplify-android without it; name the flow in full";
    let fix = |word: &str| {
        let title = format!("Replace with `{word}`");
        // What the only library that reads it does now.
        let (only, other) = if word == "CUSTOM_AUTH_WITH_SRP" { (Swift, Android) } else { (Android, Swift) };
        if scene.uses(only) && !scene.uses(other) {
            Fix::likely(title, replace(flow, word))
        } else {
            Fix::possible(title, replace(flow, word))
        }
    };
    // The Amplify CLI itself writes this word.
    let severity = if scene.uses(Swift) && scene.uses(Android) { Severity::Warning } else { Severity::Information };
    Diagnostic::new(CODE, severity, flow.range(), message)
        .with_fix(fix("CUSTOM_AUTH_WITH_SRP"))
        .with_fix(fix("CUSTOM_AUTH_WITHOUT_SRP"))
}

fn overridden(scene: &Scene<'_>, flow: Node<'_>, migrates: Node<'_>) -> Diagnostic {
    let message =
        format!("amplify-swift ignores `{KEY}` and uses USER_PASSWORD_AUTH, since `MigrationEnabled` is true");
    let fix = Fix::possible("Replace with `USER_PASSWORD_AUTH`", replace(flow, "USER_PASSWORD_AUTH"));
    Diagnostic::new(CODE, Severity::Information, flow.range(), message)
        .with_related(&scene.document.path, key_range(migrates), "`MigrationEnabled` is here")
        .with_fix(fix)
}

/// Only known projects come here: those of Flutter alone.
fn unread(flow: Node<'_>) -> Option<Diagnostic> {
    let message = format!("{} does not read `{KEY}`: the flow is chosen in code", Flutter.name());
    let remove = Fix::possible(format!("Remove `{KEY}`"), vec![remove_child(flow.member()?)]);
    let diagnostic = Diagnostic::new(UNREAD, Severity::Hint, key_range(flow), message).with_tag(Tag::Unnecessary);
    Some(diagnostic.with_fix(remove))
}
