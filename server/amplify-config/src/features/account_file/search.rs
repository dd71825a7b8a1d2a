//! Which things of the account are meant. What is looked at is noted, so that it can be asked for.

use super::{AccountFile, Choice, Chosen, FileWish, Resources, whereabouts};
use crate::account_ids::{ClientId, IdentityPoolId, PoolId};
use crate::config_kind::ConfigKind;
use crate::counterpart::shown;
use crate::inventory::{Found, Inventory, Lookup};
use crate::moments::date;
use crate::regions::region_title;
use crate::spelling::shared_words;

/// So many app clients are looked at: no list tells whether they have a secret.
const MAX_CLIENTS: usize = 5;
/// So many identity pools are looked at: no list tells whose tokens they take. Somebody waits for each call.
const MAX_IDENTITY_POOLS: usize = 20;
/// So many things are handed over to choose from.
const MAX_CHOICES: usize = 1_000;

/// All questions that matter, and what is meant as far as they are answered.
pub(super) fn search(inventory: &Inventory, wish: &FileWish) -> (Vec<Lookup>, Result<Resources, AccountFile>) {
    let mut search = Search { inventory, wish, asked: Vec::new(), notes: Vec::new() };
    let found = search.run();
    (search.asked, found)
}

struct Search<'a> {
    inventory: &'a Inventory,
    wish: &'a FileWish,
    asked: Vec<Lookup>,
    notes: Vec<String>,
}

fn impossible<T>(message: String) -> Result<T, AccountFile> {
    Err(AccountFile::Impossible(message))
}

impl<'a> Search<'a> {
    fn run(&mut self) -> Result<Resources, AccountFile> {
        let pool = self.pool()?;
        let facts = self.inventory.user_pool(&pool).known();
        self.asked.push(Lookup::IdentityProviders(pool.clone()));
        if self.wish.kind == ConfigKind::Outputs {
            self.asked.push(Lookup::Groups(pool.clone()));
        }
        let has_factors = facts.is_some_and(|facts| {
            let has_second = facts.mfa.as_deref().is_some_and(|mfa| mfa != "OFF");
            has_second || facts.first_factors.iter().any(|it| it == "WEB_AUTHN")
        });
        if has_factors {
            self.asked.push(Lookup::MfaConfig(pool.clone()));
        }
        let client = self.client(&pool)?;
        self.asked.push(Lookup::Client(pool.clone(), client.clone()));
        let identity_pool = self.identity_pool(&pool, &client)?;
        Ok(Resources { pool, client, identity_pool, notes: std::mem::take(&mut self.notes) })
    }

    fn pool(&mut self) -> Result<PoolId, AccountFile> {
        let named = self.wish.user_pool.as_deref();
        let id = named.and_then(PoolId::new).filter(|id| id.region().is_listed());
        let id = match id {
            Some(id) => id,
            None => self.pool_by_name(named)?,
        };
        self.asked.push(Lookup::UserPool(id.clone()));
        match self.inventory.user_pool(&id) {
            Found::Known(_) => Ok(id),
            Found::Absent => {
                impossible(format!("There is no user pool `{id}` {}", whereabouts(self.inventory, id.region())))
            }
            Found::Unknown => impossible(format!("AWS told nothing of the user pool `{id}`")),
        }
    }

