//! The read calls of Cognito user pools, and what is kept of what they answer.
//!
//! What the SDK hands out is turned into our own facts at once and dropped: a client's secret lives no longer than the
//! statement that sees whether there is one.

use std::sync::Arc;

use amplify_config::{
    Answer, ClientEntry, ClientFacts, ClientId, DomainFacts, Facts, GroupFacts, IdentityProviderFacts, Lookup,
    MfaFacts, PasswordPolicy, PoolId, ResourceServerFacts, ScopeFacts, UserPoolEntry, UserPoolFacts,
};
use aws_sdk_cognitoidentityprovider::operation::describe_user_pool::DescribeUserPoolOutput;
use aws_sdk_cognitoidentityprovider::operation::describe_user_pool_client::DescribeUserPoolClientOutput;
use aws_sdk_cognitoidentityprovider::operation::describe_user_pool_domain::DescribeUserPoolDomainOutput;
use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use aws_sdk_cognitoidentityprovider::types::{
    FeatureType, LambdaConfigType, UserPoolClientType, UserPoolType, UserVerificationType,
};

use crate::connection::Connection;
use crate::fault::Failure;
use crate::pace::Pace;
use crate::pages;
use amplify_account::SoFar;

/// Items of a page, which is the most that AWS gives.
const PAGE: i32 = 60;
/// The same for resource servers.
const SERVER_PAGE: i32 = 50;

