//! Accounts for tests, written as the snapshots are that the program reads.
//!
//! What stands there exists, and what is asked for and does not stand there does not; a list that is not there is not
//! known. A test puts every question that a file raises, until there are no new ones: so it shows too that the right
//! ones are asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::{
    AccountFacts, Answer, Change, ClientEntry, ClientFacts, ClientId, DomainFacts, Facts, FilePath, GroupFacts,
    IdentityPoolEntry, IdentityPoolFacts, IdentityPoolId, IdentityProviderFacts, Listing, Lookup, MfaFacts, Moment,
    PoolId, Project, Reason, ResourceServerFacts, RoleFacts, UserPoolEntry, UserPoolFacts, wanted_lookups,
};

/// An account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Account {
    pub(crate) account: Option<String>,
    pub(crate) user_pools: BTreeMap<PoolId, OfPool>,
    pub(crate) identity_pools: BTreeMap<IdentityPoolId, OfIdentityPool>,
}

/// A user pool and all that belongs to it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OfPool {
    #[serde(flatten)]
    pub(crate) facts: UserPoolFacts,
    pub(crate) mfa_config: Option<MfaFacts>,
    pub(crate) clients: BTreeMap<ClientId, ClientFacts>,
    pub(crate) groups: Option<Vec<GroupFacts>>,
    pub(crate) identity_providers: Option<Vec<IdentityProviderFacts>>,
    pub(crate) resource_servers: Option<Vec<ResourceServerFacts>>,
}

/// An identity pool and its roles.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OfIdentityPool {
    #[serde(flatten)]
    pub(crate) facts: IdentityPoolFacts,
    pub(crate) roles: Option<RoleFacts>,
}

/// When everything was learned.
const AT: Moment = Moment(1_700_000_000);

impl Account {
    /// Reads one.
    pub(crate) fn read(text: &str) -> Account {
        serde_json::from_str(text).expect("the account of a test can be read")
    }

    /// What AWS would say.
    pub(crate) fn answer(&self, lookup: &Lookup) -> Answer {
        let of_pool = lookup.pool().and_then(|pool| self.user_pools.get(pool));
        let known = |facts: Option<Facts>| facts.map_or(Answer::Unavailable(Reason::NotRecorded), Answer::Known);
        match lookup {
            Lookup::Account(_) => {
                known(self.account.as_ref().map(|id| Facts::Account(AccountFacts { id: id.clone() })))
            }
            Lookup::UserPools(region) => Answer::Known(Facts::UserPools(list(
                self.user_pools.iter().filter(|(id, _)| id.region() == region).map(|(id, pool)| UserPoolEntry {
                    id: id.clone(),
                    name: pool.facts.name.clone(),
                    modified: pool.facts.modified,
                }),
            ))),
            Lookup::IdentityPools(region) => Answer::Known(Facts::IdentityPools(list(
                self.identity_pools
                    .iter()
                    .filter(|(id, _)| id.region() == region)
                    .map(|(id, pool)| IdentityPoolEntry { id: id.clone(), name: pool.facts.name.clone() }),
            ))),
            Lookup::IdentityPool(id) | Lookup::IdentityPoolRoles(id) => match self.identity_pools.get(id) {
                None => Answer::Absent,
                Some(pool) if lookup == &Lookup::IdentityPool(id.clone()) => {
                    Answer::Known(Facts::IdentityPool(Arc::new(pool.facts.clone())))
                }
                Some(pool) => known(pool.roles.clone().map(|roles| Facts::IdentityPoolRoles(Arc::new(roles)))),
            },
            Lookup::Domain(region, name) => {
                let is_its = |facts: &UserPoolFacts| facts.domain.as_deref() == Some(name.as_str());
                let owner = self.user_pools.iter().find(|(id, pool)| id.region() == region && is_its(&pool.facts));
                let facts = |id: &PoolId| DomainFacts { user_pool: Some(id.clone()), status: None };
                owner.map_or(Answer::Absent, |(id, _)| Answer::Known(Facts::Domain(Arc::new(facts(id)))))
            }
            _ => {
                let Some(pool) = of_pool else { return Answer::Absent };
                match lookup {
                    Lookup::UserPool(_) => Answer::Known(Facts::UserPool(Arc::new(pool.facts.clone()))),
                    Lookup::MfaConfig(_) => known(pool.mfa_config.clone().map(|it| Facts::MfaConfig(Arc::new(it)))),
                    Lookup::Clients(_) => Answer::Known(Facts::Clients(list(
                        pool.clients.iter().map(|(id, it)| ClientEntry { id: id.clone(), name: it.name.clone() }),
                    ))),
                    Lookup::Client(_, id) => match pool.clients.get(id) {
                        Some(client) => Answer::Known(Facts::Client(Arc::new(client.clone()))),
                        None => Answer::Absent,
                    },
                    Lookup::Groups(_) => known(pool.groups.clone().map(|it| Facts::Groups(list(it.into_iter())))),
                    Lookup::IdentityProviders(_) => {
                        known(pool.identity_providers.clone().map(|it| Facts::IdentityProviders(list(it.into_iter()))))
                    }
                    _ => known(pool.resource_servers.clone().map(|it| Facts::ResourceServers(list(it.into_iter())))),
                }
            }
        }
    }

