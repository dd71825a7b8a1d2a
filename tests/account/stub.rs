//! A server on this machine that behaves as badly as it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What it does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A whole answer: status, content type, body.
    Whole(u16, &'static str, String),
    /// The start of an answer, and then the end of the connection.
    Half(String),
    /// Nothing, for so long.
    Wait(Duration, Box<Reply>),
    /// The end of the connection.
    Close,
}

impl Reply {
    pub(crate) fn json(body: &str) -> Reply {
        Reply::Whole(200, "application/x-amz-json-1.1", body.to_owned())
    }

    /// An error as AWS writes it.
    pub(crate) fn error(status: u16, code: &str) -> Reply {
        let body = format!("{{\"__type\": \"{code}\", \"message\": \"in words\"}}");
        Reply::Whole(status, "application/x-amz-json-1.1", body)
    }

    pub(crate) fn html(status: u16) -> Reply {
        Reply::Whole(status, "text/html", "<html><body>Welcome to our network. Please sign in.</body></html>".into())
    }
}

pub(crate) struct Stub {
    pub(crate) endpoint: String,
    pub(crate) connections: Arc<AtomicUsize>,
    /// The operations that were asked for.
    pub(crate) calls: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    /// Answers with what `behave` says to an operation that is asked for the so manieth time, from 0.
    pub(crate) fn start(behave: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has ports");
        let endpoint = format!("http://{}", listener.local_addr().expect("it listens"));
        let (connections, calls) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let stub = Stub { endpoint, connections: connections.clone(), calls: calls.clone() };
        let behave = Arc::new(behave);
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                connections.fetch_add(1, Ordering::SeqCst);
                let (calls, behave) = (calls.clone(), behave.clone());
                thread::spawn(move || serve(stream, &calls, &*behave));
            }
        });
        stub
    }

    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().expect("no thread panics").clone()
    }
}

/// Answers the requests of a connection until one side has enough.
fn serve(stream: TcpStream, calls: &Mutex<Vec<String>>, behave: &dyn Fn(&str, usize) -> Reply) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    loop {
        let operation = read_request(&mut reader)?;
        let count = {
            let mut calls = calls.lock().expect("no thread panics");
            calls.push(operation.clone());
            calls.iter().filter(|call| **call == operation).count() - 1
        };
        let mut reply = behave(&operation, count);
        while let Reply::Wait(time, next) = reply {
            thread::sleep(time);
            reply = *next;
        }
        match reply {
            Reply::Whole(status, kind, body) => {
                let length = body.len();
                let head = format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
                writer.write_all((head + &body).as_bytes()).ok()?;
            }
            Reply::Half(body) => {
                let head = "HTTP/1.1 200 X\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 5000\r\n\r\n";
                writer.write_all((head.to_owned() + &body).as_bytes()).ok()?;
                return None;
            }
            Reply::Close | Reply::Wait(..) => return None,
        }
    }
}

/// The operation that is asked for; `None` at the end of the connection.
fn read_request(reader: &mut impl BufRead) -> Option<String> {
    let (mut operation, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "x-amz-target" => operation = value.rsplit('.').next().unwrap_or(value).to_owned(),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    if operation.is_empty() {
        // STS speaks another protocol, in which the operation is part of the body.
        let body = String::from_utf8_lossy(&body).into_owned();
        let action = body.split('&').find_map(|part| part.strip_prefix("Action="));
        operation = action.unwrap_or("?").to_owned();
    }
    Some(operation)
}
