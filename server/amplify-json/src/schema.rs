//! A JSON Schema (2020-12) that can be asked: what it says of a place in a document, and what a document has against it.
//!
//! References are resolved when the schema is read, so that each subschema stands for itself with everything said
//! beside its `$ref`. Recursion is not supported; a reference that leads back into itself is cut off.

use std::sync::{Mutex, OnceLock, PoisonError};

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

/// What is asserted of a value.
#[derive(Default)]
struct Assertions {
    /// What the validator is made of when it is first wanted.
    resolved: Mutex<Value>,
    validator: OnceLock<Option<Validator>>,
}

impl Assertions {
    fn new(resolved: Value) -> Assertions {
        Assertions { resolved: Mutex::new(resolved), validator: OnceLock::new() }
    }

    fn collect(&self, value: Node<'_>, found: &mut Vec<Violation>) {
        let validator = self.validator.get_or_init(|| {
            // It is as large as the rest together and not needed again.
            let resolved = std::mem::take(&mut *self.resolved.lock().unwrap_or_else(PoisonError::into_inner));
            validate::compile(&resolved).ok()
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

/// Deeper references are cut off.
const MAX_DEPTH: usize = 64;

impl Schema {
    /// Reads a schema; `files` are those it may refer to, by name.
    ///
    /// # Errors
    /// When the text is no JSON object, a reference leads nowhere, or a pattern is no regular expression.
    pub fn new(text: &str, files: &[(&str, &str)]) -> Result<Schema, String> {
        let root = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut documents = vec![(String::new(), root)];
        for (name, text) in files {
            documents
                .push(((*name).to_owned(), serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?));
        }
        let mut resolved = Resolver { documents: &documents }.resolve(&documents[0].1, 0, 0)?;
        let mut schema = Schema { subschemas: Vec::new(), whole: Assertions::default(), parts: Vec::new() };
        schema.add(&resolved)?;
        take_parts(&mut resolved, &mut Vec::new(), &mut schema.parts);
        strip(&mut resolved);
        schema.whole = Assertions::new(resolved);
        Ok(schema)
    }

    fn add(&mut self, value: &Value) -> Result<SubschemaId, String> {
        let id = SubschemaId(self.subschemas.len() as u32);
        self.subschemas.push(Subschema::empty());
        let Some(object) = value.as_object() else { return Ok(id) };
        let words = |value: Option<&Value>| -> Vec<String> {
            match value {
                Some(Value::String(one)) => vec![one.clone()],
                Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                _ => Vec::new(),
            }
        };
        let strings = |name: &str| words(object.get(name));
        let dependent = object.get("dependentRequired").and_then(Value::as_object).into_iter().flatten();
        let dependent_required = dependent.map(|(name, needed)| (name.clone(), words(Some(needed)))).collect();
        let list = |name: &str| object.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let flag = |name: &str| object.get(name).and_then(Value::as_bool) == Some(true);
        let mut properties = Vec::new();
        for (name, property) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            properties.push((name.clone(), self.add(property)?));
        }
        let mut patterns = Vec::new();
        for (pattern, property) in object.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            patterns.push((Regex::new(pattern).map_err(|error| error.to_string())?, self.add(property)?));
        }
        let additional = match object.get("additionalProperties") {
            Some(Value::Bool(false)) => Additional::Forbidden,
            Some(schema @ Value::Object(_)) => Additional::Like(self.add(schema)?),
            _ => Additional::Any,
        };
        let mut child = |name: &str| {
            object.get(name).filter(|schema| schema.is_object()).map(|schema| self.add(schema)).transpose()
        };
        let property_names = child("propertyNames")?;
        let items = child("items")?;
        let any_of = list("anyOf").iter().map(|branch| self.add(branch)).collect::<Result<_, _>>()?;
        self.subschemas[id.index()] = Subschema {
            types: strings("type"),
            properties,
            patterns,
            additional,
            property_names,
            items,
            required: strings("required"),
            dependent_required,
            values: object.get("const").map_or_else(|| list("enum"), |value| vec![value.clone()]),
            any_of,
            description: object.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
            value_descriptions: strings("markdownEnumDescriptions"),
            default: object.get("default").cloned(),
            examples: list("examples"),
            range: (object.get("minimum").and_then(Value::as_i64), object.get("maximum").and_then(Value::as_i64)),
            min_items: object.get("minItems").and_then(Value::as_u64).unwrap_or(0),
            unique_items: flag("uniqueItems"),
            deprecated: flag("deprecated")
                .then(|| object.get("deprecationMessage").and_then(Value::as_str).unwrap_or_default().to_owned()),
            extensions: object
                .iter()
                .filter(|(name, _)| name.starts_with("x-"))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        };
        Ok(id)
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

struct Resolver<'v> {
    documents: &'v [(String, Value)],
}

impl Resolver<'_> {
    /// `value`, a schema of the document `at`, with all references replaced by what they refer to.
    fn resolve(&self, value: &Value, at: usize, depth: usize) -> Result<Value, String> {
        if depth > MAX_DEPTH {
            return Ok(Value::Object(Map::new()));
        }
        match value {
            Value::Object(object) => {
                let mut out = Map::new();
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    let (file, target) = self.find(reference, at)?;
                    if let Value::Object(resolved) = self.resolve(target, file, depth + 1)? {
                        out = resolved;
                    }
                    if file != at {
                        out.insert(PART.into(), true.into());
                    }
                }
                for (name, value) in object {
                    match name.as_str() {
                        "$ref" | "$defs" | "$id" | "$schema" | "$comment" => {}
                        "enum" | "const" | "default" | "examples" => {
                            out.insert(name.clone(), value.clone());
                        }
                        "properties" | "patternProperties" => {
                            let mut schemas = Map::new();
                            for (name, schema) in value.as_object().into_iter().flatten() {
                                schemas.insert(name.clone(), self.resolve(schema, at, depth + 1)?);
                            }
                            out.insert(name.clone(), Value::Object(schemas));
                        }
                        _ if name.starts_with("x-") => merge(&mut out, name, value),
                        _ => {
                            out.insert(name.clone(), self.resolve(value, at, depth + 1)?);
                        }
                    }
                }
                simplify(&mut out);
                Ok(Value::Object(out))
            }
            Value::Array(items) => {
                items.iter().map(|item| self.resolve(item, at, depth + 1)).collect::<Result<_, _>>().map(Value::Array)
            }
            other => Ok(other.clone()),
        }
    }

    fn find<'a>(&'a self, reference: &str, at: usize) -> Result<(usize, &'a Value), String> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let at = match file {
            "" => at,
            _ => self.documents.iter().position(|(name, _)| name == file).ok_or_else(|| format!("no file {file}"))?,
        };
        let target = self.documents[at].1.pointer(pointer);
        target.map(|target| (at, target)).ok_or_else(|| format!("nothing at {reference}"))
    }
}

