//! Keys that a library needs although the format leaves them free, always or beside another key.

use amplify_json::edit::add_member;
use amplify_json::string::quote;
use amplify_json::{Kind, Node};

use super::missing::of_free;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::readers_that;
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::known_values::known_value;
use crate::project::Project;
use crate::rules::sound::is_absent;
use crate::wording;

/// An object and the keys that it lacks.
pub(super) type Lack<'d> = (Node<'d>, Vec<String>);

/// What `x-amplify` says is needed and `required` does not demand.
pub(super) fn needed<'d>(document: &'d Document, knowledge: &'static Knowledge) -> Vec<Lack<'d>> {
    let mut found = Vec::new();
    for (object, id) in document.values() {
        let subschema = knowledge.subschema(id);
        // In the flat file sections are keys that belong together, and an empty `oauth` means none.
        let is_flat =
            document.kind() == Some(ConfigKind::Web) && (object.parent().is_none() || object.name() == "oauth");
        if object.kind() != Kind::Object || object.is_doubtful() || is_flat || !subschema.any_of.is_empty() {
            continue;
        }
        let lacks = |name: &str| {
            object.member_named(name).is_none() && !subschema.required.iter().any(|required| required == name)
        };
        let names: Vec<String> = subschema
            .properties
            .iter()
            .filter(|(name, property)| lacks(name) && !readers_that(document, *property, &[Reading::Needs]).is_empty())
            .map(|(name, _)| name.clone())
            .collect();
        if !names.is_empty() {
            found.push((object, names));
        }
    }
    found
}

/// Keys that are needed beside another one.
struct Beside {
    kind: ConfigKind,
    /// The way to the object.
    path: &'static [&'static str],
    /// When this is there …
    key: &'static str,
    /// … these have to be, …
    needs: &'static [&'static str],
    /// … or these fail, …
    fail: &'static [Library],
    /// … as long as the object is so.
    when: fn(Node<'_>) -> bool,
}

const BESIDE: [Beside; 4] = [
    Beside {
        kind: ConfigKind::Outputs,
        path: &["notifications"],
        key: "amazon_connect",
        needs: &["aws_region", "amazon_pinpoint_app_id", "channels"],
        fail: &[Library::Flutter],
        when: |_| true,
    },
    // Requests are signed for a region.
    Beside {
        kind: ConfigKind::Web,
        path: &[],
        key: "aws_appsync_graphqlEndpoint",
        needs: &["aws_appsync_region"],
        fail: &[Library::Js],
        when: |root| root.get("aws_appsync_authenticationType").is_some_and(|mode| mode.text() == "\"AWS_IAM\""),
    },
    // A mode that is not there counts as the API key.
    Beside {
        kind: ConfigKind::Outputs,
        path: &["custom", "events"],
        key: "url",
        needs: &["default_authorization_type"],
        fail: &[Library::Js],
        when: |events| events.get("api_key").is_none(),
    },
    Beside {
        kind: ConfigKind::Outputs,
        path: &["custom", "events"],
        key: "url",
        needs: &["aws_region"],
        fail: &[Library::Js],
        when: |events| events.get("default_authorization_type").is_some_and(|mode| mode.text() == "\"AWS_IAM\""),
    },
];

/// Keys without those that they work with only.
pub(super) fn alone(
    project: &Project,
    document: &Document,
    knowledge: &'static Knowledge,
    is_explained: impl Fn(Node<'_>, &str) -> bool,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for beside in BESIDE.iter().filter(|beside| document.kind() == Some(beside.kind)) {
        let object = beside.path.iter().try_fold(document.tree.root(), |node, name| node.get(name));
        let Some(object) = object.filter(|object| !object.is_doubtful() && (beside.when)(*object)) else { continue };
        let Some(key) = object.member_named(beside.key).and_then(Node::key) else { continue };
        let lacks: Vec<&str> = beside
            .needs
            .iter()
            .copied()
            .filter(|name| object.member_named(name).is_none() && !is_explained(object, name))
            .collect();
        if lacks.is_empty() {
            continue;
        }
        let message = format!(
            "`{}` needs {} beside it; {} without",
            beside.key,
            wording::code_list(&lacks, "and"),
            wording::libraries(beside.fail, "fails", "fail")
        );
        let severity = of_free(project, document, beside.fail);
        let fix = add_known(document, knowledge, object, &lacks);
        found.push(Diagnostic::new("missing-key", severity, key.range(), message).with_fix(fix));
    }
    found
}

