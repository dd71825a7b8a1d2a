//! Which files are checked, and what becomes of those that cannot be.

use std::fs;

use super::{Folder, GOOD, OFF, places};

/// The files that a check without arguments looks at.
fn checked(folder: &Folder, command: &str) -> Vec<String> {
    let value = folder.run(&format!("{command} --format json")).json();
    value["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn our_files_are_found_though_an_ignore_file_names_them() {
    let folder = Folder::new(&[
        (".gitignore", "amplify_outputs*\namplifyconfiguration*\n*.json\nbuild/\n/target\n"),
        (".ignore", "skipped\n"),
        ("amplify_outputs.json", GOOD),
        ("src/amplify_outputs.dev.json", GOOD),
        ("src/Amplify_Outputs.json", GOOD),
        ("app/src/main/res/raw/amplifyconfiguration.json", "{}"),
        ("src/amplifyconfiguration.json.template", "{}"),
        ("src/package.json", "{}"),
        ("src/amplify_outputs.ts", ""),
        ("src/amplifyconfiguration_logging.json", "{}"),
        ("build/amplify_outputs.json", GOOD),
        ("target/debug/amplify_outputs.json", GOOD),
        ("web/build/amplify_outputs.json", GOOD),
        ("skipped/amplify_outputs.json", GOOD),
        ("node_modules/a/amplify_outputs.json", GOOD),
        ("web/node_modules/a/amplify_outputs.json", GOOD),
        (".git/amplify_outputs.json", GOOD),
        (".amplify/artifacts/amplify_outputs.json", GOOD),
    ]);
    let found = [
        "amplify_outputs.json",
        "app/src/main/res/raw/amplifyconfiguration.json",
        "src/Amplify_Outputs.json",
        "src/amplify_outputs.dev.json",
        "src/amplifyconfiguration.json.template",
    ];
    let mut sorted = found;
    sorted.sort_unstable();
    assert_eq!(checked(&folder, "check"), sorted);
    assert_eq!(checked(&folder, "check ."), sorted);
    assert_eq!(checked(&folder, "check src amplify_outputs.json src ./amplify_outputs.json"), {
        let mut some = vec![found[0], found[2], found[3], found[4]];
        some.sort_unstable();
        some
    });
    // Whoever names a folder or a file means it.
    assert_eq!(checked(&folder, "check build"), ["build/amplify_outputs.json"]);
    assert_eq!(checked(&folder, "check node_modules"), ["node_modules/a/amplify_outputs.json"]);
    assert_eq!(checked(&folder, "check .git/amplify_outputs.json"), [".git/amplify_outputs.json"]);
}

/// A configuration in a file of code is found like the others; code that loads it from elsewhere is no configuration.
#[test]
fn files_of_code_are_found_where_they_hold_a_configuration() {
    let js =
        |id: &str| format!("const awsmobile = {{ aws_project_region: 'eu-west-1', aws_user_pools_id: '{id}' }};\n");
    let json = r#"{ "aws_project_region": "eu-west-1", "aws_user_pools_id": "eu-west-1_Kd8sW3nQz" }"#;
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (".gitignore", "aws-exports.js\n*.dart\nbuild/\n"),
        ("a/aws-exports.js", &js("eu-west-1_Kd8sW3nQz")),
        ("a/AWS-exports.ts", &js("eu-west-1_aaaaaaaaa")),
        ("a/amplifyconfiguration.json", json),
        ("b/aws-exports.js", "import config from './amplifyconfiguration.json';\nexport default config;\n"),
        ("b/my-aws-exports.js", &js("eu-west-1_Kd8sW3nQz")),
        ("build/aws-exports.js", &js("eu-west-1_Kd8sW3nQz")),
        ("lib/amplify_outputs.dart", &format!("const amplifyConfig = r\'\'\'{GOOD}\'\'\';\n")),
        ("lib/amplifyconfiguration.dart", "const amplifyconfig = \'\'\' {} \'\'\';\n"),
        ("lib/main.dart", ""),
    ]);
    let found = [
        "a/AWS-exports.ts",
        "a/amplifyconfiguration.json",
        "a/aws-exports.js",
        "lib/amplify_outputs.dart",
        "lib/amplifyconfiguration.dart",
    ];
    assert_eq!(checked(&folder, "check"), found);
    let differing = folder.run("check a --format json");
    let differing: Vec<String> = places(&differing).into_iter().filter(|place| place.contains("copies")).collect();
    // Each of the two that agree sees the third, and the third one of them.
    assert_eq!(
        differing,
        [
            "a/AWS-exports.ts:1 differing-copies",
            "a/amplifyconfiguration.json:1 differing-copies",
            "a/aws-exports.js:1 differing-copies",
        ]
    );
    let nothing = folder.run("check b");
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("b holds no amplify_outputs.json"), "{}", nothing.err);
    assert_eq!(folder.run("check b/aws-exports.js").code, 2);
}

