//! The task that follows the texts: where diagnostics are pushed, it checks what changed and publishes it. Of a burst of
//! edits it sees the last; a finding about an older text is never sent, and none before the surroundings of a document
//! are known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use amplify_config::{FilePath, diagnostics};
use tokio::task::spawn_blocking;
use tower_lsp::Client;

use super::client_profile::ClientProfile;
use super::log::Journal;
use super::lsp_types::{Diagnostic, MessageType, Uri};
use super::state::{State, Ticket};
use super::to_proto;
use super::uri::uri_of;
use super::view::{View, is_project_file};

/// What the editor was told last of a document.
struct Published {
    uri: Uri,
    version: Option<i32>,
    /// When it was opened: a client may drop what it shows of a document when it closes that.
    opened: Option<u64>,
    items: Vec<Diagnostic>,
}

/// Works until the session ends.
pub(crate) async fn run(state: Arc<State>, client: Client, journal: Journal) {
    let mut worker = Worker { state, client, journal, published: HashMap::new() };
    loop {
        worker.state.work.notified().await;
        let mut changed = HashSet::new();
        while let Some(path) = worker.state.next_waiting() {
            worker.check(&path, true).await;
            changed.insert(path);
        }
        worker.state.asks.notify_one();
        // A file may be judged by what another one says, and a project file by those it speaks of.
        let mut others = worker.state.open_paths();
        let is_affected = |file: &FilePath| changed.iter().any(|path| path.is_below(file.folder()));
        others.extend(worker.state.project_files().into_iter().filter(is_affected));
        for path in others {
            if changed.insert(path.clone()) {
                worker.check(&path, false).await;
            }
        }
    }
}

/// Findings in a project file are sent to every client, and never asked for: hardly any editor opens that file with us.
pub(crate) fn is_pushed(path: &FilePath, profile: &ClientProfile) -> bool {
    !profile.pulls_diagnostics || is_project_file(path)
}

struct Worker {
    state: Arc<State>,
    client: Client,
    journal: Journal,
    published: HashMap<FilePath, Published>,
}

impl Worker {
    /// Checks one document and tells the editor, unless it is old news or the text is another by now.
    async fn check(&mut self, path: &FilePath, has_changed: bool) {
        let Some(ticket) = self.state.ticket_of(path) else { return self.check_closed(path).await };
        // While its surroundings are not known, nothing is said that they could belie.
        if !is_pushed(path, self.state.profile()) || self.state.is_unplaced(path) {
            return;
        }
        let (asked, state) = (ticket.clone(), self.state.clone());
        let found = spawn_blocking(move || find(&state, &asked)).await;
        let (items, is_ours) = found.unwrap_or_else(|_| {
            self.complain(path);
            (Vec::new(), true)
        });
        if !self.state.is_newest(&ticket) {
            return;
        }
        let is_news = match self.published.get(path) {
            Some(old) if old.opened == Some(ticket.opened) => {
                old.items != items || has_changed && is_ours && old.version != ticket.version
            }
            old => is_ours || !items.is_empty() || old.is_some_and(|old| !old.items.is_empty()),
        };
        if is_news {
            let (uri, version, opened) = (ticket.uri, ticket.version, Some(ticket.opened));
            self.publish(path, Published { uri, version, opened, items }).await;
        }
    }

    /// Of what is not open only project files are spoken of.
    async fn check_closed(&mut self, path: &FilePath) {
        if !is_project_file(path) && !self.published.contains_key(path) {
            return;
        }
        let (closed, state) = (path.clone(), self.state.clone());
        let find = move || Some(shown(&View::of_closed(&state, &closed)?));
        let found = if is_project_file(path) { spawn_blocking(find).await } else { Ok(None) };
        let items = found.unwrap_or_else(|_| {
            self.complain(path);
            None
        });
        let before = self.published.get(path).map(|old| old.items.as_slice()).unwrap_or_default();
        let items = items.unwrap_or_default();
        if before != items {
            let uri = self.published.get(path).map_or_else(|| uri_of(path), |old| old.uri.clone());
            let items = items.clone();
            self.publish(path, Published { uri, version: None, opened: None, items }).await;
        }
        if items.is_empty() {
            self.published.remove(path);
        }
    }

    async fn publish(&mut self, path: &FilePath, news: Published) {
        let (uri, version, items) = (news.uri.clone(), news.version, news.items.clone());
        let old = self.published.insert(path.clone(), news);
        // Under another spelling of the address some editors keep what was said.
        if let Some(old) = old.filter(|old| old.uri != uri && !old.items.is_empty()) {
            self.client.publish_diagnostics(old.uri, Vec::new(), None).await;
        }
        self.client.publish_diagnostics(uri, items, version).await;
    }

    fn complain(&self, path: &FilePath) {
        self.state.forget(path);
        self.journal.write(MessageType::Error, "A fault of amplify-ls: a file was not checked; the session goes on");
    }
}

/// Asks a client that pulls diagnostics to do so again, for those of other documents may be others.
pub(crate) fn pull_diagnostics_again(state: &State, client: &Client) {
    if state.profile().pulls_diagnostics {
        let client = client.clone();
        tokio::spawn(async move {
            let _ = client.workspace_diagnostic_refresh().await;
        });
    }
}

/// Asks a client that shows inlay hints to ask for them again, for what they say or whether they are wanted is another.
pub(crate) fn ask_for_hints_again(state: &State, client: &Client) {
    if state.profile().refreshes_hints {
        let client = client.clone();
        tokio::spawn(async move {
            let _ = client.inlay_hint_refresh().await;
        });
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
    (shown(&view), is_ours)
}

fn shown(view: &View<'_>) -> Vec<Diagnostic> {
    diagnostics(&view.project, &view.path)
        .iter()
        .filter(|found| !(view.settings.builtin_json_server && amplify_config::is_plain_json(found.code)))
        .map(|found| to_proto::diagnostic(view, found))
        .collect()
}
