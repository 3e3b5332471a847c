//! The numbers a walking plan follows from.

/// The numbers of a walking plan; the weeks follow from them by a pure function of the records.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "replaced by the shipped programme")]
pub struct Walking {
    pub baseline_walks: u16,
    pub baseline_percent: u16,
    pub start_min: [u16; 2],
    pub grow_percent: [u16; 2],
    pub grow_from_total_min: u16,
    pub most_percent: u16,
    pub small_total_min: u16,
    pub repeat_every: u16,
    pub days: Vec<WalkDays>,
    pub goal: [u16; 2],
    pub weeks: u16,
    pub drop_percent: u16,
    pub hard_days: [u16; 2],
    pub done_percent: u16,
    pub strong_pain: u16,
    pub brisk_after_week: u16,
    pub gap_weeks: [u16; 3],
    pub gap_back_weeks: u16,
    pub check_ins: Vec<u16>,
    pub bouts: [u16; 2],
    pub bouts_grow_percent: u16,
    pub bout_ends_at: [u16; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "replaced by the shipped programme")]
pub struct WalkDays {
    pub from_total_min: u16,
    pub days: u16,
}

impl Default for Walking {
    fn default() -> Self {
        let days = |from_total_min, days| WalkDays {
            from_total_min,
            days,
        };
        Self {
            baseline_walks: 3,
            baseline_percent: 80,
            start_min: [2, 20],
            grow_percent: [15, 10],
            grow_from_total_min: 60,
            most_percent: 20,
            small_total_min: 15,
            repeat_every: 4,
            days: vec![days(0, 3), days(48, 4), days(90, 5)],
            goal: [30, 5],
            weeks: 24,
            drop_percent: 20,
            hard_days: [1, 2],
            done_percent: 50,
            strong_pain: 6,
            brisk_after_week: 8,
            gap_weeks: [1, 2, 4],
            gap_back_weeks: 2,
            check_ins: vec![0, 2, 4, 8, 12, 20, 24],
            bouts: [3, 5],
            bouts_grow_percent: 10,
            bout_ends_at: [3, 4],
        }
    }
}
