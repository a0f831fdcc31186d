//! Histories for `empty-work`.

use crate::testing::{At, Case, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "features come and go until everything is as before",
        expect: Expect::Fires,
        story: walks_back,
    },
    Case {
        name: "half of the commits change nothing",
        expect: Expect::Fires,
        story: idle,
    },
    Case {
        name: "a few empty commits start builds again",
        expect: Expect::Quiet,
        story: builds,
    },
    Case {
        name: "now and then a change is reverted",
        expect: Expect::Quiet,
        story: reverts,
    },
    Case {
        name: "two long branches end with the same files",
        expect: Expect::Quiet,
        story: far_back,
    },
    Case {
        name: "every commit changes something",
        expect: Expect::Quiet,
        story: ordinary,
    },
    Case {
        name: "nine commits, all of them empty",
        expect: Expect::Silent,
        story: few,
    },
];

/// A line of commits with files of these numbers.
fn line(story: &mut Story, files: impl IntoIterator<Item = usize>) {
    let mut below = None;
    for (day, files) in (0..).zip(files) {
        let at = At::local(day, 10 + day % 6, 0, 330);
        below = Some(story.add(own(ADA, at).files(files).on(below.as_slice())));
    }
}

fn walks_back(story: &mut Story) {
    line(story, (0..60).map(|turn| [1, 2, 3, 2][turn % 4]));
}

fn idle(story: &mut Story) {
    line(story, (0..60).map(|turn| turn / 2));
}

fn builds(story: &mut Story) {
    line(story, (0..100).map(|turn| turn - turn / 12));
}

fn reverts(story: &mut Story) {
    let files = |turn| if turn % 20 == 19 { turn - 2 } else { turn };
    line(story, (0..200).map(files));
}

fn far_back(story: &mut Story) {
    line(story, (0..120).map(|turn| turn % 40));
}

fn ordinary(story: &mut Story) {
    line(story, 0..80);
}

fn few(story: &mut Story) {
    line(story, [1; 10]);
}
