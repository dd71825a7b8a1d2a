//! What the family says of whole files, and above all of what it is silent.

use amplify_json::edit::apply;

use super::CHECK;
use crate::rules::drawn::findings;
use crate::{Diagnostic, Library};

/// The findings of this family in a file of that name.
fn run(name: &str, text: &str, libraries: &[Library]) -> Vec<Diagnostic> {
    let is_ours = |diagnostic: &Diagnostic| CHECK.rules.iter().any(|rule| rule.code == diagnostic.code);
    findings(name, text, libraries).into_iter().filter(is_ours).collect()
}

/// The codes that are found, in the order of the text.
#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    let found = run(name, text, &[]);
    let said: Vec<String> =
        found.iter().map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect();
    let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, expected, "{text}\n{}", said.join("\n"));
    for diagnostic in &found {
        assert!(!diagnostic.message.ends_with('.'), "{}", diagnostic.message);
        for fix in diagnostic.fixes.iter().filter(|fix| fix.preferred) {
            let left = run(name, &apply(text, &fix.edits), &[]);
            assert!(left.iter().all(|other| other.code != diagnostic.code), "{}: {left:?}", fix.title);
        }
    }
}

/// The same of the auth section of a Gen 2 file.
#[track_caller]
fn check_auth(members: &str, expected: &[&str]) {
    let text = format!(r#"{{ "version": "1.4", "auth": {{ {members} }} }}"#);
    check("amplify_outputs.json", &text, expected);
}

const CLIENT: &str = r#""user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m""#;
const POOL: &str = r#""user_pool_id": "us-east-1_aBcD12345""#;
const REGION: &str = r#""aws_region": "us-east-1""#;

#[test]
fn real_values_are_left_alone() {
    for members in [
        format!("{REGION}, {POOL}, {CLIENT}"),
        format!(r#"{REGION}, {POOL}, "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l""#),
        format!(r#"{REGION}, {POOL}, {CLIENT}, "oauth": {{ "domain": "auth.example.com" }}"#),
        format!(r#"{REGION}, {POOL}, {CLIENT}, "groups": [{{ "Your Group": {{}} }}]"#),
        r#""aws_region": "us-iso-east-1", "user_pool_id": "us-iso-east-1_aBcD12345", "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m""#.into(),
        r#""aws_region": "us-gov-west-1", "user_pool_id": "us-gov-west-1_aBcD12345", "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m", "oauth": { "domain": "a.auth-fips.us-gov-west-1.amazoncognito.com" }"#.into(),
    ] {
        check_auth(&members, &[]);
    }
}

#[test]
fn regions_of_different_services_may_differ() {
    check(
        "amplify_outputs.json",
        r#"{ "version": "1.4",
            "auth": { "aws_region": "us-east-1", "user_pool_id": "us-east-1_aBcD12345", "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m" },
            "storage": { "aws_region": "eu-west-1", "bucket_name": "abcde", "buckets": [
                { "name": "a", "bucket_name": "abcde", "aws_region": "eu-west-1" },
                { "name": "b", "bucket_name": "fghij", "aws_region": "sa-east-1" }] },
            "geo": { "aws_region": "us-west-2" } }"#,
        &[],
    );
}

#[test]
fn free_content_may_hold_anything_but_secrets() {
    check(
        "amplify_outputs.json",
        r#"{ "version": "1.4", "custom": {
            "userPoolId": "<your-pool>", "bucketName": "", "region": "us_east_1", "text": " a ", "arn": "arn:aws:s3:::a",
            "apiKey": "0a1b2c", "secretName": "prod/db", "passwordPolicy": "strong" } }"#,
        &[],
    );
    check(
        "amplify_outputs.json",
        r#"{ "version": "1.4", "custom": { "a": [{ "clientSecret": "0a1b2c" }] } }"#,
        &["secret"],
    );
}

#[test]
fn paths_of_buckets_hold_variables() {
    check(
        "amplify_outputs.json",
        r#"{ "version": "1.4", "storage": { "aws_region": "us-east-1", "bucket_name": "abcde", "buckets": [
            { "name": "a", "bucket_name": "abcde", "aws_region": "us-east-1", "paths": {
                "media/${cognito-identity.amazonaws.com:sub}/*": { "entityidentity": ["get"] } } }] } }"#,
        &[],
    );
}

