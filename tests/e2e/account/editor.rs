//! The account in the editor: completion, findings and status, from a snapshot and from an emulator.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::relay::Relay;
use super::*;
use crate::protocol::client::{Client, EGLOT, NEOVIM, PATIENCE, VSCODE, profile};
use crate::protocol::editor::Buffer;

pub(super) const URI: &str = "file:///nowhere/amplify_outputs.json";

/// A session with these settings, in which the client wants to know how it stands.
pub(super) fn start(name: &str, home: &Path, endpoint: &str, settings: Value) -> Client {
    start_in(name, home, endpoint, settings, None)
}

/// The same with a folder open.
pub(super) fn start_in(name: &str, home: &Path, endpoint: &str, settings: Value, root: Option<&Path>) -> Client {
    let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
    program.arg("--stdio");
    environment(&mut program, home, endpoint);
    start_program(name, program, settings, root)
}

/// The same with a command that is made already.
pub(super) fn start_program(name: &str, program: Command, settings: Value, root: Option<&Path>) -> Client {
    let mut client = Client::spawn_program(program);
    let mut params = profile(name);
    params["capabilities"]["experimental"] = json!({ "amplifyAccountStatus": true });
    params["initializationOptions"] = json!({ "account": settings });
    if let Some(root) = root {
        let uri = format!("file://{}", root.display());
        params["rootUri"] = json!(uri);
        params["workspaceFolders"] = json!([{ "uri": uri, "name": "test" }]);
    }
    client.shake_hands(params);
    client
}

/// Waits until it stands so.
pub(super) fn wait_for_status(client: &mut Client, state: &str) -> Value {
    loop {
        let status = client.notification("amplify/accountStatus");
        if status["state"] == state {
            return status;
        }
    }
}

/// Ends a session in which more may have been told than was waited for.
pub(super) fn end(mut client: Client) {
    client.may_stay_unread = &["textDocument/publishDiagnostics", "amplify/accountStatus", "window/showMessage"];
}

/// Asks for a list, as a client does that is told that it is incomplete, until it offers all of these.
fn until_offered(client: &mut Client, buffer: &Buffer, needle: &str, expected: &[&str]) {
    let end = Instant::now() + PATIENCE;
    loop {
        let place = buffer.place(client, needle, 0);
        let list = client.request("textDocument/completion", place).expect("a list");
        let offered = list["items"].to_string();
        if expected.iter().all(|id| offered.contains(id)) {
            return;
        }
        assert_eq!(list["isIncomplete"], true, "it is not whole and says so: {list}");
        assert!(Instant::now() < end, "{list}");
    }
}

fn written(folder: &tempfile::TempDir, account: &str) -> PathBuf {
    let path = folder.path().join("account.json");
    std::fs::write(&path, snapshot(account)).expect("the folder is ours");
    path
}

#[test]
fn a_snapshot_answers_in_the_place_of_aws() {
    for name in [NEOVIM, VSCODE] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = written(&folder, "123456789012");
        let trap = trap();
        let mut client = start(name, folder.path(), &trap.endpoint, json!({ "snapshot": path }));
        let mut buffer = Buffer::open(&mut client, URI, &file(POOL, "not0an0app0client0of0it000"));
        let status = loop {
            let status = wait_for_status(&mut client, "ready");
            if status["account"] == "123456789012" {
                break status;
            }
        };
        assert_eq!((text(&status, "/source"), &status["troubles"]), ("snapshot", &json!([])));
        buffer.wait_for(&mut client, &["client-not-found"]);

        until_offered(&mut client, &buffer, POOL, &["us-east-1_oThEr1234"]);
        until_offered(&mut client, &buffer, "not0an0app", &[CLIENT]);
        buffer.replace(&mut client, "not0an0app0client0of0it000", CLIENT);
        buffer.wait_for(&mut client, &[]);
        assert_eq!(connections(&trap), 0, "a snapshot asks nobody");
        end(client);
    }
}

#[test]
fn what_aws_answers_late_reaches_clients_that_pull_and_that_are_pushed_to() {
    for name in [NEOVIM, VSCODE] {
        let folder = tempfile::tempdir().expect("a folder");
        let (endpoint, pool) = (&EMULATOR.endpoint, EMULATOR.text("/shop/pool"));
        let mut client = start(name, folder.path(), endpoint, json!({ "enabled": true }));
        let buffer = Buffer::open(&mut client, URI, &file(pool, "not0an0app0client0of0it000"));
        buffer.wait_for(&mut client, &["client-not-found"]);
        while wait_for_status(&mut client, "ready")["account"] != "000000000000" {}

        let pools = ["/shop/pool", "/legacy/pool"].map(|pointer| EMULATOR.text(pointer));
        until_offered(&mut client, &buffer, pool, &pools);
        end(client);
    }
}

