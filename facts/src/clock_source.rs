//! The clock source of a commit. Every time heuristic names the sources that it accepts.

use crate::identity::Identity;
use crate::moment::Moment;
use crate::platform_claim::PlatformClaim;
use crate::subject::Subject;

/// First second of 2017. By then GitHub's merge button wrote its own committer, so merges whose committer
/// is the user were made locally.
const WEB_FLOW_COMMITTER_SINCE: i64 = 1_483_228_800;
/// Minutes east of UTC of GitHub's own clock in the years of the old merge button (US Pacific).
const GITHUB_SERVER_OFFSETS: [i32; 2] = [-7 * 60, -8 * 60];
/// First second of February 2020. Since then, GitHub writes the author's offset in a squash as the author's browser
/// last showed it. Before, it is a server's.
const SQUASH_SHOWS_AUTHOR_SINCE: i64 = 1_580_515_200;
/// First second of 2024. Since then GitHub signs everything that it commits: of 194,387 commits of 113 public
/// histories that name it, 0.24 % have neither a signature nor a signed twin, nearly all in imported histories.
pub const GITHUB_SIGNS_EVERYTHING_SINCE: i64 = 1_704_067_200;
/// First second of 2018, the first full year in which GitHub signed merges and edits. Of 330,794 commits from 2018 to
/// 2023 that name it, 1.2 % have neither a signature nor a signed twin, and most of these are merges and edits, whose
/// author pressed the button; of those of 2017, most have none.
const GITHUB_SIGNS_SINCE: i64 = 1_514_764_800;

/// How a commit was made, as far as its bytes show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClockSource {
    /// Author and committer are the same identity and not a platform, or the committer claims to be a platform and
    /// is not: the person's own machine made it.
    SelfCommitted,
    /// GitHub's merge button, as GitHub's signature confirms. The author's offset is the browser's.
    WebMerge,
    /// GitHub merged a branch in the user's name (Update branch). The author's offset is mostly the browser's.
    BranchUpdate,
    /// A file edited on GitHub's site. The author's offset is the browser's.
    WebEdit,
    /// GitHub's squash button. The committer's offset is the browser of the person who clicked; the author's
    /// offset differs from it, and is mostly what the author's own browser last showed.
    WebSquash,
    /// GitHub, GitLab, Bitbucket or Azure DevOps wrote the commit in another way (rebase, merge, a squash whose two
    /// offsets are the same).
    PlatformMade,
    /// GitHub's merge button before it had its own committer. Both times are GitHub's. Amending or
    /// flattening such a merge changes its committer time and parents, but not its author time.
    OldMergeButton,
    /// Committed for someone (am, rebase, cherry-pick, `--author`). The author's moment is copied from the
    /// original commit; the committer's moment is from the committer's own clock.
    Applied,
    /// GitHub's test merge of a pull request. It is not a person's commit.
    TestMerge,
    /// Says that its author pressed GitHub's merge button at a time when GitHub signs everything, and GitHub did not
    /// sign it. Anybody can write such a merge in anybody's name, so it is not its author's act.
    UnprovenMerge,
}

impl ClockSource {
    /// Whether the commit is not an act of the person whom its author line names.
    #[must_use]
    #[inline]
    pub const fn is_nobodys(self) -> bool {
        matches!(self, Self::TestMerge | Self::UnprovenMerge)
    }
}

/// Whose clock one moment shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// A machine of the person named beside the moment.
    Own,
    /// The browser of the person named beside the moment.
    Browser,
    /// Nobody's clock: a platform's server, or a moment copied from another commit. Never evidence about a
    /// person.
    Nobody,
}

