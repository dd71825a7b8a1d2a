//! One known mistake planted at every place of real, clean files: found, said once, mended?
//!
//! Prints a table of kinds of mistakes and holds it to the bars. `cargo test -p amplify-config --test planted --
//! --nocapture` shows it.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that prints a table when it is asked to")]

mod account;
mod identifiers;
mod plant;
mod services;
mod structure;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use amplify_config::{Change, Diagnostic, FilePath, Project, Severity, diagnostics};
use amplify_json::edit::apply;

/// How often a mistake was planted, found, said once, and mended.
#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    once: usize,
    mended: usize,
    /// Some that were not found, not said once, or not mended.
    misses: Vec<String>,
}

fn corpus_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut files = Vec::new();
    for folder in ["gen2", "gen1", "official-gen2", "official-gen1/mobile", "official-gen1/web"] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "json")));
    }
    files.sort();
    files
}

/// The name under which the file was found: without the number before it.
fn real_name(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    match name.split_once('.') {
        Some((number, rest)) if number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            rest.to_owned()
        }
        _ if path.to_string_lossy().contains("gen1") => "amplifyconfiguration.json".into(),
        _ => "amplify_outputs.json".into(),
    }
}

fn project(name: &str, text: &str) -> (Project, FilePath) {
    let path = FilePath::new(name);
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    (project, path)
}

fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    let (project, path) = project(name, text);
    diagnostics(&project, &path)
}

/// What distinguishes a finding wherever it stands.
fn identity(diagnostic: &Diagnostic) -> (String, String) {
    (diagnostic.code.to_owned(), diagnostic.message.clone())
}

/// The findings of `now` that `before` did not have.
fn new_findings<'d>(before: &[Diagnostic], now: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
    let mut old: Vec<_> = before.iter().map(identity).collect();
    now.iter()
        .filter(|diagnostic| match old.iter().position(|known| *known == identity(diagnostic)) {
            Some(at) => {
                old.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}

#[test]
fn planted_mistakes_are_found_said_once_and_mended() {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for file in corpus_files() {
        let name = real_name(&file);
        let text = std::fs::read_to_string(&file).unwrap();
        let before = findings(&name, &text);
        // Most files of the libraries are clean but for ids that nobody made.
        let is_minor = |diagnostic: &Diagnostic| diagnostic.severity >= Severity::Information;
        let is_clean = before.iter().all(|diagnostic| diagnostic.code == "placeholder" || is_minor(diagnostic));
        if !is_clean || text.len() > 12_000 {
            continue;
        }
        let (project, path) = project(&name, &text);
        let Some(document) = project.document(&path).filter(|document| document.kind().is_some()) else { continue };
        for mistake in plant::mistakes(document)
            .into_iter()
            .chain(identifiers::mistakes(document))
            .chain(structure::mistakes(document))
        {
            let score = scores.entry(mistake.kind).or_default();
            let now = findings(&name, &mistake.text);
            let new = new_findings(&before, &now);
            score.planted += 1;
            score.found += usize::from(!new.is_empty());
            score.once += usize::from(new.len() == 1);
            let mends = |diagnostic: &Diagnostic| {
                diagnostic.fixes.iter().any(|fix| {
                    let mended = apply(&mistake.text, &fix.edits);
                    new_findings(&before, &findings(&name, &mended)).is_empty()
                })
            };
            let mended = !new.is_empty() && new.iter().all(|diagnostic| mends(diagnostic));
            score.mended += usize::from(mended || !mistake.knowable && !new.is_empty());
            if new.len() != 1 || !mended && mistake.knowable {
                let said: Vec<String> =
                    new.iter().map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect();
                score.misses.push(format!(
                    "{}: {} -> {said:?}",
                    file.file_name().unwrap().to_string_lossy(),
                    mistake.what
                ));
            }
        }
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let mut all = Score::default();
    println!("{:24} {:>7} {:>7} {:>7} {:>7}", "mistake", "planted", "found", "once", "mended");
    for (kind, score) in &scores {
        println!(
            "{kind:24} {:7} {:6.1}% {:6.1}% {:6.1}%",
            score.planted,
            percent(score.found, score.planted),
            percent(score.once, score.planted),
            percent(score.mended, score.planted)
        );
        all.planted += score.planted;
        all.found += score.found;
        all.once += score.once;
        all.mended += score.mended;
        let step = (score.misses.len() / 12).max(1);
        for miss in score.misses.iter().step_by(step).take(12) {
            println!("      {miss}");
        }
    }
    let of_all = |part: usize| percent(part, all.planted);
    println!(
        "{:24} {:7} {:6.1}% {:6.1}% {:6.1}%",
        "all",
        all.planted,
        of_all(all.found),
        of_all(all.once),
        of_all(all.mended)
    );
    assert!(of_all(all.found) >= 98.0, "found {:.1} %", of_all(all.found));
    assert!(of_all(all.once) >= 97.0, "said once {:.1} %", of_all(all.once));
    assert!(of_all(all.mended) >= 90.0, "mended {:.1} %", of_all(all.mended));
}
