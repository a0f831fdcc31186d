//! Which identities must be linked, which must not, and why.

use super::{Alias, Linkage, Options, Tier, Why};

fn linked_at(tier: Tier, identities: &[(&str, &str)]) -> Linkage {
    let aliases = identities
        .iter()
        .map(|(name, email)| Alias::new(name, email));
    let options = Options {
        tier,
        ..Options::default()
    };
    Linkage::among(aliases.collect(), options)
}

fn linked(identities: &[(&str, &str)]) -> Linkage {
    linked_at(Tier::Evidence, identities)
}

fn people(identities: &[(&str, &str)]) -> usize {
    linked(identities).people().len()
}

#[test]
fn one_person_is_one() {
    for pair in [
        [
            ("Ada Lovewick", "ada@mail.example"),
            ("ada", "Ada@mail.example"),
        ],
        [
            ("Ada Lovewick", "ada+git@mail.example"),
            ("Ada", "ada@mail.example"),
        ],
        [
            ("Ada Lovewick", "7+adal@users.noreply.github.com"),
            ("Ada King", "7+adak@users.noreply.github.com"),
        ],
        [
            ("adal", "7+adal@users.noreply.github.com"),
            ("Ada L.", "adal@users.noreply.github.com"),
        ],
        [
            ("Zebulon Quillfeather", "zq@studio.example"),
            ("Quillfeather, Zebulon", "z@mail.example"),
        ],
        [
            ("Zebulon Quillfeather", "zq@studio.example"),
            ("Zebulon K. Quillfeather", "z@mail.example"),
        ],
        [
            ("nightowl77", "nightowl77@mail.example"),
            ("nightowl77", "n@studio.example"),
        ],
        [
            ("Zébulon Quillfeather", "zq@studio.example"),
            ("Zebulon Quillfeather", "z@laptop.local"),
        ],
    ] {
        assert_eq!(people(&pair), 1, "{pair:?}");
    }
}

#[test]
fn hard_negatives_are_never_joined() {
    let groups: [&[(&str, &str)]; 9] = [
        // Local parts that everybody has.
        &[
            ("Ada Lovewick", "info@one.example"),
            ("Zoe Quill", "info@two.example"),
            ("Grace Hopper", "me@three.example"),
            ("Edsger Dijkstra", "me@four.example"),
        ],
        // Given names, as name and as handle.
        &[
            ("alex", "alex@one.example"),
            ("Alex", "alex@two.example"),
            ("David", "david@three.example"),
            ("david", "david@four.example"),
            ("Maria", "maria.g@five.example"),
            ("Maria", "maria.s@six.example"),
        ],
        // A given name that no list knows, but this project does.
        &[
            ("Zebulon Quillfeather", "zebulon@one.example"),
            ("Zebulon", "zebulon@two.example"),
        ],
        // Placeholders and machines.
        &[
            ("root", "root@localhost"),
            ("Ada Lovewick", "you@example.com"),
            ("Zoe Quill", "you@example.com"),
            ("unknown", "none@none"),
            ("Grace Hopper", "none@none"),
            ("Your Name", "your.name@example.com"),
            ("ubuntu", "ubuntu@ip-10-0-0-7.ec2.internal"),
        ],
        // Common surnames.
        &[
            ("John Smith", "john.smith@one.example"),
            ("Jane Smith", "jsmith@two.example"),
            ("James Smith", "j.smith@three.example"),
            ("Anil Kumar", "akumar@one.example"),
            ("Ajay Kumar", "akumar@two.example"),
        ],
        // Romanised names of few letters, in both orders.
        &[
            ("Wei Li", "wli@one.example"),
            ("Li Wei", "weil@two.example"),
            ("Jun Wang", "jwang@one.example"),
            ("Jie Wang", "jwang@two.example"),
            ("Min Kim", "mk@one.example"),
            ("Kim Min", "kimm@two.example"),
        ],
        // One name, two accounts.
        &[
            ("Ada Lovewick", "7+adal@users.noreply.github.com"),
            ("Ada Lovewick", "8+lovewick@users.noreply.github.com"),
        ],
        // A crowd behind one address, and a relay.
        &[
            ("Ada Lovewick", "import@studio.example"),
            ("Zoe Quill", "import@studio.example"),
            ("Grace Hopper", "import@studio.example"),
            ("Edsger Dijkstra via Relay", "relay@bridge.example"),
            ("Barbara Liskov via Relay", "relay@bridge.example"),
        ],
        // Programs are nobody.
        &[
            ("Ada Lovewick", "ada@mail.example"),
            ("acme[bot]", "bot@studio.example"),
        ],
    ];
    for group in groups {
        assert_eq!(people(group), group.len(), "{group:?}");
    }
}

