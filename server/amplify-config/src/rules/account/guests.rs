//! Whether file and identity pool agree about guests.

use amplify_json::edit::Edit;

use super::Scene;
use crate::config_kind::ConfigKind;
use crate::counterpart::shown;
use crate::diagnostic::{Diagnostic, Fix, Severity};

/// The two Gen 1 kinds do not say it: what looks like it there is a choice of the app.
pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    if scene.account.kind != ConfigKind::Outputs {
        return;
    }
    let flag = scene.value_at("/auth/unauthenticated_identities_enabled");
    let Some((flag, says)) = flag.and_then(|flag| Some((flag, flag.as_bool()?))) else { return };
    let Some(pool) = &scene.account.identity_pool else { return };
    if says == pool.facts.allows_guests {
        return;
    }
    let name = shown(&pool.facts.name);
    let (severity, message) = if says {
        let message = format!(
            "The file says that guests get AWS credentials, but the identity pool `{name}` refuses them, so every call of a guest fails"
        );
        (Severity::Warning, message)
    } else {
        let message = format!(
            "The file says that guests get no AWS credentials, but the identity pool `{name}` gives them to anybody; amplify-js does not ask for them"
        );
        (Severity::Information, message)
    };
    let right = pool.facts.allows_guests;
    let fix = Fix::likely(
        format!("Replace with `{right}`, as the identity pool says"),
        vec![Edit::replace(flag.range(), right.to_string())],
    );
    found.push(Diagnostic::new("guest-access-drift", severity, flag.range(), message).with_fix(fix));
}
