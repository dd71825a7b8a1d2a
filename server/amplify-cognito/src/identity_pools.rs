//! The read calls of Cognito identity pools, and whose account it is.

use std::sync::Arc;

use amplify_config::{
    AccountFacts, Answer, Facts, IdentityPoolEntry, IdentityPoolFacts, IdentityPoolId, LinkedClient, Lookup, RoleFacts,
};
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use aws_sdk_cognitoidentity::operation::get_identity_pool_roles::GetIdentityPoolRolesOutput;
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityOutput;

use crate::connection::Connection;
use crate::fault::Failure;
use crate::pace::Pace;
use crate::pages;
use amplify_account::SoFar;

/// Items of a page, which is the most that AWS gives.
const PAGE: i32 = 60;

/// Asks one question about identity pools or the account.
pub(crate) async fn answer(connection: &Connection, pace: &Pace, lookup: &Lookup, so_far: SoFar<'_>) -> Answer {
    let client = connection.identity_pools();
    match lookup {
        Lookup::IdentityPools(_) => {
            let facts = |list| Facts::IdentityPools(Arc::new(list));
            pages::all(pace, lookup, so_far, facts, async |token| {
                let call = client.list_identity_pools().max_results(PAGE).set_next_token(token);
                let page = call.send().await.map_err(|error| Failure::of(&error))?;
                let entry = |pool: &aws_sdk_cognitoidentity::types::IdentityPoolShortDescription| {
                    let name = pool.identity_pool_name().unwrap_or_default().to_owned();
                    Some(IdentityPoolEntry { id: IdentityPoolId::new(pool.identity_pool_id()?)?, name })
                };
                Ok((page.identity_pools().iter().filter_map(entry).collect(), page.next_token))
            })
            .await
        }
        Lookup::IdentityPool(pool) => {
            let call = || client.describe_identity_pool().identity_pool_id(pool.as_str()).send();
            let facts = |output: &DescribeIdentityPoolOutput| {
                let linked = output.cognito_identity_providers().iter().map(|linked| LinkedClient {
                    issuer: linked.provider_name().unwrap_or_default().to_owned(),
                    client: linked.client_id().unwrap_or_default().to_owned(),
                });
                (!output.identity_pool_id().is_empty()).then(|| {
                    Facts::IdentityPool(Arc::new(IdentityPoolFacts {
                        name: output.identity_pool_name().to_owned(),
                        allows_guests: output.allow_unauthenticated_identities(),
                        linked: linked.collect(),
                    }))
                })
            };
            connection.one(pace, lookup, call, |output| facts(output).map(Answer::Known)).await
        }
        Lookup::IdentityPoolRoles(pool) => {
            let call = || client.get_identity_pool_roles().identity_pool_id(pool.as_str()).send();
            let facts = |output: &GetIdentityPoolRolesOutput| {
                let role = |kind: &str| output.roles().and_then(|roles| roles.get(kind)).cloned();
                let roles =
                    RoleFacts { authenticated: role("authenticated"), unauthenticated: role("unauthenticated") };
                output.identity_pool_id().map(|_| Facts::IdentityPoolRoles(Arc::new(roles)))
            };
            connection.one(pace, lookup, call, |output| facts(output).map(Answer::Known)).await
        }
        Lookup::Account(_) => {
            let call = || connection.accounts().get_caller_identity().send();
            let facts =
                |output: &GetCallerIdentityOutput| Some(Facts::Account(AccountFacts { id: output.account()?.into() }));
            connection.one(pace, lookup, call, |output| facts(output).map(Answer::Known)).await
        }
        _ => unreachable!("others answer these"),
    }
}
