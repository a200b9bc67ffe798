//! Days that a clause names, seen from the day its source was published: "on Tuesday", "last week", "January 17", "two days ago".

use armistice::case::claims::ClaimStatus;

use crate::token::Token;

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day, counted from 1 January 1970.
type Day = i64;

/// Days from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days {
    first: Day,
    last: Day,
    /// What is written of them: 4 for a year, 7 for a month, 10 for days.
    digits: usize,
}

impl Days {
    const fn day(day: Day) -> Self {
        Self { first: day, last: day, digits: 10 }
    }

    const fn span(first: Day, last: Day) -> Self {
        Self { first, last, digits: 10 }
    }

    fn month(year: i64, month: i64) -> Self {
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Self { first: day_of(year, month, 1), last: day_of(next_year, next, 1) - 1, digits: 7 }
    }

    fn year(year: i64) -> Self {
        Self { first: day_of(year, 1, 1), last: day_of(year, 12, 31), digits: 4 }
    }

    /// As ISO 8601 has it; `None` for years that it cannot write in four digits.
    fn iso(self) -> Option<String> {
        let written = |day| {
            let (year, month, day) = date_of(day);
            (1..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
        };
        let first = written(self.first)?;
        let last = written(self.last)?;
        Some(if self.digits < 10 || first == last {
            first[..self.digits].to_owned()
        } else {
            format!("{first}/{last}")
        })
    }
}

/// The day or days that words of a clause name, as `Claim::when` has them. `published` is `YYYY-MM-DD`; without it only full dates are known. What is past or
/// present is dated back, what is to come forward.
pub(crate) fn when<'t, 'a: 't>(
    words: impl Iterator<Item = &'t Token<'a>>,
    published: Option<&str>,
    status: ClaimStatus,
) -> Option<String> {
    let words: Vec<&str> = words.map(|t| t.lower.trim_end_matches('.')).collect();
    let today = published.and_then(read_day);
    let ahead = matches!(status, ClaimStatus::Future | ClaimStatus::Hypothetical);
    (0..words.len()).find_map(|at| named(&words, at, today, ahead))?.iso()
}

/// The days named by the words that begin at `at`.
fn named(words: &[&str], at: usize, today: Option<Day>, ahead: bool) -> Option<Days> {
    let word = *words.get(at)?;
    let before = |n: usize| at.checked_sub(n).and_then(|i| words.get(i)).copied().unwrap_or("");
    let after = |n: usize| words.get(at + n).copied().unwrap_or("");
    if let Some(days) = read_day(word) {
        return Some(Days::day(days));
    }
    // "may" and "march" are months only beside a number or after a preposition.
    let month_like = !matches!(word, "may" | "march")
        || day_number(after(1)).is_some()
        || day_number(before(1)).is_some()
        || year(after(1)).is_some()
        || matches!(before(1), "in" | "since" | "last" | "next" | "of" | "by" | "until" | "late" | "early" | "mid");
    if let Some(month) = month(word).filter(|_| month_like) {
        return dated(month, [before(1), before(2)], [after(1), after(2), after(3)], today, ahead);
    }
    if let Some(year) = year(word).filter(|_| matches!(before(1), "in" | "since" | "of" | "during" | "by")) {
        return Some(Days::year(year));
    }
    let today = today?;
    if let Some(weekday) = WEEKDAYS.iter().position(|&d| d == word) {
        return weekday.try_into().ok().map(|w: i64| Days::day(nearest_weekday(today, w, before(1), ahead)));
    }
    let (year, month_now, _) = date_of(today);
    match word {
        "today" | "tonight" => Some(Days::day(today)),
        "yesterday" => Some(Days::day(today - 1)),
        "tomorrow" => Some(Days::day(today + 1)),
        "overnight" => Some(Days::span(today - 1, today)),
        "ago" => {
            let days = count(before(2))? * unit(before(1))?;
            Some(match unit(before(1))? {
                1 => Days::day(today - days),
                7 => week(today - days),
                30 => shifted_month(year, month_now, -count(before(2))?),
                _ => Days::year(year - count(before(2))?),
            })
        }
        "last" | "past" | "next" | "this" | "coming" => {
            let (number, noun) = match count(after(1)) {
                Some(n) => (n, after(2)),
                None => (1, after(1)),
            };
            let many = count(after(1)).is_some();
            let (length, sign) = (
                unit(noun)?,
                match word {
                    "next" | "coming" => 1,
                    "this" => 0,
                    _ => -1,
                },
            );
            if many && sign != 0 {
                let reach = number * length;
                return Some(if sign < 0 {
                    Days::span(today - reach, today)
                } else {
                    Days::span(today, today + reach)
                });
            }
            Some(match length {
                7 => week(today + 7 * sign),
                30 => shifted_month(year, month_now, sign),
                365 => Days::year(year + sign),
                _ => return None,
            })
        }
        "within" | "in" => {
            let (number, noun) = (count(after(1))?, after(2));
            let days = if noun.starts_with("hour") { (number + 23) / 24 } else { number * unit(noun)? };
            (ahead || word == "within")
                .then(|| if word == "in" { Days::day(today + days) } else { Days::span(today, today + days) })
        }
        _ => None,
    }
}

