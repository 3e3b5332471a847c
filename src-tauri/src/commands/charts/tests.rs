//! What the charts say, on small diaries made through the core.

use backstride_core::diary::{
    self, FlareForm, Frame, Intensity, MedicineForm, PainForm, Region, RegionPain,
};
use backstride_core::plan;
use backstride_core::record::{Name, Occasion};
use backstride_core::settings;
use backstride_core::vault::Vault;
use backstride_core::walks::{self, Onset, WalkForm};
use backstride_core::{Moment, db};
use backstride_draw::Palette;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use super::super::words::OutcomeView;
use super::{ChartRequest, ChartView, Paper, PictureFormatView, RangeView};

/// A diary that is written by days before one Monday.
struct Diary {
    _dir: tempfile::TempDir,
    vault: Vault,
    ids: u32,
}

fn now() -> DateTime<FixedOffset> {
    "2026-11-23T09:12:00Z".parse().expect("an instant")
}

fn days_ago(days: i64) -> NaiveDate {
    (now() - TimeDelta::days(days)).date_naive()
}

impl Diary {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a place");
        let begun = Moment::from(now() - TimeDelta::days(400));
        let vault = Vault::open(dir.path(), begun).expect("a new diary");
        Self {
            _dir: dir,
            vault,
            ids: 0,
        }
    }

    fn id(&mut self) -> String {
        self.ids += 1;
        format!("019ab000-0000-7000-8000-{:012x}", self.ids)
    }

    fn pain(&mut self, days: i64, nrs: u8, regions: &[Region]) {
        let (id, at) = (self.id(), occasion(days));
        let form = PainForm {
            occasion: Some(at),
            frame: Frame::Now,
            nrs: Some(level(nrs)),
            regions: regions
                .iter()
                .map(|region| RegionPain {
                    region: *region,
                    nrs: None,
                })
                .collect(),
            qualities: Vec::new(),
            leg_left: None,
            leg_right: None,
            note: None,
        };
        db::write(&mut self.vault.diary, |tx| {
            diary::add_full(tx, &id, &form, Moment::from(now()))
        })
        .expect("an entry");
    }

    fn walk(&mut self, days: i64, minutes: u16, onset: Option<Onset>, pain: Option<(u8, u8)>) {
        let (id, at) = (self.id(), occasion(days));
        let form = WalkForm {
            occasion: Some(at),
            duration_min: minutes,
            distance: None,
            onset,
            stopped: None,
            eased_by: Vec::new(),
            settle_min: None,
            surface: None,
            slope: None,
            carried: None,
            aid: None,
            footwear_id: None,
            pain_before: pain.map(|(before, _)| level(before)),
            pain_peak: None,
            pain_after: pain.map(|(_, after)| level(after)),
            note: None,
        };
        db::write(&mut self.vault.diary, |tx| {
            walks::add(tx, &id, &form, Moment::from(now()))
        })
        .expect("a walk");
    }

    fn medicine(&mut self, days: i64, name: &str) {
        let id = self.id();
        let form = MedicineForm {
            occasion: Some(occasion(days)),
            name: Name::new(name, "name").expect("a name"),
            amount: None,
            helped: None,
            note: None,
        };
        db::write(&mut self.vault.diary, |tx| {
            diary::add_medicine(tx, &id, &form, Moment::from(now()))
        })
        .expect("a medicine");
    }

    fn flare(&mut self, days: i64) {
        let id = self.id();
        let form = FlareForm {
            start_date: days_ago(days),
            end_date: None,
            note: None,
        };
        db::write(&mut self.vault.diary, |tx| {
            diary::add_flare(tx, &id, &form, Moment::from(now()))
        })
        .expect("a flare");
    }

    fn draw(&self, chart: &ChartRequest) -> ChartView {
        let paper = Paper {
            conn: &self.vault.diary,
            today: days_ago(0),
            width_px: 720.0,
            palette: Palette::Classes,
        };
        paper.draw(chart).expect("a chart")
    }
}

