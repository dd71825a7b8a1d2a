//! Another user pool instead of the one in a file, by hand: where the account is not known, all that follows from the pool
//! is asked for, one after the other.
//!
//! An editor with tab stops asks in them, with what stands there now; for others placeholders are written, each of which is
//! found until a value stands in its place. The settings that the file repeats are left: nobody knows them.

use std::ops::Range;

use amplify_json::edit::Edit;
use amplify_json::{Kind, Node};

use super::{SECRET, other_pools, touches};
use crate::document::Document;
use crate::features::completion::skeleton::{IN_STOP, escape_snippet};
use crate::features::our_document;
use crate::file_path::FilePath;
use crate::project::Project;
use crate::references::resolve;

/// What doing so is called.
pub const REPLACE_BY_HAND: &str = "Replace the user pool and what follows from it";

/// What is to be asked for: the resource as schemas name it, and what is written for it where nothing can be asked.
const ASKED: [(&str, &str); 4] = [
    ("user-pool", "<user pool id>"),
    ("user-pool-client", "<app client id>"),
    ("oauth-domain", "<domain of the login pages>"),
    ("identity-pool", "<identity pool id>"),
];
const REGION: &str = "<region>";

/// The same change twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// Placeholders.
    pub placeholders: Vec<Edit>,
    /// Tab stops, in the syntax of LSP snippets: those of one number hold the same text.
    pub snippets: Vec<Edit>,
}

/// How the user pool at `range` is replaced by hand; `None` when none stands there, or when the account knows others.
pub fn replace_pool_by_hand(project: &Project, path: &FilePath, range: Range<usize>) -> Option<ByHand> {
    let document = our_document(project, path).filter(|document| document.syntax_errors.is_empty())?;
    document.resource("user-pool").filter(|pool| touches(*pool, &range))?;
    if !other_pools(project, path, range).is_empty() {
        return None;
    }
    let mut stops = Stops { texts: Vec::new(), edits: Vec::new() };
    for (resource, placeholder) in ASKED {
        let mut nodes = named(document, resource);
        // Another pool of the same file has another place in it.
        if matches!(resource, "user-pool" | "identity-pool") {
            let first = nodes.first().and_then(|node| node.as_str());
            nodes.retain(|node| node.as_str() == first);
        }
        for node in &nodes {
            stops.ask(*node, placeholder);
        }
        for node in &nodes {
            if let Some(region) = region_of(document, *node) {
                stops.ask(region, REGION);
            }
            let secret = node.container().and_then(|object| object.member_named("AppClientSecret")?.value());
            if let Some(secret) = secret.filter(|it| resource == "user-pool-client" && it.kind() == Kind::String) {
                stops.ask(secret, SECRET);
            }
        }
    }
    let mut edits = stops.edits;
    edits.sort_by_key(|(placeholder, _)| placeholder.start);
    edits.dedup_by_key(|(placeholder, _)| placeholder.start);
    let (placeholders, snippets) = edits.into_iter().unzip();
    Some(ByHand { placeholders, snippets })
}

/// The texts that name that kind of resource, whatever stands there now.
fn named<'d>(document: &'d Document, resource: &str) -> Vec<Node<'d>> {
    let Some(knowledge) = document.knowledge() else { return Vec::new() };
    let is_named = |id| knowledge.keywords(id).resource.as_deref() == Some(resource);
    let named = document.values().filter(|(node, id)| node.kind() == Kind::String && is_named(*id));
    let mut nodes: Vec<Node<'d>> = named.map(|(node, _)| node).collect();
    nodes.sort_by_key(|node| node.range().start);
    nodes
}

/// The region that stands beside an id.
fn region_of<'d>(document: &'d Document, node: Node<'d>) -> Option<Node<'d>> {
    let (knowledge, id) = document.subschema(node)?;
    let at = knowledge.keywords(id).region_at.as_deref()?;
    resolve(document.tree.root(), node, 0, at).pop().filter(|node| node.kind() == Kind::String)
}

/// What is asked for so far.
struct Stops {
    /// What a tab stop stands for and what stands there now, by number.
    texts: Vec<(&'static str, String)>,
    /// Placeholder and tab stop of each place.
    edits: Vec<(Edit, Edit)>,
}

impl Stops {
    fn ask(&mut self, node: Node<'_>, placeholder: &'static str) {
        let stop = (placeholder, node.string_value().into_owned());
        let range = node.content_range();
        // A secret is handed to nobody, not even to whoever has it.
        let now = if placeholder == SECRET { SECRET } else { &node.tree().text()[range.clone()] };
        let number = self.texts.iter().position(|other| *other == stop).unwrap_or_else(|| {
            self.texts.push(stop);
            self.texts.len() - 1
        });
        let snippet = format!("${{{}:{}}}", number + 1, escape_snippet(now, IN_STOP));
        self.edits.push((Edit::replace(range.clone(), placeholder), Edit::replace(range, snippet)));
    }
}
