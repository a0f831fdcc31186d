//! Sentences that several formats share.

use crate::figures::{count, counted};
use crate::model::{Join, Person, Summary};

/// Says that findings about a person may be about several.
pub(crate) const CONTESTED: &str = "unrelated full names use one e-mail address, account or signing key, so this \
                                    may be more than one person";

/// `rests on: Ada <ada@mail.example> and Ada <7+ada@users.noreply.github.com> are one person (one handle, rare; 21.5
/// bits of evidence)`. `quoted` writes text from commits.
pub(crate) fn rests_on(join: &Join, quoted: impl Fn(&str) -> String) -> String {
    let [one, other] = &join.identities;
    format!(
        "rests on: {} and {} are one person ({}; {:.1} bits of evidence)",
        quoted(one),
        quoted(other),
        join.reason,
        join.bits
    )
}

/// `60 commits (all authored and committed by this person)`.
pub(crate) fn commits_of(person: &Person) -> String {
    let commits = counted(person.commits, "commit", "commits");
    let own = match person.self_committed {
        _ if person.commits == 0 => return "no commits".to_owned(),
        0 => "none".to_owned(),
        1 if person.commits == 1 => {
            return format!("{commits} (authored and committed by this person)");
        }
        all if all == person.commits => "all".to_owned(),
        some => count(some),
    };
    format!("{commits} ({own} authored and committed by this person)")
}

/// That nothing was found, and how many people could not be checked.
pub(crate) fn all_quiet(summary: &Summary) -> String {
    if summary.commits == 0 {
        return "No commits found, so there is nothing to check.".to_owned();
    }
    if summary.people == 0 {
        return "All commits are by programs, so there is nobody to check.".to_owned();
    }
    let verdict = match summary.accepted {
        0 => "No contradictions found.".to_owned(),
        some => format!(
            "No new contradictions; {} accepted earlier.",
            counted(some, "finding", "findings")
        ),
    };
    let unchecked = match summary.too_little {
        0 => return verdict,
        all if all == summary.people => "Nobody has enough commits to be checked.".to_owned(),
        some => format!(
            "{} of {} people {} too few commits to be checked.",
            count(some),
            count(summary.people),
            if some == 1 { "has" } else { "have" },
        ),
    };
    format!("{verdict} {unchecked}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_names_both_sides_and_its_evidence() {
        let join = Join {
            identities: [
                "Ada <ada@mail.example>",
                "Ada <7+ada@users.noreply.github.com>",
            ]
            .map(str::to_owned),
            reason: "one full name, rare".to_owned(),
            bits: 21.5,
        };
        assert_eq!(
            rests_on(&join, |text| format!("`{text}`")),
            "rests on: `Ada <ada@mail.example>` and `Ada <7+ada@users.noreply.github.com>` are one person (one full \
             name, rare; 21.5 bits of evidence)"
        );
    }

    #[test]
    fn what_was_not_found_is_said_in_plain_numbers() {
        let said = |people, too_little, accepted| {
            all_quiet(&Summary {
                commits: people,
                people,
                too_little,
                accepted,
                ..Summary::default()
            })
        };
        let nothing = "No commits found, so there is nothing to check.";
        assert_eq!(said(0, 0, 0), nothing);
        assert_eq!(said(9, 0, 0), "No contradictions found.");
        assert_eq!(
            said(884, 753, 0),
            "No contradictions found. 753 of 884 people have too few commits to be checked."
        );
        assert_eq!(
            said(9, 1, 1),
            "No new contradictions; 1 finding accepted earlier. 1 of 9 people has too few commits to be checked."
        );
        assert_eq!(
            said(9, 9, 0),
            "No contradictions found. Nobody has enough commits to be checked."
        );
    }
}
