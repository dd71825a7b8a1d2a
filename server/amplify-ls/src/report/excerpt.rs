//! The small piece of a text that is shown with a finding.
//!
//! The renderer reads all that it is given, and a file may have a megabyte, on one line even: so it is given the lines
//! in question and no more than a stretch of each.

use std::ops::Range;

use amplify_config::Document;

/// Places further apart than this are shown as two pieces.
const MAX_LINES: usize = 40;
/// A line longer than this is shown in part.
const MAX_LINE: usize = 1_000;
/// So much of a long line is shown on both sides of the place.
const BESIDE: usize = 300;

/// Lines of a document, or a stretch of one long line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt<'t> {
    /// What to show.
    pub(super) text: &'t str,
    /// Number of its first line, counted from 1.
    pub(super) line: usize,
    /// It begins at the beginning of that line.
    pub(super) is_whole: bool,
    start: usize,
}

impl Excerpt<'_> {
    /// A range of the document as one of the excerpt, cut to it.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let cut = |offset: usize| offset.saturating_sub(self.start).min(self.text.len());
        cut(range.start)..cut(range.end)
    }
}

/// The piece that holds all of `ranges`; `None` when they are too far apart for one.
pub(super) fn of<'t>(document: &'t Document, ranges: &[Range<usize>]) -> Option<Excerpt<'t>> {
    let start = ranges.iter().map(|range| range.start).min()?;
    let end = ranges.iter().map(|range| range.end).max()?;
    let (first, last) = (document.line_at(start), document.line_at(end));
    let whole = document.line_range(first).start..document.line_range(last).end.max(end);
    if last - first <= MAX_LINES && whole.len() <= MAX_LINE {
        return Some(Excerpt {
            text: &document.text()[whole.clone()],
            line: first + 1,
            is_whole: true,
            start: whole.start,
        });
    }
    match ranges {
        // One place is always shown: the line it begins on, or the middle of that.
        [range] => {
            let line = document.line_range(first);
            let line = line.start..line.end.max(range.start);
            let end = range.end.min(line.end);
            let begin = line.start;
            let shown = if line.len() <= MAX_LINE { line } else { stretch(document.text(), line, range.start..end) };
            let is_whole = shown.start == begin;
            Some(Excerpt { text: &document.text()[shown.clone()], line: first + 1, is_whole, start: shown.start })
        }
        _ => None,
    }
}

/// The part of `line` around `place`, cut between characters.
fn stretch(text: &str, line: Range<usize>, place: Range<usize>) -> Range<usize> {
    let mut start = place.start.saturating_sub(BESIDE).max(line.start);
    let mut end = place.end.min(place.start + BESIDE).saturating_add(BESIDE).min(line.end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use amplify_config::FilePath;

    fn document(text: &str) -> Document {
        Document::new(FilePath::new("amplify_outputs.json"), text)
    }

    fn check(text: &str, places: &[(usize, usize)], expected: Option<(usize, &str, Range<usize>)>) {
        let document = document(text);
        let ranges: Vec<Range<usize>> = places.iter().map(|&(start, end)| start..end).collect();
        let excerpt = of(&document, &ranges);
        let actual = excerpt.as_ref().map(|excerpt| (excerpt.line, excerpt.text, excerpt.range(&ranges[0])));
        assert_eq!(actual, expected, "{text:.80} {ranges:?}");
    }

    #[test]
    fn whole_lines_are_shown() {
        check("{\n  \"a\": 1\n}", &[(4, 7)], Some((2, "  \"a\": 1", 2..5)));
        check("{\n  \"a\": 1\n}", &[(1, 3)], Some((1, "{\n  \"a\": 1", 1..3)));
        check("{\r\n\"a\": 1}\r\n", &[(12, 12)], Some((3, "", 0..0)));
        check("", &[(0, 0)], Some((1, "", 0..0)));
    }

    #[test]
    fn places_near_each_other_are_shown_together() {
        check("1\n2\n3\n", &[(4, 5), (0, 1)], Some((1, "1\n2\n3", 4..5)));
        let far = format!("1{}2", "\n".repeat(50));
        check(&far, &[(51, 52), (0, 1)], None);
        check(&far, &[(51, 52)], Some((51, "2", 0..1)));
    }

    #[test]
    fn of_a_long_line_a_stretch_is_shown() {
        let long = format!("{}é1é{}", "é".repeat(5_000), "é".repeat(5_000));
        let document = document(&long);
        let place = 10_002..10_003;
        let excerpt = of(&document, std::slice::from_ref(&place)).expect("one place");
        assert!(excerpt.text.len() < MAX_LINE);
        assert_eq!(&excerpt.text[excerpt.range(&place)], "1");
    }

    #[test]
    fn a_range_over_many_lines_is_shown_by_its_first() {
        let long = format!("{{\n{}\n}}", "\"a\": 1,\n".repeat(1_000));
        check(&long, &[(0, long.len())], Some((1, "{", 0..1)));
    }
}
