//! Files that can be made out of one: the same configuration as another kind, and backend code.
//!
//! Nothing is written here: an editor or the command line does that, where no file is yet.

use crate::backend::{BackendForm, backend_code};
use crate::config_kind::ConfigKind;
use crate::convert::{NoteKind, convert, file_name};
use crate::features::our_document;
use crate::file_path::FilePath;
use crate::keywords::Library;
use crate::project::Project;

/// A file that could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// What making it is called: verb, object, and what is lost.
    pub title: String,
    /// Names it could have, beside the file it is made of, the best first: one is to be taken that is free.
    pub paths: Vec<FilePath>,
    /// Its text.
    pub text: String,
}

/// The files that can be made of this one.
pub fn new_files(project: &Project, path: &FilePath) -> Vec<NewFile> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let libraries: Vec<Library> = project.libraries(path).into_iter().collect();
    let beside = |name: &str| {
        let folder = path.folder();
        FilePath::new(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
    };
    let converted = ConfigKind::ALL.into_iter().filter_map(|to| {
        let conversion = convert(document, to, &libraries).filter(|conversion| !conversion.is_empty)?;
        let lost = conversion.notes.iter().filter(|note| note.kind == NoteKind::Lost).count();
        let lost = match lost {
            0 => String::new(),
            1 => " (1 value has no place there)".to_owned(),
            many => format!(" ({many} values have no place there)"),
        };
        let (readers, other) = match to {
            ConfigKind::Outputs => ("", "amplify_outputs.converted.json"),
            ConfigKind::Mobile => (" for Swift, Android and Flutter", "amplifyconfiguration.mobile.json"),
            ConfigKind::Web => (" for JavaScript", "amplifyconfiguration.web.json"),
        };
        let title = format!("Convert to {}{readers}{lost}", file_name(to));
        Some(NewFile { title, paths: vec![beside(file_name(to)), beside(other)], text: conversion.text })
    });
    let home = project.home_of(path);
    let in_home = |file: &str| FilePath::new(if home.is_empty() { file.to_owned() } else { format!("{home}/{file}") });
    let code = BackendForm::ALL.into_iter().filter_map(|form| {
        let code = backend_code(document, form)?;
        let title = format!("Write {} for these Cognito resources ({})", code.file, form.name());
        let name = match form {
            BackendForm::Reference => "amplify/auth/existing.ts",
            _ => "amplify/existing-auth.ts",
        };
        Some(NewFile { title, paths: vec![in_home(code.file), in_home(name)], text: code.text })
    });
    converted.chain(code).collect()
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{FULL, project_of};

    use super::*;

    #[test]
    fn a_file_can_become_the_other_kinds() {
        let (project, path) = project_of(FULL);
        let titles: Vec<String> = new_files(&project, &path).into_iter().map(|file| file.title).collect();
        let lost = ["(5 values have no place there)", "(3 values have no place there)"];
        assert_eq!(
            titles,
            [
                format!("Convert to amplifyconfiguration.json for Swift, Android and Flutter {}", lost[0]),
                format!("Convert to amplifyconfiguration.json for JavaScript {}", lost[1]),
                "Write amplify/backend.ts for these Cognito resources (addOutput)".to_owned(),
                "Write amplify/backend.ts for these Cognito resources (CDK)".to_owned(),
                "Write amplify/auth/resource.ts for these Cognito resources (referenceAuth)".to_owned(),
            ]
        );
        let (project, path) = project_of("{}");
        assert_eq!(new_files(&project, &path), []);
    }
}
