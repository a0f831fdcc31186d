//! Raw commit and tag objects to records: bytes kept as found, nothing normalised.
//!
//! As tolerant as git itself: an object is malformed only if git could not use it either, or if nothing of a
//! commit is left. Any other oddity becomes an empty or absent field.

use std::borrow::Cow;
use std::sync::LazyLock;

use bstr::ByteSlice;
use countersign_facts::{
    ActorLine, CommitRecord, ObjectId, PlatformClaim, SignatureRecord, Subject, TagRecord, Traces,
    TrailerKind,
};
use memchr::memmem::Finder;

use crate::encoding;
use crate::hash::from_gix;
use crate::signature;

/// Finds the note that `git cherry-pick -x` leaves.
static CHERRY_PICK: LazyLock<Finder<'static>> =
    LazyLock::new(|| Finder::new("(cherry picked from commit "));
/// How much of a message's end is searched for the note `git cherry-pick -x` leaves.
const CHERRY_PICK_WINDOW: usize = 64 * 1024;
/// Finds the line that Gerrit's hook and Gerrit itself write. A change is named by 40 hexadecimal digits.
static GERRIT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\nChange-Id: I"));
const GERRIT_DIGITS: usize = 40;
/// Headers of clients that rewrite whole stacks of commits.
const STACK_CLIENTS: [&[u8]; 3] = [
    b"change-id",
    b"gitbutler-change-id",
    b"gitbutler-headers-version",
];
/// How much of a message's end is searched for trailers.
const TRAILER_WINDOW: usize = 16 * 1024;
/// Trailers that are facts, in lower case.
const KINDS: [(&str, TrailerKind); 2] = [
    ("co-authored-by", TrailerKind::CoAuthoredBy),
    ("signed-off-by", TrailerKind::SignedOffBy),
];
/// Trailers that name reviewers of a commit, in lower case.
const REVIEWS: [(&str, ()); 3] = [("reviewed-by", ()), ("approved-by", ()), ("acked-by", ())];

/// What is wrong with an object that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Malformed(&'static str);

/// Reads a commit from the object's body.
pub(crate) fn commit(id: ObjectId, raw: &[u8]) -> Result<CommitRecord<'_>, Malformed> {
    let mut headers = Headers(raw);
    let tree = headers
        .next_if(b"tree")
        .and_then(|tree| object_id(tree, id))
        .ok_or(Malformed("no readable tree line at the start"))?;
    let mut parents = Vec::new();
    // Only the lines right after the tree count: git reads no parent further down.
    while let Some(parent) = headers.next_if(b"parent") {
        parents.push(object_id(parent, id).ok_or(Malformed("unreadable parent line"))?);
    }
    let (mut author, mut committer, mut label) = (None, None, None);
    let mut signatures = SignatureHeaders::new(id);
    let mut traces = Traces::empty();
    for (key, value) in &mut headers {
        match key {
            b"author" => author = author.or(Some(value)),
            b"committer" => committer = committer.or(Some(value)),
            b"encoding" => label = label.or(Some(value)),
            _ if STACK_CLIENTS.contains(&key) => traces |= Traces::STACK_CLIENT,
            _ => signatures.offer(key, value),
        }
    }
    if author.is_none() && committer.is_none() {
        return Err(Malformed("neither an author nor a committer line"));
    }
    let message = headers.body();
    if names_gerrit_change(message) {
        traces |= Traces::GERRIT_CHANGE;
    }
    Ok(CommitRecord {
        id,
        tree: Some(tree),
        parents,
        author: actor(author.unwrap_or_default()),
        committer: actor(committer.unwrap_or_default()),
        encoding: label.and_then(encoding::named),
        subject: Subject::classify(message),
        cherry_picked: CHERRY_PICK
            .find(end_of(message, CHERRY_PICK_WINDOW))
            .is_some(),
        platform: PlatformClaim::None,
        traces,
        trailers: trailers(message, &KINDS).collect(),
        signature: signatures.read(),
    })
}

