//! The summary in words and pictures: a first page to read in a minute, a second with the tables behind it.
//!
//! Every line says how many days, walks or times it rests on. No line says more than was recorded.

use std::cell::Cell;

use backstride_content::strings;
use backstride_content::triage::Scope;
use backstride_core::diary::{LegSymptom, Region};
use backstride_core::insights::{BodyShare, Meaning};
use backstride_core::sessions::Flag;
use backstride_core::summary::{
    Change, CheckMade, Checks, Flagged, FlareSpan, Kind, LegDays, Legs, Notes, Pain, RoutineDone,
    Spread, Step, StepLength, Summary, Times, Treatments, Walking, WholeDays, Window,
};
use backstride_core::worded::Worded as _;
use backstride_draw::body::{self, Interactive, Map, Mark as BodyMark, Sides, Size, Value};
use backstride_draw::ranges::{self, Range, Ranges};
use backstride_draw::{Palette, Words as PictureWords};
use backstride_print::Document;
use backstride_print::document::{Block, Column, Figure, Mark, plain};
use chrono::{Datelike as _, NaiveDate};

use crate::commands::charts::month;
use crate::commands::diary::day_and_month;
use crate::commands::print::pages;

/// How much the first page holds: what was recorded differs more than a page can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct First {
    /// Answers of the symptom check.
    answers: usize,
    /// Checks.
    checks: usize,
    /// Whether there is a picture of the places that hurt; without it there are only their names.
    map: bool,
    /// Places that hurt.
    places: usize,
    /// What the legs did.
    legs: usize,
    /// Reliefs, and as many medicines.
    tried: usize,
    /// Lines about walks.
    walking: usize,
    /// What eased the pain of walks.
    eased: usize,
    /// Flares.
    flares: usize,
    /// Exercises.
    routines: usize,
    /// Lines about days and nights.
    days: usize,
    /// Questions.
    questions: usize,
    /// Characters of a text in the person's own words.
    letters: usize,
    /// Whether there is so little room that how to read it stands on the second page.
    tight: bool,
}

impl First {
    /// All that a page has room for in an ordinary diary.
    const MOST: Self = Self {
        answers: 8,
        checks: 3,
        map: true,
        places: 6,
        legs: 12,
        tried: 5,
        walking: 12,
        eased: 6,
        flares: 4,
        routines: 4,
        days: 4,
        questions: 3,
        letters: 300,
        tight: false,
    };

    /// From the most to the least. The last of them fits whatever was recorded.
    pub(super) const ALL: [Self; 10] = [
        Self::MOST,
        Self {
            answers: 6,
            checks: 2,
            places: 5,
            legs: 8,
            tried: 4,
            eased: 4,
            flares: 3,
            routines: 3,
            ..Self::MOST
        },
        Self {
            answers: 4,
            checks: 2,
            places: 3,
            legs: 6,
            tried: 3,
            eased: 3,
            flares: 2,
            routines: 2,
            ..Self::MOST
        },
        Self {
            answers: 4,
            checks: 1,
            places: 3,
            legs: 4,
            tried: 2,
            eased: 3,
            flares: 1,
            routines: 1,
            letters: 160,
            tight: true,
            ..Self::MOST
        },
        Self::SHORT,
        Self {
            letters: 80,
            questions: 2,
            ..Self::SHORT
        },
        Self {
            legs: 2,
            tried: 1,
            walking: 7,
            letters: 60,
            questions: 2,
            ..Self::SHORT
        },
        Self {
            places: 1,
            legs: 1,
            tried: 1,
            walking: 6,
            eased: 2,
            flares: 0,
            days: 2,
            letters: 60,
            questions: 2,
            ..Self::SHORT
        },
        Self {
            answers: 2,
            places: 1,
            legs: 1,
            tried: 1,
            walking: 4,
            eased: 1,
            flares: 0,
            days: 1,
            letters: 40,
            questions: 1,
            ..Self::SHORT
        },
        Self {
            answers: 3,
            map: false,
            places: 3,
            legs: 1,
            tried: 1,
            walking: 4,
            eased: 1,
            flares: 0,
            days: 1,
            letters: 40,
            questions: 2,
            ..Self::SHORT
        },
    ];

    /// What stays where there is little room.
    const SHORT: Self = Self {
        answers: 3,
        checks: 1,
        map: true,
        places: 2,
        legs: 3,
        tried: 2,
        walking: 8,
        eased: 3,
        flares: 1,
        routines: 1,
        days: 4,
        questions: 3,
        letters: 110,
        tight: true,
    };
}

/// How much the second page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Second {
    /// Answers of the symptom check that have no room on the first page.
    answers: usize,
    /// Questions that have none there.
    questions: usize,
    /// Rows of each table below the one of the steps.
    rows: usize,
    /// Characters of a text in the person's own words.
    letters: usize,
    /// Whether there is a chart of walks.
    chart: bool,
}

impl Second {
    const fn of(answers: usize, questions: usize, rows: usize, letters: usize) -> Self {
        Self {
            answers,
            questions,
            rows,
            letters,
            chart: false,
        }
    }

