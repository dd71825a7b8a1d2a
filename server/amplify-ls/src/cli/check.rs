//! `amplify-ls check`: finds, reads and judges files, and hands the result to a report.
//!
//! The judging is `amplify_config::diagnostics`, the same function that the editor is answered from.

use std::io;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use amplify_account::{Cognito, Snapshot, Source};
use amplify_config::{Change, Diagnostic, Document, FilePath, PROJECT_FILE, Project, Settings, diagnostics};

use super::Outcome;
use super::arguments::CheckArguments;
use super::learning::{self, Unlearned};
use super::output::{complain, tell, to_stdout};
use crate::files::{self, Found, Trouble};
use crate::report::{self, CheckedFile, Format, Report};
use crate::surroundings::{self, IgnoreFiles};

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
    let source = match source(arguments) {
        Ok(source) => source,
        Err(message) => {
            complain(message);
            return Ok(Outcome::Failed);
        }
    };
    let (results, unlearned) = check_all(paths, &found, source.as_ref())?;
    for result in results {
        match result {
            Ok(file) => checked.push(file),
            Err(trouble) => troubles.push(trouble),
        }
    }
    checked.sort_by(|left, right| left.shown.cmp(&right.shown));
    let report = Report { files: checked, troubles };
    to_stdout(|out| report::write(&report, arguments.format, out))?;
    for trouble in &report.troubles {
        complain(format_args!("{} {}", trouble.path, trouble.message));
    }
    learning::lines(&unlearned).for_each(complain);
    let summary = report.summary();
    if arguments.format == Format::Human && !report.files.is_empty() {
        tell(summary);
    }
    Ok(match () {
        () if !report.troubles.is_empty() || learning::has_failed(&unlearned) => Outcome::Failed,
        () if summary.errors + summary.warnings > 0 => Outcome::Faults,
        () => Outcome::Clean,
    })
}

/// Whom to ask about the account, if the user wants it compared.
fn source(arguments: &CheckArguments) -> Result<Option<Source>, String> {
    if let Some(path) = &arguments.account {
        let snapshot = Snapshot::open(path).map_err(|error| error.to_string())?;
        return Ok(Some(Source::Snapshot(Box::new(snapshot))));
    }
    let settings = || learning::typed(arguments.profile.as_deref(), &arguments.regions);
    Ok(arguments.aws.then(|| Source::Aws(Box::new(Cognito::new(settings())))))
}

/// A file that was read.
struct ReadFile {
    document: Arc<Document>,
    /// What is wrong with its bytes.
    fault: Option<Diagnostic>,
    is_readable: bool,
}

/// Reads all files, then judges each beside the others and what is known of the account, and the project files that
/// speak of them: of those only what is wrong is told.
fn check_all(
    paths: &[PathBuf],
    found: &[Found],
    source: Option<&Source>,
) -> io::Result<(Vec<Result<CheckedFile, Trouble>>, Unlearned)> {
    let read = on_all_cores(found, read_file);
    let mut project = Project::new();
    // All files below these are known, as below the folders that are open in an editor.
    let roots = paths.iter().filter(|path| path.is_dir()).map(|path| files::full_name(path).as_str().to_owned());
    project.apply(Change::Settings(Settings { roots: roots.collect(), ..Settings::default() }));
    let mut ignore_files = IgnoreFiles::default();
    for (file, read) in found.iter().zip(&read) {
        let Ok(read) = read else { continue };
        project.apply(Change::Ignored(read.document.path.clone(), ignore_files.is_ignored(&file.path)));
        project.apply(Change::Document(read.document.clone()));
    }
    let mut project_files = Vec::new();
    for path in surroundings::around(found.iter().filter_map(|file| file.path.parent())) {
        if let Some(text) = surroundings::read(&path) {
            let name = files::full_name(&path);
            project.apply(Change::Text(name.clone(), Some(Arc::from(text))));
            if name.base_name() == PROJECT_FILE {
                project_files.push((files::shown(&path), name));
            }
        }
    }
    let mut unlearned = Unlearned::new();
    if let Some(source) = source {
        let names: Vec<FilePath> = read.iter().flatten().map(|read| read.document.path.clone()).collect();
        let (account, gaps) = learning::wait(learning::learn(source, &mut project, &names))?;
        unlearned = gaps;
        if let Some(account) = account {
            tell(format_args!("compared with AWS account {account}"));
        }
    }
    let files: Vec<(&Found, Result<ReadFile, Trouble>)> = found.iter().zip(read).collect();
    let mut results = on_all_cores(&files, |(found, read)| match read {
        Ok(read) => Ok(judge(&project, found, read)),
        Err(trouble) => Err(trouble.clone()),
    });
    for (shown, name) in project_files {
        let faults = diagnostics(&project, &name);
        if let Some(document) = project.document(&name).filter(|_| !faults.is_empty()) {
            results.push(Ok(CheckedFile::new(shown, document.clone(), faults)));
        }
    }
    Ok((results, unlearned))
}

/// The results of `work` on each item, in their order.
fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut results = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return results };
            results.push((number, work(item)));
        }
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.min(items.len())).map(|_| scope.spawn(take)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

fn read_file(found: &Found) -> Result<ReadFile, Trouble> {
    let trouble = |message: String| Trouble { path: found.shown.clone(), message };
    let contents = files::read(found).map_err(trouble)?;
    // The full path is what an editor would name, and folders in it help to tell the kind of the file.
    let document = Arc::new(Document::new(files::full_name(&found.path), contents.text));
    if document.kind().is_none() && document.recognition.named.is_none() && contents.is_readable {
        let hint = if found.is_stdin { "; --stdin-filename says what it is called" } else { "" };
        return Err(trouble(format!("is not recognised as an Amplify configuration{hint}")));
    }
    Ok(ReadFile { document, fault: contents.fault, is_readable: contents.is_readable })
}

fn judge(project: &Project, found: &Found, read: &ReadFile) -> CheckedFile {
    let mut findings = if read.is_readable { diagnostics(project, &read.document.path) } else { Vec::new() };
    findings.extend(read.fault.clone());
    findings.sort_by(|left, right| (left.range.start, left.code).cmp(&(right.range.start, right.code)));
    tracing::debug!(file = found.shown, findings = findings.len(), "checked");
    CheckedFile::new(found.shown.clone(), read.document.clone(), findings)
}
