//! A token bucket: so many calls may come together after a rest, and others as it fills again.
//!
//! It keeps no count, only the moment at which it will be full. It waits for nothing and takes the time from outside.

use std::time::Duration;

use tokio::time::Instant;

/// Every stretch of this length holds no more calls than the rate says, those that came together included.
pub(super) const WINDOW: Duration = Duration::from_secs(10);
/// Two calls may arrive nearer to each other than they left, by so much.
pub(super) const JITTER: Duration = Duration::from_millis(500);

/// How large a bucket is and how fast it fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    burst: u32,
    interval: Duration,
}

impl Size {
    /// A bucket that lets `burst` calls through together and in any ten seconds no more than `per_second` says: what comes
    /// together is taken out of the rate, not put on top of it.
    pub(super) fn new(per_second: f64, burst: u32) -> Size {
        let burst = burst.max(1);
        let spare = (per_second * WINDOW.as_secs_f64() - f64::from(burst)).max(0.1);
        Size { burst, interval: (WINDOW + JITTER).div_f64(spare) }
    }

    /// Half as fast, and nothing comes together.
    pub(super) fn halved(self) -> Size {
        Size { burst: 1, interval: self.interval * 2 }
    }
}

/// When the bucket will be full.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket(Instant);

impl Bucket {
    pub(super) fn full(now: Instant) -> Bucket {
        Bucket(now)
    }

    pub(super) fn is_full(self, now: Instant) -> bool {
        self.0 <= now
    }

    /// When a call may be made.
    pub(super) fn next(self, size: Size, now: Instant) -> Instant {
        self.0.checked_sub(size.interval * (size.burst - 1)).map_or(now, |next| next.max(now))
    }

    /// When it is full: a call that waits for that leaves all but one of those that may come together.
    pub(super) fn refilled(self, now: Instant) -> Instant {
        self.0.max(now)
    }

    /// A call is made.
    pub(super) fn take(&mut self, size: Size, now: Instant) {
        self.0 = self.0.max(now) + size.interval;
    }
}
