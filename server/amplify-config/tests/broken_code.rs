//! A file of code that is broken anywhere: every question about it is answered, and no edit leaves the configuration.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;

use amplify_config::{Change, ConfigKind, FilePath, Project, completion, convert, diagnostics, fix_all, hover, redact};
use amplify_json::edit::Edit;
use proptest::prelude::*;

fn project(name: &str, text: &str) -> (Project, FilePath) {
    let (mut project, path) = (Project::new(), FilePath::new(format!("/app/src/{name}")));
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    (project, path)
}

/// A file as people write it, with code in it.
const CODE: &str = r#"// WARNING: it's generated {
const isLocal = Boolean(window.location.hostname === "localhost");
const awsmobile = {
  ...base,
  aws_project_region: 'us-east-1', /* { */
  "aws_user_pools_id": 'us-east-1_aBcD12345',
  aws_user_pools_web_client_id: `7k8l9m0n1o2p3q4r5s6t7u8v9a`,
  'aws_cognito_identity_pool_id': process.env.POOL ?? 'us-east-1:x',
  oauth: { domain: `${name}.auth.us-east-1.amazoncognito.com`, scope: ['openid', ...scopes('a', { b: 1 })],
    redirectSignIn: isLocal ? 'http://localhost:3000/' : "https://a.test/", redirectSignOut: 'it\'s', responseType: 'code' },
  // 'aws_appsync_region': 'us-east-1'
  aws_appsync_graphqlEndpoint: (() => { return "é"; })(),
} as const;
export default awsmobile;
"#;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever happens to such a file, every question is answered, and edits stay inside.
    #[test]
    fn broken_code_is_answered(
        changes in prop::collection::vec((0.0..1.0, 0..4_usize, r#"['"`{}\[\],:./*\n$\\é ]{0,2}"#), 1..6),
        place in 0.0..1.0,
    ) {
        let mut letters: Vec<char> = CODE.chars().collect();
        for (at, removed, added) in changes {
            let at = (letters.len() as f64 * at) as usize;
            letters.splice(at..(at + removed).min(letters.len()), added.chars());
        }
        let text: String = letters.into_iter().collect();
        let (project, path) = project("aws-exports.js", &text);
        let document = project.document(&path).unwrap();
        let place = text.floor_char_boundary((text.len() as f64 * place) as usize);
        hover(&project, &path, place);
        prop_assert_eq!(redact(document).matches('\n').count(), text.matches('\n').count());
        for to in ConfigKind::ALL {
            if let Some(conversion) = convert(document, to, &[]) {
                prop_assert!(!conversion.text.contains('\u{7f}') && !conversion.text.contains("\\u007f"), "{}", conversion.text);
            }
        }
        let items = completion(&project, &path, place).items.into_iter().map(|item| {
            let mut edits = item.additional;
            edits.push(Edit::replace(item.replace, item.text));
            edits
        });
        let found = diagnostics(&project, &path);
        prop_assert!(found.iter().all(|found| !found.message.contains('\u{7f}')), "{:?}", found);
        let fixes = found.into_iter().flat_map(|found| found.fixes).map(|fix| fix.edits);
        for edits in items.chain(fixes).chain([fix_all(&project, &path)]) {
            // What stands for code is never written.
            prop_assert!(edits.iter().all(|edit| !edit.text.contains('\u{7f}')), "{:?}", edits);
            // Where it ends is anybody's guess when brackets are missing.
            let start = document.tree.root().range().start;
            prop_assert!(edits.iter().all(|edit| start <= edit.start && edit.end <= text.len()), "{:?} {}", edits, start);
        }
    }
}

/// Where code begins with a letter of several bytes nothing is cut in two.
#[test]
fn letters_of_several_bytes_stay_whole() {
    for member in ["é...base", "aé", "éa()", "[é]: 1", "é: é", "a: éé", "a: [...é]", "a: 'é'", "aé: `é`"] {
        let text = format!("const c = {{ {member}, aws_project_region: 'us-esat-1' }};\n");
        let (project, path) = project("aws-exports.js", &text);
        for offset in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
            hover(&project, &path, offset);
            completion(&project, &path, offset);
        }
        redact(project.document(&path).unwrap());
        diagnostics(&project, &path);
        assert_eq!(project.document(&path).unwrap().kind(), Some(ConfigKind::Web), "{member}");
    }
}
