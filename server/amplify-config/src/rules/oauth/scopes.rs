//! The scopes that are asked for at sign-in.

use amplify_json::edit::{Edit, add_item, remove_child};
use amplify_json::string::quote;

use super::{List, Login, Text, separator};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::keywords::Library;
use crate::pool_settings::SCOPES;
use crate::spelling::{Nearness, nearest};
use crate::wording;

const CODE: &str = "oauth-scope";

/// The scope for calls about the own user.
const ADMIN: &str = "aws.cognito.signin.user.admin";

/// Those that say something of the user, and are given together with `openid` only.
const OF_OPENID: [&str; 3] = ["phone", "email", "profile"];

pub(super) fn check(login: &Login<'_>, found: &mut Vec<Diagnostic>) {
    let Some(list) = &login.scopes else { return };
    let before = found.len();
    for text in list.texts.iter().filter(|text| !text.is_open()) {
        let parts: Vec<&str> = text.text.split([' ', ',', ';', '\t', '\n']).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 || text.text.contains(',') {
            found.push(several_in_one(login, list, text, &parts));
        } else if !SCOPES.contains(&&*text.text) && !text.text.contains('/') {
            found.push(unknown(login, list, text));
        }
    }
    let has = |scope: &str| list.texts.iter().any(|text| text.text == scope);
    let is_open = list.texts.iter().any(Text::is_open);
    if found.len() > before || is_open || !list.is_whole || list.texts.is_empty() {
        return;
    }
    if !has("openid") {
        found.push(without_openid(login, list, has));
    } else if !has(ADMIN) {
        found.push(without_admin(list));
    }
}

fn several_in_one(login: &Login<'_>, list: &List<'_>, text: &Text<'_>, parts: &[&str]) -> Diagnostic {
    let field = wording::place(text.node);
    let message =
        format!("`{}` is several scopes in one item; write each as an item of {field}", wording::excerpt(text.node));
    let others = |part: &&&str| !list.texts.iter().any(|other| other.node != text.node && other.text == **part);
    let mut items: Vec<String> = parts.iter().filter(others).map(|part| quote(part)).collect();
    items.dedup();
    let edits = if items.is_empty() {
        vec![remove_child(text.node)]
    } else {
        vec![Edit::replace(text.node.range(), items.join(&separator(text.node)))]
    };
    // Blanks do no harm: the libraries join the items with blanks in any case.
    let broken = if text.text.contains([',', ';']) { login.readers.clone() } else { Vec::new() };
    let severity = login.severity(&broken);
    Diagnostic::new(CODE, severity, text.marked(), message).with_fix(Fix::safe("Split into items", edits))
}

fn unknown(login: &Login<'_>, list: &List<'_>, text: &Text<'_>) -> Diagnostic {
    let meant = nearest(&text.text, SCOPES.into_iter());
    let scope = &text.text;
    let message = match meant {
        Some((right, _)) => {
            format!("`{scope}` is not a scope, so Cognito refuses the sign-in; did you mean `{right}`?")
        }
        None => format!(
            "`{scope}` is neither a scope of Cognito nor one of a resource server (`SERVER/SCOPE`), so Cognito refuses the sign-in"
        ),
    };
    let is_there = |right: &str| list.texts.iter().any(|other| other.text == right);
    let fix = match meant {
        Some((right, _)) if is_there(right) => {
            Some(Fix::safe(format!("Remove `{scope}`, since `{right}` is in the list"), vec![remove_child(text.node)]))
        }
        Some((right, nearness)) => text.replace(right).map(|edit| {
            let title = format!("Replace with `{right}`");
            if nearness == Nearness::Folded { Fix::safe(title, vec![edit]) } else { Fix::likely(title, vec![edit]) }
        }),
        None => Some(Fix::possible(format!("Remove `{scope}`"), vec![remove_child(text.node)])),
    };
    // A scope that somebody made up may be one in an emulator.
    let severity = if meant.is_some() { login.severity(&login.readers) } else { Severity::Warning };
    Diagnostic::new(CODE, severity, text.marked(), message).with_fix(fix)
}

fn without_openid(login: &Login<'_>, list: &List<'_>, has: impl Fn(&str) -> bool) -> Diagnostic {
    let field = wording::place_first(list.node);
    let needing: Vec<&str> = OF_OPENID.into_iter().filter(|scope| has(scope)).collect();
    let (severity, message) = match needing.as_slice() {
        [] if login.uses(Library::Flutter) => (
            Severity::Warning,
            format!("{field} lacks `openid`: amplify-flutter fails without the ID token that it gives"),
        ),
        [] => (
            Severity::Hint,
            format!("{field} lacks `openid`: without it the app gets no ID token, and so no attributes of the user"),
        ),
        some => {
            let scopes = wording::code_list(some, "and");
            let them = if some.len() == 1 { "it" } else { "them" };
            (
                Severity::Warning,
                format!(
                    "{field} lacks `openid`: Cognito gives {scopes} only together with it, and refuses {them} alone"
                ),
            )
        }
    };
    let fix = list.node.is_closed().then(|| Fix::likely("Add `openid`", vec![add_item(list.node, "\"openid\"")]));
    Diagnostic::new(CODE, severity, list.telling_range(), message).with_fix(fix)
}

fn without_admin(list: &List<'_>) -> Diagnostic {
    let message = format!(
        "{} lacks `{ADMIN}`: after this sign-in the app can neither read nor change the user's attributes and devices",
        wording::place_first(list.node)
    );
    let add = || {
        let title = format!("Add `{ADMIN}`; the app client must allow it");
        Fix::possible(title, vec![add_item(list.node, &quote(ADMIN))])
    };
    let fix = list.node.is_closed().then(add);
    Diagnostic::new(CODE, Severity::Hint, list.telling_range(), message).with_fix(fix)
}
