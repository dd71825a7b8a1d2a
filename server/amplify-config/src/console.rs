//! Where the AWS console shows a resource.
//!
//! Only addresses that are certain: an id of exactly the form that AWS makes, a region that is known, a partition whose
//! console is public. AppSync APIs have none, since their hosts do not tell the id that the console goes by.

use crate::ids;
use crate::placeholders::{is_monotonous, is_placeholder};
use crate::regions::{console_host, partition_of, region_title};

/// A page of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) address: String,
    /// What it shows.
    pub(crate) title: &'static str,
}

/// The page of a resource of the kind that `x-amplify` calls `resource`. `region` is where it is, if the file says so;
/// `pool` the user pool that it belongs to, if it is part of one. The forms of the addresses are those that the
/// developer tools of Amplify Gen 2 and the Amplify CLI open.
pub(crate) fn page(resource: &str, name: &str, region: Option<&str>, pool: Option<&str>) -> Option<Page> {
    let (region, path, title) = match resource {
        "user-pool" => {
            let region = user_pool_region(name)?;
            (region, format!("cognito/v2/idp/user-pools/{name}/users?region={region}"), "user pool")
        }
        "user-pool-client" => {
            let pool = pool?;
            let region = user_pool_region(pool)?;
            is_random(name, 20..=30, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).then_some(())?;
            let path = format!("applications/app-clients/{name}/quick-setup-guide?region={region}");
            (region, format!("cognito/v2/idp/user-pools/{pool}/{path}"), "app client")
        }
        "identity-pool" => {
            let id = ids::identity_pool_id(name).filter(|id| !is_monotonous(&name[id.uuid.clone()]))?;
            let region = &name[id.region];
            let path = format!("cognito/v2/identity/identity-pools/{name}/user-statistics?region={region}");
            (region, path, "identity pool")
        }
        "bucket" => {
            let region = region.filter(|_| ids::is_bucket_name(name))?;
            (region, format!("s3/buckets/{name}?region={region}"), "bucket")
        }
        "pinpoint-app" => {
            is_random(name, 32..=32, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).then_some(())?;
            (region?, format!("pinpoint/home/?region={}#/apps/{name}/analytics/overview", region?), "Pinpoint project")
        }
        "dynamodb-table" => {
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
            ((3..=255).contains(&name.len()) && name.bytes().all(is_allowed)).then_some(())?;
            (region?, format!("dynamodbv2/home?region={}#table?name={name}", region?), "DynamoDB table")
        }
        "lambda-function" => {
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            ((1..=64).contains(&name.len()) && name.bytes().all(is_allowed)).then_some(())?;
            (region?, format!("lambda/home?region={}#/functions/{name}", region?), "Lambda function")
        }
        _ => return None,
    };
    region_title(region)?;
    let host = console_host(region)?;
    (!is_placeholder(name)).then(|| Page { address: format!("https://{region}.{host}/{path}"), title })
}

/// The region of a user pool id as Cognito makes them, in a partition that has user pools.
fn user_pool_region(id: &str) -> Option<&str> {
    let parts = ids::user_pool_id(id)?;
    let pool = &id[parts.pool];
    let region = &id[parts.region];
    let is_real = pool.len() == 9 && !is_monotonous(pool) && !is_placeholder(id);
    (is_real && partition_of(region)?.name != "aws-cn").then_some(region)
}

