//! A JSON Schema (2020-12) that can be asked: what it says of a place in a document, and what a document has against it.
//!
//! References are resolved when the schema is read (`read`), so that each subschema stands for itself with everything
//! said beside its `$ref`. Recursion is not supported; a reference that leads back into itself is cut off.

mod read;

use std::sync::OnceLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::tree::{Kind, Node, Tree};
use crate::validate::{self, Validator};
use crate::violation::Violation;

/// Number of a subschema in its [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubschemaId(u32);

impl SubschemaId {
    /// The number, to index tables beside the schema.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the members that no other keyword names may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Additional {
    /// Anything.
    Any,
    /// There may be none.
    Forbidden,
    /// What this subschema says.
    Like(SubschemaId),
}

/// What a schema says of one place.
#[derive(Debug)]
pub struct Subschema {
    /// `type`: names of JSON types; empty means any.
    pub types: Vec<String>,
    /// `properties`, in their order.
    pub properties: Vec<(String, SubschemaId)>,
    /// `patternProperties`.
    pub patterns: Vec<(Regex, SubschemaId)>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `propertyNames`.
    pub property_names: Option<SubschemaId>,
    /// `items`.
    pub items: Option<SubschemaId>,
    /// `required`.
    pub required: Vec<String>,
    /// `dependentRequired`: a member, and those that it needs beside it.
    pub dependent_required: Vec<(String, Vec<String>)>,
    /// `enum`, or the one value of `const`.
    pub values: Vec<Value>,
    /// `anyOf`.
    pub any_of: Vec<SubschemaId>,
    /// `description`.
    pub description: String,
    /// `markdownEnumDescriptions`, as many as `values`, or none.
    pub value_descriptions: Vec<String>,
    /// `default`.
    pub default: Option<Value>,
    /// `examples`.
    pub examples: Vec<Value>,
    /// `minimum` and `maximum`.
    pub range: (Option<i64>, Option<i64>),
    /// `minItems`.
    pub min_items: u64,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `deprecated`, with its `deprecationMessage`.
    pub deprecated: Option<String>,
    /// Keywords whose names begin with `x-`: for those who know them.
    pub extensions: Map<String, Value>,
}

/// A schema with everything it refers to.
pub struct Schema {
    subschemas: Vec<Subschema>,
    whole: Assertions,
    /// What other files say, by the names that lead to the value they speak of. Such a value is judged by itself: most
    /// documents have none, and one that did not change need not be looked at again.
    parts: Vec<(Vec<String>, Assertions)>,
}

/// What is asserted of a value: a schema in the words of draft 7, as text, for most documents never need some of them.
struct Assertions {
    text: String,
    validator: OnceLock<Option<Validator>>,
}

impl Assertions {
    fn new(mut schema: Value) -> Assertions {
        read::as_draft_7(&mut schema);
        Assertions { text: schema.to_string(), validator: OnceLock::new() }
    }

    fn collect(&self, value: Node<'_>, found: &mut Vec<Violation>) {
        let validator = self.validator.get_or_init(|| {
            let schema = serde_json::from_str(&self.text).ok()?;
            validate::compile(&schema).ok()
        });
        if let Some(validator) = validator {
            validate::collect(validator, value, found);
        }
    }
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Schema of {} subschemas", self.subschemas.len())
    }
}

impl Schema {
    /// Reads a schema; `files` are those it may refer to, by name.
    ///
    /// # Errors
    /// When the text is no JSON object, a reference leads nowhere, or a pattern is no regular expression.
    pub fn new(text: &str, files: &[(&str, &str)]) -> Result<Schema, String> {
        let mut resolved = read::resolve(text, files)?;
        let mut subschemas = Vec::new();
        read::add(&mut subschemas, &mut resolved)?;
        let mut parts = Vec::new();
        read::take_parts(&mut resolved, &mut Vec::new(), &mut |path, part| {
            parts.push((path.to_vec(), Assertions::new(part)));
        });
        Ok(Schema { subschemas, whole: Assertions::new(resolved), parts })
    }

    /// Takes what the keywords of others say out of each subschema, by number.
    pub fn take_extensions(&mut self) -> impl Iterator<Item = Map<String, Value>> {
        self.subschemas.iter_mut().map(|subschema| std::mem::take(&mut subschema.extensions))
    }

    /// What is said of the whole document.
    pub fn root(&self) -> SubschemaId {
        SubschemaId(0)
    }

    /// The subschema of that number.
    pub fn get(&self, id: SubschemaId) -> &Subschema {
        &self.subschemas[id.index()]
    }

    /// All subschemas, by number.
    pub fn subschemas(&self) -> impl Iterator<Item = (SubschemaId, &Subschema)> {
        self.subschemas.iter().enumerate().map(|(number, subschema)| (SubschemaId(number as u32), subschema))
    }

    /// What is said of the member `name` of an object that `id` speaks of; `None` if it is unknown.
    pub fn property(&self, id: SubschemaId, name: &str) -> Option<SubschemaId> {
        let subschema = self.get(id);
        let named = subschema.properties.iter().find(|(other, _)| other == name);
        named
            .map(|&(_, id)| id)
            .or_else(|| subschema.patterns.iter().find(|(pattern, _)| pattern.is_match(name)).map(|&(_, id)| id))
            .or_else(|| subschema.any_of.iter().find_map(|&branch| self.property(branch, name)))
            .or(match subschema.additional {
                Additional::Like(id) => Some(id),
                _ => None,
            })
    }

