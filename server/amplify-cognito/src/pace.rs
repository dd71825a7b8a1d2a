//! When the next call may be made: so many a second to a region, about a user pool and of one kind about it, and so many
//! under way at once.
//!
//! Questions wait in the order in which they came, each only for what it needs itself. The further pages of a list come
//! after all of them, and only as long as they leave what the check of a file needs: however long a list, whoever asks
//! something else meanwhile does not wait for it. After a throttle a region is half as fast for a while, and lists rest.
//!
//! A call counts when it is made, not when it was promised: what waits for two things at once, or for an earlier call to
//! end, would else come together with others.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use amplify_config::{Answer, Lookup, PoolId, Reason, Region};
use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, sleep, sleep_until};

use crate::fault::Failure;
use amplify_account::Limits;

mod bucket;
#[cfg(test)]
mod tests;

use self::bucket::{Bucket, Size};

/// How long a region is slower after a throttle, and its lists rest.
const SLOW: Duration = Duration::from_secs(30);
/// Buckets beyond which the full ones are forgotten: they are as good as new ones.
const MAX_BUCKETS: usize = 200;
/// How often something is tried, and how long is waited before the second time; before each other twice as long.
const ATTEMPTS: u32 = 3;
const BACKOFF: Duration = Duration::from_millis(200);

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// The answer to a question, or its beginning.
    Question,
    /// The rest of a list.
    FurtherPage,
}

