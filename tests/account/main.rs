//! The account crate against a real Cognito API on this machine, and against a server that does what no emulator does.
//!
//! Needs `python3` (3.10 or newer, with `venv`); the first run installs pinned packages from the Python package index
//! into `target/tmp`. Nothing else leaves the machine.

mod apart;
mod credentials;
mod emulator;
mod faults;
mod logs;
mod moto;
mod permissions;
mod quiet;
mod reads;
mod scale;
mod snapshots;
mod stub;

use amplify_account::{AccountDirectory, AccountSettings, Limits};
use amplify_cognito::Cognito;
use amplify_config::{Answer, ClientId, Facts, IdentityPoolId, Lookup, PoolId, Region};

/// Settings that lead to an endpoint on this machine, with keys of no worth and no haste.
fn settings(endpoint: &str) -> AccountSettings {
    let variables = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];
    AccountSettings {
        enabled: true,
        endpoint: Some(endpoint.to_owned()),
        environment: Some(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()),
        limits: Limits { per_region: 10_000.0, per_pool: 10_000.0, ..Limits::default() },
        ..AccountSettings::default()
    }
}

async fn ask(cognito: &Cognito, lookup: Lookup) -> Answer {
    cognito.answer(&lookup, &|_| ()).await
}

#[track_caller]
fn facts(answer: Answer) -> Facts {
    match answer {
        Answer::Known(facts) => facts,
        other => panic!("it should be known: {other:?}"),
    }
}

fn region(text: &str) -> Region {
    Region::new(text).expect("a region")
}

fn pool(text: &str) -> PoolId {
    PoolId::new(text).expect("the id of a user pool")
}

fn client(text: &str) -> ClientId {
    ClientId::new(text).expect("the id of an app client")
}

fn identity_pool(text: &str) -> IdentityPoolId {
    IdentityPoolId::new(text).expect("the id of an identity pool")
}
