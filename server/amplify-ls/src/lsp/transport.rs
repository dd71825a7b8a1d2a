//! The loop between the editor's bytes and the language server.
//!
//! It stands in for the stock server of the protocol crate, which ends at the first body it cannot read, lets a
//! panicking request end the process, and stops reading while requests wait. Here every message is handed over at
//! once and its future is polled once in place: what a method does before it first suspends is done before the next
//! message is looked at, so edits are applied in the order in which the editor sent them. This file knows JSON-RPC
//! and nothing of documents; what is in a body is read by `decode`.

use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, SinkExt, Stream, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::decode::{Incoming, decode};
use super::long_answer::{LongAnswers, serialize};

/// A longer message is read past and refused.
const MAX_BODY: u64 = 256 << 20;
/// A longer header line is no header.
const MAX_HEADER: u64 = 64 << 10;
/// So long the last answers may take to be written.
const FAREWELL: Duration = Duration::from_millis(500);
/// So many messages of the editor are read ahead.
const INCOMING: usize = 16;
/// So many requests and notifications of ours wait for an editor that does not read; then their senders wait.
const OUTGOING: usize = 16;

/// Called with the message that made a method panic: its method and the document it spoke of.
pub(crate) type OnPanic = Arc<dyn Fn(&str, Option<&str>) + Send + Sync>;

/// Serves until the editor says `exit`, closes its end, or `gone` is ready. After `exit` nothing more is said, so that
/// `said` is waited for: it is ready when nothing more is to be said.
///
/// The editor's bytes are read, and ours written, by a thread each, which may block in that.
pub(crate) async fn serve<S: LanguageServer + LongAnswers>(
    reader: impl AsyncRead + Unpin + Send + 'static,
    writer: impl AsyncWrite + Unpin + Send + 'static,
    mut service: LspService<S>,
    socket: ClientSocket,
    on_panic: OnPanic,
    gone: impl Future<Output = ()>,
    said: impl Future<Output = ()>,
) -> io::Result<()> {
    let (requests, mut replies) = socket.split();
    let (answer, answers) = mpsc::unbounded_channel();
    let (outgoing, outgoing_queue) = mpsc::channel(OUTGOING);
    let (last_call, last_called) = oneshot::channel();
    let mut forwarding = tokio::spawn(forward(requests, outgoing, last_called));
    let mut writing = apart("output", write(writer, answers, outgoing_queue))?;
    let (incoming, mut inbox) = mpsc::channel(INCOMING);
    drop(apart("input", listen(BufReader::new(reader), incoming))?);

    let mut gone = std::pin::pin!(gone);
    loop {
        let message = tokio::select! {
            message = inbox.recv() => message,
            () = &mut gone => break,
            _ = &mut writing => return Ok(()),
        };
        match message {
            Some(Incoming::Call(request)) if request.method() == "exit" && request.id().is_none() => {
                let all_said = async {
                    said.await;
                    let _ = last_call.send(());
                    let _ = (&mut forwarding).await;
                };
                let _ = timeout(FAREWELL, all_said).await;
                dispatch(&mut service, request, &answer, &on_panic);
                break;
            }
            Some(Incoming::Call(request)) => dispatch(&mut service, request, &answer, &on_panic),
            Some(Incoming::Answer(response)) => {
                // It fails only after `exit`.
                let _ = replies.send(response).await;
            }
            Some(Incoming::Refused(response)) => {
                let _ = answer.send(serialize(&response));
            }
            None => break,
        }
    }
    // The queues end when the last running request has dropped its end, too.
    drop(answer);
    forwarding.abort();
    let _ = timeout(FAREWELL, writing).await;
    Ok(())
}

/// Runs `work` on a thread of its own. The receiver is told when it has ended.
fn apart(name: &str, work: impl Future<Output = ()> + Send + 'static) -> io::Result<oneshot::Receiver<()>> {
    let runtime = Handle::current();
    let (done, ended) = oneshot::channel();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        runtime.block_on(work);
        let _ = done.send(());
    })?;
    Ok(ended)
}

/// Reads messages until there are no more, or nobody takes them.
async fn listen(mut reader: impl AsyncBufReadExt + Unpin, incoming: mpsc::Sender<Incoming>) {
    loop {
        let message = match read(&mut reader).await {
            Ok(Some(Frame::Body(body))) => decode(&body),
            Ok(Some(Frame::TooLong)) => Incoming::Refused(Response::from_error(Id::Null, Error::invalid_request())),
            Ok(None) | Err(_) => return,
        };
        if incoming.send(message).await.is_err() {
            return;
        }
    }
}

