//! Regions that AWS does not have: in a field, and inside ids and hosts.

use std::ops::Range;

use super::forms::{self, Form};
use super::{Finding, Scene, Slot};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids;
use crate::regions::{REGIONS, is_region, is_without_pinpoint, partition_of, region_title};
use crate::rules::oauth::domain::is_torn;
use crate::spelling::{distance, fold};
use crate::twins;

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for slot in scene.open() {
        let part = match slot.is_region() {
            true => Some(0..slot.text.len()),
            false => region_part(slot),
        };
        let Some(part) = part else { continue };
        let text = &slot.text[part.clone()];
        if region_title(text).is_some() || is_isolated(text) {
            continue;
        }
        found.push(Finding::of(slot, diagnostic(scene, slot, &part)));
    }
    found.extend(without_service(scene));
    found
}

/// Regions that AWS has and Pinpoint has not; that they differ from others is then no second mistake.
fn without_service(scene: &Scene<'_>) -> Vec<Finding> {
    let apps = scene.slots.iter().filter(|slot| slot.resource() == Some("pinpoint-app"));
    let mut regions: Vec<&Slot<'_>> = apps.filter_map(|slot| scene.region_slot(slot)).collect();
    regions.retain(|region| is_without_pinpoint(&region.text) && !scene.settled.contains(&region.node.id()));
    regions.sort_by_key(|region| region.node.range().start);
    regions.dedup_by_key(|region| region.node.id());
    let Some((first, others)) = regions.split_first() else { return Vec::new() };
    let message =
        format!("Amazon Pinpoint is not in `{}`: no event and no device token finds its project there", first.text);
    let severity = scene.severity(first).max(Severity::Warning);
    let mut diagnostic = Diagnostic::new("unknown-region", severity, first.node.range(), message);
    for other in others {
        diagnostic = diagnostic.with_related(&scene.document.path, other.node.range(), "here too");
    }
    vec![Finding { diagnostic, settles: regions.iter().map(|region| region.node.id()).collect() }]
}

/// Regions of the isolated partitions are not listed anywhere in public; emulators call theirs `local`.
fn is_isolated(text: &str) -> bool {
    text == "local" || partition_of(text).is_some_and(|partition| partition.console.is_none())
}

fn diagnostic(scene: &Scene<'_>, slot: &Slot<'_>, part: &Range<usize>) -> Diagnostic {
    let text = &slot.text[part.clone()];
    let told = if slot.is_region() { told_of(scene, slot) } else { told_to(scene, slot) };
    let meant = meant(text, told.as_deref());
    let inside = if slot.is_region() { String::new() } else { format!(" in {}", slot.place()) };
    let is_new = is_region(text) && meant.as_ref().is_none_or(|meant| !meant.is_certain && told.is_none());
    let (severity, message) = match &meant {
        Some(meant) if meant.is_certain => (
            scene.severity(slot),
            format!("`{text}`{inside} is not how a region is written; here it is `{}`", meant.region),
        ),
        Some(meant) => {
            (scene.severity(slot), format!("AWS has no region `{text}`{inside}; did you mean `{}`?", meant.region))
        }
        None if is_new => (Severity::Warning, format!("amplify-ls knows no region `{text}`{inside}")),
        None => (scene.severity(slot), format!("`{text}`{inside} is no region; they are written like `us-east-1`")),
    };
    let severity = if is_new { severity.max(Severity::Warning) } else { severity };
    let fix = meant.map(|meant| {
        let (title, edits) = (format!("Replace with `{}`", meant.region), vec![slot.replace_part(part, &meant.region)]);
        if meant.is_certain { Fix::safe(title, edits) } else { Fix::likely(title, edits) }
    });
    let range = if slot.is_region() { slot.node.range() } else { slot.marked(part) };
    Diagnostic::new("unknown-region", severity, range, message).with_fix(fix)
}

/// The region that was meant.
struct Meant {
    region: String,
    /// It is the same region under another name.
    is_certain: bool,
}

