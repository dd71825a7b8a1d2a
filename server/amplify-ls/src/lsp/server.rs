//! The server of a session, and how its methods (`methods`) ask: on which thread, at which version, whom besides.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use amplify_config as config;
use serde_json::Value;
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};

use super::completion::Documentation;
use super::log::Journal;
use super::lsp_types as lsp;
use super::lsp_types::Uri;
use super::state::{State, Ticket};
use super::view::View;
use super::{settings, worker};

/// While the open texts are longer together, questions are answered on another thread.
const IN_PLACE: usize = 64 << 10;

/// The server of one session. A clone is the same server.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) client: Client,
    pub(crate) state: Arc<State>,
    pub(crate) journal: Journal,
    pub(super) documentation: Arc<Documentation>,
    pub(super) settings_changed: Arc<Notify>,
    pub(super) was_shut_down: Arc<AtomicBool>,
}

impl Server {
    /// A server before its handshake; `was_shut_down` is set when the editor says goodbye. Needs a running runtime.
    pub(crate) fn new(client: Client, state: Arc<State>, was_shut_down: Arc<AtomicBool>) -> Server {
        let journal = Journal::new(client.clone());
        Server {
            client,
            state,
            journal,
            documentation: Arc::default(),
            settings_changed: Arc::default(),
            was_shut_down,
        }
    }

    /// The handshake is done and the editor did not say goodbye.
    pub(crate) fn is_open(&self) -> bool {
        self.state.profile.get().is_some() && !self.was_shut_down.load(Ordering::SeqCst)
    }

    /// Asks about a document at the version it has now; `None` if it is not open or none of ours.
    pub(super) async fn ask<T, F>(&self, uri: &Uri, question: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnOnce(&View<'_>) -> Option<T> + Send + 'static,
    {
        let Some(ticket) = self.state.ticket(uri) else { return Ok(None) };
        let state = self.state.clone();
        self.run(ticket, move |ticket| {
            let view = View::new(&state, ticket);
            view.is_ours().then(|| question(&view)).flatten()
        })
        .await
    }

    /// The same for what another JSON server on the same document does already.
    pub(super) async fn ask_alone<T, F>(&self, uri: &Uri, question: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnOnce(&View<'_>) -> Option<T> + Send + 'static,
    {
        if self.state.settings().builtin_json_server {
            return Ok(None);
        }
        self.ask(uri, question).await
    }

    /// Runs work on a document here, or on another thread if it is long.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        ticket: Ticket,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
    ) -> Result<T> {
        if self.state.len() <= IN_PLACE {
            return Ok(work(&ticket));
        }
        match spawn_blocking(move || work(&ticket)).await {
            Ok(answer) => Ok(answer),
            // The transport makes the same of a panic here and there.
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            Err(_) => Err(Error::internal_error()),
        }
    }

    /// Asks the account for the lists from which a place is completed, and gives what came at once.
    pub(super) async fn ask_account(&self, ticket: &Ticket, position: lsp::Position) -> Result<Vec<config::Change>> {
        if !self.state.account.is_on() {
            return Ok(Vec::new());
        }
        let state = self.state.clone();
        let lookups = self.run(ticket.clone(), move |ticket| {
            let view = View::new(&state, ticket);
            config::lookups_at(&view.project, &view.path, view.offset(position))
        });
        let lookups = lookups.await?;
        Ok(self.state.account.ask(&ticket.path, &lookups).await)
    }

    /// Asks the account what matters for actions on a user pool, and takes in what comes at once.
    pub(super) async fn ask_about_pool(&self, ticket: &Ticket, range: lsp::Range) -> Result<()> {
        // What the pool is like tells what else there is to know.
        const ROUNDS: usize = 2;
        for _ in 0..ROUNDS {
            if !self.state.account.is_on() {
                break;
            }
            let state = self.state.clone();
            let lookups = self.run(ticket.clone(), move |ticket| {
                let view = View::new(&state, ticket);
                config::lookups_for_pool_at(&view.project, &view.path, view.bytes(range))
            });
            let learned = self.state.account.ask(&ticket.path, &lookups.await?).await;
            if learned.is_empty() {
                break;
            }
            self.state.learn(learned);
        }
        Ok(())
    }

    pub(super) fn complain(&self, complaints: Vec<String>) {
        for complaint in complaints {
            self.journal.write(lsp::MessageType::Info, complaint);
        }
    }

    /// Has the settings changed: look at everything again.
    pub(super) fn take_settings(&self, settings: Value) {
        let (is_different, complaints) = self.state.set_workspace_settings(settings);
        self.complain(complaints);
        if is_different {
            self.state.check_all();
            self.pull_diagnostics_again();
            worker::ask_for_hints_again(&self.state, &self.client);
        }
    }

    pub(super) fn pull_diagnostics_again(&self) {
        worker::pull_diagnostics_again(&self.state, &self.client);
    }

    /// A file is gone from the disk, or is there, perhaps with another text.
    pub(super) fn set_gone(&self, uri: &Uri, gone: bool) {
        if self.state.set_gone(uri, gone) {
            self.pull_diagnostics_again();
        }
        self.state.look_again(uri);
    }
}

/// Asks the editor for our settings whenever it said that they changed. One after the other, so that what it answered
/// last is what holds.
pub(super) async fn follow_settings(server: Server) {
    loop {
        let item = lsp::ConfigurationItem { scope_uri: None, section: Some(settings::SECTION.to_owned()) };
        if let Ok(mut values) = server.client.configuration(vec![item]).await {
            server.take_settings(values.pop().unwrap_or_default());
        }
        server.settings_changed.notified().await;
    }
}
