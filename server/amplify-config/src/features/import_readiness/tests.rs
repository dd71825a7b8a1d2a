//! The report on an account with everything, and what one change makes of it.

use std::sync::Arc;

use expect_test::expect;
use serde_json::{Value, json};

use super::*;
use crate::Change;
use crate::account_fixture::{Account, OUTPUTS, SHOP};

const POOL: &str = "/user_pools/eu-west-1_qWeRt6789";
const IDENTITY_POOL: &str = "/identity_pools/eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";

fn report(account: &Value) -> Option<ImportReadiness> {
    let path = FilePath::new("amplify_outputs.json");
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS))));
    let account: Account = serde_json::from_value(account.clone()).expect("the account can be read");
    account.tell_all(&mut project, |project| import_lookups(project, &path));
    import_readiness(&project, &path)
}

fn shop() -> Value {
    serde_json::from_str(SHOP).expect("it is JSON")
}

#[test]
fn the_whole_report() {
    expect![[r#"
        Can the user pool `shop` (eu-west-1_qWeRt6789) be imported?

        `referenceAuth` (Gen 2): yes
          met      The app client of the file has no secret
          met      The app client allows a way to sign in: `ALLOW_USER_SRP_AUTH`, `ALLOW_REFRESH_TOKEN_AUTH` and `ALLOW_USER_AUTH`
          met      There is an identity pool: `shop_identities`
          met      The identity pool takes tokens of the app client
          met      The identity pool has a role for users who are signed in
          met      The identity pool has a role for guests
          met      With external identity providers: a domain, callback and sign-out addresses
          met      No sign-in aliases

        `amplify import auth` (Gen 1), web app: yes
          met      The user pool has an app client without a secret: `web`
          met      There is an identity pool: `shop_identities`
          met      The identity pool takes tokens of an app client without a secret
          met      The identity pool has a role for users who are signed in
          met      The identity pool has a role for guests
          met      The app clients chosen for web and native have the same login settings: with `web` for both; `native` differs in callback addresses, sign-out addresses and scopes
          met      With login pages: a prefix domain, addresses, scopes and a grant for users

        `amplify import auth` (Gen 1), native app: yes
          met      The user pool has an app client: `native` and `web`
          met      There is an identity pool: `shop_identities`
          met      The identity pool takes tokens of an app client
          met      The identity pool has a role for users who are signed in
          met      The identity pool has a role for guests
          met      The app clients chosen for web and native have the same login settings: with `web` for both; `native` differs in callback addresses, sign-out addresses and scopes
          met      With login pages: a prefix domain, addresses, scopes and a grant for users
    "#]].assert_eq(&report(&shop()).expect("there is one").to_string());
    expect!["Can the user pool `shop` (eu-west-1_qWeRt6789) be imported? `referenceAuth` (Gen 2): yes; `amplify import auth` (Gen 1), web app: yes; `amplify import auth` (Gen 1), native app: yes"].assert_eq(&report(&shop()).expect("there is one").summary());
}

/// One change of the account, and what is not met or not known then: `tool: requirement`.
#[test]
fn each_requirement_is_looked_at() {
    let clients = format!("{POOL}/clients");
    let mut wrong = Vec::new();
    for (pointer, value, expected) in [
        (
            format!("{IDENTITY_POOL}/roles/unauthenticated"),
            Value::Null,
            expect![[r#"
                ReferenceAuth No: The identity pool has a role for guests: 
                ImportWeb No: The identity pool has a role for guests: 
                ImportNative No: The identity pool has a role for guests: 
            "#]],
        ),
        (
            format!("{IDENTITY_POOL}/roles"),
            Value::Null,
            expect![[r#"
                ReferenceAuth Unknown: The identity pool has a role for users who are signed in: 
                ReferenceAuth Unknown: The identity pool has a role for guests: 
                ImportWeb Unknown: The identity pool has a role for users who are signed in: 
                ImportWeb Unknown: The identity pool has a role for guests: 
                ImportNative Unknown: The identity pool has a role for users who are signed in: 
                ImportNative Unknown: The identity pool has a role for guests: 
            "#]],
        ),
        (
            format!("{IDENTITY_POOL}/linked"),
            json!([]),
            expect![[r#"
                ReferenceAuth No: The identity pool takes tokens of the app client: 
                ImportWeb No: The identity pool takes tokens of an app client without a secret: 
                ImportNative No: The identity pool takes tokens of an app client: 
            "#]],
        ),
        (
            format!("{POOL}/alias_attributes"),
            json!(["email"]),
            expect![[r#"
                ReferenceAuth No: No sign-in aliases: `email`
            "#]],
        ),
        (
            format!("{POOL}/identity_providers"),
            Value::Null,
            expect![[r#"
                ReferenceAuth Unknown: With external identity providers: a domain, callback and sign-out addresses: 
            "#]],
        ),
        (
            format!("{clients}/7k8l9m0n1o2p3q4r5s6t7u8v9a/has_secret"),
            json!(true),
            expect![[r#"
                ReferenceAuth No: The app client of the file has no secret: it has one
                ImportWeb No: The user pool has an app client without a secret: all have one
                ImportWeb No: The identity pool takes tokens of an app client without a secret: 
                ImportWeb Unknown: The app clients chosen for web and native have the same login settings: 
                ImportNative Unknown: The app clients chosen for web and native have the same login settings: 
            "#]],
        ),
        (
            format!("{clients}/7k8l9m0n1o2p3q4r5s6t7u8v9a/logout_urls"),
            json!([]),
            expect![[r#"
                ReferenceAuth No: With external identity providers: a domain, callback and sign-out addresses: sign-out addresses missing
                ImportWeb No: With login pages: a prefix domain, addresses, scopes and a grant for users: sign-out addresses missing
                ImportNative No: With login pages: a prefix domain, addresses, scopes and a grant for users: sign-out addresses missing
            "#]],
        ),
        (
            format!("{POOL}/domain"),
            Value::Null,
            expect![[r#"
            ImportWeb No: With login pages: a prefix domain, addresses, scopes and a grant for users: a prefix domain missing
            ImportNative No: With login pages: a prefix domain, addresses, scopes and a grant for users: a prefix domain missing
        "#]],
        ),
        (
            format!("{IDENTITY_POOL}/roles/authenticated"),
            json!("arn:aws:iam::123456789012:role"),
            expect![[r#"
            ImportWeb No: The names of the roles can be read: an ARN without a slash
            ImportNative No: The names of the roles can be read: an ARN without a slash
        "#]],
        ),
        (format!("{clients}/3n8d0k2m5q7r9t1v4x6z8b0c2e"), Value::Null, expect![""]),
    ] {
        let mut account = shop();
        let (above, name) = pointer.rsplit_once('/').expect("a pointer");
        let object = account.pointer_mut(above).and_then(Value::as_object_mut).expect("it is there");
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.to_owned(), value);
        }
        let report = report(&account).expect("there is one");
        let mut lines = String::new();
        for verdict in &report.verdicts {
            for it in verdict.requirements.iter().filter(|it| it.met != Met::Yes) {
                lines.push_str(&format!("{:?} {:?}: {}: {}\n", verdict.tool, it.met, it.what, it.why));
            }
        }
        expected.assert_eq(&lines);
        wrong.push(lines);
    }
    // Each change but the last is seen: a client less is no harm.
    let seen = wrong.iter().filter(|lines| !lines.is_empty()).count();
    assert_eq!(seen, wrong.len() - 1);
}

#[test]
fn what_was_not_asked_is_unknown_and_no_pool_is_no_report() {
    let path = FilePath::new("amplify_outputs.json");
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS))));
    let pool = PoolId::new("eu-west-1_qWeRt6789").expect("it has the form");
    Account::read(SHOP).tell_all(&mut project, |_| vec![Lookup::UserPool(pool.clone())]);
    let report_of_pool = import_readiness(&project, &path).expect("there is one");
    assert!(report_of_pool.verdicts.iter().all(|verdict| verdict.met() == Met::Unknown), "{report_of_pool}");
    let mut empty = shop();
    empty["user_pools"] = json!({});
    assert_eq!(report(&empty), None);
    assert_eq!(import_lookups(&project, &FilePath::new("nothing.json")), []);
}
