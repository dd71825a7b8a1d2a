//! What a command works on: the files that its arguments name, read, with all that stands around them.
//!
//! `check` and `fix` begin here, so that they see the same.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use amplify_account::{AwsProgram, Snapshot, Source};
use amplify_config::{Change, Diagnostic, Document, FilePath, PROJECT_FILE, Project, Settings, diagnostics};

use super::arguments::FileArguments;
use super::learning::{self, Questions, Unlearned};
use super::output::{complain, tell};
use crate::files::{self, Found, Trouble};
use crate::report::CheckedFile;
use crate::surroundings::{self, IgnoreFiles};

/// Everything that was read.
pub(super) struct Inputs {
    /// The files, and what speaks of them.
    pub(super) project: Project,
    /// The files that could be read, sorted.
    pub(super) files: Vec<ReadFile>,
    /// What could not be.
    pub(super) troubles: Vec<Trouble>,
    /// What was to be learned of the account and was not.
    pub(super) unlearned: Unlearned,
    /// The project files that speak of them, and how they are shown.
    project_files: Vec<(String, FilePath)>,
}

/// A file that was read.
pub(super) struct ReadFile {
    /// Where it is.
    pub(super) found: Found,
    /// What it says.
    pub(super) document: Arc<Document>,
    /// What is wrong with its bytes.
    pub(super) fault: Option<Diagnostic>,
    is_readable: bool,
}

impl ReadFile {
    /// The same file with another text.
    pub(super) fn of(&self, document: Arc<Document>) -> ReadFile {
        ReadFile { found: self.found.clone(), document, fault: self.fault.clone(), is_readable: self.is_readable }
    }
}

impl Inputs {
    /// Reads what the arguments name, and asks about the account if they want it; `None`, with a complaint, if they make no sense together.
    pub(super) fn read(arguments: &FileArguments, questions: Questions) -> Option<Inputs> {
        let current_folder = [PathBuf::from(".")];
        let paths = if arguments.paths.is_empty() { &current_folder[..] } else { &arguments.paths[..] };
        if arguments.stdin_filename.is_some() && !paths.iter().any(|path| path.as_os_str() == "-") {
            complain("--stdin-filename says what `-` is called, but `-` is not among the paths");
            return None;
        }
        let (found, mut troubles) = files::find(paths, arguments.stdin_filename.as_deref());
        tracing::debug!(files = found.len(), "search ended");
        let mut files = Vec::new();
        for result in on_all_cores(&found, read_file) {
            match result {
                Ok(file) => files.extend(file),
                Err(trouble) => troubles.push(trouble),
            }
        }
        if files.is_empty() && troubles.is_empty() {
            let path = paths.iter().map(|path| files::with_slashes(path)).collect::<Vec<_>>().join(", ");
            let message = "holds no amplify_outputs.json and no amplifyconfiguration.json".to_owned();
            troubles.push(Trouble { path, message });
        }
        let (mut project, project_files) = project(paths, &found, &files);
        let unlearned = match learn(arguments, &mut project, &files, questions) {
            Ok(unlearned) => unlearned,
            Err(message) => {
                complain(message);
                return None;
            }
        };
        Some(Inputs { project, files, troubles, unlearned, project_files })
    }

    /// What is wrong with a file.
    pub(super) fn judge(&self, file: &ReadFile) -> CheckedFile {
        let mut findings = if file.is_readable { diagnostics(&self.project, &file.document.path) } else { Vec::new() };
        findings.extend(file.fault.clone());
        findings.sort_by(|left, right| (left.range.start, left.code).cmp(&(right.range.start, right.code)));
        tracing::debug!(file = file.found.shown, findings = findings.len(), "checked");
        CheckedFile::new(file.found.shown.clone(), file.document.clone(), findings, &self.project)
    }

    /// The project files with which something is wrong: of the others nobody needs to hear.
    pub(super) fn judge_project_files(&self) -> impl Iterator<Item = CheckedFile> {
        self.project_files.iter().filter_map(|(shown, name)| {
            let faults = diagnostics(&self.project, name);
            let document = self.project.document(name).filter(|_| !faults.is_empty())?;
            Some(CheckedFile::new(shown.clone(), document.clone(), faults, &self.project))
        })
    }
}

/// Puts all files beside each other, and beside what speaks of them; the project files among that by name.
fn project(paths: &[PathBuf], found: &[Found], files: &[ReadFile]) -> (Project, Vec<(String, FilePath)>) {
    let mut project = Project::new();
    // All files below these are known, as below the folders that are open in an editor.
    let roots = paths.iter().filter(|path| path.is_dir()).map(|path| files::full_name(path).as_str().to_owned());
    project.apply(Change::Settings(Settings { roots: roots.collect(), ..Settings::default() }));
    let mut ignore_files = IgnoreFiles::default();
    for file in files {
        project.apply(Change::Ignored(file.document.path.clone(), ignore_files.is_ignored(&file.found.path)));
        project.apply(Change::Document(file.document.clone()));
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
    (project, project_files)
}

/// Asks about the account, if the user wants the files compared with it.
fn learn(
    arguments: &FileArguments,
    project: &mut Project,
    files: &[ReadFile],
    questions: Questions,
) -> Result<Unlearned, String> {
    let source = match &arguments.account {
        Some(path) => Source::Snapshot(Box::new(Snapshot::open(path).map_err(|error| error.to_string())?)),
        None if arguments.aws => {
            let settings = learning::typed(arguments.profile.as_deref(), &arguments.regions);
            Source::Aws(Box::new(AwsProgram::new(settings)))
        }
        None => return Ok(Unlearned::new()),
    };
    let names: Vec<FilePath> = files.iter().map(|file| file.document.path.clone()).collect();
    let learned = learning::wait(learning::learn(&source, project, |project| {
        names.iter().flat_map(|name| questions(project, name)).collect()
    }));
    let (account, unlearned) = learned.map_err(|error| format!("cannot ask AWS: {error}"))?;
    if let Some(account) = account {
        tell(format_args!("compared with AWS account {account}"));
    }
    Ok(unlearned)
}

/// `None` for a file of code that nobody named and that holds no configuration: it is read from elsewhere there.
fn read_file(found: &Found) -> Result<Option<ReadFile>, Trouble> {
    let trouble = |message: String| Trouble { path: found.shown.clone(), message };
    let contents = files::read(found).map_err(trouble)?;
    // The full path is what an editor would name, and folders in it help to tell the kind of the file.
    let document = Arc::new(Document::new(files::full_name(&found.path), contents.text));
    if document.kind().is_none() && document.recognition.named.is_none() && contents.is_readable {
        if found.is_below {
            return Ok(None);
        }
        let hint = if found.is_stdin { "; --stdin-filename says what it is called" } else { "" };
        return Err(trouble(format!("is not recognised as an Amplify configuration{hint}")));
    }
    let is_readable = contents.is_readable;
    Ok(Some(ReadFile { found: found.clone(), document, fault: contents.fault, is_readable }))
}

/// The results of `work` on each item, in their order.
pub(super) fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
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
