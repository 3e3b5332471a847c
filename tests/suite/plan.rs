//! The walking plan: the law against its written table and under any sequence of weeks, and the plan over a diary.

use backstride_core::db::{self, File};
use backstride_core::history::{self, AnyRecord};
use backstride_core::plan::course::{course, forecast, start_min};
use backstride_core::plan::{
    self, CheckInForm, HardDays, InTheWay, Overview, Past, Progress, Said, Stage, Step, Target,
    UnderWay, Walking,
};
use backstride_core::record::{Kind, Note, Occasion};
use backstride_core::walks::{self, Slope, WalkForm};
use backstride_core::{Error, Moment};
use chrono::NaiveDate;
use proptest::prelude::*;
use rusqlite::{Connection, Transaction};

use crate::storage::id;

/// Minutes a walk and days, week by week, for starts of 5, 10 and 15 minutes, as they were written down by hand.
const TABLE: [(u16, [(u16, u16); 24]); 3] = [
    (
        5,
        [
            (5, 3),
            (6, 3),
            (7, 3),
            (7, 3),
            (8, 3),
            (9, 3),
            (10, 3),
            (10, 3),
            (12, 3),
            (13, 3),
            (15, 3),
            (15, 3),
            (13, 4),
            (15, 4),
            (17, 4),
            (17, 4),
            (18, 4),
            (20, 4),
            (22, 4),
            (22, 4),
            (20, 5),
            (22, 5),
            (24, 5),
            (24, 5),
        ],
    ),
    (
        10,
        [
            (10, 3),
            (12, 3),
            (13, 3),
            (13, 3),
            (15, 3),
            (13, 4),
            (15, 4),
            (15, 4),
            (17, 4),
            (18, 4),
            (20, 4),
            (20, 4),
            (22, 4),
            (19, 5),
            (21, 5),
            (21, 5),
            (24, 5),
            (26, 5),
            (28, 5),
            (28, 5),
            (30, 5),
            (30, 5),
            (30, 5),
            (30, 5),
        ],
    ),
    (
        15,
        [
            (15, 3),
            (17, 3),
            (15, 4),
            (15, 4),
            (17, 4),
            (19, 4),
            (21, 4),
            (21, 4),
            (18, 5),
            (20, 5),
            (22, 5),
            (22, 5),
            (24, 5),
            (27, 5),
            (29, 5),
            (29, 5),
            (30, 5),
            (30, 5),
            (30, 5),
            (30, 5),
            (30, 5),
            (30, 5),
            (30, 5),
            (30, 5),
        ],
    ),
];

/// The numbers as they are shipped.
pub(crate) fn numbers() -> Walking {
    let programmes = &crate::content::shipped().programmes;
    let numbers = programmes.iter().find_map(|it| it.walking.clone());
    numbers.expect("one programme is the walking plan")
}

fn said(hard_days: HardDays, new_pain: bool, walked_days: u16) -> Past {
    Past {
        said: Some(Said {
            hard_days,
            new_pain,
            walked_days,
        }),
        walked: walked_days > 0,
        gap_weeks: 0,
    }
}

const WELL: fn() -> Past = || said(HardDays::None, false, 5);

fn shape(target: Target) -> (u16, u16) {
    (target.minutes, target.days)
}

#[test]
fn the_rules_give_all_three_columns_of_the_table() {
    for (start, column) in TABLE {
        let weeks = forecast(&numbers(), start, false);
        let shapes: Vec<_> = weeks.iter().map(|it| shape(it.target)).collect();
        assert_eq!(shapes, column, "start of {start} minutes");
        for (index, week) in weeks.iter().enumerate() {
            let repeats = (index + 1) % 4 == 0;
            assert_eq!(week.step == Step::Rest, repeats, "week {}", index + 1);
        }
    }
}

