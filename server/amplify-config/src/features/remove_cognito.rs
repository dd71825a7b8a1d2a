//! Takes the user pool, the identity pool and the sign-in page out of a file of any kind; and, if asked to, what does not
//! work without them: storage, maps, analytics and notifications get their credentials from the identity pool, and an API
//! may want a signed-in user.

use amplify_json::Node;
use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::quote;

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::references::follow;
use crate::removal::{remove_members, with_empty_holders};

/// What the action is called.
pub const REMOVE_COGNITO: &str = "Remove the Cognito resources";
/// What the action that goes on is called.
pub const REMOVE_COGNITO_USERS: &str = "Remove the Cognito resources and what needs them";

/// Modes of an API whose requests need a user or credentials from Cognito.
const MODES: [&str; 2] = ["AMAZON_COGNITO_USER_POOLS", "AWS_IAM"];

/// The edits that do it; none when the file names no such resource.
pub fn remove_cognito(document: &Document) -> Vec<Edit> {
    let root = document.tree.root();
    match document.kind() {
        Some(ConfigKind::Outputs) => root.member_named("auth").map(remove_child).into_iter().collect(),
        Some(ConfigKind::Web) => {
            let members: Vec<Node<'_>> = root.members().filter(is_cognito).collect();
            remove_members(root, &members)
        }
        Some(ConfigKind::Mobile) => {
            let Some((plugin, member)) = mobile_plugin(root) else { return Vec::new() };
            if plugin.member_named("AppSync").is_none() {
                return vec![remove_child(with_empty_holders(member))];
            }
            remove_members(plugin, &all_but_modes(plugin))
        }
        None => Vec::new(),
    }
}

/// The edits that take out also what needs those resources; none when nothing does.
pub fn remove_cognito_and_users(document: &Document) -> Vec<Edit> {
    let root = document.tree.root();
    let (mut gone, mut edits): (Vec<Node<'_>>, Vec<Edit>) = (Vec::new(), Vec::new());
    let sections = ["storage", "geo", "analytics", "notifications", "predictions"];
    let own = match document.kind() {
        Some(ConfigKind::Outputs) => {
            gone.extend(root.members().filter(|member| sections.contains(&&*member.name())));
            let names = ["default_authorization_type", "authorization_types"];
            if let Some(data) = root.member_named("data") {
                modes(data.value(), names, vec![data], &mut gone, &mut edits);
            }
            root.member_named("auth").into_iter().collect()
        }
        Some(ConfigKind::Web) => {
            let starts = ["aws_user_files_s3_", "aws_mobile_analytics_", "aws_bots"];
            let whole = ["geo", "Analytics", "Notifications", "predictions", "aws_content_delivery_bucket"];
            gone.extend(root.members().filter(|member| {
                let name = member.name();
                starts.iter().any(|start| name.starts_with(start)) || whole.contains(&&*name)
            }));
            let is_api =
                |member: &Node<'_>| member.name().starts_with("aws_appsync_") || member.name() == "modelIntrospection";
            let names = ["aws_appsync_authenticationType", "aws_appsync_additionalAuthenticationTypes"];
            modes(Some(root), names, root.members().filter(is_api).collect(), &mut gone, &mut edits);
            root.members().filter(is_cognito).collect()
        }
        Some(ConfigKind::Mobile) => {
            gone.extend(root.members().filter(|member| sections.contains(&&*member.name())));
            let needs = |member: &Node<'_>, key: &str| {
                let mode = member.value().and_then(|entry| entry.get(key)).and_then(Node::as_str);
                mode.is_some_and(|mode| MODES.contains(&&*mode))
            };
            let apis = follow(root, "api/plugins/awsAPIPlugin").into_iter().next();
            gone.extend(apis.into_iter().flat_map(Node::members).filter(|entry| needs(entry, "authorizationType")));
            match mobile_plugin(root) {
                Some((plugin, member)) => match plugin.get("AppSync") {
                    Some(modes) if modes.members().any(|entry| !needs(&entry, "AuthMode")) => {
                        gone.extend(modes.members().filter(|entry| needs(entry, "AuthMode")));
                        all_but_modes(plugin)
                    }
                    _ => vec![member],
                },
                None => Vec::new(),
            }
        }
        None => Vec::new(),
    };
    if own.is_empty() || gone.is_empty() && edits.is_empty() {
        return Vec::new();
    }
    edits.extend(without(own.into_iter().chain(gone).collect()));
    edits
}

