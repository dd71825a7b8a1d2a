//! What the program says of itself to its error output, for who debugs it.
//!
//! Neither texts of files nor anything of the account goes there: they hold API keys, ids and names. It never waits.

use std::panic::PanicHookInfo;

use tracing::Metadata;
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The environment variable with the level, or with levels by target (`warn,amplify_ls=debug`).
const LEVEL: &str = "AMPLIFY_LS_LOG";

/// Sends what is logged to the error output, and panics to the log.
pub(crate) fn start() {
    let asked = std::env::var(LEVEL).ok().and_then(|levels| levels.parse().ok());
    let levels: Targets = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        // When the editor closed the error output, a complaint about that would panic.
        .log_internal_errors(false);
    // It fails when a logger stands already, which is then as good.
    let _ = tracing_subscriber::registry().with(levels).with(filter_fn(is_ours)).with(lines).try_init();
    std::panic::set_hook(Box::new(log_panic));
}

/// The crates below print, at their louder levels, access keys and whole documents: whatever is asked for, they are not
/// heard.
fn is_ours(metadata: &Metadata<'_>) -> bool {
    !amplify_account::NOISY_LOG_TARGETS.iter().any(|target| metadata.target().starts_with(target))
}

/// Where, and how it came there. What a panic says may quote the document.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let trace = std::backtrace::Backtrace::capture();
    tracing::error!("a panic at {place}\n{trace}");
}
