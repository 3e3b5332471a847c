//! A virtual world around the engine of the reminders: clocks, zones, a person, a screen, and a companion that dies.
//!
//! No file and no real clock: a trace of days takes milliseconds. What the file adds is proven in `suite/reminders.rs`.
//! A [`Mutant`] makes the world one in which the engine has a known bug of another program; the checks must notice.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the suite and the simulator use different parts"
)]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use backstride_core::reminders::{
    Answer, Clocks, Done, Effect, HEARTBEAT_MS, Kept, Memory, NextWake, Occurrence, Presence, Rule,
    SNOOZES_MAX, Standing, State, Tick, Until, ZoneView, next_after, resolve, step,
};
use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::{TZ_VARIANTS, Tz};

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A zone by the tables of chrono-tz, or as a program with a bug sees it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub zone: Tz,
    /// The offset of the day before is used again.
    stale: bool,
}

impl ZoneView for Place {
    fn offset_s(&self, utc_s: i64) -> i32 {
        let utc_s = if self.stale { utc_s - 86_400 } else { utc_s };
        offset_s(self.zone, utc_s)
    }

    fn name(&self) -> String {
        self.zone.name().to_owned()
    }
}

/// 2025-01-01 and 2041-01-01: the years in which lives are lived.
const YEARS_S: (i64, i64) = (1_735_689_600, 2_240_524_800);

/// No zone changes its offset twice within so many seconds.
const BETWEEN_CHANGES_S: i64 = 6 * 3600;

/// Seconds east of UTC in a zone, from its changes of these years: a life asks millions of times, and chrono-tz goes
/// through the changes of centuries each time.
fn offset_s(zone: Tz, utc_s: i64) -> i32 {
    static CHANGES: [OnceLock<Vec<(i64, i32)>>; TZ_VARIANTS.len()] =
        [const { OnceLock::new() }; TZ_VARIANTS.len()];
    if !(YEARS_S.0..YEARS_S.1).contains(&utc_s) {
        return offset_by_table_s(zone, utc_s);
    }
    let changes = CHANGES[zone as usize].get_or_init(|| changes(zone));
    let after = changes.partition_point(|(from_s, _)| *from_s <= utc_s);
    changes[after - 1].1
}

/// From when on which offset is in force.
fn changes(zone: Tz) -> Vec<(i64, i32)> {
    let mut found = vec![(YEARS_S.0, offset_by_table_s(zone, YEARS_S.0))];
    let mut at_s = YEARS_S.0;
    while at_s < YEARS_S.1 {
        let (_, before) = found[found.len() - 1];
        let (mut same_s, mut other_s) = (at_s, at_s + BETWEEN_CHANGES_S);
        let after = offset_by_table_s(zone, other_s);
        if after != before {
            while other_s - same_s > 1 {
                let middle_s = same_s + (other_s - same_s) / 2;
                if offset_by_table_s(zone, middle_s) == before {
                    same_s = middle_s;
                } else {
                    other_s = middle_s;
                }
            }
            found.push((other_s, after));
        }
        at_s += BETWEEN_CHANGES_S;
    }
    found
}

/// The same by the whole table of chrono-tz.
pub fn offset_by_table_s(zone: Tz, utc_s: i64) -> i32 {
    let utc = DateTime::from_timestamp(utc_s, 0).expect("in range");
    zone.offset_from_utc_datetime(&utc.naive_utc())
        .fix()
        .local_minus_utc()
}

pub fn place(zone: Tz) -> Place {
    Place { zone, stale: false }
}

/// A known bug of another reminder program, as a change to what the engine sees or says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// Only the last occurrence is remembered: a repeated hour shows two of them in turn.
    SingleSlot,
    /// What was shown is remembered in memory alone: a restart shows it again.
    ForgottenAtRestart,
    /// Instants are stored in place of times of day: a journey makes new ones.
    InstantAsName,
    /// The daylight-saving flag of the day before is used again.
    ReusedDstFlag,
    /// The clock that is read stands still in sleep.
    SuspendBlind,
    /// Elapsed time is taken from the wall clock.
    WallForElapsed,
    /// A time that does not exist is left out.
    DropInGap,
    /// Nobody is ever away: the reminder comes right after a break.
    NagAfterIdle,
    /// A pause is counted by a clock that stands still in sleep.
    PauseStopsInSleep,
    /// A snooze is held in memory alone.
    SnoozeLostAtRestart,
    /// Quiet hours past midnight are not understood.
    QuietDoesNotWrap,
    /// After something was shown nothing is waited for any more.
    StuckAfterCard,
    /// What was missed is shown whenever the program comes to it.
    UnboundedCatchUp,
    /// Nothing waits while the desktop comes back from sleep.
    FiresAtResume,
    /// A new zone or a changed clock starts the count of work time anew.
    ZoneResetsCount,
}

