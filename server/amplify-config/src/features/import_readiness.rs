//! Whether the user pool of a file can be imported into an Amplify project: what each tool asks for, whether it is so, and
//! why.
//!
//! The tools differ, so each is judged by itself: `referenceAuth` of Gen 2, and `amplify import auth` of Gen 1 for a web
//! app and for a native one. What is not known of the account is unknown here too. Sources: the initializer of
//! `referenceAuth` in aws-amplify/amplify-backend and the import of the category `auth` in aws-amplify/amplify-cli.

use std::fmt::{self, Write};

use super::our_document;
use crate::account_ids::{ClientId, PoolId};
use crate::counterpart::{Counterpart, shown};
use crate::facts::{ClientFacts, IdentityPoolFacts, UserPoolFacts};
use crate::file_path::FilePath;
use crate::inventory::{Inventory, Lookup};
use crate::project::Project;
use crate::wording;

mod requirements;
#[cfg(test)]
mod tests;

/// What imports a user pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportTool {
    /// `referenceAuth` of Gen 2.
    ReferenceAuth,
    /// `amplify import auth` of Gen 1, for a web app.
    ImportWeb,
    /// `amplify import auth` of Gen 1, for a native app.
    ImportNative,
}

impl ImportTool {
    /// All of them.
    pub const ALL: [ImportTool; 3] = [ImportTool::ReferenceAuth, ImportTool::ImportWeb, ImportTool::ImportNative];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            ImportTool::ReferenceAuth => "`referenceAuth` (Gen 2)",
            ImportTool::ImportWeb => "`amplify import auth` (Gen 1), web app",
            ImportTool::ImportNative => "`amplify import auth` (Gen 1), native app",
        }
    }
}

/// Whether something that is asked for is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// It is so.
    Yes,
    /// AWS did not say enough.
    Unknown,
    /// It is not.
    No,
}

impl Met {
    fn of(is_so: Option<bool>) -> Met {
        match is_so {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::Unknown,
        }
    }
}

/// One thing that a tool asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What must be so.
    pub what: &'static str,
    /// Whether it is.
    pub met: Met,
    /// What was found, in this account; empty where nothing is to be said.
    pub why: String,
}

/// What one tool makes of the user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The tool.
    pub tool: ImportTool,
    /// What it asks for.
    pub requirements: Vec<Requirement>,
}

impl Verdict {
    /// The worst of all requirements.
    pub fn met(&self) -> Met {
        self.requirements.iter().map(|requirement| requirement.met).max().unwrap_or(Met::Unknown)
    }
}

/// Whether the user pool of a file can be imported. Shown as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReadiness {
    /// The user pool: name and id.
    pub pool: String,
    /// What each tool makes of it.
    pub verdicts: Vec<Verdict>,
}

impl ImportReadiness {
    /// All of it in one line.
    pub fn summary(&self) -> String {
        let words = self.verdicts.iter().map(|verdict| {
            let count = |met| verdict.requirements.iter().filter(|it| it.met == met).count();
            match verdict.met() {
                Met::Yes => format!("{}: yes", verdict.tool.name()),
                Met::No => format!("{}: no, {} not met", verdict.tool.name(), count(Met::No)),
                Met::Unknown => format!("{}: perhaps, {} unknown", verdict.tool.name(), count(Met::Unknown)),
            }
        });
        format!("Can {} be imported? {}", self.pool, words.collect::<Vec<_>>().join("; "))
    }
}

impl fmt::Display for ImportReadiness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "Can {} be imported?", self.pool)?;
        for verdict in &self.verdicts {
            let answer = match verdict.met() {
                Met::Yes => "yes",
                Met::Unknown => "perhaps",
                Met::No => "no",
            };
            writeln!(formatter, "\n{}: {answer}", verdict.tool.name())?;
            for requirement in &verdict.requirements {
                let state = match requirement.met {
                    Met::Yes => "met    ",
                    Met::Unknown => "unknown",
                    Met::No => "NOT MET",
                };
                write!(formatter, "  {state}  {}", requirement.what)?;
                if !requirement.why.is_empty() {
                    write!(formatter, ": {}", requirement.why)?;
                }
                formatter.write_char('\n')?;
            }
        }
        Ok(())
    }
}

/// More app clients are not asked about without a limit of their own: there may be thousands.
const MAX_CLIENTS: usize = 10;

