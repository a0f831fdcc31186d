//! An account of somebody concerned, with keys it shows and keys it showed before.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use countersign_facts::{Indicator, IndicatorKind};
use countersign_github::{Account, GithubError, KeyKind, Read, SigningKey};
use countersign_history::openpgp_keys;
use countersign_memory::of_indicator;
use countersign_store::{AccountSnapshot, KeySnapshot, Store};
use sha2::{Digest as _, Sha256};

use super::{Past, signed};
use crate::error::JobError;

const OPENPGP: &str = "openpgp";
/// What the store calls SSH keys.
pub(crate) const SSH: &str = "ssh";

/// The account as heuristics see it. What it shows now is remembered, and what it showed before is
/// added.
pub(crate) async fn gather(
    github: &dyn Read,
    past: Option<Past<'_>>,
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
    let made: BTreeMap<String, i64> = shown.iter().flat_map(made).collect();
    let keys = match past {
        Some(past) if !is_forgotten(past, account.id).await? => {
            remembered(past.store, account, snapshots, now_ms).await?
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
        keys: keys.iter().filter_map(|key| fact(key, &made)).collect(),
    })
}

/// Whoever was forgotten is not remembered by what the account shows either.
pub(crate) async fn is_forgotten(past: Past<'_>, account: u64) -> Result<bool, JobError> {
    let Some(key) = past.key else {
        return Ok(false);
    };
    let indicator = Indicator::parse(IndicatorKind::Account, &account.to_string());
    let Ok(indicator) = indicator else {
        return Ok(false);
    };
    let hash = of_indicator(key, &indicator).hash;
    Ok(!past.store.forgotten(&[hash]).await?.is_empty())
}

async fn remembered(
    store: &Store,
    account: &Account,
    keys: Vec<KeySnapshot>,
    now_ms: i64,
) -> Result<Vec<KeySnapshot>, JobError> {
    let snapshot = AccountSnapshot {
        id: signed(account.id),
        login: account.login.clone(),
        created: Some(account.created_ms),
        keys,
    };
    store.snapshot_account(&snapshot, now_ms).await?;
    let known = store.account(snapshot.id).await?;
    let keys = known.map(|known| known.keys.into_iter().map(|seen| seen.key).collect());
    Ok(keys.unwrap_or(snapshot.keys))
}

/// One for each id that a signature may name.
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
            let id = ssh_fingerprint(&key.key).map(|id| snapshot(SSH, id));
            id.into_iter().collect()
        }
    }
}

/// Ids of an OpenPGP key and when each was made, Unix seconds. Only keys that are still shown tell.
fn made(key: &SigningKey) -> Vec<(String, i64)> {
    match key.kind {
        KeyKind::Gpg => {
            let keys = openpgp_keys(&key.key).into_iter();
            keys.map(|key| (key.id, key.created)).collect()
        }
        KeyKind::SshSigning => Vec::new(),
    }
}

fn fact(key: &KeySnapshot, made: &BTreeMap<String, i64>) -> Option<countersign_facts::AccountKey> {
    let kind = match &*key.kind {
        OPENPGP => countersign_facts::KeyKind::OpenPgp,
        SSH => countersign_facts::KeyKind::Ssh,
        _ => return None,
    };
    Some(countersign_facts::AccountKey {
        kind,
        id: key.id.clone(),
        created: made.get(&key.id).copied(),
        added: key.created.map(|ms| ms.div_euclid(1_000)),
    })
}

/// `SHA256:…`, as `ssh-keygen -l` prints it.
pub(crate) fn ssh_fingerprint(key: &str) -> Option<String> {
    let blob = STANDARD.decode(key.split_ascii_whitespace().nth(1)?).ok()?;
    Some(format!(
        "SHA256:{}",
        STANDARD_NO_PAD.encode(Sha256::digest(blob))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssh_keys_are_named_as_openssh_names_them() {
        // github.com's published host key.
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
        let fingerprint = ssh_fingerprint(key);
        let published = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        assert_eq!(fingerprint.as_deref(), Some(published));
        assert_eq!(ssh_fingerprint("ssh-ed25519"), None);
        assert_eq!(ssh_fingerprint("ssh-ed25519 ?"), None);
    }
}
