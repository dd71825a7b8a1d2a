//! What a version control system leaves of a merge conflict: lines of seven `<`, `|`, `=` and `>`.
//!
//! A conflict is one mistake. Its upper side is read as part of the text, the rest is skipped. A marker without its
//! partners is a mistake by itself.

use std::ops::Range;

use crate::lines::{after_line, line_end};
use crate::splice::Edit;
use crate::syntax::{How, Mend, SyntaxError, SyntaxErrorKind};

/// A conflict, or a marker that stands alone.
#[derive(Clone, Debug)]
pub(crate) struct Conflict {
    /// The start of its first line.
    start: usize,
    /// The lines of the upper side; empty for a single marker.
    pub(crate) ours: Range<usize>,
    /// The lines of the lower side.
    theirs: Range<usize>,
    /// The start of the line with the last marker.
    last: usize,
    /// Where the text goes on.
    pub(crate) end: usize,
}

/// All conflicts of a text, in order.
pub(crate) struct Conflicts(Vec<Conflict>);

impl Conflicts {
    pub(crate) fn of(text: &str) -> Conflicts {
        let markers = markers(text);
        let mut conflicts = Vec::new();
        let mut at = 0;
        while let Some(&(start, mark)) = markers.get(at) {
            let (conflict, taken) = match sides(text, mark, &markers[at..]) {
                Some(found) => found,
                None => {
                    let end = after_line(text, start);
                    (Conflict { start, ours: end..end, theirs: end..end, last: start, end }, 1)
                }
            };
            conflicts.push(conflict);
            at += taken;
        }
        Conflicts(conflicts)
    }

    /// The conflict that begins at `at`.
    pub(crate) fn at(&self, at: usize) -> Option<&Conflict> {
        let found = self.0.binary_search_by_key(&at, |conflict| conflict.start).ok()?;
        self.0.get(found)
    }
}

/// The conflict that begins with the first of `markers`, and how many of them it has.
fn sides(text: &str, mark: char, markers: &[(usize, char)]) -> Option<(Conflict, usize)> {
    let next = |from: usize| markers.get(from).copied();
    let (start, _) = next(0).filter(|_| mark == '<')?;
    let base = next(1).filter(|&(_, mark)| mark == '|');
    let middle_at = 1 + usize::from(base.is_some());
    let (middle, _) = next(middle_at).filter(|&(_, mark)| mark == '=')?;
    let (last, _) = next(middle_at + 1).filter(|&(_, mark)| mark == '>')?;
    let ours = after_line(text, start)..base.map_or(middle, |(base, _)| base);
    let theirs = after_line(text, middle)..last;
    Some((Conflict { start, ours, theirs, last, end: after_line(text, last) }, middle_at + 2))
}

/// The lines that are markers: seven times the same character, then a blank or nothing.
fn markers(text: &str) -> Vec<(usize, char)> {
    let mut markers = Vec::new();
    for (place, _) in text.match_indices("<<<<<<<").chain(text.match_indices("|||||||")) {
        push_marker(text, place, &mut markers);
    }
    for (place, _) in text.match_indices("=======").chain(text.match_indices(">>>>>>>")) {
        push_marker(text, place, &mut markers);
    }
    markers.sort_unstable();
    markers
}

fn push_marker(text: &str, at: usize, markers: &mut Vec<(usize, char)>) {
    let bytes = text.as_bytes();
    let begins = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
    let ends = matches!(bytes.get(at + 7), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
    if begins && ends {
        markers.push((at, bytes[at] as char));
    }
}

impl Conflict {
    pub(crate) fn error(&self, text: &str) -> SyntaxError {
        if self.ours.end == self.end {
            let mut error =
                SyntaxError::removal(SyntaxErrorKind::ConflictMarker, self.start..line_end(text, self.start));
            error.mends[0].edits = vec![Edit::remove(self.start..self.end)];
            return error;
        }
        let label = |at: usize| text[at + 7..line_end(text, at)].trim().to_owned();
        let ours = Mend {
            how: How::KeepOurs(label(self.start)),
            edits: vec![Edit::remove(self.start..self.ours.start), Edit::remove(self.ours.end..self.end)],
        };
        let theirs = Mend {
            how: How::KeepTheirs(label(self.last)),
            edits: vec![Edit::remove(self.start..self.theirs.start), Edit::remove(self.last..self.end)],
        };
        SyntaxError {
            kind: SyntaxErrorKind::ConflictMarker,
            range: self.start..line_end(text, self.last),
            related: None,
            mends: vec![ours, theirs],
        }
    }
}