/// Groups of Predictions of which amplify-swift wants the region from any one of their members.
pub(super) fn without_region(project: &Project, document: &Document) -> Vec<Diagnostic> {
    let plugin = ["predictions", "plugins", "awsPredictionsPlugin"];
    let plugin = plugin.iter().try_fold(document.tree.root(), |node, name| node.get(name));
    let Some(plugin) = plugin.filter(|_| document.kind() == Some(ConfigKind::Mobile)) else { return Vec::new() };
    let mut found = Vec::new();
    for group in ["identify", "convert"] {
        let Some(member) = plugin.member_named(group) else { continue };
        let members: Vec<Node<'_>> =
            member.value().into_iter().flat_map(Node::members).filter_map(Node::value).collect();
        let is_sound = |node: &Node<'_>| node.kind() == Kind::Object && !node.is_doubtful() && node.is_closed();
        let has_region = members.iter().any(|node| node.member_named("region").is_some());
        let Some((first, key)) = members.first().copied().zip(member.key()) else { continue };
        if has_region || !members.iter().all(is_sound) {
            continue;
        }
        let message = format!("No member of `{group}` has a `region`; amplify-swift fails without");
        let region = plugin.get("defaultRegion").and_then(Node::as_str).filter(|region| !region.is_empty());
        let fix = region.map(|region| {
            let edits = vec![add_member(first, "region", &quote(&region))];
            Fix::safe(format!("Add `\"region\": {}` to `{}`", quote(&region), first.name()), edits)
        });
        let severity = of_free(project, document, &[Library::Swift]);
        found.push(Diagnostic::new("missing-key", severity, key.range(), message).with_fix(fix));
    }
    found
}

/// The typed client of amplify-js is made of the description of the models, which the tools always write.
pub(super) fn without_models(project: &Project, document: &Document) -> Option<Diagnostic> {
    let uses_js = project.libraries(&document.path).contains(&Library::Js);
    let data = document.tree.root().get("data").filter(|data| data.kind() == Kind::Object && data.get("url").is_some());
    let data = data.filter(|_| uses_js && document.kind() == Some(ConfigKind::Outputs))?;
    let message =
        "`data` has no `model_introspection`, of which amplify-js makes `client.models`: without it there are none";
    let key = data.member()?.key()?;
    is_absent(document, data, "model_introspection")
        .then(|| Diagnostic::new("missing-key", Severity::Hint, key.range(), message))
}

fn add_known(document: &Document, knowledge: &'static Knowledge, object: Node<'_>, names: &[&str]) -> Option<Fix> {
    let [name] = names else { return None };
    let id = knowledge.schema.property(knowledge.schema.at(object)?, name)?;
    let value = known_value(document, object, name, id).filter(|_| object.is_closed())?;
    Some(Fix::safe(format!("Add `{}: {value}`", quote(name)), vec![add_member(object, name, &value)]))
}

#[cfg(test)]
mod tests {
    use crate::Library;
    use crate::rules::drawn::findings;

    #[track_caller]
    fn check(name: &str, text: &str, libraries: &[Library], expected: &[&str]) {
        let found = findings(name, text, libraries);
        let missing = found.iter().filter(|diagnostic| diagnostic.code == "missing-key");
        let said: Vec<String> =
            missing.map(|diagnostic| format!("{:?} {}", diagnostic.severity, diagnostic.message)).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_free_key_is_missed_by_those_who_need_it() {
        let connect = r#"{ "version": "1.5", "notifications": { "amazon_connect": { "aws_region": "us-east-1",
            "endpoint": "https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com" } } }"#;
        let needs = "`amazon_connect` needs `aws_region`, `amazon_pinpoint_app_id` and `channels` beside it; amplify-flutter fails without";
        let outputs = "amplify_outputs.json";
        check(outputs, connect, &[], &[&format!("Information {needs}")]);
        check(outputs, connect, &[Library::Flutter], &[&format!("Error {needs}")]);
        let empty = r#"{ "version": "1.4", "analytics": {} }"#;
        let lacks = "`analytics` lacks `amazon_pinpoint`, without which amplify-swift, amplify-android and amplify-flutter fail";
        check(outputs, empty, &[], &[&format!("Error {lacks}")]);
        check(outputs, empty, &[Library::Js], &[&format!("Information {lacks}")]);
        // The keys of the flat file and an empty `oauth` mean that there is none.
        check("amplifyconfiguration.json", r#"{ "aws_project_region": "us-east-1", "oauth": {} }"#, &[], &[]);
        // The models are missed by amplify-js alone, and only where it is used.
        let data = r#"{ "version": "1.4", "data": { "url": "https://api.acme.dev/graphql", "aws_region": "us-east-1",
            "default_authorization_type": "AWS_LAMBDA", "authorization_types": [] } }"#;
        let models = "Hint `data` has no `model_introspection`, of which amplify-js makes `client.models`: without it there are none";
        check(outputs, data, &[], &[]);
        check(outputs, data, &[Library::Swift], &[]);
        check(outputs, data, &[Library::Js], &[models]);
        // Several lacks of one object are one finding; a misspelt key is none.
        check(outputs, r#"{ "version": "1.4", "analytics": { "amazonPinpoint": {} } }"#, &[], &[]);
    }
}
