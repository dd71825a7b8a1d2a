//! `amplify-ls check`: finds, reads and judges files, and hands the result to a report.
//!
//! The judging is `amplify_config::diagnostics`, the same function that the editor is answered from.

use std::io::{self, Write};

use amplify_config::{import_lookups, import_readiness, wanted_lookups};

use super::Outcome;
use super::arguments::CheckArguments;
use super::inputs::{Inputs, on_all_cores};
use super::learning;
use super::output::{complain, tell, to_file, to_stdout};
use crate::files::{said, shown};
use crate::report::{self, CheckedFile, Limits, Report};

/// Checks what the arguments name and reports it.
pub(super) fn run(arguments: &CheckArguments) -> io::Result<Outcome> {
    let questions = if arguments.import_readiness { import_lookups } else { wanted_lookups };
    let Some(mut inputs) = Inputs::read(&arguments.files, questions) else { return Ok(Outcome::Failed) };
    let mut checked: Vec<CheckedFile> = on_all_cores(&inputs.files, |file| inputs.judge(file));
    checked.extend(inputs.judge_project_files());
    checked.sort_by(|left, right| left.shown.cmp(&right.shown));
    let limits = Limits { fail_on: arguments.fail_on, max_warnings: arguments.max_warnings };
    let report = Report { files: checked, troubles: std::mem::take(&mut inputs.troubles), limits };
    let write = |out: &mut dyn Write| {
        report::write(&report, arguments.format, out)?;
        if arguments.import_readiness { write_readiness(&inputs, out) } else { Ok(()) }
    };
    match &arguments.output {
        None => to_stdout(write)?,
        Some(path) => {
            if let Err(error) = to_file(path, write) {
                complain(format_args!("{} {}", shown(path), said("cannot be written", &error)));
                return Ok(Outcome::Failed);
            }
        }
    }
    for trouble in &report.troubles {
        complain(trouble);
    }
    learning::lines(&inputs.unlearned).for_each(complain);
    let summary = report.summary();
    if arguments.format.is_read_as_printed() && !report.files.is_empty() {
        tell(summary);
    }
    Ok(match () {
        () if !report.troubles.is_empty() || learning::has_failed(&inputs.unlearned) => Outcome::Failed,
        () if limits.are_broken_by(summary) => Outcome::Faults,
        () => Outcome::Clean,
    })
}

/// Whether the tools can import the user pool of each file.
fn write_readiness(inputs: &Inputs, out: &mut dyn Write) -> io::Result<()> {
    for file in inputs.files.iter().filter(|file| file.document.kind().is_some()) {
        let shown = &file.found.shown;
        match import_readiness(&inputs.project, &file.document.path) {
            Some(readiness) => writeln!(out, "{shown}: {readiness}")?,
            None => writeln!(out, "{shown}: names no user pool that the account is known to have\n")?,
        }
    }
    Ok(())
}