/// "17 January 2025", "January 17, 2025", "January 2025", "January".
fn dated(month: i64, before: [&str; 2], after: [&str; 3], today: Option<Day>, ahead: bool) -> Option<Days> {
    let comma = usize::from(after[1] == ",");
    let (day, year_word) = match (day_number(after[0]), day_number(before[0])) {
        (Some(day), _) => (Some(day), *after.get(1 + comma).unwrap_or(&"")),
        (None, Some(day)) => (Some(day), after[0]),
        (None, None) => (day_number(before[1]).filter(|_| before[0] == "of"), after[0]),
    };
    let year = year(year_word);
    let now = today.map(date_of);
    let year = match (year, now) {
        (Some(year), _) => year,
        // The nearest one in the right direction.
        (None, Some((this_year, this_month, this_day))) => {
            let day = day.unwrap_or(this_day);
            match ((month, day) > (this_month, this_day), ahead) {
                (true, false) => this_year - 1,
                (false, true)
                    if (month, day) < (this_month, this_day)
                        && day_of(this_year, this_month, this_day) - day_of(this_year, month, 1) > 45 =>
                {
                    this_year + 1
                }
                _ => this_year,
            }
        }
        (None, None) => return None,
    };
    match day {
        Some(day) if date_of(day_of(year, month, day)) == (year, month, day) => {
            Some(Days::day(day_of(year, month, day)))
        }
        Some(_) => None,
        None => Some(Days::month(year, month)),
    }
}

fn month(word: &str) -> Option<i64> {
    const FULL: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let short = |m: &str| word.len() == 3 && m.starts_with(word) || word == "sept" && m == "september";
    FULL.iter().position(|&m| m == word || short(m)).and_then(|m| i64::try_from(m + 1).ok())
}

/// "17", "17th".
fn day_number(word: &str) -> Option<i64> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

fn year(word: &str) -> Option<i64> {
    (word.len() == 4).then(|| word.parse().ok())?.filter(|y| (1800..=2199).contains(y))
}

fn count(word: &str) -> Option<i64> {
    const WORDS: &[&str] =
        &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let written = match word {
        "a" | "an" => Some(1),
        "several" | "few" => None,
        _ => WORDS.iter().position(|&w| w == word).and_then(|n| i64::try_from(n).ok()),
    };
    written.or_else(|| word.parse().ok()).filter(|n| (1..=999).contains(n))
}

/// Days of a day, a week, a month, a year.
fn unit(word: &str) -> Option<i64> {
    match word.trim_end_matches('s') {
        "day" => Some(1),
        "week" => Some(7),
        "month" => Some(30),
        "year" => Some(365),
        _ => None,
    }
}

