//! Who is asked, and how: all of it the user's own word, never that of an opened folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use amplify_config::{Reason, Region};
use serde::{Deserialize, Serialize};

/// What the user decided about AWS. The default asks nobody.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AccountSettings {
    /// AWS may be asked. Without it no file of the AWS configuration is read and no connection made.
    pub enabled: bool,
    /// The profile of the AWS configuration; `None`: as the environment says.
    pub profile: Option<String>,
    /// Only these regions are asked; empty: all.
    pub regions: Vec<Region>,
    /// Where the services are instead of AWS, for emulators.
    pub endpoint: Option<String>,
    /// Endpoints that the environment or the profile names are used even when they are not on this machine.
    pub allow_endpoint_override: bool,
    /// Credentials may also come from where this machine runs: a container or an EC2 instance.
    pub instance_credentials: bool,
    /// The opened folders: no file in them decides who the user is.
    pub workspace_folders: Vec<PathBuf>,
    /// The AWS configuration, instead of where it always is.
    pub config_file: Option<PathBuf>,
    /// The AWS credentials, instead of where they always are.
    pub credentials_file: Option<PathBuf>,
    /// The environment, instead of that of the process.
    pub environment: Option<Vec<(String, String)>>,
    /// How fast may be asked.
    pub limits: Limits,
}

/// How fast may be asked. The quotas are shared with the user's own production, so these are a fraction of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Calls a second to one region, over any ten seconds.
    pub per_region: f64,
    /// Calls a second about one user pool, over any ten seconds.
    pub per_pool: f64,
    /// So many calls to a region may come at once after a rest: what one file needs, and a page of a list.
    pub region_burst: u32,
    /// So many calls about a user pool may come at once after a rest: what one file needs, and a page of a list.
    pub pool_burst: u32,
    /// So many of these may be of one operation. AWS allows five in a second.
    pub kind_burst: u32,
    /// Calls under way at the same time to one region.
    pub in_flight: usize,
    /// How long one call may take, with all attempts.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            per_region: 3.0,
            per_pool: 2.0,
            region_burst: 8,
            pool_burst: 6,
            kind_burst: 3,
            in_flight: 4,
            patience: Duration::from_secs(15),
        }
    }
}

/// Variables that name a file with credentials or trust in it.
const FILE_VARIABLES: [&str; 4] =
    ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CA_BUNDLE"];

impl AccountSettings {
    /// The name of the profile that counts.
    pub fn profile_name(&self) -> String {
        let of_user = self.profile.clone().or_else(|| self.variable("AWS_PROFILE"));
        of_user.unwrap_or_else(|| "default".to_owned())
    }

    /// A variable of the environment, if it is not empty.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = match &self.environment {
            Some(variables) => variables.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone()),
            None => std::env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// Whether this may be asked at all.
    pub fn allows(&self, region: &Region) -> Result<(), Reason> {
        let is_wanted = self.regions.is_empty() || self.regions.contains(region);
        (self.enabled && is_wanted).then_some(()).ok_or(Reason::NotAsked)
    }

    /// No file that decides who the user is lies in an opened folder.
    ///
    /// Editors hand on what a folder put into the environment, so the variables alone prove nothing.
    pub fn check_files(&self) -> Result<(), Reason> {
        let named = FILE_VARIABLES.iter().filter_map(|name| self.variable(name)).map(PathBuf::from);
        let files: Vec<PathBuf> = named.collect();
        let is_inside = |file: &PathBuf| {
            let file = real(file);
            self.workspace_folders.iter().any(|folder| file.starts_with(real(folder)))
        };
        if files.iter().any(is_inside) { Err(Reason::UntrustedFile) } else { Ok(()) }
    }

    /// Where a service is, if not at AWS. `of_profile` is what the profile says. The word of the user goes before all;
    /// of others, only addresses on this machine are taken.
    ///
    /// `service` is as in the names of the variables: `STS`.
    pub fn endpoint_of(&self, service: &str, of_profile: Option<&str>) -> Result<Option<String>, Reason> {
        if self.endpoint.is_some() {
            return Ok(self.endpoint.clone());
        }
        let of_service = self.variable(&format!("AWS_ENDPOINT_URL_{service}"));
        let named = of_service.or_else(|| self.variable("AWS_ENDPOINT_URL")).or_else(|| of_profile.map(str::to_owned));
        match named {
            Some(address) if !self.allow_endpoint_override && !is_loopback(&address) => Err(Reason::UntrustedEndpoint),
            named => Ok(named),
        }
    }
}

