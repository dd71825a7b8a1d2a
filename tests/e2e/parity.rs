//! What the editor shows is what `check` prints: the same findings for the same text in the same surroundings, for
//! every real file.

#![allow(clippy::unwrap_used, reason = "the whole file is test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{Folder, repository};
use crate::protocol::client::{Client, NEOVIM};
use crate::protocol::editor::{Buffer, position};
use crate::protocol::surroundings::{repository_of, uri};

/// What may stand beside a file.
const BESIDE: [&[(&str, &str)]; 3] = [
    &[],
    &[("package.json", r#"{ "dependencies": { "aws-amplify": "6" } }"#)],
    &[
        ("package.json", r#"{ "dependencies": { "react": "18" } }"#),
        ("pubspec.yaml", "dependencies:\n  amplify_flutter: ^2.0.0\n"),
        (
            "amplify-ls.toml",
            "[severity]\nunknown-key = \"error\"\nmissing-key = \"hint\"\nunknown-value = \"off\"\n\n\
             [[suppress]]\ncode = \"wrong-type\"\nfile = \"*.json\"\n",
        ),
    ],
];

/// Two files that differ: that this is told shows that the whole folder was read.
const MARKS: [(&str, &str); 3] =
    [("marks/package.json", "{}"), ("marks/a/amplify_outputs.json", MARK), ("marks/b/amplify_outputs.json", "")];
const MARK: &str = r#"{ "version": "1.4", "auth": { "aws_region": "eu-west-1", "user_pool_id": "eu-west-1_qWeRt6789", "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a" } }"#;

/// The real files, each under its own name in a folder of its own, once for each of what may stand beside it.
fn real_files(folder: &Folder) -> Vec<String> {
    let mut files = Vec::new();
    for group in ["gen1", "gen2", "official-gen1", "official-gen2"] {
        collect(&repository().join("tests/corpus").join(group), group, &mut files);
    }
    let mut paths = Vec::new();
    for (number, (base, bytes)) in files.iter().enumerate() {
        for (variant, beside) in BESIDE.iter().enumerate() {
            let home = format!("{number}-{variant}");
            for (path, text) in *beside {
                folder.write(&format!("{home}/{path}"), text.as_bytes());
            }
            paths.push(format!("{home}/{base}"));
            folder.write(paths.last().unwrap(), bytes);
        }
    }
    paths
}

fn collect(folder: &Path, group: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            collect(&entry.path(), group, files);
        } else if name.contains(".json") {
            // In the official groups the names say nothing of the original ones.
            let base = match (group, name.split_once('.')) {
                ("gen1" | "gen2", Some((_, base))) => base,
                ("official-gen1", _) => "amplifyconfiguration.json",
                _ => "amplify_outputs.json",
            };
            files.push((base.to_owned(), fs::read(entry.path()).unwrap()));
        }
    }
}

/// A finding as both name it: code, severity, message, place.
fn finding(code: &Value, severity: u64, message: &Value, start: Value, end: Value) -> Value {
    json!([start, end, code, severity, message])
}

/// What `check` printed of a file.
fn printed(report: &Value, path: &str, text: &str, client: &Client) -> Vec<Value> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["path"] == path);
    let one = |found: &Value| {
        let severities = ["error", "warning", "information", "hint"];
        let severity = severities.iter().position(|name| found["severity"] == *name).unwrap() as u64 + 1;
        let at = |edge: &str| {
            let offset = found["range"][edge]["offset"].as_u64().unwrap() as usize;
            position(text, offset, client.encoding())
        };
        finding(&found["code"], severity, &found["message"], at("start"), at("end"))
    };
    sorted(findings.map(one).collect())
}

/// Takes what the editor was told last of each document.
fn take_pushed(client: &mut Client, pushed: &mut BTreeMap<String, Vec<Value>>) {
    for params in client.take_unread("textDocument/publishDiagnostics") {
        pushed.insert(params["uri"].as_str().unwrap().to_owned(), params["diagnostics"].as_array().unwrap().clone());
    }
}

/// What the editor was told of it.
fn shown(items: &[Value]) -> Vec<Value> {
    let one = |item: &Value| {
        let range = &item["range"];
        let severity = item["severity"].as_u64().unwrap();
        finding(&item["code"], severity, &item["message"], range["start"].clone(), range["end"].clone())
    };
    sorted(items.iter().map(one).collect())
}

fn sorted(mut findings: Vec<Value>) -> Vec<Value> {
    findings.sort_by_key(Value::to_string);
    findings
}

#[test]
fn the_editor_shows_what_check_prints() {
    let folder = repository_of(&MARKS);
    folder.write(MARKS[2].0, MARK.replace("qWeRt6789", "zYxWv1234").as_bytes());
    let paths = real_files(&folder);
    assert!(paths.len() > 500, "{}", paths.len());
    let report = folder.run("check --format json").json();

    let mut client = Client::start_in(NEOVIM, &uri(&folder, ""));
    let mark = Buffer::open(&mut client, &uri(&folder, MARKS[1].0), MARK);
    mark.wait_for(&mut client, &["differing-copies"]);
    let (mut count, mut pushed) = (0, BTreeMap::new());
    for path in &paths {
        let Ok(text) = fs::read_to_string(folder.path().join(path)) else { panic!("{path} is no UTF-8") };
        let buffer = Buffer::open(&mut client, &uri(&folder, path), &text);
        let expected = printed(&report, path, &text, &client);
        let is_kind_known = report["files"]
            .as_array()
            .unwrap()
            .iter()
            .any(|file| file["path"] == path.as_str() && !file["kind"].is_null());
        let items = if is_kind_known || !expected.is_empty() {
            buffer.diagnostics(&mut client)
        } else {
            // Nothing may come; that nothing did is sure when that came which follows from later edits.
            let mut later = Buffer::open(&mut client, &uri(&folder, "amplify_outputs.json"), "{ \"version\": 1 }");
            later.diagnostics(&mut client);
            later.set(&mut client, "{ \"version\": 2 }");
            later.diagnostics(&mut client);
            later.close(&mut client);
            take_pushed(&mut client, &mut pushed);
            pushed.remove(&buffer.uri).unwrap_or_default()
        };
        assert_eq!(shown(&items), expected, "{path}");
        count += items.len();
        buffer.close(&mut client);
    }
    assert!(count > 300, "{count}");

    // Nobody opened the project files, and their findings are told all the same: what came last holds.
    client.catch_up();
    take_pushed(&mut client, &mut pushed);
    let project_files: BTreeSet<String> =
        paths.iter().map(|path| format!("{}/amplify-ls.toml", path.split('/').next().unwrap())).collect();
    let mut unused = 0;
    for path in project_files.iter().filter(|path| folder.path().join(path).exists()) {
        let text = fs::read_to_string(folder.path().join(path)).unwrap();
        let items = pushed.remove(&uri(&folder, path)).unwrap_or_default();
        assert_eq!(shown(&items), printed(&report, path, &text, &client), "{path}");
        unused += items.len();
    }
    assert!(unused > 100, "{unused}");
}
