//! Quick fixes and other edits offered at a place.

use std::ops::Range;

use amplify_json::edit::Edit;

use crate::diagnostic::Diagnostic;
use crate::project::{FilePath, Project};

/// What an action is, in the words editors use to filter them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Mends a diagnostic.
    QuickFix,
    /// Applies every safe fix of the file.
    FixAll,
}

/// An edit offered to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Verb, object, value.
    pub title: String,
    /// What it is.
    pub kind: ActionKind,
    /// Edits of the file it was asked for, which do not overlap.
    pub edits: Vec<Edit>,
    /// The one to take when in doubt.
    pub preferred: bool,
    /// The diagnostic it mends.
    pub diagnostic: Option<Diagnostic>,
}

/// What can be done at `range`: the fixes of the diagnostics that touch it.
pub fn code_actions(_project: &Project, _path: &FilePath, _range: Range<usize>) -> Vec<Action> {
    Vec::new()
}

/// The edits of all safe fixes, applied until there is nothing left to mend; none when there is nothing to do.
pub fn fix_all(_project: &Project, _path: &FilePath) -> Vec<Edit> {
    Vec::new()
}
