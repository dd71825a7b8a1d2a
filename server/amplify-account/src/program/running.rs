//! One run of the program: its lines, its questions under way, its end.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use amplify_config::Reason;
use serde::Serialize;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};

use crate::message::{Greeting, OTHER_VERSION, PANIC, Question, Reply, Request, Response, VERSION};
use crate::settings::AccountSettings;

/// How long the program may take to end by itself once its input has ended.
const GRACE: Duration = Duration::from_secs(2);
/// No answer is longer.
const MAX_LINE: usize = 64 << 20;

/// A hand on the program, which ends when this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    lines: mpsc::UnboundedSender<String>,
    next: AtomicU64,
    shared: Arc<Shared>,
}

/// What the hand and the task that listens share.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    asked: Notify,
    has_answered: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    pending: HashMap<u64, mpsc::UnboundedSender<Reply>>,
    end: Option<End>,
}

/// How it ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    /// By itself or since it had to be ended, for this reason.
    Failed(Reason, Instant),
    /// Nobody attended to it any more, since the runtime in which it was started has ended.
    OfRuntime,
}

impl End {
    fn reason(self) -> Reason {
        match self {
            End::Failed(reason, _) => reason,
            End::OfRuntime => Reason::ProgramFailed,
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Starts the program, in a runtime of tokio.
    pub(super) fn start(program: &Path, settings: &AccountSettings) -> Result<Arc<Running>, Reason> {
        let greeting = Greeting { version: VERSION.to_owned(), settings };
        // A folder whose name is no Unicode cannot be told, and without it no file could be found to lie in it.
        let greeting = line(&greeting).ok_or(Reason::ProgramFailed)?;
        let mut command = Command::new(program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Ctrl-C is for this program; the other then sees its input end, and ends what it has started.
        #[cfg(unix)]
        command.process_group(0);
        // CREATE_NO_WINDOW: an editor has no console, and none is to be opened.
        #[cfg(windows)]
        command.creation_flags(0x0800_0000);
        let mut child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Reason::ProgramMissing,
            _ => Reason::ProgramFailed,
        })?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else { return Err(Reason::ProgramFailed) };
        let (lines, received) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::default());
        let writer = tokio::spawn(write(stdin, greeting, received));
        tokio::spawn(log(stderr));
        tokio::spawn(attend(child, stdout, writer, shared.clone(), settings.limits.patience));
        Ok(Arc::new(Running { lines, next: AtomicU64::new(0), shared }))
    }

    /// How it ended, if it did.
    pub(super) fn end(&self) -> Option<End> {
        self.shared.lock().end
    }

    /// It did its work for a while.
    pub(super) fn has_answered(&self) -> bool {
        self.shared.has_answered.load(Ordering::Relaxed)
    }

    fn send(&self, request: &Request) {
        if let Some(line) = line(request) {
            // When nobody writes any more, whoever waits is told so.
            let _ = self.lines.send(line);
        }
    }
}

/// A question under way. Dropping it takes it back.
pub(super) struct Pending {
    id: u64,
    running: Arc<Running>,
    replies: mpsc::UnboundedReceiver<Reply>,
}

impl Pending {
    pub(super) fn ask(running: Arc<Running>, question: Question) -> Result<Pending, Reason> {
        let id = running.next.fetch_add(1, Ordering::Relaxed);
        let (sender, replies) = mpsc::unbounded_channel();
        {
            let mut state = running.shared.lock();
            if let Some(end) = state.end {
                return Err(end.reason());
            }
            state.pending.insert(id, sender);
        }
        running.send(&Request::Ask { id, question });
        running.shared.asked.notify_one();
        Ok(Pending { id, running, replies })
    }

    /// What is said next, or why nothing will be.
    pub(super) async fn next(&mut self) -> Result<Reply, Reason> {
        let reply = self.replies.recv().await;
        reply.ok_or_else(|| self.running.end().map_or(Reason::ProgramFailed, End::reason))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.running.shared.lock().pending.remove(&self.id).is_some() {
            self.running.send(&Request::Cancel { id: self.id });
        }
    }
}

fn line(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok().map(|text| text + "\n")
}

