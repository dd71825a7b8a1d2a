//! Cognito APIs on this machine: installed once, started once for all tests, ended with them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

/// One that runs, with what is in it.
pub(crate) struct Emulator {
    pub(crate) endpoint: String,
    pub(crate) account: Value,
    /// It ends when its standard input does: with this process, however that ends.
    _process: Mutex<Child>,
}

impl Emulator {
    /// A text of the account: `text("/shop/pool")`.
    #[track_caller]
    pub(crate) fn text(&self, pointer: &str) -> &str {
        let found = self.account.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("the account has no {pointer}"))
    }
}

/// Answers everything, with more than a page of pools, clients, groups, resource servers and identity pools.
pub(crate) static MINISTACK: LazyLock<Emulator> =
    LazyLock::new(|| ministack(&[], &["--pools", "130", "--clients", "130", "--others", "70"]));

/// The same API with permissions: it checks signatures and policies.
pub(crate) static GUARDED: LazyLock<Emulator> = LazyLock::new(|| ministack(&[("AUTH", "true")], &["--users"]));

/// Another's idea of the same API, so that the tests do not hold one emulator's quirks for Cognito.
pub(crate) static MOTO: LazyLock<Emulator> = LazyLock::new(|| {
    let python = environment("moto", include_str!("moto.txt"));
    let port = free_port();
    let program = python.with_file_name("moto_server");
    let arguments = ["-H", "127.0.0.1", "-p", &port.to_string()].map(str::to_owned);
    start(&python, &program, &arguments, &[], port, "/moto-api/", &[])
});

pub(crate) fn ministack(variables: &[(&str, &str)], seed: &[&str]) -> Emulator {
    let python = environment("ministack", include_str!("ministack.txt"));
    let port = free_port();
    let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ministack-{port}"));
    let (port_text, state_text) = (port.to_string(), state.to_string_lossy().into_owned());
    let mut all = vec![
        // Without this it would listen to the whole network.
        ("BIND_HOST", "127.0.0.1"),
        ("MINISTACK_HOST", "127.0.0.1"),
        ("GATEWAY_PORT", &port_text),
        ("SERVICES", "cognito-idp,cognito-identity,iam,sts"),
        ("STATE_DIR", &state_text),
        ("S3_DATA_DIR", &state_text),
        ("TMPDIR", &state_text),
        ("IOT_MTLS_ENABLED", "0"),
        ("SFTP_ENABLED", "0"),
    ];
    all.extend_from_slice(variables);
    std::fs::create_dir_all(&state).expect("target can be written");
    start(&python, &python.with_file_name("ministack"), &[], &all, port, "/_ministack/health", seed)
}

/// Runs a program until this process ends, waits until it answers, and fills it.
fn start(
    python: &Path,
    program: &Path,
    arguments: &[String],
    variables: &[(&str, &str)],
    port: u16,
    health: &str,
    seed: &[&str],
) -> Emulator {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let log = std::fs::File::create(folder.join(format!("emulator-{port}.log"))).expect("target can be written");
    let mut command = Command::new(python);
    command.arg(tests().join("keep.py")).arg(program).args(arguments).envs(variables.iter().copied());
    let command = command.stdin(Stdio::piped()).stdout(log.try_clone().expect("a handle")).stderr(log);
    let process = command.spawn().expect("the environment has a python");
    let began = Instant::now();
    while !is_healthy(port, health) {
        assert!(began.elapsed() < Duration::from_secs(120), "{} does not start: see its log", program.display());
        std::thread::sleep(Duration::from_millis(50));
    }
    let endpoint = format!("http://127.0.0.1:{port}");
    let result = folder.join(format!("account-{port}.json"));
    let mut seeding = Command::new(python);
    let output = seeding.arg(tests().join("seed.py")).arg(&endpoint).arg(&result).args(seed).output();
    let output = output.expect("the environment has a python");
    assert!(output.status.success(), "the account cannot be made: {}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&result).expect("the account was made");
    std::fs::remove_file(&result).expect("it is ours");
    let account = serde_json::from_str(&text).expect("it is JSON");
    Emulator { endpoint, account, _process: Mutex::new(process) }
}

/// Asks without any library, since those may go through a proxy.
fn is_healthy(port: u16, path: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let patience = Some(Duration::from_secs(5));
    let asked = stream.set_read_timeout(patience).is_ok()
        && write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").is_ok();
    let mut line = String::new();
    asked && BufReader::new(stream).read_line(&mut line).is_ok() && line.contains(" 200")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has ports");
    listener.local_addr().expect("it listens").port()
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/account")
}

/// The python of an environment with these packages, made if it is not there yet.
fn environment(name: &str, requirements: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("python-{name}"));
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let done = folder.join("installed.txt");
    let lock = std::fs::File::create(folder.with_extension("lock")).expect("target can be written");
    // Until the end of this function: another test run may be doing the same.
    lock.lock().expect("a file can be locked");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == requirements) {
        return python;
    }
    let system = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(system).args(["-m", "venv", "--clear"]).arg(&folder), "make a Python environment");
    let wanted = folder.join("wanted.txt");
    std::fs::write(&wanted, requirements).expect("target can be written");
    let arguments = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(&python).args(arguments).arg(&wanted), "install its packages");
    std::fs::write(&done, requirements).expect("target can be written");
    python
}

fn run(command: &mut Command, what: &str) {
    let needs = "The tests of the account need `python3` (3.10 or newer, with `venv` and `pip`), and for their first run \
                 the Python package index";
    let mut child = match command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => panic!("{needs}: cannot {what}: {error}"),
    };
    let mut said = String::new();
    child.stderr.take().map(|mut stderr| stderr.read_to_string(&mut said));
    let status = child.wait().expect("it was started");
    assert!(status.success(), "{needs}: cannot {what}: {said}");
}
