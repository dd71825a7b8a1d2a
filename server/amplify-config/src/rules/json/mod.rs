//! What is wrong with the text as JSON.

use amplify_json::{How, Mend, SyntaxError, SyntaxErrorKind as Syntax};

use amplify_json::Kind;
use amplify_json::edit::{Edit, remove_child};

use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::known_values::some_value;
use crate::project::Project;
use crate::rule::{Check, rule};

pub(super) static CHECK: Check = Check {
    rules: &[
        rule!("json", "byte-order-mark"),
        rule!("json", "comment"),
        rule!("json", "duplicate-key"),
        rule!("json", "empty-file"),
        rule!("json", "invalid-json"),
        rule!("json", "merge-conflict"),
        rule!("json", "trailing-comma"),
        rule!("json", "unexpected-end"),
    ],
    run: check,
};

/// The codes that any JSON tool reports too, in its own words.
pub(crate) const PLAIN: [Code; 5] = ["invalid-json", "comment", "trailing-comma", "unexpected-end", "empty-file"];

/// Every mistake of the text.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    for error in &document.syntax_errors {
        found.push(diagnostic(document, error));
    }
}

fn diagnostic(document: &Document, error: &SyntaxError) -> Diagnostic {
    let (code, severity) = code(&error.kind);
    let mut diagnostic = Diagnostic::new(code, severity, error.range.clone(), message(document, error));
    if let Some(range) = &error.related {
        diagnostic = diagnostic.with_related(&document.path, range.clone(), related(&error.kind));
    }
    let of_hole = match error.kind {
        Syntax::MissingValue | Syntax::MissingColon => hole(document, error),
        _ => Vec::new(),
    };
    // What is known of the field is better than the `null` that the parser would put in.
    let general = if of_hole.is_empty() || error.kind == Syntax::MissingColon { error.mends.as_slice() } else { &[] };
    diagnostic.fixes = of_hole;
    diagnostic.fixes.extend(general.iter().map(|mend| fix(&error.kind, mend)));
    for (number, fix) in diagnostic.fixes.iter_mut().enumerate() {
        fix.preferred = number == 0;
    }
    diagnostic
}

fn code(kind: &Syntax) -> (Code, Severity) {
    match kind {
        Syntax::Comment => ("comment", Severity::Error),
        Syntax::TrailingComma => ("trailing-comma", Severity::Error),
        Syntax::UnexpectedEnd(_) => ("unexpected-end", Severity::Error),
        Syntax::Empty => ("empty-file", Severity::Error),
        Syntax::DuplicateKey(_) => ("duplicate-key", Severity::Warning),
        Syntax::ByteOrderMark => ("byte-order-mark", Severity::Hint),
        Syntax::ConflictMarker => ("merge-conflict", Severity::Error),
        _ => ("invalid-json", Severity::Error),
    }
}

fn related(kind: &Syntax) -> &'static str {
    match kind {
        Syntax::DuplicateKey(_) => "the first one is here",
        Syntax::MissingOpen(_) => "closed here",
        _ => "opened here",
    }
}

fn message(document: &Document, error: &SyntaxError) -> String {
    let text = &document.text()[error.range.clone()];
    let shown: String = text.chars().take(40).collect();
    match &error.kind {
        Syntax::MissingComma => "A comma is missing here, before the next member".into(),
        Syntax::ExtraComma => "This comma has nothing before it".into(),
        Syntax::TrailingComma => "JSON allows no comma after the last member".into(),
        Syntax::WrongComma(found) => format!("A comma belongs here, not `{found}`"),
        Syntax::MissingColon => "A colon and a value are expected after this key".into(),
        Syntax::ExtraColon => "One colon is enough".into(),
        Syntax::WrongColon(found) => format!("A colon belongs here, not `{found}`"),
        Syntax::MissingValue => "A value is missing after this colon".into(),
        Syntax::MissingKey => "This value has no key".into(),
        Syntax::MissingQuote => "A quote is missing here".into(),
        Syntax::WrongQuotes => "JSON wants straight double quotes around texts".into(),
        Syntax::UnquotedKey => format!("The key `{shown}` must be in double quotes"),
        Syntax::UnquotedString => format!("The text `{shown}` must be in double quotes"),
        Syntax::WrongLiteral(right) => format!("JSON writes `{right}`, not `{shown}`"),
        Syntax::NoSuchLiteral(word) => format!("`{word}` does not exist in JSON"),
        Syntax::BadNumber(Some(right)) => format!("JSON writes this number as `{right}`"),
        Syntax::BadNumber(None) => format!("`{shown}` is no number that JSON knows"),
        Syntax::Comment => "JSON has no comments; the libraries that read this file refuse them".into(),
        Syntax::MissingOpen(bracket) => format!("`{bracket}` is missing here"),
        Syntax::MissingClose(bracket) => format!("`{bracket}` is missing here"),
        Syntax::ExtraClose(bracket) => format!("This `{bracket}` closes nothing"),
        Syntax::WrongClose(right) => format!("`{right}` belongs here, not `{shown}`"),
        Syntax::UnexpectedEnd(closers) if closers.len() == 1 => format!("The file ends before `{closers}`"),
        Syntax::UnexpectedEnd(_) => "The file ends in the middle, as if it had not been written to its end".into(),
        Syntax::ExtraContent => "Nothing may follow the end of the configuration".into(),
        Syntax::Unexpected => "This does not belong here".into(),
        Syntax::ControlCharacter('\t') => "A tab inside a text must be written as `\\t`".into(),
        Syntax::ControlCharacter(character) => {
            format!("The control character U+{:04X} cannot stand inside a text", u32::from(*character))
        }
        Syntax::LineBreakInString => "A text cannot run over a line break".into(),
        Syntax::BadEscape => format!("`{shown}` is no escape that JSON knows; a backslash is written as `\\\\`"),
        Syntax::QuoteInString => "A quote inside a text must be written as `\\\"`".into(),
        Syntax::LoneSurrogate => format!("`{shown}` is half of a character"),
        Syntax::InvisibleCharacter(character) => {
            format!("The invisible character U+{:04X} does not belong here", u32::from(*character))
        }
        Syntax::ByteOrderMark => "The file begins with a byte order mark, which JSON does not allow".into(),
        Syntax::Nul => "NUL bytes do not belong into a text file".into(),
        Syntax::ConflictMarker => "A merge conflict was left in the file; only its upper side was checked".into(),
        Syntax::Empty => {
            "The file is empty; `npx ampx generate outputs` (Gen 2) or `amplify pull` (Gen 1) writes it".into()
        }
        Syntax::DuplicateKey(name) => {
            format!("`{name}` is already there; readers take the last one and forget the first")
        }
    }
}

