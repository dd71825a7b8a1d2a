//! The program `amplify-ls-account`: asks AWS for `amplify-ls`, which starts it, speaks with it over its standard input and
//! output, and ends it. It is of no use to anybody else.

use std::io::IsTerminal;
use std::process::ExitCode;

#[allow(clippy::print_stderr, reason = "nothing reads along yet")]
fn main() -> ExitCode {
    if std::env::args_os().len() > 1 || std::io::stdin().is_terminal() {
        eprintln!("amplify-ls-account {} is started by amplify-ls when AWS is to be asked", env!("CARGO_PKG_VERSION"));
        return ExitCode::from(2);
    }
    amplify_cognito::serve()
}
