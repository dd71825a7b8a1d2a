//! Sections of another kind of file: what amplify-js reads beside what the mobile libraries read, Gen 2 beside Gen 1,
//! the object that amplify-js takes in code beside a file.
//!
//! Each library takes what is written for it and passes over the rest, so half of such a file is dead. Of a foreign
//! section nothing else is said.

use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::removal::remove_members;
use crate::rule::{Check, rule};
use crate::secrets::secret_in;
use crate::versions;
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("file", "mixed-shapes")], run: check };

/// What a foreign section is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Kind(ConfigKind),
    /// The object that amplify-js takes in code.
    Code,
}

/// At most one finding for each foreign shape.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let mut groups: Vec<(Origin, Vec<Node<'_>>)> = Vec::new();
    for (member, origin) in foreign(document) {
        match groups.iter_mut().find(|(other, _)| *other == origin) {
            Some((_, members)) => members.push(member),
            None => groups.push((origin, vec![member])),
        }
    }
    for (origin, members) in groups {
        let Some(key) = members[0].key() else { continue };
        let message = message(document, origin, &members);
        let others = members.iter().skip(1).filter_map(|member| member.key());
        let title = match members.as_slice() {
            [one] => format!("Remove `{}`", one.name()),
            many => format!("Remove these {} keys", many.len()),
        };
        let mut diagnostic = Diagnostic::new("mixed-shapes", Severity::Warning, key.range(), message);
        for other in others {
            diagnostic = diagnostic.with_related(&document.path, other.range(), "this is of the same shape");
        }
        found.push(diagnostic.with_fix(Fix::possible(title, remove_members(document.tree.root(), &members))));
    }
}

fn message(document: &Document, origin: Origin, members: &[Node<'_>]) -> String {
    let names: Vec<_> = members.iter().map(|member| member.name()).collect();
    let (keys, are) = match names.as_slice() {
        [one] => (format!("`{one}`"), "is"),
        few if few.len() <= 3 => (wording::code_list(few, "and"), "are"),
        many => (format!("`{}` and {} more keys", many[0], many.len() - 1), "are"),
    };
    let here = match document.kind() {
        Some(ConfigKind::Web) => "amplify-js takes the `aws_…` keys of this file and passes over the rest",
        _ => "Swift, Android and Flutter pass over all but the sections with `plugins`",
    };
    match origin {
        Origin::Kind(ConfigKind::Web) => format!(
            "{keys} {are} for amplify-js, the sections with `plugins` for Swift, Android and Flutter: each passes over the other half, so keep two files"
        ),
        Origin::Kind(ConfigKind::Mobile) => {
            format!("{keys} {are} written for Swift, Android and Flutter: {here}, so keep two files")
        }
        Origin::Kind(ConfigKind::Outputs) => {
            format!("{keys} {are} written as in amplify_outputs.json (Gen 2), which this file is not: {here}")
        }
        Origin::Code => format!("{keys} {are} in the form that amplify-js takes in code, not in a file: {here}"),
    }
}

/// The members of the top level that are written for another kind of file than this one.
fn foreign(document: &Document) -> Vec<(Node<'_>, Origin)> {
    let root = document.tree.root();
    let Some(kind) = document.kind().filter(|_| root.kind() == Kind::Object && !root.is_doubtful()) else {
        return Vec::new();
    };
    // That a secret is there is worse than where it stands, and said elsewhere.
    let members = root.members().filter(|member| secret_in(*member).is_none());
    members.filter_map(|member| Some((member, origin(kind, root, member)?))).collect()
}

/// The member is foreign: no other rule speaks of it.
pub(in crate::rules) fn is_foreign_member(document: &Document, member: Node<'_>) -> bool {
    let root = document.tree.root();
    let at_top = member.container() == Some(root) && !root.is_doubtful();
    at_top && document.kind().is_some_and(|kind| origin(kind, root, member).is_some())
}

fn origin(kind: ConfigKind, root: Node<'_>, member: Node<'_>) -> Option<Origin> {
    let name = member.name();
    let value = member.value()?;
    let knows = |kind: ConfigKind| {
        let knowledge = Knowledge::of(kind);
        knowledge.schema.properties(knowledge.schema.root()).iter().any(|(known, _)| *known == name)
    };
    match kind {
        // Gen 1 keys in Gen 2 outputs have a place there, to which they are to be moved.
        ConfigKind::Outputs => None,
        ConfigKind::Mobile if name.starts_with("aws_") => Some(Origin::Kind(ConfigKind::Web)),
        ConfigKind::Mobile if knows(kind) => None,
        ConfigKind::Mobile | ConfigKind::Web if is_of_code(&name, value) => Some(Origin::Code),
        ConfigKind::Mobile if name == "data" && is_section(ConfigKind::Outputs, &name, value) => {
            Some(Origin::Kind(ConfigKind::Outputs))
        }
        // `oauth` and the like are for the web where `aws_…` keys are; alone they may be a slip.
        ConfigKind::Mobile if value.kind() != Kind::Object || name == "oauth" => {
            let is_web = root.members().any(|member| member.name().starts_with("aws_"));
            (is_web && knows(ConfigKind::Web)).then_some(Origin::Kind(ConfigKind::Web))
        }
        ConfigKind::Mobile => None,
        ConfigKind::Web if value.get("plugins").is_some() => {
            let known = Knowledge::of(ConfigKind::Mobile);
            let properties = known.schema.properties(known.schema.root());
            let is_category = properties.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name));
            is_category.then_some(Origin::Kind(ConfigKind::Mobile))
        }
        ConfigKind::Web if knows(kind) => None,
        ConfigKind::Web if name == "version" => {
            let is_of_outputs = value.as_str().is_some_and(|version| versions::all().contains(&version.as_ref()));
            is_of_outputs.then_some(Origin::Kind(ConfigKind::Outputs))
        }
        ConfigKind::Web => is_section(ConfigKind::Outputs, &name, value).then_some(Origin::Kind(ConfigKind::Outputs)),
    }
}

