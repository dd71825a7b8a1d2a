//! Lists that come in pages: the first is handed on at once, the rest as it grows.

use std::future::Future;

use amplify_config::{Answer, Facts, Listing, Lookup, Reason};

use crate::fault::Failure;
use crate::pace::{Pace, Purpose};
use amplify_account::SoFar;

/// A page may be short or even empty and not be the last. Beyond so many something is wrong.
const MAX_PAGES: usize = 2_000;
/// How often a list goes on where it was after a throttle. How long it rests is up to the pace.
const MAX_RESTS: usize = 3;

/// One page: its items, and the token of the next.
pub(crate) type Page<T> = (Vec<T>, Option<String>);

/// All pages. `fetch` gets the token of a page; `facts` makes the answer of what there is so far.
pub(crate) async fn all<T, F>(
    pace: &Pace,
    lookup: &Lookup,
    so_far: SoFar<'_>,
    facts: impl Fn(Listing<T>) -> Facts,
    fetch: impl Fn(Option<String>) -> F,
) -> Answer
where
    T: Clone,
    F: Future<Output = Result<Page<T>, Failure>>,
{
    let mut items = Vec::new();
    let mut token: Option<String> = None;
    let mut rests = 0;
    for number in 1..=MAX_PAGES {
        let purpose = if token.is_none() { Purpose::Question } else { Purpose::FurtherPage };
        let (page, next) = loop {
            match pace.call(lookup, purpose, || fetch(token.clone())).await {
                Ok(page) => break page,
                Err(Answer::Unavailable(Reason::Throttled)) if token.is_some() && rests < MAX_RESTS => rests += 1,
                Err(answer) => return answer,
            }
        };
        items.extend(page);
        match next.filter(|next| !next.is_empty()) {
            None => return Answer::Known(facts(Listing { items, is_complete: true })),
            // It would never end.
            Some(next) if token.as_ref() == Some(&next) => return Answer::Unavailable(Reason::Trouble),
            Some(next) => token = Some(next),
        }
        // After 1, 2, 4, 8 pages: what is copied in all is no more than the list twice.
        if number.is_power_of_two() {
            so_far(Answer::Known(facts(Listing { items: items.clone(), is_complete: false })));
        }
    }
    Answer::Unavailable(Reason::Trouble)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use amplify_config::{GroupFacts, PoolId};
    use tokio::time::Instant;

    use super::*;
    use amplify_account::Limits;

    /// How long a list rests after a throttle.
    const REST: Duration = Duration::from_secs(30);

    /// Pages of so many items, with an answer instead of a page where something goes wrong, once.
    async fn check(pages: Vec<usize>, wrong: Vec<(usize, Answer)>, expected: Answer, handed_on: &[usize]) -> Duration {
        let pool = PoolId::new("us-east-1_qWeRt6789").unwrap();
        let pace = Pace::new(Limits { per_region: 1e6, per_pool: 1e6, ..Limits::default() });
        let wrong = Mutex::new(wrong);
        let began = Instant::now();
        let so_far = Mutex::new(Vec::new());
        let note = |answer: Answer| match answer {
            Answer::Known(Facts::Groups(list)) => so_far.lock().unwrap().push((list.items.len(), list.is_complete)),
            other => panic!("{other:?}"),
        };
        let fetch = async |token: Option<String>| {
            let number: usize = token.map_or(0, |token| token.parse().unwrap());
            let mut wrong = wrong.lock().unwrap();
            if let Some(at) = wrong.iter().position(|(page, _)| *page == number) {
                return Err(Failure { answer: wrong.remove(at).1, may_pass: false });
            }
            let items = vec![GroupFacts::default(); pages[number]];
            Ok((items, (number + 1 < pages.len()).then(|| (number + 1).to_string())))
        };
        let facts = |list| Facts::Groups(Arc::new(list));
        let answer = all(&pace, &Lookup::Groups(pool), &note, facts, fetch).await;
        assert_eq!(answer, expected);
        let handed_on: Vec<(usize, bool)> = handed_on.iter().map(|&count| (count, false)).collect();
        assert_eq!(*so_far.lock().unwrap(), handed_on);
        began.elapsed()
    }

    fn groups(count: usize) -> Answer {
        let items = vec![GroupFacts::default(); count];
        Answer::Known(Facts::Groups(Arc::new(Listing { items, is_complete: true })))
    }

    fn throttled() -> Answer {
        Answer::Unavailable(Reason::Throttled)
    }

    #[tokio::test(start_paused = true)]
    async fn pages_are_put_together_and_handed_on_as_they_grow() {
        check(vec![3], vec![], groups(3), &[]).await;
        check(vec![0], vec![], groups(0), &[]).await;
        // A page may be empty and not be the last.
        check(vec![60, 0, 60, 1], vec![], groups(121), &[60, 60]).await;
        check(vec![1; 20], vec![], groups(20), &[1, 2, 4, 8, 16]).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_throttle_inside_a_list_is_waited_out() {
        let waited = check(vec![60, 60, 60], vec![(2, throttled()), (2, throttled())], groups(180), &[60, 120]).await;
        assert!(waited >= 2 * REST);
        let at_once = check(vec![60, 60], vec![(0, throttled())], throttled(), &[]).await;
        assert!(at_once < REST);
        check(vec![60, 60], vec![(1, throttled()); 4], throttled(), &[60]).await;
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_list_is_no_list() {
        let offline = Answer::Unavailable(Reason::Offline);
        check(vec![60, 60, 60], vec![(2, offline.clone())], offline, &[60, 120]).await;
        check(vec![60, 60], vec![(1, Answer::Absent)], Answer::Absent, &[60]).await;
    }

    #[tokio::test]
    async fn a_list_that_turns_in_circles_ends() {
        let pace = Pace::new(Limits { per_region: 1e6, per_pool: 1e6, ..Limits::default() });
        let lookup = Lookup::Groups(PoolId::new("us-east-1_qWeRt6789").unwrap());
        let fetch = async |_| Ok((vec![GroupFacts::default()], Some("again".to_owned())));
        let facts = |list| Facts::Groups(Arc::new(list));
        let answer = all(&pace, &lookup, &|_| (), facts, fetch).await;
        assert_eq!(answer, Answer::Unavailable(Reason::Trouble));
    }
}
