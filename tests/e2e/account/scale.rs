//! The account of a large company, and an AWS that hangs, in the editor. Figures, and the bars they must hold:
//! `cargo test -p amplify-ls --test e2e -- --ignored --nocapture scale`.

#![allow(clippy::print_stderr, reason = "figures are for whoever runs this")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::editor::{URI, end, start, wait_for_status};
use super::relay::Relay;
use super::*;
use crate::protocol::client::{Client, NEOVIM, PATIENCE};
use crate::protocol::editor::Buffer;

/// What a person notices, and what the first look into an account may take.
const P95: Duration = Duration::from_millis(50);
const FIRST: Duration = Duration::from_millis(300);
/// The quota is shared with whoever signs in: calls a second to a region and about a pool, over any stretch of ten seconds.
const PER_REGION: f64 = 3.0;
const PER_POOL: f64 = 2.0;
const STRETCH: Duration = Duration::from_secs(10);
/// What the check of a file asks while a long list loads.
const BESIDE: Duration = Duration::from_millis(1_000);

/// How long answers took.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    /// Asks once and notes it.
    fn take(&mut self, client: &mut Client, method: &str, params: Value) -> Value {
        let began = Instant::now();
        let answer = client.request(method, params).expect("an answer");
        self.0.push(began.elapsed());
        answer
    }

    #[track_caller]
    fn hold(mut self, what: &str) {
        self.0.sort();
        let at = |share: f64| self.0[((self.0.len() - 1) as f64 * share) as usize];
        let (half, p95, most) = (at(0.5), at(0.95), at(1.0));
        eprintln!("{what}: {} answers, median {half:.1?}, p95 {p95:.1?}, longest {most:.1?}", self.0.len());
        assert!(p95 <= P95, "{what}: {p95:?}");
    }
}

/// No ten seconds hold more calls than the pace allows.
#[track_caller]
fn hold_pace(what: &str, moments: &[Instant], per_second: f64) {
    let within = |from: &Instant, length: Duration| {
        moments.iter().filter(|moment| *moment >= from && **moment < *from + length).count()
    };
    let most = |length| moments.iter().map(|from| within(from, length)).max().unwrap_or(0);
    let (at_once, in_stretch) = (most(Duration::from_secs(1)), most(STRETCH));
    let rate = in_stretch as f64 / STRETCH.as_secs_f64();
    eprintln!("{what}: {} calls, at most {at_once} in a second, {rate:.2} a second over ten", moments.len());
    assert!(rate <= per_second, "{what}: {in_stretch} calls in ten seconds");
}

/// The programs that a process started and that run.
fn children(pid: u32) -> Vec<u32> {
    // Each is listed with the thread that started it.
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().filter_map(Result::ok);
    let of_tasks = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let all: BTreeSet<u32> = of_tasks
        .flat_map(|text| text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>())
        .collect();
    all.into_iter().collect()
}

/// Memory of a process in MB: now, and at its most.
fn memory(pid: u32) -> (f64, f64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("0");
        line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}

fn labels_of(list: &Value) -> BTreeSet<String> {
    let items = list["items"].as_array().expect("a list");
    items.iter().filter_map(|item| item["label"].as_str().map(str::to_owned)).collect()
}

/// Opens a list of ten thousand at `needle`, and goes on typing and asking until all of it was read.
fn walk(client: &mut Client, relay: &Relay, text: &str, needle: &str, operation: &str) {
    let mut buffer = Buffer::open(client, URI, text);
    buffer.codes(client);
    let began = Instant::now();
    let place = buffer.place(client, needle, needle.len());
    let first = client.request("textDocument/completion", place).expect("a list");
    let took = began.elapsed();
    eprintln!("{operation}: first list after {took:.1?}, {} items", first["items"].as_array().map_or(0, Vec::len));
    assert!(took <= FIRST, "{took:?}");
    assert_eq!(first["isIncomplete"], true, "ten thousand do not come at once");

    // Another file of the same region, whose user pool is not there.
    let began = Instant::now();
    let uri = "file:///elsewhere/amplify_outputs.json";
    let elsewhere = Buffer::open(client, uri, &file_with(&format!("ap-southeast-2_no{operation}"), ""));
    while !elsewhere.codes(client).iter().any(|code| code == "user-pool-not-found") {
        client.wait_for_news("what AWS says of the other user pool");
    }
    let took = began.elapsed();
    eprintln!("{operation}: what is wrong with another file is known after {took:.1?}");
    assert!(took <= BESIDE, "{took:?}");
    elsewhere.close(client);

    let (mut lists, mut other, mut seen) = (Times::default(), Times::default(), BTreeSet::new());
    let mut count = relay.calls().len();
    // 10,000 and the first one: 167 pages of 60.
    while relay.count(operation) < 167 {
        let now = relay.wait_beyond(count, PATIENCE);
        assert!(now > count, "the list goes on");
        count = now;
        buffer.replace(client, needle, &format!("{needle}1"));
        let list = lists.take(client, "textDocument/completion", buffer.place(client, needle, needle.len() + 1));
        seen.extend(labels_of(&list));
        buffer.replace(client, &format!("{needle}1"), needle);
        let list = lists.take(client, "textDocument/completion", buffer.place(client, needle, needle.len()));
        seen.extend(labels_of(&list));
        other.take(client, "textDocument/hover", buffer.place(client, "aws_region", 0));
        other.take(client, "textDocument/completion", buffer.place(client, "\"aws_region\": \"", 15));
        let began = Instant::now();
        buffer.codes(client);
        other.0.push(began.elapsed());
    }
    lists.hold(&format!("{operation}: lists while the rest loads"));
    other.hold(&format!("{operation}: everything else meanwhile"));
    let mut after = Times::default();
    for _ in 0..20 {
        after.take(client, "textDocument/completion", buffer.place(client, needle, needle.len()));
    }
    after.hold(&format!("{operation}: lists when all is known"));
    assert!(seen.len() > 200, "the lists offered what came: {}", seen.len());
    buffer.close(client);
}

