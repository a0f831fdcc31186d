//! The data of a dossier.

use countersign_facts::Offset;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::figures;
use crate::model::{BaseRate, Tool};

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
pub(super) const SCHEMA: &str = "countersign/person/1";

/// Everything that is remembered about one person. All times are in UTC.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Dossier {
    /// Always `countersign/person/1`.
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// The installation whose view this is: public repositories and its own. Null for the operator, who sees
    /// everything.
    pub installation: Option<i64>,
    /// `m-` and twelve hexadecimal digits. Commands accept it for this person.
    pub id: String,
    /// The newest name.
    pub name: String,
    /// Distinct commits.
    pub commits: u64,
    /// Commits that only one organisation's repositories have: without forks, ports and copies.
    pub own: u64,
    /// When the first and the last commit were authored; null if there are none.
    pub span: Option<Span>,
    /// Every name on commits, newest first. A changed name is not a contradiction.
    pub names: Vec<NameUse>,
    /// Platform accounts, by number.
    pub accounts: Vec<Account>,
    /// Logins in addresses without an account's number.
    pub logins: Vec<LoginUse>,
    /// Everything that identifies the person. Addresses and names are stored only as hashes.
    pub identifiers: Vec<Identifier>,
    /// Where the person appears, by organisation.
    pub organisations: Vec<Organisation>,
    /// The UTC offsets of the person's own clocks, by start. An offset is not a place.
    pub clocks: Vec<ClockPeriod>,
    /// Commits that do not show the person's own clock: a platform made them, or someone else applied them.
    pub unclocked: u64,
    /// Signing keys, by first use.
    pub keys: Vec<Key>,
    /// Findings, heaviest first.
    pub findings: Vec<Finding>,
    /// The links that make these identifiers one person; each can be disputed.
    pub joins: Vec<Join>,
    /// Pairs that people recorded as different people; their links no longer count.
    pub partings: Vec<Parting>,
    /// People who may be the same person and are not linked.
    pub leads: Vec<Lead>,
    /// Deploy keys that the person added.
    pub deploy_keys: Vec<DeployKey>,
    /// Rights that the person granted, removed, received or lost, by time.
    pub rights: Vec<Right>,
    /// Pull requests that the person approved, by repository.
    pub approvals: Vec<Approvals>,
    /// Whether more identifiers are linked than were followed, so that the dossier is incomplete.
    pub cut_short: bool,
}

/// A period: instants as RFC 3339 writes them.
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
    /// The name; empty for commits without one.
    pub name: String,
    /// When it was on commits.
    pub span: Span,
    /// Number of those commits.
    pub commits: u64,
    /// Names of the repositories.
    pub repositories: Vec<String>,
}

/// A platform account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Account {
    /// Its number on the platform, which does not change with the login.
    pub number: String,
    /// When it was created, if that is known.
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
    /// `commits` for a login in the e-mail address of commits, `platform` for one that the platform showed.
    pub seen_in: &'static str,
}

/// What identifies the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Identifier {
    /// `m-` and twelve hexadecimal digits.
    pub id: String,
    /// `mailbox`, `account`, `key`, `name` (a very rare full name), or `local` (an address that identifies
    /// people within one repository only).
    pub kind: String,
    /// The account's number or the key; null for what is stored only as a hash.
    pub shown: Option<String>,
    /// The newest name on its commits; null if there is none.
    pub name: Option<String>,
}

/// An owner of repositories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Organisation {
    /// Host and owner; for a repository of an unknown owner, its address.
    pub name: String,
    /// Its repositories, by first commit.
    pub repositories: Vec<Repository>,
}

/// A repository with commits of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repository {
    /// Its name.
    pub name: String,
    /// Its address.
    pub place: String,
    /// Whether it is private.
    pub private: bool,
    /// When the person's commits in it were authored.
    pub span: Span,
    /// How many there are.
    pub commits: u64,
    /// Commits that no other organisation's repository has. If it is 0, all are shared or ported history, and
    /// the person may never have worked here.
    pub own: u64,
    /// Names on them, newest first.
    pub names: Vec<String>,
}

/// A period in which the person's own clock showed one offset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClockPeriod {
    /// `UTC+05:30`.
    #[serde(serialize_with = "offset")]
    #[schemars(with = "String")]
    pub offset: Offset,
    /// When. A period ends when no commit shows the offset for 120 days.
    pub span: Span,
    /// Commits that show it.
    pub commits: u64,
    /// The organisations that have these commits.
    pub organisations: Vec<String>,
}

/// A signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Key {
    /// The key.
    pub key: String,
    /// When the person signed with it; null for a key that only an account lists.
    pub span: Option<Span>,
    /// Commits that the person signed with it. A commit in several repositories counts once for each.
    pub commits: u64,
    /// Names of the repositories with these.
    pub repositories: Vec<String>,
    /// Other people who signed with it.
    pub others: Vec<OtherSigner>,
    /// Accounts of the person that list it.
    pub listed: Vec<Listed>,
}

/// Another person who signed with a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OtherSigner {
    /// Id of one of their identifiers.
    pub id: String,
    /// Their names.
    pub names: Vec<String>,
    /// When they signed.
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
    /// When the key was added or made, if the platform says so.
    pub created: Option<String>,
    /// When it was seen there.
    pub span: Span,
    /// Whether the account no longer had it when it was last read.
    pub removed: bool,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// The heuristic's id.
    pub heuristic: String,
    /// One line: what contradicts what. The id if this version does not have the heuristic.
    pub title: String,
    /// Its revision when it found this.
    pub revision: i64,
    /// `context`, `moderate` or `strong`.
    pub strength: String,
    /// Its weight at the time.
    pub weight: f64,
    /// How many ordinary contributors show it; null if that was not measured.
    pub base_rate: Option<BaseRate>,
    /// One line: how honest contributors come to show it.
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
    /// Login of the maintainer who decided.
    pub who: String,
    /// When.
    pub at: String,
}

/// A link between two identifiers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Join {
    /// Ids of the two.
    pub ids: [String; 2],
    /// Bits of evidence, to one decimal; null if the `.mailmap` states the link.
    pub bits: Option<f64>,
    /// Whether it is an anchor: enough to link the two without further evidence.
    pub anchor: bool,
    /// The evidence.
    pub reason: String,
    /// Names of the repositories that show it.
    pub repositories: Vec<String>,
    /// When it was last seen.
    pub seen: String,
}

/// A statement that two identifiers belong to different people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Parting {
    /// Ids of the two.
    pub ids: [String; 2],
    /// Who stated it.
    pub who: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
}

/// A person who may be the same and is not linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lead {
    /// Id of one of their identifiers.
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
    /// The repository that it gives access to.
    pub repository: String,
    /// The key.
    pub key: String,
    /// When events named it.
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
    /// Login of the account that did it; null if it is no longer known.
    pub by: Option<String>,
    /// Login of the account that it was done to; null if there is none.
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

fn offset<S: Serializer>(offset: &Offset, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&figures::offset(*offset))
}
