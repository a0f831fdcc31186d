//! Signatures of an invented forge, made with `gpg` and `ssh-keygen`.

use countersign_facts::{History, ObjectId, PlatformClaim};

use super::*;

/// The forge's committer address.
const FORGE: &str = "noreply@forge.example";
const RSA: &[u8] = include_bytes!("../../tests/data/platform/rsa.asc");
const EDDSA: &[u8] = include_bytes!("../../tests/data/platform/eddsa.asc");
const SSH: &[u8] = include_bytes!("../../tests/data/platform/ssh.pub");
const BY_RSA: [&str; 3] = [
    include_str!("../../tests/data/platform/rsa-signed-1.commit"),
    include_str!("../../tests/data/platform/rsa-signed-2.commit"),
    include_str!("../../tests/data/platform/rsa-signed-3.commit"),
];
const BY_EDDSA: &str = include_str!("../../tests/data/platform/eddsa-signed.commit");
const BY_SSH: &str = include_str!("../../tests/data/platform/ssh-signed.commit");

fn forge(keys: &[&[u8]]) -> PlatformKeys {
    let mut platforms = PlatformKeys::default();
    for key in keys {
        platforms.add(FORGE, key).expect("a key");
    }
    platforms
}

/// What these commits, read as one batch, claim about platforms.
fn claims(commits: &[&str], keys: &PlatformKeys) -> Vec<PlatformClaim> {
    let mut batch = Commits::new(keys);
    for (number, raw) in (0u8..).zip(commits) {
        let id = ObjectId::from_bytes(&[number; 20]).expect("an id");
        batch.push(id, raw.as_bytes()).expect("a commit");
    }
    let mut history = History::default();
    let repository = history.add_repository("");
    history.absorb(repository, batch.take());
    history.commits().map(|commit| commit.platform()).collect()
}

#[test]
fn the_platforms_signature_verifies() {
    use PlatformClaim::Verified;
    assert_eq!(claims(&BY_RSA, &forge(&[RSA])), [Verified; 3]);
    let keys = forge(&[EDDSA, SSH, RSA]);
    let all = [BY_RSA[0], BY_EDDSA, BY_SSH, BY_RSA[2]];
    assert_eq!(claims(&all, &keys), [Verified; 4]);
}

#[test]
fn one_wrong_signature_among_right_ones_is_found() {
    use PlatformClaim::{Unverified, Verified};
    let redated = BY_RSA[1].replace(
        "author Ada Example <ada@mail.example> 1",
        "author Ada Example <ada@mail.example> 2",
    );
    let end = BY_RSA[2].find("\n =").expect("a checksum") - 5;
    let mut broken = BY_RSA[2].to_owned();
    let other = if &broken[end..=end] == "A" { "B" } else { "A" };
    broken.replace_range(end..=end, other);
    let mixed = [BY_RSA[0], &redated, BY_RSA[2], &broken, BY_RSA[1]];
    let expected = [Verified, Unverified, Verified, Unverified, Verified];
    assert_eq!(claims(&mixed, &forge(&[RSA])), expected);
    let of_another = [BY_SSH, BY_EDDSA].map(|raw| raw.replace("Squash", "Squash all"));
    let of_another = of_another.each_ref().map(String::as_str);
    assert_eq!(claims(&of_another, &forge(&[EDDSA, SSH])), [Unverified; 2]);
}

#[test]
fn signatures_by_other_keys_do_not_count() {
    use PlatformClaim::Unverified;
    let all = [BY_RSA[0], BY_EDDSA, BY_SSH];
    assert_eq!(claims(&all[1..], &forge(&[RSA])), [Unverified; 2]);
    assert_eq!(claims(&all[..2], &forge(&[SSH])), [Unverified; 2]);
    let renamed = all.map(|raw| {
        raw.replace(
            "committer The Forge <noreply@forge.example>",
            "committer GitHub <NoReply@GitHub.com>",
        )
    });
    let renamed = renamed.each_ref().map(String::as_str);
    assert_eq!(claims(&renamed, &forge(&[RSA])), [Unverified; 3]);
}

#[test]
fn only_commits_that_name_a_platform_are_looked_at() {
    let unsigned = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@mail.example> 1 +0000\ncommitter B <b@mail.example> 1 +0000\n\nText\n";
    assert_eq!(
        claims(&[BY_RSA[0]], &PlatformKeys::default()),
        [PlatformClaim::None]
    );
    assert_eq!(claims(&[unsigned], &forge(&[RSA])), [PlatformClaim::None]);
    let claiming = unsigned.replace("b@mail.example", GITHUB);
    assert_eq!(claims(&[&claiming], &forge(&[])), [PlatformClaim::Unsigned]);
}

#[test]
fn files_that_are_not_keys_are_refused() {
    let mut keys = PlatformKeys::default();
    assert_eq!(keys.add(FORGE, b"hello"), Err(PlatformKeyError::NotAKey));
    assert_eq!(keys.add(FORGE, b""), Err(PlatformKeyError::NotAKey));
    assert_eq!(keys.add("forge", RSA), Err(PlatformKeyError::NotAnAddress));
}
