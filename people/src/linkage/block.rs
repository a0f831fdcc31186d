//! Finds the identities that are worth comparing: those that share a blocking key. Comparing all with all
//! would take too long.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::traits::{Full, Mail, Traits, without_digits};

/// Most identities that may share a blocking key. A key of more says too little.
const LARGEST_BLOCK: usize = 60;
/// Shortest handle without its digits that is a blocking key.
const LEAST_STEM: usize = 4;

/// Pairs of positions that are worth comparing, sorted, each once with the lower position first.
///
/// Time and memory grow with the number of identities, not with its square.
pub(super) fn candidates(traits: &[Traits]) -> Vec<(u32, u32)> {
    let mut keyed: Vec<(u64, u32)> = traits
        .par_iter()
        .enumerate()
        .flat_map_iter(|(position, traits)| {
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            keys(traits).into_iter().map(move |key| (key, position))
        })
        .collect();
    keyed.par_sort_unstable();
    keyed.dedup();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block.len() > LARGEST_BLOCK {
            continue;
        }
        for (place, (_, one)) in block.iter().enumerate() {
            pairs.extend(block[place + 1..].iter().map(|(_, other)| (*one, *other)));
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

fn keys(traits: &Traits) -> Vec<u64> {
    let mut keys = Vec::new();
    match &traits.mail {
        Mail::Mailbox(mailbox) | Mail::Weak(mailbox) => keys.push(key('@', mailbox)),
        Mail::Account(id, login) => keys.extend([key('#', id), key('l', login)]),
        Mail::Login(login) => keys.push(key('l', login)),
        Mail::Nothing => {}
    }
    let mut handle = |text: &str| {
        keys.push(key('h', text));
        let stem = without_digits(text);
        if stem.len() >= LEAST_STEM {
            keys.push(key('h', stem));
        }
    };
    traits.handles.iter().for_each(|text| handle(text));
    if let Some(full) = &traits.full {
        derived(full).iter().for_each(|text| handle(text));
        keys.extend(name_keys(full));
    }
    if let Some(single) = &traits.single {
        keys.push(key('w', single));
    }
    keys
}

/// Handles that people make of their names.
fn derived(full: &Full) -> [String; 7] {
    let (first, last) = (full.first(), full.last());
    let initial = |word: &str| word.chars().take(1).collect::<String>();
    [
        format!("{first}{last}"),
        format!("{last}{first}"),
        format!("{}{last}", initial(first)),
        format!("{last}{}", initial(first)),
        format!("{first}{}", initial(last)),
        format!("{}{first}", initial(last)),
        full.words.concat(),
    ]
}

fn name_keys(full: &Full) -> Vec<u64> {
    let (first, last) = (full.first(), full.last());
    let ends = if first <= last {
        (first, last)
    } else {
        (last, first)
    };
    let initial = |word: &str| word.chars().next();
    let mut keys = vec![
        key('n', ends),
        key('i', (initial(first), last)),
        key('i', (initial(last), first)),
    ];
    keys.extend(full.words.iter().map(|word| key('w', word)));
    keys
}

fn key(kind: char, value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    (kind, value).hash(&mut hasher);
    hasher.finish()
}
