//! A whole file for a user pool of the account: `new --aws` and `--account`, and the same over the protocol.

use super::commands::{codes, run};
use super::editor::{end, start, wait_for_status};
use super::emulator::MOTO;
use super::*;
use crate::cli::Folder;
use crate::protocol::client::{Client, NEOVIM};

const NOWHERE: &str = "http://127.0.0.1:9";

#[test]
fn what_is_made_for_a_pool_checks_clean_beside_its_account() {
    let (endpoint, pool) = (&EMULATOR.endpoint, EMULATOR.text("/shop/pool"));
    let folder = Folder::new(&[("amplify-ls.toml", "")]);
    let kinds = [
        ("gen2", "amplify_outputs.json"),
        ("gen1-web", "amplifyconfiguration.json"),
        ("gen1-mobile", "mobile/amplifyconfiguration.json"),
    ];
    folder.write("mobile/.keep", b"");
    for (at, login) in [("shop", "shop-login"), ("europe", "\"REQUIRED\"")] {
        let text = |name: &str| EMULATOR.text(&format!("/{at}/{name}"));
        for (kind, name) in kinds {
            let given = format!("--pool {} --client {}", text("pool"), text("web/id"));
            // Where there is only one that can be meant it need not be said.
            let given = if kind == "gen1-mobile" { given } else { format!("--pool {}", text("pool")) };
            let made = run(&folder, &format!("new {kind} --aws {given} --force -o {name}"), endpoint);
            assert_eq!((made.code, made.err.as_str()), (0, ""), "{kind}: {made:?}");
            let checked = run(&folder, &format!("check --aws --format json {name}"), endpoint);
            let mut codes = codes(&checked);
            // A client of the web alone cannot come back to an app: that is so in the account.
            codes.retain(|code| kind != "gen1-mobile" || code != "redirect-platform");
            let written = read(&folder, name);
            assert!(codes.is_empty(), "{at}: {kind}: {checked:?}\n{written}");
            let login = if kind == "gen2" || at == "shop" { login } else { "\"ON\"" };
            for part in [text("pool"), text("web/id"), text("identity_pool"), login] {
                assert!(written.contains(part), "no {part} in {written}");
            }
        }
    }
    run(&folder, &format!("new gen2 --aws --pool {pool} --force -o amplify_outputs.json"), endpoint);
    // The same from a snapshot, without AWS.
    let taken = run(&folder, "account snapshot --region us-east-1", endpoint);
    folder.write("account.json", taken.out.as_bytes());
    let made = run(&folder, &format!("new gen2 --account account.json --pool {pool}"), NOWHERE);
    assert_eq!((made.code, made.out), (0, read(&folder, "amplify_outputs.json")), "{}", made.err);
}

/// Another idea of the same API, whose ids look as no service makes them.
#[test]
fn what_is_made_for_ids_of_an_emulator_checks_clean_too() {
    let folder = Folder::new(&[("amplify-ls.toml", "")]);
    let pool = MOTO.text("/shop/pool");
    let made = run(&folder, &format!("new gen2 --aws --pool {pool} -o amplify_outputs.json"), &MOTO.endpoint);
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{made:?}");
    let checked = run(&folder, "check --aws --format json amplify_outputs.json", &MOTO.endpoint);
    assert_eq!(codes(&checked), [""; 0], "{checked:?}\n{}", read(&folder, "amplify_outputs.json"));
    assert!(read(&folder, "amplify_outputs.json").contains(MOTO.text("/shop/web/id")));
}

