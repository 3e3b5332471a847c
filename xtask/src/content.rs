//! `cargo xtask content`: everything an author wrote, checked with the loader that the program ships.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use backstride_content::{Bundle, GUIDE_GRADE, HELP_GRADE, Plainness};

use crate::repo::Repo;
use crate::say;

/// Loads the assets as the build does and prints every problem at once, or how hard each text is to read and which
/// texts have aged.
pub fn run(repo: &Repo) -> Result<(), String> {
    let bundle = match Bundle::load_dir(&repo.at("assets"), &|poses| {
        backstride_draw::figure::judge(poses)
    }) {
        Ok(bundle) => bundle,
        Err(problems) => {
            for problem in &problems {
                say::problem(problem);
            }
            return Err(match problems.len() {
                1 => "1 problem in the content".into(),
                many => format!("{many} problems in the content"),
            });
        }
    };
    say::heading(format!(
        "reading grade (Flesch-Kincaid): guides at most {GUIDE_GRADE}, signs at most {HELP_GRADE}"
    ));
    for row in bundle.plainness() {
        say::line(shown(&row));
    }
    for line in aged(&bundle, &today()?) {
        say::line(line);
    }
    say::line("The shipped content holds");
    Ok(())
}

/// Every problem of a folder of assets, each as `file:line: message`.
pub fn check(assets: &Path) -> Vec<String> {
    match Bundle::load_dir(assets, &|poses| backstride_draw::figure::judge(poses)) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// A warning for each guide that was last gone through over a year before `today`. A text does not turn wrong
/// overnight, so it stops no build; the reader says it above the text.
pub fn aged(bundle: &Bundle, today: &str) -> Vec<String> {
    let aged = bundle.guides.iter().filter(|it| it.is_overdue(today));
    aged.map(|guide| {
        format!(
            "warning: guides/{}.md: last gone through on {}, due again by {}",
            guide.slug,
            guide.reviewed,
            guide.review_by()
        )
    })
    .collect()
}

fn shown(row: &Plainness) -> String {
    format!(
        "{:<38}{:>6} words {:>5} sentences   grade {:>4.1}   signs {:>4.1}",
        row.name,
        row.whole.words,
        row.whole.sentences,
        row.whole.grade(),
        row.help.grade()
    )
}

/// Today in universal time, `YYYY-MM-DD`; a warning that comes a few hours early or late does no harm.
fn today() -> Result<String, String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let since = since.map_err(|error| error.to_string())?;
    Ok(date(since.as_secs() / 86_400))
}

/// The date of a day counted from 1970-01-01.
fn date(day: u64) -> String {
    // Counted from the first of March, so that the odd day comes last: 400 years have 146,097 days.
    let from_march = day + 719_468;
    let (era, day) = (from_march / 146_097, from_march % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + later)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        let dates = [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (19_782, "2024-02-29"),
            (20_782, "2026-11-25"),
            (20_818, "2026-12-31"),
            (20_819, "2027-01-01"),
        ];
        for (day, expected) in dates {
            assert_eq!(date(day), expected, "{day}");
        }
    }
}
