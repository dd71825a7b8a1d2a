//! How long it takes to read a file and to check it, beside the time in which `serde_json` reads the same text.
//!
//! `cargo bench -p amplify-json`. The texts are a real file whose one model is there again and again.

use amplify_json::schema::Schema;
use amplify_json::{Tree, parse};
use divan::Bencher;
use divan::counter::BytesCount;
use serde_json::Value;

const FILE: &str = include_str!("../tests/corpus/outputs-buckets.json");
const OUTPUTS: &str = include_str!("../../../schemas/amplify-outputs.schema.json");
const MODELS: &str = include_str!("../../../schemas/model-introspection.schema.json");

const SIZES: [usize; 4] = [2_000, 100_000, 1_000_000, 10_000_000];

fn main() {
    divan::main();
}

/// A text of about that size, laid out as the tools of AWS do.
fn text(size: usize) -> String {
    let mut file: Value = serde_json::from_str(FILE).expect("the file is valid");
    let models = &mut file["data"]["model_introspection"]["models"];
    let model = models["Todo"].take();
    let one = serde_json::to_string_pretty(&model).map_or(0, |text| text.len() * 2);
    let count = (size / one).max(1);
    *models = (0..count).map(|number| (format!("Todo{number}"), model.clone())).collect();
    let text = serde_json::to_string_pretty(&file).unwrap_or_default();
    if size < text.len() / 2 {
        file["data"].take();
        return serde_json::to_string_pretty(&file).unwrap_or_default();
    }
    text
}

fn schema() -> Schema {
    Schema::new(OUTPUTS, &[("model-introspection.schema.json", MODELS)]).expect("the schema is right")
}

fn tree(text: &str) -> Tree {
    parse(text).tree
}

#[divan::bench(args = SIZES)]
fn serde_json(bencher: Bencher<'_, '_>, size: usize) {
    let text = text(size);
    // Compiled in that crate, for speed; this one is not.
    bencher.counter(BytesCount::of_str(&text)).bench(|| text.parse::<Value>().is_ok());
}

#[divan::bench(args = SIZES)]
fn parsing(bencher: Bencher<'_, '_>, size: usize) {
    let text = text(size);
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(text.as_str()));
}

#[divan::bench(args = SIZES)]
fn violations(bencher: Bencher<'_, '_>, size: usize) {
    let (text, schema) = (text(size), schema());
    let tree = tree(&text);
    schema.violations(&tree);
    bencher.counter(BytesCount::of_str(&text)).bench(|| schema.violations(&tree));
}

/// A quote is missing in the middle.
#[divan::bench(args = SIZES)]
fn broken_quote(bencher: Bencher<'_, '_>, size: usize) {
    let text = broken(&text(size), "\": \"");
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(text.as_str()));
}

/// A bracket is missing in the middle.
#[divan::bench(args = SIZES)]
fn broken_bracket(bencher: Bencher<'_, '_>, size: usize) {
    let text = broken(&text(size), "}");
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(text.as_str()));
}

/// The text ends in the middle.
#[divan::bench(args = SIZES)]
fn cut_off(bencher: Bencher<'_, '_>, size: usize) {
    let text = text(size);
    let text = &text[..text.len() / 2];
    bencher.counter(BytesCount::of_str(text)).bench(|| parse(text));
}

/// Without the first character of `piece` behind the middle.
fn broken(text: &str, piece: &str) -> String {
    let middle = text.len() / 2;
    let at = middle + text[middle..].find(piece).unwrap_or(0);
    format!("{}{}", &text[..at], &text[at + 1..])
}
