//! Values: in a hole, in quotes, instead of another one.

use expect_test::expect;

use super::check_completion;
use crate::features::completion::completion;
use crate::features::testing::project;

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