fn level(nrs: u8) -> Intensity {
    Intensity::new(f64::from(nrs)).expect("0 to 10")
}

fn occasion(days: i64) -> Occasion {
    let date = days_ago(days).to_string();
    Occasion::new(&date, Some("08:00"), None, false).expect("an occasion")
}

fn row<'a>(view: &'a ChartView, first: &str) -> &'a [String] {
    view.table
        .rows
        .iter()
        .find(|row| row[0] == first)
        .unwrap_or_else(|| panic!("no row {first} in {:?}", view.table.rows))
}

#[test]
fn a_gap_in_the_calendar_has_words_and_neither_number_nor_row() {
    let mut diary = Diary::new();
    diary.pain(2, 6, &[]);
    diary.pain(0, 3, &[]);
    diary.walk(0, 22, None, None);
    let view = diary.draw(&ChartRequest::Calendar { to: None });
    let svg = &view.pictures[0].svg;
    assert!(
        svg.contains("aria-label=\"Sun 22 Nov: no number\""),
        "{svg}"
    );
    assert!(svg.contains("Mon 23 Nov: pain 3.0, walked 22 minutes"));
    assert_eq!(view.summary, "Of 3 days, 2 have a number and one a walk.");
    assert_eq!(row(&view, "Mon 23 Nov"), ["Mon 23 Nov", "3.0", "22"]);
    assert_eq!(row(&view, "Sat 21 Nov"), ["Sat 21 Nov", "6.0", ""]);
    assert_eq!(view.table.rows.len(), 2, "a gap has no row");
}

#[test]
fn the_chart_of_a_plan_sets_what_was_walked_against_what_was_asked_for() {
    let mut diary = Diary::new();
    let numbers = crate::knowledge::walking();
    let ago = |days: i64| Moment::from(now() - TimeDelta::days(days));
    let empty = diary.draw(&ChartRequest::Plan);
    assert!(empty.empty && empty.table.rows.is_empty());
    let id = diary.id();
    db::write(&mut diary.vault.diary, |tx| {
        plan::begin(tx, numbers, &id, ago(20))
    })
    .expect("begun");
    for days in [20, 18, 16] {
        diary.walk(days, 13, None, None);
    }
    db::write(&mut diary.vault.diary, |tx| {
        plan::start(tx, numbers, false, true, ago(14))
    })
    .expect("started");
    for days in [14, 12, 10] {
        diary.walk(days, 10, None, None);
    }
    let id = diary.id();
    db::write(&mut diary.vault.diary, |tx| {
        plan::review(tx, numbers, &id, 1, plan::HardDays::None, false, ago(7))
    })
    .expect("said");
    diary.walk(6, 12, None, None);
    let view = diary.draw(&ChartRequest::Plan);
    assert_eq!(
        view.table.rows,
        [
            ["3", "23 Nov", "12 min on 3 days", "36", "0", "0"],
            ["2", "16 Nov", "12 min on 3 days", "36", "12", "1"],
            ["1", "9 Nov", "10 min on 3 days", "30", "30", "3"],
        ]
    );
    let svg = &view.pictures[0].svg;
    assert!(
        svg.contains("Week 2, from 16 Nov: 12 of 36 minutes."),
        "{svg}"
    );
    assert!(view.summary.contains("Week 3 so far: 0 of 36 minutes."));
}

#[test]
fn four_weeks_are_compared_only_in_the_words_of_what_people_notice() {
    let sentence = |was: u8, is: u8| {
        let mut diary = Diary::new();
        for day in 0..10 {
            diary.pain(day, is, &[]);
            diary.pain(day + 28, was, &[]);
        }
        let range = RangeView::SixWeeks;
        diary.draw(&ChartRequest::Trend { range }).summary
    };
    assert!(sentence(5, 4).ends_with("after 5.0 in the four weeks before: about the same."));
    assert!(sentence(7, 3).ends_with("less pain."));
    assert!(sentence(3, 6).ends_with("more pain."));

    let mut diary = Diary::new();
    diary.pain(0, 4, &[]);
    let range = RangeView::SixWeeks;
    let view = diary.draw(&ChartRequest::Trend { range });
    assert_eq!(
        view.summary,
        "The average of the last four weeks is 4.0. There is too little to compare it with."
    );
    // One day of seven is too little for a mean.
    assert_eq!(row(&view, "Mon 23 Nov")[5], "");
}

