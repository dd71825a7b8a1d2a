//! What is offered in an account, where, and what it writes.

use std::fmt::Write;
use std::sync::Arc;

use amplify_json::edit::{Edit, apply};
use expect_test::{Expect, expect};

use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};
use crate::{Change, Completion, CompletionItem, FilePath, Project, completion, lookups_at};

/// `text` with the value of the last `key` replaced by `with`, in which `|` is the cursor.
fn at(text: &str, key: &str, with: &str) -> String {
    let start = text.rfind(&format!("\"{key}\": ")).expect("the key is there") + key.len() + 4;
    let rest = &text[start..];
    let end = match rest.as_bytes()[0] {
        b'[' => rest.find(']').expect("a list ends") + 1,
        _ => rest.find([',', '\n']).expect("a value ends"),
    };
    format!("{}{with}{}", &text[..start], &rest[end..])
}

struct Asked {
    text: String,
    completion: Completion,
}

fn ask(name: &str, drawn: &str, knows: bool) -> Asked {
    let offset = drawn.find('|').expect("the cursor is drawn");
    let text = drawn.replacen('|', "", 1);
    let path = FilePath::new(name);
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
    project.apply(Change::Account);
    let account = Account::read(SHOP);
    account.tell(&mut project, &path);
    if knows {
        account.tell_all(&mut project, |project| lookups_at(project, &path, offset));
    }
    Asked { completion: completion(&project, &path, offset), text }
}

fn items(completion: &Completion) -> Vec<&CompletionItem> {
    let mut items: Vec<&CompletionItem> = completion.items.iter().collect();
    items.sort_by(|left, right| left.sort.cmp(&right.sort));
    items
}

#[track_caller]
fn check(name: &str, drawn: &str, expected: &Expect) {
    let asked = ask(name, drawn, true);
    let mut out = String::new();
    for item in items(&asked.completion) {
        writeln!(out, "{}: {}", item.label, item.detail).unwrap();
    }
    expected.assert_eq(&out);
}

/// The line that is written when the first item is taken.
#[track_caller]
fn check_taken(name: &str, drawn: &str, expected: &str) {
    let asked = ask(name, drawn, true);
    let items = items(&asked.completion);
    let first = items.first().expect("something is offered");
    let mut edits = first.additional.clone();
    edits.push(Edit::replace(first.replace.clone(), first.text.as_str()));
    let after = apply(&asked.text, &edits);
    assert!(after.contains(expected), "{after}");
    // Whatever an editor compares, the item stays in its list.
    assert_eq!(first.filter, asked.text[first.replace.clone()]);
}

