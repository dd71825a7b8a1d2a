//! The pools of the tests exchanged for each other, in each kind of file.

use serde_json::{Value, json};

use super::by_hand::{ByHand, replace_pool_by_hand};
use super::*;
use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};
use crate::{Region, diagnostics, rule, wanted_lookups};

const STAGING: &str = "eu-west-1_sTaGe4567";

/// The shop with a whole staging pool, in which app client and identity pool are called alike.
fn account() -> Value {
    let mut account: Value = serde_json::from_str(SHOP).expect("it is JSON");
    let mut staging = account["user_pools"]["eu-west-1_qWeRt6789"].clone();
    staging["name"] = json!("shop staging");
    staging["domain"] = json!("shop-staging");
    staging["custom_domain"] = Value::Null;
    staging["mfa"] = json!("OFF");
    staging["password_policy"] = json!({ "min_length": 6 });
    staging["required_attributes"] = json!(["email", "name"]);
    staging["first_factors"] = json!(["PASSWORD"]);
    staging["groups"] = json!([{ "name": "TESTERS", "precedence": 0 }]);
    let mut web = staging["clients"]["7k8l9m0n1o2p3q4r5s6t7u8v9a"].clone();
    web["callback_urls"] = json!(["https://staging.acme.test/"]);
    web["logout_urls"] = json!(["https://staging.acme.test/"]);
    let mut native = staging["clients"]["3n8d0k2m5q7r9t1v4x6z8b0c2e"].clone();
    native["callback_urls"] = json!(["staging://callback/"]);
    staging["clients"] = json!({ "1s2t3a4g5i6n7g8w9e0b1a2b3c": web, "4s5t6a7g8i9n0g1n2a3t4i5v6e": native });
    account["user_pools"][STAGING] = staging;
    account["identity_pools"]["eu-west-1:9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b"] = json!({
        "name": "staging identities",
        "allows_guests": false,
        "linked": [
            { "issuer": format!("cognito-idp.eu-west-1.amazonaws.com/{STAGING}"), "client": "1s2t3a4g5i6n7g8w9e0b1a2b3c" },
            { "issuer": format!("cognito-idp.eu-west-1.amazonaws.com/{STAGING}"), "client": "4s5t6a7g8i9n0g1n2a3t4i5v6e" },
        ],
        "roles": { "authenticated": "arn:aws:iam::123456789012:role/staging" },
    });
    account
}

fn project(name: &str, text: &str) -> (Project, FilePath) {
    let mut project = Project::new();
    let path = FilePath::new(name);
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    read().tell(&mut project, &path);
    let region = Region::new("eu-west-1").expect("it is one");
    read().tell_all(&mut project, |_| vec![Lookup::UserPools(region.clone())]);
    (project, path)
}

fn read() -> Account {
    serde_json::from_value(account()).expect("the account can be read")
}

/// The file with the staging pool in it.
fn replaced(name: &str, text: &str) -> String {
    let (mut project, path) = project(name, text);
    let place = text.find("eu-west-1_qWeRt6789").expect("it is there");
    let offered = other_pools(&project, &path, place..place);
    let [(title, pool)] = offered.as_slice() else { panic!("{offered:?}") };
    assert_eq!(title, "Replace the user pool with `shop staging` (eu-west-1_sTaGe4567) and what follows from it");
    assert_eq!(replace_pool(&project, &path, pool), None, "nothing is known of it yet");
    read().tell_all(&mut project, |project| replace_pool_lookups(project, &path, pool));
    apply(text, &replace_pool(&project, &path, pool).expect("all is known"))
}

#[test]
fn all_that_follows_from_the_pool_is_replaced_too() {
    for (name, text) in
        [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB), ("amplifyconfiguration.json", MOBILE)]
    {
        let after = replaced(name, text);
        for old in [
            "qWeRt6789",
            "7k8l9m0n",
            "3n8d0k2m",
            "0a1b2c3d",
            "\"shop.auth",
            "ADMINS",
            "shop.acme.test",
            "shop://callback",
        ] {
            assert!(!after.contains(old), "{old} is left: {after}");
        }
        let (project, path) = project(name, &after);
        let found = diagnostics(&project, &path);
        let ours: Vec<_> =
            found.iter().filter(|it| rule(it.code).is_some_and(|rule| rule.topic == "account")).collect();
        assert!(ours.is_empty(), "{after}\n{ours:#?}");
        // The secret of the other client nobody knows.
        let others: Vec<&str> =
            found.iter().filter(|it| it.severity <= crate::Severity::Warning).map(|it| it.code).collect();
        assert!(others.iter().all(|code| *code == "placeholder"), "{after}\n{others:?}");
        assert_eq!(others.is_empty(), !after.contains(SECRET), "{after}");
        assert!(wanted_lookups(&project, &path).len() <= 7);
    }
}

