//! Entries that no library asks for, since all of them ask for `Default`.

use amplify_json::edit::{Edit, remove_child};
use amplify_json::{Kind, Node};

use super::{Scene, UNREAD};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::impact::readers_that;
use crate::keywords::Reading;
use crate::references::follow;

/// The objects whose entries have names.
const MAPS: [&str; 3] = ["CognitoUserPool", "CredentialsProvider/CognitoIdentity", "Auth"];

pub(super) fn check(scene: &Scene<'_>, found: &mut Vec<Diagnostic>) {
    if scene.kind != ConfigKind::Mobile {
        return;
    }
    for map in MAPS.iter().filter_map(|path| follow(scene.section, path).pop()) {
        if map.kind() != Kind::Object || map.is_doubtful() {
            continue;
        }
        let strangers: Vec<Node<'_>> = map.members().filter(|member| member.name() != "Default").collect();
        let has_default = map.get("Default").is_some();
        if !has_default && !scene.lacks(map, "Default") {
            continue;
        }
        found.extend(strangers.iter().filter_map(|member| {
            let only = !has_default && strangers.len() == 1;
            unread(scene, map, *member, has_default, only)
        }));
    }
}

fn unread(scene: &Scene<'_>, map: Node<'_>, member: Node<'_>, has_default: bool, only: bool) -> Option<Diagnostic> {
    let key = member.key().filter(|key| !key.is_damaged())?;
    if member.value()?.kind() != Kind::Object {
        return None; // That it is no entry at all is said by its type.
    }
    let name = key.string_value();
    if has_default {
        let message = format!(
            "No library asks for `{name}`, only for `Default`; amplify-flutter still refuses the file when the entry is not whole"
        );
        let fix = Fix::possible(format!("Remove `{name}`"), vec![remove_child(member)]);
        let diagnostic = Diagnostic::new(UNREAD, Severity::Hint, key.range(), message);
        return Some(diagnostic.with_tag(Tag::Unnecessary).with_fix(fix));
    }
    // Where the schema asks for `Default`, that it is missing has been said.
    let knowledge = scene.document.knowledge()?;
    let id = knowledge.schema.at(map)?;
    if knowledge.subschema(id).required.iter().any(|name| name == "Default") {
        return None;
    }
    let default = knowledge.schema.property(id, "Default")?;
    let broken = readers_that(scene.document, default, &[Reading::Needs, Reading::Checks, Reading::Reads]);
    let message = format!(
        "No library asks for `{name}`: {} for the entry `Default`, which is missing",
        crate::wording::libraries(&broken, "asks", "ask")
    );
    let rename = || Fix::likely("Rename to `Default`", vec![Edit::replace(key.content_range(), "Default")]);
    Some(Diagnostic::new(UNREAD, Severity::Warning, key.range(), message).with_fix(only.then(rename)))
}
