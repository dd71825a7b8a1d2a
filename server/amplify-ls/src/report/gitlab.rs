//! The report that GitLab shows beside a merge request, as an artifact of the kind `codequality`.

use std::io::{self, Write};

use amplify_config::Severity;
use serde_json::{Value, json};

use super::place::{Fingerprints, in_repository};
use super::{Report, position};

/// Prints one array.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<Value> = Vec::new();
    for file in &report.files {
        let mut fingerprints = Fingerprints::default();
        for (document, finding) in file.found() {
            let path = in_repository(file, document);
            let (start, end) = (position(document, finding.range.start), position(document, finding.range.end));
            findings.push(json!({
                "description": finding.message,
                "check_name": finding.code,
                "fingerprint": fingerprints.next(&path, document, finding),
                "severity": severity(finding.severity),
                "location": {
                    "path": path,
                    "positions": {
                        "begin": { "line": start.line, "column": start.column },
                        "end": { "line": end.line, "column": end.column },
                    },
                },
            }));
        }
    }
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Information | Severity::Hint => "info",
    }
}
