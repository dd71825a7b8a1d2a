//! What holds of every answer, wherever it is asked for: forms that editors refuse or draw wrongly are in none of them.

use serde_json::{Value, json};

use super::client::{Client, EGLOT, NEOVIM, VSCODE, profile};
use super::diagnostics::URI;
use super::editor::{Buffer, offset, position};

/// Files with faults of all sorts, as the repository shows them to people.
const FAULTY: [(&str, &str); 3] = [
    (URI, include_str!("../../../examples/amplify_outputs.json")),
    (
        "file:///mobile/amplifyconfiguration.json",
        include_str!("../../../examples/gen1-mobile/amplifyconfiguration.json"),
    ),
    ("file:///web/amplifyconfiguration.json", include_str!("../../../examples/gen1-web/amplifyconfiguration.json")),
];

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The bytes of a range.
fn bytes(client: &Client, buffer: &Buffer, range: &Value) -> std::ops::Range<usize> {
    offset(&buffer.text, &range["start"], client.encoding())..offset(&buffer.text, &range["end"], client.encoding())
}

#[test]
fn the_name_of_an_editor_decides_nothing() {
    for name in [VSCODE, NEOVIM, EGLOT] {
        let known = Client::start(name).capabilities.clone();
        for other in [json!({ "name": "An editor of tomorrow", "version": "1" }), Value::Null] {
            let client = Client::start_with(name, |params| params["clientInfo"] = other.clone());
            assert_eq!(client.capabilities, known, "{name} called {other}");
        }
    }
}

#[test]
fn commands_bear_our_name_and_look_at_their_arguments() {
    let mut client = Client::start(VSCODE);
    let commands = client.capabilities["executeCommandProvider"]["commands"].clone();
    assert!(!list(&commands).is_empty());
    client.may_stay_unread = &["textDocument/publishDiagnostics", "window/showMessage"];
    for command in list(&commands) {
        assert!(command.as_str().is_some_and(|command| command.starts_with("amplify-ls.")), "{command}");
        for arguments in [json!(null), json!([]), json!([null]), json!([1]), json!([{}]), json!([["a"], "b"])] {
            let params = json!({ "command": command, "arguments": arguments });
            if let Err(error) = client.request("workspace/executeCommand", params) {
                let is_told = error["code"] == -32602 || error["code"] == -32803;
                assert!(is_told && !error["message"].to_string().contains("panic"), "{command} {arguments}: {error}");
            }
        }
    }
    let unknown = client.request("workspace/executeCommand", json!({ "command": "amplify-ls.unknown" }));
    assert_eq!(unknown.expect_err("there is none")["code"], -32602);
    client.catch_up();
}

/// All over a faulty text: editors throw away an item whose range is on two lines, or is not where the cursor is.
#[test]
fn items_and_hovers_are_about_the_place_that_was_asked_about() {
    for (first, name) in [VSCODE, NEOVIM].into_iter().enumerate() {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, URI, FAULTY[0].1);
        for at in (first..=buffer.text.len()).step_by(7).filter(|at| buffer.text.is_char_boundary(*at)) {
            let here = position(&buffer.text, at, client.encoding());
            let place = json!({ "textDocument": buffer.identifier(), "position": here });
            let found = client.request("textDocument/completion", place.clone()).expect("it is answered");
            let mut preselected = 0;
            for item in list(&found["items"]) {
                let edit = &item["textEdit"];
                let starts = [edit.get("range"), edit.get("insert"), edit.get("replace")];
                for range in starts.into_iter().flatten() {
                    let range = bytes(&client, &buffer, range);
                    assert!(range.contains(&at) || range.end == at, "{name} at {at}: {item}");
                    assert!(!buffer.text[range].contains('\n'), "{name} at {at}: {item}");
                }
                if let (Some(insert), Some(replace)) = (edit.get("insert"), edit.get("replace")) {
                    let (insert, replace) = (bytes(&client, &buffer, insert), bytes(&client, &buffer, replace));
                    assert!(insert.start == replace.start && insert.end == at, "{name} at {at}: {item}");
                }
                assert!(edit["newText"].is_string() && item.get("commitCharacters").is_none(), "{name}: {item}");
                preselected += usize::from(item["preselect"] == true);
            }
            assert!(preselected <= 1, "{name} at {at}: {found}");
            let hover = client.request("textDocument/hover", place).expect("it is answered");
            if !hover.is_null() {
                let range = bytes(&client, &buffer, &hover["range"]);
                assert!(range.contains(&at) || range.end == at, "{name} at {at}: {hover}");
                assert!(!hover["contents"]["value"].as_str().expect("it has a text").trim().is_empty(), "{hover}");
            }
        }
    }
}

