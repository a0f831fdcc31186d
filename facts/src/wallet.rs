//! Addresses of wallets: found in text, checked, and normalised.

use bech32::primitives::iter::Fe32IterExt;
use bech32::{Fe32, Hrp};
use sha3::{Digest, Keccak256};

/// Lengths of addresses in characters, from those of the XRP Ledger (25) to Monero's integrated ones (106).
const LENGTHS: std::ops::RangeInclusive<usize> = 25..=106;

/// Chains that share a form of address. The address does not show which of them is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chain {
    /// Bitcoin; Bitcoin SV and Bitcoin Cash in their old form. Bitcoin Cash's own form is converted to the
    /// old one.
    Bitcoin,
    /// Bitcoin Gold.
    BitcoinGold,
    /// Dash.
    Dash,
    /// Ethereum and the chains with the same form: Ethereum Classic, Arbitrum, BNB Smart Chain, and the
    /// tokens on them.
    Evm,
    /// Litecoin.
    Litecoin,
    /// Monero.
    Monero,
    /// XRP Ledger.
    Ripple,
    /// Solana. Its form has no checksum, so an address means nothing unless a list names it.
    Solana,
    /// Tron and the tokens on it.
    Tron,
    /// Verge. Dogecoin's addresses look the same.
    Verge,
    /// Zcash: transparent and Sapling.
    Zcash,
}

/// The address of a wallet. Its checksum is correct, if its form has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wallet {
    chain: Chain,
    text: Box<str>,
}

impl Wallet {
    /// Reads an address, with or without the prefix `bitcoincash:`. `None` for any other text, and for an
    /// address with a wrong checksum.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let word = text.strip_prefix("bitcoincash:").unwrap_or(text);
        if !LENGTHS.contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return None;
        }
        evm(word)
            .or_else(|| segwit(word))
            .or_else(|| sapling(word))
            .or_else(|| base58(word))
            .or_else(|| ripple(word))
            .or_else(|| cash(word))
            .or_else(|| monero(word))
            .or_else(|| solana(word))
    }

    /// Every address in `text` with the position of its first byte. An address is a whole word of ASCII
    /// letters, digits and underscores, never a part of one, so it is not found within hashes or encoded data.
    pub fn find(text: &str) -> impl Iterator<Item = (usize, Self)> + use<'_> {
        words(text).filter_map(|(at, word)| Some((at, Self::parse(word)?)))
    }

    /// The chains that it may be on.
    #[must_use]
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The one spelling: lower case where case does not matter, the old form for Bitcoin Cash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn new(chain: Chain, text: impl Into<Box<str>>) -> Option<Self> {
        let text = text.into();
        Some(Self { chain, text })
    }
}

/// Words long enough for an address, with their positions.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut at = 0;
    text.as_bytes()
        .split(move |byte| !in_word(byte))
        .filter_map(move |word| {
            let start = at;
            at += word.len() + 1;
            let text = text.get(start..start + word.len())?;
            LENGTHS.contains(&word.len()).then_some((start, text))
        })
}

/// Hexadecimal. Mixed case is a checksum (EIP-55).
fn evm(word: &str) -> Option<Wallet> {
    let digits = word
        .strip_prefix("0x")
        .filter(|digits| digits.len() == 40)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let one_case = digits == lower || digits == digits.to_ascii_uppercase();
    (one_case || has_eip55(digits, &lower))
        .then(|| Wallet::new(Chain::Evm, format!("0x{lower}")))?
}

fn has_eip55(digits: &str, lower: &str) -> bool {
    let hash = Keccak256::digest(lower);
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.bytes().zip(nibbles).all(|(digit, nibble)| {
        digit.is_ascii_digit() || digit.is_ascii_uppercase() == (nibble >= 8)
    })
}

/// Native segregated witness (BIP-173, BIP-350).
fn segwit(word: &str) -> Option<Wallet> {
    let (prefix, _, _) = bech32::segwit::decode(word).ok()?;
    let chain = match &*prefix.to_lowercase() {
        "bc" => Chain::Bitcoin,
        "ltc" => Chain::Litecoin,
        "btg" => Chain::BitcoinGold,
        _ => return None,
    };
    Wallet::new(chain, word.to_ascii_lowercase())
}

/// Zcash Sapling payment addresses: 43 bytes (ZIP 32).
fn sapling(word: &str) -> Option<Wallet> {
    let (prefix, payload) = bech32::decode(word).ok()?;
    let fits = prefix == Hrp::parse("zs").ok()? && payload.len() == 43;
    fits.then(|| Wallet::new(Chain::Zcash, word.to_ascii_lowercase()))?
}

