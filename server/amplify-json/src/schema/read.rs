//! A schema as it is read: references resolved, what it says of each place taken down, what it asserts left over.

use regex::Regex;
use serde_json::{Map, Value};

use super::{Additional, Subschema, SubschemaId};

/// Deeper references are cut off.
const MAX_DEPTH: usize = 64;

/// The schema without references; `files` are those it may refer to, by name.
pub(super) fn resolve(text: &str, files: &[(&str, &str)]) -> Result<Value, String> {
    let root = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut documents = vec![(String::new(), root)];
    for (name, text) in files {
        documents.push(((*name).to_owned(), serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?));
    }
    Resolver { documents: &documents }.resolve(&documents[0].1, 0, 0)
}

/// Adds what `value` says. The words in it are taken out, for they are long: what is asserted is left.
pub(super) fn add(all: &mut Vec<Subschema>, value: &mut Value) -> Result<SubschemaId, String> {
    let id = SubschemaId(all.len() as u32);
    all.push(Subschema::empty());
    let Some(object) = value.as_object_mut() else { return Ok(id) };
    let dependent = object.get("dependentRequired").and_then(Value::as_object).into_iter().flatten();
    let dependent_required = dependent.map(|(name, needed)| (name.clone(), strings(Some(needed)))).collect();
    let mut properties = Vec::new();
    for (name, property) in object.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        properties.push((name.clone(), add(all, property)?));
    }
    let mut patterns = Vec::new();
    for (pattern, property) in object.get_mut("patternProperties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        patterns.push((Regex::new(pattern).map_err(|error| error.to_string())?, add(all, property)?));
    }
    let additional = match object.get_mut("additionalProperties") {
        Some(Value::Bool(false)) => Additional::Forbidden,
        Some(schema @ Value::Object(_)) => Additional::Like(add(all, schema)?),
        _ => Additional::Any,
    };
    let mut child = |name: &str| {
        object.get_mut(name).filter(|schema| schema.is_object()).map(|schema| add(all, schema)).transpose()
    };
    let property_names = child("propertyNames")?;
    let items = child("items")?;
    let branches = object.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten();
    let any_of = branches.map(|branch| add(all, branch)).collect::<Result<_, _>>()?;
    let number = |name: &str| object.get(name).and_then(Value::as_i64);
    all[id.index()] = Subschema {
        types: strings(object.get("type")),
        properties,
        patterns,
        additional,
        property_names,
        items,
        required: strings(object.get("required")),
        dependent_required,
        values: match object.get("const") {
            Some(value) => vec![value.clone()],
            None => list(object.get("enum").cloned()),
        },
        any_of,
        range: (number("minimum"), number("maximum")),
        min_items: object.get("minItems").and_then(Value::as_u64).unwrap_or(0),
        unique_items: is_true(object.get("uniqueItems")),
        description: word(object.remove("description")),
        value_descriptions: list(object.remove("markdownEnumDescriptions"))
            .into_iter()
            .map(|one| word(Some(one)))
            .collect(),
        default: object.remove("default"),
        examples: list(object.remove("examples")),
        deprecated: is_true(object.remove("deprecated").as_ref()).then(|| word(object.remove("deprecationMessage"))),
        extensions: {
            let names: Vec<String> = object.keys().filter(|name| name.starts_with("x-")).cloned().collect();
            names.into_iter().filter_map(|name| object.remove_entry(&name)).collect()
        },
    };
    Ok(id)
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
pub(super) fn take_parts(schema: &mut Value, path: &mut Vec<String>, take: &mut impl FnMut(&[String], Value)) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        path.push(name.clone());
        if property.get(PART).is_some() {
            take(path, std::mem::replace(property, Value::Bool(true)));
        } else {
            take_parts(property, path, take);
        }
        path.pop();
    }
}

/// The strings of a keyword: one, or a list of them.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

fn word(value: Option<Value>) -> String {
    match value {
        Some(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn is_true(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

/// Makes draft 7 of what is asserted, without our own mark.
pub(super) fn as_draft_7(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.retain(|name, _| name != PART && name != "title");
            // What draft 7 calls otherwise: `dependentRequired` is a form of its `dependencies`.
            if let Some(needed) = object.remove("dependentRequired") {
                object.insert("dependencies".into(), needed);
            }
            for (name, value) in object.iter_mut() {
                match name.as_str() {
                    "enum" | "const" | "required" | "dependencies" => {}
                    // Here the keys are names of members, whatever they are called.
                    "properties" | "patternProperties" => {
                        value.as_object_mut().into_iter().flatten().for_each(|(_, schema)| as_draft_7(schema));
                    }
                    _ => as_draft_7(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(as_draft_7),
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
