//! Rules for groups: the group exists, and its rule is the one that is found for it.

use amplify_json::Node;
use amplify_json::edit::{Edit, add_item};
use amplify_json::string::{escape, quote};

use super::rules::{groups, paths};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::spelling::nearest;

pub(in crate::rules) static CHECK: Check =
    Check { rules: &[rule!("storage", "ambiguous-group"), rule!("storage", "undeclared-group")], run: check };

/// What stands before the name of the group.
const PREFIX: &str = "groups";

fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let declared = groups(document);
    let mut undeclared: Vec<(String, Vec<Node<'_>>)> = Vec::new();
    for path in paths(document) {
        for member in path.rule.members() {
            let Some(key) = member.key().filter(|key| !key.is_damaged()) else { continue };
            let role = key.string_value();
            let Some(group) = role.strip_prefix(PREFIX).filter(|group| !group.is_empty()) else { continue };
            let is_declared = match &declared {
                Some(declared) => declared.iter().any(|other| other.string_value() == group),
                // Without the list only a mark between the two words tells that something is wrong.
                None => !group.starts_with(['.', '_', ':', '-', '/', ' ']),
            };
            match undeclared.iter_mut().find(|(other, _)| other == group) {
                _ if is_declared => found.extend(ambiguous(document, declared.as_deref(), path.rule, member, group)),
                Some((_, keys)) => keys.push(key),
                None => undeclared.push((group.to_owned(), vec![key])),
            }
        }
    }
    let names = declared.unwrap_or_default();
    found.extend(undeclared.iter().filter_map(|(group, keys)| unknown(document, &names, group, keys)));
}

/// A group that `auth.groups` does not list: one finding for all its rules.
fn unknown(document: &Document, declared: &[Node<'_>], group: &str, keys: &[Node<'_>]) -> Option<Diagnostic> {
    let (first, others) = keys.split_first()?;
    let names: Vec<_> = declared.iter().map(|name| name.string_value()).collect();
    let bare = group.trim_start_matches(['.', '_', ':', '-', '/', ' ']);
    let meant = nearest(group, names.iter().map(AsRef::as_ref)).map(|(name, _)| name);
    let meant = meant.or_else(|| (names.is_empty() && bare != group && !bare.is_empty()).then_some(bare));
    let message = match meant {
        Some(name) => format!("The file has no group `{group}`; did you mean `{PREFIX}{name}`?"),
        None => format!("`auth.groups` has no group `{group}`: amplify-js passes over the rule"),
    };
    let mut diagnostic = Diagnostic::new("undeclared-group", Severity::Warning, first.range(), message);
    for key in others {
        diagnostic = diagnostic.with_related(&document.path, key.range(), "it is named here too");
    }
    let right = meant.map(|name| format!("{PREFIX}{name}"));
    let is_free =
        |right: &str| keys.iter().all(|key| key.container().is_some_and(|rule| rule.member_named(right).is_none()));
    if let Some(right) = right.filter(|right| is_free(right)) {
        let edits = keys.iter().map(|key| Edit::replace(key.content_range(), escape(&right))).collect();
        diagnostic.fixes.push(Fix::likely(format!("Rename to `{right}`"), edits));
    }
    let list = document.tree.root().get("auth").and_then(|auth| auth.get("groups")).filter(|list| list.is_closed());
    if let Some(list) = list
        && bare == group
    {
        let entry = format!("{{\n  {}: {{\n    \"precedence\": {}\n  }}\n}}", quote(group), declared.len());
        let edits = vec![add_item(list, &entry)];
        diagnostic.fixes.push(Fix::possible(format!("Add `{group}` to `auth.groups`"), edits));
    }
    Some(diagnostic)
}

