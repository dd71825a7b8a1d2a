use super::*;

/// The parts of a text, for tables.
fn parts(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
    ranges.iter().map(|range| text[range.clone()].to_owned()).collect()
}

#[track_caller]
fn check(text: &str, found: Option<Vec<Range<usize>>>, expected: Option<&[&str]>) {
    let found = found.map(|ranges| parts(text, &ranges));
    let expected = expected.map(|parts| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>());
    assert_eq!(found, expected, "{text}");
}

#[test]
fn user_pool_ids() {
    for (text, expected) in [
        ("us-east-1_aBcD12345", Some(&["us-east-1", "aBcD12345"][..])),
        ("us-gov-west-1_aBcD12345", Some(&["us-gov-west-1", "aBcD12345"])),
        ("eusc-de-east-1_aBcD12345", Some(&["eusc-de-east-1", "aBcD12345"])),
        // An emulator's.
        ("us-east-1_0123456789abcdef0123456789abcdef", Some(&["us-east-1", "0123456789abcdef0123456789abcdef"])),
        ("us-east-1_", None),
        ("us-east-1", None),
        ("local_aBcD1234", None),
        ("us-east_aBcD12345", None),
        ("us-east-1_aBcD_2345", None),
        ("us-east-1_aBcD 2345", None),
        ("us-east-1:aBcD12345", None),
        ("", None),
    ] {
        check(text, user_pool_id(text).map(|id| vec![id.region, id.pool]), expected);
    }
    assert_eq!(user_pool_id(&format!("us-east-1_{}", "a".repeat(46))), None);
}

#[test]
fn identity_pool_ids() {
    let uuid = "11111111-2222-3333-4444-55555555abcd";
    for (text, expected) in [
        ("us-east-1:11111111-2222-3333-4444-55555555abcd", Some(&["us-east-1", uuid][..])),
        ("cn-north-1:11111111-2222-3333-4444-55555555abcd", Some(&["cn-north-1", uuid])),
        ("us-gov-east-1:11111111-2222-3333-4444-55555555abcd", Some(&["us-gov-east-1", uuid])),
        ("us-east-1:11111111-2222-3333-4444-55555555ABCD", None),
        ("us-east-1:11111111-2222-3333-4444-55555555abc", None),
        ("us-east-1:11111111222233334444555555555555", None),
        ("us-east-1_11111111-2222-3333-4444-55555555abcd", None),
        ("11111111-2222-3333-4444-55555555abcd", None),
        ("us-east-1:", None),
    ] {
        check(text, identity_pool_id(text).map(|id| vec![id.region, id.uuid]), expected);
    }
}

#[test]
fn arns() {
    for (text, expected) in [
        (
            "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_aBcD12345",
            Some(&["aws", "cognito-idp", "us-east-1", "123456789012", "userpool/us-east-1_aBcD12345"][..]),
        ),
        (
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:a:b",
            Some(&["aws-us-gov", "lambda", "us-gov-west-1", "123456789012", "function:a:b"]),
        ),
        ("arn:aws-cn:s3:::my-bucket/*", Some(&["aws-cn", "s3", "", "", "my-bucket/*"])),
        ("arn:aws-eusc:iam::123456789012:role/r", Some(&["aws-eusc", "iam", "", "123456789012", "role/r"])),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", Some(&["aws", "iam", "", "aws", "policy/ReadOnlyAccess"])),
        ("arn:aws:s3:::", None),
        ("arn:aws:s3", None),
        ("arn:", None),
        ("arn:azure:s3:::b", None),
        ("arn:aws:lambda:us-east:123456789012:function:a", None),
        ("arn:aws:lambda:us-east-1:1234:function:a", None),
        ("arn:aws:lambda:us-east-1:123456789012:function a", None),
        ("ARN:aws:s3:::b", None),
    ] {
        let found = arn(text).map(|arn| vec![arn.partition, arn.service, arn.region, arn.account, arn.resource]);
        check(text, found, expected);
    }
}

