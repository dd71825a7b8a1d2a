//! Quick fixes and other edits offered at a place.

use std::ops::Range;

use amplify_json::edit::Edit;

use crate::diagnostic::{Append, Diagnostic, Fix};
use crate::document::Document;
use crate::features::diagnostics::diagnostics;
use crate::features::fill::{Extent, fill};
use crate::features::mend::{Mending, mend};
use crate::file_path::FilePath;
use crate::project::Project;
use crate::project_file::PROJECT_FILE;

/// What an action is, in the words editors use to filter them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Mends a diagnostic.
    QuickFix,
    /// Writes something else for something that is not wrong.
    Rewrite,
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
    /// What is to be added to another file.
    pub append: Option<Append>,
    /// The one to take when in doubt.
    pub preferred: bool,
    /// The diagnostic it mends.
    pub diagnostic: Option<Diagnostic>,
}

/// What can be done at `range`: the fixes of the diagnostics that touch it, for each a way not to be told again, and on
/// the id of a user pool to fill in what is known of it.
pub fn code_actions(project: &Project, path: &FilePath, range: Range<usize>) -> Vec<Action> {
    let Some(document) = project.document(path) else { return Vec::new() };
    let touches = |diagnostic: &Diagnostic| diagnostic.range.start <= range.end && range.start <= diagnostic.range.end;
    let touched: Vec<Diagnostic> = diagnostics(project, path).into_iter().filter(touches).collect();
    let fixes =
        touched.iter().flat_map(|diagnostic| diagnostic.fixes.iter().cloned().map(move |fix| (diagnostic, fix)));
    let suppressions = touched.iter().map(|diagnostic| (diagnostic, suppression(project, document, diagnostic)));
    let action = |(diagnostic, fix): (&Diagnostic, Fix)| Action {
        title: fix.title,
        kind: ActionKind::QuickFix,
        edits: fix.edits,
        append: fix.append,
        preferred: fix.preferred,
        diagnostic: Some(diagnostic.clone()),
    };
    let mut actions: Vec<Action> = fixes.chain(suppressions).map(action).collect();
    let pool = document.resource("user-pool").map(|node| node.member().unwrap_or(node).range());
    if pool.is_some_and(|pool| pool.start <= range.end && range.start <= pool.end) {
        actions.extend(fill(project, document, Extent::Missing).map(|fill| Action {
            title: fill.title,
            kind: ActionKind::Rewrite,
            edits: fill.edits,
            append: None,
            preferred: false,
            diagnostic: None,
        }));
    }
    actions
}

/// Tells the project file that this finding is not to be shown.
fn suppression(project: &Project, document: &Document, diagnostic: &Diagnostic) -> Fix {
    let folder = project.home_of(&document.path);
    let file = document.path.relative_to(&folder).unwrap_or(document.path.base_name()).replace('\\', "/");
    let pointer = document.pointer_at(diagnostic.range.start);
    let code = diagnostic.code;
    let lines = format!("\n[[suppress]]\ncode = {code:?}\nfile = {file:?}\nat = {pointer:?}\nreason = \"\"\n");
    let project_file = FilePath::new(format!("{folder}{}{PROJECT_FILE}", if folder.is_empty() { "" } else { "/" }));
    Fix::elsewhere(format!("Suppress `{code}` here in {PROJECT_FILE}"), project_file, lines)
}

/// The edits of all safe fixes, applied until there is nothing left to mend; none when there is nothing to do. The
/// result is one edit from the first to the last changed byte.
pub fn fix_all(project: &Project, path: &FilePath) -> Vec<Edit> {
    let Some(document) = project.document(path) else { return Vec::new() };
    let mended = mend(project, path, Mending::Safe);
    mended.and_then(|mended| difference(document.text(), &mended.text)).into_iter().collect()
}

/// The smallest edit that makes `after` of `before`.
pub(crate) fn difference(before: &str, after: &str) -> Option<Edit> {
    if before == after {
        return None;
    }
    let mut start = before.bytes().zip(after.bytes()).take_while(|(left, right)| left == right).count();
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let room = before.len().min(after.len()) - start;
    let mut end =
        before.bytes().rev().zip(after.bytes().rev()).take(room).take_while(|(left, right)| left == right).count();
    while !before.is_char_boundary(before.len() - end) || !after.is_char_boundary(after.len() - end) {
        end -= 1;
    }
    Some(Edit::replace(start..before.len() - end, &after[start..after.len() - end]))
}
