//! A configuration in a file of code is judged, mended and completed as in a file of its own, and of the code around it
//! not a byte is touched: real files, put into JavaScript and Dart, beside themselves.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use amplify_config::{Change, Diagnostic, Document, FilePath, Project, completion, diagnostics, fix_all, hover};
use amplify_json::Kind;
use amplify_json::edit::{Edit, apply};
use serde_json::Value;

/// A text under a name, with so much code before and behind it.
struct Wrapped {
    name: &'static str,
    text: String,
    before: usize,
    behind: usize,
}

const BEFORE_JS: &str = "/* eslint-disable */\n// é: { not this }\nconst isLocal = { a: 1 }.a > 0;\nconst awsmobile = ";
const BEHIND_JS: &str = ";\n\nexport default awsmobile;\n";
const BEFORE_DART: &str = "// é: { not this }\nconst amplifyConfig = r'''";
const BEHIND_DART: &str = "''';\n";

fn wrap(name: &'static str, before: &str, inside: &str, behind: &str) -> Wrapped {
    Wrapped { name, text: format!("{before}{inside}{behind}"), before: before.len(), behind: behind.len() }
}

/// The real files of one kind, and what a mistake makes of them. A file of its own and the code have the same promise in
/// their names.
fn files(is_gen2: bool) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let folders = if is_gen2 { vec!["gen2", "official-gen2"] } else { vec!["gen1", "official-gen1"] };
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // Nobody writes these into code, and they are long.
        if text.contains("'''") || text.contains('\u{feff}') || text.len() > 40_000 {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for (wrong, right) in [("east", "esat"), ("\"openid\"", "\"opnid\""), ("_id\"", "_di\""), ("OPTIONAL", "OFF")] {
            if text.contains(wrong) {
                files.push((format!("{name} with {right}"), text.replacen(wrong, right, 1)));
            }
        }
        files.push((name, text));
    }
    files
}

fn project(name: &str, text: &str) -> (Project, FilePath) {
    let (mut project, path) = (Project::new(), FilePath::new(format!("/app/src/{name}")));
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    (project, path)
}

/// What the text says, read under that name.
fn value(name: &str, text: &str) -> Value {
    Document::new(FilePath::new(name), text).tree.root().to_value(64)
}

/// As people write it: names without quotes where they need none, texts in single quotes.
fn as_people_write(text: &str) -> String {
    let tree = amplify_json::parse(text).tree;
    let mut edits = Vec::new();
    for node in tree.nodes().filter(|node| matches!(node.kind(), Kind::Key | Kind::String)) {
        let inside = &text[node.content_range()];
        let is_plain = !inside.contains(['\'', '"', '\\']);
        let is_name = inside.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && inside.chars().all(|next| next.is_ascii_alphanumeric() || next == '_');
        match node.kind() {
            Kind::Key if is_name => edits.push(Edit::replace(node.range(), inside)),
            _ if is_plain => edits.push(Edit::replace(node.range(), format!("'{inside}'"))),
            _ => {}
        }
    }
    apply(text, &edits)
}

fn is_valid(text: &str) -> bool {
    amplify_json::parse(text).errors.is_empty()
}

/// The files that hold the text as code: what is JSON is a literal of JavaScript as well.
fn wrapped(is_gen2: bool, text: &str) -> Vec<(Wrapped, bool)> {
    if is_gen2 {
        return vec![(wrap("amplify_outputs.dart", BEFORE_DART, text, BEHIND_DART), true)];
    }
    let mut all = vec![(wrap("amplifyconfiguration.dart", BEFORE_DART, text, BEHIND_DART), true)];
    let inside = text.trim();
    // What is for the web, as in such files.
    if is_valid(text) && inside.starts_with('{') && inside.contains("\"aws_") {
        all.push((wrap("aws-exports.js", BEFORE_JS, inside, BEHIND_JS), text.len() == inside.len()));
        all.push((wrap("aws-exports.ts", BEFORE_JS, &as_people_write(inside), BEHIND_JS), false));
    }
    all
}

fn both(mut check: impl FnMut(&str, &str, &str, &Wrapped, bool)) {
    for (is_gen2, plain_name) in [(true, "amplify_outputs.json"), (false, "amplifyconfiguration.json")] {
        for (file, text) in files(is_gen2) {
            for (code, is_same) in wrapped(is_gen2, &text) {
                check(&format!("{file} as {}", code.name), plain_name, &text, &code, is_same);
            }
        }
    }
}

