//! Single mistakes: exactly one error each, of this kind, at this place, and its first mend gives this text.
//!
//! The table is `mistakes.txt`. A case is `# name`, the broken text with the place marked (`⟦…⟧`, or `‸` where something
//! is missing), `-- kind`, and the text after the first mend, if there is one. Characters that nobody can see are
//! written as ␍ (CR), ␉ (tab), ␀ (NUL), ␁ (U+0001), ␠ (no-break space), ␢ (zero-width space) and ␏ (byte order mark).

use amplify_json::edit::apply;
use amplify_json::{Kind, parse};

const TABLE: &str = include_str!("mistakes.txt");

struct Case<'t> {
    name: &'t str,
    broken: String,
    kind: &'t str,
    mended: Option<String>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases = Vec::new();
    for block in TABLE.trim_start_matches("# ").split("\n\n# ") {
        let (name, rest) = block.split_once('\n').expect("a name");
        let (broken, rest) = rest.split_once("\n-- ").expect("a text and a kind");
        let (kind, mended) = rest.split_once('\n').unwrap_or((rest, ""));
        let mended = mended.trim_end_matches('\n');
        let mended = (!mended.is_empty()).then(|| show(mended));
        cases.push(Case { name, broken: show(broken), kind: kind.trim_end(), mended });
    }
    cases
}

/// Puts the invisible characters in.
fn show(text: &str) -> String {
    let text = text.replace('␍', "\r").replace('␉', "\t").replace('␀', "\0").replace('␁', "\u{1}");
    text.replace('␠', "\u{a0}").replace('␢', "\u{200b}").replace('␏', "\u{feff}")
}

#[test]
fn one_mistake_is_one_error_where_it_is_to_be_mended() {
    let cases = cases();
    assert!(cases.len() >= 170, "only {} cases were read", cases.len());
    for Case { name, broken, kind, mended } in cases {
        let text = broken.replace(['‸', '⟦', '⟧'], "");
        let errors = parse(text.as_str()).errors;
        assert_eq!(errors.len(), 1, "{name}: {errors:#?}");
        let error = &errors[0];
        let mut drawn = text.clone();
        if error.range.is_empty() {
            drawn.insert(error.range.start, '‸');
        } else {
            drawn.insert(error.range.end, '⟧');
            drawn.insert(error.range.start, '⟦');
        }
        assert_eq!(drawn, broken, "{name}");
        assert_eq!(format!("{:?}", error.kind), kind, "{name}");
        let first = error.mends.first().map(|mend| apply(&text, &mend.edits));
        assert_eq!(first, mended, "{name}");
        for mend in &error.mends {
            let mended = apply(&text, &mend.edits);
            let left = parse(mended.as_str()).errors;
            assert!(left.is_empty(), "{name}: after {:?} there is still {left:#?} in\n{mended}", mend.how);
        }
    }
}

#[test]
fn what_is_right_has_no_error() {
    for text in [
        "{}",
        "null",
        "[]",
        "[{}, {}]",
        " {\t\"a\" :\r\n[ ] } \n",
        "\"x\"",
        "-0.5e+10",
        r#"{"a": "\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t"}"#,
        "{\"a\": \"// no comment, # neither, 'quoted' and “quoted”\"}",
        "{\"a\": \"no-break\u{a0}space and zero\u{200b}width\"}",
        "{\"a\": {\"x\": 1}, \"b\": {\"x\": 1}}",
        "{\"\": 1, \" \": 2}",
    ] {
        assert_eq!(parse(text).errors, [], "{text}");
    }
}

#[test]
fn later_of_two_equal_keys_is_the_mistake() {
    let text = r#"{"a": {"x": 1}, "b": 2, "a": {"y": 1}, "a": 3}"#;
    let parsed = parse(text);
    let ranges: Vec<_> = parsed.errors.iter().map(|error| (error.range.clone(), error.related.clone())).collect();
    assert_eq!(ranges, [(24..27, Some(1..4)), (39..42, Some(1..4))]);
    assert!(parsed.tree.has_duplicates());
    assert_eq!(parsed.tree.root().get("a").map(|value| value.kind()), Some(Kind::Number), "readers take the last");
}

/// What stands in a broken text is still found, and a hole is a node.
#[test]
fn the_tree_of_a_broken_text_has_all_that_is_there() {
    for (text, value) in [
        (r#"{"a": , "b": 2}"#, r#"{"a": null, "b": 2}"#),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", r#"{"a": 1, "b": 2}"#),
        ("{\n  \"a\": [1, 2,\n  \"b\": {\"c\": 'x'", r#"{"a": [1, 2], "b": {"c": "x"}}"#),
        ("{a: True, 'b': .5}", r#"{"a": true, "b": null}"#),
        ("{\n  \"a\": \"x,\n  b\": \"y\"\n}", r#"{"a": "x", "b": "y"}"#),
        ("{\"a\": 1}}}", r#"{"a": 1}"#),
        ("<<<<<<< a\n{\"x\": 1}\n=======\n{\"x\": 2}\n>>>>>>> b\n", r#"{"x": 1}"#),
    ] {
        let parsed = parse(text);
        assert!(!parsed.errors.is_empty(), "{text}");
        assert_eq!(parsed.tree.root().to_value(9), serde_json::from_str::<serde_json::Value>(value).unwrap(), "{text}");
    }
}
