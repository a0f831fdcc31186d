//! One person at their own machine.

use super::{Habits, Lands, Signs};
use crate::clock::{At, HOUR, Zone};
use crate::machines::MachineClocks;
use crate::plan::Who;
use crate::rhythm::Stroke;
use crate::stage::{Act, Landing, Stage, Topic};

/// The name and address of a person's commits, and the key that signs them.
struct Signer {
    who: Who,
    /// The name and address of the account in the browser.
    account: Who,
    key: Option<u64>,
}

pub(super) fn live(stage: &mut Stage<'_>, habits: Habits) {
    live_as(stage, habits);
}

/// Lives; returns the first name and address, and the first zone.
pub(super) fn live_as(stage: &mut Stage<'_>, habits: Habits) -> (Who, Zone) {
    let (itinerary, strokes) = stage.work(habits.rhythm, habits.travels);
    let mut clocks = MachineClocks::new(stage, habits.machine, &itinerary);
    let selves = selves(stage, habits);
    let mut topic: Option<Topic> = None;
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let me = &selves[usize::from(sitting[0].instant >= strokes[strokes.len() / 2].instant)];
        if !matches!(habits.lands, Lands::Pushed) {
            topic = topic.or_else(|| Some(stage.number()));
        }
        commits(stage, habits, &mut clocks, me, sitting, topic);
        let last = &sitting[sitting.len() - 1];
        // Half of the topics take more than one sitting.
        if let Some(done) = topic.take_if(|_| stage.random.happens(0.5)) {
            lands(stage, habits, &clocks, me.account, last, done);
        }
    }
    (selves[0].who, itinerary[0].1.clone())
}

/// Before and after half of the life.
fn selves(stage: &mut Stage<'_>, habits: Habits) -> [Signer; 2] {
    let resident = stage.resident(false);
    let account = !habits.account_apart && (habits.changes_name || stage.random.happens(0.3));
    let called = |stage: &mut Stage<'_>| Who::Person {
        name: stage.name(),
        email: if account {
            stage.account(resident)
        } else {
            stage.mailbox(resident)
        },
    };
    let key = |stage: &mut Stage<'_>| Some(stage.number());
    let who = called(stage);
    let before = Signer {
        who,
        account: browser(stage, habits, resident, who),
        key: match habits.signs {
            Signs::Never => None,
            Signs::Always | Signs::Rotates => key(stage),
        },
    };
    let (who, account) = if habits.changes_name {
        let renamed = called(stage);
        (renamed, renamed)
    } else {
        (who, before.account)
    };
    let after = Signer {
        who,
        account,
        key: match habits.signs {
            Signs::Never | Signs::Always => before.key,
            Signs::Rotates => key(stage),
        },
    };
    [before, after]
}

/// Who the browser's account says that somebody is. Half of the logins that stand apart are the mailbox's local part.
fn browser(stage: &mut Stage<'_>, habits: Habits, resident: usize, who: Who) -> Who {
    match who {
        Who::Person { name, email } if habits.account_apart => {
            let email = if stage.random.happens(0.5) {
                stage.account_named_after(resident, email)
            } else {
                stage.account(resident)
            };
            Who::Person { name, email }
        }
        _ => who,
    }
}

fn commits(
    stage: &mut Stage<'_>,
    habits: Habits,
    clocks: &mut MachineClocks,
    me: &Signer,
    sitting: &[Stroke],
    topic: Option<Topic>,
) {
    let rebased = stage.random.happens(habits.rebases);
    let last = &sitting[sitting.len() - 1];
    let rebase = stage.random.wait(2.0 * HOUR as f64) as i64;
    for (position, stroke) in sitting.iter().enumerate() {
        let authored = clocks.shows(stage, stroke);
        // A rebase writes all of the sitting's commits anew, within seconds.
        let (committed, when) = if rebased {
            let step = position as i64 / 4;
            let clock = clocks.shows(stage, last);
            (clock.plus(rebase + step), last.instant + rebase + step)
        } else {
            (authored, stroke.instant)
        };
        let mut made = stage.made(me.who.at(authored), me.who.at(committed));
        made.key = me.key;
        let project = stage.shared_project;
        stage.does(when, project, Act::Commit { made, topic });
    }
}

fn lands(
    stage: &mut Stage<'_>,
    habits: Habits,
    clocks: &MachineClocks,
    who: Who,
    last: &Stroke,
    topic: Topic,
) {
    let project = stage.shared_project;
    match habits.lands {
        Lands::Pushed => {}
        Lands::Merged => {
            let later = 40 + stage.random.wait(240.0) as i64;
            let by = who.at(clocks.browser(last, later));
            stage.lands(project, topic, by, Landing::Button);
        }
        Lands::Squashed => {
            let later = 600 + stage.random.wait(20.0 * HOUR as f64) as i64;
            // GitHub dates the commit, not the browser of the person who presses the button.
            let seconds = last.instant + later;
            let author = who.at(At { seconds, offset: 0 });
            stage.lands(project, topic, author, Landing::Squash);
        }
    }
}
