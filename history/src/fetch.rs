//! One run of git that takes long: its progress passed on, its whole process group ended on wish.

use std::io::{self, Read as _};
use std::process::{Child, ChildStderr, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use bstr::ByteSlice as _;

use crate::git::{Git, last_message};
use crate::job::Job;
use crate::location::RemoteUrl;

/// How often the caller's wish to stop is looked at.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long git may take to clean up after itself once it is told to stop.
const PATIENCE: Duration = Duration::from_secs(3);
/// Longest line of progress; the rest of a longer one starts a new line.
const LONGEST_LINE: usize = 4096;

/// Why a run of git brought nothing.
pub(crate) enum FetchError {
    Missing(io::Error),
    DiskFull,
    Cancelled,
    /// What git said last.
    Failed(String),
}

/// What a run of git came to.
pub(crate) struct Outcome {
    /// The server sent everything, though it was asked to leave out files.
    pub(crate) filter_ignored: bool,
}

/// Runs `git` to its end, or until the job is cancelled.
pub(crate) fn run(git: Git, url: &RemoteUrl, job: &Job<'_>) -> Result<Outcome, FetchError> {
    let mut command = git.command();
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(FetchError::Missing)?;
    let (sender, lines) = mpsc::channel();
    let stderr = child.stderr.take();
    let reader = std::thread::spawn(move || stderr.map(|stderr| pass_on(stderr, &sender)));
    let mut said = Said::default();
    let mut is_cancelled = false;
    loop {
        match lines.recv_timeout(INTERVAL) {
            Ok(line) => {
                let line = url.redact(&line);
                said.take(&line);
                job.progress.git_line(&line);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if job.check().is_err() {
            is_cancelled = true;
            end(&mut child);
            break;
        }
    }
    let status = child.wait();
    drop(lines);
    // A reader that still waits holds a pipe that a left-over helper keeps open; it ends with that.
    drop(reader);
    match status {
        _ if is_cancelled => Err(FetchError::Cancelled),
        Ok(status) if status.success() => Ok(Outcome {
            filter_ignored: said.filter_ignored,
        }),
        Ok(_) if said.disk_is_full => Err(FetchError::DiskFull),
        Ok(status) if said.last.is_empty() => Err(FetchError::Failed(status.to_string())),
        Ok(_) => Err(FetchError::Failed(said.last)),
        Err(error) => Err(FetchError::Failed(error.to_string())),
    }
}

/// What is remembered of git's lines.
#[derive(Default)]
struct Said {
    /// The line that tells what went wrong, as far as one did.
    last: String,
    has_error: bool,
    disk_is_full: bool,
    filter_ignored: bool,
}

impl Said {
    /// What git says of every ssh that failed; ssh's own line before it tells why.
    const HOLLOW: &str = "fatal: Could not read from remote repository.";

    fn take(&mut self, line: &str) {
        self.filter_ignored |= line.contains("filtering not recognized by server");
        self.disk_is_full |= line.contains("No space left on device");
        // Advice follows the first error, and errors that only follow from it.
        let is_hollow = line == Self::HOLLOW && !self.last.is_empty();
        if !self.has_error && !is_hollow {
            self.last = last_message(line.as_bytes());
        }
        self.has_error |= line.starts_with("fatal: ");
    }
}

/// Sends every line; git ends those of its progress with a carriage return.
fn pass_on(mut stderr: ChildStderr, sender: &Sender<String>) {
    let mut pending = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = match stderr.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Ok(0) | Err(_) => break,
            Ok(count) => count,
        };
        for byte in &buffer[..count] {
            let ends = matches!(byte, b'\n' | b'\r');
            if !ends {
                pending.push(*byte);
            }
            if ends || pending.len() == LONGEST_LINE {
                send(&mut pending, sender);
            }
        }
    }
    send(&mut pending, sender);
}

fn send(pending: &mut Vec<u8>, sender: &Sender<String>) {
    let line = std::mem::take(pending);
    if !line.trim().is_empty() {
        // The server wrote part of it: its control characters must not reach a terminal.
        let line = line
            .trim_end()
            .to_str_lossy()
            .replace(char::is_control, " ");
        // Nobody listens any more once the job is cancelled.
        drop(sender.send(line));
    }
}

/// Asks git and its helpers to stop, so that they remove their lock files, and insists after a while.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let Some(group) = group else {
            return;
        };
        // An error means that the group is gone already.
        let _ = kill_process_group(group, Signal::TERM);
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if !matches!(child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(INTERVAL / 10);
        }
        let _ = kill_process_group(group, Signal::KILL);
    }
    #[cfg(not(unix))]
    drop(child.kill());
}
