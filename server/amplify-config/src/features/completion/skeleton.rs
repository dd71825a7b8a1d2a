//! How a value is written that is not there yet: its required members, with a tab stop wherever there is something to
//! fill in.

use amplify_json::schema::SubschemaId;
use amplify_json::string::{escape, quote};
use amplify_json::{Node, edit::Layout, edit::indent_at};
use serde_json::Value;

use crate::cursor::{Slot, Space};
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::known_values::known_value;

/// Text with tab stops and line breaks, laid out only when the place is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Skeleton(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A line break, and so many steps of indentation.
    Line(usize),
    /// Something to fill in: the text that stands there first, and all that can.
    Stop(String, Vec<String>),
}

/// What the syntax of snippets gives a meaning to, outside a tab stop, in one, and in a choice.
const OUTSIDE: &str = "$\\";
pub(crate) const IN_STOP: &str = "$}\\";
const IN_CHOICE: &str = "$}\\,|";

/// Deeper objects are left empty.
const MAX_DEPTH: usize = 8;

impl Skeleton {
    /// Plain text without tab stops.
    pub(crate) fn text(text: impl Into<String>) -> Skeleton {
        Skeleton(vec![Part::Text(text.into())])
    }

    /// A name to fill in, between quotes.
    pub(crate) fn name(prefix: &str, name: &str) -> Skeleton {
        let before = format!("\"{}", escape(prefix));
        Skeleton(vec![Part::Text(before), Part::Stop(escape(name).into_owned(), Vec::new()), Part::Text("\"".into())])
    }

    /// `key`, a colon and `value`.
    pub(crate) fn member(mut key: Skeleton, value: Skeleton) -> Skeleton {
        key.0.push(Part::Text(": ".into()));
        key.0.extend(value.0);
        key
    }

    /// An object of these members.
    pub(crate) fn object(members: Vec<Skeleton>, one_line: bool) -> Skeleton {
        let space = |depth| if one_line { Part::Text(" ".into()) } else { Part::Line(depth) };
        let mut parts = vec![Part::Text("{".into())];
        for (number, member) in members.into_iter().enumerate() {
            if number > 0 {
                parts.push(Part::Text(",".into()));
            }
            parts.push(space(1));
            // What a member holds stands one step further right.
            parts.extend(member.0.into_iter().map(|part| match part {
                Part::Line(depth) => Part::Line(depth + 1),
                other => other,
            }));
        }
        parts.extend([space(0), Part::Text("}".into())]);
        Skeleton(parts)
    }

    /// `[`, `item`, `]`.
    fn array(item: Skeleton) -> Skeleton {
        let mut parts = vec![Part::Text("[".into())];
        parts.extend(item.0);
        parts.push(Part::Text("]".into()));
        Skeleton(parts)
    }

    /// A place to fill in with nothing there yet, between two brackets or quotes.
    fn empty(open: &str, close: &str) -> Skeleton {
        Skeleton(vec![Part::Text(open.into()), Part::Stop(String::new(), Vec::new()), Part::Text(close.into())])
    }

    /// Members without the brackets around them.
    pub(crate) fn members(members: Vec<Skeleton>) -> Skeleton {
        let mut skeleton = Skeleton::default();
        for (number, member) in members.into_iter().enumerate() {
            if number > 0 {
                skeleton.0.extend([Part::Text(",".into()), Part::Line(0)]);
            }
            skeleton.0.extend(member.0);
        }
        skeleton
    }

    /// As it is to stand in the file.
    pub(crate) fn plain(&self, document: &Document, slot: &Slot) -> String {
        let layout = Layout::of(document.text());
        let mut out = String::new();
        let space = |out: &mut String, space: &Space| match space {
            Space::Text(text) => out.push_str(text),
            Space::Line(indent) => {
                out.push_str(layout.line_end);
                out.push_str(indent);
            }
        };
        slot.before.iter().for_each(|before| space(&mut out, before));
        for part in &self.0 {
            match part {
                Part::Text(text) | Part::Stop(text, _) => out.push_str(text),
                Part::Line(depth) => {
                    out.push_str(layout.line_end);
                    out.push_str(&slot.indent);
                    out.push_str(&layout.indent.repeat(*depth));
                }
            }
        }
        slot.after.iter().for_each(|after| space(&mut out, after));
        out
    }

    /// As a snippet; `None` if there is nothing to fill in.
    pub(crate) fn snippet(&self, document: &Document, slot: &Slot) -> Option<String> {
        if !self.0.iter().any(|part| matches!(part, Part::Stop(..))) {
            return None;
        }
        let layout = Layout::of(document.text());
        // The editor repeats the indentation of the line by itself.
        let base = indent_at(document.text(), slot.replace.start);
        let relative = |indent: &str| indent.strip_prefix(base).unwrap_or_default().to_owned();
        let mut out = String::new();
        let space = |out: &mut String, space: &Space| match space {
            Space::Text(text) => out.push_str(&escape_snippet(text, OUTSIDE)),
            Space::Line(indent) => {
                out.push('\n');
                out.push_str(&relative(indent));
            }
        };
        slot.before.iter().for_each(|before| space(&mut out, before));
        let mut stop = 0;
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(&escape_snippet(text, OUTSIDE)),
                Part::Line(depth) => {
                    out.push('\n');
                    out.push_str(&relative(&slot.indent));
                    out.push_str(&layout.indent.repeat(*depth));
                }
                Part::Stop(first, choices) => {
                    stop += 1;
                    let choices: Vec<String> = choices.iter().map(|text| escape_snippet(text, IN_CHOICE)).collect();
                    out.push_str(&match (choices.len(), first.as_str()) {
                        (0, "") => format!("${stop}"),
                        (0, first) => format!("${{{stop}:{}}}", escape_snippet(first, IN_STOP)),
                        _ => format!("${{{stop}|{}|}}", choices.join(",")),
                    });
                }
            }
        }
        slot.after.iter().for_each(|after| space(&mut out, after));
        Some(out)
    }
}

