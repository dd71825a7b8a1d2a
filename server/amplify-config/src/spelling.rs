//! How near one word is to another.

/// A word without case and style: `userPoolId`, `USER-POOL-ID` and `user_pool_id` are the same.
pub(crate) fn fold(word: &str) -> String {
    word.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many words of one name are in another: people call things that belong together alike.
pub(crate) fn shared_words(name: &str, other: &str) -> usize {
    let (name, other) = (name.to_lowercase(), other.to_lowercase());
    let words = name.split(|character: char| !character.is_alphanumeric()).filter(|word| word.len() > 2);
    words.filter(|word| other.contains(word)).count()
}

/// Number of letters to put in, take out, change or exchange with a neighbour to get from one word to the other
/// (optimal string alignment); `None` when it is more than `limit`.
pub(crate) fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().take(128).collect();
    let right: Vec<char> = right.chars().take(128).collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut best = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&steps| steps <= limit)
}

/// How a word was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// The same but for case and style.
    Folded,
    /// A slip of the keyboard.
    Slip,
}

/// The one of `words` that `word` most likely means. Long words may have more slips than short ones; where two are
/// equally near, neither is taken.
pub(crate) fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str> + Clone) -> Option<(&'w str, Nearness)> {
    let folded = fold(word);
    if folded.is_empty() {
        return None;
    }
    if let Some(same) = words.clone().find(|other| fold(other) == folded) {
        return Some((same, Nearness::Folded));
    }
    let limit = match folded.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=9 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for other in words {
        let Some(steps) = distance(&folded, &fold(other), limit) else { continue };
        match best {
            Some((fewest, _)) if steps > fewest => {}
            Some((fewest, known)) if steps == fewest => tied = known != other,
            _ => {
                best = Some((steps, other));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, word)| (word, Nearness::Slip))
}

/// The one of `words` that `word` most likely means.
pub fn did_you_mean<'w>(word: &str, words: impl Iterator<Item = &'w str> + Clone) -> Option<&'w str> {
    nearest(word, words).map(|(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found() {
        let words = ["user_pool_id", "user_pool_client_id", "identity_pool_id", "aws_region", "EMAIL", "SMS", "TOTP"];
        let near = |word| nearest(word, words.into_iter());
        assert_eq!(near("userPoolId"), Some(("user_pool_id", Nearness::Folded)));
        assert_eq!(near("User-Pool-ID"), Some(("user_pool_id", Nearness::Folded)));
        assert_eq!(near("user_pol_id"), Some(("user_pool_id", Nearness::Slip)));
        assert_eq!(near("aws_regoin"), Some(("aws_region", Nearness::Slip)));
        assert_eq!(near("TOPT"), Some(("TOTP", Nearness::Slip)));
        assert_eq!(near("XY"), None);
        assert_eq!(near(""), None);
    }

    #[test]
    fn exchanged_neighbours_are_one_step() {
        assert_eq!(distance("regoin", "region", 3), Some(1));
        assert_eq!(distance("", "abc", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
    }
}