    /// From the most to the least, like [`First::ALL`].
    pub(super) const ALL: [Self; 9] = [
        Self {
            chart: true,
            ..Self::of(40, 20, 12, 300)
        },
        Self::of(40, 20, 12, 300),
        Self::of(25, 10, 9, 160),
        Self::of(20, 6, 7, 110),
        Self::of(15, 4, 5, 80),
        Self::of(10, 3, 4, 60),
        Self::of(6, 2, 3, 60),
        Self::of(4, 1, 2, 40),
        Self::of(2, 1, 1, 40),
    ];
}

/// Which of the two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Both, and the notes behind them.
    Whole,
    /// The first alone, to see whether it fits.
    First,
    /// The second alone.
    Second,
}

/// The width of a chart in half a page: as narrow as charts are drawn.
const CHART_PX: f64 = 320.0;

/// The whole document, or one of its two pages.
pub(super) fn document(
    summary: &Summary,
    name: &str,
    sheet: &pages::Sheet,
    (first, second): (First, Second),
    part: Part,
) -> Document {
    let page = Page {
        summary,
        first,
        second,
        end: summary.to,
        cut: Cell::new(false),
    };
    let mut blocks = Vec::new();
    let mut below = Vec::new();
    if let Some(checks) = &summary.checks {
        blocks.extend(page.checks(checks, &mut below));
    }
    blocks.extend(page.columns());
    if let Some(questions) = &summary.questions {
        blocks.extend(page.questions(questions, &mut below));
    }
    let mut tables = page.tables();
    tables.append(&mut below);
    let small_print = Block::Small(plain(page.small_print()));
    match first.tight {
        false => blocks.push(small_print),
        true => tables.push(small_print),
    }
    match part {
        Part::First => {}
        Part::Second => blocks = tables,
        Part::Whole => {
            blocks.push(Block::PageBreak);
            blocks.append(&mut tables);
            if let Some(notes) = &summary.notes {
                blocks.push(Block::PageBreak);
                blocks.extend(page.notes(notes));
            }
        }
    }
    Document {
        title: word("summary-title"),
        lang: pages::LANG.to_owned(),
        paper: sheet.paper,
        parts: false,
        dense: true,
        lead: page.lead(name, sheet),
        contents: None,
        blocks,
        words: pages::words(),
    }
}

struct Page<'a> {
    summary: &'a Summary,
    first: First,
    second: Second,
    /// The last day; dates of its year stand without it.
    end: NaiveDate,
    /// Whether a text of the person's own had to be cut.
    cut: Cell<bool>,
}

