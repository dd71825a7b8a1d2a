//! The language server: `run` speaks the protocol over stdio, a pipe or a socket until the editor is gone.
//!
//! `transport` moves messages (`stdio` is where from and to, mostly), `decode` reads them; `server` asks, and `methods` has
//! what can be asked for; `state` has all that is known. `worker` pushes diagnostics, `reader` follows the `disk`, `account`
//! asks AWS, `to_proto` and its sisters translate. The analysis itself is `amplify_config`.

mod account;
mod capabilities;
mod client_profile;
mod code_action;
mod commands;
mod completion;
mod decode;
mod disk;
mod from_proto;
mod log;
mod long_answer;
mod markdown;
mod methods;
mod parent;
mod position;
mod reader;
mod server;
mod settings;
mod state;
mod stdio;
mod to_proto;
mod transport;
#[cfg(debug_assertions)]
mod trial;
mod uri;
mod view;
mod worker;
mod workspace_edit;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;
/// The protocol's types. Imported from here only, so that another version of their crate is one changed line.
pub(crate) use tower_lsp::gen_lsp_types as lsp_types;

use self::lsp_types::MessageType;
use self::server::Server;
use self::state::State;
use self::uri::path_of;

/// How the editor started the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Where it listens.
    pub(crate) channel: Channel,
    /// Its process (`--clientProcessId`), to end with it.
    pub(crate) client_process_id: Option<u32>,
}

/// Where messages come from and go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Channel {
    /// `--stdio`: standard input and output.
    #[default]
    Stdio,
    /// `--pipe=NAME`: a Unix socket or a named pipe of Windows that the editor opened.
    Pipe(String),
    /// `--socket=PORT`: a port that the editor listens at on this machine.
    Socket(u16),
}

/// Serves until the editor is gone. Succeeds if the editor said `shutdown` before.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    crate::log::start();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(6).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("no threads to work with: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(connect(arguments));
    // A thread may wait for input that never comes.
    runtime.shutdown_background();
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            tracing::error!("cannot reach the editor at {:?}: {error}", arguments.channel);
            ExitCode::FAILURE
        }
    }
}

async fn connect(arguments: &Arguments) -> io::Result<bool> {
    let pid = arguments.client_process_id;
    match &arguments.channel {
        Channel::Stdio => {
            let (input, output) = stdio::stdio()?;
            serve(input, output, pid).await
        }
        Channel::Pipe(name) => {
            #[cfg(unix)]
            let stream = tokio::net::UnixStream::connect(name).await?;
            #[cfg(windows)]
            let stream = tokio::net::windows::named_pipe::ClientOptions::new().open(name)?;
            let (reader, writer) = tokio::io::split(stream);
            serve(reader, writer, pid).await
        }
        Channel::Socket(port) => {
            let stream = tokio::net::TcpStream::connect((std::net::Ipv4Addr::LOCALHOST, *port)).await?;
            stream.set_nodelay(true)?;
            let (reader, writer) = stream.into_split();
            serve(reader, writer, pid).await
        }
    }
}

/// One session. True if it ended as the protocol wants.
async fn serve(
    reader: impl AsyncRead + Unpin + Send + 'static,
    writer: impl AsyncWrite + Unpin + Send + 'static,
    pid: Option<u32>,
) -> io::Result<bool> {
    let state = Arc::new(State::default());
    if let Some(pid) = pid {
        parent::watch(&state.parent, pid);
    }
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let builder = LspService::build(|client| Server::new(client, state.clone(), was_shut_down.clone()));
    let builder = account::add(builder);
    #[cfg(debug_assertions)]
    let builder = trial::add(builder);
    let (service, socket) = builder.finish();

    let journal = service.inner().journal.clone();
    let written = journal.clone();
    let owner = state.clone();
    let on_panic: transport::OnPanic = Arc::new(move |method, uri| {
        if let Some(uri) = uri {
            owner.forget(&path_of(&uri.into()));
        }
        journal.write(MessageType::Error, format!("A fault of amplify-ls: {method} failed; the session goes on"));
    });
    let gone = parent::gone(state.parent.subscribe());
    transport::serve(reader, writer, service, socket, on_panic, gone, written.flush()).await?;
    Ok(was_shut_down.load(Ordering::SeqCst))
}
