//! The one owner of what the server knows: the texts the editor holds, their analysis, the settings.
//!
//! Two locks, neither held across an `.await`. `texts` is held for moments: an edit changes the rope and leaves. Under
//! `analysis` a text is parsed; who asks about a version that is not parsed yet parses it. A question takes a
//! [`Ticket`] first, which fixes the version it is about, and is answered on that version even if edits came since.
//!
//! What `reader` finds on the disk is known beside the texts (`state::closed`): an open text wins over it, and when that
//! is closed, what lies on the disk holds again.

mod closed;

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use amplify_config::{Change, Document, FilePath, Project};
use ropey::Rope;
use serde_json::Value;
use tokio::sync::{Notify, watch};

use super::account::Account;
use super::client_profile::ClientProfile;
use super::decode::NO_VERSION;
use super::lsp_types::{TextDocumentContentChangeEvent, Uri};
use super::position::{Encoding, char_at};
use super::settings::{self, Settings};
use super::uri::{file_of, path_of};

/// Longer texts are kept but not analysed: the longest real file is a twentieth of that.
pub(crate) const LONGEST: usize = 16 << 20;

/// Nobody waits longer for a disk that does not answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// Everything. One per session, shared.
#[derive(Default)]
pub(crate) struct State {
    /// What the editor can do; set by `initialize`.
    pub(crate) profile: OnceLock<ClientProfile>,
    /// The process of the editor, if one is to be watched.
    pub(crate) parent: watch::Sender<Option<u32>>,
    /// Rings when some document may need to be checked.
    pub(crate) work: Notify,
    /// Rings when the disk may hold something else.
    pub(crate) look: Notify,
    /// Rings when the account may have to be asked something, or somebody else.
    pub(crate) asks: Notify,
    /// Whom is asked about the account.
    pub(crate) account: Account,
    placed: Notify,
    texts: Mutex<Texts>,
    analysis: Mutex<Analysis>,
    layers: Mutex<Layers>,
}

#[derive(Default)]
struct Texts {
    open: HashMap<FilePath, OpenText>,
    /// Counts all edits of all documents: no two texts bear the same number.
    revision: u64,
    /// Documents that changed since they were last looked at, the longest waiting first, each once.
    waiting: VecDeque<FilePath>,
    /// Documents of which the surroundings were not read yet since they were opened.
    unplaced: HashSet<FilePath>,
    /// Files of which the editor said that they may be others now.
    touched: HashSet<FilePath>,
}

struct OpenText {
    uri: Uri,
    version: Option<i32>,
    revision: u64,
    /// The revision it was opened at.
    opened: u64,
    rope: Rope,
    /// Its file was deleted or renamed: the editor may still hold the text, but nothing is said of it.
    gone: bool,
}

#[derive(Default)]
struct Analysis {
    project: Project,
    /// Which text of each open document the project holds; none bears the number 0.
    revisions: HashMap<FilePath, u64>,
    /// What the disk holds, of open documents too.
    on_disk: HashMap<FilePath, Change>,
}

#[derive(Default)]
struct Layers {
    initialization: Value,
    workspace: Value,
    settings: Arc<Settings>,
    complaints: Vec<String>,
    /// The folders that are open.
    folders: Vec<Uri>,
}

/// The right to ask about one document at one version.
#[derive(Clone)]
pub(crate) struct Ticket {
    /// Its address as the editor spells it.
    pub(crate) uri: Uri,
    /// The name the analysis knows it by.
    pub(crate) path: FilePath,
    /// Its version, if the editor counts.
    pub(crate) version: Option<i32>,
    revision: u64,
    /// Another one each time that the document is opened.
    pub(crate) opened: u64,
    rope: Rope,
    /// Nothing is to be said of it.
    pub(crate) gone: bool,
}

/// A document at the version of a ticket, with everything that was known then.
pub(crate) struct Snapshot {
    /// Everything known.
    pub(crate) project: Project,
    /// The document.
    pub(crate) document: Arc<Document>,
}

