//! A text that ends in the middle, as a file does that was not written to its end.
//!
//! Whatever is wrong with its last member is that one mistake. It is mended by closing what is open; a member that is
//! only half there goes.

use crate::splice::Edit;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};
use crate::token::{Token, TokenKind};

/// Makes one error of `end`, the brackets that are missing at the end of `text`, and of what is wrong with the last
/// token. `last_whole` is where the last complete member or item ends.
pub(crate) fn unexpected_end(
    text: &str,
    tokens: &[Token],
    last_whole: usize,
    mut end: SyntaxError,
    errors: &mut Vec<SyntaxError>,
) {
    let Some(last) = tokens.iter().rev().find(|token| !token.inserted) else { return };
    let from = last.start();
    let is_of_end = |error: &SyntaxError| {
        error.range.start >= from
            && !matches!(
                error.kind,
                SyntaxErrorKind::Comment
                    | SyntaxErrorKind::ConflictMarker
                    | SyntaxErrorKind::Nul
                    | SyntaxErrorKind::InvisibleCharacter(_)
                    | SyntaxErrorKind::ExtraClose(_)
                    | SyntaxErrorKind::WrongClose(_)
                    | SyntaxErrorKind::MissingOpen(_)
            )
    };
    let is_half = errors.iter().any(|error| is_of_end(error) && error.kind != SyntaxErrorKind::TrailingComma);
    let comma = (last.kind == TokenKind::Comma).then(|| last.range());
    errors.retain(|error| !is_of_end(error));
    let SyntaxErrorKind::UnexpectedEnd(brackets) = &end.kind else { return };
    let close = &mut end.mends[0];
    if is_half || last.kind == TokenKind::Colon {
        // The last member is not whole: it goes.
        let cut = last_whole.min(end.range.start);
        let closers = close.edits[0].text.clone();
        let is_multi_line = text[cut..].contains(['\n', '\r']) || closers.contains(['\n', '\r']);
        let closers = if is_multi_line { closers } else { closers.trim().to_owned() };
        *close = Mend { how: How::CutAndClose(brackets.clone()), edits: vec![Edit::replace(cut..text.len(), closers)] };
    } else if let Some(comma) = comma {
        close.edits.insert(0, Edit::remove(comma));
    }
    errors.push(end);
}
