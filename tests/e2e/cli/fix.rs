//! `amplify-ls fix`: what is mended, how it is written, and what is said of it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Folder, GOOD, OFF, WARNING, program, repository};

/// Three safe fixes, in text with `\r\n` and no line end at its end.
const CHAIN: &str = "{\r\n  \"version\": \"1.4\",\r\n  \"auth\": {\r\n    \"aws_region\": \"us-east-1\",\r\n    \
                     \"userPoolId\": \"us-east-1_Kd8sW3nQz\",\r\n    \
                     \"user_pool_client_id\": \"6t2vq8m4n0s5k1r7d3h9j5b2fa\"\r\n    \
                     \"mfa_configuration\": \"OFF\"\r\n  }\r\n}";

fn mended_chain() -> String {
    CHAIN.replace("userPoolId", "user_pool_id").replace("b2fa\"", "b2fa\",").replace("OFF", "NONE")
}

#[test]
fn safe_fixes_are_written_and_the_rest_is_told() {
    let folder = Folder::new(&[
        ("a/amplify_outputs.json", CHAIN),
        ("b/amplify_outputs.json", GOOD),
        ("c/amplifyconfiguration.json", WARNING),
    ]);
    let output = folder.run("fix");
    assert_eq!(fs::read_to_string(folder.path().join("a/amplify_outputs.json")).unwrap(), mended_chain());
    assert_eq!(fs::read_to_string(folder.path().join("b/amplify_outputs.json")).unwrap(), GOOD);
    assert_eq!(fs::read_to_string(folder.path().join("c/amplifyconfiguration.json")).unwrap(), WARNING);
    let said = "mended[unknown-key]: a/amplify_outputs.json:5: Rename to `user_pool_id`\n\
                mended[invalid-json]: a/amplify_outputs.json:6: Insert `,`\n\
                mended[unknown-value]: a/amplify_outputs.json:7: Replace with `NONE`\n\nwarning[unknown-key]";
    assert!(output.out.starts_with(said), "{output:?}");
    assert_eq!(output.err, "3 mended in 1 file; left: 1 warning in 1 of 3 files; 1 has a quick fix in your editor\n");
    assert_eq!(output.code, 1);
    let output = folder.run("fix a b");
    assert_eq!((output.code, output.out.as_str()), (0, ""), "{output:?}");
    assert_eq!(output.err, "nothing mended; left: nothing wrong in 2 files\n");
    // What is likely is mended when it is asked for.
    let output = folder.run("fix --unsafe c");
    assert_eq!(output.code, 0, "{output:?}");
    let text = fs::read_to_string(folder.path().join("c/amplifyconfiguration.json")).unwrap();
    assert_eq!(text, WARNING.replace("awsAPIPlugins", "awsAPIPlugin"));
}

#[test]
fn a_diff_is_printed_that_git_can_apply_and_nothing_is_written() {
    let folder = Folder::new(&[("src/a b/amplify_outputs.json", OFF), ("amplify_outputs.json", CHAIN)]);
    let output = folder.run("fix --diff");
    assert_eq!(output.code, 1, "there is something to mend");
    assert!(output.err.starts_with("4 can be mended in 2 files; left: nothing wrong in 2 files"), "{output:?}");
    assert!(output.out.contains("--- a/src/a b/amplify_outputs.json\n+++ b/src/a b/amplify_outputs.json\n@@"));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!((read("src/a b/amplify_outputs.json").as_str(), read("amplify_outputs.json").as_str()), (OFF, CHAIN));
    folder.write("changes.diff", output.out.as_bytes());
    let git = Command::new("git").args(["apply", "changes.diff"]).current_dir(folder.path()).output().unwrap();
    assert!(git.status.success(), "{git:?} {}", output.out);
    assert_eq!(read("amplify_outputs.json"), mended_chain());
    assert_eq!(read("src/a b/amplify_outputs.json"), OFF.replace("OFF", "NONE"));
    let clean = folder.run("fix --diff");
    assert_eq!((clean.code, clean.out.as_str()), (0, ""), "{clean:?}");
    assert_eq!(clean.err, "nothing can be mended; left: nothing wrong in 2 files\n");
}

#[test]
fn standard_input_comes_back_mended() {
    let folder = Folder::new(&[]);
    for (command, stdin, out, code) in [
        ("fix -", OFF, OFF.replace("OFF", "NONE"), 0),
        ("fix --stdin-filename amplify_outputs.json -", GOOD, GOOD.to_owned(), 0),
        ("fix - --stdin-filename amplify_outputs.json", CHAIN, mended_chain(), 0),
        ("fix -", "{}", String::new(), 2),
    ] {
        let output = folder.run_with(command, stdin);
        assert_eq!((output.code, output.out), (code, out), "{command}: {}", output.err);
    }
    let diff = folder.run_with("fix --diff - --stdin-filename x/amplify_outputs.json", OFF);
    assert!(diff.out.starts_with("--- a/x/amplify_outputs.json\n"), "{diff:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn bytes_that_are_no_utf8_are_left_alone() {
    let folder = Folder::new(&[]);
    let mut bytes = OFF.replace("\"version\"", "\"custom\": { \"a\": \"~\" },\n  \"version\"").into_bytes();
    bytes.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0xE9);
    folder.write("amplify_outputs.json", &bytes);
    let output = folder.run("fix");
    assert_eq!(output.code, 1);
    assert!(output.out.contains("error[invalid-utf8]") && !output.out.contains("mended["), "{output:?}");
    assert_eq!(fs::read(folder.path().join("amplify_outputs.json")).unwrap(), bytes);
    let piped = folder.run("fix - --stdin-filename amplify_outputs.json");
    assert_eq!(piped.code, 1, "{piped:?}");
}

