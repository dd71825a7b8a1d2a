//! What goes with the Cognito resources, and what stays.

use amplify_json::edit::apply;
use serde_json::Value;

use super::*;
use crate::features::testing::{FULL, corpus};
use crate::{Change, FilePath, Project, diagnostics};

fn check(edits: fn(&Document) -> Vec<Edit>, name: &str, before: &str, after: &str) {
    let document = Document::new(FilePath::new(name), before);
    assert_eq!(apply(before, &edits(&document)), after);
}

const OUTPUTS: &str = "amplify_outputs.json";
const GEN1: &str = "amplifyconfiguration.json";

#[test]
fn only_the_cognito_resources_go() {
    let check = |name: &str, before: &str, after: &str| check(remove_cognito, name, before, after);
    check(OUTPUTS, r#"{ "auth": { "user_pool_id": "a" }, "version": "1.4" }"#, r#"{ "version": "1.4" }"#);
    check(OUTPUTS, r#"{ "version": "1.4" }"#, r#"{ "version": "1.4" }"#);
    check(
        GEN1,
        "{\n  \"aws_project_region\": \"r\",\n  \"aws_user_pools_id\": \"a\",\n  \"oauth\": {},\n  \"aws_appsync_region\": \"r\"\n}\n",
        "{\n  \"aws_project_region\": \"r\",\n  \"aws_appsync_region\": \"r\"\n}\n",
    );
    check(
        GEN1,
        r#"{ "Version": "1.0", "auth": { "plugins": { "awsCognitoAuthPlugin": { "CognitoUserPool": {} } } } }"#,
        r#"{ "Version": "1.0" }"#,
    );
    check(
        GEN1,
        r#"{ "auth": { "plugins": { "awsCognitoAuthPlugin": { "CognitoUserPool": {}, "AppSync": {} } } } }"#,
        r#"{ "auth": { "plugins": { "awsCognitoAuthPlugin": { "AppSync": {} } } } }"#,
    );
}

#[test]
fn what_needs_them_goes_with_them() {
    let check = |name: &str, before: &str, after: &str| check(remove_cognito_and_users, name, before, after);
    let auth = r#""auth": { "user_pool_id": "a" }, "#;
    let data = |default: &str, further: &str| {
        format!(
            r#"{{ {auth}"data": {{ "url": "u", "default_authorization_type": "{default}", "authorization_types": [{further}] }}, "version": "1.4" }}"#
        )
    };
    // Nothing needs them, or there are none.
    for same in [
        &format!(r#"{{ {auth}"version": "1.4" }}"#),
        &data("API_KEY", ""),
        r#"{ "storage": { "bucket_name": "b" }, "version": "1.4" }"#,
    ] {
        check(OUTPUTS, same, same);
    }
    check(
        OUTPUTS,
        &format!(r#"{{ {auth}"storage": {{ "bucket_name": "b" }}, "custom": {{}}, "version": "1.4" }}"#),
        r#"{ "custom": {}, "version": "1.4" }"#,
    );
    let own = |text: String| text.replace(auth, "");
    check(
        OUTPUTS,
        &data("AMAZON_COGNITO_USER_POOLS", r#""AWS_IAM", "API_KEY", "AWS_LAMBDA""#),
        &own(data("API_KEY", r#""AWS_LAMBDA""#)),
    );
    check(OUTPUTS, &data("API_KEY", r#""AMAZON_COGNITO_USER_POOLS""#), &own(data("API_KEY", "")));
    check(OUTPUTS, &data("AMAZON_COGNITO_USER_POOLS", r#""AWS_IAM""#), r#"{ "version": "1.4" }"#);
    check(
        GEN1,
        r#"{ "aws_project_region": "r", "aws_user_pools_id": "a", "aws_appsync_graphqlEndpoint": "u", "aws_appsync_authenticationType": "AWS_IAM", "aws_appsync_additionalAuthenticationTypes": "API_KEY,AMAZON_COGNITO_USER_POOLS", "aws_user_files_s3_bucket": "b" }"#,
        r#"{ "aws_project_region": "r", "aws_appsync_graphqlEndpoint": "u", "aws_appsync_authenticationType": "API_KEY" }"#,
    );
    let plugin = |inside: &str| format!(r#""auth": {{ "plugins": {{ "awsCognitoAuthPlugin": {{ {inside} }} }} }}"#);
    let apis = |entries: &str| format!(r#""api": {{ "plugins": {{ "awsAPIPlugin": {{ {entries} }} }} }}"#);
    let (open, signed) = (r#""a": { "authorizationType": "API_KEY" }"#, r#""b": { "authorizationType": "AWS_IAM" }"#);
    let storage = r#""storage": { "plugins": { "awsS3StoragePlugin": {} } }"#;
    check(
        GEN1,
        &format!("{{ {}, {}, {storage} }}", plugin(r#""CognitoUserPool": {}"#), apis(&format!("{open}, {signed}"))),
        &format!("{{ {} }}", apis(open)),
    );
    check(
        GEN1,
        &format!("{{ {}, {}, \"Version\": \"1.0\" }}", plugin(r#""CognitoUserPool": {}"#), apis(signed)),
        r#"{ "Version": "1.0" }"#,
    );
    let (one, other) = (r#""Default": { "AuthMode": "API_KEY" }"#, r#""d": { "AuthMode": "AWS_IAM" }"#);
    check(
        GEN1,
        &format!(
            "{{ {}, {storage} }}",
            plugin(&format!("\"CognitoUserPool\": {{}}, \"AppSync\": {{ {one}, {other} }}"))
        ),
        &format!("{{ {} }}", plugin(&format!("\"AppSync\": {{ {one} }}"))),
    );
}

/// Of real files nothing is left that asks for Cognito, and what is left is JSON.
#[test]
fn afterwards_nothing_asks_for_them() {
    let mut tried = 0;
    for (name, text) in corpus().into_iter().chain([("amplify_outputs.json".to_owned(), FULL.to_owned())]) {
        let document = Document::new(FilePath::new(name.as_str()), text.as_str());
        if !document.syntax_errors.is_empty() {
            continue;
        }
        let edits = remove_cognito_and_users(&document);
        if edits.is_empty() {
            continue;
        }
        tried += 1;
        let after = apply(&text, &edits);
        assert!(serde_json::from_str::<Value>(&after).is_ok(), "{name}: {after}");
        let (mut project, path) = (Project::new(), FilePath::new(name.as_str()));
        project.apply(Change::Text(path.clone(), Some(after.as_str().into())));
        let codes: Vec<&str> = diagnostics(&project, &path).iter().map(|found| found.code).collect();
        for code in ["missing-identity-pool", "missing-user-pool", "unused-api-key"] {
            let was_there = || {
                let (mut before, path) = (Project::new(), FilePath::new(name.as_str()));
                before.apply(Change::Text(path.clone(), Some(text.as_str().into())));
                diagnostics(&before, &path).iter().any(|found| found.code == code)
            };
            assert!(!codes.contains(&code) || was_there(), "{name}: {code} in {after}");
        }
    }
    assert!(tried > 50, "{tried}");
}
