//! Answers with their age: which are fresh, which only better than nothing, and when to ask again.
//!
//! Pure data: every function is told what time it is, as the time since some beginning that never jumps. It asks nobody.

use std::collections::HashMap;
use std::time::Duration;

use amplify_config::{Answer, Facts, Lookup, Moment, Reason};

/// Nothing is better than something older than this.
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// Questions that are remembered.
const MAX_ENTRIES: usize = 4_000;
/// Items in all lists together.
const MAX_ITEMS: usize = 200_000;

/// What is remembered of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// As good as asked.
    Fresh(Answer, Moment),
    /// It was so; to be asked again.
    Stale(Answer, Moment),
    /// Nothing.
    Nothing,
}

/// The memory.
#[derive(Debug, Default)]
pub struct Cache {
    entries: HashMap<Lookup, Kept>,
    items: usize,
    uses: u64,
}

#[derive(Debug)]
struct Kept {
    answer: Answer,
    at: Moment,
    /// When the answer was learned.
    learned: Duration,
    /// When to ask again.
    due: Duration,
    /// How often in a row nothing was learned.
    failures: u32,
    used: u64,
}

impl Cache {
    /// What is remembered.
    pub fn look(&mut self, lookup: &Lookup, now: Duration) -> Remembered {
        self.uses += 1;
        let Some(kept) = self.entries.get_mut(lookup) else { return Remembered::Nothing };
        kept.used = self.uses;
        let (answer, at) = (kept.answer.clone(), kept.at);
        if now < kept.due {
            Remembered::Fresh(answer, at)
        } else if !matches!(answer, Answer::Unavailable(_)) && now.saturating_sub(kept.learned) <= MAX_AGE {
            Remembered::Stale(answer, at)
        } else {
            Remembered::Nothing
        }
    }

    /// Remembers an answer. One that says nothing does not displace one that does.
    pub fn keep(&mut self, lookup: &Lookup, answer: &Answer, at: Moment, now: Duration) {
        self.uses += 1;
        let old = self.entries.remove(lookup);
        self.items -= old.as_ref().map_or(0, |kept| items(&kept.answer));
        let failures = match answer {
            Answer::Unavailable(_) => old.as_ref().map_or(0, |kept| kept.failures) + 1,
            Answer::Known(_) | Answer::Absent => 0,
        };
        let due = now + keeps_for(lookup, answer, failures);
        let kept = match (old, answer) {
            (Some(old), Answer::Unavailable(_)) if !matches!(old.answer, Answer::Unavailable(_)) => {
                Kept { due, failures, used: self.uses, ..old }
            }
            _ => Kept { answer: answer.clone(), at, learned: now, due, failures, used: self.uses },
        };
        self.items += items(&kept.answer);
        self.entries.insert(lookup.clone(), kept);
        self.shrink();
    }

    /// When a question is to be asked again, if anything is remembered of it.
    pub fn due(&self, lookup: &Lookup) -> Option<Duration> {
        self.entries.get(lookup).map(|kept| kept.due)
    }

    /// Everything is stale from now on.
    pub fn age_all(&mut self, now: Duration) {
        for kept in self.entries.values_mut() {
            kept.due = kept.due.min(now);
            kept.failures = 0;
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Cache::default();
    }

    /// How many questions and how many items of lists are remembered.
    pub fn size(&self) -> (usize, usize) {
        (self.entries.len(), self.items)
    }

    /// Forgets what was not used for longest, a tenth at a time so that this is rare.
    fn shrink(&mut self) {
        if self.entries.len() <= MAX_ENTRIES && self.items <= MAX_ITEMS {
            return;
        }
        let mut by_use: Vec<(u64, Lookup)> =
            self.entries.iter().map(|(lookup, kept)| (kept.used, lookup.clone())).collect();
        by_use.sort();
        // The newest stays, however large.
        by_use.pop();
        for (_, lookup) in by_use {
            if self.entries.len() <= MAX_ENTRIES / 10 * 9 && self.items <= MAX_ITEMS / 10 * 9 {
                break;
            }
            if let Some(kept) = self.entries.remove(&lookup) {
                self.items -= items(&kept.answer);
            }
        }
    }
}

/// Asking again may help without anybody doing anything.
pub(crate) fn passes_by_itself(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Throttled
            | Reason::Offline
            | Reason::TimedOut
            | Reason::Trouble
            | Reason::ProgramFailed
            | Reason::ProgramSilent
    )
}

fn keeps_for(lookup: &Lookup, answer: &Answer, failures: u32) -> Duration {
    let seconds = Duration::from_secs;
    match answer {
        Answer::Known(_) if !is_whole(answer) => Duration::ZERO,
        Answer::Known(_) if lookup.is_list() || matches!(lookup, Lookup::Account(_)) => seconds(300),
        Answer::Known(_) => seconds(60),
        Answer::Absent => seconds(30),
        Answer::Unavailable(reason) => match reason {
            // Doubling to five minutes, so that trouble is not made worse.
            _ if passes_by_itself(*reason) => seconds(30 << failures.saturating_sub(1).min(4)).min(seconds(300)),
            Reason::Denied | Reason::NotUnderstood => seconds(900),
            // What the user is about to mend. Whoever gives the credentials remembers that there are none.
            _ => seconds(5),
        },
    }
}

/// It says something, and all of it.
pub(crate) fn is_whole(answer: &Answer) -> bool {
    match answer {
        Answer::Known(facts) => listed(facts).is_none_or(|(_, is_complete)| is_complete),
        Answer::Absent => true,
        Answer::Unavailable(_) => false,
    }
}

/// How many items a list has, and whether it is whole.
fn listed(facts: &Facts) -> Option<(usize, bool)> {
    match facts {
        Facts::UserPools(list) => Some((list.items.len(), list.is_complete)),
        Facts::Clients(list) => Some((list.items.len(), list.is_complete)),
        Facts::Groups(list) => Some((list.items.len(), list.is_complete)),
        Facts::IdentityProviders(list) => Some((list.items.len(), list.is_complete)),
        Facts::ResourceServers(list) => Some((list.items.len(), list.is_complete)),
        Facts::IdentityPools(list) => Some((list.items.len(), list.is_complete)),
        Facts::Account(_)
        | Facts::UserPool(_)
        | Facts::MfaConfig(_)
        | Facts::Client(_)
        | Facts::Domain(_)
        | Facts::IdentityPool(_)
        | Facts::IdentityPoolRoles(_) => None,
    }
}

fn items(answer: &Answer) -> usize {
    match answer {
        Answer::Known(facts) => listed(facts).map_or(1, |(items, _)| items.max(1)),
        Answer::Absent | Answer::Unavailable(_) => 1,
    }
}

#[cfg(test)]
mod tests;
