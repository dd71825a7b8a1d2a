//! Ids that stand in each other's places, or in a place that is not theirs.

use super::forms::{self, Form, IdKind};
use super::{Finding, Scene, Slot};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids;
use crate::wording;

/// More wrong values than this were not exchanged with one another.
const FEW: usize = 12;

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    let slots: Vec<&Slot<'_>> = scene.open().filter(|slot| has_form(slot)).collect();
    let mut wrong: Vec<&Slot<'_>> = slots.iter().copied().filter(|slot| is_wrong(slot)).collect();
    wrong.truncate(FEW);
    let mut found = Vec::new();
    let mut used: Vec<&Slot<'_>> = Vec::new();
    for ring in rings(&wrong, &slots) {
        if ring.iter().all(|slot| !used.iter().any(|other| other.node == slot.node)) {
            found.push(exchanged(scene, &ring));
            used.extend(ring);
        }
    }
    wrong.retain(|slot| !used.iter().any(|other| other.node == slot.node));
    found.extend(wrong.into_iter().filter_map(|slot| stranger(scene, slot, &slots)));
    found
}

/// The field holds something that has a form.
fn has_form(slot: &Slot<'_>) -> bool {
    let is_address = ["appsync-api", "appsync-events-api", "rest-api", "oauth-domain"];
    forms::kind(slot.resource()).is_some_and(|kind| kind.is_distinct || kind.resource == "bucket")
        || slot.resource().is_some_and(|resource| is_address.contains(&resource))
}

/// How a text would fit the field.
fn fit(slot: &Slot<'_>, text: &str) -> Form {
    let is_exact = |is_so: bool| if is_so { Form::Exact } else { Form::Impossible };
    match (forms::kind(slot.resource()), slot.resource()) {
        (Some(kind), _) => (kind.judge)(text),
        // Hosts of other services are no domain for sign-in; a bucket's address is one of them.
        (None, Some("oauth-domain")) => {
            is_exact(text.contains('.') && ids::is_host_name(text) && !text.contains(".amazonaws."))
        }
        (None, _) => is_exact(ids::address(text).is_some_and(|address| !address.host.is_empty())),
    }
}

/// The text is certainly nothing that belongs into its field.
fn is_wrong(slot: &Slot<'_>) -> bool {
    fit(slot, &slot.text) == Form::Impossible || foreign_kind(slot).is_some()
}

/// What the text is, when it can be nothing else and is not what its field names.
fn foreign_kind(slot: &Slot<'_>) -> Option<&'static IdKind> {
    let kind = forms::distinct_kind(&slot.text).filter(|kind| Some(kind.resource) != slot.resource())?;
    // Buckets may have any name; one that looks like an id is not wrong for that alone.
    let may_be = slot.resource() == Some("bucket") && ["user-pool-client", "pinpoint-app"].contains(&kind.resource);
    let is_host = slot.resource() == Some("oauth-domain");
    (!may_be && !is_host).then_some(kind)
}

/// Two or three fields of different kinds whose texts fit when each goes to the next.
fn rings<'s, 'd>(wrong: &[&'s Slot<'d>], all: &[&'s Slot<'d>]) -> Vec<Vec<&'s Slot<'d>>> {
    let differ = |one: &Slot<'_>, other: &Slot<'_>| one.resource() != other.resource();
    let is_exact = |slot: &Slot<'_>, from: &Slot<'_>| fit(slot, &from.text) == Form::Exact;
    let is_like = |slot: &Slot<'_>, from: &Slot<'_>| fit(slot, &from.text) != Form::Impossible;
    let mut found: Vec<Vec<&Slot<'_>>> = Vec::new();
    for &one in wrong {
        let both_wrong = |other: &Slot<'_>| wrong.iter().any(|slot| slot.node == other.node);
        let fits = |other: &&&Slot<'_>| {
            differ(one, other)
                && (is_exact(one, other) && is_exact(other, one)
                    || both_wrong(other) && is_like(one, other) && is_like(other, one))
        };
        let partners: Vec<&Slot<'_>> = all.iter().filter(fits).copied().collect();
        let near: Vec<&Slot<'_>> =
            partners.iter().copied().filter(|other| other.node.container() == one.node.container()).collect();
        match (near.as_slice(), partners.as_slice()) {
            ([only], _) | ([], [only]) => found.push(vec![one, only]),
            _ => {}
        }
    }
    for &one in wrong {
        for &two in wrong.iter().filter(|two| differ(one, two) && is_exact(two, one)) {
            let third = wrong.iter().find(|three| differ(two, three) && is_exact(three, two) && is_exact(one, three));
            found.extend(third.filter(|three| differ(one, three)).map(|three| vec![one, two, three]));
        }
    }
    found
}

