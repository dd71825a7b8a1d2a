//! Every kind of mistake at every place of three real files: one error, at the place, and its first mend mends it.

mod plant;

use amplify_json::edit::apply;
use amplify_json::parse;
use plant::{MISTAKES, Planted, Source};

const FILES: [(&str, &str); 3] = [
    ("outputs-inline-lists", include_str!("corpus/outputs-inline-lists.json")),
    ("mobile-four-blanks", include_str!("corpus/mobile-four-blanks.json")),
    ("web-tabs", include_str!("corpus/web-tabs.json")),
];

#[derive(Default, Clone, Copy)]
struct Score {
    all: usize,
    one: usize,
    placed: usize,
    mended: usize,
}

fn score(planted: &Planted) -> (usize, bool, bool) {
    let parsed = parse(planted.text.as_str());
    let placed = parsed.errors.first().is_some_and(|error| near(planted, &error.range));
    let Some(mend) = parsed.errors.first().and_then(|error| error.mends.first()) else {
        return (parsed.errors.len(), placed, false);
    };
    let text = apply(&planted.text, &mend.edits);
    let mended = match (&planted.mended, serde_json::from_str::<serde_json::Value>(&text)) {
        (_, Err(_)) => false,
        (None, Ok(_)) => parse(text).errors.is_empty(),
        (Some(right), Ok(value)) => serde_json::from_str::<serde_json::Value>(right).is_ok_and(|right| right == value),
    };
    (parsed.errors.len(), placed, mended)
}

/// The error touches the place, or only white space is between them.
fn near(planted: &Planted, range: &std::ops::Range<usize>) -> bool {
    let (left, right) = if range.end < planted.place.start {
        (range.end, planted.place.start)
    } else if planted.place.end < range.start {
        (planted.place.end, range.start)
    } else {
        return true;
    };
    planted.text[left..right].trim().len() <= 1
}

#[test]
fn sweep() {
    let show = std::env::var("SHOW").ok();
    let layout = std::env::var("LAYOUT").unwrap_or_default();
    for mistake in MISTAKES {
        if show.as_ref().is_some_and(|show| !mistake.name.starts_with(show)) {
            continue;
        }
        let mut sum = Score::default();
        for (file, text) in FILES {
            let text = match layout.as_str() {
                "min" => serde_json::from_str::<serde_json::Value>(text).unwrap().to_string(),
                "crlf" => text.replace('\n', "\r\n"),
                _ => text.to_owned(),
            };
            let source = Source::new(&text);
            for planted in (mistake.plant)(&source) {
                if mistake.name != "duplicate member" && serde_json::from_str::<serde_json::Value>(&planted.text).is_ok() { continue; }
                let (count, placed, mended) = score(&planted);
                sum.all += 1;
                sum.one += usize::from(count == 1);
                sum.placed += usize::from(placed);
                sum.mended += usize::from(mended);
                if show.is_some() && (count != 1 || !mended || !placed) {
                    let mut from = planted.place.start.saturating_sub(100);
                    while !planted.text.is_char_boundary(from) { from -= 1 }
                    let mut to = (planted.place.end + 100).min(planted.text.len());
                    while !planted.text.is_char_boundary(to) { to += 1 }
                    println!("--- {file} at {:?} {placed} {mended}\n{}⟦{}⟧{}", planted.place, &planted.text[from..planted.place.start], &planted.text[planted.place.clone()],
                        &planted.text[planted.place.end..to]);
                    for error in parse(planted.text.as_str()).errors.iter().take(4) {
                        println!("   {:?} {:?} {:?}", error.kind, error.range, error.mends.first().map(|m| &m.edits));
                    }
                }
            }
        }
        let share = |part: usize| 100.0 * part as f64 / sum.all.max(1) as f64;
        let bad = if share(sum.one) < 97.0 || share(sum.mended) < 92.0 {"<<<"} else {""};
        println!("{:40} {:5}  one {:6.1} placed {:6.1} mended {:6.1} {bad}", mistake.name, sum.all, share(sum.one), share(sum.placed), share(sum.mended));
    }
}