/// Whether a line at the end of the message names a change of Gerrit's.
fn names_gerrit_change(message: &[u8]) -> bool {
    let end = end_of(message, TRAILER_WINDOW);
    let mut lines = GERRIT.find_iter(end);
    lines.any(|at| {
        let id = &end[at + GERRIT.needle().len()..];
        let digits = id.iter().take_while(|digit| digit.is_ascii_hexdigit());
        digits.count() == GERRIT_DIGITS
    })
}

/// The signature of a commit as its headers hold it, from the object's body.
pub(crate) fn signature_of(id: ObjectId, raw: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut signatures = SignatureHeaders::new(id);
    for (key, value) in Headers(raw) {
        signatures.offer(key, value);
    }
    signatures.own.or(signatures.other)
}

/// Reads an annotated tag from the object's body.
pub(crate) fn tag(id: ObjectId, raw: &[u8]) -> Result<TagRecord<'_>, Malformed> {
    let mut headers = Headers(raw);
    let target = headers
        .next_if(b"object")
        .and_then(|target| object_id(target, id))
        .ok_or(Malformed("no readable object line at the start"))?;
    let (mut name, mut tagger) = (None, None);
    let mut signatures = SignatureHeaders::new(id);
    for (key, value) in &mut headers {
        match key {
            b"tag" => name = name.or(Some(value)),
            b"tagger" => tagger = tagger.or(Some(value)),
            _ => signatures.offer(key, value),
        }
    }
    Ok(TagRecord {
        id,
        name: name.ok_or(Malformed("no tag line"))?,
        target,
        tagger: tagger.map(actor),
        signature: signature::find_appended(headers.body())
            .map(signature::read)
            .or_else(|| signatures.read()),
    })
}

/// The lines before the message; iterates over key and value, and continuation lines (those that
/// start with a space) stay in the value as they are.
struct Headers<'a>(&'a [u8]);

impl<'a> Headers<'a> {
    /// The next header's value if its key is `wanted`. Otherwise the header stays the next one.
    fn next_if(&mut self, wanted: &[u8]) -> Option<&'a [u8]> {
        let mut ahead = Headers(self.0);
        let (key, value) = ahead.next()?;
        (key == wanted).then(|| {
            self.0 = ahead.0;
            value
        })
    }

    /// The text after the blank line, once all headers have been read.
    fn body(&self) -> &'a [u8] {
        self.0.strip_prefix(b"\n").unwrap_or(self.0)
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() || self.0.starts_with(b"\n") {
            return None;
        }
        let end = memchr::memchr_iter(b'\n', self.0)
            .find(|end| self.0.get(end + 1) != Some(&b' '))
            .unwrap_or(self.0.len());
        let (header, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        let key_end = memchr::memchr2(b' ', b'\n', header).unwrap_or(header.len());
        let (key, value) = header.split_at(key_end);
        Some((key, value.strip_prefix(b" ").unwrap_or(value)))
    }
}

/// The signature headers of one object.
///
/// An object of a repository with both hash kinds may have a signature for each. The one for its own kind
/// counts.
struct SignatureHeaders<'a> {
    own_key: &'static [u8],
    own: Option<Cow<'a, [u8]>>,
    other: Option<Cow<'a, [u8]>>,
}

impl<'a> SignatureHeaders<'a> {
    fn new(id: ObjectId) -> Self {
        let is_sha1 = id.as_bytes().len() == 20;
        Self {
            own_key: if is_sha1 { b"gpgsig" } else { b"gpgsig-sha256" },
            own: None,
            other: None,
        }
    }

    /// Takes the header if it is a signature. Repeated ones are lines of one signature: git wrote them so
    /// before it folded headers.
    fn offer(&mut self, key: &[u8], value: &'a [u8]) {
        if !matches!(key, b"gpgsig" | b"gpgsig-sha256") {
            return;
        }
        let slot = if key == self.own_key {
            &mut self.own
        } else {
            &mut self.other
        };
        match slot {
            Some(lines) => {
                let lines = lines.to_mut();
                lines.push(b'\n');
                lines.extend_from_slice(value);
            }
            None => *slot = Some(Cow::Borrowed(value)),
        }
    }

