//! The port over another program, `amplify-ls-account`, which alone holds the AWS SDK: started at the first question,
//! from beside this one, and ended with whoever asks.
//!
//! Whatever happens over there, here it is an answer that says so. A program that ended is started anew at a later
//! question, after a pause that grows, never in a loop.

mod running;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use amplify_config::{Answer, Lookup, Reason, Region};
use tokio::time::Instant;

use crate::directory::{AccountDirectory, SoFar};
use crate::message::{Question, Reply};
use crate::origin::{Origin, ProfileEntry};
use crate::settings::AccountSettings;
use running::{End, Pending, Running};

/// What the program is called.
pub const PROGRAM: &str = "amplify-ls-account";

/// The first pause after a failure; each further one is twice as long, to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Asks AWS by the program.
#[derive(Debug)]
pub struct AwsProgram {
    settings: AccountSettings,
    program: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: Option<Arc<Running>>,
    failure: Option<Failure>,
}

#[derive(Clone, Copy, Debug)]
struct Failure {
    reason: Reason,
    at: Instant,
    in_a_row: u32,
}

impl Failure {
    fn is_over(&self) -> bool {
        self.at.elapsed() >= (PAUSE * (1 << (self.in_a_row - 1).min(6))).min(LONGEST_PAUSE)
    }
}

impl AwsProgram {
    /// Asks as these settings say. Nothing is started before the first question.
    pub fn new(settings: AccountSettings) -> AwsProgram {
        AwsProgram { settings, program: beside(), state: Mutex::default() }
    }

    /// The same with another program, for tests: neither a setting nor the environment may name one.
    pub fn at(program: &Path, settings: AccountSettings) -> AwsProgram {
        AwsProgram { settings, program: Some(program.to_owned()), state: Mutex::default() }
    }

    /// Where credentials would come from, or why there would be none.
    pub async fn origin(&self) -> Result<Origin, Reason> {
        match self.ask_once(Question::Origin).await? {
            Reply::Origin(origin) => origin,
            _ => Err(Reason::ProgramFailed),
        }
    }

    /// The profiles of the AWS configuration, by name. Empty when there are none, or when an opened folder brought them.
    pub async fn profiles(&self) -> Result<Vec<ProfileEntry>, Reason> {
        match self.ask_once(Question::Profiles).await? {
            Reply::Profiles(profiles) => Ok(profiles),
            _ => Err(Reason::ProgramFailed),
        }
    }

    /// Where user pools are asked for instead of AWS, if anywhere.
    pub async fn endpoint(&self) -> Result<Option<String>, Reason> {
        match self.ask_once(Question::Endpoint).await? {
            Reply::Endpoint(endpoint) => endpoint,
            _ => Err(Reason::ProgramFailed),
        }
    }

    /// The region that the environment or the profile names, for files that name none.
    pub async fn home_region(&self) -> Result<Option<Region>, Reason> {
        if !self.settings.enabled || self.settings.check_files().is_err() {
            return Ok(None);
        }
        match self.ask_once(Question::HomeRegion).await? {
            Reply::HomeRegion(region) => Ok(region),
            _ => Err(Reason::ProgramFailed),
        }
    }

    async fn ask_once(&self, question: Question) -> Result<Reply, Reason> {
        self.ask(question)?.next().await
    }

    fn ask(&self, question: Question) -> Result<Pending, Reason> {
        let running = self.running()?;
        Pending::ask(running, question)
    }

    /// The program that runs; one is started if none does.
    fn running(&self) -> Result<Arc<Running>, Reason> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = &state.running {
            let before = state.failure.filter(|_| !running.has_answered()).map_or(0, |failure| failure.in_a_row);
            match running.end() {
                None => return Ok(running.clone()),
                Some(End::OfRuntime) => *state = State::default(),
                Some(End::Failed(reason, at)) => {
                    *state = State { running: None, failure: Some(Failure { reason, at, in_a_row: before + 1 }) };
                }
            }
        }
        if let Some(failure) = state.failure.filter(|failure| !failure.is_over()) {
            return Err(failure.reason);
        }
        let started = match &self.program {
            Some(program) => Running::start(program, &self.settings),
            None => Err(Reason::ProgramMissing),
        };
        match started {
            Ok(running) => {
                state.running = Some(running.clone());
                Ok(running)
            }
            Err(reason) => {
                let in_a_row = state.failure.map_or(0, |failure| failure.in_a_row) + 1;
                state.failure = Some(Failure { reason, at: Instant::now(), in_a_row });
                Err(reason)
            }
        }
    }
}

impl AccountDirectory for AwsProgram {
    async fn answer(&self, lookup: &Lookup, so_far: SoFar<'_>) -> Answer {
        // What is not asked does not start a program, either.
        let allowed = self.settings.allows(lookup.region()).and_then(|()| self.settings.check_files());
        let mut pending = match allowed.and_then(|()| self.ask(Question::Lookup(lookup.clone()))) {
            Ok(pending) => pending,
            Err(reason) => return Answer::Unavailable(reason),
        };
        loop {
            match pending.next().await {
                Ok(Reply::SoFar(answer)) => so_far(answer),
                Ok(Reply::Answer(answer)) => return answer,
                Ok(_) => return Answer::Unavailable(Reason::Trouble),
                Err(reason) => return Answer::Unavailable(reason),
            }
        }
    }
}

/// The program beside this one. Package managers put links into PATH; beside the file that a link leads to is the other.
fn beside() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let own = if own.is_symlink() { own.canonicalize().ok()? } else { own };
    Some(own.with_file_name(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX)))
}
