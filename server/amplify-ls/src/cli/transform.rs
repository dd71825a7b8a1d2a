//! What the commands have in common that make one text of one configuration file: reading it, and writing the result
//! where it was asked for without writing over anything.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use amplify_config::Document;

use super::Outcome;
use super::arguments::{SourceArguments, TargetArguments};
use super::output::{complain, to_stdout};
use crate::files;

/// Reads the file. `None` if that was not possible, which has been said then.
pub(super) fn read(source: &SourceArguments) -> Option<Document> {
    if source.stdin_filename.is_some() && source.file.as_os_str() != "-" {
        complain("--stdin-filename says what `-` is called, but the file is another");
        return None;
    }
    read_named(&source.file, source.stdin_filename.as_deref())
}

/// The same of a path; `-` is standard input under that name.
pub(super) fn read_named(path: &PathBuf, stdin_name: Option<&Path>) -> Option<Document> {
    if path.is_dir() {
        complain(format_args!("{} is a folder; name one file", files::with_slashes(path)));
        return None;
    }
    let (found, troubles) = files::find(std::slice::from_ref(path), stdin_name);
    for trouble in troubles {
        complain(trouble);
    }
    let found = found.first()?;
    let contents = match files::read(found) {
        Ok(contents) => contents,
        Err(message) => {
            complain(format_args!("{} {message}", found.shown));
            return None;
        }
    };
    let document = Document::new(files::full_name(&found.path), contents.text);
    if document.kind().is_none() || !contents.is_readable {
        let hint = if found.is_stdin { "; --stdin-filename says what it is called" } else { "" };
        complain(format_args!("{} is not recognised as an Amplify configuration{hint}", found.shown));
        return None;
    }
    Some(document)
}

/// How messages call the file.
pub(super) fn shown(source: &SourceArguments) -> String {
    let is_named = |_: &&PathBuf| source.file.as_os_str() == "-";
    files::with_slashes(source.stdin_filename.as_ref().filter(is_named).unwrap_or(&source.file))
}

/// Writes the text to the file, or to standard output if there is none.
pub(super) fn write(text: &str, target: &TargetArguments) -> io::Result<Outcome> {
    let Some(path) = &target.output else {
        to_stdout(|out| out.write_all(text.as_bytes()))?;
        return Ok(Outcome::Clean);
    };
    let written = if target.force {
        fs::write(path, text)
    } else {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
    };
    let shown = files::with_slashes(path);
    match written {
        Ok(()) => return Ok(Outcome::Clean),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            complain(format_args!("{shown} is there already; --force writes over it"));
        }
        Err(error) => complain(format_args!("{shown} cannot be written: {error}")),
    }
    Ok(Outcome::Failed)
}