/// Base 58 with a double SHA-256. The versions are those of each project's `chainparams`; Tron's is in
/// its documentation on accounts.
fn base58(word: &str) -> Option<Wallet> {
    let bytes = bs58::decode(word).with_check(None).into_vec().ok()?;
    let chain = match (bytes.len(), bytes.as_slice()) {
        (21, [0x00 | 0x05, ..]) => Chain::Bitcoin,
        (21, [0x30 | 0x32, ..]) => Chain::Litecoin,
        (21, [0x4c | 0x10, ..]) => Chain::Dash,
        (21, [0x26 | 0x17, ..]) => Chain::BitcoinGold,
        (21, [0x1e | 0x21, ..]) => Chain::Verge,
        (21, [0x41, ..]) => Chain::Tron,
        (22, [0x1c, 0xb8 | 0xbd, ..]) => Chain::Zcash,
        _ => return None,
    };
    Wallet::new(chain, word)
}

/// As [`base58`], with the XRP Ledger's own alphabet and version 0.
fn ripple(word: &str) -> Option<Wallet> {
    let decode = bs58::decode(word).with_alphabet(bs58::Alphabet::RIPPLE);
    let bytes = decode.with_check(Some(0)).into_vec().ok()?;
    (bytes.len() == 21).then(|| Wallet::new(Chain::Ripple, word))?
}

/// Bitcoin Cash's own form (`CashAddr`), with the same content as the old one.
fn cash(word: &str) -> Option<Wallet> {
    let one_case = word == word.to_ascii_lowercase() || word == word.to_ascii_uppercase();
    let letters: Option<Vec<Fe32>> = word.chars().map(|c| Fe32::from_char(c).ok()).collect();
    let letters = letters.filter(|letters| one_case && letters.len() == 42)?;
    let prefix = "bitcoincash".bytes().map(|letter| letter & 31).chain([0]);
    let values = letters.iter().map(|letter| letter.to_u8());
    if polynomial(prefix.chain(values)) != 0 {
        return None;
    }
    let payload = letters[..letters.len() - 8].iter().copied();
    let mut bytes: Vec<u8> = payload.fes_to_bytes().take(21).collect();
    *bytes.first_mut()? = match bytes.first()? {
        0x00 => 0x00,
        0x08 => 0x05,
        _ => return None,
    };
    Wallet::new(
        Chain::Bitcoin,
        bs58::encode(bytes).with_check().into_string(),
    )
}

/// `PolyMod` of the `CashAddr` specification: zero for a correct address.
fn polynomial(values: impl Iterator<Item = u8>) -> u64 {
    const GENERATOR: [u64; 5] = [
        0x98_f2bc_8e61,
        0x79_b76d_99e2,
        0xf3_3e5f_b3c4,
        0xae_2eab_e2a8,
        0x1e_4f43_e470,
    ];
    let sum = values.fold(1, |sum: u64, value| {
        let high = sum >> 35;
        let shifted = ((sum & 0x07_ffff_ffff) << 5) ^ u64::from(value);
        let bits = GENERATOR.iter().enumerate();
        let chosen = bits.filter(|(bit, _)| high >> bit & 1 == 1);
        chosen.fold(shifted, |sum, (_, generator)| sum ^ generator)
    });
    sum ^ 1
}

/// Base 58 in blocks, a Keccak checksum; standard, integrated and sub-addresses of the main network.
fn monero(word: &str) -> Option<Wallet> {
    if !matches!(word.len(), 95 | 106) {
        return None;
    }
    let bytes = base58_monero::decode(word).ok()?;
    let (payload, checksum) = bytes.split_last_chunk::<4>()?;
    let known = matches!((payload.len(), payload.first()?), (65, 18 | 42) | (73, 19));
    let right = Keccak256::digest(payload)[..4] == checksum[..];
    (known && right).then(|| Wallet::new(Chain::Monero, word))?
}

