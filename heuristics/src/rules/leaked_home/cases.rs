//! Histories for `leaked-home`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const BEA_AT_HOME: Who = Who("Bea Sample", "trixie@post.example");
const OWL: Who = Who("nightowl", "owl@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "paths name another contributor's home folder",
        expect: Expect::Fires,
        story: paths,
    },
    Case {
        name: "new files are made by another contributor's Xcode",
        expect: Expect::Fires,
        story: headers,
    },
    Case {
        name: "paths name one's own home folder",
        expect: Expect::Quiet,
        story: own_home,
    },
    Case {
        name: "paths name the home folder of one's second address",
        expect: Expect::Quiet,
        story: second_address,
    },
    Case {
        name: "a colleague's lines are copied",
        expect: Expect::Quiet,
        story: copied,
    },
    Case {
        name: "a borrowed machine for a day",
        expect: Expect::Quiet,
        story: one_day,
    },
    Case {
        name: "headers of files from years ago",
        expect: Expect::Silent,
        story: old_headers,
    },
    Case {
        name: "a handle on a machine that is named after a contributor",
        expect: Expect::Silent,
        story: handle,
    },
];

fn at(day: i64) -> At {
    At::local(day, 11, 0, 60)
}

/// A commit that adds the path of a data file below somebody's home folder. The story's variants spell the name in
/// braces as a login.
fn path(story: &mut Story, who: Who, when: At, home: &str, number: i64) {
    let commit = story.add(own(who, when));
    let text = format!("DATA = \"/Users/{home}/data-{number}.csv\"");
    story.adds(commit, &format!("src/part{number}.py"), &text);
}

fn paths_of(story: &mut Story, who: Who, home: &str) {
    story.every(DAY, 10, BEA, at(0));
    (20..24).for_each(|day| path(story, who, at(day), home, day));
}

fn paths(story: &mut Story) {
    paths_of(story, ADA, "{Bea Sample}");
}

fn header(story: &mut Story, day: i64, year: i64) {
    let commit = story.add(own(ADA, at(day)));
    let date = at(day).text("%-m/%-d");
    let text =
        format!("//\n//  View{day}.swift\n//\n//  Created by [Bea Sample] on {date}/{year}.\n//\n");
    story.adds(commit, &format!("app/View{day}.swift"), &text);
}

fn headers(story: &mut Story) {
    story.every(DAY, 10, BEA, at(0));
    (20..24).for_each(|day| header(story, day, 2024));
}

fn own_home(story: &mut Story) {
    story.every(DAY, 10, ADA, at(0));
    paths_of(story, ADA, "{Ada Example}");
}

fn second_address(story: &mut Story) {
    paths_of(story, BEA_AT_HOME, "{Bea Sample}");
}

fn copied(story: &mut Story) {
    story.every(DAY, 10, BEA, at(0));
    (10..14).for_each(|day| path(story, BEA, at(day), "{Bea Sample}", day));
    for day in 20..24 {
        let commit = story.add(own(ADA, at(day)));
        let number = day - 10;
        let text = format!("DATA = \"/Users/{{Bea Sample}}/data-{number}.csv\"");
        story.adds(commit, &format!("lib/part{number}.py"), &text);
    }
}

fn one_day(story: &mut Story) {
    story.every(DAY, 10, BEA, at(0));
    for turn in 0..4 {
        path(story, ADA, at(20).plus(turn * 600), "{Bea Sample}", turn);
    }
}

fn old_headers(story: &mut Story) {
    story.every(DAY, 10, BEA, at(0));
    (20..24).for_each(|day| header(story, day, 2015));
}

fn handle(story: &mut Story) {
    paths_of(story, OWL, "{Bea Sample}");
}
