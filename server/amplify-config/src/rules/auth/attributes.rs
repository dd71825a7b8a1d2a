//! Attributes that a sign-up form cannot ask for.

use amplify_json::Node;
use amplify_json::edit::remove_child;

use super::Scene;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::keywords::Library;
use crate::wording;

/// What Cognito itself keeps.
const KEPT_BY_COGNITO: [&str; 2] = ["sub", "updated_at"];

/// Standard attributes for which the Swift Authenticator has no field.
const NO_SWIFT_FIELD: [&str; 3] = ["locale", "picture", "zoneinfo"];

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let name = match scene.kind {
        ConfigKind::Outputs => "standard_required_attributes",
        ConfigKind::Mobile => "signupAttributes",
        ConfigKind::Web => "aws_cognito_signup_attributes",
    };
    let list = scene.users.and_then(|users| scene.value(users, name));
    for item in list.into_iter().flat_map(Node::items).filter(|item| scene.is_sound(*item)) {
        let Some(text) = item.as_str() else { continue };
        let attribute = text.to_ascii_lowercase();
        let field = wording::place(item);
        let message = if KEPT_BY_COGNITO.contains(&attribute.as_str()) {
            format!("`{text}` is kept by Cognito itself, so {field} need not ask for it")
        } else if NO_SWIFT_FIELD.contains(&attribute.as_str()) && scene.uses(Library::Swift) {
            format!("The Authenticator for Swift has no field for `{text}`, so people cannot fill it in there")
        } else {
            continue;
        };
        let fix = Fix::possible(format!("Remove `{text}`"), vec![remove_child(item)]);
        found.push(Diagnostic::new("sign-up-attribute", Severity::Hint, item.range(), message).with_fix(fix));
    }
}