/// Marks what another file says.
const PART: &str = "$part";

/// Takes what other files say of members out of `schema`, which then says nothing of these members.
fn take_parts(schema: &mut Value, path: &mut Vec<String>, parts: &mut Vec<(Vec<String>, Assertions)>) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        path.push(name.clone());
        if property.get(PART).is_some() {
            let mut part = std::mem::replace(property, Value::Bool(true));
            strip(&mut part);
            parts.push((path.clone(), Assertions::new(part)));
        } else {
            take_parts(property, path, parts);
        }
        path.pop();
    }
}

/// Takes the words out, so that only what is asserted is left.
fn strip(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            const WORDS: [&str; 8] = [
                PART,
                "title",
                "description",
                "default",
                "examples",
                "deprecated",
                "deprecationMessage",
                "markdownEnumDescriptions",
            ];
            object.retain(|name, _| !WORDS.contains(&name.as_str()) && !name.starts_with("x-"));
            // What draft 7 calls otherwise: `dependentRequired` is a form of its `dependencies`.
            if let Some(needed) = object.remove("dependentRequired") {
                object.insert("dependencies".into(), needed);
            }
            for (name, value) in object.iter_mut() {
                match name.as_str() {
                    "enum" | "const" | "required" | "dependencies" => {}
                    // Here the keys are names of members, whatever they are called.
                    "properties" | "patternProperties" => {
                        value.as_object_mut().into_iter().flatten().for_each(|(_, schema)| strip(schema));
                    }
                    _ => strip(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// A pattern that fits every name says the same as `additionalProperties`, and needs no regular expression.
fn simplify(schema: &mut Map<String, Value>) {
    let Some(Value::Object(patterns)) = schema.get_mut("patternProperties") else { return };
    if patterns.len() == 1
        && let Some(any) = patterns.remove(".*")
    {
        schema.remove("patternProperties");
        schema.insert("additionalProperties".into(), any);
    }
}

/// An extension beside a `$ref` adds to what the target says: member by member.
fn merge(out: &mut Map<String, Value>, name: &str, value: &Value) {
    match (out.get_mut(name), value) {
        (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
        _ => {
            out.insert(name.to_owned(), value.clone());
        }
    }
}
