//! Keys and values that fit at a place.
//!
//! `cursor` tells what belongs there, `keys` and `values` what the schema and the file have to offer for it,
//! `skeleton` how a whole value is written.

mod account;
mod keys;
pub(crate) mod skeleton;
#[cfg(test)]
mod tests;
mod values;

use std::ops::Range;

use amplify_json::Node;
use amplify_json::edit::Edit;

use crate::cursor::{Place, Slot, place};
use crate::document::Document;
use crate::features::completion::skeleton::Skeleton;
use crate::features::wanted_lookups::lookups_at;
use crate::file_path::FilePath;
use crate::inventory::{Answer, Lookup};
use crate::project::Project;
use crate::recognition::Shape;

/// What an item is, for its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key.
    Property,
    /// One of a fixed set of values.
    EnumMember,
    /// Something that the AWS account has.
    Account,
    /// Any other value.
    Value,
    /// A whole section.
    Snippet,
}

/// One thing that can be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words behind the label: type, or what the value means.
    pub detail: String,
    /// Markdown; may be long.
    pub documentation: String,
    /// What replaces the item's range, as plain text: all of its white space is in it (`asIs`).
    pub text: String,
    /// The same with tab stops in the syntax of LSP snippets, if it has any. Its lines end in `\n` and are indented
    /// relative to the line it begins on, as editors expect of snippets (`adjustIndentation`).
    pub snippet: Option<String>,
    /// Bytes that are replaced: on one line, holding the cursor.
    pub replace: Range<usize>,
    /// Edits elsewhere that belong to it: the comma behind the member before, the region of an id. They do not touch
    /// `replace`.
    pub additional: Vec<Edit>,
    /// What the editor compares with what stands in the range.
    pub filter: String,
    /// Order in the list.
    pub sort: String,
    /// Outdated.
    pub deprecated: bool,
    /// The one to take when in doubt.
    pub preselect: bool,
}

/// A list of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// What fits, unsorted.
    pub items: Vec<CompletionItem>,
    /// Another request may bring more: the editor shall ask again while the user types.
    pub is_incomplete: bool,
}

/// What fits at `offset`.
pub fn completion(project: &Project, path: &FilePath, offset: usize) -> Completion {
    let Some(document) = project.document(path) else { return Completion::default() };
    let Some(knowledge) = document.knowledge() else { return Completion::default() };
    if matches!(document.recognition.shape, Shape::JsonSchema | Shape::ResourcesConfig | Shape::MobileSdk) {
        return Completion::default();
    }
    let schema = &knowledge.schema;
    let (offers, slot) = match place(document, offset) {
        Place::Nowhere => return Completion::default(),
        Place::File(slot) => (keys::files(document, knowledge), slot),
        Place::Key(member, slot) => {
            let object = member.container().and_then(|object| Some((object, schema.at(object)?)));
            let offers = object
                .map(|(object, id)| keys::names(project, document, knowledge, object, id, member, slot.in_quotes));
            (offers.unwrap_or_default(), slot)
        }
        Place::Member(object, current, slot) => {
            let id = schema.at(object);
            let offers = id.map(|id| keys::members(project, document, knowledge, object, id, current, slot.one_line));
            (offers.unwrap_or_default(), slot)
        }
        Place::Hole(at, slot) | Place::Value(at, slot) => {
            let offers = schema.at(at).map(|id| values::values(project, document, knowledge, at, id, &slot));
            (offers.unwrap_or_default(), slot)
        }
        Place::Item(array, slot) => {
            let id = schema.at(array).and_then(|id| schema.item(id));
            let offers = id.map(|id| values::values(project, document, knowledge, array, id, &slot));
            (offers.unwrap_or_default(), slot)
        }
    };
    let mut completion = finish(document, &slot, offers);
    completion.is_incomplete |= is_loading(project, path, offset);
    completion
}

