//! The files around a configuration that say something about it: the project file, the files that name a project's
//! dependencies, and what version control ignores. Finds and reads, judges nothing.
//!
//! The command line and the language server both look here, so that they know the same of a file.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use amplify_config::{PROJECT_FILE, is_manifest};
use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// How far above a file is looked when no repository ends the way up.
const MAX_ABOVE: usize = 4;
/// How far below a file's folder its dependencies may be named: `ios/App.xcodeproj/project.pbxproj`.
const MAX_BELOW: usize = 3;
/// At most so many entries are looked at below one folder, and below all.
const MAX_ENTRIES: usize = 2_000;
const MAX_ENTRIES_IN_ALL: usize = 200_000;
/// Of a longer file only the start is read: those with dependencies may be long.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// A longer project file is none, and a longer ignore file is not asked.
const MAX_OWN_BYTES: u64 = 1024 * 1024;

/// A file of that name says something about configurations near it.
pub(crate) fn is_telling(base_name: &str) -> bool {
    base_name == PROJECT_FILE || is_manifest(base_name)
}

/// The files that say something about configurations in these folders: in the folders above them, up to the root of the
/// repository, and those that name dependencies a little below them.
pub(crate) fn around<'p>(folders: impl IntoIterator<Item = &'p Path>) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut left = MAX_ENTRIES_IN_ALL;
    for folder in folders {
        for above in above(folder) {
            if !seen.insert(above.to_owned()) {
                break;
            }
            let entries = above.read_dir().into_iter().flatten().filter_map(Result::ok);
            found.extend(
                entries.filter(|entry| is_telling(&entry.file_name().to_string_lossy())).map(|entry| entry.path()),
            );
        }
        let below = WalkBuilder::new(folder)
            .max_depth(Some(MAX_BELOW))
            .follow_links(false)
            .require_git(false)
            .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
            .build();
        let entries = below.take(MAX_ENTRIES.min(left)).inspect(|_| left -= 1);
        let files = entries.filter_map(Result::ok).filter(|entry| entry.depth() > 1);
        found.extend(
            files.filter(|entry| is_manifest(&entry.file_name().to_string_lossy())).map(|entry| entry.into_path()),
        );
    }
    found
}

/// A folder and those above it, as far as they belong to the same project.
fn above(folder: &Path) -> impl Iterator<Item = &Path> {
    let root = repository(folder);
    let levels = root.map_or(MAX_ABOVE, |root| folder.ancestors().take_while(|above| *above != root).count() + 1);
    folder.ancestors().take(levels)
}

/// The root of the repository that holds a folder.
pub(crate) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

/// The text of such a file; `None` if it cannot be read.
pub(crate) fn read(path: &Path) -> Option<String> {
    let about = path.metadata().ok()?;
    let is_own = path.file_name().is_some_and(|name| name == PROJECT_FILE);
    // To open a pipe would wait for who writes into it.
    if !about.is_file() || is_own && about.len() > MAX_OWN_BYTES {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// What the ignore files of version control say, each read once.
#[derive(Default)]
pub(crate) struct IgnoreFiles {
    read: HashMap<PathBuf, Option<Gitignore>>,
    repositories: HashMap<PathBuf, Option<PathBuf>>,
}

impl IgnoreFiles {
    /// Whether version control ignores a file; `None` outside a repository.
    pub(crate) fn is_ignored(&mut self, path: &Path) -> Option<bool> {
        let folder = path.parent()?;
        let root = match self.repositories.get(folder) {
            Some(known) => known.clone(),
            None => {
                let found = repository(folder).map(Path::to_owned);
                self.repositories.insert(folder.to_owned(), found.clone());
                found
            }
        }?;
        let own = folder.ancestors().take_while(|above| above.starts_with(&root)).map(|above| above.join(".gitignore"));
        for file in own.chain([root.join(".git/info/exclude")]) {
            let base = if file.ends_with("exclude") { root.as_path() } else { file.parent()? };
            let rules = self.read.entry(file.clone()).or_insert_with(|| {
                let mut builder = GitignoreBuilder::new(base);
                let is_file = file.metadata().is_ok_and(|about| about.is_file() && about.len() <= MAX_OWN_BYTES);
                if !is_file || builder.add(&file).is_some() {
                    return None;
                }
                builder.build().ok()
            });
            let said = rules.as_ref().map(|rules| rules.matched_path_or_any_parents(path, false));
            match said {
                Some(said) if said.is_ignore() => return Some(true),
                Some(said) if said.is_whitelist() => return Some(false),
                _ => {}
            }
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn project_files_above_and_dependencies_around_are_found() {
        let root = folder(&[
            (".git/HEAD", ""),
            ("amplify-ls.toml", ""),
            ("package.json", "{}"),
            ("app/src/amplify_outputs.json", "{}"),
            ("app/src/ios/Podfile", ""),
            ("app/src/node_modules/aws-amplify/package.json", "{}"),
            ("other/pubspec.yaml", ""),
        ]);
        let found = around([root.path().join("app/src").as_path()]);
        let names: Vec<String> =
            found.iter().map(|path| path.strip_prefix(root.path()).unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["amplify-ls.toml", "app/src/ios/Podfile", "package.json"]);
    }

    #[test]
    fn version_control_is_asked_from_the_nearest_file_up() {
        let root = folder(&[
            (".git/info/exclude", "secret.json\n"),
            (".gitignore", "amplify_outputs*\n"),
            ("examples/.gitignore", "!amplify_outputs.json\n"),
        ]);
        let mut files = IgnoreFiles::default();
        for (name, expected) in [
            ("amplify_outputs.json", true),
            ("src/amplify_outputs.json", true),
            ("examples/amplify_outputs.json", false),
            ("amplifyconfiguration.json", false),
            ("src/secret.json", true),
        ] {
            assert_eq!(files.is_ignored(&root.path().join(name)), Some(expected), "{name}");
        }
        let outside = folder(&[]);
        assert_eq!(files.is_ignored(&outside.path().join("amplify_outputs.json")), None);
    }
}
