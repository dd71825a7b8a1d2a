//! The program that asks AWS, as its parent sees it: missing, dying, hanging, talking nonsense. The real one is run by the
//! end-to-end tests, beside the program that starts it.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use amplify_account::{AccountDirectory, AccountSettings, AwsProgram, Limits};
use amplify_config::{Answer, Lookup, Reason};

use crate::{pool, region, settings};

/// A program in its place, which first reads the settings.
fn program(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("program");
    std::fs::write(&path, format!("#!/bin/sh\necho x >> '{}'\nread settings\n{script}\n", starts(folder).display()))
        .expect("the folder is ours");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("the file is ours");
    path
}

fn starts(folder: &Path) -> PathBuf {
    folder.join("starts")
}

fn count(folder: &Path) -> usize {
    std::fs::read_to_string(starts(folder)).map_or(0, |text| text.lines().count())
}

fn quick() -> AccountSettings {
    let limits = Limits { patience: Duration::from_millis(400), ..Limits::default() };
    AccountSettings { limits, ..settings("http://127.0.0.1:9") }
}

fn question() -> Lookup {
    Lookup::UserPools(region("us-east-1"))
}

async fn ask(aws: &AwsProgram) -> Answer {
    aws.answer(&question(), &|_| ()).await
}

const ANSWER: &str = r#"{"said":{"id":0,"reply":{"answer":"Absent"}}}"#;

#[tokio::test]
async fn whatever_becomes_of_the_program_is_an_answer() {
    let other_version = "exit 3".to_owned();
    for (script, expected) in [
        (format!("read question; echo '{ANSWER}'; read more"), Answer::Absent),
        // What is said to nobody is passed over.
        (format!("read question; echo '{}'; echo '{ANSWER}'; read more", ANSWER.replace(":0", ":7")), Answer::Absent),
        ("exit 0".to_owned(), Answer::Unavailable(Reason::ProgramFailed)),
        ("read question; kill -9 $$".to_owned(), Answer::Unavailable(Reason::ProgramFailed)),
        ("read question; echo 'Segmentation fault'; sleep 60".to_owned(), Answer::Unavailable(Reason::ProgramFailed)),
        ("read question; head -c 1000 /dev/zero; exit".to_owned(), Answer::Unavailable(Reason::ProgramFailed)),
        (
            r#"read question; echo '{"said":{"id":0,"reply":{"profiles":[]}}}'; read more"#.to_owned(),
            Answer::Unavailable(Reason::Trouble),
        ),
        ("read question; sleep 60".to_owned(), Answer::Unavailable(Reason::ProgramSilent)),
        ("exec sleep 60".to_owned(), Answer::Unavailable(Reason::ProgramSilent)),
        (other_version, Answer::Unavailable(Reason::ProgramDiffers)),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let aws = AwsProgram::at(&program(folder.path(), &script), quick());
        let began = Instant::now();
        assert_eq!(ask(&aws).await, expected, "{script}");
        assert!(began.elapsed() < Duration::from_secs(20), "{script}");
    }
}

#[tokio::test]
async fn a_program_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let aws = AwsProgram::at(&folder.path().join("missing"), quick());
    assert_eq!(ask(&aws).await, Answer::Unavailable(Reason::ProgramMissing));
    assert_eq!(aws.profiles().await, Err(Reason::ProgramMissing));
}

#[tokio::test]
async fn nothing_is_started_for_what_is_not_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let aws = AwsProgram::at(&program(folder.path(), "exit 0"), AccountSettings { enabled: false, ..quick() });
    assert_eq!(ask(&aws).await, Answer::Unavailable(Reason::NotAsked));
    assert_eq!(count(folder.path()), 0);
}

#[tokio::test]
async fn it_is_started_anew_after_a_pause_and_never_in_a_loop() {
    let folder = tempfile::tempdir().expect("a folder");
    let mended = folder.path().join("mended");
    let script = format!("read question; [ -e '{}' ] && echo '{ANSWER}' && read more", mended.display());
    let aws = AwsProgram::at(&program(folder.path(), &script), quick());
    for _ in 0..20 {
        assert_eq!(ask(&aws).await, Answer::Unavailable(Reason::ProgramFailed));
    }
    assert!(count(folder.path()) <= 3, "{} starts", count(folder.path()));
    std::fs::write(&mended, "").expect("the folder is ours");
    let began = Instant::now();
    while ask(&aws).await != Answer::Absent {
        assert!(began.elapsed() < Duration::from_secs(60), "it is never started again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_slow_answer_is_waited_for_while_the_program_says_that_it_works() {
    let folder = tempfile::tempdir().expect("a folder");
    // Six times a half of the patience.
    let script =
        format!("read question; for i in 1 2 3 4 5 6; do sleep 0.2; echo '\"busy\"'; done; echo '{ANSWER}'; read more");
    let aws = AwsProgram::at(&program(folder.path(), &script), quick());
    assert_eq!(ask(&aws).await, Answer::Absent);
}

#[tokio::test]
async fn a_question_keeps_the_region_in_which_it_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let seen = folder.path().join("seen");
    let script = format!("read question; echo \"$question\" > '{}'; echo '{ANSWER}'; read more", seen.display());
    let aws = AwsProgram::at(&program(folder.path(), &script), quick());
    let replica = pool("us-east-1_qWeRt6789").at(&region("us-west-2"));
    let lookup = Lookup::UserPool(replica);
    assert_eq!(aws.answer(&lookup, &|_| ()).await, Answer::Absent);
    let seen: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(seen).expect("it was written")).expect("it is JSON");
    let asked: Lookup = serde_json::from_value(seen["ask"]["question"]["lookup"].clone()).expect("it is a question");
    assert_eq!(asked, lookup);
}

/// A command may wait twice, each time in a runtime of its own; the program does not outlive the first.
#[test]
fn it_is_started_anew_in_another_runtime() {
    let folder = tempfile::tempdir().expect("a folder");
    let aws = AwsProgram::at(&program(folder.path(), &format!("read question; echo '{ANSWER}'; read more")), quick());
    for starts in 1..=3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there is room for it");
        assert_eq!(runtime.block_on(ask(&aws)), Answer::Absent);
        assert_eq!(count(folder.path()), starts);
        runtime.shutdown_background();
    }
}

/// The program sees its input end, and whoever takes no notice of that is ended.
#[tokio::test]
async fn whoever_drops_it_ends_it() {
    for script in ["read question; read more; echo x > ended", "trap '' HUP TERM INT; read question; sleep 60"] {
        let folder = tempfile::tempdir().expect("a folder");
        let ids = folder.path().join("id");
        let script = format!("echo $$ > '{}'; cd '{}'; {script}", ids.display(), folder.path().display());
        let aws = AwsProgram::at(&program(folder.path(), &script), quick());
        {
            // Given up while it is under way.
            let asking = tokio::time::timeout(Duration::from_millis(200), ask(&aws)).await;
            assert!(asking.is_err());
        }
        let id = std::fs::read_to_string(&ids).expect("it was started");
        drop(aws);
        let began = Instant::now();
        while Path::new("/proc").join(id.trim()).exists() && Path::new("/proc/self").exists() {
            assert!(began.elapsed() < Duration::from_secs(20), "it runs on: {script}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