/// The words of a message, their place, and that no finding leaves the user with two fixes to take first.
#[test]
fn findings_are_sentences_at_their_place_with_one_fix_to_take_first() {
    const JARGON: [&str; 6] = ["additionalProperties", "oneOf", "anyOf", "schema", "JSON pointer", "#/"];
    for (uri, text) in FAULTY {
        let mut client = Client::start(VSCODE);
        let buffer = Buffer::open(&mut client, uri, text);
        let found = buffer.diagnostics(&mut client);
        assert!(found.len() > 1, "{text}");
        for diagnostic in &found {
            let message = diagnostic["message"].as_str().expect("it has a message");
            assert!(!message.ends_with('.') && !message.contains('\n'), "{message}");
            assert!(!JARGON.iter().any(|word| message.contains(word)), "{message}");
            assert_eq!(diagnostic["source"], "amplify", "{diagnostic}");
            let code = diagnostic["code"].as_str().expect("it has a code");
            let page = diagnostic["codeDescription"]["href"].as_str().expect("this client opens pages");
            assert!(page.contains(code), "{page}");
            assert!(bytes(&client, &buffer, &diagnostic["range"]).len() < text.trim_end().len() / 2, "{diagnostic}");

            let params = json!({
                "textDocument": buffer.identifier(),
                "range": diagnostic["range"],
                "context": { "diagnostics": [diagnostic], "only": ["quickfix"] },
            });
            let actions = client.request("textDocument/codeAction", params).expect("it is answered");
            let of_this = |action: &&Value| list(&action["diagnostics"]).iter().any(|linked| linked == diagnostic);
            let preferred = list(&actions).iter().filter(of_this).filter(|action| action["isPreferred"] == true);
            assert!(preferred.count() <= 1, "{diagnostic}: {actions}");
            for action in list(&actions) {
                let title = action["title"].as_str().expect("it has a title");
                assert!(title.starts_with(char::is_uppercase) && !title.ends_with('.'), "{title}");
            }
        }
    }
}

#[test]
fn hints_are_inside_of_what_was_asked_about() {
    let mut client = Client::start(VSCODE);
    let buffer = Buffer::open(&mut client, URI, FAULTY[0].1);
    let mut all = 0;
    let mut start = 0;
    for line in buffer.text.split_inclusive('\n') {
        let asked = start..start + line.len();
        let range = buffer.range_of(&client, asked.clone());
        let params = json!({ "textDocument": buffer.identifier(), "range": range });
        let hints = client.request("textDocument/inlayHint", params).expect("it is answered");
        for hint in list(&hints) {
            let at = offset(&buffer.text, &hint["position"], client.encoding());
            assert!(asked.start <= at && at <= asked.end, "{hint}");
            all += 1;
        }
        start = asked.end;
    }
    assert!(all > 0, "the file names a region");
}

/// A whole session in which the user only types is silent but for findings: what else is told fails this client.
#[test]
fn nothing_pops_up() {
    for name in [VSCODE, NEOVIM, EGLOT] {
        let mut client = Client::spawn(&["--stdio"]);
        client.shake_hands(profile(name));
        let mut buffer = Buffer::open(&mut client, URI, FAULTY[0].1);
        assert!(!buffer.diagnostics(&mut client).is_empty());
        buffer.set(&mut client, "{");
        client.notify("textDocument/didSave", json!({ "textDocument": buffer.identifier() }));
        buffer.close(&mut client);
        client.catch_up();
        let loud = [
            "window/showMessage",
            "window/showMessageRequest",
            "window/workDoneProgress/create",
            "$/progress",
            "telemetry/event",
        ];
        for method in loud {
            assert_eq!(client.take_unread(method), Vec::<Value>::new(), "{name}: {method}");
        }
        client.request("shutdown", Value::Null).expect("shutdown succeeds");
        client.notify("exit", Value::Null);
        assert!(client.ended().success());
        client.close_input();
        assert_eq!(client.error_output(), "", "{name}: an editor shows each line as an error");
    }
}