    fn read(self) -> Option<SignatureRecord<'static>> {
        self.own
            .or(self.other)
            .map(|armored| signature::read(&armored))
    }
}

/// Splits `Name <e-mail> seconds zone`.
///
/// A line without `<` and a `>` after it has no identity and no time, as in git.
fn actor(line: &[u8]) -> ActorLine<'_> {
    let mut actor = ActorLine {
        identity: &[],
        seconds: None,
        offset: &[],
    };
    let (Some(open), Some(close)) = (line.find_byte(b'<'), line.rfind_byte(b'>')) else {
        return actor;
    };
    if close < open {
        return actor;
    }
    let (identity, moment) = line.split_at(close + 1);
    let mut tokens = moment
        .split(u8::is_ascii_whitespace)
        .filter(|token| !token.is_empty());
    actor.identity = identity;
    match (tokens.next(), tokens.next()) {
        (Some(zone), None) if is_zone(zone) => actor.offset = zone,
        (seconds, zone) => {
            actor.seconds = seconds.and_then(number);
            actor.offset = zone.unwrap_or_default();
        }
    }
    actor
}

/// Whether a single token is a zone, so that the seconds are missing.
fn is_zone(token: &[u8]) -> bool {
    token.starts_with(b"+") || (token.starts_with(b"-") && token.len() == 5)
}

fn number(token: &[u8]) -> Option<i64> {
    // The standard parser also accepts `+5`, which git never accepted as a time.
    if token.starts_with(b"+") {
        return None;
    }
    std::str::from_utf8(token).ok()?.parse().ok()
}

/// Decodes a hexadecimal id of the same hash kind as `like`.
fn object_id(hex: &[u8], like: ObjectId) -> Option<ObjectId> {
    let id = from_gix(&gix_hash::ObjectId::from_hex(hex).ok()?)?;
    (id.as_bytes().len() == like.as_bytes().len()).then_some(id)
}

/// The reviewers that the message of a raw commit names, each as `Name <e-mail>`.
pub(crate) fn reviewers(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut headers = Headers(raw);
    headers.by_ref().for_each(drop);
    trailers(headers.body(), &REVIEWS).map(|((), who)| who)
}

/// The trailers with these labels, in order. Each names a person.
///
/// They need not be in the last paragraph: a squashed branch lists those of each of its commits.
fn trailers<'a, T: Copy>(
    message: &'a [u8],
    labels: &[(&str, T)],
) -> impl Iterator<Item = (T, &'a [u8])> {
    // The first line is the subject, or was cut by the window: no trailer either way.
    let (_, lines) = split_once(end_of(message, TRAILER_WINDOW), b'\n');
    memchr::memchr_iter(b':', lines)
        .filter(|colon| ends_with_by(&lines[..*colon]))
        .filter_map(|colon| trailer(lines, colon, labels))
}

fn ends_with_by(text: &[u8]) -> bool {
    text.last_chunk::<3>()
        .is_some_and(|end| end.eq_ignore_ascii_case(b"-by"))
}

/// Reads the trailer whose label ends at `colon`.
fn trailer<'a, T: Copy>(
    lines: &'a [u8],
    colon: usize,
    labels: &[(&str, T)],
) -> Option<(T, &'a [u8])> {
    let start = lines[..colon].rfind_byte(b'\n').map_or(0, |end| end + 1);
    let label = lines[start..colon].trim_ascii_start();
    let is_it = |(known, _): &&(&str, T)| label.eq_ignore_ascii_case(known.as_bytes());
    let (_, kind) = *labels.iter().find(is_it)?;
    let (value, _) = split_once(&lines[colon + 1..], b'\n');
    let open = value.find_byte(b'<')?;
    let close = open + value[open..].find_byte(b'>')?;
    Some((kind, value[..=close].trim_ascii()))
}

/// The text before and after the first `separator`. Without one, all of it is before.
fn split_once(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match text.find_byte(separator) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &[]),
    }
}

fn end_of(message: &[u8], most: usize) -> &[u8] {
    &message[message.len().saturating_sub(most)..]
}

#[cfg(test)]
mod tests;
