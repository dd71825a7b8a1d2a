//! Two to four mistakes in one real file: hardly more errors than mistakes, and nothing is called missing that is there.

mod plant;

use std::collections::BTreeMap;
use std::ops::Range;

use amplify_json::schema::Schema;
use amplify_json::{Tree, ViolationKind, parse};
use plant::{MISTAKES, Source};

const OUTPUTS: &str = include_str!("../../../schemas/amplify-outputs.schema.json");
const MODELS: &str = include_str!("../../../schemas/model-introspection.schema.json");
const MOBILE: &str = include_str!("../../../schemas/amplifyconfiguration.mobile.schema.json");
const WEB: &str = include_str!("../../../schemas/amplifyconfiguration.web.schema.json");

const FILES: [(&str, &str, &str); 8] = [
    ("outputs-inline-lists", include_str!("corpus/outputs-inline-lists.json"), OUTPUTS),
    ("outputs-as-generated", include_str!("corpus/outputs-as-generated.json"), OUTPUTS),
    ("outputs-not-ascii", include_str!("corpus/outputs-not-ascii.json"), OUTPUTS),
    ("outputs-models-tabs", include_str!("corpus/outputs-models-tabs.json"), OUTPUTS),
    ("outputs-placeholders", include_str!("corpus/outputs-placeholders.json"), OUTPUTS),
    ("outputs-buckets", include_str!("corpus/outputs-buckets.json"), OUTPUTS),
    ("mobile-four-blanks", include_str!("corpus/mobile-four-blanks.json"), MOBILE),
    ("web-tabs", include_str!("corpus/web-tabs.json"), WEB),
];

/// Small and with a fixed start, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit
    }
}

/// What turns one text into the other, as one replacement.
fn edit(from: &str, to: &str) -> (Range<usize>, String) {
    let before = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let before = (0..=before).rev().find(|&at| from.is_char_boundary(at) && to.is_char_boundary(at)).unwrap_or(0);
    let rest = from.len().min(to.len()) - before;
    let behind = from.bytes().rev().zip(to.bytes().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let behind = (0..=behind)
        .rev()
        .find(|&n| from.is_char_boundary(from.len() - n) && to.is_char_boundary(to.len() - n))
        .unwrap_or(0);
    (before..from.len() - behind, to[before..to.len() - behind].to_owned())
}

/// The names of what is said to be missing, and how often.
fn missing(schema: &Schema, tree: &Tree) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for violation in schema.violations(tree) {
        let missing = match violation.kind {
            ViolationKind::MissingProperties(missing) => missing,
            ViolationKind::NoAlternative(all) => all.concat(),
            _ => continue,
        };
        for name in missing {
            *names.entry(name).or_insert(0) += 1;
        }
    }
    names
}

#[test]
fn mixed_mistakes() {
    let mut random = Random(7);
    let show = std::env::var("SHOW").is_ok();
    let (mut all, mut too_many, mut false_missing) = (0, 0, 0);
    for (file, text, schema) in FILES {
        let schema = Schema::new(schema, &[("model-introspection.schema.json", MODELS)]).unwrap();
        let source = Source::new(text);
        let original = missing(&schema, &parse(text).tree);
        let plants: Vec<_> = MISTAKES
            .iter()
            .filter(|m| !matches!(m.name, "cut off" | "line lost" | "line doubled" | "one character typed"))
            .map(|mistake| (mistake.name, (mistake.plant)(&source)))
            .filter(|(_, plants)| !plants.is_empty())
            .collect();
        for _ in 0..200 {
            let count = 2 + random.below(3);
            let mut edits: Vec<(Range<usize>, String, &str)> = Vec::new();
            while edits.len() < count {
                let (name, all) = &plants[random.below(plants.len())];
                let (range, new) = edit(text, &all[random.below(all.len())].text);
                let line = |at: usize| text[..at].matches('\n').count();
                if edits
                    .iter()
                    .all(|(other, ..)| line(range.end) < line(other.start) || line(other.end) < line(range.start))
                {
                    edits.push((range, new, name));
                }
            }
            edits.sort_by_key(|(range, ..)| range.start);
            let mut broken = text.to_owned();
            for (range, new, _) in edits.iter().rev() {
                broken.replace_range(range.clone(), new);
            }
            let parsed = parse(broken.as_str());
            let now = missing(&schema, &parsed.tree);
            let wrong: Vec<_> =
                now.iter().filter(|(name, count)| **count > original.get(*name).copied().unwrap_or(0)).collect();
            all += 1;
            too_many += usize::from(parsed.errors.len() > count + 1);
            false_missing += usize::from(!wrong.is_empty());
            if show && (parsed.errors.len() > count + 1 || !wrong.is_empty()) {
                println!("=== {file} {} errors, {wrong:?}", parsed.errors.len());
                for (range, new, name) in &edits {
                    let start = source.line(range.start).start;
                    let end = source.line(range.end).end;
                    println!("  {name}: {}⟦{new}⟧{}", &text[start..range.start], &text[range.end..end].trim_end());
                }
                for error in &parsed.errors {
                    println!("   {:?} {:?} {:?}", error.kind, error.range, error.mends.first().map(|m| &m.edits));
                }
            }
        }
    }
    println!("{all} texts, {too_many} with too many errors, {false_missing} with something falsely missing");
}
