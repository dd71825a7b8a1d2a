//! The other configurations of the app that a file belongs to: copies under its name, and what stands beside it.
//!
//! Whether they disagree is for a rule to say; hover shows what they hold.

use crate::document::Document;
use crate::project::Project;

/// The files that stand in the same folder or bear the same name, in the order of their paths. Examples to copy do not
/// count, and a file whose name is none of ours has no siblings.
pub(crate) fn siblings<'p>(project: &'p Project, document: &Document) -> Vec<&'p Document> {
    let counts = |document: &Document| document.recognition.named.is_some() && !document.recognition.is_template;
    if !counts(document) {
        return Vec::new();
    }
    let app = project.app_of(&document.path);
    let is_same_app = |other: &Document| {
        let other = project.app_of(&other.path);
        other == app || is_inside(other, app) || is_inside(app, other)
    };
    let (name, folder) = (document.path.base_name(), document.path.folder());
    let mut others: Vec<&Document> = project.documents().map(|other| &**other).collect();
    others.retain(|other| {
        // What is cheap to tell comes first: there may be thousands.
        let is_near = || other.path.base_name() == name || other.path.folder() == folder;
        counts(other) && is_near() && other.path != document.path && is_same_app(other)
    });
    others.sort_by(|left, right| left.path.cmp(&right.path));
    others
}

/// A folder stands in another one.
fn is_inside(folder: &str, outer: &str) -> bool {
    outer.is_empty() || folder.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['/', '\\']))
}
