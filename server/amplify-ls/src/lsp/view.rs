//! One document as one question sees it: its snapshot, what the editor can show, what the user set.

use std::ops::Range;
use std::sync::Arc;

use amplify_config::{Document, FilePath, PROJECT_FILE, Project};

use super::client_profile::ClientProfile;
use super::lsp_types::{Position, Range as LspRange, Uri};
use super::position::{offset_at, position_at};
use super::settings::Settings;
use super::state::{Snapshot, State, Ticket};
use super::uri::uri_of;

/// See the top of the file. What it borrows is shared by the session.
pub(crate) struct View<'a> {
    pub(crate) uri: Uri,
    pub(crate) path: FilePath,
    pub(crate) version: Option<i32>,
    pub(crate) project: Project,
    pub(crate) document: Arc<Document>,
    pub(crate) profile: &'a ClientProfile,
    pub(crate) settings: Arc<Settings>,
    pub(crate) state: &'a State,
}

impl<'a> View<'a> {
    /// Reads what the ticket is for.
    pub(crate) fn new(state: &'a State, ticket: &Ticket) -> View<'a> {
        View::of(state, ticket.uri.clone(), ticket.version, state.read(ticket))
    }

    /// Reads a document that is known but not open.
    pub(crate) fn of_closed(state: &'a State, path: &FilePath) -> Option<View<'a>> {
        Some(View::of(state, uri_of(path), None, state.read_closed(path)?))
    }

    fn of(state: &'a State, uri: Uri, version: Option<i32>, snapshot: Snapshot) -> View<'a> {
        let Snapshot { project, document } = snapshot;
        let path = document.path.clone();
        View { uri, path, version, project, document, profile: state.profile(), settings: state.settings(), state }
    }

    /// It is a configuration, or the project file that speaks of them.
    pub(crate) fn is_ours(&self) -> bool {
        self.document.kind().is_some() || is_project_file(&self.path)
    }

    /// The address of any document, as the editor spells it if it has it open.
    pub(crate) fn uri_of(&self, path: &FilePath) -> Uri {
        self.state.uri_of(path).unwrap_or_else(|| uri_of(path))
    }

    /// The byte at a position.
    pub(crate) fn offset(&self, position: Position) -> usize {
        offset_at(&self.document, position, self.profile.encoding)
    }

    /// The bytes of a range; one that ends before it starts is empty.
    pub(crate) fn bytes(&self, range: LspRange) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    /// The range of some bytes.
    pub(crate) fn range(&self, bytes: &Range<usize>) -> LspRange {
        range_in(&self.document, bytes, self.profile)
    }
}

/// It is a project file, by its name.
pub(crate) fn is_project_file(path: &FilePath) -> bool {
    path.base_name() == PROJECT_FILE
}

/// The range of some bytes of any document.
pub(crate) fn range_in(document: &Document, bytes: &Range<usize>, profile: &ClientProfile) -> LspRange {
    LspRange {
        start: position_at(document, bytes.start, profile.encoding),
        end: position_at(document, bytes.end, profile.encoding),
    }
}
