//! What the worker asks and when, under a clock that only moves when everybody waits.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use amplify_config::{Answer, Facts, Listing, PoolId, Reason, Region, UserPoolEntry, UserPoolFacts};
use tokio::time::{Instant, sleep};

use super::*;
use crate::directory::SoFar;

/// A directory that takes a second for each question and notes what happens.
#[derive(Default)]
struct Slow {
    log: Arc<Log>,
    /// Answers to questions about pools that begin with this, in turn; the last one again and again.
    answers: Vec<(&'static str, Mutex<Vec<Answer>>)>,
}

#[derive(Default)]
struct Log {
    asked: Mutex<Vec<Lookup>>,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
    dropped: AtomicUsize,
}

struct UnderWay(Arc<Log>, bool);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
        self.0.dropped.fetch_add(usize::from(!self.1), Ordering::SeqCst);
    }
}

impl AccountDirectory for Slow {
    async fn answer(&self, lookup: &Lookup, so_far: SoFar<'_>) -> Answer {
        self.log.asked.lock().unwrap().push(lookup.clone());
        let count = self.log.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.log.most_under_way.fetch_max(count, Ordering::SeqCst);
        let mut under_way = UnderWay(self.log.clone(), false);
        sleep(Duration::from_secs(1)).await;
        if lookup.is_list() {
            so_far(list(60, false));
            sleep(Duration::from_secs(9)).await;
            under_way.1 = true;
            return list(120, true);
        }
        under_way.1 = true;
        let name = lookup.pool().map_or("", |pool| pool.as_str().split('_').next_back().unwrap_or(""));
        assert!(!name.starts_with("Panic"), "this one panics");
        let script = self.answers.iter().find(|(start, _)| name.starts_with(start));
        script.map_or_else(known, |(_, answers)| {
            let mut answers = answers.lock().unwrap();
            if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() }
        })
    }
}

fn known() -> Answer {
    Answer::Known(Facts::UserPool(Arc::new(UserPoolFacts::default())))
}

fn list(count: usize, is_complete: bool) -> Answer {
    let id = PoolId::new("us-east-1_a1").unwrap();
    let items = vec![UserPoolEntry { id, name: String::new(), modified: None }; count];
    Answer::Known(Facts::UserPools(Arc::new(Listing { items, is_complete })))
}

fn pool(name: &str) -> Lookup {
    Lookup::UserPool(PoolId::new(&format!("us-east-1_{name}")).unwrap())
}

fn pools() -> Lookup {
    Lookup::UserPools(Region::new("us-east-1").unwrap())
}

fn file(name: &str) -> FilePath {
    FilePath::new(name)
}

struct Bench {
    worker: Worker,
    learned: mpsc::UnboundedReceiver<Change>,
    log: Arc<Log>,
    began: Instant,
}

