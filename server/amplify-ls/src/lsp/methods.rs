//! The methods of the protocol. Each is three beats: translate, ask the analysis, translate back.
//!
//! A method that takes an edit in does so before it first suspends; a question takes its ticket there. That is all the
//! order there is, and all that is needed (see `transport`, `state`). Nothing is found out here.

use std::sync::atomic::Ordering;

use amplify_config as config;
use serde_json::Value;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

use super::capabilities::{capabilities, registrations};
use super::client_profile::ClientProfile;
use super::lsp_types as lsp;
use super::server::{Server, follow_settings};
use super::state::LONGEST;
use super::uri::path_of;
use super::view::View;
use super::{
    account, code_action, commands, completion, from_proto, markdown, parent, reader, settings, to_proto, worker,
};

impl LanguageServer for Server {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        // `decode` put the capabilities there as they came.
        let profile = ClientProfile::read(&params.capabilities.experimental.unwrap_or_default());
        let profile = self.state.profile.get_or_init(|| profile);
        self.complain(self.state.set_initialization_options(params.initialization_options.unwrap_or_default()));
        if let Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) =
            params.workspace_folders_initialize_params.workspace_folders
        {
            self.state.set_folders(folders.into_iter().map(|folder| folder.uri).collect(), &[]);
        }
        if let Some(pid) = params.process_id.and_then(|pid| u32::try_from(pid).ok()) {
            parent::watch(&self.state.parent, pid);
        }
        Ok(lsp::InitializeResult {
            capabilities: capabilities(profile, &self.state.settings()),
            server_info: Some(lsp::ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        tokio::spawn(worker::run(self.state.clone(), self.client.clone(), self.journal.clone()));
        tokio::spawn(reader::run(self.state.clone(), self.client.clone(), self.journal.clone()));
        tokio::spawn(account::run(self.state.clone(), self.client.clone(), self.journal.clone()));
        let registrations = registrations(self.state.profile());
        if !registrations.is_empty() {
            let (client, journal) = (self.client.clone(), self.journal.clone());
            tokio::spawn(async move {
                if client.register_capability(registrations).await.is_err() {
                    journal.write(lsp::MessageType::Log, "The editor refused to watch files and settings");
                }
            });
        }
        if self.state.profile().pulls_configuration {
            tokio::spawn(follow_settings(self.clone()));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.was_shut_down.store(true, Ordering::SeqCst);
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        if document.text.len() > LONGEST {
            let limit = LONGEST >> 20;
            self.journal.write(lsp::MessageType::Info, format!("A file longer than {limit} MiB is not checked"));
        }
        self.state.open(document.uri, document.version, &document.text);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let document = params.text_document;
        let uri = document.text_document_identifier.uri;
        if !self.state.change(&uri, document.version, params.content_changes) {
            tracing::info!("a change of a document that is not open");
        }
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        self.state.close(&params.text_document.uri);
    }

    async fn did_save(&self, params: lsp::DidSaveTextDocumentParams) {
        // Saved, so it is there.
        self.state.set_gone(&params.text_document.uri, false);
        self.state.look_again(&params.text_document.uri);
        // A moment at which what grew old may be asked again.
        self.state.asks.notify_one();
    }

    async fn will_save(&self, _: lsp::WillSaveTextDocumentParams) {}

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        for event in params.changes {
            self.set_gone(&event.uri, event.kind == lsp::FileChangeType::Deleted);
        }
    }

    async fn did_rename_files(&self, params: lsp::RenameFilesParams) {
        for file in params.files {
            self.set_gone(&file.old_uri, true);
            self.set_gone(&file.new_uri, false);
        }
    }

    async fn did_delete_files(&self, params: lsp::DeleteFilesParams) {
        for file in params.files {
            self.set_gone(&file.uri, true);
        }
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        if self.state.profile().pulls_configuration {
            self.settings_changed.notify_one();
        } else if !params.settings.is_null() {
            self.take_settings(settings::section(params.settings));
        }
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let uris =
            |folders: Vec<lsp::WorkspaceFolder>| folders.into_iter().map(|folder| folder.uri).collect::<Vec<_>>();
        self.state.set_folders(uris(params.event.added), &uris(params.event.removed));
        self.state.look.notify_one();
        self.state.check_all();
        self.pull_diagnostics_again();
        // Other folders may bring other settings.
        self.settings_changed.notify_one();
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReport> {
        let path = path_of(&params.text_document.uri);
        self.state.wait_until_placed(&path).await;
        let items = match self.state.ticket_of(&path).filter(|_| !worker::is_pushed(&path, self.state.profile())) {
            Some(ticket) => {
                let state = self.state.clone();
                self.run(ticket, move |ticket| worker::find(&state, ticket).0).await?
            }
            None => Vec::new(),
        };
        Ok(to_proto::diagnostic_report(items, params.previous_result_id.as_deref()))
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let place = params.text_document_position_params;
        self.ask(&place.text_document.uri, move |view| {
            let hover = config::hover(&view.project, &view.path, view.offset(place.position))?;
            let contents = if view.profile.hover_markdown {
                lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: hover.markdown }
            } else {
                lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: markdown::plain(&hover.markdown) }
            };
            Some(lsp::Hover { contents: contents.into(), range: Some(view.range(&hover.range)) })
        })
        .await
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let place = params.text_document_position_params;
        let Some(ticket) = self.state.ticket(&place.text_document.uri) else { return Ok(None) };
        let learned = self.ask_account(&ticket, place.position).await?;
        let documentation = self.documentation.clone();
        let state = self.state.clone();
        self.run(ticket, move |ticket| {
            let mut view = View::new(&state, ticket);
            if !view.is_ours() {
                return None;
            }
            // Where it comes out for all it may not have arrived yet.
            learned.into_iter().for_each(|change| view.project.apply(change));
            let offset = view.offset(place.position);
            let found = config::completion(&view.project, &view.path, offset);
            Some(completion::list(&view, offset, found, &documentation).into())
        })
        .await
    }

    async fn completion_resolve(&self, mut item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        if let Some(text) = item.data.as_ref().and_then(|data| self.documentation.of(data)) {
            item.documentation = Some(completion::documentation(text, self.state.profile().completion_markdown));
        }
        Ok(item)
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<Vec<lsp::CodeActionResponse>>> {
        if !self.state.profile().code_action_literals {
            return Ok(None);
        }
        // Nobody waits for the others that the cursor passes by.
        if params.context.trigger_kind != Some(lsp::CodeActionTriggerKind::Automatic)
            && let Some(ticket) = self.state.ticket(&params.text_document.uri)
        {
            self.ask_about_pool(&ticket, params.range).await?;
        }
        self.ask(&params.text_document.uri, move |view| {
            let actions = code_action::actions(view, params.range, &params.context);
            Some(actions.into_iter().map(Into::into).collect())
        })
        .await
    }

    async fn code_action_resolve(&self, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        let Some(uri) = code_action::document_of(&action) else {
            return Err(Error::invalid_params("the action is none of this server's"));
        };
        let pool = code_action::pool_of(&action);
        if let Some(pool) = &pool {
            let path = path_of(&uri);
            let needs = |project: &config::Project| config::replace_pool_lookups(project, &path, pool);
            account::ask_for_report(&self.state, &path, needs).await;
            let is_known = self.state.project().inventory().user_pool(pool).known().is_some();
            if !is_known {
                return Err(account::failed(format!("AWS told nothing of the user pool {pool}")));
            }
        }
        self.ask(&uri, move |view| {
            let edit = code_action::edit_of(view, &action)?;
            Some(lsp::CodeAction { edit: Some(edit), ..action })
        })
        .await?
        .ok_or_else(|| Error::new(ErrorCode::ContentModified))
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        self.ask_alone(&params.text_document.uri, |view| {
            Some(to_proto::symbols(view, &config::symbols(&view.project, &view.path)))
        })
        .await
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.ask_alone(&params.text_document.uri, |view| {
            Some(to_proto::folding(view, &config::folding(&view.project, &view.path)))
        })
        .await
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        self.ask_alone(&params.text_document.uri, move |view| {
            let select = |position: &lsp::Position| {
                let offset = view.offset(*position);
                to_proto::selection(view, offset, &config::selection(&view.project, &view.path, offset))
            };
            Some(params.positions.iter().map(select).collect())
        })
        .await
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        self.ask(&params.text_document.uri, |view| {
            let links = config::links(&view.project, &view.path);
            Some(links.into_iter().map(|link| to_proto::link(view, link)).collect())
        })
        .await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        self.ask(&params.text_document.uri, |view| {
            let lenses = config::code_lenses(&view.project, &view.path);
            Some(lenses.iter().map(|lens| commands::lens(view, lens)).collect())
        })
        .await
    }

    async fn execute_command(&self, params: lsp::ExecuteCommandParams) -> Result<Option<Value>> {
        if params.command == account::NEW_FILE {
            return account::new_file(&self.state, params.arguments.unwrap_or_default()).await.map(Some);
        }
        if params.command != commands::IMPORT_READINESS {
            account::command(&self.state, &params.command)?;
            return Ok(None);
        }
        let uri = commands::document_of(&params).ok_or_else(|| Error::invalid_params("a document is needed"))?;
        let path = path_of(&uri);
        let needs = |project: &config::Project| config::import_lookups(project, &path);
        account::ask_for_report(&self.state, &path, needs).await;
        let Some((summary, report)) = self.ask(&uri, commands::report).await? else {
            let nothing = "Nothing is known of the user pool of this file";
            self.client.show_message(lsp::MessageType::Info, nothing).await;
            return Ok(None);
        };
        self.client.show_message(lsp::MessageType::Info, summary).await;
        // The report names what is in the account: it goes to the user's screen and to no log.
        Ok(Some(report.into()))
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        if !self.state.settings().inlay_hints {
            return Ok(None);
        }
        self.ask(&params.text_document.uri, move |view| {
            let hints = config::inlay_hints(&view.project, &view.path, view.bytes(params.range));
            Some(hints.into_iter().map(|hint| to_proto::inlay_hint(view, hint)).collect())
        })
        .await
    }

    async fn goto_definition(&self, params: lsp::DefinitionParams) -> Result<Option<lsp::DefinitionResponse>> {
        let place = params.text_document_position_params;
        self.ask(&place.text_document.uri, move |view| {
            let (name, places) = config::definition(&view.project, &view.path, view.offset(place.position))?;
            (!places.is_empty()).then(|| to_proto::definition(view, &name, &places))
        })
        .await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let place = params.text_document_position_params;
        let with_declaration = params.context.include_declaration;
        self.ask(&place.text_document.uri, move |view| {
            let offset = view.offset(place.position);
            let places = config::references(&view.project, &view.path, offset, with_declaration);
            Some(places.iter().map(|place| to_proto::location(view, place)).collect())
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let place = params.text_document_position_params;
        self.ask(&place.text_document.uri, move |view| {
            let places = config::highlights(&view.project, &view.path, view.offset(place.position));
            let highlight = |place| lsp::DocumentHighlight { range: view.range(place), kind: None };
            Some(places.iter().map(highlight).collect())
        })
        .await
    }

    async fn formatting(&self, params: lsp::DocumentFormattingParams) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.ask_alone(&params.text_document.uri, move |view| {
            let options = from_proto::format_options(&params.options);
            Some(to_proto::text_edits(view, &config::format(&view.project, &view.path, &options)))
        })
        .await
    }
}
