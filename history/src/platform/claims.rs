//! Commits on their way into a batch, with what they claim about platforms checked.

use std::cell::RefCell;

use countersign_facts::{Batch, CommitRecord, ObjectId, PlatformClaim};
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::errors::Result as PgpResult;
use pgp::types::{
    Fingerprint, KeyDetails, KeyId, KeyVersion, Mpi, PublicParams, SignatureBytes, Timestamp,
    VerifyingKey,
};

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
        (PublicKey::OpenPgp(key), Opened::OpenPgp(signature)) => {
            of(signature.verify(&Borrowed(&**key), payload).is_ok())
        }
        (PublicKey::Rsa(key, modulus), Opened::OpenPgp(signature)) => {
            let asked = Asked {
                key: &**key,
                modulus,
                signed: RefCell::new(None),
            };
            let fits = signature.verify(&asked, payload).is_ok();
            match asked.signed.into_inner() {
                Some(signed) if fits => Check::Later(modulus, signed),
                _ => Check::Wrong,
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

/// A key that notes what it is asked instead of calculating: the library does everything else.
#[derive(Debug)]
struct Asked<'k> {
    key: &'k dyn OpenPgpKey,
    modulus: &'k Modulus,
    signed: RefCell<Option<Signed>>,
}

impl VerifyingKey for Asked<'_> {
    fn verify(
        &self,
        hash: HashAlgorithm,
        digest: &[u8],
        signature: &SignatureBytes,
    ) -> PgpResult<()> {
        let numbers: &[Mpi] = signature.try_into()?;
        if let [number] = numbers {
            *self.signed.borrow_mut() = self.modulus.signed(hash, digest, number.as_ref());
        }
        Ok(())
    }
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

/// What a key says about itself, passed on.
macro_rules! passed_on {
    ($wrapper:ty, $key:tt) => {
        impl KeyDetails for $wrapper {
            fn version(&self) -> KeyVersion {
                self.$key.version()
            }
            fn legacy_key_id(&self) -> KeyId {
                self.$key.legacy_key_id()
            }
            fn fingerprint(&self) -> Fingerprint {
                self.$key.fingerprint()
            }
            fn algorithm(&self) -> PublicKeyAlgorithm {
                self.$key.algorithm()
            }
            fn created_at(&self) -> Timestamp {
                self.$key.created_at()
            }
            fn legacy_v3_expiration_days(&self) -> Option<u16> {
                self.$key.legacy_v3_expiration_days()
            }
            fn public_params(&self) -> &PublicParams {
                self.$key.public_params()
            }
        }
    };
}

passed_on!(Asked<'_>, key);
passed_on!(Borrowed<'_>, 0);
