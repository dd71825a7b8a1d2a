//! Names of members, with the values that come with them.

use expect_test::expect;

use super::check_completion;

#[test]
fn required_keys_come_first_and_present_ones_not_at_all() {
    check_completion(
        "{\"auth\": {\"aws_region\": \"\", }}\n                            |\n",
        &[],
        &expect![[r#"
            user_pool_id: text, required
            user_pool_client_id: text, required
            identity_pool_id: text
            mfa_methods: list, each one of 3 values
            standard_required_attributes: list, each one of 18 values
            username_attributes: list, each one of 3 values
            user_verification_types: list, each one of 2 values
            groups: list of objects
            mfa_configuration: one of 3 values
            password_policy: object
            oauth: object
            unauthenticated_identities_enabled: true or false
            passwordless: object
        "#]],
    );
}

#[test]
fn a_key_comes_with_a_value_of_its_type() {
    check_completion(
        r#"{
  "auth": {
    "identity_pool_id": "eu-west-1:11111111-2222-3333-4444-555555555555",
    
    |
  }
}"#,
        &["aws_region", "mfa_configuration", "password_policy", "unauthenticated_identities_enabled", "groups"],
        &expect![[r#"
            --- aws_region
            {
              "auth": {
                "identity_pool_id": "eu-west-1:11111111-2222-3333-4444-555555555555",
                "aws_region": "eu-west-1"
              }
            }
            --- aws_region, snippet
            "aws_region": "${1:eu-west-1}"
            --- mfa_configuration
            {
              "auth": {
                "identity_pool_id": "eu-west-1:11111111-2222-3333-4444-555555555555",
                "mfa_configuration": "NONE"
              }
            }
            --- mfa_configuration, snippet
            "mfa_configuration": "${1|NONE,OPTIONAL,REQUIRED|}"
            --- password_policy
            {
              "auth": {
                "identity_pool_id": "eu-west-1:11111111-2222-3333-4444-555555555555",
                "password_policy": {
                  "min_length": 8,
                  "require_lowercase": false,
                  "require_numbers": false,
                  "require_symbols": false,
                  "require_uppercase": false
                }
              }
            }
            --- password_policy, snippet
            "password_policy": {
              "min_length": ${1:8},
              "require_lowercase": ${2|false,true|},
              "require_numbers": ${3|false,true|},
              "require_symbols": ${4|false,true|},
              "require_uppercase": ${5|false,true|}
            }
            --- unauthenticated_identities_enabled
            {
              "auth": {
                "identity_pool_id": "eu-west-1:11111111-2222-3333-4444-555555555555",
                "unauthenticated_identities_enabled": false
              }
            }
            --- unauthenticated_identities_enabled, snippet
            "unauthenticated_identities_enabled": ${1|false,true|}
            --- groups
            {
              "auth": {
                "identity_pool_id": "eu-west-1:11111111-2222-3333-4444-555555555555",
                "groups": []
              }
            }
            --- groups, snippet
            "groups": [$1]
        "#]],
    );
}

#[test]
fn a_half_written_key_becomes_a_member() {
    check_completion(
        "{\n  \"version\": \"1\",\n  \"au\n     |\n}",
        &["auth"],
        &expect![[r#"
            --- auth
            {
              "version": "1",
              "auth": {
                "user_pool_id": "",
                "aws_region": "",
                "user_pool_client_id": ""
              }
            }
            --- auth, snippet
            "auth": {
              "user_pool_id": "$1",
              "aws_region": "$2",
              "user_pool_client_id": "$3"
            }
        "#]],
    );
}

#[test]
fn so_does_one_in_quotes_with_a_neighbour() {
    check_completion(
        "{\n  \"ver\"\n     |\n  \"auth\": {}\n}",
        &["version"],
        &expect![[r#"
            --- version
            {
              "version": "1",
              "auth": {}
            }
            --- version, snippet
            "version": "${1|1,1.1,1.2,1.3,1.4,1.5|}",
        "#]],
    );
}

#[test]
fn so_does_a_bare_word() {
    check_completion(
        "{\n  ver\n     |\n}",
        &["version"],
        &expect![[r#"
            --- version
            {
              "version": "1"
            }
            --- version, snippet
            "version": "${1|1,1.1,1.2,1.3,1.4,1.5|}"
        "#]],
    );
}

#[test]
fn so_does_a_bare_word_behind_a_member_without_comma() {
    check_completion(
        "{\n  \"version\": \"1\"\n  au\n    |\n}",
        &["auth"],
        &expect![[r#"
            --- auth
            {
              "version": "1",
              "auth": {
                "user_pool_id": "",
                "aws_region": "",
                "user_pool_client_id": ""
              }
            }
            --- auth, snippet
            "auth": {
              "user_pool_id": "$1",
              "aws_region": "$2",
              "user_pool_client_id": "$3"
            }
        "#]],
    );
}

#[test]
fn of_a_member_with_value_only_the_name_is_replaced() {
    check_completion(
        "{\n  \"version\": \"1\",\n  \"aut\": {}\n      |\n}",
        &["auth"],
        &expect![[r#"
            --- auth
            {
              "version": "1",
              "auth": {}
            }
        "#]],
    );
}

#[test]
fn a_whole_name_does_not_hide_the_others() {
    check_completion(
        "{\n  \"version\": \"1\",\n  \"auth\": {}\n      |\n}",
        &["data"],
        &expect![[r#"
            (instead of auth)
            --- data
            {
              "version": "1",
              "data": {}
            }
        "#]],
    );
}
