//! The summary in words and pictures: a first page to read in a minute, a second with the tables behind it.
//!
//! Every line says how many days, walks or times it rests on. No line says more than was recorded.

use backstride_content::strings;
use backstride_content::triage::Scope;
use backstride_core::diary::Region;
use backstride_core::insights::{BodyShare, Meaning};
use backstride_core::summary::{
    Change, CheckMade, Checks, Flagged, FlareSpan, Kind, Legs, Notes, Pain, RoutineDone, Spread,
    Step, StepLength, Summary, Times, Treatments, Walking, WholeDays, Window,
};
use backstride_core::worded::Worded as _;
use backstride_draw::body::{self, Interactive, Map, Mark as BodyMark, Sides, Size, Value};
use backstride_draw::ranges::{self, Range, Ranges};
use backstride_draw::{Palette, Words as PictureWords};
use backstride_print::Document;
use backstride_print::document::{Block, Column, Figure, Mark, plain};
use chrono::{Datelike as _, NaiveDate};

use crate::commands::diary::day_and_month;
use crate::commands::print::pages;

/// How much the pages hold: what was recorded differs more than a page can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Detail {
    /// Answers of the symptom check on the first page.
    answers: usize,
    /// Checks.
    checks: usize,
    /// Places that hurt.
    places: usize,
    /// Reliefs, and as many medicines.
    tried: usize,
    /// What eased the pain of walks.
    eased: usize,
    /// Flares.
    flares: usize,
    /// Exercises.
    routines: usize,
    /// Questions on the first page.
    questions: usize,
    /// Rows of the tables on the second page.
    rows: usize,
    /// Whether the second page has a chart of walks.
    chart: bool,
}

impl Detail {
    /// From the most to the least.
    pub(super) const ALL: [Self; 4] = [
        Self {
            answers: 8,
            checks: 3,
            places: 6,
            tried: 5,
            eased: 6,
            flares: 4,
            routines: 4,
            questions: 3,
            rows: 12,
            chart: true,
        },
        Self {
            answers: 6,
            checks: 2,
            places: 5,
            tried: 4,
            eased: 4,
            flares: 3,
            routines: 3,
            questions: 3,
            rows: 9,
            chart: false,
        },
        Self {
            answers: 4,
            checks: 2,
            places: 3,
            tried: 3,
            eased: 3,
            flares: 2,
            routines: 2,
            questions: 3,
            rows: 7,
            chart: false,
        },
        Self {
            answers: 3,
            checks: 1,
            places: 2,
            tried: 1,
            eased: 2,
            flares: 1,
            routines: 1,
            questions: 0,
            rows: 4,
            chart: false,
        },
    ];
}

/// The width of a chart in half a page: as narrow as charts are drawn.
const CHART_PX: f64 = 320.0;

