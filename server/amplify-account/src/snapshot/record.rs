//! Taking a snapshot: the questions that are asked for it.

use std::collections::BTreeSet;

use amplify_config::{Answer, Facts, IdentityPoolId, Lookup, Moment, PoolId, Reason, Region};

use super::{OfIdentityPool, OfPool, OfRegion, Snapshot};
use crate::directory::AccountDirectory;

/// Pools of a region that are described though nobody named them. Of more, only those that somebody did.
const MAX_POOLS: usize = 20;
/// App clients that are described for one user pool. More are only listed, for each is a call.
const MAX_CLIENTS: usize = 60;

/// What a snapshot shall hold.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The user pools and identity pools of these are listed.
    pub regions: Vec<Region>,
    /// Of these among them the pools are described, too, where they are few.
    pub described: Vec<Region>,
    /// These are described with all that belongs to them.
    pub user_pools: Vec<PoolId>,
    /// These are described.
    pub identity_pools: Vec<IdentityPoolId>,
}

impl Snapshot {
    /// Asks for all of it, one question after the other. Also says what could not be learned; it is not in the snapshot.
    pub async fn take<D: AccountDirectory>(
        directory: &D,
        wish: &Wish,
        now: Moment,
    ) -> (Snapshot, Vec<(Lookup, Reason)>) {
        let mut taking = Taking { directory, snapshot: Snapshot::empty(now), failed: Vec::new() };
        let pools = wish.user_pools.iter().map(PoolId::region);
        let mut regions =
            wish.regions.iter().chain(pools).chain(wish.identity_pools.iter().map(IdentityPoolId::region));
        if let Some(region) = regions.next()
            && let Some(Facts::Account(account)) = taking.ask(Lookup::Account(region.clone())).await
        {
            taking.snapshot.account = Some(account.id);
        }
        let mut user_pools = BTreeSet::from_iter(wish.user_pools.iter().cloned());
        let mut identity_pools = BTreeSet::from_iter(wish.identity_pools.iter().cloned());
        for region in &wish.regions {
            let of_region = taking.region(region).await;
            if wish.described.contains(region) {
                let few = of_region.user_pools.iter().filter(|entries| entries.len() <= MAX_POOLS).flatten();
                user_pools.extend(few.map(|entry| entry.id.clone()));
                let few = of_region.identity_pools.iter().filter(|entries| entries.len() <= MAX_POOLS).flatten();
                identity_pools.extend(few.map(|entry| entry.id.clone()));
            }
        }
        for pool in &user_pools {
            taking.user_pool(pool).await;
        }
        for pool in &identity_pools {
            taking.identity_pool(pool).await;
        }
        (taking.snapshot, taking.failed)
    }
}

struct Taking<'d, D> {
    directory: &'d D,
    snapshot: Snapshot,
    failed: Vec<(Lookup, Reason)>,
}

impl<D: AccountDirectory> Taking<'_, D> {
    async fn ask(&mut self, lookup: Lookup) -> Option<Facts> {
        match self.directory.answer(&lookup, &|_| ()).await {
            Answer::Known(facts) => Some(facts),
            Answer::Absent => None,
            Answer::Unavailable(reason) => {
                self.failed.push((lookup, reason));
                None
            }
        }
    }

    async fn region(&mut self, region: &Region) -> &OfRegion {
        let user_pools = match self.ask(Lookup::UserPools(region.clone())).await {
            Some(Facts::UserPools(list)) if list.is_complete => Some(list.items.clone()),
            _ => None,
        };
        let identity_pools = match self.ask(Lookup::IdentityPools(region.clone())).await {
            Some(Facts::IdentityPools(list)) if list.is_complete => Some(list.items.clone()),
            _ => None,
        };
        let of_region = self.snapshot.regions.entry(region.clone()).or_default();
        of_region.user_pools = user_pools;
        of_region.identity_pools = identity_pools;
        of_region
    }

    async fn user_pool(&mut self, id: &PoolId) {
        let Some(Facts::UserPool(facts)) = self.ask(Lookup::UserPool(id.clone())).await else { return };
        let mut pool = OfPool { facts: (*facts).clone(), ..OfPool::default() };
        if let Some(Facts::MfaConfig(mfa)) = self.ask(Lookup::MfaConfig(id.clone())).await {
            pool.mfa_config = Some((*mfa).clone());
        }
        if let Some(Facts::Clients(list)) = self.ask(Lookup::Clients(id.clone())).await
            && list.is_complete
        {
            for entry in list.items.iter().take(MAX_CLIENTS) {
                let client = self.ask(Lookup::Client(id.clone(), entry.id.clone())).await;
                if let Some(Facts::Client(client)) = client {
                    pool.clients.insert(entry.id.clone(), (*client).clone());
                }
            }
            pool.client_list = Some(list.items.clone());
        }
        if let Some(Facts::Groups(list)) = self.ask(Lookup::Groups(id.clone())).await
            && list.is_complete
        {
            pool.groups = Some(list.items.clone());
        }
        if let Some(Facts::IdentityProviders(list)) = self.ask(Lookup::IdentityProviders(id.clone())).await
            && list.is_complete
        {
            pool.identity_providers = Some(list.items.clone());
        }
        if let Some(Facts::ResourceServers(list)) = self.ask(Lookup::ResourceServers(id.clone())).await
            && list.is_complete
        {
            pool.resource_servers = Some(list.items.clone());
        }
        self.snapshot.user_pools.insert(id.clone(), pool);
    }

    async fn identity_pool(&mut self, id: &IdentityPoolId) {
        let Some(Facts::IdentityPool(facts)) = self.ask(Lookup::IdentityPool(id.clone())).await else { return };
        let roles = match self.ask(Lookup::IdentityPoolRoles(id.clone())).await {
            Some(Facts::IdentityPoolRoles(roles)) => Some((*roles).clone()),
            _ => None,
        };
        self.snapshot.identity_pools.insert(id.clone(), OfIdentityPool { facts: (*facts).clone(), roles });
    }
}