/// Somebody asks AWS, and what belongs here has not come yet, or not all of it.
fn is_loading(project: &Project, path: &FilePath, offset: usize) -> bool {
    let inventory = project.inventory();
    let is_open = |lookup: &Lookup| match inventory.entry(lookup) {
        None => true,
        Some(entry) => match &entry.answer {
            Answer::Known(facts) => !facts.is_whole(),
            Answer::Absent | Answer::Unavailable(_) => false,
        },
    };
    project.asks_account() && lookups_at(project, path, offset).iter().any(is_open)
}

/// Something that fits, before it is known what the place needs around it.
#[derive(Default)]
struct Offer {
    label: String,
    kind: Option<CompletionKind>,
    detail: String,
    documentation: String,
    skeleton: Skeleton,
    deprecated: bool,
    preselect: bool,
    /// What is written where that is not the label: a name stands for an id.
    id: Option<String>,
    edits: Vec<Edit>,
}

/// The node stands in content that a machine made: nothing is completed there.
fn is_generated(document: &Document, node: Node<'_>) -> bool {
    std::iter::once(node)
        .chain(node.ancestors())
        .filter_map(|node| document.subschema(node))
        .any(|(knowledge, id)| knowledge.keywords(id).generated)
}

/// Those whose name or id holds what was typed, those that begin with it first; all of them where a whole id stands
/// there already, or nothing fits.
fn fitting(offers: Vec<Offer>, whole: &str, typed: &str) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let names = |offer: &Offer| [offer.label.to_lowercase(), offer.id.as_deref().unwrap_or_default().to_lowercase()];
    let is_whole = offers.iter().any(|offer| offer.id.as_deref().unwrap_or(&offer.label) == whole);
    let holds = |offer: &Offer| names(offer).iter().any(|name| name.contains(&typed));
    if is_whole || !offers.iter().any(holds) {
        return offers;
    }
    let mut offers: Vec<Offer> = offers.into_iter().filter(holds).collect();
    offers.sort_by_key(|offer| !names(offer).iter().any(|name| name.starts_with(&typed)));
    offers
}

/// Makes items of what fits, for this place.
fn finish(document: &Document, slot: &Slot, offers: Vec<Offer>) -> Completion {
    let text = document.text();
    let whole = &text[slot.content.clone()];
    let typed = &text[slot.content.start..slot.offset.clamp(slot.content.start, slot.content.end)];
    let begins = |label: &str| label.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
    // Things of the account are found by name and by id, which no editor does by itself: it is told that all of them fit
    // what stands there, and asks again with each letter.
    let by_id = offers.iter().any(|offer| offer.id.is_some());
    let offers = if by_id { fitting(offers, whole, typed) } else { offers };
    let is_complete = by_id || offers.iter().any(|offer| offer.label == whole);
    // What is being typed narrows the list; what stands there already must not hide everything else.
    let narrows = whole.is_empty() && !by_id || !is_complete && offers.iter().any(|offer| begins(&offer.label));
    let around = (&text[slot.replace.start..slot.content.start], &text[slot.content.end..slot.replace.end]);
    let items: Vec<CompletionItem> = offers
        .into_iter()
        .enumerate()
        .map(|(number, offer)| CompletionItem {
            text: offer.skeleton.plain(document, slot),
            snippet: offer.skeleton.snippet(document, slot),
            replace: slot.replace.clone(),
            additional: {
                let apart = |edit: &&Edit| edit.end < slot.replace.start || edit.start > slot.replace.end;
                let mut edits: Vec<Edit> = slot.comma.iter().chain(offer.edits.iter().filter(apart)).cloned().collect();
                edits.sort();
                edits
            },
            filter: if narrows {
                format!("{}{}{}", around.0, offer.label, around.1)
            } else {
                text[slot.replace.clone()].to_owned()
            },
            sort: format!("{number:04}"),
            kind: offer.kind.unwrap_or(CompletionKind::Value),
            label: offer.label,
            detail: offer.detail,
            documentation: offer.documentation,
            deprecated: offer.deprecated,
            preselect: offer.preselect,
        })
        .collect();
    Completion { is_incomplete: !narrows && !items.is_empty(), items }
}
