//! Figures, not assertions of speed: `cargo test -p amplify-cognito --test account -- --ignored --nocapture scale`.

#![allow(clippy::print_stderr, reason = "figures are for whoever runs this")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use amplify_account::{AccountDirectory, AccountSettings, Limits, Worker, system_clock};
use amplify_cognito::Cognito;
use amplify_config::{Answer, Change, Facts, FilePath, Lookup, Project};

use crate::emulator::ministack;
use crate::stub::{Reply, Stub};
use crate::{ask, pool, region, settings};

/// Memory of this process now, and at its most, in MB.
fn memory() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("0");
        line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}

#[tokio::test]
#[ignore = "takes minutes, and asserts only what must hold on any machine"]
async fn ten_thousand_of_everything() {
    let large = ministack(&[], &["--pools", "10000", "--clients", "10000"]);
    let before = memory();
    let cognito = Cognito::new(settings(&large.endpoint));
    let south = region("ap-southeast-2");
    let first = pool(large.text("/many/pool"));
    for (name, lookup) in [("pools", Lookup::UserPools(south)), ("clients", Lookup::Clients(first))] {
        for run in ["cold", "warm"] {
            let began = Instant::now();
            let first_page = Mutex::new(None);
            let note = |_| {
                first_page.lock().expect("nothing panics").get_or_insert(began.elapsed());
            };
            let answer = cognito.answer(&lookup, &note).await;
            let count = match &answer {
                Answer::Known(Facts::UserPools(list)) => list.items.len(),
                Answer::Known(Facts::Clients(list)) => list.items.len(),
                other => panic!("{other:?}"),
            };
            assert_eq!(count, 10_000);
            let first_page = first_page.lock().expect("nothing panics").expect("there are many pages");
            eprintln!("{name} {run}: first page {first_page:?}, all {:?}", began.elapsed());
        }
    }
    // Through the worker, into a project.
    let (sender, mut learned) = tokio::sync::mpsc::unbounded_channel();
    let (worker, task) = Worker::new(cognito, system_clock(), sender);
    let task = tokio::spawn(task);
    let file = FilePath::new("a");
    let mut project = Project::new();
    let began = Instant::now();
    for lookup in [Lookup::UserPools(region("ap-southeast-2")), Lookup::Clients(pool(large.text("/many/pool")))] {
        worker.ask(&file, lookup).await.expect("the worker is there");
        eprintln!("worker: something to show after {:?}", began.elapsed());
    }
    let mut complete = 0;
    while complete < 2 {
        let change = learned.recv().await.expect("the worker is there");
        complete += usize::from(match &change {
            Change::Answer(_, Answer::Known(Facts::UserPools(list)), _) => list.is_complete,
            Change::Answer(_, Answer::Known(Facts::Clients(list)), _) => list.is_complete,
            _ => false,
        });
        project.apply(change);
    }
    let again = Instant::now();
    worker.ask(&file, Lookup::UserPools(region("ap-southeast-2"))).await.expect("the worker is there");
    eprintln!("worker: known after {:?}, asked again {:?}", began.elapsed(), again.elapsed());
    let after = memory();
    eprintln!("memory: {:.1} MB before, {:.1} MB with all known, {:.1} MB at most", before.0, after.0, after.1);
    assert!(after.0 < 60.0, "{after:?}");
    drop(worker);
    task.await.expect("it ends");
}

#[tokio::test]
#[ignore = "takes a minute"]
async fn a_server_that_hangs_for_ten_seconds() {
    let page = r#"{"UserPools": [{"Id": "us-east-1_qWeRt6789", "Name": "a"}]}"#;
    let slow = move |_: &str, _| Reply::Wait(Duration::from_secs(10), Box::new(Reply::json(page)));
    let stub = Stub::start(slow);
    let cognito = Cognito::new(AccountSettings { limits: Limits::default(), ..settings(&stub.endpoint) });
    let began = Instant::now();
    let answer = ask(&cognito, Lookup::UserPools(region("us-east-1"))).await;
    eprintln!("hanging for ten seconds: {answer:?} after {:?}, {} attempts", began.elapsed(), stub.calls().len());
    assert!(began.elapsed() < Duration::from_secs(16));
    let refusing = Cognito::new(AccountSettings { limits: Limits::default(), ..settings("http://127.0.0.1:9") });
    let began = Instant::now();
    let answer = ask(&refusing, Lookup::UserPools(region("us-east-1"))).await;
    eprintln!("refusing: {answer:?} after {:?}", began.elapsed());
    let (sender, mut learned) = tokio::sync::mpsc::unbounded_channel();
    let (worker, task) = Worker::new(cognito, system_clock(), sender);
    tokio::spawn(task);
    let began = Instant::now();
    worker.want(&FilePath::new("a"), vec![Lookup::UserPool(pool("us-east-1_qWeRt6789"))]);
    eprintln!("the worker's owner waits {:?}", began.elapsed());
    learned.recv().await;
    eprintln!("and hears after {:?}", began.elapsed());
}
