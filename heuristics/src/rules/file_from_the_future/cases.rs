//! Histories for `file-from-the-future`.

use crate::testing::{At, Case, DAY, Expect, HOUR, Story, Who, account, own};

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a finished project is cut into a year of work",
        expect: Expect::Fires,
        story: cut,
    },
    Case {
        name: "a pull request was dated before its migrations",
        expect: Expect::Fires,
        story: pull_request,
    },
    Case {
        name: "migrations are committed a while after they were made",
        expect: Expect::Quiet,
        story: ordinary,
    },
    Case {
        name: "one name was typed with the wrong year, and the tool counts on from it",
        expect: Expect::Quiet,
        story: counted_on,
    },
    Case {
        name: "names in local time",
        expect: Expect::Quiet,
        story: local_names,
    },
    Case {
        name: "a clock that is a few hours fast names the files",
        expect: Expect::Quiet,
        story: fast_clock,
    },
    Case {
        name: "seconds that were typed by hand",
        expect: Expect::Silent,
        story: typed,
    },
    Case {
        name: "two migrations in all",
        expect: Expect::Silent,
        story: few,
    },
    Case {
        name: "nobody looked at what commits change",
        expect: Expect::Silent,
        story: unlooked,
    },
];

/// About 11 o'clock on a day of March 2024.
fn at(day: i64) -> At {
    At::local(day - 4, 11, 0, 330)
}

/// A commit on this day of March 2024 that adds the migration with this second in its name.
fn migration(story: &mut Story, day: i64, second: &str) {
    let commit = story.add(own(ADA, at(day)));
    let path = format!("db/migrate/{second}_change_{day}.rb");
    story.adds(commit, &path, "class Change < ActiveRecord::Migration");
}

fn cut(story: &mut Story) {
    for day in 5..25 {
        migration(story, day, &format!("20240{}{day:02}141337", 4 + day % 5));
    }
}

fn pull_request(story: &mut Story) {
    story.old_repository(BEA);
    let commits: Vec<_> = (5..9).map(|day| story.add(own(ADA, at(day)))).collect();
    let paths = [
        "prisma/migrations/20240611091741_users/migration.sql",
        "prisma/migrations/20240612101742_orders/migration.sql",
        "prisma/migrations/20240613111743_bills/migration.sql",
    ];
    let now = At::local(120, 12, 0, 330);
    story.pull(account(7001, "adaex", at(-900)), &commits, &paths, now);
}

fn ordinary(story: &mut Story) {
    for day in 5..25 {
        migration(story, day, &format!("202403{:02}021337", day - day % 3));
    }
}

fn counted_on(story: &mut Story) {
    for day in 5..25 {
        migration(story, day, &format!("202503011212{day:02}"));
        migration(story, day, &format!("202402{day:02}091337"));
        migration(story, day, &format!("202401{day:02}091337"));
    }
}

fn local_names(story: &mut Story) {
    // Everywhere west of Greenwich, local time is behind UTC.
    for day in 5..25 {
        let commit = story.add(own(ADA, At::local(day - 4, 11, 0, -480)));
        let path = format!("migrations/202403{day:02}105937-change.js");
        story.adds(commit, &path, "exports.up = (db) => db.change();");
    }
}

fn fast_clock(story: &mut Story) {
    for day in 5..25 {
        migration(story, day, &format!("202403{day:02}111337"));
    }
}

fn typed(story: &mut Story) {
    for day in 5..25 {
        migration(story, day, &format!("202406{day:02}120000"));
        migration(story, day, &format!("202407{day:02}000001"));
    }
}

fn few(story: &mut Story) {
    migration(story, 5, "20240611091741");
    migration(story, 6, "20240612091741");
}

fn unlooked(story: &mut Story) {
    story.every(DAY + HOUR, 30, ADA, at(5));
}
