//! Takes the user pool, the identity pool and the sign-in page out of a file of any kind.

use amplify_json::Node;
use amplify_json::edit::{Edit, remove_child};

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::references::follow;
use crate::removal::{remove_members, with_empty_holders};

/// What the action is called.
pub const REMOVE_COGNITO: &str = "Remove the Cognito resources";

/// The edits that do it; none when the file names no such resource.
pub fn remove_cognito(document: &Document) -> Vec<Edit> {
    let root = document.tree.root();
    match document.kind() {
        Some(ConfigKind::Outputs) => root.member_named("auth").map(remove_child).into_iter().collect(),
        Some(ConfigKind::Web) => {
            let is_meant = |member: &Node<'_>| {
                let name = member.name();
                let starts = ["aws_cognito_", "aws_user_pools_", "aws_mandatory_sign_in"];
                let whole = ["oauth", "federationTarget", "allowUnauthenticatedIdentities"];
                starts.iter().any(|start| name.starts_with(start)) || whole.contains(&&*name)
            };
            let members: Vec<Node<'_>> = root.members().filter(is_meant).collect();
            remove_members(root, &members)
        }
        Some(ConfigKind::Mobile) => {
            let plugin = follow(root, "auth/plugins/awsCognitoAuthPlugin").into_iter().next();
            let Some((plugin, member)) = plugin.and_then(|plugin| Some((plugin, plugin.member()?))) else {
                return Vec::new();
            };
            if plugin.member_named("AppSync").is_none() {
                return vec![remove_child(with_empty_holders(member))];
            }
            // Flutter finds the further modes of the API there.
            let stays = ["UserAgent", "Version", "AppSync"];
            let members: Vec<Node<'_>> = plugin.members().filter(|member| !stays.contains(&&*member.name())).collect();
            remove_members(plugin, &members)
        }
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use amplify_json::edit::apply;

    use super::*;
    use crate::FilePath;

    fn check(name: &str, before: &str, after: &str) {
        let document = Document::new(FilePath::new(name), before);
        assert_eq!(apply(before, &remove_cognito(&document)), after);
    }

    #[test]
    fn only_the_cognito_resources_go() {
        let name = "amplify_outputs.json";
        check(name, r#"{ "auth": { "user_pool_id": "a" }, "version": "1.4" }"#, r#"{ "version": "1.4" }"#);
        check(name, r#"{ "version": "1.4" }"#, r#"{ "version": "1.4" }"#);
        let name = "amplifyconfiguration.json";
        check(
            name,
            "{\n  \"aws_project_region\": \"r\",\n  \"aws_user_pools_id\": \"a\",\n  \"oauth\": {},\n  \"aws_appsync_region\": \"r\"\n}\n",
            "{\n  \"aws_project_region\": \"r\",\n  \"aws_appsync_region\": \"r\"\n}\n",
        );
        check(
            name,
            r#"{ "Version": "1.0", "auth": { "plugins": { "awsCognitoAuthPlugin": { "CognitoUserPool": {} } } } }"#,
            r#"{ "Version": "1.0" }"#,
        );
        check(
            name,
            r#"{ "auth": { "plugins": { "awsCognitoAuthPlugin": { "CognitoUserPool": {}, "AppSync": {} } } } }"#,
            r#"{ "auth": { "plugins": { "awsCognitoAuthPlugin": { "AppSync": {} } } } }"#,
        );
    }
}
