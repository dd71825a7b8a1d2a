//! A stated region, and ids, hosts or twins that are in another one.

use std::collections::HashSet;
use std::ops::Range;

use amplify_json::edit::Edit;
use amplify_json::{Node, NodeId};

use super::region_name::known_part;
use super::{Finding, Scene, Slot};
use crate::account_ids::{PoolId, Region};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::impact;
use crate::keywords::Library;
use crate::references::resolve;
use crate::regions::region_title;
use crate::wording;

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let is_open = |slot: &&Slot<'_>| !scene.settled.contains(&slot.node.id());
    let stated: Vec<&Slot<'_>> =
        scene.open().filter(|slot| slot.is_region() && region_title(&slot.text).is_some()).collect();
    for stated in &stated {
        let residents: Vec<Resident<'_, '_>> = scene
            .residents(stated)
            .filter(is_open)
            .filter(|slot| !is_replica(scene, slot, &stated.text))
            .filter_map(|slot| known_part(slot).map(|(part, region)| Resident { slot, part, region }))
            .collect();
        if residents.iter().any(|resident| resident.region != stated.text) {
            found.push(disagreement(scene, stated, &residents));
        }
    }
    let settled: HashSet<NodeId> = found.iter().flat_map(|finding: &Finding| finding.settles.clone()).collect();
    for slot in scene.open() {
        let is_unsaid = |slot: &Slot<'_>| !settled.contains(&slot.node.id());
        let twin = twin(scene, slot).filter(|(own, other)| is_unsaid(own) && is_unsaid(other));
        found.extend(twin.map(|(own, other)| differing_twin(scene, slot, own, other)));
    }
    let is_unsaid = |(own, other): &(&Slot<'_>, &Slot<'_>)| {
        !settled.contains(&own.node.id()) && !settled.contains(&other.node.id())
    };
    found.extend(split(scene, &stated).filter(is_unsaid).map(|(own, other)| {
        let message = format!(
            "The identity pool is in `{}` and the user pool in `{}`; amplify-flutter looks for both where the user pool is",
            own.text, other.text
        );
        let severity = impact::severity(scene.project, scene.document, &[Library::Flutter]);
        let diagnostic = Diagnostic::new("region-mismatch", severity, own.node.range(), message);
        Finding::of(own, diagnostic.with_related(&scene.document.path, other.node.range(), "the user pool is here"))
    }));
    found
}

/// AWS said that the user pool is in that region too: its id names the region in which it was made.
fn is_replica(scene: &Scene<'_>, slot: &Slot<'_>, region: &str) -> bool {
    let pool = PoolId::new(&slot.text).filter(|_| slot.resource() == Some("user-pool"));
    let there = pool.zip(Region::new(region)).map(|(pool, region)| pool.at(&region));
    there.is_some_and(|pool| scene.project.inventory().user_pool(&pool).known().is_some())
}

/// The regions of the identity pool and of the user pool, when both are stated and differ.
fn split<'s, 'd>(scene: &Scene<'d>, stated: &[&'s Slot<'d>]) -> Option<(&'s Slot<'d>, &'s Slot<'d>)> {
    let region_of = |resource: &str| {
        let slot = scene.open().find(|slot| slot.resource() == Some(resource))?;
        let region = scene.region_slot(slot)?;
        stated.iter().copied().find(|stated| stated.node == region.node)
    };
    let (identity, users) = (region_of("identity-pool")?, region_of("user-pool")?);
    let is_mobile = scene.document.kind() == Some(ConfigKind::Mobile);
    (is_mobile && identity.text != users.text).then_some((identity, users))
}

/// An id or host with its region inside, beside a stated region.
struct Resident<'s, 'd> {
    slot: &'s Slot<'d>,
    part: Range<usize>,
    region: &'s str,
}

impl Resident<'_, '_> {
    /// The text is an address, whose region can be put right; an id of another region is another id.
    fn is_host(&self) -> bool {
        !matches!(self.slot.resource(), Some("user-pool" | "identity-pool"))
    }
}

