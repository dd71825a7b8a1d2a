//! Another user pool of the account instead of the one in a file, with all that follows from it: region, app client,
//! identity pool, login pages, and the settings that the file repeats.
//!
//! What cannot be told is left as it stands, and found then: which of several app clients is meant, the secret of one.
//! Without the account nothing that follows is known: then [`by_hand`] asks for it.

use std::sync::Arc;

use amplify_json::edit::{Edit, apply, remove_child};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use crate::account_ids::{ClientId, PoolId};
use crate::config_kind::ConfigKind;
use crate::counterpart::{Counterpart, shown};
use crate::document::Document;
use crate::features::account_file::{FileWish, account_file_lookups, settled};
use crate::features::code_actions::difference;
use crate::features::fill::Extent;
use crate::features::our_document;
use crate::file_path::FilePath;
use crate::inventory::Lookup;
use crate::named_resources::{clients, found_at, user_pools};
use crate::project::{Change, Project};
use crate::references::resolve;
use crate::spelling::shared_words;

pub(crate) mod by_hand;
#[cfg(test)]
mod tests;

/// So many are offered; completion shows all.
const MAX_OFFERED: usize = 5;

/// What is written where a secret stood that belongs to another app client.
const SECRET: &str = "<secret of the app client>";

/// The user pools that can be put in the place of the one at `range`, each with the title of doing so: those first that
/// are called alike, then what was changed last.
pub fn other_pools(project: &Project, path: &FilePath, range: std::ops::Range<usize>) -> Vec<(String, PoolId)> {
    let Some(document) = our_document(project, path).filter(|document| document.syntax_errors.is_empty()) else {
        return Vec::new();
    };
    let Some(account) = Counterpart::new(project, document) else { return Vec::new() };
    let Some(named) = account.pools.first().filter(|named| touches(named.node, &range)) else { return Vec::new() };
    let own_name = account.pool.as_ref().map_or("", |pool| pool.facts.name.as_str());
    let Some(list) = account.inventory.user_pools(named.in_file_region.region()).known() else { return Vec::new() };
    let mut others: Vec<_> = list.items.iter().filter(|entry| entry.id.as_str() != named.id.as_str()).collect();
    others.sort_by_key(|entry| (std::cmp::Reverse((shared_words(own_name, &entry.name), entry.modified)), &entry.id));
    let title = |entry: &&crate::facts::UserPoolEntry| {
        let name = if entry.name.is_empty() { entry.id.to_string() } else { shown(&entry.name) };
        format!("Replace the user pool with `{name}` ({}) and what follows from it", entry.id)
    };
    others.iter().take(MAX_OFFERED).map(|entry| (title(entry), entry.id.clone())).collect()
}

fn touches(node: Node<'_>, range: &std::ops::Range<usize>) -> bool {
    let place = node.member().unwrap_or(node).range();
    place.start <= range.end && range.start <= place.end
}

/// What would be good to know before something is done with the user pool at a place: which others there are, and what
/// can be filled in. Identity pools are not looked at for it, since there may be many.
pub fn lookups_for_pool_at(project: &Project, path: &FilePath, range: std::ops::Range<usize>) -> Vec<Lookup> {
    let Some((document, kind)) = our_document(project, path).and_then(|it| Some((it, it.kind()?))) else {
        return Vec::new();
    };
    let pools = user_pools(document);
    let Some(named) = pools.first().filter(|named| touches(named.node, &range) && project.may_ask_account(path)) else {
        return Vec::new();
    };
    let pool = found_at(project.inventory(), named).unwrap_or_else(|| named.in_file_region.clone());
    let clients = clients(document);
    let mut lookups = vec![Lookup::UserPools(pool.region().clone())];
    lookups.extend(account_file_lookups(project, &wish(kind, &pool, clients.first().map(|client| &client.id))));
    lookups.retain(|lookup| !matches!(lookup, Lookup::IdentityPools(_) | Lookup::IdentityPool(_)));
    lookups
}

fn wish(kind: ConfigKind, pool: &PoolId, client: Option<&ClientId>) -> FileWish {
    FileWish {
        kind,
        regions: Vec::new(),
        user_pool: Some(pool.as_str().to_owned()),
        client: client.map(|client| client.as_str().to_owned()),
        identity_pool: None,
    }
}

/// What is to be known before a user pool can be put there.
pub fn replace_pool_lookups(project: &Project, path: &FilePath, pool: &PoolId) -> Vec<Lookup> {
    let Some((document, kind)) = our_document(project, path).and_then(|it| Some((it, it.kind()?))) else {
        return Vec::new();
    };
    if !project.may_ask_account(path) {
        return Vec::new();
    }
    let mut lookups = account_file_lookups(project, &wish(kind, pool, None));
    // Its name tells which client of the other pool has its part.
    let client = Counterpart::new(project, document).and_then(|account| new_client(&account, pool));
    if let Some(client) = client {
        lookups.extend(account_file_lookups(project, &wish(kind, pool, Some(&client))));
    }
    lookups.sort();
    lookups.dedup();
    lookups
}

