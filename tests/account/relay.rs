//! Stands between the program and an emulator and notes who asked what, and when.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The operations so far, with their moments, and the bell that rings at each.
type Calls = Arc<(Mutex<Vec<(Instant, String)>>, Condvar)>;

pub(crate) struct Relay {
    pub(crate) endpoint: String,
    calls: Calls,
}

impl Relay {
    /// Passes everything on to `target`, an endpoint on this machine.
    pub(crate) fn start(target: &str) -> Relay {
        let target = target.strip_prefix("http://").expect("an emulator speaks HTTP").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has ports");
        let endpoint = format!("http://{}", listener.local_addr().expect("it listens"));
        let calls = Calls::default();
        let noted = calls.clone();
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let (noted, target) = (noted.clone(), target.clone());
                thread::spawn(move || pass(&stream, &target, &noted));
            }
        });
        Relay { endpoint, calls }
    }

    /// What was asked so far.
    pub(crate) fn calls(&self) -> Vec<(Instant, String)> {
        self.calls.0.lock().expect("no thread panics").clone()
    }

    /// How many times an operation was asked for.
    pub(crate) fn count(&self, operation: &str) -> usize {
        self.calls().iter().filter(|(_, name)| name == operation).count()
    }

    /// Waits until more was asked than `seen` calls, or for so long; gives how many it were.
    pub(crate) fn wait_beyond(&self, seen: usize, patience: Duration) -> usize {
        let calls = self.calls.0.lock().expect("no thread panics");
        let calls = self.calls.1.wait_timeout_while(calls, patience, |calls| calls.len() <= seen);
        calls.expect("no thread panics").0.len()
    }
}

/// Requests one by one, since they are to be read; answers as they come.
fn pass(client: &TcpStream, target: &str, calls: &Calls) -> Option<()> {
    let mut server = TcpStream::connect(target).ok()?;
    let (mut answers, mut back) = (server.try_clone().ok()?, client.try_clone().ok()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(std::net::Shutdown::Both);
    });
    let mut reader = BufReader::new(client.try_clone().ok()?);
    loop {
        let (mut head, mut length, mut operation) = (String::new(), 0, None);
        loop {
            let from = head.len();
            if reader.read_line(&mut head).ok()? == 0 {
                let _ = server.shutdown(std::net::Shutdown::Write);
                return None;
            }
            let line = head[from..].trim_end().to_ascii_lowercase();
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().ok()?,
                Some(("x-amz-target", _)) => {
                    operation = head[from..].trim_end().rsplit('.').next().map(str::to_owned);
                }
                _ if line.is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        // STS names no target.
        let operation = operation.unwrap_or_else(|| "GetCallerIdentity".to_owned());
        calls.0.lock().expect("no thread panics").push((Instant::now(), operation));
        calls.1.notify_all();
        server.write_all(head.as_bytes()).ok()?;
        server.write_all(&body).ok()?;
    }
}