fn said(found: &[Diagnostic]) -> Vec<(&str, &str)> {
    found.iter().map(|found| (found.code, found.message.as_str())).collect()
}

/// Only between the code before and the code behind something changed.
fn assert_around_stays(file: &str, code: &Wrapped, after: &str) {
    let (before, behind) = (&code.text[..code.before], &code.text[code.text.len() - code.behind..]);
    assert!(after.starts_with(before) && after.ends_with(behind), "{file}: {after}");
    assert!(after.len() >= before.len() + behind.len(), "{file}: {after}");
}

/// The same findings at the same lines and columns, and fixes with the same effect.
#[test]
fn findings_and_fixes_are_those_of_the_file_itself() {
    let (mut findings, mut fixes) = (0, 0);
    both(|file, plain_name, text, code, is_same| {
        let (plain, plain_path) = project(plain_name, text);
        let (outer, path) = project(code.name, &code.text);
        let alone = diagnostics(&plain, &plain_path);
        let found = diagnostics(&outer, &path);
        assert_eq!(said(&alone), said(&found), "{file}");
        findings += found.len();
        let document = outer.document(&path).unwrap();
        let lines_before = code.text[..code.before].matches('\n').count();
        for (one, other) in alone.iter().zip(&found) {
            if is_same {
                assert_eq!(one.range.start + code.before, other.range.start, "{file}: {}", one.message);
                assert_eq!(one.range.end + code.before, other.range.end, "{file}: {}", one.message);
                let line = plain.document(&plain_path).unwrap().line_at(one.range.start) + lines_before;
                assert_eq!(document.line_at(other.range.start), line, "{file}: {}", one.message);
                let start = document.line_range(line).start;
                assert!(code.text[start..other.range.start].find('\n').is_none(), "{file}");
            }
            let titles = |found: &Diagnostic| found.fixes.iter().map(|fix| fix.title.clone()).collect::<Vec<_>>();
            // A title may show the text that is put in, in the quotes of the file.
            assert_eq!(titles(one).len(), titles(other).len(), "{file}: {:?} {:?}", titles(one), titles(other));
            for (fix, same) in one.fixes.iter().zip(&other.fixes) {
                let after = apply(&code.text, &same.edits);
                assert_around_stays(file, code, &after);
                let expected = value(plain_name, &apply(text, &fix.edits));
                assert_eq!(value(code.name, &after), expected, "{file}: {}\n{after}", same.title);
                fixes += 1;
            }
        }
        let after = apply(&code.text, &fix_all(&outer, &path));
        assert_around_stays(file, code, &after);
        let expected = value(plain_name, &apply(text, &fix_all(&plain, &plain_path)));
        assert_eq!(value(code.name, &after), expected, "{file}\n{after}");
    });
    assert!(findings > 1000 && fixes > 500, "{findings} findings, {fixes} fixes");
}

/// Whatever is offered at any place can be accepted, and says the same as in a file of its own.
#[test]
fn completion_is_that_of_the_file_itself() {
    let mut accepted = 0;
    both(|file, plain_name, text, code, is_same| {
        if !is_same || !text.trim_start().starts_with('{') || file.contains(" with ") || text.len() > 6_000 {
            return;
        }
        let (plain, plain_path) = project(plain_name, text);
        let (outer, path) = project(code.name, &code.text);
        let mut seen = HashSet::new();
        for offset in (0..text.len()).step_by(text.len() / 60 + 1).filter(|&at| text.is_char_boundary(at)) {
            let one = completion(&plain, &plain_path, offset).items;
            let other = completion(&outer, &path, offset + code.before).items;
            let labels = |items: &[amplify_config::CompletionItem]| {
                items.iter().map(|item| item.label.clone()).collect::<Vec<_>>()
            };
            assert_eq!(labels(&one), labels(&other), "{file} at {offset}");
            for (one, other) in one.iter().zip(&other) {
                let edits = |item: &amplify_config::CompletionItem| {
                    let mut edits = item.additional.clone();
                    edits.push(Edit::replace(item.replace.clone(), item.text.as_str()));
                    edits
                };
                if seen.insert((one.replace.start, one.text.clone())) {
                    let after = apply(&code.text, &edits(other));
                    assert_around_stays(file, code, &after);
                    let inside = &after[code.before..after.len() - code.behind];
                    assert_eq!(inside, apply(text, &edits(one)), "{file} at {offset}: {}", one.label);
                    accepted += 1;
                }
            }
        }
    });
    assert!(accepted > 5_000, "{accepted}");
}