    fn pool_by_name(&mut self, named: Option<&str>) -> Result<PoolId, AccountFile> {
        let regions = &self.wish.regions;
        self.asked.extend(regions.iter().cloned().map(Lookup::UserPools));
        let lists: Vec<_> = regions.iter().filter_map(|region| self.inventory.user_pools(region).known()).collect();
        let places = regions.iter().map(|region| region.as_str()).collect::<Vec<_>>().join(", ");
        if lists.is_empty() {
            return impossible(format!("AWS did not tell which user pools there are in {places}"));
        }
        let is_whole = lists.len() == regions.len() && lists.iter().all(|list| list.is_complete);
        let mut pools: Vec<_> = lists.iter().flat_map(|list| &list.items).collect();
        pools.sort_by_key(|pool| (std::cmp::Reverse(pool.modified), pool.name.as_str(), &pool.id));
        if let Some(named) = named {
            let same: Vec<_> = pools.iter().copied().filter(|pool| pool.name == named).collect();
            match same.as_slice() {
                [] if is_whole => {
                    return impossible(format!("There is no user pool called `{}` in {places}", shown(named)));
                }
                [] => {}
                _ => pools = same,
            }
        }
        match pools.as_slice() {
            [] if is_whole => impossible(format!("There are no user pools in {places}")),
            [only] if is_whole => Ok(only.id.clone()),
            _ => {
                let choice = |pool: &&crate::facts::UserPoolEntry| {
                    let region = pool.id.region().as_str();
                    let changed = pool.modified.map(date).filter(|date| !date.is_empty());
                    let changed = changed.map(|date| format!(" · changed {date}")).unwrap_or_default();
                    Choice {
                        id: pool.id.as_str().to_owned(),
                        name: shown(&pool.name),
                        detail: format!("{}{changed}", region_title(region).unwrap_or(region)),
                    }
                };
                let choices = pools.iter().take(MAX_CHOICES).map(choice).collect();
                Err(AccountFile::Choose {
                    what: Chosen::UserPool,
                    choices,
                    is_whole: is_whole && pools.len() <= MAX_CHOICES,
                })
            }
        }
    }

    /// A file for the web cannot hold a secret.
    fn may_have_secret(&self) -> bool {
        self.wish.kind == ConfigKind::Mobile
    }

    fn has_secret(&self, pool: &PoolId, client: &ClientId) -> Option<bool> {
        self.inventory.client(pool, client).known().map(|facts| facts.has_secret)
    }

