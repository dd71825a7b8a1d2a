//! Which platform finds no address to use in a list that is sound: each library chooses in its own way.

use amplify_json::edit::Edit;

use super::super::{List, Login, Text};
use super::syntax::{in_ascii, is_own_machine};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ids::address;
use crate::keywords::Library::{self, Android, Flutter, Js, Swift};
use crate::wording;

const CODE: &str = "redirect-platform";

/// What an address is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Leads back into an installed app.
    App,
    /// A web page of the own machine.
    OwnMachine,
    /// A web page elsewhere.
    Web,
}

/// What the address is good for.
pub(super) fn use_of(text: &str) -> Use {
    let text = in_ascii(text);
    let Some(address) = address(&text) else { return Use::App };
    let scheme = text[address.scheme].to_ascii_lowercase();
    match (scheme.as_str(), is_own_machine(&text[address.host])) {
        ("http" | "https", true) => Use::OwnMachine,
        ("http" | "https", false) => Use::Web,
        _ => Use::App,
    }
}

pub(super) fn check(login: &Login<'_>, list: &List<'_>, found: &mut Vec<Diagnostic>) {
    let uses: Vec<Use> = list.texts.iter().map(|text| use_of(&text.text)).collect();
    let app = uses.iter().position(|place| *place == Use::App);
    found.extend(match (login.kind(), app) {
        _ if uses.is_empty() => None,
        (Some(ConfigKind::Mobile), Some(app)) if uses.len() > 1 => Some(not_split_by_swift(login, list, app)),
        (Some(ConfigKind::Mobile | ConfigKind::Outputs), None) => no_app_scheme(login, list, &uses),
        (Some(ConfigKind::Outputs), Some(app)) if app > 0 => not_first(login, list, app),
        _ => None,
    });
    if login.may_use(Js) && login.kind() != Some(ConfigKind::Mobile) {
        found.extend(not_chosen_by_host(list, &uses));
    }
    let is_for_production = login.document.path.base_name().to_ascii_lowercase().contains("prod");
    if is_for_production && !uses.is_empty() && uses.iter().all(|place| *place == Use::OwnMachine) {
        let message = format!(
            "{} leads to the own machine only, although the name of the file says production",
            wording::place_first(list.node)
        );
        found.push(Diagnostic::new(CODE, Severity::Information, list.telling_range(), message));
    }
    if let Some(text) = list.texts.first().filter(|_| login.uses(Flutter) && !uses.contains(&Use::OwnMachine)) {
        let message = format!(
            "{} has no address that begins with `http://localhost`: amplify-flutter needs one on desktops",
            wording::place_first(text.node)
        );
        found.push(Diagnostic::new(CODE, Severity::Hint, list.telling_range(), message));
    }
}

/// As bad as the failure of these libraries, where the project is known to use one of them; else worth knowing only: the
/// tools write such lists.
fn severity(login: &Login<'_>, broken: &[Library], otherwise: Severity) -> Severity {
    if broken.iter().any(|library| login.uses(*library)) { login.severity(broken) } else { otherwise }
}

fn knows_libraries(login: &Login<'_>) -> bool {
    !login.used.is_empty()
}

/// Swift takes the first item, whatever it is.
fn not_first(login: &Login<'_>, list: &List<'_>, app: usize) -> Option<Diagnostic> {
    if !login.may_use(Swift) {
        return None;
    }
    let (first, right) = (list.texts.first()?, list.texts.get(app)?);
    let message = format!(
        "`{}` is not the first of the list: amplify-swift takes only the first, which must have the scheme of the app",
        right.text
    );
    let edits = vec![
        Edit::replace(first.node.range(), right.node.text()),
        Edit::replace(right.node.range(), first.node.text()),
    ];
    let fix = Fix::likely(format!("Move `{}` to the front", right.text), edits);
    Some(Diagnostic::new(CODE, severity(login, &[Swift], Severity::Hint), right.marked(), message).with_fix(fix))
}

/// Swift does not cut the text at its commas.
fn not_split_by_swift(login: &Login<'_>, list: &List<'_>, app: usize) -> Diagnostic {
    let right = &list.texts[app].text;
    let message = format!(
        "{} holds several addresses: amplify-android and amplify-flutter choose one, but amplify-swift sends the whole text, which Cognito refuses",
        wording::place_first(list.node)
    );
    let edits = vec![Edit::replace(list.node.content_range(), amplify_json::string::escape(right))];
    let title = format!("Keep `{right}` alone");
    let fix = if login.uses(Swift) { Fix::likely(title, edits) } else { Fix::possible(title, edits) };
    let severity = severity(login, &[Swift], Severity::Information);
    Diagnostic::new(CODE, severity, list.node.range(), message).with_fix(fix)
}

/// An installed app is called back by its own scheme.
fn no_app_scheme(login: &Login<'_>, list: &List<'_>, uses: &[Use]) -> Option<Diagnostic> {
    let is_mobile_file = login.kind() == Some(ConfigKind::Mobile);
    // Nothing tells whether a Gen 2 file is for a web app, but for its own project.
    if !is_mobile_file && (!knows_libraries(login) || login.uses(Js)) || uses.is_empty() {
        return None;
    }
    let broken: Vec<Library> =
        [Swift, Android, Flutter].into_iter().filter(|&library| login.may_use(library)).collect();
    let message = format!(
        "{} has no address with the scheme of the app (such as `myapp://callback/`), by which {} back to an installed app",
        wording::place_first(list.node),
        wording::libraries(&broken, "comes", "come")
    );
    let is_certain = [Swift, Flutter].iter().any(|&library| login.uses(library));
    let severity = if is_certain { Severity::Warning } else { Severity::Information };
    (!broken.is_empty()).then(|| Diagnostic::new(CODE, severity, list.telling_range(), message))
}

/// amplify-js takes the address that begins with the page's own, with a slash behind the host; else the first that
/// names the same host, which on another port is the wrong one.
fn not_chosen_by_host(list: &List<'_>, uses: &[Use]) -> Vec<Diagnostic> {
    let mut hosts: Vec<(&str, &Text<'_>)> = Vec::new();
    let mut found = Vec::new();
    for (text, place) in list.texts.iter().zip(uses) {
        let Some(address) = address(&text.text).filter(|_| *place != Use::App) else { continue };
        let host = &text.text[address.host];
        let first = hosts.iter().find(|(other, _)| *other == host).map(|(_, text)| *text);
        let Some(first) = first else {
            hosts.push((host, text));
            continue;
        };
        if !address.rest.is_empty() {
            continue;
        }
        let message = format!(
            "`{}` has no slash behind its host, so that amplify-js takes `{}` for it, the first address of that host",
            text.text, first.text
        );
        let edit = text.replace(&format!("{}/", text.text));
        let fix = edit.map(|edit| Fix::possible("Add a slash; the app client must know the address so", vec![edit]));
        found.push(Diagnostic::new(CODE, Severity::Hint, text.marked(), message).with_fix(fix));
    }
    found
}
