//! That AWS is being asked, for an editor that shows work (`window/workDoneProgress`), and the user's word to stop.
//!
//! Shown is only what goes on for longer than a moment. A client that is told how it stands with the account
//! (`status.rs`) shows that itself, and is not told twice.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use amplify_config::Lookup;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tower_lsp::Client;

use crate::lsp::lsp_types::{ProgressToken, WorkDoneProgressCancelParams};
use crate::lsp::server::Server;
use crate::lsp::state::State;

/// What is over by then is not worth a look.
const WORTH_SHOWING: Duration = Duration::from_millis(500);

/// No two are called the same.
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// Work that is shown, or will be if it goes on. Dropped, it is over.
#[derive(Debug)]
pub(super) struct Progress {
    token: ProgressToken,
    _over: oneshot::Sender<()>,
}

/// Begins, where the client shows work.
pub(super) fn begin(state: &State, client: &Client) -> Option<Progress> {
    let profile = state.profile();
    if !profile.shows_progress || profile.account_status {
        return None;
    }
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let token = ProgressToken::String(format!("amplify-ls/account/{number}"));
    let (sender, over) = oneshot::channel();
    tokio::spawn(show(client.clone(), token.clone(), over));
    Some(Progress { token, _over: sender })
}

/// Nothing is sent into it: that the other end is gone is what is waited for.
async fn show(client: Client, token: ProgressToken, mut over: oneshot::Receiver<()>) {
    if timeout(WORTH_SHOWING, &mut over).await.is_ok() {
        return;
    }
    // A client that refuses must not be told of it, and one that takes its time may be late.
    if client.create_work_done_progress(token.clone()).await.is_err() || !is_going_on(&mut over) {
        return;
    }
    let shown = client.progress(token, "Asking AWS about the open files").with_cancel_button().begin().await;
    let _ = over.await;
    shown.finish().await;
}

fn is_going_on(over: &mut oneshot::Receiver<()>) -> bool {
    matches!(over.try_recv(), Err(oneshot::error::TryRecvError::Empty))
}

/// What the open files need is shown as long as some of it is to come.
pub(super) fn follow(state: &State, client: &Client, wanted: &[Lookup]) {
    let project = state.project();
    let inventory = project.inventory();
    let missing: Vec<Lookup> = wanted.iter().filter(|lookup| inventory.entry(lookup).is_none()).cloned().collect();
    let mut inner = state.account.lock();
    match (missing.is_empty(), &inner.progress) {
        (true, _) => inner.progress = None,
        (false, None) => inner.progress = begin(state, client),
        (false, Some(_)) => {}
    }
    inner.missing = missing;
}

/// The user does not want to wait. What is still to come is asked again when the user says so.
pub(super) async fn cancel(server: &Server, params: WorkDoneProgressCancelParams) {
    let mut inner = server.state.account.lock();
    if inner.progress.as_ref().is_some_and(|progress| progress.token == params.token) {
        let missing = std::mem::take(&mut inner.missing);
        inner.given_up.extend(missing);
        server.state.asks.notify_one();
    }
}
