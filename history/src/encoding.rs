//! What the `encoding` header of a commit names. Git hands it to the system's iconv, which knows more names than browsers
//! do, and writes them in its own ways.

use countersign_facts::{CodePage, TextEncoding};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_2022_JP, MACINTOSH, SHIFT_JIS, WINDOWS_874,
    WINDOWS_1252, X_MAC_CYRILLIC,
};

/// Names that iconv knows and browsers do not, without signs between letters and numbers.
const NAMES: [(&str, &Encoding); 26] = [
    ("cp932", SHIFT_JIS),
    ("ibm943", SHIFT_JIS),
    ("windows31j", SHIFT_JIS),
    ("mskanji", SHIFT_JIS),
    ("sjis", SHIFT_JIS),
    ("eucjp", EUC_JP),
    ("ujis", EUC_JP),
    ("eucjpms", EUC_JP),
    ("iso2022jp1", ISO_2022_JP),
    ("cp936", GBK),
    ("ms936", GBK),
    ("windows936", GBK),
    ("euccn", GBK),
    ("cp949", EUC_KR),
    ("ms949", EUC_KR),
    ("uhc", EUC_KR),
    ("euckr", EUC_KR),
    ("cp950", BIG5),
    ("ms950", BIG5),
    ("big5", BIG5),
    ("cp874", WINDOWS_874),
    ("latin1", WINDOWS_1252),
    ("88591", WINDOWS_1252),
    ("iso88591", WINDOWS_1252),
    ("macroman", MACINTOSH),
    ("maccyrillic", X_MAC_CYRILLIC),
];

/// The encoding that a header names; `None` if it is unknown, or if no commit can be written in it.
pub(crate) fn named(label: &[u8]) -> Option<TextEncoding> {
    let known = Encoding::for_label(label).or_else(|| known_to_iconv(label));
    match known {
        Some(encoding) => is_usable(encoding).then_some(TextEncoding::Web(encoding)),
        None => code_page(label).map(TextEncoding::Dos),
    }
}

/// Whether headers can be written in it: UTF-16 and the like would put zero bytes into them.
fn is_usable(encoding: &'static Encoding) -> bool {
    encoding.is_ascii_compatible() || encoding == ISO_2022_JP
}

fn known_to_iconv(label: &[u8]) -> Option<&'static Encoding> {
    let name = letters_and_digits(label);
    let (_, encoding) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(encoding)
}

/// `CP850`, `IBM-850`, `850`.
fn code_page(label: &[u8]) -> Option<&'static CodePage> {
    let name = letters_and_digits(label);
    let number = ["cp", "ibm", "dos", "oem", "csibm"]
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(&name);
    CodePage::numbered(number.parse().ok()?)
}

fn letters_and_digits(label: &[u8]) -> String {
    let kept = label.iter().filter(|byte| byte.is_ascii_alphanumeric());
    kept.map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_iconv_knows_are_known() {
        for (label, name) in [
            ("UTF-8", "UTF-8"),
            ("cp932", "Shift_JIS"),
            ("CP932", "Shift_JIS"),
            ("eucJP", "EUC-JP"),
            ("ISO-2022-JP", "ISO-2022-JP"),
            ("cp936", "GBK"),
            ("CP949", "EUC-KR"),
            ("UHC", "EUC-KR"),
            ("cp950", "Big5"),
            ("latin-1", "windows-1252"),
            ("ISO 8859-1", "windows-1252"),
            ("8859_1", "windows-1252"),
            ("ISO_8859-15", "ISO-8859-15"),
            ("cp1251", "windows-1251"),
            ("CP866", "IBM866"),
            ("MacRoman", "macintosh"),
            ("MacCyrillic", "x-mac-cyrillic"),
            ("cp874", "windows-874"),
            ("cp850", "cp850"),
            ("IBM437", "cp437"),
            ("CP852", "cp852"),
        ] {
            let found = named(label.as_bytes()).map(TextEncoding::name);
            assert_eq!(found.as_deref(), Some(name), "{label}");
        }
        for label in [
            "",
            "en_US",
            "UTF-16",
            "UTF-7",
            "replacement",
            "cp0",
            "german",
        ] {
            assert_eq!(named(label.as_bytes()), None, "{label}");
        }
    }
}
