//! The key store of the system: a shorter way into a locked diary, for whoever asked for it, and never the only one.
//!
//! Whatever is wrong with it (absent, locked, dismissed, silent, lying), the answer is the same: nothing is remembered,
//! and the passphrase is asked for. What it should keep is never written anywhere else.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use keyring::v1::Entry;
use zeroize::Zeroizing;

/// How long it may take, its own questions to the person included. The passphrase can be typed all the while.
const WAIT: Duration = Duration::from_secs(2);

const SERVICE: &str = "org.backstride.Backstride";

/// What is kept for the diary of this profile, if there is anything and it is told in time.
pub(crate) fn read(dir: &Path) -> Option<Zeroizing<Vec<u8>>> {
    let entry = named(dir);
    within(WAIT, move || {
        let secret = entry()?.get_secret().ok()?;
        Some(Zeroizing::new(secret))
    })
}

/// Keeps bytes for the diary of this profile; whether they were read back as they were given.
pub(crate) fn write(dir: &Path, bytes: &[u8]) -> bool {
    let (entry, bytes) = (named(dir), Zeroizing::new(bytes.to_vec()));
    within(WAIT, move || {
        let entry = entry()?;
        entry.set_secret(&bytes).ok()?;
        let back = Zeroizing::new(entry.get_secret().ok()?);
        (*back == *bytes).then_some(())
    })
    .is_some()
}

/// Takes away what is kept. Nothing depends on it: the slot it opened is gone already.
pub(crate) fn remove(dir: &Path) {
    let entry = named(dir);
    let _ = within(WAIT, move || entry()?.delete_credential().ok());
}

fn named(dir: &Path) -> impl FnOnce() -> Option<Entry> + Send + 'static {
    let name = format!("diary in {}", dir.display());
    move || Entry::new(SERVICE, &name).ok()
}

/// The answer of a call that may hang, on a thread of its own that is left behind when it does.
fn within<T: Send + 'static>(
    wait: Duration,
    ask: impl FnOnce() -> Option<T> + Send + 'static,
) -> Option<T> {
    let (told, answer) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more when the answer comes too late.
        let _ = told.send(ask());
    });
    answer.recv_timeout(wait).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::within;
    use std::time::Duration;

    #[test]
    fn a_store_that_hangs_panics_or_has_nothing_is_a_store_that_remembers_nothing() {
        let wait = Duration::from_millis(50);
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let hanging = within(wait, move || held.recv().ok());
        assert_eq!(hanging, None);
        drop(hold);
        assert_eq!(within(wait, || None::<()>), None);
        assert_eq!(within(Duration::from_secs(5), || Some(4)), Some(4));
    }
}
