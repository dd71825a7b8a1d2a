//! What is known of the user's AWS account: questions and the answers that came so far.
//!
//! Pure data. A [`Lookup`] is a question that somebody outside may put to AWS; its answer enters a project as a change.
//! What was never asked or could not be learned is *unknown*, and nothing unknown is ever wrong.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::account_ids::{ClientId, DomainName, IdentityPoolId, PoolId, Region, placed};
use crate::facts::{
    AccountFacts, ClientEntry, ClientFacts, DomainFacts, Facts, GroupFacts, IdentityPoolEntry, IdentityPoolFacts,
    IdentityProviderFacts, Listing, MfaFacts, ResourceServerFacts, RoleFacts, UserPoolEntry, UserPoolFacts,
};

/// A question to AWS. Each is one read call, or for a list one for every page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lookup {
    /// Whose account is it? Asked in a region, for an account belongs to a partition.
    Account(Region),
    /// Which user pools are there?
    UserPools(Region),
    /// What is this user pool like?
    UserPool(#[serde(with = "placed")] PoolId),
    /// Which second factors has it?
    MfaConfig(#[serde(with = "placed")] PoolId),
    /// Which app clients has it?
    Clients(#[serde(with = "placed")] PoolId),
    /// What is this app client like?
    Client(#[serde(with = "placed")] PoolId, ClientId),
    /// Which groups has it?
    Groups(#[serde(with = "placed")] PoolId),
    /// Which external identity providers has it?
    IdentityProviders(#[serde(with = "placed")] PoolId),
    /// Which resource servers has it?
    ResourceServers(#[serde(with = "placed")] PoolId),
    /// Which user pool is behind this login domain?
    Domain(Region, DomainName),
    /// Which identity pools are there?
    IdentityPools(Region),
    /// What is this identity pool like?
    IdentityPool(IdentityPoolId),
    /// Which roles has it?
    IdentityPoolRoles(IdentityPoolId),
}

impl Lookup {
    /// Where it is asked.
    pub fn region(&self) -> &Region {
        match self {
            Lookup::Account(region)
            | Lookup::UserPools(region)
            | Lookup::Domain(region, _)
            | Lookup::IdentityPools(region) => region,
            Lookup::UserPool(pool)
            | Lookup::MfaConfig(pool)
            | Lookup::Clients(pool)
            | Lookup::Client(pool, _)
            | Lookup::Groups(pool)
            | Lookup::IdentityProviders(pool)
            | Lookup::ResourceServers(pool) => pool.region(),
            Lookup::IdentityPool(pool) | Lookup::IdentityPoolRoles(pool) => pool.region(),
        }
    }

    /// The user pool it is about, if it is about one.
    pub fn pool(&self) -> Option<&PoolId> {
        match self {
            Lookup::UserPool(pool)
            | Lookup::MfaConfig(pool)
            | Lookup::Clients(pool)
            | Lookup::Client(pool, _)
            | Lookup::Groups(pool)
            | Lookup::IdentityProviders(pool)
            | Lookup::ResourceServers(pool) => Some(pool),
            _ => None,
        }
    }

    /// The permission it needs, as in IAM policies.
    pub fn action(&self) -> &'static str {
        match self {
            Lookup::Account(_) => "sts:GetCallerIdentity",
            Lookup::UserPools(_) => "cognito-idp:ListUserPools",
            Lookup::UserPool(_) => "cognito-idp:DescribeUserPool",
            Lookup::MfaConfig(_) => "cognito-idp:GetUserPoolMfaConfig",
            Lookup::Clients(_) => "cognito-idp:ListUserPoolClients",
            Lookup::Client(..) => "cognito-idp:DescribeUserPoolClient",
            Lookup::Groups(_) => "cognito-idp:ListGroups",
            Lookup::IdentityProviders(_) => "cognito-idp:ListIdentityProviders",
            Lookup::ResourceServers(_) => "cognito-idp:ListResourceServers",
            Lookup::Domain(..) => "cognito-idp:DescribeUserPoolDomain",
            Lookup::IdentityPools(_) => "cognito-identity:ListIdentityPools",
            Lookup::IdentityPool(_) => "cognito-identity:DescribeIdentityPool",
            Lookup::IdentityPoolRoles(_) => "cognito-identity:GetIdentityPoolRoles",
        }
    }

    /// Its answer is a list, which may come in several parts.
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Lookup::UserPools(_)
                | Lookup::Clients(_)
                | Lookup::Groups(_)
                | Lookup::IdentityProviders(_)
                | Lookup::ResourceServers(_)
                | Lookup::IdentityPools(_)
        )
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It exists, and is like this.
    Known(Facts),
    /// AWS said that there is no such thing, in the account and region that were asked.
    Absent,
    /// Nobody knows.
    Unavailable(Reason),
}

/// Why nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// The credentials lack the permission ([`Lookup::action`]).
    Denied,
    /// AWS does not take the credentials; also in a region that the account has not opened.
    Refused,
    /// The session is over.
    Expired,
    /// The profile signs in by SSO, and nobody did, or too long ago.
    SignedOut,
    /// There are none.
    NoCredentials,
    /// The profile is not in the AWS configuration, or says something that cannot be.
    BadProfile,
    /// A file in an opened folder would say who the user is.
    UntrustedFile,
    /// The environment or the profile leads to another host than AWS.
    UntrustedEndpoint,
    /// The program that the profile names for credentials failed.
    CredentialProcess,
    /// Too many calls.
    Throttled,
    /// The network does not lead there.
    Offline,
    /// It took too long.
    TimedOut,
    /// What came back is no answer of AWS, or AWS itself is in trouble.
    Trouble,
    /// AWS did not understand the question.
    NotUnderstood,
    /// Such a question is not asked: by the user's settings, or since nobody waits for it.
    NotAsked,
    /// The snapshot does not hold it.
    NotRecorded,
    /// The program that asks AWS is not there.
    ProgramMissing,
    /// That program ended too early, or said what is no answer.
    ProgramFailed,
    /// That program says nothing any more.
    ProgramSilent,
    /// That program belongs to another version.
    ProgramDiffers,
}

impl Reason {
    /// It in a sentence, for the status of the editor. It names neither profile nor resource.
    pub fn sentence(self) -> &'static str {
        match self {
            Reason::Denied => "These AWS credentials are not allowed to read this",
            Reason::Refused => "AWS does not accept these credentials in this region",
            Reason::Expired => "The AWS session has expired",
            Reason::SignedOut => "This AWS profile is signed out: sign in with `aws sso login`",
            Reason::NoCredentials => "There are no AWS credentials",
            Reason::BadProfile => "The AWS profile does not exist or its configuration is not valid",
            Reason::UntrustedFile => "The AWS configuration must not lie in an opened folder",
            Reason::UntrustedEndpoint => "Another AWS endpoint must be allowed in the user's settings",
            Reason::CredentialProcess => "The credential process of the AWS profile failed",
            Reason::Throttled => "AWS asks for fewer calls: it is tried again later",
            Reason::Offline => "AWS cannot be reached",
            Reason::TimedOut => "AWS did not answer in time",
            Reason::Trouble => "AWS did not give a usable answer",
            Reason::NotUnderstood => "AWS did not understand the question",
            Reason::NotAsked => "AWS is not asked",
            Reason::NotRecorded => "The snapshot of the account does not hold this",
            Reason::ProgramMissing => "amplify-ls-account, which asks AWS, was not found beside amplify-ls",
            Reason::ProgramFailed => "amplify-ls-account, which asks AWS, ended unexpectedly",
            Reason::ProgramSilent => "amplify-ls-account, which asks AWS, stopped responding and was ended",
            Reason::ProgramDiffers => "amplify-ls-account, which asks AWS, is of another version than amplify-ls",
        }
    }
}

/// When something was so, in seconds since 1970 (UTC). The outside world says it; nothing here reads a clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub u64);

/// What is known about one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The last answer that says something; without one, why there is none.
    pub answer: Answer,
    /// When it was so.
    pub at: Moment,
    /// Why a later answer says nothing. The one above is then as it was at its moment.
    pub trouble: Option<Reason>,
}

/// What is known about one thing, for whoever compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// It exists, and is like this.
    Known(T),
    /// There is no such thing.
    Absent,
    /// Nobody asked, or nobody knows.
    Unknown,
}

