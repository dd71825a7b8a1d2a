//! Nobody is asked before the user says so, no opened folder says who is asked and as whom, and nothing of the account
//! goes into a log.

use super::editor::{URI, end, start, start_in, start_program, wait_for_status};
use super::*;
use crate::protocol::client::{BARE, Client, NEOVIM, VSCODE};
use crate::protocol::editor::Buffer;

/// Everything that could make it ask.
fn ask_around(client: &mut Client) {
    let buffer = Buffer::open(client, URI, &file(POOL, CLIENT));
    let place = buffer.place(client, POOL, 3);
    for method in ["completion", "hover", "definition"] {
        client.request(&format!("textDocument/{method}"), place.clone()).expect("an answer");
    }
    client.notify("textDocument/didSave", json!({ "textDocument": buffer.identifier() }));
    for command in ["amplify-ls.checkAccount", "amplify-ls.reloadAccount", "amplify-ls.importReadiness"] {
        let params = json!({ "command": command, "arguments": [buffer.uri] });
        // Most of them say no.
        let _ = client.request("workspace/executeCommand", params);
    }
    for method in ["amplify/accountStatus", "amplify/profiles", "amplify/regions"] {
        client.request(method, Value::Null).expect("an answer");
    }
    client.request("textDocument/diagnostic", json!({ "textDocument": buffer.identifier() })).expect("an answer");
}

#[test]
fn nobody_is_asked_until_the_user_says_so() {
    for name in [NEOVIM, VSCODE, BARE] {
        let folder = tempfile::tempdir().expect("a folder");
        let trap = trap();
        let mut client = start(name, folder.path(), &trap.endpoint, json!({}));
        ask_around(&mut client);
        assert_eq!(connections(&trap), 0, "{name}");
        end(client);
        assert_eq!(connections(&trap), 0, "{name}");
        // The same with the user's word, or this would prove nothing.
        let mut client = start(name, folder.path(), &trap.endpoint, json!({ "enabled": true }));
        ask_around(&mut client);
        wait_for_status(&mut client, "trouble");
        assert!(connections(&trap) > 0, "{name}");
        end(client);
    }
}

#[test]
fn the_users_environment_can_forbid_it_altogether() {
    let folder = tempfile::tempdir().expect("a folder");
    let trap = trap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
    environment(&mut program, folder.path(), &trap.endpoint);
    program.arg("--stdio").env("AMPLIFY_LS_OFFLINE", "1");
    let mut client = start_program(NEOVIM, program, json!({ "enabled": true }), None);
    ask_around(&mut client);
    end(client);
    assert_eq!(connections(&trap), 0);
}

/// What the operating system says: no socket of the internet is as much as made. Needs `strace` and the right to use it;
/// without them the tests that count connections stand alone.
#[test]
fn the_system_sees_no_socket_until_the_user_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let trap = trap();
    let sockets = |enabled: bool| -> Option<usize> {
        let trace = folder.path().join("trace");
        let mut program = Command::new("strace");
        program.args(["-f", "-qq", "-e", "trace=socket", "-o"]).arg(&trace);
        program.arg(env!("CARGO_BIN_EXE_amplify-ls")).arg("--stdio");
        environment(&mut program, folder.path(), &trap.endpoint);
        let mut client = start_program(NEOVIM, program, json!({ "enabled": enabled }), None);
        ask_around(&mut client);
        if enabled {
            wait_for_status(&mut client, "trouble");
        }
        end(client);
        let trace = std::fs::read_to_string(trace).ok()?;
        Some(trace.lines().filter(|line| line.contains("AF_INET")).count())
    };
    let can_trace = Command::new("strace").args(["-qq", "true"]).output().is_ok_and(|output| output.status.success());
    if can_trace {
        // The other way round first: where nothing can be seen nothing can be shown.
        assert!(sockets(true).is_some_and(|seen| seen > 0));
        assert_eq!(sockets(false), Some(0));
    }
}

