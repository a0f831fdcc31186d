//! The issue that notifies maintainers, in a repository that only they read.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_facts::RightsEvent;
use countersign_heuristics::{Finding, Heuristic, Strength};

use super::timeline::{Step, Timeline, Who, login};
use super::wording;
use crate::build::base_rate;
use crate::figures::{counted, day};
use crate::markdown_quote::{prose, quote};
use crate::model::Tool;
use crate::rates::rate_or;

/// Most steps that are shown from the beginning of a timeline, and from its end.
const MOST_STEPS: usize = 20;
/// Most keys that are listed as new, and as removed.
const MOST_KEYS: usize = 20;
const DAY: i64 = 86_400;

/// What a notice is about. Logins and titles can contain any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `owner/name` of the repository, or the organisation's name.
    pub place: String,
    /// What happened.
    pub event: RightsEvent,
    /// The account that did it.
    pub by: Option<Who>,
    /// The account that it was done to.
    pub to: Option<Who>,
    /// The deploy key it is about.
    pub key: Option<Key>,
    /// The signing keys it is about, where an account replaced them.
    pub exchange: Option<Exchange>,
}

/// Signing keys of an account, replaced by others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The account.
    pub of: Who,
    /// Keys that the account no longer shows, each with the time at which it was last seen.
    pub gone: Vec<SeenKey>,
    /// New keys, each with the time at which it was first seen.
    pub come: Vec<SeenKey>,
}

/// A signing key as it was seen on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKey {
    /// Its id or fingerprint.
    pub id: String,
    /// When it was seen, Unix seconds.
    pub at: i64,
}

/// A deploy key as an event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its title.
    pub title: Option<String>,
    /// Its fingerprint, where it can be read.
    pub fingerprint: Option<String>,
    /// Whether it can write.
    pub can_write: bool,
}

/// A finding, and the heuristic that found it.
pub type Found = (&'static Heuristic, Finding);

/// An issue to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
}

/// An invisible line that identifies the notice of one delivery, so that it is not opened twice.
#[must_use]
pub fn marker(delivery: &str) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let delivery: String = delivery.chars().filter(plain).collect();
    format!("<!-- countersign:rights:{delivery} -->")
}

/// The notice: the event, the findings about it (strongest first), and the timelines of the accounts
/// concerned. Ends in the [`marker`] of the delivery.
#[must_use]
pub fn notice(event: &Event, found: &[Found], timelines: &[Timeline], delivery: &str) -> Notice {
    let what = what(event);
    let counts = |(_, finding): &&Found| finding.strength > Strength::Context;
    let look = match found.iter().filter(counts).count() as u64 {
        0 => String::new(),
        number => format!(" ({} to look at)", counted(number, "finding", "findings")),
    };
    let mut body = format!("In {} {what}.\n\n", quote(&event.place));
    facts(&mut body, event);
    if found.is_empty() {
        body += "\nThis is a record, not a finding: ";
        body += match event.exchange {
            Some(_) => "people replace keys that expire or get lost, or when they change machines.",
            None => "rights change for good reasons every day.",
        };
    } else {
        findings(&mut body, found);
        body += "\nThese are facts about records, not a verdict on a person.";
    }
    body += match event.exchange {
        Some(_) => {
            " Someone who took over the account would do the same: if nobody here knows about it, ask the \
             account's holder through a channel other than GitHub.\n"
        }
        None => " If nobody here knows about it, undo it first and ask afterwards.\n",
    };
    for one in timelines {
        timeline(&mut body, one);
    }
    let version = Tool::this().version;
    let _ = write!(
        body,
        "\n<sub>Countersign {version}. Only people who can read this repository see this notice.\
         </sub>\n\n{}\n",
        marker(delivery)
    );
    Notice {
        title: format!("{}: {what}{look}", event.place),
        body,
    }
}

/// What happened, as a clause.
fn what(event: &Event) -> &'static str {
    match (event.event, &event.key) {
        (RightsEvent::DeployKeyCreated, Some(key)) if key.can_write => {
            "a deploy key with write access was added"
        }
        (RightsEvent::DeployKeyCreated, Some(_)) => "a read-only deploy key was added",
        (happened, _) => wording::happened(happened),
    }
}

fn facts(body: &mut String, event: &Event) {
    let named = |who: &Who| format!("{} (number `{}`)", login(who), who.id);
    for (word, who) in [("by", &event.by), ("account", &event.to)] {
        if let Some(who) = who {
            let _ = writeln!(body, "- {word}: {}", named(who));
        }
    }
    let title = event.key.as_ref().and_then(|key| key.title.as_deref());
    let fingerprint = event
        .key
        .as_ref()
        .and_then(|key| key.fingerprint.as_deref());
    let key: Vec<_> = [title, fingerprint]
        .into_iter()
        .flatten()
        .map(quote)
        .collect();
    if !key.is_empty() {
        let _ = writeln!(body, "- key: {}", key.join(", "));
    }
    if let Some(exchange) = &event.exchange {
        let _ = writeln!(body, "- account: {}", named(&exchange.of));
        let seen = |word: &str, keys: &[SeenKey]| -> String {
            let keys = keys.iter().take(MOST_KEYS);
            let line = |key: &SeenKey| format!("- {word} {}: {}\n", day(key.at), quote(&key.id));
            keys.map(line).collect()
        };
        *body += &seen("last seen", &exchange.gone);
        *body += &seen("first seen", &exchange.come);
    }
    let _ = writeln!(body, "- event: {}", quote(event.event.as_str()));
}

fn findings(body: &mut String, found: &[Found]) {
    *body += "\n| Strength | What the records show | Ordinary contributors who show it |\n|---|---|---|\n";
    for (heuristic, finding) in found {
        let _ = writeln!(
            body,
            "| {} | `{}`: {} | {} |",
            finding.strength.as_str(),
            heuristic.id,
            prose(&finding.summary),
            prose(&rate_or(
                base_rate(heuristic, finding.strength).as_ref(),
                heuristic.id
            )),
        );
    }
    *body += "\n**Innocent explanations**\n\n";
    let mut explained = BTreeSet::new();
    for (heuristic, _) in found {
        if explained.insert(heuristic.id) {
            let _ = writeln!(body, "- `{}`: {}", heuristic.id, prose(heuristic.innocent));
        }
    }
}

fn timeline(body: &mut String, timeline: &Timeline) {
    let _ = write!(
        body,
        "\n**Timeline of {}**\n\n| Day (UTC) | Days later | Step |\n|---|---:|---|\n",
        login(&timeline.who)
    );
    let steps = &timeline.steps;
    let left_out = steps.len().saturating_sub(2 * MOST_STEPS);
    let mut before: Option<&Step> = None;
    for (position, step) in steps.iter().enumerate() {
        if (MOST_STEPS..MOST_STEPS + left_out).contains(&position) {
            if position == MOST_STEPS {
                let steps = counted(left_out as u64, "step", "steps");
                let _ = writeln!(body, "| … | | {steps} left out |");
            }
            continue;
        }
        let since = before.map(|before| (step.at - before.at) / DAY);
        let since = since.map(|days| days.to_string()).unwrap_or_default();
        let _ = writeln!(
            body,
            "| {} | {since} | {} |",
            day(step.at),
            step.what.words()
        );
        before = Some(step);
    }
}
