//! What a file as a whole is offered: one that is empty, of another kind, or none of ours.

use expect_test::expect;

use super::check_completion;

#[test]
fn an_empty_file_gets_a_whole_one() {
    check_completion(
        "\n\n|\n",
        &["{ version, auth }"],
        &expect![[r#"
            --- { version, auth }
            {
              "version": "1",
              "auth": {
                "user_pool_id": "",
                "aws_region": "",
                "user_pool_client_id": ""
              }
            }

            --- { version, auth }, snippet
            {
              "version": "${1|1,1.1,1.2,1.3,1.4,1.5|}",
              "auth": {
                "user_pool_id": "$2",
                "aws_region": "$3",
                "user_pool_client_id": "$4"
              }
            }
        "#]],
    );
}

#[test]
fn a_single_bracket_gets_members_and_its_partner() {
    check_completion(
        "{\n |\n",
        &["version", "version, data"],
        &expect![[r#"
            --- version
            {
              "version": "1"
            }

            --- version, snippet

              "version": "${1|1,1.1,1.2,1.3,1.4,1.5|}"
            }
            --- version, data
            {
              "version": "1",
              "data": {
                "url": "",
                "aws_region": "",
                "default_authorization_type": "AMAZON_COGNITO_USER_POOLS",
                "authorization_types": []
              }
            }

            --- version, data, snippet

              "version": "${1|1,1.1,1.2,1.3,1.4,1.5|}",
              "data": {
                "url": "$2",
                "aws_region": "$3",
                "default_authorization_type": "${4|AMAZON_COGNITO_USER_POOLS,API_KEY,AWS_IAM,AWS_LAMBDA,OPENID_CONNECT|}",
                "authorization_types": [$5]
              }
            }
        "#]],
    );
}

#[test]
fn an_empty_object_opens_up() {
    check_completion(
        "{}\n |\n",
        &["auth"],
        &expect![[r#"
            --- auth
            {
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
fn where_nothing_can_be_known_nothing_is_offered() {
    for fixture in [
        "{\"auth\": {\"user_pool_id\": \"\"}}\n                           |\n",
        "{\n  // comment\n         |\n}",
        "{\n  # a */\n        |\n}",
        "{\n  // */\n       |\n}",
        "{ #*/\n     |\n}",
        "{} \n   |\n",
        " {}\n|\n",
        "{\"custom\": {\"anything\": {\"a\": \"\"}}}\n                                |\n",
        "{\"data\": {\"model_introspection\": {}}}\n                                  |\n",
        "{\"version\" : \"1\"}\n           |\n",
        "{\"auth\": \"us |\n             |\n}",
    ] {
        check_completion(fixture, &[], &expect![[""]]);
    }
}

#[test]
fn inside_custom_only_what_the_schema_knows_is_offered() {
    check_completion(
        "{\"custom\": {}}\n            |\n",
        &["events"],
        &expect![[r#"
            --- events
            {"custom": {"events": {}}}

            --- events, snippet
            "events": {$1}
        "#]],
    );
}

#[test]
fn a_web_file_of_gen_1_is_offered_its_own_values() {
    check_completion(
        r#"//- amplifyconfiguration.json
{
  "aws_project_region": "eu-west-1",
  "aws_cognito_mfa_types": ["SMS", ""]
                                    |
}"#,
        &[],
        &expect![[r#"
            TOTP: A code from an authenticator app
            EMAIL: A code by e-mail
        "#]],
    );
}

#[test]
fn a_mobile_file_of_gen_1_is_offered_its_own_keys() {
    check_completion(
        r#"//- app/src/main/res/raw/amplifyconfiguration.json
{
    "api": {
        "plugins": {
            "awsAPIPlugin": {
                
                |
            }
        }
    }
}"#,
        &["myapi"],
        &expect![[r#"
            --- myapi
            {
                "api": {
                    "plugins": {
                        "awsAPIPlugin": {
                            "myapi": {
                                "endpointType": "GraphQL",
                                "endpoint": "",
                                "region": "",
                                "authorizationType": "API_KEY"
                            }
                        }
                    }
                }
            }
            --- myapi, snippet
            "${1:myapi}": {
                "endpointType": "${2|GraphQL,REST|}",
                "endpoint": "$3",
                "region": "$4",
                "authorizationType": "${5|API_KEY,AWS_IAM,AMAZON_COGNITO_USER_POOLS,OPENID_CONNECT,AWS_LAMBDA,NONE|}"
            }
        "#]],
    );
}

#[test]
fn other_files_are_left_alone() {
    check_completion("//- package.json\n{}\n |\n", &[], &expect![[""]]);
}
