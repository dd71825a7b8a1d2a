//! How a session starts and ends.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{BARE, Client, NEOVIM, PROFILES, VSCODE, profile};
use super::diagnostics::{BROKEN, URI};
use super::editor::Buffer;

#[test]
fn every_recorded_client_gets_its_handshake() {
    for name in PROFILES {
        let mut client = Client::start(name);
        client.catch_up();
        assert_eq!(
            client.capabilities["textDocumentSync"],
            json!({ "openClose": true, "change": 2, "save": true }),
            "{name}"
        );
    }
}

#[test]
fn odd_capabilities_do_not_refuse_the_session() {
    for params in [
        json!({}),
        json!({ "capabilities": null }),
        json!({ "capabilities": [], "processId": 4_294_967_295u32, "rootUri": 5, "trace": "compact" }),
        json!({ "capabilities": { "textDocument": {
            "publishDiagnostics": { "tagSupport": true },
            "foldingRange": { "rangeLimit": 5000.0 },
        } } }),
        json!({ "capabilities": { "workspace": { "workspaceEdit": {
            "failureHandling": "hope",
            "resourceOperations": ["dance"],
        } } }, "rootUri": "file:///p/[id]", "workspaceFolders": [{ "uri": "file:///p/[id]", "name": "" }] }),
    ] {
        let mut client = Client::spawn(&["--stdio"]);
        client.shake_hands(params);
        let buffer = Buffer::open(&mut client, URI, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty());
    }
}

#[test]
fn requests_at_the_wrong_time_have_their_errors() {
    let mut client = Client::spawn(&["--stdio"]);
    let hover = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    let code = |answer: Result<Value, Value>| answer.expect_err("it is an error")["code"].clone();
    assert_eq!(code(client.request("textDocument/hover", hover.clone())), -32002);
    client.notify("textDocument/didOpen", json!({}));
    client.shake_hands(profile(NEOVIM));
    assert_eq!(code(client.request("initialize", profile(NEOVIM))), -32600);
    assert_eq!(code(client.request("amplify/unknown", Value::Null)), -32601);
    assert_eq!(code(client.request("$/unknown", Value::Null)), -32601);
    assert_eq!(code(client.request("textDocument/rename", Value::Null)), -32602);
    client.notify("unknown/notification", json!({}));
    client.notify("$/unknown", json!({}));
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    client.notify("textDocument/willSave", json!({ "textDocument": { "uri": URI }, "reason": 1 }));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": URI, "type": 3 }] }));
    client.notify("window/workDoneProgress/cancel", json!({ "token": 1 }));
    client.catch_up();

    let error = client.request("textDocument/hover", json!({ "textDocument": { "uri": URI } })).expect_err("no place");
    assert_eq!(error["code"], -32602);
    assert!(error["message"].as_str().is_some_and(|text| text.contains("position")), "{error}");

    client.request("shutdown", Value::Null).expect("shutdown succeeds");
    assert_eq!(code(client.request("textDocument/hover", hover)), -32600);
    client.notify("exit", Value::Null);
    assert!(client.ended().success());
    client.close_input();
}

#[test]
fn a_document_nobody_opened_has_no_answers() {
    let mut client = Client::start(NEOVIM);
    let place = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    for method in ["hover", "completion", "definition", "documentSymbol", "foldingRange", "documentLink"] {
        assert_eq!(client.request(&format!("textDocument/{method}"), place.clone()), Ok(Value::Null), "{method}");
    }
    let change = json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [{ "text": "{" }] });
    client.notify("textDocument/didChange", change);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    client.catch_up();
    assert_eq!(client.take_unread("textDocument/publishDiagnostics"), Vec::<Value>::new());
}

#[test]
fn shutdown_and_exit_take_any_parameters() {
    for params in [json!(null), json!({}), json!([])] {
        let mut client = Client::start(BARE);
        assert_eq!(client.request("shutdown", params.clone()), Ok(Value::Null));
        client.notify("exit", params);
        assert!(client.ended().success());
        client.close_input();
    }
}

/// What is wrong with the settings is told even to an editor that leaves at once.
#[test]
fn nothing_is_lost_at_the_end() {
    for _ in 0..50 {
        let mut client = Client::spawn(&["--stdio"]);
        let wrong: Vec<String> = (0..20).map(|number| format!("wrong{number}")).collect();
        let options: serde_json::Map<String, Value> = wrong.iter().map(|name| (name.clone(), json!(1))).collect();
        client.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": { "processId": null, "rootUri": null, "capabilities": {}, "initializationOptions": options } }));
        client.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
        client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        assert!(client.ended().success());
        client.close_input();
        let told: Vec<String> =
            client.take_unread("window/logMessage").iter().map(|message| message.to_string()).collect();
        let lost: Vec<&String> = wrong.iter().filter(|name| !told.iter().any(|text| text.contains(*name))).collect();
        assert!(lost.is_empty(), "{lost:?} of {told:?}");
        client.may_complain = true;
    }
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    for is_initialized in [false, true] {
        let mut client = Client::spawn(&["--stdio"]);
        if is_initialized {
            client.shake_hands(profile(BARE));
        }
        client.notify("exit", Value::Null);
        assert_eq!(client.ended().code(), Some(1));
        client.close_input();
    }
}

