//! What is said of a text does not depend on the text before it: after any row of edits the findings are those of the
//! last text by itself, although most of it was not read again.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use amplify_config::{Change, Document, FilePath, Project, diagnostics};
use proptest::prelude::*;
use proptest::sample::Index;

/// The real files, the longest first: they hold descriptions of models, in some of which something is wrong.
static CORPUS: LazyLock<Vec<(FilePath, String)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let folders = ["gen2", "gen1", "official-gen2"].map(|name| root.join(name));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?.split_once('.')?.1;
        Some((FilePath::new(format!("/app/{name}")), std::fs::read_to_string(path).ok()?))
    };
    let mut files: Vec<(FilePath, String)> = paths.iter().filter_map(read).collect();
    files.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
    files.truncate(60);
    files
});

/// A piece of the text is replaced: where, how much of it, and by what.
type Step = (Index, usize, String);

fn step() -> impl Strategy<Value = Step> {
    let piece = prop_oneof![
        r#"[a-zA-Z0-9_ ":,{}\[\]\\-]{0,3}"#,
        Just(r#""extra": {}, "#.to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
    ];
    (any::<Index>(), 0..6_usize, piece)
}

fn found(project: &Project, path: &FilePath) -> Vec<String> {
    diagnostics(project, path).iter().map(|found| format!("{found:?}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
    ))]

    #[test]
    fn findings_do_not_depend_on_the_text_before(file in any::<Index>(), steps in prop::collection::vec(step(), 1..6)) {
        let (path, text) = file.get(&CORPUS);
        let (mut text, mut edited) = (text.clone(), Project::new());
        edited.apply(Change::Text(path.clone(), Some(text.as_str().into())));
        found(&edited, path);
        for (at, length, piece) in steps {
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            let before = text.clone();
            text.replace_range(start..end, &piece);
            edited.apply(Change::Text(path.clone(), Some(text.as_str().into())));
            let mut alone = Project::new();
            alone.apply(Change::Document(Document::new(path.clone(), text.as_str()).into()));
            prop_assert_eq!(found(&edited, path), found(&alone, path));
            // Two edits that take each other back: most texts while somebody types are whole.
            if length % 2 == 0 {
                text = before;
                edited.apply(Change::Text(path.clone(), Some(text.as_str().into())));
            }
        }
    }
}
