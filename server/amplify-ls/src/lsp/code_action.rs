//! Code actions as the editor asks for them: by kind, for the diagnostics it shows, with the edit now or later.

use std::ops::Range;

use amplify_config::{
    Action, ActionKind, Append, Diagnostic, Document, PoolId, REMOVE_COGNITO, REMOVE_COGNITO_USERS, REPLACE_BY_HAND,
    code_actions, fix_all, is_plain_json, new_files, other_pools, remove_cognito, remove_cognito_and_users,
    replace_pool, replace_pool_by_hand,
};
use amplify_json::edit::Edit;
use serde::{Deserialize, Serialize};

use super::lsp_types as lsp;
use super::to_proto::{self, SOURCE};
use super::view::View;
use super::workspace_edit::{new_file, snippet_edit, workspace_edit};

/// The kind of the action that applies every safe fix.
pub(crate) const FIX_ALL: lsp::CodeActionKind =
    lsp::CodeActionKind::Custom(std::borrow::Cow::Borrowed("source.fixAll.amplify"));

/// What an action carries until its edit is asked for: enough to find it again in the same text.
#[derive(Serialize, Deserialize)]
struct Later {
    uri: String,
    version: Option<i32>,
    start: usize,
    end: usize,
    title: String,
    // Only where it holds: lsp-mode of Emacs hands `false` back as `null`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    all: bool,
    /// The user pool that is to be put there: what follows from it is asked for with the edit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pool: Option<String>,
}

/// The actions for a request.
pub(crate) fn actions(view: &View<'_>, range: lsp::Range, context: &lsp::CodeActionContext) -> Vec<lsp::CodeAction> {
    let asked = view.bytes(range);
    let bytes = reach(view, &asked, context);
    let mut actions = Vec::new();
    if wants(context, "quickfix") {
        for action in code_actions(&view.project, &view.path, bytes.clone()) {
            let is_near = action
                .diagnostic
                .as_ref()
                .is_none_or(|diagnostic| is_plain_json(diagnostic.code) || touches(&diagnostic.range, &asked));
            if action.kind == ActionKind::QuickFix && is_near {
                actions.extend(quick_fix(view, &bytes, action, context));
            }
        }
    }
    if wants(context, "refactor.rewrite") {
        let offered = code_actions(&view.project, &view.path, asked.clone()).into_iter();
        for found in offered.filter(|action| action.kind == ActionKind::Rewrite) {
            let later = later(view, &asked, &found.title, false);
            let action = action(view, found.title, &found.edits, None, later);
            actions.extend(
                action.map(|action| lsp::CodeAction { kind: Some(lsp::CodeActionKind::RefactorRewrite), ..action }),
            );
        }
    }
    let is_automatic = context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic);
    if wants(context, "refactor.rewrite") {
        actions.extend(replacements(view, &asked));
        // It can always be done, so nobody need be told while the cursor passes by.
        if !is_automatic && let Some(edit) = by_hand(view, asked.clone()) {
            let later = later(view, &asked, REPLACE_BY_HAND, false);
            let kind = Some(lsp::CodeActionKind::RefactorRewrite);
            actions.push(lsp::CodeAction { kind, ..offered(view, REPLACE_BY_HAND.to_owned(), edit, later) });
        }
    }
    // Not on every move of the cursor: to know whether there is something to fix, all of it is fixed.
    if wants(context, "source.fixAll.amplify") && (context.only.is_some() || !is_automatic) {
        let edits = fix_all(&view.project, &view.path);
        if !edits.is_empty() {
            let title = "Apply all safe fixes to this Amplify file".to_owned();
            let later = later(view, &bytes, &title, true);
            let action = action(view, title, &edits, None, later);
            actions.extend(action.map(|action| lsp::CodeAction { kind: Some(FIX_ALL), ..action }));
        }
    }
    // Whoever wants something mended is not to search for it among what can be done with the whole file.
    let is_undisturbed = !is_automatic && actions.iter().all(|action| action.kind == Some(FIX_ALL));
    if wants(context, "refactor") && (context.only.is_some() || is_undisturbed) {
        actions.extend(refactorings(view, &bytes));
    }
    actions
}

