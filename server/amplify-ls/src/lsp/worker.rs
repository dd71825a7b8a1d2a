//! The task that follows the texts: drops what was closed, and where diagnostics are pushed, checks what changed and
//! publishes it. Of a burst of edits it sees the last; a finding about an older text is never sent.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use amplify_config::{FilePath, diagnostics};
use tokio::task::spawn_blocking;
use tower_lsp::Client;

use super::log::Journal;
use super::lsp_types::{Diagnostic, MessageType, Uri};
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
pub(crate) async fn run(state: Arc<State>, client: Client, journal: Journal) {
    let mut worker = Worker { state, client, journal, published: HashMap::new() };
    loop {
        worker.state.work.notified().await;
        let mut changed = HashSet::new();
        while let Some(path) = worker.state.next_waiting() {
            if worker.state.profile().pulls_diagnostics {
                worker.drop_closed(&path).await;
            } else {
                worker.check(&path, true).await;
            }
            changed.insert(path);
        }
        if worker.state.profile().pulls_diagnostics {
            continue;
        }
        // A file may be judged by what another one says.
        for path in worker.state.open_paths().into_iter().filter(|path| !changed.contains(path)) {
            worker.check(&path, false).await;
        }
    }
}

struct Worker {
    state: Arc<State>,
    client: Client,
    journal: Journal,
    published: HashMap<FilePath, Published>,
}

impl Worker {
    async fn drop_closed(&self, path: &FilePath) {
        let (path, state) = (path.clone(), self.state.clone());
        // It does not fail, and the next one of the same name would try again.
        let _ = spawn_blocking(move || state.drop_closed(&path)).await;
    }

    /// Checks one document and tells the editor, unless it is old news or the text is another by now.
    async fn check(&mut self, path: &FilePath, has_changed: bool) {
        let Some(ticket) = self.state.ticket_of(path) else {
            self.drop_closed(path).await;
            if let Some(old) = self.published.remove(path).filter(|old| !old.items.is_empty()) {
                self.client.publish_diagnostics(old.uri, Vec::new(), None).await;
            }
            return;
        };
        let (asked, state) = (ticket.clone(), self.state.clone());
        let found = spawn_blocking(move || find(&state, &asked)).await;
        let (items, is_ours) = found.unwrap_or_else(|_| {
            self.state.forget(path);
            self.journal
                .write(MessageType::Error, "A fault of amplify-ls: a file was not checked; the session goes on");
            (Vec::new(), true)
        });
        if !self.state.is_newest(&ticket) {
            return;
        }
        let is_news = match self.published.get(path) {
            Some(old) => old.items != items || has_changed && is_ours && old.version != ticket.version,
            None => is_ours || !items.is_empty(),
        };
        if !is_news {
            return;
        }
        let news = Published { uri: ticket.uri.clone(), version: ticket.version, items: items.clone() };
        self.published.insert(path.clone(), news);
        self.client.publish_diagnostics(ticket.uri, items, ticket.version).await;
    }
}

/// The diagnostics the editor shows, and whether the file is one of ours.
pub(crate) fn find(state: &State, ticket: &Ticket) -> (Vec<Diagnostic>, bool) {
    let view = View::new(state, ticket);
    #[cfg(debug_assertions)]
    super::trial::check(view.document.text());
    let is_ours = view.is_ours();
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
