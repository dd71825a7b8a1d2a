//! `check --aws`, `check --account`, `account snapshot`, `doctor`.

use super::*;
use crate::cli::{Folder, Output};

/// Runs the program in a folder that is its home, too.
pub(super) fn run(folder: &Folder, command: &str, endpoint: &str) -> Output {
    let mut program = crate::cli::program(folder.path(), command);
    environment(&mut program, folder.path(), endpoint);
    crate::cli::finish(program)
}

pub(super) fn codes(output: &Output) -> Vec<String> {
    let findings = output.json();
    let findings = findings["findings"].as_array().expect("findings are a list").clone();
    findings.iter().map(|finding| text(finding, "/code").to_owned()).collect()
}

#[test]
fn a_file_is_compared_with_the_account_and_with_a_snapshot_of_it_alike() {
    let (pool, native) = (EMULATOR.text("/shop/pool"), EMULATOR.text("/shop/native/id"));
    // The account says OPTIONAL, and that native apps use this client with its secret.
    let text = file(pool, native).replace("\n  }\n}", ",\n    \"mfa_configuration\": \"NONE\"\n  }\n}");
    let folder = Folder::new(&[("amplify_outputs.json", &text), ("amplify-ls.toml", "")]);
    let endpoint = &EMULATOR.endpoint;
    let offline = run(&folder, "check --format json", endpoint);
    assert!(!codes(&offline).contains(&"user-pool-drift".to_owned()), "{offline:?}");

    let live = run(&folder, "check --format json --aws", endpoint);
    assert!(codes(&live).contains(&"user-pool-drift".to_owned()), "{live:?}");
    assert_eq!((live.code, live.err.as_str()), (1, "compared with AWS account 000000000000\n"));

    let taken = run(&folder, "account snapshot", endpoint);
    assert_eq!((taken.code, taken.err.as_str()), (0, ""), "{taken:?}");
    assert!(taken.out.contains("shop native"));
    for secret in ["/shop/native/secret", "/legacy/native/secret"] {
        assert!(!taken.out.contains(EMULATOR.text(secret)), "{secret} is in the snapshot");
    }
    folder.write("account.json", taken.out.as_bytes());
    let recorded = run(&folder, "check --format json --account account.json", "http://127.0.0.1:9");
    assert_eq!((codes(&recorded), recorded.code), (codes(&live), 1), "{recorded:?}");
    assert_eq!(recorded.out, live.out);

    let whole = run(&folder, "account snapshot --region us-east-1", endpoint);
    assert!(whole.out.contains("legacy native"), "the pools of a region that is asked for are described: {whole:?}");
}

#[test]
fn whether_a_pool_can_be_imported_is_told_of_each_tool() {
    let folder = Folder::new(&[
        ("amplify_outputs.json", &file(EMULATOR.text("/shop/pool"), EMULATOR.text("/shop/native/id"))),
        ("other/amplify_outputs.json", &file("us-east-1_nOwHeRe01", CLIENT)),
    ]);
    let output = run(&folder, "check --import-readiness --aws", &EMULATOR.endpoint);
    let report = format!("(`{}`)", EMULATOR.text("/shop/pool")).replace('`', "");
    assert!(
        output.out.contains("amplify_outputs.json: Can the user pool `") && output.out.contains(&report),
        "{output:?}"
    );
    assert!(output.out.contains("\n  met      ") && output.out.contains("\n  NOT MET  "), "{output:?}");
    assert!(output.out.contains("other/amplify_outputs.json: names no user pool that the account"), "{output:?}");
    let silent = run(&folder, "check --import-readiness", &EMULATOR.endpoint);
    assert!(silent.code == 2 && silent.err.contains("--aws"), "{silent:?}");
}

#[test]
fn a_pool_of_another_account_is_told() {
    let folder = Folder::new(&[("amplify_outputs.json", &file("us-east-1_nOwHeRe01", CLIENT))]);
    let live = run(&folder, "check --format json --aws --region us-east-1", &EMULATOR.endpoint);
    assert!(codes(&live).contains(&"user-pool-not-found".to_owned()), "{live:?}");
    // Elsewhere nobody was asked, so nothing is said.
    let elsewhere = run(&folder, "check --format json --aws --region eu-west-1", &EMULATOR.endpoint);
    assert!(!codes(&elsewhere).contains(&"user-pool-not-found".to_owned()), "{elsewhere:?}");
}

