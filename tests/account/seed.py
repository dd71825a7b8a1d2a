"""Fills a Cognito API on this machine with an account for the tests.

    seed.py ENDPOINT RESULT.json [--pools N] [--clients N] [--users]

RESULT.json gets the ids that were given, and the secrets of the app clients, which the tests look for in
logs. What an API lacks is left out and named under "lacks". Needs botocore alone, signs with made-up
credentials, reads no AWS configuration, and refuses any endpoint that is not on this machine.
"""

import argparse
import concurrent.futures
import ipaddress
import json
import os
import urllib.parse

for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
    del os.environ[name]
os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true")

import botocore.config  # noqa: E402
import botocore.exceptions  # noqa: E402
import botocore.session  # noqa: E402

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]

# What one reader may do: the calls of the program and no others.
READS = {
    "cognito-idp": [
        "ListUserPools",
        "DescribeUserPoolDomain",
        "DescribeUserPool",
        "ListUserPoolClients",
        "DescribeUserPoolClient",
        "GetUserPoolMfaConfig",
        "ListGroups",
        "ListIdentityProviders",
        "ListResourceServers",
    ],
    "cognito-identity": ["ListIdentityPools", "DescribeIdentityPool", "GetIdentityPoolRoles"],
}


class Api:
    def __init__(self, endpoint):
        host = urllib.parse.urlsplit(endpoint).hostname
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise SystemExit(f"{endpoint} is not on this machine")
        self.endpoint = endpoint
        self.session = botocore.session.Session()
        self.clients = {}
        self.lacks = []

    def at(self, service, region):
        if (service, region) not in self.clients:
            self.clients[service, region] = self.session.create_client(
                service,
                region_name=region,
                endpoint_url=self.endpoint,
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=botocore.config.Config(
                    retries={"max_attempts": 0}, read_timeout=60, proxies={}, max_pool_connections=16
                ),
            )
        return self.clients[service, region]

    def try_to(self, what, call):
        """Does what the API may lack."""
        try:
            return call()
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError):
            self.lacks.append(what)
            return None


def make_client(pools, pool, name, **settings):
    made = pools.create_user_pool_client(UserPoolId=pool, ClientName=name, **settings)["UserPoolClient"]
    return {"id": made["ClientId"], "secret": made.get("ClientSecret")}


def make_identity_pool(api, region, name, pool, clients, guests):
    identities = api.at("cognito-identity", region)
    issuer = f"cognito-idp.{region}.amazonaws.com/{pool}"
    made = identities.create_identity_pool(
        IdentityPoolName=name,
        AllowUnauthenticatedIdentities=guests,
        CognitoIdentityProviders=[
            {"ProviderName": issuer, "ClientId": client, "ServerSideTokenCheck": False} for client in clients
        ],
    )["IdentityPoolId"]
    roles = {"authenticated": f"arn:aws:iam::000000000000:role/{name.replace(' ', '-')}-signed-in"}
    if guests:
        roles["unauthenticated"] = f"arn:aws:iam::000000000000:role/{name.replace(' ', '-')}-guest"
    api.try_to("roles", lambda: identities.set_identity_pool_roles(IdentityPoolId=made, Roles=roles))
    return made


def shop(api):
    """A pool that uses nearly everything."""
    region = "us-east-1"
    pools = api.at("cognito-idp", region)
    pool = pools.create_user_pool(
        PoolName="shop users",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Schema=[
            {"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True},
            {"Name": "given_name", "AttributeDataType": "String", "Required": True, "Mutable": True},
            {"Name": "shoe_size", "AttributeDataType": "Number", "Mutable": True},
        ],
        Policies={
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireLowercase": True,
                "RequireUppercase": True,
                "RequireNumbers": True,
                "RequireSymbols": False,
            }
        },
        LambdaConfig={"PreSignUp": "arn:aws:lambda:us-east-1:000000000000:function:before-sign-up"},
        DeletionProtection="ACTIVE",
    )["UserPool"]["Id"]
    pools.set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    pools.create_user_pool_domain(Domain="shop-login", UserPoolId=pool)
    pools.create_identity_provider(
        UserPoolId=pool,
        ProviderName="Google",
        ProviderType="Google",
        ProviderDetails={
            "client_id": "google-client-of-the-shop",
            "client_secret": "google-secret-of-the-shop",
            "authorize_scopes": "openid email",
        },
    )
    for name, precedence in [("admins", 1), ("editors", 5)]:
        pools.create_group(UserPoolId=pool, GroupName=name, Precedence=precedence)
    pools.create_resource_server(
        UserPoolId=pool,
        Identifier="https://api.shop.test",
        Name="orders",
        Scopes=[
            {"ScopeName": "read", "ScopeDescription": "Read orders"},
            {"ScopeName": "write", "ScopeDescription": "Write orders"},
        ],
    )
    web = make_client(
        pools,
        pool,
        "shop web",
        ExplicitAuthFlows=FLOWS,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email", "https://api.shop.test/read"],
        CallbackURLs=["http://localhost:3000/", "https://shop.test/"],
        LogoutURLs=["https://shop.test/bye"],
        SupportedIdentityProviders=["COGNITO", "Google"],
        PreventUserExistenceErrors="ENABLED",
        EnableTokenRevocation=True,
    )
    native = make_client(pools, pool, "shop native", GenerateSecret=True, ExplicitAuthFlows=FLOWS)
    identity_pool = make_identity_pool(api, region, "shop identities", pool, [web["id"], native["id"]], True)
    return {"pool": pool, "web": web, "native": native, "identity_pool": identity_pool}