/// Thirty-two bytes in base 58, without a checksum.
fn solana(word: &str) -> Option<Wallet> {
    let mut bytes = [0; 33];
    let fits = (32..=44).contains(&word.len())
        && bs58::decode(word)
            .onto(&mut bytes)
            .is_ok_and(|length| length == 32);
    fits.then(|| Wallet::new(Chain::Solana, word))?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of the specifications, and of no person: BIP-13, BIP-173, BIP-350, EIP-55, the CashAddr
    /// and XRP Ledger documentation, Tron's and Solana's addresses of nobody.
    const SPECIFIED: [(&str, Chain); 10] = [
        ("3EktnHQD7RiAE6uzMj2ZifT9YgRrkSgzQX", Chain::Bitcoin),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Chain::Bitcoin),
        (
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            Chain::Bitcoin,
        ),
        ("1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu", Chain::Bitcoin),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", Chain::Evm),
        ("rrrrrrrrrrrrrrrrrrrrrhoLvTp", Chain::Ripple),
        ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", Chain::Ripple),
        ("T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", Chain::Tron),
        ("11111111111111111111111111111111", Chain::Solana),
        ("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", Chain::Solana),
    ];

    fn read(text: &str) -> Option<(String, Chain)> {
        Wallet::parse(text).map(|wallet| (wallet.as_str().to_owned(), wallet.chain()))
    }

    fn of_version(version: &[u8]) -> String {
        let bytes = [version, &[7; 20]].concat();
        bs58::encode(bytes).with_check().into_string()
    }

    fn of_monero(tag: u8, length: usize) -> String {
        let mut bytes = vec![7; length];
        bytes[0] = tag;
        let checksum = Keccak256::digest(&bytes);
        bytes.extend(&checksum[..4]);
        base58_monero::encode(&bytes).unwrap()
    }

    /// `word` with the letter or digit at `at` replaced by another that its alphabet has too.
    fn mistyped(word: &str, at: usize) -> String {
        let other = if word.as_bytes()[at] == b'8' {
            '9'
        } else {
            '8'
        };
        format!("{}{other}{}", &word[..at], &word[at + 1..])
    }

    #[test]
    fn addresses_of_the_specifications_are_read() {
        for (text, chain) in SPECIFIED {
            assert_eq!(read(text), Some((text.to_owned(), chain)));
        }
    }

    #[test]
    fn every_version_is_distinguished() {
        for (version, chain) in [
            (&[0x00][..], Chain::Bitcoin),
            (&[0x05], Chain::Bitcoin),
            (&[0x30], Chain::Litecoin),
            (&[0x32], Chain::Litecoin),
            (&[0x4c], Chain::Dash),
            (&[0x10], Chain::Dash),
            (&[0x26], Chain::BitcoinGold),
            (&[0x17], Chain::BitcoinGold),
            (&[0x1e], Chain::Verge),
            (&[0x41], Chain::Tron),
            (&[0x1c, 0xb8], Chain::Zcash),
            (&[0x1c, 0xbd], Chain::Zcash),
        ] {
            let text = of_version(version);
            assert_eq!(read(&text), Some((text.clone(), chain)));
            assert_eq!(read(&mistyped(&text, 12)), None, "{text} mistyped");
        }
        assert_eq!(read(&of_version(&[0x6f])), None, "Bitcoin's test network");
        for (tag, length) in [(18, 65), (42, 65), (19, 73)] {
            let text = of_monero(tag, length);
            assert_eq!(read(&text), Some((text.clone(), Chain::Monero)));
            assert_eq!(read(&mistyped(&text, 40)), None, "{text} mistyped");
        }
        assert_eq!(read(&of_monero(53, 65)), None, "Monero's test network");
    }

    #[test]
    fn a_wrong_letter_is_not_an_address() {
        for (text, chain) in SPECIFIED {
            if !matches!(chain, Chain::Solana | Chain::Evm) {
                assert_eq!(read(&mistyped(text, text.len() - 3)), None, "{text}");
            }
        }
        assert_eq!(read("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), None);
        assert_eq!(read("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"), None);
    }

    #[test]
    fn one_wallet_has_one_spelling() {
        let evm = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
        for text in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
        ] {
            assert_eq!(read(text), Some((evm.to_owned(), Chain::Evm)));
        }
        let bitcoin = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
        let upper = bitcoin.to_uppercase();
        assert_eq!(read(&upper), Some((bitcoin.to_owned(), Chain::Bitcoin)));
        for (cash, old) in [
            (
                "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
                "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu",
            ),
            (
                "ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq",
                "3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC",
            ),
        ] {
            assert_eq!(read(cash), Some((old.to_owned(), Chain::Bitcoin)));
        }
    }

    #[test]
    fn addresses_are_found_as_whole_words() {
        let address = "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu";
        let found = |text: &str| -> Vec<usize> { Wallet::find(text).map(|(at, _)| at).collect() };
        assert_eq!(found(&format!("送金先{address}。")), [9]);
        assert_eq!(
            found(&format!("https://explorer.example/?a={address}&b")),
            [28]
        );
        assert_eq!(found(&format!("\"{address}\",'{address}'")), [1, 38]);
        assert_eq!(
            found("bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"),
            [12]
        );
        assert_eq!(
            found(&format!("x{address} {address}x {address}_ _{address}")),
            [0; 0]
        );
        let hash = "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
        assert_eq!(found(&format!("{hash} 0x{hash}{hash} sha1:{hash}")), [0; 0]);
    }
}
