//! Compares ways of reading every commit of the repositories given:
//! `cargo bench -p countersign-history -- PATH...`
//!
//! Every way runs as a process of its own, all of them in turn and in changing order; printed is the
//! median of the wall times as a ratio to `git log --all --format=raw`, and for this crate's reader
//! the most anonymous memory it held, in bytes a commit.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark's output is what it prints"
)]

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use countersign_facts::{History, ObjectId};
use countersign_history::testing::Parser;
use countersign_history::{Job, Selection, read};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Counted runs of every way; one more comes first, to fill the page cache.
const ROUNDS: usize = 5;
/// Marks this program's own child processes.
const CHILD: &str = "--as";

fn main() -> ExitCode {
    let mut arguments: Vec<_> = env::args_os()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let done = if arguments.first().is_some_and(|first| first == CHILD) {
        arguments.remove(0);
        child(&arguments)
    } else {
        arguments
            .iter()
            .try_for_each(|path| compare(Path::new(path)))
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A way of reading and the command that does it.
struct Way {
    name: &'static str,
    program: OsString,
    arguments: Vec<OsString>,
    times: Vec<Duration>,
    /// Its line in the output.
    place: usize,
}

impl Way {
    fn median(&mut self) -> Option<Duration> {
        self.times.sort_unstable();
        self.times.get(self.times.len() / 2).copied()
    }
}

fn ways(path: &Path) -> Fallible<Vec<Way>> {
    let git = |name, arguments: &[&str]| {
        let mut all = vec![OsString::from("--git-dir"), git_dir(path).into()];
        all.extend(arguments.iter().map(OsString::from));
        Way {
            name,
            program: "git".into(),
            arguments: all,
            times: Vec::new(),
            place: 0,
        }
    };
    let own = env::current_exe()?;
    let own = |name, reader: &str| Way {
        name,
        program: own.clone().into(),
        arguments: vec![CHILD.into(), reader.into(), path.into()],
        times: Vec::new(),
        place: 0,
    };
    let mut ways = vec![
        git(
            "git log --all --format=raw",
            &["log", "--all", "--format=raw"],
        ),
        git("git rev-list --all", &["rev-list", "--all"]),
        own("libgit2", "libgit2"),
        own("this reader, 1 thread", "1"),
        own("this reader, 2 threads", "2"),
    ];
    if Command::new("ein").arg("--version").output().is_ok() {
        ways.push(Way {
            name: "ein tool hours (HEAD only)",
            program: "ein".into(),
            arguments: ["tool".into(), "hours".into(), path.into()].into(),
            times: Vec::new(),
            place: 0,
        });
    }
    for (place, way) in ways.iter_mut().enumerate() {
        way.place = place;
    }
    Ok(ways)
}

fn git_dir(path: &Path) -> std::path::PathBuf {
    let inner = path.join(".git");
    if inner.exists() {
        inner
    } else {
        path.to_owned()
    }
}

fn compare(path: &Path) -> Fallible<()> {
    let mut ways = ways(path)?;
    for round in 0..=ROUNDS {
        for way in &mut ways {
            let start = Instant::now();
            let status = Command::new(&way.program)
                .args(&way.arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()?;
            if round > 0 && status.success() {
                way.times.push(start.elapsed());
            }
        }
        ways.rotate_left(1);
    }
    ways.sort_by_key(|way| way.place);
    println!("{}", path.display());
    let yardstick = ways[0].median().ok_or("git log failed")?;
    for way in &mut ways {
        match way.median() {
            Some(median) => println!(
                "  {:28} {:6.3}  {:8.1} ms",
                way.name,
                median.as_secs_f64() / yardstick.as_secs_f64(),
                median.as_secs_f64() * 1000.0
            ),
            None => println!("  {:28} failed", way.name),
        }
    }
    let memory = Command::new(env::current_exe()?)
        .args([CHILD.into(), OsString::from("memory"), path.into()])
        .output()?;
    print!("{}", String::from_utf8_lossy(&memory.stdout));
    Ok(())
}

fn child(arguments: &[OsString]) -> Fallible<()> {
    let [reader, path] = arguments else {
        return Err("a reader and a path are needed".into());
    };
    let path = Path::new(path);
    match reader.to_str() {
        Some("libgit2") => read_with_libgit2(path).map(drop),
        Some("memory") => weigh(path),
        Some(threads) => read_with(path, threads.parse()?).map(drop),
        None => Err("no such reader".into()),
    }
}

fn read_with(path: &Path, threads: usize) -> Fallible<History> {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads,
        cancelled: &cancelled,
        progress: &(),
    };
    let mut history = History::default();
    read(
        path,
        "repository",
        &Selection::default(),
        &job,
        &mut history,
    )?;
    Ok(history)
}

fn read_with_libgit2(path: &Path) -> Fallible<History> {
    let repository = git2::Repository::open(path)?;
    let objects = repository.odb()?;
    let mut walk = repository.revwalk()?;
    walk.push_glob("*")?;
    let mut parser = Parser::default();
    for id in walk {
        let id = id?;
        let object = objects.read(id)?;
        let id = ObjectId::from_bytes(id.as_bytes()).ok_or("an id of unknown length")?;
        parser.push(id, object.data());
    }
    let mut history = History::default();
    let index = history.add_repository("repository");
    history.absorb(index, parser.finish());
    Ok(history)
}

/// Prints the most anonymous memory that reading with two threads held.
fn weigh(path: &Path) -> Fallible<()> {
    let most = AtomicU64::new(0);
    let is_done = AtomicBool::new(false);
    let sample = || {
        most.fetch_max(anonymous_bytes(), Ordering::Relaxed);
    };
    let history = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                sample();
                std::thread::yield_now();
            }
        });
        let history = read_with(path, 2).map_err(|error| error.to_string());
        is_done.store(true, Ordering::Relaxed);
        history
    })?;
    sample();
    let most = most.into_inner();
    println!(
        "  {} commits, {:.1} MB of anonymous memory at most, {} bytes a commit",
        history.len(),
        most as f64 / 1e6,
        most / (history.len() as u64).max(1)
    );
    Ok(())
}

fn anonymous_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
