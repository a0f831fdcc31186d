//! Commits on their way into a batch, with what they claim about platforms checked.

use countersign_facts::{Batch, CommitRecord, ObjectId, PlatformClaim};
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::errors::Result as PgpResult;
use pgp::packet::{Signature, SignatureType, SignatureVersion};
use pgp::types::{
    Fingerprint, KeyDetails, KeyId, KeyVersion, Mpi, PublicParams, SignatureBytes, Timestamp,
    VerifyingKey,
};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::payload::signed_bytes;
use super::rsa::{Modulus, Signed};
use super::{OpenPgpKey, PlatformKey, PlatformKeys, PublicKey};
use crate::parse::{self, Malformed};
use crate::signature::{self, Opened};

/// A batch of commits. Signatures by RSA keys are checked together, at the end.
pub(crate) struct Commits<'k> {
    batch: Batch,
    keys: &'k PlatformKeys,
    waiting: Vec<Waiting<'k>>,
    /// The signed bytes of one commit; kept to save allocations.
    payload: Vec<u8>,
}

/// A commit whose signature is to be checked.
struct Waiting<'k> {
    /// Position of the commit in the batch.
    position: usize,
    key: &'k Modulus,
    signed: Signed,
}

impl<'k> Commits<'k> {
    pub(crate) fn new(keys: &'k PlatformKeys) -> Self {
        Self {
            batch: Batch::default(),
            keys,
            waiting: Vec::new(),
            payload: Vec::new(),
        }
    }

    /// Reads a commit from the object's body and adds it.
    pub(crate) fn push<'a>(
        &mut self,
        id: ObjectId,
        raw: &'a [u8],
    ) -> Result<CommitRecord<'a>, Malformed> {
        let mut record = parse::commit(id, raw)?;
        record.platform = self.claim(&record, raw);
        self.batch.push(&record);
        Ok(record)
    }

    /// How many commits it holds.
    pub(crate) fn len(&self) -> usize {
        self.batch.len()
    }

    /// The batch, and an empty one in its place.
    pub(crate) fn take(&mut self) -> Batch {
        let mut batch = std::mem::take(&mut self.batch);
        let mut waiting = std::mem::take(&mut self.waiting);
        while let Some(first) = waiting.first() {
            let key = first.key;
            let (same, others) = waiting
                .into_iter()
                .partition::<Vec<_>, _>(|one| std::ptr::eq(one.key, key));
            let signed: Vec<_> = same.iter().map(|one| &one.signed).collect();
            for wrong in key.wrong(&signed) {
                batch.set_platform(same[wrong].position, PlatformClaim::Unverified);
            }
            waiting = others;
        }
        batch
    }

    /// What the commit claims about a platform. A signature that is still to be checked counts as the platform's.
    fn claim(&mut self, record: &CommitRecord<'_>, raw: &[u8]) -> PlatformClaim {
        let mut keys = self.keys.of(record.committer.identity).peekable();
        if keys.peek().is_none() {
            return PlatformClaim::None;
        }
        let Some(armored) = parse::signature_of(record.id, raw) else {
            return PlatformClaim::Unsigned;
        };
        let Some(opened) = signature::open(&armored) else {
            return PlatformClaim::Unverified;
        };
        signed_bytes(raw, &mut self.payload);
        let position = self.batch.len();
        for key in keys {
            match check(key, &opened, &self.payload) {
                Check::Wrong => {}
                Check::Holds => return PlatformClaim::Verified,
                Check::Later(key, signed) => {
                    self.waiting.push(Waiting {
                        position,
                        key,
                        signed,
                    });
                    return PlatformClaim::Verified;
                }
            }
        }
        PlatformClaim::Unverified
    }
}

/// The result of looking at one signature.
enum Check<'k> {
    Wrong,
    Holds,
    /// All but the arithmetic is right.
    Later(&'k Modulus, Signed),
}

/// Checks the signature with one of the platform's keys.
fn check<'k>(key: &'k PlatformKey, opened: &Opened, payload: &[u8]) -> Check<'k> {
    match (&key.key, opened) {
        (PublicKey::OpenPgp(key), Opened::OpenPgp(signature, _)) => {
            of(signature.verify(&Borrowed(&**key), payload).is_ok())
        }
        (PublicKey::Rsa(key, modulus), Opened::OpenPgp(signature, hashed)) => {
            match by_rsa((&**key, modulus), (signature, hashed), payload) {
                Some(signed) => Check::Later(modulus, signed),
                None => Check::Wrong,
            }
        }
        (PublicKey::Ssh(key), Opened::Ssh(signature)) => {
            of(key.verify("git", payload, signature).is_ok())
        }
        _ => Check::Wrong,
    }
}

const fn of<'k>(holds: bool) -> Check<'k> {
    if holds { Check::Holds } else { Check::Wrong }
}

/// The signature of an RSA key over these bytes, as far as it can be read, if it names the key.
///
/// The first two bytes of the digest, which a signature repeats, are not compared: in GitHub's signatures until 2021 they
/// are constant.
fn by_rsa(
    (key, modulus): (&dyn OpenPgpKey, &Modulus),
    (signature, hashed): (&Signature, &[u8]),
    payload: &[u8],
) -> Option<Signed> {
    let is_plain = signature.version() == SignatureVersion::V4
        && signature.typ() == Some(SignatureType::Binary);
    let (ids, fingerprints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
    let names_key = (ids.is_empty() && fingerprints.is_empty())
        || ids.contains(&&key.legacy_key_id())
        || fingerprints.contains(&&key.fingerprint());
    if !is_plain || !names_key {
        return None;
    }
    let length = u32::try_from(hashed.len()).ok()?.to_be_bytes();
    let parts = [payload, hashed, &[4, 0xff], &length];
    let hash = signature.hash_alg()?;
    let digest = match hash {
        HashAlgorithm::Sha256 => digest::<Sha256>(&parts),
        HashAlgorithm::Sha384 => digest::<Sha384>(&parts),
        HashAlgorithm::Sha512 => digest::<Sha512>(&parts),
        _ => return None,
    };
    let numbers: &[Mpi] = signature.signature()?.try_into().ok()?;
    let [number] = numbers else {
        return None;
    };
    modulus.signed(hash, &digest, number.as_ref())
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hasher = D::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

/// A key whose type is not known.
#[derive(Debug)]
struct Borrowed<'k>(&'k dyn OpenPgpKey);

impl VerifyingKey for Borrowed<'_> {
    fn verify(
        &self,
        hash: HashAlgorithm,
        digest: &[u8],
        signature: &SignatureBytes,
    ) -> PgpResult<()> {
        self.0.verify(hash, digest, signature)
    }
}

impl KeyDetails for Borrowed<'_> {
    fn version(&self) -> KeyVersion {
        self.0.version()
    }

    fn legacy_key_id(&self) -> KeyId {
        self.0.legacy_key_id()
    }

    fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint()
    }

    fn algorithm(&self) -> PublicKeyAlgorithm {
        self.0.algorithm()
    }

    fn created_at(&self) -> Timestamp {
        self.0.created_at()
    }

    fn legacy_v3_expiration_days(&self) -> Option<u16> {
        self.0.legacy_v3_expiration_days()
    }

    fn public_params(&self) -> &PublicParams {
        self.0.public_params()
    }
}
