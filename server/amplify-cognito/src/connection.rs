//! How AWS is reached: what all regions share, the client for one of them.
//!
//! The SDK's own loader is not used: it would look for a region and for endpoints in places that are not the user's, and
//! wait for the metadata of machines that this is not.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, OnceLock};

use amplify_config::{Answer, Lookup, Reason, Region};
use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_config::retry::RetryConfig;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cognitoidentityprovider::config::{SharedHttpClient, SharedIdentityCache};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider as Tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Builder as HttpBuilder, Connector};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::credentials::{Credentials, Given, fingerprint};
use crate::fault::Failure;
use crate::pace::{Pace, Purpose};
use crate::patience::{behavior, timeouts};
use amplify_account::{AccountSettings, is_loopback};

/// What all regions share: the credentials, and the connections.
pub(crate) struct Access {
    credentials: Arc<Credentials>,
    identities: SharedIdentityCache,
    http: SharedHttpClient,
    settings: Arc<AccountSettings>,
    /// How the files of the AWS configuration looked.
    files: Vec<Option<std::time::SystemTime>>,
}

impl fmt::Debug for Access {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Access")
    }
}

impl Access {
    /// Reads nothing and connects to nothing yet. `region` is where roles are asked for if the user names no region.
    pub(crate) fn new(settings: Arc<AccountSettings>, region: &Region) -> Access {
        // What leads to this machine needs no way out of it.
        let is_local = settings.endpoint.as_deref().is_some_and(is_loopback);
        let proxy = if is_local { ProxyConfig::disabled() } else { ProxyConfig::from_env() };
        let http = HttpBuilder::new().build_with_connector_fn(move |settings, components| {
            let mut connector = Connector::builder().proxy_config(proxy.clone());
            connector.set_connector_settings(settings.cloned());
            connector.set_sleep_impl(components.and_then(|components| components.sleep_impl()));
            connector.tls_provider(Tls::Rustls(CryptoMode::Ring)).build()
        });
        Access {
            credentials: Arc::new(Credentials::new(settings.clone(), region.clone(), http.clone())),
            identities: IdentityCache::lazy().load_timeout(settings.limits.patience).build(),
            http,
            files: fingerprint(&settings),
            settings,
        }
    }

    /// The files of the AWS configuration are not what they were.
    pub(crate) fn is_outdated(&self) -> bool {
        self.files != fingerprint(&self.settings)
    }
}

/// The clients for one region, made on first use.
pub(crate) struct Connection {
    config: SdkConfig,
    credentials: Arc<Credentials>,
    user_pools_at: Option<String>,
    identity_pools_at: Option<String>,
    accounts_at: Option<String>,
    user_pools: OnceLock<aws_sdk_cognitoidentityprovider::Client>,
    identity_pools: OnceLock<aws_sdk_cognitoidentity::Client>,
    accounts: OnceLock<aws_sdk_sts::Client>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Connection")
    }
}

impl Connection {
    /// `endpoint` is what the user's profile says.
    pub(crate) fn new(
        settings: &AccountSettings,
        access: &Access,
        region: &Region,
        endpoint: Option<&str>,
    ) -> Result<Connection, Reason> {
        let config = SdkConfig::builder()
            .behavior_version(behavior())
            .region(aws_config::Region::new(region.as_str().to_owned()))
            // GovCloud has no other hosts.
            .use_fips(region.partition() == "aws-us-gov")
            .credentials_provider(SharedCredentialsProvider::new(Given(access.credentials.clone())))
            .identity_cache(access.identities.clone())
            .http_client(access.http.clone())
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .time_source(SharedTimeSource::default())
            .timeout_config(timeouts(settings.limits))
            // Each attempt is a call, and has its turn.
            .retry_config(RetryConfig::disabled())
            .build();
        Ok(Connection {
            config,
            credentials: access.credentials.clone(),
            user_pools_at: settings.endpoint_of("COGNITO_IDENTITY_PROVIDER", endpoint)?,
            identity_pools_at: settings.endpoint_of("COGNITO_IDENTITY", endpoint)?,
            accounts_at: settings.endpoint_of("STS", endpoint)?,
            user_pools: OnceLock::new(),
            identity_pools: OnceLock::new(),
            accounts: OnceLock::new(),
        })
    }

    /// There are credentials, or a reason why not.
    pub(crate) async fn ready(&self) -> Result<(), Reason> {
        self.credentials.ready().await
    }

    pub(crate) fn user_pools(&self) -> &aws_sdk_cognitoidentityprovider::Client {
        self.user_pools.get_or_init(|| {
            let mut config = aws_sdk_cognitoidentityprovider::config::Builder::from(&self.config);
            config.set_endpoint_url(self.user_pools_at.clone());
            aws_sdk_cognitoidentityprovider::Client::from_conf(config.build())
        })
    }

    pub(crate) fn identity_pools(&self) -> &aws_sdk_cognitoidentity::Client {
        self.identity_pools.get_or_init(|| {
            let mut config = aws_sdk_cognitoidentity::config::Builder::from(&self.config);
            config.set_endpoint_url(self.identity_pools_at.clone());
            aws_sdk_cognitoidentity::Client::from_conf(config.build())
        })
    }

    pub(crate) fn accounts(&self) -> &aws_sdk_sts::Client {
        self.accounts.get_or_init(|| {
            let mut config = aws_sdk_sts::config::Builder::from(&self.config);
            config.set_endpoint_url(self.accounts_at.clone());
            aws_sdk_sts::Client::from_conf(config.build())
        })
    }

    /// The answer to a question that is one call. `answer` is `None` when what came back is no answer of AWS.
    pub(crate) async fn one<O, E, F>(
        &self,
        pace: &Pace,
        lookup: &Lookup,
        attempt: impl Fn() -> F,
        answer: impl FnOnce(&O) -> Option<Answer>,
    ) -> Answer
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        let attempt = async || attempt().await.map_err(|error| Failure::of(&error));
        match pace.call(lookup, Purpose::Question, attempt).await {
            Ok(output) => answer(&output).unwrap_or(Answer::Unavailable(Reason::Trouble)),
            Err(answer) => answer,
        }
    }
}