#[test]
fn the_command_line_says_what_is_to_be_chosen_and_what_cannot_be() {
    let folder = Folder::new(&[("account.json", &snapshot("123456789012"))]);
    let pool = format!("--pool {POOL}");
    for (command, code, said) in [
        ("new gen2 --account account.json".to_owned(), 2, "more than one user pool; name one with --pool:"),
        (format!("new gen2 --account account.json {pool}"), 0, ""),
        (format!("new gen2 --account account.json {pool} --client web"), 0, ""),
        (format!("new gen2 --account account.json {pool} --client api"), 2, "no app client `api`"),
        ("new gen2 --account account.json --pool shops".to_owned(), 2, "no user pool called `shops` in us-east-1"),
        (format!("new gen2 {pool}"), 2, "--aws"),
        (format!("new gen2 --account nowhere.json {pool}"), 2, "nowhere.json"),
        (format!("new gen2 --account account.json {pool} --user-pool-id {POOL}"), 2, "cannot be used with"),
        (format!("new gen2 --aws {pool}"), 2, "AWS cannot be reached, so this is not known: cognito-idp:"),
        ("new gen2 --aws".to_owned(), 2, "give one with --region"),
        ("new gen2 --aws --region nowhere".to_owned(), 2, "is not the name of an AWS region"),
    ] {
        let output = run(&folder, &command, NOWHERE);
        assert_eq!(output.code, code, "{command}: {output:?}");
        assert!(output.err.contains(said), "{command}: {output:?}");
        assert_eq!(output.out.contains(CLIENT), code == 0, "{command}: {output:?}");
    }
}

fn call(client: &mut Client, arguments: Value) -> Result<Value, Value> {
    let params = json!({ "command": "amplify-ls.newFile", "arguments": [arguments] });
    client.request("workspace/executeCommand", params)
}

#[test]
fn an_editor_chooses_until_there_is_a_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("account.json");
    std::fs::write(&path, snapshot("123456789012")).expect("the folder is ours");
    let mut client = start(NEOVIM, folder.path(), NOWHERE, json!({ "snapshot": path }));
    wait_for_status(&mut client, "ready");
    let choice = call(&mut client, json!({ "kind": "gen2" })).expect("a choice");
    assert_eq!((&choice["choose"], &choice["isIncomplete"]), (&json!("pool"), &json!(false)));
    let shop = json!({ "value": POOL, "label": "shop", "detail": "US East (N. Virginia)" });
    assert!(choice["choices"].as_array().expect("a list").contains(&shop), "{choice}");
    for kind in ["gen2", "gen1-web", "gen1-mobile"] {
        let made = call(&mut client, json!({ "kind": kind, "pool": POOL, "client": null })).expect("a text");
        assert!(text(&made, "/text").contains(CLIENT), "{made}");
        let name = if kind == "gen2" { "amplify_outputs.json" } else { "amplifyconfiguration.json" };
        assert_eq!((text(&made, "/fileName"), &made["choose"]), (name, &Value::Null));
    }
    for (arguments, said) in [
        (json!({ "kind": "gen3" }), "the kind must be gen2, gen1-mobile or gen1-web"),
        (json!(7), "an object with a kind"),
        (json!({ "kind": "gen2", "region": "nowhere" }), "no such region"),
        (json!({ "kind": "gen2", "pool": "shops" }), "There is no user pool called `shops`"),
    ] {
        let error = call(&mut client, arguments).expect_err("it makes no sense");
        assert!(text(&error, "/message").contains(said), "{error}");
    }
    end(client);
}

#[test]
fn an_editor_is_answered_from_aws_and_nobody_is_asked_while_it_is_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = EMULATOR.text("/shop/pool");
    let mut client = start(NEOVIM, folder.path(), &EMULATOR.endpoint, json!({ "enabled": true }));
    wait_for_status(&mut client, "ready");
    let choice = call(&mut client, json!({ "kind": "gen2" })).expect("a choice");
    assert_eq!(choice["choose"], "region", "no profile, no open file: nobody knows where");
    let choice = call(&mut client, json!({ "kind": "gen2", "region": "us-east-1" })).expect("a choice");
    assert!(choice["choose"] == "pool" && choice.to_string().contains(pool), "{choice}");
    let made = call(&mut client, json!({ "kind": "gen2", "pool": pool })).expect("a text");
    assert!(text(&made, "/text").contains(EMULATOR.text("/shop/web/id")), "{made}");
    end(client);

    let mut client = start(NEOVIM, folder.path(), &EMULATOR.endpoint, json!({}));
    let error = call(&mut client, json!({ "kind": "gen2", "pool": pool })).expect_err("nobody may be asked");
    assert!(text(&error, "/message").contains("account.enabled"), "{error}");
    end(client);
}

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).expect("the file was written")
}
