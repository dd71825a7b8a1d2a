//! A value that names something declared elsewhere, and nothing of that name is declared.
//!
//! One rule over every `refers-to` of the schemas. Two are left to the rules on storage, which know more of them: the
//! default bucket, and access rules with the name of a group in their key.

use std::collections::HashSet;

use amplify_json::edit::Edit;
use amplify_json::string::escape;
use amplify_json::{Kind, Node, NodeId};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::{readers_that, severity};
use crate::keywords::{Keywords, Library, Reading, Reference};
use crate::placeholders::is_placeholder;
use crate::project::Project;
use crate::references::{names, resolve};
use crate::rule::{Check, rule};
use crate::rules::data::url::{graphql, is_gateway};
use crate::rules::identifiers::{is_as_made, is_blank};
use crate::spelling::{Nearness, nearest};
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("references", "dangling-name")], run: check };

/// Longer lists are not offered name by name.
const FEW: usize = 8;

/// Libraries that demand the field and do nothing with what it names, by the kind of resource: Flutter asks for what
/// the AWS Mobile SDK read and uses its own plugins' settings, and only JavaScript has geofences.
const UNMOVED: [(&str, Library); 6] = [
    ("user-pool-client", Library::Flutter),
    ("pinpoint-app", Library::Flutter),
    ("bucket", Library::Flutter),
    ("region", Library::Flutter),
    ("location-geofence-collection", Library::Swift),
    ("location-geofence-collection", Library::Android),
];

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let wrong: HashSet<NodeId> = document.violations.iter().map(|violation| violation.node).collect();
    for (node, id) in document.values() {
        let keywords = knowledge.keywords(id);
        let Some(reference) = keywords.refers_to.as_ref().filter(|reference| is_ours(reference)) else { continue };
        if node.kind() != Kind::String || node.is_damaged() || wrong.contains(&node.id()) {
            continue;
        }
        let text = node.string_value();
        if text.is_empty() && keywords.resource.as_deref() == Some("appsync-api") {
            continue; // That is said where holes are.
        }
        let places = resolve(document.tree.root(), node, 0, &reference.at);
        let is_list = places.iter().any(|place| place.kind() != Kind::String);
        let Some(mut declared) = declared(places, &wrong) else { continue };
        let is_address = keywords.resource.as_deref() == Some("appsync-api");
        // Among the APIs of a file are those of API Gateway, which no AppSync entry can mean.
        declared.retain(|name| !is_address || !is_gateway(name));
        let is_made = |text: &str| {
            let is_mock = text.starts_with("http://");
            is_as_made(keywords.resource.as_deref(), text) != Some(false)
                && !(is_address && (is_mock || graphql(text).is_some()))
        };
        if !is_list
            && (has_gaps(document, node, reference)
                || declared.is_empty()
                || !is_made(&text)
                || !declared.iter().all(|name| is_made(name)))
        {
            continue; // Of two values that are to be equal one is not there, or no id: that is said already.
        }
        // The form of a name is said where ids are.
        if is_list && !text.is_empty() && is_as_made(keywords.resource.as_deref(), &text) == Some(false) {
            continue;
        }
        let has_blanks = text.contains(is_blank) || !is_list && declared.iter().any(|name| name.contains(is_blank));
        if has_blanks || is_placeholder(&text) || declared.iter().any(|name| *name == text || is_placeholder(name)) {
            continue;
        }
        let mut broken = readers_that(document, id, &[Reading::Needs]);
        broken.retain(|library| !is_unmoved(keywords, *library));
        let message = message(node, &format!("`{}`", dotted(&reference.at)), is_list, declared.is_empty());
        found.push(diagnostic(project, document, node, message, &declared, &broken));
    }
}

/// Of the places that can declare a name one has none: it may be the one that is meant.
fn has_gaps(document: &Document, node: Node<'_>, reference: &Reference) -> bool {
    let Some((above, _)) = reference.at.rsplit_once('/').filter(|(above, _)| above.ends_with('*')) else {
        return false;
    };
    let count = |pointer: &str| resolve(document.tree.root(), node, 0, pointer).len();
    count(above) != count(&reference.at)
}

fn is_ours(reference: &Reference) -> bool {
    reference.key_prefix.is_none() && reference.at != "1/buckets/*/bucket_name"
}

fn is_unmoved(keywords: &Keywords, library: Library) -> bool {
    UNMOVED.iter().any(|(resource, unmoved)| keywords.resource.as_deref() == Some(resource) && *unmoved == library)
}

/// The names that the value can have; `None` where nothing declares any, or a part of the place is not to be trusted.
fn declared(places: Vec<Node<'_>>, wrong: &HashSet<NodeId>) -> Option<Vec<String>> {
    let is_sound = |node: &Node<'_>| !node.is_damaged() && !node.is_doubtful() && !wrong.contains(&node.id());
    let holds_names = |place: &Node<'_>| match place.kind() {
        Kind::Object => place.members().filter_map(Node::key).all(|key| !key.is_damaged()),
        Kind::Array => place.items().all(|item| item.kind() == Kind::String && is_sound(&item)),
        kind => kind == Kind::String,
    };
    if places.is_empty() || !places.iter().all(|place| is_sound(place) && holds_names(place)) {
        return None;
    }
    let mut all: Vec<String> = Vec::new();
    for name in places.into_iter().flat_map(names) {
        let name = name.string_value().into_owned();
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    Some(all)
}

