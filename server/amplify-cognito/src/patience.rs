//! How long AWS is waited for, and how often it is tried: what credentials and calls have in common.

use std::time::Duration;

use amplify_account::Limits;
use aws_config::BehaviorVersion;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;

/// Says explicitly what an update of the SDK might change.
pub(crate) fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// How long is waited, for everything together and its parts. The SDK itself would wait for ever for an answer.
pub(crate) fn timeouts(limits: Limits) -> TimeoutConfig {
    let patience = limits.patience;
    TimeoutConfig::builder()
        .connect_timeout(patience / 10)
        .read_timeout(patience / 3)
        .operation_attempt_timeout(patience * 2 / 5)
        .operation_timeout(patience)
        .build()
}

/// How often it is tried to get credentials.
pub(crate) fn attempts() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(3)
        .with_initial_backoff(Duration::from_millis(200))
        .with_max_backoff(Duration::from_secs(2))
}
