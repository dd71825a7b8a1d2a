//! Whether visitors who are not signed in get credentials.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_member};

use super::{Scene, key_range};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::identity_pool::with_known_identity_pools;
use crate::keywords::Library;

const CODE: &str = "guest-access";
const FLAG: &str = "unauthenticated_identities_enabled";

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(match scene.kind {
        ConfigKind::Outputs => {
            let no_pool = scene.lacks(scene.section, "identity_pool_id");
            // Where something else needs the pool too, that it is missing has been said.
            let is_told = found.iter().any(|diagnostic| diagnostic.code == "missing-identity-pool");
            match scene.value(scene.section, FLAG).and_then(|flag| flag.as_bool().map(|is_on| (flag, is_on))) {
                Some((flag, true)) if no_pool && !is_told => Some(without_pool(scene, flag)),
                None if !no_pool && scene.lacks(scene.section, FLAG) => unsaid(scene, found),
                _ => None,
            }
        }
        ConfigKind::Web => not_read(scene),
        ConfigKind::Mobile => None,
    });
}

fn without_pool(scene: &Scene<'_>, flag: Node<'_>) -> Diagnostic {
    let message = format!("`{FLAG}` is true, but without `identity_pool_id` no library can get credentials for guests");
    let diagnostic = Diagnostic::new(CODE, Severity::Warning, flag.range(), message);
    let (diagnostic, is_known) = with_known_identity_pools(diagnostic, scene.project, scene.document);
    let (title, edits) = ("Replace with `false`", vec![Edit::replace(flag.range(), "false")]);
    // Where there is an identity pool that fits, it is more likely to be what is missing.
    diagnostic.with_fix(if is_known { Fix::possible(title, edits) } else { Fix::safe(title, edits) })
}

/// The libraries disagree about what an absent flag means. Said only where amplify-js is known to be used: most files that
/// people write leave it out and mean nothing by it.
fn unsaid(scene: &Scene<'_>, found: &[Diagnostic]) -> Option<Diagnostic> {
    let pool = scene.value(scene.section, "identity_pool_id").filter(|_| scene.uses(Library::Js))?;
    // A file whose pool is still to be filled in is not finished.
    let is_spoken_of = found.iter().any(|diagnostic| diagnostic.range == pool.range());
    if is_spoken_of || pool.as_str().is_none_or(|id| id.trim().is_empty()) {
        return None;
    }
    let message = format!(
        "`auth` does not say whether guests get credentials (`{FLAG}`): amplify-js takes that for no, amplify-android and amplify-flutter for yes"
    );
    let add =
        |value: &str| Fix::possible(format!("Add `\"{FLAG}\": {value}`"), vec![add_member(scene.section, FLAG, value)]);
    let diagnostic = Diagnostic::new(CODE, Severity::Hint, key_range(pool), message);
    let is_closed = scene.section.is_closed();
    Some(if is_closed { diagnostic.with_fix(add("true")).with_fix(add("false")) } else { diagnostic })
}

/// Gen 1: the key that the Gen 2 tools write says "no guests", and the library does not read it.
fn not_read(scene: &Scene<'_>) -> Option<Diagnostic> {
    let flag = scene.value(scene.section, "allowUnauthenticatedIdentities")?;
    let is_off = flag.as_bool() == Some(false) || flag.as_str().is_some_and(|text| text == "false");
    if !is_off || !scene.lacks(scene.section, "aws_mandatory_sign_in") {
        return None;
    }
    let message = "amplify-js does not read `allowUnauthenticatedIdentities`: guests get credentials unless `aws_mandatory_sign_in` is `enable`";
    let add = || {
        let edits = vec![add_member(scene.section, "aws_mandatory_sign_in", "\"enable\"")];
        Fix::likely("Add `\"aws_mandatory_sign_in\": \"enable\"`", edits)
    };
    let fix = scene.section.is_closed().then(add);
    Some(Diagnostic::new(CODE, Severity::Warning, key_range(flag), message).with_fix(fix))
}
