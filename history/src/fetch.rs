//! One long run of git: passes its progress on, and stops its whole process group on request.

use std::io::{self, Read as _};
use std::process::{Child, ChildStderr, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use bstr::ByteSlice as _;

use crate::git::{Git, last_message};
use crate::job::Job;
use crate::location::RemoteUrl;

/// How often the run checks whether the caller wants to stop.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long git may take to clean up after it is asked to stop.
const PATIENCE: Duration = Duration::from_secs(3);
/// Longest line of progress; the rest of a longer one starts a new line.
const LONGEST_LINE: usize = 4096;

/// Why a run of git failed.
pub(crate) enum FetchError {
    Missing(io::Error),
    DiskFull,
    Cancelled,
    /// Git's last message.
    Failed(String),
}

/// The result of a run of git.
pub(crate) struct Outcome {
    /// Whether the server sent everything although it was asked to leave out files.
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
    let mut messages = Messages::default();
    let mut is_cancelled = false;
    loop {
        match lines.recv_timeout(INTERVAL) {
            Ok(line) => {
                let line = url.redact(&line);
                messages.take(&line);
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
    // A reader that still waits has a pipe that a remaining helper of git keeps open. It ends with the helper.
    drop(reader);
    match status {
        _ if is_cancelled => Err(FetchError::Cancelled),
        Ok(status) if status.success() => Ok(Outcome {
            filter_ignored: messages.filter_ignored,
        }),
        Ok(_) if messages.disk_is_full => Err(FetchError::DiskFull),
        Ok(status) if messages.last.is_empty() => Err(FetchError::Failed(status.to_string())),
        Ok(_) => Err(FetchError::Failed(messages.last)),
        Err(error) => Err(FetchError::Failed(error.to_string())),
    }
}

/// What git's messages say so far.
#[derive(Default)]
struct Messages {
    /// The line that says what went wrong; the last line while no line does.
    last: String,
    has_error: bool,
    disk_is_full: bool,
    filter_ignored: bool,
}

impl Messages {
    /// Git prints this whenever ssh fails; ssh's own line before it says why.
    const HOLLOW: &str = "fatal: Could not read from remote repository.";

    fn take(&mut self, line: &str) {
        self.filter_ignored |= line.contains("filtering not recognized by server");
        self.disk_is_full |= line.contains("No space left on device");
        // After the first error come advice and errors that only result from it.
        let is_hollow = line == Self::HOLLOW && !self.last.is_empty();
        if !self.has_error && !is_hollow {
            self.last = last_message(line.as_bytes());
        }
        self.has_error |= line.starts_with("fatal: ");
    }
}

/// Sends every line. Git ends its lines of progress with a carriage return.
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
        // The server may have written a part of it, and its control characters must not reach a terminal.
        let line = line
            .trim_end()
            .to_str_lossy()
            .replace(char::is_control, " ");
        // Fails only when the job was cancelled and no one receives lines any more.
        drop(sender.send(line));
    }
}

/// Asks git and its helpers to stop, so that they remove their lock files, and kills them after a while.
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
