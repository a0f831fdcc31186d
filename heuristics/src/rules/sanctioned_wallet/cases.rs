//! Histories for `sanctioned-wallet`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::IndicatorKind::Wallet;
use countersign_facts::{Account, Tlp};

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
/// Examples of specifications, nobody's: EIP-55, and BIP-173 and BIP-13.
const EVM: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const BITCOIN: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
const OTHER: &str = "3EktnHQD7RiAE6uzMj2ZifT9YgRrkSgzQX";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a pull request pays fees to a listed wallet",
        expect: Expect::Fires,
        story: fees,
    },
    Case {
        name: "a commit names a listed wallet in another spelling",
        expect: Expect::Fires,
        story: spelling,
    },
    Case {
        name: "a wallet that is on no list",
        expect: Expect::Quiet,
        story: unlisted,
    },
    Case {
        name: "a contract refuses a listed wallet",
        expect: Expect::Quiet,
        story: refused,
    },
    Case {
        name: "a test, a text and a list of sanctioned wallets",
        expect: Expect::Quiet,
        story: explained,
    },
    Case {
        name: "a listed wallet with a wrong letter",
        expect: Expect::Quiet,
        story: mistyped,
    },
    Case {
        name: "no list was imported",
        expect: Expect::Silent,
        story: no_list,
    },
    Case {
        name: "nobody looked at what commits change",
        expect: Expect::Silent,
        story: unlooked,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn ada() -> Account {
    account(7001, "adaex", at(-900))
}

fn list(story: &mut Story) {
    story.list("A1", Some(Tlp::Clear), &[(Wallet, EVM), (Wallet, BITCOIN)]);
}

fn adds(story: &mut Story, path: &str, text: &str) {
    list(story);
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, path, text);
}

fn fees(story: &mut Story) {
    story.old_repository(BEA);
    list(story);
    let commit = story.add(own(ADA, at(1)));
    story.adds(
        commit,
        "contracts/Fees.sol",
        &format!("address constant FEES = {EVM};"),
    );
    story.pull(ada(), &[commit], &["contracts/Fees.sol"], NOW);
}

fn spelling(story: &mut Story) {
    let text = format!(
        "payout: {}\nother: {}",
        BITCOIN.to_uppercase(),
        EVM.to_lowercase()
    );
    adds(story, "config/payout.yaml", &text);
}

fn unlisted(story: &mut Story) {
    adds(story, "config/payout.yaml", &format!("payout: {OTHER}"));
}

fn refused(story: &mut Story) {
    adds(
        story,
        "contracts/Gate.sol",
        &format!("blocked[{EVM}] = true;"),
    );
}

fn explained(story: &mut Story) {
    list(story);
    let commit = story.add(own(ADA, at(1)));
    for path in [
        "test/fees.js",
        "docs/history.md",
        "data/ofac/eth.json",
        "src/fees.test.ts",
    ] {
        story.adds(commit, path, EVM);
    }
}

fn mistyped(story: &mut Story) {
    let text = format!("payout: {}", EVM.replace("5aAe", "5aae"));
    adds(story, "config/payout.yaml", &text);
}

fn no_list(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, "config/payout.yaml", EVM);
}

fn unlooked(story: &mut Story) {
    list(story);
    story.every(DAY, 3, ADA, at(0));
}
