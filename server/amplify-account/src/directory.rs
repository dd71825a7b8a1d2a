//! The port: whoever can answer questions about an AWS account.

use std::future::Future;

use amplify_config::{Answer, Lookup};

/// Is handed the beginning of a long list while the rest is still to come: each time a longer one, never the whole.
pub type SoFar<'a> = &'a (dyn Fn(Answer) + Send + Sync);

/// Answers questions about an AWS account. It may take its time, and may be dropped while it does.
pub trait AccountDirectory: Send + Sync + 'static {
    /// Asks, now: nothing is remembered here.
    fn answer(&self, lookup: &Lookup, so_far: SoFar<'_>) -> impl Future<Output = Answer> + Send;
}