/// Asks one question about user pools.
pub(crate) async fn answer(connection: &Connection, pace: &Pace, lookup: &Lookup, so_far: SoFar<'_>) -> Answer {
    let client = connection.user_pools();
    match lookup {
        Lookup::UserPools(_) => {
            let facts = |list| Facts::UserPools(Arc::new(list));
            pages::all(pace, lookup, so_far, facts, async |token| {
                let call = client.list_user_pools().max_results(PAGE).set_next_token(token);
                let page = call.send().await.map_err(|error| Failure::of(&error))?;
                let entry = |pool: &aws_sdk_cognitoidentityprovider::types::UserPoolDescriptionType| {
                    Some(UserPoolEntry {
                        id: PoolId::new(pool.id()?)?,
                        name: text(pool.name()),
                        modified: pool.last_modified_date().map(|date| date.secs()),
                    })
                };
                Ok((page.user_pools().iter().filter_map(entry).collect(), page.next_token))
            })
            .await
        }
        Lookup::Clients(pool) => {
            let facts = |list| Facts::Clients(Arc::new(list));
            pages::all(pace, lookup, so_far, facts, async |token| {
                let call = client.list_user_pool_clients().user_pool_id(pool.as_str()).max_results(PAGE);
                let page = call.set_next_token(token).send().await.map_err(|error| Failure::of(&error))?;
                let entry = |client: &aws_sdk_cognitoidentityprovider::types::UserPoolClientDescription| {
                    Some(ClientEntry { id: ClientId::new(client.client_id()?)?, name: text(client.client_name()) })
                };
                Ok((page.user_pool_clients().iter().filter_map(entry).collect(), page.next_token))
            })
            .await
        }
        Lookup::Groups(pool) => {
            let facts = |list| Facts::Groups(Arc::new(list));
            pages::all(pace, lookup, so_far, facts, async |token| {
                let call = client.list_groups().user_pool_id(pool.as_str()).limit(PAGE).set_next_token(token);
                let page = call.send().await.map_err(|error| Failure::of(&error))?;
                let group = |group: &aws_sdk_cognitoidentityprovider::types::GroupType| GroupFacts {
                    name: text(group.group_name()),
                    precedence: group.precedence(),
                    role: group.role_arn().map(str::to_owned),
                };
                Ok((page.groups().iter().map(group).collect(), page.next_token))
            })
            .await
        }
        Lookup::IdentityProviders(pool) => {
            let facts = |list| Facts::IdentityProviders(Arc::new(list));
            pages::all(pace, lookup, so_far, facts, async |token| {
                let call = client.list_identity_providers().user_pool_id(pool.as_str()).max_results(PAGE);
                let page = call.set_next_token(token).send().await.map_err(|error| Failure::of(&error))?;
                let found = |found: &aws_sdk_cognitoidentityprovider::types::ProviderDescription| {
                    let kind = text(found.provider_type().map(|kind| kind.as_str()));
                    IdentityProviderFacts { name: text(found.provider_name()), kind }
                };
                Ok((page.providers().iter().map(found).collect(), page.next_token))
            })
            .await
        }
        Lookup::ResourceServers(pool) => {
            let facts = |list| Facts::ResourceServers(Arc::new(list));
            pages::all(pace, lookup, so_far, facts, async |token| {
                let call = client.list_resource_servers().user_pool_id(pool.as_str()).max_results(SERVER_PAGE);
                let page = call.set_next_token(token).send().await.map_err(|error| Failure::of(&error))?;
                let server = |server: &aws_sdk_cognitoidentityprovider::types::ResourceServerType| {
                    let scopes = server.scopes().iter().map(|scope| ScopeFacts {
                        name: scope.scope_name().to_owned(),
                        description: scope.scope_description().to_owned(),
                    });
                    let (identifier, name) = (text(server.identifier()), text(server.name()));
                    ResourceServerFacts { identifier, name, scopes: scopes.collect() }
                };
                Ok((page.resource_servers().iter().map(server).collect(), page.next_token))
            })
            .await
        }
        Lookup::UserPool(pool) => {
            let call = || client.describe_user_pool().user_pool_id(pool.as_str()).send();
            let facts = |output: &DescribeUserPoolOutput| {
                let pool = output.user_pool()?;
                // Of an answer that is no answer of Cognito nothing is believed.
                pool.id().is_some().then(|| Facts::UserPool(Arc::new(user_pool(pool))))
            };
            connection.one(pace, lookup, call, |output| facts(output).map(Answer::Known)).await
        }
        Lookup::MfaConfig(pool) => {
            let call = || client.get_user_pool_mfa_config().user_pool_id(pool.as_str()).send();
            let facts = |output: &GetUserPoolMfaConfigOutput| {
                let sms = output.sms_mfa_configuration().and_then(|sms| sms.sms_configuration());
                let passkeys = output.web_authn_configuration();
                let verification = passkeys.and_then(|passkeys| passkeys.user_verification());
                Some(Facts::MfaConfig(Arc::new(MfaFacts {
                    mfa: Some(output.mfa_configuration()?.as_str().to_owned()),
                    sms: sms.is_some(),
                    totp: output.software_token_mfa_configuration().is_some_and(|totp| totp.enabled()),
                    email: output.email_mfa_configuration().is_some(),
                    relying_party: passkeys.and_then(|passkeys| passkeys.relying_party_id()).map(str::to_owned),
                    user_verification: verification.map(UserVerificationType::as_str).map(str::to_owned),
                })))
            };
            connection.one(pace, lookup, call, |output| facts(output).map(Answer::Known)).await
        }
        Lookup::Client(pool, id) => {
            let call = || {
                let call = client.describe_user_pool_client().user_pool_id(pool.as_str());
                call.client_id(id.as_str()).send()
            };
            let facts = |output: &DescribeUserPoolClientOutput| {
                let client = output.user_pool_client()?;
                client.client_id().is_some().then(|| Facts::Client(Arc::new(app_client(client))))
            };
            connection.one(pace, lookup, call, |output| facts(output).map(Answer::Known)).await
        }
        Lookup::Domain(_, name) => {
            let call = || client.describe_user_pool_domain().domain(name.as_str()).send();
            let facts = |output: &DescribeUserPoolDomainOutput| {
                let description = output.domain_description()?;
                // Of a domain that is not in the account AWS tells nothing instead of saying so.
                let Some(user_pool) = description.user_pool_id() else { return Some(Answer::Absent) };
                let status = description.status().map(|status| status.as_str().to_owned());
                let user_pool = PoolId::new(user_pool);
                Some(Answer::Known(Facts::Domain(Arc::new(DomainFacts { user_pool, status }))))
            };
            connection.one(pace, lookup, call, facts).await
        }
        Lookup::Account(_) | Lookup::IdentityPools(_) | Lookup::IdentityPool(_) | Lookup::IdentityPoolRoles(_) => {
            unreachable!("others answer these")
        }
    }
}