impl Page<'_> {
    /// What stands in two columns; the left one is read first.
    fn columns(&self) -> Vec<Block> {
        let Summary {
            health,
            body,
            legs,
            treatments,
            routines,
            pain,
            walking,
            flares,
            whole_days,
            ..
        } = self.summary;
        let mut left = Vec::new();
        let mut right = Vec::new();
        left.extend(health.iter().flat_map(|it| self.health(it)));
        left.extend(body.iter().flat_map(|it| self.body(it)));
        left.extend(legs.iter().flat_map(|it| self.legs(it)));
        left.extend(treatments.iter().flat_map(|it| self.tried(it)));
        let mut routines: Vec<Block> = routines.iter().flat_map(|it| self.routines(it)).collect();
        let mut flares: Vec<Block> = flares.iter().flat_map(|it| self.flares(it)).collect();
        if !self.first.tight {
            left.append(&mut routines);
        } else if !self.first.map {
            left.append(&mut routines);
            left.append(&mut flares);
        }
        right.extend(pain.iter().flat_map(|it| self.pain(it)));
        right.extend(walking.iter().flat_map(|it| self.walking(it)));
        // With few lines about walks the right column is the shorter one, and without the picture the left one.
        right.append(&mut routines);
        right.append(&mut flares);
        right.extend(whole_days.iter().flat_map(|it| self.whole_days(it)));
        match (left.is_empty(), right.is_empty()) {
            (false, false) => vec![Block::Beside(left, right)],
            _ => {
                left.append(&mut right);
                left
            }
        }
    }

    fn lead(&self, name: &str, sheet: &pages::Sheet) -> Vec<String> {
        let Summary { from, to, days, .. } = self.summary;
        let mut lines = Vec::new();
        if !name.is_empty() {
            lines.push(name.to_owned());
        }
        let mut complete = vec![say(
            "summary-days",
            &[
                ("from", &pages::date(*from)),
                ("to", &pages::date(*to)),
                ("recorded", &days.recorded.to_string()),
                ("possible", &days.possible.to_string()),
            ],
        )];
        if days.asked < days.possible {
            let asked = days.asked.to_string();
            complete.push(say("summary-days-asked", &[("asked", &asked)]));
        }
        if let Some(first) = days.first.filter(|first| first > from && first <= to) {
            complete.push(say("summary-days-first", &[("date", &pages::date(first))]));
        }
        lines.push(complete.join(" "));
        lines.push(say(
            "summary-by",
            &[
                ("version", env!("CARGO_PKG_VERSION")),
                ("date", &pages::date(sheet.today)),
            ],
        ));
        lines
    }

    /// What was answered stands first: whoever reads one thing reads this.
    fn checks(&self, checks: &Checks, second: &mut Vec<Block>) -> Vec<Block> {
        let mut blocks = vec![heading("summary-checks")];
        if checks.made.is_empty() {
            let line = match &checks.before {
                Some(before) => say("summary-checks-before", &[("check", &self.made(before))]),
                None => word("summary-checks-none"),
            };
            blocks.push(Block::para(line));
        } else {
            let made = checks.made.iter().map(|it| self.made(it)).collect();
            let lines = few(made, self.first.checks, "summary-more-checks");
            blocks.push(Block::list(Mark::Dot, lines));
        }
        if !checks.answers.is_empty() {
            blocks.push(Block::para(word("summary-answers")));
            let mut first: Vec<String> = checks.answers.iter().map(|it| self.answer(it)).collect();
            let more = first.split_off(first.len().min(self.first.answers));
            if !more.is_empty() {
                let count = more.len().to_string();
                first.push(say("summary-more-below", &[("count", &count)]));
                let more = few(more, self.second.answers, "summary-more-diary");
                second.push(heading("summary-answers-more"));
                second.push(Block::list(Mark::Dot, more));
            }
            blocks.push(Block::list(Mark::Dot, first));
        } else if !checks.made.is_empty() || checks.before.is_some() {
            blocks.push(Block::para(word("summary-checks-unticked")));
        }
        blocks
    }

    /// What the person told about themselves, in the words it was asked in.
    fn health(&self, told: &[Flag]) -> Vec<Block> {
        if told.is_empty() {
            return Vec::new();
        }
        let lines = told.iter().map(|flag| match flag {
            Flag::NoKneeling => word("summary-health-no_kneeling"),
            flag => word(&format!("programmes-flag-{}", flag.word())),
        });
        let lines: Vec<String> = lines.collect();
        let told = match self.first.tight {
            false => Block::list(Mark::Dot, lines),
            true => Block::para(lines.join("; ")),
        };
        vec![heading("summary-health"), told]
    }

    /// A text in the person's own words, as much of it as the first page has room for.
    fn own(&self, text: &str) -> String {
        self.cut_to(text, self.first.letters)
    }

    /// The same on the second page.
    fn own_below(&self, text: &str) -> String {
        self.cut_to(text, self.second.letters)
    }

    fn cut_to(&self, text: &str, most: usize) -> String {
        if text.chars().nth(most).is_none() {
            return text.to_owned();
        }
        self.cut.set(true);
        let start: String = text.chars().take(most - 1).collect();
        say("summary-cut", &[("text", start.trim_end())])
    }

    fn made(&self, check: &CheckMade) -> String {
        let date = self.date(check.date);
        let scope = word(match check.scope {
            Scope::Full => "summary-check-full",
            Scope::Short => "summary-check-short",
        });
        let mut line = match check.level {
            Some(level) => say(
                "summary-check",
                &[
                    ("date", &date),
                    ("scope", &scope),
                    ("level", &word(&format!("check-level-{}", level.name()))),
                ],
            ),
            None => say(
                "summary-check-nothing",
                &[("date", &date), ("scope", &scope)],
            ),
        };
        if let Some(cleared) = check.cleared_on {
            let date = self.date(cleared);
            line.push(' ');
            line.push_str(&say("summary-check-cleared", &[("date", &date)]));
        }
        line
    }

    fn answer(&self, flag: &Flagged) -> String {
        let mut parts = Vec::new();
        let dates = [
            (flag.yes_on, "summary-answer-yes"),
            (flag.unsure_on, "summary-answer-unsure"),
            (flag.not_on, "summary-answer-not"),
        ];
        for (date, key) in dates {
            if let Some(date) = date {
                parts.push(say(key, &[("date", &self.date(date))]));
            }
        }
        say(
            "summary-answer",
            &[("text", &flag.text), ("when", &parts.join("; "))],
        )
    }

    fn body(&self, share: &BodyShare) -> Vec<Block> {
        let mut blocks = vec![heading("summary-body")];
        if share.regions.is_empty() {
            let of = share.entry_days.to_string();
            blocks.push(Block::para(say("chart-body-none", &[("of", &of)])));
            return blocks;
        }
        let mut regions: Vec<_> = share.regions.iter().collect();
        regions.sort_by_key(|it| std::cmp::Reverse(it.days));
        let lines: Vec<String> = regions
            .iter()
            .map(|it| {
                say(
                    "summary-place",
                    &[
                        ("region", &region(it.region)),
                        ("days", &it.days.to_string()),
                        ("of", &share.entry_days.to_string()),
                    ],
                )
            })
            .collect();
        if self.first.map {
            blocks.push(body_map(share, &lines));
        }
        let lines = few(lines, self.first.places, "summary-more-diary");
        blocks.push(Block::list(Mark::Dot, lines));
        blocks
    }

    fn legs(&self, legs: &Legs) -> Vec<Block> {
        if legs.days == 0 {
            return vec![
                heading("summary-legs"),
                Block::para(word("summary-legs-none")),
            ];
        }
        let mut lines = vec![say(
            "summary-legs-days",
            &[
                ("days", &legs.days.to_string()),
                ("clear", &legs.clear.to_string()),
            ],
        )];
        // What reaches below the knee tells most, so that it is there whatever else has room.
        let mut symptoms: Vec<&LegDays> = legs.symptoms.iter().collect();
        symptoms.sort_by_key(|it| {
            let below = it.symptom == LegSymptom::PainBelowKnee;
            (!below, std::cmp::Reverse(it.days))
        });
        let symptoms = symptoms.iter().map(|it| {
            say(
                "summary-leg",
                &[
                    ("symptom", &word(&format!("leg-{}", it.symptom.word()))),
                    ("days", &it.days.to_string()),
                    ("left", &it.left.to_string()),
                    ("right", &it.right.to_string()),
                    ("both", &it.both.to_string()),
                ],
            )
        });
        lines.extend(few(
            symptoms.collect(),
            self.first.legs,
            "summary-more-diary",
        ));
        vec![heading("summary-legs"), Block::list(Mark::Dot, lines)]
    }

    fn tried(&self, treatments: &Treatments) -> Vec<Block> {
        let mut blocks = vec![heading("summary-tried")];
        if treatments.reliefs.is_empty() && treatments.medicines.is_empty() {
            blocks.push(Block::para(word("summary-tried-none")));
            return blocks;
        }
        let most = self.first.tried;
        let reliefs: Vec<String> = treatments
            .reliefs
            .iter()
            .map(|it| tried(&word(&format!("method-{}", it.method.word())), &it.times))
            .collect();
        let medicines: Vec<String> = treatments
            .medicines
            .iter()
            .map(|it| {
                tried(
                    &self.medicine(&it.name, &it.amounts, self.first.letters),
                    &it.times,
                )
            })
            .collect();
        let more = match medicines.len() + reliefs.len() <= self.second.rows {
            true => "summary-more-below",
            false => "summary-more-diary",
        };
        let mut lines = few(medicines, most, more);
        lines.extend(few(reliefs, most, more));
        blocks.push(Block::list(Mark::Dot, lines));
        blocks
    }

    fn routines(&self, routines: &[RoutineDone]) -> Vec<Block> {
        if routines.is_empty() {
            return Vec::new();
        }
        let lines = routines.iter().map(|it| {
            say(
                "summary-routine",
                &[
                    ("name", &self.own(&it.routine)),
                    ("times", &it.times.to_string()),
                    ("days", &it.days.to_string()),
                    ("finished", &it.finished.to_string()),
                ],
            )
        });
        let lines = few(lines.collect(), self.first.routines, "summary-more-diary");
        vec![heading("summary-routines"), Block::list(Mark::Dot, lines)]
    }

    fn pain(&self, pain: &Pain) -> Vec<Block> {
        let mut blocks = vec![heading("summary-pain")];
        // Where only the worst of days was said there is a range and no middle.
        let Some(days) = pain.days else {
            let line = match pain.range {
                Some((low, high)) => say(
                    "summary-pain-range",
                    &[
                        ("entries", &pain.entries.to_string()),
                        ("low", &low.to_string()),
                        ("high", &high.to_string()),
                    ],
                ),
                None => word("summary-pain-none"),
            };
            blocks.push(Block::para(line));
            return blocks;
        };
        let (low, high) = pain.range.unwrap_or_default();
        let mut lines = vec![say(
            "summary-pain-days",
            &[
                ("median", &number(days.median)),
                ("low", &low.to_string()),
                ("high", &high.to_string()),
                ("days", &days.n.to_string()),
                ("entries", &pain.entries.to_string()),
            ],
        )];
        if let Some(change) = &pain.change {
            lines.push(self.change(change));
        }
        blocks.push(Block::list(Mark::Dot, lines));
        blocks.push(self.pain_chart());
        blocks
    }

    /// What a change means, by the one rule and with what it rests on; without enough days only why it says nothing.
    fn change(&self, change: &Change) -> String {
        let window = |it: &Window| {
            let mean = it.mean.map_or_else(|| word("summary-no-mean"), number);
            say(
                "summary-window",
                &[
                    ("from", &self.date(it.from)),
                    ("to", &self.date(it.to)),
                    ("mean", &mean),
                    ("days", &it.days.to_string()),
                ],
            )
        };
        let meaning = word(match change.meaning {
            Meaning::NotEnough => "summary-change-not_enough",
            Meaning::AboutTheSame => "summary-change-about_the_same",
            Meaning::Better => "summary-change-better",
            Meaning::Worse => "summary-change-worse",
        });
        say(
            "summary-change",
            &[
                ("earlier", &window(&change.earlier)),
                ("latest", &window(&change.latest)),
                ("meaning", &meaning),
            ],
        )
    }

    fn pain_chart(&self) -> Block {
        const LEVELS: [f64; 3] = [0.0, 5.0, 10.0];
        let steps: Vec<Range> = self
            .summary
            .steps
            .iter()
            .map(|step| Range {
                label: self.short(step),
                count: step.pain_days,
                // Where only the worst of a day was said there is no mean and so no point.
                values: step
                    .mean
                    .and_then(|mean| Some((f64::from(step.low?), mean, f64::from(step.high?)))),
                flare: step.flare,
            })
            .collect();
        let words = PictureWords {
            id: "summary-pain".to_owned(),
            title: word("summary-pain"),
            desc: word("summary-pain-chart"),
        };
        let svg = ranges::svg(
            &words,
            &Ranges {
                width_px: CHART_PX,
                steps: &steps,
                most: 10.0,
                levels: &LEVELS,
                count_words: "n",
            },
            Palette::Light,
        );
        let caption = say("summary-pain-caption", &[("step", &self.step_word())]);
        figure(svg, &words, caption)
    }

    fn walking(&self, walking: &Walking) -> Vec<Block> {
        let mut blocks = vec![heading("summary-walking")];
        let comfortable = walking
            .comfortable
            .map(|it| say("summary-comfortable", &[("minutes", &minutes(it))]));
        let Some(duration) = walking.duration else {
            let mut lines = vec![word("summary-walking-none")];
            lines.extend(comfortable);
            blocks.push(Block::list(Mark::Dot, lines));
            return blocks;
        };
        let mut lines = vec![say(
            "summary-walks",
            &[
                ("walks", &walking.walks.to_string()),
                ("days", &walking.days.to_string()),
                ("minutes", &minutes(duration)),
            ],
        )];
        let spread = |key: &str, it: Option<Spread>| {
            it.map(|it| {
                say(
                    key,
                    &[("minutes", &minutes(it)), ("walks", &it.n.to_string())],
                )
            })
        };
        lines.extend(spread("summary-onset", walking.onset));
        lines.extend(spread("summary-never", walking.never));
        if walking.onset_unknown > 0 {
            let walks = walking.onset_unknown.to_string();
            lines.push(say("summary-onset-unknown", &[("walks", &walks)]));
        }
        if walking.stopped.all > 0 {
            lines.push(say(
                "summary-stopped",
                &[
                    ("walks", &walking.stopped.of.to_string()),
                    ("of", &walking.stopped.all.to_string()),
                ],
            ));
        }
        lines.extend(spread("summary-settle", walking.settle));
        if walking.eased_of > 0 {
            let eased = walking.eased.iter().map(|it| {
                let by = word(&format!("eased-{}", it.by.word()));
                let walks = it.walks.to_string();
                let values = [("by", by.as_str()), ("walks", &walks)];
                match it.settle {
                    Some(settle) => {
                        let median = number(settle.median);
                        let values = [&values[..], &[("median", &median)]].concat();
                        say("summary-eased-after", &values)
                    }
                    None => say("summary-eased-by", &values),
                }
            });
            let eased = few(eased.collect(), self.first.eased, "summary-more-diary");
            lines.push(say(
                "summary-eased",
                &[
                    ("list", &eased.join(", ")),
                    ("of", &walking.eased_of.to_string()),
                ],
            ));
        }
        lines.extend(comfortable);
        if let Some(peak) = walking.peak {
            lines.push(say(
                "summary-peak",
                &[("nrs", &spread_of(peak)), ("walks", &peak.n.to_string())],
            ));
        }
        let lines = few(lines, self.first.walking, "summary-more-diary");
        blocks.push(Block::list(Mark::Dot, lines));
        blocks
    }

    fn flares(&self, flares: &[FlareSpan]) -> Vec<Block> {
        if flares.is_empty() {
            return vec![
                heading("summary-flares"),
                Block::para(word("summary-flares-none")),
            ];
        }
        let latest = flares.iter().rev().map(|it| match it.to {
            Some(to) => say(
                "summary-flare",
                &[
                    ("from", &self.date(it.from)),
                    ("to", &self.date(to)),
                    ("days", &((to - it.from).num_days() + 1).to_string()),
                ],
            ),
            None => say("summary-flare-open", &[("from", &self.date(it.from))]),
        });
        let mut lines = vec![say(
            "summary-flares-count",
            &[("count", &flares.len().to_string())],
        )];
        if self.first.flares > 0 {
            lines.extend(few(
                latest.collect(),
                self.first.flares,
                "summary-more-diary",
            ));
        }
        vec![heading("summary-flares"), Block::list(Mark::Dot, lines)]
    }

    fn whole_days(&self, days: &WholeDays) -> Vec<Block> {
        if days.days == 0 {
            return Vec::new();
        }
        let mut lines = Vec::new();
        if let Some(limited) = days.limited {
            lines.push(say(
                "summary-limited",
                &[
                    ("nrs", &spread_of(limited)),
                    ("days", &limited.n.to_string()),
                ],
            ));
        }
        if let Some(sleep) = days.sleep_min {
            let hours = |minutes: f64| number((minutes / 60.0 * 10.0).round() / 10.0);
            lines.push(say(
                "summary-sleep",
                &[
                    ("median", &hours(sleep.median)),
                    ("low", &hours(sleep.low)),
                    ("high", &hours(sleep.high)),
                    ("days", &sleep.n.to_string()),
                ],
            ));
        }
        let levels = [
            ("summary-sleep-quality", days.sleep_quality),
            ("summary-stress", days.stress),
        ];
        for (key, [zero, one, two, three]) in levels {
            let all = zero + one + two + three;
            if all > 0 {
                let counts = [zero, one, two, three, all].map(|it| it.to_string());
                lines.push(say(
                    key,
                    &[
                        ("zero", &counts[0]),
                        ("one", &counts[1]),
                        ("two", &counts[2]),
                        ("three", &counts[3]),
                        ("days", &counts[4]),
                    ],
                ));
            }
        }
        if lines.is_empty() {
            return Vec::new();
        }
        let lines = few(lines, self.first.days, "summary-more-diary");
        vec![heading("summary-whole-days"), Block::list(Mark::Dot, lines)]
    }

    fn questions(&self, questions: &[String], second: &mut Vec<Block>) -> Vec<Block> {
        if questions.is_empty() {
            return Vec::new();
        }
        let (first, more) = questions.split_at(questions.len().min(self.first.questions));
        if !more.is_empty() {
            let more: Vec<String> = more.iter().map(|it| self.own_below(it)).collect();
            let more = few(more, self.second.questions, "summary-more-diary");
            second.push(heading("summary-questions-more"));
            second.push(Block::list(Mark::Dot, more));
        }
        let first: Vec<String> = first.iter().map(|it| self.own(it)).collect();
        vec![
            heading("summary-questions"),
            Block::list(Mark::Number, first),
        ]
    }

    fn small_print(&self) -> String {
        let mut parts = vec![word("summary-small-missing")];
        if self.cut.get() {
            parts.push(word("summary-small-cut"));
        }
        if self.summary.pain.is_some() {
            parts.push(word("summary-small-pain"));
        }
        if self.summary.walking.is_some() {
            parts.push(word("summary-small-walking"));
        }
        parts.push(word("summary-small-not"));
        parts.join(" ")
    }

    fn tables(&self) -> Vec<Block> {
        let mut blocks = vec![heading("summary-table"), self.steps_table()];
        let walking = self.summary.walking.as_ref();
        if self.second.chart
            && let Some(chart) = walking.and_then(|_| self.onset_chart())
        {
            blocks.push(chart);
        }
        if let Some(walking) = walking.filter(|it| !it.kinds.is_empty()) {
            blocks.push(heading("summary-kinds"));
            blocks.extend(self.kinds_table(walking));
        }
        if let Some(treatments) = &self.summary.treatments
            && !(treatments.reliefs.is_empty() && treatments.medicines.is_empty())
        {
            blocks.push(heading("summary-tried-table"));
            blocks.extend(self.tried_table(treatments));
        }
        blocks
    }

    /// Step by step, without the columns of parts that were left out.
    fn steps_table(&self) -> Block {
        let pain = self.summary.pain.is_some();
        let walks = self.summary.walking.is_some();
        let flares = self.summary.flares.is_some();
        let mut columns = vec![
            column(self.step_column(), false),
            column("summary-column-recorded", true),
        ];
        if pain {
            columns.extend(
                [
                    "summary-column-pain-days",
                    "summary-column-mean",
                    "summary-column-range",
                ]
                .map(|key| column(key, true)),
            );
        }
        if walks {
            columns.extend(
                [
                    "summary-column-walks",
                    "summary-column-minutes",
                    "summary-column-onset-walks",
                ]
                .map(|key| column(key, true)),
            );
        }
        if flares {
            // Short like a number, so that it leaves its room to the others.
            columns.push(column("summary-column-flare", true));
        }
        let rows = self.summary.steps.iter().map(|step| {
            let possible = (step.to - step.from).num_days() + 1;
            let mut cells = vec![self.long(step)];
            cells.push(say(
                "summary-of",
                &[
                    ("some", &step.recorded.to_string()),
                    ("all", &possible.to_string()),
                ],
            ));
            if pain {
                cells.push(some(step.pain_days));
                cells.push(step.mean.map(|it| format!("{it:.1}")).unwrap_or_default());
                let range = step.low.zip(step.high);
                cells.push(range.map_or_else(String::new, |(low, high)| {
                    to(&low.to_string(), &high.to_string())
                }));
            }
            if walks {
                cells.push(some(step.walks));
                cells.push(step.walk_min.map(|it| it.to_string()).unwrap_or_default());
                cells.push(step.onset.map(counted_shortly).unwrap_or_default());
            }
            if flares {
                cells.push(match step.flare {
                    true => word("summary-flare-yes"),
                    false => String::new(),
                });
            }
            cells
        });
        table("summary-table-summary", columns, rows.collect())
    }

    /// When the pain began on walks, step by step; none where it never was recorded.
    fn onset_chart(&self) -> Option<Block> {
        let steps: Vec<Range> = self
            .summary
            .steps
            .iter()
            .map(|step| Range {
                label: self.short(step),
                count: step.onset.map_or(0, |it| it.n),
                values: step.onset.map(|it| (it.low, it.median, it.high)),
                flare: step.flare,
            })
            .collect();
        let values = steps.iter().filter_map(|it| it.values);
        let longest = values.map(|(_, _, high)| high).reduce(f64::max)?;
        let each = [5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0];
        let each = each
            .into_iter()
            .find(|it| longest <= 3.0 * it)
            .unwrap_or(480.0);
        let levels = [0.0, each, 2.0 * each, 3.0 * each];
        let words = PictureWords {
            id: "summary-onset".to_owned(),
            title: word("summary-onset-title"),
            desc: word("summary-onset-chart"),
        };
        let svg = ranges::svg(
            &words,
            &Ranges {
                width_px: 2.0 * CHART_PX,
                steps: &steps,
                most: 3.0 * each,
                levels: &levels,
                count_words: "n",
            },
            Palette::Light,
        );
        let caption = say("summary-onset-caption", &[("step", &self.step_word())]);
        Some(figure(svg, &words, caption))
    }

    fn kinds_table(&self, walking: &Walking) -> Vec<Block> {
        let rows: Vec<Vec<String>> = walking
            .kinds
            .iter()
            .map(|it| {
                vec![
                    self.kind(&it.kind),
                    it.walks.to_string(),
                    it.onset.map(counted).unwrap_or_default(),
                    some(it.never),
                ]
            })
            .collect();
        let columns = vec![
            column("summary-column-kind", false),
            column("summary-column-walks", true),
            column("summary-column-onset", true),
            column("summary-column-never", true),
        ];
        self.bounded("summary-kinds-summary", columns, rows)
    }

    fn tried_table(&self, treatments: &Treatments) -> Vec<Block> {
        let row = |name: String, times: &Times| {
            vec![
                name,
                times.times.to_string(),
                times.days.to_string(),
                some(times.a_lot),
                some(times.a_little),
                some(times.no),
                some(times.worse),
                some(times.unsure),
                some(times.unsaid),
            ]
        };
        let mut rows: Vec<Vec<String>> = treatments
            .medicines
            .iter()
            .map(|it| {
                row(
                    self.medicine(&it.name, &it.amounts, self.second.letters),
                    &it.times,
                )
            })
            .collect();
        rows.extend(treatments.reliefs.iter().map(|it| {
            let name = word(&format!("method-{}", it.method.word()));
            row(name, &it.times)
        }));
        let mut columns = vec![column("summary-column-tried", false)];
        columns.extend(
            [
                "summary-column-times",
                "summary-column-days",
                "summary-column-a-lot",
                "summary-column-a-little",
                "summary-column-no",
                "summary-column-worse",
                "summary-column-unsure",
                "summary-column-unsaid",
            ]
            .map(|key| column(key, true)),
        );
        self.bounded("summary-tried-summary", columns, rows)
    }

    /// A table of as many rows as there is room for, and how many are left out.
    fn bounded(
        &self,
        summary: &str,
        columns: Vec<Column>,
        mut rows: Vec<Vec<String>>,
    ) -> Vec<Block> {
        let left_out = rows.len().saturating_sub(self.second.rows);
        rows.truncate(self.second.rows);
        let mut blocks = vec![table(summary, columns, rows)];
        if left_out > 0 {
            let line = say("summary-rows-more", &[("count", &left_out.to_string())]);
            blocks.push(Block::Small(plain(line)));
        }
        blocks
    }

    fn notes(&self, notes: &Notes) -> Vec<Block> {
        let mut blocks = vec![heading("summary-notes")];
        if notes.lines.is_empty() {
            blocks.push(Block::para(word("summary-notes-none")));
            return blocks;
        }
        let shown = notes.lines.len().to_string();
        if notes.lines.len() < notes.all as usize {
            blocks.push(Block::para(say(
                "summary-notes-latest",
                &[("shown", &shown), ("all", &notes.all.to_string())],
            )));
        }
        let lines = notes.lines.iter().map(|it| {
            say(
                "summary-noted",
                &[
                    ("date", &self.date(it.date)),
                    ("on", &word(&format!("summary-note-{}", it.on.word()))),
                    ("text", &it.text),
                ],
            )
        });
        blocks.push(Block::list(Mark::Dot, lines));
        blocks
    }

    /// "23 Nov", with the year where it is another than that of the last day.
    fn date(&self, date: NaiveDate) -> String {
        let short = day_and_month(date);
        match date.year() == self.end.year() {
            true => short,
            false => format!("{short} {}", date.year()),
        }
    }

    /// What a step is called above its column.
    fn step_column(&self) -> &'static str {
        match self.summary.step {
            StepLength::Week => "summary-column-week",
            StepLength::Month => "summary-column-month",
            StepLength::Quarter => "summary-column-quarter",
            StepLength::Year => "summary-column-year",
        }
    }

    /// What a step is called in a sentence.
    fn step_word(&self) -> String {
        word(match self.summary.step {
            StepLength::Week => "summary-per-week",
            StepLength::Month => "summary-per-month",
            StepLength::Quarter => "summary-per-quarter",
            StepLength::Year => "summary-per-year",
        })
    }

    /// A step under a chart.
    fn short(&self, step: &Step) -> String {
        match self.summary.step {
            StepLength::Week => day_and_month(step.from),
            StepLength::Month | StepLength::Quarter => {
                format!("{:02}/{}", step.from.month(), step.from.year() % 100)
            }
            StepLength::Year => step.from.year().to_string(),
        }
    }

    /// A step in a table: by the names of its months where it is whole, so that a row is one line.
    fn long(&self, step: &Step) -> String {
        let (from, to) = (step.from, step.to);
        let ends = to.succ_opt().is_some_and(|next| next.day() == 1);
        let months = match from.day() == 1 && ends && from.year() == to.year() {
            true => to.month() - from.month() + 1,
            false => 0,
        };
        let year = (to.year() != self.end.year()).then(|| to.year());
        let last = month(to.month(), year);
        match (self.summary.step, months) {
            (StepLength::Month, 1) => last,
            (StepLength::Quarter, 3) => self::to(&month(from.month(), None), &last),
            (StepLength::Year, 12) => to.year().to_string(),
            _ => self::to(&self.date(from), &self.date(to)),
        }
    }

    /// A medicine with the amounts, both as the person wrote them.
    fn medicine(&self, name: &str, amounts: &[String], letters: usize) -> String {
        let name = self.cut_to(name, letters);
        if amounts.is_empty() {
            return name;
        }
        let amounts = self.cut_to(&amounts.join(", "), letters);
        say(
            "summary-medicine",
            &[("name", &name), ("amounts", &amounts)],
        )
    }

    /// What walks have in common.
    fn kind(&self, kind: &Kind) -> String {
        let named = |key: &str, value: String| say(key, &[("what", &value)]);
        match kind {
            Kind::Slope(it) => named("summary-kind-slope", word(&format!("slope-{}", it.word()))),
            Kind::Carried(it) => named(
                "summary-kind-carried",
                word(&format!("carried-{}", it.word())),
            ),
            Kind::Aid(it) => named("summary-kind-aid", word(&format!("aid-{}", it.word()))),
            Kind::Shoes(name) => named("summary-kind-shoes", self.own_below(name)),
        }
    }
}

