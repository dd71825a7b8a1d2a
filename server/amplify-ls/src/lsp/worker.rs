//! The task that follows the texts: drops what was closed, and where diagnostics are pushed, checks what changed and
//! publishes it. Of a burst of edits it sees the last; a finding about an older text is never sent.

use std::collections::HashMap;
use std::sync::Arc;

use amplify_config::{FilePath, diagnostics};
use tokio::task::spawn_blocking;
use tower_lsp::Client;

use super::lsp_types::{Diagnostic, Uri};
use super::state::{State, Ticket};
use super::to_proto;
use super::view::View;

/// What the editor was told last of a document.
struct Published {
    uri: Uri,
    version: Option<i32>,
    items: Vec<Diagnostic>,
}

/// Works until the session ends.
pub(crate) async fn run(state: Arc<State>, client: Client) {
    let mut published: HashMap<FilePath, Published> = HashMap::new();
    loop {
        state.work.notified().await;
        while let Some(path) = state.next_waiting() {
            if state.profile().pulls_diagnostics {
                let state = state.clone();
                // A failure was logged where it happened; the next edit tries again.
                let _ = spawn_blocking(move || state.drop_closed(&path)).await;
                continue;
            }
            check(&state, &client, &path, &mut published, true).await;
            // A file may be judged by what another one says.
            for other in state.others(&path) {
                check(&state, &client, &other, &mut published, false).await;
            }
        }
    }
}

/// Checks one document and tells the editor, unless it is old news or the text is another by now.
async fn check(
    state: &Arc<State>,
    client: &Client,
    path: &FilePath,
    published: &mut HashMap<FilePath, Published>,
    has_changed: bool,
) {
    let Some(ticket) = state.ticket_of(path) else {
        let (closed, owner) = (path.clone(), state.clone());
        let _ = spawn_blocking(move || owner.drop_closed(&closed)).await;
        if let Some(old) = published.remove(path).filter(|old| !old.items.is_empty()) {
            client.publish_diagnostics(old.uri, Vec::new(), None).await;
        }
        return;
    };
    let (asked, owner) = (ticket.clone(), state.clone());
    let Ok((items, is_ours)) = spawn_blocking(move || find(&owner, &asked)).await else {
        state.forget(path);
        return;
    };
    if !state.is_newest(&ticket) {
        return;
    }
    let is_news = match published.get(path) {
        Some(old) => old.items != items || has_changed && is_ours && old.version != ticket.version,
        None => is_ours || !items.is_empty(),
    };
    if !is_news {
        return;
    }
    let news = Published { uri: ticket.uri.clone(), version: ticket.version, items: items.clone() };
    published.insert(path.clone(), news);
    client.publish_diagnostics(ticket.uri, items, ticket.version).await;
}

/// The diagnostics the editor shows, and whether the file is one of ours.
pub(crate) fn find(state: &State, ticket: &Ticket) -> (Vec<Diagnostic>, bool) {
    let view = View::new(state, ticket);
    let is_ours = view.document.kind().is_some();
    if ticket.gone {
        return (Vec::new(), is_ours);
    }
    let items = diagnostics(&view.project, &view.path)
        .iter()
        .filter(|found| !(view.settings.builtin_json_server && amplify_config::is_plain_json(found.code)))
        .map(|found| to_proto::diagnostic(&view, found))
        .collect();
    (items, is_ours)
}
