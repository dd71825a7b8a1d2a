//! The editor's log: what the server has to say to the user.
//!
//! Bodies of messages never go there: they hold API keys and ids. Writing never waits.

use tokio::sync::{mpsc, oneshot};
use tower_lsp::Client;

use super::lsp_types::MessageType;

/// The editor's log. A clone writes to the same one.
#[derive(Clone, Debug)]
pub(crate) struct Journal(mpsc::UnboundedSender<Entry>);

#[derive(Debug)]
enum Entry {
    Line(MessageType, String),
    /// All before it was handed over.
    Mark(oneshot::Sender<()>),
}

impl Journal {
    /// Opens it; the entries are carried over by a task of the running runtime.
    pub(crate) fn new(client: Client) -> Journal {
        let (sender, mut entries) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(entry) = entries.recv().await {
                match entry {
                    Entry::Line(kind, text) => client.log_message(kind, text).await,
                    Entry::Mark(reached) => drop(reached.send(())),
                }
            }
        });
        Journal(sender)
    }

    /// Writes an entry.
    pub(crate) fn write(&self, kind: MessageType, text: impl Into<String>) {
        // Nobody reads any more at the very end.
        let _ = self.0.send(Entry::Line(kind, text.into()));
    }

    /// Returns when everything written so far was handed over.
    pub(crate) async fn flush(&self) {
        let (mark, reached) = oneshot::channel();
        let _ = self.0.send(Entry::Mark(mark));
        let _ = reached.await;
    }
}
