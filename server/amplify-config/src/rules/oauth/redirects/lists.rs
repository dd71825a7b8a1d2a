//! Whether the addresses of sign-out are those of the same apps as the addresses of sign-in.

use amplify_json::Kind;
use amplify_json::edit::{Edit, add_item};
use amplify_json::string::{escape, quote};

use super::super::{List, Login, Text, separator};
use super::platforms::{Use, use_of};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::keywords::Library;
use crate::wording;

const CODE: &str = "redirect-lists-differ";

/// An address that stands twice in a text with commas; of a list the schema says it.
pub(super) fn twice(login: &Login<'_>, list: &List<'_>, found: &mut Vec<Diagnostic>) {
    for (at, text) in list.texts.iter().enumerate().filter(|(_, text)| text.is_part && text.is_plain) {
        let Some(first) = list.texts[..at].iter().find(|other| other.text == text.text) else { continue };
        // The comma before it goes too.
        let edit = Edit::remove(text.range.start - 1..text.range.end);
        let message = format!("`{}` is already in {}", text.text, wording::place(text.node));
        let fix = Fix::safe(format!("Remove the second `{}`", text.text), vec![edit]);
        found.push(
            Diagnostic::new("duplicate-item", Severity::Hint, text.marked(), message)
                .with_tag(Tag::Unnecessary)
                .with_related(&login.document.path, first.marked(), "the first one is here")
                .with_fix(fix),
        );
    }
}

pub(super) fn check(login: &Login<'_>, sign_in: &List<'_>, sign_out: &List<'_>, found: &mut Vec<Diagnostic>) {
    if sign_in.texts.is_empty() || sign_out.texts.is_empty() {
        return;
    }
    for (with, without, doing) in [(sign_in, sign_out, "signing out"), (sign_out, sign_in, "signing in")] {
        found.extend(only_in_one(login, with, without, doing));
    }
    for text in &sign_out.texts {
        let slash = other_slash(sign_in, text).filter(|(other, _)| {
            let is_spoken_of = |text: &Text<'_>| found.iter().any(|diagnostic| diagnostic.range == text.marked());
            !is_spoken_of(text) && !is_spoken_of(other)
        });
        found.extend(slash.map(|(_, diagnostic)| diagnostic));
    }
}

/// One kind of app has an address in one list and none in the other.
fn only_in_one(login: &Login<'_>, with: &List<'_>, without: &List<'_>, doing: &str) -> Option<Diagnostic> {
    let is_app = |text: &Text<'_>| use_of(&text.text) == Use::App;
    let text_of = |list: &List<'_>, app: bool| list.texts.iter().any(|text| is_app(text) == app);
    let is_for_apps = match [true, false].map(|app| text_of(with, app) && !text_of(without, app)) {
        [true, _] => true,
        // Web pages do not count where only installed apps read the file.
        [_, true] if login.kind() != Some(ConfigKind::Mobile) => false,
        _ => return None,
    };
    let missing = with.texts.iter().find(|text| is_app(text) == is_for_apps)?;
    let what = if is_for_apps { "with an app scheme" } else { "of a web page" };
    let where_it_fails = if is_for_apps { "an installed app" } else { "a browser" };
    let message = format!(
        "{} has no address {what}, as {} has: {doing} fails in {where_it_fails}",
        wording::place_first(without.node),
        wording::place(with.node)
    );
    let fix = add(without, &missing.text, is_for_apps);
    let mobile = [Library::Swift, Library::Android, Library::Flutter];
    let readers = if is_for_apps { &mobile[..] } else { &[Library::Js] };
    let is_used = readers.iter().any(|&library| login.uses(library));
    // The tools write what the app client has: it may be meant so.
    let severity = if is_used { Severity::Warning } else { Severity::Information };
    let diagnostic = Diagnostic::new(CODE, severity, without.telling_range(), message);
    Some(
        diagnostic
            .with_related(&login.document.path, missing.marked(), "the address without a counterpart")
            .with_fix(fix),
    )
}

/// Adds an address. One with an app scheme goes to the front of a list, since one library takes the first.
fn add(list: &List<'_>, text: &str, to_front: bool) -> Option<Fix> {
    let edit = match list.texts.first().filter(|_| list.node.kind() == Kind::Array) {
        Some(first) if to_front => {
            let start = first.node.range().start;
            Edit::insert(start, format!("{}{}", quote(text), separator(first.node)))
        }
        Some(_) if list.node.is_closed() => add_item(list.node, &quote(text)),
        None if list.node.kind() == Kind::String => {
            Edit::insert(list.node.content_range().end, format!(",{}", escape(text)))
        }
        _ => return None,
    };
    Some(Fix::likely(format!("Add `{text}`"), vec![edit]))
}

/// The same address with and without a slash at its end.
fn other_slash<'l, 'd>(sign_in: &'l List<'d>, text: &Text<'d>) -> Option<(&'l Text<'d>, Diagnostic)> {
    let bare = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
    if sign_in.texts.iter().any(|other| other.text == text.text) || text.text.ends_with("//") {
        return None;
    }
    let other = sign_in.texts.iter().find(|other| bare(&other.text) == bare(&text.text))?;
    let message = format!(
        "`{}` differs from `{}` in {} by a slash at the end: Cognito compares addresses letter for letter, so each must be registered as it is written",
        text.text,
        other.text,
        wording::place(other.node)
    );
    let edit = text.replace(&other.text);
    let fix = edit.map(|edit| Fix::possible(format!("Replace with `{}`", other.text), vec![edit]));
    Some((other, Diagnostic::new(CODE, Severity::Hint, text.marked(), message).with_fix(fix)))
}
