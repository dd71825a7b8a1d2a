//! Nothing that names something or somebody is left in a redacted copy: what that is, is told here by regular expressions
//! alone, which know nothing of schemas, over all real files, as they are and inside code.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use amplify_config::{Change, Document, FilePath, Project, diagnostics, redact};
use regex::Regex;

/// What is looked for; where there is a group, that part must go.
const TELLING: &[(&str, &str)] = &[
    ("user pool", r"\b(?:[a-z]{2}(?:-[a-z]+)+-\d)_([A-Za-z0-9]{9,})\b"),
    ("app client", r"\b([a-z0-9]*\d[a-z0-9]*)\b"),
    ("GUID", r"\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b"),
    ("API key", r"\bda2-([a-z0-9]{20,})\b"),
    ("account", r"\b(\d{12})\b"),
    ("ARN", r"\barn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[^\x22'`\s]+"),
    ("user", r"\b([A-Za-z0-9._+-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    ("sign-in domain", r"([A-Za-z0-9-]+)\.auth(?:-fips)?\.[a-z0-9-]+\.amazoncognito\.com"),
    ("API", r"\b([a-z0-9]{10,})\.(?:appsync(?:-realtime)?-api|execute-api|lambda-url|cloudfront)\b"),
    ("host", r"https?://([A-Za-z0-9-]+\.[A-Za-z0-9.-]+)"),
    (
        "bucket",
        r#"["'](?:bucket|bucket_name|bucketName|aws_user_files_s3_bucket|aws_content_delivery_bucket)["']\s*:\s*["']([^"'\s]{3,})["']"#,
    ),
    ("secret", r#"(?i)["'][a-z_]*secret["']\s*:\s*["']([^"'\s]{4,})["']"#),
];

/// What marks an example: nothing real has it. Of the rest each is named where it is met.
const MADE_UP: &str = r"(?i)x{3,}|<|\{|\}|\[|\*|\.\.|…|%|\b(?:your|example|placeholder|changeme|redacted)|(?:example|placeholder|redacted|localhost)";

/// What is left though it is found: words so general that they tell nothing, in files that were made up.
const GENERAL: [&str; 8] = [
    "000000000000",
    "00000000-0000-0000-0000-000000000000",
    "userPoolId",
    "bucket",
    "bucket1",
    "bucket2",
    "test",
    "callback.com",
];

/// Hosts that belong to nobody who writes such a file.
const PUBLIC: &str = r"(?i)^(?:localhost|127\.|0\.0\.0\.0|10\.0\.2\.2|192\.168\.|raw\.githubusercontent\.com$|docs\.|www\.?$|github\.com$|json\.schemastore|amplify-ls\.github)";

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut folders = vec![root.clone()];
    let mut paths: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { folders.push(entry) } else { paths.push(entry) }
        }
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let shown = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let is_ours = !shown.ends_with(".md") && !shown.ends_with(".tsv");
        Some((shown, std::fs::read_to_string(path).ok().filter(|_| is_ours)?))
    };
    paths.iter().filter_map(read).collect()
}

/// A file under the name that it had, and the same as code with what people write beside it.
fn forms(shown: &str, text: &str) -> Vec<(String, String)> {
    let is_gen1 = shown.contains("gen1") && !shown.ends_with(".gen2.json");
    let (plain, dart) = match is_gen1 {
        true => ("amplifyconfiguration.json", "amplifyconfiguration.dart"),
        false => ("amplify_outputs.json", "amplify_outputs.dart"),
    };
    let mut forms = vec![(plain.to_owned(), text.to_owned())];
    let note = "// Before: us-east-1_Kd8sW3nQz of jane.roe@shop-acme.io, arn:aws:iam::481516234299:role/acme-guest\n";
    if !text.contains("'''") {
        forms.push((dart.to_owned(), format!("{note}const amplifyConfig = r'''{text}''';\n")));
    }
    if is_gen1 && text.contains("\"aws_") && text.trim_start().starts_with('{') {
        let code = format!("{note}const pool = 'eu-west-1_Zq81kPwXa';\nconst awsmobile = {};\n", text.trim());
        forms.push(("aws-exports.js".to_owned(), code.replace('"', "'")));
    }
    forms
}

fn found(project: &str, text: &str) -> BTreeMap<&'static str, usize> {
    let (mut state, path) = (Project::new(), FilePath::new(project));
    state.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    let mut codes = BTreeMap::new();
    for diagnostic in diagnostics(&state, &path) {
        *codes.entry(diagnostic.code).or_default() += 1;
    }
    codes
}

#[test]
fn no_name_is_left() {
    let telling: Vec<(&str, Regex)> = TELLING.iter().map(|(what, form)| (*what, Regex::new(form).unwrap())).collect();
    let (made_up, public) = (Regex::new(MADE_UP).unwrap(), Regex::new(PUBLIC).unwrap());
    let (mut counts, mut faults) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for (shown, text) in files() {
        for (name, text) in forms(&shown, &text) {
            let document = Document::new(FilePath::new(name.as_str()), text.as_str());
            if document.kind().is_none() {
                continue;
            }
            let copy = redact(&document);
            assert_eq!(copy.len(), text.len(), "{shown} as {name}: letter for letter");
            for (what, form) in &telling {
                for hit in form.captures_iter(&text) {
                    let part = hit.get(1).or(hit.get(0)).unwrap().as_str();
                    // An app client id has that length; keys and words in lower case are no ids.
                    let is_id = *what != "app client" || part.len() == 26;
                    let is_public = *what == "host" && public.is_match(part);
                    let is_real = !(made_up.is_match(part) || GENERAL.contains(&part) || is_public);
                    if is_id && is_real {
                        *counts.entry(what).or_default() += 1;
                        // A short word may be part of another one.
                        let is_found_again =
                            || form.captures_iter(&copy).any(|hit| hit.get(1).or(hit.get(0)).unwrap().as_str() == part);
                        if if part.len() < 8 { is_found_again() } else { copy.contains(part) } {
                            faults.push(format!("{shown} as {name}: {what} {part}"));
                        }
                    }
                }
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
    for (what, _) in TELLING {
        assert!(counts.get(what).is_some_and(|count| *count > 5), "{what}: {counts:?}");
    }
}

/// What is wrong with a file is wrong with the copy, apart from what is said of a value that is another one now.
#[test]
fn faults_stay() {
    let mut faults = Vec::new();
    for (shown, text) in files() {
        for (name, text) in forms(&shown, &text) {
            let document = Document::new(FilePath::new(name.as_str()), text.as_str());
            if document.kind().is_none() {
                continue;
            }
            let (before, after) = (found(&name, &text), found(&name, &redact(&document)));
            if before != after {
                faults.push(format!("{shown} as {name}: {before:?} became {after:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}
