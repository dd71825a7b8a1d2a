//! Keys outside the format that one library looks for all the same.

use amplify_json::Node;

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::keywords::Library;

/// Keys outside the format that one library looks for: the object they are in, the name.
const UNLISTED: [(&str, &str, Library); 7] = [
    ("", "rest_api", Library::Flutter),
    ("/auth", "user_pool_endpoint", Library::Flutter),
    ("/auth/oauth", "sign_in_uri", Library::Flutter),
    ("/auth/oauth", "sign_in_uri_query_parameters", Library::Flutter),
    ("/auth/oauth", "sign_out_uri", Library::Flutter),
    ("/auth/oauth", "sign_out_uri_query_parameters", Library::Flutter),
    ("/auth/oauth", "token_uri", Library::Flutter),
];

/// What is said of such a key; `None` for every other one.
pub(super) fn diagnostic(document: &Document, member: Node<'_>) -> Option<Diagnostic> {
    let library = unlisted(document, member)?.name();
    let name = member.name();
    let message = format!("Only {library} reads `{name}`, which is no part of the format and may end any day");
    Some(Diagnostic::new("unlisted-key", Severity::Hint, member.key()?.range(), message))
}

fn unlisted(document: &Document, member: Node<'_>) -> Option<Library> {
    let pointer = member.container().filter(|_| document.kind() == Some(ConfigKind::Outputs))?.pointer();
    let name = member.name();
    UNLISTED.iter().find(|(object, key, _)| *object == pointer && *key == name).map(|(_, _, library)| *library)
}
