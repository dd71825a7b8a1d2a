//! Whatever lies in an open folder, the session goes on, and what can be read is read.

#![allow(clippy::unwrap_used, reason = "the whole file is test")]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::client::{Client, NEOVIM, VSCODE};
use super::diagnostics::{CLEAN, wrong};
use super::editor::Buffer;
use super::surroundings::{repository_of, uri, watched};

const JS: &str = r#"{ "dependencies": { "aws-amplify": "6" } }"#;

#[test]
fn a_hostile_folder_neither_stops_nor_ends_the_session() {
    let other = CLEAN.replace("AbCdEfGhI", "ZyXwVuTsR");
    let folder = repository_of(&[
        ("package.json", JS),
        ("a/amplify_outputs.json", CLEAN),
        ("b/amplify_outputs.json", &other),
        ("huge/amplify_outputs.json", CLEAN),
        ("deep/amplify_outputs.json", &"[".repeat(1 << 20)),
        ("odd/amplify_outputs.json/amplify-ls.toml/package.json/x", ""),
        ("secret/amplify_outputs.json", &other),
        ("secret/amplify-ls.toml", "[severity]\ndiffering-copies = \"off\"\n"),
        ("tables/amplify_outputs.json", CLEAN),
        ("tables/amplify-ls.toml", &format!("a = {}", "[".repeat(900_000))),
    ]);
    let path = |name: &str| folder.path().join(name);
    // 50 MB of what would switch everything off.
    let line = "[severity]\nunknown-value = \"off\"\n# ";
    fs::write(path("huge/amplify-ls.toml"), format!("{line}{}", "x".repeat(50 << 20))).unwrap();
    symlink(folder.path(), path("a/round")).unwrap();
    symlink(path("b"), path("b/self")).unwrap();
    symlink(path("loop.one"), path("loop.two")).unwrap();
    symlink(path("loop.two"), path("loop.one")).unwrap();
    symlink(path("loop.one"), path("b/amplify-ls.toml")).unwrap();
    symlink("/dev/zero", path("b/pubspec.yaml")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(path("a/amplify-ls.toml")).status().unwrap();
    assert!(pipe.success());
    for number in 0..10_000 {
        fs::create_dir_all(path(&format!("many/{}/{number}", number % 100))).unwrap();
    }
    for secret in ["secret/amplify_outputs.json", "secret/amplify-ls.toml", "many/7"] {
        fs::set_permissions(path(secret), fs::Permissions::from_mode(0o000)).unwrap();
    }
    for name in [NEOVIM, VSCODE] {
        let mut client = Client::start_in(name, &uri(&folder, ""));
        let buffer = Buffer::open(&mut client, &uri(&folder, "a/amplify_outputs.json"), CLEAN);
        // This is seen only when the whole folder was looked through.
        buffer.wait_for(&mut client, &["differing-copies"]);
        for place in ["huge", "tables", "deep", "odd/amplify_outputs.json"] {
            let buffer = Buffer::open(&mut client, &uri(&folder, &format!("{place}/amplify_outputs.json")), &wrong());
            let found = buffer.codes(&mut client);
            assert!(found.iter().any(|code| code == "unknown-value"), "{name} {place}: {found:?}");
        }
        watched(&mut client, &folder, &["a", "many", "loop.one", "a/amplify-ls.toml", "many/1/1", ".gitignore"], 2);
        watched(&mut client, &folder, &["b/amplify_outputs.json"], 3);
        client.catch_up();
    }
    fs::set_permissions(path("many/7"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn thousands_of_copies_are_looked_at_and_not_all_of_them() {
    let folder = repository_of(&[("package.json", JS), ("a/amplify_outputs.json", CLEAN)]);
    for number in 0..2_500 {
        folder.write(&format!("b/{}/{number}/amplify_outputs.json", number % 50), CLEAN.as_bytes());
    }
    let mut client = Client::start_in(NEOVIM, &uri(&folder, ""));
    let said = client.notification("window/logMessage");
    assert_eq!(said["type"], 3);
    assert!(said["message"].as_str().unwrap().contains("so large"), "{said}");
    let buffer = Buffer::open(&mut client, &uri(&folder, "a/amplify_outputs.json"), CLEAN);
    assert_eq!(buffer.codes(&mut client), Vec::<String>::new());
}
