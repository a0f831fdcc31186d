//! Histories for `persona-across-orgs`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};

const BOX: &str = "work@mail.example";
const ACCOUNT: &str = "7001+worker@users.noreply.github.com";
const ADA: Who = Who("Ada Example", BOX);
const ZOE: Who = Who("Zoe Quill", BOX);
const ORGANISATIONS: &[&str] = &["code.example/acme", "code.example/north"];

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "one mailbox works for two organisations under two names",
        expect: Expect::Fires,
        story: two_lives,
    },
    Case {
        name: "one account and one key, a name for each organisation",
        expect: Expect::Fires,
        story: one_key,
    },
    Case {
        name: "two repositories of one organisation show two names",
        expect: Expect::Silent,
        story: one_organisation,
    },
    Case {
        name: "a new name comes with a new employer",
        expect: Expect::Quiet,
        story: one_after_the_other,
    },
    Case {
        name: "one organisation sees the name change, the other's machine keeps the old one",
        expect: Expect::Quiet,
        story: renamed,
    },
    Case {
        name: "marriage changes the family name in one of two jobs",
        expect: Expect::Quiet,
        story: marriage,
    },
    Case {
        name: "a name in two scripts, one for each community",
        expect: Expect::Quiet,
        story: two_scripts,
    },
    Case {
        name: "a handle in one community, the full name in the other",
        expect: Expect::Quiet,
        story: handle,
    },
    Case {
        name: "both names are at home everywhere",
        expect: Expect::Quiet,
        story: everywhere,
    },
    Case {
        name: "both names are at home in one of two organisations",
        expect: Expect::Quiet,
        story: same_home,
    },
    Case {
        name: "a port to another organisation writes the same commits under another name",
        expect: Expect::Quiet,
        story: port,
    },
    Case {
        name: "a fork carries the commits of the former name",
        expect: Expect::Silent,
        story: fork,
    },
    Case {
        name: "a colleague with a mailbox of her own works on one machine",
        expect: Expect::Quiet,
        story: colleague,
    },
    Case {
        name: "one rebase leaves another's name in the second organisation",
        expect: Expect::Quiet,
        story: slip,
    },
    Case {
        name: "another's name slips in twice",
        expect: Expect::Quiet,
        story: two_slips,
    },
    Case {
        name: "a maintainer works for one organisation only",
        expect: Expect::Silent,
        story: alone,
    },
    Case {
        name: "a contributor is remembered under another name in another organisation",
        expect: Expect::Fires,
        story: recalled,
    },
    Case {
        name: "a contributor's account and key are remembered under another name",
        expect: Expect::Fires,
        story: recalled_key,
    },
    Case {
        name: "a contributor is remembered under the same name",
        expect: Expect::Quiet,
        story: recalled_same,
    },
    Case {
        name: "another repository of the organisation knows the contributor's other name",
        expect: Expect::Silent,
        story: recalled_at_home,
    },
    Case {
        name: "a contributor is remembered under a former name",
        expect: Expect::Quiet,
        story: recalled_former,
    },
    Case {
        name: "a remembered port writes the contributor's commits under another name",
        expect: Expect::Silent,
        story: recalled_port,
    },
    Case {
        name: "the remembered name is another person's",
        expect: Expect::Quiet,
        story: recalled_namesake,
    },
    Case {
        name: "the remembered name stands on two sittings of one day",
        expect: Expect::Quiet,
        story: recalled_slip,
    },
    Case {
        name: "somebody else filled in the remembered name",
        expect: Expect::Silent,
        story: recalled_applied,
    },
    Case {
        name: "a colleague of the opener leads two lives elsewhere",
        expect: Expect::Silent,
        story: recalled_colleague,
    },
];

/// `who` commits to a repository every fifth day for a hundred days.
fn works(story: &mut Story, who: Who, repository: usize, from: i64) {
    for turn in 0..20 {
        let at = At::local(from + turn * 5, 10, 0, 120);
        story.add(own(who, at).in_repository(repository));
    }
}

fn two_lives(story: &mut Story) {
    story.held_by(ORGANISATIONS);
    works(story, ADA, 0, 0);
    works(story, ZOE, 1, 2);
}

fn one_key(story: &mut Story) {
    story.held_by(ORGANISATIONS);
    for day in 0..20 {
        let at = At::local(day, 10, 0, 120);
        let (name, repository) = [("Ada Example", 0), ("Zoe Quill", 1)][day as usize % 2];
        let commit = own(Who(name, ACCOUNT), at).ssh("SHA256:one");
        story.add(commit.in_repository(repository));
    }
}

fn one_organisation(story: &mut Story) {
    story.held_by(&["code.example/acme", "code.example/acme"]);
    works(story, ADA, 0, 0);
    works(story, ZOE, 1, 2);
}

fn one_after_the_other(story: &mut Story) {
    works(story, ADA, 0, 0);
    works(story, ZOE, 1, 200);
}

fn renamed(story: &mut Story) {
    for day in [0, 3, 6] {
        story.add(own(ADA, At::local(day, 12, 0, 120)));
    }
    works(story, ZOE, 0, 20);
    works(story, ADA, 1, 12);
}

fn marriage(story: &mut Story) {
    works(story, ADA, 0, 0);
    works(story, Who("Ada Harker", BOX), 1, 2);
}