/// The first of some lines, and how many are left out.
fn few(mut lines: Vec<String>, most: usize, more: &str) -> Vec<String> {
    let left_out = lines.len().saturating_sub(most);
    if left_out > 0 {
        lines.truncate(most);
        lines.push(say(more, &[("count", &left_out.to_string())]));
    }
    lines
}

fn tried(name: &str, times: &Times) -> String {
    let said = times.times - times.unsaid;
    let (all, helped) = (times.times.to_string(), times.a_lot + times.a_little);
    if said == 0 {
        return say("summary-tried-unsaid", &[("name", name), ("times", &all)]);
    }
    let mut line = say(
        "summary-tried-line",
        &[
            ("name", name),
            ("times", &all),
            ("helped", &helped.to_string()),
            ("said", &said.to_string()),
        ],
    );
    if times.worse > 0 {
        let worse = times.worse.to_string();
        line.push(' ');
        line.push_str(&say("summary-tried-worse", &[("times", &worse)]));
    }
    line
}

/// The picture of the places that hurt; the darker, the more days.
fn body_map(share: &BodyShare, lines: &[String]) -> Block {
    let marks = share.regions.iter().filter_map(|it| {
        Some(BodyMark {
            region: body::Region::from_code(it.region.word())?,
            value: Value::Share(f64::from(it.days) / f64::from(share.entry_days.max(1))),
            selected: false,
            label: String::new(),
        })
    });
    let map = Map {
        marks: marks.collect(),
        sides: Sides::default(),
        interactive: Interactive::Still,
        size: Size::Small,
    };
    let words = PictureWords {
        id: "summary-body".to_owned(),
        title: word("summary-body"),
        desc: lines.join(" "),
    };
    figure(
        body::svg(&words, &map, Palette::Light),
        &words,
        word("summary-body-caption"),
    )
}

