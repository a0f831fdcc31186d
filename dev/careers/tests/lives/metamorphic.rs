//! Verdicts follow from contradictions between records. A change that moves all records alike, or that
//! adds records of other people, changes no verdict.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use countersign_careers::{Atlas, Care, Community, PERSONAS, Plan, Script, WAYS, Way};
use countersign_heuristics::Level;

use crate::verdicts::{Verdicts, verdicts};

/// Everybody once, in few enough commits for a debug build and enough for every heuristic to speak.
fn community() -> Community {
    let mut community = Community::new(11, Atlas::movable(), 3);
    for way in &WAYS {
        community = community.honest(way, 50);
    }
    for persona in &PERSONAS {
        for care in [Care::Careless, Care::Ordinary] {
            community = community.persona(persona, care, 90);
        }
    }
    community
}

static PLAN: LazyLock<Plan> = LazyLock::new(|| community().plan());
static VERDICTS: LazyLock<Verdicts> = LazyLock::new(|| verdicts(&PLAN));

fn assert_unchanged(how: &str, plan: &Plan) {
    let now = verdicts(plan);
    for (residents, verdict) in &*VERDICTS {
        let lives: Vec<_> = residents
            .iter()
            .map(|one| PLAN.residents()[*one].life)
            .collect();
        assert_eq!(Some(verdict), now.get(residents), "{how}: {lives:?}");
    }
}

#[test]
fn there_is_something_to_change() {
    let at = |level| {
        VERDICTS
            .values()
            .filter(|(found, _)| *found == level)
            .count()
    };
    assert!(at(Level::Quiet) > 20, "{VERDICTS:#?}");
    assert!(at(Level::Review) + at(Level::Urgent) >= 5, "{VERDICTS:#?}");
}

#[test]
fn living_elsewhere_changes_nothing() {
    // Odd quarters of an hour put nobody on UTC.
    for quarters in [-33, -13, 15, 33] {
        let plan = PLAN.clone().moved_east(quarters * 15);
        assert_unchanged(
            &format!("{quarters} quarters of an hour further east"),
            &plan,
        );
    }
}

/// Whether everything found now was found before, by the same heuristic at the same strength or above.
fn only_fell_silent(before: &(Level, Vec<String>), now: &(Level, Vec<String>)) -> bool {
    let strength = |finding: &str| {
        ["context", "moderate", "strong"]
            .iter()
            .position(|strength| finding.ends_with(strength))
    };
    let heuristic = |finding: &str| finding.split(' ').next().map(str::to_owned);
    let mut findings = now.1.iter();
    now.0 <= before.0
        && findings.all(|found| {
            let mut known = before.1.iter();
            known.any(|known| {
                heuristic(known) == heuristic(found) && strength(found) <= strength(known)
            })
        })
}

/// UTC is nobody's clock. A shift that puts a person's clock there hides what this clock showed, so about
/// this person heuristics may fall silent, and must not find anything new. About others nothing changes.
#[test]
fn whole_hours_change_nothing_but_what_utc_hides() {
    let mut silenced = 0;
    for hours in [-3, -1, 5, 8] {
        let on_utc = PLAN.residents_put_on_utc(hours * 60);
        let moved = verdicts(&PLAN.clone().moved_east(hours * 60));
        for (residents, before) in &*VERDICTS {
            let now = &moved[residents];
            let lands = residents.iter().any(|one| on_utc.contains(one));
            assert!(
                now == before || lands && only_fell_silent(before, now),
                "{hours} hours further east: {before:?} became {now:?}"
            );
            silenced += usize::from(now != before);
        }
    }
    assert!(silenced > 0, "some shifts land on UTC");
}

#[test]
fn names_in_other_scripts_change_nothing() {
    for script in Script::ALL {
        assert_unchanged(&format!("{script:?}"), &PLAN.clone().written_in(script));
    }
}

