//! Standard output and standard error: the only place that holds them.
//!
//! Standard output is locked once and buffered; a reader that has seen enough (`| head`) ends the program without a
//! complaint. Standard error gets whole lines, each with the name of the program in front.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::AutoStream;

use super::Outcome;

/// Hands `write` the standard output, without colour codes where none are wanted.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(AutoStream::auto(io::stdout().lock()));
    write(&mut out)?;
    out.flush()
}

/// Writes to a file, over what is there, without colours.
pub(super) fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(AutoStream::never(File::create(path)?));
    write(&mut out)?;
    out.flush()
}

/// Prints the help of the program.
pub(super) fn write_help(command: &mut clap::Command) -> io::Result<Outcome> {
    command.print_long_help()?;
    Ok(Outcome::Clean)
}

/// One line on standard error. That nobody reads it changes nothing.
pub(super) fn complain(message: impl Display) {
    tell(format_args!("amplify-ls: {message}"));
}

/// The same without the name of the program: for the summary.
pub(super) fn tell(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// The exit code of a command, whose only errors are those of its output.
pub(super) fn finish(outcome: io::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("cannot write the output: {error}"));
            Outcome::Failed.into()
        }
    }
}
