//! What a file says, told from how its kind writes it.
//!
//! A fact has the name of the Gen 2 field; what Gen 2 has no field for has a name with `~`. Facts remember the values
//! they were read from, so that what cannot be carried over can be pointed at.

use std::collections::HashSet;

use amplify_json::{Kind, Node, NodeId};
use serde_json::Value;

use crate::config_kind::ConfigKind;
use crate::convert::Note;
use crate::convert::fields::FIELDS;
use crate::document::Document;
use crate::fitting::fitting;
use crate::references::follow;

/// One fact.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: Value,
    /// Where it was read; empty if it follows from others.
    pub(super) from: Vec<NodeId>,
}

/// An API of another kind than GraphQL.
#[derive(Clone, Debug)]
pub(super) struct RestApi {
    pub(super) name: String,
    pub(super) endpoint: Value,
    pub(super) region: Option<Value>,
    /// The service that requests are signed for, if it is not API Gateway.
    pub(super) service: Option<Value>,
    pub(super) from: NodeId,
}

/// All that was read of a file.
pub(super) struct Facts<'d> {
    pub(super) document: &'d Document,
    pub(super) kind: ConfigKind,
    pub(super) facts: Vec<Fact>,
    pub(super) rest: Vec<RestApi>,
    /// Values that became facts, or are known to add nothing.
    pub(super) used: HashSet<NodeId>,
    pub(super) notes: Vec<Note>,
}

impl<'d> Facts<'d> {
    /// Reads every field of the table.
    pub(super) fn read(document: &'d Document, kind: ConfigKind) -> Facts<'d> {
        let (facts, rest, used, notes) = Default::default();
        let mut read = Facts { document, kind, facts, rest, used, notes };
        for field in FIELDS {
            let Some(node) = field.path(kind).and_then(|path| read.node(&path)) else { continue };
            read.used.insert(node.id());
            let Some(value) = read.value(node) else { continue };
            let Some((mut value, mut unknown)) = field.form(kind).read(value) else { continue };
            if let (ConfigKind::Outputs, Some(items)) = (kind, value.as_array()) {
                unknown = field.form.strangers(&value);
                value = (0..items.len()).filter(|at| !unknown.contains(at)).map(|at| items[at].clone()).collect();
            }
            for item in unknown.into_iter().filter_map(|at| node.items().nth(at)) {
                read.lost(item, "the other kind of file has no word for it");
            }
            // A list that is empty for want of known words says nothing any more.
            read.put_from(field.outputs, value, &[node]);
        }
        read
    }

    /// The value at that path of keys.
    pub(super) fn node(&self, path: &str) -> Option<Node<'d>> {
        follow(self.document.tree.root(), path).into_iter().next()
    }

    /// The value as it was meant, if it can be read; what cannot is noted.
    pub(super) fn value(&mut self, node: Node<'d>) -> Option<Value> {
        if node.descendants().any(is_unreadable) {
            let is_code = node.descendants().any(|part| part.kind() == Kind::Missing && !part.range().is_empty());
            let is_code = is_code && self.document.embedded.is_some();
            self.lost(node, if is_code { "it is told by code, which is not run" } else { "it cannot be read" });
            return None;
        }
        let fitted = self.document.subschema(node).and_then(|(knowledge, id)| fitting(knowledge, id, node));
        let fitted = fitted.filter(|fitted| fitted.certain).and_then(|fitted| serde_json::from_str(&fitted.text).ok());
        // Deeper than this no reader goes.
        Some(fitted.unwrap_or_else(|| node.to_value(128))).filter(|value| !value.is_null())
    }

    /// The fact of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.facts.iter().find(|fact| fact.name == name).map(|fact| &fact.value)
    }

    /// The fact of that name, if it is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The fact of that name as a list.
    pub(super) fn list(&self, name: &str) -> Vec<Value> {
        self.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// Some fact below that name.
    pub(super) fn has_below(&self, section: &str) -> bool {
        self.facts.iter().any(|fact| fact.name.strip_prefix(section).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Sets a fact; one of that name keeps where it was read.
    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.put_from(name, value.into(), &[]);
    }

    /// Sets a fact unless there is one.
    pub(super) fn put_if_absent(&mut self, name: &str, value: impl Into<Value>) {
        if self.get(name).is_none() {
            self.put(name, value);
        }
    }

    pub(super) fn put_from(&mut self, name: &str, value: Value, from: &[Node<'d>]) {
        let from: Vec<NodeId> = from.iter().map(|node| node.id()).collect();
        self.used.extend(&from);
        match self.facts.iter_mut().find(|fact| fact.name == name) {
            Some(fact) => {
                fact.value = value;
                fact.from.extend(from);
            }
            None => self.facts.push(Fact { name: name.to_owned(), value, from }),
        }
    }

    /// Takes a fact away.
    pub(super) fn take(&mut self, name: &str) -> Option<Fact> {
        let at = self.facts.iter().position(|fact| fact.name == name)?;
        Some(self.facts.remove(at))
    }

    /// Notes that a value is left out.
    pub(super) fn lost(&mut self, node: Node<'d>, why: &str) {
        self.used.insert(node.id());
        self.notes.push(Note::lost(self.document, &[node], why));
    }

    /// Notes that what a fact says is left out.
    pub(super) fn lost_fact(&mut self, fact: &Fact, why: &str) {
        let nodes: Vec<Node<'d>> = fact.from.iter().map(|&id| self.document.tree.node(id)).collect();
        if !nodes.is_empty() {
            self.notes.push(Note::lost(self.document, &nodes, why));
        }
    }

    /// Notes that a fact means something else in the new file.
    pub(super) fn changed(&mut self, name: &str, message: String) {
        let from = self.facts.iter().find(|fact| fact.name == name).map(|fact| fact.from.clone()).unwrap_or_default();
        let nodes: Vec<Node<'d>> = from.into_iter().map(|id| self.document.tree.node(id)).collect();
        self.notes.push(Note::changed(&nodes, message));
    }
}

/// What this node says can only be guessed.
fn is_unreadable(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Missing => true,
        Kind::String => node.is_damaged() && !(node.has_open_quote() && node.has_close_quote()),
        Kind::Number => node.is_damaged(),
        _ => false,
    }
}
