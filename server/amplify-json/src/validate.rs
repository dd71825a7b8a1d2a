//! The `jsonschema` crate, run on our tree without a copy, and its errors as [`Violation`]s.
//!
//! Nothing outside this module knows that crate. Its words are never shown. What it says of a hole or of a token that a
//! syntax error stands in is dropped: the syntax error is the one thing to say there.

mod tree_json;

use std::collections::HashMap;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::LocationSegment;
use jsonschema::{Draft, PatternOptions, ValidationError};
use serde_json::Value;

use crate::tree::{Flags, Kind, Node};
use crate::violation::{Violation, ViolationKind};
use tree_json::{Instance, TreeJson};

/// A schema, ready to run.
pub(crate) type Validator = jsonschema::Validator<TreeJson>;

/// At most so many violations are looked at for one document.
const MAX_VIOLATIONS: usize = 1000;

/// Prepares a schema without references, in the words of draft 7: its own schema, which the crate keeps for good, is the
/// smallest.
pub(crate) fn compile(schema: &Value) -> Result<Validator, String> {
    let options = jsonschema::options_for::<TreeJson>().with_draft(Draft::Draft7).offline();
    options.with_pattern_options(PatternOptions::regex()).build(schema).map_err(|error| error.to_string())
}

/// Adds what `value` has against the schema to `found`. Where members are there twice, both are looked at.
pub(crate) fn collect(validator: &Validator, value: Node<'_>, found: &mut Vec<Violation>) {
    collect_copies(validator, value, Copies::Last, found);
    if value.tree().has_duplicates() {
        collect_copies(validator, value, Copies::First, found);
    }
}

/// Each violation once, in the order of the text.
pub(crate) fn tidy(mut found: Vec<Violation>) -> Vec<Violation> {
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

fn collect_copies(validator: &Validator, value: Node<'_>, copies: Copies, found: &mut Vec<Violation>) {
    let mut missing: Vec<Violation> = Vec::new();
    for error in validator.iter_errors(Instance::Node(value, copies)).take(MAX_VIOLATIONS) {
        convert(&error, value, copies, &mut missing, found);
    }
    found.append(&mut missing);
}

fn convert(
    error: &ValidationError<'_>,
    root: Node<'_>,
    copies: Copies,
    missing: &mut Vec<Violation>,
    found: &mut Vec<Violation>,
) {
    let Some(node) = locate(error, root, copies) else { return };
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
            alternatives(context, node, root, copies, missing, found);
        }
        _ => {}
    }
}

/// Of several alternatives the one is meant that the value comes nearest to; only its violations are shown. When all
/// that each of them lacks are members, that is one violation which names them all.
fn alternatives(
    context: &[Vec<ValidationError<'static>>],
    node: Node<'_>,
    root: Node<'_>,
    copies: Copies,
    missing: &mut Vec<Violation>,
    found: &mut Vec<Violation>,
) {
    let depth = depth_below(root, node);
    let lacks = |branch: &Vec<ValidationError<'static>>| -> Option<Vec<String>> {
        branch
            .iter()
            .map(|error| match error.kind() {
                ValidationErrorKind::Required { property } if error.instance_path().into_iter().count() == depth => {
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
                && error.instance_path().into_iter().count() == depth,
        )
    };
    let nearest = context.iter().min_by_key(|branch| (branch.iter().map(type_error).sum::<usize>(), branch.len()));
    for error in nearest.into_iter().flatten() {
        convert(error, root, copies, missing, found);
    }
}

/// Number of steps from `root` to a value in it.
fn depth_below(root: Node<'_>, node: Node<'_>) -> usize {
    let between = node.ancestors().take_while(|above| *above != root);
    between
        .chain((node != root).then_some(root))
        .filter(|above| matches!(above.kind(), Kind::Member | Kind::Array))
        .count()
}

fn locate<'t>(error: &ValidationError<'_>, root: Node<'t>, copies: Copies) -> Option<Node<'t>> {
    let mut node = root;
    for segment in error.instance_path() {
        node = match segment {
            LocationSegment::Property(name) => copies.member(node, &name)?.value()?,
            // A key may look like an index.
            LocationSegment::Index(index) if node.kind() == Kind::Object => {
                copies.member(node, &index.to_string())?.value()?
            }
            LocationSegment::Index(index) => node.items().nth(index)?,
        };
    }
    Some(node)
}

/// Pairs of equal items: the first and a later one.
fn repeated_items<'t>(array: Node<'t>) -> Vec<(Node<'t>, Node<'t>)> {
    let mut pairs = Vec::new();
    let mut firsts = HashMap::new();
    for item in array.items().filter(|item| item.kind() != Kind::Missing) {
        let what = match item.kind() {
            Kind::Object | Kind::Array => item.to_value(8).to_string().into(),
            _ => item.string_value(),
        };
        let first = *firsts.entry((item.kind(), what)).or_insert(item);
        if first != item {
            pairs.push((first, item));
        }
    }
    pairs
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
        object.members().find(|member| {
            let key = member.key();
            let same = match key.and_then(Node::plain_key) {
                Some(plain) => plain == name,
                None => key.is_some_and(|key| key.string_value() == name),
            };
            same && self.sees(*member)
        })
    }
}
