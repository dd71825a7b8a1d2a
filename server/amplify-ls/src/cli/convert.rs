//! `amplify-ls convert --to KIND FILE`: another kind of configuration, and what could not be carried over.

use std::io;

use amplify_config::{ConfigKind, Library, NoteKind, convert};

use super::Outcome;
use super::arguments::ConvertArguments;
use super::output::{complain, tell};
use super::transform;

/// Converts the file.
pub(super) fn run(arguments: &ConvertArguments) -> io::Result<Outcome> {
    let Some(document) = transform::read(&arguments.source) else { return Ok(Outcome::Failed) };
    let shown = transform::shown(&arguments.source);
    let to = ConfigKind::from(arguments.to);
    let libraries: Vec<Library> = arguments.libraries.iter().map(|&reader| reader.into()).collect();
    let Some(conversion) = convert(&document, to, &libraries) else {
        complain(format_args!("{shown} is {} already", to.title()));
        return Ok(Outcome::Failed);
    };
    if !document.syntax_errors.is_empty() {
        complain(format_args!("{shown} is not valid JSON; what can be read of it is converted"));
    }
    for note in conversion.notes.iter().filter(|note| note.kind != NoteKind::Idle) {
        match note.pointers.is_empty() {
            true => tell(format_args!("{shown}: {}", note.message)),
            false => {
                let line = document.line_at(note.range.start) + 1;
                tell(format_args!("{shown}:{line}: {}", note.message));
            }
        }
    }
    let idle = conversion.notes.iter().filter(|note| note.kind == NoteKind::Idle).count();
    if idle > 0 {
        let fields = if idle == 1 { "field that no library reads is" } else { "fields that no library reads are" };
        tell(format_args!("{shown}: {idle} {fields} left out"));
    }
    if conversion.is_empty {
        complain(format_args!("nothing in {shown} has a place in {}", to.title()));
        return Ok(Outcome::Failed);
    }
    transform::write(&conversion.text, &arguments.target)
}
