//! Users and credentials that something in the file needs, without the pool that they come from.

use amplify_json::{Kind, Node};

use super::apis::{apis, at};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::identity_pool::with_known_identity_pools;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;

pub(in crate::rules) static CHECK: Check =
    Check { rules: &[rule!("data", "missing-identity-pool"), rule!("data", "missing-user-pool")], run: check };

/// The names of the sections for files.
const OF_STORAGE: [&str; 3] = ["`storage`", "`awsS3StoragePlugin`", "`aws_user_files_s3_bucket`"];

const PUSH: &str = "`awsPinpointPushNotificationsPlugin`";

/// Sections whose every request is signed with credentials of the identity pool: the kind of file, the way to the
/// section, what it is called.
const SIGNED: [(ConfigKind, &[&str], &str); 13] = [
    (ConfigKind::Outputs, &["storage"], "`storage`"),
    (ConfigKind::Mobile, &["storage", "plugins", "awsS3StoragePlugin"], "`awsS3StoragePlugin`"),
    (ConfigKind::Web, &["aws_user_files_s3_bucket"], "`aws_user_files_s3_bucket`"),
    (ConfigKind::Outputs, &["geo"], "`geo`"),
    (ConfigKind::Outputs, &["analytics", "amazon_pinpoint"], "`amazon_pinpoint`"),
    (ConfigKind::Outputs, &["notifications"], "`notifications`"),
    (ConfigKind::Mobile, &["geo", "plugins", "awsLocationGeoPlugin"], "`awsLocationGeoPlugin`"),
    (ConfigKind::Mobile, &["analytics", "plugins", "awsPinpointAnalyticsPlugin"], "`awsPinpointAnalyticsPlugin`"),
    (ConfigKind::Mobile, &["notifications", "plugins", "awsPinpointPushNotificationsPlugin"], PUSH),
    (ConfigKind::Mobile, &["predictions", "plugins", "awsPredictionsPlugin"], "`awsPredictionsPlugin`"),
    (ConfigKind::Web, &["geo", "amazon_location_service"], "`amazon_location_service`"),
    (ConfigKind::Web, &["aws_mobile_analytics_app_id"], "`aws_mobile_analytics_app_id`"),
    (ConfigKind::Web, &["predictions"], "`predictions`"),
];

/// At most one finding for each pool: all that needs it goes with it.
fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let start = found.len();
    let modes: Vec<_> = apis(document).iter().filter_map(|api| api.mode(document)).collect();
    let with_mode = |word: &'static str| modes.iter().filter(move |mode| mode.word == word).map(|mode| mode.node);
    if let Some(lacks) = lacking(document, "AMAZON_COGNITO_USER_POOLS") {
        let nodes: Vec<_> = with_mode("AMAZON_COGNITO_USER_POOLS").map(|node| (node, None)).collect();
        found.extend(without(document, "missing-user-pool", &nodes, |_| {
            format!("`AMAZON_COGNITO_USER_POOLS` needs a signed-in user, but {lacks}: without it nobody can sign in")
        }));
    }
    let has_no_auth = !found[start..].is_empty() && document.kind() == Some(ConfigKind::Outputs);
    if let Some(lacks) = lacking(document, "AWS_IAM").filter(|_| !has_no_auth) {
        let nodes = signed(document, with_mode("AWS_IAM"));
        let mut diagnostic = without(document, "missing-identity-pool", &nodes, |name| {
            format!(
                "{} needs AWS credentials, but {lacks}: without it every request fails",
                name.unwrap_or("`AWS_IAM`")
            )
        });
        // A file of such sections alone may be a part, or leave credentials to code.
        if !has_users(document) && nodes.iter().all(|(_, name)| name.is_some_and(|name| !OF_STORAGE.contains(&name))) {
            diagnostic.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Information);
        }
        found.extend(diagnostic.map(|it| with_known_identity_pools(it, project, document).0));
    }
}

/// What needs AWS credentials, in the order of the file.
fn signed<'d>(document: &'d Document, modes: impl Iterator<Item = Node<'d>>) -> Vec<(Node<'d>, Option<&'static str>)> {
    let root = document.tree.root();
    let sections = SIGNED.iter().filter(|(kind, ..)| document.kind() == Some(*kind));
    let mut nodes: Vec<_> = sections.filter_map(|(_, path, name)| Some((at(root, path)?, Some(*name)))).collect();
    nodes.retain(|(node, _)| matches!(node.kind(), Kind::Object | Kind::String) && !node.is_damaged());
    nodes.extend(modes.map(|node| (node, None)));
    nodes.sort_by_key(|(node, _)| node.range().start);
    nodes
}

/// The file has no identity pool, and something in it gets credentials from one: which there are would be good to know.
pub(crate) fn misses_identity_pool(document: &Document) -> bool {
    if lacking(document, "AWS_IAM").is_none() {
        return false;
    }
    let guests = at(document.tree.root(), &["auth", "unauthenticated_identities_enabled"]);
    let modes: Vec<_> = apis(document).iter().filter_map(|api| api.mode(document)).collect();
    let modes = modes.iter().filter(|mode| mode.word == "AWS_IAM").map(|mode| mode.node);
    guests.and_then(Node::as_bool) == Some(true) || !signed(document, modes).is_empty()
}

/// Something in the file is about signing in.
fn has_users(document: &Document) -> bool {
    let root = document.tree.root();
    root.get("auth").is_some() || root.members().any(|member| member.name().starts_with("aws_user_pools_"))
}

