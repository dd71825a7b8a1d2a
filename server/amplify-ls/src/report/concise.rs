//! One line a finding, in the form in which compilers speak: editors read it into their lists, people into pipes.

use std::io::{self, Write};

use super::{Report, position, printable, severity_name};

/// Prints `PATH:LINE:COLUMN: SEVERITY: MESSAGE [CODE]`.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        for (document, finding) in file.found() {
            let start = position(document, finding.range.start);
            let (severity, message) = (severity_name(finding.severity), printable(&finding.message));
            let path = printable(&file.shown);
            writeln!(out, "{path}:{}:{}: {severity}: {message} [{}]", start.line, start.column, finding.code)?;
        }
    }
    Ok(())
}
