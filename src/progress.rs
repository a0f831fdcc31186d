//! The progress bar: only on a terminal, and only when the work takes a while.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::printable;

/// Shorter work shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// A line on stderr with the current step. It disappears when dropped.
pub(crate) struct Bar {
    bar: ProgressBar,
    timer: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Bar {
    /// A bar that appears after [`PATIENCE`]; never if `quiet`, nor if stderr is not a terminal.
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

    /// Shows the current step.
    pub(crate) fn show(&self, message: &str) {
        self.bar.set_message(printable(message));
    }

    /// Runs `print`, which writes to stderr, without breaking the bar.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.timer.take() {
            drop(stop);
            // The timer cannot panic; if it did, only the bar would be missing.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}
