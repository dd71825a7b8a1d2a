//! Who breaks, and how bad that is for a project.

use amplify_json::schema::SubschemaId;

use crate::config_kind::ConfigKind;
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::project::Project;

/// The libraries that read the file and do one of these things with a field.
pub(crate) fn readers_that(document: &Document, id: SubschemaId, readings: &[Reading]) -> Vec<Library> {
    let (Some(kind), Some(knowledge)) = (document.kind(), document.knowledge()) else { return Vec::new() };
    let mut libraries = knowledge.libraries(id).map(|libraries| libraries.that(readings)).unwrap_or_default();
    libraries.retain(|library| Knowledge::readers(kind).contains(library));
    libraries
}

/// How bad it is when these libraries fail. Of a project whose libraries are known, only those count; of another one
/// it is an error when JavaScript breaks or at least two do. Something that nobody fails over is a warning.
pub(crate) fn severity(project: &Project, document: &Document, broken: &[Library]) -> Severity {
    let used = project.libraries(&document.path);
    let sole_reader = document.kind() == Some(ConfigKind::Web);
    let is_error = if used.is_empty() {
        broken.contains(&Library::Js) || broken.len() >= 2 || sole_reader && !broken.is_empty()
    } else {
        broken.iter().any(|library| used.contains(library))
    };
    match (is_error, broken) {
        (true, _) => Severity::Error,
        (false, [_, ..]) if !used.is_empty() => Severity::Information,
        _ => Severity::Warning,
    }
}
