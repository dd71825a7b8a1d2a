//! When the next call may be made: so many a second to a region and about a user pool, so many at once.
//!
//! Each region and each pool has a lane in which calls follow each other; after a rest some may come together. After a
//! throttle the lane of the region is half as fast for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use amplify_config::{PoolId, Region};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::settings::Limits;

/// How long a region is slower after a throttle.
const SLOW: Duration = Duration::from_secs(30);
/// Lanes of pools beyond which the empty ones are forgotten.
const MAX_LANES: usize = 200;

#[derive(Debug)]
pub(super) struct Pace {
    limits: Limits,
    lanes: Mutex<Lanes>,
}

#[derive(Debug, Default)]
struct Lanes {
    regions: HashMap<Region, RegionLane>,
    pools: HashMap<PoolId, Lane>,
}

#[derive(Debug)]
struct RegionLane {
    lane: Lane,
    slow_until: Instant,
    slots: Arc<Semaphore>,
}

/// When the calls of a lane that were promised so far would be over if they came evenly.
#[derive(Clone, Copy, Debug)]
struct Lane(Instant);

impl Lane {
    /// Promises a call, and says when it may be made.
    fn take(&mut self, now: Instant, interval: Duration, burst: u32) -> Instant {
        let start = self.0.max(now);
        self.0 = start + interval;
        start.checked_sub(interval * burst.saturating_sub(1)).map_or(now, |earliest| earliest.max(now))
    }
}

impl Pace {
    pub(super) fn new(limits: Limits) -> Pace {
        Pace { limits, lanes: Mutex::default() }
    }

    /// Waits until a call may be made. It is under way as long as what this answers is kept.
    pub(super) async fn turn(&self, region: &Region, pool: Option<&PoolId>) -> OwnedSemaphorePermit {
        let (time, slots) = self.promise(region, pool);
        sleep_until(time).await;
        slots.acquire_owned().await.expect("nobody closes the slots")
    }

    fn promise(&self, region: &Region, pool: Option<&PoolId>) -> (Instant, Arc<Semaphore>) {
        let now = Instant::now();
        let interval = |per_second: f64| Duration::from_secs_f64(1.0 / per_second.max(0.01));
        let Limits { per_region, per_pool, burst, in_flight, patience: _ } = self.limits;
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.pools.len() > MAX_LANES {
            lanes.pools.retain(|_, lane| lane.0 > now);
        }
        let of_region = lanes.regions.entry(region.clone()).or_insert_with(|| RegionLane {
            lane: Lane(now),
            slow_until: now,
            slots: Arc::new(Semaphore::new(in_flight.max(1))),
        });
        let (slower, burst_now) = if now < of_region.slow_until { (2, 1) } else { (1, burst) };
        let mut time = of_region.lane.take(now, interval(per_region) * slower, burst_now);
        let slots = of_region.slots.clone();
        if let Some(pool) = pool {
            let lane = lanes.pools.entry(pool.clone()).or_insert(Lane(now));
            time = time.max(lane.take(now, interval(per_pool) * slower, burst_now));
        }
        (time, slots)
    }

    /// AWS asked for fewer calls.
    pub(super) fn slow_down(&self, region: &Region) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.regions.get_mut(region) {
            lane.slow_until = Instant::now() + SLOW;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(name: &str) -> Region {
        Region::new(name).unwrap()
    }

    fn pool(name: &str) -> PoolId {
        PoolId::new(name).unwrap()
    }

    /// How long so many calls after each other take, in milliseconds.
    async fn duration(pace: &Pace, region: &Region, pool: Option<&PoolId>, calls: usize) -> u128 {
        let began = Instant::now();
        for _ in 0..calls {
            drop(pace.turn(region, pool).await);
        }
        began.elapsed().as_millis()
    }

    #[tokio::test(start_paused = true)]
    async fn calls_come_at_their_pace_after_a_first_few() {
        let (east, west) = (region("us-east-1"), region("us-west-2"));
        let pace = Pace::new(Limits::default());
        assert_eq!(duration(&pace, &east, None, 7).await, 0, "what a file needs comes at once");
        let thirty = duration(&pace, &east, None, 30).await;
        assert!((9_900..10_100).contains(&thirty), "{thirty}");
        assert_eq!(duration(&pace, &west, None, 7).await, 0, "another region has its own quota");
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert_eq!(duration(&pace, &east, None, 7).await, 0, "after a rest");
        let one = pool("us-east-1_a1");
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert_eq!(duration(&pace, &east, Some(&one), 7).await, 0);
        let twenty = duration(&pace, &east, Some(&one), 20).await;
        assert!((9_900..10_100).contains(&twenty), "a pool is slower: {twenty}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_throttle_halves_the_pace_for_a_while() {
        let east = region("us-east-1");
        let pace = Pace::new(Limits::default());
        duration(&pace, &east, None, 7).await;
        tokio::time::sleep(Duration::from_secs(10)).await;
        pace.slow_down(&east);
        let ten = duration(&pace, &east, None, 10).await;
        assert!((5_900..6_100).contains(&ten), "{ten}");
        tokio::time::sleep(SLOW).await;
        assert_eq!(duration(&pace, &east, None, 7).await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn few_are_under_way_at_once() {
        let east = region("us-east-1");
        let pace = Pace::new(Limits { per_region: 1000.0, burst: 1000, ..Limits::default() });
        let mut under_way = Vec::new();
        for _ in 0..4 {
            under_way.push(pace.turn(&east, None).await);
        }
        let fifth = tokio::time::timeout(Duration::from_secs(60), pace.turn(&east, None)).await;
        assert!(fifth.is_err());
        under_way.pop();
        assert_eq!(duration(&pace, &east, None, 1).await, 0);
    }
}
