//! Histories for `copied-history`.

use crate::testing::{At, Case, Expect, Position, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@mail.example");
const BRUNO: Who = Who("Bruno Hatch", "bruno@mail.example");
const INES: Who = Who("Ines Dahl", "ines@mail.example");
const ZOE: Who = Who("Zoe Quill", "zoe@pen.example");
const MIREK: Who = Who("Mirek Tovar", "mirek@pen.example");
const MANY: [Who; 3] = [ADA, BRUNO, INES];
/// Commits of the copied history.
const LONG: usize = 30;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "three people's history is published again under one name",
        expect: Expect::Fires,
        story: published_again,
    },
    Case {
        name: "the copy is dated before the work it copies",
        expect: Expect::Fires,
        story: dated_before,
    },
    Case {
        name: "the copier's own commits stand among the copied ones",
        expect: Expect::Fires,
        story: own_work_between,
    },
    Case {
        name: "a fork has the same commits",
        expect: Expect::Quiet,
        story: fork,
    },
    Case {
        name: "addresses are rewritten, the people stay",
        expect: Expect::Quiet,
        story: new_addresses,
    },
    Case {
        name: "logins of an old system become names",
        expect: Expect::Quiet,
        story: logins,
    },
    Case {
        name: "an importer keeps the authors",
        expect: Expect::Quiet,
        story: import,
    },
    Case {
        name: "a company publishes under its own name",
        expect: Expect::Quiet,
        story: company,
    },
    Case {
        name: "a branch is rebased with a new author on every commit",
        expect: Expect::Quiet,
        story: rebase,
    },
    Case {
        name: "one person's work is taken over by another",
        expect: Expect::Quiet,
        story: one_author,
    },
    Case {
        name: "one of two authors has made nearly everything",
        expect: Expect::Quiet,
        story: nearly_one_author,
    },
    Case {
        name: "two people publish the work of one person and a handle again",
        expect: Expect::Quiet,
        story: two_copies,
    },
    Case {
        name: "a colleague imports everything as one person's",
        expect: Expect::Quiet,
        story: imported_as_one,
    },
    Case {
        name: "a fork takes in every merge of the project it follows",
        expect: Expect::Quiet,
        story: follower,
    },
    Case {
        name: "two people build on one template",
        expect: Expect::Quiet,
        story: template,
    },
    Case {
        name: "nineteen copied commits are too few",
        expect: Expect::Quiet,
        story: too_short,
    },
    Case {
        name: "nobody has made twenty commits",
        expect: Expect::Silent,
        story: few,
    },
];

/// Days on which a history was made, from this one, one commit a day.
#[derive(Clone, Copy)]
struct Days(i64);

impl Days {
    fn at(self, number: usize) -> At {
        let day = i64::try_from(number).expect("a story has few commits");
        At::local(self.0 + day, 10, 0, 120)
    }
}

/// A line of `count` commits in `repository` on `base`; every tenth changes no file.
fn line(
    story: &mut Story,
    (repository, base): (usize, Option<Position>),
    count: usize,
    days: Days,
    author: impl Fn(usize) -> Who,
) -> Vec<Position> {
    let mut positions = Vec::new();
    let mut parent = base;
    for number in 0..count {
        let commit = own(author(number), days.at(number))
            .in_repository(repository)
            .files(number - number / 10)
            .on(parent.as_slice());
        parent = Some(story.add(commit));
        positions.extend(parent);
    }
    positions
}

fn by_turns(number: usize) -> Who {
    MANY[number % 3]
}

/// Everybody has enough commits of their own to be looked at.
fn original(story: &mut Story, count: usize) -> Vec<Position> {
    for (number, who) in MANY.into_iter().enumerate() {
        let mut parent = None;
        for day in 0..25 {
            let files = 1_000 * (number + 1) + day;
            let at = Days(-100).at(day);
            let commit = own(who, at).files(files).on(parent.as_slice());
            parent = Some(story.add(commit));
        }
    }
    line(story, (0, None), count, Days(0), by_turns)
}

fn published_again(story: &mut Story) {
    original(story, LONG);
    line(story, (1, None), LONG, Days(200), |_| ZOE);
}

fn dated_before(story: &mut Story) {
    original(story, LONG);
    line(story, (0, None), LONG, Days(-900), |_| ZOE);
}

fn own_work_between(story: &mut Story) {
    let zoes_too = |number| {
        if number % 10 == 7 {
            ZOE
        } else {
            by_turns(number)
        }
    };
    line(story, (0, None), LONG, Days(0), zoes_too);
    line(story, (1, None), LONG, Days(200), |_| ZOE);
}

