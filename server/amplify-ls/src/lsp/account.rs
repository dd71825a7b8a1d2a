//! What exists in the AWS account, in a session: whom to ask, what the open files raise, what came back.
//!
//! Off until the user says otherwise, and then made on first use: until that moment nothing of the AWS SDK runs, no file
//! of the AWS configuration is read and no connection made. Nobody waits for AWS here but a completion list, and that
//! only for a moment; answers come in as changes and make the rest be looked at again.

mod new_file;
mod progress;
mod requests;
mod status;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use amplify_account::{AwsProgram, Snapshot, Source, Worker, system_clock};
use amplify_config::{Change, FilePath, Lookup, Project, Region, wanted_lookups};
use futures_util::future::join_all;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tower_lsp::Client;

pub(crate) use self::new_file::{NEW_FILE, new_file};
use self::progress::Progress;
pub(crate) use self::requests::{CHECK, RELOAD, add, command, failed};
use self::status::{Status, tell};
use super::log::Journal;
use super::lsp_types::MessageType;
use super::settings::AccountSettings;
use super::state::State;
use super::worker::{ask_for_hints_again, pull_diagnostics_again};

/// What is not known yet is waited for once, no longer than an answer of AWS usually takes; what comes later makes a longer
/// list.
const MOMENT: Duration = Duration::from_millis(200);

/// A report is waited for that long.
const REPORT: Duration = Duration::from_secs(60);

/// Whoever sets this in the environment of the program is never asked about AWS, whatever the settings say.
const OFFLINE: &str = "AMPLIFY_LS_OFFLINE";

/// Whom the session asks, for those that have a question. Empty until the user allows it.
#[derive(Default)]
pub(crate) struct Account(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    worker: Option<Worker>,
    /// What somebody waited for already.
    asked: HashSet<Lookup>,
    /// The regions of a snapshot.
    regions: Vec<Region>,
    /// Everything is to be forgotten and read anew.
    reload: bool,
    /// What was told last.
    status: Status,
    /// What the open files need and is not known yet, and how that is shown.
    missing: Vec<Lookup>,
    progress: Option<Progress>,
    /// What the user did not want to wait for.
    given_up: HashSet<Lookup>,
}

/// What the user decided; another decision makes another session with AWS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Choice {
    settings: AccountSettings,
    folders: Vec<PathBuf>,
}

/// A session with an account.
struct Asking {
    worker: Worker,
    /// The regions of a snapshot.
    regions: Vec<Region>,
    learned: UnboundedReceiver<Change>,
    /// The files that asked something.
    files: HashSet<FilePath>,
}

impl Account {
    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn worker(&self) -> Option<Worker> {
        self.lock().worker.clone()
    }

    /// Somebody may be asked.
    pub(crate) fn is_on(&self) -> bool {
        self.lock().worker.is_some()
    }

    /// Asks what a place in a file needs. Gives what is known within a moment; the rest comes later.
    pub(crate) async fn ask(&self, file: &FilePath, lookups: &[Lookup]) -> Vec<Change> {
        let waiting: Vec<_> = {
            let mut inner = self.lock();
            let Some(worker) = inner.worker.clone() else { return Vec::new() };
            // Whoever asks for the second time finds it loading, or known, and need not wait.
            let ask = |lookup: &Lookup| {
                let answer = worker.ask(file, lookup.clone());
                inner.asked.insert(lookup.clone()).then_some(answer)
            };
            lookups.iter().filter_map(ask).collect()
        };
        let answers = join_all(waiting);
        timeout(MOMENT, answers).await.unwrap_or_default().into_iter().filter_map(Result::ok).collect()
    }
}

/// Asks all that a report on a file needs, and waits for it: the user asked for the report. One answer may raise another
/// question.
pub(crate) async fn ask_for_report(state: &State, file: &FilePath, needs: impl Fn(&Project) -> Vec<Lookup>) {
    let Some(worker) = state.account.worker() else { return };
    let ask = async {
        let mut asked = HashSet::new();
        loop {
            let mut lookups = needs(&state.project());
            lookups.retain(|lookup| asked.insert(lookup.clone()));
            if lookups.is_empty() {
                return;
            }
            let answers = join_all(lookups.into_iter().map(|lookup| worker.ask(file, lookup))).await;
            state.learn(answers.into_iter().filter_map(Result::ok).collect());
        }
    };
    // What did not come by then is told as not known.
    let _ = timeout(REPORT, ask).await;
}