#[test]
fn user_pools_by_name_and_by_id() {
    let list = expect![[r#"
        shop staging: eu-west-1_sTaGe4567 · Europe (Ireland) · changed 2023-07-22
        shop: eu-west-1_qWeRt6789 · Europe (Ireland)
    "#]];
    for (name, text, key) in
        [("amplify_outputs.json", OUTPUTS, "user_pool_id"), ("amplifyconfiguration.json", WEB, "aws_user_pools_id")]
    {
        check(name, &at(text, key, "\"|\""), &list);
        check(name, &at(text, key, "|"), &list);
        // In an id that is whole all are shown; what is typed narrows them by name or id.
        check(name, &at(text, key, "\"eu-west-1_qWe|Rt6789\""), &list);
        let staging = expect![[r#"
            shop staging: eu-west-1_sTaGe4567 · Europe (Ireland) · changed 2023-07-22
        "#]];
        check(name, &at(text, key, "\"stag|\""), &staging);
        check(name, &at(text, key, "\"eu-west-1_sT|\""), &staging);
        check_taken(name, &at(text, key, "\"stag|\""), &format!("\"{key}\": \"eu-west-1_sTaGe4567\""));
    }
    let mobile = MOBILE.replacen("\"eu-west-1_qWeRt6789\"", "\"|\"", 1);
    check("amplifyconfiguration.json", &mobile, &list);
}

#[test]
fn the_region_comes_with_the_pool_where_there_is_none() {
    let text =
        "{\n  \"version\": \"1\",\n  \"auth\": {\n    \"user_pool_id\": \"|\",\n    \"aws_region\": \"\"\n  }\n}";
    let known = |text: &str| {
        let offset = text.find('|').expect("the cursor is drawn");
        let text = text.replacen('|', "", 1);
        let path = FilePath::new("amplify_outputs.json");
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
        let region = crate::Region::new("eu-west-1").expect("it is one");
        Account::read(SHOP).tell_all(&mut project, |_| vec![crate::Lookup::UserPools(region.clone())]);
        let completion = completion(&project, &path, offset);
        let item = items(&completion)[0].clone();
        let mut edits = item.additional;
        edits.push(Edit::replace(item.replace, item.text));
        apply(&text, &edits)
    };
    for text in [text.to_owned(), text.replace("    \"aws_region\": \"\"\n", "    \"groups\": []\n")] {
        let after = known(&text);
        assert!(after.contains("\"user_pool_id\": \"eu-west-1_sTaGe4567\""), "{after}");
        assert!(after.contains("\"aws_region\": \"eu-west-1\""), "{after}");
    }
}

#[test]
fn app_clients_of_the_pool_and_identity_pools_that_fit() {
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "user_pool_client_id", "\"|\""),
        &expect![[r#"
            web: 7k8l9m0n1o2p3q4r5s6t7u8v9a · no secret · linked to the identity pool
            native: 3n8d0k2m5q7r9t1v4x6z8b0c2e · has a secret: not for this file · linked to the identity pool
        "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "identity_pool_id", "\"|\""),
        &expect![[r#"
            shop_identities: eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d · linked to the app client
            another: eu-west-1:9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b · not linked to the user pool
        "#]],
    );
    // One that has a secret comes last where a file cannot have one.
    check(
        "amplifyconfiguration.json",
        &at(WEB, "aws_user_pools_web_client_id", "\"3n8d0k2m5q7r9t1v4x6z8b0c2e|\""),
        &expect![[r#"
            web: 7k8l9m0n1o2p3q4r5s6t7u8v9a · no secret · linked to the identity pool
            native: 3n8d0k2m5q7r9t1v4x6z8b0c2e · has a secret: not for this file · linked to the identity pool
        "#]],
    );
    check(
        "amplifyconfiguration.json",
        &at(WEB, "aws_cognito_identity_pool_id", "\"eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d|\""),
        &expect![[r#"
            shop_identities: eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d · linked to the app client
            another: eu-west-1:9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b · not linked to the user pool
        "#]],
    );
}

#[test]
fn the_settings_of_the_login_pages() {
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "domain", "\"|\""),
        &expect![[r#"
            login.acme.test: custom domain of the user pool
            shop.auth.eu-west-1.amazoncognito.com: prefix domain of the user pool
        "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "scopes", "[\"openid\", |]"),
        &expect![[r#"
            email: allowed for the app client
            aws.cognito.signin.user.admin: allowed for the app client
        "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "redirect_sign_in_uri", "[\"http://localhost:3000/\", \"|\"]"),
        &expect![[r#"
            https://shop.acme.test/: registered with the app client
        "#]],
    );
    check(
        "amplifyconfiguration.json",
        &at(WEB, "redirectSignOut", "\"|\""),
        &expect![[r#"
            http://localhost:3000/,https://shop.acme.test/: all 2 that are registered
            http://localhost:3000/: registered with the app client
            https://shop.acme.test/: registered with the app client
        "#]],
    );
    check(
        "amplifyconfiguration.json",
        &at(MOBILE, "SignInRedirectURI", "\"|\""),
        &expect![[r#"
            shop://callback/: registered with the app client
        "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "identity_providers", "[|]"),
        &expect![[r#"
            GOOGLE: as in the user pool shop
            FACEBOOK: Log in with Facebook
            LOGIN_WITH_AMAZON: Login with Amazon
            SIGN_IN_WITH_APPLE: Sign in with Apple
        "#]],
    );
}

#[test]
fn what_the_pool_says_comes_first() {
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "mfa_configuration", "\"|\""),
        &expect![[r#"
            OPTIONAL: as in the user pool shop
            NONE: No second factor
            REQUIRED: Every user must use a second factor
        "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "mfa_methods", "|"),
        &expect![[r#"
        ["SMS", "TOTP"]: as in the user pool shop
    "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "groups", "[{ \"|\" }]"),
        &expect![[r#"
            ADMINS: object
            EDITORS: object
        "#]],
    );
    check(
        "amplify_outputs.json",
        &at(OUTPUTS, "min_length", "|"),
        &expect![[r#"
        10: as in the user pool shop
    "#]],
    );
}

#[test]
fn regions_in_use_come_first() {
    let drawn = at(OUTPUTS, "aws_region", "\"|\"");
    let path = FilePath::new("amplify_outputs.json");
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(drawn.replacen('|', "", 1).as_str()))));
    let region = crate::Region::new("eu-west-1").expect("it is one");
    Account::read(SHOP).tell_all(&mut project, |_| vec![crate::Lookup::UserPools(region.clone())]);
    let completion = completion(&project, &path, drawn.find('|').expect("the cursor is drawn"));
    let first = items(&completion)[0];
    assert_eq!((first.label.as_str(), first.detail.as_str()), ("eu-west-1", "Europe (Ireland) · 2 user pools"));
}

#[test]
fn what_has_not_come_yet_makes_a_list_incomplete() {
    let drawn = at(OUTPUTS, "user_pool_client_id", "\"|\"");
    assert!(ask("amplify_outputs.json", &drawn, false).completion.is_incomplete);
    // Nobody asks: nothing will come.
    let path = FilePath::new("amplify_outputs.json");
    let (project, path) = {
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(drawn.replacen('|', "", 1).as_str()))));
        (project, path)
    };
    let offset = drawn.find('|').expect("the cursor is drawn");
    assert!(!completion(&project, &path, offset).is_incomplete);
    // A scope that is known whole.
    let drawn = at(OUTPUTS, "mfa_configuration", "\"|\"");
    assert!(!ask("amplify_outputs.json", &drawn, true).completion.is_incomplete);
}

/// At every place of every kind of file whatever is taken leaves a text without mistakes without mistakes.
#[test]
fn whatever_is_taken_wherever_the_file_stays_whole() {
    let account = Account::read(SHOP);
    let mut taken = 0;
    for (name, text) in
        [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB), ("amplifyconfiguration.json", MOBILE)]
    {
        let path = FilePath::new(name);
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        account.tell(&mut project, &path);
        for offset in (0..text.len()).step_by(3) {
            account.tell_all(&mut project, |project| lookups_at(project, &path, offset));
            for item in completion(&project, &path, offset).items {
                let mut edits = item.additional.clone();
                edits.push(Edit::replace(item.replace.clone(), item.text.as_str()));
                let after = apply(text, &edits);
                let errors = amplify_json::parse(after.as_str()).errors;
                assert!(errors.is_empty(), "{name}: {} at {offset}: {errors:?}", item.label);
                taken += 1;
            }
        }
    }
    assert!(taken > 1000, "{taken}");
}

/// What is offered at a value, in the three kinds of file: labels alone, those without a key of that name left out.
#[track_caller]
fn check_everywhere(what: &str, keys: [&str; 3], drawn: [&str; 3], expected: [&[&str]; 3]) {
    let files =
        [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB), ("amplifyconfiguration.json", MOBILE)];
    for ((((name, text), key), drawn), expected) in files.into_iter().zip(keys).zip(drawn).zip(expected) {
        if key.is_empty() {
            continue;
        }
        let asked = ask(name, &at(text, key, drawn), true);
        let labels: Vec<&str> = items(&asked.completion).iter().map(|item| item.label.as_str()).collect();
        assert_eq!(labels.get(..expected.len()), Some(expected), "{what} in {name} at {key}: {labels:?}");
    }
}

#[test]
fn each_thing_of_the_account_is_offered_in_each_kind_of_file() {
    let value = ["\"|\""; 3];
    let both = ["login.acme.test", "shop.auth.eu-west-1.amazoncognito.com"].as_slice();
    let identity_pools = ["shop_identities", "another"].as_slice();
    let web = ["web", "native"].as_slice();
    // The last key of that name: in mobile files `AppClientId` of the login pages, whose pool is that of the file.
    let clients = ["user_pool_client_id", "aws_user_pools_web_client_id", "AppClientId"];
    check_everywhere("app clients", clients, value, [web, web, &["native", "web"]]);
    check_everywhere("domains", ["domain", "domain", "WebDomain"], value, [both; 3]);
    let scopes = ["email", "aws.cognito.signin.user.admin"].as_slice();
    let item = ["[\"openid\", \"|\"]"; 3];
    check_everywhere("scopes", ["scopes", "scope", "Scopes"], item, [scopes, scopes, &["email"]]);
    let registered = ["http://localhost:3000/", "https://shop.acme.test/"].as_slice();
    let joined = ["http://localhost:3000/,https://shop.acme.test/", "http://localhost:3000/"].as_slice();
    let list = ["[\"|\"]", "\"|\"", "\"|\""];
    let sign_in = ["redirect_sign_in_uri", "redirectSignIn", "SignInRedirectURI"];
    check_everywhere("sign-in addresses", sign_in, list, [registered, joined, &["shop://callback/"]]);
    let sign_out = ["redirect_sign_out_uri", "redirectSignOut", "SignOutRedirectURI"];
    check_everywhere("sign-out addresses", sign_out, list, [registered, joined, &["shop://signout/"]]);
    let providers = ["identity_providers", "aws_cognito_social_providers", "socialProviders"];
    check_everywhere("identity providers", providers, ["[\"|\"]"; 3], [&["GOOGLE"]; 3]);
    let region = ["aws_region", "aws_cognito_region", "Region"];
    check_everywhere("regions", region, value, [&["eu-west-1"]; 3]);
    check_everywhere("groups", ["groups", "", ""], ["[{ \"|\" }]"; 3], [&["ADMINS", "EDITORS"], &[], &[]]);
    let ids = ["identity_pool_id", "aws_cognito_identity_pool_id", ""];
    check_everywhere("identity pools", ids, value, [identity_pools; 3]);
    // `PoolId` is the key of both pools.
    for (id, expected) in [
        ("eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", identity_pools),
        ("eu-west-1_qWeRt6789", &["shop staging", "shop"]),
    ] {
        let asked = ask("amplifyconfiguration.json", &MOBILE.replacen(&format!("\"{id}\""), "\"|\"", 1), true);
        let labels: Vec<&str> = items(&asked.completion).iter().map(|item| item.label.as_str()).collect();
        assert_eq!(labels, expected);
    }
}

/// Without an app client what the resource servers of the pool have is offered beside what every pool has.
#[test]
fn scopes_of_resource_servers_are_offered_where_no_client_says_more() {
    for (name, text, key) in [
        ("amplify_outputs.json", OUTPUTS.replace("7k8l9m0n1o2p3q4r5s6t7u8v9a", ""), "scopes"),
        ("amplifyconfiguration.json", WEB.replace("7k8l9m0n1o2p3q4r5s6t7u8v9a", ""), "scope"),
        ("amplifyconfiguration.json", MOBILE.replace("3n8d0k2m5q7r9t1v4x6z8b0c2e", ""), "Scopes"),
    ] {
        let asked = ask(name, &at(&text, key, "[\"|\"]"), true);
        let found = items(&asked.completion);
        let own = found.iter().find(|item| item.label == "orders/read").expect("it is offered");
        assert_eq!(own.detail, "Read orders");
        assert!(found.iter().any(|item| item.label == "openid"), "{name}");
    }
}

/// Of a list that is too long to be shown what is typed finds the rest, by name and by id.
#[test]
fn what_is_typed_finds_what_a_long_list_does_not_show() {
    let text = "{\n  \"version\": \"1\",\n  \"auth\": {\n    \"aws_region\": \"eu-west-1\",\n    \"user_pool_id\": \"|\"\n  }\n}";
    let pools: Vec<String> = (0..10_000)
        .map(|number| {
            format!("\"eu-west-1_a{number:08}\": {{ \"name\": \"pool {number:05}\", \"modified\": {number} }}")
        })
        .collect();
    let account = Account::read(&format!("{{ \"user_pools\": {{ {} }} }}", pools.join(", ")));
    let path = FilePath::new("amplify_outputs.json");
    let mut project = Project::new();
    let region = crate::Region::new("eu-west-1").expect("it is one");
    account.tell_all(&mut project, |_| vec![crate::Lookup::UserPools(region.clone())]);
    for (typed, count, first) in [
        ("", 200, "pool 09999"),
        ("pool 0", 200, "pool 09999"),
        ("pool 00007", 1, "pool 00007"),
        ("POOL 0012", 10, "pool 00129"),
        ("a0000004", 10, "pool 00049"),
        ("EU-west-1_a0000004", 10, "pool 00049"),
        // A whole id stands there: whoever asks wants another.
        ("eu-west-1_a00000042", 200, "pool 09999"),
        // Nothing fits, so nothing is hidden.
        ("nothing", 200, "pool 09999"),
    ] {
        let offset = text.find('|').expect("the cursor is drawn") + typed.len();
        let text = text.replacen('|', typed, 1);
        project.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
        let found = completion(&project, &path, offset);
        let found = items(&found);
        assert_eq!((found.len(), found[0].label.as_str()), (count, first), "{typed}");
    }
}
