//! The `jsonschema` crate, run on our tree without a copy, and its errors as [`Violation`]s.
//!
//! Nothing outside this file knows that crate. Its words are never shown. What it says of a hole or of a token that a
//! syntax error stands in is dropped: the syntax error is the one thing to say there.

use std::borrow::Cow;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::json::{Array, Json, JsonNumber, NodeIdentity, Object};
use jsonschema::paths::LocationSegment;
use jsonschema::{Draft, JsonType, PatternOptions, ValidationError};
use serde_json::{Number, Value};

use crate::tree::{Flags, Kind, Node, Tree};
use crate::violation::{Violation, ViolationKind};

/// A schema, ready to run.
pub(crate) type Validator = jsonschema::Validator<TreeJson>;

/// At most so many violations are looked at for one document.
const MAX_VIOLATIONS: usize = 1000;

/// Prepares a schema without references. What is left of it then means the same in all drafts since 7, whose own schema,
/// which the crate keeps for good, is the smallest.
pub(crate) fn compile(schema: &mut Value) -> Result<Validator, String> {
    in_draft_7(schema);
    let options = jsonschema::options_for::<TreeJson>().with_draft(Draft::Draft7).offline();
    options.with_pattern_options(PatternOptions::regex()).build(&*schema).map_err(|error| error.to_string())
}

/// The one keyword of ours that draft 7 calls otherwise: `dependentRequired` is a form of its `dependencies`.
fn in_draft_7(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if let Some(needed) = keywords.remove("dependentRequired") {
                keywords.insert("dependencies".to_owned(), needed);
            }
            keywords.values_mut().for_each(in_draft_7);
        }
        Value::Array(schemas) => schemas.iter_mut().for_each(in_draft_7),
        _ => {}
    }
}

/// What `tree` has against the schema.
pub(crate) fn violations(validator: &Validator, tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    collect(validator, tree, Copies::Last, &mut found);
    if has_duplicates(tree) {
        collect(validator, tree, Copies::First, &mut found);
    }
    found.sort_by_key(|violation| violation.node);
    let mut seen: Vec<Violation> = Vec::with_capacity(found.len());
    for violation in found {
        let same_node = seen.iter().rev().take_while(|other| other.node == violation.node);
        if !same_node.clone().any(|other| other.kind == violation.kind) {
            seen.push(violation);
        }
    }
    seen
}

fn collect(validator: &Validator, tree: &Tree, copies: Copies, found: &mut Vec<Violation>) {
    let root = Instance::Node(tree.root(), copies);
    let mut missing: Vec<Violation> = Vec::new();
    for error in validator.iter_errors(root).take(MAX_VIOLATIONS) {
        convert(&error, tree, copies, &mut missing, found);
    }
    found.append(&mut missing);
}

fn has_duplicates(tree: &Tree) -> bool {
    tree.has_duplicates()
}

