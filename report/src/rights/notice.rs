//! The issue that tells maintainers, in a repository that only they read.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_heuristics::{Finding, Heuristic, Strength};

use super::timeline::{Step, Timeline, Who, login};
use crate::build::base_rate;
use crate::figures::{counted, day};
use crate::markdown::{prose, quote};
use crate::model::Tool;
use crate::rates::rate_or;

/// Steps of a timeline: so many from its beginning, so many from its end.
const MOST_STEPS: usize = 20;
/// So many keys that came, and as many that went, are named.
const MOST_KEYS: usize = 20;
const DAY: i64 = 86_400;

/// What happened to rights, as a delivery tells of it. Logins and titles may hold anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `owner/name` of the repository, or the organisation's name.
    pub place: String,
    /// The event and its action: `deploy_key.created`.
    pub kind: String,
    /// Who did it.
    pub by: Option<Who>,
    /// To whom.
    pub to: Option<Who>,
    /// The deploy key it is about.
    pub key: Option<Key>,
    /// The signing keys it is about.
    pub exchange: Option<Exchange>,
}

/// Signing keys of an account that took the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The account.
    pub of: Who,
    /// Keys that it shows no more, each with when it last did.
    pub gone: Vec<SeenKey>,
    /// Keys that it shows since, each with when it first did.
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

/// A line that nobody sees, by which the notice of one delivery is known again.
#[must_use]
pub fn marker(delivery: &str) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let delivery: String = delivery.chars().filter(plain).collect();
    format!("<!-- countersign:rights:{delivery} -->")
}

/// What maintainers are told: the event, what `found` says of it, strongest first, and the timelines of
/// those concerned. Ends in the [`marker`] of the delivery.
#[must_use]
pub fn notice(event: &Event, found: &[Found], timelines: &[Timeline], delivery: &str) -> Notice {
    let what = what(event);
    let telling = |(_, finding): &&Found| finding.strength > Strength::Context;
    let look = match found.iter().filter(telling).count() as u64 {
        0 => String::new(),
        number => format!(" ({} to look at)", counted(number, "finding", "findings")),
    };
    let mut body = format!("In {} {what}.\n\n", quote(&event.place));
    facts(&mut body, event);
    if found.is_empty() {
        body += "\nThis is a record, not a finding: ";
        body += match event.exchange {
            Some(_) => "keys expire, are lost, and go with old machines.",
            None => "rights change for good reasons every day.",
        };
    } else {
        findings(&mut body, found);
        body += "\nThese are facts about records, not a verdict on a person.";
    }
    body += match event.exchange {
        Some(_) => {
            " Whoever took over an account does the same: if nobody here knows of it, ask its holder by \
             another way than the account.\n"
        }
        None => " If nobody here knows of it, take it back first and ask afterwards.\n",
    };
    for one in timelines {
        timeline(&mut body, one);
    }
    let version = Tool::this().version;
    let _ = write!(
        body,
        "\n<sub>Countersign {version}. Whoever reads this repository reads this; nobody else is told.\
         </sub>\n\n{}\n",
        marker(delivery)
    );
    Notice {
        title: format!("{}: {what}{look}", event.place),
        body,
    }
}

fn what(event: &Event) -> &'static str {
    match &*event.kind {
        "deploy_key.created" if event.key.as_ref().is_some_and(|key| !key.can_write) => {
            "a deploy key that can only read was added"
        }
        "deploy_key.created" => "a deploy key that can write was added",
        "member.added" => "somebody was given access",
        "organization.member_added" => "somebody joined the organisation",
        "repository.publicized" | "public.publicized" => "the repository was made public",
        "repository.transferred" => "the repository was transferred",
        "account.keys_exchanged" => "an account shows other signing keys than before",
        _ => "a right changed",
    }
}

fn facts(body: &mut String, event: &Event) {
    let named = |who: &Who| format!("{} (account `{}`)", login(who), who.id);
    for (word, who) in [("by", &event.by), ("to", &event.to)] {
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
        let _ = writeln!(body, "- of: {}", named(&exchange.of));
        let seen = |word: &str, keys: &[SeenKey]| -> String {
            let keys = keys.iter().take(MOST_KEYS);
            let line = |key: &SeenKey| format!("- {word} {}: {}\n", day(key.at), quote(&key.id));
            keys.map(line).collect()
        };
        *body += &seen("last seen", &exchange.gone);
        *body += &seen("first seen", &exchange.come);
    }
    let _ = writeln!(body, "- event: {}", quote(&event.kind));
}

fn findings(body: &mut String, found: &[Found]) {
    *body +=
        "\n| Strength | What the records show | Ordinary people who show it |\n|---|---|---|\n";
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
    let mut told = BTreeSet::new();
    for (heuristic, _) in found {
        if told.insert(heuristic.id) {
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
