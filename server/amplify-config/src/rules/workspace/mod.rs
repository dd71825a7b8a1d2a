//! What only shows when a file is seen beside the others of its project.

use amplify_json::Node;

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::project::Project;
use crate::recognition::Named;
use crate::rule::{Check, rule};
use crate::siblings::siblings;

pub(super) static CHECK: Check = Check {
    rules: &[
        rule!("workspace", "differing-copies"),
        rule!("workspace", "differing-generations"),
        rule!("workspace", "unignored-outputs"),
    ],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.recognition.named.is_none() || document.recognition.is_template {
        return;
    }
    found.extend(unignored(project, document));
    let others = siblings(project, document);
    found.extend(differing_copy(document, &others).or_else(|| differing_generation(document, &others)));
}

/// What both files name, and differently: the user pool, else the GraphQL API.
fn difference<'d>(document: &'d Document, other: &'d Document) -> Option<(&'static str, Node<'d>, Node<'d>)> {
    [("user pool", "user-pool"), ("GraphQL API", "appsync-api")].into_iter().find_map(|(what, resource)| {
        let (ours, theirs) = (document.resource(resource)?, other.resource(resource)?);
        (ours.string_value() != theirs.string_value()).then_some((what, ours, theirs))
    })
}

/// What the Amplify CLI writes beside each other, with the same content.
const TWINS: [&str; 2] = ["aws-exports.js", "amplifyconfiguration.json"];

/// The two files hold the same: they have one name, or are the two that one command writes.
fn are_copies(one: &Document, other: &Document) -> bool {
    let (name, other_name) = (one.path.base_name(), other.path.base_name());
    let are_twins = [name, other_name].iter().all(|name| TWINS.contains(name));
    one.kind() == other.kind() && (name == other_name || are_twins && one.path.folder() == other.path.folder())
}

/// Another copy of the file that speaks of another backend. Names with an environment in them differ.
fn differing_copy(document: &Document, others: &[&Document]) -> Option<Diagnostic> {
    let copies = others.iter().filter(|other| are_copies(document, other));
    let (other, (what, ours, theirs)) =
        copies.filter_map(|other| Some((other, difference(document, other)?))).next()?;
    let message = match other.path.base_name() == document.path.base_name() {
        true => format!("Another copy of this file names another {what}; one of them may be stale"),
        false => {
            let name = other.path.base_name();
            format!(
                "`{name}` beside this file names another {what}, although `amplify pull` writes both alike; one of them may be stale"
            )
        }
    };
    Some(Diagnostic::new("differing-copies", Severity::Hint, ours.range(), message).with_related(
        &other.path,
        theirs.range(),
        "here it is another one",
    ))
}

/// The file of the other generation in the same folder speaks of another backend.
fn differing_generation(document: &Document, others: &[&Document]) -> Option<Diagnostic> {
    let is_gen2 = |document: &Document| document.kind() == Some(ConfigKind::Outputs);
    let beside = others.iter().filter(|other| {
        other.path.folder() == document.path.folder() && other.kind().is_some() && is_gen2(other) != is_gen2(document)
    });
    let (other, (what, ours, theirs)) =
        beside.filter_map(|other| Some((other, difference(document, other)?))).next()?;
    let generation = if is_gen2(document) { "Gen 1" } else { "Gen 2" };
    let message = format!(
        "The {generation} file beside this one names another {what}; what the app talks to depends on which of them it loads"
    );
    Some(Diagnostic::new("differing-generations", Severity::Information, ours.range(), message).with_related(
        &other.path,
        theirs.range(),
        "here it is another one",
    ))
}

/// The Amplify tools write the outputs anew at each deployment and `create-amplify` has version control ignore them.
fn unignored(project: &Project, document: &Document) -> Option<Diagnostic> {
    if document.recognition.named != Some(Named::Gen2) || project.is_ignored(&document.path) != Some(false) {
        return None;
    }
    let key = document.tree.root().members().next()?.key()?;
    let message = "Version control does not ignore this file, which each deployment writes anew".to_owned();
    let ignore_file = FilePath::new(format!("{}/.gitignore", document.path.folder()));
    let fix = Fix::elsewhere("Add `amplify_outputs*` to .gitignore", ignore_file, "amplify_outputs*\n".into());
    Some(Diagnostic::new("unignored-outputs", Severity::Hint, key.range(), message).with_fix(fix))
}

#[cfg(test)]
mod tests {
    use crate::{Change, FilePath, Project, diagnostics};

    fn web(pool: &str) -> String {
        format!(
            r#"{{ "aws_project_region": "us-east-1", "aws_user_pools_id": "us-east-1_{pool}", "aws_user_pools_web_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m" }}"#
        )
    }

    #[track_caller]
    fn check(name: &str, text: &str, is_found: bool) {
        let path = FilePath::new("src/amplifyconfiguration.json");
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(web("aBcD12345").into())));
        project.apply(Change::Text(FilePath::new(name), Some(text.into())));
        let found = diagnostics(&project, &path).iter().any(|diagnostic| diagnostic.code == "differing-copies");
        assert_eq!(found, is_found, "{name}");
    }

    #[test]
    fn what_one_command_writes_is_compared() {
        let exports = |pool: &str| format!("const awsmobile = {};\nexport default awsmobile;\n", web(pool));
        check("src/aws-exports.js", &exports("xYzW98765"), true);
        check("src/aws-exports.js", &exports("aBcD12345"), false);
        check("lib/aws-exports.js", &exports("xYzW98765"), false);
        check("src/amplifyconfiguration.dev.json", &web("xYzW98765"), false);
    }
}
