//! A value outside the words a field knows, and an item that is in its list twice.

use amplify_json::edit::remove_child;
use amplify_json::{Kind, Node};
use serde_json::Value;

use super::Place;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::fitting::{Fitting, meant_value, shown};
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

pub(super) fn duplicate_item(place: &Place<'_>, first: Node<'_>) -> Diagnostic {
    let node = place.node;
    let text = wording::excerpt(node);
    let message = format!("`{text}` is already in {}", wording::place(node));
    let fix = Fix::safe(format!("Remove the second `{text}`"), vec![remove_child(node)]);
    Diagnostic::new("duplicate-item", Severity::Warning, node.range(), message)
        .with_tag(Tag::Unnecessary)
        .with_related(&place.document.path, first.range(), "the first one is here")
        .with_fix(fix)
}
