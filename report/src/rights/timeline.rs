//! What somebody did and was given in a repository, step by step.

use countersign_facts::{Account, ClockSource, RepositoryIndex, Tag};
use countersign_heuristics::{commits_of, people_of};
use countersign_people::Population;

use crate::markdown::{quote, short};

/// An account as an event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The platform's number for it.
    pub id: u64,
    /// Its login at the time.
    pub login: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, Unix seconds.
    pub at: i64,
    /// What.
    pub what: What,
}

/// What happened, as seen from the person whose timeline it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The account was created.
    AccountCreated,
    /// The first commit in the repository that may be the person's.
    FirstCommit {
        /// Its id.
        commit: String,
        /// Its author line.
        author: String,
    },
    /// The person opened a pull request in the repository for the first time.
    FirstPull {
        /// Its number.
        number: u64,
    },
    /// A pull request of the person's was merged for the first time.
    FirstPullMerged {
        /// Its number.
        number: u64,
    },
    /// The person approved a pull request for the first time that the App heard of.
    FirstApproval {
        /// Its number.
        number: u64,
    },
    /// The first pull request that the person merged.
    FirstMerge {
        /// Id of the merge.
        commit: String,
    },
    /// The person published a release.
    Released {
        /// The tag's name.
        tag: String,
    },
    /// A tag that the person made first or last.
    Tagged {
        /// The tag's name.
        name: String,
        /// Whether it is signed.
        signed: bool,
    },
    /// A key was added to the account.
    KeyAdded {
        /// Its id or fingerprint.
        id: String,
    },
    /// A key was seen on the account for the last time.
    KeyGone {
        /// Its id or fingerprint.
        id: String,
    },
    /// The person was given a right or lost it.
    Received {
        /// The event: `member.added`.
        kind: String,
        /// Who gave or took it.
        by: Option<Who>,
    },
    /// The person gave a right or took it.
    Did {
        /// The event: `deploy_key.created`.
        kind: String,
        /// To or from whom.
        to: Option<Who>,
        /// The deploy key's title.
        title: Option<String>,
    },
}

/// What of a repository's history a timeline tells.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The population that holds the history.
    pub population: &'a Population,
    /// The repository.
    pub repository: RepositoryIndex,
    /// Up to when, Unix seconds.
    pub until: i64,
}

/// What somebody did and was given, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Who.
    pub who: Who,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Timeline {
    /// Puts what is `remembered` of an account between what the account and the repository's history
    /// show of it.
    #[must_use]
    pub fn new(told: Told<'_>, account: &Account, remembered: Vec<Step>) -> Self {
        let mut steps = remembered;
        steps.push(Step {
            at: account.created,
            what: What::AccountCreated,
        });
        steps.extend(account.keys.iter().filter_map(|key| {
            let id = key.id.clone();
            let at = key.added?;
            Some(Step {
                at,
                what: What::KeyAdded { id },
            })
        }));
        steps.extend(commits(told, account));
        steps.extend(tags(told, account));
        steps.sort_by_key(|step| step.at);
        Self {
            who: Who {
                id: account.id,
                login: account.login.clone(),
            },
            steps,
        }
    }
}

fn commits(told: Told<'_>, account: &Account) -> Vec<Step> {
    let commits = commits_of(told.population, told.repository, account, told.until);
    let first = commits.first().map(|commit| Step {
        at: commit.committed().seconds,
        what: What::FirstCommit {
            commit: commit.id().to_string(),
            author: commit.author().text().into_owned(),
        },
    });
    let mut merges = commits
        .iter()
        .filter(|commit| commit.clock_source() == ClockSource::WebMerge);
    let merge = merges.next().map(|commit| Step {
        at: commit.committed().seconds,
        what: What::FirstMerge {
            commit: commit.id().to_string(),
        },
    });
    first.into_iter().chain(merge).collect()
}

