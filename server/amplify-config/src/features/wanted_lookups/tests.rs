//! Files and places in them, with the questions they raise.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::account_ids::IdentityPoolId;
use crate::facts::{Facts, IdentityPoolFacts, UserPoolFacts};
use crate::features::testing;
use crate::inventory::{Answer, Moment, Reason};
use crate::project::Change;

/// A question in a short form, for tables.
fn show(lookup: &Lookup) -> String {
    let pool = |pool: &PoolId| format!("{} in {}", pool, pool.region());
    match lookup {
        Lookup::Account(region) => format!("account {region}"),
        Lookup::UserPools(region) => format!("user pools {region}"),
        Lookup::UserPool(id) => format!("user pool {}", pool(id)),
        Lookup::MfaConfig(id) => format!("mfa {}", pool(id)),
        Lookup::Clients(id) => format!("clients {}", pool(id)),
        Lookup::Client(id, client) => format!("client {client} of {}", pool(id)),
        Lookup::Groups(id) => format!("groups {}", pool(id)),
        Lookup::IdentityProviders(id) => format!("providers {}", pool(id)),
        Lookup::ResourceServers(id) => format!("resource servers {}", pool(id)),
        Lookup::Domain(region, name) => format!("domain {name} {region}"),
        Lookup::IdentityPools(region) => format!("identity pools {region}"),
        Lookup::IdentityPool(id) => format!("identity pool {id}"),
        Lookup::IdentityPoolRoles(id) => format!("roles {id}"),
    }
}

const POOL: &str = "eu-west-1_qWeRt6789";
const IDENTITY_POOL: &str = "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";

fn pool_at(region: &str) -> Lookup {
    let region = Region::new(region).expect("a region");
    Lookup::UserPool(PoolId::new(POOL).expect("a pool").at(&region))
}

fn pool_is(region: &str, mfa: &str) -> Change {
    let facts = UserPoolFacts { mfa: Some(mfa.to_owned()), ..UserPoolFacts::default() };
    Change::Answer(pool_at(region), Answer::Known(Facts::UserPool(Arc::new(facts))), Moment(1))
}

fn identity_pool_is_there() -> Change {
    let id = IdentityPoolId::new(IDENTITY_POOL).expect("an identity pool");
    let facts = Facts::IdentityPool(Arc::new(IdentityPoolFacts::default()));
    Change::Answer(Lookup::IdentityPool(id), Answer::Known(facts), Moment(1))
}

#[track_caller]
fn check(name: &str, text: &str, changes: Vec<Change>, expected: &[&str]) {
    let (mut project, path) = testing::project_named(name, text);
    for change in changes {
        project.apply(change);
    }
    let wanted: Vec<String> = wanted_lookups(&project, &path).iter().map(show).collect();
    assert_eq!(wanted, expected, "{text}");
}

const OWN: &str = "user pool eu-west-1_qWeRt6789 in eu-west-1";