/// A folder that would like to say who is asked, and as whom.
#[test]
fn an_opened_folder_decides_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let opened = tempfile::tempdir().expect("a folder");
    let (trap, evil) = (trap(), trap());
    let write = |name: &str, text: &str| {
        let path = opened.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is ours");
        std::fs::write(path, text).expect("the folder is ours");
    };
    let ran = home.path().join("ran");
    let config =
        format!("[default]\ncredential_process = touch '{}'\nendpoint_url = {}\n", ran.display(), evil.endpoint);
    write(".aws/config", &config);
    write(
        "amplify-ls.toml",
        &format!("[account]\nenabled = true\nprofile = \"work\"\nendpoint = \"{}\"\n", evil.endpoint),
    );
    write(".env", &format!("AWS_ENDPOINT_URL={}\n", evil.endpoint));
    write("amplify_outputs.json", &file("us-east-1.evil.example_qWeRt6789", CLIENT));
    write("app/amplify_outputs.json", &file(POOL, CLIENT).replace("\"us-east-1\"", "\"us-east-1.evil.example\""));
    let uri = |name: &str| format!("file://{}", opened.path().join(name).display());

    // Off it stays, whatever the folder says.
    let mut client = start_in(NEOVIM, home.path(), &trap.endpoint, json!({}), Some(opened.path()));
    for name in ["amplify_outputs.json", "app/amplify_outputs.json"] {
        let text = std::fs::read_to_string(opened.path().join(name)).expect("it was written");
        let buffer = Buffer::open(&mut client, &uri(name), &text);
        assert_eq!(buffer.version, 1);
    }
    let status = client.request("amplify/accountStatus", Value::Null).expect("an answer");
    assert_eq!(status["state"], "off");
    client.catch_up();
    end(client);
    assert_eq!((connections(&trap), connections(&evil)), (0, 0));

    // On, with the AWS configuration in the folder as an editor's terminal might have it: refused, and no program run.
    let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
    environment(&mut program, home.path(), &trap.endpoint);
    program.arg("--stdio").env("AWS_CONFIG_FILE", opened.path().join(".aws/config"));
    program.env_remove("AWS_ACCESS_KEY_ID");
    let mut client = start_program(NEOVIM, program, json!({ "enabled": true }), Some(opened.path()));
    Buffer::open(&mut client, URI, &file(POOL, CLIENT));
    let status = wait_for_status(&mut client, "trouble");
    assert_eq!(
        text(&status, "/troubles/0/message"),
        "The AWS configuration must not lie in an opened folder",
        "{status}"
    );
    end(client);
    assert!(!ran.exists(), "its program was run");
    assert_eq!((connections(&trap), connections(&evil)), (0, 0));

    // On, and an endpoint that is not on this machine: refused, by the setting and by the environment.
    let mut client =
        start(NEOVIM, home.path(), "https://evil.example", json!({ "enabled": true, "endpoint": "http://10.0.0.1" }));
    let said = client.notification("window/logMessage");
    assert!(text(&said, "/message").contains("account.endpoint must lead to this machine"), "{said}");
    Buffer::open(&mut client, URI, &file(POOL, CLIENT));
    let status = wait_for_status(&mut client, "trouble");
    assert_eq!(text(&status, "/troubles/0/message"), "Another AWS endpoint must be allowed in the user's settings");
    end(client);
}

#[test]
fn a_project_can_forbid_it() {
    let home = tempfile::tempdir().expect("a folder");
    let opened = tempfile::tempdir().expect("a folder");
    let trap = trap();
    std::fs::write(opened.path().join("amplify-ls.toml"), "account = false\n").expect("the folder is ours");
    let path = opened.path().join("amplify_outputs.json");
    std::fs::write(&path, file(POOL, CLIENT)).expect("the folder is ours");
    let mut client = start_in(NEOVIM, home.path(), &trap.endpoint, json!({ "enabled": true }), Some(opened.path()));
    let buffer = Buffer::open(&mut client, &format!("file://{}", path.display()), &file(POOL, CLIENT));
    assert_eq!(buffer.codes(&mut client), [""; 0]);
    wait_for_status(&mut client, "ready");
    let place = buffer.place(&client, POOL, 3);
    client.request("textDocument/completion", place).expect("an answer");
    // Nor for a new file there, wherever that is to be, and for none in a folder of which nothing was read yet.
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join("amplify-ls.toml"), "account = false\n").expect("the folder is ours");
    let uri = |folder: &Path| json!(format!("file://{}/new/amplify_outputs.json", folder.display()));
    for uri in [Value::Null, uri(opened.path()), uri(elsewhere.path())] {
        let arguments = json!([{ "kind": "gen2", "pool": POOL, "client": CLIENT, "uri": uri }]);
        let params = json!({ "command": "amplify-ls.newFile", "arguments": arguments });
        let error = client.request("workspace/executeCommand", params).expect_err("it is forbidden");
        assert!(text(&error, "/message").contains("does not allow to ask AWS"), "{error}");
    }
    client.catch_up();
    end(client);
    assert_eq!(connections(&trap), 0);
}

/// What a session writes to its error output at a level.
fn logged(level: &str, pool: &str, native: &str) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
    environment(&mut program, home.path(), &EMULATOR.endpoint);
    program.arg("--stdio").env("AMPLIFY_LS_LOG", level);
    let mut client = start_program(NEOVIM, program, json!({ "enabled": true }), None);
    let text =
        file(pool, native).replace("\"auth\"", "\"data\": {\"api_key\": \"da2-secretsecretsecretsecret12\"}, \"auth\"");
    let buffer = Buffer::open(&mut client, URI, &text);
    wait_for_status(&mut client, "ready");
    let place = buffer.place(&client, pool, 3);
    client.request("textDocument/completion", place).expect("an answer");
    client.catch_up();
    client.may_complain = true;
    client.request("shutdown", Value::Null).expect("it ends");
    client.notify("exit", Value::Null);
    client.ended();
    let log = client.error_output();
    client.close_input();
    log
}

#[test]
fn no_log_holds_a_secret_or_an_id() {
    let (pool, native) = (EMULATOR.text("/shop/pool"), EMULATOR.text("/shop/native/id"));
    let secrets = [SECRET_KEY, SESSION, ACCESS_KEY, EMULATOR.text("/shop/native/secret"), "da2-secret", "AWS4-HMAC"];
    let ids = [pool, native, "000000000000", "shop", "127.0.0.1", "/nowhere", "arn:"];
    for level in
        ["info", "debug", "trace", "aws_config=trace,aws_smithy_runtime=trace,hyper=trace,tower_lsp_server=trace"]
    {
        let log = logged(level, pool, native);
        for secret in secrets {
            assert!(!log.contains(secret), "{secret} is in the log at {level}: {log}");
        }
        if level == "info" {
            for id in ids {
                assert!(!log.contains(id), "{id} is in the log at {level}: {log}");
            }
        }
    }
}
