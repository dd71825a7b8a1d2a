//! Sign-in without a password as the file and the user pool have it.
//!
//! One finding, with all that has to change: what is offered first must be switched on, so one change asks for another.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::string::escape;

use super::{Scene, called};
use crate::config_kind::ConfigKind;
use crate::counterpart::shown;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::pool_settings::allows_first;
use crate::rules::sound::is_absent;
use crate::wording;

/// One thing that is otherwise: where, what is so in the pool, and the edit.
struct Difference<'d> {
    node: Node<'d>,
    words: String,
    edit: Edit,
}

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(pool) = scene.account.pool.as_ref().filter(|_| scene.account.kind == ConfigKind::Outputs) else { return };
    let section = scene.value_at("/auth/passwordless").filter(|section| section.first_child().is_some());
    let Some(section) = section.filter(|section| section.is_closed()) else { return };
    let mut differences: Vec<Difference<'_>> = Vec::new();
    for (name, factor) in [("email_otp_enabled", "EMAIL_OTP"), ("sms_otp_enabled", "SMS_OTP")] {
        differences.extend(switch(scene, section, name, factor));
    }
    if let Some(passkeys) = scene.value(section, "web_authn") {
        differences.extend(of_passkeys(scene, passkeys));
    }
    differences.extend(preferred(scene, section));
    let Some(first) = differences.first() else { return };
    let range = match differences.as_slice() {
        [only] if only.node != section => only.node.range(),
        _ => wording::telling_range(section),
    };
    let words: Vec<&str> = differences.iter().map(|difference| difference.words.as_str()).collect();
    let message = format!(
        "Passwordless sign-in is not set up so in {}: {}; forms go by the file, Cognito by the pool",
        called(pool.facts),
        wording::list(&words, "and")
    );
    let used = scene.project.libraries(&scene.document.path);
    let is_read = used.is_empty() || scene.readers_of(first.node).iter().any(|library| used.contains(library));
    let severity = if is_read { Severity::Warning } else { Severity::Information };
    let mut edits: Vec<Edit> = differences.into_iter().map(|difference| difference.edit).collect();
    edits.sort_by_key(|edit| edit.start);
    let fix = Fix::likely("Use the passwordless settings of the user pool", edits);
    found.push(Diagnostic::new("user-pool-drift", severity, range, message).with_fix(fix));
}

fn switch<'d>(scene: &Scene<'d>, section: Node<'d>, name: &str, factor: &str) -> Option<Difference<'d>> {
    let is_allowed = allows_first(&scene.account, factor)?;
    let words = format!("`{factor}` is {}", if is_allowed { "allowed" } else { "not allowed" });
    match scene.value(section, name) {
        Some(node) if node.as_bool()? != is_allowed => {
            Some(Difference { node, words, edit: Edit::replace(node.range(), is_allowed.to_string()) })
        }
        None if is_allowed && is_absent(scene.document, section, name) => {
            Some(Difference { node: section, words, edit: add_member(section, name, "true") })
        }
        _ => None,
    }
}

fn of_passkeys<'d>(scene: &Scene<'d>, passkeys: Node<'d>) -> Vec<Difference<'d>> {
    let Some(pool) = &scene.account.pool else { return Vec::new() };
    if allows_first(&scene.account, "WEB_AUTHN") == Some(false) {
        let words = "`WEB_AUTHN` is not allowed".to_owned();
        let edit = passkeys.member().map(remove_child);
        return edit.map(|edit| Difference { node: passkeys, words, edit }).into_iter().collect();
    }
    let Some(facts) = scene.account.inventory.mfa_config(&pool.id).known() else { return Vec::new() };
    // What is absent there has a default that AWS may not tell.
    let pairs = [("relying_party_id", &facts.relying_party), ("user_verification", &facts.user_verification)];
    let differing = pairs.into_iter().filter_map(|(name, expected)| {
        let expected = expected.as_deref()?;
        let node = scene.value(passkeys, name).filter(|node| node.as_str().is_some_and(|said| said != expected))?;
        let words = format!("`{name}` is `{}`", shown(expected));
        Some(Difference { node, words, edit: Edit::replace(node.content_range(), escape(expected).into_owned()) })
    });
    differing.collect()
}

/// A password can always be asked for.
fn preferred<'d>(scene: &Scene<'d>, section: Node<'d>) -> Option<Difference<'d>> {
    let node = scene.value(section, "preferred_challenge")?;
    let challenge = node.as_str().filter(|challenge| challenge != "PASSWORD")?;
    if allows_first(&scene.account, &challenge)? {
        return None;
    }
    let edit = Edit::replace(node.content_range(), "PASSWORD");
    Some(Difference { node, words: format!("`{challenge}`, which is to be offered first, is not allowed"), edit })
}