#[test]
fn the_start_is_four_fifths_of_the_mean_of_the_last_three_walks_within_bounds() {
    let start = |walks: &[u16]| start_min(&numbers(), walks);
    assert_eq!(start(&[]), None);
    assert_eq!(start(&[10, 12]), None);
    assert_eq!(start(&[10, 12, 11]), Some(8)); // 8.8
    assert_eq!(start(&[60, 10, 12, 11]), Some(8));
    assert_eq!(start(&[1, 1, 1]), Some(2));
    assert_eq!(start(&[25, 25, 25]), Some(20));
    assert_eq!(start(&[90, 90, 90]), Some(20));
}

#[test]
fn one_hard_day_repeats_two_take_a_fifth_off_and_a_drop_wins_over_every_repeat() {
    let step = |past: Past| {
        let weeks = course(&numbers(), 10, false, &[WELL(), WELL(), past]).weeks;
        (weeks[3].step, shape(weeks[3].target))
    };
    // Week 3 asks for 13 minutes on 3 days, and week 4 repeats by itself; so look at what is said instead.
    assert_eq!(step(said(HardDays::One, false, 3)), (Step::Hard, (13, 3)));
    assert_eq!(
        step(said(HardDays::None, true, 3)),
        (Step::NewPain, (13, 3))
    );
    assert_eq!(step(said(HardDays::None, false, 1)), (Step::Few, (13, 3)));
    assert_eq!(step(said(HardDays::More, true, 0)), (Step::Down, (10, 3)));
    let unsaid = Past {
        said: None,
        ..WELL()
    };
    assert_eq!(step(unsaid), (Step::Unsaid, (13, 3)));
    let half = said(HardDays::None, false, 2);
    assert_eq!(step(half), (Step::Rest, (13, 3)));
}

#[test]
fn a_hold_is_the_repeat_of_its_four_weeks_and_the_count_begins_again() {
    let past = [
        WELL(),
        said(HardDays::One, false, 3),
        WELL(),
        WELL(),
        WELL(),
        WELL(),
    ];
    let steps: Vec<Step> = course(&numbers(), 10, false, &past)
        .weeks
        .iter()
        .map(|it| it.step)
        .collect();
    assert_eq!(
        steps,
        [
            Step::Start,
            Step::Up,
            Step::Hard,
            Step::Up,
            Step::Up,
            Step::Up,
            Step::Rest
        ]
    );
}

#[test]
fn a_gap_repeats_goes_two_weeks_back_or_asks_for_a_new_start() {
    let gap = |weeks: u16| Past {
        said: None,
        walked: weeks == 0,
        gap_weeks: weeks,
    };
    // Six good weeks from 10 minutes: 10, 12, 13, 13, 15 x 3, then 13 x 4.
    let good = [WELL(); 6];
    let after = |gaps: &[Past]| {
        let past: Vec<Past> = good.iter().chain(gaps).copied().collect();
        course(&numbers(), 10, false, &past)
    };
    let last = |course: &plan::Course| {
        let week = course.weeks[course.weeks.len() - 1];
        (week.step, shape(week.target))
    };
    // In week 7, 15 minutes on 4 days, there is no walk at all.
    assert_eq!(last(&after(&[gap(1)])), (Step::Gap, (15, 4)));
    // The last walk was in week 6; two plan weeks before it is week 4.
    assert_eq!(last(&after(&[gap(1), gap(2)])), (Step::Back, (13, 3)));
    // A third week of the same gap goes no further back.
    assert_eq!(
        last(&after(&[gap(1), gap(2), gap(3)])),
        (Step::Back, (13, 3))
    );
    let long = after(&[gap(1), gap(2), gap(3), gap(4)]);
    assert!(long.anew);
    // Never before the first week.
    let early = course(&numbers(), 10, false, &[WELL(), gap(1), gap(2)]);
    assert_eq!(last(&early), (Step::Back, (10, 3)));
}

#[test]
fn walks_with_rests_grow_by_a_tenth_from_the_first_week() {
    let weeks = forecast(&numbers(), 10, true);
    let totals: Vec<u16> = weeks
        .iter()
        .take(6)
        .map(|it| it.target.total_min())
        .collect();
    // 30, 33, 36.3, repeat, 39.9, 43.9
    assert_eq!(totals, [30, 33, 36, 36, 39, 45]);
}

