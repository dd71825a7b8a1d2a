//! A text that differs in one place from one that was read: only the value around that place is read again.
//!
//! Works where both texts are valid, as nearly all versions of a file are while somebody types inside a value. The
//! grammar of JSON (RFC 8259) has no context: a value that is replaced by another value between the same bytes leaves
//! all around it as it was. In every other case the caller reads the text as if there had been none before.

use std::sync::Arc;

use crate::strict::{self, Strict};
use crate::tree::{Kind, Node, Tree};

/// The tree of `text`, made of the tree of an earlier text; `None` where that does not pay, or where something is wrong.
pub(crate) fn parse(earlier: &Tree, text: &Arc<str>) -> Option<Tree> {
    if !earlier.is_valid() || u32::try_from(text.len()).is_err() {
        return None;
    }
    let (old, new) = (earlier.text().as_bytes(), text.as_bytes());
    let same_before = same_before(old, new);
    let rest = old.len().min(new.len()) - same_before;
    let same_behind = same_behind(&old[old.len() - rest..], &new[new.len() - rest..]);
    let changed_end = old.len() - same_behind;

    // Quotes or brackets of the value stand before and behind what changed.
    let is_around = |node: &Node<'_>| {
        let range = node.range();
        matches!(node.kind(), Kind::String | Kind::Object | Kind::Array)
            && range.start < same_before
            && changed_end < range.end
    };
    let first = earlier.node_at(same_before);
    let around = std::iter::once(first).chain(first.ancestors()).find(is_around)?;
    let range = around.range();
    // A part that is nearly everything is no gain.
    if range.len() > old.len() / 2 {
        return None;
    }
    let Strict { builder, suspects } = strict::parse(&text[range.start..new.len() - (old.len() - range.end)])?;
    if !suspects.is_empty() {
        return None;
    }
    Some(earlier.with(around.id(), builder, text.clone()))
}

/// Bytes that are compared at once.
const STRIDE: usize = 256;

/// How many bytes at the beginning are the same.
fn same_before(one: &[u8], other: &[u8]) -> usize {
    let strides = one.chunks_exact(STRIDE).zip(other.chunks_exact(STRIDE));
    let same = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    same + one[same..].iter().zip(&other[same..]).take_while(|(one, other)| one == other).count()
}

/// How many bytes at the end are the same; both are as long.
fn same_behind(one: &[u8], other: &[u8]) -> usize {
    let strides = one.rchunks_exact(STRIDE).zip(other.rchunks_exact(STRIDE));
    let same = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    same + one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "{\n  \"auth\": {\n    \"id\": \"us-east-1_x\",\n    \"list\": [1, {\"a\": \"é\\n\"}, [], \"z\"],\n    \
                        \"on\": true\n  },\n  \"data\": {\"models\": {\"One\": {}, \"Two\": {\"n\": -1.5}}},\n  \
                        \"custom\": [\"a\", \"b\", \"c\", {\"deep\": {\"er\": [[[\"x\"]]]}}],\n  \"version\": \"1.4\"\n}\n";

    fn check(before: &str, after: &str) -> bool {
        let earlier = crate::parse(before).tree;
        let Some(tree) = parse(&earlier, &after.into()) else { return false };
        let whole = crate::parse(after);
        assert!(whole.errors.is_empty(), "{after:?} has an error");
        assert!(tree.is_like(&whole.tree), "of {before:?}, then {after:?}");
        assert!(tree.is_valid() && !tree.has_duplicates());
        true
    }

    #[test]
    fn only_the_value_around_is_read_again() {
        for (name, from, to) in [
            ("letter in a text", "us-east-1_x", "us-east-1_Xx"),
            ("last letter of a text", "1_x\"", "1_xy\""),
            ("a text is emptied", "\"us-east-1_x\"", "\"\""),
            ("escape in a text", "1_x", "1_\\u00e9"),
            ("number in a list", "[1,", "[1234,"),
            ("item more", "\"z\"]", "\"z\", {\"more\": [null]}]"),
            ("item less", "[1, ", "["),
            ("a key", "\"id\"", "\"user_pool_id\""),
            ("a kind", "true", "{\"x\": 1}"),
            ("a letter of several bytes", "é", "è"),
            ("blanks", "\"on\": true", "\"on\":    true"),
            ("in the depth", "\"x\"", "\"x\", []"),
        ] {
            assert!(check(TEXT, &TEXT.replacen(from, to, 1)), "{name}: all was read");
        }
    }

    #[test]
    fn what_is_wrong_or_uncertain_is_read_whole() {
        for (name, from, to) in [
            ("quote in a text", "us-", "u\"s-"),
            ("key twice", "\"on\"", "\"id\""),
            ("comma lost", "x\",", "x\""),
            ("bracket lost", "[[[", "[["),
            ("at the top", "\"version\"", "\"Version\""),
            ("behind the end", "\n}\n", "\n}\n}"),
        ] {
            assert!(!check(TEXT, &TEXT.replacen(from, to, 1)), "{name}: a part was read");
        }
    }

    proptest! {
        #[test]
        fn any_edit_gives_the_tree_of_the_whole_text(
            at in 0..TEXT.len(), length in 0..12_usize, new in r#"[a1" ,:{}\[\]\\é-]{0,4}"#,
        ) {
            let (start, end) = (TEXT.floor_char_boundary(at), TEXT.floor_char_boundary((at + length).min(TEXT.len())));
            check(TEXT, &format!("{}{new}{}", &TEXT[..start], &TEXT[end..]));
        }
    }
}
