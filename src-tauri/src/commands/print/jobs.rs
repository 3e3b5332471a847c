//! Which jobs are being done, and which of them nobody wants any more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The jobs that are not done yet; true = stopped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jobs(Arc<Mutex<HashMap<u32, bool>>>);

/// One of them. Dropping it takes it off the list.
#[derive(Debug)]
pub(super) struct Job {
    jobs: Jobs,
    number: u32,
}

impl Jobs {
    /// A job begins.
    pub(super) fn begin(&self, number: u32) -> Job {
        self.held().insert(number, false);
        Job {
            jobs: self.clone(),
            number,
        }
    }

    /// Stops a job; false where it is done already or never began.
    pub(super) fn stop(&self, number: u32) -> bool {
        match self.held().get_mut(&number) {
            Some(stopped) => {
                *stopped = true;
                true
            }
            None => false,
        }
    }

    /// A list of numbers and flags is sound whatever happened to the thread that held it.
    fn held(&self) -> MutexGuard<'_, HashMap<u32, bool>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    /// Whether nobody wants it any more.
    pub(super) fn stopped(&self) -> bool {
        self.jobs.held().get(&self.number).copied().unwrap_or(true)
    }

    /// Takes it off the list; false where it was stopped before. From here on it can no longer be stopped, so that
    /// whoever stopped it in time can rely on there being no file.
    pub(super) fn finish(&self) -> bool {
        self.jobs.held().remove(&self.number) == Some(false)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.jobs.held().remove(&self.number);
    }
}
