//! Time and memory of joining everybody of all clones as if they were one project.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs, io};

use countersign_people::linkage::{Alias, Linkage, Options};

use crate::Fallible;

/// Marks this program's own child processes.
pub(crate) const CHILD: &str = "--pooled";

/// Joins growing parts of everybody, each in a process of its own, and prints what it took.
pub(crate) fn measure(everybody: &[Alias]) -> Fallible<()> {
    println!("\npooled, as one project:");
    println!("identities  candidates joined  time of matching  memory, bytes an identity");
    for part in [4, 2, 1] {
        let mut input = String::new();
        // Every fourth, every second, all: parts of the same mixture.
        for alias in everybody.iter().step_by(part) {
            let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
            writeln!(input, "{}\t{}", clean(&alias.name), clean(&alias.email))?;
        }
        let mut child = Command::new(env::current_exe()?)
            .arg(CHILD)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().ok_or("no pipe to the child")?;
        stdin.write_all(input.as_bytes())?;
        drop(stdin);
        print!("{}", String::from_utf8(child.wait_with_output()?.stdout)?);
    }
    Ok(())
}

/// The child: joins what stdin lists.
pub(crate) fn child() -> Fallible<()> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let aliases: Vec<Alias> = input
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, email)| Alias::new(name, email))
        .collect();
    let count = aliases.len();
    let options = Options::default();
    let before = peak();
    let start = Instant::now();
    let linkage = Linkage::among(aliases, options);
    let time = start.elapsed();
    let memory = peak()
        .zip(before)
        .map(|(after, before)| (after - before) / count.max(1));
    let memory = memory.map_or("?".to_owned(), |bytes| bytes.to_string());
    println!(
        "{count:10}  {:17}  {:>16.2?}  {memory:>25}",
        linkage.joins().len(),
        time
    );
    Ok(())
}

/// The most memory this process has held, bytes; `None` when the system does not say.
fn peak() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
