//! One mistake is one finding, whichever rules look at it: files in which several could speak of the same thing.

use super::drawn::findings;

/// A Gen 2 file, of which `from` is replaced by `to`.
const OUTPUTS: &str = r#"{
  "auth": {
    "aws_region": "eu-west-1",
    "user_pool_id": "eu-west-1_qWeRt6789",
    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
    "identity_pool_id": "eu-west-1:5c0e8b1a-9d47-4f63-b2a8-71e6d3f9c405",
    "unauthenticated_identities_enabled": false,
    "mfa_methods": ["TOTP", "EMAIL"],
    "mfa_configuration": "OPTIONAL",
    "groups": [{ "ADMINS": { "precedence": 0 } }],
    "passwordless": { "web_authn": { "relying_party_id": "shop.dev", "user_verification": "preferred" } },
    "oauth": {
      "identity_providers": [],
      "domain": "shop.auth.eu-west-1.amazoncognito.com",
      "scopes": ["openid", "aws.cognito.signin.user.admin"],
      "redirect_sign_in_uri": ["https://www.shop.dev/"],
      "redirect_sign_out_uri": ["https://www.shop.dev/"],
      "response_type": "code"
    }
  },
  "data": {
    "url": "https://k4x7hq2mzvbn5tc9wp3ydr8fje.appsync-api.eu-west-1.amazonaws.com/graphql",
    "aws_region": "eu-west-1",
    "default_authorization_type": "AMAZON_COGNITO_USER_POOLS",
    "authorization_types": ["AWS_IAM"]
  },
  "storage": {
    "aws_region": "eu-west-1",
    "bucket_name": "shop-media-8f3k2",
    "buckets": [
      {
        "name": "media",
        "bucket_name": "shop-media-8f3k2",
        "aws_region": "eu-west-1",
        "paths": { "media/*": { "authenticated": ["get"] } }
      }
    ]
  },
  "geo": {
    "aws_region": "eu-west-1",
    "search_indices": { "items": ["places"], "default": "places" }
  },
  "analytics": { "amazon_pinpoint": { "aws_region": "eu-west-1", "app_id": "0123456789abcdef0123456789abcdef" } },
  "version": "1.4"
}"#;

/// The same for a Gen 1 file for mobile apps.
const MOBILE: &str = r#"{
  "auth": { "plugins": { "awsCognitoAuthPlugin": {
    "AppSync": { "Default": {
      "ApiUrl": "https://k4x7hq2mzvbn5tc9wp3ydr8fje.appsync-api.eu-west-1.amazonaws.com/graphql",
      "Region": "eu-west-1", "AuthMode": "API_KEY", "ApiKey": "da2-k4x7hq2mzvbn5tc9wp3ydr8fje",
      "ClientDatabasePrefix": "shop_API_KEY"
    } },
    "CognitoUserPool": { "Default": {
      "PoolId": "eu-west-1_qWeRt6789", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "Region": "eu-west-1"
    } },
    "Auth": { "Default": { "authenticationFlowType": "USER_SRP_AUTH", "socialProviders": [] } }
  } } },
  "api": { "plugins": { "awsAPIPlugin": { "shop": {
    "endpointType": "GraphQL",
    "endpoint": "https://k4x7hq2mzvbn5tc9wp3ydr8fje.appsync-api.eu-west-1.amazonaws.com/graphql",
    "region": "eu-west-1", "authorizationType": "API_KEY", "apiKey": "da2-k4x7hq2mzvbn5tc9wp3ydr8fje"
  } } } }
}"#;

/// What the change adds to what is found in the file.
#[track_caller]
fn check(name: &str, file: &str, from: &str, to: &str, expected: &str) {
    assert!(file.contains(from), "{from}");
    let codes = |text: &str| -> Vec<&str> { findings(name, text, &[]).iter().map(|found| found.code).collect() };
    let before = codes(file);
    let mut added = codes(&file.replacen(from, to, 1));
    for code in before {
        if let Some(at) = added.iter().position(|other| *other == code) {
            added.remove(at);
        }
    }
    assert_eq!(added, [expected], "{from} → {to}");
}

#[test]
fn one_mistake_is_one_finding() {
    let host = "shop.auth.eu-west-1.amazoncognito.com";
    let group = r#"{ "ADMINS": { "precedence": 0 } }"#;
    for (from, to, code) in [
        (host, "shop.auth.eu-wset-1.amazoncognito.com", "unknown-region"),
        (host, "shop.auth.eu_west_1.amazoncognito.com", "unknown-region"),
        (host, "shop.auth.eu-west-1.amazonaws.com", "oauth-domain"),
        (host, "shop.dev.auth.us-east-1.amazoncognito.com", "oauth-domain"),
        (host, "shop.auth.us-east-1.amazoncognito.com", "region-mismatch"),
        (host, "shop.auth.us-east-1.amazoncognito.com.cn", "oauth-domain"),
        (group, r#"{ "name": "ADMINS", "precedence": 0 }"#, "wrong-type"),
        (group, r#""ADMINS", "EDITORS""#, "wrong-type"),
        (
            r#""default": "places""#,
            r#""default": "arn:aws:geo:eu-west-1:123456789012:place-index/places""#,
            "malformed-id",
        ),
        ("amazonaws.com/graphql", "amazonws.com/graphql", "wrong-endpoint"),
        ("https://k4x7", "https:// k4x7", "wrong-endpoint"),
        (r#""1.4""#, r#""1""#, "newer-than-version"),
        (r#""default_authorization_type""#, r#""way_in""#, "unknown-key"),
        (r#"["TOTP", "EMAIL"]"#, r#"["TOTP", "TOTP", "EMAIL"]"#, "duplicate-item"),
        (r#"["TOTP", "EMAIL"]"#, r#"["TOTP", "EMAIL", "EMAIL"]"#, "duplicate-item"),
        (r#""openid","#, r#"openid","#, "invalid-json"),
        (r#""aws_region": "eu-west-1", "app_id""#, r#""aws_region": "sa-east-1", "app_id""#, "unknown-region"),
    ] {
        check("amplify_outputs.json", OUTPUTS, from, to, code);
    }
}

#[test]
fn one_mistake_is_one_finding_in_gen_1() {
    let api = r#""region": "eu-west-1", "authorizationType""#;
    for (from, to, code) in [
        (api, r#""region": "us-east-1", "authorizationType""#, "region-mismatch"),
        (r#""endpoint": "https://k4x7"#, r#""endpoint": "https://k4x"#, "malformed-id"),
        (r#""endpoint": "https://k4x7"#, "\"endpoint\": \"\u{200b}https://k4x7", "stray-white-space"),
        (r#""socialProviders": []"#, r#""socialProviders": ["Google"]"#, "unknown-value"),
        (r#""Auth": {"#, r#""Auth": { "timeout": 30, "#, "wrong-type"),
    ] {
        check("amplifyconfiguration.json", MOBILE, from, to, code);
    }
}
