//! Amazon Pinpoint, whose end is announced.

use amplify_json::Kind;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("sections", "pinpoint-end-of-support")], run: check };

/// One finding for a file, at the first project id.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let projects = document.values().filter(|(node, id)| {
        let is_project = knowledge.keywords(*id).resource.as_deref() == Some("pinpoint-app");
        // What stands there was for the AWS Mobile SDK, and sign-in does not end with Pinpoint.
        let is_in_auth = node.ancestors().any(|above| above.name() == "awsCognitoAuthPlugin");
        is_project && !is_in_auth && node.kind() == Kind::String
    });
    let Some((first, _)) = projects.min_by_key(|(node, _)| node.range().start) else { return };
    let message = "AWS ends Amazon Pinpoint on 30 October 2026: from then on no events are taken and no messages sent";
    found.push(Diagnostic::new("pinpoint-end-of-support", Severity::Information, first.range(), message));
}
