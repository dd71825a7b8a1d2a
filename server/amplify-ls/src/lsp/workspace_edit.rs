//! Edits of one document and of the workspace, as the editor can apply them.

use std::io::ErrorKind;

use amplify_config::{Append, Document, FilePath, NewFile};
use amplify_json::edit::Edit;

use super::lsp_types as lsp;
use super::to_proto::text_edits;
use super::uri;
use super::view::{View, range_in};

/// Edits of the viewed document and lines for another file, bound to versions if the editor minds them. `None` if the
/// other file is not there and the editor cannot make it.
pub(crate) fn workspace_edit(view: &View<'_>, edits: &[Edit], append: Option<&Append>) -> Option<lsp::WorkspaceEdit> {
    let mut files = Vec::new();
    if !edits.is_empty() {
        files.push((view.uri.clone(), view.version, text_edits(view, edits)));
    }
    let mut create = None;
    if let Some(append) = append {
        let end = end_of(view, &append.path)?;
        if end.is_new && !view.profile.creates_files {
            return None;
        }
        let options = lsp::CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
        let uri = end.uri.clone();
        create = end.is_new.then_some(lsp::CreateFile { uri, options: Some(options), annotation_id: None });
        let gap = if end.is_inside_line { "\n" } else { "" };
        let range = lsp::Range { start: end.position, end: end.position };
        files.push((end.uri, end.version, vec![lsp::TextEdit { range, new_text: format!("{gap}{}", append.lines) }]));
    }
    if !view.profile.document_changes {
        let changes = files.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
    }
    let edits = files.into_iter().map(|(uri, version, edits)| {
        let text_document_identifier = lsp::TextDocumentIdentifier { uri };
        let text_document = lsp::OptionalVersionedTextDocumentIdentifier { version, text_document_identifier };
        lsp::TextDocumentEdit { text_document, edits: edits.into_iter().map(Into::into).collect() }.into()
    });
    let changes = create.into_iter().map(Into::into).chain(edits).collect();
    Some(lsp::WorkspaceEdit { document_changes: Some(changes), ..lsp::WorkspaceEdit::default() })
}

/// Edits with tab stops, for an editor that has them.
pub(crate) fn snippet_edit(view: &View<'_>, snippets: Vec<Edit>) -> lsp::WorkspaceEdit {
    let snippet = |edit: Edit| {
        let range = view.range(&edit.range());
        lsp::SnippetTextEdit { range, snippet: lsp::StringValue { value: edit.text }, annotation_id: None }.into()
    };
    let text_document_identifier = lsp::TextDocumentIdentifier { uri: view.uri.clone() };
    let text_document =
        lsp::OptionalVersionedTextDocumentIdentifier { version: view.version, text_document_identifier };
    let edits = lsp::TextDocumentEdit { text_document, edits: snippets.into_iter().map(snippet).collect() };
    lsp::WorkspaceEdit { document_changes: Some(vec![edits.into()]), ..lsp::WorkspaceEdit::default() }
}

/// Makes a file under the first of its names that is free; `None` if none is, or nobody can say.
pub(crate) fn new_file(view: &View<'_>, file: &NewFile) -> Option<lsp::WorkspaceEdit> {
    let is_free = |path: &&FilePath| {
        view.project.document(path).is_none() && uri::file_of(path).is_some_and(|file| !file.exists())
    };
    let uri = view.uri_of(file.paths.iter().find(is_free)?);
    let create = lsp::CreateFile { uri: uri.clone(), options: None, annotation_id: None };
    let text_document_identifier = lsp::TextDocumentIdentifier { uri };
    let text_document = lsp::OptionalVersionedTextDocumentIdentifier { version: None, text_document_identifier };
    let edit = lsp::TextEdit { range: lsp::Range::default(), new_text: file.text.clone() };
    let edit = lsp::TextDocumentEdit { text_document, edits: vec![edit.into()] };
    let changes = vec![create.into(), edit.into()];
    Some(lsp::WorkspaceEdit { document_changes: Some(changes), ..lsp::WorkspaceEdit::default() })
}

/// Where lines can be put behind the last one of a file.
struct End {
    uri: lsp::Uri,
    version: Option<i32>,
    position: lsp::Position,
    is_inside_line: bool,
    is_new: bool,
}

/// The end of a file that is open, or else lies on the disk; `None` if nobody can say.
fn end_of(view: &View<'_>, path: &FilePath) -> Option<End> {
    // What was read of a closed file before may be old.
    if let Some(document) = view.project.document(path).filter(|_| view.state.uri_of(path).is_some()) {
        return Some(end(view, document, false));
    }
    let read = std::fs::read_to_string(uri::file_of(path)?);
    let is_new = read.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound);
    let text = if is_new { String::new() } else { read.ok()? };
    Some(end(view, &Document::new(path.clone(), text), is_new))
}

fn end(view: &View<'_>, document: &Document, is_new: bool) -> End {
    let text = document.text();
    End {
        uri: view.uri_of(&document.path),
        version: view.state.ticket_of(&document.path).and_then(|ticket| ticket.version),
        position: range_in(document, &(text.len()..text.len()), view.profile).end,
        is_inside_line: !(text.is_empty() || text.ends_with(['\n', '\r'])),
        is_new,
    }
}
