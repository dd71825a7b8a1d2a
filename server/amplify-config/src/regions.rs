//! AWS regions: names, partitions, and where they stand inside ids and hosts.
//!
//! Source: the partition data that AWS ships with its SDKs (botocore 1.44.5). Names of regions are those of the AWS
//! console. A region that is well formed and not listed is new to this program, not wrong.

/// A region and where it is.
pub(crate) const REGIONS: &[(&str, &str)] = &[
    ("af-south-1", "Africa (Cape Town)"),
    ("ap-east-1", "Asia Pacific (Hong Kong)"),
    ("ap-east-2", "Asia Pacific (Taipei)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("ap-northeast-2", "Asia Pacific (Seoul)"),
    ("ap-northeast-3", "Asia Pacific (Osaka)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("ap-south-2", "Asia Pacific (Hyderabad)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-southeast-2", "Asia Pacific (Sydney)"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)"),
    ("ap-southeast-6", "Asia Pacific (New Zealand)"),
    ("ap-southeast-7", "Asia Pacific (Thailand)"),
    ("ca-central-1", "Canada (Central)"),
    ("ca-west-1", "Canada West (Calgary)"),
    ("cn-north-1", "China (Beijing)"),
    ("cn-northwest-1", "China (Ningxia)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("eu-central-2", "Europe (Zurich)"),
    ("eu-north-1", "Europe (Stockholm)"),
    ("eu-south-1", "Europe (Milan)"),
    ("eu-south-2", "Europe (Spain)"),
    ("eu-west-1", "Europe (Ireland)"),
    ("eu-west-2", "Europe (London)"),
    ("eu-west-3", "Europe (Paris)"),
    ("eusc-de-east-1", "AWS European Sovereign Cloud (Germany)"),
    ("il-central-1", "Israel (Tel Aviv)"),
    ("me-central-1", "Middle East (UAE)"),
    ("me-south-1", "Middle East (Bahrain)"),
    ("me-west-1", "Middle East (West)"),
    ("mx-central-1", "Mexico (Central)"),
    ("sa-east-1", "South America (São Paulo)"),
    ("sa-west-1", "South America (West)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("us-gov-east-1", "AWS GovCloud (US-East)"),
    ("us-gov-west-1", "AWS GovCloud (US-West)"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
];

/// The regions of Amazon Pinpoint, which ends in 2026 and will come to no other.
const PINPOINT: [&str; 13] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-gov-west-1",
    "us-west-2",
];

/// Pinpoint is in no such region, although AWS has it.
pub(crate) fn is_without_pinpoint(region: &str) -> bool {
    region_title(region).is_some() && !PINPOINT.contains(&region)
}

/// All regions that are known: their names, and where they are.
pub fn region_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    REGIONS.iter().copied()
}

/// Where the region is, if it is known.
pub(crate) fn region_title(region: &str) -> Option<&'static str> {
    REGIONS.iter().find(|(name, _)| *name == region).map(|&(_, title)| title)
}

/// A part of AWS that is closed in itself: no id, credential or address of one means anything in another.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    /// Its name, as in ARNs.
    pub(crate) name: &'static str,
    /// What people call it.
    pub(crate) title: &'static str,
    /// How the names of its regions begin.
    prefixes: &'static [&'static str],
    /// What the hosts of its services end with.
    pub(crate) dns_suffix: &'static str,
    /// What the hosts of Cognito's managed login end with, where that is known.
    pub(crate) login_suffix: Option<&'static str>,
    /// The host of its console, for those whose console stands on the public internet.
    pub(crate) console: Option<&'static str>,
}

/// All partitions; those with the more particular prefixes first.
pub(crate) const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws-us-gov",
        title: "AWS GovCloud (US)",
        prefixes: &["us-gov-"],
        dns_suffix: "amazonaws.com",
        login_suffix: Some("amazoncognito.com"),
        console: Some("console.amazonaws-us-gov.com"),
    },
    Partition {
        name: "aws-cn",
        title: "AWS China",
        prefixes: &["cn-"],
        dns_suffix: "amazonaws.com.cn",
        login_suffix: Some("amazoncognito.com.cn"),
        console: Some("console.amazonaws.cn"),
    },
    Partition {
        name: "aws-eusc",
        title: "AWS European Sovereign Cloud",
        prefixes: &["eusc-"],
        dns_suffix: "amazonaws.eu",
        login_suffix: None,
        console: Some("console.amazonaws-eusc.eu"),
    },
    Partition { name: "aws-iso", prefixes: &["us-iso-"], dns_suffix: "c2s.ic.gov", ..ISOLATED },
    Partition { name: "aws-iso-b", prefixes: &["us-isob-"], dns_suffix: "sc2s.sgov.gov", ..ISOLATED },
    Partition { name: "aws-iso-e", prefixes: &["eu-isoe-"], dns_suffix: "cloud.adc-e.uk", ..ISOLATED },
    Partition { name: "aws-iso-f", prefixes: &["us-isof-"], dns_suffix: "csp.hci.ic.gov", ..ISOLATED },
    Partition {
        name: "aws",
        title: "AWS",
        prefixes: &["af-", "ap-", "ca-", "eu-", "il-", "me-", "mx-", "sa-", "us-"],
        dns_suffix: "amazonaws.com",
        login_suffix: Some("amazoncognito.com"),
        console: Some("console.aws.amazon.com"),
    },
];

