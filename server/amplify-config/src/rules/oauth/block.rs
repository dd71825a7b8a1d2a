//! The block as a whole: the grant, what it lacks, and whether anything uses it.

use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::{Kind, Node};

use super::Login;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::references::follow;
use crate::rules::sound::{self, is_absent};
use crate::secrets::secret_in;
use crate::wording;

/// The grant without a refresh token.
pub(super) fn check_grant(login: &Login<'_>, found: &mut Vec<Diagnostic>) {
    let Some(grant) = login.grant.as_ref().filter(|grant| grant.text == "token") else { return };
    let message = format!(
        "`token` is the implicit grant: amplify-js gets no refresh token by it, so the session ends when the access token expires; {}",
        match login.kind() {
            Some(ConfigKind::Outputs) => "the other libraries use `code` in any case",
            _ => "`code` gives one",
        }
    );
    let edit = grant.replace("code");
    let fix = edit.map(|edit| Fix::possible("Replace with `code`; the app client must allow it", vec![edit]));
    found.push(Diagnostic::new("implicit-grant", Severity::Hint, grant.marked(), message).with_fix(fix));
}

/// What a block lacks that the schema does not ask for, and what stands there for nothing. (In Gen 2 files and those for
/// mobile apps the schema asks for everything.)
pub(super) fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let root = document.tree.root();
    let object = |node: Node<'_>| node.kind() == Kind::Object && !node.is_doubtful();
    match document.kind() {
        Some(ConfigKind::Web) => {
            let oauth = root.get("oauth").filter(|oauth| object(*oauth));
            let is_filled = oauth.is_some_and(|oauth| oauth.first_child().is_some());
            let pools = ["aws_user_pools_id", "aws_cognito_identity_pool_id"];
            if let Some(oauth) = oauth.filter(|_| is_filled) {
                let has_no_pool = pools.iter().all(|name| is_absent(document, root, name));
                let without_pool = has_no_pool.then(|| without_pool(oauth));
                found.extend(without_pool.or_else(|| incomplete(project, document, oauth)));
            } else if oauth.is_some() || is_absent(document, root, "oauth") {
                found.extend(
                    root.get("aws_cognito_social_providers").and_then(|list| providers_alone(document, list, "oauth")),
                );
            }
        }
        Some(ConfigKind::Mobile) => {
            let Some(plugin) = follow(root, "auth/plugins/awsCognitoAuthPlugin").pop() else { return };
            let Some(default) = follow(plugin, "Auth/Default").pop().filter(|node| object(*node)) else { return };
            match default.get("OAuth").filter(|oauth| object(*oauth)) {
                // Without any pool the whole plugin is of no use, which is said of it.
                Some(oauth) if is_absent(document, plugin, "CognitoUserPool") => {
                    let has_other = !is_absent(document, plugin, "CredentialsProvider");
                    found.extend(has_other.then(|| without_pool(oauth)));
                }
                None if is_absent(document, default, "OAuth") => {
                    found.extend(
                        default.get("socialProviders").and_then(|list| providers_alone(document, list, "OAuth")),
                    );
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// What redirect sign-in of amplify-js needs, with what can be filled in.
const NEEDED: [(&str, Option<&str>); 4] =
    [("domain", None), ("scope", None), ("redirectSignIn", None), ("responseType", Some("\"code\""))];

fn is_there_or_lacks(document: &Document, object: Node<'_>, name: &str) -> bool {
    object.get(name).is_some() || is_absent(document, object, name)
}

fn incomplete(project: &Project, document: &Document, oauth: Node<'_>) -> Option<Diagnostic> {
    let key = oauth.member().and_then(Node::key)?;
    // What is there is no part of a sign-in, and said already.
    if oauth.members().all(|member| secret_in(member).is_some()) {
        return None;
    }
    let missing: Vec<&(&str, Option<&str>)> = NEEDED.iter().filter(|(name, _)| oauth.get(name).is_none()).collect();
    // A key that is misspelt is one fault, and said already.
    if !["redirectSignOut"]
        .iter()
        .chain(missing.iter().map(|(name, _)| name))
        .all(|name| is_there_or_lacks(document, oauth, name))
    {
        return None;
    }
    let lacks_sign_out = oauth.get("redirectSignOut").is_none();
    let mut names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let broken = severity(project, document, &[Library::Js]);
    if lacks_sign_out && !names.is_empty() {
        names.push("redirectSignOut");
    }
    let mut diagnostic = match names.as_slice() {
        [] if !lacks_sign_out => return None,
        [] => {
            let message =
                "`oauth` lacks `redirectSignOut`: people can sign in, but amplify-js throws when they sign out";
            let like_sign_in = oauth.get("redirectSignIn").map(Node::text);
            let fix = like_sign_in.map(|text| {
                Fix::likely(format!("Add `redirectSignOut: {text}`"), vec![add_member(oauth, "redirectSignOut", text)])
            });
            Diagnostic::new("incomplete-oauth", Severity::Warning, key.range(), message).with_fix(fix)
        }
        some if oauth.members().count() == 1 && oauth.get("domain").is_some() => {
            let message = format!(
                "`oauth` holds the domain alone, so redirect sign-in with amplify-js throws: it lacks {}, which the tools write when the app client has them",
                wording::code_list(some, "and")
            );
            Diagnostic::new("incomplete-oauth", Severity::Warning, key.range(), message)
        }
        some => {
            let message = format!(
                "`oauth` lacks {}, without which redirect sign-in with amplify-js throws",
                wording::code_list(some, "and")
            );
            let fix = match (missing.as_slice(), lacks_sign_out) {
                ([(name, Some(value))], false) => {
                    Some(Fix::likely(format!("Add `{name}: {value}`"), vec![add_member(oauth, name, value)]))
                }
                _ => None,
            };
            Diagnostic::new("incomplete-oauth", broken, key.range(), message).with_fix(fix)
        }
    };
    diagnostic.fixes.splice(0..0, moved_in(oauth, &names));
    if !oauth.is_closed() {
        diagnostic.fixes.clear();
    } else if diagnostic.fixes.is_empty() {
        let edits = vec![Edit::replace(oauth.range(), "{}")];
        diagnostic.fixes.push(Fix::possible("Empty `oauth`: no redirect sign-in", edits));
    }
    Some(diagnostic)
}

/// What is missing stands beside the block instead of in it.
fn moved_in(oauth: Node<'_>, names: &[&str]) -> Option<Fix> {
    let outer = oauth.member()?.container()?;
    let [name] = names else { return None };
    let member = outer.member_named(name)?;
    let value = member.value().filter(|value| value.kind() != Kind::Missing && !value.is_damaged())?;
    let mut edits = vec![add_member(oauth, name, value.text()), remove_child(member)];
    edits.sort();
    (edits[0].end <= edits[1].start).then(|| Fix::likely(format!("Move `{name}` into `oauth`"), edits))
}

fn without_pool(oauth: Node<'_>) -> Diagnostic {
    let message = match &*oauth.name() {
        "OAuth" => {
            "`OAuth` has no effect without `CognitoUserPool`: amplify-swift knows a hosted sign-in for a user pool only"
        }
        _ => "`oauth` has no effect: amplify-js drops it when the file names neither a user pool nor an identity pool",
    };
    unused(oauth, message.to_owned())
}

fn providers_alone(document: &Document, list: Node<'_>, block: &str) -> Option<Diagnostic> {
    let message = format!(
        "{} has no effect without `{block}`: every library reaches social providers through the hosted sign-in only",
        wording::place_first(list)
    );
    // A word that is none of these is a mistake of its own.
    let words = ["FACEBOOK", "GOOGLE", "AMAZON", "APPLE"];
    let is_known = |item: Node<'_>| sound::text(document, item).is_some_and(|word| words.contains(&word.as_ref()));
    let is_list = list.kind() == Kind::Array && list.first_child().is_some();
    (is_list && list.items().all(is_known)).then(|| unused(list, message))
}

fn unused(node: Node<'_>, message: String) -> Diagnostic {
    let range = node.member().and_then(Node::key).map_or(node.range(), Node::range);
    Diagnostic::new("unused-oauth", Severity::Warning, range, message).with_tag(Tag::Unnecessary)
}
