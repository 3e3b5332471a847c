//! The law of the walking plan: what each week asks for, from the shipped numbers and what became of the weeks before.
//!
//! It knows no date and no storage. The exact total of a week is carried in thousandths of a minute, so that rounding to
//! whole minutes a walk never adds up; whatever cuts a total (the limit, a drop) is carried on as it was cut.

use backstride_content::programmes::Walking;

use crate::worded::worded;

worded! {
    /// Why a week asks for what it asks for.
    Step in "step" {
        /// It is the first.
        Start = "start",
        /// It grew.
        Up = "up",
        /// It repeats, as one week in every so many does.
        Rest = "rest",
        /// It repeats: there was one hard day.
        Hard = "hard",
        /// It repeats: there was a new pain in foot, calf or knee.
        NewPain = "new_pain",
        /// It repeats: too few of the walks were done.
        Few = "few",
        /// It repeats: nobody said how the week was.
        Unsaid = "unsaid",
        /// It repeats: there was no walk for a week.
        Gap = "gap",
        /// It asks for less: there were several hard days.
        Down = "down",
        /// It goes back some weeks: there was no walk for longer.
        Back = "back",
    }
}

worded! {
    /// Days of a week with strong pain, or pain that was still up the next morning.
    HardDays in "hardDays" {
        /// None.
        None = "none",
        /// One.
        One = "one",
        /// Two or more.
        More = "more",
    }
}

/// A thousandth of a minute is the unit of exact totals.
const MILLI: u32 = 1000;

/// What a week asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Minutes of each walk.
    pub minutes: u16,
    /// Days with a walk.
    pub days: u16,
    /// The exact total, in thousandths of a minute.
    exact_milli: u32,
}

impl Target {
    /// Minutes of the whole week.
    #[must_use]
    pub fn total_min(self) -> u16 {
        self.minutes * self.days
    }

    fn of(minutes: u16, days: u16) -> Self {
        Self {
            minutes,
            days,
            exact_milli: u32::from(minutes * days) * MILLI,
        }
    }
}

/// One week of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// What it asks for.
    pub target: Target,
    /// Why.
    pub step: Step,
    /// Weeks since the last one that did not grow; the first week counts as one.
    grown: u16,
}

/// What was said at the end of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Hard days.
    pub hard_days: HardDays,
    /// A new pain in foot, calf or knee.
    pub new_pain: bool,
    /// Days with a walk, as they were counted then.
    pub walked_days: u16,
}

/// What became of a finished week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// What was said about it; `None` = nothing.
    pub said: Option<Said>,
    /// Whether there was any walk in it.
    pub walked: bool,
    /// Whole weeks without a walk, as they stand in the week after it: until its first walk, or until now.
    pub gap_weeks: u16,
}

/// The weeks of a plan, the last one the present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Each week from the first.
    pub weeks: Vec<Week>,
    /// The gap has become so long that the start has to be found anew; the weeks then end before it.
    pub anew: bool,
}

/// The minutes to begin with: a share of the mean of some walks, within bounds. `None` until there are enough walks.
#[must_use]
pub fn start_min(numbers: &Walking, walks_min: &[u16]) -> Option<u16> {
    let wanted = usize::from(numbers.baseline_walks.max(1));
    if walks_min.len() < wanted {
        return None;
    }
    let walks = &walks_min[walks_min.len() - wanted..];
    let sum: u32 = walks.iter().map(|it| u32::from(*it)).sum();
    let share = sum * u32::from(numbers.baseline_percent) / (100 * wanted as u32);
    let [least, most] = numbers.start_min;
    Some(u16::try_from(share).unwrap_or(u16::MAX).clamp(least, most))
}

/// The weeks from the first to the one after all that is past.
#[must_use]
pub fn course(numbers: &Walking, start_min: u16, with_rests: bool, past: &[Past]) -> Course {
    let law = Law {
        numbers,
        start_min,
        with_rests,
    };
    let mut weeks = vec![law.first()];
    let mut walked = 0;
    for (index, past) in past.iter().enumerate() {
        if past.walked {
            walked = index;
        }
        if past.gap_weeks >= numbers.gap_weeks[2] {
            return Course { weeks, anew: true };
        }
        weeks.push(law.next(&weeks, walked, *past));
    }
    Course { weeks, anew: false }
}

/// The weeks if every one goes well: what can be said in advance.
#[must_use]
pub fn forecast(numbers: &Walking, start_min: u16, with_rests: bool) -> Vec<Week> {
    let well = Past {
        said: Some(Said {
            hard_days: HardDays::None,
            new_pain: false,
            walked_days: 7,
        }),
        walked: true,
        gap_weeks: 0,
    };
    let past = vec![well; usize::from(numbers.weeks.saturating_sub(1))];
    course(numbers, start_min, with_rests, &past).weeks
}

struct Law<'a> {
    numbers: &'a Walking,
    start_min: u16,
    with_rests: bool,
}

