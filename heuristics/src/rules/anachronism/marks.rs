//! What an object can hold, and the first day on which anything could write it.
//!
//! Each day comes from a public record of the tool itself, and is the earliest that any version can have written the
//! mark: the first proposal or the first commit, not the release.

use countersign_facts::{Commit, KeyKind, Traces, TrailerKind};
use countersign_people::Dossier;

use super::Signers;
use crate::finding::Strength;

/// Something that tools write into commits since a known day.
#[derive(Debug)]
pub(super) struct Mark {
    /// Its name in fingerprints.
    pub(super) id: &'static str,
    /// Commits with it, in words.
    pub(super) commits: &'static str,
    /// What had not happened before the day, in words: it continues the sentence "dated before ...".
    pub(super) before: &'static str,
    /// First second of the day, Unix seconds.
    pub(super) since: i64,
    /// How much it says. Signing an old history again with its dates kept is a known recipe, so a signature says less.
    pub(super) strength: Strength,
    /// How to recognise it.
    sign: Sign,
}

#[derive(Debug)]
enum Sign {
    /// A signature of one of these kinds, by a key that signs for nobody else.
    Signature(&'static [KeyKind]),
    /// A header or line of the message.
    Trace(Traces),
    /// A co-author with this address.
    CoAuthor(&'static str),
}

/// The address under which Claude Code adds itself as a co-author.
pub(super) const CLAUDE: &str = "noreply@anthropic.com";

/// All marks.
pub(super) static MARKS: [Mark; 6] = [
    // Git mailing list, July 2021, "ssh signing: Add commit & tag signing/verification via SSH keys"; released as git
    // 2.34 in November 2021 (Documentation/RelNotes/2.34.0.txt: "Use ssh public crypto for object and push-cert
    // signing").
    Mark {
        id: "ssh",
        commits: "commits with an SSH signature",
        before: "git could make SSH signatures (July 2021)",
        since: 1_625_097_600, // 2021-07-01
        strength: Strength::Moderate,
        sign: Sign::Signature(&[KeyKind::Ssh]),
    },
    // Git mailing list, July 2018, "gpg-interface: introduce new signature format x509 using gpgsm"; released as git
    // 2.19 in September 2018.
    Mark {
        id: "x509",
        commits: "commits with an X.509 signature",
        before: "git could make X.509 signatures (July 2018)",
        since: 1_530_403_200, // 2018-07-01
        strength: Strength::Moderate,
        sign: Sign::Signature(&[KeyKind::X509, KeyKind::Ephemeral]),
    },
    // gitbutlerapp/gitbutler, commit ff11fcdb90 of 2024-05-07, "Add change-id property to commit". Jujutsu followed on
    // 2025-04-09 (jj-vcs/jj, commit 0b6d0a7a7).
    Mark {
        id: "change-id",
        commits: "commits with a change-id header",
        before: "any client wrote such headers (May 2024)",
        since: 1_715_040_000, // 2024-05-07
        strength: Strength::Strong,
        sign: Sign::Trace(Traces::STACK_CLIENT),
    },
    // anthropics/claude-code, first commit, 2025-02-22.
    Mark {
        id: "claude",
        commits: "commits that name Claude as a co-author",
        before: "Claude Code was published (February 2025)",
        since: 1_740_182_400, // 2025-02-22
        strength: Strength::Strong,
        sign: Sign::CoAuthor(CLAUDE),
    },
    // Aider-AI/aider, first commit, 2023-04-03. It names itself as a co-author since 2025-04-12 (commit 67bb4f955).
    Mark {
        id: "aider",
        commits: "commits that name aider as a co-author",
        before: "aider was published (April 2023)",
        since: 1_680_480_000, // 2023-04-03
        strength: Strength::Strong,
        sign: Sign::CoAuthor("noreply@aider.chat"),
    },
    // All-Hands-AI/OpenHands, first commit, 2024-03-13. Its commits name this address since 2024-10-01 (148d22e1af).
    Mark {
        id: "openhands",
        commits: "commits that name OpenHands as a co-author",
        before: "OpenHands was published (March 2024)",
        since: 1_710_288_000, // 2024-03-13
        strength: Strength::Strong,
        sign: Sign::CoAuthor("openhands@all-hands.dev"),
    },
];

impl Mark {
    /// Whether the commit, which the person made, has it.
    pub(super) fn is_in(
        &self,
        dossier: &Dossier<'_>,
        signers: &Signers,
        commit: &Commit<'_>,
    ) -> bool {
        match &self.sign {
            Sign::Signature(kinds) => {
                let key = commit.signature().and_then(|signature| signature.key);
                key.is_some_and(|key| {
                    kinds.contains(&dossier.history().keys().get(key).kind)
                        && signers.only_signs_for(key, dossier.index())
                })
            }
            Sign::Trace(traces) => commit.traces().contains(*traces),
            Sign::CoAuthor(address) => co_author(commit, address).is_some(),
        }
    }

    /// The line of the commit's message that shows it, if a line does.
    pub(super) fn line(&self, commit: &Commit<'_>) -> Option<String> {
        match &self.sign {
            Sign::CoAuthor(address) => co_author(commit, address),
            Sign::Signature(_) | Sign::Trace(_) => None,
        }
    }

    /// Whether a signature shows it.
    pub(super) fn is_signature(&self) -> bool {
        matches!(self.sign, Sign::Signature(_))
    }
}

/// The line that names this address as a co-author.
fn co_author(commit: &Commit<'_>, address: &str) -> Option<String> {
    let (_, who) = commit.trailers().find(|(kind, who)| {
        *kind == TrailerKind::CoAuthoredBy
            && who.email_bytes().eq_ignore_ascii_case(address.as_bytes())
    })?;
    Some(format!("Co-authored-by: {}", who.text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight() {
        for mark in &MARKS {
            assert_eq!(mark.since % 86_400, 0, "{}", mark.id);
        }
    }
}
