//! What a file is: told by what it holds, then by its name.
//!
//! The name says what a file should be, the members of its top-level object what it is. This is the only place that
//! tells one from the other.

use amplify_json::{Kind, Node, Tree};

use crate::config_kind::{ConfigKind, Named};
use crate::embedded::host_of;
use crate::file_path::FilePath;
use crate::knowledge::Knowledge;
use crate::spelling::nearest;

/// What the top level of a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of our kinds.
    Config(ConfigKind),
    /// What amplify-js takes in code: `Auth`, `API`, `Storage` with a capital.
    ResourcesConfig,
    /// `awsconfiguration.json` of the AWS Mobile SDK.
    MobileSdk,
    /// A JSON Schema.
    JsonSchema,
    /// No object.
    NotAnObject,
    /// `{}`.
    Empty,
    /// An object without any member we know.
    Unknown,
}

/// What is known of a file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// What its name promises; `None` for names that are none of ours.
    pub named: Option<Named>,
    /// What it looks like.
    pub shape: Shape,
    /// The kind it is treated as; `None` for files that are none of ours.
    pub kind: Option<ConfigKind>,
    /// By its name it is an example to copy: placeholders belong there.
    pub is_template: bool,
}

/// By the last part of its path a file is meant to be one of ours or may hold one, examples to copy included.
pub fn is_config_name(base_name: &str) -> bool {
    read_name(base_name).0.is_some() || host_of(base_name).is_some()
}

/// What the last part of a path promises, and whether it is an example to copy.
pub(crate) fn read_name(base_name: &str) -> (Option<Named>, bool) {
    let lower = base_name.to_ascii_lowercase();
    let is_template = [
        ".example",
        ".sample",
        ".template",
        "-example",
        "-sample",
        "-template",
        "_example",
        "_sample",
        "_template",
        ".dist",
        ".tmpl",
    ]
    .iter()
    .any(|suffix| lower.contains(suffix));
    let is_json = lower.ends_with(".json") || lower.ends_with(".jsonc") || lower.contains(".json.");
    let named = if !is_json || lower.contains("amplifyconfiguration_logging") {
        None
    } else if lower.contains("amplify_outputs") {
        Some(Named::Gen2)
    } else if lower.contains("amplifyconfiguration") {
        Some(Named::Gen1)
    } else {
        None
    };
    (named, is_template)
}

/// What this file is. What a file of code promises to hold is not told by `read_name`.
pub(crate) fn recognise(path: &FilePath, promised: Option<Named>, tree: &Tree) -> Recognition {
    let (named, is_template) = read_name(path.base_name());
    let (named, path) = (promised.or(named), path.as_str());
    let shape = shape_of(tree.root(), named);
    let kind = match (named, shape) {
        (None, Shape::Config(kind)) => is_unmistakable(kind, tree.root()).then_some(kind),
        (None, _) => None,
        (Some(_), Shape::Config(kind)) => Some(kind),
        (Some(Named::Gen2), _) => Some(ConfigKind::Outputs),
        (Some(Named::Gen1), _) if path.contains("/res/raw/") || path.contains("/ios/") => Some(ConfigKind::Mobile),
        (Some(Named::Gen1), _) => Some(ConfigKind::Web),
    };
    Recognition { named, shape, kind, is_template }
}

const CATEGORIES: [&str; 10] =
    ["auth", "api", "storage", "analytics", "geo", "notifications", "predictions", "dataStore", "hub", "logging"];

