//! The report that GitHub Actions turns into annotations of a change: one workflow command a line.

use std::io::{self, Write};

use amplify_config::Severity;

use super::place::in_repository;
use super::{Report, position};

/// Prints a line for each finding and for each file that could not be checked.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        for (document, finding) in file.found() {
            let (start, end) = (position(document, finding.range.start), position(document, finding.range.end));
            let path = property(&in_repository(file, document));
            write!(out, "::{} file={path},line={},", level(finding.severity), start.line)?;
            // Columns are taken only together with a single line.
            if start.line == end.line {
                write!(out, "col={},endColumn={}", start.column, end.column.max(start.column))?;
            } else {
                write!(out, "endLine={}", end.line)?;
            }
            writeln!(out, ",title=amplify-ls ({})::{}", property(finding.code), data(&finding.message))?;
        }
    }
    for trouble in &report.troubles {
        let message = trouble.to_string();
        writeln!(out, "::error title=amplify-ls::{}", data(&message))?;
    }
    Ok(())
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    }
}

/// What stands behind the second pair of colons.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands between commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_end_a_command() {
        assert_eq!(data("50%\r\n::error::x, y"), "50%25%0D%0A::error::x, y");
        assert_eq!(property("a,b:c\n%"), "a%2Cb%3Ac%0A%25");
    }
}
