//! Conversions of real files: they never fail, fit their schema, and come back. `tables` holds what a file becomes in
//! small, `odd` what becomes of files that are half written or wrong.

mod odd;
mod tables;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use amplify_json::{Violation, ViolationKind};
use serde_json::Value;

use super::*;
use crate::features::diagnostics::diagnostics;
use crate::project::{Change, Project};
use crate::{FilePath, Severity};

/// All files of the corpus that are ours, under the names they had.
fn documents() -> Vec<(String, Document)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if let Ok(text) = std::fs::read_to_string(&entry) {
                let shown = entry.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                let base = if shown.contains("gen1") && !shown.ends_with(".gen2.json") {
                    "amplifyconfiguration"
                } else {
                    "amplify_outputs"
                };
                let example = if shown.contains("example") || shown.contains("sample") { ".example" } else { "" };
                let document = Document::new(FilePath::new(format!("{base}{example}.json")), text);
                if document.kind().is_some() && !shown.ends_with(".md") && !shown.ends_with(".tsv") {
                    found.push((shown, document));
                }
            }
        }
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    assert!(found.len() > 150, "the corpus is there");
    found
}

/// For whom files are made: nobody in particular, each library, those for mobile, all.
fn readers() -> Vec<Vec<Library>> {
    let mut readers: Vec<Vec<Library>> = Library::ALL.iter().map(|&library| vec![library]).collect();
    readers.extend([Library::ALL[1..].to_vec(), Library::ALL.to_vec(), vec![Library::Js, Library::Swift]]);
    readers.insert(0, Vec::new());
    readers
}

/// Name, source, kind of the result, what was made, and read again.
type Case = (String, Document, ConfigKind, Conversion, Document);

/// Each file with each kind it can become, for each reader for whom that is another text.
static CONVERSIONS: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for (name, document) in documents() {
        let (text, path) = (document.tree.shared_text(), document.path.clone());
        for to in ConfigKind::ALL {
            let mut texts = BTreeSet::new();
            for libraries in readers() {
                let Some(conversion) = convert(&document, to, &libraries) else { continue };
                let example = if document.recognition.is_template { ".example" } else { "" };
                let result = FilePath::new(file_name(to).replace(".json", &format!("{example}.json")));
                let result = Document::new(result, conversion.text.clone());
                // Nothing is left out without a word.
                let says = document.tree.root().members().count() > 1;
                assert!(!conversion.is_empty || !conversion.notes.is_empty() || !says, "{name}");
                if !conversion.is_empty && texts.insert(conversion.text.clone()) {
                    let words: Vec<&str> = libraries.iter().map(|library| library.name()).collect();
                    let shown = format!("{name} → {} {}", to.name(), words.join(" "));
                    let source = Document::new(path.clone(), text.clone());
                    found.push((shown.trim_end().to_owned(), source, to, conversion, result));
                }
            }
        }
    }
    found
});

fn value(document: &Document) -> Value {
    serde_json::from_str(document.text()).unwrap()
}

/// What is said of it, by code; information and hints are told from what a reader trips over.
fn codes(document: &Document) -> BTreeSet<(String, bool)> {
    let mut project = Project::new();
    project.apply(Change::Text(document.path.clone(), Some(Arc::from(document.text()))));
    diagnostics(&project, &document.path)
        .into_iter()
        .map(|found| (found.code.to_owned(), found.severity <= Severity::Warning))
        .collect()
}

