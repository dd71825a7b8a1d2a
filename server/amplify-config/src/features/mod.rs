//! What an editor can ask, one function a feature. All answer at once from the project; none alters it.

pub(crate) mod account_file;
#[cfg(test)]
mod account_tests;
pub(crate) mod code_actions;
pub(crate) mod code_lens;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod fill;
pub(crate) mod folding;
pub(crate) mod format;
pub(crate) mod hover;
pub(crate) mod import_readiness;
pub(crate) mod inlay_hints;
pub(crate) mod links;
pub(crate) mod mend;
pub(crate) mod new_files;
pub(crate) mod remove_cognito;
pub(crate) mod replace_pool;
pub(crate) mod selection;
pub(crate) mod symbols;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod wanted_lookups;

use crate::document::Document;
use crate::file_path::FilePath;
use crate::project::Project;

/// The document, if it is one of our kinds: nothing is said of other files.
fn our_document<'p>(project: &'p Project, path: &FilePath) -> Option<&'p Document> {
    project.document(path).map(AsRef::as_ref).filter(|document| document.kind().is_some())
}

/// The nearest place at or before `offset` where a character of `text` begins or the text ends.
fn clamp(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use amplify_json::Kind;
    use amplify_json::edit::apply;

    use super::*;

    /// Asks everything everywhere in real files: nothing panics, and what must always be so is so.
    #[test]
    fn real_files_can_be_read_everywhere() {
        let files = testing::corpus();
        assert!(files.len() > 150);
        for (path, text) in files {
            let (project, path) = testing::project_named(&path, &text);
            let Some(document) = our_document(&project, &path) else { continue };
            for node in document.tree.nodes().filter(|node| node.first_child().is_none()) {
                let offset = node.range().start;
                let said = hover::hover(&project, &path, offset);
                if node.kind() == Kind::Key && document.subschema(node).is_some() {
                    assert!(said.is_some(), "nothing is said of {node:?} in {path:?}");
                }
            }
            for (number, node) in document.tree.nodes().enumerate() {
                // The others are asked for in the tests of the features: here each costs a walk through the file.
                if number % 97 == 0 {
                    let places = definition::highlights(&project, &path, node.range().start);
                    assert!(places.is_sorted_by_key(|place| place.start));
                    assert!(!selection::selection(&project, &path, node.range().start).is_empty());
                }
            }
            for link in links::links(&project, &path) {
                assert!(link.target.starts_with("https://"), "{}", link.target);
            }
            symbols::symbols(&project, &path);
            let hints = inlay_hints::inlay_hints(&project, &path, 0..text.len());
            assert!(hints.iter().all(|hint| !hint.label.is_empty()));
            folding::folding(&project, &path);
            let options = format::FormatOptions { indent: "  ".into(), final_newline: None };
            let laid_out = apply(&text, &format::format(&project, &path, &options));
            let (project, path) = testing::project_named(path.as_str(), &laid_out);
            assert_eq!(format::format(&project, &path, &options), []);
        }
    }
}
