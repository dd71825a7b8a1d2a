//! What is said of pools, guests, factors, groups and attributes, and above all what is not.

use std::sync::Arc;

use super::CHECK;
use crate::keywords::Library::{self, Android, Flutter, Js, Swift};
use crate::project::{Change, Project};
use crate::rules::drawn::findings;
use crate::{FilePath, diagnostics};

/// Severity, code and marked text of what these rules find in a project of these libraries.
fn found(libraries: &[Library], name: &str, text: &str) -> Vec<String> {
    let is_ours = |code| code == "refused-value" || CHECK.rules.iter().any(|rule| rule.code == code);
    let label = |code, severity, marked: &str| format!("{severity:?} {code} {marked}");
    findings(name, text, libraries)
        .into_iter()
        .filter(|diagnostic| is_ours(diagnostic.code))
        .map(|diagnostic| label(diagnostic.code, diagnostic.severity, &text[diagnostic.range]))
        .collect()
}

/// Members of `auth` of a Gen 2 file.
fn check(libraries: &[Library], members: &str, expected: &[&str]) {
    let ids = r#""aws_region": "eu-west-1", "user_pool_id": "eu-west-1_qWeRt6789", "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a""#;
    let text = format!(r#"{{"version": "1.4", "auth": {{{ids}, {members}}}}}"#);
    assert_eq!(found(libraries, "amplify_outputs.json", &text), expected, "{members}");
}

/// Members of a Gen 1 file for JavaScript.
fn check_web(members: &str, expected: &[&str]) {
    let text = format!(r#"{{"aws_project_region": "eu-west-1", {members}}}"#);
    assert_eq!(found(&[], "amplifyconfiguration.json", &text), expected, "{members}");
}

/// Members of the plugin of a Gen 1 file for mobile apps.
fn check_mobile(libraries: &[Library], members: &str, expected: &[&str]) {
    let text = format!(r#"{{"auth": {{"plugins": {{"awsCognitoAuthPlugin": {{{members}}}}}}}}}"#);
    assert_eq!(found(libraries, "amplifyconfiguration.json", &text), expected, "{members}");
}

const IDENTITY_POOL: &str = r#""identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d""#;
const POOL: &str =
    r#"{"PoolId": "eu-west-1_qWeRt6789", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "Region": "eu-west-1"}"#;

#[test]
fn guests_need_a_pool_and_a_word() {
    let on = r#""unauthenticated_identities_enabled": true"#;
    check(&[], on, &["Warning guest-access true"]);
    check(&[], r#""unauthenticated_identities_enabled": false"#, &[]);
    check(&[], &format!("{IDENTITY_POOL}, {on}"), &[]);
    check(&[], IDENTITY_POOL, &[]);
    check(&[Js], IDENTITY_POOL, &[r#"Hint guest-access "identity_pool_id""#]);
    check(&[Android], IDENTITY_POOL, &[]);
    // Said elsewhere: an empty id, one that is null, a key that is misspelt.
    check(&[], &format!(r#""identity_pool_id": "", {on}"#), &[]);
    check(&[Js], r#""identity_pool_id": null"#, &[]);
    check(&[], &format!(r#""identityPoolId": "x", {on}"#), &[]);
    check(&[Js], &format!(r#"{IDENTITY_POOL}, "unauthenticatedIdentitiesEnabled": true"#), &[]);
    check(&[], &format!(r#"{IDENTITY_POOL}, "unauthenticated_identities_enabled": "true""#), &[]);
}

#[test]
fn second_factors_fit_their_setting() {
    for members in [
        r#""mfa_configuration": "NONE", "mfa_methods": []"#,
        r#""mfa_configuration": "OPTIONAL", "mfa_methods": ["TOTP"]"#,
        r#""mfa_configuration": "OFF", "mfa_methods": ["TOTP"]"#,
        r#""mfa_configuration": "OPTIONAL", "mfa_methods": ["totp"]"#,
        r#""mfa_configuration": "OPTIONAL", "mfaMethods": ["TOTP"]"#,
        r#""mfa_configuration": "OPTIONAL", "mfa_methods": "#,
        r#""mfa_methods": []"#,
        r#""username_attributes": ["email"], "mfa_configuration": "REQUIRED", "mfa_methods": ["TOTP"]"#,
        r#""username_attributes": ["phone_number"], "mfa_configuration": "NONE", "mfa_methods": []"#,
        r#""mfa_configuration": "REQUIRED", "mfa_methods": ["SMS"], "passwordless": {"email_otp_enabled": false}"#,
    ] {
        check(&[], members, &[]);
    }
    check(&[], r#""mfa_configuration": "REQUIRED", "mfa_methods": []"#, &[r#"Warning mfa-methods "mfa_methods""#]);
    check(&[], r#""mfa_configuration": "REQUIRED""#, &[r#"Warning mfa-methods "REQUIRED""#]);
    check(&[], r#""mfa_methods": ["SMS"]"#, &[r#"Hint mfa-methods "mfa_methods""#]);
    check_web(r#""aws_cognito_mfa_configuration": "OFF", "aws_cognito_mfa_types": ["SMS"]"#, &[]);
    check_web(
        r#""aws_cognito_mfa_configuration": "ON", "aws_cognito_mfa_types": []"#,
        &[r#"Information mfa-methods "aws_cognito_mfa_types""#],
    );
    let default =
        |members: &str| format!(r#""CognitoUserPool": {{"Default": {POOL}}}, "Auth": {{"Default": {{{members}}}}}"#);
    check_mobile(&[], &default(r#""mfaConfiguration": "OFF", "mfaTypes": ["SMS"]"#), &[]);
    check_mobile(&[], &default(r#""mfaConfiguration": "ON""#), &[r#"Information mfa-methods "ON""#]);
}

#[test]
fn a_library_that_refuses_a_word_counts_where_it_is_used() {
    let email = r#""mfa_configuration": "OPTIONAL", "mfa_methods": ["TOTP", "EMAIL"]"#;
    check(&[], email, &[r#"Information refused-value "EMAIL""#]);
    check(&[Android], email, &[r#"Error refused-value "EMAIL""#]);
    check(&[Js, Swift, Flutter], email, &[]);
    check(&[Swift], r#""username_attributes": ["username"]"#, &[r#"Error refused-value "username""#]);
}

#[test]
fn the_preferred_challenge_is_switched_on() {
    let passwordless = |members: &str| format!(r#""passwordless": {{{members}}}"#);
    let web_authn = r#""web_authn": {"relying_party_id": "acme.dev", "user_verification": "preferred"}"#;
    for members in [
        r#""email_otp_enabled": true, "preferred_challenge": "EMAIL_OTP""#,
        r#""preferred_challenge": "PASSWORD""#,
        r#""preferred_challenge": "PASSWORD_SRP""#,
        r#""emailOtpEnabled": true, "preferred_challenge": "EMAIL_OTP""#,
        r#""email_otp_enabled": "yes", "preferred_challenge": "EMAIL_OTP""#,
        &format!(r#"{web_authn}, "preferred_challenge": "WEB_AUTHN""#),
    ] {
        check(&[], &passwordless(members), &[]);
    }
    let sms = passwordless(r#""email_otp_enabled": true, "preferred_challenge": "SMS_OTP""#);
    check(&[], &sms, &[r#"Error preferred-challenge "SMS_OTP""#]);
    check(&[Swift], &passwordless(r#""email_otp_enabled": true"#), &[r#"Hint unread-setting "passwordless""#]);
    check(&[Swift, Js], &passwordless(r#""email_otp_enabled": true"#), &[]);
}

#[test]
fn groups_have_ranks_of_their_own() {
    for groups in [
        "[]",
        r#"[{"A": {}}]"#,
        r#"[{"A": {"precedence": 0}}, {"B": {"precedence": 5}}]"#,
        r#"[{"A": {"precedence": 0}, "B": {"precedence": 1}}]"#,
        r#"[{"A": {"precedence": 0}}, {"B": {"precedence": "1"}}]"#,
        r#"[{"A": {"precedence": 0}}, {"B": {"precedance": 1}}]"#,
        r#"{"A": {}, "B": {}}"#,
    ] {
        check(&[], &format!(r#""groups": {groups}"#), &[]);
    }
    for (groups, expected) in [
        (r#"[{"A": {"precedence": 0}}, {"B": {}}]"#, r#"Hint group-precedence "B""#),
        (r#"[{"A": {"precedence": 7}}, {"B": {"precedence": 7}}]"#, "Hint group-precedence 7"),
        (r#"[{"A": {"precedence": 0}}, {"A": {"precedence": 1}}]"#, r#"Warning duplicate-group "A""#),
    ] {
        check(&[], &format!(r#""groups": {groups}"#), &[expected]);
    }
}

#[test]
fn some_attributes_are_not_asked_for() {
    check(&[], r#""standard_required_attributes": ["email", "locale"]"#, &[]);
    check(&[Swift], r#""standard_required_attributes": ["locale"]"#, &[r#"Hint sign-up-attribute "locale""#]);
    check(&[], r#""standard_required_attributes": ["sub"]"#, &[r#"Hint sign-up-attribute "sub""#]);
    check_web(r#""aws_cognito_signup_attributes": ["UPDATED_AT"]"#, &[r#"Hint sign-up-attribute "UPDATED_AT""#]);
}

#[test]
fn a_user_pool_is_named_as_a_whole() {
    let (pool, client) = (r#""aws_user_pools_id": "x""#, r#""aws_user_pools_web_client_id": "x""#);
    check_web(&format!("{pool}, {client}"), &[]);
    check_web(pool, &[r#"Error incomplete-user-pool "aws_user_pools_id""#]);
    check_web(client, &[r#"Error incomplete-user-pool "aws_user_pools_web_client_id""#]);
    check_web(&format!(r#"{pool}, "aws_user_pool_web_client_id": "x""#), &[]);
    check_web(r#""aws_user_files_s3_bucket": "x""#, &[]);
    check_mobile(&[], "", &[r#"Error incomplete-user-pool "awsCognitoAuthPlugin""#]);
    check_mobile(
        &[],
        r#""IdentityManager": {"Default": {}}"#,
        &[r#"Hint incomplete-user-pool "awsCognitoAuthPlugin""#],
    );
    check_mobile(&[], r#""CredentialsProvider": {}"#, &[]);
    check_mobile(&[], r#""cognitoUserPool": {}"#, &[]);
}

#[test]
fn flows_and_entries_are_those_that_libraries_ask_for() {
    let auth = |entry: &str, flow: &str| {
        let entries = format!(r#""Auth": {{"{entry}": {{"authenticationFlowType": "{flow}"}}}}"#);
        format!(r#""CognitoUserPool": {{"Default": {POOL}}}, {entries}"#)
    };
    check_mobile(&[], &auth("Default", "USER_SRP_AUTH"), &[]);
    check_mobile(&[], &auth("Default", "CUSTOM_AUTH"), &[r#"Information authentication-flow "CUSTOM_AUTH""#]);
    check_mobile(&[Swift, Android], &auth("Default", "CUSTOM_AUTH"), &[r#"Warning authentication-flow "CUSTOM_AUTH""#]);
    check_mobile(&[Flutter], &auth("Default", "CUSTOM_AUTH"), &[r#"Hint unread-setting "authenticationFlowType""#]);
    check_mobile(&[], &auth("Main", "USER_SRP_AUTH"), &[r#"Warning unread-setting "Main""#]);
    check_mobile(&[], &auth("default", "USER_SRP_AUTH"), &[]);
    // Only Swift knows of the switch.
    let migrating = auth("Default", "USER_SRP_AUTH").replace(r#"9a""#, r#"9a", "MigrationEnabled": true"#);
    check_mobile(&[], &migrating, &[r#"Information authentication-flow "USER_SRP_AUTH""#]);
    check_mobile(&[Android], &migrating, &[]);
    let renames = |members: &str| {
        let text = format!(r#"{{"auth": {{"plugins": {{"awsCognitoAuthPlugin": {{{members}}}}}}}}}"#);
        let path = FilePath::new("amplifyconfiguration.json");
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        let fixes = diagnostics(&project, &path).into_iter().flat_map(|diagnostic| diagnostic.fixes);
        fixes.filter(|fix| fix.title == "Rename to `Default`").count()
    };
    assert_eq!(renames(&format!(r#""CognitoUserPool": {{"Main": {POOL}}}"#)), 1);
    assert_eq!(renames(&format!(r#""CognitoUserPool": {{"Main": {POOL}, "Other": {POOL}}}"#)), 0);
    let two = format!(r#""CognitoUserPool": {{"Default": {POOL}, "Other": {POOL}}}"#);
    check_mobile(&[], &two, &[r#"Hint unread-setting "Other""#]);
}