    /// What is said of the items of a list that `id` speaks of.
    pub fn item(&self, id: SubschemaId) -> Option<SubschemaId> {
        let subschema = self.get(id);
        subschema.items.or_else(|| subschema.any_of.iter().find_map(|&branch| self.item(branch)))
    }

    /// The named properties of an object that `id` speaks of, in their order.
    pub fn properties(&self, id: SubschemaId) -> Vec<(&str, SubschemaId)> {
        let subschema = self.get(id);
        let mut all: Vec<(&str, SubschemaId)> =
            subschema.properties.iter().map(|(name, id)| (name.as_str(), *id)).collect();
        for &branch in &subschema.any_of {
            for (name, id) in self.properties(branch) {
                if !all.iter().any(|(other, _)| *other == name) {
                    all.push((name, id));
                }
            }
        }
        all
    }

    /// The values a place may hold: its own, or those of its branches.
    pub fn values(&self, id: SubschemaId) -> Vec<(&Value, &str)> {
        let subschema = self.get(id);
        let description = |at: usize| subschema.value_descriptions.get(at).map_or("", String::as_str);
        let mut all: Vec<(&Value, &str)> =
            subschema.values.iter().enumerate().map(|(at, value)| (value, description(at))).collect();
        for &branch in &subschema.any_of {
            all.extend(self.values(branch));
        }
        all
    }

    /// What is said of `node`: a value, or a key or member, which mean the value they belong to.
    pub fn at(&self, node: Node<'_>) -> Option<SubschemaId> {
        let node = match node.kind() {
            Kind::Key => node.parent()?,
            _ => node,
        };
        let mut path = vec![node];
        path.extend(node.ancestors());
        let mut id = self.root();
        for node in path.into_iter().rev() {
            match (node.kind(), node.parent()) {
                (Kind::Member, _) => id = self.property(id, &node.name())?,
                (_, Some(parent)) if parent.kind() == Kind::Array => id = self.item(id)?,
                _ => {}
            }
        }
        Some(id)
    }

    /// What the document has against the schema, in the order of the text. Nothing is said of holes, of tokens that
    /// a syntax error stands in, nor of members that may be lost beside one. Both copies of duplicate members are
    /// looked at.
    pub fn violations(&self, tree: &Tree) -> Vec<Violation> {
        self.find(tree, None)
    }

    /// The same as [`Schema::violations`], and quicker where `tree` differs little from `earlier`, which had `known`.
    pub fn violations_after(&self, tree: &Tree, earlier: &Tree, known: &[Violation]) -> Vec<Violation> {
        self.find(tree, Some((earlier, known)))
    }

    fn find(&self, tree: &Tree, before: Option<(&Tree, &[Violation])>) -> Vec<Violation> {
        let mut found = Vec::new();
        self.whole.collect(tree.root(), &mut found);
        for (path, part) in &self.parts {
            for value in at_path(tree, path) {
                let same = before.filter(|(earlier, _)| tree.is_valid() && earlier.is_valid()).and_then(|before| {
                    Some((at_path(before.0, path).into_iter().find(|old| old.text() == value.text())?, before.1))
                });
                match same {
                    Some((old, known)) => {
                        let inside = |violation: &&Violation| old.holds(violation.node);
                        found.extend(known.iter().filter(inside).map(|one| one.moved(old.id(), value.id())));
                    }
                    None => part.collect(value, &mut found),
                }
            }
        }
        validate::tidy(found)
    }
}

/// The values that a row of names leads to: several, where a member is there twice.
fn at_path<'t>(tree: &'t Tree, path: &[String]) -> Vec<Node<'t>> {
    path.iter().fold(vec![tree.root()], |nodes, name| {
        let members = nodes.into_iter().flat_map(Node::members);
        members.filter(|member| member.name() == name.as_str()).filter_map(Node::value).collect()
    })
}

impl Subschema {
    fn empty() -> Subschema {
        Subschema {
            types: Vec::new(),
            properties: Vec::new(),
            patterns: Vec::new(),
            additional: Additional::Any,
            property_names: None,
            items: None,
            required: Vec::new(),
            dependent_required: Vec::new(),
            values: Vec::new(),
            any_of: Vec::new(),
            description: String::new(),
            value_descriptions: Vec::new(),
            default: None,
            examples: Vec::new(),
            range: (None, None),
            min_items: 0,
            unique_items: false,
            deprecated: None,
            extensions: Map::new(),
        }
    }

    /// What is said of members that are not named: under patterns, then under any other name.
    pub fn unnamed(&self) -> impl Iterator<Item = (Option<&Regex>, SubschemaId)> {
        let any = match self.additional {
            Additional::Like(id) => Some((None, id)),
            Additional::Any | Additional::Forbidden => None,
        };
        self.patterns.iter().map(|(pattern, id)| (Some(pattern), *id)).chain(any)
    }

    /// It allows values of that JSON type (`integer` counts as `number` too).
    pub fn allows(&self, name: &str) -> bool {
        self.types.is_empty() || self.types.iter().any(|other| other == name || other == "integer" && name == "number")
    }
}
