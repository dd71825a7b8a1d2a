//! The server has the text the client has, at every moment and in every encoding.

use serde_json::{Value, json};

use super::client::{BARE, Client, NEOVIM, PROFILES};
use super::diagnostics::{CLEAN, URI};
use super::editor::{Buffer, Encoding};

fn start_in(encoding: &str) -> Client {
    let client = Client::start_with(BARE, |params| {
        params["capabilities"] = json!({ "general": { "positionEncodings": [encoding] } });
    });
    assert_eq!(client.capabilities["positionEncoding"], encoding);
    client
}

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

#[test]
fn the_first_encoding_both_know_is_taken() {
    for (offered, expected) in [
        (json!(["utf-8", "utf-16", "utf-32"]), "utf-8"),
        (json!(["utf-32", "utf-8"]), "utf-32"),
        (json!(["utf-7", "utf-16"]), "utf-16"),
        (json!(["utf-7"]), "utf-16"),
        (json!([]), "utf-16"),
        (json!(null), "utf-16"),
    ] {
        let client = Client::start_with(BARE, |params| {
            params["capabilities"] = json!({ "general": { "positionEncodings": offered } });
        });
        assert_eq!(client.capabilities["positionEncoding"], expected, "{offered}");
    }
    for name in PROFILES {
        let encoding = if name == NEOVIM { Encoding::Utf8 } else { Encoding::Utf16 };
        assert_eq!(Client::start(name).encoding(), encoding, "{name}");
    }
}

#[test]
fn places_behind_emoji_and_every_kind_of_line_end_are_right() {
    for encoding in ENCODINGS {
        for line_end in ["\n", "\r\n", "\r"] {
            let mut client = start_in(encoding);
            let text = CLEAN
                .replace("  \"auth\"", "  \"custom\": { \"😀 ä\": \"😀\u{2028}\" }, \"auth\"")
                .replace('\n', line_end);
            let mut buffer = Buffer::open(&mut client, URI, &text);
            assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{encoding}");
            // The edit stands on the line of the emoji, and what is found behind it on the same line.
            buffer.replace(&mut client, "\"😀\u{2028}\"", "\"😀😀\", \"ö\": [");
            buffer.replace(&mut client, "[ }", "[] }");
            assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{encoding}");
            buffer.replace(&mut client, "}, \"auth\"", "} \"auth\"");
            let found = buffer.diagnostics(&mut client);
            assert_eq!(found.len(), 1, "{encoding} {found:?}");
            let end = buffer.text.find("} \"auth\"").expect("it was put there") + 1;
            assert_eq!(found[0]["range"], buffer.range_of(&client, end..end), "{encoding} {line_end:?}");
        }
    }
}

#[test]
fn several_changes_of_one_message_count_in_their_order() {
    let mut client = start_in("utf-16");
    let mut buffer = Buffer::open(&mut client, URI, "{}");
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    let range = |start: Value, end: Value| json!({ "start": start, "end": end });
    CLEAN.clone_into(&mut buffer.text);
    let (head, tail) = CLEAN.split_at(CLEAN.find("  \"auth\"").expect("it is there"));
    buffer.send(
        &mut client,
        json!([
            { "text": "to be replaced", "range": null },
            { "range": range(at(0, 0), at(0, 99)), "text": head },
            { "range": range(at(2, 0), at(2, 0)), "text": tail },
        ]),
    );
    assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
}

#[cfg(debug_assertions)]
#[test]
fn every_question_within_a_burst_of_edits_sees_its_version() {
    const EDITS: i64 = 2_000;
    let mut client = Client::start(NEOVIM);
    let mut buffer = Buffer::open(&mut client, URI, CLEAN);
    let mut questions = Vec::new();
    for edit in 0..EDITS {
        let digit = (b'0' + (edit % 10) as u8) as char;
        buffer.text.insert(2, digit);
        let place = json!({ "line": 1, "character": 0 });
        let change = json!({ "range": { "start": place, "end": place }, "text": digit.to_string() });
        buffer.send(&mut client, json!([change]));
        if edit % 3 == 0 {
            let id = client.ask("amplify/text", json!({ "textDocument": buffer.identifier() }));
            questions.push((id, buffer.version, buffer.text.clone()));
        }
    }
    for (id, version, text) in questions {
        assert_eq!(client.answer_to(id), Ok(json!({ "text": text, "version": version })));
    }
    // The last that is published is the last text, and nothing old comes behind it.
    buffer.diagnostics(&mut client);
    client.catch_up();
    let published = client.take_unread("textDocument/publishDiagnostics");
    let mut versions: Vec<i64> = published.iter().filter_map(|params| params["version"].as_i64()).collect();
    assert!(versions.is_sorted(), "{versions:?}");
    versions.retain(|version| *version >= buffer.version);
    assert_eq!(versions, Vec::<i64>::new());
}

#[test]
fn a_question_about_a_long_text_sees_its_version_too() {
    let mut client = Client::start(NEOVIM);
    let mut buffer = Buffer::open(&mut client, URI, &format!("{{\n\"v0\": 1,\n\"x\": \"{}\"\n}}", "x".repeat(100_000)));
    let mut questions = Vec::new();
    for edit in 1..60 {
        buffer.replace(&mut client, &format!("v{}", edit - 1), &format!("v{edit}"));
        let id = client.ask("textDocument/documentSymbol", json!({ "textDocument": buffer.identifier() }));
        questions.push((id, format!("v{edit}")));
    }
    for (id, name) in questions {
        let symbols = client.answer_to(id).expect("it is answered");
        assert_eq!(symbols[0]["name"], name);
    }
}

#[cfg(debug_assertions)]
#[test]
fn random_edits_leave_both_with_the_same_text() {
    const PIECES: [&str; 12] = ["{", "}", "\"ä\": 1,", "\n", "\r\n", "\r", "😀", "\u{2028}", "", "x", "[\n]", "\\"];
    for encoding in ENCODINGS {
        let mut client = start_in(encoding);
        let mut buffer = Buffer::open(&mut client, URI, "{\r\n\"😀\": [\n]\r}\n");
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        };
        for _ in 0..400 {
            let places: Vec<usize> = (0..=buffer.text.len()).filter(|&at| is_place(&buffer.text, at)).collect();
            let (one, two) = (places[random(places.len())], places[random(places.len())]);
            let bytes = one.min(two)..one.max(two).min(one.min(two) + 12);
            let end = (bytes.start..=bytes.end).rev().find(|&at| is_place(&buffer.text, at)).expect("the start is one");
            let bytes = bytes.start..end;
            let new = PIECES[random(PIECES.len())];
            let range = buffer.range_of(&client, bytes.clone());
            buffer.text.replace_range(bytes, new);
            buffer.send(&mut client, json!([{ "range": range, "text": new }]));
            if buffer.text.len() > 300 {
                let text = buffer.text.clone();
                buffer.set(&mut client, &text[..places.iter().copied().filter(|&at| at < 100).max().unwrap_or(0)]);
            }
        }
        let known = client.request("amplify/text", json!({ "textDocument": buffer.identifier() }));
        assert_eq!(known, Ok(json!({ "text": buffer.text, "version": buffer.version })), "{encoding}");
    }
}

/// A cursor can stand there.
#[cfg(debug_assertions)]
fn is_place(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && !(text[..at].ends_with('\r') && text[at..].starts_with('\n'))
}
