//! Histories for `shared-key`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@mail.example");
const ZOE: Who = Who("Zoe Quill", "zoe@pen.example");
const BRUNO: Who = Who("Bruno Hatch", "bruno@corp.test.example");
const KEY: &str = "A0A0A0A0A0A0A0A0";
const GITHUB_KEY: &str = "B5690EEEBB952194";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "two names at two addresses sign by turns with one key",
        expect: Expect::Fires,
        story: by_turns,
    },
    Case {
        name: "three names sign four commits with one key",
        expect: Expect::Fires,
        story: three_names,
    },
    Case {
        name: "three names sign by SSH on one machine",
        expect: Expect::Fires,
        story: ssh_machine,
    },
    Case {
        name: "a maintainer signs one rewritten commit of a contributor",
        expect: Expect::Quiet,
        story: rewritten,
    },
    Case {
        name: "a maintainer signs an old history of three people afresh",
        expect: Expect::Quiet,
        story: signed_afresh,
    },
    Case {
        name: "a name and an address change for good, the key stays",
        expect: Expect::Quiet,
        story: name_change,
    },
    Case {
        name: "marriage brings a name and an address, both in use",
        expect: Expect::Quiet,
        story: marriage,
    },
    Case {
        name: "a handle commits beside the real name",
        expect: Expect::Quiet,
        story: handle,
    },
    Case {
        name: "a pen name uses the login of the real name",
        expect: Expect::Quiet,
        story: same_login,
    },
    Case {
        name: "a name in two scripts",
        expect: Expect::Quiet,
        story: two_scripts,
    },
    Case {
        name: "three release managers sign tags with the project's release key",
        expect: Expect::Quiet,
        story: release_key,
    },
    Case {
        name: "a build machine signs for nine people",
        expect: Expect::Silent,
        story: build_machine,
    },
    Case {
        name: "GitHub signs in hosted editors",
        expect: Expect::Silent,
        story: hosted,
    },
    Case {
        name: "two signatures are too few",
        expect: Expect::Silent,
        story: few,
    },
];

fn sign(story: &mut Story, who: Who, key: &str, day: i64) {
    let at = At::local(day, 10, 0, 120);
    story.add(own(who, at).pgp(key, at.0));
}

fn by_turns(story: &mut Story) {
    for day in 0..12 {
        sign(story, [ADA, ZOE][day as usize % 2], KEY, day);
    }
}

fn three_names(story: &mut Story) {
    for (day, who) in [(0, ADA), (20, ADA), (70, ZOE), (90, BRUNO)] {
        sign(story, who, KEY, day);
    }
}

fn ssh_machine(story: &mut Story) {
    for day in 0..12 {
        let who = [ADA, ZOE, BRUNO][day as usize % 3];
        story.add(own(who, At::local(day, 10, 0, 120)).ssh("SHA256:shared"));
    }
}

fn rewritten(story: &mut Story) {
    for day in 0..12 {
        sign(story, ADA, KEY, day);
    }
    sign(story, ZOE, KEY, 5);
    story.every(DAY, 10, ZOE, At::local(0, 12, 0, 120));
}

fn signed_afresh(story: &mut Story) {
    for day in 0..12 {
        let at = At::local(day, 10, 0, 120);
        let who = [ADA, ZOE, BRUNO][day as usize % 3];
        story.add(own(who, at).pgp(KEY, at.0 + 100 * DAY));
    }
    for day in 100..112 {
        sign(story, ADA, KEY, day);
    }
}

fn name_change(story: &mut Story) {
    for day in 0..12 {
        sign(story, ADA, KEY, day);
    }
    for day in 12..24 {
        sign(story, ZOE, KEY, day);
    }
}

fn marriage(story: &mut Story) {
    let married = Who("Ada Harker", "harker@corp.test.example");
    for day in 0..12 {
        sign(story, [ADA, married][day as usize % 2], KEY, day);
    }
}

fn handle(story: &mut Story) {
    let owl = Who("nightowl", "owl@pen.example");
    for day in 0..12 {
        sign(story, [ADA, owl][day as usize % 2], KEY, day);
    }
}

fn same_login(story: &mut Story) {
    let pen = Who("Zoe Quill", "7001+ada@users.noreply.github.com");
    for day in 0..12 {
        sign(story, [ADA, pen][day as usize % 2], KEY, day);
    }
}

fn two_scripts(story: &mut Story) {
    // In a variant the first name may come to be in the second one's script: the address links them.
    let other = Who("Ада Экзампль", "ada@corp.test.example");
    for day in 0..12 {
        sign(story, [ADA, other][day as usize % 2], KEY, day);
    }
}

fn build_machine(story: &mut Story) {
    let people = [
        ADA,
        ZOE,
        BRUNO,
        Who("Mirek Tovar", "mirek@mail.example"),
        Who("Ines Dahl", "ines@mail.example"),
        Who("Otto Vance", "otto@mail.example"),
        Who("Lin Brook", "lin@mail.example"),
        Who("Petra Young", "petra@mail.example"),
        Who("Gus Farrow", "gus@mail.example"),
    ];
    for day in 0..36 {
        sign(story, people[day as usize % people.len()], KEY, day);
    }
}

fn release_key(story: &mut Story) {
    for day in 0..12 {
        let (who, own_key) = [
            (ADA, "1111111111111111"),
            (ZOE, "2222222222222222"),
            (BRUNO, "3333333333333333"),
        ][day as usize % 3];
        sign(story, who, own_key, day);
        let at = At::local(day, 12, 0, 120);
        story.tag(&format!("v1.{day}"), 0, who, at, Some(KEY));
    }
}

fn hosted(story: &mut Story) {
    for day in 0..12 {
        sign(story, [ADA, ZOE, BRUNO][day as usize % 3], GITHUB_KEY, day);
    }
}

fn few(story: &mut Story) {
    sign(story, ADA, KEY, 0);
    sign(story, ZOE, KEY, 1);
}