/// The path without links and dots, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut at = path;
    loop {
        if let Ok(found) = at.canonicalize() {
            return missing.iter().rev().fold(found, |path, name| path.join(name));
        }
        match (at.parent(), at.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name);
                at = parent;
            }
            _ => return path.to_path_buf(),
        }
    }
}

/// The address leads to this machine, and nowhere else by any reading of it.
pub fn is_loopback(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    if !matches!(scheme, "http" | "https") || authority.contains('@') {
        return false;
    }
    let host = match authority.strip_prefix('[') {
        Some(inside) => inside.split(']').next().unwrap_or(inside),
        None => authority.split(':').next().unwrap_or(authority),
    };
    let is_loopback_ip = host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_loopback_ip || host.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_told_from_others() {
        for (address, expected) in [
            ("http://127.0.0.1:4566", true),
            ("http://127.8.9.1", true),
            ("https://localhost:4566/x", true),
            ("http://[::1]:80", true),
            ("http://localhost.evil.example", false),
            ("http://127.0.0.1.evil.example", false),
            ("http://127.0.0.1@evil.example", false),
            ("http://evil.example\\@localhost", false),
            ("http://10.0.0.1", false),
            ("ftp://localhost", false),
            ("localhost:4566", false),
            ("", false),
        ] {
            assert_eq!(is_loopback(address), expected, "{address}");
        }
    }

    #[test]
    fn endpoints_of_others_must_be_on_this_machine() {
        let remote = "https://evil.example";
        let local = "http://localhost:4566";
        let settings = |variables: &[(&str, &str)], allow| AccountSettings {
            environment: Some(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()),
            allow_endpoint_override: allow,
            ..AccountSettings::default()
        };
        for (variables, of_profile, allow, expected) in [
            (&[][..], None, false, Ok(None)),
            (&[("AWS_ENDPOINT_URL", local)], None, false, Ok(Some(local))),
            (&[("AWS_ENDPOINT_URL", remote)], None, false, Err(Reason::UntrustedEndpoint)),
            (&[("AWS_ENDPOINT_URL", remote)], None, true, Ok(Some(remote))),
            (&[("AWS_ENDPOINT_URL_STS", remote)], None, false, Err(Reason::UntrustedEndpoint)),
            (&[("AWS_ENDPOINT_URL_STS", local), ("AWS_ENDPOINT_URL", remote)], None, false, Ok(Some(local))),
            (&[("AWS_ENDPOINT_URL_SSO", remote)], None, false, Ok(None)),
            (&[], Some(remote), false, Err(Reason::UntrustedEndpoint)),
            (&[], Some(local), false, Ok(Some(local))),
        ] {
            let found = settings(variables, allow).endpoint_of("STS", of_profile);
            assert_eq!(found, expected.map(|address| address.map(str::to_owned)), "{variables:?} {of_profile:?}");
        }
        let mut own = settings(&[("AWS_ENDPOINT_URL", remote)], false);
        own.endpoint = Some("https://emulator.example".into());
        assert_eq!(own.endpoint_of("STS", Some(remote)), Ok(own.endpoint.clone()));
    }

    #[test]
    fn no_file_of_an_opened_folder_says_who_the_user_is() {
        let folder = tempfile::tempdir().unwrap();
        let opened = folder.path().join("opened");
        std::fs::create_dir_all(opened.join(".aws")).unwrap();
        std::fs::write(opened.join(".aws/config"), "").unwrap();
        for (file, expected) in [
            ("opened/.aws/config", Err(Reason::UntrustedFile)),
            ("opened/missing/config", Err(Reason::UntrustedFile)),
            ("other/../opened/.aws/config", Ok(())),
            ("home/.aws/config", Ok(())),
            ("opened-too/config", Ok(())),
        ] {
            for name in FILE_VARIABLES {
                let file = folder.path().join(file).to_string_lossy().into_owned();
                let settings = AccountSettings {
                    environment: Some(vec![(name.to_owned(), file.clone())]),
                    workspace_folders: vec![opened.clone()],
                    ..AccountSettings::default()
                };
                assert_eq!(settings.check_files(), expected, "{name}={file}");
            }
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(opened.join(".aws"), folder.path().join("link")).unwrap();
            let settings = AccountSettings {
                environment: Some(vec![(
                    "AWS_CONFIG_FILE".to_owned(),
                    folder.path().join("link/config").to_string_lossy().into_owned(),
                )]),
                workspace_folders: vec![opened],
                ..AccountSettings::default()
            };
            assert_eq!(settings.check_files(), Err(Reason::UntrustedFile));
        }
    }
}