impl ClockSource {
    /// Classifies a commit, whose claim about a platform counts as true.
    #[must_use]
    pub fn of(
        author: Identity<'_>,
        committer: Identity<'_>,
        [authored, committed]: [Moment; 2],
        (parents, subject): (usize, Subject),
        claim: PlatformClaim,
    ) -> Self {
        if subject == Subject::TestMerge && parents == 2 {
            Self::TestMerge
        } else if claim != PlatformClaim::None || is_github(committer) {
            by_github(authored, committed, parents, subject)
        } else if subject == Subject::ServiceMerge && parents >= 2 {
            Self::PlatformMade
        } else if !is_same_identity(author, committer) {
            Self::Applied
        } else if subject == Subject::PullRequestMerge && on_github_clock(authored) {
            Self::OldMergeButton
        } else {
            Self::SelfCommitted
        }
    }

    /// Whether the author's offset is the author's browser's, at least mostly. [`ClockSource::author_clock`] is
    /// stricter: a heuristic that asks here says how it deals with the exceptions.
    #[must_use]
    #[inline]
    pub const fn shows_browser(self) -> bool {
        matches!(
            self,
            Self::WebMerge | Self::BranchUpdate | Self::WebEdit | Self::WebSquash
        )
    }

    /// What a commit is that names a platform as its committer and is not signed by that platform, `self` being what
    /// it says it is.
    ///
    /// Since 2024 GitHub signs everything, so the commit is its author's own, made on their own machine, whatever it
    /// says. Before that, and on other platforms, a missing signature proves nothing. If author and committer
    /// show the same moment, the commit is read as its author's own: it has only one clock, so the committer line
    /// contradicts nothing, and naming a platform hides no clock. If they differ, or if the commit was made before
    /// GitHub signed, it stays what it says it is, and its clock is nobody's.
    ///
    /// A merge with a button is the exception: its author's moment would be an observation of somebody's browser, and
    /// anybody can write such a merge in anybody's name. Since 2024 it is nobody's clock and nobody's act. Before, it is
    /// nobody's clock either, unless nothing at all in its repository is signed by a platform: then the signatures of the
    /// whole history were lost when it was copied, and it is believed as it was before signatures were checked.
    pub(crate) fn unproven(
        self,
        committer: Identity<'_>,
        [authored, committed]: [Moment; 2],
        is_signed: bool,
    ) -> Self {
        let one_moment = authored == committed;
        let binds = if is_github(committer) {
            let at = committed.seconds;
            at >= GITHUB_SIGNS_EVERYTHING_SINCE || (at >= GITHUB_SIGNS_SINCE && one_moment)
        } else {
            one_moment
        };
        match self {
            Self::TestMerge | Self::UnprovenMerge => self,
            Self::WebMerge if committed.seconds >= GITHUB_SIGNS_EVERYTHING_SINCE => {
                Self::UnprovenMerge
            }
            Self::WebMerge if is_signed => Self::PlatformMade,
            Self::WebMerge => self,
            _ if binds => Self::SelfCommitted,
            Self::WebSquash | Self::BranchUpdate | Self::WebEdit => Self::PlatformMade,
            _ => self,
        }
    }

    /// What a commit is that was copied from one that a platform signed. The signed one is the observation.
    pub(crate) const fn copied(self) -> Self {
        match self {
            Self::WebMerge | Self::BranchUpdate | Self::WebEdit | Self::WebSquash => {
                Self::PlatformMade
            }
            _ => self,
        }
    }

    /// Whose clock the author's moment shows.
    #[must_use]
    #[inline]
    pub const fn author_clock(self) -> Clock {
        match self {
            Self::SelfCommitted => Clock::Own,
            Self::WebMerge => Clock::Browser,
            _ => Clock::Nobody,
        }
    }

    /// Whose clock the committer's moment shows.
    #[must_use]
    #[inline]
    pub const fn committer_clock(self) -> Clock {
        match self {
            Self::SelfCommitted | Self::Applied => Clock::Own,
            _ => Clock::Nobody,
        }
    }
}

