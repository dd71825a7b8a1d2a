//! What a document has against its schema, as structure, without words.

use serde_json::Value;

use crate::tree::NodeId;

/// One thing that the schema does not allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Where: the value, or for [`ViolationKind::UnknownProperty`] and [`ViolationKind::BadName`] the member.
    pub node: NodeId,
    /// What.
    pub kind: ViolationKind,
}

impl Violation {
    /// The same, below another node that is alike.
    pub(crate) fn moved(&self, from: NodeId, to: NodeId) -> Violation {
        let moved = |NodeId(id): NodeId| NodeId(id - from.0 + to.0);
        let mut violation = Violation { node: moved(self.node), kind: self.kind.clone() };
        if let ViolationKind::DuplicateItem(first) = &mut violation.kind {
            *first = moved(*first);
        }
        violation
    }
}

/// What the schema does not allow.
#[derive(Clone, Debug, PartialEq)]
pub enum ViolationKind {
    /// The object knows no member of that name.
    UnknownProperty(String),
    /// The object lacks these members, in the order of the schema.
    MissingProperties(Vec<String>),
    /// The value is of another JSON type than one of these (names of JSON Schema).
    WrongType(Vec<String>),
    /// The value is none of these.
    NotInEnum(Vec<Value>),
    /// The number is below the limit.
    TooSmall(i64),
    /// The number is above the limit.
    TooLarge(i64),
    /// The list has fewer items.
    TooFewItems(u64),
    /// The list has more items.
    TooManyItems(u64),
    /// The text is shorter, in characters.
    TooShort(u64),
    /// The text is longer, in characters.
    TooLong(u64),
    /// The item is the same as an earlier one, this.
    DuplicateItem(NodeId),
    /// The text does not fit the regular expression.
    PatternMismatch(String),
    /// The key does not fit.
    BadName,
    /// The value fits none of the alternatives; each lacks these members.
    NoAlternative(Vec<Vec<String>>),
}
