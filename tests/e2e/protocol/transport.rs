//! Whatever arrives, the session goes on: every input that ends or blocks a stock server, one test each.

#[cfg(debug_assertions)]
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[cfg(debug_assertions)]
use super::client::{BARE, VSCODE};
use super::client::{Client, NEOVIM};
use super::diagnostics::{BROKEN, URI};
use super::editor::Buffer;

fn refusal(client: &mut Client) -> i64 {
    let answer = client.wait("refusal", |message| message["id"].is_null() && message.get("error").is_some());
    answer["error"]["code"].as_i64().expect("a code is a number")
}

#[test]
fn a_body_that_is_no_message_is_refused_and_the_session_goes_on() {
    let mut client = Client::start(NEOVIM);
    let deep = "[".repeat(100_000);
    let nested = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"a","params":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    let bodies: [(&[u8], i64); 11] = [
        (b"no JSON", -32700),
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xfe\x00", -32700),
        (deep.as_bytes(), -32700),
        (nested.as_bytes(), -32700),
        (b"null", -32600),
        (b"[]", -32600),
        (b"{}", -32600),
        (br#"{"jsonrpc":"2.0","id":{},"method":"textDocument/hover"}"#, -32600),
        (br#"{"jsonrpc":"2.0","method":7}"#, -32600),
    ];
    for (body, code) in bodies {
        client.send_body(body);
        assert_eq!(refusal(&mut client), code, "{}", String::from_utf8_lossy(&body[..body.len().min(80)]));
        client.catch_up();
    }
}

#[test]
fn bytes_that_are_no_utf_8_inside_a_message_cost_themselves_only() {
    let mut client = Client::start(NEOVIM);
    client.send_body(b"{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"amplify/unknown\",\"params\":[\"\xff\"]}");
    let answer = client.wait("answer", |message| message["id"] == "x");
    assert_eq!(answer["error"]["code"], -32601);
}

#[test]
fn headers_come_in_any_case_number_and_order() {
    let mut client = Client::start(NEOVIM);
    for (at, headers) in [
        "content-length: #\r\n\r\n",
        "CONTENT-LENGTH:#\r\n\r\n",
        "Content-Length: #\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        "Content-Type: application/vscode-jsonrpc\r\nX-Third: 1\r\nContent-Length: #\r\n\r\n",
        "Content-Length: #\n\n",
        "noise without a colon\r\n\r\nContent-Length: many\r\n\r\nContent-Length: #\r\n\r\n",
    ]
    .into_iter()
    .enumerate()
    {
        let body = json!({ "jsonrpc": "2.0", "id": format!("h{at}"), "method": "amplify/unknown" }).to_string();
        client.send_raw((headers.replace('#', &body.len().to_string()) + &body).as_bytes());
        let answer = client.wait("answer", |message| message["id"] == format!("h{at}"));
        assert_eq!(answer["error"]["code"], -32601, "{headers:?}");
    }
}

#[cfg(debug_assertions)]
fn text_of(client: &mut Client, uri: &str) -> Value {
    client.request("amplify/text", json!({ "textDocument": { "uri": uri } })).expect("the text can be asked for")
}

#[cfg(debug_assertions)]
#[test]
fn half_a_surrogate_pair_in_an_edit_becomes_a_replacement_character() {
    let mut client = Client::start(VSCODE);
    let mut buffer = Buffer::open(&mut client, URI, "{}");
    client.send_body(
        br#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///project/amplify_outputs.json","version":2},"contentChanges":[{"text":"{\"a\": \"\ud83d \ud83d\ude00 \\ud83d\"}"}]}}"#,
    );
    buffer.version = 2;
    let expected = json!({ "text": "{\"a\": \"\u{fffd} 😀 \\ud83d\"}", "version": 2 });
    assert_eq!(text_of(&mut client, URI), expected);
}

#[cfg(debug_assertions)]
#[test]
fn places_that_do_not_exist_are_held_at_the_nearest_that_does() {
    let mut client = Client::start(NEOVIM);
    let mut buffer = Buffer::open(&mut client, URI, "{\r\n}");
    for (range, expected) in [
        ([[0, -5], [-7, 1]], "x\r\n}"),
        ([[0, 1], [0, 99]], "xx\r\n}"),
        ([[1, 1], [4_294_967_296i64, 4_294_967_296]], "xx\r\n}x"),
        ([[2_147_483_647, 0], [2_147_483_647, 2_147_483_647]], "xx\r\n}xx"),
        // Ends before it starts: nothing is removed.
        ([[1, 0], [0, 0]], "xx\r\nx}xx"),
    ] {
        let [start, end] = range.map(|[line, character]| json!({ "line": line, "character": character }));
        buffer.send(&mut client, json!([{ "range": { "start": start, "end": end }, "text": "x" }]));
        assert_eq!(text_of(&mut client, URI)["text"], expected);
    }
}

#[cfg(debug_assertions)]
#[test]
fn an_edit_without_a_version_is_an_edit() {
    let mut client = Client::start(NEOVIM);
    Buffer::open(&mut client, URI, "{}");
    for (version, text) in [(json!(null), "1"), (json!("two"), "2"), (json!(7.0), "7")] {
        let document = json!({ "uri": URI, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        client.notify("textDocument/didChange", params);
        assert_eq!(text_of(&mut client, URI)["text"], text, "{version}");
    }
    assert_eq!(text_of(&mut client, URI)["version"], 7);
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI }, "contentChanges": [{ "text": "8", "range": null }] }),
    );
    assert_eq!(text_of(&mut client, URI), json!({ "text": "8", "version": 8 }));
}

