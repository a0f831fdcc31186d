//! The progress bar: on a terminal only, and only when the work takes a while.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::printable;

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// A line on stderr that says what is being done. It vanishes when dropped.
pub(crate) struct Bar {
    bar: ProgressBar,
    timer: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Bar {
    /// A bar that shows itself after a while; never when `quiet`, nor where stderr is no terminal.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        // The template is a constant that a test renders.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style);
        }
        let timer = (!quiet).then(|| {
            let (stop, stopped) = channel();
            let shown = bar.clone();
            let thread = thread::spawn(move || {
                if stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    shown.set_draw_target(ProgressDrawTarget::stderr());
                    shown.enable_steady_tick(TICK);
                }
            });
            (stop, thread)
        });
        Self { bar, timer }
    }

    /// Says what is being done.
    pub(crate) fn say(&self, message: &str) {
        self.bar.set_message(printable(message));
    }

    /// Prints to stderr without tearing the bar.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.timer.take() {
            drop(stop);
            // The timer cannot panic; if it did, there is only no bar.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}
