//! Items of lists, and the keys of maps that follow from the rest of the file.

use expect_test::expect;

use super::check_completion;

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
