//! Fixes: offered for what the client shows, in the form it takes, and right when they are taken.

use serde_json::{Value, json};

use super::client::{Client, NEOVIM, PROFILES, VSCODE};
use super::diagnostics::{BROKEN, CLEAN, URI, wrong};
use super::editor::{Buffer, apply};

fn actions(client: &mut Client, buffer: &Buffer, range: Value, context: Value) -> Vec<Value> {
    let params = json!({ "textDocument": buffer.identifier(), "range": range, "context": context });
    let mut found = client.request("textDocument/codeAction", params).expect("it is answered");
    std::mem::take(found.as_array_mut().expect("actions are a list"))
}

fn kinds(actions: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<&str> = actions.iter().filter_map(|action| action["kind"].as_str()).collect();
    kinds.dedup();
    kinds
}

#[test]
fn a_fix_that_is_taken_leaves_the_file_clean() {
    for name in PROFILES {
        for text in [wrong(), wrong().replace('\n', "\r\n"), CLEAN.replace("us-east-1\",", "us-east-1\"")] {
            let text = text.replace("\"auth\"", "\"custom\": { \"😀\": 1 }, \"auth\"");
            let mut client = Client::start(name);
            let mut buffer = Buffer::open(&mut client, URI, &text);
            let found = buffer.diagnostics(&mut client);
            assert_eq!(found.len(), 1, "{name}");
            let has_actions = client.capabilities.get("codeActionProvider").is_some();
            assert_eq!(has_actions, client.can("/textDocument/codeAction/codeActionLiteralSupport"), "{name}");
            if !has_actions {
                continue;
            }
            let context = json!({ "diagnostics": found, "only": ["quickfix"] });
            let actions = actions(&mut client, &buffer, found[0]["range"].clone(), context);
            let preferred: Vec<&Value> = actions.iter().filter(|action| action["isPreferred"] == true).collect();
            assert_eq!(preferred.len(), 1, "{name}: {actions:?}");
            let action = preferred[0].clone();
            // It says which of the diagnostics it mends, with the client's own words.
            assert_eq!(action["diagnostics"], json!(found), "{name}");
            let resolves = client.can("/textDocument/codeAction/dataSupport")
                && client.lists("/textDocument/codeAction/resolveSupport/properties", "edit");
            assert_eq!(action.get("edit").is_none(), resolves, "{name}");
            assert_eq!(client.capabilities["codeActionProvider"]["resolveProvider"], resolves, "{name}");
            buffer.take(&mut client, &action);
            assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{name}: {}", buffer.text);
        }
    }
}

#[test]
fn all_safe_fixes_at_once_mend_many_faults() {
    for name in PROFILES {
        let mut client = Client::start(name);
        if !client.can("/textDocument/codeAction/codeActionLiteralSupport") {
            continue;
        }
        let text = wrong().replace("us-east-1\",", "us-east-1\"").replace("\n}\n", ",\n}\n");
        let mut buffer = Buffer::open(&mut client, URI, &text);
        assert_eq!(buffer.diagnostics(&mut client).len(), 3, "{name}");
        let range = buffer.range_of(&client, 0..0);
        let actions = actions(&mut client, &buffer, range, json!({ "diagnostics": [], "only": ["source.fixAll"] }));
        assert_eq!(kinds(&actions), ["source.fixAll.amplify"], "{name}");
        buffer.take(&mut client, &actions[0]);
        assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{name}: {}", buffer.text);
        let again = json!({ "diagnostics": [], "only": ["source.fixAll.amplify"] });
        let range = buffer.range_of(&client, 0..0);
        assert_eq!(self::actions(&mut client, &buffer, range, again), Vec::<Value>::new(), "{name}");
    }
}

/// What the edits of a "suppress" action make of the project file, and whether they make the file first.
fn suppress(client: &mut Client, buffer: &Buffer, project_file: &str, before: &str) -> Option<(String, bool)> {
    let range = buffer.range(client, "\"OFF\"");
    let found = actions(client, buffer, range, json!({ "diagnostics": [], "only": ["quickfix"] }));
    let action =
        found.into_iter().find(|action| action["title"].as_str().is_some_and(|title| title.contains("Suppress")))?;
    let edit = match action.get("edit") {
        Some(edit) => edit.clone(),
        None => client.request("codeAction/resolve", action).expect("it resolves")["edit"].clone(),
    };
    let (edits, creates) = match edit["documentChanges"].as_array() {
        Some(changes) => {
            let creates = changes[0]["kind"] == "create";
            assert!(!creates || changes[0]["uri"] == project_file, "{edit}");
            let last = changes.last().expect("there is a change");
            assert_eq!(last["textDocument"]["uri"], project_file);
            (last["edits"].clone(), creates)
        }
        None => (edit["changes"][project_file].clone(), false),
    };
    Some((apply(before, &edits, client.encoding()), creates))
}

