//! One mistake at a time in real files: amplify-js's reader fails over it, or leaves something unconfigured, if and only
//! if we report it to a project that uses amplify-js.
//!
//! Planted is what can be seen when a file is read: keys left out, misspelt or in another style, values of another type.
//! What only shows when AWS is asked (a wrong id) is not a matter of the reader.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use amplify_config::{Change, Diagnostic, Document, FilePath, Library, Project, Settings, Severity, diagnostics};
use amplify_json::edit::{Edit, apply, remove_child};
use amplify_json::{Kind, Node};
use serde_json::Value;

use crate::{documents, reader};

/// A text with one mistake.
struct Planted {
    kind: &'static str,
    place: String,
    text: String,
}

#[test]
fn we_report_what_the_reader_stumbles_over() {
    let mut texts = Vec::new();
    let mut cases = Vec::new();
    for (name, document) in documents() {
        // In a file that is wrong as a whole nothing else is told.
        let before = findings(document.path.as_str(), document.text());
        if before.iter().all(|found| found.severity != Severity::Error && found.code != "wrong-shape") {
            let planted = plant(&document);
            texts.push(document.text().to_owned());
            texts.extend(planted.iter().map(|planted| planted.text.clone()));
            cases.push((name, document, planted));
        }
    }
    let mut answers = reader::read(&texts).into_iter();
    let mut table: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let (mut silent, mut idle) = (Vec::new(), Vec::new());
    for (name, document, planted) in cases {
        let before = answers.next().unwrap();
        let known = findings(document.path.as_str(), document.text());
        for planted in planted {
            let after = answers.next().unwrap();
            // A file that the reader does not take at all is no judge of mistakes.
            let Ok(before) = &before else { continue };
            let wanted = essentials(before);
            if wanted.is_empty() {
                continue;
            }
            let broken = after.as_ref().map_or(true, |after| !wanted.is_subset(&essentials(after)));
            let found = findings(document.path.as_str(), &planted.text);
            let new: Vec<&Diagnostic> = found
                .iter()
                .filter(|diagnostic| {
                    !known.iter().any(|old| (old.code, &old.message) == (diagnostic.code, &diagnostic.message))
                })
                .collect();
            let is_told = new.iter().any(|diagnostic| diagnostic.severity <= Severity::Warning);
            let is_error = new.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
            let row = table.entry(planted.kind).or_default();
            row[0] += 1;
            row[1] += usize::from(broken);
            let place = format!("{} {} in {name}", planted.place, planted.kind);
            if broken && !is_told {
                row[2] += 1;
                let said: Vec<_> = new.iter().map(|diagnostic| diagnostic.code).collect();
                silent.push(format!("{place}: {}, said {said:?}", after.err().unwrap_or_default()));
            }
            if !broken && is_error {
                row[3] += 1;
                let said: Vec<_> = new.iter().map(|diagnostic| (diagnostic.code, &diagnostic.message)).collect();
                idle.push(format!("{place}: {said:?}"));
            }
        }
    }
    println!("{:<16} planted  broken  silent  error without harm", "");
    for (kind, [planted, broken, silent, idle]) in &table {
        println!("{kind:<16} {planted:>7} {broken:>7} {silent:>7} {idle:>7}");
    }
    let all = |column: usize| table.values().map(|row| row[column]).sum::<usize>();
    let agreed = 100.0 - 100.0 * (all(2) + all(3)) as f64 / all(0) as f64;
    println!("the reader and we agree on {agreed:.1} % of {} mistakes", all(0));
    let show = |list: &[String]| list.iter().step_by(1 + list.len() / 40).cloned().collect::<Vec<_>>().join("\n");
    println!("silent:\n{}\nerror without harm:\n{}", show(&silent), show(&idle));
    assert!(all(0) > 2000);
    assert!(agreed >= 98.0, "{agreed}");
}

/// What we say to a project that uses amplify-js alone.
fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    let path = FilePath::new(name);
    let mut project = Project::new();
    let libraries = BTreeSet::from([Library::Js]);
    project.apply(Change::Settings(Settings { libraries, ..Settings::default() }));
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    diagnostics(&project, &path)
}