/// The whole document.
pub(super) fn document(
    summary: &Summary,
    name: &str,
    sheet: &pages::Sheet,
    detail: Detail,
) -> Document {
    let page = Page {
        summary,
        detail,
        end: summary.to,
    };
    let mut blocks = Vec::new();
    let mut second = Vec::new();
    if let Some(checks) = &summary.checks {
        blocks.extend(page.checks(checks, &mut second));
    }
    let mut left = Vec::new();
    let mut right = Vec::new();
    if let Some(share) = &summary.body {
        left.extend(page.body(share));
    }
    if let Some(legs) = &summary.legs {
        left.extend(page.legs(legs));
    }
    if let Some(treatments) = &summary.treatments {
        left.extend(page.tried(treatments));
    }
    if let Some(routines) = &summary.routines {
        left.extend(page.routines(routines));
    }
    if let Some(pain) = &summary.pain {
        right.extend(page.pain(pain));
    }
    if let Some(walking) = &summary.walking {
        right.extend(page.walking(walking));
    }
    if let Some(flares) = &summary.flares {
        right.extend(page.flares(flares));
    }
    if let Some(days) = &summary.whole_days {
        right.extend(page.whole_days(days));
    }
    match (left.is_empty(), right.is_empty()) {
        (false, false) => blocks.push(Block::Beside(left, right)),
        _ => {
            blocks.append(&mut left);
            blocks.append(&mut right);
        }
    }
    if let Some(questions) = &summary.questions {
        blocks.extend(page.questions(questions, &mut second));
    }
    // Where the least is too much already, how to read it goes to the end instead of onto a page of its own.
    let full = detail.rows == Detail::ALL[Detail::ALL.len() - 1].rows;
    if !full {
        blocks.push(Block::Small(plain(page.small_print())));
    }
    blocks.push(Block::PageBreak);
    blocks.extend(page.tables());
    blocks.append(&mut second);
    if full {
        blocks.push(Block::Small(plain(page.small_print())));
    }
    if let Some(notes) = &summary.notes {
        blocks.push(Block::PageBreak);
        blocks.extend(page.notes(notes));
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
    detail: Detail,
    /// The last day; dates of its year stand without it.
    end: NaiveDate,
}

impl Page<'_> {
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
            return blocks;
        }
        let made = checks.made.iter().map(|it| self.made(it)).collect();
        let mut lines = few(made, self.detail.checks, "summary-more-checks");
        if checks.answers.is_empty() {
            lines.push(word("summary-checks-unticked"));
        }
        blocks.push(Block::list(Mark::Dot, lines));
        if !checks.answers.is_empty() {
            blocks.push(Block::para(word("summary-answers")));
            let answers: Vec<String> = checks.answers.iter().map(|it| self.answer(it)).collect();
            if answers.len() > self.detail.answers {
                second.push(heading("summary-answers-all"));
                second.push(Block::list(Mark::Dot, answers.clone()));
            }
            let shown = few(answers, self.detail.answers, "summary-more-below");
            blocks.push(Block::list(Mark::Dot, shown));
        }
        blocks
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
        blocks.push(figure(
            body::svg(&words, &map, Palette::Light),
            &words,
            word("summary-body-caption"),
        ));
        let lines = few(lines, self.detail.places, "summary-more");
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
        lines.extend(legs.symptoms.iter().map(|it| {
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
        }));
        vec![heading("summary-legs"), Block::list(Mark::Dot, lines)]
    }

    fn tried(&self, treatments: &Treatments) -> Vec<Block> {
        let mut blocks = vec![heading("summary-tried")];
        if treatments.reliefs.is_empty() && treatments.medicines.is_empty() {
            blocks.push(Block::para(word("summary-tried-none")));
            return blocks;
        }
        let most = self.detail.tried;
        let reliefs: Vec<String> = treatments
            .reliefs
            .iter()
            .map(|it| tried(&word(&format!("method-{}", it.method.word())), &it.times))
            .collect();
        let medicines: Vec<String> = treatments
            .medicines
            .iter()
            .map(|it| tried(&medicine(&it.name, &it.amounts), &it.times))
            .collect();
        let mut lines = few(medicines, most, "summary-more-below");
        lines.extend(few(reliefs, most, "summary-more-below"));
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
                    ("name", &it.routine),
                    ("times", &it.times.to_string()),
                    ("days", &it.days.to_string()),
                    ("finished", &it.finished.to_string()),
                ],
            )
        });
        let lines = few(lines.collect(), self.detail.routines, "summary-more");
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
        if let Some(peak) = walking.peak {
            lines.push(say(
                "summary-peak",
                &[("nrs", &spread_of(peak)), ("walks", &peak.n.to_string())],
            ));
        }
        if walking.eased_of > 0 {
            let eased = walking.eased.iter().take(self.detail.eased).map(|it| {
                say(
                    "summary-eased-by",
                    &[
                        ("by", &word(&format!("eased-{}", it.by.word()))),
                        ("walks", &it.walks.to_string()),
                    ],
                )
            });
            let eased: Vec<String> = eased.collect();
            lines.push(say(
                "summary-eased",
                &[
                    ("list", &eased.join(", ")),
                    ("of", &walking.eased_of.to_string()),
                ],
            ));
        }
        lines.extend(comfortable);
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
        lines.extend(few(latest.collect(), self.detail.flares, "summary-more"));
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
        vec![heading("summary-whole-days"), Block::list(Mark::Dot, lines)]
    }

    fn questions(&self, questions: &[String], second: &mut Vec<Block>) -> Vec<Block> {
        let most = self.detail.questions;
        if questions.is_empty() {
            return Vec::new();
        }
        if most == 0 {
            second.push(heading("summary-questions"));
            second.push(Block::list(Mark::Number, questions));
            return Vec::new();
        }
        if questions.len() > most {
            second.push(heading("summary-questions-more"));
            second.push(Block::list(Mark::Dot, &questions[most..]));
        }
        let first = questions.iter().take(most);
        vec![
            heading("summary-questions"),
            Block::list(Mark::Number, first),
        ]
    }

    fn small_print(&self) -> String {
        let mut parts = vec![word("summary-small-missing")];
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
        if self.detail.chart
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
                    "summary-column-onset",
                ]
                .map(|key| column(key, true)),
            );
        }
        if flares {
            columns.push(column("summary-column-flare", false));
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
                cells.push(step.onset.map(counted).unwrap_or_default());
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
                    kind(&it.kind),
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
            .map(|it| row(medicine(&it.name, &it.amounts), &it.times))
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
        let left_out = rows.len().saturating_sub(self.detail.rows);
        rows.truncate(self.detail.rows);
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

    /// A step in a table.
    fn long(&self, step: &Step) -> String {
        to(&self.date(step.from), &self.date(step.to))
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

/// A medicine with the amounts, both as the person wrote them.
fn medicine(name: &str, amounts: &[String]) -> String {
    match amounts.is_empty() {
        true => name.to_owned(),
        false => say(
            "summary-medicine",
            &[("name", name), ("amounts", &amounts.join(", "))],
        ),
    }
}

fn kind(kind: &Kind) -> String {
    let named = |key: &str, value: String| say(key, &[("what", &value)]);
    match kind {
        Kind::Slope(it) => named("summary-kind-slope", word(&format!("slope-{}", it.word()))),
        Kind::Carried(it) => named(
            "summary-kind-carried",
            word(&format!("carried-{}", it.word())),
        ),
        Kind::Aid(it) => named("summary-kind-aid", word(&format!("aid-{}", it.word()))),
        Kind::Shoes(name) => named("summary-kind-shoes", name.clone()),
    }
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