    /// Answers all that a file raises, and what its answers raise.
    pub(crate) fn tell(&self, project: &mut Project, path: &FilePath) {
        self.tell_all(project, |project| wanted_lookups(project, path));
    }

    /// The same for any questions.
    pub(crate) fn tell_all(&self, project: &mut Project, wanted: impl Fn(&Project) -> Vec<Lookup>) {
        loop {
            let all = wanted(project);
            let new: Vec<Lookup> =
                all.into_iter().filter(|lookup| project.inventory().entry(lookup).is_none()).collect();
            if new.is_empty() {
                return;
            }
            for lookup in new {
                let answer = self.answer(&lookup);
                project.apply(Change::Answer(lookup, answer, AT));
            }
        }
    }
}

fn list<T>(items: impl Iterator<Item = T>) -> Arc<Listing<T>> {
    Arc::new(Listing { items: items.collect(), is_complete: true })
}

/// A shop with everything: three app clients, two identity pools, groups, login pages.
pub(crate) const SHOP: &str = r#"{
  "account": "123456789012",
  "user_pools": {
    "eu-west-1_qWeRt6789": {
      "name": "shop",
      "tier": "ESSENTIALS",
      "mfa": "OPTIONAL",
      "mfa_config": { "mfa": "OPTIONAL", "sms": true, "totp": true, "relying_party": "shop.acme.test", "user_verification": "preferred" },
      "password_policy": { "min_length": 10, "lowercase": true, "uppercase": true, "numbers": true },
      "first_factors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"],
      "required_attributes": ["sub", "email"],
      "username_attributes": ["email"],
      "verified_attributes": ["email"],
      "domain": "shop",
      "custom_domain": "login.acme.test",
      "triggers": ["PreSignUp"],
      "clients": {
        "7k8l9m0n1o2p3q4r5s6t7u8v9a": {
          "name": "web",
          "auth_flows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"],
          "oauth_enabled": true,
          "oauth_flows": ["code"],
          "scopes": ["openid", "email", "aws.cognito.signin.user.admin"],
          "callback_urls": ["http://localhost:3000/", "https://shop.acme.test/"],
          "logout_urls": ["http://localhost:3000/", "https://shop.acme.test/"],
          "identity_providers": ["COGNITO", "Google"]
        },
        "3n8d0k2m5q7r9t1v4x6z8b0c2e": {
          "name": "native",
          "has_secret": true,
          "oauth_enabled": true,
          "oauth_flows": ["code"],
          "scopes": ["openid", "email"],
          "callback_urls": ["shop://callback/"],
          "logout_urls": ["shop://signout/"],
          "identity_providers": ["COGNITO", "Google"]
        }
      },
      "groups": [{ "name": "ADMINS", "precedence": 0 }, { "name": "EDITORS", "precedence": 1 }],
      "identity_providers": [{ "name": "Google", "type": "Google" }],
      "resource_servers": [
        { "identifier": "orders", "name": "Orders", "scopes": [{ "name": "read", "description": "Read orders" }] }
      ]
    },
    "eu-west-1_sTaGe4567": { "name": "shop staging", "modified": 1690000000 }
  },
  "identity_pools": {
    "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d": {
      "name": "shop_identities",
      "allows_guests": true,
      "linked": [
        { "issuer": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_qWeRt6789", "client": "7k8l9m0n1o2p3q4r5s6t7u8v9a" },
        { "issuer": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_qWeRt6789", "client": "3n8d0k2m5q7r9t1v4x6z8b0c2e" }
      ],
      "roles": {
        "authenticated": "arn:aws:iam::123456789012:role/shop-auth",
        "unauthenticated": "arn:aws:iam::123456789012:role/shop-guest"
      }
    },
    "eu-west-1:9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b": { "name": "another", "roles": {} }
  }
}"#;

/// A Gen 2 file that agrees with [`SHOP`].
pub(crate) const OUTPUTS: &str = r#"{
  "version": "1.4",
  "auth": {
    "user_pool_id": "eu-west-1_qWeRt6789",
    "aws_region": "eu-west-1",
    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
    "identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
    "mfa_methods": ["SMS", "TOTP"],
    "standard_required_attributes": ["email"],
    "username_attributes": ["email"],
    "user_verification_types": ["email"],
    "groups": [{ "ADMINS": { "precedence": 0 } }, { "EDITORS": { "precedence": 1 } }],
    "mfa_configuration": "OPTIONAL",
    "password_policy": {
      "min_length": 10,
      "require_lowercase": true,
      "require_numbers": true,
      "require_symbols": false,
      "require_uppercase": true
    },
    "oauth": {
      "identity_providers": ["GOOGLE"],
      "redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.test/"],
      "redirect_sign_out_uri": ["http://localhost:3000/", "https://shop.acme.test/"],
      "response_type": "code",
      "scopes": ["openid", "email", "aws.cognito.signin.user.admin"],
      "domain": "shop.auth.eu-west-1.amazoncognito.com"
    },
    "unauthenticated_identities_enabled": true,
    "passwordless": {
      "email_otp_enabled": true,
      "sms_otp_enabled": false,
      "web_authn": { "relying_party_id": "shop.acme.test", "user_verification": "preferred" },
      "preferred_challenge": "EMAIL_OTP"
    }
  }
}
"#;

