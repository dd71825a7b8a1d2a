//! Large, deep and hostile texts: nothing fails, and twice the text costs about twice the time.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test that prints figures when it is asked to")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use amplify_json::schema::Schema;
use amplify_json::{MAX_ERRORS, Parse, SyntaxErrorKind, parse};

fn repeat(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

/// Members `"k0": …` on a line each, or all on one.
fn members(count: usize, value: &str, end: &str) -> String {
    let mut text = String::from("{");
    for number in 0..count {
        let _ = write!(text, "\"k{number}\": {value}{end}");
    }
    text + "\"end\": 0}"
}

/// Objects in objects, as an editor would lay them out, the last third of their brackets lost.
fn staircase(depth: usize) -> String {
    let mut text = String::from("{\n");
    for level in 1..depth {
        let _ = writeln!(text, "{}\"a\": {{", " ".repeat(level));
    }
    for level in (depth / 3..depth).rev() {
        let _ = writeln!(text, "{}}}", " ".repeat(level));
    }
    text
}

type Make = fn(usize) -> String;

/// Bytes of the smaller of two hostile texts.
const SIZE: usize = 10_000;

/// Kinds of text that invite a parser to look at everything again and again.
const HOSTILE: &[(&str, Make)] = &[
    ("opening brackets", |n| repeat("[", n)),
    ("opening braces", |n| repeat("{", n)),
    ("closing brackets", |n| repeat("]", n)),
    ("both kinds of opening brackets", |n| repeat("[{", n / 2)),
    ("brackets that do not fit", |n| repeat("[}{]", n / 4)),
    ("objects in objects", |n| repeat("{\"a\":", n / 5)),
    ("lists in lists, closed", |n| repeat("[", n / 2) + &repeat("]", n / 2)),
    ("lists in lists, closed once too often", |n| repeat("[", n / 2) + &repeat("]", n / 2 + 1)),
    ("a staircase", |n| staircase((n as f64).sqrt() as usize)),
    ("one bracket missing in many members", |n| members(n / 12, "{\"x\": 1", ",\n")),
    ("one bracket missing in many members on one line", |n| members(n / 12, "[1", ", ")),
    ("one bracket too much in many members", |n| members(n / 12, "{\"x\": 1}}", ",\n")),
    ("no closing quote in many lines", |n| members(n / 12, "\"x", ",\n")),
    ("no closing quote in one line", |n| members(n / 12, "\"x", ", ")),
    ("one quote at the start of a long line", |n| String::from("{\"a: 1, ") + &members(n / 12, "1", ", ")[1..]),
    ("quotes", |n| repeat("\"", n)),
    ("quotes and blanks", |n| repeat("\" ", n / 2)),
    ("quotes in a text", |n| format!("{{\"a\": \"{}\"}}", repeat("x\"", n / 2))),
    ("single quotes", |n| repeat("'", n)),
    ("single quotes that open", |n| repeat("'a ", n / 3)),
    ("single quotes that close", |n| repeat("'a', ", n / 5)),
    ("typographic quotes", |n| repeat("“a ", n / 5)),
    ("backslashes", |n| repeat("\\", n)),
    ("bad escapes in a text", |n| format!("[\"{}\"]", repeat("\\q", n / 2))),
    ("escaped quotes", |n| repeat("\\\"a\\\": ", n / 8)),
    ("tabs in a text", |n| format!("[\"{}\"]", repeat("a\t", n / 2))),
    ("NUL", |n| repeat("a\0", n / 2)),
    ("commas", |n| format!("[{}]", repeat(",", n))),
    ("colons", |n| format!("{{{}}}", repeat(":", n))),
    ("no commas in a list", |n| format!("[{}]", repeat("1 ", n / 2))),
    ("no commas in an object", |n| members(n / 12, "1", " ")),
    ("no values", |n| members(n / 12, "", ",")),
    ("no colons", |n| members(n / 12, "1", ",").replace(':', "")),
    ("words", |n| format!("{{{}}}", repeat("x ", n / 2))),
    ("words and texts", |n| format!("{{{}}}", repeat("x \"a\" ", n / 6))),
    ("words in a list", |n| format!("[{}]", repeat("x \"a\", ", n / 7))),
    ("words that touch texts", |n| format!("[{}]", repeat("x\"a\"", n / 4))),
    ("place-holders that do not end", |n| repeat("a${", n / 3)),
    ("braces of place-holders", |n| repeat("{{a", n / 3)),
    ("block comments", |n| repeat("/**/", n / 4)),
    ("block comments that do not end", |n| repeat("/*", n / 2)),
    ("block comments on lines", |n| format!("{{{}}}", repeat("/*\n*/ ", n / 6))),
    ("line comments", |n| repeat("// x\n", n / 5)),
    ("comments behind commas", |n| format!("[{}]", repeat("1, // x\n", n / 8))),
    ("starts of conflicts", |n| repeat("<<<<<<< a\n", n / 10)),
    ("conflicts", |n| repeat("<<<<<<<\n1,\n=======\n2,\n>>>>>>>\n", n / 28)),
    ("no-break spaces", |n| repeat("\u{a0} ", n / 3)),
    ("blanks and a word", |n| format!("[1{}x{}]", repeat(" ", n / 2), repeat(" ", n / 2))),
    ("line breaks in texts", |n| repeat("\"a\nb\",", n / 6)),
    ("a quote on every other line", |n| repeat("\"a\n\n", n / 4)),
    ("one key again and again", |n| format!("{{{}\"a\": 1}}", repeat("\"a\": 1, ", n / 8))),
    ("every key twice", |n| {
        format!("{}, {}", members(n / 24, "1", ", ").trim_end_matches('}'), &members(n / 24, "1", ", ")[1..])
    }),
    ("many keys", |n| members(n / 12, "1", ", ")),
    ("two documents", |n| members(n / 24, "1", ", ") + &members(n / 24, "1", ", ")),
    ("one deep line", |n| format!("{}\n{}", repeat("[\"a\", ", n / 6), repeat("],", n / 12))),
];

/// How long this thread has been at work, where the system says so: a machine that is busy elsewhere does not count.
fn clock() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = text.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The time of one run, of as many as the clock of the system needs to be exact.
fn time(text: &str) -> Duration {
    let start = clock();
    for runs in 1.. {
        std::hint::black_box(parse(text));
        let elapsed = clock() - start;
        if elapsed > Duration::from_millis(60) {
            return elapsed / runs;
        }
    }
    unreachable!("time goes on")
}

/// Four times the text may take eight times as long; what is quadratic takes sixteen times.
#[test]
fn time_grows_with_the_text() {
    let mut failures = Vec::new();
    for (name, make) in HOSTILE {
        let (small, large) = (make(SIZE), make(4 * SIZE));
        let ratio = || time(&large).as_secs_f64() / time(&small).as_secs_f64();
        let ratios: Vec<f64> = std::iter::repeat_with(ratio).take(3).take_while(|ratio| *ratio > 8.0).collect();
        if std::env::var("SHOW").is_ok() {
            println!("{name:50} {:9.2?} {:9.2?}", time(&small), time(&large));
        }
        if ratios.len() == 3 {
            failures.push(format!("{name}: {ratios:.1?}"));
        }
    }
    assert!(failures.is_empty(), "more than linear:\n{}", failures.join("\n"));
}

fn check(text: &str) -> Parse {
    let parsed = parse(text);
    assert!(parsed.errors.len() <= MAX_ERRORS);
    assert!(parsed.errors.windows(2).all(|pair| pair[0].range.start <= pair[1].range.start), "not in order");
    parsed
}

#[test]
fn hundred_thousand_nested_brackets() {
    let depth = 100_000;
    assert_eq!(check(&(repeat("[", depth) + &repeat("]", depth))).errors, []);
    assert_eq!(check(&(repeat("{\"a\":", depth) + "1" + &repeat("}", depth))).errors, []);
    for text in [repeat("[", depth), repeat("{\"a\":[", depth), repeat("[", depth) + &repeat("]", depth / 2)] {
        let errors = check(&text).errors;
        assert_eq!(errors.len(), 1);
        assert!(matches!(errors[0].kind, SyntaxErrorKind::UnexpectedEnd(_)));
    }
    for text in [repeat("]", depth), repeat("[}", depth), repeat("{[", depth), repeat("}{", depth)] {
        assert!(!check(&text).errors.is_empty());
    }
}

#[test]
fn hundred_thousand_keys() {
    let text = members(100_000, "\"x\"", ",\n");
    let parsed = check(&text);
    assert_eq!(parsed.errors, []);
    assert_eq!(parsed.tree.root().members().count(), 100_001);
    let broken = text.replacen(',', "", 1);
    assert_eq!(check(&broken).errors.len(), 1);
    let schema = Schema::new(r#"{"type": "object", "additionalProperties": {"type": "number"}}"#, &[]).unwrap();
    assert!(!schema.violations(&parsed.tree).is_empty());
}

#[test]
fn one_line_of_a_megabyte() {
    let text = members(40_000, "[\"x\", {\"y\": 1}]", ",");
    assert!(text.len() > 1_000_000);
    assert_eq!(check(&text).errors, []);
    for (from, to) in [
        ("\"k20000\"", "k20000\""),
        ("\"k20000\"", "\"k20000"),
        ("\"k20000\":", "\"k20000\""),
        ("}],\"k20000\"", "}]\"k20000\""),
    ] {
        assert_eq!(check(&text.replacen(from, to, 1)).errors.len(), 1, "{from} → {to}");
    }
}

#[test]
fn ten_megabytes() {
    let text = members(550_000, "\"abcdef\"", ",\n");
    assert!(text.len() > 10_000_000);
    assert_eq!(check(&text).errors, []);
    assert_eq!(check(&text.replacen("\"k400000\"", "k400000\"", 1)).errors.len(), 1);
    assert_eq!(check(text.trim_end_matches('}')).errors.len(), 1);
}
