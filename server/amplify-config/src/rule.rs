//! What a rule is.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::project::Project;

/// One or more kinds of fault that one function finds.
pub struct Rule {
    /// The public name.
    pub code: Code,
    /// Its page, in Markdown: the fault, why it matters and to which library, an example, the example mended.
    pub page: &'static str,
}

impl Rule {
    /// The first line of the page without its mark: what is wrong, in one line.
    pub fn summary(&self) -> &'static str {
        self.page
            .lines()
            .map(|line| line.trim_start_matches(['#', ' ']))
            .find(|line| !line.is_empty())
            .unwrap_or(self.code)
    }
}

/// A function that looks for faults in one document of a project.
pub(crate) type Check = fn(&Project, &Document, &mut Vec<Diagnostic>);
