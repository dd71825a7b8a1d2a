//! Edits of several places of a file, gathered as values at pointers and written together: members of objects that are not
//! there yet stand in one new object.
//!
//! Used by whatever writes what is known from elsewhere. The file must be without syntax errors at these places.

use amplify_json::edit::{Edit, Layout, add_item, add_member, indent_at, lay_out};
use amplify_json::string::quote;
use amplify_json::{Kind, Node};
use serde_json::{Value, json};

use crate::references::follow;

/// What is to be written, before it is known what belongs together.
pub(crate) struct Draft<'a> {
    root: Node<'a>,
    changes: Vec<Change<'a>>,
}

struct Change<'a> {
    /// What it is called in the title.
    title: &'static str,
    what: What<'a>,
}

/// One change.
pub(crate) enum What<'a> {
    /// Another value instead of this one.
    Replace(Node<'a>, Value),
    /// A member at this pointer of the file; the objects around it may be missing too.
    Add(String, Value),
    /// An item behind the others.
    Item(Node<'a>, Value),
}

impl<'a> Draft<'a> {
    /// Nothing yet.
    pub(crate) fn new(root: Node<'a>) -> Draft<'a> {
        Draft { root, changes: Vec::new() }
    }

    /// The file.
    pub(crate) fn root(&self) -> Node<'a> {
        self.root
    }

    /// Writes a value where there is none, or where another one stands and `may_replace` says so.
    pub(crate) fn set(
        &mut self,
        title: &'static str,
        pointer: &str,
        value: Value,
        may_replace: impl Fn(Node<'a>) -> bool,
    ) {
        let what = match follow(self.root(), pointer).pop() {
            Some(node) if may_replace(node) => What::Replace(node, value),
            Some(_) => return,
            None => What::Add(pointer.to_owned(), value),
        };
        self.push(title, what);
    }

    /// Writes something else.
    pub(crate) fn push(&mut self, title: &'static str, what: What<'a>) {
        self.changes.push(Change { title, what });
    }

    /// What is written, each once.
    pub(crate) fn titles(&self) -> Vec<&'static str> {
        let mut titles: Vec<&str> = Vec::new();
        for change in &self.changes {
            if !titles.contains(&change.title) {
                titles.push(change.title);
            }
        }
        titles
    }

    /// All of it, in order and apart from each other.
    pub(crate) fn edits(self) -> Vec<Edit> {
        let root = self.root();
        let mut edits: Vec<Edit> = Vec::new();
        // Members of objects that are not there yet are written with them.
        let mut new: Vec<(Node<'a>, String, Value)> = Vec::new();
        for change in self.changes {
            match change.what {
                What::Replace(node, value) => edits.push(Edit::replace(node.range(), written_at(node, &value))),
                What::Item(list, value) => edits.push(add_item(list, &one_line(&value))),
                What::Add(pointer, value) => {
                    let Some((object, path)) = deepest(root, &pointer) else { continue };
                    let [first, rest @ ..] = path.as_slice() else { continue };
                    let value = rest.iter().rev().fold(value, |value, name| json!({ *name: value }));
                    match new.iter_mut().find(|(other, name, _)| *other == object && name == first) {
                        Some((.., there)) => merge(there, value),
                        None => new.push((object, (*first).to_owned(), value)),
                    }
                }
            }
        }
        edits.extend(new.iter().map(|(object, name, value)| add_member(*object, name, &written(value, 0))));
        // Several members behind the same one keep their order.
        edits.sort_by_key(|edit| (edit.start, edit.end));
        edits
    }
}

/// The innermost object on the way to a pointer that is there, and the names below it that are not; `None` where
/// something else stands in the way.
fn deepest<'n, 'p>(root: Node<'n>, pointer: &'p str) -> Option<(Node<'n>, Vec<&'p str>)> {
    let names: Vec<&str> = pointer.split('/').skip(1).collect();
    let mut at = root;
    for (number, name) in names.iter().enumerate() {
        if at.kind() != Kind::Object || !at.is_closed() {
            return None;
        }
        match at.get(name) {
            Some(value) => at = value,
            None => return Some((at, names[number..].to_vec())),
        }
    }
    None
}

fn merge(there: &mut Value, more: Value) {
    match (there, more) {
        (Value::Object(there), Value::Object(more)) => {
            for (name, value) in more {
                match there.get_mut(&name) {
                    Some(own) => merge(own, value),
                    None => {
                        there.insert(name, value);
                    }
                }
            }
        }
        (there, more) => *there = more,
    }
}

/// JSON text for column 0: objects on lines of their own, lists of words and objects in lists on one line.
fn written(value: &Value, depth: usize) -> String {
    let Value::Object(members) = value else { return one_line(value) };
    if members.is_empty() {
        return "{}".to_owned();
    }
    let inner = "  ".repeat(depth + 1);
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{inner}{}: {}", quote(name), written(value, depth + 1))).collect();
    format!("{{\n{}\n{}}}", members.join(",\n"), "  ".repeat(depth))
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if !members.is_empty() => {
            let members: Vec<String> =
                members.iter().map(|(name, value)| format!("{}: {}", quote(name), one_line(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

fn written_at(node: Node<'_>, value: &Value) -> String {
    let text = node.tree().text();
    lay_out(&written(value, 0), indent_at(text, node.range().start), &Layout::of(text))
}
