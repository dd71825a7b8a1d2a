//! A value outside the words a field knows, and an item that is in its list twice.

use amplify_json::edit::remove_child;
use amplify_json::{Kind, Node};
use serde_json::Value;

use super::Place;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::fitting::{Fitting, meant_value, shown};
use crate::spelling::fold;
use crate::wording;

/// Longer lists are not told in a message, nor offered as fixes.
const FEW: usize = 8;

pub(super) fn not_in_enum(place: &Place<'_>, options: &[Value]) -> Diagnostic {
    let node = place.node;
    let text = wording::excerpt(node);
    let field = wording::place(node);
    let words: Vec<String> = options.iter().map(|option| shown(&option.to_string())).collect();
    let meant = node.as_str().and_then(|text| meant_value(place.knowledge, place.id, &text));
    let message = match &meant {
        Some(right) => format!("`{text}` is not a value of {field}; here it is written `{}`", shown(&right.text)),
        None if words.len() <= FEW => {
            format!("`{text}` is not a value of {field}; it can be {}", wording::code_list(&words, "or"))
        }
        None => format!("`{text}` is not a value of {field}"),
    };
    let mut diagnostic = place.diagnostic("unknown-value", message);
    let list = node.parent().filter(|parent| parent.kind() == Kind::Array);
    let is_listed = |json: &str| list.is_some_and(|list| list.items().any(|item| item != node && item.text() == json));
    match meant {
        Some(right) if is_listed(&right.text) => {
            let title = format!("Remove `{text}`, since `{}` is in the list", shown(&right.text));
            diagnostic.fixes.push(Fix::likely(title, vec![remove_child(node)]));
        }
        Some(right) => diagnostic.fixes.push(place.replace_with(&right)),
        None => {
            if list.is_some() {
                diagnostic.fixes.push(Fix::possible(format!("Remove `{text}`"), vec![remove_child(node)]));
            }
            if options.len() <= FEW {
                let choices = options.iter().map(Value::to_string).filter(|json| !is_listed(json));
                let certain = false;
                diagnostic.fixes.extend(choices.map(|text| Fix {
                    preferred: options.len() == 1,
                    ..place.replace_with(&Fitting { text, certain })
                }));
            }
        }
    }
    diagnostic
}

/// Where words are known and any other text is let through, since the library that reads it takes what it gets.
pub(super) fn not_a_known_word(place: &Place<'_>) -> Option<Diagnostic> {
    let node = place.node;
    let branches = place.knowledge.subschema(place.id).any_of.iter().map(|&branch| place.knowledge.subschema(branch));
    let (listed, open): (Vec<_>, Vec<_>) =
        branches.filter(|branch| branch.allows("string")).partition(|branch| !branch.values.is_empty());
    let text = node.as_str()?;
    let is_known = listed.iter().flat_map(|branch| &branch.values).any(|value| value.as_str() == Some(&text));
    if listed.is_empty() || open.is_empty() || is_known {
        return None;
    }
    let shown = wording::excerpt(node);
    let field = wording::place(node);
    let meant = meant_value(place.knowledge, place.id, &text);
    let right = meant.as_ref().map(|right| self::shown(&right.text)).unwrap_or_default();
    let (severity, message) = match &meant {
        Some(_) if fold(&right) == fold(&text) => {
            (Severity::Hint, format!("`{shown}` is usually written `{right}` in {field}"))
        }
        Some(_) => (Severity::Warning, format!("`{shown}` is not a value of {field}; did you mean `{right}`?")),
        None if text.is_empty() => (Severity::Information, format!("{} is empty", wording::place_first(node))),
        None => (Severity::Information, format!("`{shown}` is not a value that {field} is known to have")),
    };
    let is_item = node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
    let remove = || Fix::possible(format!("Remove `{shown}`"), vec![remove_child(node)]);
    let usual = || {
        let usual = place.knowledge.subschema(place.id).default.as_ref()?.to_string();
        // Nobody asked for another word by writing none.
        let fix = place.replace_with(&Fitting { text: usual, certain: false });
        Some(Fix { preferred: text.is_empty(), ..fix })
    };
    let fix = meant.map(|right| place.replace_with(&right)).or_else(usual).or_else(|| is_item.then(remove));
    Some(Diagnostic::new("unknown-value", severity, node.range(), message).with_fix(fix))
}

pub(super) fn duplicate_item(place: &Place<'_>, first: Node<'_>) -> Diagnostic {
    let node = place.node;
    let text = wording::excerpt(node);
    let message = format!("`{text}` is already in {}", wording::place(node));
    let fix = Fix::safe(format!("Remove the second `{text}`"), vec![remove_child(node)]);
    // Only the readers of Gen 2 count or compare items.
    let is_counted = place.document.kind() == Some(ConfigKind::Outputs);
    let severity = if is_counted { Severity::Warning } else { Severity::Hint };
    Diagnostic::new("duplicate-item", severity, node.range(), message)
        .with_tag(Tag::Unnecessary)
        .with_related(&place.document.path, first.range(), "the first one is here")
        .with_fix(fix)
}
