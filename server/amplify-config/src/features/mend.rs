//! Applies fixes until there is nothing left to mend.

use std::sync::Arc;

use amplify_json::edit::{Edit, apply};

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::features::diagnostics::diagnostics;
use crate::file_path::FilePath;
use crate::project::{Change, Project};

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Those that cannot change the meaning of anything that worked.
    Safe,
    /// Also those that are the one to take, but should be looked at.
    Likely,
}

/// A text that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// What was done, in the order in which it was.
    pub done: Vec<Done>,
}

/// One fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The kind of fault it mended.
    pub code: Code,
    /// What it did: verb, object, value.
    pub title: String,
    /// The line (from 0) it was at in the text it was applied to: that of the file, or one that fixes have changed.
    pub line: usize,
}

/// More rounds than any chain of fixes needs.
const MAX_ROUNDS: usize = 10;

/// Applies one fix of each diagnostic, again and again until none is left; `None` if the file is not known or there is
/// nothing to do.
pub fn mend(project: &Project, path: &FilePath, which: Mending) -> Option<Mended> {
    let mut project = project.clone();
    let mut mended = Mended { text: project.document(path)?.text().to_owned(), done: Vec::new() };
    for _ in 0..MAX_ROUNDS {
        let document = project.document(path)?.clone();
        let found = diagnostics(&project, path);
        let chosen = choose(&found, which);
        if chosen.is_empty() {
            break;
        }
        let mut edits = Vec::new();
        for (diagnostic, fix) in chosen {
            let line = document.line_at(diagnostic.range.start);
            mended.done.push(Done { code: diagnostic.code, title: fix.title.clone(), line });
            edits.extend(fix.edits.iter().cloned());
        }
        edits.sort();
        mended.text = apply(&mended.text, &edits);
        project.apply(Change::Text(path.clone(), Some(Arc::from(mended.text.as_str()))));
    }
    (!mended.done.is_empty()).then_some(mended)
}

/// One fix of each diagnostic, leaving out those that touch another one's.
fn choose(diagnostics: &[Diagnostic], which: Mending) -> Vec<(&Diagnostic, &Fix)> {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut chosen = Vec::new();
    for diagnostic in diagnostics {
        let may_be_taken = |fix: &&Fix| (fix.safe || which == Mending::Likely && fix.preferred) && fix.append.is_none();
        let Some(fix) = diagnostic.fixes.iter().find(may_be_taken) else { continue };
        let touches = |edit: &Edit| edits.iter().any(|other| edit.start <= other.end && other.start <= edit.end);
        if !fix.edits.iter().any(touches) {
            edits.extend(&fix.edits);
            chosen.push((diagnostic, fix));
        }
    }
    chosen
}
