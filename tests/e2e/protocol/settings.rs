//! Settings come from three places and are never a reason to fail.

use serde_json::{Value, json};

use super::client::{Client, EGLOT, NEOVIM, VSCODE};
use super::diagnostics::{BROKEN, URI, wrong};
use super::editor::Buffer;

/// Both faults: one of JSON, one of ours.
fn both() -> String {
    wrong().replace("\n}\n", ",\n}\n")
}

#[test]
fn beside_a_json_server_its_part_is_left_to_it() {
    for name in [VSCODE, NEOVIM, EGLOT] {
        let mut client = Client::start_with(name, |params| {
            params["initializationOptions"] = json!({ "builtinJsonServer": true });
        });
        for part in ["documentSymbol", "foldingRange", "selectionRange", "documentFormatting"] {
            assert_eq!(client.capabilities.get(format!("{part}Provider")), None, "{name} {part}");
        }
        for part in ["hover", "completion", "codeAction", "definition", "documentLink"] {
            assert!(client.capabilities.get(format!("{part}Provider")).is_some(), "{name} {part}");
        }
        let buffer = Buffer::open(&mut client, URI, &both());
        assert_eq!(buffer.codes(&mut client), ["unknown-value"], "{name}");
        let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": buffer.identifier() }));
        assert_eq!(symbols, Ok(Value::Null));
    }
}

#[test]
fn alone_everything_is_done() {
    for name in [VSCODE, NEOVIM, EGLOT] {
        let mut client = Client::start(name);
        for part in ["documentSymbol", "foldingRange", "selectionRange", "documentFormatting"] {
            assert!(client.capabilities.get(format!("{part}Provider")).is_some(), "{name} {part}");
        }
        let buffer = Buffer::open(&mut client, URI, &both());
        assert_eq!(buffer.codes(&mut client), ["unknown-value", "trailing-comma"], "{name}");
    }
}

#[test]
fn inlay_hints_can_be_switched_off() {
    let mut client = Client::start_with(NEOVIM, |params| {
        params["initializationOptions"] = json!({ "inlayHints": false });
    });
    let buffer = Buffer::open(&mut client, URI, &both());
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1000, "character": 0 } });
    let params = json!({ "textDocument": buffer.identifier(), "range": whole });
    assert_eq!(client.request("textDocument/inlayHint", params), Ok(Value::Null));
}

#[test]
fn settings_are_pulled_and_what_follows_from_them_is_told() {
    let mut client = Client::start(NEOVIM);
    let buffer = Buffer::open(&mut client, URI, &both());
    assert_eq!(buffer.diagnostics(&mut client).len(), 2);
    client.settings = json!({ "builtinJsonServer": true });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(buffer.codes(&mut client), ["unknown-value"]);
    // A notification without any payload asks to look again, too.
    client.settings = json!({ "builtinJsonServer": false });
    client.notify("workspace/didChangeConfiguration", json!({}));
    assert_eq!(buffer.diagnostics(&mut client).len(), 2);
    client.settings = json!({ "builtinJsonServer": true });
    let folders = json!({ "event": { "added": [{ "uri": "file:///more", "name": "more" }], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", folders);
    assert_eq!(buffer.codes(&mut client), ["unknown-value"]);
}

#[test]
fn severities_are_the_users() {
    let mut client = Client::start(NEOVIM);
    let buffer = Buffer::open(&mut client, URI, &both());
    assert_eq!(buffer.codes(&mut client), ["unknown-value", "trailing-comma"]);
    client.settings = json!({ "severity": { "unknown-value": "off", "trailing-comma": "hint" } });
    client.notify("workspace/didChangeConfiguration", json!({}));
    let found = buffer.diagnostics(&mut client);
    assert_eq!((found.len(), &found[0]["code"], &found[0]["severity"]), (1, &json!("trailing-comma"), &json!(4)));
}

#[test]
fn libraries_are_those_the_user_names() {
    let mut client = Client::start(NEOVIM);
    let buffer = Buffer::open(&mut client, URI, &wrong());
    assert_eq!(buffer.diagnostics(&mut client)[0]["severity"], 1);
    client.settings = json!({ "libraries": ["js"] });
    client.notify("workspace/didChangeConfiguration", json!({}));
    assert_eq!(buffer.diagnostics(&mut client)[0]["severity"], 3, "JavaScript reads it all the same");
}

#[test]
fn a_severity_for_a_rule_that_does_not_exist_is_told_once() {
    for name in [NEOVIM, VSCODE] {
        let mut client = Client::start(name);
        client.settings = json!({ "severity": { "unknown-valeu": "off", "trailing-comma": "off" } });
        client.notify("workspace/didChangeConfiguration", json!({}));
        let entry = client.notification("window/logMessage");
        let said = json!({
            "type": 3,
            "message": "amplify-ls.severity.unknown-valeu is no rule; did you mean unknown-value?",
        });
        assert_eq!(entry, said, "{name}");
        for _ in 0..3 {
            client.notify("workspace/didChangeConfiguration", json!({}));
        }
        let buffer = Buffer::open(&mut client, URI, &both());
        buffer.wait_for(&mut client, &["unknown-value"]);
        client.catch_up();
        assert_eq!(client.take_unread("window/logMessage"), Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn settings_are_taken_as_pushed_by_a_client_that_cannot_be_asked() {
    let mut client = Client::start_with(NEOVIM, |params| {
        params["capabilities"]["workspace"]["configuration"] = json!(false);
    });
    let buffer = Buffer::open(&mut client, URI, &both());
    assert_eq!(buffer.diagnostics(&mut client).len(), 2);
    let settings = json!({ "amplify-ls": { "builtinJsonServer": true }, "json": {} });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(buffer.codes(&mut client), ["unknown-value"]);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "builtinJsonServer": false } }));
    assert_eq!(buffer.diagnostics(&mut client).len(), 2);
}

#[test]
fn a_client_that_pulls_is_asked_to_pull_again() {
    let mut client = Client::start(VSCODE);
    let buffer = Buffer::open(&mut client, URI, &both());
    assert_eq!(buffer.diagnostics(&mut client).len(), 2);
    client.settings = json!({ "builtinJsonServer": true });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.wait_for_refresh();
    assert_eq!(buffer.codes(&mut client), ["unknown-value"]);
}

#[test]
fn wrong_settings_are_said_once_and_the_rest_counts() {
    let mut client = Client::start_with(NEOVIM, |params| {
        params["initializationOptions"] = json!({ "builtinJsonServr": true, "builtinJsonServer": "yes" });
    });
    let mut said: Vec<String> = (0..2)
        .map(|_| {
            let entry = client.notification("window/logMessage");
            assert_eq!(entry["type"], 3);
            entry["message"].as_str().expect("a message is a text").to_owned()
        })
        .collect();
    said.sort();
    assert!(said[0].contains("builtinJsonServer has a value that does not fit"), "{said:?}");
    assert!(said[1].contains("did you mean builtinJsonServer?"), "{said:?}");
    for _ in 0..3 {
        client.notify("workspace/didChangeConfiguration", json!({}));
    }
    let buffer = Buffer::open(&mut client, URI, BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
    client.catch_up();
    assert_eq!(client.take_unread("window/logMessage"), Vec::<Value>::new());
}
