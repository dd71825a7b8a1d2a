//! Where a member goes among its neighbours, and the commas and lines that it needs.

use expect_test::expect;

use super::check_completion;

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
