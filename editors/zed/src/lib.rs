//! amplify-ls in Zed: finds the program, in `PATH` or else as a release, and starts it beside Zed's own JSON server.
//!
//! It brings no server of its own: Zed asks that of its extensions.

use std::fs;

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Architecture, LanguageServerId, Os, Result, Worktree, serde_json};

const PROGRAM: &str = "amplify-ls";
const REPOSITORY: &str = "amplify-ls/amplify-ls";

#[derive(Default)]
struct Extension {
    /// Where the release of this session lies.
    downloaded: Option<String>,
}

impl zed::Extension for Extension {
    fn new() -> Self {
        Extension::default()
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let set = LspSettings::for_worktree(PROGRAM, worktree).ok().and_then(|settings| settings.binary);
        let path = set.as_ref().and_then(|binary| binary.path.clone()).or_else(|| worktree.which(PROGRAM));
        let command = match path {
            Some(path) => path,
            None => self.release(id)?,
        };
        let args = set.and_then(|binary| binary.arguments).unwrap_or_else(|| vec!["--stdio".to_owned()]);
        Ok(zed::Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_initialization_options(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let set = LspSettings::for_worktree(PROGRAM, worktree).ok().and_then(|settings| settings.initialization_options);
        // Zed has a JSON server of its own on the same files.
        Ok(Some(set.unwrap_or_else(|| serde_json::json!({ "builtinJsonServer": true }))))
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let set = LspSettings::for_worktree(PROGRAM, worktree).ok().and_then(|settings| settings.settings);
        Ok(Some(serde_json::json!({ PROGRAM: set })))
    }
}

impl Extension {
    /// The program of the latest release, downloaded unless it is there.
    fn release(&mut self, id: &LanguageServerId) -> Result<String> {
        if let Some(path) = self.downloaded.as_ref().filter(|path| fs::metadata(path).is_ok_and(|file| file.is_file())) {
            return Ok(path.clone());
        }
        let status = |status| zed::set_language_server_installation_status(id, &status);
        status(zed::LanguageServerInstallationStatus::CheckingForUpdate);
        let options = zed::GithubReleaseOptions { require_assets: true, pre_release: false };
        let release = zed::latest_github_release(REPOSITORY, options)?;
        let (os, architecture) = zed::current_platform();
        let target = target(os, architecture).ok_or("There is no release of amplify-ls for this machine")?;
        let is_windows = matches!(os, Os::Windows);
        let extension = if is_windows { "zip" } else { "tar.gz" };
        let name = format!("{PROGRAM}-{}-{target}.{extension}", release.version);
        let asset = release.assets.iter().find(|asset| asset.name == name);
        let asset = asset.ok_or_else(|| format!("The release {} has no file {name}", release.version))?;

        let folder = format!("{PROGRAM}-{}", release.version);
        let suffix = if is_windows { ".exe" } else { "" };
        let path = format!("{folder}/{PROGRAM}{suffix}");
        if fs::metadata(&path).is_err() {
            status(zed::LanguageServerInstallationStatus::Downloading);
            let kind = if is_windows { zed::DownloadedFileType::Zip } else { zed::DownloadedFileType::GzipTar };
            zed::download_file(&asset.download_url, &folder, kind)?;
            zed::make_file_executable(&path)?;
            // The one that it starts to ask AWS.
            zed::make_file_executable(&format!("{folder}/{PROGRAM}-account{suffix}"))?;
        }
        self.downloaded = Some(path.clone());
        Ok(path)
    }
}

/// How releases call a machine.
fn target(os: Os, architecture: Architecture) -> Option<&'static str> {
    Some(match (os, architecture) {
        (Os::Mac, Architecture::Aarch64) => "aarch64-apple-darwin",
        (Os::Mac, Architecture::X8664) => "x86_64-apple-darwin",
        (Os::Linux, Architecture::Aarch64) => "aarch64-unknown-linux-musl",
        (Os::Linux, Architecture::X8664) => "x86_64-unknown-linux-musl",
        (Os::Windows, Architecture::Aarch64) => "aarch64-pc-windows-msvc",
        (Os::Windows, Architecture::X8664) => "x86_64-pc-windows-msvc",
        (_, Architecture::X86) => return None,
    })
}

zed::register_extension!(Extension);
