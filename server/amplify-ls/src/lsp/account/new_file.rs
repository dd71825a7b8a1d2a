//! The command that makes a whole file for a user pool of the account, or says what is to be chosen first.
//!
//! An editor calls it again with what its user chose, until a text comes; where that goes, the editor decides.

use std::collections::BTreeSet;

use amplify_account::AwsProgram;
use amplify_config::{
    AccountFile, Chosen, ConfigKind, FilePath, FileWish, Project, Region, account_file, account_file_lookups,
    file_name, region_names, wanted_lookups,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

use super::requests::failed;
use super::{ask_for_report, of_user};
use crate::lsp::lsp_types::Uri;
use crate::lsp::state::State;
use crate::lsp::uri::path_of;

/// The command.
pub(crate) const NEW_FILE: &str = "amplify-ls.newFile";

/// Its one argument.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Arguments {
    /// As on the command line.
    kind: String,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    pool: Option<String>,
    #[serde(default)]
    client: Option<String>,
    #[serde(default)]
    identity_pool: Option<String>,
    /// Where the file is to be, as far as that is known: a project may forbid to ask.
    #[serde(default)]
    uri: Option<Uri>,
}

/// Runs it.
pub(crate) async fn new_file(state: &State, arguments: Vec<Value>) -> Result<Value> {
    let first = arguments.into_iter().next().unwrap_or_default();
    let arguments: Arguments =
        serde_json::from_value(first).map_err(|_| Error::invalid_params("an object with a kind is needed"))?;
    let kind = match arguments.kind.as_str() {
        "gen2" => ConfigKind::Outputs,
        "gen1-mobile" => ConfigKind::Mobile,
        "gen1-web" => ConfigKind::Web,
        _ => return Err(Error::invalid_params("the kind must be gen2, gen1-mobile or gen1-web")),
    };
    if !state.account.is_on() {
        return Err(failed("AWS is not asked: the setting amplify-ls.account.enabled is off"));
    }
    let path = arguments.uri.as_ref().map_or_else(|| FilePath::new(file_name(kind)), path_of);
    if !state.project().may_ask_account(&path) {
        return Err(failed("The project file of this folder does not allow to ask AWS"));
    }
    let id = arguments.pool.as_deref().and_then(amplify_config::PoolId::new);
    let named = arguments.region.as_deref().map(|name| Region::new(name).filter(Region::is_listed));
    let regions = match named {
        Some(Some(region)) => vec![region],
        Some(None) => return Err(Error::invalid_params("there is no such region")),
        None if id.is_some() => Vec::new(),
        None => regions(state).await,
    };
    if regions.is_empty() && id.is_none() {
        let choices: Vec<Value> =
            region_names().map(|(name, title)| json!({ "value": name, "label": name, "detail": title })).collect();
        return Ok(json!({ "choose": "region", "choices": choices, "isIncomplete": false }));
    }
    let wish = FileWish {
        kind,
        regions,
        user_pool: arguments.pool,
        client: arguments.client,
        identity_pool: arguments.identity_pool,
    };
    // No document of that name need be open: the lists belong to whoever asks for them.
    let asker = FilePath::new(format!("{NEW_FILE}/{}", path.as_str()));
    ask_for_report(state, &asker, |project: &Project| account_file_lookups(project, &wish)).await;
    match account_file(&state.project(), &wish) {
        AccountFile::Text { text, notes } => {
            if let Some(worker) = state.account.worker() {
                worker.close(&asker);
            }
            Ok(json!({ "fileName": file_name(kind), "text": text, "notes": notes }))
        }
        AccountFile::Choose { what, choices, is_whole } => {
            let label = |name: &str, id: &str| if name.is_empty() { id.to_owned() } else { name.to_owned() };
            let choices: Vec<Value> = choices
                .iter()
                .map(|it| json!({ "value": it.id, "label": label(&it.name, &it.id), "detail": it.detail }))
                .collect();
            let what = match what {
                Chosen::UserPool => "pool",
                Chosen::Client => "client",
                Chosen::IdentityPool => "identityPool",
            };
            Ok(json!({ "choose": what, "choices": choices, "isIncomplete": !is_whole }))
        }
        AccountFile::Impossible(message) => Err(failed(message)),
    }
}

/// Where pools are looked for when nobody said: where the user wants to be asked, what the open files name, what a
/// snapshot holds, what the profile says.
async fn regions(state: &State) -> Vec<Region> {
    let settings = of_user(&state.settings().account, state.folders());
    if !settings.regions.is_empty() {
        return settings.regions;
    }
    let project = state.project();
    let open = state.open_paths();
    let named = open.iter().flat_map(|path| wanted_lookups(&project, path));
    let mut regions: BTreeSet<Region> = named.map(|lookup| lookup.region().clone()).collect();
    regions.extend(state.account.lock().regions.iter().cloned());
    if regions.is_empty() {
        // Why there is none is told of the questions that follow.
        regions.extend(AwsProgram::new(settings).home_region().await.ok().flatten());
    }
    regions.into_iter().collect()
}