/// The value has keys that a section of that name has in that kind of file.
fn is_section(kind: ConfigKind, name: &str, value: Node<'_>) -> bool {
    let knowledge = Knowledge::of(kind);
    let Some(section) = knowledge.schema.property(knowledge.schema.root(), name) else { return false };
    let known = knowledge.schema.properties(section);
    value.members().any(|member| known.iter().any(|(known, _)| *known == member.name()))
}

/// The sections of the object in code, with what stands directly in them.
const CODE: [(&str, &[&str]); 7] = [
    ("Auth", &["Cognito"]),
    ("API", &["GraphQL", "REST", "Events"]),
    ("Storage", &["S3"]),
    ("Geo", &["LocationService"]),
    ("Analytics", &["Kinesis", "KinesisFirehose", "Personalize"]),
    ("Notifications", &["PushNotification"]),
    ("Interactions", &["LexV1", "LexV2"]),
];

fn is_of_code(name: &str, value: Node<'_>) -> bool {
    let inner = CODE.iter().find(|(section, _)| *section == name).map(|(_, inner)| *inner);
    inner.is_some_and(|inner| inner.iter().any(|inner| value.member_named(inner).is_some()))
}

#[cfg(test)]
mod tests {
    use crate::{Change, FilePath, Project, diagnostics};

    #[track_caller]
    fn check(members: &str, expected: &[&str]) {
        let text = format!("{{ {members} }}");
        let path = FilePath::new("amplifyconfiguration.json");
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(text.clone().into())));
        let found = diagnostics(&project, &path);
        let said: Vec<String> =
            found.iter().map(|diagnostic| format!("{} {}", diagnostic.code, &text[diagnostic.range.clone()])).collect();
        assert_eq!(said, expected, "{members}");
    }

    #[test]
    fn foreign_sections_are_told_once_for_each_shape() {
        let mobile = r#""UserAgent": "x", "Version": "1.0", "hub": { "plugins": { "mine": {} } }"#;
        let web = r#""aws_project_region": "us-east-1", "aws_cognito_region": "us-east-1", "aws_bots_config": []"#;
        let plugins = r#"{ "plugins": { "awsS3StoragePlugin": { "bucket": "b-1", "region": "us-east-1" } } }"#;
        check(
            &format!("{mobile}, \"aws_project_region\": \"us-east-1\", \"oauth\": {{}}"),
            &[r#"mixed-shapes "aws_project_region""#],
        );
        check(
            &format!("{web}, \"storage\": {plugins}, \"Storage\": {{ \"S3\": {{ \"bucket\": \"b\" }} }}"),
            &[r#"mixed-shapes "storage""#, r#"mixed-shapes "Storage""#],
        );
        check(&format!(r#"{web}, "data": {{ "url": "https://api.shop.dev/graphql" }}"#), &[r#"mixed-shapes "data""#]);
        // Free keys, older forms that the tools wrote, and sections of both shapes under one name.
        check(&format!("{web}, \"myOwn\": 1, \"data\": {{ \"mine\": 1 }}, \"Auth\": {{ \"region\": 1 }}"), &[]);
        check(
            &format!("{mobile}, \"Storage\": {{ \"plugins\": {{ \"AWSS3StoragePlugin\": {{}} }} }}"),
            &[r#"unknown-key "Storage""#],
        );
    }
}
