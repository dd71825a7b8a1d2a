//! The pages are tests: every example on them is run, and what is drawn under its lines must be what the program says.
//!
//! A page has at least one example with its own code drawn in it, and one without any finding of that code: the same,
//! mended. Where the first finding of the page's code has a fix to prefer, that fix must make the next example of it.
//! A block `json account` is no example: it says what the AWS account holds for the examples below it, in the form of a
//! snapshot; above the first one nothing is known of any account.
//! `UPDATE_EXPECT=1 cargo test` draws the examples anew; what changed is then to be read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amplify_json::edit::apply;

use super::rules;
use crate::account_fixture::Account;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::{Change, Diagnostic, FilePath, Project, diagnostics};

/// A fenced block of a page that holds files of ours: `json NAME` or `toml NAME`, or `text` with several.
struct Example {
    /// The files, without what is drawn.
    files: Vec<fixture::File>,
    /// Bytes of the page.
    body: std::ops::Range<usize>,
    /// Each file begins with its name.
    is_named: bool,
    /// What the account holds.
    account: Option<Account>,
}

fn examples(page: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut account = None;
    while let Some(start) = page[at..].find("```").map(|offset| at + offset) {
        let Some(first) = page[start..].find('\n').map(|offset| start + offset + 1) else { break };
        let Some(end) = page[first..].find("```").map(|offset| first + offset) else { break };
        let info = page[start + 3..first].trim();
        if info == "json account" {
            account = Some(Account::read(&page[first..end]));
            at = end + 3;
            continue;
        }
        let mut files = fixture::read(&format!("\n{}", &page[first..end])).files;
        let name = info.strip_prefix("json ").or_else(|| info.strip_prefix("toml "));
        if let Some(name) = name {
            files[0].name = name.to_owned();
        }
        if name.is_some() || info == "text" && page[first..].starts_with("//- ") {
            found.push(Example { files, body: first..end, is_named: name.is_none(), account: account.clone() });
        }
        at = end + 3;
    }
    found
}

/// What is found in each file, when all of them are known. A file called `git` is none: it says what git ignores.
fn run(example: &Example) -> Vec<Vec<Diagnostic>> {
    let files = &example.files;
    let mut project = Project::new();
    for file in files {
        for name in file.text.lines().filter_map(|line| line.strip_prefix("not ignored: ")) {
            project.apply(Change::Ignored(FilePath::new(name), Some(false)));
        }
        project.apply(Change::Text(FilePath::new(file.name.as_str()), Some(Arc::from(file.text.as_str()))));
    }
    let paths: Vec<FilePath> = files.iter().map(|file| FilePath::new(file.name.as_str())).collect();
    if let Some(account) = &example.account {
        paths.iter().for_each(|path| account.tell(&mut project, path));
    }
    paths.iter().map(|path| diagnostics(&project, path)).collect()
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

fn drawn(example: &Example, found: &[Vec<Diagnostic>]) -> String {
    let mut out = String::new();
    for (file, found) in example.files.iter().zip(found) {
        if example.is_named {
            out.push_str(&format!("//- {}\n", file.name));
        }
        let marks: Vec<_> = found.iter().map(|diagnostic| (diagnostic.range.clone(), label(diagnostic))).collect();
        out.push_str(&fixture::draw(&file.text, &marks));
    }
    out
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
    let mut has_fix = false;
    for number in 0..examples(&page).len() {
        let example = examples(&page).swap_remove(number);
        let found = run(&example);
        let now = drawn(&example, &found);
        if page[example.body.clone()] != now {
            say(format!("example {} is drawn otherwise:\n{now}", number + 1));
            page.replace_range(example.body.clone(), &now);
        }
        if let Some(expected) = expected.take().filter(|expected| *expected != example.files[0].text) {
            say(format!("example {} is not what the fix makes:\n{expected}", number + 1));
        }
        let with_files = example.files.iter().zip(&found);
        let mut ours = with_files.flat_map(|(file, found)| found.iter().map(move |diagnostic| (file, diagnostic)));
        match ours.find(|(_, diagnostic)| diagnostic.code == rule.code) {
            Some((file, diagnostic)) => {
                broken += 1;
                has_fix |= !diagnostic.fixes.is_empty();
                let fix = diagnostic.fixes.iter().find(|fix| fix.preferred);
                expected = fix.map(|fix| apply(&file.text, &fix.edits));
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
