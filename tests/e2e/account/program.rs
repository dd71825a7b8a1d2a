//! Two programs: which of them holds the AWS SDK, and what becomes of the second when the first ends, or lacks it.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::editor::{URI, end, start, wait_for_status};
use super::*;
use crate::cli::Folder;
use crate::protocol::client::{NEOVIM, PATIENCE};
use crate::protocol::editor::Buffer;

const PROGRAM: &str = env!("CARGO_BIN_EXE_amplify-ls");
const OTHER: &str = env!("CARGO_BIN_EXE_amplify-ls-account");

/// What the SDK, and nothing else, sends to AWS.
const MARKS: [&str; 2] = ["AWSCognitoIdentityProviderService", "AWSCognitoIdentityService"];

#[test]
fn the_sdk_is_in_the_other_program_alone() {
    let holds = |program: &str, mark: &str| {
        let bytes = fs::read(program).expect("it was built");
        bytes.windows(mark.len()).any(|part| part == mark.as_bytes())
    };
    for mark in MARKS {
        assert!(holds(OTHER, mark), "{mark}: this test would see nothing");
        assert!(!holds(PROGRAM, mark), "{mark} is in amplify-ls");
    }
}

#[test]
fn the_first_program_needs_no_crate_of_the_sdk() {
    let tree = |more: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([
            "tree",
            "--offline",
            "--locked",
            "--package",
            "amplify-ls",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ]);
        let output = cargo.args(more).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it tests just now");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let is_of_sdk = |line: &&str| line.starts_with("aws-") || line.starts_with("amplify-cognito ");
        String::from_utf8_lossy(&output.stdout).lines().filter(is_of_sdk).count()
    };
    assert!(tree(&[]) > 1, "this test would see nothing");
    assert_eq!(tree(&["--no-default-features"]), 0);
}

#[test]
fn it_says_that_the_other_is_missing() {
    // Where a link to the file can be made.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let alone = folder.path().join("amplify-ls");
    fs::hard_link(PROGRAM, &alone).expect("it lies in the same file system");
    fs::write(folder.path().join("amplify_outputs.json"), file(POOL, CLIENT)).expect("the folder is ours");
    // Neither PATH nor the folder it runs in is looked into.
    let other = Path::new(OTHER).parent().expect("it lies in a folder");
    let run = |arguments: &[&str]| {
        let mut program = Command::new(&alone);
        environment(&mut program, folder.path(), "http://127.0.0.1:9");
        program.args(arguments).env("PATH", other).current_dir(other);
        let output = program.arg(folder.path()).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let sentence = "amplify-ls-account, which asks AWS, was not found beside amplify-ls";
    let (code, said) = run(&["check", "--aws"]);
    assert!(code == Some(2) && said.contains(sentence), "{code:?} {said}");
    let (code, said) = run(&["doctor"]);
    assert!(code == Some(0) && said.contains(&format!("credentials  {sentence}")), "{code:?} {said}");
    let (code, said) = run(&["check"]);
    assert!(code == Some(0) && !said.contains(sentence), "what does not ask AWS does not need it: {code:?} {said}");
}

/// Whether something still runs under this number.
#[cfg(target_os = "linux")]
fn runs(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().next()).is_some_and(|state| state != "Z")
}

/// The process that this one started.
#[cfg(target_os = "linux")]
fn child_of(parent: u32) -> Option<u32> {
    fs::read_dir("/proc").expect("Linux has it").flatten().find_map(|entry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let of: u32 = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()?;
        (of == parent && runs(id)).then_some(id)
    })
}

#[track_caller]
fn wait_until<T>(what: &str, find: impl Fn() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A home whose credentials come from a program that never ends and takes no notice of anything.
#[cfg(target_os = "linux")]
fn hanging_home() -> (Folder, PathBuf) {
    let home = Folder::new(&[("amplify_outputs.json", &file(POOL, CLIENT))]);
    let id = home.path().join("id");
    let process = format!("trap '' HUP INT TERM; echo $$ > {}.new; mv {0}.new {0}; sleep 1000; true", id.display());
    home.write("process.sh", process.as_bytes());
    let config = format!("[default]\ncredential_process = sh {}\n", home.path().join("process.sh").display());
    home.write(".aws/config", config.as_bytes());
    (home, id)
}

#[cfg(target_os = "linux")]
fn read_id(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

/// Killed in a way that it cannot notice; the other does.
#[cfg(target_os = "linux")]
#[test]
fn nothing_outlives_the_program() {
    let (home, id) = hanging_home();
    let mut program = crate::cli::program(home.path(), "check --aws");
    environment(&mut program, home.path(), "http://127.0.0.1:9");
    program.env_remove("AWS_ACCESS_KEY_ID");
    let mut running = program.spawn().expect("it runs");
    let process = wait_until("the credential process was not started", || read_id(&id));
    let other = wait_until("the other program was not started", || child_of(running.id()));
    assert!(runs(process) && runs(other));
    running.kill().expect("it runs still");
    running.wait().expect("it ended");
    for id in [other, process] {
        wait_until("it outlived the one that started it", || (!runs(id)).then_some(()));
    }
}

/// The session goes on whatever happens to the other program, and ends it when AWS may not be asked any more.
#[cfg(target_os = "linux")]
#[test]
fn a_session_survives_the_other_program_and_ends_it() {
    let home = tempfile::tempdir().expect("a folder");
    let trap = trap();
    let mut client = start(NEOVIM, home.path(), &trap.endpoint, json!({ "enabled": true }));
    assert_eq!(child_of(client.pid()), None, "nobody asked yet");
    let buffer = Buffer::open(&mut client, URI, &file(POOL, CLIENT));
    wait_for_status(&mut client, "trouble");
    let other = wait_until("the other program was not started", || child_of(client.pid()));
    assert!(Command::new("kill").args(["-9", &other.to_string()]).status().expect("there is a kill").success());
    wait_until("it runs on", || (!runs(other)).then_some(()));
    // At the next question there is another.
    let command = json!({ "command": "amplify-ls.checkAccount", "arguments": [] });
    let end_of_patience = Instant::now() + PATIENCE;
    let another = loop {
        client.request("workspace/executeCommand", command.clone()).expect("it asks again");
        client.catch_up();
        if let Some(another) = child_of(client.pid()) {
            break another;
        }
        assert!(Instant::now() < end_of_patience, "it was not started again");
        std::thread::sleep(Duration::from_millis(50));
    };
    client.request("textDocument/hover", buffer.place(&client, POOL, 3)).expect("an answer");
    client.settings = json!({ "account": { "enabled": false } });
    client.notify("workspace/didChangeConfiguration", json!({}));
    wait_for_status(&mut client, "off");
    wait_until("it outlived what it was for", || (!runs(another)).then_some(()));
    end(client);
}
