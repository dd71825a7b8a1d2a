//! One action that writes into a file what the account says of its user pool.
//!
//! It adds what is missing and puts right what is otherwise; its title says what it writes. It invents nothing: where
//! the account has several app clients or identity pools to choose from, the choice is left to completion. Offered only
//! in a file without syntax errors, for edits of several places must not rest on guesses.

use amplify_json::edit::{Edit, Layout, add_item, add_member, indent_at, lay_out};
use amplify_json::string::quote;
use amplify_json::{Kind, Node};
use serde_json::{Value, json};

use crate::counterpart::{Counterpart, shown};
use crate::document::Document;
use crate::project::Project;
use crate::references::follow;
use crate::wording;

mod content;

/// The edits, and what they write.
pub(crate) struct Fill {
    /// Verb, object, what is written.
    pub(crate) title: String,
    /// In order, and apart from each other.
    pub(crate) edits: Vec<Edit>,
}

/// How much of a file is to say what the account says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What is missing, and the settings of the user pool that are otherwise.
    Missing,
    /// The same in a file whose client and identity pool were chosen: without them.
    Chosen,
    /// Also what stood there for another user pool: groups and login pages.
    Replaced,
}

/// What can be filled in; `None` when nothing is known, or nothing is to be done.
pub(crate) fn fill(project: &Project, document: &Document, extent: Extent) -> Option<Fill> {
    let account = Counterpart::new(project, document)?;
    let pool = account.pool.as_ref()?;
    let is_sound = document.syntax_errors.is_empty() && !pool.node.is_doubtful();
    let mut draft = Draft { account: &account, extent, changes: Vec::new() };
    if !is_sound {
        return None;
    }
    content::all(&mut draft, pool);
    let titles: Vec<&str> = draft.titles();
    if titles.is_empty() {
        return None;
    }
    let title = format!("Fill in from the user pool `{}`: {}", shown(&pool.facts.name), wording::list(&titles, "and"));
    Some(Fill { title, edits: draft.edits() })
}

/// What is to be written, before it is known what belongs together.
struct Draft<'a> {
    account: &'a Counterpart<'a>,
    extent: Extent,
    changes: Vec<Change<'a>>,
}

struct Change<'a> {
    /// What it is called in the title.
    title: &'static str,
    what: What<'a>,
}

enum What<'a> {
    /// Another value instead of this one.
    Replace(Node<'a>, Value),
    /// A member at this pointer of the file; the objects around it may be missing too.
    Add(String, Value),
    /// An item behind the others.
    Item(Node<'a>, Value),
}

impl<'a> Draft<'a> {
    fn root(&self) -> Node<'a> {
        self.account.document.tree.root()
    }

    /// Writes a value where there is none, or where another one stands and `may_replace` says so.
    fn set(&mut self, title: &'static str, pointer: &str, value: Value, may_replace: impl Fn(Node<'a>) -> bool) {
        let what = match follow(self.root(), pointer).pop() {
            Some(node) if may_replace(node) => What::Replace(node, value),
            Some(_) => return,
            None => What::Add(pointer.to_owned(), value),
        };
        self.push(title, what);
    }

    fn push(&mut self, title: &'static str, what: What<'a>) {
        self.changes.push(Change { title, what });
    }

    fn titles(&self) -> Vec<&'static str> {
        let mut titles: Vec<&str> = Vec::new();
        for change in &self.changes {
            if !titles.contains(&change.title) {
                titles.push(change.title);
            }
        }
        titles
    }

    fn edits(self) -> Vec<Edit> {
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

#[cfg(test)]
mod tests;
