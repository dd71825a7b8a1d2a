//! Outputs of the app's own backend that had no value when the file was written.

use amplify_json::Kind;

use super::at;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("sections", "unfilled-output")], run: check };

/// What the AWS CDK writes for a value that only a deployment can tell.
const TOKEN: &str = "${Token[";

/// Below `custom` anything may stand, so only what cannot have been meant is named. What the schema knows there is
/// looked at as every other field is.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.kind() != Some(ConfigKind::Outputs) {
        return;
    }
    let Some(custom) = at(document, &["custom"]).filter(|custom| custom.kind() == Kind::Object) else { return };
    let events = custom.get("events").map(|events| events.range());
    for node in custom.descendants().filter(|node| node.kind() == Kind::String && !node.is_damaged()) {
        if events.as_ref().is_some_and(|events| events.contains(&node.range().start)) {
            continue;
        }
        let text = node.string_value();
        let place = wording::place_first(node);
        let (severity, message) = if text.contains(TOKEN) {
            let message = format!("{place} holds a token of the AWS CDK that no deployment has filled in");
            (Severity::Warning, message)
        } else if text.is_empty() {
            (Severity::Information, format!("{place} is empty: the backend had no value for it when this was written"))
        } else {
            continue;
        };
        let severity = if document.recognition.is_template { Severity::Hint } else { severity };
        found.push(Diagnostic::new("unfilled-output", severity, node.range(), message));
    }
}
