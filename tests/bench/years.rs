//! A synthetic life of many years, written through the core's own functions: pain that drifts from day to day, flares,
//! walks, treatments, gaps, and travel across zones. Nothing in it is about anybody.

use std::path::Path;

use backstride_core::diary::{
    self, Answer, DayForm, FactorDay, FlareForm, Frame, Helped, Intensity, LegSymptom, Level,
    Lifting, MedicineForm, Method, Name, Note, Occasion, PainForm, PartOfDay, Quality, Region,
    RegionPain, ReliefForm, Sitting,
};
use backstride_core::settings::{self, Settings};
use backstride_core::vault::Vault;
use backstride_core::walks::{
    self, Aid, Carried, Distance, EasedBy, Onset, Slope, Surface, WalkForm,
};
use backstride_core::worded::Worded;
use backstride_core::{Moment, Result, db, history};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use rusqlite::Transaction;

/// The last day of the diary, so that a sample does not depend on when it is made.
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).expect("the calendar has it");

/// Days that share a transaction: a save of its own for each record would take an hour.
const DAYS_TOGETHER: u64 = 30;

const HOME: Tz = chrono_tz::Europe::London;
const AWAY: [Tz; 5] = [
    chrono_tz::America::New_York,
    chrono_tz::Asia::Tokyo,
    chrono_tz::Australia::Lord_Howe,
    chrono_tz::Europe::Berlin,
    chrono_tz::Asia::Kolkata,
];

const NOTES: [&str; 10] = [
    "Walked to the market and back.",
    "Stiff after a long drive.",
    "Better once I had been moving for ten minutes.",
    "Carried the shopping in one hand.",
    "Slept badly.",
    "Sat through a long meeting.",
    "Hills by the river. Had to stop twice.",
    "Garden work, mostly weeding.",
    "Café with Zoë, sat on a hard chair ☕",
    "كان يومًا جيدًا",
];

/// Writes the diary of so many years into a folder and says how much it holds; the same years and seed give the same.
pub(crate) fn write(
    years: u64,
    seed: u64,
    dir: &Path,
) -> std::result::Result<String, Box<dyn std::error::Error>> {
    if dir.join(db::File::Diary.name()).exists() {
        return Err(format!("{} holds a diary already", dir.display()).into());
    }
    let first = LAST
        .checked_sub_days(Days::new(years * 365))
        .ok_or("too many years")?;
    let mut life = Life::new(seed, first);
    let start = life.moment(first, 8 * 60);
    let mut vault = Vault::open(dir, start)?;
    db::write(&mut vault.diary, |tx| life.prepare(tx, start))?;
    let mut date = first;
    while date <= LAST {
        db::write(&mut vault.diary, |tx| {
            for _ in 0..DAYS_TOGETHER {
                if date <= LAST {
                    life.day(tx, date)?;
                    date = date + Days::new(1);
                }
            }
            Ok(())
        })?;
    }
    let total: u32 = vault
        .diary
        .query_row("SELECT count(*) FROM line", [], |row| row.get(0))?;
    vault.close()?;
    Ok(format!(
        "{total} records from {first} to {LAST} in {}",
        dir.display()
    ))
}

/// Steele, Lea and Flood 2014, "SplitMix": small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1, the end excluded.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn yes(&mut self, share: f64) -> bool {
        self.share() < share
    }

    fn from(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// About normal, with mean 0 and deviation 1: twelve shares less six.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[(self.next() % of.len() as u64) as usize]
    }

    fn word<T: Worded>(&mut self) -> T {
        self.one(T::ALL)
    }

    fn maybe<T>(&mut self, share: f64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes(share).then(|| make(self))
    }
}

/// What carries over from one day to the next.
struct Life {
    chance: Chance,
    made: u64,
    /// How bad things are, apart from flares, 0 to 10.
    level: f64,
    /// The last day of the flare that runs, and its record.
    flare: Option<(NaiveDate, String)>,
    /// The last day on which nothing is written.
    silent_until: NaiveDate,
    zone: Tz,
    /// The last day away from home.
    away_until: NaiveDate,
    shoes: Vec<String>,
    factors: Vec<String>,
}

impl Life {
    fn new(seed: u64, first: NaiveDate) -> Self {
        Self {
            chance: Chance(seed),
            made: 0,
            level: 4.0,
            flare: None,
            silent_until: first.pred_opt().unwrap_or(first),
            zone: HOME,
            away_until: first,
            shoes: Vec::new(),
            factors: Vec::new(),
        }
    }