/// In the code around it nothing is offered and nothing is said.
#[test]
fn the_code_around_is_not_ours() {
    let mut asked = 0;
    both(|file, _, text, code, _| {
        if file.contains(" with ") || text.len() > 3_000 {
            return;
        }
        let (outer, path) = project(code.name, &code.text);
        // Beside the first and the last byte one is inside as well.
        let around = (0..code.before).chain(code.text.len() - code.behind + 1..=code.text.len());
        for offset in around.filter(|&at| code.text.is_char_boundary(at)) {
            let offered = completion(&outer, &path, offset).items;
            assert!(offered.is_empty(), "{file} at {offset}: {}", offered[0].label);
            assert!(hover(&outer, &path, offset).is_none(), "{file} at {offset}");
            asked += 1;
        }
    });
    assert!(asked > 5_000, "{asked}");
}

/// Where code stands nothing is offered: what is typed there is not ours.
#[test]
fn in_code_nothing_is_offered() {
    for code in [
        "aws_project_region: process.env.REGION ?? 'us-east-1', aws_cognito_region: 'us-east-1'",
        "aws_project_region: 'us-east-1', aws_cognito_region: region('us-', 'east')",
        "aws_project_region: 'us-east-1', ...rest.of.it, aws_cognito_region: 'us-east-1'",
        "aws_project_region: 'us-east-1', oauth: { scope: ['openid', ...more.of.it] }",
    ] {
        let text = format!("export default {{ {code} }};\n");
        let (project, path) = project("aws-exports.js", &text);
        let start = ["process", "region('us", "...rest", "...more"].iter().find_map(|word| text.find(word)).unwrap();
        for offset in start + 1..start + 12 {
            let items = completion(&project, &path, offset).items;
            assert!(items.is_empty(), "{code} at {}: {}", &text[start..offset], items[0].label);
            assert!(hover(&project, &path, offset).is_none_or(|hover| !hover.markdown.contains('\u{7f}')), "{code}");
        }
    }
}

/// With code in the place of any value, or beside the members of any object, nothing is found that was not found before.
#[test]
fn code_in_an_object_literal_is_never_wrong() {
    let mut tried = 0;
    for (file, text) in files(false) {
        let inside = text.trim();
        if !is_valid(inside) || !inside.contains("\"aws_") || text.len() > 4_000 || file.contains(" with ") {
            continue;
        }
        let tree = amplify_json::parse(inside).tree;
        let kind = Document::new(FilePath::new("amplifyconfiguration.json"), inside).kind();
        let codes = |literal: &str| {
            let code = wrap("aws-exports.js", BEFORE_JS, literal, BEHIND_JS);
            let (project, path) = project(code.name, &code.text);
            let kind = project.document(&path).unwrap().kind();
            let found = diagnostics(&project, &path);
            for fix in found.iter().flat_map(|found| &found.fixes) {
                let after = apply(&code.text, &fix.edits);
                assert_around_stays(&file, &code, &after);
                assert!(!after.contains('\u{7f}'), "{file}: {} writes what stands for code", fix.title);
                // Code stays what it was.
                assert_eq!(after.matches("process.env").count(), literal.matches("process.env").count(), "{after}");
            }
            (kind, found.iter().map(|found| found.code).collect::<Vec<_>>())
        };
        let before = codes(&as_people_write(inside)).1;
        for node in tree.nodes().filter(|node| node.parent().is_some() && node.kind() != Kind::Key) {
            let codes_of_it = match node.kind() {
                Kind::Member => ["...process.env", "[process.env.X]: 1"],
                _ => ["process.env.X ?? 'x, y'", "f({ a: [\n'}'] })"],
            };
            for code in codes_of_it {
                let (read, found) = codes(&apply(inside, &[Edit::replace(node.range(), code)]));
                let mut left = before.clone();
                let news = found.into_iter().find(|code| match left.iter().position(|known| known == code) {
                    Some(at) => {
                        left.swap_remove(at);
                        false
                    }
                    None => true,
                });
                // Of a file that is hardly there any more it is no news what it lacks.
                assert!(news.is_none() || read != kind, "{file}: {news:?} with {code} for {}", node.pointer());
                tried += 1;
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}
