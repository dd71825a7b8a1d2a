//! What is wrong with a file as a whole: another kind of file under this name, or nothing in it.

pub(super) mod mixed;
pub(super) mod platform;

use std::ops::Range;

use amplify_json::Kind;
use amplify_json::edit::add_member;
use amplify_json::string::quote;

use crate::config_kind::{ConfigKind, Named};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::recognition::Shape;
use crate::rule::{Check, rule};
use crate::versions;

pub(super) static CHECK: Check =
    Check { rules: &[rule!("file", "empty-configuration"), rule!("file", "wrong-shape")], run: check };

/// The file is not what its name says, so that nothing else about it is worth a word.
pub(super) fn is_foreign(document: &Document) -> bool {
    let recognition = document.recognition;
    match (recognition.named, recognition.shape) {
        (None, _) => false,
        (Some(Named::Gen2), Shape::Config(kind)) => kind != ConfigKind::Outputs,
        (Some(Named::Gen1), Shape::Config(kind)) => kind == ConfigKind::Outputs,
        _ => true,
    }
}

/// At most one finding.
fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(named) = document.recognition.named else { return };
    if document.tree.root().kind() == Kind::Missing {
        return; // There is no value, and a syntax error says so.
    }
    let root = document.tree.root();
    let only_version = root.members().count() == 1 && root.get("version").is_some();
    if document.kind() == Some(ConfigKind::Outputs)
        && document.recognition.shape == Shape::Config(ConfigKind::Outputs)
        && only_version
    {
        let message = "Nothing is deployed yet: `npx ampx sandbox` or `npx ampx generate outputs` fills this file";
        found.push(Diagnostic::new("empty-configuration", Severity::Hint, telling(document), message));
        return;
    }
    // Code may add all the keys there are.
    let is_open = root.is_doubtful() && document.embedded.is_some();
    if !is_foreign(document) || is_open && matches!(document.recognition.shape, Shape::Unknown | Shape::Empty) {
        return;
    }
    let gen2 = named == Named::Gen2;
    let name = if gen2 { "amplify_outputs.json" } else { "amplifyconfiguration.json" };
    let (severity, message) = match document.recognition.shape {
        Shape::Config(ConfigKind::Web) => (
            Severity::Warning,
            format!("This is the Gen 1 configuration of amplify-js, not the Gen 2 outputs that the name {name} promises: Swift, Android and Flutter find nothing in it"),
        ),
        Shape::Config(ConfigKind::Mobile) => (
            Severity::Error,
            format!("This is the Gen 1 configuration of Swift, Android and Flutter, not the Gen 2 outputs that the name {name} promises: no library finds its sections"),
        ),
        Shape::Config(ConfigKind::Outputs) => (
            Severity::Warning,
            format!("These are Gen 2 outputs, which belong into amplify_outputs.json: read as {name}, Swift refuses the file and Android starts without any category"),
        ),
        Shape::ResourcesConfig => (
            Severity::Error,
            "This is the object that amplify-js takes in code (`Auth`, `API`, `Storage`): Swift, Android and Flutter read nothing of it".into(),
        ),
        Shape::MobileSdk => (
            Severity::Error,
            format!("This is an awsconfiguration.json of the AWS Mobile SDK: no Amplify library finds anything in it under the name {name}"),
        ),
        Shape::JsonSchema => (
            Severity::Error,
            "This is a JSON Schema that describes the configuration, not a configuration: no Amplify library finds anything in it".into(),
        ),
        Shape::NotAnObject => (
            Severity::Error,
            "The configuration must be an object in braces: no Amplify library can read this".into(),
        ),
        Shape::Empty => (
            Severity::Warning,
            if gen2 {
                "The configuration is empty: run `npx ampx sandbox` or `npx ampx generate outputs` to fill it".into()
            } else {
                "The configuration is empty: run `amplify pull` or `amplify push` to fill it".to_owned()
            },
        ),
        Shape::Unknown => (
            Severity::Error,
            format!("None of the keys here is one that Amplify reads from {name}, so nothing is configured"),
        ),
    };
    let code = if document.recognition.shape == Shape::Empty { "empty-configuration" } else { "wrong-shape" };
    let version = || {
        let newest = quote(versions::newest());
        Fix::likely(format!("Add `\"version\": {newest}`"), vec![add_member(document.tree.root(), "version", &newest)])
    };
    let fix = (document.recognition.shape == Shape::Empty && gen2).then(version);
    found.push(Diagnostic::new(code, severity, telling(document), message).with_fix(fix));
}

/// The first key, which tells what the file is; else its first character.
fn telling(document: &Document) -> Range<usize> {
    let root = document.tree.root();
    let tells = |name: &str| name.starts_with("aws_") || ["auth", "Auth", "properties"].contains(&name);
    let key = root
        .members()
        .find(|member| tells(&member.name()))
        .or_else(|| root.members().next())
        .and_then(|member| member.key());
    match key {
        Some(key) => key.range(),
        None => crate::wording::telling_range(root),
    }
}
