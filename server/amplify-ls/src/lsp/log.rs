//! The editor's log: what the server has to say to the user.
//!
//! Bodies of messages never go there: they hold API keys and ids. It never waits.

use tokio::sync::mpsc;
use tower_lsp::Client;

use super::lsp_types::MessageType;

/// The editor's log. A clone writes to the same one.
#[derive(Clone, Debug)]
pub(crate) struct Journal(mpsc::UnboundedSender<(MessageType, String)>);

impl Journal {
    /// Opens it; the entries are carried over by a task of the running runtime.
    pub(crate) fn new(client: Client) -> Journal {
        let (sender, mut entries) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some((kind, text)) = entries.recv().await {
                client.log_message(kind, text).await;
            }
        });
        Journal(sender)
    }

    /// Writes an entry.
    pub(crate) fn write(&self, kind: MessageType, text: impl Into<String>) {
        // Nobody reads any more at the very end.
        let _ = self.0.send((kind, text.into()));
    }
}
