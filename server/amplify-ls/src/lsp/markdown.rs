//! Our Markdown for editors that show plain text only. It knows what our own texts use, not all of Markdown.

/// `markdown` without its marks.
pub(crate) fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            text.push_str(line);
        } else if line.trim() != "---" {
            let is_title = line.starts_with('#');
            text.push_str(&inline(if is_title { line.trim_start_matches('#').trim_start() } else { line }));
        }
        text.push('\n');
    }
    let mut squeezed: Vec<&str> = text.trim().lines().collect();
    squeezed.dedup_by(|next, line| next.is_empty() && line.is_empty());
    squeezed.join("\n")
}

fn inline(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(mark) = rest.find(['`', '*', '_', '[', '\\', '<']) {
        text.push_str(&rest[..mark]);
        rest = &rest[mark..];
        let inside_word = text.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        if let Some((code, behind)) = enclosed(rest, "`", "`") {
            text.push_str(code);
            rest = behind;
        } else if let Some((strong, behind)) = enclosed(rest, "**", "**") {
            text.push_str(&inline(strong));
            rest = behind;
        } else if let Some((emphasis, behind)) = enclosed(rest, "*", "*") {
            text.push_str(&inline(emphasis));
            rest = behind;
        } else if let Some((emphasis, behind)) = enclosed(rest, "_", "_").filter(|_| !inside_word) {
            text.push_str(&inline(emphasis));
            rest = behind;
        } else if let Some((label, behind)) = enclosed(rest, "[", "](") {
            let (target, behind) = behind.split_once(')').unwrap_or((behind, ""));
            text.push_str(&inline(label));
            text.push_str(&format!(" ({target})"));
            rest = behind;
        } else if let Some((target, behind)) = enclosed(rest, "<", ">").filter(|(target, _)| target.contains("://")) {
            text.push_str(target);
            rest = behind;
        } else {
            let escaped = rest.starts_with('\\') && rest[1..].starts_with(|next: char| next.is_ascii_punctuation());
            let shown = usize::from(escaped);
            text.push_str(&rest[shown..shown + 1]);
            rest = &rest[shown + 1..];
        }
    }
    text + rest
}

/// What stands between the marks at the start of `text`, and what follows them; not if it is empty or starts or ends
/// with a blank.
fn enclosed<'a>(text: &'a str, start: &str, end: &str) -> Option<(&'a str, &'a str)> {
    let (inside, behind) = text.strip_prefix(start)?.split_once(end)?;
    (!inside.is_empty() && inside.trim() == inside).then_some((inside, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        for (markdown, expected) in [
            ("plain", "plain"),
            ("# Title\n\n\n\ntext", "Title\n\ntext"),
            ("**User pool** of `auth.user_pool_id`", "User pool of auth.user_pool_id"),
            ("the *first* and _last_ of aws_user_pools_id", "the first and last of aws_user_pools_id"),
            ("[Docs](https://docs.example/a_b)", "Docs (https://docs.example/a_b)"),
            ("see <https://docs.example/>", "see https://docs.example/"),
            ("above\n\n---\n\nbelow", "above\n\nbelow"),
            ("```json\n{ \"a_b\": \"*\" }\n```\nend", "{ \"a_b\": \"*\" }\nend"),
            ("2 * 3 * 4 and a < b", "2 * 3 * 4 and a < b"),
            (r"\*not marked\* and \_", "*not marked* and _"),
            ("ends with \\", "ends with \\"),
            ("- item `x`\n- item **y**", "- item x\n- item y"),
            ("unclosed `code and [label", "unclosed `code and [label"),
        ] {
            assert_eq!(plain(markdown), expected, "{markdown}");
        }
    }
}
