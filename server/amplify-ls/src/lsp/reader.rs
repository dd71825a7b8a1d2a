//! The task that follows the disk: reads what stands around the open documents and in the open folders, and reads it
//! again when the editor says that it may be different.
//!
//! What speaks of the open documents is read first, since their findings wait for it; whole folders are looked through
//! beside that. Nothing is read before the session is initialized, and nothing in a method of the protocol.

use std::collections::VecDeque;
use std::future::pending;
use std::path::PathBuf;
use std::sync::Arc;

use amplify_config::Change;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use tower_lsp::Client;

use super::disk::{Disk, Walked, walk};
use super::log::Journal;
use super::lsp_types::MessageType;
use super::state::{PATIENCE, State};
use super::worker::pull_diagnostics_again;

/// Works until the session ends.
pub(crate) async fn run(state: Arc<State>, client: Client, journal: Journal) {
    let mut reader = Reader { state, client, journal, disk: Disk::default() };
    let mut stale: VecDeque<PathBuf> = VecDeque::new();
    let mut walking: Option<(PathBuf, JoinHandle<Walked>)> = None;
    loop {
        let news = reader.look().await;
        stale.extend(news.into_iter().filter(|root| !stale.contains(root)).collect::<Vec<_>>());
        if walking.is_none() && stale.is_empty() {
            reader.drop_closed().await;
        }
        if walking.is_none() {
            let next = stale.pop_front();
            walking = next.map(|root| (root.clone(), spawn_blocking(move || walk(&root))));
        }
        tokio::select! {
            () = reader.state.look.notified() => {}
            walked = finish(&mut walking) => {
                if let Some((root, _)) = walking.take() {
                    reader.take_walked(root, walked);
                }
            }
        }
    }
}

/// What was found; never, while nobody looks.
async fn finish(walking: &mut Option<(PathBuf, JoinHandle<Walked>)>) -> Result<Walked, JoinError> {
    match walking {
        Some((_, walk)) => walk.await,
        None => pending().await,
    }
}

struct Reader {
    state: Arc<State>,
    client: Client,
    journal: Journal,
    disk: Disk,
}

impl Reader {
    /// Reads what may be different. Gives the folders that must be looked through.
    async fn look(&mut self) -> Vec<PathBuf> {
        let touched = self.state.take_touched();
        let unplaced = self.state.unplaced();
        let roots = self.state.folders();
        let state = self.state.clone();
        let (stale, open, near) = self
            .blocking(move |disk| {
                let stale = disk.set_roots(&roots, &touched);
                let open = state.open_files();
                let near = disk.look_near(&open, &touched);
                (stale, open, near)
            })
            .await;
        // Of those that are waited for nothing was said that could be different.
        let is_told = self.take(near) && self.state.open_paths().iter().any(|path| !unplaced.contains(path));
        self.state.set_placed(&unplaced);
        let far = self.blocking(move |disk| disk.look_far(&open)).await;
        if (self.take(far) || is_told) && !self.state.open_paths().is_empty() {
            pull_diagnostics_again(&self.state, &self.client);
        }
        stale
    }

    /// Drops the texts of closed documents, now that it is known what the disk holds: before, a document that was saved
    /// and closed would show for a moment what it was before.
    async fn drop_closed(&mut self) {
        let state = self.state.clone();
        let is_told = self.blocking(move |_| state.drop_closed()).await;
        if is_told && !self.state.open_paths().is_empty() {
            pull_diagnostics_again(&self.state, &self.client);
        }
    }

    /// Runs work on the disk on another thread. While that lasts too long nobody is kept waiting.
    async fn blocking<T: Default + Send + 'static>(&mut self, work: impl FnOnce(&mut Disk) -> T + Send + 'static) -> T {
        let mut disk = std::mem::take(&mut self.disk);
        let mut work = spawn_blocking(move || {
            let result = work(&mut disk);
            (disk, result)
        });
        loop {
            tokio::select! {
                done = &mut work => match done {
                    Ok((disk, result)) => {
                        self.disk = disk;
                        return result;
                    }
                    Err(_) => {
                        self.journal.write(MessageType::Error, "A fault of amplify-ls: the surroundings of files were not read");
                        return T::default();
                    }
                },
                () = tokio::time::sleep(PATIENCE) => self.state.set_placed(&self.state.unplaced()),
            }
        }
    }

    /// Gives whether there was anything.
    fn take(&self, changes: Vec<Change>) -> bool {
        let is_any = !changes.is_empty();
        if is_any {
            self.state.set_on_disk(changes);
        }
        is_any
    }

    fn take_walked(&mut self, root: PathBuf, walked: Result<Walked, JoinError>) {
        let walked = walked.unwrap_or_default();
        if walked.is_cut {
            let message = "An open folder is so large that not all Amplify files in it are compared with each other";
            self.journal.write(MessageType::Info, message);
        }
        self.disk.set_walked(root, walked);
    }
}
