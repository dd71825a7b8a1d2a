//! What the SDK writes into logs while everything is asked: no secret at any level, and nothing at all at the levels that
//! a program should let through.

use std::io::Write;
use std::sync::{Arc, Mutex};

use amplify_account::NOISY_LOG_TARGETS;
use amplify_cognito::Cognito;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::emulator::GUARDED;
use crate::permissions::every_question;
use crate::{ask, settings};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nothing panics").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// Asks everything, with keys that work and keys that do not, and says what was logged.
async fn logged(filter: &str) -> String {
    // What is worth logging is decided for the whole process: two such logs at once take from each other.
    static ONE_LOG: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = ONE_LOG.lock().await;
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(log.clone()).with_ansi(false);
    // The runtime has one thread, so all of it is seen.
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let secrets = [GUARDED.text("/keys/reader/secret"), "not-the-secret-of-the-reader"];
    // Places that log and that another test was just coming to for the first time can be missed: in a second round they
    // are all known.
    for secret in secrets.into_iter().cycle().take(2 * secrets.len()) {
        tracing::callsite::rebuild_interest_cache();
        let mut settings = settings(&GUARDED.endpoint);
        settings.environment = Some(vec![
            ("AWS_ACCESS_KEY_ID".to_owned(), GUARDED.text("/keys/reader/id").to_owned()),
            ("AWS_SECRET_ACCESS_KEY".to_owned(), secret.to_owned()),
            ("AWS_SESSION_TOKEN".to_owned(), "session-token-of-the-reader".to_owned()),
        ]);
        let cognito = Cognito::new(settings);
        for lookup in every_question(&GUARDED) {
            ask(&cognito, lookup).await;
        }
    }
    tracing::info!("the log works");
    let text = log.0.lock().expect("nothing panics").clone();
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn no_secret_is_logged_at_any_level() {
    let log = logged("trace").await;
    // The SDK does speak, so the test looks at something.
    assert!(log.len() > 100_000, "{}", log.len());
    for secret in [
        GUARDED.text("/shop/native/secret"),
        GUARDED.text("/keys/reader/secret"),
        "session-token-of-the-reader",
        "not-the-secret-of-the-reader",
        "google-secret-of-the-shop",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn with_the_noisy_targets_kept_silent_nothing_of_the_account_is_logged() {
    let silent: Vec<String> = NOISY_LOG_TARGETS.iter().map(|target| format!("{target}=off")).collect();
    let log = logged(&format!("trace,{}", silent.join(","))).await;
    assert!(log.contains("the log works"));
    for id in [
        GUARDED.text("/keys/reader/id"),
        GUARDED.text("/shop/pool"),
        GUARDED.text("/shop/web/id"),
        GUARDED.text("/shop/native/secret"),
        GUARDED.text("/shop/identity_pool"),
        "shop users",
        "127.0.0.1",
    ] {
        assert!(!log.contains(id), "{id} is in the log: {log}");
    }
}
