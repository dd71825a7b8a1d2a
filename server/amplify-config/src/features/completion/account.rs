//! What the account has for a place: the ids of pools and app clients by their names, domains, scopes, addresses, groups.
//!
//! Only what is known already, and at once: whoever asks AWS brings the rest, and the list says that it is not whole.

use std::collections::HashMap;

use amplify_json::edit::{Edit, add_member};
use amplify_json::string::quote;
use amplify_json::{Kind, Node};

use crate::account_ids::{ClientId, IdentityPoolId, Region};
use crate::config_kind::ConfigKind;
use crate::counterpart::{Counterpart, shown};
use crate::document::Document;
use crate::facts::{ClientEntry, IdentityPoolEntry, IdentityPoolFacts, Listing};
use crate::inventory::Lookup;
use crate::moments::date;
use crate::named_resources::{pool_for, region_of};
use crate::pool_settings::SCOPES;
use crate::project::Project;
use crate::references::resolve;
use crate::regions::region_title;

mod few;
#[cfg(test)]
mod tests;

/// More are not shown: nobody reads them, and what is typed brings others.
const MAX_ENTRIES: usize = 200;
/// Of names that the editor itself narrows all are handed over, as long as it can bear them.
const MAX_NAMES: usize = 1_000;

/// A thing in the account that a value can name.
#[derive(Debug)]
pub(super) struct Entry {
    /// What stands in the file.
    pub(super) value: String,
    /// What people call it.
    pub(super) title: String,
    /// A few words more.
    pub(super) detail: String,
    /// What has to change elsewhere in the file.
    pub(super) edits: Vec<Edit>,
}

impl Entry {
    fn named(value: &str, name: &str, details: Vec<String>) -> Entry {
        let title = if name.trim().is_empty() { value.to_owned() } else { shown(name) };
        let id = Some(value.to_owned()).filter(|_| title != value);
        let detail = id.into_iter().chain(details).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
        Entry { value: value.to_owned(), title, detail, edits: Vec::new() }
    }

    /// One without a name beside it.
    fn plain(value: &str, detail: impl Into<String>) -> Entry {
        Entry { value: value.to_owned(), title: shown(value), detail: detail.into(), edits: Vec::new() }
    }
}

/// A place that names a kind of thing.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) project: &'a Project,
    pub(super) document: &'a Document,
    /// The value that stands there, the member without one, the list that gets an item, or the object that gets a key.
    pub(super) at: Node<'a>,
    /// Where the region of the thing stands (`x-amplify.region-at`).
    pub(super) region_at: Option<&'a str>,
    /// What stands at the place.
    pub(super) whole: &'a str,
    /// The part of it before the cursor.
    pub(super) typed: &'a str,
}

impl<'a> Asking<'a> {
    /// The things of a kind (`x-amplify.resource`) that are known to exist, those that fit best first.
    pub(super) fn entries(self, resource: &str) -> Vec<Entry> {
        let Some(account) = Counterpart::new(self.project, self.document) else {
            return if resource == "oauth-scope" { of_every_pool() } else { Vec::new() };
        };
        let mut entries = match resource {
            "user-pool" => self.user_pools(&account),
            "user-pool-client" => self.clients(&account),
            "identity-pool" => self.identity_pools(&account),
            "oauth-domain" => domains(&account),
            "oauth-scope" => self.scopes(&account),
            "redirect-sign-in" => self.redirects(&account, |client| &client.callback_urls),
            "redirect-sign-out" => self.redirects(&account, |client| &client.logout_urls),
            "user-pool-group" => groups(&account),
            _ => Vec::new(),
        };
        entries.truncate(if resource == "user-pool-group" { MAX_NAMES } else { MAX_ENTRIES });
        entries
    }

    /// The object that the value is part of, and how many steps up from `at` that already is.
    fn from(self) -> (Node<'a>, usize) {
        match self.at.kind() {
            Kind::Member => (self.at.container().unwrap_or(self.at), 1),
            Kind::Array => (self.at, 1),
            _ => (self.at, 0),
        }
    }

