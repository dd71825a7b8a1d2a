//! Where one value names another: the place it is declared, the places that use it.
//!
//! What names what is said by `refers-to` in the schemas. A declaration is known as one by its uses only.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node, NodeId};

use super::our_document;
use crate::document::Document;
use crate::file_path::FilePath;
use crate::keywords::Reference;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::references::{follow, names, starts};

/// The range of the name at `offset` and the places (of the same file) where it is declared; `None` if it is no name.
pub fn definition(project: &Project, path: &FilePath, offset: usize) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let document = our_document(project, path)?;
    let mut search = Search::at(document, offset)?;
    let declared = search.declared.iter().map(|node| node.content_range()).collect();
    match search.own_use.take() {
        Some(own) => Some((own.range, declared)),
        None => (!search.uses().is_empty()).then(|| (search.token.content_range(), declared)),
    }
}

/// All places of the file that use the name at `offset`, its declaration included if `with_declaration`.
pub fn references(project: &Project, path: &FilePath, offset: usize, with_declaration: bool) -> Vec<Range<usize>> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let Some(mut search) = Search::at(document, offset) else { return Vec::new() };
    let mut ranges = search.uses();
    if with_declaration && !ranges.is_empty() {
        ranges.extend(search.declared.iter().map(|node| node.content_range()));
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    ranges
}

/// All places of the file that hold the name at `offset`.
pub fn highlights(project: &Project, path: &FilePath, offset: usize) -> Vec<Range<usize>> {
    references(project, path, offset, true)
}

/// A place that names something.
struct Use<'d> {
    /// The value that the reference counts from.
    value: Node<'d>,
    name: Cow<'d, str>,
    /// Bytes of the name alone.
    range: Range<usize>,
    reference: &'static Reference,
}

/// What `value` names, if the schema says that it, or its key, names something.
fn use_of<'d>(knowledge: &'static Knowledge, value: Node<'d>, id: SubschemaId) -> Option<Use<'d>> {
    let reference = knowledge.keywords(id).refers_to.as_ref()?;
    let Some(prefix) = &reference.key_prefix else {
        return Some(Use { value, name: value.as_str()?, range: value.content_range(), reference });
    };
    let key = value.member()?.key()?;
    let name = key.string_value().strip_prefix(prefix.as_str())?.to_owned();
    let range = key.content_range();
    // Behind a prefix that is written with escapes the name cannot be told apart.
    let is_plain = key.tree().text()[range.clone()].starts_with(prefix.as_str());
    let start = if is_plain { range.start + prefix.len() } else { range.start };
    Some(Use { value, name: Cow::Owned(name), range: start..range.end, reference })
}

/// A name, looked for in one document.
struct Search<'d> {
    document: &'d Document,
    /// The string or key it was asked for.
    token: Node<'d>,
    name: String,
    /// The token as a use; else it may be a declaration.
    own_use: Option<Use<'d>>,
    declared: Vec<Node<'d>>,
    /// Declarations of the name by start and path, so that each list of names is looked through once.
    looked: HashMap<(NodeId, String), Vec<Node<'d>>>,
}

impl<'d> Search<'d> {
    fn at(document: &'d Document, offset: usize) -> Option<Search<'d>> {
        let token = document.tree.node_at(offset);
        let is_inside = token.range().start <= offset && offset <= token.range().end;
        if !is_inside || !matches!(token.kind(), Kind::String | Kind::Key) {
            return None;
        }
        let (knowledge, id) = document.subschema(token)?;
        let value = if token.kind() == Kind::Key { token.member()?.value()? } else { token };
        // A key is a use only of its own name, a string only of its own text.
        let own_use = use_of(knowledge, value, id)
            .filter(|own| own.reference.key_prefix.is_some() == (token.kind() == Kind::Key));
        let name = own_use.as_ref().map_or_else(|| token.string_value().into_owned(), |own| own.name.to_string());
        let mut search = Search { document, token, name, own_use: None, declared: Vec::new(), looked: HashMap::new() };
        search.declared = match &own_use {
            Some(own) => search.declarations(own),
            None => vec![token],
        };
        search.own_use = own_use;
        Some(search)
    }

    /// Where what `used` names is declared: the nearest place that has the name.
    fn declarations(&mut self, used: &Use<'d>) -> Vec<Node<'d>> {
        let (starts, path) = starts(self.document.tree.root(), used.value, 0, &used.reference.at);
        for start in starts {
            let name = &self.name;
            let found = self.looked.entry((start.id(), path.to_string())).or_insert_with(|| {
                let names = follow(start, &path).into_iter().flat_map(names);
                names.filter(|node| node.string_value() == *name).collect()
            });
            if !found.is_empty() {
                return found.clone();
            }
        }
        Vec::new()
    }

    /// The places that name what the token names or declares; of a name that is declared nowhere, those that look for
    /// it in the same place.
    fn uses(&mut self) -> Vec<Range<usize>> {
        let Some(knowledge) = self.document.knowledge() else { return Vec::new() };
        let root = self.document.tree.root();
        let outermost = |used: &Use<'d>| {
            let (starts, path) = starts(root, used.value, 0, &used.reference.at);
            (starts.last().map(|start| start.id()), path)
        };
        let own_place = self.own_use.as_ref().map(outermost);
        let mut same_name: Vec<Use<'d>> = Vec::new();
        self.document.visit_known(|value, id| {
            same_name.extend(use_of(knowledge, value, id).filter(|used| used.name == self.name));
        });
        same_name.retain(|used| {
            let declared = self.declarations(used);
            match (declared.first(), self.declared.first()) {
                (None, None) => Some(outermost(used)) == own_place,
                (Some(_), Some(_)) => declared.iter().any(|node| self.declared.contains(node)),
                _ => false,
            }
        });
        same_name.into_iter().map(|used| used.range).collect()
    }
}

#[cfg(test)]
mod tests;
