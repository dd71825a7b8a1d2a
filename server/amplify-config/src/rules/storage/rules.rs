//! The rules of access of a file, for the checks of this topic.

use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::rules::sound;

/// What stands in a path for the identity id of the owner.
pub(super) const OWNER: &str = "${cognito-identity.amazonaws.com:sub}";

/// One path of a bucket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'d> {
    pub(super) key: Node<'d>,
    /// The object of all paths of the bucket.
    pub(super) paths: Node<'d>,
    /// Roles and what each may do.
    pub(super) rule: Node<'d>,
}

/// All buckets of the file; none when the list holds anything else.
pub(super) fn buckets<'d>(document: &'d Document) -> Vec<Node<'d>> {
    let storage = document.tree.root().get("storage").filter(|_| document.kind() == Some(ConfigKind::Outputs));
    let list = storage.and_then(|storage| storage.get("buckets")).filter(|list| list.kind() == Kind::Array);
    let items: Vec<Node<'d>> = list.into_iter().flat_map(Node::items).collect();
    if items.iter().all(|item| item.kind() == Kind::Object) { items } else { Vec::new() }
}

/// All paths of all buckets whose keys and rules can be judged.
pub(super) fn paths<'d>(document: &'d Document) -> Vec<Path<'d>> {
    let objects = buckets(document).into_iter().filter_map(|bucket| sound::container(document, bucket.get("paths")?));
    let members = objects.flat_map(|paths| paths.members().map(move |member| (paths, member)));
    let found = members.filter_map(|(paths, member)| {
        let key = member.key().filter(|key| !key.is_damaged())?;
        let rule = sound::container(document, member.value()?).filter(|rule| rule.kind() == Kind::Object)?;
        Some(Path { key, paths, rule })
    });
    found.collect()
}

/// The groups of `auth.groups`, in their order; `None` when the file does not list them, or not in a way to be relied
/// upon.
pub(super) fn groups<'d>(document: &'d Document) -> Option<Vec<Node<'d>>> {
    let list = document.tree.root().get("auth")?.get("groups").filter(|list| list.kind() == Kind::Array)?;
    let items: Option<Vec<Node<'d>>> = sound::container(document, list)?
        .items()
        .map(|item| sound::container(document, item).filter(|item| item.kind() == Kind::Object))
        .collect();
    let members: Vec<Node<'d>> = items?.into_iter().flat_map(Node::members).collect();
    let is_group = |member: &Node<'d>| member.value().is_some_and(|settings| settings.kind() == Kind::Object);
    members.iter().all(is_group).then(|| members.into_iter().filter_map(Node::key).collect())
}