#[test]
fn a_value_is_said_wrong_once() {
    for (members, expected) in [
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": "us-east-1_XXXX""#), "placeholder"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": " YOUR_POOL_ID ""#), "placeholder"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": " ""#), "empty-value"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": " eu-west-1_aBcD12345""#), "stray-white-space"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": "eu-west-1:aBcD12345""#), "malformed-id"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": "eu-west-1_aBcD1234""#), "malformed-id"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": "eu-wset-1_aBcD12345""#), "unknown-region"),
        (format!(r#"{REGION}, {CLIENT}, "user_pool_id": "eu-west-1_aBcD12345""#), "region-mismatch"),
        (format!(r#"{POOL}, {CLIENT}, "aws_region": "us_east_1""#), "unknown-region"),
        (format!(r#"{POOL}, {CLIENT}, "aws_region": "YOUR_REGION""#), "placeholder"),
    ] {
        check_auth(&members, &[expected]);
    }
}

#[test]
fn values_with_other_faults_are_not_judged() {
    check_auth(&format!(r#"{REGION}, {CLIENT}, "user_pool_id": 42"#), &[]);
    check_auth(&format!(r#"{REGION}, {CLIENT}, "user_pool_id": "#), &[]);
    check_auth(&format!(r#"{REGION}, {CLIENT}, "user_pool_id": "us-east"#), &[]);
    check_auth(&format!(r#"{REGION}, {POOL}, {CLIENT}, "mfa_configuration": "<mfa>""#), &[]);
}

#[test]
fn three_ids_find_their_places() {
    check_auth(
        r#""aws_region": "us-east-1",
           "user_pool_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m",
           "user_pool_client_id": "us-east-1:11111111-2222-3333-4444-555555555555",
           "identity_pool_id": "us-east-1_aBcD12345""#,
        &["misplaced-id"],
    );
    check_auth(
        &format!(r#"{CLIENT}, "aws_region": "us-east-1_aBcD12345", "user_pool_id": "us-east-1""#),
        &["misplaced-id"],
    );
}

#[test]
fn a_secret_is_never_repeated() {
    let secret = "0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u1v2w3x4y5z";
    let files = [
        ("amplify_outputs.json", format!(r#"{{ "version": "1.4", "custom": {{ "clientSecret": "{secret}" }} }}"#)),
        ("amplify_outputs.json", format!(r#"{{ "version": "1.4", "auth": {{ "app_client_secret": "{secret}" }} }}"#)),
        (
            "amplifyconfiguration.json",
            format!(r#"{{ "aws_project_region": "us-east-1", "clientSecret": " {secret}" }}"#),
        ),
        (
            "amplify_outputs.json",
            format!(r#"{{ "version": "1.4", "auth": {{ {REGION}, {POOL}, "user_pool_client_id": "{secret}" }} }}"#),
        ),
    ];
    for (name, text) in files {
        let found = run(name, &text, &[]);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let titles = found[0].fixes.iter().map(|fix| &fix.title);
        assert!(titles.chain([&found[0].message]).all(|said| !said.contains(secret)), "{found:?}");
    }
}

#[test]
fn a_region_that_only_signs_harms_nobody_without_iam() {
    let file = |mode: &str| {
        format!(
            r#"{{ "version": "1.4", "data": {{ "aws_region": "us-east-1", "authorization_types": [],
                "url": "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql",
                "default_authorization_type": "{mode}" }} }}"#
        )
    };
    use crate::Severity::{Error, Warning};
    for (mode, severity) in [("AWS_IAM", Error), ("AWS_LAMBDA", Warning)] {
        let found = run("amplify_outputs.json", &file(mode), &[]);
        assert_eq!(found.iter().map(|diagnostic| diagnostic.severity).collect::<Vec<_>>(), [severity], "{mode}");
    }
}

#[test]
fn who_breaks_decides_how_bad_it_is() {
    use crate::Severity::{Error, Information};
    // amplify-js goes by the id.
    let text = format!(r#"{{ "version": "1.4", "auth": {{ {POOL}, {CLIENT}, "aws_region": "eu-west-1" }} }}"#);
    for (libraries, severity) in [(&[Library::Js][..], Information), (&[Library::Swift], Error), (&[], Error)] {
        let found = run("amplify_outputs.json", &text, libraries);
        assert_eq!(found.iter().map(|diagnostic| diagnostic.severity).collect::<Vec<_>>(), [severity], "{libraries:?}");
    }
}

#[test]
fn what_the_mock_of_the_cli_writes_is_its_own_matter() {
    check(
        "amplifyconfiguration.json",
        r#"{ "aws_project_region": "us-east-1", "aws_appsync_apiKey": "da2-fakeApiId123456",
            "aws_appsync_graphqlEndpoint": "http://192.168.0.2:20002/graphql" }"#,
        &[],
    );
}