    /// The moment when the clock of the place shows these minutes; in a skipped hour, one later.
    fn moment(&self, date: NaiveDate, minute: u64) -> Moment {
        let local = NaiveDateTime::new(date, NaiveTime::MIN) + TimeDelta::minutes(minute as i64);
        let known = |local| self.zone.from_local_datetime(&local).earliest();
        known(local)
            .or_else(|| known(local + TimeDelta::hours(1)))
            .map(|instant| Moment::from(instant.fixed_offset()))
            .unwrap_or(Moment {
                utc_ms: local.and_utc().timestamp_millis(),
                offset_min: 0,
            })
    }

    /// In the form of a UUIDv7, without a clock or a system's chance in it.
    fn id(&mut self, now: Moment) -> String {
        self.made += 1;
        let ms = now.utc_ms.unsigned_abs();
        format!(
            "{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
            (ms >> 16) & 0xFFFF_FFFF,
            ms & 0xFFFF,
            self.made & 0xFFF,
            (self.made >> 12) & 0xFFF,
            self.chance.next() & 0xFFFF_FFFF_FFFF
        )
    }

    fn prepare(&mut self, tx: &Transaction<'_>, now: Moment) -> Result<()> {
        let choices = Settings {
            region: Some("uk".to_owned()),
            first_run_done: true,
            ..Settings::default()
        };
        settings::save(tx, &choices, now)?;
        for text in ["Trainers", "Boots", "Office shoes", "Sandals"] {
            let id = self.id(now);
            walks::save_footwear(tx, &id, &Name::new(text, "name")?, now)?;
            self.shoes.push(id);
        }
        for text in ["Hills", "Long drive", "Heavy bag", "Poles", "Warm-up"] {
            let id = self.id(now);
            diary::save_factor(tx, &id, &Name::new(text, "name")?, true, now)?;
            self.factors.push(id);
        }
        Ok(())
    }

    fn day(&mut self, tx: &Transaction<'_>, date: NaiveDate) -> Result<()> {
        self.travel(date);
        self.level = (self.level * 0.9 + 0.35 + 0.7 * self.chance.bell()).clamp(0.0, 8.0);
        if date <= self.silent_until {
            return Ok(());
        }
        if self.chance.yes(0.012) {
            self.silent_until = date + Days::new(self.chance.from(1, 9));
        }
        self.flares(tx, date)?;
        let burden = if self.flare.is_some() { 3.0 } else { 0.0 };
        for _ in 0..self.chance.from(11, 23) {
            let minute = self.chance.from(6 * 60, 23 * 60 + 50);
            self.pain(tx, date, minute, burden)?;
        }
        for _ in 0..self.chance.from(1, 5) {
            let minute = self.chance.from(7 * 60, 20 * 60);
            self.walk(tx, date, minute, burden)?;
        }
        for _ in 0..self.chance.from(2, 6) {
            let minute = self.chance.from(7 * 60, 22 * 60);
            self.treatment(tx, date, minute)?;
        }
        for _ in 0..self.chance.from(2, 6) {
            let minute = self.chance.from(7 * 60, 22 * 60);
            self.relief(tx, date, minute)?;
        }
        if self.chance.yes(0.9) {
            self.whole_day(tx, date, burden)?;
        }
        Ok(())
    }

    fn travel(&mut self, date: NaiveDate) {
        if self.zone == HOME && self.chance.yes(0.008) {
            self.zone = self.chance.one(&AWAY);
            self.away_until = date + Days::new(self.chance.from(4, 16));
        } else if date > self.away_until {
            self.zone = HOME;
        }
    }

    fn flares(&mut self, tx: &Transaction<'_>, date: NaiveDate) -> Result<()> {
        let now = self.moment(date, 22 * 60);
        match self.flare.take() {
            Some((last, id)) if date > last => {
                let form = FlareForm {
                    start_date: date, // replaced below by the one it was kept with
                    end_date: Some(last),
                    note: None,
                };
                let kept = diary::flares(tx)?.into_iter().find(|flare| flare.id == id);
                if let Some(kept) = kept {
                    let form = FlareForm {
                        start_date: kept.start_date,
                        ..form
                    };
                    diary::edit_flare(tx, &id, &form, now)?;
                }
            }
            running @ Some(_) => self.flare = running,
            None if self.chance.yes(0.015) => {
                let id = self.id(now);
                let form = FlareForm {
                    start_date: date,
                    end_date: None,
                    note: None,
                };
                diary::add_flare(tx, &id, &form, now)?;
                self.flare = Some((date + Days::new(self.chance.from(3, 12)), id));
            }
            None => {}
        }
        Ok(())
    }

