//! What the server knows beside the texts of the editor: which open documents lie on the disk, what else lies there,
//! and what is to be looked at again. Reads nothing itself.

use std::collections::{BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use amplify_config::{Change, Document, FilePath, PROJECT_FILE};

use super::{Analysis, PATIENCE, Snapshot, State, lock};
use crate::lsp::lsp_types::Uri;
use crate::lsp::uri::{file_of, path_of};

impl State {
    /// The disk may hold another file under this address.
    pub(crate) fn look_again(&self, uri: &Uri) {
        lock(&self.texts).touched.insert(path_of(uri));
        self.look.notify_one();
    }

    /// The files that are to be looked at again; each is told once.
    pub(crate) fn take_touched(&self) -> BTreeSet<PathBuf> {
        std::mem::take(&mut lock(&self.texts).touched).iter().filter_map(file_of).collect()
    }

    /// The folders that are open and lie on the disk.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        lock(&self.layers).folders.iter().filter_map(|folder| file_of(&path_of(folder))).collect()
    }

    /// The open documents that are ours and would lie on the disk.
    pub(crate) fn open_files(&self) -> Vec<PathBuf> {
        let analysis = self.read_all();
        let is_ours = |path: &&FilePath| {
            let document = analysis.project.document(path);
            path.base_name() == PROJECT_FILE
                || document.is_some_and(|document| document.kind().is_some() || document.recognition.named.is_some())
        };
        let texts = lock(&self.texts);
        texts.open.keys().filter(is_ours).filter_map(file_of).collect()
    }

    /// The open documents whose surroundings were not read yet.
    pub(crate) fn unplaced(&self) -> HashSet<FilePath> {
        lock(&self.texts).unplaced.clone()
    }

    /// The surroundings of this document will be read soon: what is said of it before may be wrong.
    pub(crate) fn is_unplaced(&self, path: &FilePath) -> bool {
        lock(&self.texts).unplaced.contains(path)
    }

    /// The surroundings of these documents were read, or nobody waits for them any longer.
    pub(crate) fn set_placed(&self, paths: &HashSet<FilePath>) {
        let mut texts = lock(&self.texts);
        for path in paths {
            if texts.unplaced.remove(path) {
                texts.wait(path.clone());
            }
        }
        drop(texts);
        self.work.notify_one();
        self.placed.notify_waiters();
    }

    /// Waits until the surroundings of a document were read, or should have been.
    pub(crate) async fn wait_until_placed(&self, path: &FilePath) {
        let wait = async {
            loop {
                let mut placed = std::pin::pin!(self.placed.notified());
                placed.as_mut().enable();
                if !self.is_unplaced(path) {
                    return;
                }
                placed.await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, wait).await;
    }

    /// Takes in what was found on the disk.
    pub(crate) fn set_on_disk(&self, changes: Vec<Change>) {
        let mut analysis = lock(&self.analysis);
        let mut changed = Vec::new();
        for change in changes {
            // Here too: one bad file must not keep the others away.
            changed.extend(catch_unwind(AssertUnwindSafe(|| analysis.set_on_disk(change))));
        }
        let affected = analysis.project_files_above(changed);
        drop(analysis);
        self.check_again(affected);
    }

    /// Drops the texts of documents that are not open any more: what lies on the disk holds, once it was looked at since
    /// they were closed. Gives whether anything is another text now.
    pub(crate) fn drop_closed(&self) -> bool {
        let mut analysis = lock(&self.analysis);
        let texts = lock(&self.texts);
        let is_closed = |path: &&FilePath| !texts.open.contains_key(*path) && !texts.touched.contains(*path);
        let closed: Vec<FilePath> = analysis.revisions.keys().filter(is_closed).cloned().collect();
        drop(texts);
        let changed: Vec<FilePath> = closed.into_iter().filter(|path| analysis.drop_closed(path)).collect();
        let is_any = !changed.is_empty();
        let affected = analysis.project_files_above(changed);
        drop(analysis);
        if is_any {
            self.check_again(affected);
        }
        is_any
    }

    /// All project files that are known, open or not.
    pub(crate) fn project_files(&self) -> Vec<FilePath> {
        let analysis = lock(&self.analysis);
        let paths = analysis.project.documents().map(|document| &document.path);
        paths.filter(|path| path.base_name() == PROJECT_FILE).cloned().collect()
    }

    /// A document that is not open, as the disk holds it, with everything that is known.
    pub(crate) fn read_closed(&self, path: &FilePath) -> Option<Snapshot> {
        let project = self.read_all().project.clone();
        let document: Arc<Document> = project.document(path)?.clone();
        Some(Snapshot { project, document })
    }
}

impl Analysis {
    /// Takes one change in, and gives the file.
    fn set_on_disk(&mut self, change: Change) -> FilePath {
        let path = match &change {
            Change::Document(document) => document.path.clone(),
            Change::Text(path, _) => path.clone(),
            Change::Ignored(path, _) => {
                let path = path.clone();
                self.project.apply(change);
                return path;
            }
            Change::Settings(_) | Change::Answer(..) | Change::Account | Change::NoAccount => {
                unreachable!("only files come from the disk")
            }
        };
        // A document that was opened meanwhile is put over it by the next question.
        if !self.revisions.contains_key(&path) {
            self.project.apply(change.clone());
        }
        match change {
            Change::Text(_, None) => self.on_disk.remove(&path),
            change => self.on_disk.insert(path.clone(), change),
        };
        path
    }

    /// Puts what lies on the disk in the place of an open text. Gives whether that is another one.
    fn drop_closed(&mut self, path: &FilePath) -> bool {
        self.revisions.remove(path);
        let change = self.on_disk.get(path).cloned().unwrap_or(Change::Text(path.clone(), None));
        let on_disk = match &change {
            Change::Document(document) => Some(document.text()),
            Change::Text(_, text) => text.as_deref(),
            Change::Ignored(..) | Change::Settings(_) | Change::Answer(..) | Change::Account | Change::NoAccount => {
                None
            }
        };
        let is_another = self.project.document(path).map(|document| document.text()) != on_disk;
        self.project.apply(change);
        is_another
    }

    /// The project files among these, and those that may speak of them.
    fn project_files_above(&self, changed: Vec<FilePath>) -> Vec<FilePath> {
        let documents = self.project.documents().map(|document| &document.path);
        let speaks = |file: &&FilePath| {
            file.base_name() == PROJECT_FILE && changed.iter().any(|path| path.is_below(file.folder()))
        };
        let above: Vec<FilePath> = documents.filter(speaks).cloned().collect();
        // One of them may be gone.
        above.into_iter().chain(changed.into_iter().filter(|path| path.base_name() == PROJECT_FILE)).collect()
    }
}
