//! The life of the program that asks AWS: settings on its first line of input, then questions; answers on its output.
//!
//! It ends with its input, whatever it is doing, and ends what it has started: an editor that is gone leaves nothing
//! behind. It prints nothing else, and a panic only with its place.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::sync::{Arc, mpsc as threads};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval};

use amplify_account::message::{Greeting, Head, OTHER_VERSION, PANIC, Question, Reply, Request, Response, VERSION};
use amplify_account::{AccountDirectory, AccountSettings};

use crate::origin::{endpoint, origin, profiles};
use crate::{Cognito, credential_process};

/// How long an orderly end may take.
const GRACE: Duration = Duration::from_secs(1);

/// Answers until the input ends.
#[allow(clippy::print_stderr, reason = "it is the one thing that is said there")]
pub fn serve() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("{PANIC}{place}");
    }));
    let (sender, lines) = mpsc::unbounded_channel();
    // A thread, so that the end of the input is seen even when all else hangs.
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if line.is_err() || sender.send(line.unwrap_or_default()).is_err() {
                break;
            }
        }
        drop(sender);
        std::thread::sleep(GRACE);
        credential_process::end_all();
        std::process::exit(0);
    });
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return ExitCode::FAILURE;
    };
    let status = runtime.block_on(answer_all(lines));
    // What waits for a name to be looked up, or for a program, is dropped.
    runtime.shutdown_background();
    credential_process::end_all();
    status
}

/// Answers what these lines ask.
async fn answer_all(mut lines: mpsc::UnboundedReceiver<String>) -> ExitCode {
    let Some(first) = lines.recv().await else { return ExitCode::SUCCESS };
    match serde_json::from_str::<Head>(&first) {
        Ok(head) if head.version == VERSION => {}
        Ok(_) => return OTHER_VERSION.into(),
        Err(_) => return ExitCode::FAILURE,
    }
    let Ok(Greeting { settings, .. }) = serde_json::from_str::<Greeting>(&first) else { return ExitCode::FAILURE };
    let mut beat = interval((settings.limits.patience / 4).max(Duration::from_millis(1)));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let asked = Arc::new(Asked { cognito: Cognito::new(settings.clone()), settings });
    let out = output();
    let (mut tasks, mut under_way) = (JoinSet::new(), HashMap::<u64, AbortHandle>::new());
    loop {
        tokio::select! {
            line = lines.recv() => match line.as_deref().map(serde_json::from_str) {
                Some(Ok(Request::Ask { id, question })) => {
                    let (asked, work) = (asked.clone(), Work { id, out: out.clone(), is_done: false });
                    under_way.insert(id, tasks.spawn(work.run(asked, question)));
                }
                Some(Ok(Request::Cancel { id })) => {
                    if let Some(task) = under_way.remove(&id) {
                        task.abort();
                    }
                }
                Some(Err(_)) => return ExitCode::FAILURE,
                None => return ExitCode::SUCCESS,
            },
            Some(done) = tasks.join_next() => {
                if let Ok(id) = done {
                    under_way.remove(&id);
                }
            }
            _ = beat.tick(), if !tasks.is_empty() => {
                let _ = out.send(Response::Busy);
            }
        }
    }
}

/// Who is asked.
struct Asked {
    cognito: Cognito,
    settings: AccountSettings,
}

/// A question that is worked on. However that ends, something is said.
struct Work {
    id: u64,
    out: threads::Sender<Response>,
    is_done: bool,
}

impl Work {
    async fn run(mut self, asked: Arc<Asked>, question: Question) -> u64 {
        let Asked { cognito, settings } = &*asked;
        let reply = match question {
            Question::Lookup(lookup) => {
                let so_far = {
                    let (out, id) = (self.out.clone(), self.id);
                    // Nobody listens any more only while the program ends.
                    move |answer| drop(out.send(Response::Said { id, reply: Reply::SoFar(answer) }))
                };
                Reply::Answer(cognito.answer(&lookup, &so_far).await)
            }
            Question::Origin => Reply::Origin(origin(settings).await),
            Question::Profiles => Reply::Profiles(profiles(settings).await),
            Question::Endpoint => Reply::Endpoint(endpoint(settings).await),
            Question::HomeRegion => Reply::HomeRegion(cognito.home_region().await),
        };
        self.say(reply);
        self.id
    }

    fn say(&mut self, reply: Reply) {
        self.is_done = true;
        let _ = self.out.send(Response::Said { id: self.id, reply });
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if !self.is_done {
            self.say(Reply::Failed);
        }
    }
}

/// Writes what it is sent, in a thread, for whoever reads may be slow.
fn output() -> threads::Sender<Response> {
    let (sender, responses) = threads::channel::<Response>();
    std::thread::spawn(move || {
        let mut out = std::io::stdout().lock();
        for response in responses {
            let Ok(mut line) = serde_json::to_vec(&response) else { continue };
            line.push(b'\n');
            if out.write_all(&line).and_then(|()| out.flush()).is_err() {
                // Nobody reads. The input ends soon, too.
                return;
            }
        }
    });
    sender
}