pub const MUTANTS: [Mutant; 15] = [
    Mutant::SingleSlot,
    Mutant::ForgottenAtRestart,
    Mutant::InstantAsName,
    Mutant::ReusedDstFlag,
    Mutant::SuspendBlind,
    Mutant::WallForElapsed,
    Mutant::DropInGap,
    Mutant::NagAfterIdle,
    Mutant::PauseStopsInSleep,
    Mutant::SnoozeLostAtRestart,
    Mutant::QuietDoesNotWrap,
    Mutant::StuckAfterCard,
    Mutant::UnboundedCatchUp,
    Mutant::FiresAtResume,
    Mutant::ZoneResetsCount,
];

/// A card that came to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub wall_ms: i64,
    pub boot_ms: i64,
    pub boots: u32,
    pub ids: Vec<String>,
    /// Whether one of them came back from a snooze.
    pub returned: bool,
    /// Whether it took the place of a card that came within the same minute.
    pub shared: bool,
}

/// The companion's computer.
#[derive(Clone, Debug)]
pub struct World {
    pub state: State,
    /// What of the memory is on the disk: all that a companion finds that was stopped or died.
    on_disk: Memory,
    pub place: Place,
    pub wall_ms: i64,
    pub boot_ms: i64,
    pub mono_ms: i64,
    boots: u32,
    started: bool,
    login: bool,
    /// On the boot clock: the last key or movement; `None` = somebody is at it all the time.
    away_since: Option<i64>,
    pub locked: Option<bool>,
    /// Whether this computer says anything of the person.
    pub sees_person: bool,
    pub wake: NextWake,
    /// The longest time between two looks.
    pub stride_ms: i64,
    /// Whether the companion hears of sleep, lock and the like at once.
    pub hears: bool,
    pub mutant: Option<Mutant>,
    pub shown: Vec<Shown>,
    pub withdrawn: Vec<(i64, String)>,
    /// What was missed, when it was written down, and why.
    pub missed: Vec<(i64, String, &'static str)>,
    /// Every occurrence that was ever written down.
    pub rows: BTreeMap<String, Occurrence>,
    /// How often each was claimed.
    pub claims: BTreeMap<String, u32>,
    pub dies_after_claim: bool,
    pub dies_before_commit: bool,
    pub looks: u64,
    pub lines: Vec<String>,
    pub tells: bool,
}

impl World {
    /// A computer that has been running for an hour, with nobody away.
    pub fn at(local: &str, zone: Tz) -> Self {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("date and time");
        let place = place(zone);
        let mut world = Self {
            state: State::default(),
            on_disk: Memory::default(),
            place,
            wall_ms: resolve(local, &place) * SECOND,
            boot_ms: HOUR,
            mono_ms: HOUR,
            boots: 1,
            started: true,
            login: false,
            away_since: None,
            locked: Some(false),
            sees_person: true,
            wake: NextWake::Never,
            stride_ms: HEARTBEAT_MS,
            hears: true,
            mutant: None,
            shown: Vec::new(),
            withdrawn: Vec::new(),
            missed: Vec::new(),
            rows: BTreeMap::new(),
            claims: BTreeMap::new(),
            dies_after_claim: false,
            dies_before_commit: false,
            looks: 0,
            lines: Vec::new(),
            tells: false,
        };
        world.look();
        world
    }

    /// The same world with a bug in it.
    pub fn with(mut self, mutant: Option<Mutant>) -> Self {
        self.mutant = mutant;
        self.place.stale = mutant == Some(Mutant::ReusedDstFlag);
        self
    }

    pub fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    pub fn local(&self, wall_ms: i64) -> NaiveDateTime {
        let utc_s = wall_ms.div_euclid(SECOND);
        let offset = place(self.place.zone).offset_s(utc_s);
        DateTime::from_timestamp(utc_s + i64::from(offset), 0)
            .expect("in range")
            .naive_utc()
    }

