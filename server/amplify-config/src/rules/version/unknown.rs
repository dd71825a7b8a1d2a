//! A version that this program does not know.

use amplify_json::Kind;
use amplify_json::edit::Edit;
use amplify_json::string::escape;

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::{versions, wording};

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("version", "unknown-version")], run: check };

fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.kind() != Some(ConfigKind::Outputs) {
        return;
    }
    let version = document.tree.root().get("version").filter(|node| node.kind() == Kind::String);
    let Some(node) = version.filter(|node| !node.is_damaged()) else { return };
    let text = node.string_value();
    let known = versions::all();
    if known.contains(&text.as_ref()) {
        return;
    }
    let shown = wording::excerpt(node);
    let newest = versions::newest();
    let parsed = versions::parse(text.trim());
    // amplify-js looks at the first character only.
    let is_read = text.starts_with('1');
    if is_read && parsed > versions::parse(newest) {
        let message = format!(
            "Version `{shown}` is newer than any that amplify-ls knows ({newest}); what it brought is reported as unknown"
        );
        let edits = vec![Edit::replace(node.content_range(), escape(newest))];
        let fix = Fix::possible(format!("Replace with `{newest}`, which the libraries read just so"), edits);
        found.push(Diagnostic::new("unknown-version", Severity::Information, node.range(), message).with_fix(fix));
        return;
    }
    let right = versions::meant_by(document, &text);
    let (severity, message) = if is_read {
        (Severity::Warning, format!("There is no version `{shown}` of this file; did you mean `{right}`?"))
    } else {
        let message = format!(
            "Version `{shown}` does not begin with `1`, so amplify-js does not recognise the file and configures nothing"
        );
        (Severity::Error, message)
    };
    let edits = vec![Edit::replace(node.content_range(), escape(right))];
    let title = format!("Replace with `{right}`");
    let fix = if is_read { Fix::safe(title, edits) } else { Fix::likely(title, edits) };
    found.push(Diagnostic::new("unknown-version", severity, node.range(), message).with_fix(fix));
}
