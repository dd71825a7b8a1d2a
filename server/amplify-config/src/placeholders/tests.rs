use super::*;

#[test]
fn placeholders_are_told_from_ids() {
    for text in [
        "<your-user-pool-id>",
        "YOUR_USER_POOL_ID",
        "us-east-1_EXAMPLE",
        "us-east-1_XXXXXXXXX",
        "us-east-1:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "https://YOUR_API_ID.appsync-api.us-east-1.amazonaws.com/graphql",
        "REPLACE_ME",
        "${Token[TOKEN.123]}",
        "[API NAME]",
        "https://example.com/",
    ] {
        assert!(is_placeholder(text), "{text}");
    }
    for text in [
        "us-east-1_qWeRt6789",
        "us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
        "7k8l9m0n1o2p3q4r5s6t7u8v9a",
        "amplify-shop-media-9z8y",
        "https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.eu-west-1.amazonaws.com/graphql",
    ] {
        assert!(!is_placeholder(text), "{text}");
    }
}

#[test]
fn only_what_nothing_real_looks_like_is_marked() {
    for text in [
        "<your-user-pool-id>",
        "https://<api-id>.appsync-api.us-east-1.amazonaws.com/graphql",
        "YOUR_USER_POOL_ID",
        "YourAppId",
        "your-bucket-name",
        "https://yourdomain.com/",
        "REPLACE_WITH_API_KEY",
        "us-east-1_REPLACE_AFTER_SANDBOX",
        "Replace me",
        "enter your key",
        "https://REPLACE.appsync-api.us-east-1.amazonaws.com/graphql",
        "placeholder",
        "change-me",
        "[API NAME]",
        "${Token[TOKEN.123]}",
        "{{region}}",
        "{region}",
        "%REGION%",
        "__BUCKET__",
        "$USER_POOL_ID",
        "*******",
        "...",
        "us-east-1_…",
        "xxxxxxxxxx",
        "undefined",
        "TODO: fill in",
        "AKIAIOSFODNN7EXAMPLE",
    ] {
        assert!(is_marked(text), "{text}");
        assert!(is_placeholder(text), "{text}");
    }
    for text in [
        "",
        "media/${cognito-identity.amazonaws.com:sub}/*",
        "http://[::1]:3000/",
        "https://find-your-home.com/",
        "myapp://callback/",
        "todo-app-dev-bucket",
        "my-bucket",
        "replacement-parts",
        "https://a.example.com/",
        "explore.Here-dev",
        "US East (N. Virginia)",
        "max.xxx",
        "$default",
    ] {
        assert!(!is_marked(text), "{text}");
    }
}

#[test]
fn an_id_that_nobody_made_stands_for_one() {
    for text in [
        "us-east-1_EXAMPLE",
        "us-east-1_example-pool-id",
        "us-east-1:00000000-0000-0000-0000-000000000000",
        "us-east-1:12345678-1234-1234-1234-123456789012",
        "us-east-1_aaaaaaaaa",
        "us-east-1_123456789",
        "da2-example00000000000000000000",
        "exampleclientid000000000",
        "1234567890abcdefghijklmnop",
    ] {
        assert!(stands_for_id(text, true), "{text}");
    }
    for text in ["mock-cup-id", "testUserPoolId", "userPoolId", "poolId123", "USER_POOL_ID", "x", "MY_KEY", "app-id"] {
        assert!(stands_for_id(text, false), "{text}");
        assert!(!stands_for_id(text, true), "{text}");
    }
    for text in [
        "us-east-1_aBcD12345",
        "us-east-1:11111111-2222-3333-4444-555555555555",
        "4a1b2c3d4e5f6g7h8i9j0k1l2m",
        "da2-abcdefghijklmnopqrstuvwxyz",
        "da2-fakeApiId123456",
        "us-east-1_abc123",
        "us-east-OMQYzDOpt",
        "US-EAST-1_aBcD12345",
        "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_aBcD12345",
    ] {
        assert!(!stands_for_id(text, false), "{text}");
    }
}

#[test]
fn what_repeats_itself_was_typed() {
    for text in ["aaaaaaaaa", "00000000-0000-0000-0000-000000000000", "123456789", "abcdefghi", "ABABABABA", ""] {
        assert!(is_monotonous(text), "{text}");
    }
    for text in ["aBcD12345", "0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "qWeRt6789"] {
        assert!(!is_monotonous(text), "{text}");
    }
}
