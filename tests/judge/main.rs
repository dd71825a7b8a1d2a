//! amplify-js as the judge: what its own reader makes of a file says whether a conversion is right, and whether a
//! mistake that we report is one.
//!
//! The reader is the npm package that `package.json` beside this file names; it is installed into the build folder. A
//! machine without Node.js or without a registry fails these tests.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that prints a table when it is asked to")]

mod code;
mod conversions;
mod mutations;
mod reader;

use std::path::Path;

use amplify_config::{Document, FilePath};

/// Real files that are valid JSON and ours, with short names.
fn documents() -> Vec<(String, Document)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut found = Vec::new();
    let gen1 = ["gen1", "official-gen1/web", "official-gen1/pairs"];
    for folder in ["gen2", "official-gen2"].iter().chain(&gen1) {
        for entry in std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            let name = format!("{folder}/{}", entry.file_name().unwrap().to_string_lossy());
            let is_gen1 = folder.contains("gen1") && !name.ends_with(".gen2.json");
            let base = if is_gen1 { "amplifyconfiguration.json" } else { "amplify_outputs.json" };
            let Ok(text) = std::fs::read_to_string(&entry) else { continue };
            let document = Document::new(FilePath::new(base), text);
            if name.contains(".json") && document.syntax_errors.is_empty() && document.kind().is_some() {
                found.push((name, document));
            }
        }
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    assert!(found.len() > 150, "the corpus is there");
    found
}
