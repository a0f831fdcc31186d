//! An SDN list of 100 MB: how long reading it takes, and how much memory.
//!
//! `cargo bench -p countersign-indicators`; a path after `--` reads that file instead. The peak is that of
//! the whole process, measured on Linux.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use countersign_indicators::{Format, Options, read};

const MEGABYTE: u64 = 1_000_000;
const SIZE: u64 = 100 * MEGABYTE;

fn main() -> io::Result<()> {
    let given = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let folder = tempfile::tempdir()?;
    let path = match given {
        Some(path) => path.into(),
        None => {
            let path = folder.path().join("SDN_ADVANCED.XML");
            generate(&path)?;
            path
        }
    };
    let before = peak();
    let start = Instant::now();
    let mut taken = 0_u64;
    let options = Options {
        kind: None,
        mentioned: false,
        now: "2026-11-21T10:00:00Z",
    };
    let file = BufReader::new(File::open(&path)?);
    let reading = read(Format::Ofac, file, options, |_| taken += 1).map_err(io::Error::other)?;
    let (time, size) = (start.elapsed(), fs::metadata(&path)?.len());
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} MB in {time:.2?}: {taken} indicators, {} kept out",
        size / MEGABYTE,
        reading.refused_total
    )?;
    if let (Some(before), Some(after)) = (before, peak()) {
        writeln!(
            out,
            "peak of the process: {before} KiB before, {after} KiB after"
        )?;
    }
    Ok(())
}

/// The most memory that the process ever held, in KiB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// The sample with its party over and over.
fn generate(path: &Path) -> io::Result<()> {
    let sample = include_str!("../tests/files/sdn_advanced.xml");
    let start = sample.find("    <DistinctParty ").unwrap_or_default();
    let end = sample.find("  </DistinctParties>").unwrap_or_default();
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(&sample.as_bytes()[..start])?;
    let mut written = 0;
    while written < SIZE {
        file.write_all(&sample.as_bytes()[start..end])?;
        written += (end - start) as u64;
    }
    file.write_all(&sample.as_bytes()[end..])?;
    file.flush()
}
