//! What lies on the disk around a document counts, whatever the editor watches, and a text in the editor counts more.

#![allow(clippy::unwrap_used, reason = "the whole file is test")]

use serde_json::{Value, json};

use super::client::{BARE, Client, EGLOT, NEOVIM, PROFILES, VSCODE};
use super::diagnostics::{CLEAN, wrong};
use super::editor::{Buffer, apply};
use crate::cli::Folder;

const JS: &str = r#"{ "dependencies": { "aws-amplify": "6" } }"#;
const FLUTTER: &str = "dependencies:\n  amplify_flutter: ^2.0.0\n";
const OFF: &str = "[severity]\nunknown-value = \"off\"\n";
const HINT: &str = "[severity]\nunknown-value = \"hint\"\n";

/// A repository, so that nothing above it counts, in which our files are ignored.
pub(crate) fn repository_of(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[(".git/HEAD", ""), (".gitignore", "amplify_outputs*\n")]);
    for (path, text) in files {
        folder.write(path, text.as_bytes());
    }
    folder
}

pub(crate) fn uri(folder: &Folder, path: &str) -> String {
    let separator = if path.is_empty() { "" } else { "/" };
    format!("file://{}{separator}{path}", folder.path().display())
}

/// The editor says that files are others on the disk: 1 new, 2 changed, 3 gone.
pub(crate) fn watched(client: &mut Client, folder: &Folder, paths: &[&str], kind: u8) {
    let changes: Vec<Value> = paths.iter().map(|path| json!({ "uri": uri(folder, path), "type": kind })).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

fn saved(client: &mut Client, buffer: &Buffer) {
    client.notify("textDocument/didSave", json!({ "textDocument": buffer.identifier() }));
}

fn severity(client: &mut Client, buffer: &Buffer) -> Value {
    buffer.diagnostics(client)[0]["severity"].clone()
}

/// Waits until the severity of the first finding is that.
fn wait_for_severity(client: &mut Client, buffer: &Buffer, expected: u8) {
    loop {
        let found = severity(client, buffer);
        if found == expected {
            return;
        }
        client.wait_for_news(&format!("severity {expected}, only {found}"));
    }
}

/// Codes in what is pushed for a file.
fn pushed(client: &mut Client, uri: &str) -> Vec<String> {
    let mut message = client.wait("diagnostics", |message| {
        message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
    });
    let items = message["params"]["diagnostics"].take();
    items.as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_first_findings_are_right_already() {
    let folder = repository_of(&[("amplify-ls.toml", OFF), ("src/amplify_outputs.json", &wrong())]);
    for name in PROFILES {
        for is_folder_open in [false, true] {
            let root = uri(&folder, "");
            let mut client = if is_folder_open { Client::start_in(name, &root) } else { Client::start(name) };
            let buffer = Buffer::open(&mut client, &uri(&folder, "src/amplify_outputs.json"), &wrong());
            assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn a_project_file_that_is_saved_elsewhere_counts_from_then_on() {
    for name in [NEOVIM, VSCODE, EGLOT] {
        let folder = repository_of(&[("amplify-ls.toml", HINT), ("amplify_outputs.json", &wrong())]);
        let mut client = Client::start_in(name, &uri(&folder, ""));
        let buffer = Buffer::open(&mut client, &uri(&folder, "amplify_outputs.json"), &wrong());
        assert_eq!(severity(&mut client, &buffer), 4, "{name}");
        folder.write("amplify-ls.toml", HINT.replace("hint", "warning").as_bytes());
        watched(&mut client, &folder, &["amplify-ls.toml"], 2);
        wait_for_severity(&mut client, &buffer, 2);
        std::fs::remove_file(folder.path().join("amplify-ls.toml")).unwrap();
        watched(&mut client, &folder, &["amplify-ls.toml"], 3);
        wait_for_severity(&mut client, &buffer, 1);
        folder.write("amplify-ls.toml", OFF.as_bytes());
        watched(&mut client, &folder, &["amplify-ls.toml"], 1);
        buffer.wait_for(&mut client, &[]);
    }
}

#[test]
fn without_a_watcher_the_disk_is_looked_at_when_a_document_is_saved_or_opened() {
    let folder = repository_of(&[("amplify_outputs.json", &wrong()), ("more/amplify_outputs.json", CLEAN)]);
    let mut client = Client::start(NEOVIM);
    let buffer = Buffer::open(&mut client, &uri(&folder, "amplify_outputs.json"), &wrong());
    assert_eq!(severity(&mut client, &buffer), 1);
    folder.write("amplify-ls.toml", HINT.as_bytes());
    saved(&mut client, &buffer);
    wait_for_severity(&mut client, &buffer, 4);
    folder.write("amplify-ls.toml", HINT.replace("hint", "warning").as_bytes());
    let other = Buffer::open(&mut client, &uri(&folder, "more/amplify_outputs.json"), CLEAN);
    wait_for_severity(&mut client, &buffer, 2);
    // As many letters as before, and at once.
    folder.write("amplify-ls.toml", HINT.replace("\"hint\"", "\"error\"  ").as_bytes());
    other.close(&mut client);
    wait_for_severity(&mut client, &buffer, 1);
}

#[test]
fn dependencies_say_whom_a_fault_breaks() {
    for name in [NEOVIM, VSCODE] {
        let folder = repository_of(&[("package.json", JS), ("app/amplify_outputs.json", &wrong())]);
        let mut client = Client::start_in(name, &uri(&folder, ""));
        let buffer = Buffer::open(&mut client, &uri(&folder, "app/amplify_outputs.json"), &wrong());
        assert_eq!(severity(&mut client, &buffer), 3, "JavaScript reads it all the same");
        folder.write("app/pubspec.yaml", FLUTTER.as_bytes());
        watched(&mut client, &folder, &["app/pubspec.yaml"], 1);
        wait_for_severity(&mut client, &buffer, 1);
        // What the editor shows wins over the disk, until it is closed.
        let manifest = Buffer::open(&mut client, &uri(&folder, "app/pubspec.yaml"), "dependencies:\n");
        if name == VSCODE {
            buffer.codes(&mut client);
        }
        wait_for_severity(&mut client, &buffer, 3);
        manifest.close(&mut client);
        wait_for_severity(&mut client, &buffer, 1);
    }
}

#[test]
fn a_suppression_that_is_taken_hides_the_finding_here_and_in_the_next_check() {
    for name in PROFILES {
        let before = "# ours\n";
        let folder = repository_of(&[("amplify-ls.toml", before), ("src/amplify_outputs.json", &wrong())]);
        let mut client = Client::start_in(name, &uri(&folder, ""));
        if !client.can("/textDocument/codeAction/codeActionLiteralSupport") {
            continue;
        }
        let buffer = Buffer::open(&mut client, &uri(&folder, "src/amplify_outputs.json"), &wrong());
        let found = buffer.diagnostics(&mut client);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert_eq!(folder.run("check").code, 1);
        let context = json!({ "diagnostics": found, "only": ["quickfix"] });
        let params = json!({ "textDocument": buffer.identifier(), "range": found[0]["range"], "context": context });
        let actions = client.request("textDocument/codeAction", params).unwrap();
        let titled = |action: &&Value| action["title"].as_str().unwrap().starts_with("Suppress");
        let action = actions.as_array().unwrap().iter().find(titled).unwrap().clone();
        let edit = match action.get("edit") {
            Some(edit) => edit.clone(),
            None => client.request("codeAction/resolve", action).unwrap()["edit"].clone(),
        };
        let project_file = uri(&folder, "amplify-ls.toml");
        let edits = match edit.get("documentChanges") {
            Some(changes) => {
                assert_eq!(changes[0]["textDocument"]["uri"], project_file);
                changes[0]["edits"].clone()
            }
            None => edit["changes"][&project_file].clone(),
        };
        folder.write("amplify-ls.toml", apply(before, &edits, client.encoding()).as_bytes());
        watched(&mut client, &folder, &["amplify-ls.toml"], 2);
        buffer.wait_for(&mut client, &[]);
        let check = folder.run("check");
        assert_eq!(check.code, 0, "{name}: {check:?}");
    }
}

#[test]
fn copies_that_differ_are_told_until_they_are_the_same() {
    let other = CLEAN.replace("AbCdEfGhI", "ZyXwVuTsR");
    for name in [NEOVIM, VSCODE] {
        let files = [("package.json", JS), ("a/amplify_outputs.json", CLEAN), ("b/amplify_outputs.json", &other)];
        let folder = repository_of(&files);
        let mut client = Client::start_in(name, &uri(&folder, ""));
        let buffer = Buffer::open(&mut client, &uri(&folder, "a/amplify_outputs.json"), CLEAN);
        buffer.wait_for(&mut client, &["differing-copies"]);
        folder.write("b/amplify_outputs.json", CLEAN.as_bytes());
        watched(&mut client, &folder, &["b/amplify_outputs.json"], 2);
        buffer.wait_for(&mut client, &[]);
        folder.write("b/amplify_outputs.json", other.as_bytes());
        watched(&mut client, &folder, &["b/amplify_outputs.json"], 2);
        buffer.wait_for(&mut client, &["differing-copies"]);
        std::fs::remove_file(folder.path().join("b/amplify_outputs.json")).unwrap();
        watched(&mut client, &folder, &["b/amplify_outputs.json"], 3);
        buffer.wait_for(&mut client, &[]);
        folder.write("c/amplify_outputs.json", other.as_bytes());
        watched(&mut client, &folder, &["c/amplify_outputs.json"], 1);
        buffer.wait_for(&mut client, &["differing-copies"]);
        std::fs::remove_file(folder.path().join("c/amplify_outputs.json")).unwrap();
        watched(&mut client, &folder, &["c/amplify_outputs.json"], 3);
        buffer.wait_for(&mut client, &[]);
        // The same as code is found like it.
        let dart = format!("const amplifyConfig = r'''{other}''';\n");
        folder.write("a/amplify_outputs.dart", dart.as_bytes());
        watched(&mut client, &folder, &["a/amplify_outputs.dart"], 1);
        buffer.wait_for(&mut client, &["differing-copies"]);
    }
}

#[test]
fn the_other_copy_counts_as_the_editor_shows_it_and_when_it_is_closed_as_it_was_saved() {
    let other = CLEAN.replace("AbCdEfGhI", "ZyXwVuTsR");
    let files = [("package.json", JS), ("a/amplify_outputs.json", CLEAN), ("b/amplify_outputs.json", &other)];
    let folder = repository_of(&files);
    let mut client = Client::start_in(NEOVIM, &uri(&folder, ""));
    let here = Buffer::open(&mut client, &uri(&folder, "a/amplify_outputs.json"), CLEAN);
    here.wait_for(&mut client, &["differing-copies"]);
    let there = uri(&folder, "b/amplify_outputs.json");
    let mut buffer = Buffer::open(&mut client, &there, &other);
    buffer.wait_for(&mut client, &["differing-copies"]);
    buffer.set(&mut client, CLEAN);
    here.wait_for(&mut client, &[]);
    // Closed without being saved.
    buffer.close(&mut client);
    here.wait_for(&mut client, &["differing-copies"]);
    let mut buffer = Buffer::open(&mut client, &there, &other);
    buffer.set(&mut client, CLEAN);
    here.wait_for(&mut client, &[]);
    folder.write("b/amplify_outputs.json", CLEAN.as_bytes());
    saved(&mut client, &buffer);
    buffer.close(&mut client);
    // What the disk holds now is seen by what follows: the files are told apart by it once more.
    folder.write("amplify-ls.toml", "libraries = [\"cobol\"]\n".as_bytes());
    saved(&mut client, &here);
    assert_eq!(pushed(&mut client, &uri(&folder, "amplify-ls.toml")), ["invalid-setting"]);
    client.catch_up();
    let unread = client.take_unread("textDocument/publishDiagnostics");
    let about_here = unread.iter().filter(|params| params["uri"] == here.uri.as_str());
    assert_eq!(about_here.count(), 0, "{unread:?}");
}

#[test]
fn a_file_that_is_saved_for_the_first_time_is_a_copy_from_then_on() {
    let other = CLEAN.replace("AbCdEfGhI", "ZyXwVuTsR");
    let folder = repository_of(&[("package.json", JS), ("a/amplify_outputs.json", CLEAN)]);
    let mut client = Client::start_in(NEOVIM, &uri(&folder, ""));
    let here = Buffer::open(&mut client, &uri(&folder, "a/amplify_outputs.json"), CLEAN);
    here.wait_for(&mut client, &[]);
    let buffer = Buffer::open(&mut client, &uri(&folder, "b/amplify_outputs.json"), &other);
    here.wait_for(&mut client, &["differing-copies"]);
    folder.write("b/amplify_outputs.json", other.as_bytes());
    saved(&mut client, &buffer);
    buffer.close(&mut client);
    // Between the closing and the next look it may be gone for a moment.
    folder.write("b/amplify_outputs.json", CLEAN.as_bytes());
    let again = Buffer::open(&mut client, &uri(&folder, "b/amplify_outputs.json"), CLEAN);
    here.wait_for(&mut client, &[]);
    again.close(&mut client);
}

#[test]
fn what_version_control_ignores_is_seen_when_it_changes() {
    for name in [NEOVIM, VSCODE] {
        let folder = repository_of(&[("amplify_outputs.json", CLEAN)]);
        let mut client = Client::start_in(name, &uri(&folder, ""));
        let buffer = Buffer::open(&mut client, &uri(&folder, "amplify_outputs.json"), CLEAN);
        buffer.wait_for(&mut client, &[]);
        folder.write(".gitignore", b"");
        watched(&mut client, &folder, &[".gitignore"], 2);
        buffer.wait_for(&mut client, &["unignored-outputs"]);
        folder.write(".gitignore", b"/amplify_outputs.json\n");
        saved(&mut client, &buffer);
        buffer.wait_for(&mut client, &[]);
    }
}

#[test]
fn the_project_file_has_findings_of_its_own_whether_it_is_open_or_not() {
    let wrong_file = "[severity]\nunknown-valu = \"off\"\n";
    for name in PROFILES {
        let files = [("amplify-ls.toml", wrong_file), ("src/amplify_outputs.json", CLEAN)];
        let folder = repository_of(&files);
        let mut client = Client::start_in(name, &uri(&folder, ""));
        let project_file = uri(&folder, "amplify-ls.toml");
        assert_eq!(pushed(&mut client, &project_file), ["invalid-setting"], "{name}");
        folder.write("amplify-ls.toml", OFF.as_bytes());
        watched(&mut client, &folder, &["amplify-ls.toml"], 2);
        assert_eq!(pushed(&mut client, &project_file), Vec::<String>::new(), "{name}");
        // Open it has them at its version, and nobody is told twice.
        let buffer = Buffer::open(&mut client, &project_file, wrong_file);
        assert_eq!(pushed(&mut client, &project_file), ["invalid-setting"], "{name}");
        if client.capabilities.get("diagnosticProvider").is_some() {
            assert_eq!(buffer.codes(&mut client), Vec::<String>::new(), "{name}");
        }
        buffer.close(&mut client);
        assert_eq!(pushed(&mut client, &project_file), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_suppression_is_called_unused_when_all_that_is_meant_is_known() {
    let suppress = |file: &str| format!("[[suppress]]\ncode = \"unknown-value\"\nfile = \"{file}\"\n");
    let text = suppress("**/amplify_outputs.json") + &suppress("a/*.json") + &suppress("b/amplify_outputs.json");
    let files = [
        ("amplify-ls.toml", text.as_str()),
        ("a/amplify_outputs.json", CLEAN),
        ("b/amplify_outputs.json", CLEAN),
        ("c/amplify_outputs.json", &wrong()),
    ];
    let folder = repository_of(&files);
    for (is_folder_open, expected) in [(true, 2), (false, 1)] {
        let root = uri(&folder, "");
        let mut client = if is_folder_open { Client::start_in(NEOVIM, &root) } else { Client::start(NEOVIM) };
        let buffer = Buffer::open(&mut client, &uri(&folder, "b/amplify_outputs.json"), CLEAN);
        assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
        let mut found = pushed(&mut client, &uri(&folder, "amplify-ls.toml"));
        while found.len() != expected {
            found = pushed(&mut client, &uri(&folder, "amplify-ls.toml"));
        }
        assert!(found.iter().all(|code| code == "unused-suppression"), "{found:?}");
    }
}

#[test]
fn folders_that_are_opened_later_are_read_and_those_that_are_closed_are_dropped() {
    let other = CLEAN.replace("AbCdEfGhI", "ZyXwVuTsR");
    let files = [("package.json", JS), ("a/amplify_outputs.json", CLEAN), ("b/amplify_outputs.json", &other)];
    let folder = repository_of(&files);
    for name in [NEOVIM, VSCODE] {
        let mut client = Client::start(name);
        let buffer = Buffer::open(&mut client, &uri(&folder, "a/amplify_outputs.json"), CLEAN);
        buffer.wait_for(&mut client, &[]);
        let root = json!([{ "uri": uri(&folder, ""), "name": "test" }]);
        let event = |added: &Value, removed: &Value| json!({ "event": { "added": added, "removed": removed } });
        client.notify("workspace/didChangeWorkspaceFolders", event(&root, &json!([])));
        buffer.wait_for(&mut client, &["differing-copies"]);
        client.notify("workspace/didChangeWorkspaceFolders", event(&json!([]), &root));
        buffer.wait_for(&mut client, &[]);
    }
}

#[test]
fn what_does_not_lie_on_this_disk_has_no_surroundings_there() {
    let folder = repository_of(&[("amplify-ls.toml", OFF), ("amplify_outputs.json", &wrong())]);
    let path = folder.path().join("amplify_outputs.json").display().to_string();
    for name in [NEOVIM, VSCODE, BARE] {
        let mut client = Client::start(name);
        let elsewhere = [
            format!("vscode-remote://host{path}"),
            format!("untitled:{path}"),
            format!("git:{path}"),
            format!("file://host{path}"),
        ];
        for uri in elsewhere.iter().skip(usize::from(cfg!(windows))) {
            let buffer = Buffer::open(&mut client, uri, &wrong());
            assert_eq!(buffer.codes(&mut client), ["unknown-value"], "{name} {uri}");
        }
        // The disk is read for this one, and the others stay as they are.
        let buffer = Buffer::open(&mut client, &uri(&folder, "amplify_outputs.json"), &wrong());
        assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
        client.catch_up();
        let unread = client.take_unread("textDocument/publishDiagnostics");
        assert_eq!(unread, Vec::<Value>::new(), "{name}");
    }
}
