//! amplify-js's reader: installed once, asked for many files at a time in one process.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// What the reader makes of each text: the configuration, or the error it throws.
pub(crate) fn read(texts: &[String]) -> Vec<Result<Value, String>> {
    let folder = installed();
    let mut node = Command::new("node")
        .arg("read.cjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js is installed");
    let mut stdin = node.stdin.take().unwrap();
    // One line each: what is valid JSON has no line break inside a text.
    let lines: String = texts.iter().map(|text| text.replace(['\n', '\r'], " ") + "\n").collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "the reader failed");
    let answers: Vec<_> = String::from_utf8(output.stdout).unwrap().lines().map(answer).collect();
    assert_eq!(answers.len(), texts.len());
    answers
}

fn answer(line: &str) -> Result<Value, String> {
    let mut answer: Value = serde_json::from_str(line).unwrap();
    match answer["error"].as_str() {
        Some(error) => Err(error.to_owned()),
        None => Ok(answer["config"].take()),
    }
}

/// The folder with the package in it.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge");
        install(&source, "judge", &["package.json", "package-lock.json", "read.cjs"])
    })
}

/// Copies the files into a folder of the build and installs what they name, unless that was done; the folder.
pub(crate) fn install(source: &Path, name: &str, files: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for file in files {
        std::fs::copy(source.join(file), folder.join(file)).unwrap();
    }
    let (mark, wanted) = (folder.join("installed.json"), std::fs::read(source.join("package.json")).unwrap());
    if std::fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return folder;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let verb = if files.contains(&"package-lock.json") { "ci" } else { "install" };
    let options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    let status = Command::new(npm).arg(verb).args(options).current_dir(&folder).status().expect("npm is installed");
    assert!(status.success(), "npm cannot install what {name}/package.json names");
    std::fs::write(mark, wanted).unwrap();
    folder
}