/// A text as the syntax of snippets holds it, where these characters have a meaning.
pub(crate) fn escape_snippet(text: &str, special: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if special.contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Builds skeletons for one place of a document.
pub(crate) struct Writer<'d> {
    pub(crate) document: &'d Document,
    pub(crate) knowledge: &'static Knowledge,
    /// The object that gets the member, from which known values are told.
    pub(crate) object: Node<'d>,
    /// Everything on one line.
    pub(crate) one_line: bool,
}

impl Writer<'_> {
    /// The value of the member `name`, or of an item, which has no name.
    pub(crate) fn value(&self, name: &str, id: SubschemaId) -> Skeleton {
        self.at_depth(name, id, 0)
    }

    fn at_depth(&self, name: &str, id: SubschemaId, depth: usize) -> Skeleton {
        let schema = &self.knowledge.schema;
        let subschema = schema.get(id);
        // What is known of the object around holds for what stands in it, except for the version of the file.
        let is_known = depth == 0 || name != "version";
        let known = is_known.then(|| known_value(self.document, self.object, name, id)).flatten();
        let values: Vec<&Value> =
            schema.values(id).into_iter().map(|(value, _)| value).filter(|value| !value.is_null()).collect();
        if !values.is_empty() {
            return choice(&values, known.as_deref());
        }
        match subschema.types.iter().map(String::as_str).find(|name| *name != "null") {
            Some("boolean") => choice(&[&Value::Bool(false), &Value::Bool(true)], known.as_deref()),
            Some("object") => self.object(id, depth),
            Some("array") => match schema.item(id).filter(|_| subschema.min_items > 0 && depth < MAX_DEPTH) {
                Some(item) => Skeleton::array(self.at_depth("", item, depth + 1)),
                None => Skeleton::empty("[", "]"),
            },
            Some("integer" | "number") => {
                let first = known.unwrap_or_else(|| subschema.range.0.unwrap_or(0).to_string());
                Skeleton(vec![Part::Stop(first, Vec::new())])
            }
            Some(_) => text(known.as_deref()),
            None => match subschema.any_of.first() {
                Some(&branch) => self.at_depth(name, branch, depth),
                None => text(known.as_deref()),
            },
        }
    }

    fn object(&self, id: SubschemaId, depth: usize) -> Skeleton {
        let schema = &self.knowledge.schema;
        let subschema = schema.get(id);
        let required = match subschema.any_of.first() {
            Some(&branch) if subschema.required.is_empty() => &schema.get(branch).required,
            _ => &subschema.required,
        };
        if depth >= MAX_DEPTH || required.is_empty() || self.knowledge.keywords(id).generated {
            return Skeleton::empty("{", "}");
        }
        let properties = schema.properties(id);
        let members = properties.into_iter().filter(|(name, _)| required.iter().any(|other| other == name));
        let members = members.map(|(name, property)| {
            Skeleton::member(Skeleton::text(quote(name)), self.at_depth(name, property, depth + 1))
        });
        Skeleton::object(members.collect(), self.one_line)
    }
}

/// A text to fill in; `known` is JSON text.
fn text(known: Option<&str>) -> Skeleton {
    match known {
        Some(known) if known.starts_with('"') => {
            let content = known[1..known.len() - 1].to_owned();
            let quote = || Part::Text("\"".into());
            Skeleton(vec![quote(), Part::Stop(content, Vec::new()), quote()])
        }
        Some(known) => Skeleton::text(known),
        None => Skeleton::empty("\"", "\""),
    }
}

/// One of several values, `known` (JSON text) first.
fn choice(values: &[&Value], known: Option<&str>) -> Skeleton {
    let mut words: Vec<String> = values.iter().map(|value| value.to_string()).collect();
    if let Some(at) = words.iter().position(|word| Some(word.as_str()) == known) {
        words[..=at].rotate_right(1);
    }
    if let [only] = words.as_slice() {
        return Skeleton::text(only);
    }
    if !values.iter().all(|value| value.is_string()) {
        return Skeleton(vec![Part::Stop(words[0].clone(), words)]);
    }
    let quote = || Part::Text("\"".into());
    let words: Vec<String> = words.iter().map(|word| word[1..word.len() - 1].to_owned()).collect();
    Skeleton(vec![quote(), Part::Stop(words[0].clone(), words), quote()])
}