/// amplify-js takes the first rule in whose name that of the group occurs.
fn ambiguous(
    document: &Document,
    declared: Option<&[Node<'_>]>,
    rule: Node<'_>,
    member: Node<'_>,
    group: &str,
) -> Option<Diagnostic> {
    let first = rule.members().find(|other| other.name().contains(group))?;
    // A group that is not declared is a mistake of its own, and goes away with it.
    let is_declared = |name: &str| declared.is_none_or(|all| all.iter().any(|other| other.string_value() == *name));
    if first.name().strip_prefix(PREFIX).is_some_and(|name| !name.is_empty() && !is_declared(name)) {
        return None;
    }
    let is_same = |left: Node<'_>, right: Node<'_>| {
        left.value().zip(right.value()).is_some_and(|(left, right)| left.to_value(4) == right.to_value(4))
    };
    if first == member || is_same(first, member) {
        return None;
    }
    let (name, other) = (member.name(), first.name());
    let message = format!(
        "amplify-js shows group `{group}` the rule `{other}` instead of `{name}`: it takes the first rule whose name contains the group's"
    );
    let swap = vec![Edit::replace(first.range(), member.text()), Edit::replace(member.range(), first.text())];
    let fix = Fix::likely(format!("Put `{name}` before `{other}`"), swap);
    Some(
        Diagnostic::new("ambiguous-group", Severity::Hint, member.key()?.range(), message)
            .with_related(&document.path, first.key()?.range(), "this rule is taken")
            .with_fix(fix),
    )
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::check;

    #[test]
    fn groups_are_compared_with_those_of_the_file() {
        check(
            "storage",
            r#"
//- amplify_outputs.json
{
  "version": "1.4",
  "auth": { "groups": [{ "admin": { "precedence": 0 } }, { "admins": { "precedence": 1 }, "ed": {} }] },
  "storage": { "buckets": [{ "paths": {
    "a/*": { "groupsadmin": ["get"], "groupsadmins": ["list"] },
    "b/*": { "groupsadmins": ["get"], "groupsadmin": ["list"] },
                                      ^^^^^^^^^^^^^ hint[ambiguous-group]
    "c/*": { "groupsadmins": ["get"], "groupsadmin": ["get"] },
    "d/*": { "authenticated": ["get"], "groupsed": ["list"] },
                                       ^^^^^^^^^^ hint[ambiguous-group]
    "e/*": { "groupseditors": ["get"] },
             ^^^^^^^^^^^^^^^ warning[undeclared-group]
    "f/*": { "groupseditors": ["get"] }
  } }] }
}
//- one/amplify_outputs.json
{
  "version": "1.4",
  "auth": {},
  "storage": { "buckets": [{ "paths": {
    "a/*": { "groupsadmin": ["get"] },
    "b/*": { "groups.admin": ["get"] }
             ^^^^^^^^^^^^^^ warning[undeclared-group]
  } }] }
}
//- two/amplify_outputs.json
{
  "version": "1.4",
  "auth": { "groups": { "admin": {} } },
  "storage": { "buckets": [{ "paths": { "a/*": { "groupseditors": ["get"] } } }] }
}
"#,
        );
    }

    #[test]
    fn the_name_of_a_group_without_the_word_before_it_is_understood() {
        check(
            "keys",
            r#"
//- amplify_outputs.json
{
  "version": "1.4",
  "auth": { "aws_region": "us-east-1", "user_pool_id": "us-east-1_aBcD12345", "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m", "groups": [{ "ADMIN": { "precedence": 0 } }] },
  "storage": { "aws_region": "us-east-1", "bucket_name": "shop-media", "buckets": [{ "name": "m", "bucket_name": "shop-media", "aws_region": "us-east-1", "paths": {
    "a/*": { "ADMIN": ["get"] },
             ^^^^^^^ warning[unknown-key]
    "b/*": { "groups": ["get"] },
             ^^^^^^^^ warning[unknown-key]
    "c/*": { "group_ADMIN": ["get"] }
             ^^^^^^^^^^^^^ warning[unknown-key]
  } }] }
}
"#,
        );
    }
}
