//! A client for tests: starts the built program, speaks JSON-RPC with it, waits for messages with a deadline and never
//! for time to pass. When it is dropped it ends the session as the protocol wants and makes sure that nothing was
//! complained of.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::editor::Encoding;

/// Longer than anything takes on a machine that is busy with other builds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The recorded clients, and one that announces nothing.
pub(crate) const PROFILES: [&str; 5] = [VSCODE, NEOVIM, EGLOT, LSP_MODE, BARE];
pub(crate) const VSCODE: &str = "vscode-1.100.3-languageclient-9";
pub(crate) const NEOVIM: &str = "neovim-0.11.4";
pub(crate) const EGLOT: &str = "emacs-28-eglot-debian12";
pub(crate) const LSP_MODE: &str = "emacs-28-lsp-mode-8.0.0";
pub(crate) const BARE: &str = "bare";

/// What a client sends with `initialize`.
pub(crate) fn profile(name: &str) -> Value {
    if name == BARE {
        return json!({ "processId": null, "rootUri": null, "capabilities": {} });
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients");
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).expect("the profile is there");
    serde_json::from_str(&text).expect("the profile is JSON")
}

/// A running server and the client's end of it.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    complaints: Option<JoinHandle<String>>,
    unread: VecDeque<Value>,
    next_id: i64,
    /// What is answered when the server asks for our settings.
    pub(crate) settings: Value,
    /// Requests of the server are answered as they come.
    pub(crate) answers: bool,
    /// The server's answer to `initialize`.
    pub(crate) capabilities: Value,
    /// What the client announced.
    pub(crate) announced: Value,
    /// What the server registered.
    pub(crate) registered: Vec<String>,
    /// How many times it asked to pull diagnostics again.
    pub(crate) refreshes: usize,
    seen_refreshes: usize,
    /// What may have come without a test looking at it; nothing else may.
    pub(crate) may_stay_unread: &'static [&'static str],
    /// Lines on the error output and errors in the log are expected.
    pub(crate) may_complain: bool,
}

impl Client {
    /// Starts the program without a word.
    pub(crate) fn spawn(arguments: &[&str]) -> Client {
        let mut program = Command::new(env!("CARGO_BIN_EXE_amplify-ls"));
        program.args(arguments).env_remove("AMPLIFY_LS_LOG");
        Client::spawn_program(program)
    }

    /// The same with a command that is made already.
    pub(crate) fn spawn_program(mut program: Command) -> Client {
        let mut child = program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (sender, output) = mpsc::channel();
        let stdout = child.stdout.take().expect("it is piped");
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read_message(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut stderr = child.stderr.take().expect("it is piped");
        let complaints = thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        Client {
            input: child.stdin.take(),
            child,
            output,
            complaints: Some(complaints),
            unread: VecDeque::new(),
            next_id: 0,
            settings: Value::Null,
            answers: true,
            capabilities: Value::Null,
            announced: Value::Null,
            registered: Vec::new(),
            refreshes: 0,
            seen_refreshes: 0,
            may_stay_unread: &["textDocument/publishDiagnostics"],
            may_complain: false,
        }
    }

    /// A session with a recorded client.
    pub(crate) fn start(name: &str) -> Client {
        Client::start_with(name, |_| {})
    }

    /// The same, with other words for `initialize`.
    pub(crate) fn start_with(name: &str, change: impl FnOnce(&mut Value)) -> Client {
        let mut client = Client::spawn(&["--stdio"]);
        let mut params = profile(name);
        change(&mut params);
        client.shake_hands(params);
        client
    }

    /// A session in which a folder of the disk is open.
    pub(crate) fn start_in(name: &str, root: &str) -> Client {
        Client::start_with(name, |params| {
            params["rootUri"] = json!(root);
            params["workspaceFolders"] = json!([{ "uri": root, "name": "test" }]);
        })
    }

    /// `initialize` and `initialized`.
    pub(crate) fn shake_hands(&mut self, params: Value) {
        self.announced = params["capabilities"].clone();
        let result = self.request("initialize", params).expect("initialize succeeds");
        self.capabilities = result["capabilities"].clone();
        self.notify("initialized", json!({}));
    }

    /// What columns count in this session.
    pub(crate) fn encoding(&self) -> Encoding {
        match self.capabilities["positionEncoding"].as_str() {
            Some("utf-8") => Encoding::Utf8,
            Some("utf-32") => Encoding::Utf32,
            _ => Encoding::Utf16,
        }
    }

    /// The client announced this ability.
    pub(crate) fn can(&self, path: &str) -> bool {
        match self.announced.pointer(path) {
            Some(Value::Bool(can)) => *can,
            Some(Value::Null) | None => false,
            Some(_) => true,
        }
    }

    /// The list at `path` of what the client announced holds `value`.
    pub(crate) fn lists(&self, path: &str, value: &str) -> bool {
        let list = self.announced.pointer(path).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item == value))
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends a body that may be anything.
    pub(crate) fn send_body(&mut self, body: &[u8]) {
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend_from_slice(body);
        self.send_raw(&bytes);
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_body(message.to_string().as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and gives its number.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        if params.is_null() {
            message.as_object_mut().expect("it is an object").remove("params");
        }
        self.send(&message);
        id
    }

    /// Sends a request and waits for its result or its error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer_to(id)
    }

