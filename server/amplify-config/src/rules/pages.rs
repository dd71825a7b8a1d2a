//! The pages are tests: every example on them is run, and what is drawn under its lines must be what the program says.
//!
//! A page has at least one example with its own code drawn in it, and one without any finding of that code: the same,
//! mended. Where the first finding of the page's code has a fix to prefer, that fix must make the next example of it.
//! `UPDATE_EXPECT=1 cargo test` draws the examples anew; what changed is then to be read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amplify_json::edit::apply;

use super::rules;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::{Change, Diagnostic, FilePath, Project, diagnostics};

/// A fenced block of a page that holds a file of ours.
struct Example<'p> {
    name: &'p str,
    /// Bytes of the page.
    body: std::ops::Range<usize>,
}

fn examples(page: &str) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find("```json ").map(|offset| at + offset) {
        let Some(first) = page[start..].find('\n').map(|offset| start + offset + 1) else { break };
        let Some(end) = page[first..].find("```").map(|offset| first + offset) else { break };
        found.push(Example { name: page[start + 8..first].trim(), body: first..end });
        at = end + 3;
    }
    found
}

fn run(name: &str, text: &str) -> Vec<Diagnostic> {
    let path = FilePath::new(name);
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    diagnostics(&project, &path)
}

fn label(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
    };
    format!("{severity}[{}]: {}", diagnostic.code, diagnostic.message)
}

fn drawn(text: &str, found: &[Diagnostic]) -> String {
    let marks: Vec<_> = found.iter().map(|diagnostic| (diagnostic.range.clone(), label(diagnostic))).collect();
    fixture::draw(text, &marks)
}

fn page_file(rule: &Rule) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(rule.topic);
    folder.join(format!("{}.md", rule.code))
}

/// The page with its examples drawn anew, and what is wrong with it.
fn check_page(rule: &Rule) -> (String, Vec<String>) {
    let mut page = rule.page.to_owned();
    let mut wrong = Vec::new();
    let mut say = |message: String| wrong.push(format!("{}/{}.md: {message}", rule.topic, rule.code));
    if !page.starts_with("# ") {
        say("a page begins with a heading".into());
    }
    let (mut broken, mut mended) = (0, 0);
    let mut expected: Option<String> = None;
    let text_of = |example: &Example<'_>| fixture::read(&format!("\n{}", &page[example.body.clone()])).single().text;
    let texts: Vec<(String, String)> =
        examples(&page).iter().map(|example| (example.name.to_owned(), text_of(example))).collect();
    let mut has_fix = false;
    for (number, (name, text)) in texts.iter().enumerate() {
        let found = run(name, text);
        let body = examples(&page)[number].body.clone();
        let now = drawn(text, &found);
        if page[body.clone()] != now {
            say(format!("example {} is drawn otherwise:\n{now}", number + 1));
            page.replace_range(body, &now);
        }
        if let Some(expected) = expected.take().filter(|expected| expected != text) {
            say(format!("example {} is not what the fix makes:\n{expected}", number + 1));
        }
        match found.iter().find(|diagnostic| diagnostic.code == rule.code) {
            Some(diagnostic) => {
                broken += 1;
                has_fix |= !diagnostic.fixes.is_empty();
                let fix = diagnostic.fixes.iter().find(|fix| fix.preferred);
                expected = fix.map(|fix| apply(text, &fix.edits));
            }
            None => mended += 1,
        }
    }
    if broken == 0 || mended == 0 {
        say(format!("{broken} examples have the fault, {mended} are without it; both kinds are needed"));
    }
    if !has_fix && !page.contains("\nNo fix is offered") {
        say("there is no fix, and no sentence \"No fix is offered …\" says why".into());
    }
    (page, wrong)
}

#[test]
fn every_example_of_every_page_is_what_the_program_says() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let (page, messages) = check_page(rule);
        if std::env::var_os("UPDATE_EXPECT").is_some() && page != rule.page {
            std::fs::write(page_file(rule), page).unwrap();
        }
        wrong.extend(messages);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_page_belongs_to_a_rule_and_codes_are_unique() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut pages: Vec<PathBuf> = Vec::new();
    for topic in std::fs::read_dir(root).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let files = std::fs::read_dir(topic.path()).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(files.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    pages.sort();
    let mut expected: Vec<PathBuf> = rules().iter().map(|rule| page_file(rule)).collect();
    expected.sort();
    assert_eq!(pages, expected);
    assert!(rules().windows(2).all(|pair| pair[0].code != pair[1].code), "a code is there twice");
}

#[test]
fn the_index_lists_every_rule() {
    let mut index = String::from(
        "# Rules\n\nWhat amplify-ls finds, by code. `amplify-ls explain CODE` prints a page. This list is written by a test.\n\n| code | what is wrong |\n| --- | --- |\n",
    );
    for rule in rules() {
        let page = format!("../../server/amplify-config/src/rules/{}/{}.md", rule.topic, rule.code);
        index.push_str(&format!("| [`{}`]({page}) | {} |\n", rule.code, rule.summary()));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules/README.md");
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    if written != index {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, index).unwrap();
        panic!("docs/rules/README.md was stale and has been written anew; commit it");
    }
}
