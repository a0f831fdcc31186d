//! Facts about an account: the signing keys that it shows now, and those that it showed before.

use std::collections::BTreeMap;

use countersign_facts::{AccountId, Indicator, IndicatorKind};
use countersign_github::{Account, Client, GithubError, KeyKind, SigningKey};
use countersign_history::openpgp_keys;
use countersign_memory::of_indicator;
use countersign_store::{AccountSnapshot, KeySnapshot, Viewer};

use crate::error::JobError;
use crate::ssh_key;
use crate::store_access::StoreAccess;

const OPENPGP: &str = "openpgp";
/// The store's word for SSH keys.
pub(crate) const SSH: &str = "ssh";

/// The account as heuristics see it. Its present keys are stored, and earlier ones are added.
pub(crate) async fn gather(
    github: &Client,
    access: Option<StoreAccess<'_>>,
    account: &Account,
    now_ms: i64,
) -> Result<countersign_facts::Account, JobError> {
    // A bot has no keys of its own.
    let shown = if account.is_bot {
        Vec::new()
    } else {
        match github.signing_keys(&account.login).await {
            Err(GithubError::NotFound { .. } | GithubError::Gone { .. }) => Vec::new(),
            other => other?,
        }
    };
    let snapshots: Vec<KeySnapshot> = shown.iter().flat_map(snapshots).collect();
    let created: BTreeMap<String, i64> = shown.iter().flat_map(created).collect();
    let keys = match access {
        Some(access) if !is_forgotten(access, account.id).await? => {
            with_earlier_keys(access, account, snapshots, now_ms).await?
        }
        _ => snapshots,
    };
    Ok(countersign_facts::Account {
        id: account.id,
        login: account.login.clone(),
        name: None,
        mailboxes: Vec::new(),
        created: account.created_ms.div_euclid(1_000),
        bot: account.is_bot,
        keys: keys.iter().filter_map(|key| fact(key, &created)).collect(),
    })
}

/// Whether the account's holder was forgotten, so that nothing about the account is stored.
pub(crate) async fn is_forgotten(
    access: StoreAccess<'_>,
    account: AccountId,
) -> Result<bool, JobError> {
    let Some(key) = access.key else {
        return Ok(false);
    };
    let indicator = Indicator::parse(IndicatorKind::Account, &account.to_string());
    let Ok(indicator) = indicator else {
        return Ok(false);
    };
    let hash = of_indicator(key, &indicator).hash;
    Ok(!access.store.forgotten(&[hash]).await?.is_empty())
}

/// Stores the keys that the account shows now, and returns them with all earlier ones that the installation saw.
async fn with_earlier_keys(
    access: StoreAccess<'_>,
    account: &Account,
    keys: Vec<KeySnapshot>,
    now_ms: i64,
) -> Result<Vec<KeySnapshot>, JobError> {
    let snapshot = AccountSnapshot {
        id: account.id.get(),
        login: account.login.clone(),
        created: Some(account.created_ms),
        keys,
    };
    let (store, installation) = (access.store, access.installation.get());
    store
        .snapshot_account(installation, &snapshot, now_ms)
        .await?;
    let viewer = Viewer::Installation(installation);
    let known = store.account(snapshot.id, viewer).await?;
    let keys = known.map(|known| known.keys.into_iter().map(|seen| seen.key).collect());
    Ok(keys.unwrap_or(snapshot.keys))
}

/// One entry for each id by which a signature can name the key.
fn snapshots(key: &SigningKey) -> Vec<KeySnapshot> {
    let snapshot = |kind: &str, id: String| KeySnapshot {
        kind: kind.to_owned(),
        id,
        created: Some(key.created_ms),
        title: None,
    };
    match key.kind {
        KeyKind::Gpg => {
            let ids = key.key_ids.iter().map(|id| id.to_uppercase());
            ids.map(|id| snapshot(OPENPGP, id)).collect()
        }
        KeyKind::SshSigning => {
            let id = ssh_key::fingerprint(&key.key).map(|id| snapshot(SSH, id));
            id.into_iter().collect()
        }
    }
}

/// The ids of an OpenPGP key with their creation times, Unix seconds. SSH keys carry no such time.
fn created(key: &SigningKey) -> Vec<(String, i64)> {
    match key.kind {
        KeyKind::Gpg => {
            let keys = openpgp_keys(&key.key).into_iter();
            keys.map(|key| (key.id, key.created)).collect()
        }
        KeyKind::SshSigning => Vec::new(),
    }
}

fn fact(
    key: &KeySnapshot,
    created: &BTreeMap<String, i64>,
) -> Option<countersign_facts::AccountKey> {
    let kind = match &*key.kind {
        OPENPGP => countersign_facts::KeyKind::OpenPgp,
        SSH => countersign_facts::KeyKind::Ssh,
        _ => return None,
    };
    Some(countersign_facts::AccountKey {
        kind,
        id: key.id.clone(),
        created: created.get(&key.id).copied(),
        added: key.created.map(|ms| ms.div_euclid(1_000)),
    })
}
