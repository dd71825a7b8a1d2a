//! Code actions as the editor asks for them: by kind, for the diagnostics it shows, with the edit now or later.

use amplify_config::{Action, ActionKind, Diagnostic, code_actions, fix_all, is_plain_json};
use amplify_json::edit::Edit;
use serde::{Deserialize, Serialize};

use super::lsp_types as lsp;
use super::to_proto::{self, SOURCE};
use super::view::View;

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
    all: bool,
}

/// The actions for a request.
pub(crate) fn actions(view: &View<'_>, range: lsp::Range, context: &lsp::CodeActionContext) -> Vec<lsp::CodeAction> {
    let bytes = view.bytes(range);
    let mut actions = Vec::new();
    if wants(context, "quickfix") {
        for action in code_actions(&view.project, &view.path, bytes.clone()) {
            if action.kind == ActionKind::QuickFix {
                actions.push(quick_fix(view, &bytes, action, context));
            }
        }
    }
    // Not on every move of the cursor: to know whether there is something to fix, all of it is fixed.
    let is_automatic = context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic);
    if wants(context, "source.fixAll.amplify") && (context.only.is_some() || !is_automatic) {
        let edits = fix_all(&view.project, &view.path);
        if !edits.is_empty() {
            let title = "Apply all safe fixes to this Amplify file".to_owned();
            let later = later(view, &bytes, &title, true);
            actions.push(lsp::CodeAction { kind: Some(FIX_ALL), ..action(view, title, &edits, later) });
        }
    }
    actions
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
    bytes: &std::ops::Range<usize>,
    found: Action,
    context: &lsp::CodeActionContext,
) -> lsp::CodeAction {
    let later = later(view, bytes, &found.title, false);
    let diagnostics = found.diagnostic.as_ref().map(|diagnostic| linked(view, diagnostic, context));
    lsp::CodeAction {
        kind: Some(lsp::CodeActionKind::QuickFix),
        diagnostics: diagnostics.filter(|diagnostics| !diagnostics.is_empty()),
        is_preferred: (found.preferred && view.profile.preferred_actions).then_some(true),
        ..action(view, found.title, &found.edits, later)
    }
}

fn action(view: &View<'_>, title: String, edits: &[Edit], later: Later) -> lsp::CodeAction {
    let mut action = lsp::CodeAction { title, ..lsp::CodeAction::default() };
    if view.profile.resolves_edits {
        action.data = serde_json::to_value(later).ok();
    } else {
        action.edit = Some(to_proto::workspace_edit(view, edits));
    }
    action
}

fn later(view: &View<'_>, bytes: &std::ops::Range<usize>, title: &str, all: bool) -> Later {
    Later {
        uri: view.uri.0.clone(),
        version: view.version,
        start: bytes.start,
        end: bytes.end,
        title: title.to_owned(),
        all,
    }
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
        let bytes = view.bytes(shown.range);
        let touches = bytes.start <= diagnostic.range.end && diagnostic.range.start <= bytes.end;
        is_plain && shown.source.as_deref() != Some(SOURCE) && touches
    };
    let mut linked: Vec<lsp::Diagnostic> =
        context.diagnostics.iter().filter(|shown| is_same(shown) || is_other(shown)).cloned().collect();
    let is_shown = !(is_plain && view.settings.builtin_json_server);
    if is_shown && !linked.iter().any(is_same) {
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

/// The edit of an action offered before; `None` if the text is another by now.
pub(crate) fn edit_of(view: &View<'_>, action: &lsp::CodeAction) -> Option<lsp::WorkspaceEdit> {
    let later = read_later(action).filter(|later| later.version == view.version)?;
    let edits = if later.all {
        fix_all(&view.project, &view.path)
    } else {
        let found = code_actions(&view.project, &view.path, later.start..later.end);
        found.into_iter().find(|found| found.title == later.title)?.edits
    };
    Some(to_proto::workspace_edit(view, &edits))
}
