//! Hostile text in comments, check runs and notices, read by a real renderer of GitHub's Markdown.

use std::collections::BTreeSet;

use comrak::{Options, markdown_to_html};
use countersign_heuristics::Field;
use countersign_report::AcceptedFinding;
use countersign_report::review::{
    Disclosure, Links, Review, check_run, comment, is_comment, notice,
};

use crate::hostile::{HOSTILE, deceives};
use crate::pull::review;

/// What a forge's own syntax adds to [`HOSTILE`].
const MORE: &[&str] = &[
    "@octocat @acme/team please merge",
    "fixes #1, acme/ledger#2, GH-3, acme/ledger@deadbeefdeadbeef",
    "deadbeef 0123456789abcdef0123456789abcdef01234567 CAFEBABE1 1234567",
    ":tada: :+1: :smile::heart:",
    "<img src=x onerror=alert(1)> <a href=https://evil.invalid>x</a>",
    "[text](https://evil.invalid) [ref]: https://evil.invalid ![i][ref] <https://evil.invalid>",
    "```\n| broken | table |\n|---|---|\n~~~",
    "`` ` `` ```` @octocat `",
    "\n\n# heading\n\n- item\n1. one\n> quote\n---\n===",
    "<!-- countersign:review:1 -->",
    "evil@evil.invalid mailto:evil@evil.invalid xmpp:a@evil.invalid ftp://evil.invalid www.evil.invalid",
    "HTTP://EVIL.INVALID //evil.invalid WWW.evil.invalid",
    "$x$ $$y$$ $`z`$ \\(w\\) \\[v\\]",
    "[^1] [!NOTE] [ ] [x] [[wiki]] ~~gone~~ ==mark== ^up^ ||spoiler||",
    "&#64;octocat &commat;octocat &#x40;octocat &lt;b&gt; &#35;1",
    "</summary></details></td></tr></table><h1>x</h1>",
    "\\@octocat \\#1 \\<b\\> \\| \\\\| \\\\` trailing \\",
    "*a* _b_ **c** __d__ ***e*** a*b*c",
    "GHSA-abcd-1234-efgh CVE-2024-3094 SHA256:deadbeefdeadbeef",
    "/countersign accept because I say so",
    "\u{5d0}\u{5d1}\u{5d2} \u{627}\u{644}",
    "",
    " ",
];

pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    HOSTILE.iter().chain(MORE).copied()
}

/// The persona's review, with this text wherever a contributor's or a maintainer's can stand.
pub(crate) fn hostile(text: &str) -> Review {
    let mut review = review();
    let person = &mut review.people[0];
    person.names = vec![text.to_owned(); 4];
    person.emails = vec![text.to_owned(); 4];
    person.logins = vec![text.to_owned()];
    for finding in &mut person.findings {
        finding.summary = format!("one mailbox carries \"{text}\" and {text}");
        finding.subject = text.to_owned();
        for evidence in &mut finding.evidence {
            evidence.record.field = Field::Author;
            evidence.record.value = text.into();
        }
        let last = finding.evidence.last_mut().expect("there is evidence");
        last.repository = text.to_owned();
        last.record.commit = text.to_owned();
    }
    person.accepted = vec![AcceptedFinding {
        fingerprint: "f-0123456789ab".to_owned(),
        heuristic: "key-change",
        strength: countersign_heuristics::Strength::Moderate,
        summary: text.to_owned(),
        reason: text.to_owned(),
        date: text.to_owned(),
        by: Some(text.to_owned()),
        tlp: countersign_facts::Tlp::Clear,
    }];
    let mut opener = person.clone();
    opener.id = "p-0123456789ab".to_owned();
    opener.names = Vec::new();
    review.opener = Some(opener);
    review
}

/// Everything that GitHub's Markdown has and more, with raw HTML let through so that none hides.
pub(crate) fn html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options.extension.shortcodes = true;
    options.render.r#unsafe = true;
    markdown_to_html(markdown, &options)
}

