//! What a check found, and the forms in which it can be printed: one module a form.
//!
//! A new form is a new variant of [`Format`], a module with one `write` function, and a line in `write`.

mod checkstyle;
mod concise;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod limits;
mod place;
mod sarif;
mod xml;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use amplify_config::{ConfigKind, Diagnostic, Document, FilePath, Project, Severity};

use crate::files::{self, Trouble};
pub(crate) use limits::{FailOn, Limits};

/// The JSON Schema of what [`Format::Json`] prints.
pub(crate) const OUTPUT_SCHEMA: &str = include_str!("../../../../docs/check-output.schema.json");

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines in question
    #[default]
    Human,
    /// One line a finding, as compilers print it
    Concise,
    /// For programs, with everything that is known; `schema check-output` describes it
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands, for annotations by GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// JUnit XML: a suite for each file, a test for each finding
    Junit,
    /// Checkstyle XML
    Checkstyle,
}

impl Format {
    /// A person reads it as it is printed, and may read a summary behind it.
    pub(crate) fn is_read_as_printed(self) -> bool {
        matches!(self, Format::Human | Format::Concise | Format::Github)
    }
}

/// Everything a check found.
#[derive(Debug)]
pub(crate) struct Report {
    /// The files that were checked, sorted.
    pub(crate) files: Vec<CheckedFile>,
    /// Files and folders that could not be.
    pub(crate) troubles: Vec<Trouble>,
    /// What of it is a failure.
    pub(crate) limits: Limits,
}

/// One file that was checked.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    /// How it is shown.
    pub(crate) shown: String,
    /// What it is; `None` where that could not be told.
    pub(crate) kind: Option<ConfigKind>,
    /// What is wrong with it, in the order of the text.
    pub(crate) findings: Vec<Diagnostic>,
    /// Its text; not kept of files without findings, of which there may be thousands.
    document: Option<Arc<Document>>,
    /// The other files in which findings have a place, and how they are shown.
    others: Vec<(String, Arc<Document>)>,
}

/// A place in a text: the byte counted from 0, the line and the character in it counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Byte of the file.
    pub(crate) offset: usize,
    /// Line.
    pub(crate) line: usize,
    /// Unicode code point of the line.
    pub(crate) column: usize,
}

impl CheckedFile {
    /// Takes the findings of a document; other files that they speak of are those of the project.
    pub(crate) fn new(
        shown: String,
        document: Arc<Document>,
        findings: Vec<Diagnostic>,
        project: &Project,
    ) -> CheckedFile {
        let kind = document.kind();
        let mut others: Vec<(String, Arc<Document>)> = Vec::new();
        for related in findings.iter().flat_map(|finding| &finding.related) {
            let is_known = related.path == document.path || others.iter().any(|(_, other)| other.path == related.path);
            if let Some(other) = project.document(&related.path).filter(|_| !is_known) {
                others.push((files::shown(Path::new(related.path.as_str())), other.clone()));
            }
        }
        CheckedFile { shown, kind, document: (!findings.is_empty()).then_some(document), findings, others }
    }

    /// Another file in which a finding has a place, and how it is shown.
    fn other(&self, path: &FilePath) -> Option<(&str, &Document)> {
        let (shown, document) = self.others.iter().find(|(_, document)| document.path == *path)?;
        Some((shown, document))
    }

    /// The findings, each with the document it is in.
    fn found(&self) -> impl Iterator<Item = (&Document, &Diagnostic)> {
        self.document.iter().flat_map(|document| self.findings.iter().map(|finding| (&**document, finding)))
    }
}

/// Where the byte `offset` of a document is.
fn position(document: &Document, offset: usize) -> Position {
    let line = document.line_at(offset);
    let start = document.line_range(line).start;
    let before = document.text().get(start..offset).unwrap_or_default();
    Position { offset, line: line + 1, column: before.chars().count() + 1 }
}

/// How often something was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Files that were checked.
    pub(crate) files: usize,
    /// Files with findings.
    pub(crate) files_with_findings: usize,
    /// Findings of this severity.
    pub(crate) errors: usize,
    /// Findings of this severity.
    pub(crate) warnings: usize,
    /// Findings of this severity.
    pub(crate) information: usize,
    /// Findings of this severity.
    pub(crate) hints: usize,
    /// Findings that have at least one fix.
    pub(crate) fixable: usize,
}

impl Report {
    /// Counts.
    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary { files: self.files.len(), ..Summary::default() };
        for file in &self.files {
            summary.files_with_findings += usize::from(!file.findings.is_empty());
            for finding in &file.findings {
                *match finding.severity {
                    Severity::Error => &mut summary.errors,
                    Severity::Warning => &mut summary.warnings,
                    Severity::Information => &mut summary.information,
                    Severity::Hint => &mut summary.hints,
                } += 1;
                summary.fixable += usize::from(!finding.fixes.is_empty());
            }
        }
        summary
    }
}

/// `3 errors, 1 hint in 2 of 5 files; 3 have a quick fix in your editor`
impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let files = counted(self.files, "file", "files");
        let counts: Vec<String> = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.information, "information", "information"),
            (self.hints, "hint", "hints"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
        if counts.is_empty() {
            return write!(out, "nothing wrong in {files}");
        }
        write!(out, "{} in ", counts.join(", "))?;
        match self.files_with_findings == self.files {
            true => write!(out, "{files}")?,
            false => write!(out, "{} of {files}", self.files_with_findings)?,
        }
        match self.fixable {
            0 => Ok(()),
            count => write!(out, "; {} a quick fix in your editor", counted(count, "has", "have")),
        }
    }
}

/// Prints the report.
pub(crate) fn write(report: &Report, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, out),
        Format::Concise => concise::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Checkstyle => checkstyle::write(report, out),
    }
}

/// A file's name without what a terminal would take for a command.
pub(crate) fn printable(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}

/// A severity in one word.
fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_one_plain_line() {
        let none = Summary { files: 1, ..Summary::default() };
        let one = Summary { files: 1, files_with_findings: 1, errors: 1, fixable: 1, ..Summary::default() };
        let many = Summary { files: 5, files_with_findings: 2, errors: 3, warnings: 1, hints: 2, ..one };
        for (summary, text) in [
            (none, "nothing wrong in 1 file"),
            (one, "1 error in 1 file; 1 has a quick fix in your editor"),
            (many, "3 errors, 1 warning, 2 hints in 2 of 5 files; 1 has a quick fix in your editor"),
            (Summary { fixable: 0, warnings: 2, errors: 0, ..one }, "2 warnings in 1 file"),
        ] {
            assert_eq!(summary.to_string(), text);
        }
    }
}