/// A panic while a lock was held leaves nothing half done that matters: texts are changed by calls that do not panic,
/// and the analysis is dropped and made anew.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// What the editor can do; nothing before `initialize`.
    pub(crate) fn profile(&self) -> &ClientProfile {
        static NOTHING: OnceLock<ClientProfile> = OnceLock::new();
        self.profile.get().unwrap_or_else(|| NOTHING.get_or_init(ClientProfile::default))
    }

    fn encoding(&self) -> Encoding {
        self.profile().encoding
    }

    /// The editor shows this text.
    pub(crate) fn open(&self, uri: Uri, version: i32, text: &str) {
        let path = path_of(&uri);
        let mut texts = lock(&self.texts);
        texts.revision += 1;
        let (version, revision) = (known(version), texts.revision);
        let rope = Rope::from_str(text);
        texts.open.insert(path.clone(), OpenText { uri, version, revision, opened: revision, rope, gone: false });
        if file_of(&path).is_some() {
            texts.unplaced.insert(path.clone());
        }
        texts.wait(path);
        drop(texts);
        self.work.notify_one();
        self.look.notify_one();
    }

    /// The editor changed the text, step by step. False if it never opened it.
    pub(crate) fn change(&self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) -> bool {
        let path = path_of(uri);
        let encoding = self.encoding();
        let mut texts = lock(&self.texts);
        texts.revision += 1;
        let revision = texts.revision;
        let Some(text) = texts.open.get_mut(&path) else { return false };
        for change in changes {
            apply(&mut text.rope, change, encoding);
        }
        text.version = known(version).or(text.version.map(|version| version.saturating_add(1)));
        text.revision = revision;
        text.gone = false;
        texts.wait(path);
        drop(texts);
        self.work.notify_one();
        true
    }

    /// The editor does not show it any more.
    pub(crate) fn close(&self, uri: &Uri) {
        let path = path_of(uri);
        let mut texts = lock(&self.texts);
        texts.open.remove(&path);
        texts.unplaced.remove(&path);
        texts.touched.insert(path.clone());
        texts.wait(path);
        drop(texts);
        self.work.notify_one();
        self.look.notify_one();
    }

    /// Its file is gone from the disk, or is back. Gives whether that is news.
    pub(crate) fn set_gone(&self, uri: &Uri, gone: bool) -> bool {
        let path = path_of(uri);
        let mut texts = lock(&self.texts);
        let Some(text) = texts.open.get_mut(&path).filter(|text| text.gone != gone) else { return false };
        text.gone = gone;
        texts.wait(path);
        drop(texts);
        self.work.notify_one();
        true
    }

    /// Something that all findings depend on is different.
    pub(crate) fn check_all(&self) {
        let mut all = self.open_paths();
        all.extend(self.project_files());
        self.check_again(all);
    }

    /// What is said of these files may be different.
    fn check_again(&self, paths: Vec<FilePath>) {
        let mut texts = lock(&self.texts);
        paths.into_iter().for_each(|path| texts.wait(path));
        drop(texts);
        self.work.notify_one();
    }

    /// The next document to look at.
    pub(crate) fn next_waiting(&self) -> Option<FilePath> {
        lock(&self.texts).waiting.pop_front()
    }

    /// A ticket for the newest version; `None` if the document is not open or too long.
    pub(crate) fn ticket(&self, uri: &Uri) -> Option<Ticket> {
        self.ticket_of(&path_of(uri))
    }

    /// The same, by name.
    pub(crate) fn ticket_of(&self, path: &FilePath) -> Option<Ticket> {
        lock(&self.texts).ticket(path)
    }

    /// Bytes of all texts that an answer may have to read.
    pub(crate) fn len(&self) -> usize {
        lock(&self.texts).open.values().map(|text| text.rope.len_bytes()).sum()
    }

    /// No edit came since the ticket was taken.
    pub(crate) fn is_newest(&self, ticket: &Ticket) -> bool {
        lock(&self.texts)
            .open
            .get(&ticket.path)
            .is_some_and(|text| text.revision == ticket.revision && text.gone == ticket.gone)
    }

    /// The address of an open document as the editor spells it.
    pub(crate) fn uri_of(&self, path: &FilePath) -> Option<Uri> {
        Some(lock(&self.texts).open.get(path)?.uri.clone())
    }

    /// Names of the open documents.
    pub(crate) fn open_paths(&self) -> Vec<FilePath> {
        lock(&self.texts).open.keys().cloned().collect()
    }

    /// The document at the version of the ticket, parsed if it is not yet; the others as they are now, since what is
    /// said of one file may depend on another.
    pub(crate) fn read(&self, ticket: &Ticket) -> Snapshot {
        let analysis = self.read_all();
        let is_newest = analysis.revisions.get(&ticket.path) == Some(&ticket.revision);
        let mut project = analysis.project.clone();
        drop(analysis);
        if !is_newest {
            // A newer text stays, and a closed one stays away; this one is parsed for this question alone.
            project.apply(text_of(&project, ticket));
        }
        let document = project.document(&ticket.path).expect("the analysis did not fail on the text").clone();
        Snapshot { project, document }
    }

    /// The analysis, with all open texts as they are now.
    fn read_all(&self) -> MutexGuard<'_, Analysis> {
        let mut analysis = lock(&self.analysis);
        for other in self.unread(&analysis) {
            // A text that the analysis fails on must not fail the questions about all others.
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let change = text_of(&analysis.project, &other);
                analysis.project.apply(change);
            }));
            if outcome.is_err() {
                analysis.project.apply(Change::Text(other.path.clone(), None));
            }
            analysis.revisions.insert(other.path, other.revision);
        }
        analysis
    }

    /// The open texts that the analysis does not hold yet. `analysis` is locked first, never the other way round.
    fn unread(&self, analysis: &Analysis) -> Vec<Ticket> {
        let texts = lock(&self.texts);
        let is_unread = |path: &&FilePath| {
            texts.open.get(*path).map(|text| text.revision) != analysis.revisions.get(*path).copied()
        };
        texts.open.keys().filter(is_unread).filter_map(|path| texts.ticket(path)).collect()
    }

    /// Everything that is known, with all open texts as they are now.
    pub(crate) fn project(&self) -> Project {
        self.read_all().project.clone()
    }

    /// Takes in what was learned of the account.
    pub(crate) fn learn(&self, changes: Vec<Change>) {
        let mut analysis = lock(&self.analysis);
        changes.into_iter().for_each(|change| analysis.project.apply(change));
    }

    /// Drops the analysis of a document: the next question makes it anew from the text.
    pub(crate) fn forget(&self, path: &FilePath) {
        if let Some(revision) = lock(&self.analysis).revisions.get_mut(path) {
            *revision = 0;
        }
    }

    /// The settings that hold.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        lock(&self.layers).settings.clone()
    }

    /// Takes the options of `initialize`. Gives what is wrong with them.
    pub(crate) fn set_initialization_options(&self, options: Value) -> Vec<String> {
        self.set_layer(|layers| layers.initialization = options).1
    }

    /// Takes the settings of the workspace. Gives whether any is different now, and what is wrong and was not before.
    pub(crate) fn set_workspace_settings(&self, settings: Value) -> (bool, Vec<String>) {
        self.set_layer(|layers| layers.workspace = settings)
    }

    /// Takes folders that were opened and closed.
    pub(crate) fn set_folders(&self, added: Vec<Uri>, removed: &[Uri]) {
        self.set_layer(|layers| {
            layers.folders.retain(|folder| !removed.iter().any(|removed| path_of(removed) == path_of(folder)));
            layers.folders.extend(added);
        });
    }

    fn set_layer(&self, set: impl FnOnce(&mut Layers)) -> (bool, Vec<String>) {
        let mut layers = lock(&self.layers);
        set(&mut layers);
        let (settings, complaints) = settings::read(&[&layers.initialization, &layers.workspace]);
        let new = complaints.iter().filter(|complaint| !layers.complaints.contains(complaint)).cloned().collect();
        layers.complaints = complaints;
        let is_different = *layers.settings != settings;
        let roots = layers.folders.iter().map(|folder| path_of(folder).as_str().trim_end_matches('/').to_owned());
        let change = Change::Settings(settings.of_project(roots.collect()));
        lock(&self.analysis).project.apply(change);
        layers.settings = Arc::new(settings);
        self.asks.notify_one();
        (is_different, new)
    }

    /// Panics where a panic hurts most; to try that the session lives on.
    #[cfg(debug_assertions)]
    pub(crate) fn panic_inside(&self) {
        let _analysis = lock(&self.analysis);
        let _texts = lock(&self.texts);
        panic!("asked for");
    }
}

