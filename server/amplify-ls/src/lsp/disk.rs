//! What lies on the disk around the documents of the editor: which files there are, and which of them were read.
//!
//! Everything here reads the disk and blocks, so it runs in the background (see `reader`) and gives what it finds as
//! changes. `files` and `surroundings` say what is to be looked at, for the command line as well.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use amplify_config::{Change, Document, PROJECT_FILE, is_config_name};

use super::state::LONGEST;
use super::uri::path_of_file;
use crate::files;
use crate::surroundings::{self, IgnoreFiles};

/// So many entries of one folder are looked at, and so many of our files taken from it.
const MAX_ENTRIES: usize = 100_000;
const MAX_CONFIGS: usize = 2_000;
/// So many bytes of closed files are kept.
const MAX_BYTES: u64 = 64 << 20;
/// A file that was written so shortly before it was read may be written again at what looks like the same time.
const UNSETTLED: Duration = Duration::from_secs(2);

/// What is known of the disk.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// Files that speak of the open documents.
    near: BTreeSet<PathBuf>,
    /// The folders that the editor has open.
    roots: BTreeMap<PathBuf, Walked>,
    read: BTreeMap<PathBuf, Read>,
    ignored: BTreeMap<PathBuf, bool>,
    /// Files in open folders that no look through them brings: they stand where nobody looks.
    astray: BTreeSet<PathBuf>,
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    configs: BTreeSet<PathBuf>,
    /// Files that speak of them.
    telling: BTreeSet<PathBuf>,
    /// There was more than is looked at.
    pub(crate) is_cut: bool,
}

/// A file that was read.
#[derive(Debug)]
struct Read {
    /// When it looked how; `None` if that will not show the next change.
    stamp: Option<Stamp>,
    bytes: u64,
    /// Of its text; `None` if it could not be read.
    hash: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    /// Another one for another file under the same name.
    id: u64,
}

impl Stamp {
    /// `None` for what is no file, or none any more.
    fn of(path: &Path) -> Option<Stamp> {
        let about = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        #[cfg(unix)]
        let id = std::os::unix::fs::MetadataExt::ino(&about);
        #[cfg(not(unix))]
        let id = 0;
        Some(Stamp { modified: about.modified().ok(), bytes: about.len(), id })
    }

    fn is_settled(&self) -> bool {
        let age = self.modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        age.is_some_and(|age| age > UNSETTLED)
    }
}

/// Looks through a folder.
pub(crate) fn walk(root: &Path) -> Walked {
    let mut walked = Walked::default();
    let mut entries = files::entries(root);
    for entry in entries.by_ref().take(MAX_ENTRIES).flatten() {
        if files::is_config(&entry) {
            walked.configs.insert(entry.into_path());
        }
        if walked.configs.len() == MAX_CONFIGS {
            break;
        }
    }
    walked.is_cut = entries.next().is_some();
    walked.telling = surroundings::around(walked.configs.iter().filter_map(|config| config.parent()));
    walked
}

impl Disk {
    /// Takes the folders that are open now. Gives those to look through: new ones, and those in which files came that
    /// nobody knew; `touched` are files of which the editor said something.
    pub(crate) fn set_roots(&mut self, roots: &[PathBuf], touched: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        self.roots.retain(|root, _| roots.contains(root));
        if touched.iter().any(|path| is_ignore_file(path)) {
            self.astray.clear();
        }
        let strangers: Vec<&PathBuf> = touched.iter().filter(|path| self.is_stranger(path)).collect();
        let is_stale = |root: &&PathBuf| {
            !self.roots.contains_key(*root) || strangers.iter().any(|stranger| stranger.starts_with(root))
        };
        let stale: Vec<PathBuf> = roots.iter().filter(is_stale).cloned().collect();
        self.astray.extend(strangers.into_iter().cloned());
        for root in &stale {
            self.roots.entry(root.clone()).or_default();
        }
        stale
    }

    /// A file or folder that may bring something new.
    fn is_stranger(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_known = [&self.near, &self.astray].iter().any(|known| known.contains(path));
        if is_known || self.read.contains_key(path) || path.components().any(|part| part.as_os_str() == "node_modules")
        {
            return false;
        }
        is_ignore_file(path)
            || path.is_dir()
            || (is_config_name(&name) || surroundings::is_telling(&name)) && path.is_file()
    }

    /// Takes what was found in an open folder.
    pub(crate) fn set_walked(&mut self, root: PathBuf, walked: Walked) {
        self.astray.retain(|path| path.is_file() && !walked.configs.contains(path) && !walked.telling.contains(path));
        self.roots.insert(root, walked);
    }

    /// Looks at what speaks of the open documents.
    pub(crate) fn look_near(&mut self, open: &[PathBuf], touched: &BTreeSet<PathBuf>) -> Vec<Change> {
        for path in touched {
            if let Some(read) = self.read.get_mut(path) {
                read.stamp = None;
            }
        }
        self.near = surroundings::around(open.iter().filter_map(|path| path.parent()));
        let near = self.near.clone();
        let mut news: Vec<Change> = near.iter().filter_map(|path| self.look_at(path)).collect();
        let mut ignore_files = IgnoreFiles::default();
        news.extend(open.iter().filter_map(|path| self.ask(path, &mut ignore_files)));
        news
    }

