//! What the program says of itself: to its error output for who debugs it, and to the editor's log for the user.
//!
//! Bodies of messages never go to either: they hold API keys and ids. Both ways never wait.

use std::panic::PanicHookInfo;

use tokio::sync::mpsc;
use tower_lsp::Client;
use tracing_subscriber::EnvFilter;

use super::lsp_types::MessageType;

/// The environment variable with the level, in the syntax of `tracing_subscriber`.
const LEVEL: &str = "AMPLIFY_LS_LOG";
/// The protocol crate prints whole documents at its lowest level and complains of harmless messages at others.
const DEFAULT_LEVEL: &str = "warn,tower_lsp_server=off";

/// Sends what is logged to the error output, and panics to the log.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env(LEVEL).unwrap_or_else(|_| EnvFilter::new(DEFAULT_LEVEL));
    // When the editor closed the error output, a complaint about that would panic.
    let subscriber = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .log_internal_errors(false)
        .with_env_filter(filter);
    // It fails when a logger stands already, which is then as good.
    let _ = subscriber.try_init();
    std::panic::set_hook(Box::new(log_panic));
}

/// Where, and how it came there. What a panic says may quote the document.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let trace = std::backtrace::Backtrace::capture();
    tracing::error!("a panic at {place}\n{trace}");
}

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