fn two_scripts(story: &mut Story) {
    // In a variant the first name may come to be in the second one's script: it keeps a word then.
    works(story, Who("Ада Example", BOX), 0, 0);
    works(story, Who("Ада Экзампль", BOX), 1, 2);
}

fn handle(story: &mut Story) {
    works(story, ADA, 0, 0);
    works(story, Who("nightowl", BOX), 1, 2);
}

fn everywhere(story: &mut Story) {
    works(story, ADA, 0, 0);
    works(story, ZOE, 1, 1);
    for turn in 0..10 {
        story.add(own(ZOE, At::local(turn * 10, 17, 0, 120)));
        story.add(own(ADA, At::local(turn * 10 + 1, 16, 0, 120)).in_repository(1));
    }
}

fn same_home(story: &mut Story) {
    story.held_by(&["code.example/acme", "code.example/acme"]);
    works(story, ADA, 0, 0);
    works(story, ZOE, 1, 2);
    works(story, Who("nightowl", BOX), 2, 3);
}

/// A port keeps its author's address and time.
fn port(story: &mut Story) {
    works(story, ZOE, 0, 0);
    works(story, ADA, 1, 0);
}

fn fork(story: &mut Story) {
    works(story, ZOE, 0, 2);
    for turn in 0..20 {
        let at = At::local(turn * 5, 10, 0, 120);
        story.add(own(ADA, at).in_repository(1).also_in(2));
    }
}

fn colleague(story: &mut Story) {
    two_lives(story);
    let zoe = Who("Zoe Quill", "zoe@mail.example");
    story.every(DAY, 30, zoe, At::local(0, 15, 0, 120));
}

fn slip(story: &mut Story) {
    works(story, ADA, 0, 0);
    for minute in 0..5 {
        story.add(own(ZOE, At::local(30, 10, minute, 120)).in_repository(1));
    }
}

fn two_slips(story: &mut Story) {
    works(story, ADA, 0, 0);
    for (who, day) in [(ADA, 1), (ZOE, 31), (ADA, 51), (ZOE, 61), (ADA, 121)] {
        story.add(own(who, At::local(day, 10, 0, 120)).in_repository(1));
    }
}

fn alone(story: &mut Story) {
    works(story, ADA, 0, 0);
    works(story, ADA, 0, 2);
}

/// Ada opens a pull request after a hundred days of work here.
fn contributes(story: &mut Story) {
    works(story, ADA, 0, 0);
    let last = story.add(own(ADA, At::local(101, 10, 0, 120)));
    story.pull(
        account(7001, "adaex", At::local(-900, 10, 0, 120)),
        &[last],
        &[],
        NOW,
    );
}

const NOW: At = At::exact(102, 12, 0, 120);

/// Every fifth day for a hundred days, as `works` has it.
fn days(from: i64) -> impl Iterator<Item = At> {
    (0..20).map(move |turn| At::local(from + turn * 5, 10, 0, 120))
}

fn recalled(story: &mut Story) {
    contributes(story);
    story.recall(ZOE, "north/api", days(2), None);
}

fn recalled_key(story: &mut Story) {
    for day in 0..20 {
        let ada = Who("Ada Example", ACCOUNT);
        let at = At::local(day * 5, 10, 0, 120);
        story.add(own(ada, at).ssh("SHA256:one"));
    }
    let ada = Who("Ada Example", ACCOUNT);
    let last = story.add(own(ada, At::local(101, 10, 0, 120)));
    let opener = account(7001, "worker", At::local(-900, 10, 0, 120));
    story.pull(opener, &[last], &[], NOW);
    story.recall(
        Who("Zoe Quill", ACCOUNT),
        "north/api",
        days(2),
        Some("SHA256:one"),
    );
}

fn recalled_same(story: &mut Story) {
    contributes(story);
    story.recall(ADA, "north/api", days(2), None);
}

fn recalled_at_home(story: &mut Story) {
    contributes(story);
    story.recall(ZOE, "acme/api", days(2), None);
}

fn recalled_former(story: &mut Story) {
    contributes(story);
    story.recall(ZOE, "north/api", days(-200), None);
}

fn recalled_port(story: &mut Story) {
    contributes(story);
    story.recall(ZOE, "north/api", days(0), None);
}

fn recalled_namesake(story: &mut Story) {
    contributes(story);
    story.recall(ZOE, "north/api", days(2), None);
    story.recall_namesake("Zoe Quill", 30);
}

fn recalled_slip(story: &mut Story) {
    contributes(story);
    story.recall(ADA, "north/api", days(1), None);
    let sittings = [8, 9, 17, 18].map(|hour| At::local(30, hour, 0, 120));
    story.recall(ZOE, "north/web", sittings, None);
}

/// A machine on UTC may be anybody's.
fn recalled_applied(story: &mut Story) {
    contributes(story);
    let applied = (0..20).map(|turn| At::exact(2 + turn * 5, 10, 0, 0));
    story.recall(ZOE, "north/api", applied, None);
}

fn recalled_colleague(story: &mut Story) {
    works(story, ADA, 0, 0);
    let bea = Who("Bea Sample", "bea@mail.example");
    let last = story.add(own(bea, At::local(101, 10, 0, 120)));
    story.pull(None, &[last], &[], NOW);
    story.recall(ZOE, "north/api", days(2), None);
}
