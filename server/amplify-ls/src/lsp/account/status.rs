//! How it stands with the account, for a client that shows it: `amplify/accountStatus`, sent when it is another.
//!
//! It is a notification that no other server sends, so only a client that announced it gets it
//! (`capabilities.experimental.amplifyAccountStatus`); any client may ask for it.

use amplify_config::{Answer, Facts, Lookup, Moment, Reason};
use serde::Serialize;
use serde_json::Value;
use tower_lsp::Client;

use crate::lsp::lsp_types;
use crate::lsp::settings::AccountSettings;
use crate::lsp::state::State;

/// How it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Condition {
    /// Nobody is asked.
    #[default]
    Off,
    /// Nothing is to be asked, or all is known.
    Ready,
    /// Answers are still to come.
    Loading,
    /// Something could not be learned.
    Trouble,
}

/// What is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    state: Condition,
    /// `aws` or `snapshot`.
    source: Option<&'static str>,
    /// The profile, if the user chose one.
    profile: Option<String>,
    /// The number of the account, once it is known.
    account: Option<String>,
    /// When the oldest of what is shown was so, in seconds since 1970.
    as_of: Option<u64>,
    /// What is wrong, each in a sentence.
    troubles: Vec<Trouble>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Trouble {
    message: &'static str,
    /// The permissions that lack, as IAM names them.
    actions: Vec<&'static str>,
}

/// The protocol's name for it.
pub(crate) enum AccountStatus {}

impl lsp_types::Notification for AccountStatus {
    type Params = Value;
    const METHOD: lsp_types::LspNotificationMethod<'static> =
        lsp_types::LspNotificationMethod::Custom("amplify/accountStatus");
    const MESSAGE_DIRECTION: lsp_types::MessageDirection = lsp_types::MessageDirection::ServerToClient;
}

/// Tells the client, if it is news.
pub(super) async fn tell(state: &State, client: &Client, settings: &AccountSettings, is_on: bool, wanted: &[Lookup]) {
    let status = if is_on { of(state, settings, wanted) } else { Status::default() };
    {
        let mut inner = state.account.lock();
        if inner.status == status {
            return;
        }
        inner.status = status.clone();
    }
    if state.profile().account_status {
        let status = serde_json::to_value(status).expect("it is words and numbers");
        client.send_notification::<AccountStatus>(status).await;
    }
}

fn of(state: &State, settings: &AccountSettings, wanted: &[Lookup]) -> Status {
    let project = state.project();
    let inventory = project.inventory();
    let entries = || wanted.iter().map(|lookup| (lookup, inventory.entry(lookup)));
    let account = entries().find_map(|(_, entry)| match &entry?.answer {
        Answer::Known(Facts::Account(account)) => Some(account.id.clone()),
        _ => None,
    });
    let mut troubles: Vec<Trouble> = Vec::new();
    for (lookup, entry) in entries() {
        let reason = entry.and_then(|entry| match &entry.answer {
            Answer::Unavailable(reason) => Some(*reason),
            _ => entry.trouble,
        });
        // That a question is not asked, or not answered in a snapshot, is as the user wants it.
        let Some(reason) = reason.filter(|reason| !matches!(reason, Reason::NotAsked | Reason::NotRecorded)) else {
            continue;
        };
        let actions = if reason == Reason::Denied { vec![lookup.action()] } else { Vec::new() };
        match troubles.iter_mut().find(|trouble| trouble.message == reason.sentence()) {
            Some(trouble) => trouble.actions.extend(actions),
            None => troubles.push(Trouble { message: reason.sentence(), actions }),
        }
    }
    for trouble in &mut troubles {
        trouble.actions.sort_unstable();
        trouble.actions.dedup();
    }
    let is_loading = entries().any(|(_, entry)| entry.is_none());
    Status {
        state: match () {
            () if !troubles.is_empty() => Condition::Trouble,
            () if is_loading => Condition::Loading,
            () => Condition::Ready,
        },
        source: Some(if settings.snapshot.is_empty() { "aws" } else { "snapshot" }),
        profile: Some(settings.profile.clone()).filter(|profile| !profile.is_empty()),
        account,
        as_of: entries().filter_map(|(_, entry)| entry).map(|entry| entry.at).min().map(|Moment(seconds)| seconds),
        troubles,
    }
}