#[test]
fn it_is_offered_on_a_pool_alone_and_where_others_are_known() {
    let (project, path) = project("amplify_outputs.json", OUTPUTS);
    let region = OUTPUTS.find("\"aws_region\"").expect("it is there") + 3;
    assert_eq!(other_pools(&project, &path, region..region), []);
    let mut nothing_known = Project::new();
    nothing_known.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS))));
    let pool = OUTPUTS.find("eu-west-1_qWeRt6789").expect("it is there");
    assert_eq!(other_pools(&nothing_known, &path, pool..pool), []);
    let mut broken = project;
    broken.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS.replacen(',', ",,", 1)))));
    assert_eq!(other_pools(&broken, &path, pool + 1..pool + 1), []);
}

/// What is written by hand, with these values typed into the tab stops in their order.
fn by_hand(name: &str, text: &str, typed: &[&str]) -> (String, String) {
    let mut project = Project::new();
    let path = FilePath::new(name);
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    let place = text.find("eu-west-1_qWeRt6789").expect("it is there");
    let ByHand { placeholders, snippets } = replace_pool_by_hand(&project, &path, place..place).expect("it is offered");
    let written = apply(text, &placeholders);
    project.apply(Change::Text(path.clone(), Some(Arc::from(written.as_str()))));
    // Each place is found until a value stands there, and nothing else is said of it.
    let left: Vec<&str> =
        diagnostics(&project, &path).iter().map(|it| it.code).filter(|it| *it != "oauth-scope").collect();
    assert!(left.iter().all(|code| *code == "placeholder"), "{name}: {left:?}\n{written}");
    assert_eq!(left.len(), written.matches("\"<").count(), "{name}: {written}");
    let typed = snippets.into_iter().map(|mut edit| {
        let number: usize = edit.text[2..edit.text.find(':').unwrap()].parse().unwrap();
        assert!(edit.text.ends_with('}') && !edit.text.contains("1q2w3e"), "{}", edit.text);
        edit.text = typed[number - 1].to_owned();
        edit
    });
    (written, apply(text, &typed.collect::<Vec<_>>()))
}

#[test]
fn without_an_account_all_that_follows_is_asked_for() {
    let (pool, region, client, secret) =
        ("us-east-1_nEwPo0l12", "us-east-1", "1n2e3w4c5l6i7e8n9t0a1b2c3d", "0n1e2w3s4e5c6r7e8t");
    let domain = "new.auth.us-east-1.amazoncognito.com";
    let identities = "us-east-1:2c3d4e5f-6a7b-4c8d-9e0f-1a2b3c4d5e6f";
    let all_replaced = |text: &str| {
        text.replace("eu-west-1_qWeRt6789", pool)
            .replace("7k8l9m0n1o2p3q4r5s6t7u8v9a", client)
            .replace("3n8d0k2m5q7r9t1v4x6z8b0c2e", client)
            .replace("1q2w3e4r5t6y7u8i9o0p1a2s3d4f5g6h7j8k9l0z1x2c3v4b5n6m", secret)
            .replace("eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", identities)
            .replace("shop.auth.eu-west-1.amazoncognito.com", domain)
            .replace("egion\": \"eu-west-1\"", &format!("egion\": \"{region}\""))
    };
    let (_, typed) = by_hand("amplify_outputs.json", OUTPUTS, &[pool, region, client, domain, identities]);
    assert_eq!(typed, all_replaced(OUTPUTS));
    let (_, typed) = by_hand("amplifyconfiguration.json", WEB, &[pool, region, client, domain, identities]);
    // The region of the project is that of other services, too.
    let project_region = "\"aws_project_region\": \"us-east-1\"";
    assert_eq!(typed, all_replaced(WEB).replace(project_region, "\"aws_project_region\": \"eu-west-1\""));
    let (written, typed) =
        by_hand("amplifyconfiguration.json", MOBILE, &[pool, region, client, secret, domain, identities]);
    assert_eq!(typed, all_replaced(MOBILE));
    assert!(!written.contains("1q2w3e4r"), "the secret of another client is of no use");
}

#[test]
fn where_the_account_knows_others_nothing_is_asked_by_hand() {
    let (project, path) = project("amplify_outputs.json", OUTPUTS);
    let place = OUTPUTS.find("eu-west-1_qWeRt6789").expect("it is there");
    assert!(!other_pools(&project, &path, place..place).is_empty());
    assert_eq!(replace_pool_by_hand(&project, &path, place..place), None);
    let mut alone = Project::new();
    alone.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS))));
    assert_eq!(replace_pool_by_hand(&alone, &path, 0..0), None, "not at another place");
    alone.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS.trim_end().trim_end_matches('}')))));
    assert_eq!(replace_pool_by_hand(&alone, &path, place..place), None, "not where the file breaks off");
}
