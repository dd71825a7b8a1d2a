//! Arguments and commands: what a person types, which command that is, and how the program ends.
//!
//! One command, one file. A command writes to a buffered standard output and says how it ended; everything about exit
//! codes and about errors of the output itself stands here.

mod account;
mod arguments;
mod check;
mod completions;
mod convert;
mod diff;
mod doctor;
mod explain;
mod fix;
mod generate;
mod inputs;
mod learning;
mod man;
mod new;
mod output;
mod redact;
mod rules;
mod schema;
mod transform;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use arguments::{Arguments, Command, Transport};
use clap::{CommandFactory, Parser};
use output::{complain, finish};

use crate::{log, lsp};

/// How a command ended; its number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain about.
    Clean = 0,
    /// The files have faults.
    Faults = 1,
    /// Something could not be done: wrong arguments, a file that cannot be read, no file at all.
    Failed = 2,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(outcome as u8)
    }
}

/// Runs what the arguments ask for.
pub(crate) fn run() -> ExitCode {
    // How editors start the server: it need not load the grammar of all commands.
    if std::env::args_os().skip(1).eq(["--stdio"]) {
        return serve(Transport::default());
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    arguments.color.write_global();
    match arguments.command {
        Some(Command::Lsp(transport)) => serve(arguments.transport.or(transport)),
        None if arguments.transport.is_asked_for() || !io::stdin().is_terminal() => serve(arguments.transport),
        // A person who types the bare name wants to know what there is.
        None => finish(output::write_help(&mut Arguments::command())),
        Some(_) if arguments.transport.is_asked_for() => {
            complain("--stdio and its like belong to `amplify-ls lsp`, not to another command");
            Outcome::Failed.into()
        }
        Some(command) => {
            log::start();
            finish(match command {
                Command::Check(arguments) => check::run(&arguments),
                Command::Fix(arguments) => fix::run(&arguments),
                Command::Completions(arguments) => completions::run(&arguments),
                Command::Man(arguments) => man::run(&arguments),
                Command::Explain(arguments) => explain::run(&arguments),
                Command::Rules(arguments) => rules::run(&arguments),
                Command::Schema(arguments) => schema::run(&arguments),
                Command::Account(arguments) => account::run(&arguments),
                Command::Doctor(arguments) => doctor::run(&arguments),
                Command::Convert(arguments) => convert::run(&arguments),
                Command::Generate(arguments) => generate::run(&arguments),
                Command::Diff(arguments) => diff::run(&arguments),
                Command::New(arguments) => new::run(&arguments),
                Command::Redact(arguments) => redact::run(&arguments),
                Command::Lsp(_) => unreachable!("matched above"),
            })
        }
    }
}

/// Speaks the protocol.
fn serve(transport: Transport) -> ExitCode {
    let channel = match (transport.pipe, transport.socket) {
        (Some(name), _) => lsp::Channel::Pipe(name),
        (None, Some(port)) => lsp::Channel::Socket(port),
        (None, None) => lsp::Channel::Stdio,
    };
    lsp::run(&lsp::Arguments { channel, client_process_id: transport.client_process_id })
}

/// Help and version go to standard output; a mistake becomes one line.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Whoever reads only the first lines of a long help has not failed.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let said: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect();
    let said = said.join(" ").replace(" tip: ", "; ");
    complain(format_args!("{} (amplify-ls --help lists what there is)", said.trim_start_matches("error: ")));
    Outcome::Failed.into()
}