/// Writes until nobody has a question any more, or nobody reads; either way the input of the program then ends.
async fn write(mut stdin: ChildStdin, greeting: String, mut lines: mpsc::UnboundedReceiver<String>) {
    let mut next = Some(greeting);
    while let Some(line) = next {
        if stdin.write_all(line.as_bytes()).await.is_err() || stdin.flush().await.is_err() {
            return;
        }
        next = lines.recv().await;
    }
}

/// Passes on where the program panicked. What else it may say there could hold anything.
async fn log(stderr: ChildStderr) {
    // No such line is long, and whoever writes without an end is not read without one.
    let mut lines = BufReader::new(stderr.take(1 << 20)).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.starts_with(PANIC) {
            tracing::debug!("{}: {line}", super::PROGRAM);
        }
    }
}

/// However it comes to it, whoever waits is told that nothing more will come.
struct Farewell(Arc<Shared>);

impl Farewell {
    fn say(&self, end: End) {
        let mut state = self.0.lock();
        state.end.get_or_insert(end);
        state.pending.clear();
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        self.say(End::OfRuntime);
    }
}

/// Hands out what the program says, until it ends, is silent while it should speak, or is not needed any more.
async fn attend(
    mut child: Child,
    stdout: ChildStdout,
    mut writer: JoinHandle<()>,
    shared: Arc<Shared>,
    patience: Duration,
) {
    let farewell = Farewell(shared.clone());
    let mut lines = Lines { stdout, buffer: Vec::new(), looked: 0 };
    let mut silent_since: Option<Instant> = None;
    let mut reason = loop {
        tokio::select! {
            line = lines.next() => match line.as_deref().map(serde_json::from_slice) {
                Some(Ok(response)) => silent_since = hear(&shared, response).then(Instant::now),
                Some(Err(_)) | None => break Reason::ProgramFailed,
            },
            () = shared.asked.notified() => silent_since = silent_since.or_else(|| Some(Instant::now())),
            () = sleep_until(silent_since.unwrap_or_else(Instant::now) + patience), if silent_since.is_some() => {
                break Reason::ProgramSilent;
            }
            _ = &mut writer => break Reason::ProgramFailed,
        }
    };
    writer.abort();
    // Both ends of its work are closed to it, so it need not wait for anybody.
    drop(lines);
    match timeout(GRACE, child.wait()).await {
        Ok(status) => {
            let code = status.ok().and_then(|status| status.code());
            if code == Some(OTHER_VERSION.into()) {
                reason = Reason::ProgramDiffers;
            }
        }
        Err(_) => end(&mut child).await,
    }
    farewell.say(End::Failed(reason, Instant::now()));
}

/// Ends it with all that stayed in its group.
async fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = child.id().and_then(|id| rustix::process::Pid::from_raw(id as i32)) {
        // It may have ended just now.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill().await;
}

/// Hands a reply to whoever waits for it. Says whether somebody still waits for something.
fn hear(shared: &Shared, response: Response) -> bool {
    let mut state = shared.lock();
    if let Response::Said { id, reply } = response {
        shared.has_answered.store(true, Ordering::Relaxed);
        if reply.is_last() {
            // Whoever gave up meanwhile needs no answer.
            if let Some(waiting) = state.pending.remove(&id) {
                let _ = waiting.send(reply);
            }
        } else if let Some(waiting) = state.pending.get(&id) {
            let _ = waiting.send(reply);
        }
    }
    !state.pending.is_empty()
}

/// The lines of the program. Waiting for one can be given up without losing any of it.
struct Lines {
    stdout: ChildStdout,
    buffer: Vec<u8>,
    /// There is no end of a line before this place.
    looked: usize,
}

impl Lines {
    /// The next line; `None` at the end, and when there is none in all that came.
    async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(end) = self.buffer[self.looked..].iter().position(|byte| *byte == b'\n') {
                let rest = self.buffer.split_off(self.looked + end + 1);
                self.looked = 0;
                return Some(std::mem::replace(&mut self.buffer, rest));
            }
            self.looked = self.buffer.len();
            if self.buffer.len() > MAX_LINE || self.stdout.read_buf(&mut self.buffer).await.ok()? == 0 {
                return None;
            }
        }
    }
}
