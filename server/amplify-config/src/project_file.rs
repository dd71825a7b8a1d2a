//! `amplify-ls.toml`: what a team agreed on. Read by the editor and by `check` alike.
//!
//! ```toml
//! libraries = ["js", "android"]           # instead of those found in the project's dependencies
//! account = false                         # AWS is not asked about these files, even where the user allows it
//!
//! [severity]                              # by code: "off", "hint", "information", "warning" or "error"
//! comment-key = "off"
//!
//! [[suppress]]                            # one finding; strict JSON has no comments to say it in the file
//! code = "oauth-domain"
//! file = "src/amplify_outputs.json"       # from here; `*` and `**` as in .gitignore
//! at = "/auth/oauth/domain"               # JSON Pointer of the value; without it: anywhere in the file
//! reason = "a proxy answers there"
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Severity};
use crate::file_path::FilePath;
use crate::keywords::Library;
use crate::spelling::nearest;
use crate::wording;

/// The name of the file.
pub const PROJECT_FILE: &str = "amplify-ls.toml";

/// A project file, read.
#[derive(Clone, Debug)]
pub(crate) struct ProjectFile {
    pub(crate) path: FilePath,
    /// The libraries that count, if it names them.
    pub(crate) libraries: Option<BTreeSet<Library>>,
    /// AWS may be asked about the files that it speaks of, if the user allows it. A project can only forbid it.
    pub(crate) account: bool,
    /// Severities by code; `None` switches the rule off.
    pub(crate) severities: BTreeMap<String, Option<Severity>>,
    /// Every code that it names, and where: whether there are such rules is not known here.
    pub(crate) codes: Vec<(String, Range<usize>)>,
    /// Findings that are not to be shown.
    pub(crate) suppressions: Vec<Suppression>,
    /// What is wrong with the file itself.
    pub(crate) faults: Vec<Diagnostic>,
}

/// One finding that is not to be shown.
#[derive(Clone, Debug)]
pub(crate) struct Suppression {
    pub(crate) code: String,
    file: globset::GlobMatcher,
    at: Option<String>,
    /// Bytes of its code in the project file.
    pub(crate) range: Range<usize>,
}

impl Suppression {
    /// It speaks of that file, named from the folder of the project file.
    pub(crate) fn is_for(&self, relative: &str) -> bool {
        self.file.is_match(relative)
    }

    /// Its file is a pattern, which may mean several.
    pub(crate) fn is_pattern(&self) -> bool {
        self.file.glob().glob().contains(['*', '?', '[', '{'])
    }

    /// It speaks of a finding of that code at that place.
    pub(crate) fn covers(&self, code: &str, pointer: &str) -> bool {
        self.code == code && self.at.as_deref().is_none_or(|at| at == pointer)
    }
}

/// The severity of that name; `off` is `Some(None)`.
pub(crate) fn severity_named(name: &str) -> Option<Option<Severity>> {
    Some(match name {
        "off" => None,
        "hint" => Some(Severity::Hint),
        "information" => Some(Severity::Information),
        "warning" => Some(Severity::Warning),
        "error" => Some(Severity::Error),
        _ => return None,
    })
}

/// What is said of a word that is none of those that are known.
pub(crate) fn unknown(range: Range<usize>, what: &str, word: &str, known: &[&str]) -> Diagnostic {
    let message = match nearest(word, known.iter().copied()) {
        Some((right, _)) => format!("There is no {what} `{word}`; did you mean `{right}`?"),
        None if known.len() <= 8 => {
            format!("There is no {what} `{word}`; it can be {}", wording::code_list(known, "or"))
        }
        None => format!("There is no {what} `{word}`; `amplify-ls rules` lists them"),
    };
    Diagnostic::new("invalid-setting", Severity::Warning, range, message)
}

const SEVERITIES: [&str; 5] = ["off", "hint", "information", "warning", "error"];
const LIBRARIES: [&str; 4] = ["js", "swift", "android", "flutter"];

