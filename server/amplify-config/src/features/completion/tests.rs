//! What is offered where, and what the file looks like after it is accepted.

use std::fmt::Write;

use amplify_json::edit::{Edit, apply};
use expect_test::{Expect, expect};

use super::*;
use crate::features::testing::project;

/// Lists what is offered at the cursor, or shows the file after each of the `accepted` labels: as plain text, and as it
/// is sent to clients that know snippets.
fn check_completion(drawn: &str, accepted: &[&str], expected: &Expect) {
    let (project, path, file) = project(drawn);
    let text = file.text.as_str();
    let completion = completion(&project, &path, file.cursor.expect("a fixture has a cursor"));
    let mut out = String::new();
    let mut items: Vec<&CompletionItem> = completion.items.iter().collect();
    items.sort_by(|left, right| left.sort.cmp(&right.sort));
    for item in items.iter().filter(|_| accepted.is_empty()) {
        let marks = [(item.preselect, " (preselected)"), (item.deprecated, " (deprecated)")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let detail = if item.detail.is_empty() { String::new() } else { format!(": {}", item.detail) };
        writeln!(out, "{}{detail}{marks}", item.label).unwrap();
    }
    if completion.is_incomplete {
        let replaced: Vec<&str> = items.iter().map(|item| item.filter.as_str()).collect();
        assert!(replaced.iter().all(|filter| *filter == replaced[0]));
        writeln!(out, "(instead of {})", replaced.first().unwrap_or(&"nothing")).unwrap();
    }
    for label in accepted {
        let item = items.iter().find(|item| item.label == *label).unwrap_or_else(|| panic!("no {label} in\n{out}"));
        let accept = |new: &str| {
            let mut edits = item.additional.clone();
            edits.push(Edit::replace(item.replace.clone(), new));
            apply(text, &edits)
        };
        writeln!(out, "--- {label}\n{}", accept(&item.text)).unwrap();
        if let Some(snippet) = &item.snippet {
            writeln!(out, "--- {label}, snippet\n{snippet}").unwrap();
        }
    }
    expected.assert_eq(&out.replace('\r', "␍"));
}

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
fn behind_a_member_without_comma_the_comma_is_put_where_it_belongs() {
    check_completion(
        "{\n  \"version\": \"1\"\n  \n  |\n}",
        &["custom"],
        &expect![[r#"
            --- custom
            {
              "version": "1",
              "custom": {}
            }
            --- custom, snippet
            "custom": {$1}
        "#]],
    );
}

#[test]
fn at_the_end_of_the_last_member_a_new_line_begins() {
    check_completion(
        "{\n  \"version\": \"1\"\n                |\n}",
        &["custom"],
        &expect![[r#"
            --- custom
            {
              "version": "1",
              "custom": {}
            }
            --- custom, snippet
            ,
            "custom": {$1}
        "#]],
    );
}

#[test]
fn on_one_line_all_stays_on_it() {
    check_completion(
        r#"{"version": "1"}
               |
"#,
        &["auth"],
        &expect![[r#"
            --- auth
            {"version": "1", "auth": { "user_pool_id": "", "aws_region": "", "user_pool_client_id": "" }}

            --- auth, snippet
            , "auth": { "user_pool_id": "$1", "aws_region": "$2", "user_pool_client_id": "$3" }
        "#]],
    );
}

#[test]
fn between_members_the_comma_follows() {
    check_completion(
        "{\n  \"version\": \"1\",\n  \n  |\n  \"auth\": {}\n}",
        &["custom"],
        &expect![[r#"
            --- custom
            {
              "version": "1",
              "custom": {},
              "auth": {}
            }
            --- custom, snippet
            "custom": {$1},
        "#]],
    );
}

#[test]
fn before_a_member_on_its_line_there_is_room() {
    check_completion(
        "{\n  \"auth\": {}\n  |\n}",
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
fn tabs_and_carriage_returns_stay_what_they_are() {
    check_completion(
        "{\r\n\t\"version\": \"1\",\r\n\t\r\n |\n}",
        &["auth"],
        &expect![[r#"
            --- auth
            {␍
            	"version": "1",␍
            	"auth": {␍
            		"user_pool_id": "",␍
            		"aws_region": "",␍
            		"user_pool_client_id": ""␍
            	}␍
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

#[test]
fn a_hole_is_offered_values_with_what_they_mean() {
    check_completion(
        "{\"auth\": {\"mfa_configuration\": }}\n                                |\n",
        &[],
        &expect![[r#"
        version: one of 6 values, required
        $schema: text
        data: object
        storage: object
        geo: object
        analytics: object
        notifications: object
        custom: object
    "#]],
    );
}

#[test]
fn a_hole_gets_a_value_with_its_quotes() {
    check_completion(
        "{\n  \"auth\": {\n    \"mfa_configuration\":\n                        |\n  }\n}",
        &["OPTIONAL"],
        &expect![[r#"
            --- OPTIONAL
            {
              "auth": {
                "mfa_configuration": "OPTIONAL"
              }
            }
        "#]],
    );
}

#[test]
fn a_hole_before_a_member_gets_the_comma_too() {
    check_completion(
        "{\n  \"auth\": {\n    \"mfa_configuration\": \n                         |\n    \"groups\": []\n  }\n}",
        &["OPTIONAL"],
        &expect![[r#"
            --- OPTIONAL
            {
              "auth": {
                "mfa_configuration": "OPTIONAL",
                "groups": []
              }
            }
        "#]],
    );
}

#[test]
fn a_hole_gets_an_object_with_its_required_members() {
    check_completion(
        "{\n  \"data\": \n          |\n}",
        &["{ url, aws_region, default_authorization_type, authorization_types }"],
        &expect![[r#"
            --- { url, aws_region, default_authorization_type, authorization_types }
            {
              "data": {
                "url": "",
                "aws_region": "",
                "default_authorization_type": "AMAZON_COGNITO_USER_POOLS",
                "authorization_types": []
              }
            }
            --- { url, aws_region, default_authorization_type, authorization_types }, snippet
            {
              "url": "$1",
              "aws_region": "$2",
              "default_authorization_type": "${3|AMAZON_COGNITO_USER_POOLS,API_KEY,AWS_IAM,AWS_LAMBDA,OPENID_CONNECT|}",
              "authorization_types": [$4]
            }
        "#]],
    );
}

#[test]
fn in_quotes_only_the_content_is_replaced() {
    check_completion(
        r#"{"auth": {"mfa_configuration": "OPT"}}
                                   |
"#,
        &["OPTIONAL"],
        &expect![[r#"
            --- OPTIONAL
            {"auth": {"mfa_configuration": "OPTIONAL"}}

        "#]],
    );
}

#[test]
fn a_whole_value_does_not_hide_the_others() {
    check_completion(
        r#"{"auth": {"mfa_configuration": "NONE"}}
                                   |
"#,
        &["OPTIONAL"],
        &expect![[r#"
            (instead of NONE)
            --- OPTIONAL
            {"auth": {"mfa_configuration": "OPTIONAL"}}

        "#]],
    );
}

#[test]
fn an_open_string_is_closed() {
    check_completion(
        "{\n  \"auth\": {\n    \"mfa_configuration\": \"OPT\n                             |\n    \"groups\": []\n  }\n}",
        &["OPTIONAL"],
        &expect![[r#"
            --- OPTIONAL
            {
              "auth": {
                "mfa_configuration": "OPTIONAL",
                "groups": []
              }
            }
        "#]],
    );
}

#[test]
fn true_and_false_stand_for_any_literal() {
    check_completion(
        r#"{"auth": {"unauthenticated_identities_enabled": tr}}
                                                  |
"#,
        &["true"],
        &expect![[r#"
            --- true
            {"auth": {"unauthenticated_identities_enabled": true}}

        "#]],
    );
    check_completion(
        r#"{"auth": {"unauthenticated_identities_enabled": null}}
                                                  |
"#,
        &["true"],
        &expect![[r#"
            (instead of null)
            --- true
            {"auth": {"unauthenticated_identities_enabled": true}}

        "#]],
    );
    check_completion(
        r#"{"auth": {"unauthenticated_identities_enabled": "true"}}
                                                  |
"#,
        &[],
        &expect![""],
    );
}

#[test]
fn a_list_is_offered_what_it_does_not_hold() {
    check_completion(
        r#"{"auth": {"mfa_methods": ["SMS"]}}
                               |
"#,
        &["TOTP"],
        &expect![[r#"
            --- TOTP
            {"auth": {"mfa_methods": ["SMS", "TOTP"]}}

        "#]],
    );
    check_completion(
        r#"{"auth": {"mfa_methods": ["SMS", ]}}
                                 |
"#,
        &["TOTP"],
        &expect![[r#"
            --- TOTP
            {"auth": {"mfa_methods": ["SMS", "TOTP"]}}

        "#]],
    );
    check_completion(
        r#"{"auth": {"mfa_methods": ["SMS", ""]}}
                                  |
"#,
        &["TOTP"],
        &expect![[r#"
            --- TOTP
            {"auth": {"mfa_methods": ["SMS", "TOTP"]}}

        "#]],
    );
}

#[test]
fn a_list_of_objects_is_offered_one() {
    check_completion(
        "{\n  \"auth\": {\n    \"groups\": []\n               |\n  }\n}",
        &["{ NAME }"],
        &expect![[r#"
            --- { NAME }
            {
              "auth": {
                "groups": [
                  {
                    "NAME": {}
                  }
                ]
              }
            }
            --- { NAME }, snippet

              {
                "${1:NAME}": {$2}
              }

        "#]],
    );
    check_completion(
        "{\n  \"storage\": {\n    \"buckets\": [\n      \n      |\n    ]\n  }\n}",
        &["{ name, bucket_name, aws_region }"],
        &expect![[r#"
            --- { name, bucket_name, aws_region }
            {
              "storage": {
                "buckets": [
                  {
                    "name": "",
                    "bucket_name": "",
                    "aws_region": ""
                  }
                ]
              }
            }
            --- { name, bucket_name, aws_region }, snippet
            {
              "name": "$1",
              "bucket_name": "$2",
              "aws_region": "$3"
            }
        "#]],
    );
}

#[test]
fn groups_of_the_file_are_offered_in_storage_paths() {
    check_completion(
        r#"{
  "auth": { "groups": [{ "ADMINS": {} }, { "EDITORS": {} }] },
  "storage": {
    "buckets": [
      {
        "paths": {
          "public/*": { "groupsADMINS": ["get"],  }
                                                 |
        }
      }
    ]
  }
}"#,
        &["groupsEDITORS"],
        &expect![[r#"
            --- groupsEDITORS
            {
              "auth": { "groups": [{ "ADMINS": {} }, { "EDITORS": {} }] },
              "storage": {
                "buckets": [
                  {
                    "paths": {
                      "public/*": { "groupsADMINS": ["get"], "groupsEDITORS": [] }
                    }
                  }
                ]
              }
            }
            --- groupsEDITORS, snippet
            "groupsEDITORS": [$1]
        "#]],
    );
}

#[test]
fn customary_paths_are_offered_with_their_dollar_escaped() {
    check_completion(
        r#"{"storage": {"buckets": [{"paths": {}}]}}
                                    |
"#,
        &["private/${cognito-identity.amazonaws.com:sub}/*"],
        &expect![[r#"
            --- private/${cognito-identity.amazonaws.com:sub}/*
            {"storage": {"buckets": [{"paths": {"private/${cognito-identity.amazonaws.com:sub}/*": {}}}]}}

            --- private/${cognito-identity.amazonaws.com:sub}/*, snippet
            "${1:private/\${cognito-identity.amazonaws.com:sub\}/*}": {$2}
        "#]],
    );
}

#[test]
fn a_name_declared_elsewhere_is_offered() {
    check_completion(
        r#"{"geo": {"maps": {"items": {"Esri": {}, "Here": {}}, "default": ""}}}
                                                                 |
"#,
        &[],
        &expect![[r#"
            Esri: named in this file
            Here: named in this file
        "#]],
    );
}

#[test]
fn versions_come_newest_first_and_the_needed_one_is_preselected() {
    check_completion(
        "{\n  \"version\": ,\n             |\n  \"auth\": { \"groups\": [] }\n}",
        &[],
        &expect![[r#"
        1.5: the newest version
        1.4: Adds group and owner rules in storage paths, and later `EMAIL` as a second factor and `auth.passwordless`
        1.3: Adds `auth.groups` (preselected)
        1.2: Adds `paths` in `storage.buckets`
        1.1: Adds `storage.buckets`
        1: The first format: auth, data, geo, analytics, notifications, custom, and storage with one bucket
    "#]],
    );
}

#[test]
fn regions_of_the_file_come_first() {
    let (project, path, file) = project(
        r#"{
  "auth": { "user_pool_id": "eu-west-3_aBcD12345", "aws_region": "" },
                                                                  |
  "data": { "aws_region": "ap-south-1" }
}"#,
    );
    let items = completion(&project, &path, file.cursor.expect("it is drawn")).items;
    let first: Vec<&str> = items.iter().take(3).map(|item| item.label.as_str()).collect();
    assert_eq!(first, ["eu-west-3", "ap-south-1", "af-south-1"]);
    assert_eq!(items[0].detail, "Europe (Paris)");
    assert_eq!(items.iter().filter(|item| item.preselect).count(), 1);
    assert!(items[0].preselect && items.len() > 40);
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
