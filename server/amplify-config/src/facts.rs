//! What AWS told of one thing: plain data, only what a feature shows or a rule compares.
//!
//! Texts are as AWS spells them (`ALLOW_USER_SRP_AUTH`, `OPTIONAL`), and may hold anything: whoever shows one escapes it.
//! No secret has a place here: of an app client's secret only its presence is known. They are also what a snapshot
//! file holds, in which a field that is missing is the default.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::account_ids::{ClientId, IdentityPoolId, PoolId};

/// A list, perhaps only the beginning of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing<T> {
    /// In the order in which AWS gave them.
    pub items: Vec<T>,
    /// Nothing is missing: what is not among the items does not exist.
    pub is_complete: bool,
}

/// What was learned. Each kind answers the look-up of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Facts {
    /// Whose account it is.
    Account(AccountFacts),
    /// The user pools of a region.
    UserPools(#[serde(with = "shared")] Arc<Listing<UserPoolEntry>>),
    /// One user pool.
    UserPool(#[serde(with = "shared")] Arc<UserPoolFacts>),
    /// Its second factors.
    MfaConfig(#[serde(with = "shared")] Arc<MfaFacts>),
    /// Its app clients.
    Clients(#[serde(with = "shared")] Arc<Listing<ClientEntry>>),
    /// One app client.
    Client(#[serde(with = "shared")] Arc<ClientFacts>),
    /// Its groups.
    Groups(#[serde(with = "shared")] Arc<Listing<GroupFacts>>),
    /// Its external identity providers.
    IdentityProviders(#[serde(with = "shared")] Arc<Listing<IdentityProviderFacts>>),
    /// Its resource servers.
    ResourceServers(#[serde(with = "shared")] Arc<Listing<ResourceServerFacts>>),
    /// One login domain.
    Domain(#[serde(with = "shared")] Arc<DomainFacts>),
    /// The identity pools of a region.
    IdentityPools(#[serde(with = "shared")] Arc<Listing<IdentityPoolEntry>>),
    /// One identity pool.
    IdentityPool(#[serde(with = "shared")] Arc<IdentityPoolFacts>),
    /// Its roles.
    IdentityPoolRoles(#[serde(with = "shared")] Arc<RoleFacts>),
}

impl Facts {
    /// Nothing is missing: it is no list, or the whole of it.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Facts::UserPools(list) => list.is_complete,
            Facts::Clients(list) => list.is_complete,
            Facts::Groups(list) => list.is_complete,
            Facts::IdentityProviders(list) => list.is_complete,
            Facts::ResourceServers(list) => list.is_complete,
            Facts::IdentityPools(list) => list.is_complete,
            _ => true,
        }
    }
}

/// What several hold, written as if one did.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(facts: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(facts, serializer)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Arc<T>, D::Error> {
        T::deserialize(from).map(Arc::new)
    }
}

/// Whose account it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFacts {
    /// Twelve digits.
    pub id: String,
}

/// A user pool in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPoolEntry {
    /// Its id.
    pub id: PoolId,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// When it was changed last, in seconds since 1970.
    #[serde(default)]
    pub modified: Option<i64>,
}

/// A user pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserPoolFacts {
    /// Its name.
    pub name: String,
    /// `LITE`, `ESSENTIALS` or `PLUS`.
    pub tier: Option<String>,
    /// When it was made, in seconds since 1970.
    pub created: Option<i64>,
    /// When it was changed last.
    pub modified: Option<i64>,
    /// About how many users it has.
    pub estimated_users: Option<i64>,
    /// It cannot be deleted without switching this off.
    pub is_protected: bool,
    /// `OFF`, `OPTIONAL` or `ON`; the file spells it otherwise.
    pub mfa: Option<String>,
    /// What a password needs.
    pub password_policy: Option<PasswordPolicy>,
    /// With what a user may begin to sign in: `PASSWORD`, `EMAIL_OTP`, `SMS_OTP`, `WEB_AUTHN`.
    pub first_factors: Vec<String>,
    /// Attributes every user has, `sub` among them.
    pub required_attributes: Vec<String>,
    /// Attributes of the pool's own, without `custom:`.
    pub custom_attributes: Vec<String>,
    /// Attributes that stand for a user name. Empty: users choose one.
    pub username_attributes: Vec<String>,
    /// Attributes that may be used instead of the user name. A client file cannot say this.
    pub alias_attributes: Vec<String>,
    /// Attributes that are verified at once.
    pub verified_attributes: Vec<String>,
    /// The prefix of its login host.
    pub domain: Option<String>,
    /// A login host of its own.
    pub custom_domain: Option<String>,
    /// Which Lambda triggers are set: `PreSignUp`, `DefineAuthChallenge`.
    pub triggers: Vec<String>,
}

impl UserPoolFacts {
    /// The hosts of its login pages, the custom one first. Empty: it has none, or nobody knows how it is written.
    pub fn login_hosts(&self, pool: &PoolId) -> Vec<String> {
        let prefixed = self.domain.as_deref().and_then(|prefix| pool.login_host(prefix));
        self.custom_domain.clone().into_iter().chain(prefixed).collect()
    }
}

/// What a password needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordPolicy {
    /// From 6 to 99.
    pub min_length: Option<i32>,
    /// A lower-case letter.
    pub lowercase: bool,
    /// An upper-case letter.
    pub uppercase: bool,
    /// A digit.
    pub numbers: bool,
    /// A symbol.
    pub symbols: bool,
}

/// The second factors of a user pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MfaFacts {
    /// `OFF`, `OPTIONAL` or `ON`.
    pub mfa: Option<String>,
    /// By text message.
    pub sms: bool,
    /// By an authenticator app.
    pub totp: bool,
    /// By e-mail.
    pub email: bool,
    /// The domain that passkeys are made for.
    pub relying_party: Option<String>,
    /// `required` or `preferred`.
    pub user_verification: Option<String>,
}

/// An app client in a list. Whether it has a secret is not told there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientEntry {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// An app client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientFacts {
    /// Its name.
    pub name: String,
    /// It has one, which is all that is known of it. Such a client serves no web page.
    pub has_secret: bool,
    /// Allowed ways to sign in. Empty: the default of AWS, which is SRP, custom and refresh.
    pub auth_flows: Vec<String>,
    /// The OAuth settings below count.
    pub oauth_enabled: bool,
    /// `code`, `implicit`, `client_credentials`.
    pub oauth_flows: Vec<String>,
    /// Allowed scopes.
    pub scopes: Vec<String>,
    /// Where the login pages may lead back to.
    pub callback_urls: Vec<String>,
    /// Where signing out may lead to.
    pub logout_urls: Vec<String>,
    /// Names of providers that may be used: `COGNITO`, `Google`.
    pub identity_providers: Vec<String>,
    /// Tokens can be revoked; `None`: AWS did not say.
    pub token_revocation: Option<bool>,
    /// Refresh tokens are replaced when they are used.
    pub refresh_rotation: bool,
    /// `ENABLED` or `LEGACY`.
    pub user_existence_errors: Option<String>,
}

/// A group of a user pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupFacts {
    /// Its name; case counts.
    pub name: String,
    /// The lower, the stronger.
    pub precedence: Option<i32>,
    /// The ARN of its role.
    pub role: Option<String>,
}

