//! The identity pool of a file: where each kind of file has it, and how it is written where there is none.
//!
//! Used by the action that fills a section in, and by the rules that miss it.

use amplify_json::edit::Edit;
use amplify_json::{Kind, Node};

use crate::account_ids::IdentityPoolId;
use crate::config_kind::ConfigKind;
use crate::counterpart::{Counterpart, shown};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Document;
use crate::draft::Draft;
use crate::project::Project;

/// More are not offered.
const MAX_FIXES: usize = 5;

/// Where such a file has its id, and its region beside it.
fn places(kind: ConfigKind) -> (&'static str, Option<&'static str>) {
    match kind {
        ConfigKind::Outputs => ("/auth/identity_pool_id", None),
        ConfigKind::Mobile => (
            "/auth/plugins/awsCognitoAuthPlugin/CredentialsProvider/CognitoIdentity/Default/PoolId",
            Some("/auth/plugins/awsCognitoAuthPlugin/CredentialsProvider/CognitoIdentity/Default/Region"),
        ),
        ConfigKind::Web => ("/aws_cognito_identity_pool_id", None),
    }
}

fn is_empty(node: Node<'_>) -> bool {
    node.kind() == Kind::String && node.string_value().trim().is_empty()
}

/// Writes it where none is written.
pub(crate) fn write_identity_pool(kind: ConfigKind, draft: &mut Draft<'_>, id: &IdentityPoolId) {
    let (at, region_at) = places(kind);
    draft.set("identity pool", at, id.as_str().into(), is_empty);
    if let Some(region_at) = region_at {
        draft.set("identity pool", region_at, id.region().as_str().into(), is_empty);
    }
}

/// With the identity pools to choose from that are known to take the tokens of the user pool and app client of a file,
/// which names none; the only one is the one to take. Says whether there is one.
pub(crate) fn with_known_identity_pools(
    diagnostic: Diagnostic,
    project: &Project,
    document: &Document,
) -> (Diagnostic, bool) {
    let Some(account) = Counterpart::new(project, document).filter(|_| document.syntax_errors.is_empty()) else {
        return (diagnostic, false);
    };
    let Some(pool) = &account.pool else { return (diagnostic, false) };
    let client = account.client.as_ref().map(|client| &client.id);
    let mut fitting = account.identity_pools_for(&pool.id, client);
    fitting.truncate(MAX_FIXES);
    let is_only = fitting.len() == 1;
    let mut is_offered = false;
    let diagnostic = fitting.into_iter().fold(diagnostic, |diagnostic, (id, facts)| {
        let mut draft = Draft::new(document.tree.root());
        write_identity_pool(account.kind, &mut draft, id);
        if account.kind == ConfigKind::Outputs {
            // What the libraries take for granted where it is missing is not the same for all.
            let allows = facts.allows_guests;
            let differs = move |node: Node<'_>| node.as_bool().is_some_and(|says| says != allows);
            draft.set("guest access", "/auth/unauthenticated_identities_enabled", allows.into(), differs);
        }
        let edits: Vec<Edit> = draft.edits();
        if edits.is_empty() {
            return diagnostic;
        }
        is_offered = true;
        let name = if facts.name.is_empty() { id.as_str().to_owned() } else { shown(&facts.name) };
        let title = format!("Use the identity pool `{name}`, which takes the tokens of the user pool");
        diagnostic.with_fix(if is_only { Fix::likely(title, edits) } else { Fix::possible(title, edits) })
    });
    (diagnostic, is_offered)
}
