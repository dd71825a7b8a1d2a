//! `amplify-ls completions SHELL`: a script for a shell, made from the arguments.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::arguments::{Arguments, CompletionsArguments};
use super::output::to_stdout;

/// Prints the script.
pub(super) fn run(arguments: &CompletionsArguments) -> io::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "amplify-ls", &mut script);
    if arguments.shell == Shell::Bash {
        // The script looks for its commands under two spellings of our name, one for the hyphen in it that separates
        // commands: clap_complete 4.6 writes them so, and nothing behind a command would be completed.
        let text = String::from_utf8_lossy(&script).replace("amplify__subcmd__ls", "amplify__ls");
        script = text.into_bytes();
    }
    to_stdout(|out| out.write_all(&script))?;
    Ok(Outcome::Clean)
}
