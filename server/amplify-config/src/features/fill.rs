//! One action that writes into a file what the account says of its user pool.
//!
//! It adds what is missing and puts right what is otherwise; its title says what it writes. It invents nothing: where
//! the account has several app clients or identity pools to choose from, the choice is left to completion. Offered only
//! in a file without syntax errors, for edits of several places must not rest on guesses.

use amplify_json::edit::Edit;

use crate::counterpart::{Counterpart, shown};
use crate::document::Document;
use crate::draft::Draft;
use crate::project::Project;
use crate::wording;

mod content;

/// The edits, and what they write.
pub(crate) struct Fill {
    /// Verb, object, what is written.
    pub(crate) title: String,
    /// In order, and apart from each other.
    pub(crate) edits: Vec<Edit>,
}

/// How much of a file is to say what the account says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What is missing, and the settings of the user pool that are otherwise.
    Missing,
    /// The same in a file whose client and identity pool were chosen: without them.
    Chosen,
    /// Also what stood there for another user pool: groups and login pages.
    Replaced,
}

/// What can be filled in; `None` when nothing is known, or nothing is to be done.
pub(crate) fn fill(project: &Project, document: &Document, extent: Extent) -> Option<Fill> {
    let account = Counterpart::new(project, document)?;
    let pool = account.pool.as_ref()?;
    let is_sound = document.syntax_errors.is_empty() && !pool.node.is_doubtful();
    let mut filling = Filling { account: &account, extent, draft: Draft::new(document.tree.root()) };
    if !is_sound {
        return None;
    }
    content::all(&mut filling, pool);
    let titles: Vec<&str> = filling.draft.titles();
    if titles.is_empty() {
        return None;
    }
    let title = format!("Fill in from the user pool `{}`: {}", shown(&pool.facts.name), wording::list(&titles, "and"));
    Some(Fill { title, edits: filling.draft.edits() })
}

/// What is being filled in, and from what.
struct Filling<'a> {
    account: &'a Counterpart<'a>,
    extent: Extent,
    draft: Draft<'a>,
}

#[cfg(test)]
mod tests;
