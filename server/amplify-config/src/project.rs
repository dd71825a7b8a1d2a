//! All inputs of the analysis, and the one way to change them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::diagnostic::{Code, Severity};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::inventory::{Answer, Inventory, Lookup, Moment};
use crate::keywords::Library;
use crate::manifests::{is_manifest, library_in};
use crate::project_file::{PROJECT_FILE, ProjectFile};

/// What the user set. A project file goes before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The client libraries that count; empty: those that the project's dependencies name.
    pub libraries: BTreeSet<Library>,
    /// Severities by code; `None` switches the rule off.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// The folders that are open: where a new project file goes.
    pub roots: Vec<String>,
}

/// One thing that became different.
#[derive(Clone, Debug)]
pub enum Change {
    /// The file has this text now, or is gone: a configuration, a project file, or a file that names dependencies. Of
    /// the last nothing but the library is kept, since nobody asks about it.
    Text(FilePath, Option<Arc<str>>),
    /// A file that may be asked about, read already, on another thread perhaps.
    Document(Arc<Document>),
    /// Version control ignores the file, or does not; `None`: nobody knows.
    Ignored(FilePath, Option<bool>),
    /// The user set something else.
    Settings(Settings),
    /// AWS said this, at that moment.
    Answer(Lookup, Answer, Moment),
    /// Somebody asks AWS from now on: what is not known yet may come.
    Account,
    /// Nothing is known of the account any more: it is another one, or none. Nobody asks until [`Change::Account`].
    NoAccount,
}

/// Everything that is known. Cheap to clone: a clone is a snapshot.
#[derive(Clone, Debug, Default)]
pub struct Project {
    documents: HashMap<FilePath, Arc<Document>>,
    /// By the folder they stand in.
    project_files: BTreeMap<String, Arc<ProjectFile>>,
    /// By the folder they stand in: there may be many, and each question asks for those above a file.
    manifests: BTreeMap<String, BTreeMap<FilePath, Option<Library>>>,
    ignored: HashMap<FilePath, bool>,
    settings: Arc<Settings>,
    inventory: Inventory,
    asks_account: bool,
}

impl Project {
    /// Nothing is known.
    pub fn new() -> Project {
        Project::default()
    }

    /// Takes one change in. Changes count in the order in which they are applied.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Text(path, Some(text)) if is_manifest(path.base_name()) => {
                self.documents.remove(&path);
                self.set_manifest(path, &text);
            }
            Change::Text(path, Some(text)) => {
                let document = match self.documents.get(&path) {
                    Some(earlier) => Document::after(earlier, path, text),
                    None => Document::new(path, text),
                };
                self.apply(Change::Document(Arc::new(document)));
            }
            Change::Document(document) => {
                let path = document.path.clone();
                if path.base_name() == PROJECT_FILE {
                    let file = ProjectFile::read(path.clone(), document.text());
                    self.project_files.insert(path.folder().to_owned(), Arc::new(file));
                }
                if is_manifest(path.base_name()) {
                    self.set_manifest(path.clone(), document.text());
                }
                // Also a file that is none of ours: an editor may ask about any of them.
                self.documents.insert(path, document);
            }
            Change::Text(path, None) => {
                if path.base_name() == PROJECT_FILE {
                    self.project_files.remove(path.folder());
                }
                if let Some(beside) = self.manifests.get_mut(path.folder()) {
                    beside.remove(&path);
                    if beside.is_empty() {
                        self.manifests.remove(path.folder());
                    }
                }
                self.documents.remove(&path);
            }
            Change::Ignored(path, Some(is_ignored)) => {
                self.ignored.insert(path, is_ignored);
            }
            Change::Ignored(path, None) => {
                self.ignored.remove(&path);
            }
            Change::Settings(settings) => self.settings = Arc::new(settings),
            Change::Answer(lookup, answer, at) => self.inventory.take(lookup, answer, at),
            Change::Account => self.asks_account = true,
            Change::NoAccount => (self.inventory, self.asks_account) = (Inventory::default(), false),
        }
    }

    fn set_manifest(&mut self, path: FilePath, text: &str) {
        let library = library_in(path.base_name(), text);
        self.manifests.entry(path.folder().to_owned()).or_default().insert(path, library);
    }

    /// The file, if it is known.
    pub fn document(&self, path: &FilePath) -> Option<&Arc<Document>> {
        self.documents.get(path)
    }

    /// All files, in no particular order.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.documents.values()
    }

    /// What the user set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is known of the account.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// Somebody asks AWS: what is not known yet may come.
    pub(crate) fn asks_account(&self) -> bool {
        self.asks_account || !self.inventory.is_empty()
    }

    /// The project file of that very name.
    pub(crate) fn project_file(&self, path: &FilePath) -> Option<&Arc<ProjectFile>> {
        self.project_files.get(path.folder()).filter(|file| file.path == *path)
    }

    /// The project file that speaks of a file: the nearest in the folders above it.
    pub(crate) fn project_file_for(&self, path: &FilePath) -> Option<&Arc<ProjectFile>> {
        path.folders().find_map(|folder| self.project_files.get(folder))
    }

    /// The folder in which the project file of a file stands or would stand: that of the one there is, else the open
    /// folder above the file, else the file's own.
    pub(crate) fn home_of(&self, path: &FilePath) -> String {
        if let Some(file) = self.project_file_for(path) {
            return file.folder().to_owned();
        }
        let above = self.settings.roots.iter().filter(|root| path.is_below(root));
        above.max_by_key(|root| root.len()).cloned().unwrap_or_else(|| path.folder().to_owned())
    }

    /// The folder of the app that a file belongs to: the nearest above it in which dependencies are named, else its own.
    pub(crate) fn app_of<'p>(&'p self, path: &'p FilePath) -> &'p str {
        path.folders().find(|folder| self.manifests.contains_key(*folder)).unwrap_or(path.folder())
    }

    /// Whether version control ignores the file, if somebody knows.
    pub(crate) fn is_ignored(&self, path: &FilePath) -> Option<bool> {
        self.ignored.get(path).copied()
    }

    /// The client libraries that the project of a file uses; empty when nothing is known of them. The project file says
    /// so, or the user, or the dependencies named in the folders above and below the file.
    pub fn libraries(&self, path: &FilePath) -> BTreeSet<Library> {
        if let Some(libraries) = self.project_file_for(path).and_then(|file| file.libraries.as_ref()) {
            return libraries.clone();
        }
        if !self.settings.libraries.is_empty() {
            return self.settings.libraries.clone();
        }
        let folder = path.folder();
        let above = path.folders().filter_map(|folder| self.manifests.get(folder));
        // What starts with the name of a folder stands together in the order of names.
        let alike = self.manifests.range(folder.to_owned()..).take_while(|(name, _)| name.starts_with(folder));
        let below = alike.map(|(_, beside)| beside).filter(|beside| beside.keys().all(|file| file.is_below(folder)));
        above.chain(below).flat_map(|beside| beside.values().copied().flatten()).collect()
    }

    /// The project lets the account be asked about a file. Whether anybody may be asked the user says, elsewhere.
    pub fn may_ask_account(&self, path: &FilePath) -> bool {
        self.project_file_for(path).is_none_or(|file| file.account)
    }

    /// What the user or the project file says of a rule for a file; `Some(None)` switches it off.
    pub(crate) fn severity_of(&self, path: &FilePath, code: Code) -> Option<Option<Severity>> {
        let of_project = self.project_file_for(path).and_then(|file| file.severities.get(code));
        of_project.or_else(|| self.settings.severities.get(code)).copied()
    }
}
