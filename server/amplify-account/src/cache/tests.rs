//! What is fresh for how long.

use std::sync::Arc;

use amplify_config::{Listing, PoolId, Region, UserPoolEntry, UserPoolFacts};

use super::*;

fn pool(name: &str) -> PoolId {
    PoolId::new(&format!("us-east-1_{name}")).expect("it has the form")
}

fn user_pool() -> Lookup {
    Lookup::UserPool(pool("qWeRt6789"))
}

fn user_pools() -> Lookup {
    Lookup::UserPools(Region::new("us-east-1").expect("it is one"))
}

fn known() -> Answer {
    Answer::Known(Facts::UserPool(Arc::new(UserPoolFacts::default())))
}

fn list(count: usize, is_complete: bool) -> Answer {
    let item = UserPoolEntry { id: pool("a1"), name: String::new(), modified: None };
    Answer::Known(Facts::UserPools(Arc::new(Listing { items: vec![item; count], is_complete })))
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn answers_stay_fresh_for_as_long_as_their_kind_says() {
    let unavailable = Answer::Unavailable;
    for (lookup, answer, expected) in [
        (user_pool(), known(), 60),
        (user_pools(), list(3, true), 300),
        (user_pools(), list(3, false), 0),
        (user_pool(), Answer::Absent, 30),
        (user_pool(), unavailable(Reason::Denied), 900),
        (user_pool(), unavailable(Reason::Throttled), 30),
        (user_pool(), unavailable(Reason::Offline), 30),
        (user_pool(), unavailable(Reason::TimedOut), 30),
        (user_pool(), unavailable(Reason::NoCredentials), 5),
        (user_pool(), unavailable(Reason::SignedOut), 5),
    ] {
        let mut cache = Cache::default();
        cache.keep(&lookup, &answer, Moment(7), seconds(100));
        let fresh = Remembered::Fresh(answer.clone(), Moment(7));
        if expected > 0 {
            assert_eq!(cache.look(&lookup, seconds(99 + expected)), fresh, "{answer:?}");
        }
        let later = match answer {
            Answer::Unavailable(_) => Remembered::Nothing,
            _ => Remembered::Stale(answer.clone(), Moment(7)),
        };
        assert_eq!(cache.look(&lookup, seconds(100 + expected)), later, "{answer:?}");
        assert_eq!(cache.look(&lookup, seconds(101) + MAX_AGE), Remembered::Nothing, "{answer:?}");
    }
}

#[test]
fn what_was_known_outlives_trouble() {
    let mut cache = Cache::default();
    cache.keep(&user_pool(), &known(), Moment(1), seconds(0));
    cache.keep(&user_pool(), &Answer::Unavailable(Reason::Offline), Moment(2), seconds(70));
    // Not asked again too soon, and then still there.
    assert_eq!(cache.look(&user_pool(), seconds(99)), Remembered::Fresh(known(), Moment(1)));
    assert_eq!(cache.look(&user_pool(), seconds(100)), Remembered::Stale(known(), Moment(1)));
}

#[test]
fn trouble_that_goes_on_is_asked_about_less_and_less() {
    let mut cache = Cache::default();
    let mut now = seconds(0);
    let mut waits = Vec::new();
    for _ in 0..6 {
        cache.keep(&user_pool(), &Answer::Unavailable(Reason::Throttled), Moment(0), now);
        let due = cache.due(&user_pool()).expect("it is remembered");
        waits.push((due - now).as_secs());
        now = due;
    }
    assert_eq!(waits, [30, 60, 120, 240, 300, 300]);
    cache.keep(&user_pool(), &known(), Moment(0), now);
    cache.keep(&user_pool(), &Answer::Unavailable(Reason::Throttled), Moment(0), now);
    assert_eq!(cache.due(&user_pool()), Some(now + seconds(30)));
}

#[test]
fn a_refresh_makes_everything_stale() {
    let mut cache = Cache::default();
    cache.keep(&user_pool(), &known(), Moment(1), seconds(0));
    cache.keep(&user_pools(), &Answer::Unavailable(Reason::Denied), Moment(1), seconds(0));
    cache.age_all(seconds(1));
    assert_eq!(cache.look(&user_pool(), seconds(1)), Remembered::Stale(known(), Moment(1)));
    assert_eq!(cache.look(&user_pools(), seconds(1)), Remembered::Nothing);
    cache.clear();
    assert_eq!(cache.size(), (0, 0));
}

#[test]
fn memory_is_bounded_and_what_is_used_stays() {
    let mut cache = Cache::default();
    cache.keep(&user_pool(), &known(), Moment(1), seconds(0));
    for number in 0..MAX_ENTRIES * 2 {
        cache.keep(&Lookup::UserPool(pool(&format!("n{number}"))), &known(), Moment(1), seconds(0));
        cache.look(&user_pool(), seconds(0));
        assert!(cache.size().0 <= MAX_ENTRIES);
    }
    assert_eq!(cache.look(&user_pool(), seconds(0)), Remembered::Fresh(known(), Moment(1)));

    cache.keep(&user_pools(), &list(MAX_ITEMS * 2, true), Moment(1), seconds(0));
    assert_eq!(cache.size(), (1, MAX_ITEMS * 2), "one large list alone");
    cache.keep(&user_pools(), &list(10, true), Moment(1), seconds(0));
    cache.keep(&user_pool(), &known(), Moment(1), seconds(0));
    assert_eq!(cache.size(), (2, 11));
}
