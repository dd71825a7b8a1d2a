//! Configurations in files of code: where they are found, and that all is as in a file of their own.

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
        (js, "const awsmobile = {\"a\": {\"b\": \"}\"}};\nexport default awsmobile;", Some("{\"a\": {\"b\": \"}\"}}")),
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
    assert_eq!(codes(&clean.replace("'us-east-1'", "'us-esat-1'")), ["unknown-region"]);
    assert_eq!(
        codes(&clean.replace("const awsmobile", "const other = { a: {} };\nconst awsmobile")),
        Vec::<&str>::new()
    );
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
