//! Where credentials come from, and what it means when there are none.

use std::path::Path;
use std::time::{Duration, Instant};

use amplify_account::{AccountSettings, Limits};
use amplify_cognito::Cognito;
use amplify_config::{Answer, Lookup, Reason};

use crate::stub::{Reply, Stub};
use crate::{ask, pool, region, settings};

const POOL: &str = r#"{"UserPool": {"Id": "us-east-1_qWeRt6789", "Name": "shop"}}"#;

fn user_pool() -> Lookup {
    Lookup::UserPool(pool("us-east-1_qWeRt6789"))
}

fn willing() -> Stub {
    Stub::start(|_, _| Reply::json(POOL))
}

/// Settings whose only source of credentials is this configuration.
fn with_config(folder: &Path, config: &str, profile: Option<&str>, endpoint: &str) -> AccountSettings {
    let file = folder.join("config");
    std::fs::write(&file, config).expect("the folder is ours");
    AccountSettings {
        profile: profile.map(str::to_owned),
        config_file: Some(file),
        credentials_file: Some(folder.join("credentials")),
        environment: Some(vec![]),
        ..settings(endpoint)
    }
}

#[tokio::test]
async fn profiles_lead_to_credentials_or_to_a_reason() {
    let keys = "aws_access_key_id = AKIAX\naws_secret_access_key = y\n";
    let sso = "sso_account_id = 123456789012\nsso_role_name = r\n";
    let session = "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://no-such-start.awsapps.test/start\n";
    let json = r#"{"Version": 1, "AccessKeyId": "AKIAX", "SecretAccessKey": "y"}"#;
    for (config, profile, expected) in [
        (format!("[default]\n{keys}"), None, Ok(())),
        (format!("[profile work]\n{keys}"), Some("work"), Ok(())),
        (format!("[profile work]\n{keys}"), Some("home"), Err(Reason::BadProfile)),
        (format!("[profile work]\n{keys}"), None, Err(Reason::NoCredentials)),
        ("[default]\nregion = us-east-1\n".to_owned(), None, Err(Reason::NoCredentials)),
        (String::new(), None, Err(Reason::NoCredentials)),
        (String::new(), Some("work"), Err(Reason::BadProfile)),
        ("[default\n".to_owned(), None, Err(Reason::BadProfile)),
        (format!("[default]\nsso_session = s\n{sso}{session}"), None, Err(Reason::SignedOut)),
        (format!("[default]\nsso_session = missing\n{sso}"), None, Err(Reason::BadProfile)),
        ("[default]\nlogin_session = arn:aws:iam::123456789012:user/x\n".to_owned(), None, Err(Reason::BadProfile)),
        // The machine this runs on is not asked.
        (
            "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Ec2InstanceMetadata\n"
                .to_owned(),
            None,
            Err(Reason::NoCredentials),
        ),
        // Nobody but AWS is asked for a role.
        (
            format!(
                "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = b\n\
                 endpoint_url = https://other.test\n[profile b]\n{keys}"
            ),
            None,
            Err(Reason::UntrustedEndpoint),
        ),
        (format!("[default]\ncredential_process = echo '{json}'\n"), None, Ok(())),
        (
            "[default]\ncredential_process = echo secret-output >&2; exit 3\n".to_owned(),
            None,
            Err(Reason::CredentialProcess),
        ),
        ("[default]\ncredential_process = echo Password:\n".to_owned(), None, Err(Reason::CredentialProcess)),
        ("[default]\ncredential_process = /no/such/program\n".to_owned(), None, Err(Reason::CredentialProcess)),
    ] {
        if cfg!(windows) && config.contains("credential_process") {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let stub = willing();
        let cognito = Cognito::new(with_config(folder.path(), &config, profile, &stub.endpoint));
        let answer = ask(&cognito, user_pool()).await;
        match expected {
            Ok(()) => assert!(matches!(answer, Answer::Known(_)), "{config}: {answer:?}"),
            Err(reason) => {
                assert_eq!(answer, Answer::Unavailable(reason), "{config}");
                assert_eq!(stub.calls(), [""; 0], "without credentials nothing is asked");
            }
        }
    }
}

#[tokio::test]
async fn the_environment_goes_before_the_profile_unless_the_user_chose_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = willing();
    let keys = |id: &str| {
        vec![
            ("AWS_ACCESS_KEY_ID".to_owned(), id.to_owned()),
            ("AWS_SECRET_ACCESS_KEY".to_owned(), "y".to_owned()),
            ("AWS_PROFILE".to_owned(), "missing".to_owned()),
        ]
    };
    for (profile, expected) in [(None, true), (Some("missing"), false)] {
        let settings = with_config(folder.path(), "[default]\nregion = x\n", profile, &stub.endpoint);
        let settings = AccountSettings { environment: Some(keys("AKIAENV")), ..settings };
        let answer = ask(&Cognito::new(settings), user_pool()).await;
        assert_eq!(matches!(answer, Answer::Known(_)), expected, "{profile:?}: {answer:?}");
    }
}

#[tokio::test]
async fn that_there_are_none_is_remembered_until_a_file_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = willing();
    let tried = folder.path().join("tried");
    let process = format!("[default]\ncredential_process = echo x >> {}; exit 1\n", tried.display());
    let cognito = Cognito::new(with_config(folder.path(), &process, None, &stub.endpoint));
    if cfg!(windows) {
        return;
    }
    let all = (0..7).map(|_| ask(&cognito, user_pool()));
    for answer in futures(all).await {
        assert_eq!(answer, Answer::Unavailable(Reason::CredentialProcess));
    }
    assert_eq!(std::fs::read_to_string(&tried).expect("it ran"), "x\n", "seven questions, one try");
    // The user mends it.
    let file = folder.path().join("config");
    std::fs::write(&file, "[default]\naws_access_key_id = AKIAX\naws_secret_access_key = y\n").expect("it is ours");
    let later = std::time::SystemTime::now() + Duration::from_secs(5);
    std::fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(later)).expect("it is ours");
    assert!(matches!(ask(&cognito, user_pool()).await, Answer::Known(_)));
}

