//! The report in SARIF 2.1.0, the standard that code scanning reads (OASIS, *Static Analysis Results Interchange Format*).
//!
//! Columns are code points, files are named from the root of the repository, and the rules are those of the findings,
//! each with its page.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use amplify_config::{Diagnostic, Document, Fix, Related, Rule, Severity};
use serde_json::{Value, json};

use super::place::{Fingerprints, as_uri, in_repository};
use super::{CheckedFile, Report, position, severity_name};
use crate::rules;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of the folder to which paths are relative; whoever reads the log knows where that is.
const ROOT: &str = "%SRCROOT%";
/// Raised when the fingerprints are made of something else.
const FINGERPRINT: &str = "amplifyLs/v1";

/// Prints one log with one run.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rules = rules_of(report);
    let numbers: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(number, rule)| (rule.code, number)).collect();
    let mut results = Vec::new();
    for file in &report.files {
        let mut fingerprints = Fingerprints::default();
        for (document, finding) in file.found() {
            let path = in_repository(file, document);
            let location = Located { file, document, uri: location(&path) };
            let fingerprint = fingerprints.next(&path, document, finding);
            let mut result = result(&location, finding);
            result["partialFingerprints"] = json!({ FINGERPRINT: fingerprint });
            if let Some(number) = numbers.get(finding.code) {
                result["ruleIndex"] = json!(number);
            }
            results.push(result);
        }
    }
    let notifications: Vec<Value> = report
        .troubles
        .iter()
        .map(|trouble| {
            let message = trouble.to_string();
            json!({ "level": "error", "message": { "text": message } })
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "amplify-ls",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.troubles.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// The rules of all findings, each once, in the order of their codes.
fn rules_of(report: &Report) -> Vec<&'static Rule> {
    let found: BTreeMap<&str, &'static Rule> = report
        .files
        .iter()
        .flat_map(|file| &file.findings)
        .filter_map(|finding| Some((finding.code, rules::find(finding.code)?)))
        .collect();
    found.into_values().collect()
}

fn descriptor(rule: &Rule) -> Value {
    let mut descriptor = json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": rule.page.trim_end(), "markdown": rule.page.trim_end() },
        "properties": { "tags": [rule.topic] },
    });
    if let Some(address) = rules::address(rule) {
        descriptor["helpUri"] = json!(address);
    }
    descriptor
}

/// A file of the report, with the address it has there.
struct Located<'r> {
    file: &'r CheckedFile,
    document: &'r Document,
    uri: Value,
}

fn result(here: &Located<'_>, finding: &Diagnostic) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": here.uri,
            "region": region(here.document, &finding.range),
        } }],
        "properties": { "severity": severity_name(finding.severity) },
    });
    let related: Vec<Value> =
        finding.related.iter().enumerate().filter_map(|(number, other)| related(here, number, other)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    // The format has no way to say "at the end of that file", which is where some fixes put something.
    let fixes: Vec<Value> = finding.fixes.iter().filter(|fix| fix.append.is_none()).map(|one| fix(here, one)).collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

fn related(here: &Located<'_>, number: usize, related: &Related) -> Option<Value> {
    let (document, uri) = if related.path == here.document.path {
        (here.document, here.uri.clone())
    } else {
        let (shown, document) = here.file.other(&related.path)?;
        let name = super::place::name_in_repository(&document.path).unwrap_or_else(|| shown.to_owned());
        (document, location(&name))
    };
    Some(json!({
        "id": number,
        "physicalLocation": { "artifactLocation": uri, "region": region(document, &related.range) },
        "message": { "text": related.message },
    }))
}

fn fix(here: &Located<'_>, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let deleted = region(here.document, &edit.range());
            if edit.text.is_empty() {
                json!({ "deletedRegion": deleted })
            } else {
                json!({ "deletedRegion": deleted, "insertedContent": { "text": edit.text } })
            }
        })
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": here.uri, "replacements": replacements }],
    })
}

/// The address of a file by its name: an absolute one stands for itself, the others are below the root.
fn location(name: &str) -> Value {
    // With a drive letter on Windows.
    let is_absolute = name.starts_with('/') || name.get(1..3) == Some(":/");
    match is_absolute {
        true => json!({ "uri": format!("file:///{}", as_uri(name.trim_start_matches('/'))) }),
        false => json!({ "uri": as_uri(name), "uriBaseId": ROOT }),
    }
}

/// Lines and columns count from 1 and the end column is that behind the last character, as here.
fn region(document: &Document, range: &Range<usize>) -> Value {
    let (start, end) = (position(document, range.start), position(document, range.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": range.start,
        "byteLength": range.len(),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}