#[test]
fn what_cannot_be_learned_is_said_and_how_bad_it_is() {
    let folder = Folder::new(&[
        ("amplify_outputs.json", &file(POOL, CLIENT)),
        ("account.json", &snapshot("123456789012")),
        ("other.json", "{\"format\": \"x\"}"),
        ("forbidden/amplify_outputs.json", &file(POOL, CLIENT)),
        ("forbidden/amplify-ls.toml", "account = false\n"),
    ]);
    let stub = trap();
    let refusing = "http://127.0.0.1:9";
    for (command, endpoint, code, said) in [
        ("check amplify_outputs.json --aws", stub.endpoint.as_str(), 0, "not allowed to read this: cognito-idp:"),
        ("check amplify_outputs.json --aws", refusing, 2, "AWS cannot be reached, so the files were not compared"),
        ("check amplify_outputs.json --aws --profile work", refusing, 2, "The AWS profile does not exist"),
        ("check amplify_outputs.json --account account.json", refusing, 0, "compared with AWS account 123456789012"),
        ("check amplify_outputs.json --account other.json", refusing, 2, "is no snapshot of an account"),
        ("check amplify_outputs.json --account nowhere.json", refusing, 2, "nowhere.json"),
        ("check forbidden --aws", refusing, 0, "nothing wrong in 1 file"),
        ("check --profile work", refusing, 2, "--aws"),
        ("check --aws --account account.json", refusing, 2, "cannot be used with"),
        ("check --aws --region us-east-1.evil.example", refusing, 2, "is not the name of an AWS region"),
        ("account snapshot", refusing, 2, "AWS cannot be reached, so nothing is recorded"),
        ("account snapshot forbidden", refusing, 2, "nothing to record"),
        ("account", refusing, 2, "snapshot"),
    ] {
        let output = run(&folder, command, endpoint);
        assert_eq!(output.code, code, "{command}: {output:?}");
        assert!(output.err.contains(said), "{command}: {output:?}");
    }
    // What the environment says of another host is not followed.
    let output = run(&folder, "check amplify_outputs.json --aws", "https://evil.example");
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.err.contains("Another AWS endpoint must be allowed"), "{output:?}");
}

#[test]
fn the_doctor_tells_what_is_there_and_no_secret() {
    let folder = Folder::new(&[
        ("src/amplify_outputs.json", &file(POOL, CLIENT)),
        ("package.json", r#"{"dependencies": {"aws-amplify": "6"}}"#),
        ("amplify-ls.toml", ""),
        (".aws/config", "[profile work]\nregion = eu-west-1\ncredential_process = touch ran\n"),
    ]);
    let output = run(&folder, "doctor", "http://127.0.0.1:9");
    assert_eq!(output.code, 0, "{output:?}");
    for line in [
        concat!("amplify-ls ", env!("CARGO_PKG_VERSION")),
        "src/amplify_outputs.json",
        "is           Gen 2 outputs, by what it holds",
        "read by      amplify-js",
        "settings     amplify-ls.toml",
        "credentials  AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment",
        "endpoint     http://127.0.0.1:9",
    ] {
        assert!(output.out.contains(line), "{line}: {}", output.out);
    }
    let work = run(&folder, "doctor --profile work", "http://127.0.0.1:9");
    assert!(work.out.contains("profile      work\n  credentials  the credential_process of the profile"), "{work:?}");
    assert!(!folder.path().join("ran").exists(), "it looks and runs nothing");
    for output in [&output, &work] {
        for secret in [ACCESS_KEY, SECRET_KEY, SESSION, "touch"] {
            assert!(!format!("{output:?}").contains(secret), "{secret}: {output:?}");
        }
    }
    let asked = run(&folder, "doctor --aws", &EMULATOR.endpoint);
    assert!(asked.out.contains("account      000000000000 (asked in us-east-1)"), "{asked:?}");
    let policy = run(&folder, "doctor --iam", "http://127.0.0.1:9").json();
    assert_eq!(policy["Statement"].as_array().map(Vec::len), Some(3));
}
