//! What two schemas assert differently, place by place.
//!
//! Both are walked in parallel, along the places that a document can have. Only assertions count, and only their
//! meaning: a missing `minItems` is the same as 0, a pattern that fits every key the same as `additionalProperties`, a
//! list of texts in `enum` needs no `type` beside it. Where one of the two says nothing at all of a place, or both have
//! alternatives but not the same number, that is one difference, and the walk ends there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A schema file, and of which version of it we speak.
#[derive(Clone, Copy)]
pub(crate) struct Document<'v> {
    /// The root of the file.
    pub(crate) root: &'v Value,
    /// The file that it may refer to.
    pub(crate) beside: &'v Value,
    /// What `x-amplify` says a later version brought is left out.
    pub(crate) version: Option<&'v str>,
}

/// A difference: where in a document, and what.
pub(crate) type Difference = (String, String);

/// All differences between an official schema and ours.
pub(crate) fn differences(official: Document<'_>, ours: Document<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(official, official.root, ours, ours.root, "", &mut found);
    found
}

fn walk(
    official: Document<'_>,
    theirs: &Value,
    ours: Document<'_>,
    own: &Value,
    place: &str,
    found: &mut Vec<Difference>,
) {
    let (theirs, own) = (official.assertions(theirs), ours.assertions(own));
    let mut differ = |what: String| found.push((if place.is_empty() { "/" } else { place }.to_owned(), what));
    match (theirs.is_silent(), own.is_silent()) {
        (true, false) => return differ("officially anything goes".into()),
        (false, true) => return differ("here anything goes".into()),
        _ => {}
    }
    let [left, right] = [&theirs, &own].map(|side| side.branches.len());
    if left != right && left.min(right) > 0 {
        // They are cut differently, and what stands beside them with them.
        return differ(format!("alternatives: officially {left}, here {right}"));
    }
    if theirs.types != own.types {
        differ(format!("type: officially {}, here {}", list(&theirs.types), list(&own.types)));
    }
    if theirs.values != own.values {
        differ(format!("values: officially {}, here {}", list(&theirs.values), list(&own.values)));
    }
    if theirs.required != own.required {
        differ(format!("required: officially {}, here {}", list(&theirs.required), list(&own.required)));
    }
    for name in theirs.limits.keys().chain(own.limits.keys()).collect::<BTreeSet<_>>() {
        let [left, right] = [&theirs, &own].map(|side| side.limits.get(name));
        if left != right {
            let [left, right] = [left, right].map(|limit| limit.map_or("none".into(), Value::to_string));
            differ(format!("{name}: officially {left}, here {right}"));
        }
    }
    for name in theirs.properties.keys().filter(|name| !own.properties.contains_key(*name)) {
        differ(format!("only officially: `{name}`"));
    }
    for name in own.properties.keys().filter(|name| !theirs.properties.contains_key(*name)) {
        differ(format!("only here: `{name}`"));
    }
    let [closed, own_closed] = [&theirs, &own].map(|side| side.others.name());
    if closed != own_closed {
        differ(format!("other keys: officially {closed}, here {own_closed}"));
    }
    if left != right {
        differ(format!("alternatives: officially {left}, here {right}"));
    }
    let mut pairs: Vec<(String, &Value, &Value)> = Vec::new();
    for (name, left) in &theirs.properties {
        pairs.extend(own.properties.get(name).map(|right| (name.clone(), *left, *right)));
    }
    if let (Others::Like(left), Others::Like(right)) = (&theirs.others, &own.others) {
        pairs.push(("*".into(), left, right));
    }
    match (theirs.items, own.items) {
        (Some(left), Some(right)) => pairs.push(("*".into(), left, right)),
        (None, None) => {}
        (left, _) => differ(format!("items: described {} only", if left.is_some() { "officially" } else { "here" })),
    }
    for (number, (left, right)) in theirs.branches.iter().zip(&own.branches).enumerate() {
        pairs.push((format!("|{number}"), left, right));
    }
    for (step, left, right) in pairs {
        walk(official, left, ours, right, &format!("{place}/{step}"), found);
    }
}

fn list<T: ToString>(items: &BTreeSet<T>) -> String {
    let items: Vec<String> = items.iter().map(T::to_string).collect();
    if items.is_empty() { "none".into() } else { items.join(" ") }
}

/// What a schema asserts of one place, in a form in which equal meanings are equal.
struct Assertions<'v> {
    types: BTreeSet<String>,
    values: BTreeSet<String>,
    required: BTreeSet<String>,
    /// Limits of numbers, lengths and counts, and patterns.
    limits: BTreeMap<&'static str, Value>,
    properties: BTreeMap<String, &'v Value>,
    others: Others<'v>,
    items: Option<&'v Value>,
    branches: Vec<&'v Value>,
}