#[test]
fn a_finding_is_suppressed_in_the_project_file_which_is_made_where_the_client_makes_files() {
    let folder = tempfile::tempdir().expect("there is room");
    let root = format!("file://{}", folder.path().display());
    let project_file = format!("{root}/amplify-ls.toml");
    for name in PROFILES {
        let mut client = Client::start_with(name, |params| {
            params["rootUri"] = json!(root);
            params["workspaceFolders"] = json!([{ "uri": root, "name": "test" }]);
        });
        if !client.can("/textDocument/codeAction/codeActionLiteralSupport") {
            continue;
        }
        let buffer = Buffer::open(&mut client, &format!("{root}/src/amplify_outputs.json"), &wrong());
        let makes_files = client.can("/workspace/workspaceEdit/documentChanges")
            && client.lists("/workspace/workspaceEdit/resourceOperations", "create");
        let made = suppress(&mut client, &buffer, &project_file, "");
        assert_eq!(made.is_some(), makes_files, "{name}");
        if let Some((text, creates)) = made {
            assert!(creates && text.contains("code = \"unknown-value\""), "{name}: {text}");
            assert!(text.contains("file = \"src/amplify_outputs.json\""), "{name}: {text}");
        }
        // One that is on the disk is added to, and so is one that is open with another text.
        let path = folder.path().join("amplify-ls.toml");
        let on_disk = "# ä 😀\r\nlibraries = [\"js\"]";
        std::fs::write(&path, on_disk).expect("there is room");
        let (text, creates) = suppress(&mut client, &buffer, &project_file, on_disk).expect("it is offered");
        assert!(!creates && text.starts_with(&format!("{on_disk}\n\n[[suppress]]\n")), "{name}: {text}");
        let open = Buffer::open(&mut client, &project_file, "# open\n");
        let (text, creates) = suppress(&mut client, &buffer, &project_file, &open.text).expect("it is offered");
        assert!(!creates && text.starts_with("# open\n\n[[suppress]]\n"), "{name}: {text}");
        std::fs::remove_file(&path).expect("it is there");
    }
}

#[test]
fn what_the_project_file_says_holds_as_soon_as_it_is_typed() {
    let mut client = Client::start(NEOVIM);
    let buffer = Buffer::open(&mut client, URI, &wrong());
    assert_eq!(buffer.codes(&mut client), ["unknown-value"]);
    let mut file = Buffer::open(&mut client, "file:///project/amplify-ls.toml", "[severity]\nunknown-value = \"of\"\n");
    assert_eq!(file.codes(&mut client), ["invalid-setting"]);
    file.replace(&mut client, "\"of\"", "\"off\"");
    assert_eq!(file.codes(&mut client), Vec::<String>::new());
    assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
}

#[test]
fn actions_are_of_the_kinds_that_were_asked_for() {
    let mut client = Client::start(NEOVIM);
    let buffer = Buffer::open(&mut client, URI, &wrong());
    let range = buffer.range(&client, "\"OFF\"");
    for (only, trigger, expected) in [
        (json!(null), 1, vec!["quickfix", "source.fixAll.amplify"]),
        (json!(null), 2, vec!["quickfix"]),
        (json!([""]), 1, vec!["quickfix", "source.fixAll.amplify", "refactor"]),
        (json!(["quickfix"]), 1, vec!["quickfix"]),
        (json!(["quick"]), 1, vec![]),
        (json!(["quickfix.more"]), 1, vec![]),
        (json!(["source"]), 1, vec!["source.fixAll.amplify"]),
        (json!(["source.fixAll.amplify"]), 2, vec!["source.fixAll.amplify"]),
        (json!(["source.fixAll.other"]), 1, vec![]),
        (json!(["source.organizeImports", "refactor"]), 1, vec!["refactor"]),
        (json!(["refactor", "quickfix"]), 1, vec!["quickfix", "refactor"]),
    ] {
        let context = json!({ "diagnostics": [], "only": only, "triggerKind": trigger });
        assert_eq!(kinds(&actions(&mut client, &buffer, range.clone(), context)), expected, "{only} {trigger}");
    }
    // Elsewhere there is nothing to fix, so there is room for what can be done with the file.
    let elsewhere = buffer.range(&client, "\"version\"");
    let context = json!({ "diagnostics": [], "triggerKind": 1 });
    let found = actions(&mut client, &buffer, elsewhere.clone(), context);
    assert_eq!(kinds(&found), ["source.fixAll.amplify", "refactor"]);
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    assert_eq!(actions(&mut client, &buffer, elsewhere, context), Vec::<Value>::new());
}

