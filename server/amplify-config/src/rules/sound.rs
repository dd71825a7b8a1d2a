//! What a rule may judge: values that nothing else is said of, and members that are certainly absent.
//!
//! Used by rules that compare fields, so that a mistake which has been told already is not told again by what follows
//! from it. Not for rules that speak of the violations themselves.

use std::borrow::Cow;

use amplify_json::schema::Additional;
use amplify_json::{Kind, Node, ViolationKind};

use crate::document::Document;
use crate::spelling::{fold, nearest};

/// The text of a string in which no syntax error stands and which its schema takes.
pub(in crate::rules) fn text<'d>(document: &Document, node: Node<'d>) -> Option<Cow<'d, str>> {
    if node.is_damaged() || document.violations.iter().any(|violation| violation.node == node.id()) {
        return None;
    }
    node.as_str()
}

/// The text of a member, under the same conditions.
pub(in crate::rules) fn text_at<'d>(document: &Document, object: Node<'d>, name: &str) -> Option<Cow<'d, str>> {
    text(document, object.get(name)?)
}

/// A list or object that its schema takes as a whole; what is wrong inside does not count.
pub(in crate::rules) fn container<'d>(document: &Document, node: Node<'d>) -> Option<Node<'d>> {
    let is_wrong = |kind: &ViolationKind| matches!(kind, ViolationKind::WrongType(_));
    let is_container = matches!(node.kind(), Kind::Object | Kind::Array) && !node.is_doubtful();
    let has_wrong_type =
        document.violations.iter().any(|violation| violation.node == node.id() && is_wrong(&violation.kind));
    (is_container && !has_wrong_type).then_some(node)
}

/// The object has no such member, and none that was meant to be it: neither misspelt beside its place, nor at the top
/// of the file. A key that is misspelt is said elsewhere.
pub(in crate::rules) fn is_absent(document: &Document, object: Node<'_>, name: &str) -> bool {
    let root = document.tree.root();
    object.kind() == Kind::Object
        && !object.is_doubtful()
        && !root.is_doubtful()
        && object.member_named(name).is_none()
        && !is_meant_in(document, object, object, name)
        && !has_unknown_key(document, object)
        && (object == root || takes_any_key(document, root) || !is_meant_in(document, root, object, name))
}

/// Where any key is allowed nobody says of one that it belongs elsewhere.
fn takes_any_key(document: &Document, object: Node<'_>) -> bool {
    document
        .subschema(object)
        .is_some_and(|(knowledge, id)| knowledge.subschema(id).additional != Additional::Forbidden)
}

/// Where keys are closed, one that is unknown may be any field under a name that nobody can guess.
fn has_unknown_key(document: &Document, object: Node<'_>) -> bool {
    let Some((knowledge, id)) = document.subschema(object) else { return false };
    let is_known = |own: &str| knowledge.schema.property(id, own).is_some();
    knowledge.subschema(id).additional == Additional::Forbidden
        && object.members().any(|member| !is_known(&member.name()))
}

/// A member of `place`, of which the schema knows nothing there, was meant to be `name` of `object`.
fn is_meant_in(document: &Document, place: Node<'_>, object: Node<'_>, name: &str) -> bool {
    let Some(knowledge) = document.knowledge() else { return false };
    let schema = &knowledge.schema;
    let Some((place_id, id)) = schema.at(place).zip(schema.at(object)) else { return false };
    let others = schema.property(id, name).map(|property| &knowledge.keywords(property).also_known_as);
    let is_other_name = |own: &str| {
        others.into_iter().flatten().any(|other| fold(other.rsplit('/').next().unwrap_or(other)) == fold(own))
    };
    let known = schema.properties(place_id);
    place.members().any(|member| {
        let own = member.name();
        let is_known = known.iter().any(|(known, _)| *known == own);
        !is_known && (nearest(&own, std::iter::once(name)).is_some() || is_other_name(&own))
    })
}
