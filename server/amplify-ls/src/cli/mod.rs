//! Arguments and commands.

use std::process::ExitCode;

use crate::lsp::{Arguments, Channel};

/// Runs what the arguments ask for.
pub(crate) fn run() -> ExitCode {
    let mut arguments = Arguments::default();
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("--pipe", name)) => arguments.channel = Channel::Pipe(name.to_owned()),
            Some(("--socket", port)) => {
                let Ok(port) = port.parse() else { return ExitCode::from(2) };
                arguments.channel = Channel::Socket(port);
            }
            Some(("--clientProcessId", pid)) => arguments.client_process_id = pid.parse().ok(),
            _ if argument == "--stdio" || argument == "lsp" => {}
            _ => return ExitCode::from(2),
        }
    }
    crate::lsp::run(&arguments)
}