#[test]
fn an_action_for_a_text_that_changed_is_refused() {
    let mut client = Client::start(VSCODE);
    let mut buffer = Buffer::open(&mut client, URI, &wrong());
    let range = buffer.range(&client, "\"OFF\"");
    let action = actions(&mut client, &buffer, range, json!({ "diagnostics": [] })).remove(0);
    buffer.replace(&mut client, "{\n", "{\n\n");
    let error = client.request("codeAction/resolve", action).expect_err("the text is another");
    assert_eq!(error["code"], -32801);
    let error = client.request("codeAction/resolve", json!({ "title": "of another server" })).expect_err("not ours");
    assert_eq!(error["code"], -32602);
}

#[test]
fn faults_another_json_server_shows_are_mended_without_being_shown_twice() {
    let mut client = Client::start_with(VSCODE, |params| {
        params["initializationOptions"] = json!({ "builtinJsonServer": true });
    });
    let mut buffer = Buffer::open(&mut client, URI, BROKEN);
    let shown = buffer.codes(&mut client);
    assert!(!shown.iter().any(|code| code == "invalid-json"), "{shown:?}");
    let range = buffer.range(&client, "\"auth\"");
    let theirs = json!({ "range": range, "message": "Expected comma", "severity": 1, "source": "json", "code": 514 });
    let elsewhere = json!({
        "range": buffer.range(&client, "\"version\""),
        "message": "no fault of ours",
        "source": "spelling",
    });
    let odd = json!({ "range": "odd", "message": [], "source": 5 });
    let context = json!({ "diagnostics": [odd, theirs, elsewhere], "only": ["quickfix"] });
    let place = buffer.range(&client, "\"auth\"");
    let actions = actions(&mut client, &buffer, place, context);
    let comma = actions.iter().find(|action| action["title"].as_str().is_some_and(|title| title.contains("`,`")));
    let comma = comma.unwrap_or_else(|| panic!("no comma in {actions:?}"));
    assert_eq!(comma["diagnostics"], json!([theirs]));
    let hides =
        |action: &&Value| action["title"].as_str().is_some_and(|title| title.starts_with("Suppress `invalid-json`"));
    assert!(!actions.iter().any(|action| hides(&action)), "{actions:?}");
    buffer.take(&mut client, comma);
    serde_json::from_str::<Value>(&buffer.text).expect("it is JSON again");
}

#[test]
fn a_file_of_another_kind_is_made_beside_it() {
    let folder = super::surroundings::repository_of(&[("amplify_outputs.json", CLEAN)]);
    let target = super::surroundings::uri(&folder, "amplifyconfiguration.json");
    for name in PROFILES {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, &super::surroundings::uri(&folder, "amplify_outputs.json"), CLEAN);
        let start = json!({ "line": 0, "character": 0 });
        let range = json!({ "start": start, "end": start });
        let can = client.can("/workspace/workspaceEdit/documentChanges")
            && client.lists("/workspace/workspaceEdit/resourceOperations", "create")
            && client.can("/textDocument/codeAction/codeActionLiteralSupport");
        if client.capabilities.get("codeActionProvider").is_none() {
            continue;
        }
        let context = json!({ "diagnostics": [], "only": ["refactor"] });
        let found = actions(&mut client, &buffer, range.clone(), context);
        let titles: Vec<&str> = found.iter().filter_map(|action| action["title"].as_str()).collect();
        assert!(titles.contains(&"Remove the Cognito resources"), "{name}: {titles:?}");
        assert_eq!(titles.len() > 1, can, "{name}: {titles:?}");
        let Some(action) = found.into_iter().find(|action| action["title"].as_str().unwrap().contains("JavaScript"))
        else {
            continue;
        };
        assert_eq!(action["kind"], "refactor");
        let action = match action.get("edit") {
            Some(_) => action,
            None => client.request("codeAction/resolve", action).expect("it is answered"),
        };
        let changes = action["edit"]["documentChanges"].as_array().expect("the client minds the order");
        assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(target)), "{name}");
        assert_eq!(changes[1]["textDocument"]["uri"], target, "{name}");
        let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
        assert!(text.contains("\"aws_user_pools_id\""), "{name}: {text}");
        // Not on every move of the cursor.
        let context = json!({ "diagnostics": [], "triggerKind": 2 });
        let found = actions(&mut client, &buffer, range, context);
        assert!(!kinds(&found).contains(&"refactor"), "{name}");
    }
}

