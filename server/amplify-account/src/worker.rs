//! The background task that asks: each question once at a time, the urgent first, no more than is wanted.
//!
//! Whoever holds the [`Worker`] never waits for it. What is learned comes out as changes of a project, in the order in
//! which they are to be applied; after [`Worker::clear`] nothing of before comes any more. Dropping it ends the task.

use std::future::Future;
use std::sync::Arc;

use amplify_config::{Change, FilePath, Lookup, Moment};
use tokio::sync::{mpsc, oneshot};

use crate::directory::AccountDirectory;

mod task;
#[cfg(test)]
mod tests;

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// The clock of this machine.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Moment(since.map_or(0, |since| since.as_secs()))
    })
}

/// A hand on the background task.
#[derive(Clone, Debug)]
pub struct Worker {
    commands: mpsc::UnboundedSender<Command>,
}

#[derive(Debug)]
enum Command {
    Want(FilePath, Vec<Lookup>),
    Ask(FilePath, Lookup, oneshot::Sender<Change>),
    Close(FilePath),
    Refresh,
    Clear,
}

impl Worker {
    /// A worker and the task that must be run for it, in a runtime of tokio. What is learned goes to `learned`.
    pub fn new<D: AccountDirectory>(
        directory: D,
        clock: Clock,
        learned: mpsc::UnboundedSender<Change>,
    ) -> (Worker, impl Future<Output = ()> + Send) {
        let (commands, received) = mpsc::unbounded_channel();
        let task = task::run(Arc::new(directory), clock, received, learned);
        (Worker { commands }, task)
    }

    /// These are now the questions that a file raises, instead of those before. They are asked when they have been
    /// wanted for a moment, so that what somebody is still typing is not asked about.
    pub fn want(&self, file: &FilePath, lookups: Vec<Lookup>) {
        self.send(Command::Want(file.clone(), lookups));
    }

    /// Somebody waits for this, with the cursor in that file. Resolves as soon as there is anything to show: a list may
    /// go on, and what is old may be renewed. The change comes out where all do as well. An error: nobody will know.
    pub fn ask(&self, file: &FilePath, lookup: Lookup) -> oneshot::Receiver<Change> {
        let (answer, waiting) = oneshot::channel();
        self.send(Command::Ask(file.clone(), lookup, answer));
        waiting
    }

    /// The file is closed: what only it wanted is not asked any more, not even to the end.
    pub fn close(&self, file: &FilePath) {
        self.send(Command::Close(file.clone()));
    }

    /// Whatever is wanted is asked again.
    pub fn refresh(&self) {
        self.send(Command::Refresh);
    }

    /// Forgets everything and stops asking, also about what was wanted.
    pub fn clear(&self) {
        self.send(Command::Clear);
    }

    fn send(&self, command: Command) {
        // The task is gone only when the runtime is: then nobody waits either.
        let _ = self.commands.send(command);
    }
}
