//! The same port over a file: an account as it was, for demonstrations, tests, checks without credentials, and machines
//! without a network.
//!
//! The file is JSON with a version. Whoever reads it passes over what it does not know and takes what is missing for not
//! recorded, which is not the same as not there: only what a recorded list lacks is not there.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use amplify_config::{
    AccountFacts, Answer, ClientEntry, ClientFacts, ClientId, DomainFacts, DomainName, Facts, GroupFacts,
    IdentityPoolEntry, IdentityPoolFacts, IdentityPoolId, IdentityProviderFacts, Listing, Lookup, MfaFacts, Moment,
    PoolId, Reason, Region, ResourceServerFacts, RoleFacts, UserPoolEntry, UserPoolFacts,
};
use serde::{Deserialize, Serialize};

use crate::directory::{AccountDirectory, SoFar};

mod record;
#[cfg(test)]
mod tests;

pub use record::Wish;

/// What the file says it is.
const FORMAT: &str = "amplify-account-snapshot";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

/// An account as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    format: String,
    version: u32,
    /// When it was taken, in seconds since 1970.
    #[serde(default)]
    taken: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(default)]
    regions: BTreeMap<Region, OfRegion>,
    #[serde(default)]
    user_pools: BTreeMap<PoolId, OfPool>,
    #[serde(default)]
    identity_pools: BTreeMap<IdentityPoolId, OfIdentityPool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct OfRegion {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_pools: Option<Vec<UserPoolEntry>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identity_pools: Option<Vec<IdentityPoolEntry>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct OfPool {
    #[serde(flatten)]
    facts: UserPoolFacts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mfa_config: Option<MfaFacts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_list: Option<Vec<ClientEntry>>,
    #[serde(default)]
    clients: BTreeMap<ClientId, ClientFacts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupFacts>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identity_providers: Option<Vec<IdentityProviderFacts>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource_servers: Option<Vec<ResourceServerFacts>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct OfIdentityPool {
    #[serde(flatten)]
    facts: IdentityPoolFacts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    roles: Option<RoleFacts>,
}

/// Why a snapshot cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError(String);

impl fmt::Display for SnapshotError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for SnapshotError {}

impl Snapshot {
    /// The regions of which something is recorded.
    pub fn regions(&self) -> Vec<Region> {
        self.regions.keys().cloned().collect()
    }

    /// One in which nothing is recorded.
    fn empty(taken: Moment) -> Snapshot {
        Snapshot {
            format: FORMAT.to_owned(),
            version: VERSION,
            taken: taken.0,
            account: None,
            regions: BTreeMap::new(),
            user_pools: BTreeMap::new(),
            identity_pools: BTreeMap::new(),
        }
    }

    /// Reads a file.
    pub fn open(path: &Path) -> Result<Snapshot, SnapshotError> {
        let about = |error: &dyn fmt::Display| SnapshotError(format!("`{}`: {error}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| about(&error))?;
        Snapshot::read(&text).map_err(|error| about(&error))
    }

    /// Reads the text of a file.
    pub fn read(text: &str) -> Result<Snapshot, SnapshotError> {
        /// What is looked at first, so that another kind of file is told from a broken one.
        #[derive(Deserialize)]
        struct Head {
            format: Option<String>,
            version: Option<u32>,
        }
        let wrong = |error: serde_json::Error| SnapshotError(format!("This is no snapshot of an account: {error}"));
        let head: Head = serde_json::from_str(text).map_err(wrong)?;
        if head.format.as_deref() != Some(FORMAT) {
            return Err(SnapshotError(format!("This is no snapshot of an account: `format` must be `{FORMAT}`")));
        }
        match head.version {
            Some(1..=VERSION) => {}
            Some(version) => {
                return Err(SnapshotError(format!(
                    "This snapshot has version {version}, and this program reads version {VERSION}: take a new one"
                )));
            }
            None => return Err(SnapshotError("This snapshot lacks its `version`".to_owned())),
        }
        serde_json::from_str(text).map_err(|error| SnapshotError(format!("This snapshot cannot be read: {error}")))
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("names and texts can always be written");
        text + "\n"
    }

    /// When it was taken.
    pub fn taken(&self) -> Moment {
        Moment(self.taken)
    }

    fn look(&self, lookup: &Lookup) -> Answer {
        let region = self.regions.get(lookup.region());
        match lookup {
            Lookup::Account(_) => {
                known(self.account.as_ref().map(|id| Facts::Account(AccountFacts { id: id.clone() })))
            }
            Lookup::UserPools(_) => {
                known(region.and_then(|region| Some(Facts::UserPools(whole(region.user_pools.as_ref()?)))))
            }
            Lookup::IdentityPools(_) => {
                known(region.and_then(|region| Some(Facts::IdentityPools(whole(region.identity_pools.as_ref()?)))))
            }
            Lookup::Domain(_, name) => self.domain(lookup.region(), name),
            Lookup::IdentityPool(id) | Lookup::IdentityPoolRoles(id) => match self.identity_pools.get(id) {
                Some(pool) if matches!(lookup, Lookup::IdentityPool(_)) => {
                    Answer::Known(Facts::IdentityPool(Arc::new(pool.facts.clone())))
                }
                Some(pool) => known(pool.roles.clone().map(|roles| Facts::IdentityPoolRoles(Arc::new(roles)))),
                None => {
                    let listed = region.and_then(|region| region.identity_pools.as_ref());
                    missing(listed.map(|listed| listed.iter().any(|entry| entry.id == *id)))
                }
            },
            Lookup::UserPool(id)
            | Lookup::MfaConfig(id)
            | Lookup::Clients(id)
            | Lookup::Client(id, _)
            | Lookup::Groups(id)
            | Lookup::IdentityProviders(id)
            | Lookup::ResourceServers(id) => match self.pool(id) {
                Ok(pool) => of_pool(pool, lookup),
                Err(answer) => answer,
            },
        }
    }

    /// A pool in the region in which it is asked for.
    fn pool(&self, id: &PoolId) -> Result<&OfPool, Answer> {
        let own = PoolId::new(id.as_str()).ok_or(Answer::Unavailable(Reason::NotRecorded))?;
        let listed = self.regions.get(id.region()).and_then(|region| region.user_pools.as_ref());
        let is_listed = listed.map(|listed| listed.iter().any(|entry| entry.id == own));
        // Elsewhere than in its own region it is only when it is listed there.
        let is_here = own == *id || is_listed == Some(true);
        self.user_pools.get(&own).filter(|_| is_here).ok_or_else(|| missing(is_listed))
    }

    fn domain(&self, region: &Region, name: &DomainName) -> Answer {
        let is_it = |facts: &UserPoolFacts| {
            [&facts.domain, &facts.custom_domain].iter().any(|domain| domain.as_deref() == Some(name.as_str()))
        };
        let found = self.user_pools.iter().find(|(id, pool)| id.region() == region && is_it(&pool.facts));
        if let Some((id, _)) = found {
            let facts = DomainFacts { user_pool: Some(id.clone()), status: None };
            return Answer::Known(Facts::Domain(Arc::new(facts)));
        }
        let listed = self.regions.get(region).and_then(|region| region.user_pools.as_ref());
        let is_all_recorded = listed.is_some_and(|listed| listed.iter().all(|it| self.user_pools.contains_key(&it.id)));
        if is_all_recorded { Answer::Absent } else { Answer::Unavailable(Reason::NotRecorded) }
    }
}

fn of_pool(pool: &OfPool, lookup: &Lookup) -> Answer {
    match lookup {
        Lookup::UserPool(_) => Answer::Known(Facts::UserPool(Arc::new(pool.facts.clone()))),
        Lookup::MfaConfig(_) => known(pool.mfa_config.clone().map(|mfa| Facts::MfaConfig(Arc::new(mfa)))),
        Lookup::Clients(_) => known(pool.client_list.as_ref().map(|clients| Facts::Clients(whole(clients)))),
        Lookup::Groups(_) => known(pool.groups.as_ref().map(|groups| Facts::Groups(whole(groups)))),
        Lookup::IdentityProviders(_) => {
            known(pool.identity_providers.as_ref().map(|found| Facts::IdentityProviders(whole(found))))
        }
        Lookup::ResourceServers(_) => {
            known(pool.resource_servers.as_ref().map(|servers| Facts::ResourceServers(whole(servers))))
        }
        Lookup::Client(_, id) => match pool.clients.get(id) {
            Some(client) => Answer::Known(Facts::Client(Arc::new(client.clone()))),
            None => {
                let listed = pool.client_list.as_ref();
                missing(listed.map(|listed| listed.iter().any(|entry| entry.id == *id)))
            }
        },
        _ => Answer::Unavailable(Reason::NotRecorded),
    }
}

/// What is not described: it is not there only if there is a list without it.
fn missing(is_listed: Option<bool>) -> Answer {
    match is_listed {
        Some(false) => Answer::Absent,
        Some(true) | None => Answer::Unavailable(Reason::NotRecorded),
    }
}

fn known(facts: Option<Facts>) -> Answer {
    facts.map_or(Answer::Unavailable(Reason::NotRecorded), Answer::Known)
}

fn whole<T: Clone>(items: &[T]) -> Arc<Listing<T>> {
    Arc::new(Listing { items: items.to_vec(), is_complete: true })
}

impl AccountDirectory for Snapshot {
    async fn answer(&self, lookup: &Lookup, _: SoFar<'_>) -> Answer {
        self.look(lookup)
    }
}