fn user_pool(pool: &UserPoolType) -> UserPoolFacts {
    let policies = pool.policies();
    let password = policies.and_then(|policies| policies.password_policy());
    let sign_in = policies.and_then(|policies| policies.sign_in_policy());
    let attributes = || pool.schema_attributes().iter().filter_map(|attribute| Some((attribute, attribute.name()?)));
    let required = attributes().filter(|(attribute, _)| attribute.required() == Some(true));
    let custom = attributes().filter_map(|(_, name)| name.strip_prefix("custom:"));
    UserPoolFacts {
        name: text(pool.name()),
        tier: pool.user_pool_tier().map(|tier| tier.as_str().to_owned()),
        created: pool.creation_date().map(|date| date.secs()),
        modified: pool.last_modified_date().map(|date| date.secs()),
        estimated_users: Some(i64::from(pool.estimated_number_of_users())),
        is_protected: pool.deletion_protection().is_some_and(|protection| protection.as_str() == "ACTIVE"),
        mfa: pool.mfa_configuration().map(|mfa| mfa.as_str().to_owned()),
        password_policy: password.map(|policy| PasswordPolicy {
            min_length: policy.minimum_length(),
            lowercase: policy.require_lowercase(),
            uppercase: policy.require_uppercase(),
            numbers: policy.require_numbers(),
            symbols: policy.require_symbols(),
        }),
        first_factors: sign_in.map_or_else(Vec::new, |policy| words(policy.allowed_first_auth_factors())),
        required_attributes: required.map(|(_, name)| name.to_owned()).collect(),
        custom_attributes: custom.map(str::to_owned).collect(),
        username_attributes: words(pool.username_attributes()),
        alias_attributes: words(pool.alias_attributes()),
        verified_attributes: words(pool.auto_verified_attributes()),
        domain: pool.domain().map(str::to_owned),
        custom_domain: pool.custom_domain().map(str::to_owned),
        triggers: pool.lambda_config().map_or_else(Vec::new, triggers),
    }
}

/// The names of the triggers that are set, as the API spells them.
fn triggers(config: &LambdaConfigType) -> Vec<String> {
    let set = [
        ("PreSignUp", config.pre_sign_up()),
        ("CustomMessage", config.custom_message()),
        ("PostConfirmation", config.post_confirmation()),
        ("PreAuthentication", config.pre_authentication()),
        ("PostAuthentication", config.post_authentication()),
        ("DefineAuthChallenge", config.define_auth_challenge()),
        ("CreateAuthChallenge", config.create_auth_challenge()),
        ("VerifyAuthChallengeResponse", config.verify_auth_challenge_response()),
        ("PreTokenGeneration", config.pre_token_generation()),
        ("UserMigration", config.user_migration()),
    ];
    set.into_iter().filter(|(_, function)| function.is_some()).map(|(name, _)| name.to_owned()).collect()
}

fn app_client(client: &UserPoolClientType) -> ClientFacts {
    let rotation = client.refresh_token_rotation();
    ClientFacts {
        name: text(client.client_name()),
        has_secret: client.client_secret().is_some_and(|secret| !secret.is_empty()),
        auth_flows: words(client.explicit_auth_flows()),
        oauth_enabled: client.allowed_o_auth_flows_user_pool_client().unwrap_or(false),
        oauth_flows: words(client.allowed_o_auth_flows()),
        scopes: client.allowed_o_auth_scopes().to_vec(),
        callback_urls: client.callback_urls().to_vec(),
        logout_urls: client.logout_urls().to_vec(),
        identity_providers: client.supported_identity_providers().to_vec(),
        token_revocation: client.enable_token_revocation(),
        refresh_rotation: rotation.is_some_and(|rotation| *rotation.feature() == FeatureType::Enabled),
        user_existence_errors: client.prevent_user_existence_errors().map(|errors| errors.as_str().to_owned()),
    }
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

/// Values of an enumeration, as AWS spells them.
fn words<T: AsRef<str>>(values: &[T]) -> Vec<String> {
    values.iter().map(|value| value.as_ref().to_owned()).collect()
}
