//! Where lines begin and end: at a line feed, a carriage return, or both (RFC 8259 takes each for white space).

/// The end of the line that holds `at`, before its line break.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

/// The start of the line that holds `at`.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}

/// Where the line after the one that holds `at` begins.
pub(crate) fn after_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at.min(text.len()));
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}
