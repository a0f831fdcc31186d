//! `person --blast-radius`: everything that one person touched in some clones.

mod clone;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use countersign_facts::{HashKey, History, IdentityIndex, Mailmap};
use countersign_history::{MailmapReading, PlatformKeys, mailmap, origin};
use countersign_memory::{Found, Identified, Wanted, find, recall};
use countersign_report::Gaps;
use countersign_report::touched::{Approval, BlastRadius, FromMemory};
use countersign_store::Viewer;
use jiff::Timestamp;

use crate::database::{Memory, StorageArgs, find_person};
use crate::exit::{Exit, Failure};
use crate::named::in_history;
use crate::output::Console;
use crate::runtime::block_on;
use crate::scan;

/// The key under which people are looked up in clones if there is no memory.
const NO_KEY: HashKey = HashKey::new([0; 32]);

/// A clone that was read.
struct Read {
    folder: PathBuf,
    name: String,
    place: String,
    history: History,
    gaps: Gaps,
    mailmap: Option<Mailmap>,
}

/// Looks a person up in clones: with the memory if there is one, or else with the clones alone.
pub(super) fn touched(
    who: &str,
    (folders, platforms): (&[PathBuf], &PlatformKeys),
    storage: &StorageArgs,
    viewer: Viewer,
    console: Console,
) -> Result<BlastRadius, Failure> {
    let read = folders
        .iter()
        .map(|folder| one(folder, platforms, console))
        .collect::<Result<Vec<_>, _>>()?;
    let spelled = read.iter().find_map(|one| in_history(&one.history, who));
    let who = spelled.as_deref().unwrap_or(who);
    let memory = block_on(Memory::open_if_there(storage))?;
    let key = memory.as_ref().map_or(NO_KEY, |memory| memory.key.clone());
    let identified: Vec<_> = read
        .iter()
        .map(|one| Identified::new(&one.history, one.mailmap.as_ref(), &one.place, &key))
        .collect();
    let (mut wanted, heard) = block_on(async {
        match &memory {
            Some(memory) => remembered(memory, who, viewer, &identified).await,
            None => Ok((Wanted::default(), FromMemory::default())),
        }
    })?;
    if wanted.own.is_empty() {
        wanted.own = named_in_clones(&key, who, &identified)?;
    }
    let own = everywhere(&identified, &mut wanted);
    let clones = read
        .iter()
        .zip(&own)
        .map(|(read, own)| clone::touched(read, own, console))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(BlastRadius::new(who, clones, heard))
}

fn one(folder: &Path, platforms: &PlatformKeys, console: Console) -> Result<Read, Failure> {
    let failed = |error| Failure::new(Exit::NoneRead, error);
    let read = scan::history_of(folder, platforms, console)?;
    let mailmap = match mailmap(folder, &read.history).map_err(failed)? {
        MailmapReading::Found(mailmap) => Some(mailmap),
        MailmapReading::Absent | MailmapReading::NotFetched => None,
    };
    Ok(Read {
        folder: folder.to_owned(),
        place: origin(folder).map_err(failed)?.place,
        name: read.name,
        history: read.history,
        gaps: read.gaps,
        mailmap,
    })
}

/// The person's identifiers in the memory, those of everyone else in the clones, and the person's deploy keys
/// and approvals that the App recorded. Empty if the memory does not hold the person.
async fn remembered(
    memory: &Memory,
    who: &str,
    viewer: Viewer,
    clones: &[Identified<'_>],
) -> Result<(Wanted, FromMemory), Failure> {
    let found = find(&memory.store, &memory.key, who, viewer).await;
    let named = match found.map_err(Failure::storage)? {
        Found::Nobody { .. } => return Ok((Wanted::default(), FromMemory::default())),
        Found::Several(_) => find_person(memory, who, viewer).await?,
        Found::One(named) => named,
    };
    let component = memory.store.component(&named, viewer).await;
    let component = component.map_err(Failure::storage)?;
    let own: BTreeSet<_> = component.identifiers.iter().map(|one| one.hash).collect();
    let hashes: BTreeSet<_> = clones.iter().flat_map(Identified::hashes).collect();
    let hashes: Vec<_> = hashes.into_iter().collect();
    let known = memory.store.identifiers(&hashes, viewer).await;
    let known = known.map_err(Failure::storage)?.into_iter();
    let others = known.map(|one| one.hash).filter(|hash| !own.contains(hash));
    let others = others.collect();
    let whole = recall(&memory.store, &named, viewer).await;
    let whole = whole.map_err(Failure::storage)?;
    let keys = whole.deploy_keys.into_iter();
    let approvals = whole.approvals.into_iter().map(|one| Approval {
        at: instant(one.at.div_euclid(1_000)),
        repository: one.repository,
        pull_request: one.pull_request,
        commit: one.commit,
    });
    let heard = FromMemory {
        deploy_keys: keys
            .map(|one| format!("{}  {}", one.repository, one.key))
            .collect(),
        approvals: approvals.collect(),
    };
    Ok((Wanted { own, others }, heard))
}

fn instant(seconds: i64) -> String {
    let instant = Timestamp::from_second(seconds);
    instant.map_or_else(|_| seconds.to_string(), |instant| instant.to_string())
}

/// The identifiers of the one person in the clones whom a text names.
fn named_in_clones(
    key: &HashKey,
    who: &str,
    clones: &[Identified<'_>],
) -> Result<BTreeSet<countersign_store::IdentifierHash>, Failure> {
    let mut named = BTreeSet::new();
    let mut several = 0;
    for clone in clones {
        let here = Wanted::named(key, who, clone);
        several = several.max(clone.people_of(&here).len());
        named.extend(here);
    }
    let is_there = clones
        .iter()
        .any(|clone| clone.hashes().any(|hash| named.contains(&hash)));
    if !is_there {
        return Err(
            Failure::usage(format!("nobody in these clones has the identifier {who:?}"))
                .hint("list everyone: countersign people PATH --all"),
        );
    }
    if several > 1 {
        return Err(
            Failure::usage(format!("{who:?} can mean {several} people of one clone"))
                .hint("give an e-mail address; to list everyone: countersign people PATH --all"),
        );
    }
    Ok(named)
}

/// The person's identities in each clone: identifiers that one clone links are looked up in all.
fn everywhere(clones: &[Identified<'_>], wanted: &mut Wanted) -> Vec<BTreeSet<IdentityIndex>> {
    loop {
        let own: Vec<_> = clones.iter().map(|clone| clone.own(wanted)).collect();
        let before = wanted.own.len();
        for (clone, own) in clones.iter().zip(&own) {
            wanted.own.extend(clone.hashes_of(own));
        }
        if wanted.own.len() == before {
            return own;
        }
    }
}
