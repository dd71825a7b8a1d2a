//! `amplify-ls account snapshot`: what is in an account, as a file that answers in its place.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use amplify_account::{AwsProgram, Snapshot, Wish, system_clock};
use amplify_config::{Change, Document, Lookup, Project, Region, wanted_lookups};

use super::Outcome;
use super::arguments::{AccountArguments, AccountCommand, SnapshotArguments};
use super::learning::{self, Unlearned};
use super::output::{complain, to_stdout};
use crate::{files, surroundings};

/// Runs the command.
pub(super) fn run(arguments: &AccountArguments) -> io::Result<Outcome> {
    match &arguments.command {
        AccountCommand::Snapshot(arguments) => snapshot(arguments),
    }
}

/// Prints a snapshot: what the files below some folders name, and what the regions hold.
fn snapshot(arguments: &SnapshotArguments) -> io::Result<Outcome> {
    let named = named(&arguments.paths);
    let aws = AwsProgram::new(learning::typed(arguments.profile.as_deref(), &[]));
    let wish = wish(arguments, named);
    if wish.regions.is_empty() {
        complain("no file names a region or a pool, and there is no --region: nothing to record");
        return Ok(Outcome::Failed);
    }
    let (snapshot, failed) = learning::wait(Snapshot::take(&aws, &wish, system_clock()()))?;
    let mut unlearned = Unlearned::new();
    failed.iter().for_each(|(lookup, reason)| learning::note(&mut unlearned, *reason, lookup));
    let has_failed = learning::has_failed(&unlearned);
    for (sentence, gap) in &unlearned {
        let actions = gap.actions.iter().copied().collect::<Vec<_>>().join(", ");
        match has_failed {
            true => complain(format_args!("{sentence}, so nothing is recorded")),
            false => complain(format_args!("{sentence}, so this is not recorded: {actions}")),
        }
    }
    if has_failed {
        return Ok(Outcome::Failed);
    }
    to_stdout(|out| write!(out, "{}", snapshot.to_json()))?;
    Ok(Outcome::Clean)
}

/// The pools that the files raise questions about.
fn named(paths: &[PathBuf]) -> Vec<Lookup> {
    let current_folder = [PathBuf::from(".")];
    let (found, _) = files::find(if paths.is_empty() { &current_folder } else { paths }, None);
    let mut project = Project::new();
    // A project file may forbid it.
    for path in surroundings::around(found.iter().filter_map(|file| file.path.parent())) {
        if let Some(text) = surroundings::read(&path) {
            project.apply(Change::Text(files::full_name(&path), Some(text.into())));
        }
    }
    let mut lookups = Vec::new();
    for file in found {
        let Ok(contents) = files::read(&file) else { continue };
        let path = files::full_name(&file.path);
        project.apply(Change::Document(Document::new(path.clone(), contents.text).into()));
        lookups.extend(wanted_lookups(&project, &path));
    }
    lookups
}

/// What is to be recorded.
fn wish(arguments: &SnapshotArguments, named: Vec<Lookup>) -> Wish {
    let mut regions: BTreeSet<Region> = named.iter().map(|lookup| lookup.region().clone()).collect();
    regions.extend(arguments.regions.iter().cloned());
    let (mut user_pools, mut identity_pools) = (Vec::new(), Vec::new());
    for lookup in named {
        match lookup {
            Lookup::UserPool(id) => user_pools.push(id),
            Lookup::IdentityPool(id) => identity_pools.push(id),
            _ => {}
        }
    }
    let regions = regions.into_iter().collect();
    Wish { regions, described: arguments.regions.clone(), user_pools, identity_pools }
}