/// `told` is the region that the rest of the file tells.
fn meant(text: &str, told: Option<&str>) -> Option<Meant> {
    let guess = |region: &str| Some(Meant { region: region.to_owned(), is_certain: false });
    if let Some(region) = other_name(text) {
        return Some(Meant { region: region.to_owned(), is_certain: true });
    }
    let folded = fold(text);
    let mut near: Vec<(usize, &str)> =
        REGIONS.iter().filter_map(|(region, _)| Some((distance(&folded, &fold(region), 2)?, *region))).collect();
    near.sort();
    if let Some(told) = told.filter(|told| near.is_empty() || near.iter().any(|(_, region)| region == told)) {
        return guess(told);
    }
    match near.as_slice() {
        [(_, only)] => guess(only),
        [(first, nearest), (second, _), ..] if first < second => guess(nearest),
        _ => None,
    }
}

/// The region that goes by another name: of other style, with the letter of a zone, of the console, inside an ARN.
fn other_name(text: &str) -> Option<&'static str> {
    let known = |text: &str| REGIONS.iter().find(|(region, _)| *region == text).map(|&(region, _)| region);
    let lower: String = text.trim().to_lowercase().replace(['‐', '‑', '–', '—'], "-");
    let folded = fold(&lower);
    if let Some((region, _)) = REGIONS.iter().find(|(region, _)| fold(region) == folded) {
        return Some(region);
    }
    let parts = lower.split(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    let mut inside: Vec<&str> = parts.filter_map(|part| known(part).or_else(|| zone(part))).collect();
    inside.dedup();
    if let [only] = inside.as_slice() {
        return known(only);
    }
    // GovCloud's titles are points of the compass, which others have too.
    let mut titled = REGIONS.iter().filter(|(region, _)| !region.starts_with("us-gov-")).filter(|(_, title)| {
        let title = title.to_lowercase();
        let city = title.split_once('(').map_or("", |(_, city)| city.trim_end_matches(')'));
        let city = plain_letters(city);
        let said = plain_letters(&lower);
        let said = said.split_once('(').map_or(said.as_str(), |(_, city)| city.trim_end_matches(')'));
        fold(&title) == folded
            || fold(&city) == fold(said)
            || city.split_once(". ").is_some_and(|(_, name)| name == said)
    });
    let first = titled.next()?;
    titled.next().is_none().then_some(first.0)
}

/// The region of an availability zone or a local zone: `us-east-1a`, `us-west-2-lax-1a`.
fn zone(text: &str) -> Option<&'static str> {
    let rest_of = |region: &str| text.strip_prefix(region).map(str::to_owned);
    REGIONS.iter().find_map(|&(region, _)| {
        let rest = rest_of(region)?;
        let is_letter = rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase());
        (is_letter || rest.starts_with('-') && rest.len() >= 5).then_some(region)
    })
}

fn plain_letters(text: &str) -> String {
    text.replace('ã', "a")
}

/// Where a region stands inside an id or a host; there it may be one that AWS does not have.
pub(super) fn region_part(slot: &Slot<'_>) -> Option<Range<usize>> {
    let text = slot.text.as_ref();
    let before = |separator: char| text.find(separator).map(|end| 0..end).filter(|part| is_region(&text[part.clone()]));
    match slot.resource()? {
        "user-pool" => before('_'),
        "identity-pool" => before(':'),
        // In a host that is put together wrongly a known region is not told from the rest; an unknown one is.
        "oauth-domain" => in_host(text).filter(|part| region_title(&text[part.clone()]).is_none() || !is_torn(text)),
        "appsync-api" | "appsync-events-api" | "rest-api" => in_host(text),
        _ => None,
    }
    .filter(|_| forms::kind(slot.resource()).is_none_or(|kind| (kind.judge)(text) != Form::Impossible))
}

/// Services whose hosts have the region as their next part.
const SERVICES: [&str; 9] = [
    "appsync-api",
    "appsync-realtime-api",
    "execute-api",
    "auth",
    "auth-fips",
    "lambda-url",
    "s3",
    "cognito-idp",
    "cognito-identity",
];

/// What the hosts of AWS end with.
const SUFFIXES: [&str; 6] =
    ["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "amazoncognito.com", "amazoncognito.com.cn", "on.aws"];

/// The part between the service and the end of a host of AWS.
fn in_host(text: &str) -> Option<Range<usize>> {
    let host = match ids::address(text).map(|address| address.host) {
        Some(host) if !host.is_empty() => host,
        _ => 0..text.len(),
    };
    let name = &text[host.clone()];
    let front = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)?.strip_suffix('.'))?;
    let (before, region) = front.rsplit_once('.')?;
    let service = before.rsplit('.').next().unwrap_or(before);
    let start = host.start + before.len() + 1;
    (SERVICES.contains(&service) && !region.is_empty()).then(|| start..start + region.len())
}

