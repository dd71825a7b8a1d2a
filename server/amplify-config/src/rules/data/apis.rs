//! The APIs of a file, whatever its kind: where each says its address, its modes and its key.
//!
//! Used by the rules of this topic, so that they need not know the kinds of files.

use std::borrow::Cow;
use std::ops::Range;

use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::keywords::Library;
use crate::knowledge::Knowledge;
use crate::rules::sound;

/// What the fields of an API are called in one kind of file.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) endpoint: &'static str,
    /// The mode that counts when a call names none.
    pub(super) mode: &'static str,
    pub(super) key: &'static str,
    /// The modes beside it, where the file has room for them: a list, or a text with commas.
    pub(super) further: Option<&'static str>,
    /// What tells GraphQL from REST, where both are possible.
    pub(super) kind: Option<&'static str>,
    /// An API for events, which amplify-js alone reads.
    pub(super) is_events: bool,
}

const OUTPUTS: Fields = Fields {
    endpoint: "url",
    mode: "default_authorization_type",
    key: "api_key",
    further: Some("authorization_types"),
    kind: None,
    is_events: false,
};

const WEB: Fields = Fields {
    endpoint: "aws_appsync_graphqlEndpoint",
    mode: "aws_appsync_authenticationType",
    key: "aws_appsync_apiKey",
    further: Some("aws_appsync_additionalAuthenticationTypes"),
    kind: None,
    is_events: false,
};

const MOBILE: Fields = Fields {
    endpoint: "endpoint",
    mode: "authorizationType",
    key: "apiKey",
    further: None,
    kind: Some("endpointType"),
    is_events: false,
};

const EVENTS: Fields = Fields { further: None, is_events: true, ..OUTPUTS };

/// One API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Api<'d> {
    pub(super) fields: &'static Fields,
    /// The object that has the fields; for the flat file the whole file.
    pub(super) object: Node<'d>,
}

/// A mode that is written somewhere.
#[derive(Clone, Debug)]
pub(super) struct Mode<'d> {
    pub(super) word: Cow<'d, str>,
    /// The value that holds it, alone or among others.
    pub(super) node: Node<'d>,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// The APIs of the file that have authorisation modes.
pub(super) fn apis(document: &Document) -> Vec<Api<'_>> {
    let root = document.tree.root();
    match document.kind() {
        Some(ConfigKind::Outputs) => {
            let data = object(root.get("data")).map(|object| Api { fields: &OUTPUTS, object });
            let events = object(at(root, &["custom", "events"])).map(|object| Api { fields: &EVENTS, object });
            data.into_iter().chain(events).collect()
        }
        Some(ConfigKind::Web) => {
            let has_api = root.get(WEB.endpoint).is_some();
            object(Some(root)).filter(|_| has_api).into_iter().map(|object| Api { fields: &WEB, object }).collect()
        }
        Some(ConfigKind::Mobile) => {
            let plugin = at(root, &["api", "plugins", "awsAPIPlugin"]);
            let entries = plugin.into_iter().flat_map(Node::members).filter_map(|member| object(member.value()));
            entries.map(|object| Api { fields: &MOBILE, object }).collect()
        }
        None => Vec::new(),
    }
}

/// An object of which nothing may be lost.
fn object(node: Option<Node<'_>>) -> Option<Node<'_>> {
    node.filter(|node| node.kind() == Kind::Object && !node.is_doubtful())
}

/// The value at the end of a path of names.
pub(super) fn at<'d>(root: Node<'d>, path: &[&str]) -> Option<Node<'d>> {
    path.iter().try_fold(root, |node, name| node.get(name))
}

impl<'d> Api<'d> {
    /// The libraries that use the API.
    pub(super) fn readers(&self, document: &Document) -> &'static [Library] {
        match document.kind() {
            Some(_) if self.fields.is_events => &[Library::Js],
            Some(kind) => Knowledge::readers(kind),
            None => &[],
        }
    }

    /// The default mode, if it is one that the libraries know.
    pub(super) fn mode(&self, document: &Document) -> Option<Mode<'d>> {
        let node = self.object.get(self.fields.mode)?;
        let word = sound::text(document, node)?;
        Some(Mode { word, node, range: node.range() })
    }

    /// The modes beside the default one; `None` when they cannot be told.
    pub(super) fn further(&self, document: &Document) -> Option<Vec<Mode<'d>>> {
        let Some(node) = self.fields.further.and_then(|name| self.object.get(name)) else { return Some(Vec::new()) };
        match node.kind() {
            Kind::Array => {
                let modes = sound::container(document, node)?.items().map(|node| {
                    let word = sound::text(document, node)?;
                    Some(Mode { word, node, range: node.range() })
                });
                modes.collect()
            }
            Kind::String => words(document, node),
            _ => None,
        }
    }

    /// The API is REST; `None` when the file does not say so.
    pub(super) fn is_rest(&self, document: &Document) -> Option<bool> {
        let Some(name) = self.fields.kind else { return Some(false) };
        sound::text_at(document, self.object, name).map(|kind| kind == "REST")
    }
}

/// The words of a text with commas, without the blanks around them.
fn words<'d>(document: &Document, node: Node<'d>) -> Option<Vec<Mode<'d>>> {
    let Some(Cow::Borrowed(text)) = sound::text(document, node) else { return None };
    let mut found = Vec::new();
    let mut start = node.content_range().start;
    for part in text.split(',') {
        let word = part.trim();
        let begin = start + (part.len() - part.trim_start().len());
        if !word.is_empty() {
            found.push(Mode { word: Cow::Borrowed(word), node, range: begin..begin + word.len() });
        }
        start += part.len() + 1;
    }
    Some(found)
}