/// A key of the flat shape that speaks of Cognito.
fn is_cognito(member: &Node<'_>) -> bool {
    let name = member.name();
    let starts = ["aws_cognito_", "aws_user_pools_", "aws_mandatory_sign_in"];
    let whole = ["oauth", "federationTarget", "allowUnauthenticatedIdentities"];
    starts.iter().any(|start| name.starts_with(start)) || whole.contains(&&*name)
}

fn mobile_plugin(root: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let plugin = follow(root, "auth/plugins/awsCognitoAuthPlugin").into_iter().next()?;
    Some((plugin, plugin.member()?))
}

/// Flutter finds the further modes of the API there.
fn all_but_modes(plugin: Node<'_>) -> Vec<Node<'_>> {
    let stays = ["UserAgent", "Version", "AppSync"];
    plugin.members().filter(|member| !stays.contains(&&*member.name())).collect()
}

/// Takes the modes that need Cognito from the API in `holder`: the first of the others becomes the default. Where there is
/// no other, no request can be signed any more, and the API goes as a whole.
fn modes<'d>(
    holder: Option<Node<'d>>,
    [default, further]: [&str; 2],
    api: Vec<Node<'d>>,
    gone: &mut Vec<Node<'d>>,
    edits: &mut Vec<Edit>,
) {
    let Some(holder) = holder else { return };
    let list = holder.get(further);
    let needs = |mode: &str| MODES.contains(&mode);
    // The flat shape has a text with commas.
    let joined = list.and_then(Node::as_str);
    let words: Vec<String> = match (&joined, list) {
        (Some(text), _) => text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect(),
        (None, Some(list)) => list.items().filter_map(Node::as_str).map(|word| word.into_owned()).collect(),
        (None, None) => Vec::new(),
    };
    let mut left: Vec<&String> = words.iter().filter(|word| !needs(word)).collect();
    let default = holder.get(default).and_then(|node| Some((node, node.as_str()?)));
    if let Some((node, _)) = default.filter(|(_, mode)| needs(mode)) {
        let Some(first) = left.first().copied() else {
            gone.extend(api);
            return;
        };
        edits.push(Edit::replace(node.range(), quote(first)));
        left.retain(|word| *word != first);
    }
    if let Some(list) = list.filter(|_| left.len() < words.len()) {
        let items: Vec<String> = left.iter().map(|word| quote(word)).collect();
        let text = match joined {
            Some(_) => quote(&left.into_iter().cloned().collect::<Vec<_>>().join(",")),
            None => format!("[{}]", items.join(", ")),
        };
        match items.is_empty() && list.kind() == amplify_json::Kind::String {
            true => gone.extend(list.member()),
            false => edits.push(Edit::replace(list.range(), text)),
        }
    }
}

/// One edit for each run of these members; what would be empty without them goes too.
fn without(mut members: Vec<Node<'_>>) -> Vec<Edit> {
    // Upwards as long as some object would lose all of its members.
    while let Some(emptied) = members
        .iter()
        .filter_map(|member| member.container())
        .find(|object| object.member().is_some() && object.children().all(|child| members.contains(&child)))
    {
        members.retain(|member| member.container() != Some(emptied));
        members.extend(emptied.member());
    }
    // What lies in something that goes needs no edit of its own.
    let all = members.clone();
    members.retain(|member| !member.ancestors().any(|above| all.contains(&above)));
    members.sort_by_key(|member| member.range().start);
    members.dedup();
    let mut edits = Vec::new();
    let mut objects: Vec<Node<'_>> = Vec::new();
    for object in members.iter().filter_map(|member| member.container()) {
        if !objects.contains(&object) {
            objects.push(object);
            edits.extend(remove_members(object, &members));
        }
    }
    edits
}

#[cfg(test)]
mod tests;