#[test]
fn the_program_ends_with_its_input() {
    let mut client = Client::start(VSCODE);
    client.catch_up();
    client.close_input();
    assert_eq!(client.ended().code(), Some(1));

    let mut client = Client::start(VSCODE);
    client.request("shutdown", Value::Null).expect("shutdown succeeds");
    client.close_input();
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn what_was_asked_before_the_input_ended_is_answered() {
    let mut client = Client::start(NEOVIM);
    // Long enough to be answered on another thread.
    let text = format!("{{ \"custom\": \"{}\" }}\n", "x".repeat(100_000));
    let buffer = Buffer::open(&mut client, URI, &text);
    let id = client.ask("textDocument/documentSymbol", json!({ "textDocument": buffer.identifier() }));
    client.close_input();
    client.answer_to(id).expect("there is an answer");
    client.ended();
}

#[test]
fn the_program_ends_with_the_process_of_its_editor() {
    for is_argument in [false, true] {
        // Any process does for an editor.
        let mut editor = Client::spawn(&["--stdio"]);
        let pid = editor.pid();
        let mut client = if is_argument {
            let mut client = Client::spawn(&["--stdio", &format!("--clientProcessId={pid}")]);
            client.shake_hands(profile(BARE));
            client
        } else {
            Client::start_with(BARE, |params| params["processId"] = json!(pid))
        };
        client.catch_up();
        editor.close_input();
        editor.ended();
        let start = Instant::now();
        assert_eq!(client.ended().code(), Some(1));
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
        client.close_input();
    }
}

#[test]
fn a_process_that_was_never_seen_is_not_waited_for() {
    let mut client = Client::start_with(BARE, |params| params["processId"] = json!(i32::MAX));
    client.catch_up();
    let buffer = Buffer::open(&mut client, URI, BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
}

/// The answer to `initialize` takes less than the start of the program, whatever folder is opened: measured in one run, and
/// the best of several, for the machine may be busy.
#[test]
fn the_handshake_costs_less_than_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..200 {
        let app = folder.path().join(number.to_string());
        std::fs::create_dir(&app).expect("the folder is ours");
        std::fs::write(app.join("amplify_outputs.json"), BROKEN).expect("the folder is ours");
    }
    let mut params = profile(VSCODE);
    let root = format!("file://{}", folder.path().display());
    params["workspaceFolders"] = json!([{ "uri": root, "name": "test" }]);
    let (mut best_start, mut best_handshake) = (Duration::MAX, Duration::MAX);
    for _ in 0..10 {
        let start = Instant::now();
        let mut client = Client::spawn(&["--stdio"]);
        client.request("amplify/unknown", Value::Null).expect_err("nobody knows this request");
        best_start = best_start.min(start.elapsed());
        let start = Instant::now();
        client.request("initialize", params.clone()).expect("initialize succeeds");
        best_handshake = best_handshake.min(start.elapsed());
    }
    assert!(best_handshake < best_start, "{best_handshake:?} after {best_start:?}");
}

/// What the operating system sees between the question and the answer: no file is looked at and no connection made. Needs
/// `strace` and the right to use it.
#[test]
fn initialize_is_answered_before_anything_is_read() {
    let can_trace = Command::new("strace").args(["-qq", "true"]).output().is_ok_and(|output| output.status.success());
    if !can_trace {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("amplify-ls.toml"), "account = false\n").expect("the folder is ours");
    let file = folder.path().join("amplify_outputs.json");
    std::fs::write(&file, BROKEN).expect("the folder is ours");
    let trace = folder.path().join("trace");
    let mut program = Command::new("strace");
    // Texts of more than a few letters would be cut, and the answer not be found.
    program.args(["-f", "-qq", "-s", "100000", "-e", "trace=%file,%network,write", "-o"]).arg(&trace);
    program.arg(env!("CARGO_BIN_EXE_amplify-ls")).arg("--stdio");
    let mut client = Client::spawn_program(program);
    client.request("amplify/unknown", Value::Null).expect_err("nobody knows this request");
    let mut params = profile(NEOVIM);
    params["rootUri"] = json!(format!("file://{}", folder.path().display()));
    params["workspaceFolders"] = json!([{ "uri": params["rootUri"], "name": "test" }]);
    // The tracer stands between the two: the process that the profile names is none of theirs.
    params["processId"] = Value::Null;
    client.shake_hands(params);
    let buffer = Buffer::open(&mut client, &format!("file://{}", file.display()), BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
    drop(client);
    let seen = std::fs::read_to_string(&trace).expect("it was traced");
    let lines: Vec<&str> = seen.lines().collect();
    let answer_with = |word: &str| lines.iter().position(|line| line.contains("write(") && line.contains(word));
    let (refused, answered) = (answer_with("-32601"), answer_with("serverInfo"));
    let (refused, answered) = (refused.expect("it was refused"), answered.expect("it was answered"));
    let calls = |lines: &[&str]| -> Vec<String> {
        lines.iter().filter(|line| !line.contains("write(")).map(|line| (*line).to_owned()).collect()
    };
    assert_eq!(calls(&lines[refused + 1..answered]), Vec::<String>::new());
    // Where nothing can be seen nothing can be shown.
    assert!(calls(&lines[answered..]).iter().any(|line| line.contains("amplify-ls.toml")), "{seen}");
}