/// What has to be known for a whole report, the most important first; asked on a user's command, not on its own.
pub fn import_lookups(project: &Project, path: &FilePath) -> Vec<Lookup> {
    let Some(document) = our_document(project, path).filter(|_| project.may_ask_account(path)) else {
        return Vec::new();
    };
    let mut wanted = super::wanted_lookups::wanted_lookups(project, path);
    if let Some(pool) = Counterpart::new(project, document).and_then(|account| account.pool) {
        wanted.push(Lookup::IdentityProviders(pool.id.clone()));
        wanted.push(Lookup::Clients(pool.id.clone()));
        let clients = project.inventory().clients(&pool.id).known().map_or(&[][..], |list| &list.items);
        let clients = clients.iter().take(MAX_CLIENTS);
        wanted.extend(clients.map(|client| Lookup::Client(pool.id.clone(), client.id.clone())));
    }
    let mut seen = std::collections::HashSet::new();
    wanted.retain(|lookup| seen.insert(lookup.clone()));
    wanted
}

/// The report on the user pool that a file names; `None` if it names none that the account is known to have.
pub fn import_readiness(project: &Project, path: &FilePath) -> Option<ImportReadiness> {
    let document = our_document(project, path)?;
    let account = Counterpart::new(project, document)?;
    let scene = Scene::new(&account)?;
    let verdicts = ImportTool::ALL.map(|tool| Verdict { tool, requirements: requirements::all(&scene, tool) });
    let pool = account.pool.as_ref()?;
    let name = format!("the user pool `{}` ({})", shown(&pool.facts.name), pool.id);
    Some(ImportReadiness { pool: name, verdicts: verdicts.into() })
}

/// The pool of a file, its app clients and its identity pool.
struct Scene<'a> {
    inventory: &'a Inventory,
    id: PoolId,
    pool: &'a UserPoolFacts,
    /// The client of the file, if it is one of the pool.
    own: Option<(ClientId, &'a ClientFacts)>,
    /// The clients of which something is known.
    clients: Vec<(ClientId, &'a ClientFacts)>,
    /// There are no others.
    has_all_clients: bool,
    /// The file says which identity pool.
    names_identity_pool: bool,
    identity_pool: Option<(&'a IdentityPoolFacts, Option<&'a crate::facts::RoleFacts>)>,
}

impl<'a> Scene<'a> {
    fn new(account: &Counterpart<'a>) -> Option<Scene<'a>> {
        let pool = account.pool.as_ref()?;
        let inventory = account.inventory;
        let listed = inventory.clients(&pool.id).known();
        let own = account.client.as_ref().map(|client| (client.id.clone(), client.facts));
        let ids = listed.into_iter().flat_map(|list| &list.items).map(|entry| entry.id.clone());
        let mut clients: Vec<(ClientId, &ClientFacts)> =
            ids.filter_map(|id| Some((id.clone(), inventory.client(&pool.id, &id).known()?))).collect();
        let has_all_clients = listed.is_some_and(|list| list.is_complete && list.items.len() == clients.len());
        if let Some((id, facts)) = own.clone().filter(|(id, _)| clients.iter().all(|(other, _)| other != id)) {
            clients.push((id, facts));
        }
        let identity_pool =
            account.identity_pool.as_ref().map(|it| (it.facts, inventory.identity_pool_roles(&it.id).known()));
        Some(Scene {
            inventory,
            id: pool.id.clone(),
            pool: pool.facts,
            own,
            clients,
            has_all_clients,
            names_identity_pool: !account.identity_pools.is_empty(),
            identity_pool,
        })
    }

    /// Whether there is a client like this: yes, no, or that nobody knows.
    fn has_client(&self, is_like: impl Fn(&ClientId, &ClientFacts) -> bool) -> Option<bool> {
        match self.clients.iter().any(|(id, facts)| is_like(id, facts)) {
            true => Some(true),
            false => self.has_all_clients.then_some(false),
        }
    }

    /// The identity pool takes the tokens of this client.
    fn is_linked(&self, client: &ClientId) -> Option<bool> {
        let (facts, _) = self.identity_pool?;
        let issuer = self.id.issuer();
        Some(facts.linked.iter().any(|linked| linked.issuer == issuer && linked.client == client.as_str()))
    }

    /// The kinds of external providers that the pool has.
    fn providers(&self) -> Option<Vec<&'a str>> {
        let list = self.inventory.identity_providers(&self.id).known()?;
        Some(list.items.iter().map(|provider| provider.kind.as_str()).collect())
    }

    fn names(&self, is_like: impl Fn(&ClientFacts) -> bool) -> String {
        let names: Vec<String> = self
            .clients
            .iter()
            .filter(|(_, facts)| is_like(facts))
            .map(|(id, facts)| if facts.name.is_empty() { id.to_string() } else { shown(&facts.name) })
            .collect();
        wording::code_list(&names, "and")
    }
}
