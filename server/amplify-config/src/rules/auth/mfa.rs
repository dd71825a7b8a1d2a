//! Whether multi-factor authentication and its methods agree.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_item, add_member};

use super::{Scene, key_range};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};

const CODE: &str = "mfa-methods";

/// The names and words of one kind of file.
struct Words {
    configuration: &'static str,
    methods: &'static str,
    off: &'static str,
    required: &'static str,
}

fn words(kind: ConfigKind) -> Words {
    match kind {
        ConfigKind::Outputs => {
            Words { configuration: "mfa_configuration", methods: "mfa_methods", off: "NONE", required: "REQUIRED" }
        }
        ConfigKind::Mobile => {
            Words { configuration: "mfaConfiguration", methods: "mfaTypes", off: "OFF", required: "ON" }
        }
        ConfigKind::Web => Words {
            configuration: "aws_cognito_mfa_configuration",
            methods: "aws_cognito_mfa_types",
            off: "OFF",
            required: "ON",
        },
    }
}

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    let Some(object) = scene.users else { return };
    let words = words(scene.kind);
    let configuration = scene.value(object, words.configuration);
    let methods = match scene.texts(object, words.methods) {
        None if !scene.lacks(object, words.methods) => return,
        methods => methods.unwrap_or_default(),
    };
    let word = configuration.and_then(Node::as_str);
    let is_asked_for = word.as_deref().is_some_and(|word| word == "OPTIONAL" || word == words.required);
    let is_off =
        word.as_deref() == Some(words.off) || configuration.is_none() && scene.lacks(object, words.configuration);
    let list = object.get(words.methods);
    found.extend(match (configuration, list) {
        (Some(configuration), _) if is_asked_for && methods.is_empty() => {
            Some(without_methods(scene, object, &words, configuration, list))
        }
        // The Gen 1 tools write methods while it is off.
        (_, Some(list)) if is_off && !methods.is_empty() && scene.kind == ConfigKind::Outputs => {
            Some(without_effect(object, configuration, list))
        }
        (Some(_), Some(list)) if is_asked_for && scene.kind == ConfigKind::Outputs => {
            let has_sms = methods.iter().any(|(_, method)| method == "SMS");
            without_sms(scene, list).filter(|_| !has_sms)
        }
        _ => None,
    });
    found.extend(
        configuration.filter(|_| word.as_deref() == Some("REQUIRED")).and_then(|node| with_passwordless(scene, node)),
    );
}

fn without_methods(
    scene: &Scene<'_>,
    object: Node<'_>,
    words: &Words,
    configuration: Node<'_>,
    list: Option<Node<'_>>,
) -> Diagnostic {
    let (is_gen2, names) = (scene.kind == ConfigKind::Outputs, words);
    let message = format!(
        "`{}` is {}, but `{}` names no second factor, so sign-in forms offer none",
        names.configuration,
        configuration.string_value(),
        names.methods
    );
    let severity = if is_gen2 { Severity::Warning } else { Severity::Information };
    let with = |method: &str| {
        let edit = match list {
            Some(list) => add_item(list, &format!("\"{method}\"")),
            None => add_member(object, names.methods, &format!("[\"{method}\"]")),
        };
        Fix::possible(format!("Add `{method}` to `{}`", names.methods), vec![edit])
    };
    let off = Fix::possible(
        format!("Replace with `{}`", names.off),
        vec![Edit::replace(configuration.content_range(), names.off)],
    );
    let range = list.map_or(configuration.range(), key_range);
    let diagnostic = Diagnostic::new(CODE, severity, range, message);
    let can_add = list.map_or(object.is_closed(), Node::is_closed);
    let diagnostic = if can_add { diagnostic.with_fix(with("TOTP")).with_fix(with("SMS")) } else { diagnostic };
    diagnostic.with_fix(off)
}

fn without_effect(object: Node<'_>, configuration: Option<Node<'_>>, list: Node<'_>) -> Diagnostic {
    let message = match configuration {
        Some(_) => "`mfa_methods` has no effect while `mfa_configuration` is NONE",
        None => {
            "`mfa_methods` has no effect without `mfa_configuration`: its absence means that there is no second factor"
        }
    };
    let optional = match configuration {
        Some(node) => Edit::replace(node.content_range(), "OPTIONAL"),
        None => add_member(object, "mfa_configuration", "\"OPTIONAL\""),
    };
    Diagnostic::new(CODE, Severity::Hint, key_range(list), message)
        .with_fix(Fix::possible("Make the second factor optional", vec![optional]))
        .with_fix(Fix::possible("Empty the list", vec![Edit::replace(list.range(), "[]")]))
}

/// `defineAuth` refuses such a backend.
fn without_sms(scene: &Scene<'_>, list: Node<'_>) -> Option<Diagnostic> {
    let names = scene.texts(scene.section, "username_attributes")?;
    if !names.iter().any(|(_, name)| name == "phone_number") {
        return None;
    }
    let message = "`mfa_methods` lacks `SMS`, which Amplify backends with sign-in by phone number and a second factor always have";
    let fix = Fix::possible("Add `SMS` to `mfa_methods`", vec![add_item(list, "\"SMS\"")]);
    Some(Diagnostic::new(CODE, Severity::Hint, key_range(list), message).with_fix(list.is_closed().then_some(fix)))
}

fn with_passwordless(scene: &Scene<'_>, configuration: Node<'_>) -> Option<Diagnostic> {
    let passwordless = scene.value(scene.section, "passwordless")?;
    let is_on = |name: &str| passwordless.get(name).is_some_and(|value| value.as_bool() == Some(true));
    if !is_on("email_otp_enabled") && !is_on("sms_otp_enabled") && passwordless.get("web_authn").is_none() {
        return None;
    }
    let message = "`REQUIRED` and `passwordless` exclude each other: Cognito lets nobody who must use a second factor sign in without a password";
    let fix = Fix::possible("Replace with `OPTIONAL`", vec![Edit::replace(configuration.content_range(), "OPTIONAL")]);
    let diagnostic = Diagnostic::new(CODE, Severity::Warning, configuration.range(), message).with_fix(fix);
    Some(diagnostic.with_related(&scene.document.path, key_range(passwordless), "sign-in without a password"))
}
