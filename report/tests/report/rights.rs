//! The notice to maintainers about an event that concerns rights.

use countersign_facts::{AccountId, PullRequestNumber, RightsEvent};
use countersign_heuristics::{Finding, Strength, catalogue};
use countersign_report::rights::{
    Event, Exchange, Found, Key, Notice, SeenKey, Step, Timeline, What, Who, marker, notice,
};

use crate::hostile::deceives;
use crate::review_hostile::{acted_on, all, apart, html, shape};

const DAY: i64 = 86_400;
/// 2026-03-02, noon UTC.
const MARCH: i64 = 1_772_452_800;

fn who(login: &str) -> Who {
    Who {
        id: AccountId::new(12_345_678),
        login: login.to_owned(),
    }
}

fn found(text: &str) -> Vec<Found> {
    let heuristic = catalogue().iter().find(|one| one.id == "deploy-key");
    let summary = format!("a deploy key was seen in another place: {text}");
    let finding = Finding::new(Strength::Moderate, summary, Vec::new());
    vec![(*heuristic.expect("there is one"), finding)]
}

fn event(text: &str) -> Event {
    Event {
        place: "acme/widget".to_owned(),
        event: RightsEvent::DeployKeyCreated,
        by: Some(who(text)),
        to: Some(who(text)),
        key: Some(Key {
            title: Some(text.to_owned()),
            fingerprint: Some(text.to_owned()),
            can_write: true,
        }),
        exchange: None,
    }
}

fn exchange(text: &str) -> Event {
    let seen = |at| SeenKey {
        id: text.to_owned(),
        at,
    };
    Event {
        event: RightsEvent::KeysReplaced,
        by: None,
        to: None,
        key: None,
        exchange: Some(Exchange {
            of: who(text),
            gone: vec![seen(MARCH)],
            come: vec![seen(MARCH + 2 * DAY), seen(MARCH + 3 * DAY)],
        }),
        ..event(text)
    }
}

fn received(event: RightsEvent, by: Option<Who>) -> What {
    What::Received { event, by }
}

fn did(event: RightsEvent, to: Option<Who>, title: Option<&str>) -> What {
    What::Did {
        event,
        to,
        title: title.map(str::to_owned),
    }
}

/// Every kind of step, with this text wherever somebody's can stand.
fn timeline(text: &str) -> Timeline {
    let owned = || text.to_owned();
    let commit = "0123456789abcdef0123456789abcdef01234567".to_owned();
    let (id, author, name) = (owned(), owned(), owned());
    let first = What::FirstCommit {
        commit: commit.clone(),
        author,
    };
    let signed = What::Tagged {
        name: owned(),
        signed: true,
    };
    let unsigned = What::Tagged {
        name,
        signed: false,
    };
    let steps = [
        (0, What::AccountCreated),
        (
            38,
            What::FirstPull {
                number: PullRequestNumber::new(7),
            },
        ),
        (
            40,
            What::FirstPullMerged {
                number: PullRequestNumber::new(7),
            },
        ),
        (40, first),
        (52, received(RightsEvent::MemberAdded, Some(who(text)))),
        (52, received(RightsEvent::MembershipAdded, None)),
        (53, What::FirstMerge { commit }),
        (
            54,
            What::FirstApproval {
                number: PullRequestNumber::new(9),
            },
        ),
        (55, What::KeyGone { id: owned() }),
        (56, What::KeyAdded { id }),
        (57, did(RightsEvent::DeployKeyCreated, None, Some(text))),
        (58, did(RightsEvent::MemberEdited, Some(who(text)), None)),
        (64, signed),
        (65, What::Released { tag: owned() }),
        (70, unsigned),
    ];
    let steps = steps.into_iter().map(|(day, what)| Step {
        at: MARCH + day * DAY,
        what,
    });
    Timeline {
        who: who(text),
        steps: steps.collect(),
    }
}

fn told(text: &str) -> Notice {
    notice(
        &event(text),
        &found(text),
        &[timeline(text)],
        "0b989ba4-242f-11e5-81e1-c7b6966d2516",
    )
}

#[test]
fn a_right_with_a_finding_and_a_timeline() {
    let notice = told("ada");
    let version = format!("Countersign {}", env!("CARGO_PKG_VERSION"));
    let body = notice.body.replace(&version, "Countersign VERSION");
    insta::assert_snapshot!(format!("{}\n\n{body}", notice.title));
}

#[test]
fn a_right_without_a_finding_is_a_record() {
    let event = Event {
        event: RightsEvent::MemberAdded,
        key: None,
        ..event("ada")
    };
    let notice = notice(&event, &[], &[], "1");
    assert_eq!(notice.title, "acme/widget: an account was given access");
    let record = "This is a record, not a finding";
    assert!(notice.body.contains(record), "{}", notice.body);
    assert!(notice.body.trim_end().ends_with(&marker("1")));
}

#[test]
fn exchanged_keys_are_a_record() {
    let notice = notice(&exchange("A0A0A0A0A0A0A0A0"), &[], &[], "keys-1");
    let body = notice.body.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(format!("{}\n\n{body}", notice.title));
}

#[test]
fn context_alone_asks_nobody_to_look() {
    let mut found = found("");
    found[0].1.strength = Strength::Context;
    let notice = notice(&event("ada"), &found, &[], "1");
    let title = "acme/widget: a deploy key with write access was added";
    assert_eq!(notice.title, title);
}

#[test]
fn a_long_timeline_keeps_its_ends() {
    let mut long = timeline("ada");
    let step = |day| Step {
        at: MARCH + day * DAY,
        what: What::Did {
            event: RightsEvent::DeployKeyCreated,
            to: None,
            title: Some(format!("number {day}")),
        },
    };
    long.steps = (0..1_000).map(step).collect();
    let body = notice(&event("ada"), &[], &[long], "1").body;
    assert!(body.contains("`number 0`") && body.contains("`number 999`"));
    assert!(body.contains("| … | | 960 steps left out |"), "{body}");
    assert_eq!(body.matches("added a deploy key `").count(), 40);
}

#[test]
fn hostile_text_changes_nothing_around_it() {
    let keys = |text: &str| notice(&exchange(text), &[], &[timeline(text)], "keys-1");
    for tell in [told, keys] {
        holds(tell);
    }
}

fn holds(tell: impl Fn(&str) -> Notice) {
    let (plain, _) = apart(&html(&tell("Ada Example").body));
    for text in all() {
        let notice = tell(text);
        let (tags, words) = apart(&html(&notice.body));
        assert_eq!(shape(&tags), shape(&plain), "{text:?} in\n{}", notice.body);
        assert_eq!(acted_on(&words), [""; 0], "{text:?} in\n{}", notice.body);
        let bad = notice.body.chars().find(|letter| deceives(*letter));
        assert_eq!(bad, None, "{text:?}");
        let lines = notice.body.lines();
        let marks = lines.filter(|line| line.starts_with("<!--")).count();
        assert_eq!(marks, 1, "{text:?}");
    }
}

#[test]
fn a_delivery_cannot_end_the_marker() {
    assert_eq!(marker("a-1 --> @b"), "<!-- countersign:rights:a-1--b -->");
}
