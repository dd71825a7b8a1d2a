//! What a user asks for at a place, as every recorded client gets it: the same content, in the form it can show.

use serde_json::{Value, json};

use super::client::{Client, NEOVIM, PROFILES, VSCODE};
use super::diagnostics::{CLEAN, URI};
use super::editor::{Buffer, apply, offset};

/// A document whose places lie behind an emoji and behind Windows line ends.
fn text() -> String {
    CLEAN
        .replace("\"auth\"", "\"custom\": { \"😀\": 1 }, \"auth\"")
        .replace(
            "\"mfa",
            "\"identity_pool_id\": \"us-east-1:11111111-2222-3333-4444-555555555555\",\n    \
             \"unauthenticated_identities_enabled\": false,\n    \
             \"groups\": [{ \"admins\": { \"precedence\": 0 } }],\n    \"mfa",
        )
        .replace(
            "\n}\n",
            ",\n  \"storage\": {\n    \"aws_region\": \"us-east-1\", \"bucket_name\": \"my-bucket\"\n  }\n}\n",
        )
        .replace('\n', "\r\n")
}

/// Runs `check` for each client.
fn each(text: &str, check: impl Fn(&mut Client, &mut Buffer, &str)) {
    for name in PROFILES {
        let mut client = Client::start(name);
        let mut buffer = Buffer::open(&mut client, URI, text);
        check(&mut client, &mut buffer, name);
    }
}

fn ask(client: &mut Client, method: &str, params: Value) -> Value {
    client.request(&format!("textDocument/{method}"), params).expect("it is answered")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// The text at a range.
fn at(client: &Client, buffer: &Buffer, range: &Value) -> String {
    let edge = |edge: &str| offset(&buffer.text, &range[edge], client.encoding());
    buffer.text[edge("start")..edge("end")].to_owned()
}

#[test]
fn the_document_of_these_tests_is_clean() {
    each(&text(), |client, buffer, name| assert_eq!(buffer.codes(client), Vec::<String>::new(), "{name}"));
}

#[test]
fn hovers_are_markdown_or_plain_and_know_their_token() {
    each(&text(), |client, buffer, name| {
        let place = buffer.place(client, "\"user_pool_id\"", 3);
        let hover = ask(client, "hover", place);
        assert_eq!(at(client, buffer, &hover["range"]), "\"user_pool_id\"", "{name}");
        let has_markdown = client.lists("/textDocument/hover/contentFormat", "markdown");
        assert_eq!(hover["contents"]["kind"], if has_markdown { "markdown" } else { "plaintext" }, "{name}");
        let shown = hover["contents"]["value"].as_str().expect("a hover has a text");
        assert!(shown.contains("user pool"), "{name}: {shown}");
        assert_eq!(
            shown.contains("](") || shown.contains("**") || shown.contains('`'),
            has_markdown,
            "{name}: {shown}"
        );
        // Of white space there is nothing to say.
        let place = buffer.place(client, "  \"version\"", 0);
        assert_eq!(ask(client, "hover", place), Value::Null, "{name}");
    });
}

#[test]
fn without_an_account_there_is_nothing_to_check_about_an_import() {
    each(&text(), |client, buffer, name| {
        assert_eq!(client.capabilities["codeLensProvider"], json!({}), "{name}");
        let lenses = ask(client, "codeLens", json!({ "textDocument": buffer.identifier() }));
        assert_eq!(lenses, json!([]), "{name}");
        let command = json!({ "command": "amplify-ls.importReadiness", "arguments": [URI] });
        assert_eq!(client.request("workspace/executeCommand", command), Ok(Value::Null), "{name}");
        let said = client.notification("window/showMessage");
        assert_eq!(said["message"], "Nothing is known of the user pool of this file", "{name}");
        for wrong in [json!({ "command": "rm" }), json!({ "command": "amplify-ls.importReadiness" })] {
            assert!(client.request("workspace/executeCommand", wrong).is_err(), "{name}");
        }
    });
}

#[test]
fn the_place_of_a_region_stands_behind_it() {
    each(&text(), |client, buffer, name| {
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1000, "character": 0 } });
        let params = json!({ "textDocument": buffer.identifier(), "range": whole });
        let hints = ask(client, "inlayHint", params);
        let [hint] = list(&hints).as_slice() else { panic!("{name}: {hints}") };
        assert_eq!(hint["label"], "US East (N. Virginia)", "{name}");
        let before = &buffer.text[..offset(&buffer.text, &hint["position"], client.encoding())];
        assert!(before.ends_with("\"aws_region\": \"us-east-1\""), "{name}: {before}");
    });
}

