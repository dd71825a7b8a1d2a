//! What a rule is, and the functions that look for its faults.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::project::Project;

/// One kind of fault: its public name and its page.
#[derive(Debug)]
pub struct Rule {
    /// The public name.
    pub code: Code,
    /// The folder its page stands in, below `rules`.
    pub topic: &'static str,
    /// Its page, in Markdown: the fault, why it matters and to which library, an example, the example mended. The
    /// examples are run by a test.
    pub page: &'static str,
}

impl Rule {
    /// The heading of the page: what is wrong, in one line.
    pub fn summary(&self) -> &'static str {
        self.page.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }

    /// Where the page can be read.
    pub fn address(&self) -> String {
        format!("{PAGES}/{}/{}.md", self.topic, self.code)
    }
}

/// The folder of the pages in the public repository.
const PAGES: &str = "https://github.com/amplify-ls/amplify-ls/blob/main/server/amplify-config/src/rules";

/// A function and the rules that it may find broken.
pub(crate) struct Check {
    pub(crate) rules: &'static [Rule],
    /// Adds what it finds, in any order.
    pub(crate) run: fn(&Project, &Document, &mut Vec<Diagnostic>),
}

/// The rule of a topic and a code; its page is the file of that name beside the one in which this stands.
macro_rules! rule {
    ($topic:literal, $code:literal) => {
        $crate::rule::Rule { code: $code, topic: $topic, page: include_str!(concat!($code, ".md")) }
    };
}
pub(crate) use rule;