fn is_random(text: &str, length: std::ops::RangeInclusive<usize>, is_allowed: impl Fn(u8) -> bool) -> bool {
    length.contains(&text.len()) && text.bytes().all(is_allowed) && !is_monotonous(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_those_of_the_right_console() {
        let pool = Some("us-east-1_qWeRt6789");
        for (resource, name, region, pool, expected) in [
            (
                "user-pool",
                "us-east-1_qWeRt6789",
                None,
                None,
                "https://us-east-1.console.aws.amazon.com/cognito/v2/idp/user-pools/us-east-1_qWeRt6789/users?region=us-east-1",
            ),
            (
                "user-pool",
                "us-gov-west-1_qWeRt6789",
                None,
                None,
                "https://us-gov-west-1.console.amazonaws-us-gov.com/cognito/v2/idp/user-pools/us-gov-west-1_qWeRt6789/users?region=us-gov-west-1",
            ),
            (
                "user-pool-client",
                "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                Some("eu-west-1"),
                pool,
                "https://us-east-1.console.aws.amazon.com/cognito/v2/idp/user-pools/us-east-1_qWeRt6789/applications/app-clients/7k8l9m0n1o2p3q4r5s6t7u8v9a/quick-setup-guide?region=us-east-1",
            ),
            (
                "identity-pool",
                "cn-north-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
                None,
                None,
                "https://cn-north-1.console.amazonaws.cn/cognito/v2/identity/identity-pools/cn-north-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d/user-statistics?region=cn-north-1",
            ),
            (
                "bucket",
                "amplify-shop-media",
                Some("eusc-de-east-1"),
                None,
                "https://eusc-de-east-1.console.amazonaws-eusc.eu/s3/buckets/amplify-shop-media?region=eusc-de-east-1",
            ),
            (
                "pinpoint-app",
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                Some("us-west-2"),
                None,
                "https://us-west-2.console.aws.amazon.com/pinpoint/home/?region=us-west-2#/apps/0f1e2d3c4b5a69788796a5b4c3d2e1f0/analytics/overview",
            ),
            (
                "dynamodb-table",
                "Todo-dev",
                Some("us-west-2"),
                None,
                "https://us-west-2.console.aws.amazon.com/dynamodbv2/home?region=us-west-2#table?name=Todo-dev",
            ),
            (
                "lambda-function",
                "send-dev",
                Some("us-west-2"),
                None,
                "https://us-west-2.console.aws.amazon.com/lambda/home?region=us-west-2#/functions/send-dev",
            ),
        ] {
            let found = page(resource, name, region, pool).map(|page| page.address);
            assert_eq!(found.as_deref(), Some(expected), "{resource} {name}");
        }
    }

    #[test]
    fn what_is_not_certain_has_no_page() {
        for (resource, name, region, pool) in [
            // Malformed, made up, or not of AWS.
            ("user-pool", "us-east-1_qWeRt678", None, None),
            ("user-pool", "us-east-1_XXXXXXXXX", None, None),
            ("user-pool", "us-east-1_123456789", None, None),
            ("user-pool", "us-east_qWeRt6789", None, None),
            ("identity-pool", "us-east-1:00000000-0000-0000-0000-000000000000", None, None),
            ("user-pool-client", "7k8l9m0n1o2p3q4r5s6t7u8v9a", Some("us-east-1"), None),
            ("user-pool-client", "YOUR_CLIENT_ID_YOUR_CLIENT", Some("us-east-1"), Some("us-east-1_qWeRt6789")),
            ("bucket", "your-bucket-name", Some("us-east-1"), None),
            ("bucket", "Bucket", Some("us-east-1"), None),
            ("bucket", "amplify-shop-media", None, None),
            ("bucket", "amplify-shop-media", Some("us-east"), None),
            ("pinpoint-app", "0f1e2d3c4b5a6978", Some("us-west-2"), None),
            // Unknown regions, partitions without a public console, user pools where there are none.
            ("user-pool", "xx-east-1_qWeRt6789", None, None),
            ("user-pool", "us-east-9_qWeRt6789", None, None),
            ("user-pool", "cn-north-1_qWeRt6789", None, None),
            ("user-pool", "us-iso-east-1_qWeRt6789", None, None),
            ("bucket", "amplify-shop-media", Some("us-isob-east-1"), None),
            // No form is known.
            (
                "appsync-api",
                "https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.eu-west-1.amazonaws.com/graphql",
                Some("eu-west-1"),
                None,
            ),
        ] {
            assert_eq!(page(resource, name, region, pool), None, "{resource} {name}");
        }
    }
}