#[test]
fn a_changed_name_is_one_person_under_the_newest() {
    let mut before = Alias::new("Ada Byron", "ada@mail.example");
    (before.commits, before.newest) = (90, 1_000);
    let mut after = Alias::new("Zoe Quill", "ada@mail.example");
    (after.commits, after.newest) = (5, 2_000);
    let people = Linkage::among(vec![before, after], Options::default()).people();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].name, "Zoe Quill");
}

#[test]
fn a_colleagues_name_on_a_mailbox_joins_nobody() {
    let alias = |name, email, commits| {
        let mut alias = Alias::new(name, email);
        alias.commits = commits;
        alias
    };
    let aliases = vec![
        alias("Ada Lovewick", "ada@mail.example", 50),
        alias("Zebulon Quillfeather", "ada@mail.example", 1),
        alias("Zebulon Quillfeather", "zq@studio.example", 40),
    ];
    let linkage = Linkage::among(aliases, Options::default());
    let person = linkage.person_of();
    assert_ne!(person[0], person[2]);
    assert_eq!(person[1], person[2], "the name shows whose commit it is");
}

#[test]
fn every_join_is_explained_and_can_be_undone() {
    let identities = [
        ("Zebulon Quillfeather", "zq@studio.example"),
        ("Zebulon Quillfeather", "z@mail.example"),
        ("zq", "z@mail.example"),
    ];
    let linkage = linked(&identities);
    let Some(Why::Joined(path)) = linkage.why(0, 2) else {
        panic!("{:?}", linkage.why(0, 2));
    };
    assert_eq!(path.len(), 2);
    assert!(path.iter().all(|link| linkage.joins().contains(link)));
    let options = Options {
        apart: vec![(0, 1), (0, 2)],
        ..Options::default()
    };
    let undone = Linkage::among(linkage.aliases().to_vec(), options);
    assert_eq!(undone.people().len(), 2);
    assert!(matches!(
        undone.why(0, 2),
        Some(Why::Vetoed(_, super::Veto::Apart))
    ));
}

#[test]
fn weak_links_are_explained_with_their_bits() {
    let linkage = linked(&[
        ("Ada Lovewick", "ada@one.example"),
        ("Ada King", "ak@two.example"),
    ]);
    let Some(Why::TooLittle { link, wanted }) = linkage.why(0, 1) else {
        panic!("{:?}", linkage.why(0, 1));
    };
    assert!(link.bits < wanted);
    assert_eq!(linkage.why(0, 0), None);
}

#[test]
fn between_organisations_a_handle_is_a_lead_and_a_rare_name_a_link() {
    let across = |identities: [(&str, &str); 2]| {
        let mut aliases: Vec<_> = identities
            .iter()
            .map(|(name, email)| Alias::new(name, email))
            .collect();
        aliases[1].project = 1;
        aliases.iter_mut().for_each(|alias| alias.own = 1);
        let linkage = Linkage::among(aliases, Options::default());
        (linkage.joins().len(), linkage.hints().len())
    };
    let handle = [
        ("nightowl77", "nightowl77@one.example"),
        ("nightowl77", "n@two.example"),
    ];
    assert_eq!(across(handle), (0, 1));
    let rare = [
        ("Zebulon Quillfeather", "zq@one.example"),
        ("Zebulon Quillfeather", "z@two.example"),
    ];
    assert_eq!(across(rare), (1, 0));
    let common = [
        ("John Smith", "j@one.example"),
        ("John Smith", "js@two.example"),
    ];
    assert_eq!(across(common).0, 0);
    let mailbox = [
        ("Ada", "ada@mail.example"),
        ("Zoe Quill", "ada@mail.example"),
    ];
    assert_eq!(across(mailbox), (1, 0));
}

#[test]
fn the_order_of_identities_changes_nothing() {
    let identities = [
        ("Zebulon Quillfeather", "zq@studio.example"),
        ("zquillfeather", "zebulonquillfeather@mail.example"),
        ("Ada Lovewick", "ada@mail.example"),
        ("ada", "ada@mail.example"),
        ("Zebulon Quillfeather", "z@mail.example"),
    ];
    let mut turned = identities;
    turned.reverse();
    let sizes = |linkage: &Linkage| -> Vec<usize> {
        linkage
            .people()
            .iter()
            .map(|person| person.members.len())
            .collect()
    };
    assert_eq!(sizes(&linked(&identities)), sizes(&linked(&turned)));
    let hinted = linked_at(Tier::Hint, &identities);
    assert!(hinted.people().len() <= linked(&identities).people().len());
}
