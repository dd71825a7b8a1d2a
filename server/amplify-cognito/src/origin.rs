//! Where credentials would come from, told without having them: for whoever looks for a fault.
//!
//! Reads the AWS configuration, starts no program and makes no connection.

use amplify_account::{AccountSettings, First, Origin, ProfileEntry};
use amplify_config::Reason;

use crate::profile::{self, Way};

/// Where credentials would come from, or why there would be none.
pub(crate) async fn origin(settings: &AccountSettings) -> Result<Origin, Reason> {
    settings.check_files()?;
    let has_keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].iter().all(|name| settings.variable(name).is_some());
    if settings.profile.is_none() && has_keys {
        return Ok(Origin { profile: None, first: First::Environment, roles: 0 });
    }
    let name = settings.profile_name();
    let profiles = match profile::load(settings).await {
        Err(Reason::NoCredentials) if settings.profile.is_some() => return Err(Reason::BadProfile),
        profiles => profiles?,
    };
    if name == "default" && profiles.get_profile("default").is_none() {
        return Err(Reason::NoCredentials);
    }
    let way = profile::way(&profiles, &name)?;
    let first = match &way {
        Way { from_machine: true, .. } => First::Machine,
        Way { signs_in: true, .. } => First::SignIn,
        Way { process: Some(_), .. } => First::Process,
        _ if way.roles.is_empty() && !profile::has_keys(&profiles, &name) => return Err(Reason::NoCredentials),
        _ => First::Keys,
    };
    Ok(Origin { profile: Some(name), first, roles: way.roles.len() })
}

/// The profiles of the AWS configuration, by name. Empty when there are none, or when an opened folder brought the file.
pub(crate) async fn profiles(settings: &AccountSettings) -> Vec<ProfileEntry> {
    if settings.check_files().is_err() {
        return Vec::new();
    }
    let Ok(profiles) = profile::load(settings).await else { return Vec::new() };
    let entry = |name: &str| ProfileEntry {
        name: name.to_owned(),
        region: profiles.get_profile(name).and_then(|profile| profile.get("region")).map(str::to_owned),
        signs_in: profile::way(&profiles, name).is_ok_and(|way| way.signs_in),
    };
    let mut entries: Vec<ProfileEntry> = profiles.profiles().map(entry).collect();
    entries.sort_by(|left, right| left.name.cmp(&right.name));
    entries
}

/// Where user pools are asked for instead of AWS, if anywhere.
pub(crate) async fn endpoint(settings: &AccountSettings) -> Result<Option<String>, Reason> {
    settings.check_files()?;
    let of_profile = profile::endpoint(settings).await;
    settings.endpoint_of("COGNITO_IDENTITY_PROVIDER", of_profile.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn check(config: &str, profile: Option<&str>, variables: &[(&str, &str)], expected: Result<Origin, Reason>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        std::fs::write(&file, config).unwrap();
        let settings = AccountSettings {
            profile: profile.map(str::to_owned),
            config_file: Some(file),
            environment: Some(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()),
            ..AccountSettings::default()
        };
        assert_eq!(origin(&settings).await, expected, "{config} {profile:?} {variables:?}");
    }

    #[tokio::test]
    async fn the_origin_is_told_without_going_there() {
        let keys = "aws_access_key_id = AKIAX\naws_secret_access_key = y\n";
        let in_environment = [("AWS_ACCESS_KEY_ID", "AKIAX"), ("AWS_SECRET_ACCESS_KEY", "y")];
        let of = |profile: Option<&str>, first, roles| {
            let profile = profile.map(str::to_owned);
            Ok(Origin { profile, first, roles })
        };
        let default = format!("[default]\n{keys}");
        check(&default, None, &[], of(Some("default"), First::Keys, 0)).await;
        check(&default, None, &in_environment, of(None, First::Environment, 0)).await;
        check(&default, Some("default"), &in_environment, of(Some("default"), First::Keys, 0)).await;
        check(&default, Some("work"), &[], Err(Reason::BadProfile)).await;
        check("", None, &[], Err(Reason::NoCredentials)).await;
        check("[default]\nregion = x\n", None, &[], Err(Reason::NoCredentials)).await;
        let role = format!("[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\n{keys}");
        check(&role, Some("a"), &[], of(Some("a"), First::Keys, 1)).await;
        check(&role, None, &[("AWS_PROFILE", "a")], of(Some("a"), First::Keys, 1)).await;
        let process = "[profile a]\ncredential_process = touch /not/to/be/run\n";
        check(process, Some("a"), &[], of(Some("a"), First::Process, 0)).await;
        let sso = "[profile a]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n";
        check(sso, Some("a"), &[], of(Some("a"), First::SignIn, 0)).await;
    }

    #[tokio::test]
    async fn profiles_are_listed_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        std::fs::write(&file, "[profile b]\nregion = eu-west-1\n[default]\nx = y\n[profile a]\nsso_session = s\n")
            .unwrap();
        let settings = AccountSettings { config_file: Some(file), environment: Some(vec![]), ..Default::default() };
        let names: Vec<(String, Option<String>, bool)> =
            profiles(&settings).await.into_iter().map(|entry| (entry.name, entry.region, entry.signs_in)).collect();
        let expected = [("a", None, true), ("b", Some("eu-west-1"), false), ("default", None, false)]
            .map(|(name, region, signs)| (name.to_owned(), region.map(str::to_owned), signs));
        assert_eq!(names, expected);
        let inside = AccountSettings {
            environment: Some(vec![("AWS_CONFIG_FILE".to_owned(), folder.path().join("config").display().to_string())]),
            workspace_folders: vec![folder.path().to_owned()],
            ..settings
        };
        assert_eq!(profiles(&inside).await, []);
    }
}
