//! What of the diary the reminders may know: that somebody walked, wrote or did a routine, and when; never what.
//!
//! It is taken from the diary after each change of it and compared with what the schedule holds, so that whatever was
//! added, edited, taken back or restored comes out right by itself.

use std::sync::mpsc;
use std::time::Duration;

use backstride_agent::clock;
use backstride_agent::nudge::{self, Nudge, Role};
use backstride_core::record::Kind;
use backstride_core::reminders::{self, Deed, Happened, Plan, Rule, resolve};
use backstride_core::{db, timeline};
use chrono::{Days, TimeDelta};
use tauri::{AppHandle, Manager as _};

use crate::ipc_error::IpcError;
use crate::keeper;
use crate::records::Records;
use crate::wiring;

/// How many days back a reminder may ask for.
const DAYS: Days = Days::new(3);

/// How long the companion may take to hear of it; nobody waits for the answer.
const WAIT: Duration = Duration::from_millis(200);

/// Brings the schedule up to date from here on after each change, on a thread of its own: whoever saves a walk waits for
/// the walk to be on the disk and for nothing else.
pub(crate) fn follow(app: AppHandle) {
    let (changes, heard) = mpsc::channel();
    app.state::<Records>().tell_of_changes(changes);
    std::thread::spawn(move || {
        while heard.recv().is_ok() {
            // What came together is told together.
            while heard.try_recv().is_ok() {}
            keeper::heard(&app);
            if tell(&app.state::<Records>()) {
                wiring::records_changed(&app, "reminders");
            }
        }
    });
}

/// Brings the schedule up to date, where a reminder wants to know; whether that changed it.
pub(crate) fn tell(records: &Records) -> bool {
    // A reminder that hears of a walk late is no reason to say that the walk is not saved.
    told(records).unwrap_or(false)
}

fn told(records: &Records) -> Result<bool, IpcError> {
    let dir = &records.profile().dir;
    if !db::exists(dir, db::File::Schedule) {
        return Ok(false);
    }
    if !records
        .read_schedule(reminders::rules)?
        .iter()
        .any(wants_to_know)
    {
        return Ok(false);
    }
    let (now, zone) = (clock::now(), clock::zone());
    let first = now.local_date() - DAYS;
    let of_late: Vec<Happened> = records
        .read(|conn| timeline::of_late(conn, first))?
        .into_iter()
        .filter_map(|one| {
            let deed = match one.kind {
                Kind::Walk => Deed::Walk,
                Kind::Pain => Deed::Diary,
                Kind::Session => Deed::Routine,
                _ => return None,
            };
            let midnight = one.local_date.and_hms_opt(0, 0, 0)?;
            let local = midnight + TimeDelta::minutes(i64::from(one.sort_min));
            Some(Happened {
                id: one.id,
                deed,
                // What has no time of day of its own is sorted to the end of its day, which may be ahead.
                at_ms: (resolve(local, &zone) * 1000).min(now.utc_ms),
            })
        })
        .collect();
    let kinds = [Deed::Walk, Deed::Diary, Deed::Routine];
    let changed = records.write_schedule(|tx| reminders::happened(tx, &kinds, &of_late, now))?;
    if changed {
        let _ = nudge::send(records.profile(), Role::Agent, &Nudge::ReRead, WAIT);
    }
    Ok(changed)
}

fn wants_to_know(rule: &Rule) -> bool {
    rule.enabled && (rule.terms.unless.is_some() || matches!(rule.plan, Plan::After { .. }))
}