    /// Waits for the answer to request `id`.
    pub(crate) fn answer_to(&mut self, id: i64) -> Result<Value, Value> {
        let mut answer =
            self.wait(&format!("answer to request {id}"), |message| is_answer(message) && message["id"] == json!(id));
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Answers a request of the server, if it still can.
    pub(crate) fn answer(&mut self, request: &Value, result: Value) {
        if self.input.is_none() {
            return;
        }
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    /// Waits for a message that fits; the others stay unread, in order.
    pub(crate) fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&fits) {
            return self.unread.remove(at).expect("it was found there");
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = match self.output.recv_timeout(left) {
                Ok(message) => message,
                Err(error) => panic!("no {what}: {error}; unread: {:?}", self.unread),
            };
            if fits(&message) {
                return message;
            }
            self.keep(message);
        }
    }

    /// Answers a request of the server, or keeps the message for later.
    fn keep(&mut self, message: Value) {
        if !(self.answers && is_request(&message)) {
            self.unread.push_back(message);
            return;
        }
        let result = match message["method"].as_str() {
            Some("workspace/configuration") => json!([self.settings]),
            Some("client/registerCapability") => {
                let registrations = message["params"]["registrations"].as_array().cloned().unwrap_or_default();
                let methods = registrations.iter().filter_map(|registration| registration["method"].as_str());
                self.registered.extend(methods.map(str::to_owned));
                Value::Null
            }
            Some("workspace/diagnostic/refresh") => {
                self.refreshes += 1;
                Value::Null
            }
            Some("workspace/inlayHint/refresh") if self.can("/workspace/inlayHint/refreshSupport") => Value::Null,
            Some("window/workDoneProgress/create") if self.can("/window/workDoneProgress") => Value::Null,
            other => panic!("a request no client expects: {other:?}"),
        };
        self.answer(&message, result);
    }

    /// Waits until the server has registered something.
    pub(crate) fn wait_for_registration(&mut self) {
        self.take_until("registration", |client| !client.registered.is_empty());
    }

    /// Waits until the server asks to pull diagnostics again.
    pub(crate) fn wait_for_refresh(&mut self) {
        let before = self.refreshes;
        self.take_until("refresh", |client| client.refreshes > before);
    }

    /// Waits until what is wrong with documents may be something else: the server pushes, or asks to pull again.
    pub(crate) fn wait_for_news(&mut self, what: &str) {
        if self.capabilities.get("diagnosticProvider").is_some() {
            // One that came since diagnostics were pulled counts, too.
            let before = self.seen_refreshes;
            self.take_until(what, |client| client.refreshes > before);
            self.seen_refreshes = self.refreshes;
        }
    }

    /// Takes in what is sent for so long, as a client does while its user does something else.
    pub(crate) fn let_pass(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(message) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.keep(message);
        }
    }

    fn take_until(&mut self, what: &str, done: impl Fn(&Client) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !done(self) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) => self.keep(message),
                Err(error) => panic!("no {what}: {error}"),
            }
        }
    }

    /// Takes in everything that was sent up to now: the answer to a request comes behind it.
    pub(crate) fn catch_up(&mut self) {
        let error = self.request("amplify/unknown", Value::Null).expect_err("nobody knows this request");
        assert_eq!(error["code"], -32601);
    }

    /// Waits for a notification.
    pub(crate) fn notification(&mut self, method: &str) -> Value {
        self.wait(method, |message| message["method"] == method && message.get("id").is_none())["params"].take()
    }

    /// Takes the unread notifications of a kind.
    pub(crate) fn take_unread(&mut self, method: &str) -> Vec<Value> {
        let (taken, left): (Vec<Value>, Vec<Value>) =
            self.unread.drain(..).partition(|message| message["method"] == method);
        self.unread = left.into();
        taken.into_iter().map(|mut message| message["params"].take()).collect()
    }

    /// Closes the input, as a client does that dies.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// The number of the server's process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the program has ended: its output ends with it.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                // Nobody waits for the answer to a request any more.
                Ok(message) if self.answers && is_request(&message) => {}
                Ok(message) => self.unread.push_back(message),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the program does not end"),
            }
        }
        self.child.wait().expect("the program can be waited for")
    }

    /// What the program wrote to its error output; it must have ended.
    pub(crate) fn error_output(&mut self) -> String {
        self.complaints.take().map(|thread| thread.join().expect("the reader lives")).unwrap_or_default()
    }
}

fn is_request(message: &Value) -> bool {
    message.get("method").is_some() && message.get("id").is_some()
}

fn is_answer(message: &Value) -> bool {
    message.get("method").is_none()
}

impl Drop for Client {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.child.kill();
            let _ = self.child.wait();
            return;
        }
        if self.input.is_some() {
            self.request("shutdown", Value::Null).expect("shutdown succeeds");
            self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
            assert!(self.ended().success(), "a proper end has code 0");
        }
        let complaints = self.error_output();
        let may_stay =
            |message: &&Value| message["method"].as_str().is_some_and(|method| self.may_stay_unread.contains(&method));
        let unread: Vec<&Value> = self.unread.iter().filter(|message| !may_stay(message)).collect();
        if !self.may_complain {
            assert_eq!(complaints, "");
            assert!(unread.is_empty(), "unread: {unread:?}");
        }
    }
}

pub(crate) fn read_message(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().expect("a length is a number"),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server sends JSON"))
}