/// What the members may be that no property names.
enum Others<'v> {
    Anything,
    Nothing,
    Like(&'v Value),
}

impl Others<'_> {
    fn name(&self) -> &'static str {
        match self {
            Others::Anything => "allowed",
            Others::Nothing => "forbidden",
            Others::Like(_) => "described",
        }
    }
}

impl Assertions<'_> {
    /// Nothing is said but perhaps that it is an object.
    fn is_silent(&self) -> bool {
        self.types.iter().all(|name| name == "object")
            && self.values.is_empty()
            && self.required.is_empty()
            && self.limits.is_empty()
            && self.properties.is_empty()
            && matches!(self.others, Others::Anything)
            && self.items.is_none()
            && self.branches.is_empty()
    }
}

impl<'v> Document<'v> {
    /// Follows references.
    fn target(self, schema: &'v Value) -> &'v Value {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { return schema };
        let Some(pointer) = reference.strip_prefix('#') else { return self.beside };
        let target = self.root.pointer(&percent_decode(pointer));
        self.target(target.unwrap_or_else(|| panic!("nothing at {reference}")))
    }

    fn is_later(self, version: Option<&Value>) -> bool {
        let number = |version: &str| version.split_once('.').map_or(0, |(_, minor)| minor.parse::<u32>().unwrap_or(0));
        match (self.version, version.and_then(Value::as_str)) {
            (Some(now), Some(since)) => number(since) > number(now),
            _ => false,
        }
    }

    fn assertions(self, schema: &'v Value) -> Assertions<'v> {
        let schema = self.target(schema);
        let get = |name: &str| schema.get(name);
        let array = |name: &str| get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let object = |name: &str| get(name).and_then(Value::as_object);
        let keywords = get("x-amplify");
        let keyword = |name: &str| keywords.and_then(|keywords| keywords.get(name));

        let since = keyword("enum-since").and_then(Value::as_object);
        let is_now = |value: &&Value| {
            let since = since.zip(value.as_str()).and_then(|(since, word)| since.get(word));
            !self.is_later(since)
        };
        let values: Vec<&Value> = array("enum").iter().filter(is_now).chain(get("const")).collect();
        let branches: Vec<&Value> = array("anyOf").iter().collect();

        let mut types: BTreeSet<String> = match get("type") {
            Some(Value::String(one)) => BTreeSet::from([one.clone()]),
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => BTreeSet::new(),
        };
        if types.is_empty() {
            types.extend(values.iter().map(|value| type_of(value).to_owned()));
            types.extend(branches.iter().flat_map(|branch| self.assertions(branch).types));
        }

        let mut limits = BTreeMap::new();
        for name in ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "pattern"] {
            let vacuous = |value: &&Value| matches!(name, "minItems" | "minLength") && value.as_u64() == Some(0);
            if let Some(value) = get(name).filter(|value| !vacuous(value) && **value != Value::Bool(false)) {
                limits.insert(name, value.clone());
            }
        }

        for (name, keyword) in [("pattern of keys", "pattern"), ("maxLength of keys", "maxLength")] {
            if let Some(value) = get("propertyNames").and_then(|names| names.get(keyword)) {
                limits.insert(name, value.clone());
            }
        }

        let mut others = match get("additionalProperties") {
            Some(Value::Bool(false)) => Others::Nothing,
            Some(schema @ Value::Object(_)) => Others::Like(schema),
            _ => Others::Anything,
        };
        let mut properties = BTreeMap::new();
        for (name, property) in object("properties").into_iter().flatten() {
            if !self.is_later(property.get("x-amplify").and_then(|keywords| keywords.get("since"))) {
                properties.insert(name.clone(), property);
            }
        }
        for (pattern, property) in object("patternProperties").into_iter().flatten() {
            match pattern.as_str() {
                ".*" => others = Others::Like(property),
                _ => {
                    properties.insert(format!("({pattern})"), property);
                }
            }
        }

        Assertions {
            types,
            values: values.into_iter().map(Value::to_string).collect(),
            required: array("required").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            limits,
            properties,
            others,
            items: get("items"),
            branches,
        }
    }
}

/// A fragment of an address as plain text (RFC 3986, section 2.1).
fn percent_decode(text: &str) -> String {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii) {
            Some(byte) => decoded.extend([char::from(byte)].into_iter().chain(part[2..].chars())),
            None => decoded.extend(['%'].into_iter().chain(part.chars())),
        }
    }
    decoded
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
