//! What a role may do: nothing at all, an old word, or what it cannot make use of.

use amplify_json::edit::{Edit, indent_at, remove_child};
use amplify_json::{Kind, Node};

use super::rules::{OWNER, Path, paths};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;

pub(in crate::rules) static CHECK: Check = Check {
    rules: &[
        rule!("storage", "empty-access"),
        rule!("storage", "guests-without-access"),
        rule!("storage", "read-action"),
    ],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let paths = paths(document);
    for path in &paths {
        for member in path.rule.members() {
            let Some(list) = member.value().filter(|list| list.kind() == Kind::Array) else { continue };
            let Some(list) = sound::container(document, list) else { continue };
            if list.first_child().is_none() && member.name() != "resource" {
                found.extend(empty(project, document, path, member));
            }
            found.extend(list.items().filter_map(|item| read(document, list, item)));
        }
    }
    found.extend(guests(document, &paths));
}

/// A role that may do nothing.
fn empty(project: &Project, document: &Document, path: &Path<'_>, member: Node<'_>) -> Option<Diagnostic> {
    let role = member.name();
    let message =
        format!("`{role}` may do nothing here: Storage Browser throws over an empty list; leave the role out");
    let is_owner = role == "entityidentity" && path.key.string_value().contains(OWNER);
    let (what, gone) = if is_owner { (path.key.string_value(), path.key.member()?) } else { (role, member) };
    let title = format!("Remove `{what}`");
    let edits = vec![remove_child(gone)];
    let fix = if is_owner { Fix::possible(title, edits) } else { Fix::likely(title, edits) };
    let severity = severity(project, document, &[Library::Js]);
    Some(Diagnostic::new("empty-access", severity, member.key()?.range(), message).with_fix(fix))
}

/// `read`, which the tools write as two actions.
fn read(document: &Document, list: Node<'_>, item: Node<'_>) -> Option<Diagnostic> {
    if sound::text(document, item)? != "read" {
        return None;
    }
    let has = |word: &str| list.items().any(|item| item.as_str().is_some_and(|text| text == word));
    let missing: Vec<&str> = ["get", "list"].into_iter().filter(|word| !has(word)).collect();
    let (message, title) = match missing.as_slice() {
        [] => ("`read` means `get` and `list`, which are there already".to_owned(), "Remove `read`".to_owned()),
        [one] => {
            let other = if *one == "get" { "list" } else { "get" };
            (
                format!("`read` means `get` and `list`; beside `{other}` the tools write `{one}` instead"),
                format!("Replace with `{one}`"),
            )
        }
        _ => (
            "The tools write `get` and `list` instead of `read`, which means both".to_owned(),
            "Replace with `get` and `list`".to_owned(),
        ),
    };
    let text = document.text();
    let line_start = text[..item.range().start].rfind('\n').map_or(0, |at| at + 1);
    let between = if text[line_start..item.range().start].trim().is_empty() {
        format!(",\n{}", indent_at(text, item.range().start))
    } else {
        ", ".to_owned()
    };
    let words: Vec<String> = missing.iter().map(|word| format!("\"{word}\"")).collect();
    let edit = match words.as_slice() {
        [] => remove_child(item),
        words => Edit::replace(item.range(), words.join(&between)),
    };
    Some(Diagnostic::new("read-action", Severity::Hint, item.range(), message).with_fix(Fix::safe(title, vec![edit])))
}

/// Guests have rules, but the identity pool gives them no credentials.
fn guests(document: &Document, paths: &[Path<'_>]) -> Option<Diagnostic> {
    let auth = document.tree.root().get("auth")?;
    let switch = auth.get("unauthenticated_identities_enabled")?;
    if switch.as_bool() != Some(false) || switch.is_damaged() || auth.get("identity_pool_id").is_none() {
        return None;
    }
    let has_actions = |list: &Node<'_>| list.kind() == Kind::Array && list.first_child().is_some();
    let rules: Vec<Node<'_>> =
        paths.iter().filter_map(|path| path.rule.get("guest").filter(has_actions)?.member()?.key()).collect();
    let (first, others) = rules.split_first()?;
    let message = "Guests may do something here, but `unauthenticated_identities_enabled` is false: amplify-js gets no credentials for them";
    let mut diagnostic = Diagnostic::new("guests-without-access", Severity::Warning, first.range(), message)
        .with_related(&document.path, switch.range(), "guests are switched off here");
    for key in others {
        diagnostic = diagnostic.with_related(&document.path, key.range(), "here too");
    }
    let edits = vec![Edit::replace(switch.range(), "true")];
    let allow = Fix::possible("Set `unauthenticated_identities_enabled` to true", edits);
    Some(diagnostic.with_fix(allow))
}

#[cfg(test)]
mod tests {
    use crate::rules::drawn::check;

    #[test]
    fn what_a_role_may_do_is_looked_at() {
        check(
            "storage",
            r#"
//- amplify_outputs.json
{
  "version": "1.4",
  "auth": { "identity_pool_id": "us-east-1:11111111-2222-3333-4444-555555555555", "unauthenticated_identities_enabled": false },
  "storage": { "buckets": [{ "paths": {
    "a/*": {},
    "b/*": { "authenticated": [], "resource": [], "guest": [] },
             ^^^^^^^^^^^^^^^ error[empty-access]
                                                  ^^^^^^^ error[empty-access]
    "c/*": { "authenticated": ["read", "write"], "guest": ["get"] },
                               ^^^^^^ hint[read-action]
                                                 ^^^^^^^ warning[guests-without-access]
    "d/*": { "authenticated": ["raed"], "guest": ["get"] },
    "e/*": { "authenticated": "read" },
    "f/${cognito-identity.amazonaws.com:sub}/*": { "entityidentity": ["get"] },
    "g/${cognito-identity.amazonaws.com:sub}/*": { "entityIdentity": ["get"] },
    "h/${cognito-identity.amazonaws.com:sub}/*": { "authenticated": ["get"] },
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[owner-without-rule]
    "i/{entity_id}/*": { "entityidentity": ["get"] },
    ^^^^^^^^^^^^^^^^^ error[malformed-path]
    "j/*": { "entityidentity": ["get"] }
             ^^^^^^^^^^^^^^^^ hint[owner-without-rule]
  } }] }
}
//- one/amplify_outputs.json
{
  "version": "1.4",
  "auth": { "identity_pool_id": "us-east-1:11111111-2222-3333-4444-555555555555" },
  "storage": { "buckets": [{ "paths": { "c/*": { "guest": ["get"] } } }] }
}
"#,
        );
    }
}