/// A worker at work, in a runtime whose clock stands still unless everybody waits.
fn bench(answers: Vec<(&'static str, Vec<Answer>)>) -> Bench {
    let answers = answers.into_iter().map(|(start, answers)| (start, Mutex::new(answers))).collect();
    let directory = Slow { answers, ..Slow::default() };
    let log = directory.log.clone();
    let (sender, learned) = mpsc::unbounded_channel();
    let began = Instant::now();
    let clock: Clock = Arc::new(move || Moment(began.elapsed().as_secs()));
    let (worker, task) = Worker::new(directory, clock, sender);
    tokio::spawn(task);
    Bench { worker, learned, log, began }
}

impl Bench {
    fn asked(&self) -> Vec<Lookup> {
        self.log.asked.lock().unwrap().clone()
    }

    async fn next(&mut self) -> (u64, Change) {
        let change = self.learned.recv().await.expect("the worker is there");
        (self.began.elapsed().as_millis() as u64, change)
    }

    /// What was learned so far, in short.
    fn learned(&mut self) -> Vec<String> {
        let mut learned = Vec::new();
        while let Ok(change) = self.learned.try_recv() {
            learned.push(match change {
                Change::Answer(_, Answer::Known(Facts::UserPools(list)), _) => format!("{} pools", list.items.len()),
                Change::Answer(_, Answer::Known(_), _) => "known".to_owned(),
                Change::Answer(_, Answer::Absent, _) => "absent".to_owned(),
                Change::Answer(_, Answer::Unavailable(reason), _) => format!("{reason:?}"),
                Change::NoAccount => "no account".to_owned(),
                other => format!("{other:?}"),
            });
        }
        learned
    }
}

async fn pass(milliseconds: u64) {
    sleep(Duration::from_millis(milliseconds)).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_wanted_is_asked_once_it_has_settled() {
    let mut bench = bench(vec![]);
    // Somebody types an id.
    for name in ["a", "aB", "aBc", "aBcD"] {
        bench.worker.want(&file("a"), vec![pool(name)]);
        pass(100).await;
    }
    bench.worker.want(&file("b"), vec![pool("aBcD"), pool("other")]);
    let (time, change) = bench.next().await;
    assert!(matches!(change, Change::Answer(lookup, ..) if lookup == pool("aBcD")));
    assert_eq!(time, 300 + 250 + 1_000);
    pass(500).await;
    assert_eq!(bench.asked(), [pool("aBcD"), pool("other")]);
    // Fresh: nothing to ask.
    bench.worker.want(&file("a"), vec![pool("aBcD")]);
    pass(5_000).await;
    assert_eq!(bench.asked().len(), 2);
    // Stale.
    pass(60_000).await;
    bench.worker.want(&file("a"), vec![pool("aBcD")]);
    pass(5_000).await;
    assert_eq!(bench.asked().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn one_question_is_under_way_once() {
    let bench = bench(vec![]);
    bench.worker.want(&file("a"), vec![pool("x1")]);
    pass(500).await;
    let all: Vec<_> = (0..10).map(|_| bench.worker.ask(&file("a"), pool("x1"))).collect();
    for waiting in all {
        assert!(waiting.await.is_ok());
    }
    assert_eq!(bench.asked(), [pool("x1")]);
    assert_eq!(bench.began.elapsed().as_millis(), 1_250);
}

#[tokio::test(start_paused = true)]
async fn who_waits_comes_first_and_the_number_at_once_is_bounded() {
    let bench = bench(vec![]);
    let many: Vec<Lookup> = (0..50).map(|number| pool(&format!("w{number}"))).collect();
    bench.worker.want(&file("a"), many);
    pass(300).await;
    bench.worker.ask(&file("b"), pool("urgent")).await.unwrap();
    // In the second round.
    assert!(bench.began.elapsed() < Duration::from_secs(3));
    assert!(bench.asked().len() <= 3 * 8);
    pass(20_000).await;
    assert_eq!(bench.asked().len(), 51);
    assert_eq!(bench.log.most_under_way.load(Ordering::SeqCst), 8);
}

#[tokio::test(start_paused = true)]
async fn lists_that_go_on_keep_no_question_waiting() {
    let bench = bench(vec![]);
    let region = |number| Lookup::UserPools(Region::new(&format!("us-east-{number}")).unwrap());
    // As many as may be asked at the same time. Each takes ten seconds, and has a page after one.
    let lists: Vec<_> = (1..=8).map(|number| bench.worker.ask(&file("a"), region(number))).collect();
    for list in lists {
        assert!(list.await.is_ok());
    }
    bench.worker.ask(&file("b"), pool("x1")).await.unwrap();
    assert_eq!(bench.began.elapsed().as_millis(), 2_000);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_wants_any_more_is_not_asked_to_the_end() {
    let mut bench = bench(vec![]);
    bench.worker.want(&file("a"), vec![pool("x1"), pool("x2")]);
    bench.worker.want(&file("b"), vec![pool("x2")]);
    let listed = bench.worker.ask(&file("a"), pools()).await;
    assert!(listed.is_ok(), "the first page is enough to go on");
    bench.worker.close(&file("a"));
    pass(1).await;
    assert_eq!(bench.log.dropped.load(Ordering::SeqCst), 2, "the list and the first pool");
    pass(20_000).await;
    assert_eq!(bench.learned(), ["60 pools", "known"]);
}

#[tokio::test(start_paused = true)]
async fn after_clearing_nothing_of_before_comes() {
    let mut bench = bench(vec![]);
    bench.worker.want(&file("a"), vec![pool("x1")]);
    let waiting = bench.worker.ask(&file("a"), pools());
    pass(900).await;
    bench.worker.clear();
    assert!(waiting.await.is_err());
    pass(60_000).await;
    assert_eq!(bench.learned(), ["no account"]);
    // And it goes on as new.
    bench.worker.want(&file("a"), vec![pool("x1")]);
    pass(5_000).await;
    assert_eq!(bench.learned(), ["known"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_old_is_shown_at_once_and_renewed_behind() {
    let mut bench = bench(vec![]);
    bench.worker.ask(&file("a"), pools()).await.unwrap();
    pass(20_000).await;
    assert_eq!(bench.learned(), ["60 pools", "120 pools"]);
    pass(400_000).await;
    let before = bench.began.elapsed();
    let change = bench.worker.ask(&file("a"), pools()).await.unwrap();
    assert_eq!(bench.began.elapsed(), before);
    assert!(matches!(change, Change::Answer(_, answer, Moment(10)) if answer == list(120, true)));
    pass(20_000).await;
    assert_eq!(bench.learned(), ["120 pools"], "the first page does not hide the rest");
    assert_eq!(bench.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn trouble_that_passes_is_asked_about_again() {
    let offline = Answer::Unavailable(Reason::Offline);
    let mut bench = bench(vec![
        ("Off", vec![offline.clone(), offline, known()]),
        ("Out", vec![Answer::Unavailable(Reason::SignedOut)]),
    ]);
    bench.worker.want(&file("a"), vec![pool("Off1"), pool("Out1")]);
    pass(3_600_000).await;
    assert_eq!(bench.learned(), ["Offline", "SignedOut", "Offline", "known"]);
    assert_eq!(bench.asked().iter().filter(|lookup| **lookup == pool("Out1")).count(), 1);
    // The user signs in and goes on writing, or says so.
    bench.worker.want(&file("a"), vec![pool("Out1")]);
    pass(3_000).await;
    bench.worker.refresh();
    pass(3_000).await;
    assert_eq!(bench.asked().iter().filter(|lookup| **lookup == pool("Out1")).count(), 3);
}

#[tokio::test(start_paused = true)]
async fn trouble_in_a_closed_file_is_let_be() {
    let mut bench = bench(vec![("Off", vec![Answer::Unavailable(Reason::Offline)])]);
    bench.worker.want(&file("a"), vec![pool("Off1")]);
    pass(5_000).await;
    bench.worker.close(&file("a"));
    pass(3_600_000).await;
    assert_eq!(bench.learned(), ["Offline"]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_trouble_and_no_more() {
    let mut bench = bench(vec![]);
    bench.worker.want(&file("a"), vec![pool("Panic1"), pool("x1")]);
    pass(5_000).await;
    let mut learned = bench.learned();
    learned.sort();
    assert_eq!(learned, ["Trouble", "known"]);
}

#[tokio::test(start_paused = true)]
async fn the_task_ends_with_the_worker() {
    let (sender, mut learned) = mpsc::unbounded_channel();
    let directory = Slow::default();
    let log = directory.log.clone();
    let (worker, task) = Worker::new(directory, system_clock(), sender);
    let task = tokio::spawn(task);
    worker.want(&file("a"), vec![pool("x1")]);
    pass(500).await;
    drop(worker);
    task.await.unwrap();
    assert!(learned.recv().await.is_none());
    assert_eq!(log.under_way.load(Ordering::SeqCst), 0);
}