/// The weekday nearest in the direction of what is told; "next" and "last" insist.
fn nearest_weekday(today: Day, weekday: i64, before: &str, ahead: bool) -> Day {
    let now = (today + 3).rem_euclid(7);
    match before {
        "next" => today + (weekday - now - 1).rem_euclid(7) + 1,
        "last" => today - (now - weekday - 1).rem_euclid(7) - 1,
        _ if ahead => today + (weekday - now).rem_euclid(7),
        _ => today - (now - weekday).rem_euclid(7),
    }
}

/// Monday to Sunday around a day.
fn week(day: Day) -> Days {
    let monday = day - (day + 3).rem_euclid(7);
    Days::span(monday, monday + 6)
}

fn shifted_month(year: i64, month: i64, by: i64) -> Days {
    let months = year * 12 + month - 1 + by;
    Days::month(months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// The day that `YYYY-MM-DD` is.
fn read_day(written: &str) -> Option<Day> {
    let mut parts = written.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let found = (1..=12).contains(&month).then(|| day_of(year, month, day))?;
    (date_of(found) == (year, month, day)).then_some(found)
}

/// The number of a date of the Gregorian calendar, by years that begin in March.
fn day_of(year: i64, month: i64, day: i64) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a number.
fn date_of(day: Day) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::Quotation;
    use crate::token::tokens;

    fn told(text: &str, status: ClaimStatus) -> Option<String> {
        let tokens = tokens(text, 0, text.len(), &mut Quotation::default());
        when(tokens.iter(), Some("2025-05-16"), status) // a Friday
    }

    #[test]
    fn days_are_those_before_what_is_told() {
        for (text, days) in [
            ("They met on Tuesday.", "2025-05-13"),
            ("They met on Friday.", "2025-05-16"),
            ("They met last Friday.", "2025-05-09"),
            ("They met yesterday.", "2025-05-15"),
            ("They met two days ago.", "2025-05-14"),
            ("They met two months ago.", "2025-03"),
            ("They met last week.", "2025-05-05/2025-05-11"),
            ("They met last month.", "2025-04"),
            ("They met in October.", "2024-10"),
            ("They met on December 3.", "2024-12-03"),
            ("They met on 3 December 2021.", "2021-12-03"),
            ("They met on the 3rd of March.", "2025-03-03"),
            ("They met in 2019.", "2019"),
            ("They have met over the past two weeks.", "2025-05-02/2025-05-16"),
        ] {
            assert_eq!(told(text, ClaimStatus::Past).as_deref(), Some(days), "{text}");
        }
    }

    #[test]
    fn what_is_to_come_is_dated_forward() {
        for (text, days) in [
            ("They will meet on Tuesday.", "2025-05-20"),
            ("They will meet next Friday.", "2025-05-23"),
            ("They will meet tomorrow.", "2025-05-17"),
            ("They will meet on January 17.", "2026-01-17"),
            ("They will meet next month.", "2025-06"),
            ("They will respond within 48 hours.", "2025-05-16/2025-05-18"),
            ("They will meet in three days.", "2025-05-19"),
        ] {
            assert_eq!(told(text, ClaimStatus::Future).as_deref(), Some(days), "{text}");
        }
    }

    #[test]
    fn without_a_day_of_publication_only_full_dates_are_known() {
        let text = "They met on Tuesday, May 13, 2025 in Geneva.";
        let tokens = tokens(text, 0, text.len(), &mut Quotation::default());
        assert_eq!(when(tokens.iter(), None, ClaimStatus::Past).as_deref(), Some("2025-05-13"));
        assert_eq!(told("The talks go on.", ClaimStatus::Present), None);
        assert_eq!(told("They met on February 31.", ClaimStatus::Past), None);
        assert_eq!(told("It may rain, and they march on.", ClaimStatus::Past), None);
    }

    #[test]
    fn dates_are_numbered_without_a_gap() {
        let mut expected = day_of(1799, 12, 31);
        for year in 1800..=2199 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let number = day_of(year, month, day);
                    if date_of(number) == (year, month, day) {
                        expected += 1;
                        assert_eq!(number, expected);
                    }
                }
            }
        }
        assert_eq!(day_of(1970, 1, 1), 0);
    }
}