#[derive(Clone, Debug)]
pub(crate) struct Pace {
    limits: Limits,
    lanes: Arc<Mutex<Lanes>>,
    /// A call has ended.
    ended: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Lanes {
    regions: HashMap<Region, RegionLane>,
    pools: HashMap<PoolId, Bucket>,
    kinds: HashMap<(PoolId, &'static str), Bucket>,
    /// In the order in which they came.
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct RegionLane {
    bucket: Bucket,
    slow_until: Instant,
    under_way: usize,
}

#[derive(Debug)]
struct Waiting {
    lookup: Lookup,
    purpose: Purpose,
    turn: oneshot::Sender<Turn>,
}

/// A call may be made, and is under way as long as this is kept.
#[derive(Debug)]
pub(crate) struct Turn {
    pace: Pace,
    region: Region,
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(lane) = self.pace.lanes().regions.get_mut(&self.region) {
            lane.under_way -= 1;
        }
        self.pace.ended.notify_waiters();
    }
}

impl Pace {
    pub(crate) fn new(limits: Limits) -> Pace {
        Pace { limits, lanes: Arc::default(), ended: Arc::default() }
    }

    /// Makes a call when it may be made, and again if it fails in a way that may pass by itself.
    pub(crate) async fn call<T, F>(
        &self,
        lookup: &Lookup,
        purpose: Purpose,
        attempt: impl Fn() -> F,
    ) -> Result<T, Answer>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let (mut spent, mut pause, mut left) = (Duration::ZERO, BACKOFF, ATTEMPTS);
        loop {
            let turn = self.turn(lookup, purpose).await;
            let began = Instant::now();
            let result = attempt().await;
            drop(turn);
            spent += began.elapsed();
            let Failure { answer, may_pass } = match result {
                Ok(output) => return Ok(output),
                Err(failure) => failure,
            };
            let is_throttled = answer == Answer::Unavailable(Reason::Throttled);
            if is_throttled {
                self.slow_down(lookup.region());
            }
            // Whoever reads a list knows better when to go on.
            let is_left_to_list = is_throttled && purpose == Purpose::FurtherPage;
            spent += pause;
            left -= 1;
            if !may_pass || is_left_to_list || left == 0 || spent >= self.limits.patience {
                return Err(answer);
            }
            sleep(pause).await;
            pause *= 2;
        }
    }

    /// Waits until a call may be made.
    async fn turn(&self, lookup: &Lookup, purpose: Purpose) -> Turn {
        let (turn, mut given) = oneshot::channel();
        self.lanes().waiting.push(Waiting { lookup: lookup.clone(), purpose, turn });
        loop {
            let mut ended = pin!(self.ended.notified());
            // From here on none is missed.
            ended.as_mut().enable();
            let next = self.give_turns();
            tokio::select! {
                biased;
                turn = &mut given => return turn.expect("nobody is taken off the list but to be given a turn"),
                () = ended => {}
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {}
            }
        }
    }

    /// Gives a turn to all that may have one, and says when others may if no call ends before.
    fn give_turns(&self) -> Option<Instant> {
        let now = Instant::now();
        let (mut given, mut next) = (Vec::new(), None::<Instant>);
        {
            let mut lanes = self.lanes();
            lanes.forget(now);
            // Whoever gave up waits no more.
            let mut waiting = std::mem::take(&mut lanes.waiting);
            waiting.retain(|waiting| !waiting.turn.is_closed());
            for purpose in [Purpose::Question, Purpose::FurtherPage] {
                let ready = waiting.extract_if(.., |waiting| {
                    waiting.purpose == purpose
                        && match lanes.time(&self.limits, &waiting.lookup, purpose, now) {
                            Some(time) if time <= now => {
                                lanes.take(&self.limits, &waiting.lookup, now);
                                true
                            }
                            time => {
                                next = next.into_iter().chain(time).min();
                                false
                            }
                        }
                });
                given.extend(ready);
            }
            lanes.waiting = waiting;
        }
        for Waiting { lookup, turn, .. } in given {
            // Dropped by whoever gave up just now, it is given back.
            let _ = turn.send(Turn { pace: self.clone(), region: lookup.region().clone() });
        }
        next
    }

    /// AWS asked for fewer calls.
    fn slow_down(&self, region: &Region) {
        let now = Instant::now();
        let size = of_region(&self.limits).halved();
        if let Some(lane) = self.lanes().regions.get_mut(region) {
            lane.slow_until = now + SLOW;
            lane.bucket.take(size, now);
        }
    }

    fn lanes(&self) -> std::sync::MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of_region(limits: &Limits) -> Size {
    Size::new(limits.per_region, limits.region_burst)
}

fn of_pool(limits: &Limits) -> Size {
    Size::new(limits.per_pool, limits.pool_burst)
}

fn of_kind(limits: &Limits) -> Size {
    Size::new(limits.per_pool, limits.kind_burst)
}

impl Lanes {
    fn region(&mut self, region: &Region, now: Instant) -> &mut RegionLane {
        let new = || RegionLane { bucket: Bucket::full(now), slow_until: now, under_way: 0 };
        self.regions.entry(region.clone()).or_insert_with(new)
    }

    /// When this may be asked, as far as time decides; nothing: when a call has ended.
    fn time(&mut self, limits: &Limits, lookup: &Lookup, purpose: Purpose, now: Instant) -> Option<Instant> {
        let lane = self.region(lookup.region(), now);
        let is_slow = now < lane.slow_until;
        let at_once = match purpose {
            Purpose::Question => limits.in_flight.max(1),
            Purpose::FurtherPage => limits.in_flight.div_ceil(2).max(1),
        };
        if lane.under_way >= at_once {
            return None;
        }
        if purpose == Purpose::FurtherPage && is_slow {
            return Some(lane.slow_until);
        }
        let when = |bucket: Option<Bucket>, size: Size| match (bucket, purpose) {
            (None, _) => now,
            (Some(bucket), Purpose::Question) => bucket.next(if is_slow { size.halved() } else { size }, now),
            (Some(bucket), Purpose::FurtherPage) => bucket.refilled(now),
        };
        let time = when(Some(lane.bucket), of_region(limits));
        let Some(pool) = lookup.pool() else { return Some(time) };
        let time = time.max(when(self.pools.get(pool).copied(), of_pool(limits)));
        // What is of one kind needs nothing kept for others.
        let kind = self.kinds.get(&(pool.clone(), lookup.action()));
        Some(time.max(kind.map_or(now, |bucket| bucket.next(of_kind(limits), now))))
    }

    fn take(&mut self, limits: &Limits, lookup: &Lookup, now: Instant) {
        let lane = self.region(lookup.region(), now);
        let is_slow = now < lane.slow_until;
        let size = |size: Size| if is_slow { size.halved() } else { size };
        lane.bucket.take(size(of_region(limits)), now);
        lane.under_way += 1;
        if let Some(pool) = lookup.pool() {
            let full = || Bucket::full(now);
            self.pools.entry(pool.clone()).or_insert_with(full).take(size(of_pool(limits)), now);
            let kind = (pool.clone(), lookup.action());
            self.kinds.entry(kind).or_insert_with(full).take(of_kind(limits), now);
        }
    }

    fn forget(&mut self, now: Instant) {
        if self.pools.len() + self.kinds.len() > MAX_BUCKETS {
            self.pools.retain(|_, bucket| !bucket.is_full(now));
            self.kinds.retain(|_, bucket| !bucket.is_full(now));
        }
    }
}