    fn object(self) -> Option<Node<'a>> {
        let above = self.at.parent().filter(|above| above.kind() == Kind::Array);
        above.unwrap_or(self.at).container()
    }

    /// The region that the file says, and without one all of which something is known.
    fn regions(self, account: &Counterpart<'_>) -> (Vec<Region>, bool) {
        let (from, steps) = self.from();
        let said = self.region_at.and_then(|at| region_of(from, steps, at));
        if let Some(region) = said {
            return (vec![region], true);
        }
        let of_ids = account.pools.iter().map(|pool| pool.id.region()).filter(|_| self.is_another_id(account));
        let of_ids = of_ids.chain(account.identity_pools.iter().map(|(_, id)| id.region())).next();
        if let Some(region) = of_ids {
            return (vec![region.clone()], false);
        }
        let mut all: Vec<Region> = account
            .inventory
            .entries()
            .filter_map(|(lookup, _)| match lookup {
                Lookup::UserPools(region) | Lookup::IdentityPools(region) => Some(region.clone()),
                _ => None,
            })
            .collect();
        all.sort();
        all.dedup();
        (all, false)
    }

    /// What is asked for is not what names the region itself.
    fn is_another_id(self, account: &Counterpart<'_>) -> bool {
        account.pools.iter().all(|pool| pool.node != self.at)
    }

    /// Writes the region beside an id, where none is written.
    fn with_region(self, region: &Region) -> Option<Edit> {
        let at = self.region_at?;
        let (from, steps) = self.from();
        if let Some(node) = resolve(from.tree().root(), from, steps, at).pop() {
            let is_empty = node.kind() == Kind::String && node.string_value().trim().is_empty() && !node.is_damaged();
            return is_empty.then(|| Edit::replace(node.content_range(), region.as_str()));
        }
        // Beside what is being written no second edit is safe.
        let (up, name) = at.rsplit_once('/')?;
        let object = resolve(from.tree().root(), from, steps, up).pop()?;
        let last = object.last_child()?;
        let is_apart = object.is_closed() && last != self.at && Some(last) != self.at.member();
        (is_apart && object.member_named(name).is_none()).then(|| add_member(object, name, &quote(region.as_str())))
    }

    fn user_pools(self, account: &Counterpart<'_>) -> Vec<Entry> {
        let (regions, is_said) = self.regions(account);
        let lists = regions.iter().filter_map(|region| account.inventory.user_pools(region).known());
        let pools = self.few(
            lists.flat_map(|list| &list.items),
            |pool| [pool.id.as_str(), &pool.name],
            |pool| (std::cmp::Reverse(pool.modified), pool.name.as_str(), &pool.id),
        );
        let entry = |pool: &&crate::facts::UserPoolEntry| {
            let region = pool.id.region();
            let place = region_title(region.as_str()).unwrap_or_default().to_owned();
            let changed = pool.modified.map(date).filter(|date| !date.is_empty());
            let details = [Some(place), changed.map(|date| format!("changed {date}"))].into_iter().flatten().collect();
            let mut entry = Entry::named(pool.id.as_str(), &pool.name, details);
            entry.edits.extend((!is_said).then(|| self.with_region(region)).flatten());
            entry
        };
        pools.iter().map(entry).collect()
    }

    /// Of the pool in the file, never all clients of all pools. One with a secret comes last where a file cannot have one.
    fn clients(self, account: &Counterpart<'_>) -> Vec<Entry> {
        let pool = pool_for(&account.pools, self.object());
        let Some(pool) = pool.and_then(|pool| {
            [&pool.in_file_region, &pool.id].into_iter().find(|id| account.inventory.clients(id).known().is_some())
        }) else {
            return Vec::new();
        };
        let Some(list) = account.inventory.clients(pool).known() else { return Vec::new() };
        let linked = account.identity_pool.as_ref().map(|it| it.facts);
        let is_linked = |id: &str| linked.is_some_and(|facts| takes(facts, &pool.issuer(), Some(id)));
        // Of thousands a few are described: they are not asked for one by one.
        let described = account.inventory.entries().filter_map(|(lookup, _)| match lookup {
            Lookup::Client(of, id) if of == pool => Some((id, account.inventory.client(of, id).known()?.has_secret)),
            _ => None,
        });
        let described: HashMap<&ClientId, bool> = described.collect();
        let has_secret = |client: &ClientEntry| described.get(&client.id).copied();
        let is_last = |client: &ClientEntry| has_secret(client) == Some(true) && account.is_without_secrets();
        let clients = self.few(
            list.items.iter(),
            |client| [client.id.as_str(), &client.name],
            |client| (is_last(client), !is_linked(client.id.as_str()), client.name.as_str(), &client.id),
        );
        let described = clients.into_iter().map(|client| {
            let secret = match has_secret(client) {
                Some(true) if is_last(client) => "has a secret: not for this file".to_owned(),
                Some(true) => "has a secret".to_owned(),
                Some(false) => "no secret".to_owned(),
                None => String::new(),
            };
            let link = if is_linked(client.id.as_str()) { "linked to the identity pool" } else { "" };
            Entry::named(client.id.as_str(), &client.name, vec![secret, link.to_owned()])
        });
        described.collect()
    }

    fn identity_pools(self, account: &Counterpart<'_>) -> Vec<Entry> {
        let (regions, is_said) = self.regions(account);
        let lists = regions.iter().filter_map(|region| account.inventory.identity_pools(region).known());
        let issuer = account.pools.first().map(|pool| pool.id.issuer());
        let client = account.clients.first().map(|client| client.id.as_str());
        let described: HashMap<&IdentityPoolId, &IdentityPoolFacts> =
            regions.iter().flat_map(|region| account.known_identity_pools(region)).collect();
        let link = |pool: &IdentityPoolEntry| {
            let facts = described.get(&pool.id).copied().zip(issuer.as_deref());
            match facts {
                Some((facts, issuer)) if takes(facts, issuer, client) => (0, "linked to the app client"),
                Some((facts, issuer)) if takes(facts, issuer, None) => (1, "linked to the user pool"),
                Some(_) => (3, "not linked to the user pool"),
                None => (2, ""),
            }
        };
        let pools = self.few(
            lists.flat_map(|list: &Listing<_>| &list.items),
            |pool| [pool.id.as_str(), &pool.name],
            |pool| (link(pool).0, pool.name.as_str(), &pool.id),
        );
        let entry = |pool: &&IdentityPoolEntry| {
            let mut entry = Entry::named(pool.id.as_str(), &pool.name, vec![link(pool).1.to_owned()]);
            entry.edits.extend((!is_said).then(|| self.with_region(pool.id.region())).flatten());
            entry
        };
        pools.iter().map(entry).collect()
    }

    /// Those that the client allows; without a client those that every pool has, and those of the resource servers.
    fn scopes(self, account: &Counterpart<'a>) -> Vec<Entry> {
        let servers = account.pool.as_ref().and_then(|pool| account.inventory.resource_servers(&pool.id).known());
        let of_servers: Vec<(String, String)> = servers
            .into_iter()
            .flat_map(|list| &list.items)
            .flat_map(|server| {
                let words = |scope: &crate::facts::ScopeFacts| shown(&scope.description);
                server.scopes.iter().map(move |scope| (format!("{}/{}", server.identifier, scope.name), words(scope)))
            })
            .collect();
        match account.client_in(self.object()) {
            Some(client) => {
                let described = |scope: &str| {
                    let found = of_servers.iter().find(|(name, words)| name == scope && !words.is_empty());
                    found.map_or("allowed for the app client".to_owned(), |(_, words)| words.clone())
                };
                client.facts.scopes.iter().map(|scope| Entry::plain(scope, described(scope))).collect()
            }
            None => {
                let of_servers = of_servers.into_iter().map(|(scope, words)| Entry::plain(&scope, words));
                of_every_pool().into_iter().chain(of_servers).collect()
            }
        }
    }

    /// In Gen 1 one text holds all of them.
    fn redirects(
        self,
        account: &Counterpart<'a>,
        registered: impl Fn(&'a crate::facts::ClientFacts) -> &'a Vec<String>,
    ) -> Vec<Entry> {
        let Some(client) = account.client_in(self.object()) else { return Vec::new() };
        let all = registered(client.facts);
        let words = "registered with the app client";
        let mut entries: Vec<Entry> = all.iter().map(|address| Entry::plain(address, words)).collect();
        if account.kind != ConfigKind::Outputs && all.len() > 1 {
            entries.insert(0, Entry::plain(&all.join(","), format!("all {} that are registered", all.len())));
        }
        entries
    }
}

