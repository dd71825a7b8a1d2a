//! The other ways an editor listens: a pipe, and a port of its own machine.

use std::io::{BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::client::{BARE, profile, read_message};

fn spawn(argument: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_amplify-ls"))
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// A whole session over `stream`.
fn converse(mut stream: impl Read + Write) {
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": profile(BARE) }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    for message in messages.map(|message| message.to_string()) {
        write!(stream, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("the server reads");
    }
    let mut stream = BufReader::new(stream);
    assert!(read_message(&mut stream).expect("an answer")["result"]["capabilities"].is_object());
    assert_eq!(read_message(&mut stream).expect("an answer"), json!({ "jsonrpc": "2.0", "id": 2, "result": null }));
    assert_eq!(read_message(&mut stream), None::<Value>);
}

fn ends_well(child: Child) {
    let output = child.wait_with_output().expect("the program can be waited for");
    assert!(output.status.success());
    assert_eq!((output.stdout, output.stderr), (Vec::new(), Vec::new()), "all is said in the channel");
}

#[test]
fn a_port_of_this_machine() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    let child = spawn(&format!("--socket={}", listener.local_addr().expect("it is bound").port()));
    converse(listener.accept().expect("the program connects").0);
    ends_well(child);
}

#[cfg(unix)]
#[test]
fn a_pipe() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("a pipe");
    let listener = std::os::unix::net::UnixListener::bind(&path).expect("the name is free");
    let child = spawn(&format!("--pipe={}", path.display()));
    converse(listener.accept().expect("the program connects").0);
    ends_well(child);
}

#[test]
fn where_nobody_listens_the_program_fails_and_says_so() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    let port = listener.local_addr().expect("it is bound").port();
    drop(listener);
    let output = spawn(&format!("--socket={port}")).wait_with_output().expect("the program can be waited for");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot reach the editor"));
}
