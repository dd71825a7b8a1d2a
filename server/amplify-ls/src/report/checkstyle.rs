//! The report in the form of Checkstyle, which Jenkins, reviewdog and most tools that collect findings read.

use std::io::{self, Write};

use amplify_config::Severity;

use super::xml::Element;
use super::{Report, position};

/// Prints one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let files = report.files.iter().map(|file| {
        let errors = file.found().map(|(document, finding)| {
            let place = position(document, finding.range.start);
            Element::new("error")
                .with("line", place.line)
                .with("column", place.column)
                .with("severity", severity(finding.severity))
                .with("message", &finding.message)
                .with("source", format!("amplify-ls.{}", finding.code))
        });
        Element::new("file").with("name", &file.shown).holding(errors)
    });
    let troubles = report.troubles.iter().map(|trouble| {
        let message = trouble.to_string();
        let error = Element::new("error").with("line", 1).with("severity", "error").with("message", message);
        Element::new("file").with("name", &trouble.path).holding([error.with("source", "amplify-ls")])
    });
    let document = Element::new("checkstyle").with("version", "8.0").holding(files.chain(troubles)).document();
    out.write_all(document.as_bytes())
}

/// It has no word for hints.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "info",
    }
}
