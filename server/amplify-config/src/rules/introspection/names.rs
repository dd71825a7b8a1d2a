//! Names inside a model description: they agree with their keys, and what they name is declared.
//!
//! Only amplify-js reads the description. It trusts it, so that what does not hold ends in a TypeError, when the client
//! is made or when a record is loaded.

use std::collections::HashSet;

use amplify_json::{Kind, Node, NodeId};

use super::description::{KINDS, Parts, Scope, has_field, is_implicit, owner};
use super::edited;
use super::report::{Dangling, differs, replace, undeclared};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::spelling::nearest;

pub(in crate::rules) static CHECK: Check = Check {
    rules: &[rule!("introspection", "broken-introspection"), rule!("introspection", "name-differs-from-key")],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(root) = document.models().filter(|_| !document.has_sound_models()) else { return };
    // What was put together by hand is told as a whole.
    if root.kind() != Kind::Object || root.is_doubtful() || edited(document).is_some() {
        return;
    }
    let before = found.len();
    let outer = Scope::of(root);
    let broken = severity(project, document, &[Library::Js]);
    let mut walk = Walk {
        violated: document.violations.iter().map(|violation| violation.node).collect(),
        broken,
        wrong: broken.max(Severity::Warning),
        outer: &outer,
        inner: None,
        dangling: Vec::new(),
        renamed: Vec::new(),
        found,
    };
    walk.types(root);
    for operations in ["queries", "mutations", "subscriptions", "generations"] {
        walk.operations(root.get(operations));
    }
    for route in members(root.get("conversations")) {
        walk.route(route);
    }
    walk.finish(document);
    if found.len() == before {
        document.set_sound_models();
    }
}

/// One pass over a description.
struct Walk<'d, 'w> {
    violated: HashSet<NodeId>,
    /// How bad it is when amplify-js throws.
    broken: Severity,
    /// How bad it is when something is wrong and it does not.
    wrong: Severity,
    outer: &'w Scope<'d>,
    /// The types of the conversation route, which go before the others.
    inner: Option<&'w Scope<'d>>,
    dangling: Vec<Dangling<'d>>,
    /// Types by whose `name` others call them, although it is not their key.
    renamed: Vec<Node<'d>>,
    found: &'w mut Vec<Diagnostic>,
}

