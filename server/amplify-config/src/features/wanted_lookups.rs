//! What would be good to know of the account: about a file, and at a place in it.
//!
//! Frugal on purpose, for each question is a call that somebody else's production shares a quota with: first the pools,
//! and what belongs to them only when they are known to be there. What was answered before is named again, since an
//! answer grows old; whoever asks AWS knows which are still fresh.

use amplify_json::{Kind, Node};

use super::our_document;
use crate::account_ids::{ClientId, IdentityPoolId, PoolId, Region, login_domain};
use crate::config_kind::ConfigKind;
use crate::cursor::{Place, place};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::inventory::{Found, Inventory, Lookup};
use crate::knowledge::Knowledge;
use crate::named_resources::{NamedPool, clients, found_at, identity_pools, pool_for, region_of, user_pools};
use crate::project::Project;
use crate::references::follow;
use crate::rules::misses_identity_pool;
use crate::spelling::shared_words;

/// A file asks at most so many questions.
const MAX_LOOKUPS: usize = 7;

/// Where the kinds of file list the social providers of a user pool.
const SOCIAL: [&str; 3] = [
    "/auth/oauth/identity_providers",
    "/auth/plugins/awsCognitoAuthPlugin/Auth/Default/socialProviders",
    "/aws_cognito_social_providers",
];

/// What would be good to know about a file, the most important first. Empty for files that are none of ours, examples to
/// copy, and files that name nothing that could be asked for.
pub fn wanted_lookups(project: &Project, path: &FilePath) -> Vec<Lookup> {
    let Some(document) = our_document(project, path).filter(|_| project.may_ask_account(path)) else {
        return Vec::new();
    };
    let inventory = project.inventory();
    let mut wanted = Vec::new();
    let pools = user_pools(document);
    let mut absent: Vec<Region> = Vec::new();
    for pool in &pools {
        wanted.push(Lookup::UserPool(pool.in_file_region.clone()));
        // Whether it is in its own region matters only when it is not where the file says.
        if pool.id != pool.in_file_region && inventory.user_pool(&pool.in_file_region) == Found::Absent {
            wanted.push(Lookup::UserPool(pool.id.clone()));
        }
        // What is not there is mended by what is.
        if [&pool.in_file_region, &pool.id].iter().all(|id| inventory.user_pool(id) == Found::Absent) {
            let region = pool.in_file_region.region().clone();
            wanted.push(Lookup::UserPools(region.clone()));
            absent.push(region);
        }
    }
    let identity_pools = identity_pools(document);
    for (_, id) in &identity_pools {
        wanted.push(Lookup::IdentityPool(id.clone()));
        if inventory.identity_pool(id) == Found::Absent {
            wanted.push(Lookup::IdentityPools(id.region().clone()));
            absent.push(id.region().clone());
        }
    }
    for client in clients(document) {
        let pool = pool_for(&pools, client.node.container()).and_then(|pool| found_at(inventory, pool));
        let Some(pool) = pool else { continue };
        wanted.push(Lookup::Client(pool.clone(), client.id.clone()));
        match inventory.client(&pool, &client.id) {
            Found::Absent => wanted.extend(instead_of(inventory, &pool, &client.id)),
            Found::Known(facts) if facts.has_secret && has_no_secret(document, client.node) => {
                wanted.extend(instead_of(inventory, &pool, &client.id));
            }
            Found::Known(_) => wanted.extend(linked_instead_of(inventory, &identity_pools, &pool, &client.id)),
            Found::Unknown => {}
        }
    }
    let there = pools.first().and_then(|pool| found_at(inventory, pool));
    let there_at = there.clone();
    if let Some(pool) = there {
        if names_groups(document) {
            wanted.push(Lookup::Groups(pool.clone()));
        }
        if names_social_sign_in(document) {
            wanted.push(Lookup::IdentityProviders(pool.clone()));
        }
        let facts = inventory.user_pool(&pool).known();
        let has_factors = facts.is_some_and(|facts| {
            facts.mfa.as_deref().is_some_and(|mfa| mfa != "OFF")
                || facts.first_factors.iter().any(|it| it == "WEB_AUTHN")
        });
        if has_factors {
            wanted.push(Lookup::MfaConfig(pool));
        }
    }
    // After what the file itself says; as many as are left are looked at.
    let missed = there_at.filter(|_| identity_pools.is_empty() && misses_identity_pool(document));
    wanted.extend(missed.map(|pool| identity_pools_for(inventory, &pool)).into_iter().flatten());
    let known = identity_pools.into_iter().filter(|(_, id)| inventory.identity_pool(id).known().is_some());
    wanted.extend(known.map(|(_, id)| Lookup::IdentityPoolRoles(id)));
    // Whose account it is not in.
    wanted.extend(absent.into_iter().map(Lookup::Account));

    let mut seen = std::collections::HashSet::new();
    wanted.retain(|lookup| seen.insert(lookup.clone()));
    wanted.truncate(MAX_LOOKUPS);
    wanted
}