/// Values without which what the app does with a section fails, with the type that they must have.
const ESSENTIALS: &[(&str, &str)] = &[
    ("/Auth/Cognito/userPoolId", "text"),
    ("/Auth/Cognito/userPoolClientId", "text"),
    ("/Auth/Cognito/identityPoolId", "text"),
    ("/Auth/Cognito/loginWith/oauth/domain", "text"),
    ("/Auth/Cognito/loginWith/oauth/redirectSignIn", "texts"),
    ("/Auth/Cognito/loginWith/oauth/redirectSignOut", "texts"),
    ("/Auth/Cognito/loginWith/oauth/responseType", "text"),
    ("/Auth/Cognito/loginWith/oauth/scopes", "texts"),
    ("/API/GraphQL/endpoint", "text"),
    ("/API/GraphQL/defaultAuthMode", "text"),
    // It goes into a header, where a list of one text is that text.
    ("/API/GraphQL/apiKey", "anything"),
    ("/API/REST/*/endpoint", "text"),
    ("/Storage/S3/bucket", "text"),
    ("/Storage/S3/region", "text"),
    ("/Geo/LocationService/region", "text"),
    ("/Geo/LocationService/maps/items", "object"),
    ("/Geo/LocationService/maps/default", "text"),
    ("/Geo/LocationService/searchIndices/default", "text"),
    ("/Geo/LocationService/geofenceCollections/default", "text"),
    ("/Analytics/Pinpoint/appId", "text"),
    ("/Analytics/Pinpoint/region", "text"),
    ("/Notifications/InAppMessaging/Pinpoint/appId", "text"),
    ("/Notifications/InAppMessaging/Pinpoint/region", "text"),
    ("/Notifications/PushNotification/Pinpoint/appId", "text"),
    ("/Notifications/PushNotification/Pinpoint/region", "text"),
    ("/Notifications/PushNotification/CustomerProfiles/endpoint", "text"),
    ("/Notifications/PushNotification/CustomerProfiles/region", "text"),
    ("/Interactions/LexV1/*/name", "text"),
    ("/Interactions/LexV1/*/alias", "text"),
    ("/Interactions/LexV1/*/region", "text"),
];

/// Those that a configuration has, with how many there are of each.
fn essentials(config: &Value) -> BTreeSet<(&'static str, usize)> {
    let is_good = |value: &&Value, kind: &str| match (value, kind) {
        (Value::Null, _) => false,
        (_, "anything") | (Value::Object(_), "object") => true,
        (Value::String(text), "text") => !text.is_empty(),
        (Value::Array(items), "texts") => !items.is_empty() && items.iter().all(Value::is_string),
        _ => false,
    };
    let count = |pointer: &str, kind: &str| match pointer.split_once("/*") {
        None => usize::from(config.pointer(pointer).is_some_and(|value| is_good(&value, kind))),
        Some((above, below)) => {
            let members = config.pointer(above).and_then(Value::as_object);
            let values = members.into_iter().flatten().filter_map(|(_, value)| value.pointer(below));
            values.filter(|value| is_good(value, kind)).count()
        }
    };
    let counts = ESSENTIALS.iter().map(|(pointer, kind)| (*pointer, count(pointer, kind)));
    counts.filter(|(_, count)| *count > 0).collect()
}

/// Every mistake at every place.
fn plant(document: &Document) -> Vec<Planted> {
    let mut planted = Vec::new();
    let members = document.tree.root().descendants().filter(|node| node.kind() == Kind::Member);
    for member in members {
        let place = member.pointer();
        // Nobody writes these by hand, and code alone knows what custom content means.
        let is_own =
            ["/data/model_introspection", "/modelIntrospection", "/custom", "/geo/maps/items", "/storage/buckets"]
                .iter()
                .any(|start| place.starts_with(start));
        let (Some(key), Some(value)) = (member.key(), member.value()) else { continue };
        if is_own {
            continue;
        }
        let mut add = |kind, edit: Edit| {
            planted.push(Planted { kind, place: place.clone(), text: apply(document.text(), &[edit]) });
        };
        let name = key.string_value();
        // To leave out a whole section is no mistake, nor is what may be left out.
        if is_needed(document, member) {
            add("key left out", remove_child(member));
        }
        let rename = |name: &str| Edit::replace(key.range(), format!("\"{name}\""));
        if name.len() > 4 && name.is_ascii() {
            let at = name.len() / 2;
            add("letter dropped", rename(&format!("{}{}", &name[..at], &name[at + 1..])));
            add("letter doubled", rename(&format!("{}{}", &name[..=at], &name[at..])));
        }
        let other = if name.contains('_') { camel(&name) } else { snake(&name) };
        if other != name {
            add("other style", rename(&other));
        }
        for (kind, text) in wrong_types(value) {
            add(kind, Edit::replace(value.range(), text));
        }
    }
    planted
}

/// The schema wants it where it is, or the file would have no section without it.
fn is_needed(document: &Document, member: Node<'_>) -> bool {
    let Some((knowledge, id)) = member.container().and_then(|object| document.subschema(object)) else { return false };
    knowledge.schema.get(id).required.iter().any(|name| **name == *member.name())
}

fn wrong_types(value: Node<'_>) -> Vec<(&'static str, String)> {
    match value.kind() {
        Kind::String => vec![("text as number", "42".into()), ("text in a list", format!("[{}]", value.text()))],
        Kind::Array if value.items().next().is_some() => {
            vec![("list as object", "{}".into()), ("list as number", "7".into())]
        }
        Kind::Object => vec![("object as text", "\"x\"".into()), ("object in a list", format!("[{}]", value.text()))],
        Kind::Bool => vec![("flag as text", format!("\"{}\"", value.text()))],
        Kind::Number => vec![("number as text", format!("\"{}\"", value.text()))],
        _ => Vec::new(),
    }
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + &part[..1].to_ascii_uppercase() + &part[1..])
}

fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut name, letter| {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
        name
    })
}
