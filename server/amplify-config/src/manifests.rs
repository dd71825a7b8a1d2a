//! Which client libraries a project uses, told from the files in which it names its dependencies.
//!
//! The shell brings the texts of these files; only the libraries they name are kept. Names of packages: npm
//! `aws-amplify` and `@aws-amplify/*`, pub.dev `amplify_flutter`, Maven group `com.amplifyframework`, Swift package and
//! CocoaPods `amplify-swift` / `Amplify`.

use crate::keywords::Library;

/// A file of that name may say which libraries a project uses.
pub fn is_manifest(base_name: &str) -> bool {
    kind_of(base_name).is_some()
}

#[derive(Clone, Copy)]
enum Manifest {
    Npm,
    Pub,
    Gradle,
    Swift,
}

/// The names of these files.
pub fn manifest_names() -> impl Iterator<Item = &'static str> {
    KINDS.into_iter().flat_map(|(_, names)| names.iter().copied())
}

const KINDS: [(Manifest, &[&str]); 4] = [
    (Manifest::Npm, &["package.json"]),
    (Manifest::Pub, &["pubspec.yaml"]),
    (Manifest::Gradle, &["build.gradle", "build.gradle.kts", "libs.versions.toml"]),
    (Manifest::Swift, &["Package.swift", "Package.resolved", "Podfile", "project.pbxproj"]),
];

fn kind_of(base_name: &str) -> Option<Manifest> {
    KINDS.into_iter().find(|(_, names)| names.contains(&base_name)).map(|(kind, _)| kind)
}

/// The library that the file names as a dependency.
pub(crate) fn library_in(base_name: &str, text: &str) -> Option<Library> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match kind_of(base_name)? {
        Manifest::Npm => has(&["\"aws-amplify\"", "\"@aws-amplify/"]).then_some(Library::Js),
        Manifest::Pub => has(&["amplify_flutter"]).then_some(Library::Flutter),
        Manifest::Gradle => has(&["com.amplifyframework"]).then_some(Library::Android),
        Manifest::Swift => {
            let names = ["amplify-swift", "amplify-ios", "amplify-ui-swift", "'Amplify'", "\"Amplify\""];
            has(&names).then_some(Library::Swift)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_told_from_the_dependencies() {
        for (name, text, library) in [
            ("package.json", r#"{"dependencies": {"aws-amplify": "^6.0.0"}}"#, Some(Library::Js)),
            ("package.json", r#"{"devDependencies": {"@aws-amplify/backend": "1"}}"#, Some(Library::Js)),
            ("package.json", r#"{"dependencies": {"react": "18"}}"#, None),
            ("pubspec.yaml", "dependencies:\n  amplify_flutter: ^2.0.0\n", Some(Library::Flutter)),
            ("build.gradle.kts", "implementation(\"com.amplifyframework:core:2.0.0\")", Some(Library::Android)),
            ("Package.swift", ".package(url: \"https://github.com/aws-amplify/amplify-swift\")", Some(Library::Swift)),
            ("Podfile", "pod 'Amplify'", Some(Library::Swift)),
            ("Cargo.toml", "aws-amplify", None),
        ] {
            assert_eq!(library_in(name, text), library, "{name}: {text}");
        }
    }
}
