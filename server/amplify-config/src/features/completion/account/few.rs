//! The few of a long list that are shown.

use super::{Asking, MAX_ENTRIES};

impl Asking<'_> {
    /// Of a list that may be of thousands those that are shown, in their order: of the names and ids that hold what was
    /// typed those that begin with it first. `names` gives id and name. All count where a whole id stands already, or nothing fits.
    pub(super) fn few<'l, T, K: Ord>(
        self,
        items: impl Iterator<Item = &'l T>,
        names: impl Fn(&'l T) -> [&'l str; 2],
        order: impl Fn(&'l T) -> K,
    ) -> Vec<&'l T> {
        let typed = self.typed.to_lowercase();
        let items: Vec<&T> = items.collect();
        let is_whole = || items.iter().any(|item| names(item)[0] == self.whole);
        let mut ranked: Vec<(bool, K, &T)> = Vec::new();
        if !typed.is_empty() && !is_whole() {
            ranked.extend(items.iter().filter_map(|item| {
                let names = names(item).map(str::to_lowercase);
                let holds = names.iter().any(|name| name.contains(&typed));
                holds.then(|| (!names.iter().any(|name| name.starts_with(&typed)), order(item), *item))
            }));
        }
        if ranked.is_empty() {
            ranked.extend(items.into_iter().map(|item| (false, order(item), item)));
        }
        let by_rank = |one: &(bool, K, &T), other: &(bool, K, &T)| (one.0, &one.1).cmp(&(other.0, &other.1));
        if ranked.len() > MAX_ENTRIES {
            ranked.select_nth_unstable_by(MAX_ENTRIES, by_rank);
            ranked.truncate(MAX_ENTRIES);
        }
        ranked.sort_by(by_rank);
        ranked.into_iter().map(|(.., item)| item).collect()
    }
}