#[test]
fn a_file_asks_for_its_pools_first() {
    for (text, expected) in [
        ("{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"aws_region\": \"eu-west-1\"}}", &[OWN][..]),
        // The client must wait for its pool.
        (testing::FULL, &[OWN, "identity pool eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d"]),
        // Without a region, with an unknown or a broken one, the id says where.
        ("{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\"}}", &[OWN]),
        ("{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"aws_region\": \"eu-west-99\"}}", &[OWN]),
        ("{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"aws_region\": \"evil.example\"}}", &[OWN]),
        ("{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"aws_region\":", &[OWN]),
        // The file's word counts where it says another region.
        (
            "{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"aws_region\": \"us-east-1\"}}",
            &["user pool eu-west-1_qWeRt6789 in us-east-1"],
        ),
        // Nothing that could be asked for.
        ("{\"auth\": {\"user_pool_id\": \"eu-west-1_aaaaaaaaa\", \"aws_region\": \"eu-west-1\"}}", &[]),
        ("{\"auth\": {\"user_pool_id\": \"<your-pool>\", \"aws_region\": \"eu-west-1\"}}", &[]),
        ("{\"auth\": {\"user_pool_id\": \"us-east-1_aBcD12345\", \"aws_region\": \"us-east-1\"}}", &[]),
        ("{\"auth\": {\"user_pool_id\": \"eu-west-99_qWeRt6789\", \"aws_region\": \"eu-west-99\"}}", &[]),
        ("{\"auth\": {\"user_pool_id\": \"xx-west-1_qWeRt6789\", \"aws_region\": \"xx-west-1\"}}", &[]),
        ("{\"auth\": {\"user_pool_id\": \"local_qWeRt678\", \"aws_region\": \"eu-west-1\"}}", &[]),
        ("{\"auth\": {\"user_pool_id\": \"\", \"aws_region\": \"eu-west-1\"}}", &[]),
        (
            "{\"auth\": {\"user_pool_id\": 7, \"identity_pool_id\": \"eu-west-1:00000000-0000-0000-0000-000000000000\"}}",
            &[],
        ),
        ("{\"auth\": {\"user_pool_client_id\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\"}}", &[]),
        ("", &[]),
    ] {
        check("amplify_outputs.json", text, vec![], expected);
    }
    check("amplify_outputs.example.json", testing::FULL, vec![], &[]);
    check("package.json", testing::FULL.replace("auth", "x").as_str(), vec![], &[]);
}

#[test]
fn a_pool_that_is_there_raises_more_questions() {
    let client = "client 7k8l9m0n1o2p3q4r5s6t7u8v9a of eu-west-1_qWeRt6789 in eu-west-1";
    let identity_pool = "identity pool eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";
    let roles = "roles eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";
    let (groups, providers, mfa) = (
        "groups eu-west-1_qWeRt6789 in eu-west-1",
        "providers eu-west-1_qWeRt6789 in eu-west-1",
        "mfa eu-west-1_qWeRt6789 in eu-west-1",
    );
    for (changes, expected) in [
        (vec![pool_is("eu-west-1", "OFF")], &[OWN, identity_pool, client, groups, providers][..]),
        (vec![pool_is("eu-west-1", "ON")], &[OWN, identity_pool, client, groups, providers, mfa]),
        (
            vec![pool_is("eu-west-1", "OPTIONAL"), identity_pool_is_there()],
            &[OWN, identity_pool, client, groups, providers, mfa, roles],
        ),
        (vec![identity_pool_is_there()], &[OWN, identity_pool, roles]),
        // What is not there is mended by what is, and one wants to know whose account it is.
        (
            vec![Change::Answer(pool_at("eu-west-1"), Answer::Absent, Moment(1))],
            &[OWN, "user pools eu-west-1", identity_pool, "account eu-west-1"],
        ),
        (
            vec![Change::Answer(pool_at("eu-west-1"), Answer::Unavailable(Reason::Denied), Moment(1))],
            &[OWN, identity_pool],
        ),
        (vec![pool_is("eu-west-1", "ON"), Change::NoAccount], &[OWN, identity_pool]),
    ] {
        check("amplify_outputs.json", testing::FULL, changes, expected);
    }
    let plain = "{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"groups\": [], \"oauth\": {}}}";
    check("amplify_outputs.json", plain, vec![pool_is("eu-west-1", "OFF")], &[OWN]);
}