fn shape_of(root: Node<'_>, named: Option<Named>) -> Shape {
    if root.kind() != Kind::Object {
        return Shape::NotAnObject;
    }
    if root.first_child().is_none() {
        return Shape::Empty;
    }
    let has = |name: &str| root.member_named(name).is_some();
    if (has("$id") || has("$schema") || has("type"))
        && root.get("properties").is_some_and(|node| node.kind() == Kind::Object)
    {
        return Shape::JsonSchema;
    }
    let mobile = mobile_evidence(root);
    let web = root.members().filter(|member| member.name().starts_with("aws_")).count();
    let outputs = outputs_evidence(root);
    let best = match named {
        Some(Named::Gen2) if outputs > 0 && outputs * 2 >= mobile.max(web) => ConfigKind::Outputs,
        _ if outputs > mobile && outputs >= web => ConfigKind::Outputs,
        _ if mobile >= web => ConfigKind::Mobile,
        _ => ConfigKind::Web,
    };
    if outputs + mobile + web > 0 {
        return Shape::Config(best);
    }
    if ["CognitoUserPool", "CredentialsProvider", "IdentityManager"].iter().any(|name| has(name)) {
        return Shape::MobileSdk;
    }
    if ["Auth", "API", "Storage", "Geo", "Analytics", "Notifications", "Predictions"].iter().any(|name| has(name)) {
        return Shape::ResourcesConfig;
    }
    match named {
        Some(Named::Gen2) if is_near(root, ConfigKind::Outputs) => Shape::Config(ConfigKind::Outputs),
        Some(Named::Gen1) if has_category(root) => Shape::Config(ConfigKind::Mobile),
        Some(Named::Gen1) if is_near(root, ConfigKind::Web) => Shape::Config(ConfigKind::Web),
        Some(Named::Gen1) if is_near(root, ConfigKind::Mobile) => Shape::Config(ConfigKind::Mobile),
        _ => Shape::Unknown,
    }
}

fn mobile_evidence(root: Node<'_>) -> usize {
    let plugins = root.members().filter(|member| {
        let category = CATEGORIES.iter().any(|name| member.name().eq_ignore_ascii_case(name));
        category && member.value().is_some_and(|value| value.member_named("plugins").is_some())
    });
    // Only the Amplify CLI writes `UserAgent`, into every such file.
    let has = |name: &str| usize::from(root.member_named(name).is_some());
    2 * plugins.count() + 3 * has("UserAgent") + has("Version")
}

/// A section that the mobile libraries look for, though it has no plugins.
fn has_category(root: Node<'_>) -> bool {
    root.members().any(|member| CATEGORIES.contains(&member.name().as_ref()))
}

fn outputs_evidence(root: Node<'_>) -> usize {
    let version = root.get("version").is_some_and(|value| value.text().trim_matches('"').starts_with('1'));
    let knowledge = Knowledge::of(ConfigKind::Outputs);
    let sections = root.members().filter(|member| {
        let Some(value) = member.value().filter(|value| value.kind() == Kind::Object) else { return false };
        let Some(section) = knowledge.schema.property(knowledge.schema.root(), &member.name()) else { return false };
        value.members().any(|inner| knowledge.schema.properties(section).iter().any(|(name, _)| *name == inner.name()))
    });
    usize::from(version) * 2 + 2 * sections.count()
}

/// Some member of the top level is meant as one that this kind of file knows.
fn is_near(root: Node<'_>, kind: ConfigKind) -> bool {
    let knowledge = Knowledge::of(kind);
    let known = knowledge.schema.properties(knowledge.schema.root());
    root.members().any(|member| nearest(&member.name(), known.iter().map(|(name, _)| *name)).is_some())
}

/// Even under a foreign name this can be nothing else.
fn is_unmistakable(kind: ConfigKind, root: Node<'_>) -> bool {
    let inside = |section: &str, names: &[&str]| {
        root.get(section).is_some_and(|value| names.iter().any(|name| value.member_named(name).is_some()))
    };
    match kind {
        ConfigKind::Outputs => {
            root.member_named("version").is_some()
                && (inside("auth", &["user_pool_id", "user_pool_client_id"])
                    || inside("data", &["default_authorization_type"])
                    || inside("storage", &["bucket_name"]))
        }
        ConfigKind::Mobile => CATEGORIES.iter().any(|category| {
            let plugins = root.get(category).and_then(|value| value.get("plugins"));
            plugins.is_some_and(|plugins| plugins.members().any(|plugin| plugin.name().starts_with("aws")))
        }),
        ConfigKind::Web => root.member_named("aws_project_region").is_some(),
    }
}