/// Without an account, all that follows from a user pool is asked for: in tab stops by a client that has them in edits, else
/// by placeholders, each of which is found.
#[test]
fn a_user_pool_is_replaced_by_hand() {
    let with_snippets = |capabilities: &mut Value| {
        capabilities["capabilities"]["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    };
    let plain = PROFILES.into_iter().map(|name| (name, Client::start(name)));
    for (name, mut client) in plain.chain([(VSCODE, Client::start_with(VSCODE, with_snippets))]) {
        if client.capabilities.get("codeActionProvider").is_none() {
            continue;
        }
        let mut buffer = Buffer::open(&mut client, URI, CLEAN);
        let range = buffer.range(&client, "user_pool_id");
        let found = actions(&mut client, &buffer, range.clone(), json!({ "diagnostics": [], "triggerKind": 2 }));
        let title = "Replace the user pool and what follows from it";
        assert!(found.iter().all(|action| action["title"] != title), "{name}: not on every move of the cursor");
        let found = actions(&mut client, &buffer, range, json!({ "diagnostics": [], "only": ["refactor"] }));
        let action = found.iter().find(|action| action["title"] == title).expect("it is offered");
        assert_eq!(action["kind"], "refactor.rewrite");
        if !client.can("/workspace/workspaceEdit/snippetEditSupport") {
            buffer.take(&mut client, action);
            assert_eq!(buffer.codes(&mut client), ["placeholder"; 3], "{name}: {}", buffer.text);
            continue;
        }
        let resolved = client.request("codeAction/resolve", action.clone()).expect("the action resolves");
        let change = &resolved["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"]["version"], buffer.version, "{change}");
        let snippets: Vec<&Value> =
            change["edits"].as_array().expect("edits").iter().map(|edit| &edit["snippet"]).collect();
        assert_eq!(snippets.len(), 3);
        for (number, snippet) in snippets.iter().enumerate() {
            assert_eq!(snippet["kind"], "snippet", "{snippet}");
            let value = snippet["value"].as_str().expect("a text");
            assert!(
                value.starts_with("${") && value.ends_with('}') && value[2..].starts_with(['1', '2', '3']),
                "{number}: {value}"
            );
        }
    }
}

#[test]
fn the_cognito_resources_go_alone_or_with_what_needs_them() {
    let text =
        CLEAN.replacen('{', "{\n  \"storage\": { \"aws_region\": \"us-east-1\", \"bucket_name\": \"media-1\" },", 1);
    for (title, left) in [
        ("Remove the Cognito resources", &["storage", "version"][..]),
        ("Remove the Cognito resources and what needs them", &["version"]),
    ] {
        let mut client = Client::start(VSCODE);
        let mut buffer = Buffer::open(&mut client, "file:///app/amplify_outputs.json", &text);
        let start = json!({ "line": 0, "character": 0 });
        let range = json!({ "start": start, "end": start });
        let found = actions(&mut client, &buffer, range, json!({ "diagnostics": [], "only": ["refactor"] }));
        let action = found.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("{found:?}"));
        buffer.take(&mut client, action);
        let value: Value = serde_json::from_str(&buffer.text).expect("it is JSON");
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(keys, left, "{title}: {}", buffer.text);
    }
}

#[test]
fn a_fix_in_a_file_of_code_stays_inside_the_configuration() {
    let (before, after) = ("// 😀\nconst amplifyConfig = r'''", "''';\n");
    let mut client = Client::start(VSCODE);
    let mut buffer =
        Buffer::open(&mut client, "file:///app/lib/amplify_outputs.dart", &format!("{before}{}{after}", wrong()));
    let found = buffer.diagnostics(&mut client);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["range"], buffer.range(&client, "\"OFF\""));
    let context = json!({ "diagnostics": found, "only": ["quickfix"] });
    let action = actions(&mut client, &buffer, found[0]["range"].clone(), context).remove(0);
    buffer.take(&mut client, &action);
    assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
    assert_eq!(buffer.text, format!("{before}{}{after}", wrong().replace("\"OFF\"", "\"NONE\"")));
}