/// What stands in a field by rights.
fn belongs(slot: &Slot<'_>) -> &'static str {
    match (forms::kind(slot.resource()), slot.resource()) {
        (Some(kind), _) => kind.name,
        (None, Some("oauth-domain")) => "a domain",
        (None, _) => "the address of an API",
    }
}

/// One finding for all that were exchanged. Each text goes to the next place.
fn exchanged(scene: &Scene<'_>, ring: &[&Slot<'_>]) -> Finding {
    let mut ring = ring.to_vec();
    let first = (0..ring.len()).min_by_key(|&at| ring[at].node.range().start).unwrap_or(0);
    ring.rotate_left(first);
    let next = |at: usize| ring[(at + 1) % ring.len()];
    let mut edits: Vec<_> = (0..ring.len()).map(|at| next(at).replace(&ring[at].text)).collect();
    edits.sort();
    let places: Vec<String> = ring.iter().map(|slot| slot.place()).collect();
    let message = match ring.as_slice() {
        [one, two] => {
            let mut holds = belongs(two).to_owned();
            holds.replace_range(..1, &holds[..1].to_uppercase());
            format!("{holds} stands where {} belongs, and the other way round", belongs(one))
        }
        _ => format!("What {} hold belongs into one another's places", wording::list(&places, "and")),
    };
    let title = if places.len() == 2 && places[0] != places[1] {
        format!("Exchange {}", wording::list(&places, "and"))
    } else {
        "Put each id where it belongs".to_owned()
    };
    let severity = ring.iter().map(|slot| scene.severity(slot)).min().unwrap_or(Severity::Warning);
    let mut diagnostic = Diagnostic::new("misplaced-id", severity, ring[0].node.range(), message);
    for slot in &ring[1..] {
        diagnostic =
            diagnostic.with_related(&scene.document.path, slot.node.range(), "this stands in a wrong place too");
    }
    let settles = ring.iter().map(|slot| slot.node.id()).collect();
    Finding { diagnostic: diagnostic.with_fix(Fix::safe(title, edits)), settles }
}

/// An id of another kind, with no place to exchange it with. A region field is looked at elsewhere.
fn stranger(scene: &Scene<'_>, slot: &Slot<'_>, all: &[&Slot<'_>]) -> Option<Finding> {
    let kind = foreign_kind(slot).filter(|_| !slot.is_region())?;
    let twin = all.iter().find(|other| other.resource() == Some(kind.resource) && other.text == slot.text);
    // An API key without its beginning looks like the id of an app client.
    if slot.resource() == Some("appsync-api-key") && kind.resource == "user-pool-client" && twin.is_none() {
        return None;
    }
    let message = format!("{} is {}, and {} belongs here", slot.shown(), kind.name, belongs(slot));
    let mut diagnostic = Diagnostic::new("misplaced-id", scene.severity(slot), slot.node.range(), message);
    if let Some(twin) = twin {
        diagnostic = diagnostic.with_related(&scene.document.path, twin.node.range(), "the same id in its own place");
    }
    Some(Finding::of(slot, diagnostic))
}