fn fork(story: &mut Story) {
    original(story, 0);
    let mut parent = None;
    for number in 0..LONG {
        let commit = own(by_turns(number), Days(0).at(number))
            .files(number - number / 10)
            .also_in(1)
            .on(parent.as_slice());
        parent = Some(story.add(commit));
    }
    for number in 0..LONG {
        let commit = own(ZOE, Days(60).at(number))
            .in_repository(1)
            .files(500 + number)
            .on(parent.as_slice());
        parent = Some(story.add(commit));
    }
}

fn new_addresses(story: &mut Story) {
    original(story, LONG);
    line(story, (0, None), LONG, Days(0), |number| {
        let Who(name, _) = by_turns(number);
        let mailboxes = [
            "a.example@corp.test.example",
            "b.hatch@corp.test.example",
            "i.dahl@corp.test.example",
        ];
        Who(name, mailboxes[number % 3])
    });
}

fn logins(story: &mut Story) {
    original(story, LONG);
    line(story, (1, None), LONG, Days(0), |_| {
        Who("svnsync", "svnsync@forge.example")
    });
}

fn import(story: &mut Story) {
    original(story, LONG);
    let mut parent = None;
    for number in 0..LONG {
        let at = Days(0).at(number);
        let commit = own(by_turns(number), at)
            .by(ZOE, At::local(300, 10, 0, 120))
            .in_repository(1)
            .files(number - number / 10)
            .on(parent.as_slice());
        parent = Some(story.add(commit));
    }
}

fn company(story: &mut Story) {
    original(story, LONG);
    line(story, (1, None), LONG, Days(200), |_| {
        Who("Acme", "acme@corp.test.example")
    });
}

fn rebase(story: &mut Story) {
    original(story, 0);
    let base = story.add(own(ADA, Days(-1).at(0)).files(9_999));
    line(story, (0, Some(base)), LONG, Days(0), by_turns);
    line(story, (0, Some(base)), LONG, Days(60), |_| ZOE);
}

fn one_author(story: &mut Story) {
    original(story, 0);
    line(story, (0, None), LONG, Days(0), |_| ADA);
    line(story, (1, None), LONG, Days(60), |_| ZOE);
}

fn nearly_one_author(story: &mut Story) {
    original(story, 0);
    let author = |number| if number == 13 { BRUNO } else { ADA };
    line(story, (0, None), LONG, Days(0), author);
    line(story, (1, None), LONG, Days(60), |_| ZOE);
}

fn two_copies(story: &mut Story) {
    original(story, 0);
    let owl = Who("nightowl", "owl@pen.example");
    let author = |number| if number % 6 == 5 { owl } else { ADA };
    line(story, (0, None), LONG, Days(0), author);
    line(story, (1, None), LONG, Days(60), |_| ZOE);
    line(story, (2, None), LONG, Days(120), |_| MIREK);
}

fn imported_as_one(story: &mut Story) {
    original(story, LONG);
    let mut parent = None;
    for number in 0..LONG {
        let commit = own(ZOE, Days(0).at(number))
            .by(MIREK, At::local(300, 10, 0, 120))
            .in_repository(1)
            .files(number - number / 10)
            .on(parent.as_slice());
        parent = Some(story.add(commit));
    }
}

fn follower(story: &mut Story) {
    original(story, 0);
    let mut theirs = story.add(own(ADA, Days(0).at(0)).files(1));
    let mut ours = story.add(own(ZOE, Days(0).at(0)).in_repository(1).files(2));
    for number in 0..LONG {
        let (files, at) = (10 + number, Days(1).at(number));
        let branch = story.add(own(ADA, at).files(files).on(&[theirs]));
        let merge = own(by_turns(number), at.plus(3_600)).files(files);
        theirs = story.add(merge.on(&[theirs, branch]));
        let merge = own(ZOE, at.plus(7_200)).in_repository(1).files(files);
        ours = story.add(merge.on(&[ours, theirs]));
    }
}

fn template(story: &mut Story) {
    let template = original(story, 10);
    let mut parent = template.last().copied();
    for number in 0..LONG {
        let commit = own(ZOE, Days(60).at(number))
            .files(700 + number)
            .on(parent.as_slice());
        parent = Some(story.add(commit));
    }
    line(story, (1, None), 10, Days(200), |_| ZOE);
}

fn too_short(story: &mut Story) {
    // The first commit of a line makes no step, and two change nothing.
    original(story, 22);
    line(story, (1, None), 22, Days(200), |_| ZOE);
}

fn few(story: &mut Story) {
    line(story, (0, None), 19, Days(0), |_| ADA);
}
