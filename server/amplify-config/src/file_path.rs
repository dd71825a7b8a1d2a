//! The name of a file: what the outside world calls it, and what can be told from that.

use std::iter::successors;
use std::sync::Arc;

/// The name of a file, as the outside world calls it (a path or an address): opaque, compared as it is. Only the part
/// behind the last separator is looked at, to tell the kind of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FilePath(Arc<str>);

impl FilePath {
    /// Takes the name as it is.
    pub fn new(name: impl Into<Arc<str>>) -> FilePath {
        FilePath(name.into())
    }

    /// The name, as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the last `/` or `\`; empty when there is none.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
    }

    /// The folders it stands in, the innermost first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        successors(Some(self.folder()), |folder| {
            let outer = folder.rsplit_once(['/', '\\']).map_or("", |(outer, _)| outer);
            (!folder.is_empty()).then_some(outer)
        })
    }

    /// It stands in that folder, or in one below it.
    pub fn is_below(&self, folder: &str) -> bool {
        self.relative_to(folder).is_some()
    }

    /// Its name as seen from a folder above it.
    pub(crate) fn relative_to(&self, folder: &str) -> Option<&str> {
        match folder {
            "" => (!self.0.starts_with(['/', '\\'])).then_some(&*self.0),
            _ => self.0.strip_prefix(folder)?.strip_prefix(['/', '\\']),
        }
    }

    /// What stands behind the last `/` or `\`.
    pub fn base_name(&self) -> &str {
        self.0.rsplit(['/', '\\']).next().unwrap_or(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_above_is_named_once() {
        for (path, folders) in [
            ("/a/b/c.json", &["/a/b", "/a", ""][..]),
            ("a\\b.json", &["a", ""]),
            ("c.json", &[""]),
            ("file:///a/c.json", &["file:///a", "file://", "file:/", "file:", ""]),
        ] {
            assert_eq!(FilePath::new(path).folders().collect::<Vec<_>>(), folders);
        }
    }
}
