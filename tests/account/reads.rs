//! What is read of a whole account: each call, each page, and what is not there.

use std::sync::Mutex;

use amplify_account::AccountDirectory;
use amplify_cognito::Cognito;
use amplify_config::{Answer, DomainName, Facts, LinkedClient, Lookup, PasswordPolicy, Reason};

use crate::emulator::MINISTACK;
use crate::{ask, client, facts, identity_pool, pool, region, settings};

fn cognito() -> Cognito {
    Cognito::new(settings(&MINISTACK.endpoint))
}

#[tokio::test]
async fn a_user_pool_with_nearly_everything() {
    let shop = pool(MINISTACK.text("/shop/pool"));
    let Facts::UserPool(found) = facts(ask(&cognito(), Lookup::UserPool(shop.clone())).await) else { panic!() };
    assert_eq!(found.name, "shop users");
    assert_eq!(found.mfa.as_deref(), Some("OPTIONAL"));
    assert!(found.is_protected);
    assert!(found.created.is_some_and(|seconds| seconds > 1_700_000_000));
    assert_eq!(found.estimated_users, Some(0));
    let policy =
        PasswordPolicy { min_length: Some(12), lowercase: true, uppercase: true, numbers: true, symbols: false };
    assert_eq!(found.password_policy, Some(policy));
    let mut required = found.required_attributes.clone();
    required.sort();
    assert_eq!(required, ["email", "given_name", "sub"]);
    assert_eq!(found.custom_attributes, ["shoe_size"]);
    assert_eq!(found.username_attributes, ["email"]);
    assert_eq!(found.verified_attributes, ["email"]);
    assert_eq!(found.alias_attributes, [""; 0]);
    assert_eq!(found.triggers, ["PreSignUp"]);
    assert_eq!(found.login_hosts(&shop), ["shop-login.auth.us-east-1.amazoncognito.com"]);

    let Facts::MfaConfig(mfa) = facts(ask(&cognito(), Lookup::MfaConfig(shop)).await) else { panic!() };
    assert_eq!((mfa.mfa.as_deref(), mfa.totp, mfa.sms, mfa.email), (Some("OPTIONAL"), true, false, false));
}

#[tokio::test]
async fn other_user_pools() {
    let legacy = pool(MINISTACK.text("/legacy/pool"));
    let Facts::UserPool(found) = facts(ask(&cognito(), Lookup::UserPool(legacy)).await) else { panic!() };
    assert_eq!(found.alias_attributes, ["email", "preferred_username"]);
    assert_eq!(found.username_attributes, [""; 0]);
    assert_eq!(found.mfa.as_deref(), Some("OFF"));
    assert_eq!((found.domain.as_deref(), found.custom_domain.as_deref()), (None, None));

    let europe = pool(MINISTACK.text("/europe/pool"));
    let Facts::UserPool(found) = facts(ask(&cognito(), Lookup::UserPool(europe.clone())).await) else { panic!() };
    assert_eq!(found.login_hosts(&europe), ["login.shop.test"]);
    let Facts::MfaConfig(mfa) = facts(ask(&cognito(), Lookup::MfaConfig(europe)).await) else { panic!() };
    assert_eq!((mfa.mfa.as_deref(), mfa.sms, mfa.totp), (Some("ON"), true, false));
}