/// The identity pool takes the tokens of that user pool, and of that client if one is asked for.
fn takes(facts: &IdentityPoolFacts, issuer: &str, client: Option<&str>) -> bool {
    facts.linked.iter().any(|linked| linked.issuer == issuer && client.is_none_or(|client| linked.client == client))
}

/// The scopes for which no app client says more.
fn of_every_pool() -> Vec<Entry> {
    SCOPES.iter().map(|scope| Entry::plain(scope, "scope of every user pool")).collect()
}

fn domains(account: &Counterpart<'_>) -> Vec<Entry> {
    let Some(pool) = &account.pool else { return Vec::new() };
    let words = |host: &str| {
        if pool.facts.custom_domain.as_deref() == Some(host) {
            "custom domain of the user pool"
        } else {
            "prefix domain of the user pool"
        }
    };
    pool.facts.login_hosts(&pool.id).iter().map(|host| Entry::plain(host, words(host))).collect()
}

fn groups(account: &Counterpart<'_>) -> Vec<Entry> {
    let list = account.pool.as_ref().and_then(|pool| account.inventory.groups(&pool.id).known());
    let mut groups: Vec<_> = list.into_iter().flat_map(|list| &list.items).collect();
    // Cognito makes a group of its own for each external provider.
    let of_provider = account.pools.first().map(|pool| format!("{}_", pool.id.as_str()));
    groups.retain(|group| of_provider.as_ref().is_none_or(|prefix| !group.name.starts_with(prefix.as_str())));
    groups.sort_by_key(|group| group.precedence.unwrap_or(i32::MAX));
    groups.into_iter().map(|group| Entry::plain(&group.name, "group of the user pool")).collect()
}

/// The regions in which user pools or identity pools are known, the one with most first, each with what is there.
pub(super) fn regions_in_use(project: &Project) -> Vec<(String, String)> {
    let mut found: Vec<(usize, String, String)> = Vec::new();
    let mut known: Vec<&Lookup> = project.inventory().entries().map(|(lookup, _)| lookup).collect();
    known.sort();
    for lookup in known {
        let Lookup::UserPools(region) = lookup else { continue };
        let count = project.inventory().user_pools(region).known().map_or(0, |list| list.items.len());
        if count > 0 {
            let words = if count == 1 { "1 user pool".to_owned() } else { format!("{count} user pools") };
            found.push((count, region.as_str().to_owned(), words));
        }
    }
    found.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    found.into_iter().map(|(_, region, words)| (region, words)).collect()
}