#[test]
fn other_logins_change_nothing() {
    for seed in [1, 2] {
        assert_unchanged("logins permuted", &PLAN.clone().with_logins_permuted(seed));
    }
}

/// Context may compare newcomers with how many a repository usually has; it raises no level. `closed-circle` compares
/// people with the others of their repository, so its border matters to it.
#[test]
fn the_border_of_a_repository_changes_nothing_beyond_context() {
    let beyond_context = |verdicts: &Verdicts| -> BTreeMap<_, _> {
        let beyond = |(level, findings): &(Level, Vec<String>)| {
            let others = |one: &&String| !one.starts_with("closed-circle ");
            let of_a_circle = !findings.iter().all(|one| others(&one));
            let kept = findings.iter().filter(others);
            let kept = kept.filter(|one| !one.ends_with(" context"));
            let level = Some(*level).filter(|_| !of_a_circle);
            (level, kept.cloned().collect::<Vec<_>>())
        };
        let all = verdicts.iter();
        all.map(|(who, verdict)| (who.clone(), beyond(verdict)))
            .collect()
    };
    let before = beyond_context(&VERDICTS);
    for (how, plan) in [
        ("merged", PLAN.clone().merged()),
        ("split", PLAN.clone().split()),
    ] {
        let now = beyond_context(&verdicts(&plan));
        for (who, (level, findings)) in &before {
            let (level_now, findings_now) = &now[who];
            assert_eq!(findings, findings_now, "{how}");
            let levels = level.zip(*level_now);
            assert!(
                levels.is_none_or(|(one, other)| one == other),
                "{how}: {levels:?}"
            );
        }
    }
}

#[test]
fn forks_change_nothing() {
    assert_unchanged("forks", &PLAN.clone().with_forks());
}

#[test]
fn newcomers_change_nothing_about_the_others() {
    let mut community = community();
    for id in [
        "office",
        "traveller",
        "mailing-list",
        "key-rotation",
        "web-merger",
    ] {
        let way = Way::named(id).expect("a way of life");
        community = community.honest(way, 40).honest(way, 120);
    }
    assert_unchanged("newcomers", &community.plan());
}

/// This many weeks later, the oldest commit of all lives is younger than 2024, from when on GitHub signs everything.
const UNTIL_2024: i64 = 620;
/// This many weeks earlier, nobody commits after 2023.
const BEFORE_2024: i64 = -156;

/// Naming GitHub as the committer hides nothing and finds nothing about others.
#[test]
fn naming_a_platform_as_committer_changes_nothing() {
    let plan = PLAN.clone().later(UNTIL_2024);
    let before = verdicts(&plan);
    let persona = plan.residents().iter().find(|resident| resident.persona);
    let persona = persona.and_then(|resident| plan.addresses(resident).next());
    for only in [None, persona.as_deref()] {
        let after = verdicts(&plan.clone().naming_github(only));
        for (residents, (level, findings)) in &before {
            let (now, found) = &after[residents];
            let added = |finding: &&String| finding.starts_with("forged-platform ");
            let weighs = |finding: &&String| !finding.ends_with(" context");
            let others = found.iter().filter(|finding| !added(finding));
            let is_added = others.clone().count() < found.len();
            let lives: Vec<_> = residents
                .iter()
                .map(|one| plan.residents()[*one].life)
                .collect();
            assert!(
                others.filter(weighs).eq(findings.iter().filter(weighs)),
                "{only:?}: {lives:?}: {findings:?} became {found:?}"
            );
            assert!(level == now || is_added && level < now, "{lives:?}");
        }
    }
}

/// Before 2024 a missing signature proves nothing: findings may disappear, and none may appear.
#[test]
fn naming_a_platform_before_2024_finds_nothing_new() {
    let plan = PLAN.clone().later(BEFORE_2024);
    let after = verdicts(&plan.clone().naming_github(None));
    for (residents, before) in &verdicts(&plan) {
        let now = &after[residents];
        assert!(only_fell_silent(before, now), "{before:?} became {now:?}");
    }
}
