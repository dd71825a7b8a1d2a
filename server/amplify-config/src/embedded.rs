//! A configuration inside a file of code: the object in `aws-exports.js`, the text in `amplifyconfiguration.dart` and
//! `amplify_outputs.dart`.
//!
//! What is inside is read where it stands: everything around it is white space to the parser, of the same length in every
//! encoding, so that each offset is that of the file and no map is needed. What is around it is never edited.

use std::ops::Range;

use crate::recognition::Named;

/// The code around a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// An object literal of JavaScript, which need not be JSON.
    JavaScript,
    /// A text in three quotes of Dart, which the library parses as JSON.
    Dart,
}

const HOSTS: [(&str, Host, Named); 5] = [
    ("aws-exports.js", Host::JavaScript, Named::Gen1),
    ("aws-exports.mjs", Host::JavaScript, Named::Gen1),
    ("aws-exports.ts", Host::JavaScript, Named::Gen1),
    ("amplifyconfiguration.dart", Host::Dart, Named::Gen1),
    ("amplify_outputs.dart", Host::Dart, Named::Gen2),
];

/// The names of the files of code that may hold a configuration, in lower case.
pub fn code_names() -> impl Iterator<Item = &'static str> {
    HOSTS.iter().map(|(name, ..)| *name)
}

/// The code that a file of that name is, and what its name promises to hold.
pub(crate) fn host_of(base_name: &str) -> Option<(Host, Named)> {
    let host = HOSTS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(base_name));
    host.map(|(_, host, named)| (*host, *named))
}

/// The bytes of the configuration in the text; `None` if there is none that can be read where it stands.
pub(crate) fn find(host: Host, text: &str) -> Option<Range<usize>> {
    match host {
        Host::JavaScript => object(text),
        Host::Dart => dart(text),
    }
}