fn items(client: &mut Client, place: Value) -> Vec<Value> {
    let mut found = ask(client, "completion", place);
    assert!(found["isIncomplete"].is_boolean());
    std::mem::take(found["items"].as_array_mut().expect("a list has items"))
}

/// Puts an item in as the client would: the whole token is replaced.
fn accept(client: &Client, buffer: &Buffer, item: &Value) -> String {
    let edit = &item["textEdit"];
    let range = edit.get("replace").or_else(|| edit.get("range")).expect("an edit has a range");
    let mut edits = vec![json!({ "range": range, "newText": edit["newText"] })];
    edits.extend(item.get("additionalTextEdits").map(list).cloned().unwrap_or_default());
    apply(&buffer.text, &json!(edits), client.encoding())
}

#[test]
fn values_are_offered_in_the_form_the_client_takes() {
    let text = text().replace("\"NONE\"", "\"\"");
    each(&text, |client, buffer, name| {
        let place = buffer.place(client, "\"mfa_configuration\": \"", "\"mfa_configuration\": \"".len());
        let cursor = place["position"].clone();
        let items = items(client, place);
        let labels: Vec<&str> = items.iter().filter_map(|item| item["label"].as_str()).collect();
        for value in ["NONE", "OPTIONAL", "REQUIRED"] {
            assert!(labels.iter().any(|label| label.contains(value)), "{name}: {labels:?}");
        }
        let can = |what: &str| client.can(&format!("/textDocument/completion/completionItem/{what}"));
        let resolves =
            client.lists("/textDocument/completion/completionItem/resolveSupport/properties", "documentation");
        assert_eq!(client.capabilities["completionProvider"]["resolveProvider"], resolves, "{name}");
        for item in &items {
            let edit = &item["textEdit"];
            assert_eq!(edit.get("insert").is_some(), can("insertReplaceSupport"), "{name}: {item}");
            let range = edit.get("replace").or_else(|| edit.get("range")).expect("an edit has a range");
            assert_eq!(range["start"]["line"], range["end"]["line"], "{name}: {item}");
            assert_eq!(range["start"]["line"], cursor["line"], "{name}: {item}");
            assert!(range["start"]["character"].as_u64() <= cursor["character"].as_u64(), "{name}: {item}");
            assert!(cursor["character"].as_u64() <= range["end"]["character"].as_u64(), "{name}: {item}");
            assert!(item["sortText"].is_string() && item["filterText"].is_string(), "{name}: {item}");
            assert!(item.get("labelDetails").is_none() || can("labelDetailsSupport"), "{name}: {item}");
            assert!(item.get("preselect").is_none() || can("preselectSupport"), "{name}: {item}");
            assert!(item.get("insertTextMode").is_none() || can("insertTextModeSupport"), "{name}: {item}");
            let has_kinds = client.can("/textDocument/completion/completionItemKind");
            assert!(has_kinds || item["kind"].as_u64() <= Some(18), "{name}: {item}");
            assert!(item.get("documentation").is_none() || !resolves, "{name}: {item}");
        }
        let item = items.iter().find(|item| item["label"].as_str().is_some_and(|label| label.contains("NONE")));
        let mut item = item.expect("it is offered").clone();
        if resolves {
            item = client.request("completionItem/resolve", item).expect("an item resolves");
        }
        let documentation = &item["documentation"];
        let has_markdown = client.lists("/textDocument/completion/completionItem/documentationFormat", "markdown");
        if has_markdown {
            assert_eq!(documentation["kind"], "markdown", "{name}: {item}");
        } else {
            assert!(documentation.is_string(), "{name}: {item}");
        }
        let text = accept(client, buffer, &item);
        buffer.set(client, &text);
        assert!(buffer.text.contains("\"mfa_configuration\": \"NONE\""), "{name}: {}", buffer.text);
        assert_eq!(buffer.codes(client), Vec::<String>::new(), "{name}");
    });
}