impl Texts {
    fn ticket(&self, path: &FilePath) -> Option<Ticket> {
        let text = self.open.get(path).filter(|text| text.rope.len_bytes() <= LONGEST)?;
        Some(Ticket {
            uri: text.uri.clone(),
            path: path.clone(),
            version: text.version,
            revision: text.revision,
            opened: text.opened,
            rope: text.rope.clone(),
            gone: text.gone,
        })
    }

    fn wait(&mut self, path: FilePath) {
        if !self.waiting.contains(&path) {
            self.waiting.push_back(path);
        }
    }
}

fn known(version: i32) -> Option<i32> {
    (version != NO_VERSION).then_some(version)
}

fn text_of(project: &Project, ticket: &Ticket) -> Change {
    let (path, text) = (ticket.path.clone(), String::from(&ticket.rope));
    let document = match project.document(&path) {
        Some(earlier) => Document::after(earlier, path, text),
        None => Document::new(path, text),
    };
    Change::Document(Arc::new(document))
}

fn apply(rope: &mut Rope, change: TextDocumentContentChangeEvent, encoding: Encoding) {
    match change {
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
            let start = char_at(rope, change.range.start, encoding);
            let end = char_at(rope, change.range.end, encoding).max(start);
            rope.remove(start..end);
            rope.insert(start, &change.text);
        }
        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
            *rope = Rope::from_str(&change.text);
        }
    }
}

#[cfg(test)]
mod tests;
