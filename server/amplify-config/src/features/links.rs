//! Addresses behind keys and ids.

use std::ops::Range;

use amplify_json::{Kind, Node};

use super::our_document;
use crate::console::{self, Page};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::ids;
use crate::knowledge::Knowledge;
use crate::placeholders::is_placeholder;
use crate::project::Project;
use crate::references::resolve;

/// A place that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The token, without quotes.
    pub range: Range<usize>,
    /// Where it leads: an absolute https address.
    pub target: String,
    /// What is there, in a few words.
    pub tooltip: String,
}

/// A file has at most so many links.
const MAX_LINKS: usize = 2_000;

/// All links of the file: sections lead to the official page, ids to the AWS console, https addresses to themselves.
pub fn links(project: &Project, path: &FilePath) -> Vec<Link> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let Some(knowledge) = document.knowledge() else { return Vec::new() };
    let mut links = sections(document, knowledge);
    // Nothing in these leads anywhere: the one is machine-made, the other must not be passed on.
    let mut closed: Vec<Range<usize>> = Vec::new();
    document.visit_known(|value, id| {
        let keywords = knowledge.keywords(id);
        if keywords.generated || keywords.secret {
            closed.push(value.range());
        } else if let Some(resource) = &keywords.resource
            && !document.recognition.is_template
            && !knowledge.subschema(id).examples.iter().any(|example| example.as_str() == value.as_str().as_deref())
            && let Some(page) = console_page(knowledge, value, resource, keywords.region_at.as_deref())
        {
            let tooltip = format!("Open the {} in the AWS console", page.title);
            links.push(Link { range: value.content_range(), target: page.address, tooltip });
        }
    });
    // They follow each other in the text and none is inside another.
    let is_open = |node: &Node<'_>| {
        let next = closed.partition_point(|range| range.end < node.range().end);
        closed.get(next).is_none_or(|range| node.range().start < range.start)
    };
    for node in document.tree.nodes().filter(|node| node.kind() == Kind::String) {
        if links.len() >= MAX_LINKS {
            break;
        }
        if document.text()[node.content_range()].contains("https:") && is_open(&node) {
            links.extend(addresses(node));
        }
    }
    links.sort_by_key(|link| link.range.start);
    links.truncate(MAX_LINKS);
    links
}

/// The keys of the sections at the top of the file, each with its official page.
fn sections(document: &Document, knowledge: &'static Knowledge) -> Vec<Link> {
    let schema = &knowledge.schema;
    let page = |member: Node<'_>| {
        let key = member.key()?;
        let id = schema.property(schema.root(), &member.name())?;
        let is_section = schema.get(id).types.iter().any(|name| name == "object");
        let docs = knowledge.keywords(id).docs.clone().filter(|_| is_section)?;
        let tooltip = format!("Read about `{}` in the Amplify documentation", member.name());
        Some(Link { range: key.content_range(), target: docs, tooltip })
    };
    document.tree.root().members().filter_map(page).collect()
}

/// The page of the console for a value that names a resource.
fn console_page(knowledge: &Knowledge, value: Node<'_>, resource: &str, region_at: Option<&str>) -> Option<Page> {
    let name = value.as_str()?;
    let region = region_at.and_then(|at| resolve(value.tree().root(), value, 0, at).first()?.as_str());
    let pool = if resource == "user-pool-client" { user_pool_beside(knowledge, value) } else { None };
    console::page(resource, &name, region.as_deref(), pool.as_deref())
}

/// The id of the user pool in the same object.
fn user_pool_beside(knowledge: &Knowledge, value: Node<'_>) -> Option<String> {
    let object = value.container()?;
    let id = knowledge.schema.at(object)?;
    let is_pool = |member: &Node<'_>| {
        let property = knowledge.schema.property(id, &member.name());
        property.is_some_and(|property| knowledge.keywords(property).resource.as_deref() == Some("user-pool"))
    };
    let pool = object.members().take(200).find(is_pool)?.value()?.as_str()?;
    Some(pool.into_owned())
}

/// The https addresses of a string: all of it, or the parts between commas.
fn addresses(node: Node<'_>) -> Vec<Link> {
    let text = node.string_value();
    let range = node.content_range();
    // With escapes the places of the parts are not known.
    let parts: Vec<(Range<usize>, &str)> = if text.len() == range.len() && text.contains(',') {
        let mut start = range.start;
        let place = |part: &'_ str| {
            let begin = start + part.len() - part.trim_start().len();
            start += part.len() + 1;
            begin..begin + part.trim().len()
        };
        text.split(',').map(place).zip(text.split(',').map(str::trim)).collect()
    } else {
        vec![(range, text.as_ref())]
    };
    parts.into_iter().filter_map(|(range, part)| address(range, part)).collect()
}

fn address(range: Range<usize>, text: &str) -> Option<Link> {
    let parts = ids::address(text)?;
    let host = &text[parts.host];
    let is_good =
        &text[parts.scheme] == "https" && host.contains('.') && ids::is_host_name(host) && !is_placeholder(text);
    is_good.then(|| Link { range, target: text.to_owned(), tooltip: format!("Open {host}") })
}

#[cfg(test)]
mod tests;