    /// The instant of a date and time on the person's clock.
    pub fn instant(&self, local: &str) -> i64 {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("date and time");
        resolve(local, &place(self.place.zone)) * SECOND
    }

    pub fn say(&mut self, line: impl FnOnce() -> String) {
        if self.tells {
            let local = self.local(self.wall_ms).format("%a %Y-%m-%d %H:%M:%S");
            let text = format!("{local}  {}", line());
            self.lines.push(text);
        }
    }

    /// Takes a rule into force, from now on.
    pub fn add(&mut self, rule: Rule) {
        self.state.rules.retain(|kept| kept.rule.id != rule.id);
        self.state.rules.push(Kept {
            rule,
            active_from_ms: self.wall_ms,
            asking: Default::default(),
        });
        self.look();
    }

    pub fn presence(&self) -> Presence {
        if !self.sees_person {
            return Presence::default();
        }
        let away = self.away_since.map_or(0, |since| self.boot_ms - since);
        let idle = if self.is(Mutant::NagAfterIdle) {
            0
        } else {
            away
        };
        Presence {
            idle_ms: Some(idle),
            locked: self.locked,
        }
    }

    fn clocks(&self) -> Clocks {
        let (mut boot_ms, mut mono_ms) = (self.boot_ms, self.mono_ms);
        match self.mutant {
            Some(Mutant::SuspendBlind) => boot_ms = mono_ms,
            Some(Mutant::WallForElapsed) => (boot_ms, mono_ms) = (self.wall_ms, self.wall_ms),
            Some(Mutant::FiresAtResume) => mono_ms = boot_ms,
            _ => {}
        }
        Clocks {
            wall_ms: self.wall_ms,
            boot_ms,
            mono_ms,
            boot_id: self.boots.to_string(),
        }
    }

    /// One round of the companion.
    pub fn look(&mut self) {
        self.looks += 1;
        self.break_before();
        let place = self.place;
        let tick = Tick {
            clocks: self.clocks(),
            zone: &place,
            started: self.started,
            login: self.login,
            presence: self.presence(),
            heartbeat_ms: self.stride_ms,
        };
        // Whoever dies before the commit finds everything as it was.
        let before = self.dies_before_commit.then(|| self.state.clone());
        let (mut after, effects, wake) = step(std::mem::take(&mut self.state), &tick);
        let shows = effects.iter().any(|it| matches!(it, Effect::Show(_)));
        if let Some(before) = before {
            self.state = before;
        }
        if shows && std::mem::take(&mut self.dies_before_commit) {
            self.say(|| "the companion died before it had written anything".into());
            self.restart();
            return self.look();
        }
        (self.started, self.login) = (false, false);
        self.wake = wake;
        if !effects.is_empty() || after.memory.differs_from(&self.on_disk) {
            self.on_disk = after.memory.clone();
        }
        let mut card = None;
        let mut returned = false;
        let mut claimed = Vec::new();
        for effect in effects {
            match effect {
                Effect::Keep {
                    occurrence, logged, ..
                } => {
                    let id = occurrence.id.clone();
                    let before = self.rows.insert(id.clone(), occurrence.clone());
                    if !logged {
                        continue;
                    }
                    match occurrence.standing {
                        Standing::Claimed => {
                            returned |= before.is_some();
                            claimed.push(id);
                        }
                        Standing::Missed(reason) => {
                            self.missed.push((self.wall_ms, id.clone(), reason.word()));
                            self.say(|| format!("missed {id} ({})", reason.word()));
                        }
                        standing => self.say(|| format!("{} {id}", standing.word())),
                    }
                }
                Effect::Show(it) => card = Some(it),
                Effect::Withdraw(id) => {
                    self.say(|| format!("off the screen {id}"));
                    self.withdrawn.push((self.wall_ms, id));
                }
            }
        }
        for id in claimed {
            *self.claims.entry(id).or_default() += 1;
        }
        if let Some(card) = card {
            if std::mem::take(&mut self.dies_after_claim) {
                self.state = after;
                self.say(|| "the companion died before it showed the card".into());
                self.restart();
                return self.look();
            }
            let gap = self.is(Mutant::DropInGap)
                && card.ids.iter().all(|id| {
                    after.occurrences.iter().any(|row| {
                        row.id == *id
                            && !backstride_core::reminders::exists(
                                row.date.and_time(row.time),
                                &place,
                            )
                    })
                });
            if !gap {
                let shared = self
                    .shown
                    .last()
                    .is_some_and(|last| (0..MINUTE).contains(&(self.boot_ms - last.boot_ms)));
                self.say(|| format!("CARD {}", card.ids.join(" ")));
                self.shown.push(Shown {
                    wall_ms: self.wall_ms,
                    boot_ms: self.boot_ms,
                    boots: self.boots,
                    ids: card.ids.clone(),
                    returned,
                    shared,
                });
            }
            for row in &mut after.occurrences {
                if card.ids.contains(&row.id) && row.standing == Standing::Claimed {
                    row.standing = Standing::Shown;
                    row.shown_at_ms = Some(self.wall_ms);
                    self.rows.insert(row.id.clone(), row.clone());
                }
            }
            if self.is(Mutant::StuckAfterCard) {
                self.wake = NextWake::Never;
            }
        }
        // As the file does: what is closed and old is loaded no more.
        let since_ms = self.wall_ms - 6 * DAY;
        if self.looks.is_multiple_of(64) {
            after
                .occurrences
                .retain(|row| row.due_at_ms >= since_ms || row.standing.is_open());
            after
                .deeds
                .retain(|done| done.at_ms >= self.wall_ms - 3 * DAY);
        }
        self.state = after;
    }