fn region(region: Region) -> String {
    word(&format!("region-{}", region.word()))
}

fn figure(svg: String, words: &PictureWords, caption: String) -> Block {
    Block::Figures(vec![Figure {
        svg,
        alt: format!("{}. {}", words.title, words.desc),
        caption: Some(caption),
    }])
}

fn table(summary: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Block {
    let cells = |row: Vec<String>| row.into_iter().map(plain).collect();
    Block::Table {
        summary: word(summary),
        columns,
        rows: rows.into_iter().map(cells).collect(),
        named_rows: true,
    }
}

fn column(key: &str, numbers: bool) -> Column {
    Column {
        title: word(key),
        numbers,
    }
}

fn heading(key: &str) -> Block {
    Block::heading(2, word(key))
}

/// "5 to 30 minutes, middle 12", or "12 minutes" where there is only one.
fn minutes(it: Spread) -> String {
    match it.n {
        1 => say("summary-minutes-one", &[("value", &number(it.median))]),
        _ => say(
            "summary-minutes",
            &[
                ("low", &number(it.low)),
                ("high", &number(it.high)),
                ("median", &number(it.median)),
            ],
        ),
    }
}

/// "2 to 8, middle 5", or "5".
fn spread_of(it: Spread) -> String {
    match it.n {
        1 => number(it.median),
        _ => say(
            "summary-spread",
            &[
                ("low", &number(it.low)),
                ("high", &number(it.high)),
                ("median", &number(it.median)),
            ],
        ),
    }
}

/// "12 (n 5)".
fn counted(it: Spread) -> String {
    say(
        "summary-counted",
        &[("median", &number(it.median)), ("n", &it.n.to_string())],
    )
}

/// "12 (5)", in whole minutes, for a narrow column.
fn counted_shortly(it: Spread) -> String {
    say(
        "summary-counted-shortly",
        &[
            ("median", &number(it.median.round())),
            ("n", &it.n.to_string()),
        ],
    )
}

fn to(from: &str, to: &str) -> String {
    match from == to {
        true => from.to_owned(),
        false => say("chart-span", &[("from", from), ("to", to)]),
    }
}

/// A count in a table; what was not recorded leaves its cell empty, because nobody said that there was none.
fn some(count: u32) -> String {
    match count {
        0 => String::new(),
        count => count.to_string(),
    }
}

/// A figure with one decimal, or none where it is whole.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    match rounded.fract() == 0.0 {
        true => format!("{rounded:.0}"),
        false => format!("{rounded:.1}"),
    }
}

fn word(key: &str) -> String {
    strings::text(key, &[])
}

fn say(key: &str, values: &[(&str, &str)]) -> String {
    strings::text(key, values)
}
