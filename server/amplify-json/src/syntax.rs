//! What can be wrong in a JSON text, as structure, without words, each with the edits that mend it.

use std::ops::Range;

use crate::splice::Edit;

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// Bytes of the text where it is to be mended; empty where something is missing.
    pub range: Range<usize>,
    /// The other place that belongs to it: the first of two equal keys, the bracket that is not closed.
    pub related: Option<Range<usize>>,
    /// Ways to mend it, the best first.
    pub mends: Vec<Mend>,
}

impl SyntaxError {
    /// One whose mend is to take its range out.
    pub(crate) fn removal(kind: SyntaxErrorKind, range: Range<usize>) -> SyntaxError {
        let mend = Mend { how: How::Remove, edits: vec![Edit::remove(range.clone())] };
        SyntaxError { kind, range, related: None, mends: vec![mend] }
    }

    /// One whose mend is to write `text` instead of its range.
    pub(crate) fn replacement(kind: SyntaxErrorKind, range: Range<usize>, text: &str) -> SyntaxError {
        let mend = Mend { how: How::Replace(text.to_owned()), edits: vec![Edit::replace(range.clone(), text)] };
        SyntaxError { kind, range, related: None, mends: vec![mend] }
    }

    /// One whose mend is to put quotes around or right: to write `text` instead of its range.
    pub(crate) fn quoting(kind: SyntaxErrorKind, range: Range<usize>, text: &str) -> SyntaxError {
        let mend = Mend { how: How::Quote, edits: vec![Edit::replace(range.clone(), text)] };
        SyntaxError { kind, range, related: None, mends: vec![mend] }
    }

    /// One whose mend is to put `text` in at `at`.
    pub(crate) fn insertion(kind: SyntaxErrorKind, at: usize, text: &str) -> SyntaxError {
        let mend = Mend { how: How::Insert(text.trim().to_owned()), edits: vec![Edit::insert(at, text)] };
        SyntaxError { kind, range: at..at, related: None, mends: vec![mend] }
    }

    /// Takes `other`, which belongs to the same mistake, into this one.
    pub(crate) fn absorb(&mut self, other: SyntaxError) {
        self.range = self.range.start.min(other.range.start)..self.range.end.max(other.range.end);
        for (number, mend) in self.mends.iter_mut().enumerate() {
            let Some(more) = other.mends.get(number).or(other.mends.first()) else { return };
            for edit in &more.edits {
                match mend.edits.last_mut() {
                    Some(last) if last.end == edit.start && edit.start == edit.end => last.text.push_str(&edit.text),
                    Some(last) if last.end > edit.start => {
                        // Found out of order: what is inside of a token comes after what is around it.
                        let at = mend.edits.partition_point(|other| other.start < edit.start);
                        let is_free = at == 0 || mend.edits[at - 1].end <= edit.start;
                        if is_free && edit.end <= mend.edits[at].start {
                            mend.edits.insert(at, edit.clone());
                        }
                    }
                    _ => mend.edits.push(edit.clone()),
                }
            }
        }
    }
}

/// A way to mend one mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What it does, for a title.
    pub how: How,
    /// Edits that do not overlap, in order.
    pub edits: Vec<Edit>,
}

/// What a [`Mend`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Puts in what is missing; the text it puts in, without the white space around it.
    Insert(String),
    /// Takes out what is too much.
    Remove,
    /// Writes something else instead.
    Replace(String),
    /// Puts quotes around, or the right quotes.
    Quote,
    /// Closes what the end of the text left open; the brackets it adds.
    Close(String),
    /// Takes the last, half-written member out and closes what the end of the text left open.
    CutAndClose(String),
    /// Of two members of one name keeps the first.
    KeepFirst,
    /// Of two members of one name keeps the last, which is the one that readers take.
    KeepLast,
    /// Of a merge conflict keeps the upper side; its label.
    KeepOurs(String),
    /// Of a merge conflict keeps the lower side; its label.
    KeepTheirs(String),
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// No comma between two members or items.
    MissingComma,
    /// A comma with nothing before it or with another one before it.
    ExtraComma,
    /// A comma after the last member or item.
    TrailingComma,
    /// Another character where a comma belongs.
    WrongComma(String),
    /// No colon between key and value.
    MissingColon,
    /// A second colon.
    ExtraColon,
    /// Another character where a colon belongs.
    WrongColon(String),
    /// Nothing after the colon.
    MissingValue,
    /// A value without a key.
    MissingKey,
    /// A string whose opening or closing quote is missing.
    MissingQuote,
    /// Quotes that JSON does not know: single, typographic, backticks.
    WrongQuotes,
    /// A key without quotes.
    UnquotedKey,
    /// A text without quotes.
    UnquotedString,
    /// A literal in another spelling; the right one.
    WrongLiteral(&'static str),
    /// A word for "nothing" that JSON does not know: `undefined`, `NaN`.
    NoSuchLiteral(String),
    /// A number JSON does not write so; the right form if there is one.
    BadNumber(Option<String>),
    /// A comment.
    Comment,
    /// No opening bracket for one that closes; the missing one.
    MissingOpen(char),
    /// No closing bracket; the missing one.
    MissingClose(char),
    /// A closing bracket with nothing to close.
    ExtraClose(char),
    /// A closing bracket of the other kind; the right one.
    WrongClose(char),
    /// The text ends in the middle; the brackets that are still open, innermost first.
    UnexpectedEnd(String),
    /// Text after the value.
    ExtraContent,
    /// Something that belongs nowhere.
    Unexpected,
    /// Raw control character in a string.
    ControlCharacter(char),
    /// A line break inside a string.
    LineBreakInString,
    /// A backslash with something after it that is no escape.
    BadEscape,
    /// A quote inside a string without a backslash before it.
    QuoteInString,
    /// Half a surrogate pair, written as `\uD83D`.
    LoneSurrogate,
    /// White space JSON does not know, or a character without width, between tokens.
    InvisibleCharacter(char),
    /// U+FEFF at the start.
    ByteOrderMark,
    /// NUL bytes.
    Nul,
    /// What the version control system left of a conflict.
    ConflictMarker,
    /// No value at all.
    Empty,
    /// A key that the object already has.
    DuplicateKey(String),
}
