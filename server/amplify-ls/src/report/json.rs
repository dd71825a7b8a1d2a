//! The report for programs. `docs/check-output.schema.json` describes it; members are only ever added within a version.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use amplify_config::{Diagnostic, Document, Fix, Tag};
use serde_json::{Value, json};

use crate::files;

use super::{CheckedFile, Position, Report, position, severity_name};

/// Raised when a member changes its meaning or goes.
const VERSION: u32 = 1;

/// Prints one object.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let findings: Vec<Value> = report
        .files
        .iter()
        .flat_map(|file| file.found().map(move |(document, found)| finding(file, document, found)))
        .collect();
    let value = json!({
        "version": VERSION,
        "files": report.files.iter().map(|file| json!({
            "path": file.shown,
            "kind": file.kind.map(|kind| kind.name()),
        })).collect::<Vec<_>>(),
        "summary": {
            "files": summary.files,
            "filesWithFindings": summary.files_with_findings,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "information": summary.information,
            "hints": summary.hints,
            "fixable": summary.fixable,
            "notChecked": report.troubles.len(),
        },
        "findings": findings,
        "notChecked": report.troubles.iter().map(|trouble| json!({
            "path": trouble.path,
            "reason": trouble.message,
        })).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn finding(file: &CheckedFile, document: &Document, finding: &Diagnostic) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            let here = (related.path == document.path).then_some((file.shown.as_str(), document));
            let place = here.or_else(|| file.other(&related.path));
            json!({
                "path": place.map_or_else(|| shown(related.path.as_str()), |(shown, _)| shown.to_owned()),
                "range": place.map(|(_, document)| range(document, &related.range)),
                "message": related.message,
            })
        })
        .collect();
    json!({
        "path": file.shown,
        "code": finding.code,
        "url": amplify_config::rule(finding.code).map(|rule| rule.address()),
        "severity": severity_name(finding.severity),
        "message": finding.message,
        "range": range(document, &finding.range),
        "related": related,
        "tags": finding.tags.iter().map(|tag| match tag {
            Tag::Unnecessary => "unnecessary",
            Tag::Deprecated => "deprecated",
        }).collect::<Vec<_>>(),
        "fixes": finding.fixes.iter().map(|one| fix(document, one)).collect::<Vec<_>>(),
    })
}

fn fix(document: &Document, fix: &Fix) -> Value {
    let mut value = json!({
        "title": fix.title,
        "safe": fix.safe,
        "preferred": fix.preferred,
        "edits": fix.edits.iter().map(|edit| json!({
            "range": range(document, &edit.range()),
            "text": edit.text,
        })).collect::<Vec<_>>(),
    });
    if let Some(append) = &fix.append {
        value["append"] = json!({ "path": shown(append.path.as_str()), "lines": append.lines });
    }
    value
}

/// The name of a file as it is shown.
fn shown(path: &str) -> String {
    files::shown(Path::new(path))
}

fn range(document: &Document, range: &Range<usize>) -> Value {
    let place = |Position { offset, line, column }| json!({ "offset": offset, "line": line, "column": column });
    json!({ "start": place(position(document, range.start)), "end": place(position(document, range.end)) })
}