#[test]
fn addresses_come_back_as_they_came() {
    let mut client = Client::start(NEOVIM);
    for uri in [
        "file:///p/[id]/amplify_outputs.json",
        "file:///p/a b|c^d`e{f}/amplify_outputs.json",
        "file:///p/übung/amplify_outputs.json",
        "file:///p/%zz/amplify_outputs.json",
        "file:///C%3A/p/amplify_outputs.json",
        "file:///c:/q/amplify_outputs.json",
        "vscode-remote://ssh-remote%2Bhost/p/amplify_outputs.json",
        "untitled:amplify_outputs.json",
    ] {
        let mut buffer = Buffer::open(&mut client, uri, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty(), "{uri}");
        buffer.set(&mut client, "{}");
        buffer.diagnostics(&mut client);
    }
}

#[test]
fn two_spellings_of_an_address_are_one_document() {
    let mut client = Client::start(NEOVIM);
    let mut buffer = Buffer::open(&mut client, "file:///C%3A/p/amplify_outputs.json", BROKEN);
    buffer.diagnostics(&mut client);
    let changed = json!({ "uri": "file:///c:/p/amplify_outputs.json", "version": 2 });
    let changes = json!([{ "text": format!("{BROKEN}\n") }]);
    client.notify("textDocument/didChange", json!({ "textDocument": changed, "contentChanges": changes }));
    buffer.version = 2;
    assert!(!buffer.diagnostics(&mut client).is_empty(), "and it is told under the first");
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_is_an_error_of_its_request_and_one_entry_in_the_log() {
    for method in ["amplify/panic", "amplify/panicLater"] {
        let mut client = Client::start(VSCODE);
        let mut buffer = Buffer::open(&mut client, URI, BROKEN);
        assert!(!buffer.diagnostics(&mut client).is_empty());
        let error = client.request(method, json!({ "textDocument": { "uri": URI } })).expect_err("it panics");
        assert_eq!(error["code"], -32603);
        // The document is known as before, to edits and to questions.
        buffer.set(&mut client, "{} ");
        assert_eq!(text_of(&mut client, URI)["text"], "{} ");
        buffer.diagnostics(&mut client);
        let entry = client.notification("window/logMessage");
        assert_eq!(entry["type"], 1);
        assert!(entry["message"].as_str().is_some_and(|text| text.contains(method)));
        client.catch_up();
        assert_eq!(client.take_unread("window/logMessage"), Vec::<Value>::new());

        client.may_complain = true;
        client.request("shutdown", Value::Null).expect("shutdown succeeds");
        client.notify("exit", Value::Null);
        client.close_input();
        assert!(client.ended().success());
        let complaints = client.error_output();
        assert_eq!(complaints.matches("a panic at ").count(), 1, "{complaints}");
        assert!(!complaints.contains("asked for"), "what it said may be the user's text: {complaints}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_in_a_check_shows_nothing_and_is_over_with_the_next_edit() {
    let mut client = Client::start(NEOVIM);
    let mut buffer = Buffer::open(&mut client, URI, BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
    buffer.set(&mut client, "{ \"amplify/panic\": 1, }");
    assert_eq!(buffer.diagnostics(&mut client), Vec::<Value>::new());
    assert_eq!(client.notification("window/logMessage")["type"], 1);
    buffer.set(&mut client, BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
    client.may_complain = true;
}

#[test]
fn a_text_of_any_length_is_taken() {
    let mut client = Client::start(NEOVIM);
    let long = format!("{{ \"a\": \"{}\",, }}", "x".repeat(17 << 20));
    let mut buffer = Buffer::open(&mut client, URI, &long);
    let entry = client.notification("window/logMessage");
    assert!(entry["message"].as_str().is_some_and(|text| text.contains("is not checked")), "{entry}");
    let place = json!({ "textDocument": buffer.identifier(), "position": { "line": 0, "character": 3 } });
    assert_eq!(client.request("textDocument/hover", place), Ok(Value::Null));
    buffer.set(&mut client, BROKEN);
    assert!(!buffer.diagnostics(&mut client).is_empty());
    buffer.set(&mut client, &long);
    assert_eq!(client.notification("textDocument/publishDiagnostics")["diagnostics"], json!([]));
}

#[cfg(debug_assertions)]
#[test]
fn requests_that_wait_for_the_client_do_not_stop_the_reading() {
    // One that is not asked for its settings.
    let mut client = Client::start(BARE);
    client.answers = false;
    let waiting: Vec<i64> = (0..4).map(|_| client.ask("amplify/wait", json!({}))).collect();
    for _ in 0..200 {
        client.ask("amplify/unknown", Value::Null);
    }
    client.catch_up();
    let mut asked = Vec::new();
    for _ in 0..4 {
        asked.push(client.wait("question of the server", |message| message["method"] == "workspace/configuration"));
    }
    for question in asked {
        client.answer(&question, json!(["answered"]));
    }
    for id in waiting {
        assert_eq!(client.answer_to(id), Ok(json!(["answered"])));
    }
    client.may_complain = true;
}

#[cfg(debug_assertions)]
#[test]
fn slow_requests_delay_nothing_and_can_be_cancelled() {
    let mut client = Client::start(NEOVIM);
    let slow: Vec<i64> = (0..8).map(|_| client.ask("amplify/never", json!({}))).collect();
    client.catch_up();
    for id in slow {
        client.notify("$/cancelRequest", json!({ "id": id }));
        assert_eq!(client.answer_to(id).expect_err("it was cancelled")["code"], -32800);
    }
    // What is done or was never asked can be cancelled, too.
    client.notify("$/cancelRequest", json!({ "id": 1 }));
    client.notify("$/cancelRequest", json!({ "id": "nothing" }));
    client.notify("$/cancelRequest", json!({ "id": 99_999_999_999i64 }));
    client.catch_up();
}

#[cfg(debug_assertions)]
#[test]
fn answers_nobody_waits_for_are_ignored() {
    let mut client = Client::start(BARE);
    client.answers = false;
    let id = client.ask("amplify/wait", json!({}));
    let question = client.wait("question of the server", |message| message["method"] == "workspace/configuration");
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer_to(id).expect_err("it was cancelled")["code"], -32800);
    client.answer(&question, json!([1]));
    client.answer(&question, json!([1]));
    client.answer(&json!({ "id": "never asked" }), json!(null));
    client.send_body(br#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}"#);
    client.catch_up();
}

#[cfg(debug_assertions)]
#[test]
fn exit_ends_the_program_while_work_is_going_on() {
    let mut client = Client::start(NEOVIM);
    client.ask("amplify/never", json!({}));
    client.notify("amplify/slowNotification", json!({}));
    client.catch_up();
    let start = Instant::now();
    client.request("shutdown", Value::Null).expect("shutdown succeeds");
    client.notify("exit", Value::Null);
    // The input is still open.
    assert!(client.ended().success());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    client.close_input();
    client.may_complain = true;
}
