//! Files with little in them, and what they become.

use std::sync::Arc;

use amplify_json::edit::apply;
use expect_test::{Expect, expect};

use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};
use crate::{Change, FilePath, Project, code_actions, diagnostics, rule};

fn project(name: &str, text: &str) -> (Project, FilePath) {
    let mut project = Project::new();
    let path = FilePath::new(name);
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    Account::read(SHOP).tell(&mut project, &path);
    (project, path)
}

/// What is offered on the id of the pool, and the file after it.
#[track_caller]
fn filled(name: &str, text: &str) -> Option<(String, String)> {
    let (mut project, path) = project(name, text);
    let offset = text.find("eu-west-1_qWeRt6789")?;
    let action =
        code_actions(&project, &path, offset..offset).into_iter().find(|it| it.title.starts_with("Fill in"))?;
    let after = apply(text, &action.edits);
    project.apply(Change::Text(path.clone(), Some(Arc::from(after.as_str()))));
    Account::read(SHOP).tell(&mut project, &path);
    let found = diagnostics(&project, &path);
    let ours: Vec<_> = found.iter().filter(|it| rule(it.code).is_some_and(|rule| rule.topic == "account")).collect();
    assert!(ours.is_empty(), "{after}\n{ours:#?}");
    assert!(found.iter().all(|it| it.severity > crate::Severity::Warning), "{after}\n{found:#?}");
    let again = code_actions(&project, &path, offset..offset);
    assert!(again.iter().all(|it| !it.title.starts_with("Fill in")), "{again:#?}");
    Some((action.title, after))
}

#[track_caller]
fn check(name: &str, text: &str, expected: Expect) {
    let (title, after) = filled(name, text).expect("something is offered");
    expected.assert_eq(&format!("{title}\n{after}"));
}

#[test]
fn a_small_gen_2_file_gets_all_that_is_known() {
    check(
        "amplify_outputs.json",
        r#"{
  "version": "1.4",
  "auth": {
    "user_pool_id": "eu-west-1_qWeRt6789",
    "aws_region": "",
    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
    "identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
    "password_policy": { "min_length": 8 },
    "groups": [{ "EDITORS": { "precedence": 1 } }]
  }
}
"#,
        expect![[r#"
            Fill in from the user pool `shop`: region, required attributes, attributes to sign in with, attributes to verify, password policy, MFA setting, groups, passwordless sign-in, login pages and guest access
            {
              "version": "1.4",
              "auth": {
                "user_pool_id": "eu-west-1_qWeRt6789",
                "aws_region": "eu-west-1",
                "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                "identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
                "password_policy": { "min_length": 10, "require_lowercase": true, "require_uppercase": true, "require_numbers": true, "require_symbols": false },
                "groups": [{ "EDITORS": { "precedence": 1 } }, { "ADMINS": { "precedence": 0 } }],
                "standard_required_attributes": ["email"],
                "username_attributes": ["email"],
                "user_verification_types": ["email"],
                "mfa_configuration": "OPTIONAL",
                "mfa_methods": ["SMS", "TOTP"],
                "passwordless": {
                  "email_otp_enabled": true,
                  "sms_otp_enabled": false,
                  "web_authn": {
                    "relying_party_id": "shop.acme.test",
                    "user_verification": "preferred"
                  }
                },
                "oauth": {
                  "identity_providers": ["GOOGLE"],
                  "redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.test/"],
                  "redirect_sign_out_uri": ["http://localhost:3000/", "https://shop.acme.test/"],
                  "response_type": "code",
                  "scopes": ["openid", "email", "aws.cognito.signin.user.admin"],
                  "domain": "login.acme.test"
                },
                "unauthenticated_identities_enabled": true
              }
            }
        "#]],
    );
}

