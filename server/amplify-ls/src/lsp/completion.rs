//! Completion lists as the editor takes them, and the documentation of their items, which is handed over when asked
//! for.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use amplify_config::{Completion, CompletionItem, CompletionKind};
use serde_json::{Value, json};

use super::lsp_types as lsp;
use super::markdown;
use super::to_proto;
use super::view::View;

/// So many lists keep their documentation: an editor asks for items of a list while the next one is on its way.
const KEPT: usize = 4;

/// The documentation of the lists given last.
#[derive(Default)]
pub(crate) struct Documentation(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// How many lists were given: the number of the last one.
    given: u64,
    /// The texts of a list, with its number.
    lists: VecDeque<(u64, Vec<String>)>,
}

impl Documentation {
    /// Keeps the documentation of a list and gives its number.
    fn keep(&self, texts: Vec<String>) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.given += 1;
        let number = kept.given;
        kept.lists.push_back((number, texts));
        if kept.lists.len() > KEPT {
            kept.lists.pop_front();
        }
        number
    }

    /// The documentation of the item that bears `data`.
    pub(crate) fn of(&self, data: &Value) -> Option<String> {
        let (list, item) = (data.get("list")?.as_u64()?, data.get("item")?.as_u64()?);
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, texts) = kept.lists.iter().find(|(number, _)| *number == list)?;
        texts.get(usize::try_from(item).ok()?).cloned()
    }
}

/// A text as the editor shows documentation.
pub(crate) fn documentation(text: String, with_markdown: bool) -> lsp::Documentation {
    if with_markdown {
        lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: text }.into()
    } else {
        markdown::plain(&text).into()
    }
}

/// The list, for a cursor at `offset`.
pub(crate) fn list(view: &View<'_>, offset: usize, found: Completion, kept: &Documentation) -> lsp::CompletionList {
    let number = view
        .profile
        .resolves_documentation
        .then(|| kept.keep(found.items.iter().map(|item| item.documentation.clone()).collect()));
    let items = found.items.into_iter().enumerate().map(|(at, found)| {
        let documentation = found.documentation.clone();
        let mut item = item(view, offset, found);
        match number {
            _ if documentation.is_empty() => {}
            Some(list) => item.data = Some(json!({ "list": list, "item": at })),
            None => item.documentation = Some(self::documentation(documentation, view.profile.completion_markdown)),
        }
        item
    });
    lsp::CompletionList { is_incomplete: found.is_incomplete, items: items.collect(), ..Default::default() }
}

#[expect(deprecated, reason = "the only way to tell early clients that an item is outdated")]
fn item(view: &View<'_>, offset: usize, item: CompletionItem) -> lsp::CompletionItem {
    let profile = view.profile;
    let snippet = item.snippet.filter(|_| profile.snippets);
    let format = snippet.is_some().then_some(lsp::InsertTextFormat::Snippet);
    // Plain texts bear the indentation of the place, snippets that of the start of a line.
    let mode = if snippet.is_some() { lsp::InsertTextMode::AdjustIndentation } else { lsp::InsertTextMode::AsIs };
    let new_text = snippet.unwrap_or(item.text);
    let range = view.range(&item.replace);
    // Up to the cursor, or the whole token: the user's choice, where the editor gives it.
    let insert = lsp::Range { start: range.start, end: view.range(&(offset..offset)).end };
    let text_edit = if profile.insert_replace {
        lsp::InsertReplaceEdit { new_text, insert, replace: range }.into()
    } else {
        lsp::TextEdit { range, new_text }.into()
    };
    let detail = Some(item.detail).filter(|detail| !detail.is_empty());
    let (detail, label_details) = match detail {
        Some(detail) if profile.label_details => {
            (None, Some(lsp::CompletionItemLabelDetails { description: Some(detail), detail: None }))
        }
        detail => (detail, None),
    };
    lsp::CompletionItem {
        kind: Some(match item.kind {
            CompletionKind::Property => lsp::CompletionItemKind::Property,
            CompletionKind::EnumMember if profile.all_completion_kinds => lsp::CompletionItemKind::EnumMember,
            CompletionKind::Account if profile.all_completion_kinds => lsp::CompletionItemKind::Constant,
            CompletionKind::EnumMember | CompletionKind::Account | CompletionKind::Value => {
                lsp::CompletionItemKind::Value
            }
            CompletionKind::Snippet => lsp::CompletionItemKind::Snippet,
        }),
        label_details,
        detail,
        tags: (item.deprecated && profile.completion_deprecated_tag).then(|| vec![lsp::CompletionItemTag::Deprecated]),
        deprecated: (item.deprecated && !profile.completion_deprecated_tag && profile.completion_deprecated)
            .then_some(true),
        preselect: (item.preselect && profile.preselect).then_some(true),
        sort_text: Some(item.sort),
        filter_text: Some(item.filter),
        insert_text_format: format,
        insert_text_mode: profile.insertion_modes.then_some(mode),
        text_edit: Some(text_edit),
        additional_text_edits: Some(to_proto::text_edits(view, &item.additional)).filter(|edits| !edits.is_empty()),
        label: item.label,
        ..lsp::CompletionItem::default()
    }
}