fn convert(
    error: &ValidationError<'_>,
    tree: &Tree,
    copies: Copies,
    missing: &mut Vec<Violation>,
    found: &mut Vec<Violation>,
) {
    let Some(node) = locate(error, tree, copies) else { return };
    if node.kind() == Kind::Missing || node.is_damaged() {
        return;
    }
    let mut push = |node: Node<'_>, kind: ViolationKind| found.push(Violation { node: node.id(), kind });
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } if !node.is_doubtful() => {
            for name in unexpected {
                for member in node.members().filter(|member| member.name() == name.as_str()) {
                    if member
                        .key()
                        .is_some_and(|key| !key.is_damaged() || key.has_close_quote() && key.has_open_quote())
                    {
                        push(member, ViolationKind::UnknownProperty(name.clone()));
                    }
                }
            }
        }
        ValidationErrorKind::Required { property } if !node.is_doubtful() => {
            let name = property.as_str().unwrap_or_default().to_owned();
            let known = missing.iter_mut().find(|violation| violation.node == node.id());
            match known.map(|violation| &mut violation.kind) {
                Some(ViolationKind::MissingProperties(names)) => {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                _ => missing.push(Violation { node: node.id(), kind: ViolationKind::MissingProperties(vec![name]) }),
            }
        }
        ValidationErrorKind::Type { kind } => {
            let types = match kind {
                TypeKind::Single(one) => vec![one.to_string()],
                TypeKind::Multiple(many) => many.into_iter().map(|one| one.to_string()).collect(),
            };
            push(node, ViolationKind::WrongType(types));
        }
        ValidationErrorKind::Enum { options } => {
            push(node, ViolationKind::NotInEnum(options.as_array().cloned().unwrap_or_default()));
        }
        ValidationErrorKind::Constant { expected_value } => {
            push(node, ViolationKind::NotInEnum(vec![expected_value.as_ref().clone()]));
        }
        ValidationErrorKind::Minimum { limit } => {
            push(node, ViolationKind::TooSmall(limit.as_i64().unwrap_or(i64::MIN)))
        }
        ValidationErrorKind::Maximum { limit } => {
            push(node, ViolationKind::TooLarge(limit.as_i64().unwrap_or(i64::MAX)))
        }
        ValidationErrorKind::MinItems { limit } if !node.is_doubtful() => {
            push(node, ViolationKind::TooFewItems(*limit))
        }
        ValidationErrorKind::MaxItems { limit } => push(node, ViolationKind::TooManyItems(*limit)),
        ValidationErrorKind::MinLength { limit } => push(node, ViolationKind::TooShort(*limit)),
        ValidationErrorKind::MaxLength { limit } => push(node, ViolationKind::TooLong(*limit)),
        ValidationErrorKind::Pattern { pattern } => push(node, ViolationKind::PatternMismatch(pattern.clone())),
        ValidationErrorKind::UniqueItems => {
            for (first, later) in repeated_items(node) {
                push(later, ViolationKind::DuplicateItem(first.id()));
            }
        }
        ValidationErrorKind::PropertyNames { error } => {
            let name = error.instance().as_str().unwrap_or_default().to_owned();
            for member in node.members().filter(|member| member.name() == name) {
                push(member, ViolationKind::BadName);
            }
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            alternatives(context, node, tree, copies, missing, found);
        }
        _ => {}
    }
}

/// Of several alternatives the one is meant that the value comes nearest to; only its violations are shown. When all
/// that each of them lacks are members, that is one violation which names them all.
fn alternatives(
    context: &[Vec<ValidationError<'static>>],
    node: Node<'_>,
    tree: &Tree,
    copies: Copies,
    missing: &mut Vec<Violation>,
    found: &mut Vec<Violation>,
) {
    let lacks = |branch: &Vec<ValidationError<'static>>| -> Option<Vec<String>> {
        branch
            .iter()
            .map(|error| match error.kind() {
                ValidationErrorKind::Required { property }
                    if error.instance_path().into_iter().count() == node_depth(node) =>
                {
                    property.as_str().map(str::to_owned)
                }
                _ => None,
            })
            .collect()
    };
    let all: Option<Vec<Vec<String>>> = context.iter().map(lacks).collect();
    if let Some(all) = all {
        if !node.is_doubtful() {
            found.push(Violation { node: node.id(), kind: ViolationKind::NoAlternative(all) });
        }
        return;
    }
    let type_error = |error: &ValidationError<'static>| {
        usize::from(
            matches!(error.kind(), ValidationErrorKind::Type { .. })
                && error.instance_path().into_iter().count() == node_depth(node),
        )
    };
    let nearest = context.iter().min_by_key(|branch| (branch.iter().map(type_error).sum::<usize>(), branch.len()));
    for error in nearest.into_iter().flatten() {
        convert(error, tree, copies, missing, found);
    }
}

/// Number of steps from the root to a value.
fn node_depth(node: Node<'_>) -> usize {
    node.ancestors().filter(|above| matches!(above.kind(), Kind::Member | Kind::Array)).count()
}

