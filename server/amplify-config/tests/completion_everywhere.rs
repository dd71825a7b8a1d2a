//! At every place of every file, whatever is offered can be accepted: the text does not get worse, no key arises twice,
//! and what is replaced lies on the line of the cursor.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test that prints figures when it is asked to")]

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use amplify_config::{Change, CompletionItem, FilePath, Project, completion};
use amplify_json::edit::{Edit, apply};
use amplify_json::{SyntaxErrorKind, parse};
use proptest::prelude::*;

/// Files of people, tools and samples that differ: hand-written and half-written ones first of all.
const FILES: &[&str] = &[
    "completion/being-written.amplify_outputs.json",
    "completion/carriage-returns.amplify_outputs.json",
    "completion/conflict.amplify_outputs.json",
    "completion/no-bracket.amplify_outputs.json",
    "completion/one-line.amplify_outputs.json",
    "gen2/005.amplify_outputs.example.json",
    "gen2/010.amplify_outputs.json",
    "gen2/011.amplify_outputs.json",
    "gen2/035.amplify_outputs.json.example",
    "gen2/063.amplify_outputs.example.json",
    "gen2/084.amplify_outputs.json",
    "gen2/091.amplify_outputs.example.json",
    "gen2/095.amplify_outputs.backup.json",
    "gen2/116.amplify_outputs.json.example",
    "gen2/122.amplify_outputs.json.example",
    "gen2/128.amplify_outputs.json",
    "gen1/020.amplifyconfiguration.json",
    "gen1/040.amplifyconfiguration.json",
    "gen1/059.amplifyconfiguration.json",
    "gen1/079.amplifyconfiguration.json",
];

/// Name and text of each file: those listed, or all of the folder that `COMPLETION_CORPUS` names.
fn corpus() -> Vec<(String, String)> {
    let read = |path: &Path| {
        let name = path.file_name().expect("a path of a file").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    if let Some(folder) = std::env::var_os("COMPLETION_CORPUS") {
        let files = std::fs::read_dir(folder).expect("COMPLETION_CORPUS names a folder");
        return files.map(|entry| read(&entry.unwrap().path())).collect();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    FILES.iter().map(|name| read(&root.join(name))).collect()
}

/// A valid file of 100 kB: four real ones below `custom`.
fn large() -> String {
    let files = corpus();
    let (_, text) = files.iter().max_by_key(|(_, text)| text.len()).expect("there are files");
    let members: Vec<String> = ["a", "b", "c", "d"].iter().map(|name| format!("    \"{name}\": {text}")).collect();
    let auth = r#""auth": { "user_pool_id": "eu-west-1_aBcD12345", "mfa_configuration": "", "aws_region": "" }"#;
    format!("{{\n  {auth},\n  \"custom\": {{\n{}\n  }}\n}}", members.join(",\n"))
}

fn open(name: &str, text: &str) -> (Project, FilePath) {
    let path = FilePath::new(name);
    let mut project = Project::new();
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    (project, path)
}

/// A snippet as the editor shows it first: defaults and first choices, nothing else filled in.
fn expand(snippet: &str) -> String {
    let mut out = String::new();
    let mut characters = snippet.chars().peekable();
    let mut in_stop = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            '$' if characters.peek() == Some(&'{') => {
                characters.next();
                while characters.next_if(char::is_ascii_digit).is_some() {}
                match characters.next() {
                    Some(':') => in_stop = true,
                    Some('|') => {
                        let mut is_first = true;
                        loop {
                            match characters.next().expect("a choice ends in |}") {
                                '\\' => out.extend(characters.next().filter(|_| is_first)),
                                ',' => is_first = false,
                                '|' => break,
                                other if is_first => out.push(other),
                                _ => {}
                            }
                        }
                        assert_eq!(characters.next(), Some('}'), "{snippet}");
                    }
                    other => panic!("{other:?} in {snippet}"),
                }
            }
            '$' => {
                assert!(characters.next_if(char::is_ascii_digit).is_some(), "a bare $ in {snippet}");
                while characters.next_if(char::is_ascii_digit).is_some() {}
            }
            '}' if in_stop => in_stop = false,
            other => out.push(other),
        }
    }
    out
}