#[test]
fn a_walk_on_which_pain_never_began_says_so_and_one_that_does_not_say_is_counted() {
    let mut diary = Diary::new();
    diary.walk(3, 30, Some(Onset::Never), None);
    diary.walk(2, 25, Some(Onset::After(14)), None);
    diary.walk(1, 20, None, None);
    let range = RangeView::SixWeeks;
    let view = diary.draw(&ChartRequest::Tolerance { range });
    assert_eq!(
        view.summary,
        "Of 2 walks, one brought pain and one stayed free of it. One more walk does not say."
    );
    assert!(
        view.pictures[0]
            .svg
            .contains("Fri 20 Nov: walked 30 minutes, pain never began.")
    );
    assert_eq!(row(&view, "Fri 20 Nov"), ["Fri 20 Nov", "30", "never", ""]);
    assert_eq!(row(&view, "Sat 21 Nov")[2], "14");
}

#[test]
fn walks_are_set_against_the_change_from_before_with_its_sign_and_the_warning() {
    let mut diary = Diary::new();
    diary.walk(3, 30, None, Some((2, 5)));
    diary.walk(2, 25, None, Some((5, 4)));
    diary.walk(1, 20, None, Some((6, 2)));
    let view = diary.draw(&ChartRequest::Walks {
        range: RangeView::SixWeeks,
        outcome: OutcomeView::Change,
    });
    assert_eq!(
        view.summary,
        "Of 3 walks, one ended about the same, one with more pain and one with less."
    );
    assert!(view.legend.contains("good mornings"));
    assert_eq!(row(&view, "Fri 20 Nov")[2], "+3");
    assert_eq!(row(&view, "Sat 21 Nov")[2], "\u{2212}1");
    assert_eq!(row(&view, "Sun 22 Nov")[2], "\u{2212}4");
}

#[test]
fn the_body_says_on_how_many_days_each_place_was_marked() {
    let mut diary = Diary::new();
    diary.pain(1, 4, &[Region::LowBackLeft, Region::CalfLeft]);
    diary.pain(0, 4, &[Region::LowBackLeft]);
    let view = diary.draw(&ChartRequest::Body { month: None });
    assert_eq!(view.table.rows.len(), 2);
    assert_eq!(view.table.rows[0][1..3], ["2", "100 %"]);
    assert_eq!(view.table.rows[1][1..3], ["1", "50 %"]);
    let svg = &view.pictures[0].svg;
    for words in ["Front", "Back", "your left", "your right"] {
        assert!(svg.contains(&format!(">{words}<")), "{words}: {svg}");
    }
    let change = diary.draw(&ChartRequest::BodyChange);
    assert!(change.empty, "two days are no then and now");
}

#[test]
fn what_nobody_has_to_do_every_day_is_not_missing() {
    let mut diary = Diary::new();
    diary.pain(1, 4, &[]);
    diary.walk(0, 20, None, None);
    let range = RangeView::SixWeeks;
    let view = diary.draw(&ChartRequest::Completeness { range });
    let svg = &view.pictures[0].svg;
    assert!(svg.contains("aria-label=\"Mon 23 Nov: walk\""), "{svg}");
    assert_eq!(
        view.summary,
        "Of 2 days, one has a pain entry and none a record of the whole day."
    );
    assert_eq!(row(&view, "Sun 22 Nov")[1..4], ["yes", "", ""]);
}