/// The edits that put a user pool there; `None` when it is not known, or the file names none.
pub fn replace_pool(project: &Project, path: &FilePath, pool: &PoolId) -> Option<Vec<Edit>> {
    let document = our_document(project, path).filter(|document| document.syntax_errors.is_empty())?;
    let account = Counterpart::new(project, document)?;
    account.inventory.user_pool(pool).known()?;
    let named = account.pools.first()?;
    let mut edits = renamed(account.pools.iter().map(|named| named.node), named.id.as_str(), pool.as_str());
    edits.extend(region_of(document, named.node, pool.region().as_str()));
    let client = new_client(&account, pool);
    if let (Some(old), Some(new)) = (account.clients.first(), &client)
        && old.id != *new
    {
        edits.extend(renamed(account.clients.iter().map(|named| named.node), old.id.as_str(), new.as_str()));
        let has_secret = account.inventory.client(pool, new).known().map(|facts| facts.has_secret);
        let of_old = account.clients.iter().filter(|named| named.id == old.id);
        edits.extend(of_old.filter_map(|named| secret(named.node, has_secret?)));
    }
    if let (Some((node, old)), Some(new)) =
        (account.identity_pools.first(), new_identity_pool(&account, pool, client.as_ref()))
    {
        edits.extend(renamed(account.identity_pools.iter().map(|(node, _)| *node), old.as_str(), &new));
        edits.extend(region_of(document, *node, pool.region().as_str()));
    }
    edits.sort();
    edits.dedup();
    let text = document.text();
    let renamed = apply(text, &edits);
    let mut with_ids = project.clone();
    with_ids.apply(Change::Text(path.clone(), Some(Arc::from(renamed.as_str()))));
    let after = settled(&with_ids, path, renamed, Extent::Replaced);
    Some(difference(text, &after).into_iter().collect())
}

/// Another id wherever the old one stands.
fn renamed<'n>(nodes: impl Iterator<Item = Node<'n>>, old: &str, new: &str) -> Vec<Edit> {
    let same = nodes.filter(|node| node.as_str().as_deref() == Some(old));
    same.map(|node| Edit::replace(node.content_range(), escape(new).into_owned())).collect()
}

/// The region that stands beside an id, if it is another one.
fn region_of(document: &Document, node: Node<'_>, region: &str) -> Option<Edit> {
    let (knowledge, id) = document.subschema(node)?;
    let at = knowledge.keywords(id).region_at.as_deref()?;
    let found = resolve(document.tree.root(), node, 0, at).pop().filter(|node| node.kind() == Kind::String)?;
    (found.as_str().as_deref() != Some(region)).then(|| Edit::replace(found.content_range(), region))
}

/// The secret beside an app client that is another one now.
fn secret(client: Node<'_>, has_secret: bool) -> Option<Edit> {
    let member = client.container()?.member_named("AppClientSecret")?;
    if has_secret { Some(Edit::replace(member.value()?.content_range(), SECRET)) } else { Some(remove_child(member)) }
}

/// The app client of the other pool that is called as the one of the file, else the only one that can serve.
fn new_client(account: &Counterpart<'_>, pool: &PoolId) -> Option<ClientId> {
    let list = account.inventory.clients(pool).known().filter(|list| list.is_complete)?;
    let may_serve = |id: &ClientId| {
        let facts = account.inventory.client(pool, id).known();
        !account.is_without_secrets() || facts.is_none_or(|facts| !facts.has_secret)
    };
    let usable: Vec<_> = list.items.iter().filter(|entry| may_serve(&entry.id)).collect();
    let own = account.client.as_ref().map(|client| client.facts.name.as_str()).filter(|name| !name.is_empty());
    let alike: Vec<_> = usable.iter().filter(|entry| Some(entry.name.as_str()) == own).collect();
    match (alike.as_slice(), usable.as_slice()) {
        ([only], _) => Some(only.id.clone()),
        (_, [only]) => Some(only.id.clone()),
        _ => None,
    }
}

/// The only identity pool that takes the tokens of the other pool.
fn new_identity_pool(account: &Counterpart<'_>, pool: &PoolId, client: Option<&ClientId>) -> Option<String> {
    match account.identity_pools_for(pool, client).as_slice() {
        [(only, _)] => Some(only.as_str().to_owned()),
        _ => None,
    }
}
