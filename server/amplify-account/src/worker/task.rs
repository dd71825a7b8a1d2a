//! The task behind a worker. All of its state is its own; what it starts reports back through one channel.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use amplify_config::{Answer, Change, FilePath, Lookup, Reason};
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use super::{Clock, Command};
use crate::cache::{Cache, Remembered, is_whole, passes_by_itself};
use crate::directory::AccountDirectory;

/// How long a question must have been wanted before it is asked. Longer than the pause between two key strokes.
const SETTLES: Duration = Duration::from_millis(250);
/// So many questions at the same time, lists that have something to show not counted: they may take minutes. The
/// directory has its own bounds for calls.
const MAX_FLIGHTS: usize = 8;

struct Task<D> {
    directory: Arc<D>,
    clock: Clock,
    began: Instant,
    cache: Cache,
    wanted: HashMap<FilePath, Vec<Lookup>>,
    asked: HashMap<FilePath, HashSet<Lookup>>,
    waiting: HashMap<Lookup, Vec<oneshot::Sender<Change>>>,
    urgent: VecDeque<Lookup>,
    /// What is asked when its time comes; few, for files raise few.
    later: Vec<(Instant, Lookup)>,
    flights: HashMap<Lookup, Flight>,
    next_flight: u64,
    reports: mpsc::UnboundedSender<Report>,
    learned: mpsc::UnboundedSender<Change>,
}

struct Flight {
    number: u64,
    task: AbortHandle,
    /// There is something to show already.
    goes_on: bool,
}

/// What a flight says.
struct Report {
    lookup: Lookup,
    flight: u64,
    answer: Answer,
    is_last: bool,
}

/// Says the last word of a flight even when it panics.
struct Landing {
    lookup: Lookup,
    flight: u64,
    reports: mpsc::UnboundedSender<Report>,
    answer: Option<Answer>,
}

impl Drop for Landing {
    fn drop(&mut self) {
        let answer = self.answer.take().unwrap_or(Answer::Unavailable(Reason::Trouble));
        let report = Report { lookup: self.lookup.clone(), flight: self.flight, answer, is_last: true };
        // Nobody listens when the worker is gone.
        let _ = self.reports.send(report);
    }
}

pub(super) async fn run<D: AccountDirectory>(
    directory: Arc<D>,
    clock: Clock,
    mut commands: mpsc::UnboundedReceiver<Command>,
    learned: mpsc::UnboundedSender<Change>,
) {
    let (reports, mut reported) = mpsc::unbounded_channel();
    let mut task = Task {
        directory,
        clock,
        began: Instant::now(),
        cache: Cache::default(),
        wanted: HashMap::new(),
        asked: HashMap::new(),
        waiting: HashMap::new(),
        urgent: VecDeque::new(),
        later: Vec::new(),
        flights: HashMap::new(),
        next_flight: 0,
        reports,
        learned,
    };
    loop {
        let wake = task.start_what_is_due();
        tokio::select! {
            // In this order a burst of commands is taken in before anything is started for the first of them.
            biased;
            command = commands.recv() => match command {
                Some(command) => task.obey(command),
                None => break,
            },
            Some(report) = reported.recv() => task.hear(report),
            () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {}
        }
    }
    task.flights.values().for_each(|flight| flight.task.abort());
}