impl<T> Found<T> {
    /// What is known, if anything.
    pub fn known(self) -> Option<T> {
        match self {
            Found::Known(facts) => Some(facts),
            Found::Absent | Found::Unknown => None,
        }
    }
}

/// More answers are not kept: somebody edits ids for days.
const MAX_ENTRIES: usize = 5_000;

/// All answers. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    entries: Arc<HashMap<Lookup, Entry>>,
}

impl Inventory {
    /// Takes an answer in. One that says nothing does not hide what was known before.
    pub(crate) fn take(&mut self, lookup: Lookup, answer: Answer, at: Moment) {
        let entries = Arc::make_mut(&mut self.entries);
        match (entries.get_mut(&lookup), answer) {
            (Some(entry), Answer::Unavailable(reason)) if !matches!(entry.answer, Answer::Unavailable(_)) => {
                entry.trouble = Some(reason);
            }
            (_, answer) => {
                entries.insert(lookup, Entry { answer, at, trouble: None });
            }
        }
        if entries.len() > MAX_ENTRIES
            && let Some(oldest) = entries.iter().min_by_key(|(lookup, entry)| (entry.at, *lookup))
        {
            let oldest = oldest.0.clone();
            entries.remove(&oldest);
        }
    }

    /// Knows nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All questions that were answered, in no particular order.
    pub fn entries(&self) -> impl Iterator<Item = (&Lookup, &Entry)> {
        self.entries.iter()
    }