/// Carries what the server asks and tells to the output; at the last call what is there already, and no more.
async fn forward(
    mut requests: impl Stream<Item = Request> + Unpin,
    outgoing: mpsc::Sender<Vec<u8>>,
    mut last_called: oneshot::Receiver<()>,
) {
    loop {
        let request = tokio::select! {
            biased;
            request = requests.next() => request,
            _ = &mut last_called => None,
        };
        let Some(request) = request else { return };
        if outgoing.send(serialize(&request)).await.is_err() {
            return;
        }
    }
}

/// Hands one message over and runs it to its first suspension; the rest of it runs as a task.
fn dispatch<S: LanguageServer + LongAnswers>(
    service: &mut LspService<S>,
    request: Request,
    answer: &mpsc::UnboundedSender<Vec<u8>>,
    on_panic: &OnPanic,
) {
    let id = request.id().cloned();
    let method = request.method().to_owned();
    let uri = request.params().and_then(|params| params.pointer("/textDocument/uri")?.as_str()).map(str::to_owned);
    let first = catch_unwind(AssertUnwindSafe(|| {
        let mut call: BoxFuture<'static, Option<Vec<u8>>> = match service.inner().long_answer(&request) {
            Some(body) => body.map(Some).boxed(),
            None => service.call(request).map(|outcome| Some(serialize(&outcome.unwrap_or_default()?))).boxed(),
        };
        let state = call.poll_unpin(&mut Context::from_waker(Waker::noop()));
        (call, state)
    }));
    let (answer, on_panic) = (answer.clone(), on_panic.clone());
    let finish = move |outcome: Result<Option<Vec<u8>>, ()>| {
        let response = match outcome {
            // The service keeps silent on unknown methods that start with `$/`; a request must be answered.
            Ok(body) => body.or_else(|| Some(serialize(&Response::from_error(id?, Error::method_not_found())))),
            Err(()) => {
                on_panic(&method, uri.as_deref());
                id.map(|id| serialize(&Response::from_error(id, Error::internal_error())))
            }
        };
        if let Some(response) = response {
            let _ = answer.send(response);
        }
    };
    match first {
        Ok((_, Poll::Ready(body))) => finish(Ok(body)),
        Ok((call, Poll::Pending)) => {
            tokio::spawn(async move { finish(AssertUnwindSafe(call).catch_unwind().await.map_err(drop)) });
        }
        Err(_) => finish(Err(())),
    }
}

enum Frame {
    Body(Vec<u8>),
    TooLong,
}

/// The next message; `None` at the end of the input. Headers come in any order, number and case; lines that are none
/// are read past until a length is found.
async fn read(reader: &mut (impl AsyncBufReadExt + Unpin)) -> io::Result<Option<Frame>> {
    let mut length: Option<u64> = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut *reader).take(MAX_HEADER).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let header = String::from_utf8_lossy(&line);
        let header = header.trim();
        match (header.split_once(':'), length) {
            (Some((name, value)), _) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok();
            }
            (None, Some(length)) if header.is_empty() => return body(reader, length).await,
            _ => {}
        }
    }
}

async fn body(reader: &mut (impl AsyncBufReadExt + Unpin), length: u64) -> io::Result<Option<Frame>> {
    if length > MAX_BODY {
        tokio::io::copy(&mut (&mut *reader).take(length), &mut tokio::io::sink()).await?;
        return Ok(Some(Frame::TooLong));
    }
    let mut body = Vec::new();
    (&mut *reader).take(length).read_to_end(&mut body).await?;
    Ok((body.len() as u64 == length).then_some(Frame::Body(body)))
}

/// The only owner of the output: answers first, then what the server asks. Ends when no more answers can come.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut answers: mpsc::UnboundedReceiver<Vec<u8>>,
    mut outgoing: mpsc::Receiver<Vec<u8>>,
) {
    loop {
        let message = tokio::select! {
            biased;
            message = answers.recv() => message,
            Some(message) = outgoing.recv() => Some(message),
        };
        let last = message.is_none();
        let Some(message) = message.or_else(|| outgoing.try_recv().ok()) else { return };
        let mut bytes = format!("Content-Length: {}\r\n\r\n", message.len()).into_bytes();
        bytes.extend_from_slice(&message);
        if writer.write_all(&bytes).await.is_err() || writer.flush().await.is_err() {
            return;
        }
        if last && outgoing.is_empty() {
            return;
        }
    }
}
