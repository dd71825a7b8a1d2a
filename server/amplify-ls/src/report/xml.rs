//! XML for the reports that are written in it: elements with attributes and text, and what must be escaped in them.

use std::fmt::Write;

/// Text as it stands between tags or between the quotes of an attribute.
fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // White space would be made one blank in an attribute.
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            // XML has no way to say these, escaped or not.
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(letter),
        }
    }
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Element {
        Element { name, attributes: Vec::new(), text: String::new(), children: Vec::new() }
    }

    /// The same with one more attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Element {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// The same with this text, before what it holds.
    pub(super) fn with_text(mut self, text: impl Into<String>) -> Element {
        self.text = text.into();
        self
    }

    /// The same with more inside.
    pub(super) fn holding(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children);
        self
    }

    /// A whole document.
    pub(super) fn document(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let _ = write!(out, "{indent}<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"");
            escape(value, out);
            out.push('"');
        }
        if self.text.is_empty() && self.children.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push('>');
        escape(&self.text, out);
        if !self.children.is_empty() {
            out.push('\n');
            self.children.iter().for_each(|child| child.write(depth + 1, out));
            out.push_str(&indent);
        }
        let _ = writeln!(out, "</{}>", self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["", "a", "<a b='c' d=\"e\">&amp;</a>", "one\r\ntwo\tthree", "]]>", "é😀", " blanks "] {
            let document = Element::new("a").with("b", text).holding([Element::new("c").with_text(text)]).document();
            let parsed = roxmltree::Document::parse(&document).unwrap();
            let root = parsed.root_element();
            assert_eq!(root.attribute("b"), Some(text), "{document}");
            let child = root.first_element_child().unwrap();
            assert_eq!(child.text().unwrap_or_default(), text, "{document}");
        }
        let document = Element::new("a").with("b", "\u{1b}[31m\0").document();
        assert_eq!(
            roxmltree::Document::parse(&document).unwrap().root_element().attribute("b"),
            Some("\u{FFFD}[31m\u{FFFD}")
        );
    }
}
