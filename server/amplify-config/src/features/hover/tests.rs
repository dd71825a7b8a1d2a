use expect_test::{Expect, expect};

use super::super::testing;
use super::*;
use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};

/// Draws the token and writes what is said of it.
fn check(drawn: &str, expected: Expect) {
    let (project, path, file) = testing::project(drawn);
    let told = match hover(&project, &path, file.cursor.expect("a cursor is drawn")) {
        Some(hover) => format!("{}\n\n{}", &file.text[hover.range], hover.markdown),
        None => "nothing".to_owned(),
    };
    expected.assert_eq(&told);
}

/// The same for the value of one field of a Gen 2 file, at the end of `fields`, its keys.
fn check_value(fields: &str, value: &str, expected: Expect) {
    let steps: Vec<&str> = fields.split('.').collect();
    let before: String = steps.iter().map(|step| format!("{{ \"{step}\": ")).collect();
    let (before, cursor) = (format!("{{ \"version\": \"1.4\", {}", &before[2..]), value.len() / 2);
    let text = format!("{before}{value}{}", " }".repeat(steps.len()));
    let (project, path) = testing::project_of(&text);
    let told = hover(&project, &path, before.len() + cursor).map(|hover| hover.markdown);
    expected.assert_eq(&told.unwrap_or_else(|| "nothing".to_owned()));
}

/// What the account says of the first `word` of a file that agrees with the [`SHOP`].
#[track_caller]
fn check_account(name: &str, text: &str, word: &str, expected: Expect) {
    let (mut project, path) = testing::project_named(name, text);
    Account::read(SHOP).tell(&mut project, &path);
    let offset = text.find(word).expect("the word is there") + word.len() / 2;
    let without = testing::project_named(name, text);
    let before = hover(&without.0, &path, offset).map_or(String::new(), |hover| hover.markdown);
    let told = hover(&project, &path, offset).map_or(String::new(), |hover| hover.markdown);
    let new = told.strip_prefix(&before).expect("nothing else is said").trim_start();
    expected.assert_eq(new);
}

/// Each thing that the account knows is told in each kind of file, with how old it is.
#[test]
fn the_account_speaks_in_each_kind_of_file() {
    let (pool, identity_pool) = ("eu-west-1_qWeRt6789", "eu-west-1:0a1b2c3d");
    let (domain, mfa, google) = ("shop.auth.eu", "OPTIONAL", "GOOGLE");
    for (name, text, words) in [
        ("amplify_outputs.json", OUTPUTS, ["7k8l9m0n1o", "openid", "https://shop.acme.test/", "\"min_length\""]),
        (
            "amplifyconfiguration.json",
            WEB,
            ["7k8l9m0n1o", "openid", "https://shop.acme.test/", "\"passwordPolicyMinLength\""],
        ),
        (
            "amplifyconfiguration.json",
            MOBILE,
            ["3n8d0k2m5q", "openid", "shop://signout/", "\"passwordPolicyMinLength\""],
        ),
    ] {
        let (mut project, path) = testing::project_named(name, text);
        Account::read(SHOP).tell(&mut project, &path);
        for word in words.into_iter().chain([pool, identity_pool, domain, mfa, google]) {
            let offset = text.find(word).expect("the word is there") + word.len() / 2;
            let told = hover(&project, &path, offset).expect("there is something to say").markdown;
            assert!(told.ends_with("*As of 2023-11-14 22:13 UTC*"), "{name}: {word}: {told}");
        }
    }
}

