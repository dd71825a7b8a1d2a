//! A whole file for a user pool of the account: what is to be known for it, what its user must choose first, its text.
//!
//! Used where somebody wants a file and there is none yet. Nothing is invented: where the account has several things that
//! could be meant, they are handed back to choose from, and what AWS did not tell is left out.

use std::sync::Arc;

use amplify_json::edit::{add_member, apply};
use amplify_json::{Kind, parse};

use crate::account_ids::{ClientId, IdentityPoolId, PoolId, Region};
use crate::config_kind::ConfigKind;
use crate::convert::{CognitoResources, file_name, new_file};
use crate::features::fill::{Extent, fill};
use crate::file_path::FilePath;
use crate::inventory::{Inventory, Lookup};
use crate::project::{Change, Project};

mod search;
#[cfg(test)]
mod tests;

/// What somebody wants a file of. Things are named by their id or by their name in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWish {
    /// The kind of file.
    pub kind: ConfigKind,
    /// Where user pools are looked for.
    pub regions: Vec<Region>,
    /// The user pool.
    pub user_pool: Option<String>,
    /// Its app client.
    pub client: Option<String>,
    /// The identity pool; an empty text for none.
    pub identity_pool: Option<String>,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A user pool.
    UserPool,
    /// An app client of it.
    Client,
    /// An identity pool that takes its tokens.
    IdentityPool,
}

impl Chosen {
    /// It in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Chosen::UserPool => "user pool",
            Chosen::Client => "app client",
            Chosen::IdentityPool => "identity pool",
        }
    }
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What people call it; may be empty.
    pub name: String,
    /// A few words more.
    pub detail: String,
}

/// What comes of a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFile {
    /// The file.
    Text {
        /// Its text.
        text: String,
        /// What its user should know of it, a sentence each.
        notes: Vec<String>,
    },
    /// Something is to be chosen first.
    Choose {
        /// What.
        what: Chosen,
        /// From these, the best first.
        choices: Vec<Choice>,
        /// There are no others.
        is_whole: bool,
    },
    /// There can be none: why, in a sentence.
    Impossible(String),
}

/// What would be good to know for a wish, given what is known: to be asked until nothing new comes.
pub fn account_file_lookups(project: &Project, wish: &FileWish) -> Vec<Lookup> {
    search::search(project.inventory(), wish).0
}

/// The file, as far as it can be made of what is known.
pub fn account_file(project: &Project, wish: &FileWish) -> AccountFile {
    match search::search(project.inventory(), wish).1 {
        Ok(found) => {
            let mut notes = found.notes.clone();
            let text = text_of(project, wish.kind, &found, &mut notes);
            AccountFile::Text { text, notes }
        }
        Err(other) => other,
    }
}

/// What a file is to name.
struct Resources {
    pool: PoolId,
    client: ClientId,
    identity_pool: Option<IdentityPoolId>,
    notes: Vec<String>,
}

fn text_of(project: &Project, kind: ConfigKind, found: &Resources, notes: &mut Vec<String>) -> String {
    let inventory = project.inventory();
    let facts = found.identity_pool.as_ref().and_then(|id| inventory.identity_pool(id).known());
    let resources = CognitoResources {
        region: Some(found.pool.region().as_str().to_owned()),
        user_pool_id: Some(found.pool.as_str().to_owned()),
        user_pool_client_id: Some(found.client.as_str().to_owned()),
        identity_pool_id: found.identity_pool.as_ref().map(|id| id.as_str().to_owned()),
        allows_guests: facts.map(|facts| facts.allows_guests),
    };
    let text = settled(project, &FilePath::new(file_name(kind)), new_file(kind, &resources), Extent::Chosen);
    let has_secret = inventory.client(&found.pool, &found.client).known().is_some_and(|facts| facts.has_secret);
    if kind != ConfigKind::Mobile || !has_secret {
        return text;
    }
    // It is never read: only that there is one.
    notes.push("The app client has a secret, which is to be filled in for `AppClientSecret`".to_owned());
    with_secrets(&text)
}

/// The text with all filled in that the account says of its user pool.
pub(crate) fn settled(project: &Project, path: &FilePath, text: String, extent: Extent) -> String {
    // What is filled in may make known what else is to be: more than a few rounds there are not.
    const ROUNDS: usize = 4;
    let (mut project, mut text) = (project.clone(), text);
    for _ in 0..ROUNDS {
        project.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
        let Some(edits) =
            project.document(path).and_then(|document| fill(&project, document, extent)).map(|it| it.edits)
        else {
            break;
        };
        text = apply(&text, &edits);
    }
    text
}

/// A place for the secret beside each name of the app client.
fn with_secrets(text: &str) -> String {
    let tree = parse(text).tree;
    let clients = tree.nodes().filter(|node| node.kind() == Kind::Member && node.name() == "AppClientId");
    let objects = clients.filter_map(|member| member.container());
    let edits: Vec<_> =
        objects.map(|object| add_member(object, "AppClientSecret", "\"<secret of the app client>\"")).collect();
    apply(text, &edits)
}

/// What is known of an account without anything around it.
pub(crate) fn whereabouts(inventory: &Inventory, region: &Region) -> String {
    match inventory.account(region).known() {
        Some(account) => format!("in {} of the AWS account {}", region.as_str(), account.id),
        None => format!("in {} of the AWS account that was asked", region.as_str()),
    }
}
