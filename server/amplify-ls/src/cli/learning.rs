//! Asks about files on the command line: the same questions that an editor would raise, until no answer raises another.
//!
//! Somebody waits for this, so there is no cache and no worker: each question is asked once.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::future::Future;

use amplify_account::{AccountDirectory, AccountSettings, system_clock};
use amplify_config::{Answer, Change, Facts, FilePath, Lookup, Project, Reason, Region};
use futures_util::future::join_all;

/// What was not learned, by why: the permissions it would take, and how many questions.
pub(super) type Unlearned = BTreeMap<&'static str, Gap>;

/// Questions that were not answered for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) reason: Reason,
    pub(super) actions: BTreeSet<&'static str>,
    pub(super) count: usize,
}

/// The settings of a command that its user typed: typing them is what allows to ask.
pub(super) fn typed(profile: Option<&str>, regions: &[Region]) -> AccountSettings {
    AccountSettings {
        enabled: true,
        profile: profile.map(str::to_owned),
        regions: regions.to_vec(),
        // A command in CI has what its machine is given.
        instance_credentials: true,
        ..AccountSettings::default()
    }
}

/// Runs what waits for the network.
pub(super) fn wait<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(work);
    // A name that is being looked up is not waited for.
    runtime.shutdown_background();
    Ok(outcome)
}

/// What is to be known for a purpose of one file, given what is known already.
pub(super) type Questions = fn(&Project, &FilePath) -> Vec<Lookup>;

/// Asks until no answer raises another question, and has the project know it.
pub(super) async fn learn<D: AccountDirectory>(
    directory: &D,
    project: &mut Project,
    questions: impl Fn(&Project) -> Vec<Lookup>,
) -> (Option<String>, Unlearned) {
    let (mut asked, mut unlearned, mut account) = (HashSet::new(), Unlearned::new(), None);
    let clock = system_clock();
    loop {
        let mut wanted: Vec<Lookup> = questions(project);
        let regions: BTreeSet<Region> = wanted.iter().map(|lookup| lookup.region().clone()).collect();
        wanted.extend(regions.into_iter().map(Lookup::Account));
        wanted.retain(|lookup| asked.insert(lookup.clone()));
        if wanted.is_empty() {
            return (account, unlearned);
        }
        let answers = join_all(wanted.iter().map(|lookup| directory.answer(lookup, &|_| ()))).await;
        for (lookup, answer) in wanted.into_iter().zip(answers) {
            match &answer {
                // Whose account it is is good to know, and not what was asked for.
                Answer::Unavailable(_) if matches!(lookup, Lookup::Account(_)) => {}
                Answer::Unavailable(reason) => note(&mut unlearned, *reason, &lookup),
                Answer::Known(Facts::Account(facts)) => account = Some(facts.id.clone()),
                Answer::Known(_) | Answer::Absent => {}
            }
            project.apply(Change::Answer(lookup, answer, clock()));
        }
    }
}

/// Notes a question that was not answered.
pub(super) fn note(unlearned: &mut Unlearned, reason: Reason, lookup: &Lookup) {
    let new = || Gap { reason, actions: BTreeSet::new(), count: 0 };
    let gap = unlearned.entry(reason.sentence()).or_insert_with(new);
    gap.actions.insert(lookup.action());
    gap.count += 1;
}

/// What to tell of it, a line each.
pub(super) fn lines(unlearned: &Unlearned) -> impl Iterator<Item = String> {
    unlearned.values().map(|gap| {
        let actions = gap.actions.iter().copied().collect::<Vec<_>>().join(", ");
        match gap.reason {
            Reason::Denied => format!("{}: {actions}", gap.reason.sentence()),
            Reason::NotRecorded => {
                let questions = if gap.count == 1 { "question" } else { "questions" };
                format!("{}: {} {questions} of these files, so less is checked", gap.reason.sentence(), gap.count)
            }
            reason => format!("{}, so the files were not compared with the account", reason.sentence()),
        }
    })
}

/// The account was not read as the user wanted. A permission that lacks, a region that is not asked and a thing that a
/// snapshot does not hold cost only what depends on them.
pub(super) fn has_failed(unlearned: &Unlearned) -> bool {
    let is_partial = |reason| matches!(reason, Reason::Denied | Reason::NotAsked | Reason::NotRecorded);
    unlearned.values().any(|gap| !is_partial(gap.reason))
}
