//! The tree as the `jsonschema` crate wants to see a document: its `Json` trait, so that nothing is copied.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, NodeIdentity, Object};
use serde_json::{Number, Value};

use crate::tree::{Kind, Node};

use super::{Copies, repeated_items};

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

    #[inline]
    fn as_object(&self) -> Option<Members<'t>> {
        match self {
            Instance::Node(node, copies) if node.kind() == Kind::Object => Some(Members(*node, *copies)),
            _ => None,
        }
    }

    #[inline]
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

    #[inline]
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

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let member = self.next?;
            self.next = member.next_sibling();
            let (Some(key), Some(value)) = (member.key(), member.value()) else { continue };
            let name = key.plain_key().map_or_else(|| key.string_value(), Cow::Borrowed);
            // One without a name is half a member, and an empty name gets lost in the paths of errors.
            if self.copies.sees(member) && !name.is_empty() {
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