/// From the first bracket behind `=`, `default` or a bracket of a call to the one that closes it, texts and comments
/// passed over.
fn object(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut start, mut depth) = (0, None, 0_usize);
    let mut before = "";
    while at < bytes.len() {
        let rest = &text[at..];
        let end = match bytes[at] {
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            quote @ (b'"' | b'\'' | b'`') => quoted(rest, quote),
            b'{' | b'[' => {
                let opens = before.ends_with('=') || before.ends_with("default");
                if depth == 0 && start.is_none() && bytes[at] == b'{' && opens {
                    start = Some(at);
                }
                depth += usize::from(start.is_some());
                1
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if let Some(start) = start.filter(|_| depth == 0) {
                    return Some(start..at + 1);
                }
                1
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        let is_code = !matches!(bytes[at], b'/') && !bytes[at].is_ascii_whitespace();
        at += end;
        if is_code && start.is_none() {
            before = &text[..at];
        }
    }
    // Without its last bracket it is the rest of the file.
    start.map(|start| start..text.trim_end().len())
}

/// The length of a text in quotes at the start of `rest`; to the end of the line if it is not closed.
fn quoted(rest: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'\n' if quote != b'`' => return at,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// What stands between the first three quotes and the next; of a text that is not raw only if nothing in it is escaped
/// or filled in.
fn dart(text: &str) -> Option<Range<usize>> {
    let (start, quotes) = ["'''", "\"\"\""].iter().filter_map(|quotes| Some((text.find(quotes)?, *quotes))).min()?;
    let is_raw = text[..start].ends_with('r');
    let inside = start + 3..text[start + 3..].find(quotes).map_or(text.len(), |end| start + 3 + end);
    let is_literal = !text[inside.clone()].contains(['\\', '$']);
    (is_raw || is_literal).then_some(inside)
}

/// The text with white space around that range: line ends stay, and every other character becomes as much white
/// space as it has bytes.
pub(crate) fn alone(text: &str, range: &Range<usize>) -> String {
    let blank = |text: &str| -> String {
        let blank = |letter: char| match letter {
            '\n' | '\r' => letter.to_string(),
            _ => " ".repeat(letter.len_utf8()),
        };
        text.chars().map(blank).collect()
    };
    let mut before = blank(&text[..range.start]);
    // The parser goes by indentation when brackets are missing, and the first line of the configuration has none.
    if before.pop().is_some() {
        before.push('\n');
    }
    format!("{before}{}{}", &text[range.clone()], blank(&text[range.end..]))
}

#[cfg(test)]
mod tests {
    use amplify_json::edit::apply;
    use std::sync::Arc;

    use super::*;
    use crate::features::testing::{corpus, mutated};
    use crate::{Change, Document, FilePath, Project, diagnostics, fix_all};

    fn project(name: &str, text: &str) -> (Project, FilePath) {
        let (mut project, path) = (Project::new(), FilePath::new(name));
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        (project, path)
    }

    #[test]
    fn the_configuration_is_found_in_its_code() {
        let (js, dart) = (Host::JavaScript, Host::Dart);
        for (host, text, inside) in [
            (
                js,
                "const awsmobile = {\"a\": {\"b\": \"}\"}};\nexport default awsmobile;",
                Some("{\"a\": {\"b\": \"}\"}}"),
            ),
            (js, "/* = { */ const x = // {\n {a: 1}", Some("{a: 1}")),
            (js, "export default {a: ['}']};", Some("{a: ['}']}")),
            (js, "import { x } from 'y';\nconst c = { \"a\": 1 }", Some("{ \"a\": 1 }")),
            (js, "module.exports = { \"a\": [1", Some("{ \"a\": [1")),
            (js, "export default config;", None),
            (dart, "const amplifyconfig = ''' {\"a\": 1} ''';", Some(" {\"a\": 1} ")),
            (dart, "const amplifyConfig = r'''{\"a\": \"$\"}''';", Some("{\"a\": \"$\"}")),
            (dart, "const a = \"\"\"{}\"\"\";", Some("{}")),
            (dart, "const a = '''{\"a\": \"$b\"}''';", None),
            (dart, "const a = '{}';", None),
        ] {
            assert_eq!(find(host, text).map(|range| &text[range]), inside, "{text}");
        }
    }

    #[test]
    fn javascript_need_not_be_json() {
        let clean = "/* eslint-disable */\n// WARNING: generated\n\nconst awsmobile = {\n  // the region\n  \
                     aws_project_region: 'us-east-1',\n  'aws_user_pools_id': \"us-east-1_Kd8sW3nQz\",\n  \
                     aws_user_pools_web_client_id: `6t2vq8m4n0s5k1r7d3h9j5b2fa`,\n  oauth: {},\n  custom: process.env.X,\n};\n\n\
                     export default awsmobile;\n";
        let codes = |text: &str| {
            let (project, path) = project("src/aws-exports.js", text);
            diagnostics(&project, &path).into_iter().map(|found| found.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(clean), Vec::<&str>::new());
        assert_eq!(codes(&clean.replace("aws_user_pools_id", "aws_user_pool_id")), ["unknown-key"]);
        assert_eq!(
            codes("import config from './amplifyconfiguration.json';\nexport default config;\n"),
            Vec::<&str>::new()
        );
    }

    /// The same is found in a file of code as in the file itself, as many bytes further on.
    #[test]
    fn findings_are_those_of_the_file_itself() {
        let mut compared = 0;
        for (name, text) in corpus() {
            let (before, after) = ("/* Ä */ const amplifyConfig = r'''", "''';\n");
            let wrapped = format!("{before}{text}{after}");
            for (inner, outer) in [
                ("amplify_outputs.json", "amplify_outputs.dart"),
                ("amplifyconfiguration.json", "amplifyconfiguration.dart"),
            ] {
                let is_other = name.contains("outputs") != inner.contains("outputs");
                if is_other || text.contains("'''") {
                    continue;
                }
                let said = |name: &str, text: &str, shift: usize| {
                    let (project, path) = project(name, text);
                    let found = diagnostics(&project, &path);
                    let said = found
                        .into_iter()
                        .map(|found| (found.code, found.message, found.range.start - shift, found.range.end - shift));
                    said.collect::<Vec<_>>()
                };
                let (alone, wrapped) = (said(inner, &text, 0), said(outer, &wrapped, before.len()));
                assert_eq!(alone, wrapped, "{name}");
                compared += usize::from(!alone.is_empty());
            }
        }
        assert!(compared > 50);
    }

    /// Hover, completion, outline and links say the same, as many bytes further on.
    #[test]
    fn features_work_where_it_stands() {
        let before = "/* Ä */ const amplifyConfig = r'''";
        let text = crate::features::testing::FULL.replace("\"OPTIONAL\"", "\"\"");
        let (alone, inner) = project("amplify_outputs.json", &text);
        let (wrapped, outer) = project("amplify_outputs.dart", &format!("{before}{text}''';\n"));
        for offset in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
            let there = offset + before.len();
            let (one, other) = (crate::hover(&alone, &inner, offset), crate::hover(&wrapped, &outer, there));
            assert_eq!(one.map(|hover| hover.markdown), other.map(|hover| hover.markdown), "{offset}");
        }
        let at = text.find("\"mfa_configuration\": \"").unwrap() + "\"mfa_configuration\": \"".len();
        let labels = |project: &Project, path: &FilePath, at: usize| {
            let items = crate::completion(project, path, at).items;
            items.into_iter().map(|item| item.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(&wrapped, &outer, at + before.len()), labels(&alone, &inner, at));
        assert!(labels(&alone, &inner, at).contains(&"OPTIONAL".to_owned()));
        assert_eq!(crate::symbols(&wrapped, &outer).len(), crate::symbols(&alone, &inner).len());
        assert_eq!(crate::links(&wrapped, &outer).len(), crate::links(&alone, &inner).len());
    }

    proptest::proptest! {
        /// Whatever is wrong inside, nothing outside is edited.
        #[test]
        fn what_is_around_stays(text in mutated()) {
            for (name, before, after) in [
                ("amplify_outputs.dart", "// é\nconst amplifyConfig = r'''", "''';\n"),
                ("aws-exports.js", "/* é */ const awsmobile = ", ";\nexport default awsmobile;\n"),
            ] {
                let whole = format!("{before}{text}{after}");
                let (project, path) = project(name, &whole);
                let document = Document::new(path.clone(), whole.as_str());
                let Some(inside) = document.embedded.clone() else { continue };
                for found in diagnostics(&project, &path) {
                    for fix in found.fixes.iter().filter(|fix| fix.append.is_none()) {
                        let fixed = apply(&whole, &fix.edits);
                        proptest::prop_assert!(fixed.starts_with(&whole[..inside.start]), "{fixed}");
                        proptest::prop_assert!(fixed.ends_with(&whole[inside.end..]), "{fixed}");
                    }
                }
                let fixed = apply(&whole, &fix_all(&project, &path));
                proptest::prop_assert!(fixed.starts_with(&whole[..inside.start]) && fixed.ends_with(&whole[inside.end..]));
            }
        }
    }
}
