//! What is not known is never wrong, and a broken file is judged with care.

use std::sync::Arc;

use amplify_json::edit::apply;
use amplify_json::parse;
use proptest::prelude::*;

use super::{found, of_account, project, shop};
use crate::account_fixture::{MOBILE, OUTPUTS, WEB};
use crate::{Answer, Change, FilePath, Lookup, Moment, Project, Reason, diagnostics, wanted_lookups};

/// All questions that a file raises in the [`SHOP`], with their answers.
fn answers(name: &str, text: &str) -> Vec<(Lookup, Answer)> {
    let (project, _) = project(name, text, &shop());
    let mut all: Vec<(Lookup, Answer)> =
        project.inventory().entries().map(|(lookup, entry)| (lookup.clone(), entry.answer.clone())).collect();
    all.sort_by(|left, right| left.0.cmp(&right.0));
    all
}

proptest! {
    /// A file that agrees is clean whatever part of the account is known, and whatever is not.
    #[test]
    fn what_is_unknown_is_never_wrong(known in prop::collection::vec(0..3u8, 16), kind in 0..3usize) {
        let (name, text) = [
            ("amplify_outputs.json", OUTPUTS),
            ("amplifyconfiguration.json", WEB),
            ("amplifyconfiguration.json", MOBILE),
        ][kind];
        let mut project = Project::new();
        let path = FilePath::new(name);
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        for ((lookup, answer), known) in answers(name, text).into_iter().zip(known) {
            match known {
                0 => {}
                1 => project.apply(Change::Answer(lookup, Answer::Unavailable(Reason::Denied), Moment(1))),
                _ => project.apply(Change::Answer(lookup, answer, Moment(1))),
            }
        }
        let found = diagnostics(&project, &path);
        prop_assert!(of_account(&found).is_empty(), "{:#?}", of_account(&found));
    }

    /// Nothing panics over a broken file, and a fix never breaks it more.
    #[test]
    fn a_broken_file_is_judged_with_care(
        kind in 0..3usize,
        changes in prop::collection::vec((0.0..1.0, 0..6usize, prop::sample::select(vec!["", "\"", "{", "}", "[", "]", ",", ":", "x"])), 0..4),
    ) {
        let (name, text) = [
            ("amplify_outputs.json", OUTPUTS),
            ("amplifyconfiguration.json", WEB),
            ("amplifyconfiguration.json", MOBILE),
        ][kind];
        let mut text = text.to_owned();
        for (place, removed, added) in changes {
            let at = (text.len() as f64 * place) as usize;
            let end = (at + removed).min(text.len());
            text.replace_range(at..end, added);
        }
        let errors = parse(text.as_str()).errors.len();
        for it in of_account(&found(name, &text, &shop())) {
            prop_assert!(it.range.end <= text.len());
            for fix in &it.fixes {
                let after = apply(&text, &fix.edits);
                prop_assert!(parse(after.as_str()).errors.len() <= errors, "{}: {}\n{}", it.message, fix.title, after);
            }
        }
    }
}

/// Real files in an account in which nothing can be read.
#[test]
fn without_permissions_nothing_is_said_of_real_files() {
    for (name, text) in crate::features::testing::corpus() {
        let mut project = Project::new();
        let path = FilePath::new(name.as_str());
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        for lookup in wanted_lookups(&project, &path) {
            project.apply(Change::Answer(lookup, Answer::Unavailable(Reason::Denied), Moment(1)));
        }
        assert!(of_account(&diagnostics(&project, &path)).is_empty(), "{name}");
    }
}
