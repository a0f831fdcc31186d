//! The data of a dossier.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{BaseRate, Tool};

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
pub(super) const SCHEMA: &str = "countersign/person/1";

/// Everything that is remembered about one person. Days and instants are in UTC.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Dossier {
    /// Always `countersign/person/1`.
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// The installation for which it was read, which sees public repositories and its own; null for
    /// whoever runs the program, who sees everything.
    pub installation: Option<i64>,
    /// `m-` and twelve hexadecimal digits, by which the person can be asked for again.
    pub id: String,
    /// The newest name.
    pub name: String,
    /// Distinct commits.
    pub commits: u64,
    /// Those of them that only one holder's repositories have: without forks, ports and copies.
    pub own: u64,
    /// When the first and the last commit were authored; null where there are none.
    pub span: Option<Span>,
    /// Every name on commits, newest first. Names that changed are one person's and no contradiction.
    pub names: Vec<NameUse>,
    /// Platform accounts, by number.
    pub accounts: Vec<Account>,
    /// Logins in addresses without an account's number.
    pub logins: Vec<LoginUse>,
    /// Everything that identifies the person. Mailboxes and names are kept as hashes only.
    pub identifiers: Vec<Identifier>,
    /// Where the person appears, by who holds the repositories.
    pub organisations: Vec<Organisation>,
    /// What the person's own clock showed, by when it began to. Nothing about places.
    pub clocks: Vec<ClockPeriod>,
    /// Commits that show nobody's clock or another's: made by a platform, applied by somebody else.
    pub unclocked: u64,
    /// Signing keys, by first use.
    pub keys: Vec<Key>,
    /// What was found, heaviest first.
    pub findings: Vec<Finding>,
    /// Why all this is one person's; each can be disputed.
    pub joins: Vec<Join>,
    /// What was said to be another person's: joins that hold no more.
    pub partings: Vec<Parting>,
    /// Others who look alike and are not joined.
    pub leads: Vec<Lead>,
    /// Deploy keys that the person added.
    pub deploy_keys: Vec<DeployKey>,
    /// Rights the person gave, took, was given or lost, by time.
    pub rights: Vec<Right>,
    /// Pull requests that the person approved, by repository.
    pub approvals: Vec<Approvals>,
    /// Whether there is more than was followed: the dossier is then incomplete.
    pub cut_short: bool,
}

/// From when to when: instants as RFC 3339 has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Span {
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
}

/// A name on commits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NameUse {
    /// The name; empty where commits have none.
    pub name: String,
    /// When it was on commits.
    pub span: Span,
    /// On how many.
    pub commits: u64,
    /// Names of the repositories.
    pub repositories: Vec<String>,
}

/// A platform account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Account {
    /// The platform's number for it, which a new login does not change.
    pub number: String,
    /// When it was created, where that was looked up.
    pub created: Option<String>,
    /// Its logins, newest first.
    pub logins: Vec<LoginUse>,
}

/// A login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LoginUse {
    /// The login.
    pub login: String,
    /// When it was seen.
    pub span: Span,
    /// `commits` for a login in the address of commits, `platform` for one that the platform showed.
    pub seen_in: &'static str,
}

/// What identifies the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Identifier {
    /// `m-` and twelve hexadecimal digits.
    pub id: String,
    /// `mailbox`, `account`, `key`, `name` (a very rare full name), or `local` (an address that
    /// identifies nobody beyond one repository).
    pub kind: String,
    /// The account's number or the key; null for what is only kept as a hash.
    pub shown: Option<String>,
    /// The newest name on its commits; null where it has none.
    pub name: Option<String>,
}

/// Who holds repositories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Organisation {
    /// Host and owner; for a repository of unknown holder, where that is.
    pub name: String,
    /// Its repositories, by first commit.
    pub repositories: Vec<Repository>,
}

/// A repository with commits of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repository {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// Whether it is private.
    pub private: bool,
    /// When the person's commits in it were authored.
    pub span: Span,
    /// How many there are.
    pub commits: u64,
    /// Those that no other holder's repository has. 0 where all are shared or ported history: then the
    /// person may never have worked here.
    pub own: u64,
    /// Names on them, newest first.
    pub names: Vec<String>,
}

