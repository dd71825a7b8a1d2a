//! Diagnostics come when something is wrong, go when it is mended or out of sight, and say as much as the client can
//! show.

use serde_json::{Value, json};

use super::client::{Client, EGLOT, LSP_MODE, NEOVIM, PROFILES, VSCODE};
use super::editor::Buffer;

pub(crate) const URI: &str = "file:///project/amplify_outputs.json";

/// Nothing is wrong with it.
pub(crate) const CLEAN: &str = r#"{
  "version": "1.4",
  "auth": {
    "user_pool_id": "us-east-1_AbCdEfGhI",
    "aws_region": "us-east-1",
    "user_pool_client_id": "1h57kf5cpq17m0eml12dexampl",
    "mfa_configuration": "NONE"
  }
}
"#;

/// A comma is missing.
pub(crate) const BROKEN: &str = "{\n  \"version\": \"1.4\"\n  \"auth\": {}\n}\n";

/// `CLEAN` with a wrong value.
pub(crate) fn wrong() -> String {
    CLEAN.replace("NONE", "OFF")
}

#[test]
fn they_come_when_something_is_wrong_and_go_when_it_is_mended() {
    for name in PROFILES {
        let mut client = Client::start(name);
        let mut buffer = Buffer::open(&mut client, URI, CLEAN);
        assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{name}");
        buffer.replace(&mut client, "\"NONE\"", "\"OFF\"");
        let found = buffer.diagnostics(&mut client);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0]["range"], buffer.range(&client, "\"OFF\""), "{name}");
        buffer.replace(&mut client, "\"OFF\"", "\"NONE\"");
        assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn they_say_what_the_client_can_show() {
    for name in PROFILES {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, URI, &wrong());
        let found = buffer.diagnostics(&mut client).remove(0);
        let can = |member: &str| client.can(&format!("/textDocument/publishDiagnostics/{member}"));
        assert_eq!(found["source"], "amplify", "{name}");
        assert_eq!(found["code"], "unknown-value", "{name}");
        assert_eq!(found["severity"], 1, "{name}");
        assert!(found["message"].as_str().is_some_and(|text| !text.is_empty() && !text.ends_with('.')), "{name}");
        assert_eq!(found.get("codeDescription").is_some(), can("codeDescriptionSupport"), "{name}");
        assert_eq!(found.get("data").is_some(), can("dataSupport"), "{name}");
        if let Some(description) = found.get("codeDescription") {
            let href = description["href"].as_str().expect("an address is a text");
            assert!(href.starts_with("https://") && href.ends_with("/unknown-value.md"), "{href}");
        }
    }
}

