//! Tests of rules over drawn files: what one topic says of them must be what is drawn.

use std::sync::Arc;

use crate::{Change, Diagnostic, FilePath, Library, Project, Settings, Severity, diagnostics, rule};

/// The findings of `topic`, and of no other, in every file of `drawn` are those that are drawn: `severity[code]`, without
/// their messages, which the pages show.
#[track_caller]
pub(in crate::rules) fn check(topic: &str, drawn: &str) {
    for file in fixture::read(drawn).files {
        let path = FilePath::new(file.name.as_str());
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(file.text.as_str()))));
        let found = diagnostics(&project, &path)
            .into_iter()
            .filter(|diagnostic| rule(diagnostic.code).is_some_and(|rule| rule.topic == topic));
        let marks: Vec<_> = found
            .map(|diagnostic| {
                let severity = match diagnostic.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Information => "information",
                    Severity::Hint => "hint",
                };
                (diagnostic.range, format!("{severity}[{}]", diagnostic.code))
            })
            .collect();
        let expected: Vec<_> = file.marks.iter().map(|mark| (mark.range.clone(), mark.label.clone())).collect();
        assert_eq!(fixture::draw(&file.text, &marks), fixture::draw(&file.text, &expected), "{}", file.name);
    }
}

/// What is said of a file in a project that uses these libraries.
pub(in crate::rules) fn findings(name: &str, text: &str, libraries: &[Library]) -> Vec<Diagnostic> {
    let path = FilePath::new(name);
    let mut project = Project::new();
    let libraries = libraries.iter().copied().collect();
    project.apply(Change::Settings(Settings { libraries, ..Settings::default() }));
    project.apply(Change::Text(path.clone(), Some(text.into())));
    diagnostics(&project, &path)
}