#[test]
fn a_pool_that_is_not_where_the_file_says_is_looked_for_where_its_id_says() {
    let text = "{\"auth\": {\"user_pool_id\": \"eu-west-1_qWeRt6789\", \"aws_region\": \"us-east-1\",
        \"user_pool_client_id\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\"}}";
    let there = "user pool eu-west-1_qWeRt6789 in us-east-1";
    let absent = || Change::Answer(pool_at("us-east-1"), Answer::Absent, Moment(1));
    for (changes, expected) in [
        (vec![absent()], &[there, OWN][..]),
        (
            vec![absent(), pool_is("eu-west-1", "OFF")],
            &[there, OWN, "client 7k8l9m0n1o2p3q4r5s6t7u8v9a of eu-west-1_qWeRt6789 in eu-west-1"],
        ),
        // A replica.
        (
            vec![pool_is("us-east-1", "OFF")],
            &[there, "client 7k8l9m0n1o2p3q4r5s6t7u8v9a of eu-west-1_qWeRt6789 in us-east-1"],
        ),
    ] {
        check("amplify_outputs.json", text, changes, expected);
    }
}

#[test]
fn both_shapes_of_gen_1_ask_too() {
    let mobile = r#"{"auth": {"plugins": {"awsCognitoAuthPlugin": {
        "CredentialsProvider": {"CognitoIdentity": {"Default": {"PoolId": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "Region": "eu-west-1"}}},
        "CognitoUserPool": {"Default": {"PoolId": "eu-west-1_qWeRt6789", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "AppClientSecret": "s3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3c", "Region": "eu-west-1"}},
        "Auth": {"Default": {"socialProviders": ["GOOGLE"], "OAuth": {"AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a"}}}
    }}}}"#;
    let web = r#"{"aws_project_region": "eu-west-1", "aws_cognito_region": "eu-west-1",
        "aws_cognito_identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
        "aws_user_pools_id": "eu-west-1_qWeRt6789", "aws_user_pools_web_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
        "oauth": {"domain": "shop.auth.eu-west-1.amazoncognito.com"}}"#;
    for text in [mobile, web] {
        let pools = [OWN, "identity pool eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d"];
        check("amplifyconfiguration.json", text, vec![], &pools);
        check(
            "amplifyconfiguration.json",
            text,
            vec![pool_is("eu-west-1", "OFF")],
            &[
                pools[0],
                pools[1],
                "client 7k8l9m0n1o2p3q4r5s6t7u8v9a of eu-west-1_qWeRt6789 in eu-west-1",
                "providers eu-west-1_qWeRt6789 in eu-west-1",
            ],
        );
    }
}

/// What is asked with the cursor in the file.
#[track_caller]
fn check_at(drawn: &str, expected: &[&str]) {
    let (project, path, file) = testing::project(drawn);
    let offset = file.cursor.expect("the cursor is drawn");
    let wanted: Vec<String> = lookups_at(&project, &path, offset).iter().map(show).collect();
    assert_eq!(wanted, expected, "{drawn}");
}

/// `before|after`, with the rest of the `auth` section around it.
#[track_caller]
fn check_in_auth(member: &str, around: &str, expected: &[&str]) {
    let text = format!("{{\"auth\": {{\n{around}\n{member}\n}}}}");
    let offset = text.find('|').expect("the cursor is drawn");
    let (project, path) = testing::project_of(&text.replacen('|', "", 1));
    let wanted: Vec<String> = lookups_at(&project, &path, offset).iter().map(show).collect();
    assert_eq!(wanted, expected, "{text}");
}