/// A stretch of time in which the person's own clock showed one offset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClockPeriod {
    /// `UTC+05:30`.
    pub offset: String,
    /// When it did: a period ends where no commit shows the offset for 120 days.
    pub span: Span,
    /// Commits that show it.
    pub commits: u64,
    /// Who holds the repositories with these commits.
    pub organisations: Vec<String>,
}

/// A signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Key {
    /// The key.
    pub key: String,
    /// When the person signed with it; null for a key that only an account lists.
    pub span: Option<Span>,
    /// Commits that the person signed with it, over all repositories; one that several have counts in each.
    pub commits: u64,
    /// Names of the repositories with these.
    pub repositories: Vec<String>,
    /// Others who signed with it.
    pub others: Vec<OtherSigner>,
    /// Accounts of the person that list it.
    pub listed: Vec<Listed>,
}

/// Somebody else who signed with a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OtherSigner {
    /// Id of an identifier of theirs.
    pub id: String,
    /// Their names.
    pub names: Vec<String>,
    /// When they did.
    pub span: Span,
    /// How many commits they signed.
    pub commits: u64,
    /// Names of the repositories.
    pub repositories: Vec<String>,
}

/// A listing of a key by an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listed {
    /// The account's number.
    pub account: String,
    /// When the key was added or made, where the platform says so.
    pub created: Option<String>,
    /// When it was seen there.
    pub span: Span,
    /// Whether it was gone when the account was last looked at.
    pub removed: bool,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// The heuristic's id.
    pub heuristic: String,
    /// One line: what contradicts what. The id itself where this version has no such heuristic.
    pub title: String,
    /// Its revision when it found this.
    pub revision: i64,
    /// `context`, `moderate` or `strong`.
    pub strength: String,
    /// What it weighed.
    pub weight: f64,
    /// How many ordinary people show it; null where that was not measured.
    pub base_rate: Option<BaseRate>,
    /// One line: how an honest contributor comes to show it.
    pub innocent: String,
    /// The finding's name in decisions and baselines.
    pub fingerprint: String,
    /// Names of the repositories that show it.
    pub repositories: Vec<String>,
    /// The commits that show it, and in which field.
    pub evidence: Vec<Evidence>,
    /// When it was first and last found.
    pub seen: Span,
    /// What maintainers decided about it.
    pub decisions: Vec<Decision>,
}

/// A commit that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// Its id.
    pub commit: String,
    /// The field.
    pub field: String,
}

/// A decision about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Decision {
    /// Why.
    pub reason: String,
    /// Login of whoever decided.
    pub who: String,
    /// When.
    pub at: String,
}

/// A join of two identifiers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Join {
    /// Ids of the two.
    pub ids: [String; 2],
    /// Bits of evidence, to one decimal; null where the `.mailmap` says so.
    pub bits: Option<f64>,
    /// Whether it proves what names and handles only suggest.
    pub anchor: bool,
    /// What it rests on.
    pub reason: String,
    /// Names of the repositories that show it.
    pub repositories: Vec<String>,
    /// When it was last seen.
    pub seen: String,
}

/// Somebody's word that two identifiers are two people's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Parting {
    /// Ids of the two.
    pub ids: [String; 2],
    /// Who says so.
    pub who: String,
    /// Why.
    pub reason: String,
    /// When it was said.
    pub at: String,
}

/// Somebody who looks alike and is not joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lead {
    /// Id of an identifier of theirs.
    pub id: String,
    /// Their names.
    pub names: Vec<String>,
    /// What is alike.
    pub alike: String,
    /// Names of the repositories where they appear.
    pub repositories: Vec<String>,
}

/// A deploy key that the person added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeployKey {
    /// The repository that it opens.
    pub repository: String,
    /// The key.
    pub key: String,
    /// When it was heard of.
    pub span: Span,
}

/// A right that changed hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Right {
    /// When.
    pub at: String,
    /// The event and its action: `member.added`.
    pub kind: String,
    /// The repository or organisation.
    pub place: String,
    /// Login of whoever did it; null where it is not known any more.
    pub by: Option<String>,
    /// Login of whoever it was done to; null where it concerns nobody else.
    pub to: Option<String>,
}

/// Pull requests of one repository that the person approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Approvals {
    /// The repository.
    pub repository: String,
    /// How many.
    pub pull_requests: u64,
    /// When.
    pub span: Span,
}
