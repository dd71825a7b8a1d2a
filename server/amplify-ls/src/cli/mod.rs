//! Arguments and commands.

use std::process::ExitCode;

/// Runs what the arguments ask for.
pub(crate) fn run() -> ExitCode {
    crate::lsp::run()
}
