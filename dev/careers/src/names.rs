//! Invented names: the same syllables in several scripts.

use crate::random::Random;

/// In which letters names are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Latin.
    #[default]
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Devanagari.
    Devanagari,
    /// Hangul.
    Hangul,
    /// Han.
    Han,
}

impl Script {
    /// Every script.
    pub const ALL: [Self; 6] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Greek,
        Self::Devanagari,
        Self::Hangul,
        Self::Han,
    ];

    const fn syllables(self) -> &'static [&'static str; SYLLABLES] {
        match self {
            Self::Latin => &LATIN,
            Self::Cyrillic => &CYRILLIC,
            Self::Greek => &GREEK,
            Self::Devanagari => &DEVANAGARI,
            Self::Hangul => &HANGUL,
            Self::Han => &HAN,
        }
    }
}

const SYLLABLES: usize = 24;

const LATIN: [&str; SYLLABLES] = [
    "ba", "del", "fi", "gor", "hu", "jan", "ke", "lim", "mo", "nur", "pa", "quen", "ri", "sol",
    "tu", "vak", "wen", "xi", "yor", "zu", "cha", "dro", "esk", "ilv",
];
const CYRILLIC: [&str; SYLLABLES] = [
    "ба", "дел", "фи", "гор", "ху", "жан", "ке", "лим", "мо", "нур", "па", "квен", "ри", "сол",
    "ту", "вак", "шен", "щи", "йор", "зу", "ча", "дро", "эск", "илв",
];
const GREEK: [&str; SYLLABLES] = [
    "βα", "δελ", "φι", "γορ", "χου", "ζαν", "κε", "λιμ", "μο", "νουρ", "πα", "θεν", "ρι", "σολ",
    "του", "βεκ", "ουε", "ξι", "ψορ", "ωκ", "αχ", "δρο", "εσκ", "ιλβ",
];
const DEVANAGARI: [&str; SYLLABLES] = [
    "बा",
    "देल",
    "फी",
    "गोर",
    "हू",
    "जान",
    "के",
    "लिम",
    "मो",
    "नूर",
    "पा",
    "खेन",
    "री",
    "सोल",
    "तू",
    "वाक",
    "वेन",
    "शी",
    "योर",
    "धू",
    "चा",
    "द्रो",
    "एस",
    "इल",
];
const HANGUL: [&str; SYLLABLES] = [
    "바", "델", "피", "고", "후", "얀", "케", "림", "모", "누", "파", "쿠", "리", "솔", "투", "박",
    "웬", "시", "요", "주", "차", "도", "은", "일",
];
const HAN: [&str; SYLLABLES] = [
    "巴", "德", "菲", "高", "胡", "简", "柯", "林", "莫", "努", "帕", "权", "里", "苏", "图", "瓦",
    "文", "西", "姚", "祖", "查", "卓", "艾", "伊",
];

/// A full name: four syllables, whatever letters they are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name([usize; 4]);

impl Name {
    pub(crate) fn written(self, script: Script) -> String {
        let syllables = script.syllables();
        let [a, b, c, d] = self.0.map(|syllable| syllables[syllable]);
        format!("{} {}", capital(&[a, b]), capital(&[c, d]))
    }
}

fn capital(parts: &[&str]) -> String {
    let word = parts.concat();
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Names of one household: no two of the first six share a syllable.
pub(crate) struct Names {
    syllables: [usize; SYLLABLES],
    given: usize,
}

impl Names {
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut syllables = std::array::from_fn(|syllable| syllable);
        random.shuffle(&mut syllables);
        Self {
            syllables,
            given: 0,
        }
    }

    pub(crate) fn next(&mut self) -> Name {
        let from = self.given * 4 % SYLLABLES;
        // Another round over the syllables pairs them anew.
        let turn = self.given * 4 / SYLLABLES;
        self.given += 1;
        Name(std::array::from_fn(|part| {
            self.syllables[(from + part * (turn + 1)) % SYLLABLES]
        }))
    }
}

const HANDLE_WORDS: [&str; 24] = [
    "blip", "crag", "dusk", "fern", "glow", "hex", "jolt", "knot", "loom", "mist", "nook", "opal",
    "pike", "quip", "rust", "sage", "tern", "umbr", "vole", "wisp", "yarn", "zest", "brim", "clay",
];

/// A handle, which has nothing to do with the name it stands beside.
pub(crate) fn handle(random: &mut Random) -> String {
    [random.one_of(&HANDLE_WORDS), random.one_of(&HANDLE_WORDS)].concat()
}