impl ProjectFile {
    /// Reads it; what cannot be understood is a fault and left out.
    pub(crate) fn read(path: FilePath, text: &str) -> ProjectFile {
        let mut file = ProjectFile {
            path,
            libraries: None,
            account: true,
            severities: BTreeMap::new(),
            codes: Vec::new(),
            suppressions: Vec::new(),
            faults: Vec::new(),
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            file.fault(range, format!("This is not TOML: {}", error.message()));
        }
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "libraries" => file.libraries = file.read_libraries(value),
                "severity" => file.read_severities(value),
                "suppress" => file.read_suppressions(value),
                "account" => match value.get_ref().as_bool() {
                    Some(account) => file.account = account,
                    None => file.fault(value.span(), "`account` must be `true` or `false`".into()),
                },
                other => file.unknown(key.span(), "setting", other, &["account", "libraries", "severity", "suppress"]),
            }
        }
        file
    }

    /// The folder it stands in.
    pub(crate) fn folder(&self) -> &str {
        self.path.folder()
    }

    fn fault(&mut self, range: Range<usize>, message: String) {
        self.faults.push(Diagnostic::new("invalid-setting", Severity::Warning, range, message));
    }

    fn unknown(&mut self, range: Range<usize>, what: &str, word: &str, known: &[&str]) {
        self.faults.push(unknown(range, what, word, known));
    }

    fn read_libraries(&mut self, value: &Spanned<DeValue<'_>>) -> Option<BTreeSet<Library>> {
        let Some(items) = value.get_ref().as_array() else {
            self.fault(value.span(), "`libraries` must be a list of names, such as [\"js\"]".into());
            return None;
        };
        let mut libraries = BTreeSet::new();
        for item in items.iter() {
            let word = item.get_ref().as_str().unwrap_or_default();
            match Library::named(word) {
                Some(library) => {
                    libraries.insert(library);
                }
                None => self.unknown(item.span(), "library", word, &LIBRARIES),
            }
        }
        Some(libraries)
    }

    fn read_severities(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.fault(value.span(), "`severity` must be a table of codes and severities".into());
        };
        for (key, value) in table {
            let code = key.get_ref().to_string();
            self.codes.push((code.clone(), key.span()));
            let word = value.get_ref().as_str().unwrap_or_default();
            match severity_named(word) {
                Some(severity) => {
                    self.severities.insert(code, severity);
                }
                None => self.unknown(value.span(), "severity", word, &SEVERITIES),
            }
        }
    }

    fn read_suppressions(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(items) = value.get_ref().as_array() else {
            return self.fault(value.span(), "`suppress` must be a list of tables: [[suppress]]".into());
        };
        for item in items.iter() {
            let Some(table) = item.get_ref().as_table() else {
                self.fault(item.span(), "Each suppression is a table with `code` and `file`".into());
                continue;
            };
            let suppression = self.read_suppression(item.span(), table);
            self.suppressions.extend(suppression);
        }
    }

    fn read_suppression(&mut self, range: Range<usize>, table: &DeTable<'_>) -> Option<Suppression> {
        let (mut code, mut file, mut at) = (None, None, None);
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(text) = value.get_ref().as_str() else {
                self.fault(value.span(), format!("`{name}` must be a text"));
                continue;
            };
            match name {
                "code" => {
                    self.codes.push((text.to_owned(), value.span()));
                    code = Some((text.to_owned(), value.span()));
                }
                "file" => file = Some((text.to_owned(), value.span())),
                "at" => at = Some(text.to_owned()),
                "reason" => {}
                other => self.unknown(key.span(), "member of a suppression", other, &["code", "file", "at", "reason"]),
            }
        }
        let (Some((code, range)), Some((pattern, pattern_range))) = (code, file) else {
            self.fault(range, "A suppression needs a `code` and a `file`".into());
            return None;
        };
        let glob = globset::GlobBuilder::new(pattern.trim_start_matches("./")).literal_separator(true).build();
        match glob {
            Ok(glob) => Some(Suppression { code, file: glob.compile_matcher(), at, range }),
            Err(_) => {
                self.fault(pattern_range, format!("`{pattern}` is no pattern for file names"));
                None
            }
        }
    }
}