    /// What a bug makes of the state before the engine sees it.
    fn break_before(&mut self) {
        match self.mutant {
            Some(Mutant::SingleSlot) => {
                let last = self.state.occurrences.pop();
                self.state.occurrences = last.into_iter().collect();
            }
            Some(Mutant::ForgottenAtRestart) if self.started => self.state.occurrences.clear(),
            Some(Mutant::SnoozeLostAtRestart) if self.started => {
                for row in &mut self.state.occurrences {
                    if row.standing == Standing::Snoozed {
                        row.standing = Standing::Dismissed;
                        row.snoozed_until_ms = None;
                    }
                }
            }
            Some(Mutant::QuietDoesNotWrap) => {
                let wraps = |it: &backstride_core::reminders::Quiet| it.span.to() < it.span.from();
                self.state.quiet = self.state.quiet.filter(|it| !wraps(it));
            }
            Some(Mutant::UnboundedCatchUp) => {
                for kept in &mut self.state.rules {
                    kept.rule.terms.missed = backstride_core::reminders::Missed::DayEnd;
                }
            }
            _ => {}
        }
    }

    fn pass(&mut self, ms: i64, awake: bool) {
        self.wall_ms += ms;
        self.boot_ms += ms;
        if awake {
            self.mono_ms += ms;
        } else if self.is(Mutant::PauseStopsInSleep)
            && let Some(pause) = &mut self.state.pause
            && let Until::Instant(until_ms) = &mut pause.until
        {
            *until_ms += ms;
        }
    }

    /// The companion's rounds for so long.
    pub fn run(&mut self, ms: i64) {
        let end = self.boot_ms + ms;
        while self.boot_ms < end {
            let left = end - self.boot_ms;
            let wait = match self.wake {
                NextWake::Never => left,
                NextWake::At(at_ms) => (at_ms - self.wall_ms).clamp(1, self.stride_ms).min(left),
            };
            self.pass(wait, true);
            self.look();
        }
    }

    /// The companion's rounds until the clock shows this.
    pub fn run_to(&mut self, local: &str) {
        let ms = self.instant(local) - self.wall_ms;
        assert!(ms >= 0, "{local} is over");
        self.run(ms);
    }

    /// Something happened that the system may tell of; without that the companion's own timer goes on, which stands still
    /// in sleep and knows of no wall clock.
    fn hint(&mut self, wall_moved_ms: i64) {
        if self.hears {
            self.look();
        } else if let NextWake::At(at_ms) = &mut self.wake {
            *at_ms += wall_moved_ms;
        }
    }

    pub fn sleep(&mut self, ms: i64) {
        self.say(|| format!("asleep for {} min", ms / MINUTE));
        if self.away_since.is_none() {
            self.away_since = Some(self.boot_ms);
        }
        self.pass(ms, false);
        self.away_since = None;
        self.hint(ms);
    }

    /// Off and started again; the hardware clock may be wrong by so much.
    pub fn off(&mut self, ms: i64, wrong_by: i64) {
        self.say(|| format!("off for {} min", ms / MINUTE));
        self.wall_ms += ms + wrong_by;
        (self.boot_ms, self.mono_ms) = (20 * SECOND, 20 * SECOND);
        self.boots += 1;
        self.away_since = None;
        self.restart();
        self.look();
    }