#[test]
fn what_a_weekly_diary_did_not_ask_for_is_empty_and_said_so() {
    let mut diary = Diary::new();
    for day in 14..21 {
        diary.pain(day, 4, &[]);
    }
    let weekly = settings::Settings {
        pace: settings::Pace::Weekly,
        ..settings::Settings::default()
    };
    let at = Moment::from(now() - TimeDelta::days(13));
    db::write(&mut diary.vault.diary, |tx| settings::save(tx, &weekly, at)).expect("saved");
    diary.pain(8, 4, &[]);
    let range = RangeView::SixWeeks;
    let view = diary.draw(&ChartRequest::Completeness { range });
    let svg = &view.pictures[0].svg;
    // The week from 10 November was written about on the 15th; the one from the 16th not at all.
    assert!(
        svg.contains("aria-label=\"Thu 12 Nov: not asked, so nothing is missing\""),
        "{svg}"
    );
    assert!(svg.contains("aria-label=\"Sun 15 Nov: pain\""), "{svg}");
    assert!(
        svg.contains("aria-label=\"Sun 22 Nov: nothing recorded\""),
        "{svg}"
    );
    assert!(
        view.summary.ends_with("they stay empty."),
        "{}",
        view.summary
    );
}

#[test]
fn a_medicine_and_a_flare_have_their_signs_below_the_course_and_words_for_each() {
    let mut diary = Diary::new();
    diary.pain(5, 4, &[]);
    diary.medicine(9, "Ibuprofen");
    diary.medicine(8, "Ibuprofen");
    diary.flare(4);
    let range = RangeView::SixWeeks;
    let view = diary.draw(&ChartRequest::Trend { range });
    let svg = &view.pictures[0].svg;
    assert_eq!(svg.matches("data-marker=").count(), 2, "{svg}");
    assert!(
        svg.contains("aria-label=\"Sat 14 Nov: Ibuprofen begins\""),
        "{svg}"
    );
    assert!(
        svg.contains("aria-label=\"Flare since Thu 19 Nov\""),
        "{svg}"
    );
    assert!(view.legend.contains("diamond") && view.legend.contains("triangle"));
    let mut plain = Diary::new();
    plain.pain(5, 4, &[]);
    let view = plain.draw(&ChartRequest::Trend { range });
    assert!(!view.legend.contains("diamond"), "{}", view.legend);
}

#[test]
fn an_empty_diary_draws_every_chart_and_calls_it_empty() {
    let diary = Diary::new();
    let range = RangeView::All;
    for chart in [
        ChartRequest::Trend { range },
        ChartRequest::Calendar { to: None },
        ChartRequest::Tolerance { range },
        ChartRequest::Walks {
            range,
            outcome: OutcomeView::Evening,
        },
        ChartRequest::Body { month: None },
        ChartRequest::BodyChange,
        ChartRequest::Completeness { range },
    ] {
        let view = diary.draw(&chart);
        assert!(view.empty, "{chart:?}");
        assert_eq!(
            view.table
                .rows
                .iter()
                .flatten()
                .filter(|it| it.contains("NaN"))
                .count(),
            0
        );
    }
}

#[test]
fn a_file_carries_its_colours_its_heading_and_its_date() {
    let mut diary = Diary::new();
    diary.pain(0, 6, &[]);
    let paper = Paper {
        conn: &diary.vault.diary,
        today: days_ago(0),
        width_px: 960.0,
        palette: Palette::Light,
    };
    let range = RangeView::SixWeeks;
    let view = paper.draw(&ChartRequest::Trend { range }).expect("a chart");
    assert_eq!(
        view.file_name(days_ago(0)),
        "Backstride Pain, last 6 weeks 2026-11-23"
    );
    let (bytes, ending) = view.file(PictureFormatView::Svg).expect("a file");
    let svg = String::from_utf8(bytes).expect("text");
    assert_eq!(ending, "svg");
    assert!(svg.contains("Pain, last 6 weeks") && svg.contains("#CF6C66"));
    assert!(
        !svg.contains("class="),
        "no style sheet travels with a file"
    );
    let (png, _) = view.file(PictureFormatView::Png).expect("a file");
    assert!(png.starts_with(b"\x89PNG"));
}
