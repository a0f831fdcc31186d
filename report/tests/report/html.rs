//! The page for a browser: what it shows, that it parses, and that no text of a commit becomes more than text.

use countersign_heuristics::Level;
use countersign_report::review::{Links, Review};
use countersign_report::{Baseline, Format, Look, Scan, render, review_page, web_page, web_policy};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

use crate::hostile::{HOSTILE, hostile};
use crate::population::{cast, cast_scan};
use crate::pull::Persona;
use crate::review_hostile;

/// Text that tries to leave the place where a page puts text.
const XSS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</svg><script>alert(1)</script>",
    "</textarea></details></bdi></table><iframe src=//evil.invalid>",
    "javascript:alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<meta http-equiv=refresh content=\"0;url=//evil.invalid\">",
    "<base href=//evil.invalid>",
    "<!--><script>alert(1)//-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "{{7*7}} ${7*7} <%= 7*7 %> (name) @html",
    "x\" onmouseover=\"alert(1)\" y=\"",
    "x' style='position:fixed' y='",
    "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "＜script＞alert(1)＜/script＞ \u{2028}<script>\u{2029}",
];

/// Tags of a page with their attributes, and what a parser complains about.
#[derive(Default)]
struct Seen {
    tags: RefCell<Vec<Tag>>,
    errors: RefCell<Vec<String>>,
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.tags.borrow_mut().push(tag),
            Token::ParseError(error) => self.errors.borrow_mut().push(error.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn parsed(page: &str) -> Vec<Tag> {
    let tokenizer = Tokenizer::new(
        Seen::default(),
        TokenizerOpts {
            exact_errors: true,
            ..TokenizerOpts::default()
        },
    );
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(page));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let errors = tokenizer.sink.errors.borrow().clone();
    assert_eq!(errors, Vec::<String>::new());
    tokenizer.sink.tags.take()
}

/// Elements without an end tag.
const VOID: [&str; 2] = ["meta", "br"];

fn is_sound(page: &str) {
    is_sound_with_links(page, &[]);
}

/// The same of a page that may link to these places.
fn is_sound_with_links(page: &str, places: &[&str]) {
    let mut open: Vec<String> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for tag in parsed(page) {
        let name = tag.name.to_string();
        for one in &tag.attrs {
            let attribute = one.name.local.to_string();
            assert!(
                !attribute.starts_with("on") && attribute != "style" && attribute != "src",
                "{name} {attribute}"
            );
            if attribute == "href" {
                let known = places.iter().any(|place| one.value.starts_with(place));
                assert!(known || one.value.starts_with('#'), "{}", one.value);
            }
            if attribute == "id" {
                assert!(
                    ids.insert(one.value.to_string()),
                    "{} is there twice",
                    one.value
                );
            }
        }
        let forbidden = [
            "script", "iframe", "img", "base", "link", "object", "embed", "form", "input",
        ];
        assert!(!forbidden.contains(&&*name), "<{name}>");
        match tag.kind {
            TagKind::StartTag if VOID.contains(&&*name) => {}
            TagKind::StartTag => open.push(name),
            TagKind::EndTag => assert_eq!(open.pop(), Some(name)),
        }
    }
    assert_eq!(open, Vec::<String>::new());
}

fn page(scan: &Scan) -> String {
    render(scan, Format::Html, &Look::default())
}

fn pictured(level: Level) -> Scan {
    cast_scan(level).with_pictures(&cast())
}

#[test]
fn a_small_report() {
    let text = page(&pictured(Level::Note));
    let body = text.split_once("</style>").unwrap().1;
    insta::assert_snapshot!(body.replace("><", ">\n<"));
}

#[test]
fn pages_are_sound_and_load_nothing() {
    for level in Level::ALL {
        let text = page(&pictured(level));
        is_sound(&text);
        assert!(text.contains("default-src 'none'; style-src 'sha256-"));
        assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("url("));
    }
}

#[test]
fn hostile_text_stays_text() {
    let quiet = parsed(&page(&hostile("x"))).len();
    for name in XSS.iter().chain(HOSTILE) {
        let text = page(&hostile(name));
        is_sound(&text);
        assert_eq!(parsed(&text).len(), quiet, "{name:?} adds or removes tags");
    }
}

#[test]
fn every_picture_has_a_name_and_a_table() {
    let text = page(&pictured(Level::Quiet));
    let figures = text.matches("<figure").count();
    assert!(figures > 5, "{figures}");
    for part in [
        "<svg",
        "role=\"img\"",
        "<figcaption>",
        "Show this picture as a table",
    ] {
        assert_eq!(text.matches(part).count(), figures, "{part}");
    }
}

#[test]
fn one_person_alone_is_in_the_open() {
    let scan = cast_scan(Level::Quiet);
    let id = scan.people.last().unwrap().id.clone();
    let text = page(&scan.only(&id).with_pictures(&cast()));
    is_sound(&text);
    assert!(text.contains(&format!("<article id=\"{id}\"")));
    assert_eq!(text.matches("<article").count(), 1);
}

#[test]
fn five_thousand_people_stay_small_and_closed() {
    let mut scan = pictured(Level::Quiet);
    let quiet = scan.people.last().unwrap().clone();
    for number in 0..5_000 {
        let mut one = quiet.clone();
        one.id = format!("p-{number:012}");
        scan.people.push(one);
    }
    let text = page(&scan);
    is_sound(&text);
    assert!(text.matches("<details class=\"person\"").count() >= 5_000);
    assert!(!text.contains("<details class=\"person\" open"));
    assert!(text.len() < 8_000_000, "{} bytes", text.len());
}

/// A review's page as the service sends it.
fn served(review: &Review) -> String {
    let links = Links {
        pages: Some("https://cs.example".to_owned()),
        ..Links::default()
    };
    let content = maud::PreEscaped(review_page(review, &links));
    web_page("Review", &maud::html! { (content) })
}

const PLACES: [&str; 3] = [
    "https://github.com/acme/ledger/pull/7",
    "https://github.com/acme/ledger/commit/",
    "https://cs.example/",
];

#[test]
fn a_review_in_a_browser() {
    let persona = Persona::new();
    let review = persona.review(&Baseline::default());
    let text = served(&persona.pictured(review));
    is_sound_with_links(&text, &PLACES);
    let body = text.split_once("</style>").unwrap().1;
    assert!(body.matches("<figure").count() >= 3, "{body}");
    // Without its pictures, which other tests look at.
    let (before, pictures) = body.split_once("<h4>Pictures</h4>").unwrap();
    let (_, after) = pictures.split_once("<h4>Findings</h4>").unwrap();
    insta::assert_snapshot!(format!("{before}[…]{after}").replace("><", ">\n<"));
}

#[test]
fn hostile_text_stays_text_in_a_review() {
    let quiet = parsed(&served(&review_hostile::hostile("x"))).len();
    for name in XSS
        .iter()
        .chain(HOSTILE)
        .copied()
        .chain(review_hostile::all())
    {
        let text = served(&review_hostile::hostile(name));
        is_sound_with_links(&text, &PLACES);
        // A finding about nothing in particular has one line less.
        assert!(
            name.is_empty() || parsed(&text).len() == quiet,
            "{name:?} adds or removes tags"
        );
    }
}

#[test]
fn the_policy_allows_the_style_and_nothing_else() {
    let policy = web_policy();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.ends_with("form-action 'self'; frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(
        !policy.contains("unsafe") && !policy.contains("script"),
        "{policy}"
    );
}
