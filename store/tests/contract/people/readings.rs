//! Invented readings, and what is asked about them.

use countersign_store::{
    Appearance, Authored, Component, Identifier, IdentifierHash, Join, KeyUse, PersonFinding,
    Reading, Source, Store, Viewer,
};

/// The hash of the identifier with a number.
pub(crate) fn hash(number: u32) -> IdentifierHash {
    // Spread, so that the order of hashes is not that of numbers.
    let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    IdentifierHash(spread.to_be_bytes())
}

/// A public source that no installation covers.
pub(crate) fn source(place: &str) -> Source {
    Source {
        place: place.to_owned(),
        name: format!("name of {place}"),
        organisation: "org".to_owned(),
        repository: None,
        installation: None,
        private: false,
    }
}

/// The same, private to an installation.
pub(crate) fn private(place: &str, installation: i64) -> Source {
    Source {
        installation: Some(installation),
        private: true,
        ..source(place)
    }
}

/// A reading that says nothing.
pub(crate) fn nothing(source: Source) -> Reading {
    Reading {
        source,
        identifiers: Vec::new(),
        appearances: Vec::new(),
        joins: Vec::new(),
        keys: Vec::new(),
        findings: Vec::new(),
        complete: false,
    }
}

/// A join of two mailboxes.
pub(crate) fn join(a: u32, b: u32) -> Join {
    Join {
        a: hash(a),
        b: hash(b),
        reason: "one personal mailbox".to_owned(),
        bits: Some(40.0),
        anchor: true,
    }
}

/// An appearance with moments at these seconds, two hours east.
pub(crate) fn appears(number: u32, name: &str, login: &str, seconds: &[i64]) -> Appearance {
    let at = |&seconds: &i64| Authored {
        seconds,
        offset: Some(120),
    };
    Appearance {
        identifier: hash(number),
        name: name.to_owned(),
        login: login.to_owned(),
        moments: seconds.iter().map(at).collect(),
    }
}

pub(crate) fn signs(key: u32, number: u32, (first, last): (i64, i64), commits: i64) -> KeyUse {
    KeyUse {
        key: hash(key),
        identifier: hash(number),
        first,
        last,
        commits,
    }
}

pub(crate) fn finding(number: u32, fingerprint: &str) -> PersonFinding {
    PersonFinding {
        identifier: hash(number),
        fingerprint: fingerprint.to_owned(),
        heuristic: "split-clock".to_owned(),
        revision: 3,
        strength: "moderate".to_owned(),
        weight: 1.3,
        evidence: r#"[{"commit":"1f","field":"author"}]"#.to_owned(),
    }
}

/// A reading that lists what it names, each of a kind by its number: names from 900 on, accounts from 800
/// on, keys from 700 on, and mailboxes.
pub(crate) fn listed(mut reading: Reading) -> Reading {
    let identifier = |number: u32| {
        let kind = match number {
            900.. => Identifier::NAME,
            800.. => Identifier::ACCOUNT,
            700.. => "key",
            _ => "mailbox",
        };
        Identifier {
            hash: hash(number),
            kind: kind.to_owned(),
            shown: (700..900).contains(&number).then(|| number.to_string()),
        }
    };
    reading.identifiers = (0..1_000).map(identifier).collect();
    reading
}

/// A reading of joins.
pub(crate) fn joining(source: Source, pairs: &[(u32, u32)]) -> Reading {
    let joins = pairs.iter().map(|&(a, b)| join(a, b));
    listed(Reading {
        joins: joins.collect(),
        ..nothing(source)
    })
}

pub(crate) async fn component(store: &Store, number: u32, viewer: Viewer) -> Component {
    store.component(&[hash(number)], viewer).await.unwrap()
}

/// The numbers below 1,000 of a component's identifiers.
pub(crate) fn numbers(component: &Component) -> Vec<u32> {
    let is_in = |number: &u32| {
        let hash = hash(*number);
        component.identifiers.iter().any(|one| one.hash == hash)
    };
    (0..1_000).filter(is_in).collect()
}
