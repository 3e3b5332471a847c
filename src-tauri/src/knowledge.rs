//! The shipped knowledge: unpacked once, searched through an index in memory.

use std::sync::{Mutex, OnceLock, PoisonError};

use backstride_content::Bundle;
use backstride_content::places::Region;
use backstride_content::programmes::Walking;
use backstride_content::search::{Hit, Search};

use crate::ipc_error::{ErrorCode, IpcError};

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));

/// Everything an author wrote, as it was proven when the program was built.
pub(crate) fn bundle() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| {
        Bundle::unpack(PACKED).expect("the build packed this library with the same code")
    })
}

/// Whose numbers and addresses to show, and whether they are those of the region that was asked for: a region that is not
/// known any more, or none, gets those of everybody else.
pub(crate) fn region(id: Option<&str>) -> Result<(&'static Region, bool), IpcError> {
    let bundle = bundle();
    let chosen = id.and_then(|id| bundle.region(id));
    let shown = chosen.or_else(|| bundle.elsewhere());
    Ok((shown.ok_or_else(unexpected)?, chosen.is_some()))
}

/// What is found for a query. The index is made at the first question, so that the first screen
/// does not wait for it.
pub(crate) fn find(query: &str) -> Result<Vec<Hit>, IpcError> {
    static SEARCH: Mutex<Option<Search>> = Mutex::new(None);
    let mut search = SEARCH.lock().unwrap_or_else(PoisonError::into_inner);
    if search.is_none() {
        *search = Some(Search::open(bundle()).map_err(|_| unexpected())?);
    }
    match &*search {
        Some(search) => search.find(query).map_err(|_| unexpected()),
        None => Err(unexpected()),
    }
}

/// An index in memory fails only when the program itself is wrong or out of memory.
fn unexpected() -> IpcError {
    IpcError::of(ErrorCode::Unexpected)
}

/// The numbers of the walking plan.
pub(crate) fn walking() -> &'static Walking {
    let numbers = bundle()
        .programmes
        .iter()
        .find_map(|it| it.walking.as_ref());
    numbers.expect("a test of the library finds the numbers of the walking plan")
}