fn fix(kind: &Syntax, mend: &Mend) -> Fix {
    let safe = !matches!(
        kind,
        Syntax::DuplicateKey(_)
            | Syntax::ConflictMarker
            | Syntax::UnexpectedEnd(_)
            | Syntax::Comment
            | Syntax::ExtraContent
            | Syntax::Unexpected
            | Syntax::MissingColon
            | Syntax::MissingValue
            | Syntax::MissingKey
            | Syntax::NoSuchLiteral(_)
            | Syntax::LoneSurrogate
            | Syntax::BadNumber(_)
    );
    let what = match kind {
        Syntax::Comment => "comment",
        Syntax::TrailingComma | Syntax::ExtraComma => "comma",
        Syntax::ExtraColon => "colon",
        Syntax::ByteOrderMark => "byte order mark",
        Syntax::InvisibleCharacter(_) => "invisible character",
        Syntax::Nul => "NUL bytes",
        Syntax::ExtraContent => "everything after the end",
        Syntax::ConflictMarker => "conflict marker",
        Syntax::ExtraClose(_) => "bracket",
        _ => "this",
    };
    let title = match &mend.how {
        How::Insert(text) => format!("Insert `{text}`"),
        How::Remove => format!("Remove {what}"),
        How::Replace(text) => format!("Replace with `{}`", text.escape_default()),
        How::Quote => "Put in double quotes".into(),
        How::Close(closers) => format!("Close with `{closers}`"),
        How::CutAndClose(closers) => format!("Remove the half-written member and close with `{closers}`"),
        How::KeepFirst => "Keep the first, remove this one".into(),
        How::KeepLast => "Keep this one, remove the first".into(),
        How::KeepOurs(label) => format!("Keep the upper side {label}").trim_end().to_owned(),
        How::KeepTheirs(label) => format!("Keep the lower side {label}").trim_end().to_owned(),
    };
    Fix { safe, ..Fix::possible(title, mend.edits.clone()) }
}

/// Where a value is missing: what the schema knows of it goes in, or the member goes.
fn hole(document: &Document, error: &SyntaxError) -> Vec<Fix> {
    let Some(mend) = error.mends.first() else { return Vec::new() };
    let hole = document.tree.nodes().find(|node| node.kind() == Kind::Missing && node.range() == error.range);
    let Some(member) = hole.and_then(|hole| hole.member()) else { return Vec::new() };
    let Some(object) = member.container() else { return Vec::new() };
    let name = member.name();
    let mut fixes = Vec::new();
    let inserted = &mend.edits[0];
    if let Some((knowledge, id)) = document.subschema(member) {
        let value = some_value(document, object, &name, id);
        let text = inserted.text.replace("null", &value);
        fixes.push(Fix::possible(format!("Insert `{value}`"), vec![Edit::insert(inserted.start, text)]));
        let required = document
            .subschema(object)
            .is_some_and(|(_, id)| knowledge.subschema(id).required.iter().any(|other| *other == *name));
        if required {
            return fixes;
        }
    }
    // In a text with other mistakes the comma beside it may be missing: only a clean surrounding is cut.
    fixes.push(Fix::possible(format!("Remove `{name}`"), vec![remove_child(member)]));
    if document.subschema(member).is_some() {
        fixes.rotate_right(1);
    }
    fixes
}