fn locate<'t>(error: &ValidationError<'_>, tree: &'t Tree, copies: Copies) -> Option<Node<'t>> {
    let mut node = tree.root();
    for segment in error.instance_path() {
        node = match segment {
            LocationSegment::Property(name) => copies.member(node, &name)?.value()?,
            LocationSegment::Index(index) => node.items().nth(index)?,
        };
    }
    Some(node)
}

/// Pairs of equal items: the first and a later one.
fn repeated_items<'t>(array: Node<'t>) -> Vec<(Node<'t>, Node<'t>)> {
    let mut pairs = Vec::new();
    let items: Vec<Node<'t>> = array.items().filter(|item| item.kind() != Kind::Missing).take(MAX_VIOLATIONS).collect();
    let mut firsts: Vec<Node<'t>> = Vec::new();
    for item in items {
        match firsts.iter().find(|first| same(**first, item)) {
            Some(first) => pairs.push((*first, item)),
            None => firsts.push(item),
        }
    }
    pairs
}

fn same(left: Node<'_>, right: Node<'_>) -> bool {
    if left.kind() != right.kind() {
        return false;
    }
    match left.kind() {
        Kind::String => left.string_value() == right.string_value(),
        Kind::Object | Kind::Array => left.to_value(8) == right.to_value(8),
        _ => left.text() == right.text(),
    }
}

/// Which of several members of one name is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copies {
    First,
    Last,
}

impl Copies {
    /// Whether the member is the one that is seen of those with its name.
    fn sees(self, member: Node<'_>) -> bool {
        !member.has_flag(match self {
            Copies::First => Flags::REPEATS,
            Copies::Last => Flags::REPEATED,
        })
    }

    fn member<'t>(self, object: Node<'t>, name: &str) -> Option<Node<'t>> {
        object.members().find(|member| self.sees(*member) && member.name() == name)
    }
}

/// Our tree as the `jsonschema` crate wants to see it.
pub(crate) struct TreeJson;

/// A value of the tree, or a key that is looked at by itself.
#[derive(Clone)]
pub(crate) enum Instance<'t> {
    Node(Node<'t>, Copies),
    Text(&'t str),
}

impl Json for TreeJson {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = String;
    // A look-up is a walk over the members, so one pass over them is soon cheaper.
    const KEYS_PER_LOOKUP: usize = 8;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(Instance::Text(buffer))
    }
}