#[test]
fn an_old_version_gets_nothing_that_is_newer() {
    check(
        "amplify_outputs.json",
        "{\n  \"version\": \"1\",\n  \"auth\": {\n    \"user_pool_id\": \"eu-west-1_qWeRt6789\",\n    \"aws_region\": \"eu-west-1\",\n    \"user_pool_client_id\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\"\n  }\n}\n",
        expect![[r#"
            Fill in from the user pool `shop`: required attributes, attributes to sign in with, attributes to verify, password policy, MFA setting and login pages
            {
              "version": "1",
              "auth": {
                "user_pool_id": "eu-west-1_qWeRt6789",
                "aws_region": "eu-west-1",
                "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                "standard_required_attributes": ["email"],
                "username_attributes": ["email"],
                "user_verification_types": ["email"],
                "password_policy": {
                  "min_length": 10,
                  "require_lowercase": true,
                  "require_uppercase": true,
                  "require_numbers": true,
                  "require_symbols": false
                },
                "mfa_configuration": "OPTIONAL",
                "mfa_methods": ["SMS", "TOTP"],
                "oauth": {
                  "identity_providers": ["GOOGLE"],
                  "redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.test/"],
                  "redirect_sign_out_uri": ["http://localhost:3000/", "https://shop.acme.test/"],
                  "response_type": "code",
                  "scopes": ["openid", "email", "aws.cognito.signin.user.admin"],
                  "domain": "login.acme.test"
                }
              }
            }
        "#]],
    );
}

#[test]
fn both_shapes_of_gen_1() {
    check(
        "amplifyconfiguration.json",
        "{\n  \"aws_project_region\": \"eu-west-1\",\n  \"aws_cognito_region\": \"eu-west-1\",\n  \"aws_user_pools_id\": \"eu-west-1_qWeRt6789\",\n  \"aws_user_pools_web_client_id\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\"\n}\n",
        expect![[r#"
            Fill in from the user pool `shop`: required attributes, attributes to sign in with, attributes to verify, password policy, MFA setting and login pages
            {
              "aws_project_region": "eu-west-1",
              "aws_cognito_region": "eu-west-1",
              "aws_user_pools_id": "eu-west-1_qWeRt6789",
              "aws_user_pools_web_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
              "aws_cognito_signup_attributes": ["EMAIL"],
              "aws_cognito_username_attributes": ["EMAIL"],
              "aws_cognito_verification_mechanisms": ["EMAIL"],
              "aws_cognito_password_protection_settings": {
                "passwordPolicyMinLength": 10,
                "passwordPolicyCharacters": ["REQUIRES_LOWERCASE", "REQUIRES_UPPERCASE", "REQUIRES_NUMBERS"]
              },
              "aws_cognito_mfa_configuration": "OPTIONAL",
              "aws_cognito_mfa_types": ["SMS", "TOTP"],
              "oauth": {
                "domain": "login.acme.test",
                "scope": ["openid", "email", "aws.cognito.signin.user.admin"],
                "redirectSignIn": "http://localhost:3000/,https://shop.acme.test/",
                "redirectSignOut": "http://localhost:3000/,https://shop.acme.test/",
                "responseType": "code"
              },
              "aws_cognito_social_providers": ["GOOGLE"]
            }
        "#]],
    );
    check(
        "amplifyconfiguration.json",
        "{\n  \"auth\": {\n    \"plugins\": {\n      \"awsCognitoAuthPlugin\": {\n        \"CognitoUserPool\": {\n          \"Default\": {\n            \"PoolId\": \"eu-west-1_qWeRt6789\",\n            \"AppClientId\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\",\n            \"Region\": \"eu-west-1\"\n          }\n        }\n      }\n    }\n  }\n}\n",
        expect![[r#"
            Fill in from the user pool `shop`: required attributes, attributes to sign in with, attributes to verify, password policy, MFA setting and login pages
            {
              "auth": {
                "plugins": {
                  "awsCognitoAuthPlugin": {
                    "CognitoUserPool": {
                      "Default": {
                        "PoolId": "eu-west-1_qWeRt6789",
                        "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                        "Region": "eu-west-1"
                      }
                    },
                    "Auth": {
                      "Default": {
                        "signupAttributes": ["EMAIL"],
                        "usernameAttributes": ["EMAIL"],
                        "verificationMechanisms": ["EMAIL"],
                        "passwordProtectionSettings": {
                          "passwordPolicyMinLength": 10,
                          "passwordPolicyCharacters": ["REQUIRES_LOWERCASE", "REQUIRES_UPPERCASE", "REQUIRES_NUMBERS"]
                        },
                        "mfaConfiguration": "OPTIONAL",
                        "mfaTypes": ["SMS", "TOTP"],
                        "OAuth": {
                          "WebDomain": "login.acme.test",
                          "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                          "SignInRedirectURI": "http://localhost:3000/,https://shop.acme.test/",
                          "SignOutRedirectURI": "http://localhost:3000/,https://shop.acme.test/",
                          "Scopes": ["openid", "email", "aws.cognito.signin.user.admin"]
                        },
                        "socialProviders": ["GOOGLE"]
                      }
                    }
                  }
                }
              }
            }
        "#]],
    );
}

#[test]
fn a_file_that_agrees_or_is_broken_is_left_alone() {
    for (name, text) in [
        ("amplify_outputs.json", OUTPUTS.to_owned()),
        ("amplifyconfiguration.json", WEB.to_owned()),
        ("amplifyconfiguration.json", MOBILE.to_owned()),
        ("amplify_outputs.json", OUTPUTS.replacen("\"version\": \"1.4\",", "\"version\": \"1.4\",,", 1)),
        ("amplify_outputs.json", OUTPUTS.replace("qWeRt6789", "gOnE56789")),
    ] {
        assert_eq!(filled(name, &text), None);
    }
}
