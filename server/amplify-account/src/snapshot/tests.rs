//! What a snapshot answers, reads and refuses.

use super::*;

const TEXT: &str = r#"{
  "format": "amplify-account-snapshot",
  "version": 1,
  "taken": 1700000000,
  "account": "123456789012",
  "written_by": "a later program",
  "regions": {
    "eu-west-1": {
      "user_pools": [
        { "id": "eu-west-1_qWeRt6789", "name": "shop", "modified": 5 },
        { "id": "eu-west-1_listed01" }
      ],
      "identity_pools": [{ "id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "name": "shop" }]
    },
    "us-east-1": { "user_pools": [{ "id": "eu-west-1_qWeRt6789", "name": "its replica" }] }
  },
  "user_pools": {
    "eu-west-1_qWeRt6789": {
      "name": "shop",
      "mfa": "OFF",
      "domain": "shop-login",
      "shoe_size": 43,
      "client_list": [{ "id": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "name": "web" }, { "id": "onlylisted" }],
      "clients": { "7k8l9m0n1o2p3q4r5s6t7u8v9a": { "name": "web", "callback_urls": ["http://localhost:3000/"] } },
      "groups": []
    }
  },
  "identity_pools": {
    "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d": { "name": "shop", "allows_guests": true }
  }
}"#;

fn pool(text: &str) -> PoolId {
    PoolId::new(text).unwrap()
}

fn region(text: &str) -> Region {
    Region::new(text).unwrap()
}

/// The answer in short: what is known, or why not.
fn show(answer: &Answer) -> String {
    match answer {
        Answer::Known(Facts::UserPool(pool)) => format!("pool {}", pool.name),
        Answer::Known(Facts::UserPools(list)) => format!("{} pools, complete: {}", list.items.len(), list.is_complete),
        Answer::Known(Facts::Client(client)) => format!("client {} {:?}", client.name, client.callback_urls),
        Answer::Known(Facts::Clients(list)) => format!("{} clients", list.items.len()),
        Answer::Known(Facts::Groups(list)) => format!("{} groups", list.items.len()),
        Answer::Known(Facts::Account(account)) => format!("account {}", account.id),
        Answer::Known(Facts::Domain(domain)) => {
            format!("domain of {:?}", domain.user_pool.as_ref().map(PoolId::as_str))
        }
        Answer::Known(Facts::IdentityPool(pool)) => format!("identity pool, guests: {}", pool.allows_guests),
        Answer::Known(other) => format!("{other:?}"),
        Answer::Absent => "absent".to_owned(),
        Answer::Unavailable(reason) => format!("{reason:?}"),
    }
}

#[tokio::test]
async fn what_is_recorded_is_answered_and_only_a_list_says_what_is_not_there() {
    let snapshot = Snapshot::read(TEXT).unwrap();
    assert_eq!(snapshot.taken(), Moment(1_700_000_000));
    let shop = || pool("eu-west-1_qWeRt6789");
    let client = |id: &str| Lookup::Client(shop(), ClientId::new(id).unwrap());
    let identity_pool = |text: &str| IdentityPoolId::new(text).unwrap();
    let (own, other) =
        ("eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "eu-west-1:1a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d");
    let domain = |name: &str| Lookup::Domain(region("eu-west-1"), DomainName::new(name).unwrap());
    for (lookup, expected) in [
        (Lookup::Account(region("eu-west-1")), "account 123456789012"),
        (Lookup::UserPools(region("eu-west-1")), "2 pools, complete: true"),
        (Lookup::UserPools(region("eu-west-2")), "NotRecorded"),
        (Lookup::IdentityPools(region("us-east-1")), "NotRecorded"),
        (Lookup::UserPool(shop()), "pool shop"),
        (Lookup::UserPool(pool("eu-west-1_listed01")), "NotRecorded"),
        (Lookup::UserPool(pool("eu-west-1_other0001")), "absent"),
        (Lookup::UserPool(pool("eu-west-2_other0001")), "NotRecorded"),
        (Lookup::UserPool(shop().at(&region("us-east-1"))), "pool shop"),
        (Lookup::UserPool(shop().at(&region("us-west-2"))), "NotRecorded"),
        (Lookup::UserPool(pool("eu-west-1_listed01").at(&region("us-east-1"))), "absent"),
        (client("7k8l9m0n1o2p3q4r5s6t7u8v9a"), "client web [\"http://localhost:3000/\"]"),
        (client("onlylisted"), "NotRecorded"),
        (client("nowhere"), "absent"),
        (Lookup::Clients(shop()), "2 clients"),
        (Lookup::Clients(pool("eu-west-1_other0001")), "absent"),
        (Lookup::Groups(shop()), "0 groups"),
        (Lookup::MfaConfig(shop()), "NotRecorded"),
        (Lookup::IdentityPool(identity_pool(own)), "identity pool, guests: true"),
        (Lookup::IdentityPool(identity_pool(other)), "absent"),
        (Lookup::IdentityPoolRoles(identity_pool(own)), "NotRecorded"),
        (domain("shop-login"), "domain of Some(\"eu-west-1_qWeRt6789\")"),
        // The listed pool that is not described may own it.
        (domain("other"), "NotRecorded"),
    ] {
        assert_eq!(show(&snapshot.answer(&lookup, &|_| ()).await), expected, "{lookup:?}");
    }
}

#[test]
fn what_is_no_snapshot_is_refused_in_words() {
    for (text, expected) in [
        ("", "This is no snapshot of an account: EOF while parsing a value at line 1 column 0"),
        ("{}", "This is no snapshot of an account: `format` must be `amplify-account-snapshot`"),
        ("{\"format\": \"x\", \"version\": 1}", "`format` must be `amplify-account-snapshot`"),
        ("{\"format\": \"amplify-account-snapshot\"}", "This snapshot lacks its `version`"),
        (
            "{\"format\": \"amplify-account-snapshot\", \"version\": 2, \"regions\": 7}",
            "This snapshot has version 2, and this program reads version 1: take a new one",
        ),
        (
            "{\"format\": \"amplify-account-snapshot\", \"version\": 1,\n\"regions\": {\"mars\": {}}}",
            "This snapshot cannot be read: `mars` is not the name of a region at line 2",
        ),
        (
            "{\"format\": \"amplify-account-snapshot\", \"version\": 1, \"user_pools\": {\"a b\": {}}}",
            "`a b` is not the id of a user pool",
        ),
    ] {
        let error = Snapshot::read(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let missing = Snapshot::open(Path::new("/nowhere/snapshot.json")).unwrap_err().to_string();
    assert!(missing.starts_with("`/nowhere/snapshot.json`: "), "{missing}");
}

#[tokio::test]
async fn a_snapshot_of_a_snapshot_is_the_same() {
    let snapshot = Snapshot::read(TEXT).unwrap();
    let wish = Wish {
        regions: vec![region("eu-west-1")],
        described: vec![],
        user_pools: vec![pool("eu-west-1_qWeRt6789")],
        identity_pools: vec![IdentityPoolId::new("eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d").unwrap()],
    };
    let (mut copy, failed) = Snapshot::take(&snapshot, &wish, snapshot.taken()).await;
    let not_recorded: Vec<&str> = failed.iter().map(|(lookup, _)| lookup.action()).collect();
    assert_eq!(
        not_recorded,
        [
            "cognito-idp:GetUserPoolMfaConfig",
            "cognito-idp:DescribeUserPoolClient",
            "cognito-idp:ListIdentityProviders",
            "cognito-idp:ListResourceServers",
            "cognito-identity:GetIdentityPoolRoles",
        ]
    );
    copy.regions.insert(region("us-east-1"), snapshot.regions[&region("us-east-1")].clone());
    assert_eq!(copy, snapshot);
    assert_eq!(Snapshot::read(&copy.to_json()).unwrap(), snapshot);
}