impl<'t> jsonschema::json::Node<'t, TreeJson> for Instance<'t> {
    type Object = Members<'t>;
    type Array = Items<'t>;
    type Number = Digits<'t>;

    fn as_object(&self) -> Option<Members<'t>> {
        match self {
            Instance::Node(node, copies) if node.kind() == Kind::Object => Some(Members(*node, *copies)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Items<'t>> {
        match self {
            Instance::Node(node, copies) if node.kind() == Kind::Array => Some(Items(*node, *copies)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'t, str>> {
        match self {
            Instance::Node(node, _) => node.as_str(),
            Instance::Text(text) => Some(Cow::Borrowed(text)),
        }
    }

    fn as_number(&self) -> Option<Digits<'t>> {
        match self {
            Instance::Node(node, _) if node.kind() == Kind::Number => Some(Digits(node.text())),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            Instance::Node(node, _) => node.as_bool(),
            Instance::Text(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        match self {
            Instance::Text(_) => JsonType::String,
            Instance::Node(node, _) => match node.kind() {
                Kind::Object => JsonType::Object,
                Kind::Array => JsonType::Array,
                Kind::String | Kind::Key => JsonType::String,
                Kind::Number => JsonType::Number,
                Kind::Bool => JsonType::Boolean,
                Kind::Member | Kind::Null | Kind::Missing => JsonType::Null,
            },
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self, expected) {
            (Instance::Text(text), Value::String(expected)) => text == expected,
            (Instance::Node(node, _), Value::String(expected)) => {
                node.as_str().is_some_and(|text| text == expected.as_str())
            }
            (Instance::Node(node, _), Value::Number(_)) => {
                node.kind() == Kind::Number && jsonschema_equal(&node.to_value(0), expected)
            }
            (Instance::Node(node, _), Value::Bool(expected)) => node.as_bool() == Some(*expected),
            (_, Value::Null) => self.is_null(),
            (Instance::Node(node, _), expected) => node.to_value(16) == *expected,
            (Instance::Text(_), _) => false,
        }
    }

    /// Containers give `null`: errors carry the value, nobody reads it, and near the root it would be the whole file.
    fn to_value(&self) -> Cow<'t, Value> {
        Cow::Owned(match self {
            Instance::Text(text) => Value::String((*text).to_owned()),
            Instance::Node(node, _) => node.to_value(0),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Instance::Node(node, _) => {
                Some(NodeIdentity::tagged(std::ptr::from_ref(node.tree()) as usize, node.id().0))
            }
            Instance::Text(_) => None,
        }
    }
}

fn jsonschema_equal(left: &Value, right: &Value) -> bool {
    left == right || left.as_f64().is_some_and(|left| Some(left) == right.as_f64())
}

/// The members of an object.
pub(crate) struct Members<'t>(Node<'t>, Copies);

impl<'t> Object<'t, TreeJson> for Members<'t> {
    type Node = Instance<'t>;
    type MemberName = Cow<'t, str>;
    type MembersIter = MembersIter<'t>;

    fn len(&self) -> usize {
        self.0.members().count()
    }

    fn is_empty(&self) -> bool {
        self.0.first_child().is_none()
    }

    fn get(&self, key: &String) -> Option<Instance<'t>> {
        let value = self.1.member(self.0, key)?.value()?;
        Some(Instance::Node(value, self.1))
    }

    fn members(&self) -> MembersIter<'t> {
        MembersIter { next: self.0.first_child(), copies: self.1 }
    }
}

/// The members of an object, of each name one.
pub(crate) struct MembersIter<'t> {
    next: Option<Node<'t>>,
    copies: Copies,
}

impl<'t> Iterator for MembersIter<'t> {
    type Item = (Cow<'t, str>, Instance<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let member = self.next?;
            self.next = member.next_sibling();
            // One without a name is half a member, and an empty name gets lost in the paths of errors.
            let name = member.name();
            if self.copies.sees(member)
                && !name.is_empty()
                && let Some(value) = member.value()
            {
                return Some((name, Instance::Node(value, self.copies)));
            }
        }
    }
}

/// The items of a list.
pub(crate) struct Items<'t>(Node<'t>, Copies);

impl<'t> Array<'t, TreeJson> for Items<'t> {
    type Node = Instance<'t>;
    type ElementsIter = ItemsIter<'t>;

    fn len(&self) -> usize {
        self.0.items().count()
    }

    fn elements(&self) -> ItemsIter<'t> {
        ItemsIter(self.0.first_child(), self.1)
    }

    fn is_unique(&self) -> bool {
        repeated_items(self.0).is_empty()
    }
}

/// The items of a list, one after the other.
pub(crate) struct ItemsIter<'t>(Option<Node<'t>>, Copies);

impl<'t> Iterator for ItemsIter<'t> {
    type Item = Instance<'t>;

    fn next(&mut self) -> Option<Instance<'t>> {
        let item = self.0?;
        self.0 = item.next_sibling();
        Some(Instance::Node(item, self.1))
    }
}

/// A number as it is written.
pub(crate) struct Digits<'t>(&'t str);

impl JsonNumber for Digits<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        let number = serde_json::from_str(self.0)
            .ok()
            .or_else(|| Number::from_f64(if self.0.starts_with('-') { f64::MIN } else { f64::MAX }));
        Cow::Owned(number.unwrap_or_else(|| Number::from(0)))
    }
}