/// The first annotated tag and the last.
fn tags(told: Told<'_>, account: &Account) -> Vec<Step> {
    let population = told.population;
    let people = people_of(population, account);
    let made = |tag: &Tag| {
        let (tagger, at) = tag.tagger?;
        let person = population.people().of(tagger)?;
        let counts = people.contains(&person)
            && tag.repository == told.repository
            && at.seconds <= told.until;
        counts.then(|| Step {
            at: at.seconds,
            what: What::Tagged {
                name: String::from_utf8_lossy(&tag.name).into_owned(),
                signed: tag.signature.is_some(),
            },
        })
    };
    let mut tags: Vec<_> = population
        .history()
        .tags()
        .iter()
        .filter_map(made)
        .collect();
    tags.sort_by_key(|step| step.at);
    let last = (tags.len() > 1).then(|| tags.pop()).flatten();
    tags.truncate(1);
    tags.extend(last);
    tags
}

impl What {
    /// The step as Markdown, fit for a table's cell.
    pub(super) fn words(&self) -> String {
        match self {
            Self::AccountCreated => "the account was created".to_owned(),
            Self::FirstCommit { commit, author } => format!(
                "first commit here, {}, by {}",
                quote(short(commit)),
                quote(author)
            ),
            Self::FirstPull { number } => {
                format!("opened the first pull request here, number {number}")
            }
            Self::FirstPullMerged { number } => {
                format!("the first pull request opened here was merged, number {number}")
            }
            Self::FirstApproval { number } => {
                format!("approved the first pull request that was heard of, number {number}")
            }
            Self::FirstMerge { commit } => {
                format!(
                    "merged a pull request for the first time, {}",
                    quote(short(commit))
                )
            }
            Self::Released { tag } => format!("published a release of the tag {}", quote(tag)),
            Self::Tagged { name, signed: true } => format!("signed the tag {}", quote(name)),
            Self::Tagged { name, .. } => format!("made the tag {}", quote(name)),
            Self::KeyAdded { id } => format!("added the key {} to the account", quote(id)),
            Self::KeyGone { id } => {
                format!("the key {} was last seen on the account", quote(id))
            }
            Self::Received { kind, by } => match by {
                Some(by) => format!("{}, by {}", received(kind), login(by)),
                None => received(kind),
            },
            Self::Did { kind, to, title } => {
                let what = did(kind);
                let to = to.as_ref().map(|to| format!(": {}", login(to)));
                let title = title.as_ref().map(|title| format!(" {}", quote(title)));
                format!("{what}{}", to.or(title).unwrap_or_default())
            }
        }
    }
}

fn received(kind: &str) -> String {
    let words = match kind {
        "member.added" => "was given access to the repository",
        "member.edited" => "was given other access to the repository",
        "member.removed" => "lost access to the repository",
        "membership.added" => "was taken into a team",
        "membership.removed" => "was put out of a team",
        "organization.member_invited" => "was invited into the organisation",
        "organization.member_added" => "joined the organisation",
        "organization.member_removed" => "left the organisation",
        other => return quote(other),
    };
    words.to_owned()
}

fn did(kind: &str) -> String {
    let words = match kind {
        "deploy_key.created" => "added a deploy key",
        "deploy_key.deleted" => "removed a deploy key",
        "member.added" => "gave access to the repository",
        "member.edited" => "changed access to the repository",
        "member.removed" => "took access to the repository",
        "membership.added" => "took into a team",
        "membership.removed" => "put out of a team",
        "organization.member_invited" => "invited into the organisation",
        "organization.member_added" => "let into the organisation",
        "organization.member_removed" => "put out of the organisation",
        "release.published" => "published a release",
        "repository.publicized" | "public.publicized" => "made the repository public",
        "repository.transferred" => "transferred the repository",
        other => return quote(other),
    };
    words.to_owned()
}

pub(super) fn login(who: &Who) -> String {
    quote(&who.login)
}
