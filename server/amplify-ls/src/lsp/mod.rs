//! The language server over stdio.

use std::process::ExitCode;

/// How the editor started the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Where it listens.
    pub(crate) channel: Channel,
    /// Its process, to end with it.
    pub(crate) client_process_id: Option<u32>,
}

/// Where messages come from and go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Channel {
    /// Standard input and output.
    #[default]
    Stdio,
    /// A named pipe.
    Pipe(String),
    /// A port of this machine.
    Socket(u16),
}

/// Serves until the editor is gone.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    tracing::error!("there is no server yet for {arguments:?}");
    ExitCode::FAILURE
}