#[test]
fn they_are_pushed_or_pulled_and_never_both() {
    for name in PROFILES {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, URI, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty(), "{name}");
        client.catch_up();
        let pulls = client.can("/textDocument/diagnostic") && client.can("/workspace/diagnostics/refreshSupport");
        assert_eq!(client.capabilities.get("diagnosticProvider").is_some(), pulls, "{name}");
        assert_eq!(client.take_unread("textDocument/publishDiagnostics"), Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn a_pulled_result_that_did_not_change_is_not_sent_again() {
    let mut client = Client::start(VSCODE);
    assert_eq!(client.capabilities["diagnosticProvider"]["interFileDependencies"], true);
    let mut buffer = Buffer::open(&mut client, URI, BROKEN);
    let pull = |client: &mut Client, previous: &Value| {
        let params = json!({ "textDocument": { "uri": URI }, "identifier": "amplify", "previousResultId": previous });
        client.request("textDocument/diagnostic", params).expect("diagnostics can be pulled")
    };
    let first = pull(&mut client, &Value::Null);
    assert_eq!(first["kind"], "full");
    assert!(!first["items"].as_array().expect("a list").is_empty());
    let second = pull(&mut client, &first["resultId"]);
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    buffer.set(&mut client, CLEAN);
    let third = pull(&mut client, &first["resultId"]);
    assert_eq!((&third["kind"], &third["items"]), (&json!("full"), &json!([])));
    // Of a document that is not open there is nothing to say, which is no error.
    buffer.close(&mut client);
    assert_eq!(pull(&mut client, &Value::Null)["items"], json!([]));
}

fn published(client: &mut Client) -> Value {
    client.notification("textDocument/publishDiagnostics")
}

#[test]
fn a_closed_document_has_none() {
    for name in [NEOVIM, EGLOT, LSP_MODE] {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, URI, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty());
        buffer.close(&mut client);
        assert_eq!(published(&mut client), json!({ "uri": URI, "diagnostics": [] }), "{name}");
        // And when it is opened again, it has them again.
        let buffer = Buffer::open(&mut client, URI, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty());
    }
}

#[test]
fn a_deleted_or_renamed_file_has_none_until_it_is_touched_again() {
    let deleted = json!({ "changes": [{ "uri": URI, "type": 3 }] });
    let removed = json!({ "files": [{ "uri": URI }] });
    let renamed = json!({ "files": [{ "oldUri": URI, "newUri": "file:///project/other.json" }] });
    for (method, params) in [
        ("workspace/didChangeWatchedFiles", deleted),
        ("workspace/didDeleteFiles", removed),
        ("workspace/didRenameFiles", renamed),
    ] {
        let mut client = Client::start(NEOVIM);
        let mut buffer = Buffer::open(&mut client, URI, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty());
        client.notify(method, params);
        assert_eq!(published(&mut client)["diagnostics"], json!([]), "{method}");
        buffer.set(&mut client, &format!("{BROKEN}\n"));
        assert!(!buffer.diagnostics(&mut client).is_empty(), "{method}");
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": URI, "type": 3 }] }));
        assert_eq!(published(&mut client)["diagnostics"], json!([]), "{method}");
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": URI, "type": 1 }] }));
        assert_ne!(published(&mut client)["diagnostics"], json!([]), "{method}");
    }
}

#[test]
fn a_client_that_pulls_is_asked_to_pull_again_when_a_file_goes() {
    let mut client = Client::start(VSCODE);
    let buffer = Buffer::open(&mut client, URI, BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
    client.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": URI }] }));
    client.wait_for_refresh();
    assert_eq!(buffer.diagnostics(&mut client), Vec::<Value>::new());
}

#[test]
fn a_file_is_ours_as_long_as_it_looks_like_one() {
    let mut client = Client::start(NEOVIM);
    let mut buffer = Buffer::open(&mut client, "file:///project/config.json", &wrong());
    assert_eq!(buffer.codes(&mut client), ["unknown-value"]);
    buffer.set(&mut client, "{ \"anything\": 1, }");
    assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
    // From now on there is nothing to tell.
    buffer.set(&mut client, "{ \"anything\": 2, }");
    client.catch_up();
    let mut other = Buffer::open(&mut client, URI, BROKEN);
    other.diagnostics(&mut client);
    assert_eq!(client.take_unread("textDocument/publishDiagnostics"), Vec::<Value>::new());
    other.set(&mut client, "{}");
}

#[test]
fn our_files_are_watched_where_the_client_watches() {
    for name in PROFILES {
        let mut client = Client::start(name);
        // The registration is on its way before anything that is asked later is answered by the editor.
        let can = |client: &Client, what: &str| client.can(&format!("/workspace/{what}/dynamicRegistration"));
        let watches = can(&client, "didChangeWatchedFiles");
        let expects = watches || can(&client, "didChangeConfiguration");
        if expects {
            client.wait_for_registration();
        }
        client.catch_up();
        let has = |method: &str| client.registered.iter().any(|registered| registered == method);
        assert_eq!(has("workspace/didChangeWatchedFiles"), watches, "{name}");
        assert_eq!(has("workspace/didChangeConfiguration"), can(&client, "didChangeConfiguration"), "{name}");
    }
}
