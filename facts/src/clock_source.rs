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
    /// GitHub merged a branch in the user's name (Update branch). Its clocks are mixed, so they are not
    /// evidence.
    BranchUpdate,
    /// GitHub, GitLab, Bitbucket or Azure DevOps wrote the commit (squash, rebase, edit, merge).
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
        authored: Moment,
        (parents, subject): (usize, Subject),
        claim: PlatformClaim,
    ) -> Self {
        if subject == Subject::TestMerge && parents == 2 {
            Self::TestMerge
        } else if claim != PlatformClaim::None || is_github(committer) {
            match (parents, subject) {
                (2.., Subject::PullRequestMerge) => Self::WebMerge,
                (2.., _) => Self::BranchUpdate,
                _ => Self::PlatformMade,
            }
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

    /// What a commit is that names a platform as its committer and is not signed by that platform, `self` being what
    /// it says it is.
    ///
    /// Since 2024 GitHub signs everything, so the commit is its author's own, made on their own machine, whatever it
    /// says. Before that, and on platforms of which no such date is known, a missing signature proves nothing. If
    /// author and committer show the same moment, the commit is read as its author's own: it then has only one clock,
    /// so the committer line can contradict nothing, and nobody's clock is hidden by naming a platform. If they do not,
    /// or if it is older than that GitHub signs, it stays what it says it is, and its clock is nobody's.
    ///
    /// A merge with a button is the exception, at any time: its author's moment would be an observation of somebody's
    /// browser, and anybody can write such a merge in anybody's name. It is nobody's clock, and since 2024 nobody's act.
    pub(crate) fn unproven(
        self,
        committer: Identity<'_>,
        authored: Moment,
        committed: Moment,
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
            Self::WebMerge => Self::PlatformMade,
            _ if binds => Self::SelfCommitted,
            _ => self,
        }
    }

    /// What a commit is that was copied from one that a platform signed. The signed one is the observation.
    pub(crate) const fn copied(self) -> Self {
        match self {
            Self::WebMerge => Self::PlatformMade,
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
