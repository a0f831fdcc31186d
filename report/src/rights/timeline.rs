//! The timeline of one account in a repository: what it did, and which rights it was given or lost.

use countersign_facts::{
    Account, AccountId, ClockSource, PullRequestNumber, RepositoryIndex, RightsEvent, Tag,
};
use countersign_heuristics::{commits_of, people_of};
use countersign_people::Population;

use super::wording;
use crate::markdown::short;
use crate::markdown_quote::quote;

/// An account as an event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// GitHub's number for it.
    pub id: AccountId,
    /// Its login at the time.
    pub login: String,
}

/// One step of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, Unix seconds.
    pub at: i64,
    /// What happened.
    pub what: What,
}

/// What happened, from the point of view of the account in whose timeline it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The account was created.
    AccountCreated,
    /// The account's holder made the first commit in the repository.
    FirstCommit {
        /// Its id.
        commit: String,
        /// Its author line.
        author: String,
    },
    /// The account opened its first pull request in the repository.
    FirstPull {
        /// Its number.
        number: PullRequestNumber,
    },
    /// The account's first pull request was merged.
    FirstPullMerged {
        /// Its number.
        number: PullRequestNumber,
    },
    /// The account approved a pull request: the first approval that GitHub reported to the App.
    FirstApproval {
        /// Its number.
        number: PullRequestNumber,
    },
    /// The account's holder merged the first pull request.
    FirstMerge {
        /// Id of the merge.
        commit: String,
    },
    /// The account published a release.
    Released {
        /// The tag's name.
        tag: String,
    },
    /// The account's holder made a tag: the first or the last one.
    Tagged {
        /// The tag's name.
        name: String,
        /// Whether it is signed.
        signed: bool,
    },
    /// A signing key was added to the account.
    KeyAdded {
        /// Its id or fingerprint.
        id: String,
    },
    /// A signing key was seen on the account for the last time.
    KeyGone {
        /// Its id or fingerprint.
        id: String,
    },
    /// The account was given a right or lost one.
    Received {
        /// The event.
        event: RightsEvent,
        /// Who gave the right or took it away.
        by: Option<Who>,
    },
    /// The account gave a right or took one away.
    Did {
        /// The event.
        event: RightsEvent,
        /// The account that was given the right or lost it.
        to: Option<Who>,
        /// The deploy key's title.
        title: Option<String>,
    },
}

/// The part of a repository's history that a timeline shows.
#[derive(Clone, Copy, Debug)]
pub struct ShownHistory<'a> {
    /// The population that holds the history.
    pub population: &'a Population,
    /// The repository.
    pub repository: RepositoryIndex,
    /// The last moment that it shows, Unix seconds.
    pub until: i64,
}

/// What one account did and was given, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The account.
    pub who: Who,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Timeline {
    /// Merges the `remembered` steps of an account with those that the account itself and the repository's
    /// history show.
    #[must_use]
    pub fn new(shown: ShownHistory<'_>, account: &Account, remembered: Vec<Step>) -> Self {
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
        steps.extend(commits(shown, account));
        steps.extend(tags(shown, account));
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

fn commits(shown: ShownHistory<'_>, account: &Account) -> Vec<Step> {
    let commits = commits_of(shown.population, shown.repository, account, shown.until);
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
fn tags(shown: ShownHistory<'_>, account: &Account) -> Vec<Step> {
    let population = shown.population;
    let people = people_of(population, account);
    let made = |tag: &Tag| {
        let (tagger, at) = tag.tagger?;
        let person = population.people().of(tagger)?;
        let counts = people.contains(&person)
            && tag.repository == shown.repository
            && at.seconds <= shown.until;
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
    /// The step as Markdown for the cell of a table.
    pub(super) fn words(&self) -> String {
        match self {
            Self::AccountCreated => "the account was created".to_owned(),
            Self::FirstCommit { commit, author } => format!(
                "first commit here, {}, by {}",
                quote(short(commit)),
                quote(author)
            ),
            Self::FirstPull { number } => {
                format!("opened the first pull request here, `#{number}`")
            }
            Self::FirstPullMerged { number } => {
                format!("first pull request here was merged, `#{number}`")
            }
            Self::FirstApproval { number } => {
                format!("first known approval of a pull request, `#{number}`")
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
            Self::Received { event, by } => {
                let what = wording::received(*event);
                match by {
                    Some(by) => format!("{what}, by {}", login(by)),
                    None => what.to_owned(),
                }
            }
            Self::Did { event, to, title } => {
                let what = wording::did(*event);
                let to = to.as_ref().map(|to| format!(": {}", login(to)));
                let title = title.as_ref().map(|title| format!(" {}", quote(title)));
                format!("{what}{}", to.or(title).unwrap_or_default())
            }
        }
    }
}

pub(super) fn login(who: &Who) -> String {
    quote(&who.login)
}
