//! What the user's AWS configuration says of a profile: how it comes to credentials, and where it calls home.

use std::path::PathBuf;

use amplify_config::Reason;
use aws_config::profile::{Profile, ProfileSet};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};

use amplify_account::AccountSettings;

/// Profiles that lead to each other; a longer way is a mistake.
const MAX_HOPS: usize = 8;

/// How a profile comes to credentials.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Way {
    /// The program that gives the first credentials.
    pub(crate) process: Option<String>,
    /// The roles taken on with them, one after the other.
    pub(crate) roles: Vec<Role>,
    /// Somebody signs in by SSO.
    pub(crate) signs_in: bool,
    /// The first credentials come from where this machine runs.
    pub(crate) from_machine: bool,
}

/// A role to take on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) arn: String,
    pub(crate) external_id: Option<String>,
    pub(crate) session_name: Option<String>,
}

impl Way {
    /// Somebody else than the services themselves is asked on it.
    pub(crate) fn asks_others(&self) -> bool {
        self.signs_in || self.from_machine || !self.roles.is_empty()
    }
}

/// The files of the AWS configuration and of the credentials, wherever they are.
pub(crate) fn paths(settings: &AccountSettings) -> [Option<PathBuf>; 2] {
    let home = || settings.variable("HOME").or_else(|| settings.variable("USERPROFILE")).map(PathBuf::from);
    let expand = |path: String| match (path.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    };
    let of = |own: &Option<PathBuf>, variable: &str, name: &str| {
        let named = own.clone().or_else(|| settings.variable(variable).map(expand));
        named.or_else(|| Some(home()?.join(".aws").join(name)))
    };
    [
        of(&settings.config_file, "AWS_CONFIG_FILE", "config"),
        of(&settings.credentials_file, "AWS_SHARED_CREDENTIALS_FILE", "credentials"),
    ]
}

/// The same for the SDK.
pub(crate) fn files(settings: &AccountSettings) -> EnvConfigFiles {
    let [config, credentials] = paths(settings);
    let mut files = EnvConfigFiles::builder();
    // The SDK finds them itself too, but in the environment of the process alone; a file that is named must exist.
    if let Some(config) = config.filter(|path| path.exists()) {
        files = files.with_file(EnvConfigFileKind::Config, config);
    }
    if let Some(credentials) = credentials.filter(|path| path.exists()) {
        files = files.with_file(EnvConfigFileKind::Credentials, credentials);
    }
    files.build()
}

/// All profiles.
pub(crate) async fn load(settings: &AccountSettings) -> Result<ProfileSet, Reason> {
    let [config, credentials] = paths(settings);
    if ![&config, &credentials].iter().any(|path| path.as_ref().is_some_and(|path| path.exists())) {
        return Err(Reason::NoCredentials);
    }
    let (files, name) = (files(settings), settings.profile_name());
    aws_config::profile::load(&Fs::real(), &Env::real(), &files, Some(name.into()))
        .await
        .map_err(|_| Reason::BadProfile)
}

/// The profile holds keys of its own.
pub(crate) fn has_keys(profiles: &ProfileSet, name: &str) -> bool {
    let keys = ["aws_access_key_id", "aws_secret_access_key"];
    profiles.get_profile(name).is_some_and(|profile| keys.iter().all(|key| profile.get(key).is_some()))
}

/// The region that the profile names.
pub(crate) async fn home_region(settings: &AccountSettings) -> Option<String> {
    let profiles = load(settings).await.ok()?;
    Some(profiles.get_profile(&settings.profile_name())?.get("region")?.to_owned())
}

/// The endpoint that the profile names.
pub(crate) async fn endpoint(settings: &AccountSettings) -> Option<String> {
    let profiles = load(settings).await.ok()?;
    Some(profiles.get_profile(&settings.profile_name())?.get("endpoint_url")?.to_owned())
}

