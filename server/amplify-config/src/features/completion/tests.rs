//! What is offered where, and what the file looks like after it is accepted; a module for each subject.

mod commas;
mod files;
mod keys;
mod lists;
mod values;

use std::fmt::Write;

use amplify_json::edit::{Edit, apply};
use expect_test::Expect;

use super::*;
use crate::features::testing::project;

/// Lists what is offered at the cursor, or shows the file after each of the `accepted` labels: as plain text, and as it
/// is sent to clients that know snippets.
fn check_completion(drawn: &str, accepted: &[&str], expected: &Expect) {
    let (project, path, file) = project(drawn);
    let text = file.text.as_str();
    let completion = completion(&project, &path, file.cursor.expect("a fixture has a cursor"));
    let mut out = String::new();
    let mut items: Vec<&CompletionItem> = completion.items.iter().collect();
    items.sort_by(|left, right| left.sort.cmp(&right.sort));
    for item in items.iter().filter(|_| accepted.is_empty()) {
        let marks = [(item.preselect, " (preselected)"), (item.deprecated, " (deprecated)")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let detail = if item.detail.is_empty() { String::new() } else { format!(": {}", item.detail) };
        writeln!(out, "{}{detail}{marks}", item.label).unwrap();
    }
    if completion.is_incomplete {
        let replaced: Vec<&str> = items.iter().map(|item| item.filter.as_str()).collect();
        assert!(replaced.iter().all(|filter| *filter == replaced[0]));
        writeln!(out, "(instead of {})", replaced.first().unwrap_or(&"nothing")).unwrap();
    }
    for label in accepted {
        let item = items.iter().find(|item| item.label == *label).unwrap_or_else(|| panic!("no {label} in\n{out}"));
        let accept = |new: &str| {
            let mut edits = item.additional.clone();
            edits.push(Edit::replace(item.replace.clone(), new));
            apply(text, &edits)
        };
        writeln!(out, "--- {label}\n{}", accept(&item.text)).unwrap();
        if let Some(snippet) = &item.snippet {
            writeln!(out, "--- {label}, snippet\n{snippet}").unwrap();
        }
    }
    expected.assert_eq(&out.replace('\r', "␍"));
}