#[tokio::test]
async fn app_clients_with_and_without_a_secret() {
    let shop = pool(MINISTACK.text("/shop/pool"));
    let web = Lookup::Client(shop.clone(), client(MINISTACK.text("/shop/web/id")));
    let Facts::Client(web) = facts(ask(&cognito(), web).await) else { panic!() };
    assert_eq!(web.name, "shop web");
    assert!(!web.has_secret);
    let mut flows = web.auth_flows.clone();
    flows.sort();
    assert_eq!(flows, ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]);
    assert!(web.oauth_enabled);
    assert_eq!(web.oauth_flows, ["code"]);
    assert_eq!(web.scopes, ["openid", "email", "https://api.shop.test/read"]);
    assert_eq!(web.callback_urls, ["http://localhost:3000/", "https://shop.test/"]);
    assert_eq!(web.logout_urls, ["https://shop.test/bye"]);
    assert_eq!(web.identity_providers, ["COGNITO", "Google"]);
    assert_eq!(web.token_revocation, Some(true));
    assert_eq!(web.user_existence_errors.as_deref(), Some("ENABLED"));

    let native = Lookup::Client(shop, client(MINISTACK.text("/shop/native/id")));
    let Facts::Client(native) = facts(ask(&cognito(), native).await) else { panic!() };
    assert!(native.has_secret);
    assert!(!native.oauth_enabled);
    // The facts are all there is of it.
    assert!(!format!("{native:?}").contains(MINISTACK.text("/shop/native/secret")));
}

#[tokio::test]
async fn what_belongs_to_a_user_pool() {
    let shop = pool(MINISTACK.text("/shop/pool"));
    let Facts::Groups(groups) = facts(ask(&cognito(), Lookup::Groups(shop.clone())).await) else { panic!() };
    let mut named: Vec<(&str, Option<i32>)> =
        groups.items.iter().map(|group| (group.name.as_str(), group.precedence)).collect();
    named.sort();
    // The API makes a group of its own for each external provider.
    let of_google = format!("{}_Google", shop.as_str());
    named.retain(|(name, _)| *name != of_google);
    assert_eq!(named, [("admins", Some(1)), ("editors", Some(5))]);

    let lookup = Lookup::IdentityProviders(shop.clone());
    let Facts::IdentityProviders(found) = facts(ask(&cognito(), lookup).await) else { panic!() };
    assert_eq!(found.items.iter().map(|it| (&*it.name, &*it.kind)).collect::<Vec<_>>(), [("Google", "Google")]);

    let lookup = Lookup::ResourceServers(shop.clone());
    let Facts::ResourceServers(servers) = facts(ask(&cognito(), lookup).await) else { panic!() };
    assert_eq!(servers.items[0].identifier, "https://api.shop.test");
    let scopes: Vec<(&str, &str)> =
        servers.items[0].scopes.iter().map(|scope| (&*scope.name, &*scope.description)).collect();
    assert_eq!(scopes, [("read", "Read orders"), ("write", "Write orders")]);

    let domain = |name| Lookup::Domain(region("us-east-1"), DomainName::new(name).expect("a domain"));
    let Facts::Domain(found) = facts(ask(&cognito(), domain("shop-login")).await) else { panic!() };
    assert_eq!(found.user_pool, Some(shop));
    assert_eq!(ask(&cognito(), domain("somebody-elses")).await, Answer::Absent);
}

#[tokio::test]
async fn identity_pools_their_links_and_roles() {
    let id = identity_pool(MINISTACK.text("/shop/identity_pool"));
    let Facts::IdentityPool(found) = facts(ask(&cognito(), Lookup::IdentityPool(id.clone())).await) else { panic!() };
    assert_eq!((found.name.as_str(), found.allows_guests), ("shop identities", true));
    let issuer = pool(MINISTACK.text("/shop/pool")).issuer();
    let linked = |pointer| LinkedClient { issuer: issuer.clone(), client: MINISTACK.text(pointer).to_owned() };
    assert_eq!(found.linked, [linked("/shop/web/id"), linked("/shop/native/id")]);
    let Facts::IdentityPoolRoles(roles) = facts(ask(&cognito(), Lookup::IdentityPoolRoles(id)).await) else { panic!() };
    let role = |name: &str| Some(format!("arn:aws:iam::000000000000:role/{name}"));
    assert_eq!(roles.authenticated, role("shop-identities-signed-in"));
    assert_eq!(roles.unauthenticated, role("shop-identities-guest"));

    let id = identity_pool(MINISTACK.text("/europe/identity_pool"));
    let Facts::IdentityPool(found) = facts(ask(&cognito(), Lookup::IdentityPool(id.clone())).await) else { panic!() };
    assert!(!found.allows_guests);
    let Facts::IdentityPoolRoles(roles) = facts(ask(&cognito(), Lookup::IdentityPoolRoles(id)).await) else { panic!() };
    assert_eq!(roles.unauthenticated, None);
}