#[test]
fn the_account_says_what_bears_an_id() {
    for (word, expected) in [
        (
            "eu-west-1_qWeRt6789",
            expect![[r#"
                `shop`: a user pool of this account

                - tier: `ESSENTIALS`
                - second factor: `OPTIONAL` (SMS and TOTP)
                - sign-in with: `email`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            expect![[r#"
                `web`: an app client of the user pool

                - has no secret
                - ways to sign in: `ALLOW_USER_SRP_AUTH`, `ALLOW_REFRESH_TOKEN_AUTH` and `ALLOW_USER_AUTH`
                - login pages: `code`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "eu-west-1:0a1b2c3d",
            expect![[r#"
                `shop_identities`: an identity pool of this account

                - guests get credentials
                - takes tokens of 2 app clients of the user pool
                - role of users who are signed in: `shop-auth`
                - role of guests: `shop-guest`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "shop.auth.eu",
            expect![[r#"
                Leads to the login pages of the user pool `shop`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "http://localhost:3000/",
            expect![[r#"
                Registered for the app client `web`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "openid",
            expect![[r#"
                Allowed for the app client `web`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "OPTIONAL",
            expect![[r#"
                In the user pool `shop`: `OPTIONAL`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "\"ADMINS\"",
            expect![[r#"
                A group of the user pool `shop`: precedence 0

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "min_length",
            expect![[r#"
                In the user pool `shop`: `10`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        (
            "GOOGLE",
            expect![[r#"
                In the user pool `shop`: `GOOGLE`

                *As of 2023-11-14 22:13 UTC*"#]],
        ),
        ("\"version\"", expect![""]),
    ] {
        check_account("amplify_outputs.json", OUTPUTS, word, expected);
    }
    check_account(
        "amplifyconfiguration.json",
        MOBILE,
        "3n8d0k2m5q7r9t1v4x6z8b0c2e",
        expect![[r#"
            `native`: an app client of the user pool

            - has a secret
            - ways to sign in: the default (SRP, custom, refresh)
            - login pages: `code`

            *As of 2023-11-14 22:13 UTC*"#]],
    );
    check_account(
        "amplifyconfiguration.json",
        WEB,
        "https://shop.acme.test/\"",
        expect![[r#"
            Registered for the app client `web`

            *As of 2023-11-14 22:13 UTC*"#]],
    );
    let elsewhere = OUTPUTS.replace("eu-west-1_qWeRt6789", "eu-west-1_gOnE56789");
    check_account(
        "amplify_outputs.json",
        &elsewhere,
        "eu-west-1_gOnE56789",
        expect![[r#"
            There is no such user pool in eu-west-1 of the AWS account 123456789012

            *As of 2023-11-14 22:13 UTC*"#]],
    );
}

#[test]
fn a_key_says_what_its_field_is() {
    check(
        r#"
{
  "version": "1",
  "auth": { "groups": [{ "ADMINS": { "precedence": 0 } }] }
                                       |
}
"#,
        expect![[r#"
            "precedence"

            Rank of the group when a user belongs to several: the lowest number decides which role and which storage permissions apply. Without it JavaScript sorts the groups in no certain order.

            *whole number from 0 up* · since version 1.3 (this file declares 1)

            Read by amplify-js · ignored by amplify-swift, amplify-android and amplify-flutter

            Example: `0`

            [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/user-groups/)"#]],
    );
}

#[test]
fn a_free_key_says_what_it_names() {
    check(
        r#"
{
  "auth": { "groups": [{ "ADMINS": {} }] }
                             |
}
"#,
        expect![[r#"
            "ADMINS"

            `ADMINS`: the name of the group in Cognito

            One user pool group. The key is the name of the group, exactly as in Cognito and without spaces.

            *object* · since version 1.3

            Read by amplify-js · ignored by amplify-swift, amplify-android and amplify-flutter

            Example: `{ "precedence": 0 }`

            [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/user-groups/)"#]],
    );
}

const RULES: &str = r#"
{
  "auth": { "groups": [{ "ADMINS": {} }] },
  "storage": {
    "buckets": [{
      "paths": {
        "media/pictures/${cognito-identity.amazonaws.com:sub}/*": {
KEY
          "groupsADMINS": [],
KNOWN
          "groupsOTHERS": []
UNKNOWN
        }
      }
    }]
  }
}
"#;

/// [`RULES`] with the cursor in the line instead of that word.
fn rules(word: &str) -> String {
    let words = ["KEY", "KNOWN", "UNKNOWN"];
    words.iter().fold(RULES.to_owned(), |text, other| {
        text.replacen(&format!("\n{other}\n"), if *other == word { "\n            |\n" } else { "\n" }, 1)
    })
}

#[test]
fn a_storage_path_says_what_its_parts_are() {
    check(
        &rules("KEY"),
        expect![[r#"
        "media/pictures/${cognito-identity.amazonaws.com:sub}/*"

        - `media/pictures/`: the folder
        - `${cognito-identity.amazonaws.com:sub}`: the identity id of the signed-in user, so that every owner has a folder
        - `*`: everything below

        Who may do what with the objects under this path. A path does not begin with a slash and ends with `/*`; `${cognito-identity.amazonaws.com:sub}` in it stands for the identity id of the owner. An empty object means that no user has access.

        *object* · since version 1.2

        Read by amplify-js · ignored by amplify-swift, amplify-android and amplify-flutter

        Example: `{ "guest": ["get", "list"] }`

        [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/storage/authorization/)"#]],
    );
}

#[test]
fn a_storage_rule_says_which_group_it_is_for() {
    check(
        &rules("KNOWN"),
        expect![[r#"
            "groupsADMINS"

            `ADMINS` is declared on line 2

            What members of a user pool group may do with objects under this path. The name of the group follows directly after `groups`, as in `groupsADMINS`; a group that is not declared in `auth.groups` has no effect.

            *list, each one of 5 values* · since version 1.2

            - `"read"`: Both `get` and `list`. The tools write the two words instead.
            - `"get"`: Download an object.
            - `"list"`: See which objects there are.
            - `"write"`: Upload or replace an object.
            - `"delete"`: Remove an object.

            Read by amplify-js · ignored by amplify-swift, amplify-android and amplify-flutter

            Example: `["get", "list", "write", "delete"]`

            [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/storage/authorization/)"#]],
    );
    check(
        &rules("UNKNOWN"),
        expect![[r#"
            "groupsOTHERS"

            `OTHERS` is declared nowhere in this file

            What members of a user pool group may do with objects under this path. The name of the group follows directly after `groups`, as in `groupsADMINS`; a group that is not declared in `auth.groups` has no effect.

            *list, each one of 5 values* · since version 1.2

            - `"read"`: Both `get` and `list`. The tools write the two words instead.
            - `"get"`: Download an object.
            - `"list"`: See which objects there are.
            - `"write"`: Upload or replace an object.
            - `"delete"`: Remove an object.

            Read by amplify-js · ignored by amplify-swift, amplify-android and amplify-flutter

            Example: `["get", "list", "write", "delete"]`

            [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/storage/authorization/)"#]],
    );
}

#[test]
fn a_value_says_what_it_means() {
    for (fields, value, expected) in [
        ("auth.mfa_configuration", "\"OPTIONAL\"", expect!["`OPTIONAL`: Each user may set up a second factor."]),
        ("auth.mfa_configuration", "\"ON\"", expect!["nothing"]),
        (
            "auth.password_policy.require_numbers",
            "true",
            expect!["`require_numbers` is `true`: whether a password must contain a digit"],
        ),
        ("auth.password_policy.min_length", "8", expect!["nothing"]),
        ("auth.aws_region", "\"eu-west-1\"", expect!["`eu-west-1`: Europe (Ireland)"]),
        (
            "auth.aws_region",
            "\"cn-north-1\"",
            expect![[r#"
            `cn-north-1`: China (Beijing)

            Partition `aws-cn`: AWS China"#]],
        ),
        ("auth.aws_region", "\"eu-west-9\"", expect!["nothing"]),
        ("custom.anything", "\"eu-west-1\"", expect!["nothing"]),
        ("auth", "null", expect!["nothing"]),
    ] {
        check_value(fields, value, expected);
    }
}

#[test]
fn the_version_says_what_it_brought() {
    check(
        r#"
{ "version": "1.4" }
               |
"#,
        expect![[r#"
            "1.4"

            `1.4`: Adds group and owner rules in storage paths, and later `EMAIL` as a second factor and `auth.passwordless`.

            New fields: `auth.passwordless`"#]],
    );
}

#[test]
fn ids_and_addresses_say_what_their_parts_are() {
    for (fields, value, expected) in [
        (
            "auth.user_pool_id",
            "\"us-east-1_aBcD12345\"",
            expect![[r#"
            Id of a Cognito user pool

            - `us-east-1`: region US East (N. Virginia)
            - `aBcD12345`: the pool in that region"#]],
        ),
        (
            "auth.user_pool_id",
            "\"us-gov-west-1_aBcD12345\"",
            expect![[r#"
            Id of a Cognito user pool

            - `us-gov-west-1`: region AWS GovCloud (US-West), partition `aws-us-gov`
            - `aBcD12345`: the pool in that region"#]],
        ),
        ("auth.user_pool_id", "\"<id>\"", expect!["nothing"]),
        ("auth.user_pool_client_id", "\"4a1b2c3d4e5f6g7h8i9j0k1l2m\"", expect!["nothing"]),
        (
            "auth.identity_pool_id",
            "\"us-east-1:11111111-2222-3333-4444-555555555555\"",
            expect![[r#"
            Id of a Cognito identity pool

            - `us-east-1`: region US East (N. Virginia)
            - `11111111-2222-3333-4444-555555555555`: the pool in that region"#]],
        ),
        (
            "auth.oauth.domain",
            "\"shop.auth.us-east-1.amazoncognito.com\"",
            expect![[r#"
            Prefix domain of Cognito managed login

            - `shop`: the prefix that was chosen for the user pool
            - `us-east-1`: region US East (N. Virginia)"#]],
        ),
        (
            "auth.oauth.domain",
            "\"shop.auth-fips.us-gov-west-1.amazoncognito.com\"",
            expect![[r#"
            Prefix domain of Cognito managed login

            - `shop`: the prefix that was chosen for the user pool
            - `auth-fips`: the form that GovCloud uses
            - `us-gov-west-1`: region AWS GovCloud (US-West), partition `aws-us-gov`"#]],
        ),
        ("auth.oauth.domain", "\"login.acme.test\"", expect!["`login.acme.test`: a custom domain of the user pool"]),
        ("auth.oauth.domain", "\"https://login.acme.test\"", expect!["nothing"]),
        (
            "data.url",
            "\"https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.eu-west-1.amazonaws.com/graphql\"",
            expect![[r#"
                Endpoint of an AppSync API

                - `q7w6e5r4t3y2u1i0o9p8a7s6d5`: the API, by a name that is not its id in the console
                - `appsync-api`: AppSync, the host for requests
                - `eu-west-1`: region Europe (Ireland)
                - `/graphql`: GraphQL API"#]],
        ),
        (
            "data.url",
            "\"https://api.acme.test/graphql\"",
            expect!["`api.acme.test`: a custom domain, which does not tell the region"],
        ),
        (
            "custom.events.url",
            "\"https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.eu-west-1.amazonaws.com/event\"",
            expect![[r#"
                Endpoint of an AppSync API

                - `q7w6e5r4t3y2u1i0o9p8a7s6d5`: the API, by a name that is not its id in the console
                - `appsync-api`: AppSync, the host for requests
                - `eu-west-1`: region Europe (Ireland)
                - `/event`: Events API"#]],
        ),
        (
            "notifications.amazon_connect.endpoint",
            "\"https://abc123def4.execute-api.us-east-1.amazonaws.com/prod\"",
            expect![[r#"
                Endpoint of an API Gateway API

                - `abc123def4`: id of the API
                - `execute-api`: API Gateway
                - `us-east-1`: region US East (N. Virginia)
                - `/prod`: stage and path"#]],
        ),
        (
            "storage.bucket_name",
            "\"arn:aws:s3:::my-bucket\"",
            expect![[r#"
            Amazon Resource Name (ARN)

            - `aws`: partition AWS
            - `s3`: service
            - `my-bucket`: resource"#]],
        ),
    ] {
        check_value(fields, value, expected);
    }
}

#[test]
fn redirects_and_scopes_say_what_they_are() {
    for (item, expected) in [
        (
            "https://shop.acme.test/in",
            expect!["`https://shop.acme.test/in`: a page of a web app, or a link that a mobile app has claimed"],
        ),
        ("http://localhost:3000/", expect!["`http://localhost:3000/`: a page on the developer's own machine"]),
        (
            "http://shop.acme.test/",
            expect!["`http://shop.acme.test/`: Cognito takes `http` only for `localhost`, `127.0.0.1` and `[::1]`"],
        ),
        ("myapp://callback/", expect!["`myapp://callback/`: an app that has registered the scheme `myapp`"]),
        ("somewhere", expect!["nothing"]),
    ] {
        check_value("auth.oauth.redirect_sign_in_uri", &format!("[\"{item}\"]"), expected);
    }
    for (item, expected) in [
        ("openid", expect!["`openid`: an ID token; needed for `email`, `phone` and `profile`"]),
        (
            "aws.cognito.signin.user.admin",
            expect![
                "`aws.cognito.signin.user.admin`: the user's own account: to read and change attributes, password and devices"
            ],
        ),
        ("orders/read", expect!["`read`: scope of the resource server `orders`"]),
        ("orders", expect!["nothing"]),
    ] {
        check_value("auth.oauth.scopes", &format!("[\"{item}\"]"), expected);
    }
    check(
        r#"
//- amplifyconfiguration.json
{
  "aws_project_region": "us-east-1",
  "oauth": { "redirectSignIn": "http://localhost:3000/,myapp://" }
                                 |
}
"#,
        expect![[r#"
            "http://localhost:3000/,myapp://"

            - `http://localhost:3000/`: a page on the developer's own machine
            - `myapp://`: an app that has registered the scheme `myapp`"#]],
    );
}

#[test]
fn a_name_says_where_it_is_declared() {
    check(
        r#"
{
  "geo": {
    "maps": {
      "items": { "m": {} },
      "default": "m"
                  |
    }
  }
}
"#,
        expect![[r#"
            "m"

            `m` is declared on line 4"#]],
    );
}

#[test]
fn a_secret_is_not_repeated() {
    let (project, path, file) = testing::project(
        r#"
//- amplifyconfiguration.json
{ "aws_project_region": "us-east-1", "aws_user_pools_web_client_secret": "1kdl2jhs8s7sk3hh4ujs6d5fg4h3j2k1" }
                                                                             |
"#,
    );
    let hover = hover(&project, &path, file.cursor.unwrap()).expect("something is said of a secret");
    assert!(!hover.markdown.contains("1kdl2"), "{}", hover.markdown);
    assert!(hover.markdown.contains("secret"), "{}", hover.markdown);
}

#[test]
fn nothing_is_said_between_tokens() {
    let text = "{ \"version\" : \"1\", \"auth\": { \"aws_region\": , \"groups\": [ ] } }";
    let (project, path) = testing::project_of(text);
    let told: String = (0..=text.len())
        .map(|offset| if hover(&project, &path, offset).is_some() { &text[offset..=offset] } else { " " })
        .collect();
    assert_eq!(told.trim_end(), "  \"version\"   \"1\"  \"auth\"    \"aws_region\"    \"groups\"");
}

#[test]
fn text_of_the_file_stays_code() {
    for (text, expected) in
        [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a\nb", "`a b`"), (" ", "`   `")]
    {
        assert_eq!(code(text), expected);
    }
    assert_eq!(code(&"é".repeat(100)).chars().count(), 83);
}

proptest::proptest! {
    #[test]
    fn any_offset_of_any_text_can_be_asked(text in testing::mutated(), at in 0.0..1.1) {
        let (project, path) = testing::project_of(&text);
        if let Some(hover) = hover(&project, &path, (text.len() as f64 * at) as usize) {
            assert!(text.get(hover.range).is_some_and(|token| !token.is_empty()));
            assert!(!hover.markdown.trim().is_empty());
        }
    }
}
