//! From the text of a signature to its bytes.

use bstr::ByteSlice;

/// How the first line of every armored signature starts.
pub(super) const OPENING: &[u8] = b"-----BEGIN ";

/// Signature systems, by the label of their armor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    OpenPgp,
    Ssh,
    Cms,
}

/// An opened armor.
pub(super) struct Armor {
    pub(super) kind: Kind,
    pub(super) bytes: Vec<u8>,
}

/// The kind of signature that the first line of `text` opens.
pub(super) fn kind(text: &[u8]) -> Option<Kind> {
    let label = text.strip_prefix(OPENING)?;
    [
        (&b"PGP SIGNATURE-----"[..], Kind::OpenPgp),
        (b"PGP MESSAGE-----", Kind::OpenPgp),
        (b"SSH SIGNATURE-----", Kind::Ssh),
        (b"SIGNED MESSAGE-----", Kind::Cms),
    ]
    .into_iter()
    .find_map(|(known, kind)| label.starts_with(known).then_some(kind))
}

/// Opens the first armor in `text`, wherever it starts: some programs write log lines before it.
///
/// More lenient than the standards where the bytes stay the same: any line width, indented lines, no blank
/// line after the armor's own headers, any or no checksum.
pub(super) fn open(text: &[u8]) -> Option<Armor> {
    let start = text.find(OPENING)?;
    let kind = kind(&text[start..])?;
    let mut base64 = Vec::with_capacity(text.len() - start);
    for line in lines(&text[start..]).skip(1) {
        match line.first() {
            Some(b'=' | b'-') => break,
            // No base64 has a colon, every header of the armor has.
            Some(_) if base64.is_empty() && line.contains(&b':') => {}
            Some(_) => base64.extend_from_slice(line),
            None => {}
        }
    }
    let bytes = base64_simd::STANDARD.decode_to_vec(base64).ok()?;
    Some(Armor { kind, bytes })
}

/// Lines without the spaces around them.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| {
        let line = &text[start..end];
        start = end + 1;
        line.trim_ascii()
    })
}