/// What a commit with GitHub as its committer is. GitHub writes one second into both dates, unless the author's date
/// is copied from an older commit.
fn by_github(authored: Moment, committed: Moment, parents: usize, subject: Subject) -> ClockSource {
    let one_second = authored.seconds == committed.seconds;
    let one_clock = authored.offset == committed.offset;
    match (parents, subject) {
        (2.., Subject::PullRequestMerge) => ClockSource::WebMerge,
        (2.., Subject::BranchMerge) => ClockSource::BranchUpdate,
        (1, Subject::Numbered)
            if one_second && !one_clock && authored.seconds >= SQUASH_SHOWS_AUTHOR_SINCE =>
        {
            ClockSource::WebSquash
        }
        (1, Subject::Numbered) => ClockSource::PlatformMade,
        (1, _) if one_second && one_clock => ClockSource::WebEdit,
        _ => ClockSource::PlatformMade,
    }
}

fn is_github(committer: Identity<'_>) -> bool {
    committer
        .email_bytes()
        .eq_ignore_ascii_case(b"noreply@github.com")
}

fn on_github_clock(authored: Moment) -> bool {
    authored.seconds < WEB_FLOW_COMMITTER_SINCE
        && authored
            .offset
            .is_some_and(|offset| GITHUB_SERVER_OFFSETS.contains(&offset.minutes()))
}

/// Whether both have the same address, or the same name of at least two words: many people may be `root`.
fn is_same_identity(author: Identity<'_>, committer: Identity<'_>) -> bool {
    let email = author.email_bytes();
    let name = author.name_bytes();
    (!email.is_empty() && email.eq_ignore_ascii_case(committer.email_bytes()))
        || (name.contains(&b' ') && name == committer.name_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Offset;

    /// `later` seconds after 2024-03-04, on a clock this many minutes east.
    fn moment(later: i64, minutes: i32) -> Moment {
        Moment {
            seconds: 1_709_510_400 + later,
            offset: Some(Offset::from_minutes(minutes)),
        }
    }

    #[test]
    fn browsers_are_known_by_how_github_writes_commits() {
        let (at, other_zone) = (moment(0, 120), moment(0, -300));
        let source = |parents, subject, authored| by_github(authored, at, parents, subject);
        for (parents, subject, authored, expected) in [
            (2, Subject::PullRequestMerge, at, ClockSource::WebMerge),
            (2, Subject::BranchMerge, at, ClockSource::BranchUpdate),
            (2, Subject::Other, at, ClockSource::PlatformMade),
            (1, Subject::Other, at, ClockSource::WebEdit),
            (1, Subject::Other, other_zone, ClockSource::PlatformMade),
            (
                1,
                Subject::Other,
                moment(-9, 120),
                ClockSource::PlatformMade,
            ),
            (1, Subject::Numbered, at, ClockSource::PlatformMade),
            (1, Subject::Numbered, other_zone, ClockSource::WebSquash),
            (
                1,
                Subject::Numbered,
                moment(-9, -300),
                ClockSource::PlatformMade,
            ),
            (0, Subject::Other, at, ClockSource::PlatformMade),
        ] {
            let found = source(parents, subject, authored);
            assert_eq!(found, expected, "{parents} {subject:?} {authored:?}");
        }
        let early = |zone| moment(SQUASH_SHOWS_AUTHOR_SINCE - 1_709_510_401, zone);
        let squash = by_github(early(60), early(120), 1, Subject::Numbered);
        assert_eq!(squash, ClockSource::PlatformMade);
    }

    #[test]
    fn only_merges_show_the_browser_without_exception() {
        for source in [
            ClockSource::BranchUpdate,
            ClockSource::WebEdit,
            ClockSource::WebSquash,
        ] {
            assert!(source.shows_browser());
            assert_eq!(source.author_clock(), Clock::Nobody);
        }
        assert_eq!(ClockSource::WebMerge.author_clock(), Clock::Browser);
        assert!(!ClockSource::SelfCommitted.shows_browser());
    }
}