/// Other user pools for the one at a place. An editor that asks for the edit later is offered also those of which
/// nothing is known yet but that they are there.
fn replacements(view: &View<'_>, asked: &Range<usize>) -> Vec<lsp::CodeAction> {
    let offer = |(title, pool): (String, PoolId)| {
        let later = Later { pool: Some(pool.as_str().to_owned()), ..later(view, asked, &title, false) };
        let action = if view.profile.resolves_edits {
            offered(view, title, lsp::WorkspaceEdit::default(), later)
        } else {
            let edits = replace_pool(&view.project, &view.path, &pool).filter(|edits| !edits.is_empty())?;
            action(view, title, &edits, None, later)?
        };
        Some(lsp::CodeAction { kind: Some(lsp::CodeActionKind::RefactorRewrite), ..action })
    };
    other_pools(&view.project, &view.path, asked.clone()).into_iter().filter_map(offer).collect()
}

/// Another user pool where nobody knows one: asked for in tab stops where the editor has them.
fn by_hand(view: &View<'_>, asked: Range<usize>) -> Option<lsp::WorkspaceEdit> {
    let by_hand = replace_pool_by_hand(&view.project, &view.path, asked)?;
    if view.profile.snippet_edits {
        return Some(snippet_edit(view, by_hand.snippets));
    }
    workspace_edit(view, &by_hand.placeholders, None)
}

