//! What the account has for what a file names: its user pool, app clients and identity pool, where AWS said that they
//! exist.
//!
//! Used by whatever compares a file with the account or shows it. What was not asked, or could not be learned, is not
//! here: nobody can be wrong about it.

use amplify_json::Node;

use crate::account_ids::{ClientId, IdentityPoolId, PoolId, Region};
use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::facts::{ClientFacts, IdentityPoolFacts, UserPoolFacts};
use crate::inventory::{Found, Inventory, Lookup};
use crate::named_resources::{NamedClient, NamedPool, clients, found_at, identity_pools, pool_for, user_pools};
use crate::project::Project;

/// One file beside the account.
pub(crate) struct Counterpart<'a> {
    /// The file.
    pub(crate) document: &'a Document,
    /// What kind of file it is.
    pub(crate) kind: ConfigKind,
    /// All that is known of the account.
    pub(crate) inventory: &'a Inventory,
    /// The user pools that the file names.
    pub(crate) pools: Vec<NamedPool<'a>>,
    /// The app clients that the file names.
    pub(crate) clients: Vec<NamedClient<'a>>,
    /// The identity pools that the file names.
    pub(crate) identity_pools: Vec<(Node<'a>, IdentityPoolId)>,
    /// The user pool that the settings of the file speak of, if the account has it.
    pub(crate) pool: Option<Pool<'a>>,
    /// The app client beside it, if it has it.
    pub(crate) client: Option<Client<'a>>,
    /// The identity pool of the file, if the account has it.
    pub(crate) identity_pool: Option<IdentityPool<'a>>,
}

/// A user pool that the account has.
#[derive(Clone, Debug)]
pub(crate) struct Pool<'a> {
    /// The value that names it.
    pub(crate) node: Node<'a>,
    /// Its id, in the region in which it was found.
    pub(crate) id: PoolId,
    /// What it is like.
    pub(crate) facts: &'a UserPoolFacts,
}

/// An app client that a user pool has.
#[derive(Clone, Debug)]
pub(crate) struct Client<'a> {
    /// The value that names it.
    pub(crate) node: Node<'a>,
    /// Its id.
    pub(crate) id: ClientId,
    /// What it is like.
    pub(crate) facts: &'a ClientFacts,
}

/// An identity pool that the account has.
#[derive(Clone, Debug)]
pub(crate) struct IdentityPool<'a> {
    /// The value that names it.
    pub(crate) node: Node<'a>,
    /// Its id.
    pub(crate) id: IdentityPoolId,
    /// What it is like.
    pub(crate) facts: &'a IdentityPoolFacts,
}

impl<'a> Counterpart<'a> {
    /// `None` where there is nothing to compare: the file is none of ours, or nothing is known of the account.
    pub(crate) fn new(project: &'a Project, document: &'a Document) -> Option<Counterpart<'a>> {
        let inventory = project.inventory();
        let kind = document.kind().filter(|_| !inventory.is_empty())?;
        let pools = user_pools(document);
        let clients = clients(document);
        let identity_pools = identity_pools(document);
        let pool = pools.first().and_then(|named| {
            let id = found_at(inventory, named)?;
            Some(Pool { node: named.node, facts: inventory.user_pool(&id).known()?, id })
        });
        let identity_pool = identity_pools.first().and_then(|(node, id)| {
            Some(IdentityPool { node: *node, facts: inventory.identity_pool(id).known()?, id: id.clone() })
        });
        let mut counterpart = Counterpart {
            document,
            kind,
            inventory,
            pools,
            clients,
            identity_pools,
            pool,
            client: None,
            identity_pool,
        };
        counterpart.client = counterpart.clients.first().and_then(|client| counterpart.known_client(client));
        Some(counterpart)
    }

    /// What a user pool of the file is like, if the account has it.
    pub(crate) fn known_pool(&self, named: &NamedPool<'_>) -> Option<&'a UserPoolFacts> {
        self.inventory.user_pool(&found_at(self.inventory, named)?).known()
    }

    /// The user pool that an app client of the file must belong to, if the account has it.
    pub(crate) fn pool_of(&self, client: &NamedClient<'_>) -> Option<PoolId> {
        found_at(self.inventory, pool_for(&self.pools, client.node.container())?)
    }

    /// An app client of the file, if its pool has it.
    pub(crate) fn known_client(&self, client: &NamedClient<'a>) -> Option<Client<'a>> {
        let facts = self.inventory.client(&self.pool_of(client)?, &client.id).known()?;
        Some(Client { node: client.node, id: client.id.clone(), facts })
    }

    /// The app client that settings in `object` speak of: the one named there, else the first of the file.
    pub(crate) fn client_in(&self, object: Option<Node<'a>>) -> Option<Client<'a>> {
        let own = self.clients.iter().find(|client| client.node.container() == object);
        self.known_client(own.or(self.clients.first())?)
    }

    /// The identity pools of a region of which it is known what they take, in no particular order.
    pub(crate) fn known_identity_pools(
        &self,
        region: &Region,
    ) -> impl Iterator<Item = (&'a IdentityPoolId, &'a IdentityPoolFacts)> {
        self.inventory.entries().filter_map(move |(lookup, _)| match lookup {
            Lookup::IdentityPool(id) if id.region() == region => Some((id, self.inventory.identity_pool(id).known()?)),
            _ => None,
        })
    }

    /// The identity pools that are known to take the tokens of a user pool, and of an app client of it if one is named, by
    /// their ids.
    pub(crate) fn identity_pools_for(
        &self,
        pool: &PoolId,
        client: Option<&ClientId>,
    ) -> Vec<(&'a IdentityPoolId, &'a IdentityPoolFacts)> {
        let issuer = pool.issuer();
        let fits = |facts: &IdentityPoolFacts| {
            let mut linked = facts.linked.iter().filter(|linked| linked.issuer == issuer);
            linked.any(|linked| client.is_none_or(|client| linked.client == client.as_str()))
        };
        let mut found: Vec<_> = self.known_identity_pools(pool.region()).filter(|(_, facts)| fits(facts)).collect();
        found.sort_by_key(|(id, _)| *id);
        found
    }

    /// The library that reads the file has no place for the secret of an app client.
    pub(crate) fn is_without_secrets(&self) -> bool {
        self.kind != ConfigKind::Mobile
    }

    /// `in eu-west-1 of the AWS account 123456789012`, as far as it is known.
    pub(crate) fn whereabouts(&self, region: &Region) -> String {
        let account = match self.inventory.account(region) {
            Found::Known(account) => format!("the AWS account {}", account.id),
            Found::Absent | Found::Unknown => "the AWS account that was asked".to_owned(),
        };
        format!("in {} of {account}", region.as_str())
    }
}

/// A text from the account for people: on one line, not too long, without what code in Markdown ends at, and without
/// characters that cannot be seen or that turn the line around. Whoever made the thing chose it.
pub(crate) fn shown(text: &str) -> String {
    let is_odd = |character: char| {
        character.is_control()
            || character == '`'
            || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let plain = text.chars().map(|character| if is_odd(character) { ' ' } else { character });
    let line: String = plain.take(61).collect();
    if line.chars().count() > 60 { format!("{}…", line.chars().take(60).collect::<String>()) } else { line }
}
