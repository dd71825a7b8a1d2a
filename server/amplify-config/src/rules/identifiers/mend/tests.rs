use super::super::forms::kind;
use super::*;

#[track_caller]
fn check(resource: &str, text: &str, expected: Option<(&str, How)>) {
    let found = meant(kind(Some(resource)).unwrap(), text, Some("us-east-1"));
    assert_eq!(found.as_ref().map(|meant| (meant.text.as_str(), meant.how)), expected, "{resource}: {text}");
}

#[test]
fn user_pool_ids_are_found() {
    let id = "us-east-1_aBcD12345";
    for (text, how) in [
        ("arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_aBcD12345", How::Arn),
        ("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_aBcD12345", How::Address),
        ("cognito-idp.us-east-1.amazonaws.com/us-east-1_aBcD12345/.well-known/jwks.json", How::Address),
        (
            "https://us-east-1.console.aws.amazon.com/cognito/v2/idp/user-pools/us-east-1_aBcD12345/users?region=us-east-1",
            How::Address,
        ),
        ("UserPoolId: us-east-1_aBcD12345", How::Around),
        ("us-east-1_aBcD12345,", How::Around),
        ("'us-east-1_aBcD12345'", How::Spelling),
        ("US-EAST-1_aBcD12345", How::Spelling),
        ("us_east_1_aBcD12345", How::Spelling),
        ("us-east-1-aBcD12345", How::Spelling),
        ("us-east-1:aBcD12345", How::Spelling),
        ("us-east-1aBcD12345", How::Spelling),
        ("us-east1_aBcD12345", How::Spelling),
        ("us‑east‑1_aBcD12345", How::Spelling),
        ("aBcD12345", How::Beginning),
        ("_aBcD12345", How::Beginning),
        ("us-east_aBcD12345", How::Beginning),
        ("us-east-aBcD12345", How::Beginning),
    ] {
        check("user-pool", text, Some((id, how)));
    }
    for text in ["us-east-1", "abc", "aBcD_2345", "us-east-1_aBcD-12345", "arn:aws:s3:::us-east-1_aBcD12345x"] {
        check("user-pool", text, None);
    }
}

#[test]
fn other_ids_are_found() {
    let identity = "us-east-1:11111111-2222-3333-4444-55555555abcd";
    let pinpoint = "0123456789abcdef0123456789abcdef";
    let key = "da2-abcdefghijklmnopqrstuvwxyz";
    let client = "4a1b2c3d4e5f6g7h8i9j0k1l2m";
    for (resource, text, id, how) in [
        ("identity-pool", "11111111-2222-3333-4444-55555555abcd", identity, How::Beginning),
        ("identity-pool", "us-east-1:11111111-2222-3333-4444-55555555ABCD", identity, How::Spelling),
        ("identity-pool", "us-east-1_11111111-2222-3333-4444-55555555abcd", identity, How::Spelling),
        ("identity-pool", "us-east-1:1111111122223333444455555555abcd", identity, How::Spelling),
        ("identity-pool", "us-east-1:{11111111-2222-3333-4444-55555555abcd}", identity, How::Spelling),
        (
            "identity-pool",
            "arn:aws:cognito-identity:us-east-1:123456789012:identitypool/us-east-1:11111111-2222-3333-4444-55555555abcd",
            identity,
            How::Arn,
        ),
        (
            "identity-pool",
            "https://us-east-1.console.aws.amazon.com/cognito/v2/identity/identity-pools/us-east-1%3A11111111-2222-3333-4444-55555555abcd/user-access",
            identity,
            How::Address,
        ),
        ("user-pool-client", "4A1B2C3D4E5F6G7H8I9J0K1L2M", client, How::Spelling),
        ("user-pool-client", "client_id=4a1b2c3d4e5f6g7h8i9j0k1l2m", client, How::Around),
        (
            "user-pool-client",
            "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_aBcD12345/client/4a1b2c3d4e5f6g7h8i9j0k1l2m",
            client,
            How::Arn,
        ),
        ("appsync-api-key", "DA2-ABCDEFGHIJKLMNOPQRSTUVWXYZ", key, How::Spelling),
        ("appsync-api-key", "da2_abcdefghijklmnopqrstuvwxyz", key, How::Spelling),
        ("appsync-api-key", "da-abcdefghijklmnopqrstuvwxyz", key, How::Spelling),
        ("appsync-api-key", "abcdefghijklmnopqrstuvwxyz", key, How::Beginning),
        ("appsync-api-key", "x-api-key: da2-abcdefghijklmnopqrstuvwxy2", "da2-abcdefghijklmnopqrstuvwxy2", How::Around),
        ("pinpoint-app", "0123456789ABCDEF0123456789ABCDEF", pinpoint, How::Spelling),
        ("pinpoint-app", "01234567-89ab-cdef-0123-456789abcdef", pinpoint, How::Spelling),
        (
            "pinpoint-app",
            "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef0123456789abcdef",
            pinpoint,
            How::Arn,
        ),
        ("bucket", "arn:aws:s3:::my-bucket/*", "my-bucket", How::Arn),
        ("bucket", "s3://my-bucket/photos/", "my-bucket", How::Address),
        ("bucket", "https://my-bucket.s3.us-east-1.amazonaws.com/a.png", "my-bucket", How::Address),
        ("bucket", "https://my-bucket.s3-us-west-2.amazonaws.com", "my-bucket", How::Address),
        ("bucket", "https://s3.us-east-1.amazonaws.com/my-bucket/a.png", "my-bucket", How::Address),
        ("bucket", "my-bucket/", "my-bucket", How::Address),
        ("bucket", "/my-bucket", "my-bucket", How::Address),
        ("bucket", "My-Bucket", "my-bucket", How::Spelling),
        ("bucket", "my_bucket", "my-bucket", How::Slip),
        ("bucket", "-my bucket", "my-bucket", How::Slip),
        ("bucket", "my..bucket", "my.bucket", How::Slip),
        ("user-pool-client", "4a1b2c3d4e-5f6g7h8i9j0k1l2m", client, How::Slip),
        ("user-pool-client", "4a1b2c3d4e5f6g7h8i9j0k1l2m4a1b2c3d4e5f6g7h8i9j0k1l2m", client, How::Slip),
        ("location-map", "arn:aws:geo:us-east-1:123456789012:map/myMap", "myMap", How::Arn),
    ] {
        check(resource, text, Some((id, how)));
    }
    for (resource, text) in [
        ("bucket", "arn:aws:s3:us-east-1:111122223333:accesspoint/my-point"),
        ("user-pool-client", "my-client"),
        ("identity-pool", "abc"),
        ("location-map", "my map"),
        ("appsync-api-key", "secret"),
    ] {
        check(resource, text, None);
    }
}
