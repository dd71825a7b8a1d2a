//! Files made for the account of the tests, and what must be chosen before.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::account_fixture::{Account, SHOP};
use crate::{diagnostics, wanted_lookups};

fn shop() -> Value {
    serde_json::from_str(SHOP).expect("it is JSON")
}

fn wish(kind: ConfigKind) -> FileWish {
    let regions = vec![Region::new("eu-west-1").expect("it is one")];
    FileWish { kind, regions, user_pool: None, client: None, identity_pool: None }
}

/// What comes of a wish when all is asked that it raises.
fn made(account: &Value, wish: &FileWish) -> AccountFile {
    let account: Account = serde_json::from_value(account.clone()).expect("the account can be read");
    let mut project = Project::new();
    account.tell_all(&mut project, |project| account_file_lookups(project, wish));
    account_file(&project, wish)
}

/// All that is said of a file beside the account: nothing but what must be filled in.
fn said(account: &Value, kind: ConfigKind, text: &str) -> Vec<String> {
    let account: Account = serde_json::from_value(account.clone()).expect("the account can be read");
    let mut project = Project::new();
    let path = FilePath::new(file_name(kind));
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    account.tell_all(&mut project, |project| wanted_lookups(project, &path));
    diagnostics(&project, &path).into_iter().map(|it| format!("{}: {}", it.code, it.message)).collect()
}

#[test]
fn a_file_so_made_is_clean_beside_its_account() {
    for kind in ConfigKind::ALL {
        let mut account = shop();
        if kind == ConfigKind::Mobile {
            let client = &mut account["user_pools"]["eu-west-1_qWeRt6789"]["clients"]["7k8l9m0n1o2p3q4r5s6t7u8v9a"];
            client["callback_urls"] = json!(["shop://callback/"]);
            client["logout_urls"] = json!(["shop://signout/"]);
        }
        for pool in ["shop", "eu-west-1_qWeRt6789"] {
            for client in [Some("web"), Some("7k8l9m0n1o2p3q4r5s6t7u8v9a"), None] {
                let client = client.or((kind == ConfigKind::Mobile).then_some("web"));
                let wish =
                    FileWish { user_pool: Some(pool.to_owned()), client: client.map(str::to_owned), ..wish(kind) };
                let AccountFile::Text { text, notes } = made(&account, &wish) else {
                    panic!("{:?}", made(&account, &wish))
                };
                assert_eq!(notes, [""; 0]);
                assert_eq!(said(&account, kind, &text), [""; 0], "{text}");
                for part in ["eu-west-1_qWeRt6789", "7k8l9m0n1o2p3q4r5s6t7u8v9a", "0a1b2c3d-4e5f", "login.acme.test"] {
                    assert!(text.contains(part), "no {part}: {text}");
                }
            }
        }
    }
}

#[test]
fn the_secret_of_a_client_is_to_be_filled_in() {
    let wish = FileWish { user_pool: Some("shop".into()), client: Some("native".into()), ..wish(ConfigKind::Mobile) };
    let AccountFile::Text { text, notes } = made(&shop(), &wish) else { panic!("it can be made") };
    assert_eq!(notes.len(), 1);
    let said = said(&shop(), ConfigKind::Mobile, &text);
    let codes: Vec<&str> = said.iter().filter_map(|it| Some(it.split_once(": ")?.0)).collect();
    assert_eq!(codes, ["placeholder", "placeholder"], "{text}");
}

/// The answer in short.
fn short(made: &AccountFile) -> String {
    match made {
        AccountFile::Text { .. } => "a file".to_owned(),
        AccountFile::Choose { what, choices, is_whole } => {
            let choices: Vec<String> = choices.iter().map(|it| format!("{} ({})", it.name, it.detail)).collect();
            format!("{} of {}{}", what.name(), choices.join(", "), if *is_whole { "" } else { " and others" })
        }
        AccountFile::Impossible(message) => message.clone(),
    }
}

#[test]
fn what_is_not_clear_is_to_be_chosen_and_what_cannot_be_is_said() {
    let text = |text: &str| Some(text.to_owned());
    let of_shop = |kind| FileWish { user_pool: text("shop"), ..wish(kind) };
    let mut alone = shop();
    alone["user_pools"].as_object_mut().expect("an object").remove("eu-west-1_sTaGe4567");
    let mut secret = shop();
    secret["user_pools"]["eu-west-1_qWeRt6789"]["clients"]["7k8l9m0n1o2p3q4r5s6t7u8v9a"]["has_secret"] = json!(true);
    let mut linked = shop();
    linked["identity_pools"]["eu-west-1:9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b"]["linked"] =
        linked["identity_pools"]["eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d"]["linked"].clone();
    let outputs = ConfigKind::Outputs;
    for (account, wish, expected) in [
        (
            shop(),
            wish(outputs),
            "user pool of shop staging (Europe (Ireland) · changed 2023-07-22), shop (Europe (Ireland))",
        ),
        (alone, wish(outputs), "a file"),
        (
            shop(),
            FileWish { user_pool: text("shop staging"), ..wish(outputs) },
            "The user pool has no app client: one is to be made first",
        ),
        (
            shop(),
            FileWish { user_pool: text("nobody"), ..wish(outputs) },
            "There is no user pool called `nobody` in eu-west-1",
        ),
        (
            shop(),
            FileWish { user_pool: text("eu-west-1_aBcD12345"), ..wish(outputs) },
            "There is no user pool `eu-west-1_aBcD12345` in eu-west-1 of the AWS account that was asked",
        ),
        (shop(), of_shop(ConfigKind::Web), "a file"),
        (shop(), of_shop(ConfigKind::Mobile), "app client of web (no secret), native (has a secret)"),
        (
            secret.clone(),
            of_shop(outputs),
            "Every app client of the user pool has a secret, which such a file cannot hold",
        ),
        (
            shop(),
            FileWish { client: text("native"), ..of_shop(outputs) },
            "The app client `3n8d0k2m5q7r9t1v4x6z8b0c2e` has a secret, which such a file cannot hold",
        ),
        (shop(), FileWish { client: text("nobody"), ..of_shop(outputs) }, "The user pool has no app client `nobody`"),
        (
            linked.clone(),
            of_shop(outputs),
            "identity pool of shop_identities (linked to the app client), another (linked to the app client)",
        ),
        (linked.clone(), FileWish { identity_pool: text("another"), ..of_shop(outputs) }, "a file"),
        (linked, FileWish { identity_pool: text(""), ..of_shop(outputs) }, "a file"),
        (
            shop(),
            FileWish { identity_pool: text("another"), ..of_shop(outputs) },
            "No identity pool called `another` takes the tokens of the app client",
        ),
    ] {
        assert_eq!(short(&made(&account, &wish)), expected, "{wish:?}");
    }
}

#[test]
fn without_answers_there_is_no_file() {
    let project = Project::new();
    let wish = wish(ConfigKind::Outputs);
    assert_eq!(short(&account_file(&project, &wish)), "AWS did not tell which user pools there are in eu-west-1");
    let wish = FileWish { user_pool: Some("eu-west-1_qWeRt6789".into()), ..wish };
    assert_eq!(short(&account_file(&project, &wish)), "AWS told nothing of the user pool `eu-west-1_qWeRt6789`");
    assert_eq!(account_file_lookups(&project, &wish).len(), 1);
}