#[test]
fn line_ends_stay_as_they_are() {
    let folder = Folder::new(&[]);
    let last = format!("{OFF}\n\n");
    for text in [&OFF.replace('\n', "\r\n"), &OFF.replace('\n', "\r"), OFF.trim_end(), &last] {
        folder.write("amplify_outputs.json", text.as_bytes());
        folder.run("fix");
        let mended = fs::read_to_string(folder.path().join("amplify_outputs.json")).unwrap();
        assert_eq!(mended, text.replace("OFF", "NONE"));
    }
}

#[test]
fn a_byte_order_mark_goes_and_that_is_told_unless_the_project_wants_it() {
    let folder = Folder::new(&[]);
    let text = format!("\u{feff}{}", OFF.replace('\n', "\r\n"));
    for (project, kept) in [("", false), ("[severity]\nbyte-order-mark = \"off\"\n", true)] {
        folder.write("amplify-ls.toml", project.as_bytes());
        folder.write("amplify_outputs.json", text.as_bytes());
        let output = folder.run("fix");
        assert_eq!(output.out.contains("mended[byte-order-mark]"), !kept, "{output:?}");
        let mended = fs::read_to_string(folder.path().join("amplify_outputs.json")).unwrap();
        let expected = text.replace("OFF", "NONE");
        assert_eq!(mended, if kept { &expected } else { expected.trim_start_matches('\u{feff}') });
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_as_they_are() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    let folder = Folder::new(&[]);
    let real = folder.path().join("real/amplify_outputs.json");
    for mode in [0o600, 0o640, 0o755] {
        folder.write("real/amplify_outputs.json", OFF.as_bytes());
        fs::set_permissions(&real, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(folder.run("fix").code, 0);
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, mode);
        assert!(fs::read_to_string(&real).unwrap().contains("NONE"));
    }
    // Only root can give a file away.
    if chown(&real, Some(12_345), Some(12_346)).is_ok() {
        folder.write("real/amplify_outputs.json", OFF.as_bytes());
        assert_eq!(folder.run("fix").code, 0);
        let about = fs::metadata(&real).unwrap();
        assert_eq!((about.uid(), about.gid(), about.mode() & 0o777), (12_345, 12_346, 0o755));
    }
    folder.write("real/amplify_outputs.json", OFF.as_bytes());
    symlink("real/amplify_outputs.json", folder.path().join("amplify_outputs.json")).unwrap();
    assert_eq!(folder.run("fix amplify_outputs.json").code, 0);
    assert!(folder.path().join("amplify_outputs.json").is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("NONE"));
    assert_eq!(fs::read_dir(folder.path().join("real")).unwrap().count(), 1, "nothing else is left behind");

    folder.write("real/amplify_outputs.json", OFF.as_bytes());
    fs::set_permissions(&real, fs::Permissions::from_mode(0o444)).unwrap();
    let output = folder.run("fix");
    assert_eq!(output.code, 2, "{output:?}");
    assert_eq!(
        output.err.lines().next(),
        Some("amplify-ls: real/amplify_outputs.json cannot be written: permission denied")
    );
    assert_eq!(fs::read_to_string(&real).unwrap(), OFF);
}

/// Whoever reads while files are mended reads the old text or the new one, never a part.
#[test]
fn a_file_is_replaced_in_one_step() {
    let long = format!("\"custom\": {{ \"a\": \"{}\" }},\n  \"version\"", "x".repeat(4 << 20));
    let long = OFF.replace("\"version\"", &long);
    let mended = long.replace("OFF", "NONE");
    let folder = Folder::new(&[("amplify_outputs.json", &long)]);
    let file = folder.path().join("amplify_outputs.json");
    let mut child = program(folder.path(), "fix").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text == long || text == mended, "{} bytes", text.len());
    }
    assert!(fs::read_to_string(&file).unwrap() == mended);
}

/// Real files are mended to the end: a second run finds nothing to do, and the files are not worse than before.
#[test]
fn real_files_are_mended_to_the_end() {
    let folder = Folder::new(&[]);
    copy(&repository().join("tests/corpus"), &folder.path().join("corpus"));
    for command in ["fix", "fix --unsafe"] {
        let before = folder.run("check --format json").json()["summary"].clone();
        folder.run(command);
        let again = folder.run(&format!("{command} --diff"));
        assert_eq!(again.out, "", "{command}");
        let after = folder.run("check --format json").json()["summary"].clone();
        assert!(before["errors"].as_u64() >= after["errors"].as_u64(), "{command}: {before} {after}");
        assert!(before["warnings"].as_u64() >= after["warnings"].as_u64(), "{command}: {before} {after}");
        assert_eq!(before["files"], after["files"]);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
