//! The user pools, app clients and identity pools that a file names, read so that they can be asked for.
//!
//! Which values these are, the schemas say (`x-amplify.resource`). Placeholders, examples and ids without the right form
//! are left out: nobody can be asked about them.

use amplify_json::{Kind, Node};

use crate::account_ids::{ClientId, IdentityPoolId, PoolId, Region};
use crate::document::Document;
use crate::ids;
use crate::inventory::Inventory;
use crate::placeholders::{is_monotonous, is_placeholder};
use crate::references::resolve;

/// A user pool that a file names.
#[derive(Clone, Debug)]
pub(crate) struct NamedPool<'d> {
    /// The value.
    pub(crate) node: Node<'d>,
    /// The pool, asked for in the region that its id names.
    pub(crate) id: PoolId,
    /// The pool, asked for in the region that the file says: the same, unless the file says another.
    pub(crate) in_file_region: PoolId,
}

/// An app client that a file names.
#[derive(Clone, Debug)]
pub(crate) struct NamedClient<'d> {
    /// The value.
    pub(crate) node: Node<'d>,
    /// The client.
    pub(crate) id: ClientId,
}

/// The user pools that a file names, in its order.
pub(crate) fn user_pools(document: &Document) -> Vec<NamedPool<'_>> {
    let read = |node, text: &str, region_at: Option<&str>| {
        let random = ids::user_pool_id(text)?.pool;
        let id = PoolId::new(text).filter(|id| !is_monotonous(&text[random]) && id.region().is_listed())?;
        let region = region_at.and_then(|at| region_of(node, 0, at));
        Some((region.map_or_else(|| id.clone(), |region| id.at(&region)), id))
    };
    let mut pools = Vec::new();
    for (node, text, region_at) in named(document, "user-pool") {
        if let Some((in_file_region, id)) = read(node, &text, region_at) {
            pools.push(NamedPool { node, id, in_file_region });
        }
    }
    pools
}

/// The app clients that a file names, in its order.
pub(crate) fn clients(document: &Document) -> Vec<NamedClient<'_>> {
    let named = named(document, "user-pool-client").into_iter();
    let certain = named.filter(|(_, text, _)| !is_monotonous(text));
    certain.filter_map(|(node, text, _)| Some(NamedClient { node, id: ClientId::new(&text)? })).collect()
}

/// The identity pools that a file names, in its order.
pub(crate) fn identity_pools(document: &Document) -> Vec<(Node<'_>, IdentityPoolId)> {
    let named = named(document, "identity-pool").into_iter();
    let read = |text: &str| {
        let parts = ids::identity_pool_id(text).filter(|id| !is_monotonous(&text[id.uuid.clone()]));
        IdentityPoolId::new(text).filter(|id| parts.is_some() && id.region().is_listed())
    };
    named.filter_map(|(node, text, _)| Some((node, read(&text)?))).collect()
}

/// The user pool that what stands in `object` belongs to: the one named in the same object, else the first of the file.
pub(crate) fn pool_for<'p, 'd>(pools: &'p [NamedPool<'d>], object: Option<Node<'d>>) -> Option<&'p NamedPool<'d>> {
    pools.iter().find(|pool| pool.node.container() == object).or(pools.first())
}

/// The pool where it is known to exist: where the file says, else where its id says.
pub(crate) fn found_at(inventory: &Inventory, pool: &NamedPool<'_>) -> Option<PoolId> {
    let places = [&pool.in_file_region, &pool.id];
    places.into_iter().find(|pool| inventory.user_pool(pool).known().is_some()).cloned()
}

/// The region at the end of a pointer, if it is one that exists.
pub(crate) fn region_of(from: Node<'_>, steps_taken: usize, pointer: &str) -> Option<Region> {
    let found = resolve(from.tree().root(), from, steps_taken, pointer);
    Region::new(&found.first()?.as_str()?).filter(Region::is_listed)
}

/// The texts that name that kind of resource and are no placeholders, each with the pointer to its region.
fn named<'d>(document: &'d Document, resource: &str) -> Vec<(Node<'d>, String, Option<&'static str>)> {
    let Some(knowledge) = document.knowledge().filter(|_| !document.recognition.is_template) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (node, id) in document.values().filter(|(node, _)| node.kind() == Kind::String) {
        let keywords = knowledge.keywords(id);
        let Some(text) = node.as_str().filter(|_| keywords.resource.as_deref() == Some(resource)) else { continue };
        let is_example = knowledge.subschema(id).examples.iter().any(|example| example.as_str() == Some(&*text));
        if !is_example && !is_placeholder(&text) {
            found.push((node, text.into_owned(), keywords.region_at.as_deref()));
        }
    }
    found.sort_by_key(|(node, ..)| node.range().start);
    found
}
