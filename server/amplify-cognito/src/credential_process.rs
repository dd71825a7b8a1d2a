//! Runs the program that a profile names for credentials, and ends it when it takes too long.
//!
//! The SDK would let it run on. What the program prints, on either side, is never passed on.

use std::process::Stdio;
#[cfg(unix)]
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use amplify_config::Reason;
use aws_credential_types::Credentials;
use serde::Deserialize;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Nothing that a program says about one key is longer.
const MAX_OUTPUT: u64 = 64 * 1024;

/// What such a program prints.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    version: u32,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expiration: Option<String>,
}

/// The groups of the programs that run now, for an end in which nothing is dropped any more.
#[cfg(unix)]
static RUNNING: Mutex<Vec<rustix::process::Pid>> = Mutex::new(Vec::new());

/// Ends all that run, as the last thing that is done.
pub(crate) fn end_all() {
    #[cfg(unix)]
    for group in RUNNING.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

/// Runs `command` as the AWS tools do, in the shell, for no longer than `patience`.
pub(crate) async fn run(command: &str, patience: Duration) -> Result<Credentials, Reason> {
    let mut shell = shell(command);
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut process = Process::new(shell.spawn().map_err(|_| Reason::CredentialProcess)?);
    let finished = timeout(patience, process.output()).await;
    let output = finished.map_err(|_| Reason::TimedOut)?.ok_or(Reason::CredentialProcess)?;
    read(&output).ok_or(Reason::CredentialProcess)
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    // A group of its own, so that what the shell starts ends with it.
    shell.arg("-c").arg(command).process_group(0);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd.exe");
    // `cmd` takes the outer pair of quotes away and leaves the rest as it is written.
    shell.arg("/C").raw_arg(format!("\"{command}\""));
    shell
}

/// A program that ends when nobody waits for it any more.
struct Process {
    child: Child,
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

impl Process {
    fn new(child: Child) -> Process {
        #[cfg(unix)]
        {
            let group = child.id().and_then(|id| rustix::process::Pid::from_raw(id as i32));
            RUNNING.lock().unwrap_or_else(PoisonError::into_inner).extend(group);
            Process { child, group }
        }
        #[cfg(not(unix))]
        Process { child }
    }

    /// What it printed, if it ended well.
    async fn output(&mut self) -> Option<Vec<u8>> {
        let mut output = Vec::new();
        let stdout = self.child.stdout.take()?;
        stdout.take(MAX_OUTPUT).read_to_end(&mut output).await.ok()?;
        self.child.wait().await.ok()?.success().then_some(output)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        #[cfg(unix)]
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).retain(|other| Some(*other) != self.group);
        // `kill_on_drop` ends the shell alone. Without an id it has ended, and the number may be another's.
        #[cfg(unix)]
        if let Some(group) = self.group.filter(|_| self.child.id().is_some()) {
            // It may have ended just now.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

fn read(output: &[u8]) -> Option<Credentials> {
    let Output { version, access_key_id, secret_access_key, session_token, expiration } =
        serde_json::from_slice(output).ok()?;
    let format = aws_smithy_types::date_time::Format::DateTimeWithOffset;
    let expires = match expiration {
        Some(text) => {
            let time = aws_smithy_types::DateTime::from_str(&text, format).ok()?;
            Some(std::time::SystemTime::try_from(time).ok()?)
        }
        None => None,
    };
    (version == 1)
        .then(|| Credentials::new(access_key_id, secret_access_key, session_token, expires, "CredentialProcess"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_print() {
        let keys = r#""AccessKeyId": "AKIAX", "SecretAccessKey": "y""#;
        for (output, is_one) in [
            (format!("{{\"Version\": 1, {keys}}}"), true),
            (format!("{{\"Version\": 1, {keys}, \"SessionToken\": \"t\", \"Extra\": 1}}"), true),
            (format!("{{\"Version\": 1, {keys}, \"Expiration\": \"2031-05-26T12:34:56.789Z\"}}"), true),
            (format!("{{\"Version\": 1, {keys}, \"Expiration\": \"2031-05-26T12:34:56+02:00\"}}"), true),
            (format!("{{\"Version\": 1, {keys}, \"Expiration\": \"tomorrow\"}}"), false),
            (format!("{{\"Version\": 2, {keys}}}"), false),
            ("{\"Version\": 1, \"AccessKeyId\": \"AKIAX\"}".to_owned(), false),
            ("Enter your code:".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(read(output.as_bytes()).is_some(), is_one, "{output}");
        }
    }
}
