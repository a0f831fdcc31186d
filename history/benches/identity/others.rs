//! Other tools, joining the same identities in the same run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::Fallible;
use crate::lists::List;

/// What one tool made of the lists it was given.
pub(crate) struct Way {
    pub(crate) name: String,
    /// By list: a number for each identity, the same for those of one person, and how long it took.
    pub(crate) clusters: BTreeMap<String, (Vec<u32>, Duration)>,
}

/// Runs compare.py. Tools that compare everybody with everybody get the lists of at most
/// `most_for_all` identities.
pub(crate) fn join(python: &Path, lists: &[List], most_for_all: usize) -> Fallible<Vec<Way>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/identity/compare.py");
    let mut child = Command::new(python)
        .arg(script)
        .arg(most_for_all.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = String::new();
    for list in lists {
        for alias in &list.aliases {
            let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
            let fields = [&list.name, &alias.name, &alias.email].map(|text| clean(text));
            writeln!(input, "{}", fields.join("\t"))?;
        }
    }
    // It answers only when it has read everything.
    let mut stdin = child.stdin.take().ok_or("no pipe to compare.py")?;
    stdin.write_all(input.as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("compare.py ended with {}", output.status).into());
    }
    ways(&String::from_utf8(output.stdout)?)
}

/// Lines of tool, list, seconds and cluster numbers.
fn ways(text: &str) -> Fallible<Vec<Way>> {
    let mut ways: Vec<Way> = Vec::new();
    for line in text.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        let [name, list, seconds, clusters] = fields[..] else {
            return Err(format!("compare.py wrote {line:?}").into());
        };
        let clusters = clusters
            .split(',')
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let answer = (clusters, Duration::from_secs_f64(seconds.parse()?));
        match ways.iter_mut().find(|way| way.name == name) {
            Some(way) => {
                way.clusters.insert(list.to_owned(), answer);
            }
            None => ways.push(Way {
                name: name.to_owned(),
                clusters: [(list.to_owned(), answer)].into(),
            }),
        }
    }
    Ok(ways)
}