/// What the isolated partitions have in common: nothing of them is on the public internet.
const ISOLATED: Partition = Partition {
    name: "",
    title: "an isolated part of AWS",
    prefixes: &[],
    dns_suffix: "",
    login_suffix: None,
    console: None,
};

/// The partition a region is in, told by how its name begins.
pub(crate) fn partition_of(region: &str) -> Option<&'static Partition> {
    let has_prefix = |prefix: &&str| region.starts_with(*prefix);
    PARTITIONS.iter().find(|partition| is_region(region) && partition.prefixes.iter().any(has_prefix))
}

/// The partition of that name.
pub(crate) fn partition_named(name: &str) -> Option<&'static Partition> {
    PARTITIONS.iter().find(|partition| partition.name == name)
}

/// The host of the AWS console of a region; `None` for partitions without a public one.
pub(crate) fn console_host(region: &str) -> Option<&'static str> {
    partition_of(region)?.console
}

/// The text has the form of a region: `us-east-1`, `us-gov-west-1`.
pub(crate) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (2..=4).contains(&first.len())
        && letters(first)
        && (1..=2).contains(&middle.len())
        && middle.iter().all(letters)
        && (1..=2).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_digit())
}

/// The region inside a user pool id, identity pool id, ARN, or host of an AWS service.
pub(crate) fn region_in(text: &str) -> Option<String> {
    let found = |region: &str| is_region(region).then(|| region.to_owned());
    if let Some((region, rest)) = text.split_once('_')
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && let Some(region) = found(region)
    {
        return Some(region);
    }
    if let Some(arn) = text.strip_prefix("arn:") {
        return arn.split(':').nth(2).and_then(found);
    }
    if let Some((region, _)) = text.split_once(':')
        && let Some(region) = found(region)
    {
        return Some(region);
    }
    let host = text.split_once("://").map_or(text, |(_, rest)| rest).split(['/', '?', '#']).next()?;
    let amazon = ["amazonaws.com", "amazoncognito.com", "amazonaws.eu", "amazonaws.com.cn", "amazoncognito.com.cn"];
    if !amazon.iter().any(|suffix| host.ends_with(suffix)) {
        return None;
    }
    host.split('.').find_map(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_found_in_ids_and_hosts() {
        for (text, region) in [
            ("us-east-1_aBcD12345", Some("us-east-1")),
            ("eu-west-2:11111111-2222-3333-4444-555555555555", Some("eu-west-2")),
            ("https://abcdefghijklmnopqrstuvwxyz.appsync-api.ap-south-1.amazonaws.com/graphql", Some("ap-south-1")),
            ("my.auth.us-gov-west-1.amazoncognito.com", Some("us-gov-west-1")),
            ("arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_aBcD12345", Some("us-west-2")),
            ("https://example.com/us-east-1", None),
            ("da2-abcdefghijklmnopqrstuvwxyz", None),
            ("4a1b2c3d4e5f6g7h8i9j0k1l2m", None),
        ] {
            assert_eq!(region_in(text).as_deref(), region, "{text}");
        }
    }

    #[test]
    fn every_listed_region_is_one() {
        assert!(REGIONS.iter().all(|(region, _)| is_region(region)));
        assert!(REGIONS.is_sorted());
        for text in ["us_east_1", "US-EAST-1", "us-east-1a", "us-east", "", "a-b-1", "us-east-east-east-1"] {
            assert!(!is_region(text), "{text}");
        }
    }

    #[test]
    fn every_region_is_in_one_partition() {
        for (region, name, console) in [
            ("us-east-1", Some("aws"), Some("console.aws.amazon.com")),
            ("mx-central-1", Some("aws"), Some("console.aws.amazon.com")),
            ("us-gov-west-1", Some("aws-us-gov"), Some("console.amazonaws-us-gov.com")),
            ("cn-northwest-1", Some("aws-cn"), Some("console.amazonaws.cn")),
            ("eusc-de-east-1", Some("aws-eusc"), Some("console.amazonaws-eusc.eu")),
            ("us-iso-east-1", Some("aws-iso"), None),
            ("us-isob-east-1", Some("aws-iso-b"), None),
            ("us-isof-south-1", Some("aws-iso-f"), None),
            ("eu-isoe-west-1", Some("aws-iso-e"), None),
            ("xx-east-1", None, None),
            ("us-east", None, None),
        ] {
            assert_eq!(partition_of(region).map(|partition| partition.name), name, "{region}");
            assert_eq!(console_host(region), console, "{region}");
        }
        assert!(REGIONS.iter().all(|(region, _)| partition_of(region).is_some()));
    }
}
