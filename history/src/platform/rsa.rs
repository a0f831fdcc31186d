//! RSA signatures (PKCS #1 v1.5), checked many at once.
//!
//! One signature costs seventeen multiplications modulo the key, which would be most of the time of reading a
//! repository of squash merges. Many signatures by one key are checked together: the product of all signatures, to the
//! power of the key's exponent, must be the product of all padded digests. That shows that the key's holder signed each
//! of these messages (M. Bellare, J. Garay, T. Rabin, "Fast Batch Verification for Modular Exponentiation and Digital
//! Signatures", EUROCRYPT 1998, section 4: screening). It takes two multiplications for each.

use crypto_bigint::modular::runtime_mod::{DynResidue, DynResidueParams};
use crypto_bigint::{Integer as _, U64, U2048, U3072, U4096, Uint};
use pgp::crypto::hash::HashAlgorithm;
use pgp::types::PublicParams;
use rsa::traits::PublicKeyParts as _;

/// The public exponent of nearly every key. With a smaller one, copies of one unsigned message could be made up to hold
/// together, so such keys are not for this module.
const EXPONENT: u64 = 65_537;
/// Most signatures that are checked together: far below the exponent.
pub(super) const MOST: usize = 1_024;

/// What the digest is preceded by in the padded message (RFC 8017, section 9.2, note 1).
const SHA256: &[u8] = &[
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];
const SHA384: &[u8] = &[
    0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05,
    0x00, 0x04, 0x30,
];
const SHA512: &[u8] = &[
    0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05,
    0x00, 0x04, 0x40,
];

/// The modulus of an RSA key of a usual size.
#[derive(Debug)]
pub(super) enum Modulus {
    Bits2048(Box<Residues<{ U2048::LIMBS }>>),
    Bits3072(Box<Residues<{ U3072::LIMBS }>>),
    Bits4096(Box<Residues<{ U4096::LIMBS }>>),
}

/// A signature and the digest that it should be of.
#[derive(Debug)]
pub(super) struct Signed {
    /// The signature, big-endian, without leading zeros.
    pub(super) signature: Box<[u8]>,
    /// The padded digest, as long as the modulus.
    padded: Box<[u8]>,
}

impl Modulus {
    /// The modulus of a key; `None` for a key that is not RSA or has an unusual size or exponent.
    pub(super) fn of(params: &PublicParams) -> Option<Self> {
        let PublicParams::RSA(params) = params else {
            return None;
        };
        if params.key.e().to_bytes_be() != EXPONENT.to_be_bytes()[5..] {
            return None;
        }
        let modulus = params.key.n().to_bytes_be();
        match modulus.len() {
            256 => Residues::of(&modulus).map(Box::new).map(Self::Bits2048),
            384 => Residues::of(&modulus).map(Box::new).map(Self::Bits3072),
            512 => Residues::of(&modulus).map(Box::new).map(Self::Bits4096),
            _ => None,
        }
    }

    const fn bytes(&self) -> usize {
        match self {
            Self::Bits2048(_) => 256,
            Self::Bits3072(_) => 384,
            Self::Bits4096(_) => 512,
        }
    }

    /// A signature over a digest, to be checked; `None` for a hash that is not accepted.
    pub(super) fn signed(
        &self,
        hash: HashAlgorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> Option<Signed> {
        let prefix = match hash {
            HashAlgorithm::Sha256 => SHA256,
            HashAlgorithm::Sha384 => SHA384,
            HashAlgorithm::Sha512 => SHA512,
            _ => return None,
        };
        let filling = self.bytes() - 3 - prefix.len() - digest.len();
        let padded = [&[0, 1][..], &vec![0xff; filling], &[0], prefix, digest].concat();
        Some(Signed {
            signature: signature.into(),
            padded: padded.into(),
        })
    }

    /// Positions of those that the key did not sign.
    pub(super) fn wrong(&self, signed: &[&Signed]) -> Vec<usize> {
        let mut wrong = Vec::new();
        for (number, chunk) in signed.chunks(MOST).enumerate() {
            let start = number * MOST;
            match self {
                Self::Bits2048(residues) => residues.wrong(chunk, start, &mut wrong),
                Self::Bits3072(residues) => residues.wrong(chunk, start, &mut wrong),
                Self::Bits4096(residues) => residues.wrong(chunk, start, &mut wrong),
            }
        }
        wrong
    }
}

/// Numbers modulo an RSA key.
#[derive(Debug)]
pub(super) struct Residues<const LIMBS: usize>(DynResidueParams<LIMBS>);

impl<const LIMBS: usize> Residues<LIMBS> {
    fn of(modulus: &[u8]) -> Option<Self> {
        let modulus: Uint<LIMBS> = number(modulus)?;
        // The arithmetic is for odd numbers, which every honest modulus is.
        bool::from(modulus.is_odd()).then(|| Self(DynResidueParams::new(&modulus)))
    }

    /// Adds the positions, from `start`, of those that are not signed: halves until each of them is found.
    fn wrong(&self, signed: &[&Signed], start: usize, wrong: &mut Vec<usize>) {
        if signed.is_empty() || self.all_hold(signed) {
            return;
        }
        if signed.len() == 1 {
            wrong.push(start);
            return;
        }
        let (front, back) = signed.split_at(signed.len() / 2);
        self.wrong(front, start, wrong);
        self.wrong(back, start + front.len(), wrong);
    }

    fn all_hold(&self, signed: &[&Signed]) -> bool {
        let product =
            |bytes: fn(&Signed) -> &[u8]| self.product(signed.iter().map(|one| bytes(one)));
        let signatures = product(|one| &one.signature);
        let digests = product(|one| &one.padded);
        let (Some(signatures), Some(digests)) = (signatures, digests) else {
            return false;
        };
        signatures.pow_bounded_exp(&U64::from(EXPONENT), 17) == digests
    }

    /// The product of numbers; `None` if one of them is zero or is not below the modulus.
    ///
    /// The library multiplies numbers that are first multiplied by a constant. Doing that once for all of them, at the
    /// end, saves one multiplication for each.
    fn product<'a>(&self, numbers: impl Iterator<Item = &'a [u8]>) -> Option<DynResidue<LIMBS>> {
        let mut product = DynResidue::one(self.0);
        let constant = DynResidue::new(product.as_montgomery(), self.0);
        let mut count = 0_u64;
        for bytes in numbers {
            let number = number(bytes)?;
            if number == Uint::ZERO || number >= *self.0.modulus() {
                return None;
            }
            product = product.mul(&DynResidue::from_montgomery(number, self.0));
            count += 1;
        }
        let correction = constant.pow_bounded_exp(&U64::from(count), 11);
        Some(product.mul(&correction))
    }
}

/// Reads a big-endian number; `None` if it is too long.
fn number<const LIMBS: usize>(bytes: &[u8]) -> Option<Uint<LIMBS>> {
    let mut whole = vec![0; Uint::<LIMBS>::BYTES];
    let start = whole.len().checked_sub(bytes.len())?;
    whole[start..].copy_from_slice(bytes);
    Some(Uint::from_be_slice(&whole))
}
