//! All inputs of the analysis, and the one way to change them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::document::Document;
use crate::keywords::Library;

/// The name of a file, as the outside world calls it (a path or an address): opaque, compared as it is. Only the part
/// behind the last separator is looked at, to tell the kind of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FilePath(Arc<str>);

impl FilePath {
    /// Takes the name as it is.
    pub fn new(name: impl Into<Arc<str>>) -> FilePath {
        FilePath(name.into())
    }

    /// The name, as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last `/` or `\`.
    pub fn base_name(&self) -> &str {
        self.0.rsplit(['/', '\\']).next().unwrap_or(&self.0)
    }
}

/// What the user set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The client libraries that the project uses; empty when nothing is known of them.
    pub libraries: BTreeSet<Library>,
}

/// One thing that became different.
#[derive(Clone, Debug)]
pub enum Change {
    /// The file has this text now, or is gone.
    Text(FilePath, Option<Arc<str>>),
    /// The user set something else.
    Settings(Settings),
}

/// Everything that is known. Cheap to clone: a clone is a snapshot.
#[derive(Clone, Debug, Default)]
pub struct Project {
    documents: HashMap<FilePath, Arc<Document>>,
    settings: Arc<Settings>,
}

impl Project {
    /// Nothing is known.
    pub fn new() -> Project {
        Project::default()
    }

    /// Takes one change in. Changes count in the order in which they are applied.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Text(path, Some(text)) => {
                let document = Arc::new(Document::new(path.clone(), text));
                self.documents.insert(path, document);
            }
            Change::Text(path, None) => {
                self.documents.remove(&path);
            }
            Change::Settings(settings) => self.settings = Arc::new(settings),
        }
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
}
