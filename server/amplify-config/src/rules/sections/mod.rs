//! What whole sections are good for: those that no library looks into, services that end, what was left in them.

pub(super) mod no_effect;
pub(super) mod pinpoint;
pub(super) mod unfilled;
pub(super) mod unit;

use amplify_json::Node;

use crate::document::Document;

/// The value at the end of a path of names, from the top of the file.
fn at<'d>(document: &'d Document, path: &[&str]) -> Option<Node<'d>> {
    path.iter().try_fold(document.tree.root(), |node, name| node.get(name))
}