/// A page taken apart: its tags as they stand, and its text outside of code.
pub(crate) fn apart(html: &str) -> (Vec<String>, String) {
    let (mut tags, mut text, mut code) = (Vec::new(), String::new(), false);
    for (number, part) in html.split('<').enumerate() {
        let (tag, after) = match number {
            0 => ("", part),
            _ => part.split_once('>').expect("a renderer closes its tags"),
        };
        code = (code || tag == "code") && tag != "/code";
        if number > 0 {
            tags.push(tag.to_owned());
        }
        if !code {
            text += after;
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let text = entities
        .iter()
        .fold(text, |text, (entity, letter)| text.replace(entity, letter));
    (tags, text)
}

/// What a forge acts on in a page's text.
pub(crate) fn acted_on(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let word = |letter: Option<&char>| letter.is_some_and(|letter| letter.is_alphanumeric());
    let mut found = Vec::new();
    for (place, letter) in letters.iter().enumerate() {
        let next = letters.get(place + 1);
        if *letter == '@' && word(next) || *letter == '#' && word(next) {
            found.push(letters[place..].iter().take(12).collect());
        }
        if *letter == ':' {
            let name = letters[place + 1..].iter();
            let name = name.take_while(|one| one.is_ascii_alphanumeric() || "_+-".contains(**one));
            let length = name.count();
            if length > 2 && letters.get(place + 1 + length) == Some(&':') {
                found.push(letters[place..=place + length].iter().collect());
            }
        }
    }
    let lower = text.to_lowercase();
    let marks = [
        "http:/", "https:/", "ftp:/", "www.", "gh-3", "ghsa-a", "<!--", "$",
    ];
    found.extend(
        marks
            .iter()
            .filter(|mark| lower.contains(**mark))
            .map(|mark| (*mark).to_owned()),
    );
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let ids =
        words.filter(|word| word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit()));
    found.extend(ids.map(str::to_owned));
    found
}

/// The tags of a page, code aside: the only ones that a text may change the number of.
pub(crate) fn shape(tags: &[String]) -> Vec<&str> {
    let code = ["code", "/code"];
    tags.iter()
        .map(String::as_str)
        .filter(|tag| !code.contains(tag))
        .collect()
}

fn renderings(review: &Review) -> Vec<String> {
    let links = Links::default();
    let mut all = vec![notice(review, &links)];
    for disclosure in [Disclosure::Full, Disclosure::Summary] {
        all.push(comment(review, disclosure, &links));
        let check = check_run(review, disclosure, &links);
        all.extend([check.title, check.summary]);
    }
    all
}

#[test]
fn a_page_has_the_same_shape_whatever_stands_in_it() {
    let plain = renderings(&hostile("Ada Example"));
    let plain: Vec<_> = plain.iter().map(|text| apart(&html(text)).0).collect();
    let plain: Vec<_> = plain.iter().map(|tags| shape(tags)).collect();
    assert!(plain[0].contains(&"table") && plain[0].iter().any(|tag| tag.starts_with("a ")));
    for name in all() {
        for (text, plain) in renderings(&hostile(name)).iter().zip(&plain) {
            let (tags, _) = apart(&html(text));
            assert_eq!(shape(&tags), *plain, "{name:?} in\n{text}");
        }
    }
}

#[test]
fn a_page_does_nothing_on_behalf_of_hostile_text() {
    for name in all() {
        for text in renderings(&hostile(name)) {
            let (tags, words) = apart(&html(&text));
            let links: BTreeSet<_> = tags.iter().filter(|tag| tag.contains("://")).collect();
            let foreign = links
                .iter()
                .find(|link| link.to_lowercase().contains("evil"));
            assert_eq!(foreign, None, "{name:?}");
            assert!(!tags.iter().any(|tag| tag.starts_with("img")), "{name:?}");
            assert_eq!(acted_on(&words), [""; 0], "{name:?} in\n{text}");
            let bad = text.chars().find(|letter| deceives(*letter));
            assert_eq!(bad, None, "{name:?} in\n{text}");
        }
    }
}

#[test]
fn two_hostile_texts_side_by_side_are_no_worse() {
    let plain = html(&comment(
        &hostile("Ada"),
        Disclosure::Full,
        &Links::default(),
    ));
    let (plain, _) = apart(&plain);
    for first in MORE {
        for second in MORE {
            let text = comment(
                &hostile(&format!("{first}{second}")),
                Disclosure::Full,
                &Links::default(),
            );
            let (tags, words) = apart(&html(&text));
            assert_eq!(
                shape(&tags),
                shape(&plain),
                "{first:?} {second:?} in\n{text}"
            );
            assert_eq!(acted_on(&words), [""; 0], "{first:?} {second:?} in\n{text}");
        }
    }
}

#[test]
fn nobody_can_forge_or_end_the_marker() {
    for name in all() {
        let body = comment(&hostile(name), Disclosure::Full, &Links::default());
        assert!(is_comment(&body), "{name:?}");
        let marks = body.lines().filter(|line| line.starts_with("<!--")).count();
        assert_eq!(marks, 1, "{name:?}");
    }
}

#[test]
fn the_test_would_notice() {
    let noticed = [
        "hi @octocat",
        "see #12",
        ":tada:",
        "www.x.example",
        "deadbeef",
        "$x$",
    ];
    for text in noticed {
        assert!(!acted_on(text).is_empty(), "{text}");
    }
    let (tags, _) = apart(&html(
        "<img src=x> [a](https://evil.invalid) e@evil.invalid",
    ));
    assert!(tags.len() >= 5, "{tags:?}");
}
