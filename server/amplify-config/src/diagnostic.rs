//! What is shown of a fault: words, a place, and ways to mend it.

use std::ops::Range;

use amplify_json::edit::Edit;

use crate::project::FilePath;

/// The public, stable name of a kind of fault: kebab-case, names the fault, reads well after "allow".
pub type Code = &'static str;

/// How bad it is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The app will fail: a library refuses the file or a feature cannot work.
    Error,
    /// Likely wrong, or wrong for one library only.
    Warning,
    /// Worth knowing.
    Information,
    /// A matter of style.
    Hint,
}

/// How an editor may draw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Has no effect: drawn faded.
    Unnecessary,
    /// Outdated: drawn struck out.
    Deprecated,
}

/// Another place that belongs to the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file it is in.
    pub path: FilePath,
    /// Bytes of that file.
    pub range: Range<usize>,
    /// What is there.
    pub message: String,
}

/// One fault of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of fault; its page explains it.
    pub code: Code,
    /// How bad it is for this project.
    pub severity: Severity,
    /// Bytes of the text; empty where something is missing.
    pub range: Range<usize>,
    /// One plain sentence without a full stop at its end.
    pub message: String,
    /// Other places, in the order in which to read them.
    pub related: Vec<Related>,
    /// How to draw it.
    pub tags: Vec<Tag>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// One way to mend a fault. All edits are in the file of the diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: verb, object, value.
    pub title: String,
    /// Edits that do not overlap, in order.
    pub edits: Vec<Edit>,
    /// It cannot change the meaning of anything that worked: part of "fix all".
    pub safe: bool,
    /// The one to take when in doubt; at most one of a diagnostic.
    pub preferred: bool,
}