fn disagreement(scene: &Scene<'_>, stated: &Slot<'_>, residents: &[Resident<'_, '_>]) -> Finding {
    let (agreeing, differing): (Vec<_>, Vec<_>) =
        residents.iter().partition::<Vec<&Resident<'_, '_>>, _>(|resident| resident.region == stated.text);
    let mut regions: Vec<&str> = Vec::new();
    for resident in &differing {
        if !regions.contains(&resident.region) {
            regions.push(resident.region);
        }
    }
    let votes = |region: &str| residents.iter().filter(|resident| resident.region == region).count();
    // Ids are copied whole, a region is typed: where no id agrees with it, the region is the mistake.
    let likely = match regions.iter().max_by_key(|region| votes(region)) {
        Some(region) if votes(region) > agreeing.len() => *region,
        _ => stated.text.as_ref(),
    };
    let odd = differing.first().filter(|_| likely == stated.text);
    let range = odd.map_or_else(|| stated.node.range(), |resident| resident.slot.marked(&resident.part));
    let mut diagnostic = Diagnostic::new(
        "region-mismatch",
        severity(scene, stated, &differing),
        range,
        message(scene, stated, &differing),
    );
    if odd.is_some() {
        diagnostic = diagnostic.with_related(&scene.document.path, stated.node.range(), "the region is stated here");
    }
    for resident in differing.iter().skip(usize::from(odd.is_some())) {
        let range = resident.slot.marked(&resident.part);
        diagnostic = diagnostic.with_related(&scene.document.path, range, "here it is another one");
    }
    let only_hosts_differ = differing.iter().all(|resident| resident.is_host());
    let choices = std::iter::once(likely).chain(regions).chain(std::iter::once(stated.text.as_ref()));
    let mut offered: Vec<&str> = Vec::new();
    for region in choices {
        if offered.contains(&region) {
            continue;
        }
        offered.push(region);
        // An id with its region exchanged is likely no id at all: that is one way, and not the first.
        let is_likely = region == likely && (region != stated.text || only_hosts_differ);
        let (title, edits) = all_in(region, stated, residents);
        diagnostic.fixes.push(if is_likely { Fix::likely(title, edits) } else { Fix::possible(title, edits) });
    }
    let mut settles: Vec<_> = residents.iter().map(|resident| resident.slot.node.id()).collect();
    settles.push(stated.node.id());
    Finding { diagnostic, settles }
}

/// The edits that put everything into one region.
fn all_in(region: &str, stated: &Slot<'_>, residents: &[Resident<'_, '_>]) -> (String, Vec<Edit>) {
    let others: Vec<&Resident<'_, '_>> = residents.iter().filter(|resident| resident.region != region).collect();
    let mut edits: Vec<Edit> =
        others.iter().map(|resident| resident.slot.replace_part(&resident.part, region)).collect();
    if stated.text == region {
        let places: Vec<String> = others.iter().map(|resident| resident.slot.place()).collect();
        return (format!("Write `{region}` into {}", wording::list(&places, "and")), edits);
    }
    edits.push(stated.replace(region));
    edits.sort();
    let what = if others.is_empty() { stated.place() } else { "all of them".to_owned() };
    (format!("Set {what} to `{region}`"), edits)
}

/// Those that go by the stated region break; where it only signs requests, only an API with IAM does.
fn severity(scene: &Scene<'_>, stated: &Slot<'_>, differing: &[&Resident<'_, '_>]) -> Severity {
    let readers = scene.readers(stated);
    if readers.is_empty() {
        return Severity::Hint;
    }
    let severity = impact::severity(scene.project, scene.document, &readers);
    let is_harmless = differing.iter().all(|resident| match resident.slot.resource() {
        Some("oauth-domain") => true,
        Some("rest-api") if scene.document.kind() == Some(ConfigKind::Web) => true,
        Some("appsync-api" | "appsync-events-api" | "rest-api") => signs_with_iam(stated.node) == Some(false),
        _ => false,
    });
    if is_harmless { severity.max(Severity::Warning) } else { severity }
}

