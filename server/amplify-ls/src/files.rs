//! Which files to look at, and what they hold: finds, reads and replaces them, judges nothing.
//!
//! The outputs of Amplify are normally named in an ignore file, since each developer has their own. So ignore files
//! decide which *folders* are entered and never which of our files are taken.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use amplify_config::{Diagnostic, FilePath, Rule, Severity, code_names, is_config_name};
use ignore::overrides::OverrideBuilder;
use ignore::{DirEntry, Walk, WalkBuilder};

/// Larger files are not read: the largest real one known has less than one megabyte.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The one kind of fault that is found in bytes, before there is a text for the other rules to look at.
pub(crate) static INVALID_UTF8: Rule =
    Rule { code: "invalid-utf8", topic: "json", page: include_str!("invalid-utf8.md") };

/// What kept a file or folder from being checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The file or folder, as it is shown.
    pub(crate) path: String,
    /// What happened, to be read after the path.
    pub(crate) message: String,
}

/// As a sentence, in which `.` would be taken for the end of another one.
impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path == "." { "this folder" } else { &self.path };
        write!(out, "{path} {}", self.message)
    }
}

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// How it is shown: relative to the current folder where it is below it, with `/` between the parts.
    pub(crate) shown: String,
    /// Its full name, or the one that standard input is given.
    pub(crate) path: PathBuf,
    /// Its text comes from standard input.
    pub(crate) is_stdin: bool,
    /// Nobody named it: it lies below a folder that was named.
    pub(crate) is_below: bool,
}

/// The files that `paths` name or hold, sorted, each once; `-` is standard input under the name `stdin_name`.
pub(crate) fn find(paths: &[PathBuf], stdin_name: Option<&Path>) -> (Vec<Found>, Vec<Trouble>) {
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            let name = stdin_name.unwrap_or(Path::new("<stdin>"));
            found.push(Found { shown: shown(name), path: absolute(name), is_stdin: true, is_below: false });
        } else if path.is_dir() {
            walk(path, &mut found, &mut troubles);
        } else if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            troubles.push(Trouble { path: shown(path), message: "does not exist".into() });
        } else {
            found.push(Found { shown: shown(path), path: absolute(path), is_stdin: false, is_below: false });
        }
    }
    found.sort();
    found.dedup_by(|left, right| left.path == right.path && left.is_stdin == right.is_stdin);
    (found, troubles)
}

fn walk(folder: &Path, found: &mut Vec<Found>, troubles: &mut Vec<Trouble>) {
    for entry in entries(folder) {
        match entry {
            Ok(entry) if is_config(&entry) => {
                let path = entry.path();
                found.push(Found { shown: shown(path), path: absolute(path), is_stdin: false, is_below: true });
            }
            Ok(_) => {}
            Err(error) => {
                let message = error.io_error().map_or_else(|| error.to_string(), io_message);
                troubles.push(Trouble { path: shown(error_path(&error).unwrap_or(folder)), message });
            }
        }
    }
}

/// What lies below a folder and may be one of our files or hold one.
pub(crate) fn entries(folder: &Path) -> Walk {
    // A file that an override names is taken whatever the ignore files say; folders are not named by it, unless they
    // end like a JSON file, and stay under their rule.
    let mut names = OverrideBuilder::new(folder);
    let names = names.case_insensitive(true).and_then(|names| {
        ["*.json*"].into_iter().chain(code_names()).try_for_each(|name| names.add(name).map(|_| ()))?;
        names.build()
    });
    WalkBuilder::new(folder)
        .overrides(names.expect("the globs are well formed"))
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build()
}

/// By its name it is one of our files, and it is a file.
pub(crate) fn is_config(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && is_config_name(&entry.file_name().to_string_lossy())
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The name the analysis knows a file or folder by.
pub(crate) fn full_name(path: &Path) -> FilePath {
    // Taken apart and put together, a folder has no separator at its end.
    FilePath::new(with_slashes(&absolute(path).components().collect::<PathBuf>()))
}

/// How a file is shown: relative to the current folder where it is below it, with `/` between the parts.
pub(crate) fn shown(path: &Path) -> String {
    let full = absolute(path);
    let below = std::env::current_dir().ok().and_then(|folder| full.strip_prefix(folder).ok().map(Path::to_owned));
    let shown = match below {
        Some(path) if path.as_os_str().is_empty() => PathBuf::from("."),
        Some(path) => path,
        None => path.to_owned(),
    };
    with_slashes(&shown)
}

/// A path as text, with `/` between its parts on every system.
pub(crate) fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

fn io_message(error: &io::Error) -> String {
    said("cannot be read", error)
}

/// An error of the system in its own words, without its number.
pub(crate) fn said(what: &str, error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" (os error").unwrap_or(text.len());
    let words = &text[..end];
    let first = words.chars().next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{what}: {first}{}", words.chars().skip(1).collect::<String>())
}