impl Law<'_> {
    fn first(&self) -> Week {
        Week {
            target: Target::of(self.start_min, self.fewest_days()),
            step: Step::Start,
            grown: 1,
        }
    }

    /// The week after some, the last of which with a walk in it is named by its place.
    fn next(&self, weeks: &[Week], walked: usize, past: Past) -> Week {
        let last = weeks[weeks.len() - 1];
        let stay = |step| Week {
            target: last.target,
            step,
            grown: 0,
        };
        let [gap, long_gap, _] = self.numbers.gap_weeks;
        let hard = past.said.map_or(HardDays::None, |it| it.hard_days);
        if past.gap_weeks >= long_gap {
            let back = walked.saturating_sub(self.numbers.gap_back_weeks.into());
            // Whichever asks for less: the way back, or what is planned now.
            let target = lesser(weeks[back].target, last.target);
            let back = Week {
                target,
                ..stay(Step::Back)
            };
            return match hard {
                // Fewer days may come with longer walks on the way back, but not after days as hard as these.
                HardDays::More => Self::shortened(self.dropped(back), last.target.minutes),
                _ => back,
            };
        }
        if hard == HardDays::More {
            return self.dropped(last);
        }
        if past.gap_weeks >= gap {
            return stay(Step::Gap);
        }
        if hard == HardDays::One {
            return stay(Step::Hard);
        }
        let Some(said) = past.said else {
            return stay(Step::Unsaid);
        };
        if said.new_pain {
            return stay(Step::NewPain);
        }
        if said.walked_days * 100 < self.numbers.done_percent * last.target.days {
            return stay(Step::Few);
        }
        if last.grown + 1 >= self.numbers.repeat_every {
            return stay(Step::Rest);
        }
        Week {
            target: self.grown(last.target),
            step: Step::Up,
            grown: last.grown + 1,
        }
    }

    fn grown(&self, last: Target) -> Target {
        let numbers = self.numbers;
        let [small, large] = numbers.grow_percent;
        let percent = match last.exact_milli {
            _ if self.with_rests => numbers.bouts_grow_percent,
            total if total < u32::from(numbers.grow_from_total_min) * MILLI => small,
            _ => large,
        };
        let [most_min, most_days] = numbers.goal;
        let most_milli = u32::from(most_min * most_days) * MILLI;
        let exact_milli = share(last.exact_milli, 100 + u32::from(percent)).min(most_milli);
        let days = self.days(exact_milli);
        let minutes = nearest(exact_milli, days).min(most_min);
        let grown = Target {
            minutes,
            days,
            exact_milli,
        };
        if last.exact_milli < u32::from(numbers.small_total_min) * MILLI {
            // A share of so little would round to nothing.
            return if minutes > last.minutes {
                grown
            } else {
                Target::of(last.minutes + 1, last.days)
            };
        }
        let limit = u32::from(last.total_min()) * (100 + u32::from(numbers.most_percent)) / 100;
        if u32::from(grown.total_min()) <= limit {
            return grown;
        }
        let cut = u16::try_from(limit / u32::from(days)).unwrap_or(u16::MAX);
        Target::of(cut, days)
    }

    /// Less for a week. No walk gets longer by it, and none shorter than the shortest start.
    fn dropped(&self, last: Week) -> Week {
        let planned = last.target;
        let rest = 100 - u32::from(self.numbers.drop_percent);
        let total_milli = share(u32::from(planned.total_min()) * MILLI, rest);
        let days = self.days(total_milli).min(planned.days);
        let least = self.numbers.start_min[0].min(planned.minutes);
        let floor = u16::try_from(total_milli / (u32::from(days) * MILLI)).unwrap_or(u16::MAX);
        Week {
            target: Target::of(floor.clamp(least, planned.minutes), days),
            step: Step::Down,
            grown: 0,
        }
    }

    fn shortened(week: Week, most_min: u16) -> Week {
        let Target { minutes, days, .. } = week.target;
        if minutes <= most_min {
            return week;
        }
        Week {
            target: Target::of(most_min, days),
            ..week
        }
    }

    /// As many days as the total allows, as long as no walk gets shorter than the start.
    fn days(&self, total_milli: u32) -> u16 {
        let allowed = self.numbers.days.iter().filter(|it| {
            total_milli >= u32::from(it.from_total_min) * MILLI
                && nearest(total_milli, it.days) >= self.start_min
        });
        allowed
            .map(|it| it.days)
            .max()
            .unwrap_or_else(|| self.fewest_days())
    }

    fn fewest_days(&self) -> u16 {
        let each = self.numbers.days.iter();
        each.map(|it| it.days).min().unwrap_or(1).max(1)
    }
}

fn lesser(one: Target, other: Target) -> Target {
    if other.total_min() < one.total_min() {
        other
    } else {
        one
    }
}

/// So many per cent, to the nearest unit.
fn share(milli: u32, percent: u32) -> u32 {
    (milli * percent + 50) / 100
}

/// Whole minutes a walk, to the nearest.
fn nearest(total_milli: u32, days: u16) -> u16 {
    let days = u32::from(days.max(1));
    u16::try_from((total_milli + 500 * days) / (MILLI * days)).unwrap_or(u16::MAX)
}
