//! Names of what an AWS account holds, in the only forms that may be sent to AWS.
//!
//! Each is made from a text by `new`, which answers `None` when the text has not exactly the form: whoever holds one may
//! put it into a request or a host name without looking again. They speak of form, not of existence.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ids;
use crate::regions::{Partition, is_region, partition_of, region_title};

/// A region of AWS: it has the form of one and lies in a partition that is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(Arc<str>);

impl Region {
    /// Reads `us-east-1`.
    pub fn new(text: &str) -> Option<Region> {
        (is_region(text) && partition_of(text).is_some()).then(|| Region(text.into()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// It is one of the regions that existed when this program was made. What a file says names nothing else.
    pub fn is_listed(&self) -> bool {
        region_title(&self.0).is_some()
    }

    /// The name of the part of AWS it lies in, as in ARNs: `aws`, `aws-us-gov`.
    pub fn partition(&self) -> &'static str {
        self.parts().name
    }

    fn parts(&self) -> &'static Partition {
        partition_of(&self.0).expect("`new` takes no region outside the known partitions")
    }
}

/// A user pool, with the region in which it is asked for: the one its id names, unless `at` says another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PoolId {
    id: Arc<str>,
    region: Region,
}

impl PoolId {
    /// Reads `us-east-1_aBcD12345`.
    pub fn new(text: &str) -> Option<PoolId> {
        let parts = ids::user_pool_id(text)?;
        Some(PoolId { id: text.into(), region: Region::new(&text[parts.region])? })
    }

    /// The same pool, asked for in another region: a pool can have replicas.
    pub fn at(&self, region: &Region) -> PoolId {
        PoolId { id: self.id.clone(), region: region.clone() }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// Where it is asked for.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// By what name an identity pool knows this user pool.
    pub fn issuer(&self) -> String {
        let own = PoolId::new(&self.id).map_or_else(|| self.region.clone(), |pool| pool.region);
        format!("cognito-idp.{}.{}/{}", own.as_str(), own.parts().dns_suffix, self.id)
    }

    /// The host of the login pages under a prefix domain of this pool; `None` where its form is not known.
    ///
    /// GovCloud answers under `auth-fips` alone.
    pub fn login_host(&self, prefix: &str) -> Option<String> {
        let parts = self.region.parts();
        let auth = if parts.name == "aws-us-gov" { "auth-fips" } else { "auth" };
        Some(format!("{prefix}.{auth}.{}.{}", self.region.as_str(), parts.login_suffix?))
    }
}

/// An app client of a user pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(Arc<str>);

impl ClientId {
    /// Reads `7k8l9m0n1o2p3q4r5s6t7u8v9a`.
    ///
    /// Source: the type `ClientIdType` of the Cognito user pools API, `[\w+]+` with at most 128 characters.
    pub fn new(text: &str) -> Option<ClientId> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+');
        ((1..=128).contains(&text.len()) && text.bytes().all(is_allowed)).then(|| ClientId(text.into()))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An identity pool; its id names its region.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdentityPoolId {
    id: Arc<str>,
    region: Region,
}

impl IdentityPoolId {
    /// Reads `us-east-1:11111111-2222-3333-4444-555555555555`.
    pub fn new(text: &str) -> Option<IdentityPoolId> {
        let parts = ids::identity_pool_id(text)?;
        Some(IdentityPoolId { id: text.into(), region: Region::new(&text[parts.region])? })
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// Where it is.
    pub fn region(&self) -> &Region {
        &self.region
    }
}

/// The domain of a user pool's login pages as the account names it: a prefix, or a whole host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainName(Arc<str>);

impl DomainName {
    /// Reads `my-app` or `auth.example.com`.
    pub fn new(text: &str) -> Option<DomainName> {
        ids::is_host_name(text).then(|| DomainName(text.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is asked for to learn whose a domain of Cognito is: its region, and the prefix.
pub(crate) fn login_domain(host: &str) -> Option<(Region, DomainName)> {
    let ids::CognitoDomain { prefix, region, .. } = ids::cognito_domain(host)?;
    Some((Region::new(&host[region])?, DomainName::new(&host[prefix])?))
}

/// Written as the text alone and read through `new`.
macro_rules! as_text {
    ($($name:ident, $what:literal;)*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let wrong = || serde::de::Error::custom(format!("`{text}` is not the {}", $what));
                $name::new(&text).ok_or_else(wrong)
            }
        }
    )*};
}

as_text! {
    Region, "name of a region";
    PoolId, "id of a user pool";
    ClientId, "id of an app client";
    IdentityPoolId, "id of an identity pool";
    DomainName, "name of a domain";
}

/// A user pool with the region in which it is asked for, which the text alone would lose.
pub(crate) mod placed {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{PoolId, Region};