#[tokio::test]
async fn whose_account_it_is() {
    let Facts::Account(account) = facts(ask(&cognito(), Lookup::Account(region("eu-west-1"))).await) else { panic!() };
    assert_eq!(account.id, "000000000000");
}

#[tokio::test]
async fn lists_come_page_by_page() {
    let south = region("ap-southeast-2");
    let first = pool(MINISTACK.text("/many/pool"));
    for (lookup, count, handed_on) in [
        (Lookup::UserPools(south.clone()), 130, &[60, 120][..]),
        (Lookup::Clients(first.clone()), 130, &[60, 120]),
        (Lookup::Groups(first.clone()), 70, &[60]),
        (Lookup::ResourceServers(first), 70, &[50]),
        (Lookup::IdentityPools(south), 70, &[60]),
        (Lookup::UserPools(region("us-east-1")), 2, &[]),
        (Lookup::UserPools(region("sa-east-1")), 0, &[]),
    ] {
        let so_far = Mutex::new(Vec::new());
        let count_of = |answer: &Answer| match answer {
            Answer::Known(Facts::UserPools(list)) => (list.items.len(), list.is_complete),
            Answer::Known(Facts::Clients(list)) => (list.items.len(), list.is_complete),
            Answer::Known(Facts::Groups(list)) => (list.items.len(), list.is_complete),
            Answer::Known(Facts::ResourceServers(list)) => (list.items.len(), list.is_complete),
            Answer::Known(Facts::IdentityPools(list)) => (list.items.len(), list.is_complete),
            other => panic!("{other:?}"),
        };
        let note = |answer: Answer| so_far.lock().expect("nothing panics").push(count_of(&answer));
        let answer = cognito().answer(&lookup, &note).await;
        assert_eq!(count_of(&answer), (count, true), "{lookup:?}");
        let expected: Vec<(usize, bool)> = handed_on.iter().map(|&count| (count, false)).collect();
        assert_eq!(*so_far.lock().expect("nothing panics"), expected, "{lookup:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_absent_and_nothing_else() {
    let shop = pool(MINISTACK.text("/shop/pool"));
    let nowhere = pool("us-east-1_nOwHeRe01");
    let no_identity_pool = identity_pool("us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d");
    for lookup in [
        Lookup::UserPool(nowhere.clone()),
        Lookup::MfaConfig(nowhere.clone()),
        Lookup::Clients(nowhere.clone()),
        Lookup::Client(nowhere.clone(), client(MINISTACK.text("/shop/web/id"))),
        Lookup::Client(shop.clone(), client("7k8l9m0n1o2p3q4r5s6t7u8v9a")),
        Lookup::Groups(nowhere),
        // A pool is only where it is.
        Lookup::UserPool(shop.at(&region("eu-west-1"))),
        Lookup::IdentityPool(no_identity_pool.clone()),
        Lookup::IdentityPoolRoles(no_identity_pool),
    ] {
        assert_eq!(ask(&cognito(), lookup.clone()).await, Answer::Absent, "{lookup:?}");
    }
}

#[tokio::test]
async fn what_is_not_to_be_asked_is_not() {
    let shop = pool(MINISTACK.text("/shop/pool"));
    let mut narrow = settings(&MINISTACK.endpoint);
    narrow.regions = vec![region("eu-west-1")];
    let narrow = Cognito::new(narrow);
    assert_eq!(ask(&narrow, Lookup::UserPool(shop)).await, Answer::Unavailable(Reason::NotAsked));
    assert!(matches!(ask(&narrow, Lookup::UserPools(region("eu-west-1"))).await, Answer::Known(_)));
    // China has no user pools, and knows other credentials.
    let china = Lookup::UserPools(region("cn-north-1"));
    assert_eq!(ask(&cognito(), china).await, Answer::Unavailable(Reason::NotAsked));
}
