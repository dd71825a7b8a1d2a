//! How findings are printed: for people and for programs, into terminals, pipes and files.

use std::process::Stdio;

use serde_json::{Value, json};

use super::{Folder, GOOD, OFF, program, repository, run_in};

#[test]
fn what_programs_read_is_as_its_schema_says() {
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(repository().join("docs/check-output.schema.json")).unwrap())
            .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = Folder::new(&[
        ("amplify_outputs.json", OFF),
        ("good/amplify_outputs.json", GOOD),
        ("twice/amplify_outputs.json", r#"{"version": "1.4", "custom": {"a": 1, "a": 2}}"#),
        ("empty/amplify_outputs.json", ""),
        ("other.json", "{}"),
    ]);
    folder.write("bytes/amplify_outputs.json", b"{\"\xFF");
    let ours = folder.run("check . other.json nowhere --format json");
    let examples = run_in(&repository(), "check examples --format json", "");
    let corpus = run_in(&repository(), "check tests/corpus --format json", "");
    assert!(corpus.json()["summary"]["files"].as_u64() > Some(100), "{}", corpus.err);
    for output in [&ours, &examples, &corpus, &folder.run("check good --format json")] {
        let value = output.json();
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(!output.err.contains(" in "), "no summary beside the one in the object: {}", output.err);
    }
    // The check can fail: a schema that allows everything would prove nothing.
    let mut wrong = ours.json();
    wrong["findings"][0]["range"]["start"]["line"] = json!(0);
    assert!(!validator.is_valid(&wrong));

    assert_eq!(ours.code, 2);
    let value = ours.json();
    assert_eq!(value["summary"]["files"], 5);
    assert_eq!(value["notChecked"].as_array().unwrap().len(), 2);
    assert!(value["findings"].as_array().unwrap().iter().any(|finding| finding["related"] != json!([])));
}

#[test]
fn places_are_counted_as_the_schema_says() {
    // The emoji is one code point, two units of UTF-16 and four bytes.
    let text = OFF.replace("\"mfa_configuration\"", "\"$comment\": \"😀\", \"mfa_configuration\"");
    let folder = Folder::new(&[("amplify_outputs.json", &text)]);
    let value = folder.run("check --format json").json();
    let findings = value["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["code"] == "unknown-value").unwrap();
    let offset = text.find("\"OFF\"").unwrap();
    let before = &text[text[..offset].rfind('\n').unwrap() + 1..offset];
    assert_eq!(finding["range"]["start"], json!({ "offset": offset, "line": 6, "column": before.chars().count() + 1 }));
    assert_eq!(finding["range"]["end"]["offset"], offset + 5);
    let edit = &finding["fixes"][0]["edits"][0];
    assert!(edit["text"].as_str().unwrap().contains("NONE"), "{edit}");
}

#[test]
fn the_same_folder_gives_the_same_report() {
    let folder = Folder::new(&[]);
    for number in 0..60 {
        folder.write(&format!("{}/amplify_outputs.{}.json", number % 7, number), OFF.as_bytes());
    }
    let first = folder.run("check --format json");
    let paths: Vec<String> =
        first.json()["findings"].as_array().unwrap().iter().map(|finding| finding["path"].to_string()).collect();
    assert!(paths.is_sorted() && paths.len() == 60, "{paths:?}");
    for _ in 0..5 {
        assert_eq!(folder.run("check --format json").out, first.out);
    }
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let folder = Folder::new(&[("amplify_outputs.json", OFF)]);
    let run = |command: &str, variable: Option<&str>| {
        let mut program = program(folder.path(), command);
        if let Some(variable) = variable {
            program.env(variable, "1");
        }
        let output = program.stdin(Stdio::null()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    for (command, variable, is_coloured) in [
        ("check", None, false),
        ("check --color never", None, false),
        ("check --color always", None, true),
        ("--color always check", None, true),
        ("check --color auto", Some("CLICOLOR_FORCE"), true),
        ("check", Some("NO_COLOR"), false),
        ("check --color never", Some("CLICOLOR_FORCE"), false),
        ("check --format json --color always", None, false),
    ] {
        assert_eq!(run(command, variable), is_coloured, "{command} {variable:?}");
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let folder = Folder::new(&[("amplify_outputs.json", OFF)]);
    for command in ["check", "check --format json", "schema gen2", "--help"] {
        let mut child = program(folder.path(), command).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("amplify-ls:"), "{command}: {output:?}");
    }
}

#[test]
fn the_log_says_what_was_done_when_it_is_asked() {
    let folder = Folder::new(&[("amplify_outputs.json", GOOD)]);
    let mut program = program(folder.path(), "check");
    let output = program.env("AMPLIFY_LS_LOG", "debug").output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains("DEBUG") && log.contains("amplify_outputs.json"), "{log}");
    assert_eq!(folder.run("check").err, "nothing wrong in 1 file\n");
}

#[test]
fn a_name_cannot_give_commands_to_the_terminal() {
    if cfg!(windows) {
        return; // No file can have such a name there.
    }
    let folder = Folder::new(&[("\u{1b}[31m/amplify_outputs.json", OFF)]);
    let output = folder.run("check");
    assert_eq!(output.code, 1);
    assert!(!output.out.contains('\u{1b}'), "{output:?}");
}

/// As compilers print it, so that what reads compilers reads this.
#[test]
fn a_concise_line_names_the_place_first() {
    let text = OFF.replace("\"mfa_configuration\"", "\"$comment\": \"😀\", \"mfa_configuration\"");
    let folder = Folder::new(&[("amplify_outputs.json", &text)]);
    let findings = folder.run("check --format json").json();
    let expected: Vec<String> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let word = |pointer: &str| finding.pointer(pointer).unwrap().to_string().trim_matches('"').to_owned();
            let (line, column) = (word("/range/start/line"), word("/range/start/column"));
            let message = finding["message"].as_str().unwrap();
            format!("amplify_outputs.json:{line}:{column}: {}: {message} [{}]", word("/severity"), word("/code"))
        })
        .collect();
    let output = folder.run("check --format concise");
    assert_eq!(
        (output.code, output.out.lines().collect::<Vec<_>>()),
        (1, expected.iter().map(String::as_str).collect())
    );
}

#[test]
fn a_report_goes_into_the_file_that_is_named() {
    let folder =
        Folder::new(&[("amplify_outputs.json", OFF), ("report", "what was there, and longer than the report")]);
    for format in ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle"] {
        let printed = folder.run(&format!("check --format {format}"));
        let written = folder.run(&format!("check --format {format} -o report"));
        assert_eq!((written.code, written.out.as_str(), &written.err), (printed.code, "", &printed.err), "{format}");
        let report = std::fs::read_to_string(folder.path().join("report")).unwrap();
        assert_eq!(report, printed.out, "{format}");
    }
    let output = folder.run("check --output nowhere/report");
    assert_eq!(
        (output.code, output.err.as_str()),
        (2, "amplify-ls: nowhere/report cannot be written: no such file or directory\n")
    );
}
