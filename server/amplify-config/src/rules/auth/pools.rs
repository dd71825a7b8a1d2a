//! Files that speak of sign-in and name no user pool, or only a half of one.

use super::{Scene, key_range};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::impact::severity;
use crate::keywords::Library;

const CODE: &str = "incomplete-user-pool";

/// In Gen 2 the schema asks for everything.
pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(match scene.kind {
        ConfigKind::Web => half(scene),
        ConfigKind::Mobile => none(scene),
        ConfigKind::Outputs => None,
    });
}

/// The pool without its app client, or the reverse.
fn half(scene: &Scene<'_>) -> Option<Diagnostic> {
    let (pool, client) = ("aws_user_pools_id", "aws_user_pools_web_client_id");
    let (there, missing) = match (scene.section.get(pool), scene.section.get(client)) {
        (Some(there), None) => (there, client),
        (None, Some(there)) => (there, pool),
        _ => return None,
    };
    if !scene.lacks(scene.section, missing) {
        return None;
    }
    let message = format!("`{}` is of no use without `{missing}`: amplify-js throws at each sign-in", there.name());
    let severity = severity(scene.project, scene.document, &[Library::Js]);
    Some(Diagnostic::new(CODE, severity, key_range(there), message))
}

/// A plugin without user pool and identity pool.
fn none(scene: &Scene<'_>) -> Option<Diagnostic> {
    let plugin = scene.section;
    if !scene.lacks(plugin, "CognitoUserPool") || !scene.lacks(plugin, "CredentialsProvider") {
        return None;
    }
    // This is what the Amplify CLI writes before sign-in is added.
    let stub = ["UserAgent", "Version", "IdentityManager"];
    if stub.iter().any(|name| plugin.get(name).is_some()) && plugin.members().count() <= stub.len() {
        let message = "No sign-in has been added yet: `amplify add auth` and `amplify push` fill this plugin";
        return Some(Diagnostic::new(CODE, Severity::Hint, key_range(plugin), message));
    }
    let message = "`awsCognitoAuthPlugin` names neither a user pool (`CognitoUserPool`) nor an identity pool (`CredentialsProvider`): amplify-swift and amplify-flutter refuse to start, amplify-android fails at sign-in";
    let broken = [Library::Swift, Library::Android, Library::Flutter];
    let severity = severity(scene.project, scene.document, &broken);
    Some(Diagnostic::new(CODE, severity, key_range(plugin), message))
}
