//! Commands that an editor can have done, each with the address of a document, and the lines above a place that do so.

use amplify_config::{CodeLens, LensCommand, import_readiness};
use serde_json::Value;

use super::account;
use super::lsp_types as lsp;
use super::view::View;

/// Shows whether the user pool of a document can be imported into an Amplify project. Answers with the whole report.
pub(crate) const IMPORT_READINESS: &str = "amplify-ls.importReadiness";

/// All of them.
pub(crate) const ALL: [&str; 4] = [IMPORT_READINESS, account::CHECK, account::RELOAD, account::NEW_FILE];

/// The document that a command is about: its first argument.
pub(crate) fn document_of(params: &lsp::ExecuteCommandParams) -> Option<lsp::Uri> {
    let first = params.arguments.as_ref()?.first()?;
    serde_json::from_value(first.clone()).ok()
}

/// A report as one line and as a whole; `None` where nothing can be said.
pub(crate) fn report(view: &View<'_>) -> Option<(String, String)> {
    let report = import_readiness(&view.project, &view.path)?;
    Some((report.summary(), report.to_string()))
}

/// A line above a place.
pub(crate) fn lens(view: &View<'_>, lens: &CodeLens) -> lsp::CodeLens {
    let command = match lens.command {
        LensCommand::ImportReadiness => IMPORT_READINESS,
    };
    let arguments = Some(vec![Value::from(view.uri.to_string())]);
    lsp::CodeLens {
        range: view.range(&lens.range),
        command: Some(lsp::Command {
            title: lens.title.to_owned(),
            command: command.to_owned(),
            arguments,
            ..lsp::Command::default()
        }),
        data: None,
    }
}
