//! Histories for `rewritten-history`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, Position, Story, Who, own};
use countersign_facts::{PlatformClaim, Subject};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const OTHERS: [Who; 4] = [
    Who("Bruno Hatch", "bruno@mail.example"),
    Who("Carla Stone", "carla@post.example"),
    Who("Denis Marsh", "denis@letters.example"),
    Who("Elsa Brook", "elsa@pen.example"),
];

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a clone of somebody's project under one name",
        expect: Expect::Fires,
        story: clone,
    },
    Case {
        name: "a copied kernel-like project with one committer",
        expect: Expect::Fires,
        story: signed_off_by_others,
    },
    Case {
        name: "squashed pull requests of others under another author",
        expect: Expect::Fires,
        story: copies,
    },
    Case {
        name: "a project of one's own was rewritten to hide an address",
        expect: Expect::Fires,
        story: hid_address,
    },
    Case {
        name: "a maintainer merges pull requests with a local tool",
        expect: Expect::Quiet,
        story: local_merges,
    },
    Case {
        name: "a maintainer adopts patches that others signed off",
        expect: Expect::Quiet,
        story: adopted,
    },
    Case {
        name: "a maintainer of a fork rebases everything again and again",
        expect: Expect::Quiet,
        story: fork,
    },
    Case {
        name: "everybody signs off their own work",
        expect: Expect::Quiet,
        story: signs_off,
    },
    Case {
        name: "a subtree keeps authors and loses signatures",
        expect: Expect::Quiet,
        story: subtree,
    },
    Case {
        name: "the platform merges pull requests",
        expect: Expect::Quiet,
        story: platform,
    },
    Case {
        name: "merges of pull requests before 2017",
        expect: Expect::Quiet,
        story: before_the_button,
    },
    Case {
        name: "patches are applied for their authors",
        expect: Expect::Silent,
        story: applied,
    },
];

fn at(turn: i64) -> At {
    At::local(turn, 10 + turn.rem_euclid(7), 0, 330)
}

fn other(turn: i64) -> Who {
    OTHERS[turn.rem_euclid(4) as usize]
}

/// A merge of a pull request on top of the last two commits.
fn merge(story: &mut Story, who: Who, at: At, last: Position) -> Position {
    let merge = own(who, at).on(&[last, last.saturating_sub(1)]);
    story.add(merge.subject(Subject::PullRequestMerge))
}

fn clone(story: &mut Story) {
    for turn in 0..40 {
        let last = story.add(own(ADA, at(turn)).signed_off(other(turn)));
        if turn % 5 == 4 {
            merge(story, ADA, at(turn).plus(600), last);
        }
    }
}

fn signed_off_by_others(story: &mut Story) {
    for turn in 0..40 {
        story.add(own(ADA, at(turn)).signed_off(other(turn)));
    }
}

fn copies(story: &mut Story) {
    for turn in 0..12 {
        let files = 100 + turn as usize;
        let squash = |who| own(who, at(turn)).by(GITHUB, at(turn)).files(files);
        story.add(squash(other(turn)).platform(PlatformClaim::Verified));
        let copy = squash(ADA).platform(PlatformClaim::Unsigned);
        story.add(copy.in_repository(1));
        let last = story.add(own(ADA, at(turn).plus(900)).in_repository(1));
        let again = story.add(own(ADA, at(turn).plus(1_800)).in_repository(1));
        if turn % 3 == 0 {
            let merge = own(ADA, at(turn).plus(2_700)).on(&[last, again]);
            let merge = merge.subject(Subject::PullRequestMerge);
            story.add(merge.in_repository(1));
        }
    }
}

fn hid_address(story: &mut Story) {
    for turn in 0..40 {
        let last = story.add(own(ADA, at(turn)));
        if turn % 5 == 4 {
            merge(story, ADA, at(turn).plus(600), last);
        }
    }
}

fn local_merges(story: &mut Story) {
    for turn in 0..40 {
        story.add(own(ADA, at(turn)));
        let last = story.add(own(other(turn), at(turn).plus(300)));
        if turn % 5 == 4 {
            merge(story, ADA, at(turn).plus(600), last);
        }
    }
}

fn adopted(story: &mut Story) {
    for turn in 0..40 {
        story.add(own(other(turn), at(turn)).signed_off(other(turn)));
        let adopted = own(ADA, at(turn).plus(900));
        story.add(if turn % 4 == 0 {
            adopted.signed_off(other(turn / 4))
        } else {
            adopted.signed_off(ADA)
        });
    }
}

fn fork(story: &mut Story) {
    for turn in 0..200 {
        let patch = own(ADA, at(turn));
        let last = story.add(match turn % 20 {
            0 => patch.signed_off(other(turn / 20)),
            _ => patch.signed_off(ADA),
        });
        if turn % 5 == 4 {
            merge(story, ADA, at(turn).plus(600), last);
        }
        story.add(own(other(turn), at(turn).plus(1_200)));
    }
}

fn signs_off(story: &mut Story) {
    for turn in 0..40 {
        // The address at home and the address at work are one person's.
        let home = Who("Ada Example", "ada@home.example");
        story.add(own(ADA, at(turn)).signed_off(home));
    }
}

fn subtree(story: &mut Story) {
    story.every(DAY, 30, ADA, at(0));
    for turn in 0..12 {
        let files = 100 + turn as usize;
        let squash = || own(ADA, at(turn)).by(GITHUB, at(turn)).files(files);
        story.add(squash().platform(PlatformClaim::Verified));
        let copy = squash().platform(PlatformClaim::Unsigned);
        story.add(copy.in_repository(1));
    }
}

fn platform(story: &mut Story) {
    for turn in 0..40 {
        story.add(own(ADA, at(turn)));
        story.web_merge(ADA, at(turn).plus(900));
    }
}

fn before_the_button(story: &mut Story) {
    for turn in 0..40 {
        let last = story.add(own(ADA, at(turn - 3_000)));
        merge(story, ADA, at(turn - 3_000).plus(900), last);
    }
}

fn applied(story: &mut Story) {
    for turn in 0..40 {
        let patch = own(other(turn), at(turn)).signed_off(other(turn));
        story.add(patch.by(ADA, at(turn).plus(900)));
    }
}