/// Works until the session ends.
pub(crate) async fn run(state: Arc<State>, client: Client, journal: Journal) {
    let mut chosen = Choice::default();
    let mut asking: Option<Asking> = None;
    loop {
        tokio::select! {
            () = state.asks.notified() => {}
            Some(change) = next(&mut asking) => {
                let mut changes = vec![change];
                if let Some(asking) = &mut asking {
                    changes.extend(std::iter::from_fn(|| asking.learned.try_recv().ok()));
                }
                learn(&state, &client, changes);
            }
        }
        let reload = std::mem::take(&mut state.account.lock().reload);
        let choice = choice(&state);
        if reload || choice != chosen {
            let had = asking.take().is_some();
            let (new, complaint) = begin(&choice).await;
            if let Some(complaint) = complaint {
                journal.write(MessageType::Error, complaint);
            }
            {
                let mut inner = state.account.lock();
                inner.worker = new.as_ref().map(|new| new.worker.clone());
                inner.regions = new.as_ref().map(|new| new.regions.clone()).unwrap_or_default();
                inner.asked.clear();
                inner.given_up.clear();
            }
            if had || new.is_some() {
                let begun = new.as_ref().map(|_| Change::Account);
                learn(&state, &client, std::iter::once(Change::NoAccount).chain(begun).collect());
            }
            (asking, chosen) = (new, choice);
        }
        let wanted = want(&state, &mut asking).await;
        progress::follow(&state, &client, &wanted);
        tell(&state, &client, &chosen.settings, asking.is_some(), &wanted).await;
    }
}

/// What comes next; never, while nobody is asked.
async fn next(asking: &mut Option<Asking>) -> Option<Change> {
    match asking {
        Some(asking) => asking.learned.recv().await,
        None => std::future::pending().await,
    }
}

/// Takes answers in and has everything looked at again.
fn learn(state: &State, client: &Client, changes: Vec<Change>) {
    state.learn(changes);
    state.check_all();
    pull_diagnostics_again(state, client);
    ask_for_hints_again(state, client);
}

fn choice(state: &State) -> Choice {
    let mut settings = state.settings().account.clone();
    settings.enabled &= std::env::var_os(OFFLINE).is_none_or(|value| value.is_empty());
    if !settings.enabled && settings.snapshot.is_empty() {
        return Choice::default();
    }
    Choice { settings, folders: state.folders() }
}

/// Begins to ask whom the user chose, if anybody; else says why not.
async fn begin(choice: &Choice) -> (Option<Asking>, Option<String>) {
    let settings = &choice.settings;
    let source = if !settings.snapshot.is_empty() {
        let path = PathBuf::from(&settings.snapshot);
        let read = spawn_blocking(move || Snapshot::open(&path).ok()).await;
        match read.ok().flatten() {
            Some(snapshot) => Source::Snapshot(Box::new(snapshot)),
            // Neither the path nor what is in the file belongs into a log.
            None => {
                let complaint =
                    "The file of amplify-ls.account.snapshot cannot be read or is no snapshot of an account";
                return (None, Some(complaint.to_owned()));
            }
        }
    } else if settings.enabled {
        Source::Aws(Box::new(AwsProgram::new(of_user(settings, choice.folders.clone()))))
    } else {
        return (None, None);
    };
    let regions = match &source {
        Source::Snapshot(snapshot) => snapshot.regions(),
        Source::Aws(_) => Vec::new(),
    };
    let (sender, learned) = unbounded_channel();
    let (worker, task) = Worker::new(source, system_clock(), sender);
    tokio::spawn(task);
    (Some(Asking { worker, regions, learned, files: HashSet::new() }), None)
}

/// The settings as the account takes them.
fn of_user(settings: &AccountSettings, workspace_folders: Vec<PathBuf>) -> amplify_account::AccountSettings {
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    amplify_account::AccountSettings {
        enabled: settings.enabled,
        profile: some(&settings.profile),
        regions: settings.regions.iter().filter_map(|region| Region::new(region)).collect(),
        endpoint: some(&settings.endpoint),
        workspace_folders,
        ..amplify_account::AccountSettings::default()
    }
}

/// Tells the worker what the open files raise, and gives it.
async fn want(state: &Arc<State>, asking: &mut Option<Asking>) -> Vec<Lookup> {
    let Some(asking) = asking else { return Vec::new() };
    let snapshot = state.clone();
    let wanted = spawn_blocking(move || {
        let project = snapshot.project();
        let open = snapshot.open_paths().into_iter();
        open.map(|path| (wanted_lookups(&project, &path), path)).collect::<Vec<_>>()
    });
    // A panic in there is told by whoever checks the document.
    let wanted = wanted.await.unwrap_or_default();
    let open: HashSet<FilePath> = wanted.iter().map(|(_, path)| path.clone()).collect();
    asking.files.difference(&open).for_each(|file| asking.worker.close(file));
    asking.files = open;
    let given_up = state.account.lock().given_up.clone();
    let mut all = Vec::new();
    for (mut lookups, file) in wanted {
        // Whose account it is goes with everything that is said of it.
        let regions: HashSet<Region> = lookups.iter().map(|lookup| lookup.region().clone()).collect();
        lookups.extend(regions.into_iter().map(Lookup::Account));
        lookups.retain(|lookup| !given_up.contains(lookup));
        asking.worker.want(&file, lookups.clone());
        all.extend(lookups);
    }
    all
}