#[test]
fn keys_are_snippets_only_for_clients_that_expand_them() {
    let text = CLEAN.replace("\"NONE\"\n", "\"NONE\"\n    \n");
    each(&text, |client, buffer, name| {
        let place = buffer.place(client, "    \n", 4);
        let items = items(client, place);
        assert!(!items.is_empty(), "{name}");
        let expands = client.can("/textDocument/completion/completionItem/snippetSupport");
        let is_snippet = |item: &Value| item["insertTextFormat"] == 2;
        assert_eq!(items.iter().any(is_snippet), expands, "{name}");
        let item = items.iter().find(|item| item["label"].as_str().is_some_and(|label| label.contains("oauth")));
        let item = item.unwrap_or_else(|| panic!("{name}: no oauth in {items:?}"));
        if !expands {
            assert!(!item["textEdit"]["newText"].as_str().expect("a text").contains('$'), "{name}: {item}");
            // The comma behind the member before comes with it.
            let text = accept(client, buffer, item);
            buffer.set(client, &text);
            let codes = buffer.codes(client);
            assert!(!codes.iter().any(|code| code == "invalid-json"), "{name}: {codes:?} {}", buffer.text);
        }
    });
}

#[test]
fn an_outline_is_as_deep_as_the_client_draws() {
    each(&text(), |client, buffer, name| {
        let symbols = ask(client, "documentSymbol", json!({ "textDocument": buffer.identifier() }));
        let names: Vec<&str> = list(&symbols).iter().filter_map(|symbol| symbol["name"].as_str()).collect();
        let is_tree = client.can("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport");
        if is_tree {
            assert_eq!(names, ["version", "custom", "auth", "storage"], "{name}");
            for symbol in list(&symbols) {
                let (range, selection) = (&symbol["range"], &symbol["selectionRange"]);
                let outer = at(client, buffer, range);
                assert!(outer.starts_with(&at(client, buffer, selection)), "{name}: {symbol}");
            }
        } else {
            assert!(names.len() > 4 && names.contains(&"user_pool_id"), "{name}: {names:?}");
            let pool = list(&symbols).iter().find(|symbol| symbol["name"] == "user_pool_id").expect("it is listed");
            assert_eq!(pool["containerName"], "auth", "{name}");
            assert_eq!(pool["location"]["uri"], URI, "{name}");
        }
    });
}

#[test]
fn folds_hide_lines_and_selections_grow() {
    each(&text(), |client, buffer, name| {
        let folds = ask(client, "foldingRange", json!({ "textDocument": buffer.identifier() }));
        assert!(list(&folds).len() >= 3, "{name}: {folds}");
        for fold in list(&folds) {
            assert!(fold["startLine"].as_u64() < fold["endLine"].as_u64(), "{name}: {fold}");
            let is_whole = client.can("/textDocument/foldingRange/lineFoldingOnly");
            assert_eq!(fold.get("startCharacter").is_none(), is_whole, "{name}: {fold}");
        }
        let place = buffer.place(client, "us-east-1_", 2);
        let position = place["position"].clone();
        let params =
            json!({ "textDocument": buffer.identifier(), "positions": [position, { "line": 0, "character": 0 }] });
        let chains = ask(client, "selectionRange", params);
        assert_eq!(list(&chains).len(), 2, "{name}");
        let mut texts = Vec::new();
        let mut link = &chains[0];
        while link.is_object() {
            texts.push(at(client, buffer, &link["range"]));
            link = &link["parent"];
        }
        assert!(texts.len() >= 4, "{name}: {texts:?}");
        assert!(texts.windows(2).all(|pair| pair[1].contains(&pair[0]) && pair[1].len() > pair[0].len()), "{name}");
    });
}

