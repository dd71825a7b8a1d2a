//! Two to four mistakes in one real file: hardly more errors than mistakes, and nothing is called missing that is there.

mod plant;

use std::collections::BTreeMap;
use std::ops::Range;

use amplify_json::edit::apply;
use amplify_json::schema::Schema;
use amplify_json::{SyntaxErrorKind, Tree, ViolationKind, parse};
use plant::{MISTAKES, Planted, Source};

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

/// Kinds that take something out which is then truly missing, or that are several mistakes already.
const LEFT_OUT: [&str; 4] = ["cut off", "line lost", "line doubled", "one character typed"];

/// One text with some mistakes: what turns the original into it, by kind.
struct Mix {
    edits: Vec<(Range<usize>, String, &'static str)>,
    text: String,
}

fn mix(text: &str, plants: &[(&'static str, Vec<Planted>)], random: &mut Random) -> Mix {
    let line = |at: usize| text[..at].matches('\n').count();
    let count = 2 + random.below(3);
    let mut edits: Vec<(Range<usize>, String, &str)> = Vec::new();
    while edits.len() < count {
        let (name, all) = &plants[random.below(plants.len())];
        let (range, new) = edit(text, &all[random.below(all.len())].text);
        let apart = |other: &Range<usize>| line(range.end) < line(other.start) || line(other.end) < line(range.start);
        if edits.iter().all(|(other, ..)| apart(other)) {
            edits.push((range, new, name));
        }
    }
    edits.sort_by_key(|(range, ..)| range.start);
    let mut broken = text.to_owned();
    for (range, new, _) in edits.iter().rev() {
        broken.replace_range(range.clone(), new);
    }
    Mix { edits, text: broken }
}

#[test]
fn several_mistakes_are_hardly_more_errors_and_nothing_is_falsely_missing() {
    let mut random = Random(7);
    for (file, text, schema) in FILES {
        let schema = Schema::new(schema, &[("model-introspection.schema.json", MODELS)]).unwrap();
        let source = Source::new(text);
        let original = missing(&schema, &parse(text).tree);
        let plants: Vec<(&str, Vec<Planted>)> = MISTAKES
            .iter()
            .filter(|mistake| !LEFT_OUT.contains(&mistake.name))
            .map(|mistake| (mistake.name, (mistake.plant)(&source)))
            .filter(|(_, plants)| !plants.is_empty())
            .collect();
        for _ in 0..200 {
            let mix = mix(text, &plants, &mut random);
            let parsed = parse(mix.text.as_str());
            let found = parsed.errors.len();
            assert!(found > 0 && found <= mix.edits.len() + 1, "{file}: {:#?}\n{:#?}", mix.edits, parsed.errors);
            // Both copies of a duplicate are looked at, so what is missing is missing twice.
            if mix.edits.iter().any(|(.., name)| *name == "duplicate member") {
                continue;
            }
            for (name, count) in missing(&schema, &parsed.tree) {
                let before = original.get(&name).copied().unwrap_or(0);
                assert!(count <= before, "{file}: {name} is not missing: {:#?}\n{:#?}", mix.edits, parsed.errors);
            }
        }
    }
}

/// As while it is written: cut off after every byte.
#[test]
fn a_cut_off_file_is_one_error_and_nothing_is_missing_in_it() {
    let (_, text, schema) = FILES[5];
    let schema = Schema::new(schema, &[("model-introspection.schema.json", MODELS)]).unwrap();
    let original: Vec<_> = schema.violations(&parse(text).tree).into_iter().map(|violation| violation.kind).collect();
    for layout in [text.to_owned(), text.replace('\n', "\r\n")] {
        for end in (1..layout.trim_end().len()).step_by(if layout == text { 1 } else { 5 }) {
            if !layout.is_char_boundary(end) {
                continue;
            }
            let parsed = parse(&layout[..end]);
            assert_eq!(parsed.errors.len(), 1, "{:?}\n{}", parsed.errors, &layout[..end]);
            let mended = apply(&layout[..end], &parsed.errors[0].mends[0].edits);
            assert_eq!(parse(mended.as_str()).errors, [], "{mended}");
            for violation in schema.violations(&parsed.tree) {
                assert!(original.contains(&violation.kind), "{violation:?} in\n{}", &layout[..end]);
            }
        }
    }
}

#[test]
fn two_lost_brackets_that_fit_each_other_are_two_mistakes() {
    let text = "{\n  \"a\": [\n    \"x\"\n  ,\n  \"b\": 1,\n  \"c\": 2,\n  \"d\": 3,\n  \"e\":\n    \"y\"\n  ]\n}";
    let kinds: Vec<_> = parse(text).errors.into_iter().map(|error| error.kind).collect();
    assert_eq!(kinds, [SyntaxErrorKind::MissingClose(']'), SyntaxErrorKind::MissingOpen('[')]);
}

#[test]
fn in_a_long_line_a_lost_bracket_makes_no_member_strange() {
    let (_, text, schema) = FILES[1];
    let schema = Schema::new(schema, &[("model-introspection.schema.json", MODELS)]).unwrap();
    let value: serde_json::Value = serde_json::from_str(text).expect("the file is valid");
    let line = value.to_string();
    for (at, _) in line.match_indices("},\"") {
        let lost = format!("{}{}", &line[..at], &line[at + 1..]);
        let parsed = parse(lost.as_str());
        assert!(!parsed.errors.is_empty(), "{}", &lost[at..]);
        for violation in schema.violations(&parsed.tree) {
            let is_strange =
                matches!(violation.kind, ViolationKind::UnknownProperty(_) | ViolationKind::MissingProperties(_));
            assert!(!is_strange, "{violation:?} {}", &lost[at..]);
        }
    }
}
