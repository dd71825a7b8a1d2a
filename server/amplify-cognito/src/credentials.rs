//! Whose name is asked in: the sources of credentials, one after the other.
//!
//! A profile that the user chose goes alone; otherwise the environment goes before the profile. The machine this runs on
//! is asked only if the user said so: anything may answer there. That there are none is remembered for a minute or until
//! a file of the AWS configuration changes, since looking for them may take long.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use amplify_config::{Reason, Region};
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_cognitoidentityprovider::config::SharedHttpClient;
use aws_smithy_async::rt::sleep::TokioSleep;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::fault::{NoCredentials, of_credentials};
use crate::patience::{attempts, behavior, timeouts};
use crate::profile::{self, Way};
use crate::{credential_process, fault};
use amplify_account::AccountSettings;

/// How long it is remembered that there are none.
const REMEMBERED: Duration = Duration::from_secs(60);

/// The sources of credentials.
pub(crate) struct Credentials {
    settings: Arc<AccountSettings>,
    region: Region,
    http: SharedHttpClient,
    /// Also lets only one look at a time.
    found: Mutex<Found>,
}

/// What the last look found.
#[derive(Default)]
struct Found {
    credentials: Option<aws_credential_types::Credentials>,
    failure: Option<Failure>,
}

/// Credentials that expire so soon are not used any more.
const MARGIN: Duration = Duration::from_secs(10);

struct Failure {
    reason: Reason,
    at: Instant,
    files: Vec<Option<SystemTime>>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credentials")
    }
}

/// The same, as the SDK asks for them.
#[derive(Debug)]
pub(crate) struct Given(pub(crate) Arc<Credentials>);

impl ProvideCredentials for Given {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            self.0.load().await.map_err(|reason| CredentialsError::provider_error(NoCredentials(reason)))
        })
    }
}

/// When the files that credentials come from were changed last.
pub(crate) fn fingerprint(settings: &AccountSettings) -> Vec<Option<SystemTime>> {
    let changed = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    let [config, credentials] = profile::paths(settings);
    // Signing in writes a file there.
    let sign_ins = config.as_ref().and_then(|config| config.parent()?.join("sso").join("cache").read_dir().ok());
    let last_sign_in =
        sign_ins.and_then(|files| files.flatten().take(100).filter_map(|file| changed(&file.path())).max());
    vec![config.as_deref().and_then(changed), credentials.as_deref().and_then(changed), last_sign_in]
}

impl Credentials {
    pub(crate) fn new(settings: Arc<AccountSettings>, region: Region, http: SharedHttpClient) -> Credentials {
        Credentials { settings, region, http, found: Mutex::default() }
    }

    /// Looks for credentials before a call is made: within a call each attempt would look anew, and have less time.
    pub(crate) async fn ready(&self) -> Result<(), Reason> {
        self.load().await.map(|_| ())
    }

    async fn load(&self) -> Result<aws_credential_types::Credentials, Reason> {
        let mut found = self.found.lock().await;
        let is_good = |credentials: &&aws_credential_types::Credentials| {
            credentials.expiry().is_none_or(|expiry| expiry > SystemTime::now() + MARGIN)
        };
        if let Some(credentials) = found.credentials.as_ref().filter(is_good) {
            return Ok(credentials.clone());
        }
        let files = fingerprint(&self.settings);
        if let Some(before) = &found.failure
            && before.at.elapsed() < REMEMBERED
            && before.files == files
        {
            return Err(before.reason);
        }
        // All sources together get less time than the call that waits for them.
        let patience = self.settings.limits.patience * 2 / 3;
        let loaded = timeout(patience, self.look()).await.unwrap_or(Err(Reason::TimedOut));
        found.credentials = loaded.as_ref().ok().cloned();
        found.failure = loaded.as_ref().err().map(|&reason| Failure { reason, at: Instant::now(), files });
        loaded
    }

    async fn look(&self) -> Result<aws_credential_types::Credentials, Reason> {
        if self.settings.profile.is_none()
            && let Some(found) = self.of_environment()
        {
            return Ok(found);
        }
        match self.of_profile().await {
            Err(Reason::NoCredentials) if self.settings.instance_credentials && self.settings.profile.is_none() => {
                self.of_machine().await
            }
            found => found,
        }
    }

    fn of_environment(&self) -> Option<aws_credential_types::Credentials> {
        let variable = |name| self.settings.variable(name);
        let (id, secret) = (variable("AWS_ACCESS_KEY_ID")?, variable("AWS_SECRET_ACCESS_KEY")?);
        Some(aws_credential_types::Credentials::new(id, secret, variable("AWS_SESSION_TOKEN"), None, "Environment"))
    }