    fn intensity(&mut self, burden: f64) -> Result<Intensity> {
        let value = self.level + burden + 1.1 * self.chance.bell();
        Intensity::new(value.round().clamp(0.0, 10.0))
    }

    fn note(&mut self, share: f64) -> Result<Option<Note>> {
        let text = self.chance.maybe(share, |chance| chance.one(&NOTES));
        Ok(text.map(Note::new).transpose()?.flatten())
    }

    fn pain(
        &mut self,
        tx: &Transaction<'_>,
        date: NaiveDate,
        minute: u64,
        burden: f64,
    ) -> Result<()> {
        // Some things are written down a day or three later.
        let late = if self.chance.yes(0.06) {
            self.chance.from(1, 3)
        } else {
            0
        };
        let written = (date + Days::new(late)).min(LAST);
        let now = self.moment(written, minute);
        let frame = match self.chance.from(0, 19) {
            0 => Frame::DayAverage,
            1 => Frame::DayWorst,
            2 | 3 if minute < 12 * 60 => Frame::Morning,
            _ => Frame::Now,
        };
        let text = date.to_string();
        let time = format!("{:02}:{:02}", minute / 60, minute % 60);
        let occasion = match (frame, self.chance.from(0, 9)) {
            (Frame::DayAverage | Frame::DayWorst, _) => Some(Occasion::day(date)),
            (_, 0) => {
                let part = self.chance.word::<PartOfDay>();
                Some(Occasion::new(&text, None, Some(part), false)?)
            }
            _ if late > 0 => Some(Occasion::new(&text, Some(&time), None, false)?),
            _ => None,
        };
        let legs = |chance: &mut Chance| {
            chance.maybe(0.15, |chance| match chance.from(0, 3) {
                0 => Vec::new(),
                1 => vec![LegSymptom::PainBelowKnee, LegSymptom::Tingling],
                _ => vec![LegSymptom::PainAboveKnee],
            })
        };
        let nrs = self.intensity(burden)?;
        let mut regions = Vec::new();
        if self.chance.yes(0.5) {
            const USUAL: [Region; 6] = [
                Region::LowBackLeft,
                Region::LowBackCentre,
                Region::LowBackRight,
                Region::ButtockLeft,
                Region::BackThighLeft,
                Region::CalfLeft,
            ];
            let most = self.chance.from(1, 3) as usize;
            let start = self.chance.from(0, 3) as usize;
            for region in &USUAL[start..start + most] {
                let nrs = self.chance.yes(0.4).then_some(nrs);
                regions.push(RegionPain {
                    region: *region,
                    nrs,
                });
            }
        }
        let form = PainForm {
            occasion,
            frame,
            nrs: (!self.chance.yes(0.02) || regions.is_empty()).then_some(nrs),
            regions,
            qualities: self
                .chance
                .maybe(0.3, |chance| chance.word::<Quality>())
                .into_iter()
                .collect(),
            leg_left: legs(&mut self.chance),
            leg_right: legs(&mut self.chance),
            note: self.note(0.12)?,
        };
        let id = self.id(now);
        diary::add_full(tx, &id, &form, now)?;
        if self.chance.yes(0.02) {
            let better = self.intensity(burden)?;
            let form = PainForm {
                occasion: None,
                nrs: Some(better),
                ..form
            };
            diary::edit_full(tx, &id, &form, now)?;
        } else if self.chance.yes(0.005) {
            history::delete(tx, backstride_core::record::Kind::Pain, &id, now)?;
            if self.chance.yes(0.5) {
                history::restore(tx, backstride_core::record::Kind::Pain, &id, now)?;
            }
        }
        Ok(())
    }

