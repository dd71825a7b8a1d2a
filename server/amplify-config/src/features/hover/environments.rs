//! What the same field holds in the other files of the project: the other environments, the other copies.

use amplify_json::{Kind, Node};
use serde_json::Value;

use super::code;
use super::value::is_secret;
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::secrets::secret_in;
use crate::siblings::siblings;

/// The most files that are listed; a longer list is no help.
const LIMIT: usize = 8;

/// The values of the others, each on a line, if one of them differs. Nothing of secrets, nor of what is in a list,
/// where the same number need not mean the same thing.
pub(super) fn paragraph(project: &Project, document: &Document, token: Node<'_>) -> Option<String> {
    let knowledge = document.knowledge()?;
    let ours = match token.kind() {
        Kind::Key => token.member()?.value()?,
        _ => token,
    };
    let here = shown(knowledge, ours)?;
    let path = names(ours)?;
    let (mut lines, mut differs, mut more) = (Vec::new(), false, 0);
    for other in siblings(project, document).into_iter().filter(|other| other.kind() == document.kind()) {
        let found = path.iter().try_fold(other.tree.root(), |node, name| node.get(name));
        let said = match found {
            Some(theirs) => {
                let Some(there) = shown(knowledge, theirs) else { continue };
                differs |= there != here;
                if there == here { "the same".to_owned() } else { code(&text_of(&there)) }
            }
            // In a broken file, and in code, it may only not have been found.
            None if other.syntax_errors.is_empty() && other.embedded.is_none() => "not there".to_owned(),
            None => continue,
        };
        if lines.len() < LIMIT {
            lines.push(format!("- {}: {said}", code(label(document, other))));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        lines.push(format!("- and {more} more"));
    }
    differs.then(|| format!("In other files of this project:\n\n{}", lines.join("\n")))
}

/// The other file as seen from this one: its name, or its path from the nearest folder that both are in.
fn label<'d>(document: &Document, other: &'d Document) -> &'d str {
    let seen = document.path.folders().find_map(|folder| other.path.relative_to(folder));
    seen.unwrap_or_else(|| other.path.base_name())
}

/// The names that lead to a value from the top; `None` if a list is on the way.
fn names(value: Node<'_>) -> Option<Vec<String>> {
    let above = std::iter::once(value).chain(value.ancestors());
    let mut names: Vec<String> = Vec::new();
    for node in above {
        match node.kind() {
            Kind::Member => names.push(node.name().into_owned()),
            Kind::Array if node != value => return None,
            _ => {}
        }
    }
    names.reverse();
    Some(names)
}

/// What may be shown of a value: a plain one, or a list of plain ones that the schema names. A list under a name of the
/// user's own may hold anything.
fn shown(knowledge: &Knowledge, value: Node<'_>) -> Option<Value> {
    let member = value.member()?;
    if value.is_damaged() || is_secret(knowledge, value) || secret_in(member).is_some() {
        return None;
    }
    let is_plain = |node: Node<'_>| matches!(node.kind(), Kind::String | Kind::Number | Kind::Bool);
    let is_shown =
        is_plain(value) || value.kind() == Kind::Array && value.items().all(is_plain) && is_listed(knowledge, member);
    is_shown.then(|| value.to_value(2))
}