/// An external identity provider of a user pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityProviderFacts {
    /// Its name.
    pub name: String,
    /// `Google`, `Facebook`, `LoginWithAmazon`, `SignInWithApple`, `SAML`, `OIDC`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A resource server of a user pool: where scopes of one's own come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceServerFacts {
    /// What stands before the slash of its scopes.
    pub identifier: String,
    /// Its name.
    pub name: String,
    /// Its scopes.
    pub scopes: Vec<ScopeFacts>,
}

/// A scope of a resource server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScopeFacts {
    /// What stands behind the slash.
    pub name: String,
    /// What its owner says of it.
    pub description: String,
}

/// A login domain of the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainFacts {
    /// The user pool behind it.
    pub user_pool: Option<PoolId>,
    /// `ACTIVE`, `CREATING`, `FAILED` and others.
    pub status: Option<String>,
}

/// An identity pool in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityPoolEntry {
    /// Its id.
    pub id: IdentityPoolId,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// An identity pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityPoolFacts {
    /// Its name.
    pub name: String,
    /// Users who are not signed in get an identity.
    pub allows_guests: bool,
    /// The user pools and clients whose tokens it takes.
    pub linked: Vec<LinkedClient>,
}

/// An app client whose tokens an identity pool takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkedClient {
    /// The user pool, spelled as [`PoolId::issuer`] does.
    pub issuer: String,
    /// The id of the client.
    pub client: String,
}

/// The roles of an identity pool, as ARNs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleFacts {
    /// Of users who are signed in.
    pub authenticated: Option<String>,
    /// Of the others.
    pub unauthenticated: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_custom_login_host_comes_first() {
        let pool = PoolId::new("eu-west-1_aBcD12345").expect("it has the form");
        let facts = |domain: Option<&str>, custom: Option<&str>| UserPoolFacts {
            domain: domain.map(str::to_owned),
            custom_domain: custom.map(str::to_owned),
            ..UserPoolFacts::default()
        };
        for (facts, hosts) in [
            (facts(None, None), &[][..]),
            (facts(Some("shop"), None), &["shop.auth.eu-west-1.amazoncognito.com"]),
            (
                facts(Some("shop"), Some("login.shop.test")),
                &["login.shop.test", "shop.auth.eu-west-1.amazoncognito.com"],
            ),
        ] {
            assert_eq!(facts.login_hosts(&pool), hosts);
        }
    }
}
