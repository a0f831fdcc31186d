//! Signals: the first one asks the work to end in good order, the second one ends the process.

use std::future::Future;
use std::io;
use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use crate::exit::{Exit, Failure};
use crate::runtime::{block_on, runtime};

/// Whether a signal came, for work that looks at a flag.
static ASKED: AtomicBool = AtomicBool::new(false);
/// The same for work that can wait for it.
static STOP: LazyLock<CancellationToken> = LazyLock::new(CancellationToken::new);
/// Whether the first signal ends the process, because no work is under way that must end in good order.
static AT_ONCE: AtomicBool = AtomicBool::new(true);

/// Takes over SIGINT, SIGTERM and SIGHUP, or the console's events on Windows.
pub(crate) fn install() -> Result<(), Failure> {
    let runtime = runtime()?;
    let _inside = runtime.enter();
    let mut signals = Signals::new()
        .context("cannot wait for signals")
        .map_err(|error| Failure::new(Exit::Interrupted, error))?;
    runtime.spawn(async move {
        loop {
            signals.next().await;
            let again = ASKED.swap(true, Ordering::Relaxed);
            if again || AT_ONCE.load(Ordering::Relaxed) {
                process::exit(Exit::Interrupted as i32);
            }
            STOP.cancel();
        }
    });
    Ok(())
}

/// Runs `work`, which watches the flag that it gets and ends in good order when the flag is set.
pub(crate) fn guard<T>(work: impl FnOnce(&AtomicBool) -> T) -> Result<T, Failure> {
    let result = in_good_order(|| work(&ASKED));
    if ASKED.load(Ordering::Relaxed) {
        return Err(Failure::interrupted());
    }
    Ok(result)
}

/// Runs a service until it ends. A signal cancels the token that it gets, which is its ordinary end.
pub(crate) fn serve<F>(service: impl FnOnce(CancellationToken) -> F) -> Result<(), Failure>
where
    F: Future<Output = Result<(), Failure>>,
{
    in_good_order(|| block_on(service(STOP.clone())))
}

fn in_good_order<T>(work: impl FnOnce() -> T) -> T {
    AT_ONCE.store(false, Ordering::Relaxed);
    let result = work();
    AT_ONCE.store(true, Ordering::Relaxed);
    result
}

/// The signals that end the process.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

/// The events of the console that end the process.
#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
    stop: tokio::signal::windows::CtrlBreak,
    close: tokio::signal::windows::CtrlClose,
    shut_down: tokio::signal::windows::CtrlShutdown,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
        Ok(Self {
            interrupt: ctrl_c()?,
            stop: ctrl_break()?,
            close: ctrl_close()?,
            shut_down: ctrl_shutdown()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.stop.recv() => {}
            _ = self.close.recv() => {}
            _ = self.shut_down.recv() => {}
        }
    }
}