/// A Gen 1 file for JavaScript that agrees with [`SHOP`].
pub(crate) const WEB: &str = r#"{
  "aws_project_region": "eu-west-1",
  "aws_cognito_identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
  "aws_cognito_region": "eu-west-1",
  "aws_user_pools_id": "eu-west-1_qWeRt6789",
  "aws_user_pools_web_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
  "oauth": {
    "domain": "shop.auth.eu-west-1.amazoncognito.com",
    "scope": ["openid", "email", "aws.cognito.signin.user.admin"],
    "redirectSignIn": "http://localhost:3000/,https://shop.acme.test/",
    "redirectSignOut": "http://localhost:3000/,https://shop.acme.test/",
    "responseType": "code"
  },
  "aws_cognito_username_attributes": ["EMAIL"],
  "aws_cognito_social_providers": ["GOOGLE"],
  "aws_cognito_signup_attributes": ["EMAIL"],
  "aws_cognito_mfa_configuration": "OPTIONAL",
  "aws_cognito_mfa_types": ["SMS", "TOTP"],
  "aws_cognito_password_protection_settings": {
    "passwordPolicyMinLength": 10,
    "passwordPolicyCharacters": ["REQUIRES_LOWERCASE", "REQUIRES_UPPERCASE", "REQUIRES_NUMBERS"]
  },
  "aws_cognito_verification_mechanisms": ["EMAIL"]
}
"#;

/// A Gen 1 file for mobile apps that agrees with [`SHOP`].
pub(crate) const MOBILE: &str = r#"{
  "UserAgent": "aws-amplify-cli/2.0",
  "Version": "1.0",
  "auth": {
    "plugins": {
      "awsCognitoAuthPlugin": {
        "UserAgent": "aws-amplify-cli/0.1.0",
        "Version": "0.1.0",
        "IdentityManager": { "Default": {} },
        "CredentialsProvider": {
          "CognitoIdentity": {
            "Default": { "PoolId": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "Region": "eu-west-1" }
          }
        },
        "CognitoUserPool": {
          "Default": {
            "PoolId": "eu-west-1_qWeRt6789",
            "AppClientId": "3n8d0k2m5q7r9t1v4x6z8b0c2e",
            "AppClientSecret": "1q2w3e4r5t6y7u8i9o0p1a2s3d4f5g6h7j8k9l0z1x2c3v4b5n6m",
            "Region": "eu-west-1"
          }
        },
        "Auth": {
          "Default": {
            "OAuth": {
              "WebDomain": "shop.auth.eu-west-1.amazoncognito.com",
              "AppClientId": "3n8d0k2m5q7r9t1v4x6z8b0c2e",
              "AppClientSecret": "1q2w3e4r5t6y7u8i9o0p1a2s3d4f5g6h7j8k9l0z1x2c3v4b5n6m",
              "SignInRedirectURI": "shop://callback/",
              "SignOutRedirectURI": "shop://signout/",
              "Scopes": ["openid", "email"]
            },
            "authenticationFlowType": "USER_SRP_AUTH",
            "socialProviders": ["GOOGLE"],
            "usernameAttributes": ["EMAIL"],
            "signupAttributes": ["EMAIL"],
            "passwordProtectionSettings": {
              "passwordPolicyMinLength": 10,
              "passwordPolicyCharacters": ["REQUIRES_LOWERCASE", "REQUIRES_UPPERCASE", "REQUIRES_NUMBERS"]
            },
            "mfaConfiguration": "OPTIONAL",
            "mfaTypes": ["SMS", "TOTP"],
            "verificationMechanisms": ["EMAIL"]
          }
        }
      }
    }
  }
}
"#;
