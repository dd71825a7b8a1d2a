//! What may stand where in JSON, and what it costs a reading if something else stands there.

use crate::token::{Bracket, Token, TokenKind};

/// What a repair costs, and what makes it likelier or less likely.
pub(super) mod price {
    pub(in crate::balance) const INSERT_CLOSE: u32 = 10;
    /// The line begins no deeper than that of the bracket: it shows that the bracket should be closed.
    pub(in crate::balance) const INSERT_CLOSE_AT_DEDENT: u32 = 5;
    /// The line begins deeper.
    pub(in crate::balance) const INSERT_CLOSE_INSIDE: u32 = 16;
    pub(in crate::balance) const INSERT_BRACE: u32 = 10;
    pub(in crate::balance) const INSERT_SQUARE: u32 = 9;
    /// Behind a colon at the end of a line, when the next line begins deeper.
    pub(in crate::balance) const INSERT_OPEN_AT_INDENT: u32 = 6;
    /// A list of anything but texts.
    pub(in crate::balance) const LIST_OF_OTHERS: u32 = 3;
    /// A list directly in a list.
    pub(in crate::balance) const LIST_IN_LIST: u32 = 6;
    pub(in crate::balance) const DROP: u32 = 10;
    /// A closing bracket that fits its opening one in kind and indentation.
    pub(in crate::balance) const DROP_FITTING: u32 = 16;
    pub(in crate::balance) const DROP_TWIN: u32 = 3;
    pub(in crate::balance) const CHANGE: u32 = 9;
    /// A closing bracket stands elsewhere than the line of the opening one begins.
    pub(in crate::balance) const MISPLACED_CLOSE: u32 = 4;
    /// A closing bracket has a text directly behind it.
    pub(in crate::balance) const CLOSE_IN_WORD: u32 = 10;
    /// A line begins no deeper than that of the bracket around it.
    pub(in crate::balance) const MISPLACED_LINE: u32 = 3;
    /// The text ends with open brackets, however many.
    pub(in crate::balance) const OPEN_END: u32 = 8;
    /// The text ends with a comma behind its value.
    pub(in crate::balance) const LAST_COMMA: u32 = 6;
    /// The text goes on behind its value.
    pub(in crate::balance) const EXTRA_CONTENT: u32 = 30;
}

/// What a container waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It was just opened.
    Start,
    /// Behind a key (or a text that stands where a key belongs).
    Key,
    /// Behind the colon.
    Colon,
    /// Behind a value.
    Value,
    /// Behind a comma.
    Comma,
    /// Behind a comma that perhaps should be a colon: before it is a text where a key belongs.
    KeyComma,
    /// The text goes on behind its value; nothing matters any more.
    Rest,
}

/// A token as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Open(Bracket),
    Close(Bracket),
    Colon,
    Comma,
    /// A text with a colon behind it.
    Key,
    /// Any other text.
    Text,
    /// Some other mark, where perhaps a comma belongs.
    Mark,
    /// A whole container in which nothing is wrong.
    Block,
}

pub(super) fn item(text: &str, tokens: &[Token], at: usize) -> Item {
    match tokens[at].kind {
        TokenKind::Word if !text[tokens[at].range()].contains(char::is_alphanumeric) => Item::Mark,
        TokenKind::Open(bracket) => Item::Open(bracket),
        TokenKind::Close(bracket) => Item::Close(bracket),
        TokenKind::Colon => Item::Colon,
        TokenKind::Comma => Item::Comma,
        _ if tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Colon) => Item::Key,
        _ => Item::Text,
    }
}

/// What a container waits for behind an item (not a closing bracket), and what it costs if the item cannot stand there.
pub(super) fn step(container: Option<Bracket>, state: State, item: Item) -> (State, u32) {
    use Item::{Block, Colon, Comma, Key, Mark, Open, Text};
    let Some(bracket) = container else {
        return match (state, item) {
            (State::Start, Open(_) | Text | Block) => (State::Value, 0),
            (State::Start, _) => (State::Start, 3),
            (State::Rest, _) => (State::Rest, 0),
            // A comma at the very end is little: the value was copied out of a larger text.
            (State::Value, Comma) => (State::Comma, price::LAST_COMMA),
            (State::Comma, _) => (State::Rest, price::EXTRA_CONTENT - price::LAST_COMMA),
            _ => (State::Rest, price::EXTRA_CONTENT),
        };
    };
    let is_object = bracket == Bracket::Brace;
    let in_list = |object, list| if is_object { object } else { list };
    match (state, item) {
        (State::Value, Mark) => (State::Comma, 4),
        (state, Mark) => (state, 6),
        (State::Start | State::Comma, Key) => (State::Key, in_list(0, 12)),
        (State::Start | State::Comma, Text) => {
            if is_object {
                (State::Key, 6)
            } else {
                (State::Value, 0)
            }
        }
        (State::Start | State::Comma, Open(_) | Block) => (State::Value, in_list(12, 0)),
        (State::Start | State::Comma, Colon) => (State::Colon, 8),
        (State::Start | State::Comma, Comma) => (State::Comma, 6),
        (State::Key, Colon) => (State::Colon, 0),
        (State::Key, Comma) => (State::KeyComma, 1),
        (State::KeyComma, Text | Open(_) | Block) => (State::Value, 2),
        (State::KeyComma, _) => step(container, State::Comma, item),
        (State::Key, Key) => (State::Key, 6),
        (State::Key, _) => (State::Value, 6),
        (State::Colon, Text | Open(_) | Block) => (State::Value, 0),
        (State::Colon, Key) => (State::Key, in_list(7, 12)),
        (State::Colon, Comma) => (State::Comma, 6),
        (State::Colon, Colon) => (State::Colon, 6),
        (State::Value, Comma) => (State::Comma, 0),
        (State::Value, Key) => (State::Key, in_list(6, 14)),
        (State::Value, Text) => (State::Value, in_list(8, 6)),
        (State::Value, Open(_) | Block) => (State::Value, in_list(14, 6)),
        (State::Value, Colon) => (State::Comma, 7),
        (state, _) => (state, 0),
    }
}

/// What it costs to close a container that waits for something; a comma can go behind a bracket that is put in.
pub(super) fn unfinished(state: State, inserted: bool) -> u32 {
    match state {
        State::Comma | State::KeyComma if !inserted => 5,
        State::Colon => 6,
        State::Key => 2,
        _ => 0,
    }
}