#[test]
fn a_list_that_loads_is_answered_at_once_and_asked_for_again() {
    let folder = tempfile::tempdir().expect("a folder");
    // It is let go when the test says so.
    let gate = std::sync::Arc::new((std::sync::Mutex::new(false), std::sync::Condvar::new()));
    let waiting = gate.clone();
    let stub = Stub::start(move |operation, _| match operation {
        "ListUserPools" => {
            let open = waiting.0.lock().expect("nobody panics");
            drop(waiting.1.wait_while(open, |open| !*open).expect("nobody panics"));
            Reply::json(&format!("{{\"UserPools\": [{{\"Id\": \"{POOL}\", \"Name\": \"shop\"}}]}}"))
        }
        _ => Reply::error(400, "ResourceNotFoundException"),
    });
    let mut client = start(NEOVIM, folder.path(), &stub.endpoint, json!({ "enabled": true }));
    let text = "{\"version\": \"1.4\", \"auth\": {\"aws_region\": \"us-east-1\", \"user_pool_id\": \"\"}}";
    let buffer = Buffer::open(&mut client, URI, text);
    wait_for_status(&mut client, "ready");
    let params = buffer.place(&client, "\"}", 0);
    let list = client.request("textDocument/completion", params).expect("a list");
    assert_eq!(list["isIncomplete"], true, "{list}");
    assert!(!list.to_string().contains(POOL));
    *gate.0.lock().expect("nobody panics") = true;
    gate.1.notify_all();
    until_offered(&mut client, &buffer, "\"}", &[POOL]);
    end(client);
}

#[test]
fn a_whole_file_costs_seven_calls_and_a_second_one_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let relay = Relay::start(&EMULATOR.endpoint);
    let text = |name: &str| EMULATOR.text(&format!("/shop/{name}"));
    let file = json!({ "version": "1.4", "auth": {
        "aws_region": "us-east-1",
        "user_pool_id": text("pool"),
        "user_pool_client_id": text("web/id"),
        "identity_pool_id": text("identity_pool"),
        "mfa_configuration": "OPTIONAL",
        "mfa_methods": ["TOTP"],
        "groups": [{ "nobody": { "precedence": 0 } }],
        "oauth": {
            "identity_providers": ["GOOGLE"],
            "domain": "shop.auth.us-east-1.amazoncognito.com",
            "scopes": ["openid"],
            "redirect_sign_in_uri": ["http://localhost:3000/"],
            "redirect_sign_out_uri": ["https://shop.test/bye"],
            "response_type": "code",
        },
    } });
    let mut client = start(NEOVIM, folder.path(), &relay.endpoint, json!({ "enabled": true }));
    let first = Buffer::open(&mut client, URI, &file.to_string());
    let found = loop {
        let found = first.codes(&mut client);
        if found == ["group-not-found", "wrong-login-domain"] {
            break found;
        }
        client.wait_for_news("the group");
    };
    while wait_for_status(&mut client, "ready")["account"] != "000000000000" {}
    let asked = relay.calls().len();
    let about_file = asked - relay.count("GetCallerIdentity");
    assert_eq!((about_file, relay.count("GetCallerIdentity")), (7, 1), "{:?}", relay.calls());
    let second = Buffer::open(&mut client, "file:///elsewhere/amplify_outputs.json", &file.to_string());
    assert_eq!(second.codes(&mut client), found);
    // A question that was raised would be asked by then: it waits a quarter of a second.
    client.let_pass(Duration::from_secs(1));
    assert_eq!(relay.calls().len(), asked, "{:?}", relay.calls());
    end(client);
}

#[test]
fn it_is_switched_on_and_off_reloaded_and_checked_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(&folder, "123456789012");
    let mut client = start(NEOVIM, folder.path(), "http://127.0.0.1:9", json!({}));
    let buffer = Buffer::open(&mut client, URI, &file(POOL, "not0an0app0client0of0it000"));
    assert_eq!(buffer.codes(&mut client), [""; 0]);
    let error = client.request("workspace/executeCommand", json!({ "command": "amplify-ls.checkAccount" }));
    assert!(text(&error.expect_err("nobody is asked"), "/message").contains("account.enabled"));
    let status = client.request("amplify/accountStatus", Value::Null).expect("any client may ask");
    assert_eq!(status["state"], "off");

    client.settings = json!({ "account": { "snapshot": path } });
    client.notify("workspace/didChangeConfiguration", json!({}));
    wait_for_status(&mut client, "ready");
    buffer.wait_for(&mut client, &["client-not-found"]);
    client.request("workspace/executeCommand", json!({ "command": "amplify-ls.checkAccount" })).expect("it is on");

    written(&folder, "210987654321");
    client.request("workspace/executeCommand", json!({ "command": "amplify-ls.reloadAccount" })).expect("it is on");
    loop {
        let status = wait_for_status(&mut client, "ready");
        if status["account"] == "210987654321" {
            break;
        }
    }
    client.settings = json!({ "account": { "snapshot": "" } });
    client.notify("workspace/didChangeConfiguration", json!({}));
    wait_for_status(&mut client, "off");
    buffer.wait_for(&mut client, &[]);

    // What cannot be read is told without its path.
    client.settings = json!({ "account": { "snapshot": folder.path().join("secret-name.json") } });
    client.notify("workspace/didChangeConfiguration", json!({}));
    let said = client.notification("window/logMessage");
    assert!(text(&said, "/message").starts_with("The file of amplify-ls.account.snapshot cannot be read"), "{said}");
    end(client);
}