/// One finding at the first of `nodes`, with the others beside it.
fn without(
    document: &Document,
    code: &'static str,
    nodes: &[(Node<'_>, Option<&str>)],
    message: impl Fn(Option<&str>) -> String,
) -> Option<Diagnostic> {
    let range = |node: Node<'_>| match node.kind() {
        Kind::Object => node.member().and_then(Node::key).unwrap_or(node).range(),
        _ => node.range(),
    };
    let ((first, name), others) = nodes.split_first()?;
    let diagnostic = Diagnostic::new(code, Severity::Warning, range(*first), message(*name));
    Some(others.iter().fold(diagnostic, |diagnostic, (node, _)| {
        diagnostic.with_related(&document.path, range(*node), "this needs it too")
    }))
}

/// Where the pools of a mobile file are.
const MOBILE: [&str; 3] = ["auth", "plugins", "awsCognitoAuthPlugin"];

/// The words for what is missing to use a mode; `None` when nothing is, or when it cannot be told.
pub(super) fn lacking(document: &Document, mode: &str) -> Option<String> {
    let is_user = match mode {
        "AMAZON_COGNITO_USER_POOLS" => true,
        "AWS_IAM" => false,
        _ => return None,
    };
    let path: &[&str] = match (document.kind()?, is_user) {
        // Inside `auth` a user pool is required, so its absence is told as such.
        (ConfigKind::Outputs, true) => &["auth"],
        (ConfigKind::Outputs, false) => &["auth", "identity_pool_id"],
        (ConfigKind::Web, true) => &["aws_user_pools_id"],
        (ConfigKind::Web, false) => &["aws_cognito_identity_pool_id"],
        (ConfigKind::Mobile, true) => &[MOBILE[0], MOBILE[1], MOBILE[2], "CognitoUserPool"],
        (ConfigKind::Mobile, false) => &[MOBILE[0], MOBILE[1], MOBILE[2], "CredentialsProvider"],
    };
    let schema = &document.knowledge()?.schema;
    let mut object = document.tree.root();
    for name in path {
        // What is required where it stands is said to be missing by itself.
        let is_required = schema.at(object).is_some_and(|id| schema.get(id).required.iter().any(|other| other == name));
        if !is_required && sound::is_absent(document, object, name) {
            let holder = if object.parent().is_none() { "the file".to_owned() } else { format!("`{}`", object.name()) };
            return (!stands_elsewhere(document, path)).then(|| format!("{holder} has no `{name}`"));
        }
        object = object.get(name)?;
    }
    None
}

/// What is looked for is in the file, only not where it is looked for: that is said already.
fn stands_elsewhere(document: &Document, path: &[&str]) -> bool {
    // A client without its pool is half of one: that is said where pools are.
    let root = document.tree.root();
    if document.kind() == Some(ConfigKind::Mobile)
        && at(root, &MOBILE).is_some_and(|plugin| {
            ["CognitoUserPool", "CredentialsProvider"].iter().all(|name| plugin.member_named(name).is_none())
        })
    {
        return true; // So is a plugin without any pool.
    }
    if path == ["aws_user_pools_id"] && document.tree.root().get("aws_user_pools_web_client_id").is_some() {
        return true;
    }
    let names: &[&str] = match path {
        // The section itself is found by what must be in it.
        ["auth"] => &["user_pool_id", "userPoolId", "aws_user_pools_id"],
        [.., last] => &[*last],
        [] => return false,
    };
    let above: String = path.iter().rev().skip(1).rev().map(|name| format!("/{name}")).collect();
    let is_in_place = |key: Node<'_>| path.len() > 1 && key.container().is_some_and(|object| object.pointer() == above);
    let mut keys = document.tree.nodes().filter(|node| node.kind() == Kind::Key);
    keys.any(|key| names.contains(&&*key.string_value()) && !is_in_place(key))
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::check;

    #[test]
    fn a_pool_is_missed_once_and_only_where_it_is_certain() {
        check(
            "data",
            r#"
//- amplify_outputs.json
{
  "version": "1.4",
  "auth": { "aws_region": "us-east-1", "user_pool_id": "us-east-1_aBcD12345", "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m" },
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "AWS_IAM", "authorization_types": [] },
                                                                                                          ^^^^^^^^^ warning[missing-identity-pool]
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media" }
}
//- one/amplify_outputs.json
{
  "version": "1.4",
  "auth": { "aws_region": "us-east-1", "identityPoolId": "us-east-1:11111111-2222-3333-4444-555555555555" },
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media" }
}
//- two/amplify_outputs.json
{
  "version": "1.4",
  "auth": { "identity_pool_id": null },
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media" }
}
//- three/amplify_outputs.json
{
  "version": "1.4",
  "auht": {},
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media" },
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "AMAZON_COGNITO_USER_POOLS", "authorization_types": [] }
}
//- four/amplify_outputs.json
{
  "version": "1.4",
  "data": { "url": "https://q.shop.dev/graphql", "aws_region": "us-east-1", "default_authorization_type": "OPENID_CONNECT", "authorization_types": ["AWS_IAM", "AMAZON_COGNITO_USER_POOLS"] }
}
//- five/amplify_outputs.json
{
  "version": "1.4",
  "auth": {
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media" }
}
//- six/amplifyconfiguration.json
{
  "auth": {},
  "storage": { "plugins": { "awsS3StoragePlugin": { "bucket": "shop-media", "region": "us-east-1" } } }
}
//- seven/amplifyconfiguration.json
{
  "aws_project_region": "us-east-1",
  "aws_user_files_s3_bucket": "shop-media",
                              ^^^^^^^^^^^^ warning[missing-identity-pool]
  "aws_user_files_s3_bucket_region": "us-east-1"
}
"#,
        );
    }
}