/// Puts a text in the place of another one in one step: whoever reads the file meanwhile reads the old text or the new
/// one. The permissions stay, and a link goes on to point to the file. The error is what to tell the user, to be read
/// after the path.
pub(crate) fn replace(path: &Path, before: &str, after: &str) -> Result<(), String> {
    let replace = || -> io::Result<bool> {
        // A file is replaced where it is, not the link that leads there.
        let path = path.canonicalize()?;
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let about = path.metadata()?;
        let permissions = about.permissions();
        if permissions.readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let mut file = tempfile::Builder::new().prefix(".amplify-ls-").tempfile_in(folder)?;
        file.write_all(after.as_bytes())?;
        keep_owner(&about, file.path());
        file.as_file().set_permissions(permissions)?;
        file.as_file().sync_all()?;
        // Somebody else may have written it since it was read.
        if std::fs::read(&path)? != before.as_bytes() {
            return Ok(false);
        }
        file.persist(&path)?;
        Ok(true)
    };
    match replace() {
        Ok(true) => Ok(()),
        Ok(false) => Err("was changed by something else meanwhile and is left as it is".to_owned()),
        Err(error) => Err(said("cannot be written", &error)),
    }
}

/// Whoever may do that, as in a container, gives the new file to the owner of the old one; others own both anyway.
#[cfg(unix)]
fn keep_owner(old: &Metadata, new: &Path) {
    use std::os::unix::fs::{MetadataExt, chown};
    let _ = chown(new, Some(old.uid()), Some(old.gid()));
}

/// A new file belongs to whoever makes it.
#[cfg(not(unix))]
fn keep_owner(_: &Metadata, _: &Path) {}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Contents {
    /// Its text. Bytes that are no UTF-8 stand here as one `?` each, so that every offset is that of the file.
    pub(crate) text: String,
    /// What is wrong with its bytes, if something is.
    pub(crate) fault: Option<Diagnostic>,
    /// The text can be judged; not so of a file in another encoding.
    pub(crate) is_readable: bool,
}

/// Reads a file; the error is what to tell the user, to be read after its path.
pub(crate) fn read(found: &Found) -> Result<Contents, String> {
    if found.is_stdin {
        return contents(Ok(io::stdin().lock()));
    }
    read_file(&found.path)
}

/// The same for a file on the disk.
pub(crate) fn read_file(path: &Path) -> Result<Contents, String> {
    contents(File::open(path))
}

fn contents(source: io::Result<impl Read>) -> Result<Contents, String> {
    let mut bytes = Vec::new();
    // Pipes have no length to ask for, so the limit is put on what is read.
    match source.and_then(|source| source.take(MAX_BYTES + 1).read_to_end(&mut bytes)) {
        Err(error) => Err(io_message(&error)),
        Ok(length) if length as u64 > MAX_BYTES => Err("is larger than 64 MB, too large to be checked".into()),
        Ok(_) => Ok(decode(bytes)),
    }
}

/// Bytes to text.
fn decode(bytes: Vec<u8>) -> Contents {
    let fault = |range, message: String| {
        let (code, severity) = (INVALID_UTF8.code, Severity::Error);
        Diagnostic { code, severity, range, message, related: Vec::new(), tags: Vec::new(), fixes: Vec::new() }
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let message = "The file is in UTF-16, as some shells write it behind `>`, but JSON must be in UTF-8: \
                       libraries refuse it; save it as UTF-8";
        return Contents { text: String::new(), fault: Some(fault(0..0, message.into())), is_readable: false };
    }
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return Contents { text, fault: None, is_readable: true },
        Err(error) => error.into_bytes(),
    };
    let mut first = None;
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&bytes[at..]) {
        let start = at + error.valid_up_to();
        at = error.error_len().map_or(bytes.len(), |length| start + length);
        first.get_or_insert((start..at, bytes[start]));
        bytes[start..at].fill(b'?');
    }
    let fault = first.map(|(range, byte)| {
        let message = format!(
            "The byte 0x{byte:02X} is not UTF-8, in which JSON must be written: libraries refuse the file or read \
             another character here; save it as UTF-8"
        );
        fault(range, message)
    });
    // All that was not UTF-8 is now ASCII.
    Contents { text: String::from_utf8_lossy(&bytes).into_owned(), fault, is_readable: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_keep_their_places() {
        for (bytes, text, range) in [
            (&b"{\"caf\xC3\xA9\": 1}"[..], "{\"café\": 1}", None),
            (b"{\"caf\xE9\": 1}", "{\"caf?\": 1}", Some(5..6)),
            (b"\xFF{}\xFF", "?{}?", Some(0..1)),
            (b"{}\xE2\x82", "{}??", Some(2..4)),
            (b"\xEF\xBB\xBF{}", "\u{FEFF}{}", None),
            (b"", "", None),
        ] {
            let contents = decode(bytes.to_vec());
            assert_eq!(contents.text, text);
            assert_eq!(contents.text.len(), bytes.len());
            assert_eq!(contents.fault.map(|fault| fault.range), range, "{text}");
        }
    }

    #[test]
    fn another_encoding_is_named_and_not_judged() {
        for bytes in [b"\xFF\xFE{\0}\0", b"\xFE\xFF\0{\0}"] {
            let contents = decode(bytes.to_vec());
            assert!(!contents.is_readable);
            assert!(contents.fault.is_some_and(|fault| fault.message.contains("UTF-16")));
        }
    }
}
