//! What people see of an account whose texts somebody chose to fool them.

use std::sync::Arc;

use amplify_json::edit::apply;
use amplify_json::parse;
use serde_json::Value;

use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};
use crate::{
    AccountFile, Change, ConfigKind, FilePath, FileWish, Project, Region, account_file, account_file_lookups,
    code_actions, completion, diagnostics, hover, import_lookups, import_readiness, inlay_hints, lookups_at,
    lookups_for_pool_at, other_pools, replace_pool, replace_pool_lookups,
};

/// Ends code in Markdown and the line, writes backwards, is a link, and is long.
const ODD: &str =
    "a`b\n\u{202e}[c](command:d)\u{1b}[31m\u{200b}eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

/// Every text of the account that is free, with that behind it.
fn odd(account: &mut Value) {
    match account {
        Value::String(text) if !text.starts_with("eu-west-1") && !text.contains("amazonaws.com/") => {
            let is_word = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            let is_known = ["code", "implicit", "Google", "PreSignUp", "123456789012"].contains(&text.as_str());
            let is_client = text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !is_word && !is_known && !is_client {
                text.push_str(ODD);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(odd),
        Value::Object(members) => members.values_mut().for_each(odd),
        _ => {}
    }
}

/// On one line, with nothing in it that cannot be seen, and every piece of code closed.
#[track_caller]
fn check_line(line: &str) {
    let hidden =
        line.chars().find(|it| it.is_control() || matches!(it, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'));
    assert_eq!(hidden, None, "{line:?}");
    assert_eq!(line.matches('`').count() % 2, 0, "{line}");
}

#[test]
fn texts_of_the_account_cannot_fool_anybody() {
    let mut account: Value = serde_json::from_str(SHOP).expect("it is JSON");
    odd(&mut account);
    let account: Account = serde_json::from_value(account).expect("the account can be read");
    for (name, text) in
        [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB), ("amplifyconfiguration.json", MOBILE)]
    {
        let path = FilePath::new(name);
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        account.tell(&mut project, &path);
        account.tell_all(&mut project, |project| import_lookups(project, &path));
        let found = diagnostics(&project, &path);
        assert!(found.len() > 3, "{found:#?}");
        for it in &found {
            check_line(&it.message);
        }
        for action in code_actions(&project, &path, 0..text.len()) {
            check_line(&action.title);
        }
        for hint in inlay_hints(&project, &path, 0..text.len()) {
            check_line(&hint.label);
        }
        let pool = text.find("eu-west-1_qWeRt6789").expect("it is there");
        account.tell_all(&mut project, |project| lookups_for_pool_at(project, &path, pool..pool));
        let others = other_pools(&project, &path, pool..pool);
        assert!(!others.is_empty());
        for (title, id) in others {
            check_line(&title);
            account.tell_all(&mut project, |project| replace_pool_lookups(project, &path, &id));
            let edits = replace_pool(&project, &path, &id).expect("it is known");
            assert_eq!(parse(apply(text, &edits).as_str()).errors, []);
        }
        let report = import_readiness(&project, &path).expect("there is one").to_string();
        report.lines().for_each(check_line);
        for offset in (0..text.len()).step_by(7) {
            account.tell_all(&mut project, |project| lookups_at(project, &path, offset));
            for item in completion(&project, &path, offset).items {
                check_line(&item.label);
                check_line(&item.detail);
            }
            if let Some(hover) = hover(&project, &path, offset) {
                hover.markdown.lines().for_each(check_line);
                let outside: String = hover.markdown.split('`').step_by(2).collect();
                assert!(!outside.contains("command:"), "{}", hover.markdown);
            }
        }
    }
}

#[test]
fn a_file_made_of_such_texts_is_whole_and_says_no_more() {
    let mut account: Value = serde_json::from_str(SHOP).expect("it is JSON");
    odd(&mut account);
    let account: Account = serde_json::from_value(account).expect("the account can be read");
    let regions = vec![Region::new("eu-west-1").expect("it is one")];
    for kind in ConfigKind::ALL {
        let mut wish = FileWish { kind, regions: regions.clone(), user_pool: None, client: None, identity_pool: None };
        let mut chosen = 0;
        loop {
            let mut project = Project::new();
            account.tell_all(&mut project, |project| account_file_lookups(project, &wish));
            let (what, choices) = match account_file(&project, &wish) {
                AccountFile::Choose { what, choices, .. } => (what, choices),
                AccountFile::Text { text, notes } => {
                    assert_eq!(parse(text.as_str()).errors, []);
                    notes.iter().for_each(|note| check_line(note));
                    break;
                }
                AccountFile::Impossible(message) => panic!("{message}"),
            };
            for choice in &choices {
                check_line(&choice.name);
                check_line(&choice.detail);
            }
            let right = choices
                .iter()
                .find(|choice| ["eu-west-1_qWeRt6789", "7k8l9m0n1o2p3q4r5s6t7u8v9a"].contains(&choice.id.as_str()));
            let right = right.map(|choice| choice.id.clone()).expect("it is among them");
            match what {
                crate::Chosen::UserPool => wish.user_pool = Some(right),
                crate::Chosen::Client => wish.client = Some(right),
                crate::Chosen::IdentityPool => wish.identity_pool = Some(right),
            }
            chosen += 1;
            assert!(chosen < 4, "each is chosen once");
        }
    }
}
