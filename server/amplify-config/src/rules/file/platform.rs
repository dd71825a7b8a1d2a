//! A file of Gen 1 in the shape that no library of the project reads.

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::keywords::Library;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("file", "wrong-platform")], run: check };

/// Gen 2 outputs have one shape for all.
fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(kind) = document.kind().filter(|kind| *kind != ConfigKind::Outputs) else { return };
    let mut used: Vec<Library> = project.libraries(&document.path).into_iter().collect();
    // Android builds everything in this folder into the app, whatever else the project is.
    if document.path.as_str().replace('\\', "/").contains("/res/raw/") {
        used = vec![Library::Android];
    }
    let readers = Knowledge::readers(kind);
    if used.is_empty() || used.iter().any(|library| readers.contains(library)) {
        return;
    }
    let (shape, wanted) = match kind {
        ConfigKind::Web => ("the flat shape with `aws_…` keys, which only amplify-js reads", "the one with `plugins`"),
        _ => ("the shape with `plugins`, which amplify-js passes over without an error", "the flat one"),
    };
    let users = wording::libraries(&used, "wants", "want");
    let message = format!("This is {shape}: {users} {wanted}, which `amplify pull` writes for each kind of project");
    found.push(Diagnostic::new("wrong-platform", Severity::Error, super::telling(document), message));
}

#[cfg(test)]
mod tests {
    use crate::{Change, FilePath, Library, Project, Settings, diagnostics};

    #[track_caller]
    fn check(name: &str, text: &str, libraries: &[Library], is_wrong: bool) {
        let path = FilePath::new(name);
        let mut project = Project::new();
        let libraries: std::collections::BTreeSet<Library> = libraries.iter().copied().collect();
        project.apply(Change::Settings(Settings { libraries: libraries.clone(), ..Settings::default() }));
        project.apply(Change::Text(path.clone(), Some(text.into())));
        let found = diagnostics(&project, &path).iter().any(|diagnostic| diagnostic.code == "wrong-platform");
        assert_eq!(found, is_wrong, "{name} {libraries:?}");
    }

    #[test]
    fn a_shape_is_wrong_where_nobody_reads_it() {
        use Library::{Android, Flutter, Js, Swift};
        let web = r#"{ "aws_project_region": "us-east-1" }"#;
        let mobile = r#"{ "UserAgent": "x", "Version": "1.0", "hub": { "plugins": {} } }"#;
        let file = "src/amplifyconfiguration.json";
        check(file, web, &[], false);
        check(file, web, &[Swift, Android], true);
        check(file, web, &[Js, Android], false);
        check(file, mobile, &[Js], true);
        check(file, mobile, &[Flutter], false);
        check("app/src/main/res/raw/amplifyconfiguration.json", web, &[Js], true);
        check("app/src/main/res/raw/amplifyconfiguration.json", mobile, &[Js], false);
        check("src/amplify_outputs.json", r#"{ "version": "1.4" }"#, &[Swift], false);
    }
}