/// The known region inside a text.
pub(super) fn known_part<'s>(slot: &'s Slot<'_>) -> Option<(Range<usize>, &'s str)> {
    let part = region_part(slot)?;
    let region = &slot.text[part.clone()];
    region_title(region).map(|_| (part, region))
}

/// The region that the ids and hosts tell which this field is the region of; else the one beside the same id at another
/// place; else the one region of the file.
pub(super) fn told_of(scene: &Scene<'_>, region: &Slot<'_>) -> Option<String> {
    let of_residents = only(scene.residents(region).filter_map(|slot| Some(known_part(slot)?.1)));
    let of_twin = || region.node.container().and_then(twins::region_of_twin);
    of_residents.or_else(of_twin).or_else(|| scene.only_region.clone())
}

/// The region that a resource is said to be in; else the one region of the file.
pub(super) fn told_to(scene: &Scene<'_>, slot: &Slot<'_>) -> Option<String> {
    let stated = scene.region_slot(slot).map(|region| region.text.as_ref()).filter(|text| region_title(text).is_some());
    stated.map(str::to_owned).or_else(|| scene.only_region.clone())
}

/// The region that all of them speak of.
pub(super) fn only_region(slots: &[Slot<'_>]) -> Option<String> {
    let stated = slots.iter().filter(|slot| slot.is_region()).map(|slot| slot.text.as_ref());
    let stated = stated.filter(|text| region_title(text).is_some());
    only(stated.chain(slots.iter().filter_map(|slot| Some(known_part(slot)?.1))))
}

fn only<'s>(mut regions: impl Iterator<Item = &'s str>) -> Option<String> {
    let first = regions.next()?;
    regions.all(|region| region == first).then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_known_by_other_names() {
        for (text, told, region, is_certain) in [
            ("us_east_1", None, "us-east-1", true),
            ("US-EAST-1", None, "us-east-1", true),
            ("UsEast1", None, "us-east-1", true),
            ("us-east1", None, "us-east-1", true),
            ("us east 1", None, "us-east-1", true),
            ("us-east-1a", None, "us-east-1", true),
            ("us-west-2-lax-1a", None, "us-west-2", true),
            ("US East (N. Virginia)", None, "us-east-1", true),
            ("N. Virginia", None, "us-east-1", true),
            ("Virginia", None, "us-east-1", true),
            ("EU (Ireland)", None, "eu-west-1", true),
            ("Frankfurt", None, "eu-central-1", true),
            ("Sao Paulo", None, "sa-east-1", true),
            ("us-east-1 (N. Virginia)", None, "us-east-1", true),
            ("arn:aws:s3:us-east-1:123456789012:a", None, "us-east-1", true),
            ("us-east-1_aBcD12345", None, "us-east-1", true),
            ("us–east–1", None, "us-east-1", true),
            ("us-esat-1", None, "us-east-1", false),
            ("eu-centrall-1", None, "eu-central-1", false),
            ("us-est-1", Some("us-west-1"), "us-west-1", false),
            ("Unknown", Some("us-west-1"), "us-west-1", false),
            ("us-east", Some("us-east-2"), "us-east-2", false),
        ] {
            let meant = meant(text, told).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((meant.region.as_str(), meant.is_certain), (region, is_certain), "{text}");
        }
        for text in ["us-est-1", "Unknown", "us-east", "Central", "", "moon"] {
            assert!(meant(text, None).is_none(), "{text}");
        }
    }

    #[test]
    fn hosts_hold_regions() {
        for (text, region) in [
            ("https://a.appsync-api.us-east-1.amazonaws.com/graphql", Some("us-east-1")),
            ("https://a.appsync-api.us-esat-1.amazonaws.com/graphql", Some("us-esat-1")),
            ("https://a.execute-api.cn-north-1.amazonaws.com.cn/dev", Some("cn-north-1")),
            ("my-app.auth.eu-west-1.amazoncognito.com", Some("eu-west-1")),
            ("https://a.lambda-url.eu-west-1.on.aws/", Some("eu-west-1")),
            ("https://api.acme.test/graphql", None),
            ("https://s3.amazonaws.com/a", None),
            ("https://a.chat.qbusiness.us-east-1.on.aws/", None),
            ("", None),
        ] {
            assert_eq!(in_host(text).map(|part| &text[part]), region, "{text}");
        }
    }
}
