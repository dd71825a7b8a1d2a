//! Asking AWS as work that an editor shows: begun late, always ended, stopped when the user says so.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::editor::{URI, start_program};
use super::*;
use crate::protocol::client::{Client, EGLOT, LSP_MODE, NEOVIM, VSCODE, profile};
use crate::protocol::editor::Buffer;

/// An AWS that says nothing until it may.
struct Slow {
    stub: Stub,
    gate: Arc<(Mutex<bool>, Condvar)>,
}

impl Slow {
    fn start() -> Slow {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let waiting = gate.clone();
        let stub = Stub::start(move |_, _| {
            let open = waiting.0.lock().expect("nobody panics");
            drop(waiting.1.wait_while(open, |open| !*open).expect("nobody panics"));
            Reply::error(400, "ResourceNotFoundException")
        });
        Slow { stub, gate }
    }

    fn let_go(&self) {
        *self.gate.0.lock().expect("nobody panics") = true;
        self.gate.1.notify_all();
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// A session of an editor that has no status of ours.
fn open(name: &str, home: &Path, endpoint: &str) -> (Client, Buffer) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
    program.arg("--stdio");
    environment(&mut program, home, endpoint);
    let mut client = Client::spawn_program(program);
    let mut params = profile(name);
    params["initializationOptions"] = json!({ "account": { "enabled": true } });
    client.shake_hands(params);
    let buffer = Buffer::open(&mut client, URI, &file(POOL, CLIENT));
    (client, buffer)
}

/// The next word about work, and what work that is.
fn word(client: &mut Client, kind: &str) -> Value {
    let told = client.notification("$/progress");
    assert_eq!(told["value"]["kind"], kind, "{told}");
    told
}

#[test]
fn what_takes_long_is_shown_until_it_is_over() {
    for name in [NEOVIM, LSP_MODE, VSCODE] {
        let (folder, aws) = (tempfile::tempdir().expect("a folder"), Slow::start());
        let (mut client, buffer) = open(name, folder.path(), &aws.stub.endpoint);
        let begun = word(&mut client, "begin");
        assert_eq!(begun["value"]["title"], "Asking AWS about the open files", "{name}");
        assert_eq!(begun["value"]["cancellable"], true, "{name}");
        aws.let_go();
        assert_eq!(word(&mut client, "end")["token"], begun["token"], "{name}");
        buffer.wait_for(&mut client, &["user-pool-not-found"]);
    }
}

#[test]
fn what_the_user_stops_is_asked_again_when_he_says_so() {
    let (folder, aws) = (tempfile::tempdir().expect("a folder"), Slow::start());
    let (mut client, buffer) = open(NEOVIM, folder.path(), &aws.stub.endpoint);
    let begun = word(&mut client, "begin");
    let cancel = |client: &mut Client, token: &Value| {
        client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    };
    // Of other work it is not ours to say that it is over.
    cancel(&mut client, &json!("another"));
    cancel(&mut client, &begun["token"]);
    assert_eq!(word(&mut client, "end")["token"], begun["token"]);
    assert_eq!(client.request("amplify/accountStatus", Value::Null).expect("a status")["state"], "ready");

    client.request("workspace/executeCommand", json!({ "command": "amplify-ls.checkAccount" })).expect("it is on");
    let again = word(&mut client, "begin");
    assert_ne!(again["token"], begun["token"]);
    // One that is over already.
    cancel(&mut client, &begun["token"]);
    aws.let_go();
    assert_eq!(word(&mut client, "end")["token"], again["token"]);
    buffer.wait_for(&mut client, &["user-pool-not-found"]);
}

/// An editor that shows no work is not asked to, nor is one told twice that shows our status.
#[test]
fn only_an_editor_that_has_nothing_else_is_shown_it() {
    let (folder, aws) = (tempfile::tempdir().expect("a folder"), Slow::start());
    let (mut without, _buffer) = open(EGLOT, folder.path(), &aws.stub.endpoint);
    let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
    program.arg("--stdio");
    environment(&mut program, folder.path(), &aws.stub.endpoint);
    let mut with_status = start_program(NEOVIM, program, json!({ "enabled": true }), None);
    Buffer::open(&mut with_status, URI, &file(POOL, CLIENT));
    super::editor::wait_for_status(&mut with_status, "loading");
    for client in [&mut without, &mut with_status] {
        client.let_pass(Duration::from_millis(800));
        assert_eq!(client.take_unread("$/progress"), Vec::<Value>::new());
    }
    aws.let_go();
    super::editor::end(with_status);
}
