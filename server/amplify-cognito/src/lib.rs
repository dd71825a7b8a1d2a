//! The directory that asks AWS: read calls of Cognito, and who the account is. [`serve`] is the whole life of the program
//! that does so for `amplify-ls`, which itself knows nothing of this crate.
//!
//! The only crate that sees the AWS SDK.
//!
//! Nothing happens before the first question: no file of the AWS configuration is read, no connection made. The calls are
//! those that `Lookup::action` names and no others; `DescribeIdentityProvider`, which would hand out the secrets of third
//! parties, is not among them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use amplify_account::{AccountDirectory, AccountSettings, SoFar};
use amplify_config::{Answer, Lookup, Reason, Region};

mod connection;
mod credential_process;
mod credentials;
mod fault;
mod identity_pools;
mod origin;
mod pace;
mod pages;
mod patience;
mod profile;
mod serve;
mod user_pools;

use connection::{Access, Connection};
use pace::Pace;
pub use serve::serve;

/// So many regions are kept connected.
const MAX_CONNECTIONS: usize = 4;

/// The Cognito of the user's account.
#[derive(Debug)]
pub struct Cognito {
    settings: Arc<AccountSettings>,
    pace: Pace,
    state: Mutex<State>,
}

/// What is made on first use.
#[derive(Debug, Default)]
struct State {
    access: Option<Arc<Access>>,
    /// The one used last stands at the end.
    connections: VecDeque<(Region, Arc<Connection>)>,
    /// AWS did not take the credentials: when their files change, they are read anew.
    is_refused: bool,
}

impl Cognito {
    /// Asks as these settings say.
    pub fn new(settings: AccountSettings) -> Cognito {
        let pace = Pace::new(settings.limits);
        Cognito { settings: Arc::new(settings), pace, state: Mutex::default() }
    }

    /// The region that the environment or the profile names, for files that name none.
    pub async fn home_region(&self) -> Option<Region> {
        if !self.settings.enabled || self.settings.check_files().is_err() {
            return None;
        }
        let of_environment = ["AWS_REGION", "AWS_DEFAULT_REGION"].iter().find_map(|name| self.settings.variable(name));
        let region = match of_environment {
            Some(region) => Some(region),
            None => profile::home_region(&self.settings).await,
        };
        Region::new(&region?)
    }

    async fn connection(&self, region: &Region) -> Result<Arc<Connection>, Reason> {
        let access = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let is_outdated = |access: &Arc<Access>| state.is_refused && access.is_outdated();
            if state.access.as_ref().is_some_and(is_outdated) {
                *state = State::default();
            }
            if let Some(at) = state.connections.iter().position(|(other, _)| other == region)
                && let Some(found) = state.connections.remove(at)
            {
                let connection = found.1.clone();
                state.connections.push_back(found);
                return Ok(connection);
            }
            let new = || Arc::new(Access::new(self.settings.clone(), region));
            state.access.get_or_insert_with(new).clone()
        };
        let profile = profile::endpoint(&self.settings).await;
        let connection = Arc::new(Connection::new(&self.settings, &access, region, profile.as_deref())?);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Another question may have been quicker.
        state.connections.retain(|(other, _)| other != region);
        state.connections.push_back((region.clone(), connection.clone()));
        if state.connections.len() > MAX_CONNECTIONS {
            state.connections.pop_front();
        }
        Ok(connection)
    }
}

impl AccountDirectory for Cognito {
    async fn answer(&self, lookup: &Lookup, so_far: SoFar<'_>) -> Answer {
        let region = lookup.region();
        if let Err(reason) = self.settings.allows(region).and_then(|()| self.settings.check_files()) {
            return Answer::Unavailable(reason);
        }
        // The one part of AWS that has identity pools alone.
        if region.partition() == "aws-cn" && lookup.action().starts_with("cognito-idp:") {
            return Answer::Unavailable(Reason::NotAsked);
        }
        let connection = match self.connection(region).await {
            Ok(connection) => connection,
            Err(reason) => return Answer::Unavailable(reason),
        };
        if let Err(reason) = connection.ready().await {
            return Answer::Unavailable(reason);
        }
        let answer = match lookup {
            Lookup::IdentityPools(_) | Lookup::IdentityPool(_) | Lookup::IdentityPoolRoles(_) | Lookup::Account(_) => {
                identity_pools::answer(&connection, &self.pace, lookup, so_far).await
            }
            _ => user_pools::answer(&connection, &self.pace, lookup, so_far).await,
        };
        if matches!(answer, Answer::Unavailable(Reason::Expired | Reason::Refused)) {
            self.state.lock().unwrap_or_else(PoisonError::into_inner).is_refused = true;
        }
        answer
    }
}
