//! The same reads from another emulator, as far as it goes.

use amplify_cognito::Cognito;
use amplify_config::{Answer, DomainName, Facts, Lookup, Reason};

use crate::emulator::MOTO;
use crate::{ask, client, facts, identity_pool, pool, region, settings};

#[tokio::test]
async fn another_api_is_read_as_well() {
    let cognito = Cognito::new(settings(&MOTO.endpoint));
    let shop = pool(MOTO.text("/shop/pool"));
    let Facts::UserPools(pools) = facts(ask(&cognito, Lookup::UserPools(region("us-east-1"))).await) else { panic!() };
    assert!(pools.items.iter().any(|entry| entry.id == shop && entry.name == "shop users"));

    let Facts::UserPool(found) = facts(ask(&cognito, Lookup::UserPool(shop.clone())).await) else { panic!() };
    assert_eq!(found.password_policy.as_ref().and_then(|policy| policy.min_length), Some(12));
    assert_eq!(found.username_attributes, ["email"]);
    assert_eq!(found.mfa.as_deref(), Some("OPTIONAL"));
    assert_eq!(found.login_hosts(&shop), ["shop-login.auth.us-east-1.amazoncognito.com"]);

    let Facts::Clients(clients) = facts(ask(&cognito, Lookup::Clients(shop.clone())).await) else { panic!() };
    assert_eq!(clients.items.len(), 2);
    for (name, has_secret, has_oauth) in [("web", false, true), ("native", true, false)] {
        let id = client(MOTO.text(&format!("/shop/{name}/id")));
        let Facts::Client(found) = facts(ask(&cognito, Lookup::Client(shop.clone(), id)).await) else { panic!() };
        assert_eq!((found.has_secret, found.oauth_enabled), (has_secret, has_oauth), "{name}");
    }
    let Facts::Groups(groups) = facts(ask(&cognito, Lookup::Groups(shop.clone())).await) else { panic!() };
    assert_eq!(groups.items.len(), 2);
    let Facts::MfaConfig(mfa) = facts(ask(&cognito, Lookup::MfaConfig(shop.clone())).await) else { panic!() };
    assert!(mfa.totp);
    let lookup = Lookup::IdentityProviders(shop.clone());
    let Facts::IdentityProviders(found) = facts(ask(&cognito, lookup).await) else { panic!() };
    assert_eq!(found.items[0].kind, "Google");
    let id = identity_pool(MOTO.text("/shop/identity_pool"));
    let Facts::IdentityPool(found) = facts(ask(&cognito, Lookup::IdentityPool(id.clone())).await) else { panic!() };
    assert_eq!(found.linked[0].issuer, shop.issuer());

    // What it does not have, it answers with a page for a browser: that is no answer.
    let roles = ask(&cognito, Lookup::IdentityPoolRoles(id)).await;
    assert_eq!(roles, Answer::Unavailable(Reason::Trouble));

    let nowhere = pool("us-east-1_nOwHeRe01");
    assert_eq!(ask(&cognito, Lookup::UserPool(nowhere)).await, Answer::Absent);
    let other = ask(&cognito, Lookup::Client(shop, client("7k8l9m0n1o2p3q4r5s6t7u8v9a"))).await;
    assert_eq!(other, Answer::Absent);
    let domain = Lookup::Domain(region("us-east-1"), DomainName::new("somebody-elses").expect("a domain"));
    assert_eq!(ask(&cognito, domain).await, Answer::Absent);
}