/// What can be taken out of a file of any kind.
type Removal = (&'static str, fn(&Document) -> Vec<Edit>);
const REMOVALS: [Removal; 2] = [(REMOVE_COGNITO, remove_cognito), (REMOVE_COGNITO_USERS, remove_cognito_and_users)];

/// What can be done with the file as a whole.
fn refactorings(view: &View<'_>, bytes: &Range<usize>) -> Vec<lsp::CodeAction> {
    let removals = REMOVALS.iter().filter_map(|(title, edits)| {
        let edits = edits(&view.document);
        let later = later(view, bytes, title, false);
        (!edits.is_empty()).then(|| action(view, (*title).to_owned(), &edits, None, later))?
    });
    let files = if view.profile.creates_files { new_files(&view.project, &view.path) } else { Vec::new() };
    let files = files.into_iter().filter_map(|file| {
        let edit = new_file(view, &file)?;
        let later = later(view, bytes, &file.title, false);
        Some(offered(view, file.title, edit, later))
    });
    let kind = Some(lsp::CodeActionKind::Refactor);
    files.chain(removals).map(|action| lsp::CodeAction { kind: kind.clone(), ..action }).collect()
}

/// The range to look for fixes in: what was asked for, and around what other JSON tools show there also the white
/// space: they report a missing comma at the token behind it, and we at the place where it goes.
fn reach(view: &View<'_>, asked: &Range<usize>, context: &lsp::CodeActionContext) -> Range<usize> {
    let others = context.diagnostics.iter().filter(|shown| shown.source.as_deref() != Some(SOURCE));
    let mut reach = asked.clone();
    for bytes in others.map(|shown| around(view, shown)).filter(|bytes| touches(bytes, asked)) {
        reach = reach.start.min(bytes.start)..reach.end.max(bytes.end);
    }
    reach
}

/// The bytes of a diagnostic in the editor with the white space around them.
fn around(view: &View<'_>, shown: &lsp::Diagnostic) -> Range<usize> {
    let bytes = view.bytes(shown.range);
    let (before, behind) = (&view.document.text()[..bytes.start], &view.document.text()[bytes.end..]);
    before.trim_end().len()..bytes.end + behind.len() - behind.trim_start().len()
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Asked for all kinds, for this one, or for one that contains it.
fn wants(context: &lsp::CodeActionContext, kind: &str) -> bool {
    let Some(only) = &context.only else { return true };
    only.iter().any(|only| {
        let only = name(only);
        only.is_empty() || kind.strip_prefix(&only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn name(kind: &lsp::CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn quick_fix(
    view: &View<'_>,
    bytes: &Range<usize>,
    found: Action,
    context: &lsp::CodeActionContext,
) -> Option<lsp::CodeAction> {
    // A line in our project file does not hide what another server shows.
    if found.append.is_some() && found.diagnostic.as_ref().is_some_and(|diagnostic| is_hidden(view, diagnostic)) {
        return None;
    }
    let later = later(view, bytes, &found.title, false);
    let diagnostics = found.diagnostic.as_ref().map(|diagnostic| linked(view, diagnostic, context));
    Some(lsp::CodeAction {
        kind: Some(lsp::CodeActionKind::QuickFix),
        diagnostics: diagnostics.filter(|diagnostics| !diagnostics.is_empty()),
        is_preferred: (found.preferred && view.profile.preferred_actions).then_some(true),
        ..action(view, found.title, &found.edits, found.append.as_ref(), later)?
    })
}

/// `None` if the editor cannot do it.
fn action(
    view: &View<'_>,
    title: String,
    edits: &[Edit],
    append: Option<&Append>,
    later: Later,
) -> Option<lsp::CodeAction> {
    workspace_edit(view, edits, append).map(|edit| offered(view, title, edit, later))
}

/// With its edit, or what it takes to find it again if the editor asks for the edit later.
fn offered(view: &View<'_>, title: String, edit: lsp::WorkspaceEdit, later: Later) -> lsp::CodeAction {
    let mut action = lsp::CodeAction { title, ..lsp::CodeAction::default() };
    if view.profile.resolves_edits {
        action.data = serde_json::to_value(later).ok();
    } else {
        action.edit = Some(edit);
    }
    action
}

fn later(view: &View<'_>, bytes: &Range<usize>, title: &str, all: bool) -> Later {
    Later {
        uri: view.uri.0.clone(),
        version: view.version,
        start: bytes.start,
        end: bytes.end,
        title: title.to_owned(),
        all,
        pool: None,
    }
}

/// Another JSON server shows the fault, and we do not.
fn is_hidden(view: &View<'_>, diagnostic: &Diagnostic) -> bool {
    is_plain_json(diagnostic.code) && view.settings.builtin_json_server
}

/// The diagnostics in the editor that the fix of `diagnostic` mends: ours as the editor hands it over, and for a fault
/// that every JSON tool reports, those of others in the same place.
fn linked(view: &View<'_>, diagnostic: &Diagnostic, context: &lsp::CodeActionContext) -> Vec<lsp::Diagnostic> {
    let own = to_proto::diagnostic(view, diagnostic);
    let is_plain = is_plain_json(diagnostic.code);
    let is_same = |shown: &lsp::Diagnostic| {
        shown.source.as_deref() == Some(SOURCE) && shown.code == own.code && shown.range == own.range
    };
    let is_other = |shown: &lsp::Diagnostic| {
        is_plain && shown.source.as_deref() != Some(SOURCE) && touches(&around(view, shown), &diagnostic.range)
    };
    let mut linked: Vec<lsp::Diagnostic> =
        context.diagnostics.iter().filter(|shown| is_same(shown) || is_other(shown)).cloned().collect();
    if !is_hidden(view, diagnostic) && !linked.iter().any(is_same) {
        linked.push(own);
    }
    linked
}

/// The document an action was offered for; `None` if we did not offer it.
pub(crate) fn document_of(action: &lsp::CodeAction) -> Option<lsp::Uri> {
    Some(read_later(action)?.uri.into())
}

fn read_later(action: &lsp::CodeAction) -> Option<Later> {
    serde_json::from_value(action.data.clone()?).ok()
}

/// The user pool that an action puts into a file: what it is like must be known before its edit is.
pub(crate) fn pool_of(action: &lsp::CodeAction) -> Option<PoolId> {
    PoolId::new(&read_later(action)?.pool?)
}

/// The edit of an action offered before; `None` if the text is another by now.
pub(crate) fn edit_of(view: &View<'_>, action: &lsp::CodeAction) -> Option<lsp::WorkspaceEdit> {
    let later = read_later(action).filter(|later| later.version == view.version)?;
    if later.all {
        return workspace_edit(view, &fix_all(&view.project, &view.path), None);
    }
    if let Some(pool) = later.pool {
        return workspace_edit(view, &replace_pool(&view.project, &view.path, &PoolId::new(&pool)?)?, None);
    }
    if let Some((_, edits)) = REMOVALS.iter().find(|(title, _)| *title == later.title) {
        return workspace_edit(view, &edits(&view.document), None);
    }
    if later.title == REPLACE_BY_HAND {
        return by_hand(view, later.start..later.end);
    }
    let found = code_actions(&view.project, &view.path, later.start..later.end);
    let Some(found) = found.into_iter().find(|found| found.title == later.title) else {
        let file = new_files(&view.project, &view.path).into_iter().find(|file| file.title == later.title)?;
        return new_file(view, &file);
    };
    workspace_edit(view, &found.edits, found.append.as_ref())
}