#[test]
fn addresses() {
    for (text, expected) in [
        ("https://a.example.com/b?c=d#e", Some(&["https", "a.example.com", "", "/b?c=d#e"][..])),
        ("http://localhost:3000/", Some(&["http", "localhost", "3000", "/"])),
        ("http://[::1]:3000", Some(&["http", "[::1]", "3000", ""])),
        ("myapp://", Some(&["myapp", "", "", ""])),
        ("myapp://callback/", Some(&["myapp", "callback", "", "/"])),
        ("com.example.app:/oauth", Some(&["com.example.app", "", "", "/oauth"])),
        ("https://example.com?x", Some(&["https", "example.com", "", "?x"])),
        ("https://user@example.com/", None),
        ("https://example.com:port/", None),
        ("https://example.com:70000/", None),
        ("https://exämple.com/", None),
        ("https://<host>/", None),
        ("https://example.com/a b", None),
        ("://example.com", None),
        ("1a://example.com", None),
        ("example.com", None),
        ("http://[::1", None),
    ] {
        let found = address(text).map(|address| {
            let end = address.host.end;
            vec![address.scheme, address.host, address.port.unwrap_or(end..end), address.rest]
        });
        check(text, found, expected);
    }
}

#[test]
fn hosts_of_apis() {
    let id = "abcdefghijklmnopqrstuvwxyz";
    for (host, expected) in [
        ("{}.appsync-api.us-east-1.amazonaws.com", Some("us-east-1")),
        ("{}.appsync-realtime-api.eu-west-2.amazonaws.com", Some("eu-west-2")),
        ("{}.appsync-api.us-gov-west-1.amazonaws.com", Some("us-gov-west-1")),
        ("{}.appsync-api.cn-north-1.amazonaws.com.cn", Some("cn-north-1")),
        ("{}.appsync-api.eusc-de-east-1.amazonaws.eu", Some("eusc-de-east-1")),
        ("{}.appsync-api.cn-north-1.amazonaws.com", None),
        ("{}.appsync-api.us-east-1.amazonaws.com.cn", None),
        ("{}.appsync-api.us-east-1.amazonaws.com.evil.example", None),
        ("{}.appsync-api.us-east-1.example.com", None),
        ("{}.appsync.us-east-1.amazonaws.com", None),
        ("short.appsync-api.us-east-1.amazonaws.com", None),
        ("x.{}.appsync-api.us-east-1.amazonaws.com", None),
        ("", None),
    ] {
        let host = host.replace("{}", id);
        let found = appsync_host(&host).map(|found| host[found.region].to_owned());
        assert_eq!(found.as_deref(), expected, "{host}");
    }
    for (host, expected) in [
        (
            "abc123def4.execute-api.us-east-1.amazonaws.com",
            Some(&["abc123def4", "execute-api", "us-east-1", "amazonaws.com"][..]),
        ),
        (
            "abc.execute-api.cn-north-1.amazonaws.com.cn",
            Some(&["abc", "execute-api", "cn-north-1", "amazonaws.com.cn"]),
        ),
        ("abc-vpce.execute-api.us-east-1.amazonaws.com", None),
        (".execute-api.us-east-1.amazonaws.com", None),
        ("abc.execute-api.us-east.amazonaws.com", None),
    ] {
        let found = execute_api_host(host).map(|found| vec![found.api, found.service, found.region, found.suffix]);
        check(host, found, expected);
    }
}

#[test]
fn domains_of_managed_login() {
    for (host, expected) in [
        ("my-app.auth.us-east-1.amazoncognito.com", Some(("my-app", "us-east-1", false))),
        ("my-app.auth-fips.us-gov-west-1.amazoncognito.com", Some(("my-app", "us-gov-west-1", true))),
        ("a1.auth.cn-north-1.amazoncognito.com.cn", Some(("a1", "cn-north-1", false))),
        ("a1.auth.cn-north-1.amazoncognito.com", None),
        ("a1.auth.eusc-de-east-1.amazoncognito.eu", None),
        (".auth.us-east-1.amazoncognito.com", None),
        ("My-App.auth.us-east-1.amazoncognito.com", None),
        ("-a.auth.us-east-1.amazoncognito.com", None),
        ("https://my-app.auth.us-east-1.amazoncognito.com", None),
        ("auth.example.com", None),
    ] {
        let found = cognito_domain(host);
        let found =
            found.as_ref().map(|found| (&host[found.prefix.clone()], &host[found.region.clone()], found.is_fips));
        assert_eq!(found, expected, "{host}");
    }
}

#[test]
fn names_of_buckets() {
    for name in ["abc", "amplify-myapp-dev-bucket-1a2b3c", "a.b.c", "1ab", "1.2.3.4.5"] {
        assert!(is_bucket_name(name), "{name}");
    }
    let long = "a".repeat(64);
    for name in ["", "ab", "Abc", "a_b", "-ab", "ab-", ".ab", "a..b", "192.168.5.4", "a b", &long] {
        assert!(!is_bucket_name(name), "{name}");
    }
}
