//! The layout that the Amplify tools write.

use amplify_json::edit::Edit;

use crate::project::{FilePath, Project};

/// What the editor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatOptions {
    /// One step of indentation.
    pub indent: String,
    /// A line end behind the last line: `None` leaves it as it is.
    pub final_newline: Option<bool>,
}

/// The edits that lay the file out; none when it is broken or laid out already.
pub fn format(_project: &Project, _path: &FilePath, _options: &FormatOptions) -> Vec<Edit> {
    Vec::new()
}
