//! What a client may ask about the account beside the standard: commands for every editor, requests for ours.

use amplify_account::AwsProgram;
use serde_json::{Value, json};
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

use super::of_user;
use super::progress::cancel;
use crate::lsp::server::Server;
use crate::lsp::state::State;

/// The command that asks AWS again about everything that is open.
pub(crate) const CHECK: &str = "amplify-ls.checkAccount";
/// The command that forgets what is known of the account, and reads credentials and snapshot anew.
pub(crate) const RELOAD: &str = "amplify-ls.reloadAccount";

/// Adds the requests to the service.
pub(crate) fn add(builder: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    builder
        .custom_method("amplify/accountStatus", status)
        .custom_method("amplify/profiles", profiles)
        .custom_method("amplify/regions", regions)
        .custom_method("window/workDoneProgress/cancel", cancel)
}

/// Runs one of the commands.
pub(crate) fn command(state: &State, name: &str) -> Result<()> {
    match name {
        CHECK => {
            let off = "AWS is not asked: the setting amplify-ls.account.enabled is off";
            let worker = state.account.worker().ok_or_else(|| failed(off))?;
            state.account.lock().given_up.clear();
            worker.refresh();
            state.asks.notify_one();
        }
        RELOAD => {
            state.account.lock().reload = true;
            state.asks.notify_one();
        }
        _ => return Err(Error::invalid_params("no such command")),
    }
    Ok(())
}

/// `RequestFailed` of the protocol.
const REQUEST_FAILED: i64 = -32803;

/// Why a request that was understood has no result, in a sentence for the user.
pub(crate) fn failed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: message.into(), data: None }
}

async fn status(server: &Server) -> Result<Value> {
    let status = server.state.account.lock().status.clone();
    serde_json::to_value(status).map_err(|_| Error::internal_error())
}

/// The profiles of the AWS configuration, for a client that lets the user choose: the choice is a setting. It is the user
/// who asks, so this is answered before AWS may be.
async fn profiles(server: &Server) -> Result<Value> {
    let settings = of_user(&server.state.settings().account, server.state.folders());
    let current = settings.profile_name();
    let found = AwsProgram::new(settings).profiles().await.map_err(|reason| Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: reason.sentence().into(),
        data: None,
    })?;
    let profiles: Vec<Value> = found
        .into_iter()
        .map(|entry| json!({ "name": entry.name, "region": entry.region, "signsIn": entry.signs_in }))
        .collect();
    Ok(json!({ "profiles": profiles, "current": current }))
}

/// All regions that are known, and the only ones that are asked if the user says so.
async fn regions(server: &Server) -> Result<Value> {
    let regions: Vec<Value> =
        amplify_config::region_names().map(|(name, title)| json!({ "name": name, "title": title })).collect();
    Ok(json!({ "regions": regions, "current": server.state.settings().account.regions }))
}
