//! What a field or a value means.
//!
//! A key shows what [`field_doc`] says of its field; a value what it is and what its parts are. Nothing is said of white
//! space, brackets and punctuation, nor of what the schema does not know. The text of a secret is never repeated.

mod account;
mod environments;
mod name;
mod parts;
mod value;

use std::ops::Range;

use amplify_json::{Kind, Node};

use super::our_document;
use crate::document::Document;
use crate::field_doc::field_doc;
use crate::file_path::FilePath;
use crate::project::Project;

/// What is known of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The token it speaks of.
    pub range: Range<usize>,
    /// Markdown, never empty.
    pub markdown: String,
}

/// What stands at `offset`; `None` where there is nothing to say.
pub fn hover(project: &Project, path: &FilePath, offset: usize) -> Option<Hover> {
    let document = our_document(project, path)?;
    let token = document.tree.node_at(offset);
    let range = token.range();
    if !range.contains(&offset) {
        return None;
    }
    let mut paragraphs = match token.kind() {
        Kind::Key => of_key(document, token)?,
        Kind::String | Kind::Number | Kind::Bool => value::paragraphs(document, token)?,
        Kind::Object | Kind::Array | Kind::Member | Kind::Null | Kind::Missing => return None,
    };
    paragraphs.extend(account::paragraphs(project, document, token));
    paragraphs.extend(environments::paragraph(project, document, token));
    let markdown = paragraphs.join("\n\n");
    (!markdown.is_empty()).then_some(Hover { range, markdown })
}

fn of_key(document: &Document, key: Node<'_>) -> Option<Vec<String>> {
    let (knowledge, id) = document.subschema(key)?;
    let mut paragraphs = vec![field_doc(document, knowledge, id).markdown()];
    if let Some(parts) = name::parts(document, knowledge, key, id) {
        paragraphs.insert(0, parts);
    }
    Some(paragraphs)
}

/// `text` from the file as code in Markdown: on one line, not too long, whatever it holds.
fn code(text: &str) -> String {
    let mut line: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).take(81).collect();
    if line.chars().count() > 80 {
        line.pop();
        line.push('…');
    }
    let ticks = line.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    // Beside a backtick, and at both ends when the text begins and ends with a blank, Markdown takes one blank away.
    let blank =
        if ticks > 0 || line.trim().is_empty() || line.starts_with(' ') && line.ends_with(' ') { " " } else { "" };
    format!("{fence}{blank}{line}{blank}{fence}")
}

#[cfg(test)]
mod tests;
