//! The pace with a clock of its own: what comes at once, what waits, and that no schedule exceeds the limits.

use amplify_config::{ClientId, DomainName, IdentityPoolId};
use proptest::prelude::*;
use tokio::task::JoinSet;

use super::bucket::{JITTER, WINDOW};
use super::*;

fn region(number: usize) -> Region {
    Region::new(["us-east-1", "eu-west-1"][number]).unwrap()
}

fn pool(name: &str) -> PoolId {
    PoolId::new(name).unwrap()
}

/// All that the check of a file asks, and whose account it is.
fn check_of_file(name: &str) -> Vec<Lookup> {
    let shop = pool(name);
    let identities = IdentityPoolId::new("us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d").unwrap();
    vec![
        Lookup::UserPool(shop.clone()),
        Lookup::MfaConfig(shop.clone()),
        Lookup::Client(shop.clone(), ClientId::new("7k8l9m0n1o2p3q4r5s6t7u8v9a").unwrap()),
        Lookup::Groups(shop.clone()),
        Lookup::IdentityProviders(shop),
        Lookup::IdentityPool(identities.clone()),
        Lookup::IdentityPoolRoles(identities),
    ]
}

/// How long it takes to have a turn for all of these, asked together, in milliseconds. Calls themselves take no time.
async fn duration(pace: &Pace, lookups: Vec<Lookup>, purpose: Purpose) -> u128 {
    let began = Instant::now();
    let mut turns = JoinSet::new();
    for lookup in lookups {
        let pace = pace.clone();
        turns.spawn(async move { drop(pace.turn(&lookup, purpose).await) });
    }
    turns.join_all().await;
    began.elapsed().as_millis()
}

#[tokio::test(start_paused = true)]
async fn what_a_file_needs_comes_at_once_and_the_rest_at_its_pace() {
    let pace = Pace::new(Limits::default());
    let list = |number| Lookup::UserPools(region(number));
    let ask = |lookups| duration(&pace, lookups, Purpose::Question);
    assert_eq!(ask(check_of_file("us-east-1_a1")).await, 0);
    assert_eq!(ask(vec![list(0)]).await, 0, "and a page of a list");
    let ten = ask(vec![list(0); 10]).await;
    assert!((4_700..4_900).contains(&ten), "{ten}");
    assert_eq!(ask(vec![list(1); 8]).await, 0, "another region has a quota of its own");
    sleep(WINDOW).await;
    assert_eq!(ask(check_of_file("us-east-1_a1")).await, 0, "after a rest");
    sleep(WINDOW).await;
    let groups = ask(vec![Lookup::Groups(pool("us-east-1_a1")); 4]).await;
    assert!((600..650).contains(&groups), "three of a kind may come together: {groups}");
    sleep(WINDOW).await;
    let twice = ask([check_of_file("us-east-1_a1"), check_of_file("us-east-1_a2")].concat()).await;
    assert!((2_700..3_000).contains(&twice), "two files: {twice}");
}

