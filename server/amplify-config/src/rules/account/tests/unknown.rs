//! What is not known is never wrong, and a broken file is judged with care.

use std::sync::Arc;

use amplify_json::edit::apply;
use amplify_json::parse;
use proptest::prelude::*;

use super::{found, of_account, project, shop};
use crate::account_fixture::{Account, MOBILE, OUTPUTS, WEB};
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

    /// Whatever is known, what is filled in or replaced leaves the file whole, and what is filled in is right.
    #[test]
    fn what_is_written_is_whole_whatever_is_known(known in prop::collection::vec(0..3u8, 24), kind in 0..3usize) {
        let (name, text) = [
            ("amplify_outputs.json", OUTPUTS),
            ("amplifyconfiguration.json", WEB),
            ("amplifyconfiguration.json", MOBILE),
        ][kind];
        // Something is missing, something is otherwise.
        let text = text.replace("\"OPTIONAL\"", "\"\"").replace("[\"SMS\", \"TOTP\"]", "[]").replace("_domain", "");
        let path = FilePath::new(name);
        let other = crate::PoolId::new("eu-west-1_sTaGe4567").expect("it has the form");
        let pool = text.find("eu-west-1_qWeRt6789").expect("it is there");
        let account: Account = serde_json::from_value(shop()).expect("the account can be read");
        let (mut all, _) = project(name, &text, &shop());
        account.tell_all(&mut all, |project| crate::lookups_for_pool_at(project, &path, pool..pool));
        account.tell_all(&mut all, |project| crate::replace_pool_lookups(project, &path, &other));
        let mut answers: Vec<_> = all.inventory().entries().map(|(lookup, entry)| (lookup.clone(), entry.answer.clone())).collect();
        answers.sort_by(|left, right| left.0.cmp(&right.0));
        let mut partly = Project::new();
        partly.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
        for ((lookup, answer), known) in answers.into_iter().zip(known) {
            match known {
                0 => {}
                1 => partly.apply(Change::Answer(lookup, Answer::Unavailable(Reason::Denied), Moment(1))),
                _ => partly.apply(Change::Answer(lookup, answer, Moment(1))),
            }
        }
        let before = of_account(&diagnostics(&partly, &path)).len();
        let fill = crate::code_actions(&partly, &path, pool..pool).into_iter().find(|it| it.title.starts_with("Fill in"));
        if let Some(fill) = fill {
            let after = apply(&text, &fill.edits);
            prop_assert_eq!(parse(after.as_str()).errors, []);
            partly.apply(Change::Text(path.clone(), Some(Arc::from(after.as_str()))));
            let found = diagnostics(&partly, &path);
            prop_assert!(of_account(&found).len() <= before, "{after}\n{:#?}", of_account(&found));
            partly.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
        }
        if let Some(edits) = crate::replace_pool(&partly, &path, &other) {
            let after = apply(&text, &edits);
            prop_assert_eq!(parse(after.as_str()).errors, []);
            prop_assert!(after.contains(other.as_str()) && !after.contains("qWeRt6789"), "{after}");
        }
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
