//! Histories for `shared-key`.

use crate::testing::{At, Case, DAY, Expect, HOUR, Story, Who, own};
use countersign_facts::Traces;

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
        name: "two names on one machine use a coding agent there now and then",
        expect: Expect::Fires,
        story: agent_beside,
    },
    Case {
        name: "three names sign with one key and only on UTC",
        expect: Expect::Fires,
        story: only_utc,
    },
    Case {
        name: "two colleagues commit alone on a third one's machine now and then",
        expect: Expect::Fires,
        story: guests,
    },
    Case {
        name: "three names sign with one key, each commit on top of another's",
        expect: Expect::Fires,
        story: backdated,
    },
    Case {
        name: "a coding agent's key signs for its three users on UTC",
        expect: Expect::Silent,
        story: agent,
    },
    Case {
        name: "a coding agent's key signs for three users with handles",
        expect: Expect::Silent,
        story: agent_of_handles,
    },
    Case {
        name: "a coding agent's key signs more often for the agent than for anyone",
        expect: Expect::Silent,
        story: agent_in_local_time,
    },
    Case {
        name: "a service rebases for two colleagues on UTC",
        expect: Expect::Silent,
        story: stack_service,
    },
    Case {
        name: "a pair programmer's machine names the colleague as committer",
        expect: Expect::Quiet,
        story: pairs,
    },
    Case {
        name: "a pair programmer's machine names the two in turn",
        expect: Expect::Quiet,
        story: rotating_pairs,
    },
    Case {
        name: "colleagues sit beside a pair programmer, and one of them commits there alone once",
        expect: Expect::Quiet,
        story: alone_once,
    },
    Case {
        name: "colleagues sit in pairs at a machine that nobody owns",
        expect: Expect::Silent,
        story: shared_seat,
    },
    Case {
        name: "a client moves a stack with colleagues' commits and keeps their dates",
        expect: Expect::Quiet,
        story: kept_committers,
    },
    Case {
        name: "a client that names itself moves colleagues' commits onto older ones",
        expect: Expect::Quiet,
        story: named_client,
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

const AGENT: Who = Who("helper[bot]", "helper@agent.example");
const AGENT_KEY: &str = "SHA256:agent";
const TEAM: [(Who, i32); 3] = [(ADA, 60), (ZOE, -300), (BRUNO, 540)];

/// Everybody's unsigned work on their own machine, one commit a day.
fn unsigned_work(story: &mut Story, team: &[(Who, i32)], days: i64) {
    for (who, zone) in team {
        story.every(DAY, days, *who, At::local(0, 10, 0, *zone));
    }
}

/// The agent signs daily under its own name, and for each of the team on four days.
fn agent_for(story: &mut Story, team: &[(Who, i32)], zone: i32) {
    unsigned_work(story, team, 40);
    for day in 0..40 {
        let at = At::local(day, 15, 0, zone);
        story.add(own(AGENT, at).ssh(AGENT_KEY));
        if let Some((user, _)) = team.get((day % 10) as usize) {
            story.add(own(*user, at.plus(HOUR)).ssh(AGENT_KEY));
        }
    }
}

fn agent(story: &mut Story) {
    agent_for(story, &TEAM, 0);
}

fn agent_of_handles(story: &mut Story) {
    let team = [
        (Who("adax", "ada@mail.example"), 60),
        (Who("zequill", "zoe@pen.example"), -300),
        (Who("brhatch", "bruno@corp.test.example"), 540),
    ];
    agent_for(story, &team, 0);
}

fn agent_in_local_time(story: &mut Story) {
    agent_for(story, &TEAM, 120);
}

fn agent_beside(story: &mut Story) {
    by_turns(story);
    let at = At::local(6, 15, 0, 120);
    story.add(own(AGENT, at).pgp(KEY, at.0));
}

fn only_utc(story: &mut Story) {
    for day in 0..30 {
        let who = [ADA, ZOE, BRUNO][day as usize % 3];
        story.add(own(who, At::local(day, 10, 0, 0)).ssh("SHA256:shared"));
    }
}

fn guests(story: &mut Story) {
    unsigned_work(story, &[(ZOE, 120), (BRUNO, 120)], 40);
    for day in 0..40 {
        sign(story, ADA, KEY, day);
        if day % 10 == 3 {
            let at = At::local(day, 16, 0, 120);
            let colleague = [ZOE, BRUNO][day as usize / 10 % 2];
            story.add(own(colleague, at).pgp(KEY, at.0));
        }
    }
}

/// Backdating does not turn the names of one machine into colleagues.
fn backdated(story: &mut Story) {
    let mut last = None;
    for day in 0..30 {
        let who = [ADA, ZOE, BRUNO][day as usize % 3];
        let at = At::local(day - day % 3 * 5, 10, 0, 120);
        let parents: Vec<_> = last.into_iter().collect();
        last = Some(story.add(own(who, at).ssh("SHA256:shared").on(&parents)));
    }
}

fn stack_service(story: &mut Story) {
    unsigned_work(story, &TEAM[..2], 40);
    for day in 0..8 {
        for (who, _) in &TEAM[..2] {
            let at = At::local(day * 5, 18, 0, 0);
            story.add(own(*who, at).ssh("SHA256:service"));
        }
    }
}

fn pairs(story: &mut Story) {
    unsigned_work(story, &[(ZOE, 120), (BRUNO, 120)], 45);
    for day in 0..45 {
        sign(story, ADA, KEY, day);
        if day % 4 == 0 {
            let at = At::local(day, 16, 0, 120);
            let colleague = [ZOE, BRUNO][day as usize % 2];
            let together = own(ADA, at).by(colleague, at);
            story.add(together.pgp(KEY, at.0).signer(ADA));
        }
    }
}

fn alone_once(story: &mut Story) {
    pairs(story);
    sign(story, ZOE, KEY, 17);
}

fn rotating_pairs(story: &mut Story) {
    unsigned_work(story, &[(ZOE, 120), (BRUNO, 120)], 45);
    for day in 0..45 {
        let at = At::local(day, 16, 0, 120);
        let colleague = [ZOE, BRUNO][day as usize / 2 % 2];
        let together = match day % 2 {
            0 => own(ADA, at).by(colleague, at),
            _ => own(colleague, at).by(ADA, at),
        };
        story.add(together.ssh("SHA256:seat"));
    }
}

fn shared_seat(story: &mut Story) {
    let team = [(ADA, 120), (ZOE, 120), (BRUNO, 120)];
    unsigned_work(story, &team, 45);
    for day in (0..45).step_by(3) {
        let at = At::local(day, 16, 0, 120);
        let (one, _) = team[day as usize % 9 / 3];
        let (other, _) = team[(day as usize % 9 / 3 + 1) % 3];
        story.add(own(one, at).by(other, at).ssh("SHA256:seat"));
    }
}

/// Ada's client moves a stack on top of main, where a colleague's commit is below hers.
fn moved(story: &mut Story, back: i64, traces: Traces) {
    let mut last = story.add(own(ADA, At::local(-1, 10, 0, 60)));
    for day in 0..45 {
        for (who, zone) in [(ZOE, 120), (BRUNO, 60)] {
            last = story.add(own(who, At::local(day, 11, 0, zone)).on(&[last]));
        }
        let at = At::local(day, 17, 0, 60);
        last = story.add(own(ADA, at).ssh("SHA256:ada").traced(traces).on(&[last]));
        if day % 9 == 8 {
            for (who, zone) in [(ZOE, 120), (BRUNO, 60)] {
                let kept = own(who, At::local(day - back, 12, 0, zone));
                last = story.add(kept.ssh("SHA256:ada").traced(traces).on(&[last]));
            }
            for older in [1, 2] {
                let kept = own(ADA, At::local(day - older, 12, 0, 60));
                last = story.add(kept.ssh("SHA256:ada").traced(traces).on(&[last]));
            }
        }
    }
}

fn kept_committers(story: &mut Story) {
    moved(story, 2, Traces::empty());
}

fn named_client(story: &mut Story) {
    moved(story, -1, Traces::STACK_CLIENT);
}