/// The API beside this region takes requests that are signed; `None` if nothing is said of it.
fn signs_with_iam(region: Node<'_>) -> Option<bool> {
    let object = region.member().and_then(Node::container)?;
    let modes: Vec<Node<'_>> =
        object.members().filter(|member| is_mode(&member.name())).filter_map(Node::value).collect();
    (!modes.is_empty()).then(|| modes.iter().any(|mode| mode.text().contains("IAM")))
}

/// The key of an authorisation mode, in any of the files.
fn is_mode(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("authorization") && lower.contains("type")
        || lower.contains("authentication") && lower.contains("type")
        || lower == "authmode"
}

fn message(scene: &Scene<'_>, stated: &Slot<'_>, differing: &[&Resident<'_, '_>]) -> String {
    let places: Vec<String> = differing.iter().map(|resident| resident.slot.place()).collect();
    let mut regions: Vec<&str> = differing.iter().map(|resident| resident.region).collect();
    regions.dedup();
    let are = if places.len() == 1 { "is" } else { "are" };
    let mut message = format!(
        "{} says `{}`, but {} {are} in {}",
        stated.place_first(),
        stated.text,
        wording::list(&places, "and"),
        wording::code_list(&regions, "and")
    );
    if differing.iter().all(|resident| resident.slot.resource() == Some("oauth-domain")) {
        message.push_str("; a user pool has its login pages in its own region");
        return message;
    }
    let by_region = scene.readers(stated);
    let of_ids = |library: &Library| differing.iter().any(|resident| scene.readers(resident.slot).contains(library));
    let by_id: Vec<Library> =
        [Library::Js].into_iter().filter(|library| !by_region.contains(library)).filter(of_ids).collect();
    match (by_id.as_slice(), by_region.as_slice()) {
        (_, []) => message.push_str(", and no library goes by it any more"),
        ([], some) => message.push_str(&format!("; {} by {}", wording::libraries(some, "goes", "go"), stated.place())),
        (ids, some) => message.push_str(&format!(
            "; {} by the id and {} by {}",
            wording::libraries(ids, "goes", "go"),
            wording::list(&some.iter().map(|library| library.name()).collect::<Vec<_>>(), "and"),
            stated.place()
        )),
    }
    message
}

/// The same name declared elsewhere in the file with another region: both region fields.
fn twin<'s, 'd>(scene: &'s Scene<'d>, slot: &'s Slot<'d>) -> Option<(&'s Slot<'d>, &'s Slot<'d>)> {
    let at = &slot.keywords.refers_to.as_ref()?.at;
    let own = scene.region_slot(slot)?;
    let root = scene.document.tree.root();
    let same = resolve(root, slot.node, 0, at).into_iter().filter(|node| node.as_str().as_deref() == Some(&*slot.text));
    let twins: Vec<&Slot<'_>> = same
        .filter_map(|node| scene.slot_of(node))
        .filter_map(|other| scene.region_slot(other))
        .filter(|region| region.node != own.node)
        .collect();
    let is_known = |slot: &Slot<'_>| region_title(&slot.text).is_some() && !scene.settled.contains(&slot.node.id());
    let agrees = twins.iter().any(|other| other.text == own.text);
    twins.into_iter().find(|other| !agrees && is_known(other) && is_known(own)).map(|other| (own, other))
}

fn differing_twin(scene: &Scene<'_>, slot: &Slot<'_>, own: &Slot<'_>, other: &Slot<'_>) -> Finding {
    let message = format!(
        "{} is in `{}` here and in `{}` where it is listed; it can be in one region only",
        slot.shown(),
        own.text,
        other.text
    );
    let set = |slot: &Slot<'_>, region: &str| vec![slot.replace(region)];
    let diagnostic = Diagnostic::new("region-mismatch", Severity::Warning, own.node.range(), message)
        .with_related(&scene.document.path, other.node.range(), "here it is another one")
        .with_fix(Fix::likely(format!("Set {} to `{}`", own.place(), other.text), set(own, &other.text)))
        .with_fix(Fix::possible(format!("Set the listed one to `{}`", own.text), set(other, &own.text)));
    Finding { diagnostic, settles: vec![own.node.id(), other.node.id()] }
}