    fn walk(
        &mut self,
        tx: &Transaction<'_>,
        date: NaiveDate,
        minute: u64,
        burden: f64,
    ) -> Result<()> {
        let now = self.moment(date, minute);
        let before = self.intensity(burden)?;
        // People walk more on good mornings; the chart has to cope with it.
        let most = 70.0 - 5.0 * f64::from(before.get());
        let duration = (5.0 + self.chance.share() * most).round() as u16;
        let onset = self.chance.maybe(0.85, |chance| {
            let tolerance =
                (35.0 + 14.0 * chance.bell() - 3.0 * f64::from(before.get())).max(0.0) as u16;
            if tolerance >= duration {
                Onset::Never
            } else {
                Onset::After(tolerance)
            }
        });
        let hurt = matches!(onset, Some(Onset::After(_)));
        let after =
            f64::from(before.get()) + if hurt { 1.0 } else { -0.3 } + 0.8 * self.chance.bell();
        let after = Intensity::new(after.round().clamp(0.0, 10.0))?;
        let chance = &mut self.chance;
        let form = WalkForm {
            distance: chance
                .maybe(0.6, |chance| {
                    f64::from(duration) * (55.0 + 30.0 * chance.share())
                })
                .map(|metres| Distance::new(metres as u32))
                .transpose()?,
            onset,
            stopped: hurt.then(|| chance.yes(0.3)),
            eased_by: if hurt {
                vec![chance.one(&[
                    EasedBy::Sitting,
                    EasedBy::BendingForward,
                    EasedBy::StandingStill,
                ])]
            } else {
                Vec::new()
            },
            settle_min: hurt.then(|| chance.from(0, 90) as u16),
            surface: chance.maybe(0.7, Chance::word::<Surface>),
            slope: chance.maybe(0.7, Chance::word::<Slope>),
            carried: chance.maybe(0.5, Chance::word::<Carried>),
            aid: chance.maybe(0.3, Chance::word::<Aid>),
            footwear_id: None,
            pain_before: chance.yes(0.8).then_some(before),
            pain_peak: hurt.then(|| before.max(after)),
            pain_after: chance.yes(0.8).then_some(after),
            note: None,
            ..WalkForm::of_minutes(duration)
        };
        let shoes = self.chance.maybe(0.7, |chance| chance.from(0, 3) as usize);
        let form = WalkForm {
            footwear_id: shoes.map(|at| self.shoes[at].clone()),
            note: self.note(0.08)?,
            ..form
        };
        let id = self.id(now);
        walks::add(tx, &id, &form, now)?;
        Ok(())
    }

    fn treatment(&mut self, tx: &Transaction<'_>, date: NaiveDate, minute: u64) -> Result<()> {
        let now = self.moment(date, minute);
        let text = self
            .chance
            .one(&["The white ones", "The gel", "The evening tablet"]);
        let form = MedicineForm {
            occasion: None,
            name: Name::new(text, "name")?,
            amount: self
                .chance
                .maybe(0.4, |_| Name::new("one", "amount"))
                .transpose()?,
            helped: self.chance.maybe(0.7, Chance::word::<Helped>),
            note: None,
        };
        let id = self.id(now);
        diary::add_medicine(tx, &id, &form, now)?;
        Ok(())
    }

    fn relief(&mut self, tx: &Transaction<'_>, date: NaiveDate, minute: u64) -> Result<()> {
        let now = self.moment(date, minute);
        let form = ReliefForm {
            occasion: None,
            method: self.chance.word::<Method>(),
            helped: self.chance.maybe(0.7, Chance::word::<Helped>),
            note: self.note(0.03)?,
        };
        let id = self.id(now);
        diary::add_relief(tx, &id, &form, now)?;
        Ok(())
    }

    fn whole_day(&mut self, tx: &Transaction<'_>, date: NaiveDate, burden: f64) -> Result<()> {
        let now = self.moment(date, 22 * 60 + 30);
        let chance = &mut self.chance;
        let factors: Vec<FactorDay> = self
            .factors
            .iter()
            .filter_map(|id| {
                let state = chance.maybe(0.8, |chance| {
                    if chance.yes(0.3) {
                        Answer::Yes
                    } else {
                        Answer::No
                    }
                })?;
                Some(FactorDay {
                    factor_id: id.clone(),
                    state,
                })
            })
            .collect();
        let limited = self.intensity(burden - 1.0)?;
        let chance = &mut self.chance;
        let form = DayForm {
            limited: Some(limited),
            comfortable_walk_min: chance.maybe(0.7, |chance| chance.from(5, 60) as u16),
            sitting: chance.maybe(0.8, Chance::word::<Sitting>),
            stress: chance
                .maybe(0.8, |chance| Level::new(chance.from(0, 3) as f64, "stress"))
                .transpose()?,
            sleep_min: chance.maybe(0.8, |chance| 15 * chance.from(18, 36) as u16),
            sleep_quality: chance
                .maybe(0.8, |chance| {
                    Level::new(chance.from(0, 3) as f64, "sleepQuality")
                })
                .transpose()?,
            lifting: chance.maybe(0.6, Chance::word::<Lifting>),
            factors,
            note: None,
        };
        let form = DayForm {
            note: self.note(0.2)?,
            ..form
        };
        let id = self.id(now);
        diary::save_day(tx, &id, date, &form, now)?;
        Ok(())
    }
}
