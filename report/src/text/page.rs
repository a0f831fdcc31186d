//! Lines of text that fit a terminal.

use anstyle::{AnsiColor, Style};
use countersign_heuristics::Level;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::look::Look;

/// Narrower terminals are treated as this wide.
const NARROWEST: usize = 40;

/// How a piece of text looks where colours are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Strong,
    Faint,
    Mark,
    Of(Level),
}

impl Ink {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().bold().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Mark => colour(AnsiColor::Cyan),
            Self::Of(Level::Quiet) => colour(AnsiColor::Green),
            Self::Of(Level::Note) => colour(AnsiColor::Cyan),
            Self::Of(Level::Review) => colour(AnsiColor::Yellow),
            Self::Of(Level::Urgent) => colour(AnsiColor::Red),
        }
    }
}

/// Text in the making. Everything put in has been escaped.
pub(crate) struct Page {
    text: String,
    colour: bool,
    width: usize,
}

impl Page {
    pub(crate) fn new(look: &Look) -> Self {
        Self {
            text: String::new(),
            colour: look.colour,
            width: look.width.max(NARROWEST),
        }
    }

    /// Columns of a line.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// One paragraph, wrapped; its first line indented by `indent` columns, the others by `hang`.
    pub(crate) fn flow(&mut self, indent: usize, hang: usize, pieces: &[(Ink, &str)]) {
        let whole: String = pieces.iter().map(|(_, text)| *text).collect();
        let whole = glued(&whole);
        let (first, rest) = (" ".repeat(indent), " ".repeat(hang));
        let options = Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let lines = textwrap::wrap(&whole, options);
        let mut letters = pieces
            .iter()
            .flat_map(|(ink, text)| text.chars().map(|letter| (*ink, letter)));
        for (number, line) in lines.iter().enumerate() {
            let indent = if number == 0 { &first } else { &rest };
            let content = line.strip_prefix(indent.as_str()).unwrap_or_default();
            let content = content.chars().map(|letter| {
                let wanted = if letter == GLUE { ' ' } else { letter };
                // Wrapping drops spaces at the ends of lines and changes nothing else.
                let ink = letters.find(|(_, letter)| *letter == wanted);
                (ink.map_or(Ink::Plain, |(ink, _)| ink), wanted)
            });
            let content: Vec<_> = content.collect();
            if !content.is_empty() {
                self.text.push_str(indent);
            }
            self.line(&content);
        }
    }

    /// One line that is never wrapped, so that it can be pasted.
    pub(crate) fn whole(&mut self, indent: usize, ink: Ink, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        let letters: Vec<_> = text.chars().map(|letter| (ink, letter)).collect();
        self.line(&letters);
    }

    /// Runs of one ink, and the end of the line.
    fn line(&mut self, letters: &[(Ink, char)]) {
        for run in letters.chunk_by(|(a, _), (b, _)| a == b) {
            let style = run[0].0.style();
            let coloured = self.colour && run[0].0 != Ink::Plain;
            if coloured {
                self.text.push_str(&style.render().to_string());
            }
            self.text.extend(run.iter().map(|(_, letter)| letter));
            if coloured {
                self.text.push_str(&style.render_reset().to_string());
            }
        }
        self.text.push('\n');
    }
}

/// A space that no line breaks at. Escaped text has none of its own.
const GLUE: char = '\u{a0}';

/// The same text with numbers glued to their units.
fn glued(text: &str) -> String {
    let mut glued = String::with_capacity(text.len());
    for (position, letter) in text.char_indices() {
        let unit = || {
            let rest = &text[position + letter.len_utf8()..];
            let end = rest.find(|next: char| !next.is_alphabetic() && next != '%');
            ["%", "h", "s", "ms", "min"].contains(&&rest[..end.unwrap_or(rest.len())])
        };
        let number = letter == ' ' && glued.ends_with(|before: char| before.is_ascii_digit());
        glued.push(if number && unit() { GLUE } else { letter });
    }
    glued
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_with_their_units() {
        let glue = |text: &str| glued(text).replace(GLUE, "~");
        assert_eq!(glue("up to 13 h apart, 24 s"), "up to 13~h apart, 24~s");
        assert_eq!(glue("(1.5 %) 9 h 30 min"), "(1.5~%) 9~h 30~min");
        assert_eq!(glue("2 hosts, a h, 3 "), "2 hosts, a h, 3 ");
    }

    #[test]
    fn wrapping_loses_nothing_but_spaces() {
        let mut page = Page::new(&Look {
            width: 40,
            ..Look::default()
        });
        let text = "one two  three ".repeat(8);
        page.flow(
            2,
            4,
            &[
                (Ink::Strong, &text),
                (Ink::Faint, &"x".repeat(90)),
                (Ink::Plain, " 5 h"),
            ],
        );
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        let whole = format!("{text}{} 5 h", "x".repeat(90));
        assert_eq!(letters(&page.finish()), letters(&whole));
    }
}