#[tokio::test]
async fn good_credentials_are_asked_for_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = willing();
    let tried = folder.path().join("tried");
    let json =
        r#"{"Version": 1, "AccessKeyId": "AKIAX", "SecretAccessKey": "y", "Expiration": "2999-01-01T00:00:00Z"}"#;
    let process = format!("[default]\ncredential_process = echo x >> {}; echo '{json}'\n", tried.display());
    let cognito = Cognito::new(with_config(folder.path(), &process, None, &stub.endpoint));
    if cfg!(windows) {
        return;
    }
    // Two services in three regions.
    let pools = ["us-east-1_a1", "us-west-2_a1", "eu-west-1_a1"].map(|id| ask(&cognito, Lookup::UserPool(pool(id))));
    futures(pools).await;
    ask(&cognito, Lookup::IdentityPools(region("us-east-1"))).await;
    assert_eq!(stub.calls().len(), 4);
    assert_eq!(std::fs::read_to_string(&tried).expect("it ran"), "x\n");
}

#[tokio::test]
async fn expired_credentials_are_read_again_when_their_file_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = Stub::start(|_, count| match count {
        0 => Reply::error(400, "ExpiredTokenException"),
        _ => Reply::json(POOL),
    });
    let config = "[default]\naws_access_key_id = AKIAX\naws_secret_access_key = y\n";
    let cognito = Cognito::new(with_config(folder.path(), config, None, &stub.endpoint));
    assert_eq!(ask(&cognito, user_pool()).await, Answer::Unavailable(Reason::Expired));
    let file = folder.path().join("config");
    std::fs::write(&file, "[profile other]\nregion = x\n").expect("it is ours");
    let later = std::time::SystemTime::now() + Duration::from_secs(5);
    std::fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(later)).expect("it is ours");
    assert_eq!(ask(&cognito, user_pool()).await, Answer::Unavailable(Reason::NoCredentials), "the old keys are gone");
}

#[tokio::test]
async fn a_file_in_an_opened_folder_says_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let stub = willing();
    let config = folder.path().join("config");
    std::fs::write(&config, "[default]\naws_access_key_id = AKIAX\naws_secret_access_key = y\n").expect("it is ours");
    let settings = AccountSettings {
        environment: Some(vec![("AWS_CONFIG_FILE".to_owned(), config.to_string_lossy().into_owned())]),
        workspace_folders: vec![folder.path().to_owned()],
        ..settings(&stub.endpoint)
    };
    let answer = ask(&Cognito::new(settings.clone()), user_pool()).await;
    assert_eq!(answer, Answer::Unavailable(Reason::UntrustedFile));
    assert_eq!(stub.calls(), [""; 0]);
    let elsewhere = AccountSettings { workspace_folders: vec![], ..settings };
    assert!(matches!(ask(&Cognito::new(elsewhere), user_pool()).await, Answer::Known(_)));
}

/// A program that hangs is ended, and all that it started with it.
#[cfg(unix)]
#[tokio::test]
async fn a_credential_process_that_hangs_is_ended() {
    use std::io::BufRead;

    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "`mkfifo` is part of every Unix");
    // Whoever holds the pipe open is alive; the end of it can only be read when all of them are gone.
    let (sender, ended) = std::sync::mpsc::channel();
    let reading = pipe.clone();
    std::thread::spawn(move || {
        let file = std::fs::File::open(reading).expect("it was made");
        let lines: Vec<String> = std::io::BufReader::new(file).lines().map_while(Result::ok).collect();
        sender.send((lines, Instant::now()))
    });
    let process = format!("exec 9>'{}'; echo started >&9; sleep 1000 & sleep 1000", pipe.display());
    let config = format!("[default]\ncredential_process = {process}\n");
    let stub = willing();
    let settings = with_config(folder.path(), &config, None, &stub.endpoint);
    let limits = Limits { patience: Duration::from_secs(6), ..settings.limits };
    let began = Instant::now();
    let answer = ask(&Cognito::new(AccountSettings { limits, ..settings }), user_pool()).await;
    assert_eq!(answer, Answer::Unavailable(Reason::TimedOut));
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    let (lines, _) = ended.recv_timeout(Duration::from_secs(20)).expect("all that was started has ended");
    assert_eq!(lines, ["started"]);
}

#[tokio::test]
async fn the_region_of_the_user_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    for (config, variables, expected) in [
        ("[default]\nregion = eu-west-1\n", vec![], Some("eu-west-1")),
        ("[default]\nregion = eu-west-1\n", vec![("AWS_REGION", "us-west-2")], Some("us-west-2")),
        ("[default]\nregion = evil.example\n", vec![], None),
        ("", vec![("AWS_DEFAULT_REGION", "us-west-2")], Some("us-west-2")),
        ("", vec![], None),
    ] {
        let settings = with_config(folder.path(), config, None, "http://127.0.0.1:1");
        let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let cognito = Cognito::new(AccountSettings { environment: Some(environment), ..settings });
        assert_eq!(cognito.home_region().await, expected.map(region), "{config} {variables:?}");
    }
}

/// All of them at the same time.
async fn futures(all: impl IntoIterator<Item = impl Future<Output = Answer>>) -> Vec<Answer> {
    futures_util::future::join_all(all).await
}