impl<D: AccountDirectory> Task<D> {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Want(file, lookups) => self.want(file, lookups),
            Command::Ask(file, lookup, answer) => self.ask(file, lookup, answer),
            Command::Close(file) => {
                self.wanted.remove(&file);
                self.asked.remove(&file);
                self.drop_unwanted();
            }
            Command::Refresh => {
                let now = self.now();
                self.cache.age_all(now);
                let wanted: HashSet<Lookup> = self.wanted.values().flatten().cloned().collect();
                for lookup in wanted {
                    self.ask_at(Instant::now(), lookup);
                }
            }
            Command::Clear => {
                self.flights.drain().for_each(|(_, flight)| flight.task.abort());
                self.cache.clear();
                self.wanted.clear();
                self.asked.clear();
                self.waiting.clear();
                self.urgent.clear();
                self.later.clear();
                self.tell(Change::NoAccount);
            }
        }
    }

    fn want(&mut self, file: FilePath, lookups: Vec<Lookup>) {
        let now = self.now();
        for lookup in &lookups {
            if !matches!(self.cache.look(lookup, now), Remembered::Fresh(..)) {
                self.ask_at(Instant::now() + SETTLES, lookup.clone());
            }
        }
        if lookups.is_empty() {
            self.wanted.remove(&file);
        } else {
            self.wanted.insert(file, lookups);
        }
        self.drop_unwanted();
    }

    fn ask(&mut self, file: FilePath, lookup: Lookup, answer: oneshot::Sender<Change>) {
        let now = self.now();
        self.asked.entry(file).or_default().insert(lookup.clone());
        let is_fresh = match self.cache.look(&lookup, now) {
            // Of no use to whoever waits when it goes on: the flight is there already.
            Remembered::Fresh(known, at) => {
                let _ = answer.send(Change::Answer(lookup.clone(), known, at));
                true
            }
            Remembered::Stale(known, at) => {
                let _ = answer.send(Change::Answer(lookup.clone(), known, at));
                false
            }
            Remembered::Nothing => {
                self.waiting.entry(lookup.clone()).or_default().push(answer);
                false
            }
        };
        if !is_fresh && !self.flights.contains_key(&lookup) && !self.urgent.contains(&lookup) {
            self.later.retain(|(_, other)| *other != lookup);
            self.urgent.push_back(lookup);
        }
    }

    /// Asks then, or earlier if that was meant already.
    fn ask_at(&mut self, time: Instant, lookup: Lookup) {
        if self.flights.contains_key(&lookup) || self.urgent.contains(&lookup) {
            return;
        }
        match self.later.iter_mut().find(|(_, other)| *other == lookup) {
            Some((planned, _)) => *planned = time.min(*planned),
            None => self.later.push((time, lookup)),
        }
    }

    fn is_wanted(&self, lookup: &Lookup) -> bool {
        self.wanted.values().any(|lookups| lookups.contains(lookup))
            || self.asked.values().any(|lookups| lookups.contains(lookup))
    }

    /// Stops what nobody wants any more.
    fn drop_unwanted(&mut self) {
        let unwanted: HashSet<Lookup> = {
            let planned = self.later.iter().map(|(_, lookup)| lookup).chain(&self.urgent).chain(self.flights.keys());
            planned.filter(|lookup| !self.is_wanted(lookup)).cloned().collect()
        };
        for lookup in &unwanted {
            if let Some(flight) = self.flights.remove(lookup) {
                flight.task.abort();
            }
            self.waiting.remove(lookup);
        }
        self.later.retain(|(_, lookup)| !unwanted.contains(lookup));
        self.urgent.retain(|lookup| !unwanted.contains(lookup));
    }

    /// Starts what is due, and says when there may be more to start.
    fn start_what_is_due(&mut self) -> Option<Instant> {
        while !self.is_full() {
            let Some(lookup) = self.urgent.pop_front() else { break };
            self.start(lookup);
        }
        let now = Instant::now();
        while !self.is_full() {
            // Those that were planned first are due first; `later` is in the order of planning.
            let Some(at) = self.later.iter().position(|(time, _)| *time <= now) else { break };
            let (_, lookup) = self.later.remove(at);
            self.start(lookup);
        }
        let is_full = self.is_full();
        self.later.iter().map(|(time, _)| *time).filter(|_| !is_full).min()
    }

    fn is_full(&self) -> bool {
        self.flights.values().filter(|flight| !flight.goes_on).count() >= MAX_FLIGHTS
    }

    fn start(&mut self, lookup: Lookup) {
        let number = self.next_flight;
        self.next_flight += 1;
        let (directory, reports, asked) = (Arc::clone(&self.directory), self.reports.clone(), lookup.clone());
        let task = tokio::spawn(async move {
            let (lookup, flight) = (asked.clone(), number);
            let mut landing = Landing { lookup, flight, reports: reports.clone(), answer: None };
            let so_far = |answer| {
                let _ = reports.send(Report { lookup: asked.clone(), flight: number, answer, is_last: false });
            };
            landing.answer = Some(directory.answer(&asked, &so_far).await);
        });
        self.flights.insert(lookup, Flight { number, task: task.abort_handle(), goes_on: false });
    }

    fn hear(&mut self, report: Report) {
        let Report { lookup, flight, answer, is_last } = report;
        match self.flights.get_mut(&lookup) {
            Some(current) if current.number == flight => current.goes_on = !is_last,
            _ => return,
        }
        let (at, now) = ((self.clock)(), self.now());
        if is_last {
            self.flights.remove(&lookup);
        } else if let Remembered::Fresh(known, _) | Remembered::Stale(known, _) = self.cache.look(&lookup, now)
            && is_whole(&known)
        {
            // The beginning of a list would hide the rest of what was known.
            return;
        }
        self.cache.keep(&lookup, &answer, at, now);
        if let (Answer::Unavailable(reason), true) = (&answer, is_last)
            && passes_by_itself(*reason)
            && self.is_wanted(&lookup)
            && let Some(due) = self.cache.due(&lookup)
        {
            self.ask_at(self.began + due, lookup.clone());
        }
        for waiting in self.waiting.remove(&lookup).unwrap_or_default() {
            // Whoever waited may have given up.
            let _ = waiting.send(Change::Answer(lookup.clone(), answer.clone(), at));
        }
        self.tell(Change::Answer(lookup, answer, at));
    }

    fn tell(&self, change: Change) {
        // Nobody listens any more only while the program ends.
        let _ = self.learned.send(change);
    }
}
