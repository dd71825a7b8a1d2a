//! The form of ids: what AWS makes, what could just be one, and what its services certainly refuse.

use crate::ids;
use crate::regions::{is_region, region_title};

/// How a text fits what a field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As AWS makes them.
    Exact,
    /// The service would look for it, and yet AWS makes none that look so.
    Unusual,
    /// The service refuses it unseen.
    Impossible,
}

/// One kind of id.
pub(super) struct IdKind {
    /// The word of the schemas.
    pub(super) resource: &'static str,
    /// What it is, with its article.
    pub(super) name: &'static str,
    /// One of them, or how they are made.
    pub(super) looks: &'static str,
    /// Who refuses another form.
    pub(super) service: &'static str,
    /// How a text fits it.
    pub(super) judge: fn(&str) -> Form,
    /// A text of exactly this form can be nothing else.
    pub(super) is_distinct: bool,
}

static KINDS: [IdKind; 12] = [
    IdKind {
        resource: "user-pool",
        name: "a user pool id",
        looks: "a region, an underscore and nine letters or digits",
        service: "Cognito",
        judge: user_pool,
        is_distinct: true,
    },
    IdKind {
        resource: "identity-pool",
        name: "an identity pool id",
        looks: "a region, a colon and a UUID in lower case",
        service: "Cognito",
        judge: identity_pool,
        is_distinct: true,
    },
    IdKind {
        resource: "user-pool-client",
        name: "an app client id",
        looks: "25 or 26 lower-case letters and digits",
        service: "Cognito",
        judge: client,
        is_distinct: true,
    },
    IdKind {
        resource: "appsync-api-key",
        name: "an AppSync API key",
        looks: "`da2-` and 26 lower-case letters or digits",
        service: "AppSync",
        judge: api_key,
        is_distinct: true,
    },
    IdKind {
        resource: "pinpoint-app",
        name: "a Pinpoint project id",
        looks: "32 digits and letters from a to f",
        service: "Pinpoint",
        judge: pinpoint,
        is_distinct: true,
    },
    IdKind {
        resource: "region",
        name: "a region",
        looks: "such as `us-east-1`",
        service: "AWS",
        judge: region,
        is_distinct: true,
    },
    IdKind {
        resource: "bucket",
        name: "a bucket name",
        looks: "3 to 63 lower-case letters, digits, dots and hyphens",
        service: "S3",
        judge: bucket,
        is_distinct: false,
    },
    IdKind { resource: "location-map", name: "the name of a map", ..LOCATION },
    IdKind { resource: "location-place-index", name: "the name of a place index", ..LOCATION },
    IdKind { resource: "location-geofence-collection", name: "the name of a geofence collection", ..LOCATION },
    IdKind { resource: "dynamodb-table", name: "the name of a table", service: "DynamoDB", ..LOCATION },
    IdKind { resource: "lex-bot", name: "the name of a bot", service: "Lex", ..LOCATION },
];

/// What names that people choose have in common.
const LOCATION: IdKind = IdKind {
    resource: "",
    name: "",
    looks: "letters, digits, dots, hyphens and underscores",
    service: "Location Service",
    judge: chosen_name,
    is_distinct: false,
};

/// The kind of id that `x-amplify` calls `resource`; `None` for those that have no form of their own, or one that other
/// rules look at.
pub(super) fn kind(resource: Option<&str>) -> Option<&'static IdKind> {
    KINDS.iter().find(|kind| Some(kind.resource) == resource)
}

/// The kind of id that the text is, if it can be nothing else.
pub(super) fn distinct_kind(text: &str) -> Option<&'static IdKind> {
    let is_it = |kind: &&IdKind| kind.is_distinct && (kind.judge)(text) == Form::Exact;
    let is_random =
        text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_lowercase());
    KINDS.iter().find(is_it).filter(|_| is_random)
}

fn all(text: &str, is_allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is_allowed)
}

fn is_lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// Source: the type `UserPoolIdType` of the Cognito API; amplify-js takes what stands before the first underscore as the
/// region. `local_…` is what the emulator cognito-local makes.
fn user_pool(text: &str) -> Form {
    let Some((region, rest)) = text.split_once('_') else { return Form::Impossible };
    let pool = rest.rsplit('_').next().unwrap_or(rest);
    let is_pool = all(pool, |byte| byte.is_ascii_alphanumeric())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if text.len() > 55 || !is_pool || !is_region(region) && region != "local" {
        return Form::Impossible;
    }
    if region != "local" && rest.len() == 9 && pool == rest { Form::Exact } else { Form::Unusual }
}