fn members(map: Option<Node<'_>>) -> impl Iterator<Item = Node<'_>> {
    map.into_iter().flat_map(Node::members)
}

impl<'d, 'w> Walk<'d, 'w> {
    /// Models, custom types, enums and inputs of a description or a route.
    fn types(&mut self, holder: Node<'d>) {
        for member in members(holder.get("models")) {
            self.name(member);
            if let Some(model) = member.value() {
                self.model(model);
            }
        }
        for member in members(holder.get("nonModels")) {
            let parts = Parts::of(member.value());
            self.agrees(member, parts.name);
            self.fields(parts.fields);
        }
        // The tools put a prefix before the names of the enums of a route, and not before their keys.
        if self.inner.is_none() {
            members(holder.get("enums")).for_each(|member| self.name(member));
        }
        for member in members(holder.get("inputs")) {
            self.name(member);
            self.operations(member.value().and_then(|value| value.get("attributes")));
        }
    }

    fn model(&mut self, model: Node<'d>) {
        let fields = model.get("fields").filter(|fields| fields.kind() == Kind::Object && !fields.is_doubtful());
        self.fields(fields);
        let Some(fields) = fields else { return };
        if let Some(key) = model.get("primaryKeyInfo") {
            let sort = key.get("sortKeyFieldNames").into_iter().flat_map(Node::items);
            for name in key.get("primaryKeyFieldName").into_iter().chain(sort) {
                self.field_name(fields, name, self.broken, "the key of the model", "requests are built from it");
            }
        }
        for attribute in model.get("attributes").into_iter().flat_map(Node::items) {
            let is_key = attribute.get("type").is_some_and(|kind| kind.string_value() == "key");
            let names = attribute.get("properties").filter(|_| is_key).and_then(|properties| properties.get("fields"));
            for name in names.into_iter().flat_map(Node::items) {
                self.field_name(fields, name, self.wrong, "an index", "its query cannot work");
            }
        }
    }

    fn fields(&mut self, fields: Option<Node<'d>>) {
        for member in members(fields) {
            let parts = Parts::of(member.value());
            self.part(member, &parts);
            if let (Some(association), Some(fields)) = (parts.association, fields) {
                self.association(association, &member.name(), parts.kind, fields);
            }
        }
    }

    /// A field, an argument or an operation: its name, its type, and its arguments.
    fn part(&mut self, member: Node<'d>, parts: &Parts<'d>) {
        self.agrees(member, parts.name);
        self.type_name(parts.kind);
        for argument in members(parts.arguments) {
            let parts = Parts::of(argument.value());
            self.agrees(argument, parts.name);
            self.type_name(parts.kind);
        }
    }

    /// The fields of both sides of a relationship.
    fn association(&mut self, association: Node<'d>, field: &str, kind: Option<Node<'d>>, own: Node<'d>) {
        let model = kind.and_then(|kind| kind.get("model"));
        let other = model.and_then(|name| self.declared("model", &name.string_value())).flatten();
        let sides = [("targetNames", Some(own)), ("associatedWith", other)];
        for (list, fields) in sides {
            for name in association.get(list).into_iter().flat_map(Node::items) {
                let Some(fields) = fields.filter(|fields| !has_field(*fields, name)) else { continue };
                if !is_implicit(&name.string_value(), own, field, other) {
                    let effect = "amplify-js throws when the record is loaded";
                    self.field_name(fields, name, self.broken, "the relationship", effect);
                }
            }
        }
    }

    /// Operations, or arguments by themselves.
    fn operations(&mut self, map: Option<Node<'d>>) {
        for member in members(map) {
            self.part(member, &Parts::of(member.value()));
        }
    }

    /// A conversation route, with types of its own.
    fn route(&mut self, member: Node<'d>) {
        self.name(member);
        let Some(route) = member.value().filter(|route| route.kind() == Kind::Object) else { return };
        let scope = Scope::of(route);
        let (conversation, message) = (route.get("conversation"), route.get("message"));
        for name in [conversation, message].into_iter().flatten().filter_map(|part| part.get("modelName")) {
            self.route_model(&scope, name);
        }
        let mut inside = Walk {
            violated: std::mem::take(&mut self.violated),
            broken: self.broken,
            wrong: self.wrong,
            outer: self.outer,
            inner: Some(&scope),
            dangling: std::mem::take(&mut self.dangling),
            renamed: std::mem::take(&mut self.renamed),
            found: &mut *self.found,
        };
        inside.types(route);
        for part in ["send", "subscribe"] {
            let operation = message.and_then(|message| message.get(part));
            if let Some(member) = operation.and_then(Node::member) {
                // Its name is that of the operation of the API, not its key.
                inside.part(member, &Parts { name: None, ..Parts::of(operation) });
            }
        }
        (self.violated, self.dangling, self.renamed) = (inside.violated, inside.dangling, inside.renamed);
    }

    /// The model of a route must be one of its own.
    fn route_model(&mut self, scope: &Scope<'_>, name: Node<'d>) {
        let Some(table) = scope.table("model").filter(|_| self.is_sound(name)) else { return };
        let text = name.string_value();
        if table.contains_key(&text) {
            return;
        }
        let message =
            format!("The route has no model `{text}` of its own: amplify-js then drops all conversation routes");
        let meant = nearest(&text, table.keys().map(AsRef::as_ref)).map(|(meant, _)| replace(name, meant));
        self.found.push(Diagnostic::new("broken-introspection", self.wrong, name.range(), message).with_fix(meant));
    }

    /// Nothing else is said of the value, and it is a text.
    fn is_sound(&self, node: Node<'_>) -> bool {
        node.kind() == Kind::String && !node.is_damaged() && !self.violated.contains(&node.id())
    }

    /// The `name` of a member of a map agrees with its key.
    fn name(&mut self, member: Node<'d>) {
        self.agrees(member, Parts::of(member.value()).name);
    }

    fn agrees(&mut self, member: Node<'d>, name: Option<Node<'d>>) {
        let Some((key, name)) = member.key().zip(name) else { return };
        let is_same = || key.text() == name.text() || key.string_value() == name.string_value();
        if !is_same() && self.is_sound(name) && !key.is_damaged() {
            self.renamed.push(member);
        }
    }

    /// The type that a value names is declared.
    fn type_name(&mut self, node: Option<Node<'d>>) {
        let Some(member) = node.filter(|node| node.kind() == Kind::Object).and_then(Node::first_child) else { return };
        let Some((kind, _)) = KINDS.iter().find(|(kind, _)| *kind == member.name()) else { return };
        let Some(name) = member.value().filter(|name| self.is_sound(*name)) else { return };
        let text = name.string_value();
        // What the AI routes bring along is not always listed.
        if self.declared(kind, &text).is_some() || text.starts_with("AmplifyAI") {
            return;
        }
        if let Some(known) = self.dangling.iter_mut().find(|other| other.kind == *kind && other.name == text) {
            known.places.push(name);
            return;
        }
        let Some(table) = self.outer.table(kind) else { return };
        let inner = self.inner.and_then(|scope| scope.table(kind)).into_iter().flatten();
        let names: Vec<&str> = table.iter().chain(inner).map(|(name, _)| name.as_ref()).collect();
        let others = KINDS.iter().map(|(other, _)| *other).filter(|other| other != kind);
        let other_kind = others.into_iter().find(|other| self.declared(other, &text).is_some());
        self.dangling.push(Dangling {
            kind,
            places: vec![name],
            severity: if matches!(*kind, "model" | "nonModel") { self.broken } else { self.wrong },
            meant: nearest(&text, names.iter().copied()).map(|(meant, _)| meant.to_owned()),
            other_kind,
            name: text.into_owned(),
        });
    }

    /// The fields of a declared type.
    fn declared(&self, kind: &str, name: &str) -> Option<Option<Node<'d>>> {
        let scopes = self.inner.into_iter().chain([self.outer]);
        scopes.filter_map(|scope| scope.table(kind)).find_map(|table| table.get(name)).copied()
    }

    /// A name among the fields of an object.
    fn field_name(&mut self, fields: Node<'d>, name: Node<'d>, severity: Severity, of: &str, effect: &str) {
        if !self.is_sound(name) || has_field(fields, name) {
            return;
        }
        let text = name.string_value();
        let message = format!("`{}` has no field `{text}`, which {of} names: {effect}", owner(fields));
        let keys: Vec<_> = fields.members().map(|field| field.name()).collect();
        let meant = nearest(&text, keys.iter().map(AsRef::as_ref)).map(|(meant, _)| replace(name, meant));
        self.found.push(Diagnostic::new("broken-introspection", severity, name.range(), message).with_fix(meant));
    }

    /// Says what is told of a name once, however often it stands there.
    fn finish(self, document: &Document) {
        let used = self.used_names(document);
        for dangling in self.dangling {
            self.found.push(undeclared(document, &dangling));
        }
        for member in self.renamed {
            let is_model = member.container().is_some_and(|map| map.name() == "models");
            let severity = if is_model { self.broken } else { self.wrong };
            self.found.extend(differs(member, severity, is_model, &used));
        }
    }

    /// Names of types that stand somewhere as types; asked only when a name differs from its key.
    fn used_names(&self, document: &Document) -> HashSet<String> {
        if self.renamed.is_empty() {
            return HashSet::new();
        }
        let is_type = |node: &Node<'_>| KINDS.iter().any(|(kind, _)| *kind == node.name());
        let root = document.models().into_iter().flat_map(Node::descendants);
        let members = root.filter(|node| node.kind() == Kind::Member).filter(is_type);
        members.filter_map(|member| Some(member.value()?.as_str()?.into_owned())).collect()
    }
}

#[cfg(test)]
mod tests;