#[test]
fn a_named_file_is_recognised_by_what_it_holds() {
    let folder = Folder::new(&[("config/prod.json", OFF)]);
    assert_eq!(places(&folder.run("check config/prod.json --format json")), ["config/prod.json:6 unknown-value"]);
    assert_eq!(folder.run("check config").code, 2, "by its name it is none of ours");
}

#[test]
fn a_project_file_that_is_wrong_is_told_with_the_files_it_speaks_of() {
    let wrong = "[severity]\nunknown-valu = \"off\"\n\n[[suppress]]\ncode = \"unknown-key\"\nfile = \"**/*.json\"\n";
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (".gitignore", "amplify_outputs*"),
        ("amplify-ls.toml", wrong),
        ("src/amplify_outputs.json", GOOD),
    ]);
    let all = ["amplify-ls.toml:2 invalid-setting", "amplify-ls.toml:5 unused-suppression"];
    assert_eq!(places(&folder.run("check --format json")), all);
    assert_eq!(places(&folder.run("check ./ --format json")), all);
    // Which other files a pattern means is not known here.
    assert_eq!(places(&folder.run("check src --format json")), all[..1]);
    assert_eq!(places(&folder.run("check src/amplify_outputs.json --format json")), all[..1]);
    folder.write("amplify-ls.toml", b"[severity]\nunknown-value = \"off\"\n");
    assert_eq!(checked(&folder, "check"), ["src/amplify_outputs.json"]);
    assert_eq!(folder.run("check").code, 0);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_unless_they_are_named() {
    use std::os::unix::fs::symlink;
    let outside = Folder::new(&[("amplify_outputs.json", OFF)]);
    let folder = Folder::new(&[("amplify_outputs.json", GOOD)]);
    symlink(outside.path(), folder.path().join("folder")).unwrap();
    symlink(outside.path().join("amplify_outputs.json"), folder.path().join("amplify_outputs.link.json")).unwrap();
    symlink(folder.path(), folder.path().join("round")).unwrap();
    assert_eq!(checked(&folder, "check"), ["amplify_outputs.json"]);
    assert_eq!(folder.run("check amplify_outputs.link.json").code, 1);
    symlink("nowhere", folder.path().join("amplify_outputs.dangling.json")).unwrap();
    let output = folder.run("check amplify_outputs.dangling.json amplify_outputs.link.json");
    assert_eq!(output.code, 2);
    assert!(output.out.contains("amplify_outputs.link.json:6:26"), "the other is checked all the same: {output:?}");
    assert!(output.err.contains("amplify-ls: amplify_outputs.dangling.json cannot be read: no such file"));
}

#[test]
fn a_byte_that_is_no_utf8_is_told_once_and_the_rest_is_checked() {
    let folder = Folder::new(&[]);
    let mut bytes = OFF.replace("\"version\"", "\"custom\": { \"caf~\": \"~\" },\n  \"version\"").into_bytes();
    bytes.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0xE9);
    folder.write("amplify_outputs.json", &bytes);
    let output = folder.run("check --format json");
    assert_eq!(output.code, 1);
    assert_eq!(places(&output), ["amplify_outputs.json:6 unknown-value", "amplify_outputs.json:8 invalid-utf8"]);
    for (finding, bytes_there) in [(0, &b"\"OFF\""[..]), (1, &b"\xE9"[..])] {
        let at = |end: &str| {
            let place = output.json().pointer(&format!("/findings/{finding}/range/{end}/offset")).cloned();
            usize::try_from(place.unwrap().as_u64().unwrap()).unwrap()
        };
        assert_eq!(&bytes[at("start")..at("end")], bytes_there);
    }
}

#[test]
fn a_file_in_another_encoding_is_told_and_nothing_else() {
    let folder = Folder::new(&[]);
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(OFF.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    folder.write("amplify_outputs.json", &utf16);
    assert_eq!(places(&folder.run("check --format json")), ["amplify_outputs.json:1 invalid-utf8"]);
    let output = folder.run("check");
    assert!(output.out.contains("UTF-16") && output.out.contains("--> amplify_outputs.json:1:1"), "{output:?}");
    assert_eq!(output.code, 1);
}

#[test]
fn a_huge_file_is_refused_in_one_line() {
    let folder = Folder::new(&[("other/amplify_outputs.json", OFF)]);
    let file = fs::File::create(folder.path().join("amplify_outputs.json")).unwrap();
    file.set_len(64 * 1024 * 1024 + 1).unwrap();
    let output = folder.run("check");
    assert_eq!(output.code, 2);
    assert!(output.out.contains("other/amplify_outputs.json:6:26"), "the other is checked all the same");
    assert!(output.err.starts_with("amplify-ls: amplify_outputs.json is larger than 64 MB"), "{output:?}");
}
