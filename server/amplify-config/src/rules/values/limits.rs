//! A value outside the bounds of its field: too small, too long, of another form.

use amplify_json::ViolationKind;
use amplify_json::string::quote;

use super::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fitting::Fitting;
use crate::ids::is_host_name;
use crate::wording;

/// What is said of a violation of a bound; `None` for every other violation.
pub(super) fn outside(place: &Place<'_>, violation: &ViolationKind) -> Option<Diagnostic> {
    let node = place.node;
    let field = wording::place_first(node);
    // Bounds are those of the services: they refuse what the libraries pass on.
    let error = |code, message: String| Diagnostic::new(code, Severity::Error, place.telling_range(), message);
    let number = |limit: i64, word: &str| {
        let message = format!("{field} must be {word} {limit}, not {}", wording::excerpt(node));
        let bound = Fitting { text: limit.to_string(), certain: false };
        error("out-of-range", message).with_fix(place.replace_with(&bound))
    };
    let length = |message: String| error("wrong-length", message);
    Some(match violation {
        ViolationKind::TooSmall(limit) => number(*limit, "at least"),
        ViolationKind::TooLarge(limit) => number(*limit, "at most"),
        ViolationKind::TooFewItems(1) => length(format!("{field} needs at least one item")),
        ViolationKind::TooFewItems(limit) => length(format!("{field} needs at least {limit} items")),
        ViolationKind::TooManyItems(limit) => length(format!("{field} may have at most {limit} items")),
        ViolationKind::TooShort(1) => length(format!("{field} must not be empty")),
        ViolationKind::TooShort(limit) => length(format!("{field} needs at least {limit} characters")),
        ViolationKind::TooLong(limit) => length(format!("{field} may have at most {limit} characters")),
        ViolationKind::PatternMismatch(_) => {
            let shown = wording::excerpt(node);
            let message = match place.knowledge.subschema(place.id).range {
                (Some(least), Some(most)) => format!("{field} must be a number from {least} to {most}, not `{shown}`"),
                // The one form that fields have besides numbers.
                _ => format!("{field} must be a bare host name, without scheme, port and path, not `{shown}`"),
            };
            let host = node.as_str().and_then(|text| host_in(&text).map(quote));
            let fix = host.map(|text| place.replace_with(&Fitting { text, certain: false }));
            error("wrong-form", message).with_fix(fix)
        }
        ViolationKind::BadName => {
            let key = node.key()?;
            // Groups are all that has names of a certain form; a library passes on what it gets.
            let message = format!(
                "`{}` cannot be the name of a group: Cognito allows no white space in it, and at most 128 characters",
                wording::excerpt(key)
            );
            Diagnostic::new("wrong-form", Severity::Warning, key.range(), message)
        }
        _ => return None,
    })
}

/// The host of an address, or of a host with a port or a path behind it: what every field with a form wants.
fn host_in(text: &str) -> Option<&str> {
    let text = text.trim();
    let behind_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = behind_scheme.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    (is_host_name(host) && host.len() < text.len()).then_some(host)
}
