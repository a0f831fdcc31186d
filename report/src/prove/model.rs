//! What somebody can prove, as data.

use countersign_facts::RepositoryIndex;
use countersign_people::{Dossier, Proof};
use schemars::JsonSchema;
use serde::Serialize;

use crate::gaps::Gaps;
use crate::model::{Person, Repository, Tool};
use crate::text::shell_word;

/// Name of this shape of data. New fields do not change the number; other changes do.
const SCHEMA: &str = "countersign/proof/1";
/// The oldest platform signatures of a repository whose proofs are listed.
const MOST_OLDEST: usize = 3;

/// What proves that one person's commits existed at a certain time, by signatures of platforms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(extend("$id" = "urn:countersign:proof:1"))]
pub struct Provenance {
    /// Always `countersign/proof/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// `p-` and twelve hexadecimal digits, the same in every scan of a growing history.
    pub person: String,
    /// Distinct names, by commits, then alphabetical.
    pub names: Vec<String>,
    /// Distinct e-mail addresses, by commits, then alphabetical.
    pub emails: Vec<String>,
    /// The repositories in which the person authored commits, in the order of the command line.
    pub repositories: Vec<ProvenRepository>,
}

/// What is proven in one repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvenRepository {
    /// Its name.
    pub name: String,
    /// Commits that the person authored. A commit that several repositories hold counts in the first.
    pub commits: u64,
    /// How many of them lie below a signed platform commit, or are one.
    pub proven: u64,
    /// When the first of them existed at the latest, Unix seconds; null if none is proven.
    pub oldest: Option<i64>,
    /// When half of all commits existed at the latest, Unix seconds; null if fewer are proven.
    pub half: Option<i64>,
    /// When all proven ones existed at the latest, Unix seconds; null if none is proven.
    pub newest: Option<i64>,
    /// What could not be read.
    #[serde(flatten)]
    pub gaps: Gaps,
    /// Proofs: those with the oldest signatures, and the one for half of all commits.
    pub proofs: Vec<ProvenCommit>,
}

/// The proof that one commit existed at a certain time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvenCommit {
    /// Id of the commit.
    pub commit: String,
    /// Its own committer date, Unix seconds.
    pub dated: i64,
    /// Id of the commit that a platform signed, and that builds on it or is the same.
    pub witness: String,
    /// When the platform signed it, Unix seconds. The commit existed then.
    pub signed: i64,
    /// Commands that check the signature, and that the witness builds on the commit.
    pub check: Vec<String>,
}

impl Provenance {
    /// What proves the age of the commits that the person authored. `repositories` are those of the scan, in the order
    /// of the history.
    #[must_use]
    pub fn new(dossier: &Dossier<'_>, person: &Person, repositories: &[Repository]) -> Self {
        let of = |(index, repository): (u16, &Repository)| {
            let index = RepositoryIndex(index);
            let authored = dossier.authored();
            let commits = authored.filter(|commit| commit.repository() == index);
            let mut proofs = dossier.proofs();
            proofs.retain(|proof| proof.commit.repository() == index);
            let commits = commits.count();
            (commits > 0).then(|| proven(repository, commits, &proofs, repositories))
        };
        Self {
            schema: SCHEMA,
            tool: Tool::this(),
            person: person.id.clone(),
            names: person.names.clone(),
            emails: person.emails.clone(),
            repositories: (0..).zip(repositories).filter_map(of).collect(),
        }
    }
}

/// The proofs of one repository, oldest first, and the number of commits.
fn proven(
    repository: &Repository,
    commits: usize,
    proofs: &[Proof<'_>],
    all: &[Repository],
) -> ProvenRepository {
    let half = proofs.get(commits.div_ceil(2) - 1);
    let mut listed = proofs.to_vec();
    listed.dedup_by_key(|proof| proof.witness.index());
    listed.truncate(MOST_OLDEST);
    let is_new = |half: &&Proof<'_>| {
        let mut known = listed.iter();
        !known.any(|one| one.witness.index() == half.witness.index())
    };
    let further = half.filter(is_new).copied();
    listed.extend(further);
    ProvenRepository {
        name: repository.name.clone(),
        commits: commits as u64,
        proven: proofs.len() as u64,
        oldest: proofs.first().map(|proof| proof.by),
        half: half.map(|proof| proof.by),
        newest: proofs.last().map(|proof| proof.by),
        gaps: Gaps::of(repository),
        proofs: listed.iter().map(|proof| shown(proof, all)).collect(),
    }
}

fn shown(proof: &Proof<'_>, all: &[Repository]) -> ProvenCommit {
    let (commit, witness) = (proof.commit.id(), proof.witness.id());
    // The repository that holds the witness holds everything below it too.
    let holder = all.get(usize::from(proof.witness.repository().0));
    let git = match holder {
        Some(holder) => format!("git -C {}", shell_word(&holder.source)),
        None => "git".to_owned(),
    };
    let mut check = vec![format!("{git} verify-commit {witness}")];
    if commit != witness {
        check.push(format!("{git} merge-base --is-ancestor {commit} {witness}"));
    }
    ProvenCommit {
        commit: commit.to_string(),
        dated: proof.commit.committed().seconds,
        witness: witness.to_string(),
        signed: proof.by,
        check,
    }
}