    /// The companion is asked to end, writes its notebook up, and another one starts.
    pub fn stop(&mut self) {
        self.on_disk = self.state.memory.clone();
        self.restart();
        self.look();
    }

    /// The companion dies and another one starts.
    pub fn restart(&mut self) {
        self.started = true;
        self.state.memory = self.on_disk.clone();
    }

    pub fn login(&mut self) {
        (self.started, self.login) = (true, true);
        self.look();
    }

    pub fn set_clock(&mut self, by_ms: i64) {
        self.wall_ms += by_ms;
        self.say(|| format!("the clock is set by {} s", by_ms / SECOND));
        self.hint(by_ms);
    }

    pub fn travel(&mut self, zone: Tz) {
        self.place.zone = zone;
        self.say(|| format!("now in {zone}"));
        match self.mutant {
            Some(Mutant::InstantAsName) => self.state.occurrences.clear(),
            Some(Mutant::ZoneResetsCount) => {
                let occurrences = std::mem::take(&mut self.state.occurrences);
                self.state.memory = Default::default();
                self.state.occurrences = occurrences;
            }
            _ => {}
        }
        self.hint(0);
    }

    /// The person leaves the computer, or comes back to it.
    pub fn away(&mut self, away: bool) {
        match (away, self.away_since) {
            (true, None) => self.away_since = Some(self.boot_ms),
            (false, Some(_)) => {
                self.away_since = None;
                self.hint(0);
            }
            _ => {}
        }
    }

    pub fn lock(&mut self, locked: bool) {
        self.locked = Some(locked);
        self.say(|| if locked { "locked" } else { "unlocked" }.into());
        self.away(locked);
        self.hint(0);
    }

    pub fn did(&mut self, done: Done) {
        self.say(|| format!("{} {}", done.deed.word(), done.id));
        self.state.deeds.push(done);
        self.look();
    }

    pub fn undo(&mut self, id: &str) {
        self.state.deeds.retain(|done| done.id != id);
        self.look();
    }

    /// The occurrences that want an answer.
    pub fn open(&self) -> Vec<String> {
        let open = self.state.occurrences.iter();
        let open = open.filter(|row| row.standing.is_open());
        open.map(|row| row.id.clone()).collect()
    }

    /// What a person says to one of them; the file does the same with it.
    pub fn answer(&mut self, id: &str, answer: Answer) {
        let now_ms = self.wall_ms;
        let Some(row) = self.state.occurrences.iter_mut().find(|row| row.id == id) else {
            return;
        };
        if !row.standing.is_open() {
            return;
        }
        row.answered_at_ms = Some(now_ms);
        let before = row.standing;
        row.snoozed_until_ms = None;
        row.standing = match answer {
            Answer::Done => Standing::Done,
            Answer::Skip => Standing::Skipped,
            Answer::Snooze { .. } | Answer::AfterThisHour
                if before != Standing::Snoozed && row.snoozes >= SNOOZES_MAX =>
            {
                Standing::Waiting
            }
            Answer::Snooze { minutes } => {
                row.snoozes += u8::from(before != Standing::Snoozed);
                row.snoozed_until_ms = Some(now_ms + i64::from(minutes) * MINUTE);
                Standing::Snoozed
            }
            Answer::AfterThisHour => {
                row.snoozes += u8::from(before != Standing::Snoozed);
                row.snoozed_until_ms = Some(now_ms - now_ms.rem_euclid(HOUR) + HOUR);
                Standing::Snoozed
            }
        };
        let (row, word) = (row.clone(), row.standing.word());
        self.rows.insert(row.id.clone(), row);
        self.say(|| format!("answered {word} {id}"));
        self.look();
    }

    /// How often each was shown.
    pub fn times_shown(&self) -> BTreeMap<String, u32> {
        let mut times = BTreeMap::new();
        for card in &self.shown {
            for id in &card.ids {
                *times.entry(id.clone()).or_default() += 1;
            }
        }
        times
    }

    /// When a rule of times of day comes next.
    pub fn next_of(&self, rule_id: &str) -> Option<i64> {
        let kept = self
            .state
            .rules
            .iter()
            .find(|kept| kept.rule.id == rule_id)?;
        next_after(kept, self.wall_ms, &self.place)
    }
}
