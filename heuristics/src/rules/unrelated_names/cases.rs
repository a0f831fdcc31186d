//! Histories for `unrelated-names`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, Story, Who, own};

const BOX: &str = "work@mail.example";
const ACCOUNT: &str = "7001+worker@users.noreply.github.com";
const ADA: Who = Who("Ada Example", BOX);
const ZOE: Who = Who("Zoe Quill", BOX);
const BRUNO: Who = Who("Bruno Hatch", BOX);

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "one mailbox commits under three names by turns",
        expect: Expect::Fires,
        story: by_turns,
    },
    Case {
        name: "one account merges under three names, one after the other",
        expect: Expect::Fires,
        story: one_account,
    },
    Case {
        name: "one account uses three logins by turns",
        expect: Expect::Fires,
        story: three_logins,
    },
    Case {
        name: "one account uses two logins and three names",
        expect: Expect::Fires,
        story: two_logins,
    },
    Case {
        name: "an account is renamed once, and its holder is too",
        expect: Expect::Quiet,
        story: renamed_account,
    },
    Case {
        name: "logins that keep a part each time",
        expect: Expect::Quiet,
        story: related_logins,
    },
    Case {
        name: "a handle, then a pen name, then the real name",
        expect: Expect::Quiet,
        story: pen_name,
    },
    Case {
        name: "a name changes twice and keeps a part each time",
        expect: Expect::Quiet,
        story: name_change,
    },
    Case {
        name: "a name in two scripts and a nickname",
        expect: Expect::Quiet,
        story: two_scripts,
    },
    Case {
        name: "pairs commit from the mailbox of one of them",
        expect: Expect::Quiet,
        story: pairs,
    },
    Case {
        name: "a rebase leaves two colleagues' names on a maintainer's address",
        expect: Expect::Quiet,
        story: slip,
    },
    Case {
        name: "colleagues with mailboxes of their own use one workstation",
        expect: Expect::Quiet,
        story: workstation,
    },
    Case {
        name: "a merge tool puts openers' names on the merger's address",
        expect: Expect::Quiet,
        story: merge_tool,
    },
    Case {
        name: "a maintainer applies patches of three people",
        expect: Expect::Quiet,
        story: patches,
    },
    Case {
        name: "a team commits from its role mailbox",
        expect: Expect::Silent,
        story: role_mailbox,
    },
    Case {
        name: "three names on five commits are too few",
        expect: Expect::Silent,
        story: few,
    },
];

fn by_turns(story: &mut Story) {
    for day in 0..18 {
        let who = [ADA, ZOE, BRUNO][day as usize % 3];
        story.add(own(who, At::local(day, 10, 0, 120)));
    }
}

fn one_account(story: &mut Story) {
    let names = ["Ada Example", "Zoe Quill", "Bruno Hatch"];
    story.add(own(ADA, At::local(0, 9, 0, 120)));
    for day in 0..30 {
        let who = Who(names[day as usize / 10], ACCOUNT);
        story.web_merge(who, At::local(day, 10, 0, 120));
    }
}

fn three_logins(story: &mut Story) {
    let logins = [
        "7001+brickwork@users.noreply.github.com",
        "7001+nightowl@users.noreply.github.com",
        "7001+zephyr@users.noreply.github.com",
    ];
    for day in 0..18 {
        let who = Who("Ada Example", logins[day as usize % 3]);
        story.web_merge(who, At::local(day, 10, 0, 120));
    }
}

fn two_logins(story: &mut Story) {
    let uses = [
        Who("Ada Example", "7001+brickwork@users.noreply.github.com"),
        Who("Zoe Quill", "7001+nightowl@users.noreply.github.com"),
        Who("Bruno Hatch", "7001+nightowl@users.noreply.github.com"),
    ];
    for day in 0..18 {
        let who = uses[day as usize % 3];
        story.web_merge(who, At::local(day, 10, 0, 120));
    }
}

fn renamed_account(story: &mut Story) {
    let before = Who("Ada Example", "7001+brickwork@users.noreply.github.com");
    story.every(DAY, 10, before, At::local(0, 10, 0, 120));
    let after = Who("Zoe Quill", "7001+nightowl@users.noreply.github.com");
    story.every(DAY, 10, after, At::local(20, 10, 0, 120));
}

fn related_logins(story: &mut Story) {
    let logins = [
        "7001+nightowl@users.noreply.github.com",
        "7001+owl-zephyr@users.noreply.github.com",
        "7001+zephyr@users.noreply.github.com",
    ];
    for day in 0..18 {
        let who = Who("Ada Example", logins[day as usize / 6]);
        story.web_merge(who, At::local(day, 10, 0, 120));
    }
}

fn pen_name(story: &mut Story) {
    story.every(DAY, 10, Who("nightowl", BOX), At::local(0, 10, 0, 120));
    story.every(DAY, 10, ZOE, At::local(20, 10, 0, 120));
    story.every(DAY, 10, ADA, At::local(40, 10, 0, 120));
}

fn name_change(story: &mut Story) {
    story.every(DAY, 10, ADA, At::local(0, 10, 0, 120));
    let married = Who("Ada Harker", BOX);
    story.every(DAY, 10, married, At::local(20, 10, 0, 120));
    let renamed = Who("Mirek Harker", BOX);
    story.every(DAY, 10, renamed, At::local(40, 10, 0, 120));
}

fn two_scripts(story: &mut Story) {
    story.every(DAY, 10, ADA, At::local(0, 10, 0, 120));
    let other = Who("Ада Экзампль", BOX);
    story.every(DAY, 10, other, At::local(20, 10, 0, 120));
    let nick = Who("Adda E.", BOX);
    story.every(DAY, 10, nick, At::local(40, 10, 0, 120));
}

fn pairs(story: &mut Story) {
    let names = [
        "Ada Example",
        "Zoe Quill & Bruno Hatch",
        "Mirek Tovar & Ines Dahl",
        "Zoe Quill & Ines Dahl",
    ];
    for day in 0..20 {
        let who = Who(names[day as usize % 4], BOX);
        story.add(own(who, At::local(day, 10, 0, 120)));
    }
}

fn slip(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 120));
    for minute in 0..4 {
        story.add(own(ZOE, At::local(30, 10, minute, 120)));
        story.add(own(BRUNO, At::local(30, 11, minute, 120)));
    }
}

fn workstation(story: &mut Story) {
    by_turns(story);
    let zoe = Who("Zoe Quill", "zoe@mail.example");
    story.every(DAY, 20, zoe, At::local(30, 10, 0, 120));
}

fn merge_tool(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 120));
    for day in 0..20 {
        let at = At::local(day, 15, 0, 120);
        let opener = [ZOE, BRUNO][day as usize % 2];
        story.add(own(opener, at).by(GITHUB, at));
    }
}

fn patches(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 120));
    for day in 0..20 {
        let at = At::local(day, 15, 0, 120);
        let author = [
            Who("Zoe Quill", "zoe@mail.example"),
            Who("Bruno Hatch", "bruno@mail.example"),
        ][day as usize % 2];
        story.add(own(author, at).by(ADA, at.plus(3_600)));
    }
}

fn role_mailbox(story: &mut Story) {
    for day in 0..30 {
        let name = ["Ada Example", "Zoe Quill", "Bruno Hatch"][day as usize % 3];
        let who = Who(name, "info@corp.test.example");
        story.add(own(who, At::local(day, 10, 0, 120)));
    }
}

fn few(story: &mut Story) {
    for day in 0..5 {
        let who = [ADA, ZOE, BRUNO][day as usize % 3];
        story.add(own(who, At::local(day, 10, 0, 120)));
    }
}
