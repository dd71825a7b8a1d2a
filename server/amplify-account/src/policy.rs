//! What the credentials must be allowed: the least with which every question is answered, as a policy of IAM.

use serde_json::{Value, json};

/// The policy, with the calls of `Lookup::action` and no others.
///
/// Three of the calls cannot be narrowed to resources. `sts:GetCallerIdentity` needs no permission. Whoever does not want
/// app clients to be described, since that call hands out their secrets, leaves `cognito-idp:DescribeUserPoolClient` out
/// and loses what is said of app clients.
pub fn policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "AmplifyLsList",
                "Effect": "Allow",
                "Action": [
                    "cognito-idp:ListUserPools",
                    "cognito-idp:DescribeUserPoolDomain",
                    "cognito-identity:ListIdentityPools",
                ],
                "Resource": "*",
            },
            {
                "Sid": "AmplifyLsReadUserPools",
                "Effect": "Allow",
                "Action": [
                    "cognito-idp:DescribeUserPool",
                    "cognito-idp:GetUserPoolMfaConfig",
                    "cognito-idp:ListUserPoolClients",
                    "cognito-idp:DescribeUserPoolClient",
                    "cognito-idp:ListGroups",
                    "cognito-idp:ListIdentityProviders",
                    "cognito-idp:ListResourceServers",
                ],
                "Resource": "arn:aws:cognito-idp:*:*:userpool/*",
            },
            {
                "Sid": "AmplifyLsReadIdentityPools",
                "Effect": "Allow",
                "Action": ["cognito-identity:DescribeIdentityPool", "cognito-identity:GetIdentityPoolRoles"],
                "Resource": "arn:aws:cognito-identity:*:*:identitypool/*",
            },
        ],
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use amplify_config::{ClientId, DomainName, IdentityPoolId, Lookup, PoolId, Region};

    use super::*;

    #[test]
    fn it_allows_what_is_asked_and_no_more() {
        let region = Region::new("us-east-1").unwrap();
        let pool = PoolId::new("us-east-1_a1").unwrap();
        let identities = IdentityPoolId::new("us-east-1:11111111-2222-3333-4444-555555555555").unwrap();
        let every = [
            Lookup::UserPools(region.clone()),
            Lookup::UserPool(pool.clone()),
            Lookup::MfaConfig(pool.clone()),
            Lookup::Clients(pool.clone()),
            Lookup::Client(pool.clone(), ClientId::new("a").unwrap()),
            Lookup::Groups(pool.clone()),
            Lookup::IdentityProviders(pool.clone()),
            Lookup::ResourceServers(pool),
            Lookup::Domain(region.clone(), DomainName::new("a").unwrap()),
            Lookup::IdentityPools(region),
            Lookup::IdentityPool(identities.clone()),
            Lookup::IdentityPoolRoles(identities),
        ];
        let asked: BTreeSet<&str> = every.iter().map(Lookup::action).collect();
        let policy = policy();
        let statements = policy["Statement"].as_array().unwrap().iter();
        let actions = statements.flat_map(|statement| statement["Action"].as_array().unwrap());
        let allowed: BTreeSet<&str> = actions.map(|action| action.as_str().unwrap()).collect();
        assert_eq!(allowed, asked);
    }
}