/// The schema names the key of this member.
fn is_listed(knowledge: &Knowledge, member: Node<'_>) -> bool {
    let name = member.name();
    let above = member.parent().and_then(|object| knowledge.schema.at(object));
    above.is_some_and(|id| knowledge.schema.properties(id).iter().any(|(listed, _)| *listed == name))
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::hover::hover;
    use crate::file_path::FilePath;
    use crate::project::Change;

    const DEV: (&str, &str) = (
        "app/amplify_outputs.dev.json",
        r#"{"version": "1.4", "auth": {"user_pool_id": "eu-west-1_dEvDeV123", "aws_region": "eu-west-1",
            "mfa_methods": ["SMS"], "groups": [{"ADMINS": {"precedence": 1}}]}}"#,
    );
    const BROKEN: (&str, &str) =
        ("app/amplify_outputs.odd.json", r#"{"version": "1.4", "auth": {"aws_region": "us-east-1""#);

    /// What the others say of the first `word` of a file beside them.
    #[track_caller]
    fn check(others: &[(&str, &str)], word: &str, expected: Expect) {
        let text = r#"{"version": "1.4", "auth": {"user_pool_id": "eu-west-1_pRoDpRoD1", "aws_region": "eu-west-1",
            "mfa_methods": ["TOTP"], "groups": [{"ADMINS": {"precedence": 0}}]}}"#;
        let path = FilePath::new("app/amplify_outputs.json");
        let mut project = Project::new();
        for (name, text) in others.iter().copied().chain([(path.as_str(), text)]) {
            project.apply(Change::Text(FilePath::new(name), Some(Arc::from(text))));
        }
        let offset = text.find(word).expect("the word is there") + 1;
        let told = hover(&project, &path, offset).map_or(String::new(), |hover| hover.markdown);
        expected.assert_eq(told.split_once("In other files of this project:\n\n").map_or("", |(_, lines)| lines));
    }

    #[test]
    fn the_values_of_other_environments_are_shown() {
        let copy = ("app/packages/web/amplify_outputs.json", r#"{"version": "1.4"}"#);
        let here = expect![[r#"
            - `amplify_outputs.dev.json`: `eu-west-1_dEvDeV123`
            - `packages/web/amplify_outputs.json`: not there"#]];
        check(&[DEV, BROKEN, copy], "user_pool_id", here);
        check(&[DEV], "eu-west-1_pRoDpRoD1", expect![[r#"- `amplify_outputs.dev.json`: `eu-west-1_dEvDeV123`"#]]);
        let regions = expect![[r#"
            - `amplify_outputs.dev.json`: the same
            - `amplify_outputs.odd.json`: `us-east-1`"#]];
        check(&[DEV, BROKEN], "aws_region", regions);
        check(&[DEV], "mfa_methods", expect![[r#"- `amplify_outputs.dev.json`: `["SMS"]`"#]]);
    }

    #[test]
    fn nothing_is_said_where_nothing_differs_or_must_not_be_shown() {
        // The same everywhere; inside a list.
        for word in ["version", "aws_region", "precedence", "TOTP"] {
            check(&[DEV], word, expect![""]);
        }
        // Of another kind, an example to copy, another app.
        let text = r#"{"version": "1.4", "auth": {"user_pool_id": "eu-west-1_dEvDeV123"}}"#;
        let web = r#"{"aws_project_region": "eu-west-1", "aws_user_pools_id": "eu-west-1_dEvDeV123"}"#;
        let others = [
            ("app/amplifyconfiguration.json", web),
            ("app/amplify_outputs.example.json", text),
            ("app/package.json", r#"{"dependencies": {"aws-amplify": "6"}}"#),
            ("shop/package.json", r#"{"dependencies": {"aws-amplify": "6"}}"#),
            ("shop/amplify_outputs.json", text),
        ];
        check(&others, "user_pool_id", expect![""]);
    }

    #[test]
    fn secrets_are_not_shown_but_what_stands_beside_them_is() {
        let text = |id: &str, secret: &str| {
            format!(
                r#"{{"auth": {{"plugins": {{"awsCognitoAuthPlugin": {{"CognitoUserPool": {{"Default":
                    {{"AppClientId": "{id}", "AppClientSecret": "{secret}"}}}}}}}}}}}}"#
            )
        };
        let (ours, theirs) = (text("1prod", "hush-prod"), text("1dev", "hush-dev"));
        let path = FilePath::new("app/amplifyconfiguration.json");
        let mut project = Project::new();
        for (path, text) in [(&path, &ours), (&FilePath::new("app/amplifyconfiguration.dev.json"), &theirs)] {
            project.apply(Change::Text(path.clone(), Some(Arc::from(text.as_str()))));
        }
        let told = |word: &str| {
            let offset = ours.find(word).expect("the word is there") + 1;
            hover(&project, &path, offset).map_or(String::new(), |hover| hover.markdown)
        };
        assert!(told("AppClientId").contains("- `amplifyconfiguration.dev.json`: `1dev`"), "{}", told("AppClientId"));
        for word in ["AppClientSecret", "hush-prod"] {
            assert!(!told(word).is_empty());
            assert!(!told(word).contains("hush") && !told(word).contains("other files"), "{}", told(word));
        }
    }

    #[test]
    fn a_long_list_is_cut() {
        let names: Vec<String> = (0..11).map(|number| format!("app/amplify_outputs.e{number:02}.json")).collect();
        let others: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), DEV.1)).collect();
        check(
            &others,
            "user_pool_id",
            expect![[r#"
                - `amplify_outputs.e00.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e01.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e02.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e03.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e04.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e05.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e06.json`: `eu-west-1_dEvDeV123`
                - `amplify_outputs.e07.json`: `eu-west-1_dEvDeV123`
                - and 3 more"#]],
        );
    }
}