#[test]
fn links_have_their_words_where_they_are_shown() {
    each(&text(), |client, buffer, name| {
        let links = ask(client, "documentLink", json!({ "textDocument": buffer.identifier() }));
        assert!(!list(&links).is_empty(), "{name}");
        for link in list(&links) {
            assert!(link["target"].as_str().is_some_and(|target| target.starts_with("https://")), "{name}: {link}");
            let has_words = client.can("/textDocument/documentLink/tooltipSupport");
            assert_eq!(link.get("tooltip").is_some(), has_words, "{name}: {link}");
        }
    });
}

#[test]
fn a_name_leads_to_where_it_is_declared_and_back() {
    let text = text().replace(
        "\"my-bucket\"",
        "\"my-bucket\", \"buckets\": [{ \"name\": \"b\", \"bucket_name\": \"my-bucket\", \"aws_region\": \"us-east-1\", \"paths\": { \"p/*\": { \"groupsadmins\": [\"read\"] } } }]",
    );
    each(&text, |client, buffer, name| {
        let place = buffer.place(client, "groupsadmins", 8);
        let found = ask(client, "definition", place.clone());
        let first = &list(&found)[0];
        let has_links = client.can("/textDocument/definition/linkSupport");
        let (uri, range) = if has_links { ("targetUri", "targetSelectionRange") } else { ("uri", "range") };
        assert_eq!(first[uri], URI, "{name}: {found}");
        assert!(at(client, buffer, &first[range]).contains("admins"), "{name}: {found}");

        let highlights = ask(client, "documentHighlight", place.clone());
        assert_eq!(list(&highlights).len(), 2, "{name}: {highlights}");
        for (with_declaration, count) in [(true, 2), (false, 1)] {
            let mut params = place.clone();
            params["context"] = json!({ "includeDeclaration": with_declaration });
            let found = ask(client, "references", params);
            assert_eq!(list(&found).len(), count, "{name}: {found}");
            assert!(list(&found).iter().all(|location| location["uri"] == URI), "{name}");
        }
        let place = buffer.place(client, "\"version\"", 2);
        assert_eq!(ask(client, "definition", place), Value::Null, "{name}");
    });
}

#[test]
fn formatting_does_as_the_options_say() {
    let loose = "{\"version\":\"1.4\",\n\"auth\" : {}}";
    each(loose, |client, buffer, name| {
        for (options, expected) in [
            (json!({ "tabSize": 2, "insertSpaces": true }), "{\n  \"version\": \"1.4\",\n  \"auth\": {}\n}"),
            (
                json!({ "tabSize": 8, "insertSpaces": false, "insertFinalNewline": true, "trimFinalNewlines": true }),
                "{\n\t\"version\": \"1.4\",\n\t\"auth\": {}\n}\n",
            ),
        ] {
            let params = json!({ "textDocument": buffer.identifier(), "options": options });
            let edits = ask(client, "formatting", params);
            assert_eq!(apply(&buffer.text, &edits, client.encoding()), expected, "{name}");
        }
    });
}

#[test]
fn files_that_are_not_ours_are_left_alone() {
    for name in [VSCODE, NEOVIM] {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, "file:///project/package.json", "{ \"name\": \"x\",, }");
        let document = buffer.identifier();
        for (method, more) in [
            ("hover", json!({ "position": { "line": 0, "character": 4 } })),
            ("completion", json!({ "position": { "line": 0, "character": 4 } })),
            ("documentSymbol", json!({})),
            ("foldingRange", json!({})),
            ("documentLink", json!({})),
            ("formatting", json!({ "options": { "tabSize": 2, "insertSpaces": true } })),
        ] {
            let mut params = more;
            params["textDocument"] = document.clone();
            assert_eq!(ask(&mut client, method, params), Value::Null, "{name} {method}");
        }
    }
}
