//! Ctrl-C: the first one asks the work to end, the second one ends the process.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::{Exit, Failure};

static ASKED: AtomicBool = AtomicBool::new(false);
/// Whether nothing is under way that must end in good order.
static AT_ONCE: AtomicBool = AtomicBool::new(true);

/// Takes over SIGINT, SIGTERM and SIGHUP.
pub(crate) fn install() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        let again = ASKED.swap(true, Ordering::Relaxed);
        if again || AT_ONCE.load(Ordering::Relaxed) {
            process::exit(Exit::Interrupted as i32);
        }
    })
    .map_err(|error| Failure::new(Exit::Interrupted, error))
}

/// Runs `work`, which watches the flag it is given and ends in good order when it is set.
pub(crate) fn guard<T>(work: impl FnOnce(&AtomicBool) -> T) -> Result<T, Failure> {
    AT_ONCE.store(false, Ordering::Relaxed);
    let result = work(&ASKED);
    AT_ONCE.store(true, Ordering::Relaxed);
    if ASKED.load(Ordering::Relaxed) {
        return Err(Failure::interrupted());
    }
    Ok(result)
}

/// Runs a service, whose ordinary end is a signal; it watches the flag it is given.
pub(crate) fn in_good_order<T>(work: impl FnOnce(&AtomicBool) -> T) -> T {
    AT_ONCE.store(false, Ordering::Relaxed);
    let result = work(&ASKED);
    AT_ONCE.store(true, Ordering::Relaxed);
    result
}
