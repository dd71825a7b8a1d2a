//! The report for people: each finding with its lines, then what would mend it.

use std::io::{self, IsTerminal, Write};

use amplify_config::{Diagnostic, Document, Related, Severity};
use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::Excerpt;
use super::{CheckedFile, Report, excerpt, position, printable};

/// Of more ways to mend a finding only the first, which is the best, is named.
const MAX_FIXES: usize = 2;

/// Prints every finding, an empty line behind each.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled()
        .term_width(terminal_width().unwrap_or(DEFAULT_TERM_WIDTH))
        // A file or a log that takes colours need not take links.
        .hyperlink(io::stdout().is_terminal());
    for file in &report.files {
        for (document, finding) in file.found() {
            writeln!(out, "{}\n", renderer.render(&[group(file, document, finding)]))?;
        }
    }
    let first = report.files.iter().flat_map(|file| &file.findings).next();
    match first {
        Some(finding) => {
            writeln!(out, "`amplify-ls explain {}` says more, and so for each word in brackets", finding.code)
        }
        None => Ok(()),
    }
}

/// The width of the terminal; a file has none.
fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0).max(40))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

fn group<'a>(file: &'a CheckedFile, document: &'a Document, finding: &'a Diagnostic) -> Group<'a> {
    let mut elements: Vec<Element<'a>> = Vec::new();
    let here: Vec<&Related> = finding.related.iter().filter(|related| related.path == document.path).collect();
    let mut ranges = vec![finding.range.clone()];
    ranges.extend(here.iter().map(|related| related.range.clone()));
    let mark = |excerpt: &Excerpt<'a>| AnnotationKind::Primary.span(excerpt.range(&finding.range));
    let label = |excerpt: &Excerpt<'a>, related: &'a Related| {
        AnnotationKind::Context.span(excerpt.range(&related.range)).label(related.message.as_str())
    };
    if let Some(excerpt) = excerpt::of(document, &ranges) {
        let labels = here.iter().map(|related| label(&excerpt, related));
        let marks = std::iter::once(mark(&excerpt)).chain(labels).collect();
        show(file, document, finding.range.start, &excerpt, marks, &mut elements);
    } else {
        for (number, range) in ranges.iter().enumerate() {
            let Some(excerpt) = excerpt::of(document, std::slice::from_ref(range)) else { continue };
            let marks = if number == 0 { mark(&excerpt) } else { label(&excerpt, here[number - 1]) };
            show(file, document, range.start, &excerpt, vec![marks], &mut elements);
        }
    }
    for related in finding.related.iter().filter(|related| related.path != document.path) {
        elements.push(Level::NOTE.message(format!("{}: {}", related.path.as_str(), related.message)).into());
    }
    let named = if finding.fixes.len() <= MAX_FIXES { finding.fixes.len() } else { 1 };
    for (number, fix) in finding.fixes[..named].iter().enumerate() {
        let or = if number == 0 { "" } else { "or: " };
        elements.push(Level::HELP.message(format!("{or}{}", fix.title)).into());
    }
    let mut title = level(finding.severity).primary_title(finding.message.as_str()).id(finding.code);
    if let Some(rule) = amplify_config::rule(finding.code) {
        // Terminals that can make a link of the code.
        title = title.id_url(rule.address());
    }
    title.elements(elements)
}

/// Adds the excerpt with its marks, below the name of the file and the position of `offset`.
fn show<'a>(
    file: &CheckedFile,
    document: &Document,
    offset: usize,
    excerpt: &Excerpt<'a>,
    marks: Vec<Annotation<'a>>,
    elements: &mut Vec<Element<'a>>,
) {
    let name = printable(&file.shown);
    let mut snippet = Snippet::source(excerpt.text).line_start(excerpt.line).annotations(marks);
    if excerpt.is_whole {
        snippet = snippet.path(name);
    } else {
        // The renderer counts columns in what it is given, which here is not the whole line.
        let place = position(document, offset);
        elements.push(Origin::path(name).line(place.line).char_column(place.column).into());
    }
    elements.push(snippet.into());
}
