//! The text of an editor: positions in every encoding, edits sent and edits received. Written without a line of the
//! server's, so that both must be right to agree.

use serde_json::{Value, json};

use super::client::Client;

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    fn width(self, character: char) -> u64 {
        match self {
            Encoding::Utf8 => character.len_utf8() as u64,
            Encoding::Utf16 => character.len_utf16() as u64,
            Encoding::Utf32 => 1,
        }
    }
}

/// The position of the byte `offset`.
pub(crate) fn position(text: &str, offset: usize, encoding: Encoding) -> Value {
    let (mut line, mut column) = (0, 0);
    let mut characters = text[..offset].chars().peekable();
    while let Some(character) = characters.next() {
        let ends_line = match character {
            '\n' => true,
            // At the very end the other half of the line end may stand behind the offset.
            '\r' => characters.peek() != Some(&'\n') && !text[offset..].starts_with('\n'),
            _ => false,
        };
        if ends_line {
            line += 1;
            column = 0;
        } else if character != '\r' {
            column += encoding.width(character);
        }
    }
    json!({ "line": line, "character": column })
}

/// The byte at a position, which must exist.
pub(crate) fn offset(text: &str, at: &Value, encoding: Encoding) -> usize {
    let found = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).find(|&offset| {
        let inside_line_end = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
        !inside_line_end && position(text, offset, encoding) == *at
    });
    found.unwrap_or_else(|| panic!("no place {at} in {text:?}"))
}

/// `text` after the server's edits.
pub(crate) fn apply(text: &str, edits: &Value, encoding: Encoding) -> String {
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .expect("edits are a list")
        .iter()
        .map(|edit| {
            let edge = |edge: &str| offset(text, &edit["range"][edge], encoding);
            (edge("start"), edge("end"), edit["newText"].as_str().expect("an edit has a text"))
        })
        .collect();
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut result = String::new();
    let mut at = 0;
    for (start, end, new) in edits {
        assert!(at <= start && start <= end, "edits overlap");
        result.push_str(&text[at..start]);
        result.push_str(new);
        at = end;
    }
    result + &text[at..]
}

/// A document that is open in the client.
pub(crate) struct Buffer {
    pub(crate) uri: String,
    pub(crate) version: i64,
    pub(crate) text: String,
}

impl Buffer {
    /// Opens it.
    pub(crate) fn open(client: &mut Client, uri: &str, text: &str) -> Buffer {
        let document = json!({ "uri": uri, "languageId": "json", "version": 1, "text": text });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        Buffer { uri: uri.to_owned(), version: 1, text: text.to_owned() }
    }

    /// Its identifier, for requests.
    pub(crate) fn identifier(&self) -> Value {
        json!({ "uri": self.uri })
    }

    /// Parameters for a request about the place of `needle`, `into` bytes behind its start.
    pub(crate) fn place(&self, client: &Client, needle: &str, into: usize) -> Value {
        let offset = self.text.find(needle).unwrap_or_else(|| panic!("no {needle}")) + into;
        json!({ "textDocument": self.identifier(), "position": position(&self.text, offset, client.encoding()) })
    }

    /// The range of `needle`.
    pub(crate) fn range(&self, client: &Client, needle: &str) -> Value {
        let start = self.text.find(needle).unwrap_or_else(|| panic!("no {needle}"));
        self.range_of(client, start..start + needle.len())
    }

    /// The range of some bytes.
    pub(crate) fn range_of(&self, client: &Client, bytes: std::ops::Range<usize>) -> Value {
        let at = |offset| position(&self.text, offset, client.encoding());
        json!({ "start": at(bytes.start), "end": at(bytes.end) })
    }

    /// Replaces `old` by `new`, in one incremental change.
    pub(crate) fn replace(&mut self, client: &mut Client, old: &str, new: &str) {
        let start = self.text.find(old).unwrap_or_else(|| panic!("no {old}"));
        let range = self.range(client, old);
        self.text.replace_range(start..start + old.len(), new);
        self.send(client, json!([{ "range": range, "text": new }]));
    }

    /// Sets the whole text.
    pub(crate) fn set(&mut self, client: &mut Client, text: &str) {
        text.clone_into(&mut self.text);
        self.send(client, json!([{ "text": text }]));
    }

    /// Sends changes that were applied to the text already.
    pub(crate) fn send(&mut self, client: &mut Client, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Closes it.
    pub(crate) fn close(self, client: &mut Client) {
        client.notify("textDocument/didClose", json!({ "textDocument": self.identifier() }));
    }

    /// What is wrong with it at its present version: as the client gets it, pushed or pulled.
    pub(crate) fn diagnostics(&self, client: &mut Client) -> Vec<Value> {
        let mut items = if client.capabilities.get("diagnosticProvider").is_some() {
            let report = client.request("textDocument/diagnostic", json!({ "textDocument": self.identifier() }));
            report.expect("diagnostics can be pulled")["items"].take()
        } else {
            let mut pushed = client.wait("diagnostics", |message| {
                message["method"] == "textDocument/publishDiagnostics"
                    && message["params"]["uri"] == self.uri.as_str()
                    && message["params"]["version"] == self.version
            });
            pushed["params"]["diagnostics"].take()
        };
        std::mem::take(items.as_array_mut().expect("diagnostics are a list"))
    }

    /// The same, as codes.
    pub(crate) fn codes(&self, client: &mut Client) -> Vec<String> {
        let diagnostics = self.diagnostics(client);
        diagnostics.iter().map(|item| item["code"].as_str().expect("a code is a text").to_owned()).collect()
    }

    /// Waits until these codes are what is wrong with it.
    pub(crate) fn wait_for(&self, client: &mut Client, expected: &[&str]) {
        loop {
            let found = self.codes(client);
            if found == expected {
                return;
            }
            client.wait_for_news(&format!("{expected:?}, only {found:?}"));
        }
    }

    /// Does what a code action says, as the client would, asking for its edit if it came without.
    pub(crate) fn take(&mut self, client: &mut Client, action: &Value) {
        let edit = match action.get("edit") {
            Some(edit) => edit.clone(),
            None => {
                let returned = as_some_return_it(action.clone());
                client.request("codeAction/resolve", returned).expect("the action resolves")["edit"].clone()
            }
        };
        let edits = if client.can("/workspace/workspaceEdit/documentChanges") {
            let changes = edit["documentChanges"].as_array().expect("the client takes document changes");
            assert_eq!(changes.len(), 1);
            assert_eq!(changes[0]["textDocument"], json!({ "uri": self.uri, "version": self.version }));
            changes[0]["edits"].clone()
        } else {
            assert!(edit.get("documentChanges").is_none());
            edit["changes"][&self.uri].clone()
        };
        let text = apply(&self.text, &edits, client.encoding());
        assert_ne!(text, self.text, "an action does something");
        self.set(client, &text);
    }
}

/// What a client was given, as some give it back: in the lists of Lisp `false` is nothing, and so becomes `null`.
fn as_some_return_it(value: Value) -> Value {
    match value {
        Value::Bool(false) => Value::Null,
        Value::Array(items) => items.into_iter().map(as_some_return_it).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, as_some_return_it(value))).collect(),
        other => other,
    }
}
