//! Applies fixes until there is nothing left to mend.

use std::sync::Arc;

use amplify_json::edit::{Edit, apply};

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::features::diagnostics::diagnostics;
use crate::file_path::FilePath;
use crate::project::{Change, Project};

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Those that cannot change the meaning of anything that worked.
    Safe,
    /// Also those that are the one to take, but should be looked at.
    Likely,
}

/// A text that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// What was done, in the order in which it was.
    pub done: Vec<Done>,
}

/// One fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The kind of fault it mended.
    pub code: Code,
    /// What it did: verb, object, value.
    pub title: String,
    /// The line (from 0) it was at in the text it was applied to: that of the file, or one that fixes have changed.
    pub line: usize,
}

/// More rounds than any chain of fixes needs.
const MAX_ROUNDS: usize = 10;

/// Applies one fix of each diagnostic, again and again until none is left; `None` if the file is not known or there is
/// nothing to do.
pub fn mend(project: &Project, path: &FilePath, which: Mending) -> Option<Mended> {
    let mut project = project.clone();
    let mut mended = Mended { text: project.document(path)?.text().to_owned(), done: Vec::new() };
    for _ in 0..MAX_ROUNDS {
        let document = project.document(path)?.clone();
        let found = diagnostics(&project, path);
        let chosen = choose(&found, which);
        if chosen.is_empty() {
            break;
        }
        let mut edits = Vec::new();
        for (diagnostic, fix) in chosen {
            let line = document.line_at(diagnostic.range.start);
            mended.done.push(Done { code: diagnostic.code, title: fix.title.clone(), line });
            edits.extend(fix.edits.iter().cloned());
        }
        edits.sort();
        mended.text = apply(&mended.text, &edits);
        project.apply(Change::Text(path.clone(), Some(Arc::from(mended.text.as_str()))));
    }
    (!mended.done.is_empty()).then_some(mended)
}

/// One fix of each diagnostic, leaving out those that touch another one's.
fn choose(diagnostics: &[Diagnostic], which: Mending) -> Vec<(&Diagnostic, &Fix)> {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut chosen = Vec::new();
    for diagnostic in diagnostics {
        let may_be_taken = |fix: &&Fix| (fix.safe || which == Mending::Likely && fix.preferred) && fix.append.is_none();
        let Some(fix) = diagnostic.fixes.iter().find(may_be_taken) else { continue };
        let touches = |edit: &Edit| edits.iter().any(|other| edit.start <= other.end && other.start <= edit.end);
        if !fix.edits.iter().any(touches) {
            edits.extend(&fix.edits);
            chosen.push((diagnostic, fix));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::features::testing::{mutated, project_named, project_of};

    fn check(name: &str, text: &str, which: Mending, after: &str, done: &[(usize, Code)]) {
        let (project, path) = project_named(name, text);
        let mended = mend(&project, &path, which);
        let actual: Vec<(usize, Code)> =
            mended.iter().flat_map(|mended| mended.done.iter().map(|done| (done.line, done.code))).collect();
        assert_eq!((mended.map_or(text.to_owned(), |mended| mended.text).as_str(), actual.as_slice()), (after, done));
    }

    #[test]
    fn one_fix_opens_the_way_for_another() {
        let auth =
            |rest: &str| format!("{{\n  \"version\": \"1.4\",\n  \"custom\": {{}},\n  \"auth\": {{\n{rest}\n  }}\n}}");
        let pool = "\"aws_region\": \"us-east-1\", \"user_pool_id\": \"us-east-1_Kd8sW3nQz\", \
                    \"user_pool_client_id\": \"6t2vq8m4n0s5k1r7d3h9j5b2fa\"";
        let good = auth(&format!("{pool},\n\"mfa_configuration\": \"NONE\""));
        check("amplify_outputs.json", &good, Mending::Safe, &good, &[]);
        // The key must be known before its value is looked at.
        let wrong = auth(&format!("{pool}\n\"mfaConfiguration\": \"OFF\""));
        let (project, path) = project_of(&wrong);
        let mended = mend(&project, &path, Mending::Safe).expect("there is something to mend");
        assert_eq!(mended.text, good);
        assert!(mended.done.iter().any(|done| done.code == "invalid-json"), "{mended:?}");
    }

    #[test]
    fn what_should_be_looked_at_is_mended_only_when_that_is_asked_for() {
        let text = |key: &str| {
            format!(
                "{{\n\"UserAgent\": \"aws-amplify-cli/2.0\",\n\"Version\": \"1.0\",\n\"api\": {{ \"plugins\": {{ \"{key}\": {{}} }} }}\n}}"
            )
        };
        check("amplifyconfiguration.json", &text("awsAPIPlugins"), Mending::Safe, &text("awsAPIPlugins"), &[]);
        check(
            "amplifyconfiguration.json",
            &text("awsAPIPlugins"),
            Mending::Likely,
            &text("awsAPIPlugin"),
            &[(3, "unknown-key")],
        );
    }

    proptest! {
        #[test]
        fn nothing_is_left_to_mend(text in mutated()) {
            for which in [Mending::Safe, Mending::Likely] {
                let (project, path) = project_of(&text);
                if let Some(mended) = mend(&project, &path, which) {
                    let (project, path) = project_of(&mended.text);
                    let again = mend(&project, &path, which);
                    prop_assert!(again.is_none(), "{} {:?}", mended.text, again);
                }
            }
        }
    }
}