    /// What is known about a question, and since when.
    pub fn entry(&self, lookup: &Lookup) -> Option<&Entry> {
        self.entries.get(lookup)
    }

    /// Whose account it is.
    pub fn account(&self, region: &Region) -> Found<&AccountFacts> {
        self.find(&Lookup::Account(region.clone()), |facts| match facts {
            Facts::Account(account) => Some(account),
            _ => None,
        })
    }

    /// The user pools of a region.
    pub fn user_pools(&self, region: &Region) -> Found<&Listing<UserPoolEntry>> {
        self.find(&Lookup::UserPools(region.clone()), |facts| match facts {
            Facts::UserPools(pools) => Some(&**pools),
            _ => None,
        })
    }

    /// A user pool.
    pub fn user_pool(&self, pool: &PoolId) -> Found<&UserPoolFacts> {
        self.find(&Lookup::UserPool(pool.clone()), |facts| match facts {
            Facts::UserPool(pool) => Some(&**pool),
            _ => None,
        })
    }

    /// The second factors of a user pool.
    pub fn mfa_config(&self, pool: &PoolId) -> Found<&MfaFacts> {
        self.find(&Lookup::MfaConfig(pool.clone()), |facts| match facts {
            Facts::MfaConfig(mfa) => Some(&**mfa),
            _ => None,
        })
    }

    /// The app clients of a user pool.
    pub fn clients(&self, pool: &PoolId) -> Found<&Listing<ClientEntry>> {
        self.find(&Lookup::Clients(pool.clone()), |facts| match facts {
            Facts::Clients(clients) => Some(&**clients),
            _ => None,
        })
    }

    /// An app client.
    pub fn client(&self, pool: &PoolId, client: &ClientId) -> Found<&ClientFacts> {
        self.find(&Lookup::Client(pool.clone(), client.clone()), |facts| match facts {
            Facts::Client(client) => Some(&**client),
            _ => None,
        })
    }

    /// The groups of a user pool.
    pub fn groups(&self, pool: &PoolId) -> Found<&Listing<GroupFacts>> {
        self.find(&Lookup::Groups(pool.clone()), |facts| match facts {
            Facts::Groups(groups) => Some(&**groups),
            _ => None,
        })
    }

    /// The external identity providers of a user pool.
    pub fn identity_providers(&self, pool: &PoolId) -> Found<&Listing<IdentityProviderFacts>> {
        self.find(&Lookup::IdentityProviders(pool.clone()), |facts| match facts {
            Facts::IdentityProviders(found) => Some(&**found),
            _ => None,
        })
    }

    /// The resource servers of a user pool.
    pub fn resource_servers(&self, pool: &PoolId) -> Found<&Listing<ResourceServerFacts>> {
        self.find(&Lookup::ResourceServers(pool.clone()), |facts| match facts {
            Facts::ResourceServers(servers) => Some(&**servers),
            _ => None,
        })
    }

    /// A login domain.
    pub fn domain(&self, region: &Region, name: &DomainName) -> Found<&DomainFacts> {
        self.find(&Lookup::Domain(region.clone(), name.clone()), |facts| match facts {
            Facts::Domain(domain) => Some(&**domain),
            _ => None,
        })
    }

    /// The identity pools of a region.
    pub fn identity_pools(&self, region: &Region) -> Found<&Listing<IdentityPoolEntry>> {
        self.find(&Lookup::IdentityPools(region.clone()), |facts| match facts {
            Facts::IdentityPools(pools) => Some(&**pools),
            _ => None,
        })
    }

    /// An identity pool.
    pub fn identity_pool(&self, pool: &IdentityPoolId) -> Found<&IdentityPoolFacts> {
        self.find(&Lookup::IdentityPool(pool.clone()), |facts| match facts {
            Facts::IdentityPool(pool) => Some(&**pool),
            _ => None,
        })
    }

    /// The roles of an identity pool.
    pub fn identity_pool_roles(&self, pool: &IdentityPoolId) -> Found<&RoleFacts> {
        self.find(&Lookup::IdentityPoolRoles(pool.clone()), |facts| match facts {
            Facts::IdentityPoolRoles(roles) => Some(&**roles),
            _ => None,
        })
    }

    fn find<'i, T: ?Sized>(&'i self, lookup: &Lookup, facts_of: impl Fn(&'i Facts) -> Option<&'i T>) -> Found<&'i T> {
        match self.entry(lookup).map(|entry| &entry.answer) {
            Some(Answer::Known(facts)) => facts_of(facts).map_or(Found::Unknown, Found::Known),
            Some(Answer::Absent) => Found::Absent,
            Some(Answer::Unavailable(_)) | None => Found::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
