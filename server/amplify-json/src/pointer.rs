//! JSON Pointer (RFC 6901): the way from the root of a text to a value.

use crate::tree::{Kind, Node};

impl Node<'_> {
    /// The pointer to this value; of a key or member the one to the value it belongs to. The root's is empty.
    pub fn pointer(self) -> String {
        let mut parts: Vec<String> = std::iter::once(self)
            .chain(self.ancestors())
            .filter_map(|node| match node.kind() {
                Kind::Member => Some(escape(&node.name())),
                _ => node.index().map(|index| index.to_string()),
            })
            .collect();
        parts.reverse();
        parts.iter().flat_map(|part| ["/", part.as_str()]).collect()
    }
}

fn escape(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_pointer_names_every_step() {
        let parse = crate::parse(r#"{"a": [1, {"b/c~": true}]}"#);
        let pointers: Vec<String> = parse.tree.nodes().map(|node| node.pointer()).collect();
        assert_eq!(pointers, ["", "/a", "/a", "/a", "/a/0", "/a/1", "/a/1/b~1c~0", "/a/1/b~1c~0", "/a/1/b~1c~0"]);
    }
}
