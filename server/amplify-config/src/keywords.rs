//! The schema keyword `x-amplify`: every member of it, once. `schemas/README.md` says what each means.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one client library does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// Fails without it, and with a value of the wrong kind.
    Needs,
    /// Refuses a value of the wrong kind.
    Checks,
    /// Takes it as it is.
    Reads,
    /// Never looks.
    Ignores,
}

/// A client library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Library {
    /// aws-amplify/amplify-js
    Js,
    /// aws-amplify/amplify-swift
    Swift,
    /// aws-amplify/amplify-android
    Android,
    /// aws-amplify/amplify-flutter
    Flutter,
}

impl Library {
    /// All, in the order in which they are named.
    pub const ALL: [Library; 4] = [Library::Js, Library::Swift, Library::Android, Library::Flutter];

    /// The name of its repository.
    pub fn name(self) -> &'static str {
        match self {
            Library::Js => "amplify-js",
            Library::Swift => "amplify-swift",
            Library::Android => "amplify-android",
            Library::Flutter => "amplify-flutter",
        }
    }

    /// The library with that short name: `js`, `swift`, `android` or `flutter`.
    pub fn named(name: &str) -> Option<Library> {
        Library::ALL.into_iter().find(|library| library.name().strip_prefix("amplify-") == Some(name))
    }
}

/// What each library does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Libraries {
    js: Reading,
    swift: Reading,
    android: Reading,
    flutter: Reading,
}

impl Libraries {
    /// What this library does.
    pub fn of(&self, library: Library) -> Reading {
        match library {
            Library::Js => self.js,
            Library::Swift => self.swift,
            Library::Android => self.android,
            Library::Flutter => self.flutter,
        }
    }

    /// The libraries that do one of these things.
    pub fn that(&self, readings: &[Reading]) -> Vec<Library> {
        Library::ALL.into_iter().filter(|&library| readings.contains(&self.of(library))).collect()
    }
}

/// Where a name is declared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reference {
    /// JSON Pointer, absolute or relative, with `*` for every member or item.
    pub at: String,
    /// The name is the member's key behind this prefix.
    #[serde(default)]
    pub key_prefix: Option<String>,
}

/// The keyword, with nothing said where a schema says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Keywords {
    /// Names of the files a schema speaks of; root only.
    pub files: Vec<String>,
    /// The version of `amplify_outputs.json` that brought the field.
    pub since: Option<String>,
    /// The official page.
    pub docs: Option<String>,
    /// What each library does with it.
    pub libraries: Option<Libraries>,
    /// The kind of AWS resource it names.
    pub resource: Option<String>,
    /// Where its region stands, as a relative JSON Pointer.
    pub region_at: Option<String>,
    /// Where the name is declared.
    pub refers_to: Option<Reference>,
    /// Wrong values and what they mean.
    pub aliases: BTreeMap<String, serde_json::Value>,
    /// Wrong keys, and other places, of this field.
    pub also_known_as: Vec<String>,
    /// Values that a later version brought.
    pub enum_since: BTreeMap<String, String>,
    /// Values for which libraries refuse the file that others take.
    pub refused_by: BTreeMap<String, Vec<Library>>,
    /// Must not be in a file that ships to clients.
    pub secret: bool,
    /// Machine-made content.
    pub generated: bool,
    /// A pattern for keys that people use as comments.
    pub comment: bool,
}
