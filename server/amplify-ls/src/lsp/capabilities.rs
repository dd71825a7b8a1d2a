//! What we tell the editor that we can do, and what we ask it to tell us.

use amplify_config::{PROJECT_FILE, code_names, manifest_names};
use serde_json::json;

use super::client_profile::ClientProfile;
use super::code_action::FIX_ALL;
use super::commands;
use super::lsp_types as lsp;
use super::settings::{SECTION, Settings};

/// Names of the files we speak of, as patterns; those of files of code have no part that varies.
const PATTERNS: [&str; 2] = ["**/*amplify_outputs*.json*", "**/*amplifyconfiguration*.json*"];

/// The answer to `initialize`. Beside another JSON server what every such server does is left to it.
pub(crate) fn capabilities(profile: &ClientProfile, settings: &Settings) -> lsp::ServerCapabilities {
    let alone = !settings.builtin_json_server;
    lsp::ServerCapabilities {
        position_encoding: Some(profile.encoding.kind()),
        text_document_sync: Some(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::Incremental),
                save: Some(true.into()),
                ..Default::default()
            }
            .into(),
        ),
        completion_provider: Some(lsp::CompletionOptions {
            // Editors end a word of JSON at `-` and `/`, both of which stand inside ids and addresses.
            trigger_characters: Some(["\"", ":", "-", "/"].map(str::to_owned).to_vec()),
            resolve_provider: Some(profile.resolves_documentation),
            ..Default::default()
        }),
        hover_provider: Some(true.into()),
        code_lens_provider: Some(lsp::CodeLensOptions::default()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: commands::ALL.map(str::to_owned).to_vec(),
            ..Default::default()
        }),
        inlay_hint_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        document_symbol_provider: alone.then(|| true.into()),
        folding_range_provider: alone.then(|| true.into()),
        selection_range_provider: alone.then(|| true.into()),
        document_formatting_provider: alone.then(|| true.into()),
        // A client without literals takes commands only, and ours are edits.
        code_action_provider: profile.code_action_literals.then(|| {
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![
                    lsp::CodeActionKind::QuickFix,
                    lsp::CodeActionKind::Refactor,
                    lsp::CodeActionKind::RefactorRewrite,
                    FIX_ALL,
                ]),
                resolve_provider: Some(profile.resolves_edits),
                ..Default::default()
            }
            .into()
        }),
        diagnostic_provider: profile.pulls_diagnostics.then(|| {
            lsp::DiagnosticOptions {
                identifier: Some(super::to_proto::SOURCE.to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: false,
                ..Default::default()
            }
            .into()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            file_operations: file_operations(profile),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// Of whole folders the editor reports the folder alone, so everything is asked for.
fn file_operations(profile: &ClientProfile) -> Option<lsp::FileOperationOptions> {
    let everything = || lsp::FileOperationRegistrationOptions {
        filters: vec![lsp::FileOperationFilter {
            scheme: None,
            pattern: lsp::FileOperationPattern { glob: "**".to_owned(), matches: None, options: None },
        }],
    };
    (profile.reports_renames || profile.reports_deletions).then(|| lsp::FileOperationOptions {
        did_rename: profile.reports_renames.then(everything),
        did_delete: profile.reports_deletions.then(everything),
        ..Default::default()
    })
}

/// What is registered after the handshake, where the editor lets us.
pub(crate) fn registrations(profile: &ClientProfile) -> Vec<lsp::Registration> {
    let registration = |method: &str, options| lsp::Registration {
        id: method.to_owned(),
        method: method.to_owned(),
        register_options: Some(options),
    };
    let mut registrations = Vec::new();
    if profile.registers_watchers {
        let whole = [PROJECT_FILE, ".gitignore"].into_iter().chain(code_names()).chain(manifest_names());
        let patterns = PATTERNS.into_iter().map(str::to_owned).chain(whole.map(|name| format!("**/{name}")));
        let watchers: Vec<_> = patterns.map(|pattern| json!({ "globPattern": pattern })).collect();
        registrations.push(registration("workspace/didChangeWatchedFiles", json!({ "watchers": watchers })));
    }
    if profile.registers_configuration {
        registrations.push(registration("workspace/didChangeConfiguration", json!({ "section": SECTION })));
    }
    registrations
}
