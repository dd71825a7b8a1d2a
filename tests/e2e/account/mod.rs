//! The account, end to end: what the program asks AWS, when, and what it makes of the answers. AWS is an emulator on this
//! machine, a server that counts who comes, or a snapshot.

mod commands;
mod editor;
mod new_file;
mod program;
mod progress;
mod scale;
mod security;

#[path = "../../account/emulator.rs"]
#[allow(dead_code, reason = "the tests of the account crate use more of it")]
mod emulator;
#[path = "../../account/relay.rs"]
mod relay;
#[path = "../../account/stub.rs"]
#[allow(dead_code, reason = "the tests of the account crate use more of it")]
mod stub;

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::Ordering;

use emulator::{Emulator, ministack};
use serde_json::{Value, json};
use stub::{Reply, Stub};

/// An account with one user pool of everything.
static EMULATOR: LazyLock<Emulator> = LazyLock::new(|| ministack(&[], &[]));

const POOL: &str = "us-east-1_qWeRt6789";
const CLIENT: &str = "7k8l9m0n1o2p3q4r5s6t7u8v9a";
const ACCESS_KEY: &str = "AKIAOFTHETESTS000000";
const SECRET_KEY: &str = "the-secret-key-of-the-tests";
const SESSION: &str = "the-session-token-of-the-tests";

/// A file that names this pool and this client.
fn file(pool: &str, client: &str) -> String {
    let region = pool.split('_').next().expect("an id names its region");
    format!(
        "{{\n  \"version\": \"1.4\",\n  \"auth\": {{\n    \"aws_region\": \"{region}\",\n    \"user_pool_id\": \
         \"{pool}\",\n    \"user_pool_client_id\": \"{client}\"\n  }}\n}}\n"
    )
}

/// The text of a snapshot with one pool that has one client, in this account.
fn snapshot(account: &str) -> String {
    json!({
        "format": "amplify-account-snapshot",
        "version": 1,
        "taken": 1_700_000_000,
        "account": account,
        "regions": { "us-east-1": {
            "user_pools": [{ "id": POOL, "name": "shop" }, { "id": "us-east-1_oThEr1234", "name": "other shop" }],
            "identity_pools": [],
        } },
        "user_pools": { POOL: {
            "name": "shop",
            "mfa": "OFF",
            "client_list": [{ "id": CLIENT, "name": "web" }],
            "clients": { CLIENT: { "name": "web" } },
        } },
    })
    .to_string()
}

/// An environment in which AWS is at `endpoint`, and good credentials are at hand.
fn environment(program: &mut Command, home: &Path, endpoint: &str) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("AWS_") || name.starts_with("AMPLIFY_") || name.to_lowercase().ends_with("_proxy") {
            program.env_remove(name);
        }
    }
    program
        .env("HOME", home)
        .env("USERPROFILE", home)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
        .env("AWS_SESSION_TOKEN", SESSION);
}

/// A server that must not be connected to, unless a test says so.
fn trap() -> Stub {
    Stub::start(|operation, _| match operation {
        "DescribeUserPool" => Reply::json(&format!("{{\"UserPool\": {{\"Id\": \"{POOL}\", \"Name\": \"shop\"}}}}")),
        "ListUserPools" => Reply::json(&format!("{{\"UserPools\": [{{\"Id\": \"{POOL}\", \"Name\": \"shop\"}}]}}")),
        "GetCallerIdentity" => Reply::Whole(403, "text/xml", DENIED.to_owned()),
        _ => Reply::error(400, "AccessDeniedException"),
    })
}

/// STS says in another language that something is not allowed.
const DENIED: &str = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error>\
                      <RequestId>1</RequestId></ErrorResponse>";

fn connections(stub: &Stub) -> usize {
    stub.connections.load(Ordering::SeqCst)
}

/// What a member of a JSON text is.
#[track_caller]
fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {value}"))
}