    /// Looks at everything else.
    pub(crate) fn look_far(&mut self, open: &[PathBuf]) -> Vec<Change> {
        let configs: BTreeSet<PathBuf> = self.roots.values().flat_map(|root| &root.configs).cloned().collect();
        let telling = self.roots.values().flat_map(|root| &root.telling);
        let wanted: BTreeSet<PathBuf> = configs.iter().chain(telling).chain(&self.near).cloned().collect();
        let mut news = Vec::new();
        self.read.retain(|path, _| {
            let is_wanted = wanted.contains(path);
            if !is_wanted {
                news.extend(path_of_file(path).map(|path| Change::Text(path, None)));
            }
            is_wanted
        });
        self.ignored.retain(|path, _| {
            let is_wanted = configs.contains(path) || open.contains(path);
            if !is_wanted {
                news.extend(path_of_file(path).map(|path| Change::Ignored(path, None)));
            }
            is_wanted
        });
        news.extend(wanted.difference(&self.near.clone()).filter_map(|path| self.look_at(path)));
        let mut ignore_files = IgnoreFiles::default();
        news.extend(configs.iter().filter_map(|path| self.ask(path, &mut ignore_files)));
        news
    }

    /// Reads a file if it is another since it was read. Gives what is different.
    fn look_at(&mut self, path: &Path) -> Option<Change> {
        let name = path_of_file(path)?;
        let Some(stamp) = Stamp::of(path) else {
            let was_there = self.read.remove(path)?.hash.is_some();
            return was_there.then_some(Change::Text(name, None));
        };
        let before = self.read.remove(path);
        if before.as_ref().is_some_and(|before| before.stamp == Some(stamp)) {
            self.read.insert(path.to_owned(), before?);
            return None;
        }
        // Asked before it is read: a file that is written meanwhile looks older than it is, and is read once more.
        let settled = Some(stamp).filter(Stamp::is_settled);
        let kept: u64 = self.read.values().map(|read| read.bytes).sum();
        let text = if kept + stamp.bytes <= MAX_BYTES { read(path, stamp.bytes) } else { None };
        let bytes = text.as_ref().map_or(0, |text| text.len() as u64);
        let hash = text.as_deref().map(hash_of);
        let is_same = before.as_ref().map(|before| before.hash) == Some(hash);
        self.read.insert(path.to_owned(), Read { stamp: settled, bytes, hash });
        if is_same || before.is_none() && text.is_none() {
            return None;
        }
        let change = text.and_then(|text| {
            let base = name.base_name();
            if base != PROJECT_FILE && !is_config_name(base) {
                return Some(Change::Text(name.clone(), Some(Arc::from(text))));
            }
            // A text that the analysis fails on must not keep the others away.
            let document = catch_unwind(AssertUnwindSafe(|| Document::new(name.clone(), text)));
            document.ok().map(|document| Change::Document(Arc::new(document)))
        });
        Some(change.unwrap_or(Change::Text(name, None)))
    }

    /// Asks version control about a file. Gives what is different.
    fn ask(&mut self, path: &Path, ignore_files: &mut IgnoreFiles) -> Option<Change> {
        let name = path_of_file(path)?;
        let answer = ignore_files.is_ignored(path);
        let before = match answer {
            Some(is_ignored) => self.ignored.insert(path.to_owned(), is_ignored),
            None => self.ignored.remove(path),
        };
        (answer != before).then_some(Change::Ignored(name, answer))
    }
}

/// The text of a file as `check` reads it.
fn read(path: &Path, bytes: u64) -> Option<String> {
    let name = path.file_name()?.to_string_lossy();
    if !is_config_name(&name) {
        return surroundings::read(path);
    }
    (bytes <= LONGEST as u64).then(|| files::read_file(path).ok()).flatten().map(|contents| contents.text)
}

/// It says which folders are looked through.
fn is_ignore_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == ".gitignore")
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The names of the files of which something new is told.
    fn told(news: &[Change]) -> Vec<&str> {
        let mut names: Vec<&str> = news
            .iter()
            .map(|change| match change {
                Change::Document(document) => document.path.base_name(),
                Change::Text(path, _) | Change::Ignored(path, _) => path.base_name(),
                Change::Settings(_) | Change::Answer(..) | Change::Account | Change::NoAccount => "no file",
            })
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_is_different_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, text) in [(".git", ""), ("package.json", "{}"), ("b/amplify_outputs.json", "{}")] {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), text).unwrap();
        }
        let open = [at("a/amplify_outputs.json")];
        let mut disk = Disk::default();
        let mut look = |touched: &[&str]| {
            let touched = touched.iter().map(|name| at(name)).collect();
            for root in disk.set_roots(&[folder.path().to_owned()], &touched) {
                disk.set_walked(root.clone(), walk(&root));
            }
            let mut news = disk.look_near(&open, &touched);
            news.extend(disk.look_far(&open));
            news
        };
        // Of each configuration its text, if it has one, and whether version control ignores it.
        let everything = ["amplify_outputs.json", "amplify_outputs.json", "amplify_outputs.json", "package.json"];
        assert_eq!(told(&look(&[])), everything);
        assert_eq!(told(&look(&[])), Vec::<&str>::new());
        // As many bytes as before, and perhaps at the same time.
        fs::write(at("package.json"), "[]").unwrap();
        assert_eq!(told(&look(&[])), ["package.json"]);
        fs::write(at("amplify-ls.toml"), "").unwrap();
        assert_eq!(told(&look(&[])), ["amplify-ls.toml"]);
        // A file that nobody knows is found when something is said of it.
        fs::create_dir(at("c")).unwrap();
        fs::write(at("c/amplify_outputs.json"), "{}").unwrap();
        assert_eq!(told(&look(&[])), Vec::<&str>::new());
        assert_eq!(told(&look(&["c/amplify_outputs.json"])), ["amplify_outputs.json", "amplify_outputs.json"]);
        fs::remove_file(at("b/amplify_outputs.json")).unwrap();
        assert_eq!(told(&look(&[])), ["amplify_outputs.json"]);
        assert_eq!(told(&look(&["b/amplify_outputs.json"])), Vec::<&str>::new());
    }
}
