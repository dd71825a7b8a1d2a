//! The addresses to which the login pages send people back.

mod lists;
mod platforms;
mod syntax;

use super::Login;
use crate::diagnostic::Diagnostic;

/// What the platforms make of the addresses is only asked when each of them is one, and stands there once.
pub(super) fn check(login: &Login<'_>, found: &mut Vec<Diagnostic>) {
    let before = found.len();
    let lists = [&login.sign_in, &login.sign_out];
    for list in lists.into_iter().flatten() {
        syntax::check(login, list, found);
    }
    let is_sound = |list: &&super::List<'_>| list.is_whole && list.texts.iter().all(|text| !text.is_open());
    let whole: Vec<_> = lists.into_iter().flatten().filter(is_sound).collect();
    if found.len() > before {
        return;
    }
    for list in &whole {
        lists::twice(login, list, found);
    }
    if found.len() > before {
        return;
    }
    for list in &whole {
        platforms::check(login, list, found);
    }
    if let [sign_in, sign_out] = whole.as_slice() {
        lists::check(login, sign_in, sign_out, found);
    }
}
