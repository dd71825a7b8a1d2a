//! What is shown of a fault: words, a place, and ways to mend it.

use std::ops::Range;

use amplify_json::edit::Edit;

use crate::file_path::FilePath;

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

/// Lines to be put at the end of another file, which is made if it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// The file.
    pub path: FilePath,
    /// The lines, each with its line end.
    pub lines: String,
}

/// One way to mend a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: verb, object, value.
    pub title: String,
    /// Edits of the file of the diagnostic, which do not overlap, in order.
    pub edits: Vec<Edit>,
    /// What is to be added to another file.
    pub append: Option<Append>,
    /// It cannot change the meaning of anything that worked: part of "fix all".
    pub safe: bool,
    /// The one to take when in doubt; at most one of a diagnostic.
    pub preferred: bool,
}

impl Diagnostic {
    /// A finding without other places, tags and fixes.
    pub(crate) fn new(code: Code, severity: Severity, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let (related, tags, fixes) = (Vec::new(), Vec::new(), Vec::new());
        Diagnostic { code, severity, range, message: message.into(), related, tags, fixes }
    }

    /// The same with one more fix, if there is one.
    pub(crate) fn with_fix(mut self, fix: impl Into<Option<Fix>>) -> Diagnostic {
        self.fixes.extend(fix.into());
        self
    }

    /// The same with one more place.
    pub(crate) fn with_related(mut self, path: &FilePath, range: Range<usize>, message: &str) -> Diagnostic {
        self.related.push(Related { path: path.clone(), range, message: message.to_owned() });
        self
    }

    /// The same, drawn so.
    pub(crate) fn with_tag(mut self, tag: Tag) -> Diagnostic {
        self.tags.push(tag);
        self
    }
}

impl Fix {
    /// One that cannot change the meaning of anything that worked: the one to take, and part of "fix all".
    pub(crate) fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), edits, append: None, safe: true, preferred: true }
    }

    /// The one to take, which is to be looked at all the same.
    pub(crate) fn likely(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), edits, append: None, safe: false, preferred: true }
    }

    /// One of several, or one that throws something away.
    pub(crate) fn possible(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), edits, append: None, safe: false, preferred: false }
    }

    /// One that adds lines to another file.
    pub(crate) fn elsewhere(title: impl Into<String>, path: FilePath, lines: String) -> Fix {
        let append = Some(Append { path, lines });
        Fix { title: title.into(), edits: Vec::new(), append, safe: false, preferred: false }
    }
}
