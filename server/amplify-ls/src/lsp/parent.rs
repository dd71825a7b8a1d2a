//! Is the process of the editor still there? Looked at once a second, so that no server outlives its editor even when
//! something else holds the pipes open.
//!
//! A process that cannot be seen from the start (an editor outside the container) is not waited for. Where processes
//! cannot be looked at without unsafe code, the closed input has to do.

use std::time::Duration;

use tokio::sync::watch;

const INTERVAL: Duration = Duration::from_secs(1);

/// The process to watch: names it to the waiting [`gone`], if it can be seen now.
pub(crate) fn watch(watched: &watch::Sender<Option<u32>>, pid: u32) {
    if is_alive(pid) {
        watched.send_replace(Some(pid));
    }
}

/// Ready when the process whose number `pid` holds is gone; a later number replaces an earlier one.
pub(crate) async fn gone(mut pid: watch::Receiver<Option<u32>>) {
    loop {
        let watched = *pid.borrow_and_update();
        let changed = match watched {
            Some(watched) => tokio::select! {
                changed = pid.changed() => changed,
                () = death_of(watched) => return,
            },
            None => pid.changed().await,
        };
        if changed.is_err() {
            // Nobody can name a process any more: wait for the other reasons to end.
            return std::future::pending().await;
        }
    }
}

async fn death_of(pid: u32) {
    while is_alive(pid) {
        tokio::time::sleep(INTERVAL).await;
    }
}

/// A zombie is dead: it only waits to be counted.
#[cfg(target_os = "linux")]
fn is_alive(pid: u32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    let state = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().next());
    !matches!(state, Some("Z" | "X"))
}

/// An orphan gets another parent. An editor that is not the parent cannot be seen.
#[cfg(all(unix, not(target_os = "linux")))]
fn is_alive(pid: u32) -> bool {
    std::os::unix::process::parent_id() == pid
}

#[cfg(not(unix))]
fn is_alive(_pid: u32) -> bool {
    false
}
