//! Lines above a place of a file that do something when they are chosen.
//!
//! One so far, and only where it can say something: whether the user pool of the file can be imported.

use std::ops::Range;

use super::our_document;
use crate::counterpart::Counterpart;
use crate::file_path::FilePath;
use crate::project::Project;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LensCommand {
    /// Shows the report of [`crate::import_readiness`].
    ImportReadiness,
}

/// A line above a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLens {
    /// The bytes it belongs to, on one line.
    pub range: Range<usize>,
    /// What it says.
    pub title: &'static str,
    /// What it does.
    pub command: LensCommand,
}

/// The lines of a file; none while nothing is known of the account.
pub fn code_lenses(project: &Project, path: &FilePath) -> Vec<CodeLens> {
    let pool = our_document(project, path).and_then(|document| Counterpart::new(project, document)?.pool);
    let lens = pool.map(|pool| CodeLens {
        range: pool.node.range(),
        title: "Check whether this user pool can be imported",
        command: LensCommand::ImportReadiness,
    });
    lens.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account_fixture::{Account, OUTPUTS, SHOP};
    use crate::features::testing;

    #[test]
    fn a_pool_that_is_there_can_be_checked() {
        let (mut project, path) = testing::project_of(OUTPUTS);
        assert_eq!(code_lenses(&project, &path), []);
        Account::read(SHOP).tell(&mut project, &path);
        let lenses = code_lenses(&project, &path);
        let places: Vec<&str> = lenses.iter().map(|lens| &OUTPUTS[lens.range.clone()]).collect();
        assert_eq!(places, ["\"eu-west-1_qWeRt6789\""]);
    }
}