def legacy(api):
    """A pool that no client file can describe."""
    pools = api.at("cognito-idp", "us-east-1")
    pool = pools.create_user_pool(PoolName="legacy users", AliasAttributes=["email", "preferred_username"])
    pool = pool["UserPool"]["Id"]
    return {"pool": pool, "native": make_client(pools, pool, "legacy native", GenerateSecret=True)}


def europe(api):
    """A pool with a login domain of its own, in another region."""
    region = "eu-west-1"
    pools = api.at("cognito-idp", region)
    pool = pools.create_user_pool(
        PoolName="european users", UsernameAttributes=["phone_number"], AutoVerifiedAttributes=["phone_number"]
    )["UserPool"]["Id"]
    pools.set_user_pool_mfa_config(
        UserPoolId=pool,
        MfaConfiguration="ON",
        SmsMfaConfiguration={
            "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/texts", "ExternalId": "texts"}
        },
    )
    api.try_to(
        "custom domain",
        lambda: pools.create_user_pool_domain(
            Domain="login.shop.test",
            UserPoolId=pool,
            CustomDomainConfig={"CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/shop"},
        ),
    )
    web = make_client(pools, pool, "european web")
    identity_pool = make_identity_pool(api, region, "european identities", pool, [web["id"]], False)
    return {"pool": pool, "web": web, "identity_pool": identity_pool}


def many(api, count_of_pools, count_of_clients, count_of_others):
    """More of everything than a page holds."""
    region = "ap-southeast-2"
    pools, identities = api.at("cognito-idp", region), api.at("cognito-identity", region)
    first = pools.create_user_pool(PoolName="with many clients")["UserPool"]["Id"]
    with concurrent.futures.ThreadPoolExecutor(8) as workers:
        jobs = [workers.submit(pools.create_user_pool, PoolName=f"pool {n:05}") for n in range(1, count_of_pools)]
        jobs += [
            workers.submit(pools.create_user_pool_client, UserPoolId=first, ClientName=f"client {n:05}")
            for n in range(count_of_clients)
        ]
        for n in range(count_of_others):
            jobs.append(workers.submit(pools.create_group, UserPoolId=first, GroupName=f"group {n:03}", Precedence=n))
            jobs.append(
                workers.submit(
                    pools.create_resource_server, UserPoolId=first, Identifier=f"https://{n}.test", Name=f"server {n}"
                )
            )
            jobs.append(
                workers.submit(
                    identities.create_identity_pool,
                    IdentityPoolName=f"identities {n:03}",
                    AllowUnauthenticatedIdentities=False,
                )
            )
        for job in jobs:
            job.result()
    return {"pool": first}


def users(api):
    """Keys that may read everything, and for each call keys that may read all but that."""
    iam = api.at("iam", "us-east-1")
    keys = {}
    calls = [call for of_service in READS.values() for call in of_service]
    for name, without in [("reader", None), *((f"without{call}", call) for call in calls)]:
        actions = [f"{service}:{call}" for service, calls in READS.items() for call in calls if call != without]
        policy = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
        }
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="reads", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        keys[name] = {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    return keys


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("endpoint")
    arguments.add_argument("result")
    arguments.add_argument("--pools", type=int, default=0)
    arguments.add_argument("--clients", type=int, default=0)
    arguments.add_argument("--others", type=int, default=0)
    arguments.add_argument("--users", action="store_true")
    arguments = arguments.parse_args()
    api = Api(arguments.endpoint)
    result = {"shop": shop(api), "legacy": legacy(api), "europe": europe(api)}
    if arguments.pools:
        result["many"] = many(api, arguments.pools, arguments.clients, arguments.others)
    if arguments.users:
        result["keys"] = users(api)
    result["lacks"] = api.lacks
    with open(arguments.result, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)


if __name__ == "__main__":
    main()
