//! The text the server has is the text the editor has, whatever was edited where; a question gets its version.

use proptest::prelude::*;

use super::*;
use crate::lsp::lsp_types::{
    Position, Range, TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument,
};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

fn state(encoding: Encoding) -> State {
    let state = State::default();
    state.profile.set(ClientProfile { encoding, ..ClientProfile::default() }).expect("it is set once");
    state
}

fn uri() -> Uri {
    "file:///p/amplify_outputs.json".into()
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn part(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
    let at = |(line, character)| Position { line, character };
    TextDocumentContentChangePartial {
        range: Range { start: at(start), end: at(end) },
        range_length: None,
        text: text.to_owned(),
    }
    .into()
}

fn whole(text: &str) -> TextDocumentContentChangeEvent {
    TextDocumentContentChangeWholeDocument { text: text.to_owned() }.into()
}

/// The byte of a position, found letter by letter.
fn offset(text: &str, (line, column): (u32, u32), encoding: Encoding) -> usize {
    let (mut at_line, mut at_column) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let is_line_end = character == '\n' || character == '\r';
        let width = match encoding {
            Encoding::Utf8 => character.len_utf8() as u32,
            Encoding::Utf16 => character.len_utf16() as u32,
            Encoding::Utf32 => 1,
        };
        if at_line == line && (is_line_end || at_column + width > column) {
            return at;
        }
        if character == '\n' || character == '\r' && next != Some('\n') {
            at_line += 1;
            at_column = 0;
        } else {
            at_column += width;
        }
    }
    text.len()
}

#[derive(Clone, Debug)]
struct Step {
    start: (u32, u32),
    end: (u32, u32),
    text: &'static str,
    is_whole: bool,
}

fn place() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![
        20 => (0..10u32, 0..14u32),
        1 => (Just(u32::MAX), Just(0)),
        1 => (0..10u32, Just(u32::MAX)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let pieces: Vec<&'static str> = vec![
        "",
        "",
        "",
        "a",
        "{\n",
        "}",
        "\n",
        "\r",
        "\r\n",
        "\n\r",
        "ä",
        "😀",
        "x😀\r\ny",
        "\u{2028}",
        "\u{b}\u{85}",
        "\"k\": [1,\r2]",
    ];
    (place(), place(), prop::sample::select(pieces), prop::bool::weighted(0.02))
        .prop_map(|(start, end, text, is_whole)| Step { start, end, text, is_whole })
}

/// Steps of one script; with the cases and encodings below that makes 120,000.
const STEPS: usize = 100;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn incremental_edits_make_the_same_text_as_whole_ones(steps in prop::collection::vec(step(), STEPS)) {
        for encoding in ENCODINGS {
            let state = state(encoding);
            let mut model = String::from("{\r\n\"😀\": [\n]\r}\n");
            state.open(uri(), 0, &model);
            for (version, step) in (1..).zip(&steps) {
                let change = if step.is_whole {
                    step.text.clone_into(&mut model);
                    whole(step.text)
                } else {
                    let start = offset(&model, step.start, encoding);
                    let end = offset(&model, step.end, encoding).max(start);
                    model.replace_range(start..end, step.text);
                    part(step.start, step.end, step.text)
                };
                prop_assert!(state.change(&uri(), version, vec![change]));
                let ticket = state.ticket(&uri()).expect("it is open");
                prop_assert_eq!(ticket.version, Some(version));
                prop_assert_eq!(String::from(&ticket.rope), model.as_str());
            }
            let ticket = state.ticket(&uri()).expect("it is open");
            let document = state.read(&ticket).document;
            prop_assert_eq!(document.text(), model.as_str());
        }
    }
}

#[test]
fn a_question_is_answered_on_the_version_it_was_asked_at() {
    let state = state(Encoding::Utf16);
    state.open(uri(), 1, "one");
    let one = state.ticket(&uri()).expect("it is open");
    state.change(&uri(), 2, vec![whole("two")]);
    let two = state.ticket(&uri()).expect("it is open");
    for (ticket, text) in [(&two, "two"), (&one, "one"), (&two, "two"), (&one, "one")] {
        assert_eq!(state.read(ticket).document.text(), text);
    }
    assert!(state.is_newest(&two) && !state.is_newest(&one));
}

#[test]
fn a_closed_document_leaves_nothing_behind() {
    let state = state(Encoding::Utf16);
    state.open(uri(), 1, "{}");
    let late = state.ticket(&uri()).expect("it is open");
    state.read(&late);
    state.close(&uri());
    // What was read of the disk before it was closed may be older than what was saved.
    assert!(!state.drop_closed());
    state.take_touched();
    assert!(state.drop_closed());
    assert!(state.ticket(&uri()).is_none());
    assert!(!state.is_newest(&late));
    // A question that was on its way is answered, and does not bring the document back.
    assert_eq!(state.read(&late).document.text(), "{}");
    assert_eq!(lock(&state.analysis).project.documents().count(), 0);
}

#[test]
fn a_text_is_parsed_once_and_again_when_its_analysis_was_dropped() {
    let state = state(Encoding::Utf16);
    state.open(uri(), 1, "{}");
    let ticket = state.ticket(&uri()).expect("it is open");
    let first = state.read(&ticket).document;
    assert!(Arc::ptr_eq(&first, &state.read(&ticket).document));
    state.forget(&ticket.path);
    assert!(!Arc::ptr_eq(&first, &state.read(&ticket).document));
}

#[test]
fn of_many_edits_one_waits() {
    let state = state(Encoding::Utf16);
    let other: Uri = "file:///p/other/amplify_outputs.json".into();
    state.open(uri(), 1, "{}");
    state.open(other.clone(), 1, "{}");
    for version in 2..50 {
        state.change(&uri(), version, vec![part((0, 0), (0, 0), " ")]);
    }
    assert_eq!(state.next_waiting(), Some(path_of(&uri())));
    assert_eq!(state.next_waiting(), Some(path_of(&other)));
    assert_eq!(state.next_waiting(), None);
}

#[test]
fn an_edit_without_a_version_counts_on() {
    let state = state(Encoding::Utf16);
    state.open(uri(), 4, "{}");
    state.change(&uri(), NO_VERSION, vec![]);
    assert_eq!(state.ticket(&uri()).expect("it is open").version, Some(5));
    state.open(uri(), NO_VERSION, "{}");
    state.change(&uri(), NO_VERSION, vec![]);
    assert_eq!(state.ticket(&uri()).expect("it is open").version, None);
    assert!(!state.change(&"file:///p/unknown.json".into(), 1, vec![]));
}
