//! The report in the form of JUnit, which CI servers show as tests: a suite for each file, a test for each finding.
//!
//! A test fails when its finding makes the exit code 1; what is merely worth knowing passes and says so in its output.
//! A file without findings is one test that passes, so that one can see that it was checked.

use std::io::{self, Write};

use amplify_config::{Diagnostic, Document};

use super::xml::Element;
use super::{CheckedFile, Report, position, severity_name};

/// Prints one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<Element> = report.files.iter().map(|file| suite(report, file)).collect();
    let fails = |(_, finding): &(&Document, &Diagnostic)| report.limits.fails(finding.severity);
    let failures = report.files.iter().flat_map(CheckedFile::found).filter(fails).count();
    let tests: usize = report.files.iter().map(|file| file.findings.len().max(1)).sum();
    let errors = report.troubles.len();
    let troubles = report.troubles.iter().map(|trouble| {
        let error = Element::new("error").with("type", "not-checked").with("message", &trouble.message);
        let test = Element::new("testcase").with("name", "check").with("classname", &trouble.path).holding([error]);
        counted(Element::new("testsuite").with("name", &trouble.path), 1, 0, 1).holding([test])
    });
    let root = counted(Element::new("testsuites").with("name", "amplify-ls"), tests + errors, failures, errors);
    out.write_all(root.holding(suites).holding(troubles).document().as_bytes())
}

fn counted(element: Element, tests: usize, failures: usize, errors: usize) -> Element {
    element.with("tests", tests).with("failures", failures).with("errors", errors)
}

fn suite(report: &Report, file: &CheckedFile) -> Element {
    let failures = file.findings.iter().filter(|finding| report.limits.fails(finding.severity)).count();
    let suite = Element::new("testsuite").with("name", &file.shown);
    let suite = counted(suite, file.findings.len().max(1), failures, 0);
    if file.findings.is_empty() {
        return suite.holding([Element::new("testcase").with("name", "check").with("classname", &file.shown)]);
    }
    suite.holding(file.found().map(|(document, finding)| {
        let place = position(document, finding.range.start);
        let at = format!("line {}, column {}", place.line, place.column);
        let said = format!("{}:{}:{}: {}", file.shown, place.line, place.column, finding.message);
        let result = if report.limits.fails(finding.severity) {
            let kind = severity_name(finding.severity);
            Element::new("failure").with("type", kind).with("message", &finding.message).with_text(said)
        } else {
            Element::new("system-out").with_text(format!("{}: {said}", severity_name(finding.severity)))
        };
        Element::new("testcase")
            .with("name", format!("{} ({at})", finding.code))
            .with("classname", &file.shown)
            .with("file", &file.shown)
            .with("line", place.line)
            .holding([result])
    }))
}