    fn client(&mut self, pool: &PoolId) -> Result<ClientId, AccountFile> {
        self.asked.push(Lookup::Clients(pool.clone()));
        let list = self.inventory.clients(pool).known();
        let entries = list.map_or(&[][..], |list| &list.items);
        if let Some(named) = self.wish.client.as_deref() {
            let by_name: Vec<&ClientId> = entries.iter().filter(|it| it.name == named).map(|it| &it.id).collect();
            let id = match by_name.as_slice() {
                [only] => Some((*only).clone()),
                _ => ClientId::new(named),
            };
            let Some(id) = id else {
                return impossible(format!("The user pool has no app client called `{}`", shown(named)));
            };
            self.asked.push(Lookup::Client(pool.clone(), id.clone()));
            return match self.inventory.client(pool, &id) {
                Found::Known(facts) if facts.has_secret && !self.may_have_secret() => {
                    impossible(format!("The app client `{id}` has a secret, which such a file cannot hold"))
                }
                Found::Known(_) => Ok(id),
                Found::Absent => impossible(format!("The user pool has no app client `{}`", shown(named))),
                Found::Unknown => impossible(format!("AWS told nothing of the app client `{id}`")),
            };
        }
        let Some(list) = list else {
            return impossible("AWS did not tell which app clients the user pool has".to_owned());
        };
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|entry| !entry.name.to_ascii_lowercase().contains("web"));
        let described = entries.iter().take(MAX_CLIENTS);
        self.asked.extend(described.map(|entry| Lookup::Client(pool.clone(), entry.id.clone())));
        let may_serve = |id: &ClientId| self.may_have_secret() || self.has_secret(pool, id) != Some(true);
        let usable: Vec<_> = entries.iter().filter(|entry| may_serve(&entry.id)).collect();
        match usable.as_slice() {
            [] if list.is_complete && entries.is_empty() => {
                impossible("The user pool has no app client: one is to be made first".to_owned())
            }
            [] if list.is_complete => {
                impossible("Every app client of the user pool has a secret, which such a file cannot hold".to_owned())
            }
            [only] if list.is_complete && self.has_secret(pool, &only.id).is_some() => Ok(only.id.clone()),
            _ => {
                entries.sort_by_key(|entry| self.has_secret(pool, &entry.id).map_or(1, |has| 2 * u8::from(has)));
                let choice = |entry: &&crate::facts::ClientEntry| Choice {
                    id: entry.id.as_str().to_owned(),
                    name: shown(&entry.name),
                    detail: match self.has_secret(pool, &entry.id) {
                        Some(true) if !self.may_have_secret() => "has a secret: not for this file",
                        Some(true) => "has a secret",
                        Some(false) => "no secret",
                        None => "",
                    }
                    .to_owned(),
                };
                let choices = entries.iter().take(MAX_CHOICES).map(choice).collect();
                let is_whole = list.is_complete && entries.len() <= MAX_CHOICES;
                Err(AccountFile::Choose { what: Chosen::Client, choices, is_whole })
            }
        }
    }

    fn identity_pool(&mut self, pool: &PoolId, client: &ClientId) -> Result<Option<IdentityPoolId>, AccountFile> {
        let named = self.wish.identity_pool.as_deref();
        if named == Some("") {
            return Ok(None);
        }
        if let Some(id) = named.and_then(IdentityPoolId::new) {
            self.asked.push(Lookup::IdentityPool(id.clone()));
            return match self.inventory.identity_pool(&id) {
                Found::Known(_) => Ok(Some(id)),
                Found::Absent => {
                    let place = whereabouts(self.inventory, id.region());
                    impossible(format!("There is no identity pool `{id}` {place}"))
                }
                Found::Unknown => impossible(format!("AWS told nothing of the identity pool `{id}`")),
            };
        }
        let region = pool.region();
        self.asked.push(Lookup::IdentityPools(region.clone()));
        let Some(list) = self.inventory.identity_pools(region).known() else {
            self.notes.push("AWS did not tell which identity pools there are, so the file names none".to_owned());
            return Ok(None);
        };
        let mut entries: Vec<_> = list.items.iter().filter(|it| named.is_none_or(|named| it.name == named)).collect();
        // People call an identity pool as they call its user pool.
        let name = self.inventory.user_pool(pool).known().map_or("", |facts| &facts.name);
        entries.sort_by_key(|entry| std::cmp::Reverse(shared_words(name, &entry.name)));
        let looked_at = entries.iter().take(MAX_IDENTITY_POOLS);
        self.asked.extend(looked_at.clone().map(|entry| Lookup::IdentityPool(entry.id.clone())));
        let issuer = pool.issuer();
        let takes = |id: &IdentityPoolId| {
            let facts = self.inventory.identity_pool(id).known();
            facts.is_some_and(|facts| facts.linked.iter().any(|it| it.issuer == issuer && it.client == client.as_str()))
        };
        let fitting: Vec<_> = looked_at.filter(|entry| takes(&entry.id)).collect();
        match fitting.as_slice() {
            [only] => Ok(Some(only.id.clone())),
            [] if named.is_some() => impossible(format!(
                "No identity pool called `{}` takes the tokens of the app client",
                shown(named.unwrap_or_default())
            )),
            [] => {
                if !list.is_complete || entries.len() > MAX_IDENTITY_POOLS {
                    let message = format!(
                        "None of the {MAX_IDENTITY_POOLS} identity pools that were looked at takes the tokens of the app client, so the file names none"
                    );
                    self.notes.push(message);
                }
                Ok(None)
            }
            many => {
                let choice = |entry: &&&crate::facts::IdentityPoolEntry| Choice {
                    id: entry.id.as_str().to_owned(),
                    name: shown(&entry.name),
                    detail: "linked to the app client".to_owned(),
                };
                let choices = many.iter().map(choice).collect();
                Err(AccountFile::Choose { what: Chosen::IdentityPool, choices, is_whole: list.is_complete })
            }
        }
    }
}
