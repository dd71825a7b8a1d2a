//! Secrets in a file that everybody can read who has the app.

use std::ops::Range;

use amplify_json::edit::{Edit, remove_child};
use amplify_json::schema::Additional;
use amplify_json::{Kind, Node};

use super::Scene;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::secrets::{Secret, secret_in};

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    // The mobile files hold the secret of one client twice: for sign-in, and for sign-in through the browser.
    let mut copies: Vec<(&str, Vec<Node<'_>>)> = Vec::new();
    for slot in scene.open().filter(|slot| slot.keywords.secret && !slot.text.trim().is_empty()) {
        let Some(member) = slot.node.member() else { continue };
        match copies.iter_mut().find(|(text, _)| *text == slot.text) {
            Some((_, members)) => members.push(member),
            None => copies.push((&slot.text, vec![member])),
        }
    }
    found.extend(copies.iter().map(|(_, members)| of_field(scene, members)));
    for member in free_members(scene) {
        found.extend(secret_in(member).map(|secret| of_content(scene, member, secret)));
    }
}

fn remove(members: &[Node<'_>]) -> Fix {
    let mut edits: Vec<Edit> = members.iter().map(|member| remove_child(*member)).collect();
    edits.sort();
    let twice = if members.len() > 1 { " everywhere" } else { "" };
    Fix::possible(format!("Remove `{}`{twice}", members[0].name()), edits)
}

fn key_range(member: Node<'_>) -> Range<usize> {
    member.key().map_or(member.range(), Node::range)
}

/// A field that the schema calls a secret. The Gen 1 tools wrote them for years, and the mobile libraries use them.
fn of_field(scene: &Scene<'_>, members: &[Node<'_>]) -> Diagnostic {
    let name = members[0].name();
    let (severity, message) = if scene.document.kind() == Some(ConfigKind::Mobile) {
        let message = format!(
            "`{name}` can be read by everybody who unpacks the app, so it keeps nothing secret; better take an app client that has none"
        );
        (Severity::Information, message)
    } else {
        let message = format!(
            "`{name}` ships to every visitor, and amplify-js has no use for it; sign-in needs an app client without a secret"
        );
        (Severity::Warning, message)
    };
    let diagnostic = Diagnostic::new("secret", severity, key_range(members[0]), message).with_fix(remove(members));
    let others = members[1..].iter();
    others.fold(diagnostic, |diagnostic, other| {
        diagnostic.with_related(&scene.document.path, key_range(*other), "the same secret once more")
    })
}

/// A secret in content that the schema leaves free, or under a key that it does not know.
fn of_content(scene: &Scene<'_>, member: Node<'_>, secret: Secret) -> Diagnostic {
    let name = member.name();
    let (severity, message) = if secret.is_placeholder {
        let message =
            format!("`{name}` is meant to hold {}, but this file ships to everybody who has the app", secret.what);
        (Severity::Information, message)
    } else {
        let message = format!(
            "`{name}` holds {}, which ships to everybody who has the app; keep it in the backend and replace it, since it may be known by now",
            secret.what
        );
        (Severity::Warning, message)
    };
    let severity = if scene.document.recognition.is_template { Severity::Hint } else { severity };
    Diagnostic::new("secret", severity, key_range(member), message).with_fix(remove(&[member]))
}

/// The members of which the schema says nothing, and where anything may stand all below them. A misspelt field is none of
/// them, and machine-made content is left out.
fn free_members<'d>(scene: &Scene<'d>) -> Vec<Node<'d>> {
    let schema = &scene.knowledge.schema;
    let mut found = Vec::new();
    for (node, id) in scene.document.values() {
        let is_free = |member: &Node<'_>| {
            let name = member.name();
            schema.property(id, &name).is_none() && !scene.knowledge.is_misspelt_field(id, &name)
        };
        for member in node.members().filter(is_free) {
            let is_open = schema.get(id).additional == Additional::Any;
            let below = member.descendants().filter(|node| node.kind() == Kind::Member);
            let below = below.take(if is_open { usize::MAX } else { 1 });
            found.extend(below.filter(|node| !node.key().is_some_and(Node::is_damaged)));
        }
    }
    found
}
