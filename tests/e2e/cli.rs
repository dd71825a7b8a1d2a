//! The command line, as a user types it: in a folder, with these files, this command says that.

#![allow(clippy::unwrap_used, reason = "the whole file is test")]

mod convert;
mod documents;
mod examples;
mod files;
mod fix;
mod formats;
mod output;
mod shell;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program that was built.
const PROGRAM: &str = env!("CARGO_BIN_EXE_amplify-ls");

/// An outputs file without a fault.
const GOOD: &str = r#"{ "version": "1.4" , "custom": {} }"#;
/// One with one error: `OFF` is not a value of MFA.
const OFF: &str = r#"{
  "auth": {
    "aws_region": "us-east-1",
    "user_pool_id": "us-east-1_Kd8sW3nQz",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
    "mfa_configuration": "OFF"
  },
  "version": "1.4"
}
"#;

/// One with one warning: nothing reads a name beside the key of a map.
const WARNING: &str = r#"{
  "UserAgent": "aws-amplify-cli/2.0",
  "Version": "1.0",
  "api": { "plugins": { "awsAPIPlugins": {} } }
}
"#;

/// A folder of its own for one test, gone when the test ends.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn run(&self, command: &str) -> Output {
        self.run_with(command, "")
    }

    fn run_with(&self, command: &str, stdin: &str) -> Output {
        run_in(self.path(), command, stdin)
    }
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Output {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs the arguments of `command`, which are words between blanks.
fn run_in(folder: &Path, command: &str, stdin: &str) -> Output {
    finish_with(program(folder, command), stdin)
}

/// Runs a command that is made already.
pub(crate) fn finish(program: Command) -> Output {
    finish_with(program, "")
}

fn finish_with(mut program: Command, stdin: &str) -> Output {
    let mut child = program.spawn().unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Output {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn program(folder: &Path, command: &str) -> Command {
    let mut program = Command::new(PROGRAM);
    program.current_dir(folder).args(command.split_whitespace());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "AMPLIFY_LS_LOG"] {
        program.env_remove(variable);
    }
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

/// The top of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The codes found, each with the file and line it is on.
fn places(output: &Output) -> Vec<String> {
    let value = output.json();
    let place = |finding: &serde_json::Value| {
        let word = |pointer: &str| finding.pointer(pointer).unwrap().to_string().trim_matches('"').to_owned();
        format!("{}:{} {}", word("/path"), word("/range/start/line"), word("/code"))
    };
    value["findings"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn each_command_ends_with_its_exit_code() {
    let files = [
        ("good/amplify_outputs.json", GOOD),
        ("bad/amplify_outputs.json", OFF),
        ("other/package.json", "{}"),
        ("hint/amplify_outputs.json", r#"{"version": "1.4"}"#),
        ("warning/amplifyconfiguration.json", WARNING),
    ];
    let folder = Folder::new(&files);
    for (command, code, out, err) in [
        ("check good", 0, "", "nothing wrong in 1 file\n"),
        ("check good/amplify_outputs.json", 0, "", "nothing wrong in 1 file\n"),
        ("check bad", 1, "error[", "1 error in 1 file; 1 has a quick fix in your editor\n"),
        ("lint bad", 1, "error[", "1 error in 1 file"),
        ("validate bad", 1, "error[", "1 error in 1 file"),
        ("check", 1, "bad/amplify_outputs.json:6:26", "1 error, 1 warning, 1 hint in 3 of 4 files"),
        ("check hint", 0, "hint[", "1 hint in 1 file\n"),
        ("check other", 2, "", "amplify-ls: other holds no amplify_outputs.json and no amplifyconfiguration.json\n"),
        ("doctor other", 0, "  none: other holds no amplify_outputs.json", ""),
        ("check nowhere", 2, "", "amplify-ls: nowhere does not exist\n"),
        ("check nowhere bad", 2, "error[", "amplify-ls: nowhere does not exist\n"),
        (
            "check other/package.json",
            2,
            "",
            "amplify-ls: other/package.json is not recognised as an Amplify configuration\n",
        ),
        ("check --format xml", 2, "", "amplify-ls: invalid value 'xml' for '--format <FORMAT>'"),
        ("check --formt json", 2, "", "amplify-ls: unexpected argument '--formt' found; a similar argument exists"),
        ("chekc", 2, "", "amplify-ls: unrecognized subcommand 'chekc'"),
        ("check good --stdin-filename x", 2, "", "amplify-ls: --stdin-filename says what `-` is called"),
        ("explain", 2, "", "amplify-ls: the following required arguments were not provided: <CODE>"),
        ("explain no-such-rule-at-all", 2, "", "amplify-ls: there is no rule `no-such-rule-at-all`"),
        ("schema gen3", 2, "", "amplify-ls: invalid value 'gen3' for '<KIND>'"),
        ("schema gen2", 0, "\"$schema\"", ""),
        ("check bad --fail-on never", 0, "error[", "1 error in 1 file"),
        ("check hint --fail-on hint", 1, "hint[", "1 hint in 1 file"),
        ("check hint --fail-on information", 0, "hint[", "1 hint in 1 file"),
        ("check nowhere --fail-on never", 2, "", "amplify-ls: nowhere does not exist\n"),
        ("check bad --fail-on nothing", 2, "", "amplify-ls: invalid value 'nothing' for '--fail-on <SEVERITY>'"),
        ("check bad --max-warnings some", 2, "", "amplify-ls: invalid value 'some' for '--max-warnings <N>'"),
        ("check warning", 1, "warning[", "1 warning in 1 file"),
        ("check warning --fail-on error", 0, "warning[", "1 warning in 1 file"),
        ("check warning --max-warnings 1", 0, "warning[", "1 warning in 1 file"),
        ("check warning --fail-on error --max-warnings 0", 1, "warning[", "1 warning in 1 file"),
        ("check bad --max-warnings 9", 1, "error[", "1 error in 1 file"),
        ("fix other", 2, "", "amplify-ls: other holds no amplify_outputs.json"),
        ("fix good", 0, "", "nothing mended; left: nothing wrong in 1 file\n"),
        ("completions tcsh", 2, "", "amplify-ls: invalid value 'tcsh' for '<SHELL>'"),
        ("man no-such-command", 2, "", "amplify-ls: there is no command `no-such-command`"),
        ("rules", 0, "", ""),
        ("check --version", 0, env!("CARGO_PKG_VERSION"), ""),
        ("help check", 0, "Examples:", ""),
        ("--version", 0, concat!("amplify-ls ", env!("CARGO_PKG_VERSION"), "\n"), ""),
    ] {
        let output = folder.run(command);
        assert_eq!(output.code, code, "{command}: {output:?}");
        assert!(output.out.contains(out), "{command}: {}", output.out);
        assert!(output.err.starts_with(err), "{command}: {}", output.err);
        assert!(output.err.is_empty() == err.is_empty(), "{command}: {}", output.err);
        let is_complaint = output.err.starts_with("amplify-ls: ");
        assert!(!is_complaint || output.err.lines().all(|line| !line.trim().is_empty()), "{command}: {}", output.err);
    }
}

/// The folder that a person is in is not called by its dot, which would read as the end of a sentence.
#[test]
fn the_folder_that_a_person_is_in_has_a_name() {
    let folder = Folder::new(&[("package.json", "{}")]);
    let nothing = "this folder holds no amplify_outputs.json and no amplifyconfiguration.json";
    for command in ["check", "fix", "check . --format github"] {
        assert_eq!(folder.run(command).err, format!("amplify-ls: {nothing}\n"), "{command}");
    }
    for (command, said) in
        [("doctor", format!("none: {nothing}\n")), ("check --format github", format!("::{nothing}\n"))]
    {
        assert!(folder.run(command).out.contains(&said), "{command}");
    }
    // A program compares names.
    assert_eq!(folder.run("check --format json").json()["notChecked"][0]["path"], ".");
}

#[test]
fn a_mistake_in_the_arguments_is_told_in_one_line() {
    let folder = Folder::new(&[]);
    for command in [
        "check --formt",
        "chekc",
        "explain",
        "schema x",
        "--stdio --pipe=x",
        "--stdio check",
        "--socket=99999",
        "lsp x",
    ] {
        let output = folder.run(command);
        assert_eq!((output.code, output.out.as_str(), output.err.lines().count()), (2, "", 1), "{output:?}");
        assert!(output.err.starts_with("amplify-ls: "), "{output:?}");
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let folder = Folder::new(&[]);
    for command in ["", "check", "fix", "explain", "rules", "schema", "completions", "man", "lsp"] {
        let output = folder.run(&format!("{command} --help"));
        assert_eq!((output.code, output.err.as_str()), (0, ""), "{command}");
        assert!(output.out.contains("Examples:\n  amplify-ls "), "{command}: {}", output.out);
    }
}

#[test]
fn standard_input_is_judged_by_what_it_holds_and_what_it_is_called() {
    let folder = Folder::new(&[]);
    for (command, stdin, code, out, err) in [
        ("check -", OFF, 1, "--> <stdin>:6:26", "1 error in 1 file"),
        ("check -", "{}", 2, "", "amplify-ls: <stdin> is not recognised as an Amplify configuration; --stdin-filename"),
        ("check --stdin-filename src/amplify_outputs.json -", "{]", 1, "--> src/amplify_outputs.json:1:", "1 error"),
        ("check - --stdin-filename amplify_outputs.json", "", 1, "error[empty-file]", "1 error in 1 file\n"),
        ("check - -", GOOD, 2, "", "amplify-ls: <stdin> is not recognised"),
    ] {
        let output = folder.run_with(command, stdin);
        assert_eq!(output.code, code, "{command}: {output:?}");
        assert!(output.out.contains(out), "{command}: {}", output.out);
        assert!(output.err.starts_with(err), "{command}: {}", output.err);
    }
}

#[test]
fn a_schema_is_printed_as_it_is_in_the_repository() {
    let folder = Folder::new(&[]);
    for (kind, file) in [
        ("gen2", "schemas/amplify-outputs.schema.json"),
        ("gen1-mobile", "schemas/amplifyconfiguration.mobile.schema.json"),
        ("gen1-web", "schemas/amplifyconfiguration.web.schema.json"),
        ("model-introspection", "schemas/model-introspection.schema.json"),
        ("check-output", "docs/check-output.schema.json"),
    ] {
        let printed = folder.run(&format!("schema {kind}"));
        let text = fs::read_to_string(repository().join(file)).unwrap();
        assert_eq!(printed.out.trim_end(), text.trim_end(), "{kind}");
    }
}

#[test]
fn every_listed_rule_is_explained() {
    let folder = Folder::new(&[]);
    let listed = folder.run("rules --format json").json();
    let list = folder.run("rules").out;
    assert_eq!(list.lines().count(), listed["rules"].as_array().unwrap().len());
    for rule in listed["rules"].as_array().unwrap() {
        let code = rule["code"].as_str().unwrap();
        let summary = rule["summary"].as_str().unwrap();
        assert!(list.lines().any(|line| line.starts_with(code) && line.ends_with(summary)), "{code}");
        let page = folder.run(&format!("explain {}", code.to_uppercase()));
        assert_eq!(page.code, 0, "{code}");
        assert!(page.out.contains(summary), "{code}: {}", page.out);
        let slip = folder.run(&format!("explain {code}x"));
        assert_eq!(slip.code, 2);
        assert_eq!(slip.err, format!("amplify-ls: there is no rule `{code}x`; did you mean `{code}`?\n"));
    }
}