#[test]
fn results_fit_their_schema() {
    let mut faults = Vec::new();
    for (name, source, to, conversion, result) in &*CONVERSIONS {
        assert_eq!(result.syntax_errors, [], "{name}");
        let is_carried = |violation: &Violation| {
            use ViolationKind::*;
            matches!(violation.kind, TooSmall(_) | TooLarge(_) | TooShort(_) | TooLong(_) | PatternMismatch(_))
                && source.violations.iter().any(|other| other.kind == violation.kind)
        };
        if result.kind() != Some(*to) {
            faults.push(format!("{name} is taken for {:?}:\n{}", result.kind(), result.text()));
        }
        if conversion.notes.iter().any(|note| note.message.contains("names no region")) {
            continue;
        }
        for violation in result.violations.iter().filter(|violation| !is_carried(violation)) {
            let node = result.tree.node(violation.node);
            faults.push(format!("{name}: {} {:?} {}", node.pointer(), violation.kind, node.text()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Hints and information that only the new kind of file gives rise to, and why what was carried over deserves them.
const TOLD: &[(&str, &str)] = &[
    ("mfa-methods", "the Gen 1 tools write methods while MFA is off, so there nothing is said of it"),
    ("refused-value", "what is right and wanted by one library is refused by another, of which nobody spoke"),
    ("redirect-platform", "a web app has no address that leads back to an app on a phone"),
    ("unused-api-key", "in Gen 1 the key stands in the entry of an API and is not looked at alone"),
    ("missing-identity-pool", "an identity pool alone has no place in Gen 2, which a note says"),
    ("unknown-value", "Gen 2 has a word (`sub`) that the Gen 1 tools never wrote"),
    ("unknown-region", "an empty region stands beside others in a flat file"),
];

#[test]
fn results_bring_no_fault_of_their_own() {
    let mut faults = Vec::new();
    for (name, source, _, _, result) in &*CONVERSIONS {
        let before = codes(source);
        // A file that is not what its name says is told that and nothing else.
        if before.iter().any(|(code, _)| code == "wrong-shape") {
            continue;
        }
        // In a mobile file the name of an API is a key, and nobody asks whether a key is to be filled in.
        let is_name_to_fill_in = name == "gen1/080.amplifyconfiguration.json → gen1-web";
        let is_known = |code: &str| before.iter().any(|(known, _)| known == code);
        let is_new = |(code, is_fault): &(String, bool)| {
            let is_told = !is_fault && TOLD.iter().any(|(told, _)| told == code);
            !(is_known(code) || is_told || is_name_to_fill_in && code == "placeholder")
        };
        let new: Vec<(String, bool)> = codes(result).into_iter().filter(is_new).collect();
        if !new.is_empty() {
            faults.push(format!("{name}: {new:?}, before {before:?}"));
        }
    }
    assert!(faults.is_empty(), "{} {}", faults.len(), faults.join("\n"));
}

/// Takes out what the notes speak of.
fn without(mut root: Value, notes: &[Note]) -> Value {
    let mut pointers: Vec<&String> = notes.iter().flat_map(|note| &note.pointers).collect();
    // From the back, so that the places of earlier items hold.
    pointers.sort();
    for pointer in pointers.into_iter().rev() {
        super::write::remove(&mut root, pointer);
    }
    root
}

/// Gen 2 → Gen 1 → Gen 2 gives the same for all that no note speaks of.
#[test]
fn what_survives_comes_back() {
    let mut faults = Vec::new();
    for (name, source, to, there, result) in &*CONVERSIONS {
        if source.kind() != Some(ConfigKind::Outputs) || !source.syntax_errors.is_empty() || *to == ConfigKind::Outputs
        {
            continue;
        }
        let Some(back) = convert(result, ConfigKind::Outputs, &[]) else { continue };
        let mut before = without(source.tree.root().to_value(128), &there.notes);
        let mut after: Value = serde_json::from_str(&back.text).unwrap();
        let places: Vec<&str> = there.notes.iter().flat_map(|note| &note.pointers).map(String::as_str).collect();
        // What is wrong by the schema may become right.
        let faulty: Vec<String> =
            source.violations.iter().map(|violation| source.tree.node(violation.node).pointer()).collect();
        let faulty = faulty.iter().map(String::as_str).filter(|pointer| !pointer.is_empty());
        let mut skipped: Vec<&str> = places.into_iter().chain(faulty).collect();
        // These are written out where Gen 2 left them to be understood.
        skipped.extend(["/version", "/auth/unauthenticated_identities_enabled"]);
        let text = |pointer: &str| source.tree.root().to_value(128).pointer(pointer).cloned().unwrap_or_default();
        if is_nothing(&text("/auth/username_attributes")) || *to == ConfigKind::Mobile {
            skipped.push("/auth/username_attributes");
        }
        if text("/auth/aws_region") == "region" {
            skipped.push("/auth/aws_region");
        }
        for pointer in skipped {
            super::write::remove(&mut before, pointer);
            super::write::remove(&mut after, pointer);
        }
        // The name of an API may stand in it once more.
        for root in [&mut before, &mut after] {
            for api in root.pointer_mut("/custom/API").and_then(Value::as_object_mut).into_iter().flatten() {
                let name = Value::from(api.0.as_str());
                if let Some(members) = api.1.as_object_mut().filter(|members| members.get("apiName") == Some(&name)) {
                    members.remove("apiName");
                }
            }
        }
        // The default mode may stand among the others; that says nothing.
        for root in [&mut before, &mut after] {
            let default = root.pointer("/data/default_authorization_type").cloned();
            if let Some(Value::Array(modes)) = root.pointer_mut("/data/authorization_types") {
                modes.retain(|mode| Some(mode) != default.as_ref());
            }
        }
        compare(&before, &after, "", &mut |at| faults.push(format!("{name}: {at}")));
    }
    assert!(faults.is_empty(), "{} {}", faults.len(), faults.join("\n"));
}

/// Tells where two values differ; empty objects and lists say nothing.
fn compare(before: &Value, after: &Value, at: &str, tell: &mut impl FnMut(String)) {
    match (before, after) {
        (Value::Object(left), Value::Object(right)) => {
            let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for name in names {
                let null = Value::Null;
                let (left, right) = (left.get(name).unwrap_or(&null), right.get(name).unwrap_or(&null));
                compare(left, right, &format!("{at}/{name}"), tell);
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            // No list here has an order that a library of both generations minds.
            if left.iter().any(|item| !right.contains(item)) || right.iter().any(|item| !left.contains(item)) {
                tell(format!("{at}: {before} and {after}"));
            }
        }
        _ if before == after || is_nothing(before) && is_nothing(after) => {}
        _ => tell(format!("{at}: {before} and {after}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_nothing),
        Value::Object(members) => members.values().all(is_nothing),
        _ => false,
    }
}

/// The Amplify repositories hold the same configuration in both generations; they write invented ids, which are no
/// matter here.
#[test]
fn official_pairs_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/official-gen1/pairs");
    let read =
        |name: &str, base: &str| Document::new(FilePath::new(base), std::fs::read_to_string(root.join(name)).unwrap());
    let mut faults = Vec::new();
    const POOL: &str = "/auth/plugins/awsCognitoAuthPlugin";
    let in_pool = |names: &[&str]| names.iter().map(|name| format!("{POOL}/{name}")).collect::<Vec<_>>();
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    // Left out of the comparison is what only one side says: `email` that amplify-js takes from the ways of verification,
    // a provider that no schema knows, platforms of push, the marks of the tool, an endpoint that no schema knows, and
    // what an old version of that tool left out of `OAuth`.
    for (pair, to_gen2, to_gen1) in [
        ("backend-legacy-auth", own(&["/auth/standard_required_attributes"]), Vec::new()),
        (
            "js-config-mocks",
            own(&["/custom", "/$schema", "/notifications/channels", "/auth/oauth/identity_providers/3"]),
            own(&["/aws_cognito_signup_attributes", "/allowUnauthenticatedIdentities", "/aws_cognito_region"]),
        ),
        (
            "flutter-mapping",
            own(&["/auth/oauth", "/auth/user_pool_endpoint"]),
            [
                own(&["/UserAgent"]),
                in_pool(&["UserAgent", "Version", "CognitoUserPool/Default/Endpoint"]),
                in_pool(&["Auth/Default/OAuth/AppClientId", "Auth/Default/socialProviders"]),
            ]
            .concat(),
        ),
    ] {
        let gen1 = read(&format!("{pair}.gen1.json"), "amplifyconfiguration.json");
        let gen2 = read(&format!("{pair}.gen2.json"), "amplify_outputs.json");
        for (source, other, skipped) in [(&gen1, &gen2, &to_gen2), (&gen2, &gen1, &to_gen1)] {
            let conversion = convert(source, other.kind().unwrap(), &[]).unwrap();
            let (mut ours, mut theirs) = (serde_json::from_str(&conversion.text).unwrap(), value(other));
            for pointer in skipped.iter().map(String::as_str).chain(["/version"]) {
                super::write::remove(&mut ours, pointer);
                super::write::remove(&mut theirs, pointer);
            }
            compare(&theirs, &ours, "", &mut |at| faults.push(format!("{pair} → {:?}: {at}", other.kind())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

proptest::proptest! {
    /// Whatever stands in a file, something is made of it that can be read.
    #[test]
    fn broken_files_are_converted(text in crate::features::testing::mutated()) {
        for name in ["amplify_outputs.json", "amplifyconfiguration.json"] {
            let document = Document::new(FilePath::new(name), text.as_str());
            for to in ConfigKind::ALL {
                if let Some(conversion) = convert(&document, to, &[]) {
                    proptest::prop_assert!(serde_json::from_str::<Value>(&conversion.text).is_ok());
                    proptest::prop_assert!(conversion.notes.iter().all(|note| note.range.end <= text.len()));
                }
            }
        }
    }
}

/// What was converted says the same, apart from what a note speaks of.
#[test]
fn a_file_and_its_conversion_do_not_differ() {
    let mut faults = Vec::new();
    for (name, source, _, conversion, result) in &*CONVERSIONS {
        // What is wrong in the source may have been put right, or left out, and lists are cleaned.
        if !source.violations.is_empty() || !source.syntax_errors.is_empty() || !conversion.notes.is_empty() {
            continue;
        }
        for difference in differences(source, result).unwrap() {
            faults.push(format!("{name}: {difference:?}"));
        }
    }
    assert!(faults.is_empty(), "{} {}", faults.len(), faults.join("\n"));
}

/// AWS's own schema has nothing against a Gen 2 file that was converted.
#[test]
fn results_fit_the_official_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/official/schema_v1.4.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut count = 0;
    for (name, _, _, _, result) in CONVERSIONS.iter().filter(|(_, _, to, ..)| *to == ConfigKind::Outputs) {
        let found = value(result);
        assert_eq!(found["version"], "1.4", "{name}");
        let faults: Vec<String> = validator.iter_errors(&found).map(|error| format!("{name}: {error}")).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        count += 1;
    }
    assert!(count > 100);
}
