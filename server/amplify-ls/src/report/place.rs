//! How a file and a finding are named where they are to be known again: in the reports that outlive the run.
//!
//! Those reports are read beside the repository, wherever the program was started. So a file is named from the root of
//! its repository, and a finding by what it is about rather than by its line.

use std::collections::HashMap;
use std::path::Path;

use amplify_config::{Diagnostic, Document, FilePath};

use super::CheckedFile;
use crate::surroundings::repository;

/// A file's name from the root of the repository it is in; elsewhere the one it is shown by.
pub(super) fn in_repository(file: &CheckedFile, document: &Document) -> String {
    name_in_repository(&document.path).unwrap_or_else(|| file.shown.clone())
}

/// A file's name from the root of the repository it is in.
pub(super) fn name_in_repository(path: &FilePath) -> Option<String> {
    let full = Path::new(path.as_str());
    let root = repository(full.parent()?)?;
    full.strip_prefix(root).ok().map(crate::files::with_slashes)
}

/// Gives each finding of a file a word that stays the same when the file is moved about above or below the place.
///
/// It is made of the file's name, the code and the JSON Pointer to the place, not of the message, whose words may become
/// better, nor of the line. Findings that agree in all of that are counted.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// 32 hexadecimal digits.
    pub(super) fn next(&mut self, path: &str, document: &Document, finding: &Diagnostic) -> String {
        let pointer = document.pointer_at(finding.range.start);
        let about = fnv(&[path, finding.code, &pointer]);
        let count = self.seen.entry(about).and_modify(|count| *count += 1).or_default();
        format!("{:032x}", if *count == 0 { about } else { fnv(&[&format!("{about:x}"), &count.to_string()]) })
    }
}

/// FNV-1a in 128 bits. That of the standard library may be another one in the next version of Rust.
fn fnv(words: &[&str]) -> u128 {
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    // A byte that no UTF-8 text has stands behind each word.
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0xFF]));
    bytes.fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

/// A path as a reference in a URI: what has a meaning there is escaped.
pub(super) fn as_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_its_definition() {
        // FNV-1a of no byte is the offset basis, and of "a" the value that its authors give.
        assert_eq!(fnv(&[]), 0x6c62272e07bb014262b821756295c58d);
        let of_a = b"a".iter().fold(0x6c62272e07bb014262b821756295c58d_u128, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul((1 << 88) + 0x13b)
        });
        assert_eq!(of_a, 0xd228cb696f1a8caf78912b704e4a8964);
        assert_ne!(fnv(&["ab", "c"]), fnv(&["a", "bc"]));
    }

    #[test]
    fn a_path_becomes_a_reference() {
        for (path, uri) in [
            ("src/amplify_outputs.json", "src/amplify_outputs.json"),
            ("a b/50%/é#?.json", "a%20b/50%25/%C3%A9%23%3F.json"),
            ("C:/x", "C%3A/x"),
        ] {
            assert_eq!(as_uri(path), uri);
        }
    }
}
