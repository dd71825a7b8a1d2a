//! The README shows files and reports: they are those of today. `UPDATE_EXPECT=1 cargo test` writes them again.

use std::fs;

use super::{repository, run_in};

/// Holds the fenced block behind `<!-- shown: NAME -->` to `actual`.
fn check(document: &str, name: &str, actual: &str) {
    let path = repository().join(document);
    let text = fs::read_to_string(&path).unwrap();
    let mark = format!("<!-- shown: {name} -->\n```");
    let fence = text.find(&mark).unwrap_or_else(|| panic!("{document} does not show {name}")) + mark.len();
    let start = fence + text[fence..].find('\n').unwrap() + 1;
    let end = start + text[start..].find("```\n").unwrap();
    let actual = format!("{}\n", actual.trim_end());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, format!("{}{actual}{}", &text[..start], &text[end..])).unwrap();
    } else {
        assert_eq!(&text[start..end], actual, "{document} is stale; UPDATE_EXPECT=1 writes it again");
    }
}

#[test]
fn the_readme_shows_what_the_program_says() {
    let example = "examples/amplify_outputs.json";
    check("README.md", example, &fs::read_to_string(repository().join(example)).unwrap());
    let command = format!("check {example}");
    let output = run_in(&repository(), &command, "");
    check("README.md", &format!("amplify-ls {command}"), &format!("{}{}", output.out, output.err));
}
