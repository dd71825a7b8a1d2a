//! Points in time for people: a date, and how old something is. Nothing here reads a clock.

/// `2023-11-14`, in UTC; empty for what no calendar of ours reaches.
pub(crate) fn date(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400);
    if !(0..=2_932_896).contains(&days) {
        return String::new();
    }
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2023-11-14 22:13 UTC`.
pub(crate) fn minute(seconds: i64) -> String {
    let of_day = seconds.rem_euclid(86_400);
    let date = date(seconds);
    if date.is_empty() { date } else { format!("{date} {:02}:{:02} UTC", of_day / 3600, of_day % 3600 / 60) }
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar. Years are counted from March on,
/// so that the day that some years have more is the last one of a year, and the months before it have a pattern.
fn civil(days: i64) -> (i64, i64, i64) {
    let since_march_0 = days + 719_468;
    let era = since_march_0.div_euclid(146_097);
    let of_era = since_march_0.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (seconds, expected) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_400, "2000-02-29 00:00 UTC"),
            (1_700_000_000, "2023-11-14 22:13 UTC"),
            (4_107_542_399, "2100-02-28 23:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00 UTC"),
            (-1, ""),
            (i64::MAX, ""),
        ] {
            assert_eq!(minute(seconds), expected, "{seconds}");
        }
    }
}
