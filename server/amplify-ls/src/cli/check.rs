//! `amplify-ls check`: finds, reads and judges files, and hands the result to a report.
//!
//! The judging is `amplify_config::diagnostics`, the same function that the editor is answered from.

use std::io;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use amplify_config::{Change, FilePath, Project, diagnostics};

use super::Outcome;
use super::arguments::CheckArguments;
use super::output::{complain, tell, to_stdout};
use crate::files::{self, Found, Trouble};
use crate::report::{self, CheckedFile, Format, Report};

/// Checks what the arguments name and reports it.
pub(super) fn run(arguments: &CheckArguments) -> io::Result<Outcome> {
    let current_folder = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &current_folder[..] } else { &arguments.paths[..] };
    if arguments.stdin_filename.is_some() && !paths.iter().any(|path| path.as_os_str() == "-") {
        complain("--stdin-filename says what `-` is called, but `-` is not among the paths");
        return Ok(Outcome::Failed);
    }
    let (found, mut troubles) = files::find(paths, arguments.stdin_filename.as_deref());
    tracing::debug!(files = found.len(), "search ended");
    if found.is_empty() && troubles.is_empty() {
        let path = paths.iter().map(|path| files::with_slashes(path)).collect::<Vec<_>>().join(", ");
        let message = "holds no amplify_outputs.json and no amplifyconfiguration.json".to_owned();
        troubles.push(Trouble { path, message });
    }
    let mut checked = Vec::new();
    for result in check_all(&found) {
        match result {
            Ok(file) => checked.push(file),
            Err(trouble) => troubles.push(trouble),
        }
    }
    let report = Report { files: checked, troubles };
    to_stdout(|out| report::write(&report, arguments.format, out))?;
    for trouble in &report.troubles {
        complain(format_args!("{} {}", trouble.path, trouble.message));
    }
    let summary = report.summary();
    if arguments.format == Format::Human && !report.files.is_empty() {
        tell(summary);
    }
    Ok(match () {
        () if !report.troubles.is_empty() => Outcome::Failed,
        () if summary.errors + summary.warnings > 0 => Outcome::Faults,
        () => Outcome::Clean,
    })
}

/// Judges the files on all cores; the results stand in the order of the files.
fn check_all(found: &[Found]) -> Vec<Result<CheckedFile, Trouble>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut results = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = found.get(number) else { return results };
            results.push((number, check(file)));
        }
    };
    let mut results: Vec<(usize, Result<CheckedFile, Trouble>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.min(found.len())).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Reads and judges one file.
fn check(found: &Found) -> Result<CheckedFile, Trouble> {
    let trouble = |message: String| Trouble { path: found.shown.clone(), message };
    let contents = files::read(found).map_err(trouble)?;
    // The full path is what an editor would name, and folders in it help to tell the kind of the file.
    let path = FilePath::new(files::with_slashes(&found.path));
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(contents.text))));
    let document = project.document(&path).expect("it was just put there").clone();
    if document.kind().is_none() && document.recognition.named.is_none() && contents.is_readable {
        let hint = if found.is_stdin { "; --stdin-filename says what it is called" } else { "" };
        return Err(trouble(format!("is not recognised as an Amplify configuration{hint}")));
    }
    let mut findings = if contents.is_readable { diagnostics(&project, &path) } else { Vec::new() };
    findings.extend(contents.fault);
    findings.sort_by(|left, right| (left.range.start, left.code).cmp(&(right.range.start, right.code)));
    tracing::debug!(file = found.shown, findings = findings.len(), "checked");
    Ok(CheckedFile::new(found.shown.clone(), document, findings))
}