/// How many mistakes a text has, and how many keys are there twice.
fn mistakes(text: &str) -> (usize, usize) {
    let errors = parse(text).errors;
    let twice = errors.iter().filter(|error| matches!(error.kind, SyntaxErrorKind::DuplicateKey(_))).count();
    (errors.len(), twice)
}

fn accepted(text: &str, item: &CompletionItem, new: &str) -> String {
    let mut edits = item.additional.clone();
    edits.push(Edit::replace(item.replace.clone(), new));
    apply(text, &edits)
}

/// The places of one text, asked one after the other.
struct Walk<'t> {
    text: &'t str,
    before: (usize, usize),
    /// Accepted texts that were looked at before: most offsets of a token are offered the same.
    seen: HashSet<(usize, String)>,
    project: Project,
    path: FilePath,
    asked: u32,
    offered: usize,
    time: Duration,
    longest: Duration,
    faults: Vec<String>,
}

impl<'t> Walk<'t> {
    fn new(name: &str, text: &'t str) -> Walk<'t> {
        let (project, path) = open(name, text);
        let before = mistakes(text);
        Walk {
            text,
            before,
            seen: HashSet::new(),
            project,
            path,
            asked: 0,
            offered: 0,
            time: Duration::ZERO,
            longest: Duration::ZERO,
            faults: Vec::new(),
        }
    }

    fn ask(&mut self, offset: usize) {
        let start = Instant::now();
        let completion = completion(&self.project, &self.path, offset);
        let time = start.elapsed();
        self.time += time;
        self.longest = self.longest.max(time);
        self.asked += 1;
        self.offered += completion.items.len();
        assert!(completion.items.iter().filter(|item| item.preselect).count() <= 1);
        let width = completion.items.first().map_or(0, |item| item.sort.len());
        for item in &completion.items {
            assert_eq!(item.sort.len(), width);
            self.item(offset, item);
        }
        let labels: HashSet<&str> = completion.items.iter().map(|item| item.label.as_str()).collect();
        if labels.len() != completion.items.len() {
            self.faults.push(format!("at {offset}: a label is there twice"));
        }
    }

    fn item(&mut self, offset: usize, item: &CompletionItem) {
        let CompletionItem { replace, .. } = item;
        let text = self.text;
        if replace.start > offset || offset > replace.end && !is_inside_line_break(text, offset) {
            self.faults.push(format!("at {offset}: {replace:?} does not hold it"));
        }
        if text[replace.clone()].contains(['\n', '\r']) {
            self.faults.push(format!("at {offset}: {replace:?} is on several lines"));
        }
        if item.additional.iter().any(|edit| edit.end >= replace.start) {
            self.faults.push(format!("at {offset}: the comma touches {replace:?}"));
        }
        // Editors repeat the indentation of the line in each line of a snippet.
        let line_break = format!("\n{}", amplify_json::edit::indent_at(text, replace.start));
        let snippet = item.snippet.as_deref().map(|snippet| expand(snippet).replace('\n', &line_break));
        for new in std::iter::once(item.text.clone()).chain(snippet) {
            let after = accepted(text, item, &new);
            if !self.seen.insert((replace.start, format!("{new}{:?}", item.additional))) {
                continue;
            }
            let now = mistakes(&after);
            if now.0 > self.before.0 || now.1 > self.before.1 {
                self.faults.push(format!(
                    "at {offset}: `{}` makes {now:?} mistakes of {:?}\n{}",
                    item.label,
                    self.before,
                    difference(text, &after)
                ));
            }
        }
    }
}

fn is_inside_line_break(text: &str, offset: usize) -> bool {
    !text.is_char_boundary(offset) || text[..offset].ends_with('\r') && text[offset..].starts_with('\n')
}

/// The lines around what is new, for the report of a fault.
fn difference(before: &str, after: &str) -> String {
    let same = before.bytes().zip(after.bytes()).take_while(|(left, right)| left == right).count();
    let start = after.floor_char_boundary(same.saturating_sub(120));
    let end = after.floor_char_boundary((same + 200).min(after.len()));
    let errors: Vec<String> =
        parse(after).errors.iter().map(|error| format!("{:?} {:?}", error.kind, error.range)).collect();
    format!("{}\n-- {}", &after[start..end].replace(' ', "·"), errors.join("; "))
}

fn report(all: Vec<(String, Vec<String>)>) {
    // One fault of each place tells enough.
    let mut shown: Vec<String> = Vec::new();
    for (name, faults) in &all {
        let mut places = HashSet::new();
        let first = faults.iter().filter(|fault| places.insert(fault.split(':').next()));
        shown.extend(first.map(|fault| format!("{name} {fault}")));
    }
    let count = shown.len();
    shown.truncate(std::env::var("FAULTS").map_or(12, |count| count.parse().expect("FAULTS is a number")));
    assert!(count == 0, "faults at {count} places, some of them:\n{}", shown.join("\n\n"));
}

/// About so many places of a text; all when `COMPLETION_EVERYWHERE` is set.
fn step(text: &str, places: usize) -> usize {
    if std::env::var_os("COMPLETION_EVERYWHERE").is_some() { 1 } else { text.len() / places + 1 }
}

#[test]
fn whatever_is_offered_can_be_accepted() {
    let mut faults = Vec::new();
    for (name, text) in corpus().into_iter().chain([("amplify_outputs.json".to_owned(), large())]) {
        let mut walk = Walk::new(&name, &text);
        for offset in (0..=text.len()).step_by(step(&text, 400)) {
            walk.ask(offset);
        }
        println!(
            "{name}: {} bytes, {:.2} items, {:?} each, {:?} at most",
            text.len(),
            walk.offered as f64 / f64::from(walk.asked),
            walk.time / walk.asked,
            walk.longest,
        );
        faults.push((name, walk.faults));
    }
    report(faults);
}

/// Files as they are while somebody types them from the start: cut off anywhere.
#[test]
fn whatever_is_offered_at_the_end_of_half_a_file_can_be_accepted() {
    let mut faults = Vec::new();
    for (name, text) in corpus().into_iter().filter(|(_, text)| text.len() < 6_000) {
        for end in (0..text.len()).step_by(step(&text, 60)).filter(|&end| text.is_char_boundary(end)) {
            let mut walk = Walk::new(&name, &text[..end]);
            walk.ask(end);
            faults.push((format!("{name}..{end}"), walk.faults));
        }
    }
    report(faults);
}

/// Files in which one place is damaged, asked there.
#[test]
fn whatever_is_offered_beside_a_mistake_can_be_accepted() {
    let mut faults = Vec::new();
    for (name, text) in corpus().into_iter().filter(|(_, text)| text.len() < 5_000) {
        let marks = text.char_indices().filter(|(_, character)| "\",:{}[]\n".contains(*character));
        for (at, character) in marks.step_by(step(&text, 60)) {
            let damaged = format!("{}{}", &text[..at], &text[at + character.len_utf8()..]);
            let mut walk = Walk::new(&name, &damaged);
            for offset in (at.saturating_sub(4)..(at + 5).min(damaged.len())).filter(|&at| damaged.is_char_boundary(at))
            {
                walk.ask(offset);
            }
            faults.push((format!("{name} without {character:?} at {at}"), walk.faults));
        }
    }
    report(faults);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_offset_are_answered(text in "[\\{\\}\\[\\],:\"a1 \n\\\\é/*#-]{0,40}", offset in 0usize..60) {
        let mut walk = Walk::new("amplify_outputs.json", &text);
        walk.ask(offset.min(text.len()));
        // How random characters read beside a member that is put among them is left open; real files, whole, cut off and
        // damaged, are held to it above.
        let faults: Vec<&String> = walk.faults.iter().filter(|fault| !fault.contains(" mistakes of ")).collect();
        prop_assert!(faults.is_empty(), "{:?} {}", text, faults[0]);
    }
}