fn message(node: Node<'_>, place: &str, is_list: bool, has_none: bool) -> String {
    let field = wording::place_first(node);
    let text = wording::excerpt(node);
    match (is_list, has_none) {
        (_, true) => format!("{field} is `{text}`, but {place} is empty"),
        (true, _) if text.is_empty() => format!("{field} is empty; it must be one of {place}"),
        (true, _) => format!("{field} is `{text}`, which is not in {place}"),
        (false, _) => format!("{field} is `{text}`, which is not what {place} says"),
    }
}

fn diagnostic(
    project: &Project,
    document: &Document,
    node: Node<'_>,
    mut message: String,
    declared: &[String],
    broken: &[Library],
) -> Diagnostic {
    let text = node.string_value();
    let severity = match broken {
        [] => Severity::Hint,
        // The Gen 1 tools write an empty default when no resource was chosen as one.
        _ if text.is_empty() => severity(project, document, broken).max(Severity::Warning),
        _ => severity(project, document, broken),
    };
    if !broken.is_empty() {
        message.push_str("; ");
        message.push_str(&wording::libraries(broken, "fails", "fail"));
    }
    let mut diagnostic = Diagnostic::new("dangling-name", severity, node.range(), message);
    diagnostic.fixes = fixes(node, &text, declared, broken);
    diagnostic
}

/// The nearest name, the only one, or of nothing the first one; then the others, when they are few.
fn fixes(node: Node<'_>, text: &str, declared: &[String], broken: &[Library]) -> Vec<Fix> {
    let near = nearest(text, declared.iter().map(String::as_str));
    let only = match declared {
        [first, ..] if text.is_empty() => Some((first.as_str(), Nearness::Slip)),
        [only] => Some((only.as_str(), Nearness::Slip)),
        _ => None,
    };
    let best = near.or(only);
    let mut fixes = Vec::new();
    let replace = |name: &str| vec![Edit::replace(node.content_range(), escape(name))];
    let title = |name: &str| format!("Replace with `{name}`");
    if let Some((name, nearness)) = best {
        let is_certain = nearness == Nearness::Folded && !broken.is_empty();
        fixes.push(if is_certain {
            Fix::safe(title(name), replace(name))
        } else {
            Fix::likely(title(name), replace(name))
        });
    }
    if declared.len() <= FEW {
        let others = declared.iter().filter(|name| best.is_none_or(|(best, _)| best != *name));
        fixes.extend(others.map(|name| Fix::possible(title(name), replace(name))));
    }
    fixes
}

/// The last steps of a pointer, as people write a way into an object.
fn dotted(pointer: &str) -> String {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    steps[steps.len().saturating_sub(3)..].join(".")
}

#[cfg(test)]
mod tests {
    use crate::{Change, FilePath, Project, diagnostics};

    fn check(body: &str, expected: &str) {
        let text =
            format!("{{ \"version\": \"1.4\", \"geo\": {{ \"aws_region\": \"eu-west-1\", \"maps\": {body} }} }}");
        let path = FilePath::new("amplify_outputs.json");
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(text.into())));
        let found = diagnostics(&project, &path);
        let said: Vec<String> = found
            .iter()
            .filter(|diagnostic| diagnostic.code == "dangling-name")
            .map(|diagnostic| {
                let fixes: Vec<&str> = diagnostic.fixes.iter().map(|fix| fix.title.as_str()).collect();
                format!("{} [{}]", diagnostic.message, fixes.join(", "))
            })
            .collect();
        assert_eq!(said.join("\n"), expected, "{body}");
    }

    #[test]
    fn a_name_is_compared_with_what_is_declared() {
        let style = r#"{ "style": "VectorEsriStreets" }"#;
        let maps = |items: &str, default: &str| format!(r#"{{ "items": {items}, "default": {default} }}"#);
        let two = format!(r#"{{ "city": {style}, "land": {style} }}"#);
        let fails = "amplify-js, amplify-swift and amplify-android fail";
        check(&maps(&two, r#""land""#), "");
        check(
            &maps(&two, r#""lnad""#),
            &format!(
                "`default` is `lnad`, which is not in `items`; {fails} [Replace with `land`, Replace with `city`]"
            ),
        );
        check(
            &maps(&two, r#""sea""#),
            &format!("`default` is `sea`, which is not in `items`; {fails} [Replace with `city`, Replace with `land`]"),
        );
        check(
            &maps(&two, r#""""#),
            &format!(
                "`default` is empty; it must be one of `items`; {fails} [Replace with `city`, Replace with `land`]"
            ),
        );
        check(&maps("{}", r#""sea""#), &format!("`default` is `sea`, but `items` is empty; {fails} []"));
        // Someone else speaks of these, or nobody knows better.
        check(&maps(&two, r#""<your-map>""#), "");
        check(&maps(r#"["city"]"#, r#""sea""#), "");
        check(&maps(&format!(r#"{{ "YOUR_MAP": {style} }}"#), r#""sea""#), "");
        check(r#"{ "default": "sea" }"#, "");
        check(&maps(&two, "7"), "");
        check(&maps("{", r#""sea""#), "");
        check(r#"{ "items": , "default": "sea" }"#, "");
    }
}
