//! The outline of a file.

use std::ops::Range;

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node};

use super::our_document;
use crate::file_path::FilePath;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::wording;

/// What a symbol is, for its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// An object.
    Object,
    /// A list.
    Array,
    /// A text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`, or nothing yet.
    Null,
}

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its key, or its index in a list.
    pub name: String,
    /// Its value, if that is short.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Bytes of the whole member.
    pub range: Range<usize>,
    /// Bytes of the key, inside `range`.
    pub selection: Range<usize>,
    /// What is inside it.
    pub children: Vec<Symbol>,
}

/// An outline has at most so many lines, and deeper levels are left out so that it has no more.
const MAX_SYMBOLS: usize = 5_000;
/// It has at most so many levels.
const MAX_LEVELS: usize = 32;
/// Of machine-made content it shows so many: in model introspection down to the fields of a model.
const MAX_GENERATED_LEVELS: usize = 4;

/// The outline: every member and every item that is an object or list, to a depth that keeps it useful.
pub fn symbols(project: &Project, path: &FilePath) -> Vec<Symbol> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let Some(knowledge) = document.knowledge() else { return Vec::new() };
    let mut outline = Outline { knowledge, room: MAX_SYMBOLS };
    let root = document.tree.root();
    let known = Some(knowledge.schema.root());
    outline.children(root, Place { known, levels: levels(root), is_secret: false, is_generated: false })
}

/// The nodes below a value that are lines of the outline.
fn lines_of(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.children().filter(|child| matches!(child.kind(), Kind::Member | Kind::Object | Kind::Array))
}

/// How many levels fit into an outline of the greatest size; at least one.
fn levels(root: Node<'_>) -> usize {
    fn count(node: Node<'_>, level: usize, counts: &mut [usize; MAX_LEVELS]) {
        for line in lines_of(node) {
            counts[level] += 1;
            if level + 1 < MAX_LEVELS {
                count(value_of(line), level + 1, counts);
            }
        }
    }
    let mut counts = [0; MAX_LEVELS];
    count(root, 0, &mut counts);
    let mut total = 0;
    let fits = |count: &&usize| {
        total += **count;
        total <= MAX_SYMBOLS
    };
    counts.iter().take_while(fits).count().max(1)
}

/// The value of a member; an item is its own value.
fn value_of(line: Node<'_>) -> Node<'_> {
    line.value().unwrap_or(line)
}

/// Where the outline is.
#[derive(Clone, Copy)]
struct Place {
    /// What the schema says of the value above, if it is known.
    known: Option<SubschemaId>,
    /// How many levels may follow.
    levels: usize,
    is_secret: bool,
    is_generated: bool,
}

struct Outline {
    knowledge: &'static Knowledge,
    /// How many more lines it may have.
    room: usize,
}

impl Outline {
    fn children(&mut self, container: Node<'_>, place: Place) -> Vec<Symbol> {
        if place.levels == 0 {
            return Vec::new();
        }
        let mut symbols = Vec::new();
        for (index, line) in lines_of(container).enumerate() {
            if self.room == 0 {
                break;
            }
            self.room -= 1;
            symbols.push(self.symbol(line, index, place));
        }
        symbols
    }

    fn symbol(&mut self, line: Node<'_>, index: usize, above: Place) -> Symbol {
        let value = value_of(line);
        let key = line.key().filter(|key| key.kind() == Kind::Key);
        let place = self.inside(line, above);
        let name = match key {
            Some(key) => key.string_value().into_owned(),
            None if line.kind() == Kind::Member => String::new(),
            None => index.to_string(),
        };
        let range = line.range();
        let selection = key.map_or(range.clone(), |key| key.range());
        let selection = selection.start.max(range.start)..selection.end.min(range.end).max(range.start);
        Symbol {
            // Editors refuse a symbol without a name.
            name: if name.is_empty() { "\"\"".to_owned() } else { name },
            detail: if place.is_secret { String::new() } else { detail(value, place.is_generated) },
            kind: kind(value),
            range,
            selection,
            children: self.children(value, place),
        }
    }

    /// The place of what is inside `line`.
    fn inside(&self, line: Node<'_>, above: Place) -> Place {
        let known = above.known.and_then(|id| match line.kind() {
            Kind::Member => self.knowledge.schema.property(id, &line.name()),
            _ => self.knowledge.schema.item(id),
        });
        let keywords = known.map(|id| self.knowledge.keywords(id));
        let begins_generated = !above.is_generated && keywords.is_some_and(|keywords| keywords.generated);
        let levels = above.levels - 1;
        Place {
            known,
            levels: if begins_generated { levels.min(MAX_GENERATED_LEVELS) } else { levels },
            is_secret: above.is_secret || keywords.is_some_and(|keywords| keywords.secret),
            is_generated: above.is_generated || begins_generated,
        }
    }
}

fn kind(value: Node<'_>) -> SymbolKind {
    match value.kind() {
        Kind::Object => SymbolKind::Object,
        Kind::Array => SymbolKind::Array,
        Kind::String | Kind::Key => SymbolKind::String,
        Kind::Number => SymbolKind::Number,
        Kind::Bool => SymbolKind::Boolean,
        Kind::Null | Kind::Missing | Kind::Member => SymbolKind::Null,
    }
}

/// Lists are shown whole up to so many items.
const MAX_SHOWN_ITEMS: usize = 4;

/// A value in a few words; of an object what tells it from its neighbours.
fn detail(value: Node<'_>, is_generated: bool) -> String {
    match value.kind() {
        Kind::Object if is_generated => value.get("type").map(type_name).unwrap_or_default(),
        Kind::Object if value.parent().is_some_and(|parent| parent.kind() == Kind::Array) => item_name(value),
        Kind::Array => list(value),
        Kind::Object | Kind::Missing | Kind::Member => String::new(),
        _ => wording::excerpt(value),
    }
}

/// The type of a field of a data model: `String`, or the name of the model it points to.
fn type_name(kind: Node<'_>) -> String {
    let name = if kind.kind() == Kind::Object { kind.first_child().and_then(Node::value) } else { Some(kind) };
    name.filter(|name| name.kind() == Kind::String).map(wording::excerpt).unwrap_or_default()
}

/// The name of an object in a list: its `name`, or its only key.
fn item_name(item: Node<'_>) -> String {
    let mut members = item.members();
    match (members.next(), members.next()) {
        (Some(only), None) => wording::excerpt(only.key().unwrap_or(only)),
        _ => {
            let name = item.members().take(8).find(|member| member.name() == "name").and_then(Node::value);
            name.filter(|name| name.kind() == Kind::String).map(wording::excerpt).unwrap_or_default()
        }
    }
}

fn list(array: Node<'_>) -> String {
    let shown: Vec<Node<'_>> = array.items().take(MAX_SHOWN_ITEMS + 1).collect();
    let is_short = |item: &Node<'_>| !matches!(item.kind(), Kind::Object | Kind::Array) && item.range().len() <= 24;
    if shown.len() <= MAX_SHOWN_ITEMS && shown.iter().all(is_short) {
        return shown.into_iter().map(wording::excerpt).collect::<Vec<_>>().join(", ");
    }
    match array.items().count() {
        1 => "1 item".to_owned(),
        count => format!("{count} items"),
    }
}

#[cfg(test)]
mod tests;
