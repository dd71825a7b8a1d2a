//! One permission that lacks costs what depends on it, and nothing else.

use std::sync::Arc;

use serde_json::json;

use super::{changed, of_account};
use crate::account_fixture::{Account, OUTPUTS};
use crate::{
    Answer, Change, FilePath, Lookup, Moment, Project, Reason, completion, diagnostics, lookups_at, wanted_lookups,
};

/// An account that knows better at one place for each question.
fn drifted() -> Account {
    let mut account = changed(&format!("{}/password_policy/min_length", super::POOL), json!(8));
    let pool = &mut account["user_pools"]["eu-west-1_qWeRt6789"];
    pool["mfa_config"]["sms"] = json!(false);
    pool["groups"] = json!([{ "name": "ADMINS", "precedence": 0 }]);
    pool["identity_providers"] = json!([]);
    pool["clients"]["7k8l9m0n1o2p3q4r5s6t7u8v9a"]["scopes"] = json!(["openid", "orders/read"]);
    account["user_pools"]["eu-west-1_sTaGe4567"]["domain"] = json!("shop-staging");
    let identity_pool = &mut account["identity_pools"]["eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d"];
    identity_pool["allows_guests"] = json!(false);
    identity_pool["roles"] = json!({});
    serde_json::from_value(account).expect("the account can be read")
}

/// Answers all that is wanted but what takes this permission.
fn tell(account: &Account, project: &mut Project, denied: &str, wanted: impl Fn(&Project) -> Vec<Lookup>) {
    loop {
        let new: Vec<Lookup> =
            wanted(project).into_iter().filter(|lookup| project.inventory().entry(lookup).is_none()).collect();
        if new.is_empty() {
            return;
        }
        for lookup in new {
            let is_denied = lookup.action().rsplit(':').next() == Some(denied);
            let answer = if is_denied { Answer::Unavailable(Reason::Denied) } else { account.answer(&lookup) };
            project.apply(Change::Answer(lookup, answer, Moment(1)));
        }
    }
}

/// What is found, by pointers, and at which values completion offers what the account has.
fn features(denied: &str) -> (Vec<String>, Vec<&'static str>) {
    let account = drifted();
    let path = FilePath::new("amplify_outputs.json");
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(OUTPUTS))));
    tell(&account, &mut project, denied, |project| wanted_lookups(project, &path));
    let found = diagnostics(&project, &path);
    let document = project.document(&path).expect("it is there").clone();
    let said: Vec<String> = of_account(&found)
        .iter()
        .map(|it| document.pointer_at(it.range.start).trim_start_matches("/auth/").to_owned())
        .collect();
    // The place, and what only the account knows there.
    let places = [
        ("eu-west-1_qWeRt6789", "shop staging", "pools"),
        ("7k8l9m0n", "native", "clients"),
        ("eu-west-1:0a1b", "another", "identity pools"),
        ("shop.auth", "login.acme.test", "domains"),
        ("\"email\", \"aws", "Read orders", "words for scopes"),
    ];
    let mut offered = Vec::new();
    for (needle, label, what) in places {
        let offset = OUTPUTS.find(needle).expect("it is there");
        tell(&account, &mut project, denied, |project| lookups_at(project, &path, offset));
        let has_it = |item: &crate::CompletionItem| item.label == label || item.detail == label;
        if completion(&project, &path, offset).items.iter().any(has_it) {
            offered.push(what);
        }
    }
    // Whose the domain of another user pool is, is asked by whoever looks at it.
    let other = OUTPUTS.replace("shop.auth", "shop-staging.auth");
    let offset = other.find("shop-staging.auth").expect("it is there");
    project.apply(Change::Text(path.clone(), Some(Arc::from(other.as_str()))));
    tell(&account, &mut project, denied, |project| lookups_at(project, &path, offset));
    if diagnostics(&project, &path)
        .iter()
        .any(|it| it.message.contains("(eu-west-1_sTaGe4567)") || it.message.contains("`eu-west-1_sTaGe4567`"))
    {
        offered.push("owners of domains");
    }
    // Which account has no such pool.
    let elsewhere = OUTPUTS.replace("eu-west-1_qWeRt6789", "eu-west-1_oTh3rP00l");
    project.apply(Change::Text(path.clone(), Some(Arc::from(elsewhere.as_str()))));
    tell(&account, &mut project, denied, |project| wanted_lookups(project, &path));
    if diagnostics(&project, &path).iter().any(|it| it.message.contains("123456789012")) {
        offered.push("the number of the account");
    }
    (said, offered)
}

#[test]
fn a_permission_that_lacks_costs_what_depends_on_it() {
    let (mfa, length, groups) = ("mfa_methods", "password_policy/min_length", "groups/1/EDITORS");
    let (provider, scopes) = ("oauth/identity_providers/0", ["oauth/scopes/1", "oauth/scopes/2"]);
    let (roles, guests) = ("identity_pool_id", "unauthenticated_identities_enabled");
    let number = "the number of the account";
    let lists = ["pools", "clients", "identity pools", "domains", "words for scopes", "owners of domains", number];
    let (whole, offered) = features("nothing");
    assert_eq!(whole, [roles, mfa, groups, length, provider, scopes[0], scopes[1], guests]);
    assert_eq!(offered, lists);
    let of_pool = [mfa, groups, length, provider, scopes[0], scopes[1]];
    // What is not said any more, and what is not offered any more.
    for (denied, unsaid, not_offered) in [
        ("GetCallerIdentity", [].as_slice(), [number].as_slice()),
        ("ListUserPools", &[], &["pools"]),
        ("ListUserPoolClients", &[], &["clients"]),
        ("ListIdentityPools", &[], &["identity pools"]),
        ("ListResourceServers", &[], &["words for scopes"]),
        ("DescribeUserPoolDomain", &[], &["owners of domains"]),
        ("DescribeUserPool", &of_pool, &["domains", "words for scopes", "owners of domains", number]),
        ("GetUserPoolMfaConfig", &[mfa], &[]),
        ("DescribeUserPoolClient", &[provider, scopes[0], scopes[1]], &[]),
        ("ListGroups", &[groups], &[]),
        ("ListIdentityProviders", &[provider], &[]),
        ("DescribeIdentityPool", &[roles, guests], &[]),
        ("GetIdentityPoolRoles", &[roles], &[]),
    ] {
        let (said, offered) = features(denied);
        let left: Vec<&String> = whole.iter().filter(|it| !unsaid.contains(&it.as_str())).collect();
        assert_eq!(said.iter().collect::<Vec<_>>(), left, "{denied}");
        let left: Vec<&str> = lists.into_iter().filter(|what| !not_offered.contains(what)).collect();
        assert_eq!(offered, left, "{denied}");
    }
}
