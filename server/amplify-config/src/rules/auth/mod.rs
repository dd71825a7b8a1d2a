//! Who may sign in and how: user pools, guests, second factors, passwordless sign-in, groups, attributes.

mod attributes;
mod entries;
mod flow;
mod groups;
mod guests;
mod mfa;
mod passwordless;
mod pools;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::keywords::Library;
use crate::project::Project;
use crate::references::follow;
use crate::rule::{Check, rule};
use crate::rules::sound::is_absent;

pub(in crate::rules) static CHECK: Check = Check {
    rules: &[
        rule!("auth", "authentication-flow"),
        rule!("auth", "duplicate-group"),
        rule!("auth", "group-precedence"),
        rule!("auth", "guest-access"),
        rule!("auth", "incomplete-user-pool"),
        rule!("auth", "mfa-methods"),
        rule!("auth", "preferred-challenge"),
        rule!("auth", "relying-party-id"),
        rule!("auth", "sign-up-attribute"),
        rule!("auth", "unread-setting"),
    ],
    run: |project, document, found| {
        let Some(scene) = Scene::new(project, document) else { return };
        for check in CHECKS {
            check(&scene, found);
        }
    },
};

const CHECKS: [fn(&Scene<'_>, &mut Vec<Diagnostic>); 8] = [
    attributes::check,
    entries::check,
    flow::check,
    groups::check,
    guests::check,
    mfa::check,
    passwordless::check,
    pools::check,
];

/// The section of a file that speaks of sign-in.
struct Scene<'d> {
    project: &'d Project,
    document: &'d Document,
    kind: ConfigKind,
    /// `auth` in Gen 2, the plugin in Gen 1 files for mobile apps, the whole file in those for JavaScript.
    section: Node<'d>,
    /// What is known of the users: the section itself, but in Gen 1 files for mobile apps `Auth.Default`.
    users: Option<Node<'d>>,
    /// The libraries that the project is known to use.
    used: BTreeSet<Library>,
}

impl<'d> Scene<'d> {
    fn new(project: &'d Project, document: &'d Document) -> Option<Scene<'d>> {
        let kind = document.kind()?;
        let root = document.tree.root();
        let object = |node: Node<'d>, path: &str| follow(node, path).pop().filter(|node| node.kind() == Kind::Object);
        let section = match kind {
            ConfigKind::Outputs => object(root, "auth")?,
            ConfigKind::Mobile => object(root, "auth/plugins/awsCognitoAuthPlugin")?,
            ConfigKind::Web => root,
        };
        let users = if kind == ConfigKind::Mobile { object(section, "Auth/Default") } else { Some(section) };
        let used = project.libraries(&document.path);
        Some(Scene { project, document, kind, section, users, used })
    }

    /// The value of a member that can be judged: no syntax error stands in it, and its schema takes it.
    fn value(&self, object: Node<'d>, name: &str) -> Option<Node<'d>> {
        object.get(name).filter(|node| self.is_sound(*node))
    }

    fn is_sound(&self, node: Node<'_>) -> bool {
        let is_refused = || self.document.violations.iter().any(|violation| violation.node == node.id());
        node.kind() != Kind::Missing && !node.is_damaged() && !node.is_doubtful() && !is_refused()
    }

    /// The texts of a list; `None` when there is none, or when one of its items cannot be judged.
    fn texts(&self, object: Node<'d>, name: &str) -> Option<Vec<(Node<'d>, Cow<'d, str>)>> {
        let list = self.value(object, name).filter(|list| list.kind() == Kind::Array)?;
        list.items().map(|item| self.is_sound(item).then(|| item.as_str().map(|text| (item, text)))?).collect()
    }

    /// The object has no such member, and none that was meant to be it.
    fn lacks(&self, object: Node<'_>, name: &str) -> bool {
        is_absent(self.document, object, name)
    }

    /// The project is known to use the library.
    fn uses(&self, library: Library) -> bool {
        self.used.contains(&library)
    }

    /// Nothing is known of the libraries that the project uses, or this one is among them.
    fn may_use(&self, library: Library) -> bool {
        self.used.is_empty() || self.uses(library)
    }
}

/// The code of what no library of the project reads.
const UNREAD: &str = "unread-setting";

/// The key of a value; of an item the item.
fn key_range(node: Node<'_>) -> Range<usize> {
    node.member().and_then(Node::key).map_or(node.range(), Node::range)
}
