//! Members of an object: the key, the colon, and what is wrong between them.

use crate::string::quote;
use crate::syntax::{SyntaxError, SyntaxErrorKind};
use crate::token::{TokenKind, is_literal};
use crate::tree::{Flags, Kind, NodeId};

use super::{Expect, Parser};

impl Parser<'_> {
    pub(super) fn member(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let object = frame.id;
        let Some(token) = self.peek(0) else { return };
        let start = token.start();
        let lone = self.is_bare(0) && (self.is_key(1) && self.word_ends(1) || self.is_end(1));
        if self.kind(0) == Some(TokenKind::Colon) && self.is_key(1)
            || lone && (self.is_mark(0) || self.same_line(1) && self.is_key(1))
        {
            return self.skip();
        }
        let member = self.builder.add(Kind::Member, Some(object), start..start, Flags::default());
        let no_key = Flags::NO_OPEN | Flags::NO_CLOSE | Flags::DAMAGED;
        if lone {
            // A key that is just being typed, or a word that does not belong there.
            self.builder.add(Kind::Key, Some(member), token.range(), no_key);
            self.skip();
            self.doubt();
            self.hole(member, token.end());
            if self.kind(0) == Some(TokenKind::Comma) && self.found <= crate::MAX_ERRORS {
                self.swallow_comma();
            }
            return;
        }
        let is_literal_value = self.word_at(0).is_some_and(is_literal) && self.is_end(1);
        if token.is_text() && !is_literal_value {
            return self.key(member);
        }
        self.builder.add(Kind::Key, Some(member), start..start, no_key);
        let mut error = SyntaxError::insertion(SyntaxErrorKind::MissingKey, start, "\"\": ");
        self.doubt();
        if token.kind == TokenKind::Colon {
            error.range = token.range();
            error.mends[0].edits[0].text = "\"\"".into();
            self.at += 1;
        }
        self.error(error);
        self.value(Some(member));
    }

    /// The comma behind a word that is taken out goes with it.
    pub(super) fn swallow_comma(&mut self) {
        let Some(comma) = self.peek(0) else { return };
        if let Some(last) = self.errors.last_mut()
            && let Some(edit) = last.mends[0].edits.last_mut()
        {
            edit.end = edit.end.max(comma.end());
            self.at += 1;
            self.expect(Expect::Next(comma.end()..comma.end()));
        }
    }

    /// Reads the key of `member`, the colon and the value.
    pub(super) fn key(&mut self, member: NodeId) {
        let first = &self.tokens[self.at];
        let mut range = first.range();
        let mut flags = first.flags;
        self.at += 1;
        if first.kind == TokenKind::Word {
            // A bare key may have blanks in it: all words of the line up to the colon.
            let mut ahead = 0;
            while self.kind(ahead) == Some(TokenKind::Word) && self.same_line(ahead) {
                ahead += 1;
            }
            if ahead > 0 && self.kind(ahead) == Some(TokenKind::Colon) {
                range.end = self.tokens[self.at + ahead - 1].end();
                self.at += ahead;
            }
            flags = flags | Flags::NO_OPEN | Flags::NO_CLOSE | Flags::DAMAGED;
            let bare = self.text[range.clone()].trim_matches(['\'', '`', '‘', '’']);
            self.error(SyntaxError::quoting(SyntaxErrorKind::UnquotedKey, range.clone(), &quote(bare)));
        }
        let key_end = range.end;
        self.builder.add(Kind::Key, Some(member), range, flags);
        if flags.has(Flags::GUESSED) {
            self.doubt();
        }
        // Something between key and colon.
        while self.same_line(0)
            && !self.is_key(1)
            && matches!(self.kind(0), Some(TokenKind::Word | TokenKind::Comma))
            && self.kind(1) == Some(TokenKind::Colon)
        {
            self.skip();
        }
        if self.kind(0) == Some(TokenKind::Colon) {
            self.colon();
            return self.value(Some(member));
        }
        let another_mark = self.kind(0) == Some(TokenKind::Comma) || self.is_mark(0);
        if another_mark && self.same_line(0) && self.same_line(1) && self.is_value(1) && !self.is_key(1) {
            self.colon();
            return self.value(Some(member));
        }
        if self.is_value(0)
            && !self.is_key(0)
            && (self.same_line(0) || matches!(self.kind(0), Some(TokenKind::Open(_))))
        {
            self.error(SyntaxError::insertion(SyntaxErrorKind::MissingColon, key_end, ":"));
            return self.value(Some(member));
        }
        // Only a key: half a member, so half of the name may be missing too.
        self.doubt();
        let comma = if self.is_value(0) { "," } else { "" };
        let text = format!(": null{comma}");
        self.error(SyntaxError::insertion(SyntaxErrorKind::MissingColon, key_end, &text));
        self.hole(member, key_end);
    }

    pub(super) fn hole(&mut self, holder: NodeId, at: usize) {
        self.builder.add(Kind::Missing, Some(holder), at..at, Flags::DAMAGED);
        self.end_member(Some(holder));
        self.expect(Expect::Forgiven);
    }
}
