//! Requests that misbehave on purpose, to try that the session survives. Not in released programs.

use std::time::Duration;

use serde_json::{Value, json};
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;

use super::lsp_types as lsp;
use super::server::Server;

/// Adds them to the service.
pub(crate) fn add(builder: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    builder
        .custom_method("amplify/panic", panic_now)
        .custom_method("amplify/panicLater", panic_later)
        .custom_method("amplify/wait", wait)
        .custom_method("amplify/never", never)
        .custom_method("amplify/text", text)
        .custom_method("amplify/slowNotification", slow_notification)
}

/// Panics on a text that asks for it, as a fault in a rule would.
pub(crate) fn check(text: &str) {
    assert!(!text.contains("\"amplify/panic\""), "asked for");
}

async fn panic_now(server: &Server, _: Value) -> Result<Value> {
    server.state.panic_inside();
    Ok(Value::Null)
}

async fn panic_later(_: &Server, _: Value) -> Result<Value> {
    tokio::task::yield_now().await;
    panic!("asked for")
}

/// Waits for the editor.
async fn wait(server: &Server, _: Value) -> Result<Value> {
    let item = lsp::ConfigurationItem { scope_uri: None, section: Some("trial".to_owned()) };
    Ok(json!(server.client.configuration(vec![item]).await?))
}

/// Waits for a cancellation.
async fn never(_: &Server, _: Value) -> Result<Value> {
    std::future::pending().await
}

/// The text and version of a document as the server has them.
async fn text(server: &Server, params: lsp::DocumentSymbolParams) -> Result<Option<Value>> {
    let Some(ticket) = server.state.ticket(&params.text_document.uri) else { return Ok(None) };
    let snapshot = server.state.read(&ticket);
    Ok(Some(json!({ "text": snapshot.document.text(), "version": ticket.version })))
}

async fn slow_notification(_: &Server, _: Value) {
    tokio::time::sleep(Duration::from_secs(30)).await;
}
