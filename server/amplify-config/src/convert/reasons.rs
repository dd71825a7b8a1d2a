//! Why something has no place in another kind of file: data.

use amplify_json::Node;

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::keywords::{Library, Reading};

use ConfigKind::{Mobile, Outputs, Web};

/// From which kind, into which (all when empty), the end of the path, and why it has no place there.
const REASONS: &[(ConfigKind, &[ConfigKind], &str, &str)] = &[
    (Outputs, &[], "auth/groups", "Gen 1 files do not list groups"),
    (Outputs, &[], "auth/passwordless", "Gen 1 files say nothing of signing in without a password"),
    (Outputs, &[], "storage/buckets", "Gen 1 files know one bucket and no access rules"),
    (
        Outputs,
        &[Mobile],
        "auth/unauthenticated_identities_enabled",
        "in Gen 1 the mobile libraries always try to get credentials for guests",
    ),
    (Outputs, &[Mobile], "data/model_introspection", "apps for Swift, Android and Flutter have their models in code"),
    (Outputs, &[Mobile], "auth/oauth/response_type", "the mobile libraries always use `code`"),
    (Outputs, &[Mobile], "geo/geofence_collections", "the mobile libraries have no geofences"),
    (
        Mobile,
        &[],
        "AppClientSecret",
        "no other kind of file has a place for it; use an app client without a secret instead",
    ),
    (Mobile, &[], "Endpoint", "no other kind of file names an endpoint of its own for Cognito"),
    (Mobile, &[], "authenticationFlowType", "sign-in begins with SRP there, unless code asks for another flow"),
    (Mobile, &[], "OAuth/AppClientId", "one app client serves everything there"),
    (Mobile, &[Outputs], "predictions", "amplify-swift and amplify-android have no predictions in Gen 2"),
    (Mobile, &[Web], "predictions", "amplify-js describes predictions in another form: write them anew"),
    (Web, &[Mobile], "predictions", "the mobile libraries describe predictions in another form: write them anew"),
    (Web, &[Mobile], "aws_bots_config", "the mobile libraries have no chat bots"),
    (Mobile, &[], "authorizationType", "how requests to a REST API are signed is said in code there"),
    (Web, &[], "aws_mandatory_sign_in", "the mobile libraries always try to get credentials for guests"),
    (Web, &[Mobile], "geofenceCollections", "the mobile libraries have no geofences"),
    (Web, &[], "aws_cognito_sign_up_verification_method", "no other kind of file says it"),
];

/// Why this value has no place in that kind of file.
pub(super) fn why(from: ConfigKind, pointer: &str, to: ConfigKind) -> String {
    let reason = REASONS.iter().find(|(kind, targets, end, _)| {
        *kind == from && (targets.is_empty() || targets.contains(&to)) && pointer.ends_with(end)
    });
    match (reason, to) {
        (Some((.., why)), _) => (*why).to_owned(),
        (None, Outputs) => "Gen 2 has no field for it".into(),
        (None, Mobile) => "the configuration for Swift, Android and Flutter has no field for it".into(),
        (None, Web) => "the configuration for JavaScript has no field for it".into(),
    }
}

/// No library that reads this kind of file looks at the value.
pub(super) fn is_idle(document: &Document, node: Node<'_>) -> bool {
    let known = document.subschema(node);
    let libraries = known.and_then(|(knowledge, id)| knowledge.libraries(id));
    let all = |libraries: &crate::keywords::Libraries| {
        Library::ALL.iter().all(|&library| libraries.of(library) == Reading::Ignores)
    };
    // What the libraries only take note of, and what the generators write for nobody.
    let is_mark = ["UserAgent", "Version", "version", "$schema", "IdentityManager"].contains(&&*node.name());
    is_mark || libraries.is_some_and(all)
}