    pub(crate) fn serialize<S: Serializer>(pool: &PoolId, serializer: S) -> Result<S::Ok, S::Error> {
        (pool.as_str(), pool.region()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PoolId, D::Error> {
        let (id, region) = <(String, Region)>::deserialize(deserializer)?;
        let pool = PoolId::new(&id).ok_or_else(|| D::Error::custom("not the id of a user pool"))?;
        Ok(pool.at(&region))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_partitions_have_regions() {
        for (text, partition, is_listed) in [
            ("us-east-1", Some("aws"), true),
            ("us-gov-west-1", Some("aws-us-gov"), true),
            ("cn-north-1", Some("aws-cn"), true),
            ("us-nowhere-9", Some("aws"), false),
            ("xx-east-1", None, false),
            ("us-east-1.evil.example", None, false),
            ("us-east-1/x", None, false),
            ("", None, false),
        ] {
            let region = Region::new(text);
            assert_eq!(region.as_ref().map(Region::partition), partition, "{text}");
            assert_eq!(region.is_some_and(|region| region.is_listed()), is_listed, "{text}");
        }
    }

    #[test]
    fn a_pool_is_asked_for_in_its_own_region_unless_said_otherwise() {
        let pool = PoolId::new("us-east-1_aBcD12345").expect("it has the form");
        assert_eq!(pool.region().as_str(), "us-east-1");
        let replica = pool.at(&Region::new("us-west-2").expect("it is one"));
        assert_eq!((replica.as_str(), replica.region().as_str()), ("us-east-1_aBcD12345", "us-west-2"));
        assert_ne!(pool, replica);
        assert_eq!(replica.issuer(), pool.issuer());
        for text in ["local_aBcD12345", "us-east-1_", "xx-east-1_aBcD12345", "us-east-1_a b", ""] {
            assert_eq!(PoolId::new(text), None, "{text}");
        }
    }

    #[test]
    fn issuers_and_login_hosts_follow_the_partition() {
        for (pool, issuer, host) in [
            ("eu-west-1_a1", "cognito-idp.eu-west-1.amazonaws.com", Some("shop.auth.eu-west-1.amazoncognito.com")),
            (
                "us-gov-west-1_a1",
                "cognito-idp.us-gov-west-1.amazonaws.com",
                Some("shop.auth-fips.us-gov-west-1.amazoncognito.com"),
            ),
            (
                "cn-north-1_a1",
                "cognito-idp.cn-north-1.amazonaws.com.cn",
                Some("shop.auth.cn-north-1.amazoncognito.com.cn"),
            ),
            ("eusc-de-east-1_a1", "cognito-idp.eusc-de-east-1.amazonaws.eu", None),
        ] {
            let id = PoolId::new(pool).expect("it has the form");
            assert_eq!(id.issuer(), format!("{issuer}/{pool}"));
            assert_eq!(id.login_host("shop").as_deref(), host);
        }
    }

    #[test]
    fn clients_identity_pools_and_domains() {
        for (text, is_one) in [("7k8l9m0n1o2p3q4r5s6t7u8v9a", true), ("a+b_C", true), ("", false), ("a b", false)] {
            assert_eq!(ClientId::new(text).is_some(), is_one, "{text}");
        }
        assert_eq!(ClientId::new(&"a".repeat(129)), None);
        let uuid = "11111111-2222-3333-4444-555555555555";
        let pool = IdentityPoolId::new(&format!("eu-west-2:{uuid}")).expect("it has the form");
        assert_eq!(pool.region().as_str(), "eu-west-2");
        assert_eq!(IdentityPoolId::new(&format!("xx-west-2:{uuid}")), None);
        for (text, is_one) in [("my-app", true), ("auth.example.com", true), ("a b", false), ("", false)] {
            assert_eq!(DomainName::new(text).is_some(), is_one, "{text}");
        }
    }
}
