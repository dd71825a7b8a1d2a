//! The program needs the permissions that `Lookup::action` names and no others.

use std::collections::BTreeSet;

use amplify_account::AccountSettings;
use amplify_cognito::Cognito;
use amplify_config::{Answer, DomainName, Lookup, Reason};

use crate::emulator::{Emulator, GUARDED};
use crate::{ask, client, identity_pool, pool, region, settings};

/// Every question there is, about what is there.
pub(crate) fn every_question(account: &Emulator) -> Vec<Lookup> {
    let shop = pool(account.text("/shop/pool"));
    let identities = identity_pool(account.text("/shop/identity_pool"));
    vec![
        Lookup::Account(region("us-east-1")),
        Lookup::UserPools(region("us-east-1")),
        Lookup::UserPool(shop.clone()),
        Lookup::MfaConfig(shop.clone()),
        Lookup::Clients(shop.clone()),
        Lookup::Client(shop.clone(), client(account.text("/shop/web/id"))),
        Lookup::Client(shop.clone(), client(account.text("/shop/native/id"))),
        Lookup::Groups(shop.clone()),
        Lookup::IdentityProviders(shop.clone()),
        Lookup::ResourceServers(shop),
        Lookup::Domain(region("us-east-1"), DomainName::new("shop-login").expect("a domain")),
        Lookup::IdentityPools(region("us-east-1")),
        Lookup::IdentityPool(identities.clone()),
        Lookup::IdentityPoolRoles(identities),
    ]
}

fn with_keys(id: &str, secret: &str) -> Cognito {
    let variables =
        vec![("AWS_ACCESS_KEY_ID".to_owned(), id.to_owned()), ("AWS_SECRET_ACCESS_KEY".to_owned(), secret.to_owned())];
    Cognito::new(AccountSettings { environment: Some(variables), ..settings(&GUARDED.endpoint) })
}

#[tokio::test]
async fn the_documented_permissions_are_enough_and_each_costs_one_thing() {
    let reader = with_keys(GUARDED.text("/keys/reader/id"), GUARDED.text("/keys/reader/secret"));
    let questions = every_question(&GUARDED);
    for lookup in &questions {
        let answer = ask(&reader, lookup.clone()).await;
        assert!(matches!(answer, Answer::Known(_)), "{lookup:?}: {answer:?}");
    }
    // Who one is needs no permission.
    let actions: BTreeSet<&str> = questions.iter().map(Lookup::action).filter(|it| !it.starts_with("sts:")).collect();
    assert_eq!(actions.len(), 12);
    for action in actions {
        let call = action.rsplit(':').next().expect("an action names a call");
        let key = |name: &str| GUARDED.text(&format!("/keys/without{call}/{name}"));
        let narrow = with_keys(key("id"), key("secret"));
        for lookup in &questions {
            let answer = ask(&narrow, lookup.clone()).await;
            match lookup.action() == action {
                true => assert_eq!(answer, Answer::Unavailable(Reason::Denied), "{action}: {lookup:?}"),
                false => assert!(matches!(answer, Answer::Known(_)), "{action}: {lookup:?}: {answer:?}"),
            }
        }
    }
}

#[tokio::test]
async fn keys_that_are_wrong_say_nothing_about_what_is_there() {
    let shop = Lookup::UserPool(pool(GUARDED.text("/shop/pool")));
    for (id, secret) in [("AKIANOTATALLAKEYHERE", "x"), (GUARDED.text("/keys/reader/id"), "not-its-secret")] {
        assert_eq!(ask(&with_keys(id, secret), shop.clone()).await, Answer::Unavailable(Reason::Refused), "{id}");
    }
}
