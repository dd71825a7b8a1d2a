//! Until the user has said yes, nothing is read and nobody is asked.

#![allow(clippy::print_stderr, reason = "a test that skips itself says so")]

use std::process::Command;

use amplify_account::AccountSettings;
use amplify_cognito::Cognito;
use amplify_config::{Answer, Lookup, Reason};

use crate::stub::{Reply, Stub};
use crate::{ask, pool, region, settings};

/// A configuration that would leave a trace.
fn traced(folder: &std::path::Path, endpoint: &str, enabled: bool) -> AccountSettings {
    let config = folder.join("config");
    let ran = folder.join("ran");
    let process = format!("[default]\nregion = eu-west-1\ncredential_process = echo x > '{}'\n", ran.display());
    std::fs::write(&config, process).expect("the folder is ours");
    AccountSettings { enabled, config_file: Some(config), environment: Some(vec![]), ..settings(endpoint) }
}

async fn ask_around(cognito: &Cognito) -> Vec<Answer> {
    vec![
        ask(cognito, Lookup::UserPool(pool("us-east-1_qWeRt6789"))).await,
        ask(cognito, Lookup::UserPools(region("us-east-1"))).await,
        ask(cognito, Lookup::IdentityPools(region("us-east-1"))).await,
        ask(cognito, Lookup::Account(region("us-east-1"))).await,
    ]
}

#[tokio::test]
async fn without_consent_nobody_is_asked_and_no_program_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = Stub::start(|_, _| Reply::json("{}"));
    let cognito = Cognito::new(traced(folder.path(), &stub.endpoint, false));
    assert_eq!(ask_around(&cognito).await, [const { Answer::Unavailable(Reason::NotAsked) }; 4]);
    assert_eq!(cognito.home_region().await, None);
    assert_eq!(stub.connections.load(std::sync::atomic::Ordering::SeqCst), 0);
    assert!(!folder.path().join("ran").exists());
    // The same with consent leaves its trace, or this test would prove nothing.
    if cfg!(unix) {
        let cognito = Cognito::new(traced(folder.path(), &stub.endpoint, true));
        ask_around(&cognito).await;
        assert!(folder.path().join("ran").exists());
    }
    let asking = Cognito::new(settings(&stub.endpoint));
    ask_around(&asking).await;
    assert!(stub.connections.load(std::sync::atomic::Ordering::SeqCst) > 0);
}

/// Asks in a process of its own, which another test looks at from outside.
#[tokio::test]
#[ignore = "run by `the_system_sees_no_socket_without_consent`"]
async fn ask_while_being_watched() {
    let enabled = std::env::var("ENABLED").is_ok_and(|enabled| enabled == "yes");
    // Nobody listens there.
    let settings = AccountSettings { enabled, ..settings("http://127.0.0.1:9") };
    let answers = ask_around(&Cognito::new(settings)).await;
    assert!(answers.iter().all(|answer| matches!(answer, Answer::Unavailable(_))));
}

/// What the operating system says: no socket of the internet is as much as made. Needs `strace` and the right to use it;
/// without them the test above stands alone.
#[test]
fn the_system_sees_no_socket_without_consent() {
    let folder = tempfile::tempdir().expect("a folder");
    let sockets = |enabled: &str| -> Option<usize> {
        let trace = folder.path().join(enabled);
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=socket", "-o"]).arg(&trace);
        command.arg(std::env::current_exe().expect("this runs"));
        command.args(["--exact", "quiet::ask_while_being_watched", "--ignored", "--test-threads=1"]);
        let output = command.env("ENABLED", enabled).output().ok()?;
        let trace = std::fs::read_to_string(trace).ok().filter(|_| output.status.success())?;
        Some(trace.lines().filter(|line| line.contains("AF_INET")).count())
    };
    // First the other way round: where nothing can be seen nothing can be shown.
    match sockets("yes") {
        Some(seen) if seen > 0 => assert_eq!(sockets("no"), Some(0)),
        seen => eprintln!("skipped: `strace` cannot be used here ({seen:?})"),
    }
}
