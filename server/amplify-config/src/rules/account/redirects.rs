//! Redirect addresses that are not registered with the app client: Cognito compares them byte by byte.

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;

use super::{Scene, client_name};
use crate::counterpart::{Client, shown};
use crate::diagnostic::{Diagnostic, Fix};
use crate::rules::oauth::{List, Login, Text};
use crate::spelling::nearest;

/// More are not offered.
const MAX_FIXES: usize = 4;

pub(super) fn check(scene: &Scene<'_>, login: &Login<'_>, client: &Client<'_>, found: &mut Vec<Diagnostic>) {
    let lists = [
        (&login.sign_in, &client.facts.callback_urls, "sign-in"),
        (&login.sign_out, &client.facts.logout_urls, "sign-out"),
    ];
    for (list, registered, what) in lists {
        let Some(list) = list else { continue };
        let is_there = |address: &str| list.texts.iter().any(|text| text.text == address);
        let free: Vec<&str> = registered.iter().map(String::as_str).filter(|address| !is_there(address)).collect();
        // One address is not offered for two.
        let mut taken: Vec<&str> = Vec::new();
        let is_judged = |text: &&Text<'_>| {
            let is_told = scene.spoken_of.contains(&(text.range.start, text.range.end));
            !text.is_open() && !is_told && !registered.iter().any(|it| *it == text.text)
        };
        for text in list.texts.iter().filter(is_judged) {
            let nearest = near(&text.text, &free).filter(|right| !taken.contains(right));
            taken.extend(nearest);
            found.push(unregistered(login, client, list, text, registered, &free, nearest, what));
        }
    }
}

/// The registered address that was meant: it differs in what people overlook, or in few letters.
fn near<'r>(text: &str, registered: &[&'r str]) -> Option<&'r str> {
    let plain = |address: &str| {
        let lower = address.to_ascii_lowercase();
        let rest = lower.strip_prefix("https:").or(lower.strip_prefix("http:")).unwrap_or(&lower).to_owned();
        rest.trim_end_matches('/').replacen("//www.", "//", 1)
    };
    let same = registered.iter().find(|address| plain(address) == plain(text)).copied();
    same.or_else(|| nearest(text, registered.iter().copied()).map(|(right, _)| right))
}

#[expect(clippy::too_many_arguments, reason = "all of it is one place and what is known of it")]
fn unregistered(
    login: &Login<'_>,
    client: &Client<'_>,
    list: &List<'_>,
    text: &Text<'_>,
    registered: &[String],
    free: &[&str],
    nearest: Option<&str>,
    what: &str,
) -> Diagnostic {
    let name = client_name(client);
    let address = shown(&text.text);
    let message = if registered.is_empty() {
        format!("The app client {name} has no {what} address registered, so Cognito refuses `{address}`")
    } else {
        let nearly = nearest.map_or(String::new(), |right| format!("; `{}` is", shown(right)));
        format!("`{address}` is not registered with the app client {name}, so Cognito refuses it at {what}{nearly}")
    };
    let mut diagnostic =
        Diagnostic::new("unregistered-redirect", login.severity(&login.readers), text.marked(), message);
    let others = free.iter().filter(|address| Some(**address) != nearest).take(MAX_FIXES);
    for right in nearest.iter().chain(others) {
        let title = format!("Use the registered `{}`", shown(right));
        let make = if Some(*right) == nearest { Fix::likely } else { Fix::possible };
        diagnostic = diagnostic.with_fix(text.replace(right).map(|edit| make(title, vec![edit])));
    }
    let is_told_by_another = list.texts.iter().any(|other| registered.iter().any(|it| *it == other.text));
    let edits = (list.texts.len() > 1).then(|| removal(list, text)).flatten();
    diagnostic.with_fix(edits.map(|edit| {
        let title = format!("Remove `{address}`");
        let make = if nearest.is_none() && is_told_by_another { Fix::likely } else { Fix::possible };
        make(title, vec![edit])
    }))
}

/// Takes the address out of its list, or out of the text with commas.
fn removal(list: &List<'_>, text: &Text<'_>) -> Option<Edit> {
    if !text.is_part {
        return Some(remove_child(text.node));
    }
    let others = list.texts.iter().filter(|other| other.range != text.range || other.text != text.text);
    let rest: Vec<&str> = others.map(|other| other.text.trim()).collect();
    Some(Edit::replace(text.node.content_range(), escape(&rest.join(",")).into_owned()))
}
