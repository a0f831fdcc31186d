//! OFAC's SDN list in the advanced form, read as a stream: the file has some 100 MB, of which a few thousand
//! lines matter.
//!
//! `ReferenceValueSets` numbers the types of features; the features of each `DistinctParty` refer to these
//! numbers. Source: OFAC, "Advanced Sanctions Data Model" and its schema `ADVANCED_XML.xsd`.

use std::collections::BTreeMap;
use std::io::BufRead;

use countersign_facts::IndicatorKind;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::ReadError;
use crate::reading::Progress;

/// Start of the types of features with wallets; the currency follows.
const WALLET: &str = "Digital Currency Address - ";
/// The type of features with e-mail addresses.
const MAILBOX: &str = "Email Address";

pub(crate) fn read(input: impl BufRead, progress: &mut Progress<'_>) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(input);
    let mut state = State::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|source| failed(source, reader.error_position()))? {
            Event::Start(element) => state.open(&element)?,
            Event::End(element) => state.close(element.local_name().as_ref(), progress),
            Event::Text(text) if state.listens => state.text.push_str(&text),
            Event::CData(text) if state.listens => state.text.push_str(&text),
            Event::GeneralRef(reference) if state.listens => state.refer(&reference),
            Event::Eof => break,
            _ => {}
        }
    }
    if state.depth > 0 || state.root_missing() {
        return Err(ReadError::Short);
    }
    if state.types.is_empty() {
        let why =
            "the list defines neither wallets nor e-mail addresses; its format may have changed";
        return Err(ReadError::Other {
            why: why.to_owned(),
        });
    }
    progress.so_far.about.date = state.date();
    Ok(())
}

fn failed(source: quick_xml::Error, at: u64) -> ReadError {
    match source {
        quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
            Ok(error) => ReadError::File(error),
            Err(error) => ReadError::File(error.kind().into()),
        },
        quick_xml::Error::Syntax(_) => ReadError::Short,
        source => ReadError::Xml { at, source },
    }
}

/// State of the reader.
#[derive(Default)]
struct State {
    depth: usize,
    seen_root: bool,
    /// Whether the text of the open element matters, and that text so far.
    listens: bool,
    text: String,
    /// Number of the type that is being defined, or of the feature that is being read.
    id: String,
    /// Types that matter, by number.
    types: BTreeMap<String, IndicatorKind>,
    /// Kind of the open feature, if it matters.
    feature: Option<IndicatorKind>,
    in_date: bool,
    /// Year, month and day of issue.
    issued: [Option<u16>; 3],
}

impl State {
    fn root_missing(&self) -> bool {
        !self.seen_root
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let name = element.local_name();
        let name = name.as_ref();
        if !self.seen_root && name != "Sanctions" {
            return Err(ReadError::Other {
                why: format!(
                    "not an SDN list in the advanced form: it starts with <{name}>; OFAC calls the right file \
                     SDN_ADVANCED.XML"
                ),
            });
        }
        self.seen_root = true;
        self.depth += 1;
        self.listens = match name {
            "FeatureType" => {
                self.id = attribute(element, "ID");
                true
            }
            "Feature" => {
                let kind = attribute(element, "FeatureTypeID");
                self.feature = self.types.get(&kind).copied();
                if self.feature.is_some() {
                    self.id = attribute(element, "ID");
                }
                false
            }
            "VersionDetail" => self.feature.is_some(),
            "DateOfIssue" => {
                self.in_date = true;
                false
            }
            "Year" | "Month" | "Day" => self.in_date,
            _ => false,
        };
        self.text.clear();
        Ok(())
    }

    fn close(&mut self, name: &str, progress: &mut Progress<'_>) {
        self.depth = self.depth.saturating_sub(1);
        let text = self.text.trim();
        match name {
            "FeatureType" => self.define(),
            "VersionDetail" if !text.is_empty() => {
                if let Some(kind) = self.feature {
                    progress.value(kind, text, || format!("feature {}", self.id));
                }
            }
            "Feature" => self.feature = None,
            "Year" if self.in_date => self.issued[0] = text.parse().ok(),
            "Month" if self.in_date => self.issued[1] = text.parse().ok(),
            "Day" if self.in_date => self.issued[2] = text.parse().ok(),
            "DateOfIssue" => self.in_date = false,
            _ => {}
        }
        self.listens = false;
        self.text.clear();
    }

    fn define(&mut self) {
        let name = self.text.trim();
        let kind = if name.starts_with(WALLET) {
            IndicatorKind::Wallet
        } else if name == MAILBOX {
            IndicatorKind::Mailbox
        } else {
            return;
        };
        self.types.insert(self.id.clone(), kind);
    }

    fn refer(&mut self, reference: &BytesRef<'_>) {
        match reference.resolve_char_ref() {
            Ok(Some(letter)) => self.text.push(letter),
            // Only XML's five predefined entities: entities that a file defines can expand without end.
            _ => self
                .text
                .push_str(resolve_predefined_entity(reference).unwrap_or_default()),
        }
    }

    /// The date of issue, if the file has year, month and day.
    fn date(&self) -> Option<String> {
        let [year, month, day] = self.issued;
        Some(format!("{:04}-{:02}-{:02}", year?, month?, day?))
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let found = element.try_get_attribute(name).ok().flatten();
    found.map_or_else(String::new, |attribute| attribute.value.into_owned())
}
