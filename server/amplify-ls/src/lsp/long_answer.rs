//! Answers that are long for a long document, written as text at once.
//!
//! The protocol crate turns every result into a tree of JSON values first, which for an outline takes ten times as long as
//! making the outline. These requests therefore pass it by, while the session is open; before and after, and when their
//! parameters are none, it gives the protocol's errors. They are done in milliseconds and cannot be cancelled.

use std::future::Future;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Id, Request, Response, Result};

use super::server::Server;

/// What the transport asks first.
pub(crate) trait LongAnswers {
    /// The body of the answer to `request` if that is one of these.
    fn long_answer(&self, request: &Request) -> Option<BoxFuture<'static, Vec<u8>>>;
}

impl LongAnswers for Server {
    fn long_answer(&self, request: &Request) -> Option<BoxFuture<'static, Vec<u8>>> {
        let server = self.clone();
        match request.method() {
            _ if !self.is_open() => None,
            "textDocument/documentSymbol" => {
                answer(request, |params| async move { server.document_symbol(params).await })
            }
            "textDocument/foldingRange" => answer(request, |params| async move { server.folding_range(params).await }),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct Answer<T> {
    jsonrpc: &'static str,
    result: T,
    id: Id,
}

fn answer<P, T, F>(request: &Request, method: impl FnOnce(P) -> F) -> Option<BoxFuture<'static, Vec<u8>>>
where
    P: for<'a> Deserialize<'a>,
    T: Serialize,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let id = request.id()?.clone();
    let result = method(P::deserialize(request.params()?).ok()?);
    let body = result.map(|outcome| match outcome {
        Ok(result) => serialize(&Answer { jsonrpc: "2.0", result, id }),
        Err(error) => serialize(&Response::from_error(id, error)),
    });
    Some(body.boxed())
}

/// A message as text.
pub(crate) fn serialize(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).expect("a JSON-RPC message is JSON")
}