#[test]
#[ignore = "takes minutes: the account is filled, and read at the pace that AWS would see"]
fn scale_of_ten_thousand_pools_and_clients() {
    let large = ministack(&[], &["--pools", "10000", "--clients", "10000"]);
    let relay = Relay::start(&large.endpoint);
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = start(NEOVIM, folder.path(), &relay.endpoint, json!({ "enabled": true }));
    let pool = large.text("/many/pool");
    let file = |pool: &str| file_with(pool, "");
    walk(&mut client, &relay, &file(""), "\"user_pool_id\": \"", "ListUserPools");
    walk(&mut client, &relay, &file(pool), "\"user_pool_client_id\": \"", "ListUserPoolClients");
    let (now, most) = memory(client.pid());
    eprintln!("memory with all of it known: {now:.1} MB, {most:.1} MB at most");
    let asking = children(client.pid());
    assert_eq!(asking.len(), 1, "one program asks AWS");
    let (beside, most) = memory(asking[0]);
    eprintln!("memory of the program that asks AWS: {beside:.1} MB, {most:.1} MB at most");
    let calls = relay.calls();
    let moments: Vec<Instant> = calls.iter().map(|(at, _)| *at).collect();
    hold_pace("the region", &moments, PER_REGION);
    let about_pool = calls.iter().filter(|(_, name)| name == "ListUserPoolClients" || name == "DescribeUserPool");
    hold_pace("the pool", &about_pool.map(|(at, _)| *at).collect::<Vec<_>>(), PER_POOL);
    assert!(now + beside < 60.0, "{now} MB and {beside} MB");
    end(client);
}

/// A file of the region that has so many.
fn file_with(pool: &str, client: &str) -> String {
    format!(
        "{{\n  \"version\": \"1.4\",\n  \"auth\": {{\n    \"aws_region\": \"ap-southeast-2\",\n    \"user_pool_id\": \
         \"{pool}\",\n    \"user_pool_client_id\": \"{client}\"\n  }}\n}}\n"
    )
}

#[test]
#[ignore = "takes a minute: AWS hangs"]
fn scale_of_an_account_that_hangs() {
    let hangs = |_: &str, _| Reply::Wait(Duration::from_secs(10), Box::new(Reply::error(500, "InternalFailure")));
    let stub = Stub::start(hangs);
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = start(NEOVIM, folder.path(), &stub.endpoint, json!({ "enabled": true }));
    let mut buffer = Buffer::open(&mut client, URI, &file(POOL, CLIENT));
    wait_for_status(&mut client, "loading");
    let (mut lists, mut hovers, mut findings, mut account) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    let began = Instant::now();
    let first = client.request("textDocument/completion", buffer.place(&client, POOL, 0)).expect("a list");
    assert_eq!(first["isIncomplete"], true, "{first}");
    eprintln!("the first list of pools: {:.1?}", began.elapsed());
    assert!(began.elapsed() <= FIRST);
    // Over two times what one call hangs, and the attempts that follow.
    while began.elapsed() < Duration::from_secs(35) {
        buffer.replace(&mut client, "\"1.4\"", "\"1.3\"");
        buffer.replace(&mut client, "\"1.3\"", "\"1.4\"");
        let place = buffer.place(&client, "\"version\": \"", 12);
        lists.take(&mut client, "textDocument/completion", place);
        let place = buffer.place(&client, "user_pool_id", 2);
        hovers.take(&mut client, "textDocument/hover", place);
        let place = buffer.place(&client, POOL, 0);
        account.take(&mut client, "textDocument/completion", place);
        let began = Instant::now();
        let codes = buffer.codes(&mut client);
        findings.0.push(began.elapsed());
        assert_eq!(codes, [""; 0]);
        // A person types no faster; what comes meanwhile is taken in.
        client.let_pass(Duration::from_millis(100));
    }
    lists.hold("completion");
    hovers.hold("hover");
    account.hold("completion of pools");
    findings.hold("diagnostics");
    eprintln!("calls that were made: {:?}", stub.calls());
    end(client);
}
