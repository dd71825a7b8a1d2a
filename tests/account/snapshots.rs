//! A snapshot of an account answers as the account does, and holds no secret.

use amplify_account::{AccountDirectory, Snapshot, Wish};
use amplify_cognito::Cognito;
use amplify_config::{Answer, Lookup, Moment};

use crate::emulator::MINISTACK;
use crate::{ask, client, identity_pool, pool, region, settings};

#[tokio::test]
async fn a_snapshot_answers_as_the_account_did() {
    let cognito = Cognito::new(settings(&MINISTACK.endpoint));
    let (shop, legacy) = (pool(MINISTACK.text("/shop/pool")), pool(MINISTACK.text("/legacy/pool")));
    let identities = identity_pool(MINISTACK.text("/shop/identity_pool"));
    let wish = Wish {
        regions: vec![region("us-east-1"), region("ap-southeast-2")],
        described: vec![],
        user_pools: vec![shop.clone(), legacy.clone(), pool("us-east-1_nOwHeRe01")],
        identity_pools: vec![identities.clone()],
    };
    let (snapshot, failed) = Snapshot::take(&cognito, &wish, Moment(1_700_000_000)).await;
    assert_eq!(failed, []);
    let text = snapshot.to_json();
    for pointer in ["/shop/native/secret", "/legacy/native/secret"] {
        assert!(!text.contains(MINISTACK.text(pointer)), "{pointer} is in the snapshot");
    }
    assert!(text.contains("\"has_secret\": true"));

    let read = Snapshot::read(&text).expect("it was written just now");
    for lookup in [
        Lookup::Account(region("us-east-1")),
        Lookup::UserPools(region("us-east-1")),
        Lookup::UserPools(region("ap-southeast-2")),
        Lookup::IdentityPools(region("us-east-1")),
        Lookup::UserPool(shop.clone()),
        Lookup::UserPool(legacy.clone()),
        Lookup::UserPool(pool("us-east-1_nOwHeRe01")),
        Lookup::MfaConfig(shop.clone()),
        Lookup::Clients(shop.clone()),
        Lookup::Client(shop.clone(), client(MINISTACK.text("/shop/native/id"))),
        Lookup::Client(shop.clone(), client("7k8l9m0n1o2p3q4r5s6t7u8v9a")),
        Lookup::Groups(shop.clone()),
        Lookup::IdentityProviders(shop.clone()),
        Lookup::ResourceServers(shop.clone()),
        Lookup::IdentityPool(identities.clone()),
        Lookup::IdentityPoolRoles(identities),
    ] {
        let live: Answer = ask(&cognito, lookup.clone()).await;
        assert_eq!(read.answer(&lookup, &|_| ()).await, live, "{lookup:?}");
    }
}
