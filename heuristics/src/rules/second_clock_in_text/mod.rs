//! `second-clock-in-text`: texts that a program wrote minutes before a commit show another clock than the commit.

#[cfg(test)]
pub(super) mod cases;

use super::clocks::LocalClock;
use crate::days::separate_days;
use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{days, share, span};
use countersign_facts::{Commit, MachineFact, Mark, Offset, What};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "second-clock-in-text",
    title: "texts that a program wrote minutes before a commit show another clock than the commit",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "a container or a remote machine on another clock wrote the texts, or someone else sent them",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A text belongs to a commit if it was written at most this many seconds before the author date ...
const BEFORE: i64 = 3_600;
/// ... or this many after it: amending keeps the author date.
const AFTER: i64 = 300;
/// Clocks that differ by at least this much, in minutes, are not one place's.
const TWO_ZONES: u32 = 120;
/// Clocks that differ by less than this, in minutes, agree.
const ONE_ZONE: u32 = 60;
/// A finding needs at least this many texts, on at least this many days.
const LEAST_TEXTS: usize = 5;
const LEAST_DAYS: usize = 3;

/// A text, and the commit that adds it.
struct Written<'a> {
    commit: Commit<'a>,
    mark: &'a Mark,
    /// When it was written, Unix seconds.
    at: i64,
    /// The difference between its clock and the commit's, in minutes.
    apart: u32,
    /// Its clock.
    offset: Offset,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let written = written(dossier);
    match written.len() {
        0 => return Outcome::NotApplicable,
        have if have < LEAST_TEXTS => {
            return Outcome::NotEnough {
                have,
                want: LEAST_TEXTS,
                of: "texts that a program dated minutes before their commit",
            };
        }
        _ => {}
    }
    let all = written.len();
    let agree = written.iter().any(|text| text.apart < ONE_ZONE);
    let clock = LocalClock::of(dossier);
    let mut other = written;
    other.retain(|text| text.apart >= TWO_ZONES && !clock.stayed(text.offset, text.at));
    let on_days = separate_days(other.iter().map(|text| text.at));
    if other.len() < LEAST_TEXTS || on_days < LEAST_DAYS {
        return Outcome::Quiet;
    }
    let most = other.iter().map(|text| text.apart).max();
    let summary = format!(
        "{} that a program wrote at most an hour before their commit, on {}, show a clock up to {} away from \
         the commit's",
        share(other.len(), all, "texts"),
        days(on_days),
        span(u64::from(most.unwrap_or_default())),
    );
    let evidence = other.iter().map(|text| {
        let path = String::from_utf8_lossy(&text.mark.path);
        let line = format!("{path}:{}: {}", text.mark.line, text.mark.excerpt);
        Evidence::of(
            &text.commit,
            Fact::author_date(&text.commit),
            Some(Fact::text(text.commit.id(), Field::AddedLine, line)),
        )
    });
    let finding = Finding::new(Strength::Moderate, summary, evidence.collect());
    Outcome::Fired(vec![finding.of_one_machine(!agree)])
}

/// The texts in commits of the person's own machine, in the order of their times. Texts of one second count once: a
/// program writes the same time into every translation.
fn written<'a>(dossier: &Dossier<'a>) -> Vec<Written<'a>> {
    let contents = dossier.population().contents();
    let mut written: Vec<_> = dossier
        .self_committed()
        .filter_map(|commit| Some((commit, contents.of(commit.index())?)))
        .flat_map(|(commit, content)| {
            let marks = content.marks.iter();
            marks.filter_map(move |mark| of(commit, mark))
        })
        .collect();
    written.sort_by_key(|text| (text.at, text.commit.id()));
    written.dedup_by_key(|text| text.at);
    written
}

/// The text of a mark, if a program wrote it shortly before the commit and both clocks are somebody's.
fn of<'a>(commit: Commit<'a>, mark: &'a Mark) -> Option<Written<'a>> {
    let What::States(MachineFact::Clock(moment)) = &mark.what else {
        return None;
    };
    let own = commit.authored();
    let offset = moment.informative_offset()?;
    let before = own.seconds.saturating_sub(moment.seconds);
    (-AFTER..=BEFORE).contains(&before).then_some(())?;
    Some(Written {
        commit,
        mark,
        at: moment.seconds,
        apart: offset.apart(own.informative_offset()?),
        offset,
    })
}