fn any_past() -> impl Strategy<Value = Past> {
    let hard = prop_oneof![
        6 => Just(HardDays::None),
        2 => Just(HardDays::One),
        2 => Just(HardDays::More),
    ];
    let answer = prop::option::weighted(
        0.85,
        (hard, prop::bool::weighted(0.1), 0_u16..=7).prop_map(
            |(hard_days, new_pain, walked_days)| Said {
                hard_days,
                new_pain,
                walked_days,
            },
        ),
    );
    let gap = prop_oneof![16 => Just(0_u16), 2 => Just(1), 2 => 2_u16..=3];
    (answer, any::<bool>(), gap).prop_map(|(said, walked, gap_weeks)| Past {
        said,
        walked,
        gap_weeks,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever was said and whatever happened: no week asks for more than the goal, none grows by more than a fifth
    /// (or, where there is next to nothing, by more than a minute a walk), and nothing grows unless all was well.
    #[test]
    fn no_sequence_of_weeks_leaves_the_limits(
        start in 2_u16..=20,
        with_rests in any::<bool>(),
        past in prop::collection::vec(any_past(), 0..60),
    ) {
        let numbers = numbers();
        let course = course(&numbers, start, with_rests, &past);
        prop_assert!(!course.anew);
        prop_assert_eq!(course.weeks.len(), past.len() + 1);
        let mut growths = 0;
        for (index, pair) in course.weeks.windows(2).enumerate() {
            let (before, after, past) = (pair[0].target, pair[1].target, past[index]);
            let step = pair[1].step;
            prop_assert!(after.total_min() <= 150 && after.minutes <= 30);
            prop_assert!((3..=5).contains(&after.days) && after.minutes >= 2);
            if before.total_min() >= 15 {
                prop_assert!(after.total_min() * 100 <= before.total_min() * 120, "{:?} {:?}", before, after);
            } else {
                prop_assert!(after.minutes <= before.minutes + 1 && after.days == before.days);
            }
            // More days never come with walks shorter than the start.
            prop_assert!(after.days <= before.days || after.minutes >= start);
            let well = past.said.is_some_and(|it| {
                it.hard_days == HardDays::None && !it.new_pain && it.walked_days * 2 >= before.days
            });
            if step == Step::Up {
                prop_assert!(well && past.gap_weeks == 0);
                growths += 1;
                prop_assert!(growths <= 3, "four weeks of growth in a row");
            } else {
                growths = 0;
                prop_assert!(after.total_min() <= before.total_min());
            }
            if past.gap_weeks >= 2 {
                prop_assert!(matches!(step, Step::Back | Step::Down));
            }
            if past.said.is_some_and(|it| it.hard_days == HardDays::More) {
                prop_assert_eq!(step, Step::Down);
                prop_assert!(after.minutes <= before.minutes);
                // A fifth less, or the least there is.
                let least = after.minutes == 2 && after.days == 3;
                prop_assert!(after.total_min() * 100 <= before.total_min() * 80 || least);
            }
            if step == Step::Up && before.total_min() < 150 && before.total_min() >= 15 {
                prop_assert!(after.total_min() >= before.total_min());
            }
        }
    }

    /// A week of growth under a quarter of an hour adds a minute to each walk.
    #[test]
    fn the_smallest_plans_grow_by_a_minute_a_walk(start in 2_u16..=4) {
        let weeks = forecast(&numbers(), start, false);
        for pair in weeks.windows(2).filter(|pair| pair[1].step == Step::Up) {
            if pair[0].target.total_min() < 15 {
                prop_assert_eq!(pair[1].target.minutes, pair[0].target.minutes + 1);
            }
        }
    }

    /// Four whole weeks without a walk ask for a new start, whatever else was said.
    #[test]
    fn four_weeks_without_a_walk_ask_for_a_new_start(
        start in 2_u16..=20,
        past in prop::collection::vec(any_past(), 0..20),
        gap in 4_u16..60,
        last in any_past(),
    ) {
        let mut past = past;
        past.push(Past { gap_weeks: gap, ..last });
        prop_assert!(course(&numbers(), start, false, &past).anew);
    }
}

/// 2026-03-02, a Monday, 18:00.
const BEGUN_MS: i64 = 1_772_474_400_000;

fn on(day: i64) -> Moment {
    Moment {
        utc_ms: BEGUN_MS + day * 86_400_000,
        offset_min: 0,
    }
}

fn date(day: i64) -> NaiveDate {
    on(day).local_date()
}

struct Diary {
    conn: Connection,
    next: u32,
}

impl Diary {
    fn new() -> Self {
        Self {
            conn: db::in_memory(File::Diary).expect("migrations hold"),
            next: 1,
        }
    }

    fn id(&mut self) -> String {
        self.next += 1;
        id(self.next)
    }

    fn write<T>(
        &mut self,
        action: impl FnOnce(&Transaction<'_>) -> backstride_core::Result<T>,
    ) -> backstride_core::Result<T> {
        db::write(&mut self.conn, action)
    }

    fn walk(&mut self, day: i64, minutes: u16) -> String {
        self.walk_on(day, minutes, None)
    }

    fn walk_on(&mut self, day: i64, minutes: u16, slope: Option<Slope>) -> String {
        let walk = self.id();
        let form = WalkForm {
            occasion: Some(Occasion::day(date(day))),
            slope,
            ..WalkForm::of_minutes(minutes)
        };
        self.write(|tx| walks::add(tx, &walk, &form, on(day.max(200))))
            .expect("kept");
        walk
    }

    fn seen(&self, day: i64) -> Overview {
        plan::overview(&self.conn, &numbers(), date(day)).expect("read")
    }

    fn under_way(&self, day: i64) -> UnderWay {
        match self.seen(day).stage {
            Stage::UnderWay(it) => it,
            other => panic!("{other:?}"),
        }
    }

    fn present(&self, day: i64) -> (u16, Step, (u16, u16)) {
        let it = self.under_way(day);
        let week = it.weeks.last().expect("a week");
        (week.number, week.week.step, shape(week.week.target))
    }

    fn begin(&mut self, day: i64) -> backstride_core::Result<plan::Plan> {
        let plan = self.id();
        self.write(|tx| plan::begin(tx, &numbers(), &plan, on(day)))
    }

    fn start(&mut self, day: i64) -> backstride_core::Result<plan::Plan> {
        self.write(|tx| plan::start(tx, &numbers(), false, true, on(day)))
    }

    fn say(
        &mut self,
        day: i64,
        week: u16,
        hard: HardDays,
    ) -> backstride_core::Result<plan::Review> {
        let review = self.id();
        self.write(|tx| plan::review(tx, &numbers(), &review, week, hard, false, on(day)))
    }

    /// A plan that starts on day 5 with 10 minutes.
    fn begun() -> Self {
        let mut diary = Self::new();
        diary.begin(0).expect("begun");
        for day in [0, 2, 4] {
            diary.walk(day, 13);
        }
        diary.start(5).expect("started");
        diary
    }
}

#[test]
fn three_level_walks_on_different_days_give_the_start() {
    let mut diary = Diary::new();
    assert_eq!(diary.seen(0).stage, Stage::None);
    // A walk from before counts for nothing: nobody watched for the first rise of pain on it.
    diary.walk(-1, 40);
    diary.begin(0).expect("begun");
    diary.walk(0, 12);
    diary.walk(0, 14);
    diary.walk_on(1, 60, Some(Slope::Hilly));
    diary.walk_on(2, 13, Some(Slope::Flat));
    let refused = diary.start(3);
    assert!(
        matches!(refused, Err(Error::Invalid { field: "walks" })),
        "{refused:?}"
    );
    diary.walk(3, 12);
    match diary.seen(3).stage {
        Stage::Finding { walks, start_min } => {
            let minutes: Vec<u16> = walks.iter().map(|it| it.minutes).collect();
            assert_eq!(minutes, [14, 13, 12]);
            assert_eq!(start_min, Some(10));
        }
        other => panic!("{other:?}"),
    }
    let plan = diary.start(3).expect("started");
    assert_eq!((plan.first_day, plan.start_min), (Some(date(3)), Some(10)));
    assert!(matches!(diary.start(3), Err(Error::Conflict)));
    assert!(matches!(diary.begin(3), Err(Error::Conflict)));
}

#[test]
fn the_plan_follows_the_walks_of_the_diary_and_the_answer_of_the_week() {
    let mut diary = Diary::begun();
    assert_eq!(diary.present(5), (1, Step::Start, (10, 3)));
    assert_eq!(diary.under_way(5).next_walk, Some(date(5)));
    diary.walk(5, 10);
    assert_eq!(diary.under_way(5).next_walk, Some(date(6)));
    diary.walk(7, 10);
    diary.walk(7, 5);
    diary.walk(9, 11);
    let first = diary.under_way(9);
    let week = &first.weeks[0];
    assert_eq!((week.walked_days, week.walked_min), (3, 36));
    assert_eq!(first.next_walk, None);
    assert_eq!(first.review_due, None);
    // The week is over; until somebody says how it was, it is repeated.
    assert_eq!(diary.present(12), (2, Step::Unsaid, (10, 3)));
    assert_eq!(diary.under_way(12).review_due, Some(1));
    assert!(matches!(
        diary.say(12, 2, HardDays::None),
        Err(Error::Invalid { field: "week" })
    ));
    let kept = diary.say(12, 1, HardDays::None).expect("kept");
    assert_eq!(kept.walked_days, 3);
    assert_eq!(diary.present(12), (2, Step::Up, (12, 3)));
    assert_eq!(diary.under_way(12).review_due, None);
    // The same question again is the same answer changed.
    let again = diary.say(13, 1, HardDays::More).expect("kept");
    assert_eq!(again.id, kept.id);
    assert_eq!(diary.present(13), (2, Step::Down, (8, 3)));
    // And undone.
    let undone = diary
        .write(|tx| history::undo_last(tx, 0, on(13)))
        .expect("undone");
    assert!(matches!(undone, AnyRecord::PlanReview(_)));
    assert_eq!(diary.present(13), (2, Step::Up, (12, 3)));
}

#[test]
fn a_walk_that_was_forgotten_closes_the_gap_it_left() {
    let mut diary = Diary::begun();
    for day in [5, 7, 9] {
        diary.walk(day, 10);
    }
    diary.say(12, 1, HardDays::None).expect("kept");
    // Day 9 was the last walk: a week later it shows, two weeks later too.
    assert_eq!(diary.present(15), (2, Step::Up, (12, 3)));
    assert_eq!(diary.present(16), (2, Step::Gap, (10, 3)));
    assert_eq!(diary.present(22), (3, Step::Gap, (10, 3)));
    assert_eq!(diary.present(23), (3, Step::Back, (10, 3)));
    assert_eq!(diary.seen(37).stage, Stage::Anew { gap_weeks: 4 });
    diary.walk(14, 12);
    assert_eq!(diary.present(23).1, Step::Gap);
    assert_eq!(diary.present(16), (2, Step::Up, (12, 3)));
}

#[test]
fn a_long_gap_begins_a_new_plan_and_ends_the_old_one() {
    let mut diary = Diary::begun();
    diary.walk(5, 10);
    assert!(matches!(diary.seen(40).stage, Stage::Anew { gap_weeks: 5 }));
    let fresh = diary.begin(40).expect("begun");
    assert_eq!(
        diary.seen(40).plan.as_ref().map(|it| it.id.as_str()),
        Some(fresh.id.as_str())
    );
    assert_eq!(
        diary.seen(40).stage,
        Stage::Finding {
            walks: vec![],
            start_min: None
        }
    );
    // The old one can come back only when none goes on.
    let old: String = diary
        .conn
        .query_row(
            "SELECT id FROM plan WHERE ended_on IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .expect("one");
    let step = history::revisions(&diary.conn, Kind::Plan, &old).expect("steps")[1].step;
    let back = diary.write(|tx| history::restore_to(tx, step, on(40)));
    assert!(matches!(back, Err(Error::Conflict)), "{back:?}");
}

#[test]
fn walks_before_the_plan_leave_no_gap_in_its_first_week() {
    let mut diary = Diary::new();
    diary.begin(0).expect("begun");
    for day in [0, 2, 4] {
        diary.walk(day, 13);
    }
    // Begun three weeks after the last walk.
    diary.start(25).expect("started");
    assert_eq!(diary.present(25), (1, Step::Start, (10, 3)));
    assert_eq!(diary.present(31), (1, Step::Start, (10, 3)));
    assert_eq!(diary.present(32).1, Step::Gap);
}

#[test]
fn check_ins_come_at_their_weeks_and_only_the_newest_is_asked_for() {
    let mut diary = Diary::begun();
    let due = |diary: &Diary, day: i64| diary.under_way(day).check_in_due;
    assert_eq!(due(&diary, 5), Some(0));
    let form = |week| CheckInForm {
        week,
        progress: Some(Progress::Same),
        in_the_way: vec![InTheWay::Time, InTheWay::Pain, InTheWay::Time],
        if_it_returns: Note::new("Shorter walks for a few days.").expect("allowed"),
    };
    let early = diary.write(|tx| plan::check_in(tx, &numbers(), &id(900), &form(2), on(5)));
    assert!(
        matches!(early, Err(Error::Invalid { field: "week" })),
        "{early:?}"
    );
    let odd = diary.write(|tx| plan::check_in(tx, &numbers(), &id(900), &form(1), on(12)));
    assert!(
        matches!(odd, Err(Error::Invalid { field: "week" })),
        "{odd:?}"
    );
    let kept = diary
        .write(|tx| plan::check_in(tx, &numbers(), &id(900), &form(0), on(5)))
        .expect("kept");
    assert_eq!(kept.in_the_way, [InTheWay::Pain, InTheWay::Time]);
    assert_eq!(due(&diary, 5), None);
    for week in 0..26 {
        for day in [0, 2, 4] {
            diary.walk(5 + 7 * week + day, 10);
        }
    }
    let weeks: Vec<(i64, u16)> = (0..26)
        .filter_map(|week| due(&diary, 5 + 7 * week).map(|it| (week, it)))
        .collect();
    let changes: Vec<(i64, u16)> = weeks
        .iter()
        .enumerate()
        .filter(|(index, it)| *index == 0 || weeks[index - 1].1 != it.1)
        .map(|(_, it)| *it)
        .collect();
    assert_eq!(
        changes,
        [(2, 2), (4, 4), (8, 8), (12, 12), (20, 20), (24, 24)]
    );
}

#[test]
fn brisk_walks_wait_until_eight_weeks_were_walked() {
    let mut diary = Diary::begun();
    for week in 0..7 {
        diary.walk(5 + 7 * week, 10);
    }
    // Week 9 with one week, the eighth, not walked.
    assert!(!diary.under_way(5 + 56).brisk);
    diary.walk(5 + 50, 10);
    assert!(!diary.under_way(5 + 55).brisk);
    assert!(diary.under_way(5 + 56).brisk);
}

#[test]
fn strong_days_are_counted_from_the_diary() {
    use backstride_core::diary::{self, Frame, Intensity, PainForm};
    let mut book = Diary::begun();
    for (number, day, nrs) in [(901, 6, 6.0), (902, 6, 8.0), (903, 7, 5.0), (904, 12, 9.0)] {
        let form = PainForm {
            occasion: Some(Occasion::day(date(day))),
            frame: Frame::DayWorst,
            nrs: Some(Intensity::new(nrs).expect("on the scale")),
            ..PainForm::empty()
        };
        book.write(|tx| diary::add_full(tx, &id(number), &form, on(40)))
            .expect("kept");
    }
    let weeks = book.under_way(12).weeks;
    assert_eq!((weeks[0].strong_days, weeks[1].strong_days), (1, 1));
}