#[tokio::test(start_paused = true)]
async fn a_long_list_delays_nothing_else() {
    let pace = Pace::new(Limits::default());
    for list in [Lookup::Clients(pool("us-east-1_a1")), Lookup::UserPools(region(0))] {
        let pages = tokio::spawn({
            let pace = pace.clone();
            async move {
                for _ in 0..167 {
                    let turn = pace.turn(&list, Purpose::FurtherPage).await;
                    sleep(Duration::from_millis(50)).await;
                    drop(turn);
                }
                Instant::now()
            }
        });
        let began = Instant::now();
        for _ in 0..4 {
            sleep(Duration::from_millis(7_777)).await;
            assert_eq!(duration(&pace, check_of_file("us-east-1_a1"), Purpose::Question).await, 0);
        }
        assert!(!pages.is_finished());
        let ended = pages.await.unwrap();
        assert!(ended - began < Duration::from_secs(180), "the list ends, too: {:?}", ended - began);
        sleep(WINDOW).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttle_halves_the_pace_for_a_while_and_lists_rest() {
    let pace = Pace::new(Limits::default());
    let list = || Lookup::UserPools(region(0));
    duration(&pace, vec![list()], Purpose::Question).await;
    sleep(WINDOW).await;
    pace.slow_down(&region(0));
    let ten = duration(&pace, vec![list(); 10], Purpose::Question).await;
    assert!((9_400..9_700).contains(&ten), "{ten}");
    let rest = duration(&pace, vec![list()], Purpose::FurtherPage).await;
    assert!((20_000..20_700).contains(&rest), "{rest}");
    sleep(WINDOW).await;
    assert_eq!(duration(&pace, vec![list(); 8], Purpose::Question).await, 0);
}

#[tokio::test(start_paused = true)]
async fn few_are_under_way_at_once_and_fewer_of_them_pages() {
    let pace = Pace::new(Limits::default());
    let list = Lookup::UserPools(region(0));
    let is_held = |purpose| {
        let turn = pace.turn(&list, purpose);
        async { tokio::time::timeout(Duration::from_secs(60), turn).await.is_err() }
    };
    let mut under_way = Vec::new();
    for purpose in [Purpose::FurtherPage, Purpose::FurtherPage] {
        under_way.push(pace.turn(&list, purpose).await);
    }
    assert!(is_held(Purpose::FurtherPage).await, "half of the places are for pages");
    for purpose in [Purpose::Question, Purpose::Question] {
        under_way.push(pace.turn(&list, purpose).await);
    }
    assert!(is_held(Purpose::Question).await);
    let waiting = tokio::spawn({
        let (pace, list) = (pace.clone(), list.clone());
        async move { drop(pace.turn(&list, Purpose::Question).await) }
    });
    tokio::task::yield_now().await;
    under_way.pop();
    waiting.await.unwrap();
    assert_eq!(pace.lanes().waiting.len(), 0, "whoever gave up is forgotten");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_is_made_again_if_that_may_help() {
    let transient = |reason| Failure { answer: Answer::Unavailable(reason), may_pass: true };
    let throttled = transient(Reason::Throttled);
    for (failure, purpose, expected) in [
        (transient(Reason::Offline), Purpose::Question, 3),
        (transient(Reason::Offline), Purpose::FurtherPage, 3),
        (throttled.clone(), Purpose::Question, 3),
        (throttled, Purpose::FurtherPage, 1),
        (Failure { answer: Answer::Absent, may_pass: false }, Purpose::Question, 1),
    ] {
        let pace = Pace::new(Limits::default());
        let made = std::cell::Cell::new(0);
        let attempt = async || {
            made.set(made.get() + 1);
            Err::<(), _>(failure.clone())
        };
        let result = pace.call(&Lookup::UserPools(region(0)), purpose, attempt).await;
        assert_eq!(result, Err(failure.answer.clone()));
        assert_eq!(made.get(), expected, "{failure:?} {purpose:?}");
    }
}

/// Something that happens: after a pause in milliseconds, a question or a page, or a throttle.
#[derive(Clone, Debug)]
struct Event {
    pause: u64,
    lookup: Lookup,
    purpose: Purpose,
    /// How long the call takes, and how long it is until AWS sees it.
    takes: u64,
    travels: u64,
    /// Whoever asks gives up after that.
    patience: u64,
    is_throttle: bool,
}

fn lookup() -> impl Strategy<Value = Lookup> {
    let of_region = (0..2_usize).prop_map(region);
    let of_pool = prop::sample::select(vec!["us-east-1_a1", "us-east-1_a2", "us-east-1_a3", "eu-west-1_b1"]);
    prop_oneof![
        of_region.clone().prop_map(Lookup::UserPools),
        of_region.prop_map(|region| Lookup::Domain(region, DomainName::new("shop").unwrap())),
        of_pool.clone().prop_map(|name| Lookup::UserPool(pool(name))),
        of_pool.clone().prop_map(|name| Lookup::Clients(pool(name))),
        of_pool.clone().prop_map(|name| Lookup::MfaConfig(pool(name))),
        of_pool.prop_map(|name| Lookup::Groups(pool(name))),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let pause = prop_oneof![6 => Just(0), 3 => 0..700_u64, 1 => 0..12_000_u64];
    let takes = prop_oneof![4 => 0..300_u64, 1 => 0..15_000_u64];
    let patience = prop_oneof![5 => Just(u64::MAX), 1 => 0..5_000_u64];
    let travels = 0..JITTER.as_millis() as u64;
    (pause, lookup(), any::<bool>(), takes, travels, patience, prop::bool::weighted(0.02)).prop_map(
        |(pause, lookup, is_page, takes, travels, patience, is_throttle)| {
            let purpose = if is_page { Purpose::FurtherPage } else { Purpose::Question };
            Event { pause, lookup, purpose, takes, travels, patience, is_throttle }
        },
    )
}

/// When AWS sees the calls of a schedule.
async fn seen(events: Vec<Event>) -> Vec<(Instant, Lookup)> {
    let pace = Pace::new(Limits::default());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for Event { pause, lookup, purpose, takes, travels, patience, is_throttle } in events {
        sleep(Duration::from_millis(pause)).await;
        if is_throttle {
            pace.slow_down(lookup.region());
        }
        let (pace, seen) = (pace.clone(), seen.clone());
        tasks.spawn(async move {
            let call = async {
                let turn = pace.turn(&lookup, purpose).await;
                seen.lock().unwrap().push((Instant::now() + Duration::from_millis(travels), lookup.clone()));
                sleep(Duration::from_millis(takes)).await;
                drop(turn);
            };
            let _ = tokio::time::timeout(Duration::from_millis(patience), call).await;
        });
    }
    // A question that never has its turn would wait here for ever.
    tokio::time::timeout(Duration::from_secs(3_600), tasks.join_all()).await.expect("all have their turn");
    let mut seen = std::mem::take(&mut *seen.lock().unwrap());
    seen.sort();
    seen
}

/// In no stretch of time of that length are there more.
fn holds(what: &str, moments: Vec<Instant>, length: Duration, most: usize) -> Result<(), TestCaseError> {
    for window in moments.windows(most + 1) {
        let span = window[most] - window[0];
        prop_assert!(span > length, "{what}: {} calls in {span:?}", most + 1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_schedule_exceeds_the_limits(events in prop::collection::vec(event(), 0..250)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let seen = runtime.block_on(seen(events));
        let of = |is_meant: &dyn Fn(&Lookup) -> bool| -> Vec<Instant> {
            seen.iter().filter(|(_, lookup)| is_meant(lookup)).map(|(at, _)| *at).collect()
        };
        for (_, one) in &seen {
            let is_same_region = |other: &Lookup| other.region() == one.region();
            holds("region", of(&is_same_region), WINDOW, 30)?;
            if one.pool().is_some() {
                let is_same_pool = |other: &Lookup| other.pool() == one.pool();
                holds("pool", of(&is_same_pool), WINDOW, 20)?;
                let is_same_kind = |other: &Lookup| other == one;
                holds("one operation about a pool", of(&is_same_kind), Duration::from_secs(1), 5)?;
            }
        }
    }
}