/// Source: the type `IdentityPoolId` of the Cognito API.
fn identity_pool(text: &str) -> Form {
    if ids::identity_pool_id(text).is_some() {
        return Form::Exact;
    }
    let is_like_one = text.split_once(':').is_some_and(|(region, rest)| {
        is_region(region) && all(rest, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
    });
    if is_like_one && text.len() <= 55 { Form::Unusual } else { Form::Impossible }
}

/// Source: the type `ClientIdType` of the Cognito API, `[\w+]+` with at most 128 characters; those that Cognito makes have
/// 24 to 26.
fn client(text: &str) -> Form {
    if (20..=30).contains(&text.len()) && all(text, is_lower_or_digit) {
        return Form::Exact;
    }
    let is_allowed = all(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+'));
    if is_allowed && text.len() <= 128 { Form::Unusual } else { Form::Impossible }
}

fn api_key(text: &str) -> Form {
    match text.strip_prefix("da2-") {
        Some(rest) if rest.len() == 26 && all(rest, is_lower_or_digit) => Form::Exact,
        _ if all(text, |byte| byte.is_ascii_graphic()) => Form::Unusual,
        _ => Form::Impossible,
    }
}

fn pinpoint(text: &str) -> Form {
    if text.len() == 32 && all(text, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Form::Exact;
    }
    if all(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        Form::Unusual
    } else {
        Form::Impossible
    }
}

fn region(text: &str) -> Form {
    match region_title(text) {
        Some(_) => Form::Exact,
        None if is_region(text) => Form::Unusual,
        None => Form::Impossible,
    }
}

/// The SDKs below amplify-swift and amplify-android take the ARN of an access point for a bucket too.
fn bucket(text: &str) -> Form {
    match ids::is_bucket_name(text) {
        true => Form::Exact,
        false if text.starts_with("arn:") && text.contains(":accesspoint") => Form::Unusual,
        false => Form::Impossible,
    }
}

/// Source: the type `ResourceName` of the Location API; tables and bots allow no other characters either.
fn chosen_name(text: &str) -> Form {
    let is_name = text.chars().all(|character| character.is_alphanumeric() || "-._".contains(character));
    if is_name && (1..=255).contains(&text.len()) { Form::Exact } else { Form::Impossible }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_ids() {
        use Form::{Exact, Impossible, Unusual};
        for (resource, text, form) in [
            ("user-pool", "us-east-1_aBcD12345", Exact),
            ("user-pool", "us-gov-west-1_aBcD12345", Exact),
            ("user-pool", "us-esat-1_aBcD12345", Exact),
            ("user-pool", "us-east-1_aBcD1234", Unusual),
            ("user-pool", "us-east-1_0123456789abcdef0123456789abcdef", Unusual),
            ("user-pool", "local_aBcD12345", Unusual),
            ("user-pool", "us-east_aBcD12345", Impossible),
            ("user-pool", "us-east-1:aBcD12345", Impossible),
            ("user-pool", "aBcD12345", Impossible),
            ("identity-pool", "us-east-1:11111111-2222-3333-4444-55555555abcd", Exact),
            ("identity-pool", "us-east-1:abc123", Unusual),
            ("identity-pool", "us-east-1:11111111-2222-3333-4444-55555555ABCD", Impossible),
            ("identity-pool", "11111111-2222-3333-4444-55555555abcd", Impossible),
            ("user-pool-client", "4a1b2c3d4e5f6g7h8i9j0k1l2m", Exact),
            ("user-pool-client", "4a1b2c3d4e5f6g7h8i9j0k1l", Exact),
            ("user-pool-client", "client123", Unusual),
            ("user-pool-client", "4A1B2C3D4E5F6G7H8I9J0K1L2M", Unusual),
            ("user-pool-client", "my-client", Impossible),
            ("appsync-api-key", "da2-abcdefghijklmnopqrstuvwxyz", Exact),
            ("appsync-api-key", "da2-abc", Unusual),
            ("appsync-api-key", "da2 abc", Impossible),
            ("pinpoint-app", "0123456789abcdef0123456789abcdef", Exact),
            ("pinpoint-app", "my_project", Unusual),
            ("pinpoint-app", "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0", Impossible),
            ("bucket", "amplify-myapp-dev-bucket-1a2b3c", Exact),
            ("bucket", "My_Bucket", Impossible),
            ("bucket", "arn:aws:s3:us-east-1:111122223333:accesspoint/a", Unusual),
            ("location-map", "explore.Here-dev", Exact),
            ("location-map", "my map", Impossible),
        ] {
            let kind = kind(Some(resource)).unwrap();
            assert_eq!((kind.judge)(text), form, "{resource}: {text}");
        }
    }

    #[test]
    fn some_ids_can_be_nothing_else() {
        for (text, expected) in [
            ("us-east-1_aBcD12345", Some("user-pool")),
            ("us-east-1:11111111-2222-3333-4444-55555555abcd", Some("identity-pool")),
            ("4a1b2c3d4e5f6g7h8i9j0k1l2m", Some("user-pool-client")),
            ("da2-abcdefghijklmnopqrstuvwxyz", Some("appsync-api-key")),
            ("0123456789abcdef0123456789abcdef", Some("pinpoint-app")),
            ("us-east-1", Some("region")),
            ("myuserpoolclientidentifier", None),
            ("amplify-myapp-dev-bucket-1a2b3c", None),
            ("myMap", None),
        ] {
            assert_eq!(distinct_kind(text).map(|kind| kind.resource), expected, "{text}");
        }
    }
}