#[test]
fn trouble_is_a_status_and_no_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = Stub::start(|_, _| Reply::error(400, "AccessDeniedException"));
    let mut client = start(NEOVIM, folder.path(), &stub.endpoint, json!({ "enabled": true }));
    let buffer = Buffer::open(&mut client, URI, &file(POOL, CLIENT));
    let status = loop {
        let status = wait_for_status(&mut client, "trouble");
        if status.to_string().contains("cognito-idp:DescribeUserPool") {
            break status;
        }
    };
    let troubles = status["troubles"].as_array().expect("a list");
    assert_eq!(text(&troubles[0], "/message"), "These AWS credentials are not allowed to read this");
    assert_eq!(buffer.codes(&mut client), [""; 0]);
    end(client);
}

#[test]
fn profiles_and_regions_can_be_chosen_from() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".aws")).expect("the folder is ours");
    let config = "[default]\nregion = us-east-1\n[profile work]\nsso_session = s\n";
    std::fs::write(folder.path().join(".aws/config"), config).expect("the folder is ours");
    let mut client = start(VSCODE, folder.path(), "http://127.0.0.1:9", json!({ "profile": "work" }));
    for params in [Value::Null, json!({})] {
        let found = client.request("amplify/profiles", params.clone()).expect("profiles");
        let default = json!({ "name": "default", "region": "us-east-1", "signsIn": false });
        let work = json!({ "name": "work", "region": null, "signsIn": true });
        assert_eq!(found, json!({ "profiles": [default, work], "current": "work" }));
        let regions = client.request("amplify/regions", params).expect("regions");
        assert_eq!(regions["regions"][0], json!({ "name": "af-south-1", "title": "Africa (Cape Town)" }));
    }
    end(client);
}

/// What is offered on the user pool of a file, as a user asks for it.
fn actions_on_pool(client: &mut Client, buffer: &Buffer, pool: &str) -> Vec<Value> {
    let params = json!({
        "textDocument": buffer.identifier(),
        "range": buffer.range(client, pool),
        "context": { "diagnostics": [], "only": ["refactor.rewrite"], "triggerKind": 1 },
    });
    let answer = client.request("textDocument/codeAction", params).expect("actions");
    answer.as_array().expect("a list").clone()
}

/// Asks again until an action is offered whose title has this in it: what it is made of may come late.
fn action(client: &mut Client, buffer: &Buffer, pool: &str, title: &str) -> Value {
    let end = Instant::now() + PATIENCE;
    loop {
        let offered = actions_on_pool(client, buffer, pool);
        if let Some(found) = offered.iter().find(|action| text(action, "/title").contains(title)) {
            return found.clone();
        }
        assert!(Instant::now() < end, "no {title}: {offered:?}");
        client.let_pass(Duration::from_millis(50));
    }
}

#[test]
fn a_pool_that_was_just_taken_is_filled_in_and_replaced_by_another() {
    for name in [NEOVIM, VSCODE, EGLOT] {
        let folder = tempfile::tempdir().expect("a folder");
        let (shop, legacy) = (EMULATOR.text("/shop/pool"), EMULATOR.text("/legacy/pool"));
        let (web, native) = (EMULATOR.text("/shop/web/id"), EMULATOR.text("/legacy/native/id"));
        let mut client = start(name, folder.path(), &EMULATOR.endpoint, json!({ "enabled": true }));
        let mut buffer = Buffer::open(&mut client, URI, &file(shop, web));
        // Without a finding, a hover or a completion before.
        let fill = action(&mut client, &buffer, shop, "MFA setting, groups and login pages");
        buffer.take(&mut client, &fill);
        for part in ["shop-login.auth.us-east-1.amazoncognito.com", "\"admins\"", "\"TOTP\"", "given_name"] {
            assert!(buffer.text.contains(part), "no {part}: {}", buffer.text);
        }
        buffer.wait_for(&mut client, &[]);

        // An editor that does not ask for edits later would have to be told of all pools what follows from them.
        if !client.can("/textDocument/codeAction/resolveSupport") {
            assert!(actions_on_pool(&mut client, &buffer, shop).is_empty());
            end(client);
            continue;
        }
        // The other pool has one client, which has a secret: nobody says that it is to be taken.
        let replace = action(&mut client, &buffer, shop, legacy);
        buffer.take(&mut client, &replace);
        assert!(buffer.text.contains(legacy) && !buffer.text.contains(shop), "{}", buffer.text);
        assert!(!buffer.text.contains(native) && !buffer.text.contains("\"admins\""), "{}", buffer.text);
        end(client);
    }
}