/// The file has no secret beside the app client.
fn has_no_secret(document: &Document, client: Node<'_>) -> bool {
    let beside = client.container().and_then(|object| object.member_named("AppClientSecret"));
    document.kind() != Some(ConfigKind::Mobile) || beside.is_none()
}

/// So many other app clients are looked at when the one in the file cannot be used.
const MAX_OTHER_CLIENTS: usize = 2;

/// What can be known of other app clients: first those that are likely to have no secret, by their names.
fn instead_of(inventory: &Inventory, pool: &PoolId, own: &ClientId) -> Vec<Lookup> {
    let entries = inventory.clients(pool).known().map_or(&[][..], |list| &list.items);
    let mut others: Vec<_> = entries.iter().filter(|entry| entry.id != *own).collect();
    others.sort_by_key(|entry| !entry.name.to_ascii_lowercase().contains("web"));
    let others = others.into_iter().take(MAX_OTHER_CLIENTS);
    let described = others.map(|entry| Lookup::Client(pool.clone(), entry.id.clone()));
    std::iter::once(Lookup::Clients(pool.clone())).chain(described).collect()
}

/// The app clients whose tokens an identity pool takes, where it does not take those of the client in the file.
fn linked_instead_of(
    inventory: &Inventory,
    identity_pools: &[(Node<'_>, IdentityPoolId)],
    pool: &PoolId,
    own: &ClientId,
) -> Vec<Lookup> {
    let facts = identity_pools.first().and_then(|(_, id)| inventory.identity_pool(id).known());
    let issuer = pool.issuer();
    let linked = facts.into_iter().flat_map(|facts| &facts.linked).filter(|linked| linked.issuer == issuer);
    let linked: Vec<ClientId> = linked.filter_map(|linked| ClientId::new(&linked.client)).collect();
    if linked.contains(own) {
        return Vec::new();
    }
    linked.into_iter().take(MAX_OTHER_CLIENTS).map(|id| Lookup::Client(pool.clone(), id)).collect()
}

/// What would be good to know while somebody writes at `offset`: the lists from which that place is completed.
pub fn lookups_at(project: &Project, path: &FilePath, offset: usize) -> Vec<Lookup> {
    let Some(document) = our_document(project, path).filter(|_| project.may_ask_account(path)) else {
        return Vec::new();
    };
    let Some(knowledge) = document.knowledge().filter(|_| !document.recognition.is_template) else {
        return Vec::new();
    };
    // The value that stands there or would; how many steps up `from` already is; the object it is part of.
    let (from, steps_taken, object, id) = match place(document, offset) {
        Place::Value(node, _) => (node, 0, node.container(), knowledge.schema.at(node)),
        Place::Hole(member, _) => {
            let Some(object) = member.container() else { return Vec::new() };
            (object, 1, Some(object), knowledge.schema.at(member))
        }
        Place::Item(array, _) => {
            let id = knowledge.schema.at(array).and_then(|id| knowledge.schema.item(id));
            (array, 1, array.container(), id)
        }
        Place::Key(member, _) => {
            let Some(object) = member.container() else { return Vec::new() };
            return names_in(project.inventory(), document, knowledge, object);
        }
        Place::Member(object, ..) => return names_in(project.inventory(), document, knowledge, object),
        Place::Nowhere | Place::File(_) => return Vec::new(),
    };
    let Some(id) = id else { return Vec::new() };
    let keywords = knowledge.keywords(id);
    let region = || {
        let said = keywords.region_at.as_deref().and_then(|at| region_of(from, steps_taken, at));
        said.or_else(|| region_of_ids(document))
    };
    let pools = user_pools(document);
    let pool = pool_for(&pools, object);
    let there = || pool.map(|pool| there_or_said(project.inventory(), pool));
    let client = || {
        let all = clients(document);
        let beside = all.iter().find(|client| client.node.container() == object).or(all.first());
        Some(Lookup::Client(there()?, beside?.id.clone()))
    };
    match keywords.resource.as_deref() {
        Some("user-pool") => region().map(Lookup::UserPools).into_iter().collect(),
        Some("identity-pool") => {
            region().map_or_else(Vec::new, |region| identity_pools_of(project.inventory(), region))
        }
        Some("user-pool-client") => there().map_or_else(Vec::new, |pool| clients_of(project.inventory(), pool)),
        Some("oauth-domain") => {
            let host = from.as_str().unwrap_or_default();
            let known = there().and_then(|pool| Some((project.inventory().user_pool(&pool).known()?, pool)));
            let is_own = known.is_some_and(|(facts, pool)| facts.login_hosts(&pool).iter().any(|own| *own == host));
            // Whose it is, if it is not that of the user pool.
            let domain = login_domain(&host).filter(|_| !is_own);
            let whose = domain.map(|(region, name)| Lookup::Domain(region, name));
            there().map(Lookup::UserPool).into_iter().chain(whose).collect()
        }
        Some("redirect-sign-in" | "redirect-sign-out") => client().into_iter().collect(),
        Some("oauth-scope") => client().into_iter().chain(there().map(Lookup::ResourceServers)).collect(),
        _ if SOCIAL.contains(&from.pointer().as_str()) && from.kind() == Kind::Array => {
            there().map(Lookup::IdentityProviders).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// So many things of a list are looked at one by one: whether an app client has a secret, and whose tokens an identity
/// pool takes, no list tells.
const MAX_DESCRIBED: usize = 5;

/// The app clients of a pool, and what the first of them are like, those that are likely to be for the web before others.
fn clients_of(inventory: &Inventory, pool: PoolId) -> Vec<Lookup> {
    let entries = inventory.clients(&pool).known().map_or(&[][..], |list| &list.items);
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|entry| !entry.name.to_ascii_lowercase().contains("web"));
    let described = entries.into_iter().take(MAX_DESCRIBED);
    let described: Vec<Lookup> = described.map(|entry| Lookup::Client(pool.clone(), entry.id.clone())).collect();
    std::iter::once(Lookup::Clients(pool)).chain(described).collect()
}

/// The identity pools of the region of a user pool, and what those are like that people called as they called it.
fn identity_pools_for(inventory: &Inventory, pool: &PoolId) -> Vec<Lookup> {
    let name = inventory.user_pool(pool).known().map_or("", |facts| &facts.name);
    let entries = inventory.identity_pools(pool.region()).known().map_or(&[][..], |list| &list.items);
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(shared_words(name, &entry.name)));
    let described = entries.into_iter().take(MAX_DESCRIBED).map(|entry| Lookup::IdentityPool(entry.id.clone()));
    std::iter::once(Lookup::IdentityPools(pool.region().clone())).chain(described).collect()
}

/// The identity pools of a region, and what the first of them are like.
fn identity_pools_of(inventory: &Inventory, region: Region) -> Vec<Lookup> {
    let entries = inventory.identity_pools(&region).known().map_or(&[][..], |list| &list.items);
    let described: Vec<Lookup> =
        entries.iter().take(MAX_DESCRIBED).map(|entry| Lookup::IdentityPool(entry.id.clone())).collect();
    std::iter::once(Lookup::IdentityPools(region)).chain(described).collect()
}

/// The lists from which a key of this object is completed.
fn names_in(inventory: &Inventory, document: &Document, knowledge: &Knowledge, object: Node<'_>) -> Vec<Lookup> {
    let names = knowledge.schema.at(object).and_then(|id| knowledge.subschema(id).property_names);
    let is_group = names.is_some_and(|id| knowledge.keywords(id).resource.as_deref() == Some("user-pool-group"));
    let pools = user_pools(document);
    let pool = pools.first().filter(|_| is_group).map(|pool| there_or_said(inventory, pool));
    pool.map(Lookup::Groups).into_iter().collect()
}

/// The pool where it is known to be, else where the file says.
fn there_or_said(inventory: &Inventory, pool: &NamedPool<'_>) -> PoolId {
    found_at(inventory, pool).unwrap_or_else(|| pool.in_file_region.clone())
}

/// The region that the ids in the file name.
fn region_of_ids(document: &Document) -> Option<Region> {
    let of_pool = user_pools(document).first().map(|pool| pool.in_file_region.region().clone());
    of_pool.or_else(|| identity_pools(document).first().map(|(_, id)| id.region().clone()))
}

fn names_groups(document: &Document) -> bool {
    let Some(knowledge) = document.knowledge() else { return false };
    document.values().any(|(node, id)| {
        let names = knowledge.subschema(id).property_names.filter(|_| node.members().next().is_some());
        names.is_some_and(|names| knowledge.keywords(names).resource.as_deref() == Some("user-pool-group"))
    })
}

fn names_social_sign_in(document: &Document) -> bool {
    let Some(knowledge) = document.knowledge() else { return false };
    let has_oauth = document.values().any(|(node, id)| {
        let resource = knowledge.keywords(id).resource.as_deref();
        node.kind() == Kind::String && resource == Some("oauth-domain")
    });
    let root = document.tree.root();
    has_oauth || SOCIAL.iter().any(|pointer| follow(root, pointer).iter().any(|list| list.items().next().is_some()))
}

#[cfg(test)]
mod tests;