/// How the profile comes to credentials, as the SDK would go.
pub(crate) fn way(profiles: &ProfileSet, name: &str) -> Result<Way, Reason> {
    let mut way = Way::default();
    let mut at = name;
    for hop in 0..MAX_HOPS {
        let profile = profiles.get_profile(at).ok_or(Reason::BadProfile)?;
        if hop > 0 && has_keys(profiles, at) {
            way.roles.reverse();
            return Ok(way);
        }
        let role = profile.get("role_arn").filter(|_| profile.get("web_identity_token_file").is_none());
        if let Some(arn) = role {
            let owned = |key: &str| profile.get(key).map(str::to_owned);
            let (external_id, session_name) = (owned("external_id"), owned("role_session_name"));
            way.roles.push(Role { arn: arn.to_owned(), external_id, session_name });
            if let Some(source) = profile.get("source_profile").filter(|source| *source != at) {
                at = source;
                continue;
            }
        }
        base(profile, &mut way);
        way.roles.reverse();
        return Ok(way);
    }
    Err(Reason::BadProfile)
}

/// Where the first credentials come from, in the order in which the SDK looks.
fn base(profile: &Profile, way: &mut Way) {
    let has = |key: &str| profile.get(key).is_some();
    if let Some(source) = profile.get("credential_source") {
        way.from_machine = !source.eq_ignore_ascii_case("Environment");
    } else if has("web_identity_token_file") {
        // What the token is changed for is asked of STS, with a role.
        way.from_machine = true;
    } else if ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name", "sso_region"].into_iter().any(has) {
        way.signs_in = true;
    } else if !has("login_session") {
        way.process = profile.get("credential_process").map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn check(config: &str, profile: &str, expected: Result<Way, Reason>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        std::fs::write(&file, config).unwrap();
        let settings = AccountSettings {
            profile: Some(profile.to_owned()),
            config_file: Some(file),
            environment: Some(vec![]),
            ..AccountSettings::default()
        };
        let found = match load(&settings).await {
            Ok(profiles) => way(&profiles, profile),
            Err(reason) => Err(reason),
        };
        assert_eq!(found, expected, "{config}");
    }

    fn role(arn: &str) -> Role {
        Role { arn: arn.to_owned(), external_id: None, session_name: None }
    }

    #[tokio::test]
    async fn a_profile_leads_to_credentials() {
        let process = || Some("/bin/give --me keys".to_owned());
        let keys = "aws_access_key_id = AKIAX\naws_secret_access_key = y\n";
        for (config, profile, expected) in [
            (format!("[default]\n{keys}"), "default", Ok(Way::default())),
            (
                "[profile a]\ncredential_process = /bin/give --me keys\n".to_owned(),
                "a",
                Ok(Way { process: process(), ..Way::default() }),
            ),
            (
                "[profile a]\nrole_arn = r1\nsource_profile = b\n[profile b]\nrole_arn = r2\nsource_profile = c\n\
                 [profile c]\ncredential_process = /bin/give --me keys\n"
                    .to_owned(),
                "a",
                Ok(Way { process: process(), roles: vec![role("r2"), role("r1")], ..Way::default() }),
            ),
            (
                format!("[profile a]\nrole_arn = r1\nsource_profile = a\n{keys}"),
                "a",
                Ok(Way { roles: vec![role("r1")], ..Way::default() }),
            ),
            (
                format!("[profile a]\nrole_arn = r1\nsource_profile = b\n[profile b]\ncredential_process = x\n{keys}"),
                "a",
                Ok(Way { roles: vec![role("r1")], ..Way::default() }),
            ),
            (
                "[profile a]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\ncredential_process = x\n"
                    .to_owned(),
                "a",
                Ok(Way { signs_in: true, ..Way::default() }),
            ),
            (
                "[profile a]\nrole_arn = r\ncredential_source = Ec2InstanceMetadata\n".to_owned(),
                "a",
                Ok(Way { roles: vec![role("r")], from_machine: true, ..Way::default() }),
            ),
            ("[profile a]\nregion = x\n".to_owned(), "b", Err(Reason::BadProfile)),
            (
                "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n"
                    .to_owned(),
                "a",
                Err(Reason::BadProfile),
            ),
            ("[profile a]\nrole_arn = r\nsource_profile = b\n".to_owned(), "a", Err(Reason::BadProfile)),
        ] {
            check(&config, profile, expected).await;
        }
    }
}