#[test]
fn a_place_asks_for_what_completes_it() {
    let pool = "\"aws_region\": \"eu-west-1\", \"user_pool_id\": \"eu-west-1_qWeRt6789\",";
    let client = "\"aws_region\": \"eu-west-1\", \"user_pool_id\": \"eu-west-1_qWeRt6789\", \"user_pool_client_id\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\",";
    let of_client = "client 7k8l9m0n1o2p3q4r5s6t7u8v9a of eu-west-1_qWeRt6789 in eu-west-1";
    for (member, around, expected) in [
        ("\"user_pool_id\": \"|\"", "\"aws_region\": \"eu-west-1\",", &["user pools eu-west-1"][..]),
        ("\"user_pool_id\": |", "\"aws_region\": \"eu-west-1\",", &["user pools eu-west-1"]),
        ("\"user_pool_id\": \"eu-west-1_q|\"", "\"aws_region\": \"eu-west-1\",", &["user pools eu-west-1"]),
        ("\"user_pool_id\": \"|\"", "", &[]),
        ("\"user_pool_id\": \"|\"", "\"aws_region\": \"evil.example\",", &[]),
        ("\"user_pool_id\": \"|\"", "\"aws_region\": \"us-nowhere-9\",", &[]),
        ("\"user_pool_client_id\": \"|\"", pool, &["clients eu-west-1_qWeRt6789 in eu-west-1"]),
        ("\"user_pool_client_id\": |", pool, &["clients eu-west-1_qWeRt6789 in eu-west-1"]),
        // Not all clients of all pools.
        ("\"user_pool_client_id\": \"|\"", "\"aws_region\": \"eu-west-1\",", &[]),
        ("\"identity_pool_id\": \"|\"", "\"aws_region\": \"eu-west-1\",", &["identity pools eu-west-1"]),
        ("\"identity_pool_id\": \"|\"", "\"user_pool_id\": \"eu-west-1_qWeRt6789\",", &["identity pools eu-west-1"]),
        ("\"oauth\": {\"domain\": \"|\"}", pool, &[OWN]),
        ("\"oauth\": {\"scopes\": [\"|\"]}", client, &[of_client, "resource servers eu-west-1_qWeRt6789 in eu-west-1"]),
        ("\"oauth\": {\"scopes\": [|]}", pool, &["resource servers eu-west-1_qWeRt6789 in eu-west-1"]),
        ("\"oauth\": {\"redirect_sign_in_uri\": [\"|\"]}", client, &[of_client]),
        ("\"oauth\": {\"redirect_sign_out_uri\": [|]}", client, &[of_client]),
        ("\"oauth\": {\"identity_providers\": [|]}", pool, &["providers eu-west-1_qWeRt6789 in eu-west-1"]),
        ("\"groups\": [{\"|\"}]", pool, &["groups eu-west-1_qWeRt6789 in eu-west-1"]),
        ("\"groups\": [{|}]", pool, &["groups eu-west-1_qWeRt6789 in eu-west-1"]),
        ("\"mfa_configuration\": \"|\"", pool, &[]),
        ("\"|\"", pool, &[]),
    ] {
        check_in_auth(member, around, expected);
    }
    check_at(
        r#"
//- amplify_outputs.json
{
  "auth": {
    "user_pool_id": "",
                     |
    "aws_region": "us-gov-west-1"
  }
}
"#,
        &["user pools us-gov-west-1"],
    );
}

proptest! {
    /// Few questions, about listed regions, none twice, whatever the text.
    #[test]
    fn any_text_raises_few_questions(text in testing::mutated(), at in 0.0..1.0) {
        let (mut project, path) = testing::project_of(&text);
        project.apply(pool_is("eu-west-1", "ON"));
        let offset = (text.len() as f64 * at) as usize;
        for wanted in [wanted_lookups(&project, &path), lookups_at(&project, &path, offset)] {
            prop_assert!(wanted.len() <= MAX_LOOKUPS);
            prop_assert!(wanted.iter().all(|lookup| lookup.region().is_listed()));
            let mut unique = wanted.clone();
            unique.sort();
            unique.dedup();
            prop_assert_eq!(unique.len(), wanted.len());
        }
    }
}

#[test]
fn real_files_raise_at_most_seven_questions() {
    let mut asking = 0;
    for (name, text) in testing::corpus() {
        let (project, path) = testing::project_named(&name, &text);
        let wanted = wanted_lookups(&project, &path);
        assert!(wanted.len() <= MAX_LOOKUPS, "{name}");
        asking += usize::from(!wanted.is_empty());
    }
    assert!(asking > 10, "{asking} of the real files name a pool that could be asked for");
}
