//! Which findings are a failure: what decides between the exit codes 0 and 1.

use amplify_config::Severity;

use super::Summary;

/// The mildest finding that is a failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Only errors
    Error,
    /// Warnings and errors
    #[default]
    Warning,
    /// Whatever is worth knowing, and worse
    Information,
    /// Every finding
    Hint,
    /// No finding
    Never,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The mildest finding that is a failure.
    pub(crate) fail_on: FailOn,
    /// So many warnings are none, however the rest is; with more of them all are.
    pub(crate) max_warnings: Option<usize>,
}

impl Limits {
    /// A single finding of this severity is a failure. A number of warnings that is allowed is not looked at here.
    pub(crate) fn fails(self, severity: Severity) -> bool {
        match self.fail_on {
            FailOn::Error => severity <= Severity::Error,
            FailOn::Warning => severity <= Severity::Warning,
            FailOn::Information => severity <= Severity::Information,
            FailOn::Hint => true,
            FailOn::Never => false,
        }
    }

    /// So much in all is a failure.
    pub(crate) fn are_broken_by(self, found: Summary) -> bool {
        let counts = [
            (Severity::Error, found.errors),
            (Severity::Warning, found.warnings),
            (Severity::Information, found.information),
            (Severity::Hint, found.hints),
        ];
        counts.into_iter().any(|(severity, count)| match (severity, self.max_warnings) {
            (Severity::Warning, Some(most)) => count > most,
            _ => count > 0 && self.fails(severity),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much() {
        let found = |errors, warnings, information, hints| Summary {
            errors,
            warnings,
            information,
            hints,
            ..Summary::default()
        };
        use FailOn::{Error, Hint, Information, Never, Warning};
        for (fail_on, max_warnings, found, is_failure) in [
            (Warning, None, found(0, 0, 0, 0), false),
            (Warning, None, found(1, 0, 0, 0), true),
            (Warning, None, found(0, 1, 0, 0), true),
            (Warning, None, found(0, 0, 1, 1), false),
            (Error, None, found(0, 9, 9, 9), false),
            (Error, None, found(1, 0, 0, 0), true),
            (Information, None, found(0, 0, 1, 0), true),
            (Information, None, found(0, 0, 0, 1), false),
            (Hint, None, found(0, 0, 0, 1), true),
            (Never, None, found(9, 9, 9, 9), false),
            (Warning, Some(2), found(0, 2, 0, 0), false),
            (Warning, Some(2), found(0, 3, 0, 0), true),
            (Warning, Some(2), found(1, 0, 0, 0), true),
            (Error, Some(0), found(0, 1, 0, 0), true),
            (Never, Some(0), found(1, 0, 0, 0), false),
            (Never, Some(0), found(1, 1, 0, 0), true),
            (Hint, Some(1), found(0, 1, 0, 1), true),
        ] {
            let limits = Limits { fail_on, max_warnings };
            assert_eq!(limits.are_broken_by(found), is_failure, "{limits:?} {found:?}");
        }
    }
}