    async fn of_profile(&self) -> Result<aws_credential_types::Credentials, Reason> {
        let name = self.settings.profile_name();
        let profiles = match profile::load(&self.settings).await {
            // The user named one, and there is not even a file.
            Err(Reason::NoCredentials) if self.settings.profile.is_some() => return Err(Reason::BadProfile),
            profiles => profiles?,
        };
        if name == "default" && profiles.get_profile("default").is_none() {
            return Err(Reason::NoCredentials);
        }
        let way = profile::way(&profiles, &name)?;
        if way.from_machine && !self.settings.instance_credentials {
            return Err(Reason::NoCredentials);
        }
        if way.asks_others() {
            // The SDK follows these on its own when it asks for roles and tokens.
            let of_profile = profiles.get_profile(&name).and_then(|profile| profile.get("endpoint_url"));
            let without_own = AccountSettings { endpoint: None, ..(*self.settings).clone() };
            for service in ["STS", "SSO", "SSO_OIDC"] {
                without_own.endpoint_of(service, of_profile)?;
            }
        }
        if let Some(process) = &way.process {
            let found = credential_process::run(process, self.settings.limits.patience / 2).await?;
            return self.in_roles(&way, found).await;
        }
        let found = ProfileFileCredentialsProvider::builder()
            .configure(&self.provider_config())
            .profile_files(profile::files(&self.settings))
            .profile_name(name)
            .build();
        let default = if way.signs_in { Reason::SignedOut } else { Reason::Refused };
        found.provide_credentials().await.map_err(|error| match error {
            CredentialsError::CredentialsNotLoaded(_) if !way.signs_in => Reason::NoCredentials,
            CredentialsError::InvalidConfiguration(_) => Reason::BadProfile,
            CredentialsError::ProviderTimedOut(_) => Reason::TimedOut,
            error => of_credentials(&error, default),
        })
    }

    /// Takes on the roles of a way, one after the other.
    async fn in_roles(
        &self,
        way: &Way,
        mut credentials: aws_credential_types::Credentials,
    ) -> Result<aws_credential_types::Credentials, Reason> {
        let mut config = aws_config::SdkConfig::builder()
            .behavior_version(behavior())
            .region(aws_config::Region::new(self.region.as_str().to_owned()))
            .http_client(self.http.clone())
            .sleep_impl(aws_smithy_async::rt::sleep::SharedAsyncSleep::new(TokioSleep::new()))
            .time_source(aws_smithy_async::time::SharedTimeSource::default())
            .timeout_config(timeouts(self.settings.limits))
            .retry_config(attempts());
        config.set_endpoint_url(self.settings.endpoint_of("STS", None)?);
        let config = config.build();
        for role in &way.roles {
            let mut assumed = AssumeRoleProvider::builder(&role.arn).configure(&config);
            if let Some(id) = &role.external_id {
                assumed = assumed.external_id(id);
            }
            if let Some(name) = &role.session_name {
                assumed = assumed.session_name(name);
            }
            let assumed = assumed.build_from_provider(credentials).await.provide_credentials().await;
            credentials = assumed.map_err(|error| fault::of_credentials(&error, Reason::Refused))?;
        }
        Ok(credentials)
    }

    async fn of_machine(&self) -> Result<aws_credential_types::Credentials, Reason> {
        self.settings.endpoint_of("STS", None)?;
        let config = self.provider_config();
        let web = WebIdentityTokenCredentialsProvider::builder().configure(&config).build();
        if let Ok(found) = web.provide_credentials().await {
            return Ok(found);
        }
        if let Ok(found) = EcsCredentialsProvider::builder().configure(&config).build().provide_credentials().await {
            return Ok(found);
        }
        let machine = ImdsCredentialsProvider::builder().configure(&config).build();
        machine.provide_credentials().await.map_err(|error| match error {
            CredentialsError::CredentialsNotLoaded(_) => Reason::NoCredentials,
            error => of_credentials(&error, Reason::NoCredentials),
        })
    }

    fn provider_config(&self) -> ProviderConfig {
        ProviderConfig::empty()
            .with_behavior_version(Some(behavior()))
            .with_region(Some(aws_config::Region::new(self.region.as_str().to_owned())))
            .with_use_fips(Some(self.region.partition() == "aws-us-gov"))
            .with_http_client(self.http.clone())
            .with_sleep_impl(TokioSleep::new())
            .with_retry_config(attempts())
            .with_timeout_config(timeouts(self.settings.limits))
    }
}
